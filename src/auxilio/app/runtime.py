"""What a process of an installation holds while it runs: made by `composition.open_runtime`."""

from dataclasses import dataclass
from pathlib import Path

from auxilio.access.case_access import CaseAccess
from auxilio.access.case_premises import WorkedCasePremises
from auxilio.access.command_bus import CommandBus
from auxilio.access.directory_follower import DirectoryFollower
from auxilio.access.reserved_cases import ReservedCaseFilter
from auxilio.active_content.activation import ActiveContent, ContentFollower
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.app.settings import Settings
from auxilio.archive.ports import CaseFiles
from auxilio.calls.ports import LocationSource
from auxilio.casefile.reviewed_calls import ReviewedCallLog
from auxilio.content_release.queries import BaselineSet
from auxilio.content_release.store import SetStore
from auxilio.dispatch.push.installation import PushInstallation
from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.dispatch.store import DispatchStore
from auxilio.instructions.recordings import RecordingFolder
from auxilio.interop.mail.sending import MailSender
from auxilio.interop.sms.service import ShortMessageService
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.core.civil_plan import CivilPlans
from auxilio.mass_casualty.ports import CivilPlansSource
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.keys.ports import Signer
from auxilio.radio.core.directory_check import RadioCarrier
from auxilio.radio.core.model import RadioPlan
from auxilio.training.ports import PracticePlaces, ScenarioPlayer
from auxilio.voice.callouts.channel import CalloutChannel
from auxilio.workflows.coordination import Recommend
from auxilio.workflows.followup_watches import EveryS
from auxilio.workflows.radio_ownership import radio_carriers
from auxilio.workflows.reserved_cases import OnDuty
from auxilio.workflows.runner import StateReader


@dataclass(frozen=True)
class Runtime:
    """The database, the clock, the command bus and the content in force of one running process."""

    pool: Pool
    dsn: str
    clock: Clock
    wakeups: Wakeups
    work: CommandExecutor
    commands: CommandBus
    aggregates: AggregateRegistry
    keys: FolderKeys
    in_force: ActiveContent
    following: ContentFollower
    directory: DirectoryFollower
    sets: SetStore
    ground: BaselineSet
    reviewed: ReviewedCallLog
    recordings: RecordingFolder
    admitting: CaseAccess
    """Who may open which case by a read route."""
    mode: Mode
    """Of the installation: figures and studies are of its cases, and of none of another mode."""
    zone: str
    """Of the clock on the wall of the installation (IANA)."""
    push: PushInstallation
    """What it is to push services."""

    @property
    def reserved_reads(self) -> ReservedCaseFilter:
        """What lists of many cases hide."""
        return ReservedCaseFilter(self.pool, self.admitting)

    @property
    def premises_of(self) -> WorkedCasePremises:
        """Where a case is, for who works on it."""
        return WorkedCasePremises(self.admitting)

    @property
    def content(self) -> ContentBundle:
        """Protocols and cards in force."""
        return self.in_force.published

    @property
    def plan(self) -> ResponsePlan:
        """The response plan in force."""
        return self.in_force.plan

    def response_plan(self) -> ResponsePlan:
        """The response plan in force, for routes of dispatch."""
        return self.in_force.plan

    def radio_plan(self) -> RadioPlan:
        """The plan of talk groups in force."""
        return self.in_force.radio

    async def radio_carriers(self, mode: Mode) -> tuple[RadioCarrier, ...]:
        """Every unit of a mode that is not retired, with its radios."""
        return await radio_carriers(DispatchStore(self.pool), mode)

    def civil_plans(self) -> CivilPlans:
        """The civil plans in force."""
        return self.in_force.civil


@dataclass(frozen=True, kw_only=True)
class WorkerSystem:
    """What jobs and reactions of capabilities find in the leading worker. Satisfies the worker protocol of every capability."""

    pool: Pool
    clock: Clock
    commands: CommandPort
    keys: Signer
    states: StateReader
    blobs: Blobs
    case_files: CaseFiles
    reviewed: ReviewedCallLog
    recommend: Recommend
    reassess_s: EveryS
    civil_plans: CivilPlansSource
    on_duty: OnDuty
    settings: Settings
    scenario_player: ScenarioPlayer
    practice_places: PracticePlaces
    location_source: LocationSource | None
    short_messages: ShortMessageService
    callouts: CalloutChannel
    push: PushInstallation
    mail: MailSender

    @property
    def heads_folder(self) -> Path | None:
        """A folder outside the database for signed heads of the log."""
        return self.settings.heads_folder
