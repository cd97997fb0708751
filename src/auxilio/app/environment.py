"""What the command handlers of all capabilities need, each by the name that its capability gives it."""

from collections.abc import Awaitable, Callable, Collection, Sequence

from auxilio.access.crew_visibility import is_known_person, logins_of
from auxilio.access.directory_follower import centre_register
from auxilio.access.roster_directory import agency_of_centre, person_of_roster, unit_of_roster
from auxilio.active_content.activation import ActiveContent
from auxilio.archive.ports import SealableCase
from auxilio.archive.report_mail.ports import FindMailableCase
from auxilio.calls.caller_guidance import send_to_caller, settle_question, supersede_step
from auxilio.calls.core.barred_numbers import is_barred, is_barred_to_desks
from auxilio.calls.open_work import OpenCallCheck
from auxilio.cases import ports as cases
from auxilio.content_release.ports import Sets
from auxilio.directory_import.import_handler import LoginsOfPeople
from auxilio.dispatch import ports as dispatch
from auxilio.dispatch.open_work import OpenTaskCheck, OpenUnitCheck, ServiceOutcomeCheck
from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.dispatch.store import DispatchStore
from auxilio.hazmat.core.model import HazmatQuery
from auxilio.identity.store import IdentityStore
from auxilio.instructions.core import ports as instructions
from auxilio.instructions.ports import CaseCards, SendStepToCaller, SupersedeStep
from auxilio.kernel.ids import CaseId
from auxilio.kernel.shared_types import Mode, Phone
from auxilio.mass_casualty.ports import CivilPlansSource
from auxilio.notifications import ports as notifications
from auxilio.planned_events import service as planned_events
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.i18n import REFERENCE
from auxilio.platform.keys.ports import Signer
from auxilio.quality_review.ports import ReviewedCalls
from auxilio.radio import ports as radio
from auxilio.rosters import ports as rosters
from auxilio.rosters.service import OnCallDirectory
from auxilio.training import ports as training
from auxilio.triage.core.ports import ProtocolLibrary
from auxilio.triage.ports import CaseRuns, InterviewableCase, SendQuestionToCaller, SettleQuestion
from auxilio.workflows.card_audience import CallListeners
from auxilio.workflows.case_calls import CaseCalls
from auxilio.workflows.case_queries import CaseQueries
from auxilio.workflows.event_command_posts import EventCommandPosts
from auxilio.workflows.notification_content import (
    OnCallPeople,
    is_reserved_case,
    notice_to_give,
    notification_text,
    notified_case,
)
from auxilio.workflows.planned_event_queries import PlannedEventQueries
from auxilio.workflows.radio_ownership import RadioOwnership
from auxilio.workflows.runner import StateReader
from auxilio.workflows.training_scenarios import SimulatedScenarios


class Environment:
    """Satisfies the environment of every capability; the type checker compares them in `app.capabilities`."""

    scenario_player: training.ScenarioPlayer = SimulatedScenarios()

    def __init__(
        self,
        *,
        work: UnitOfWork,
        pool: Pool,
        clock: Clock,
        aggregates: AggregateRegistry,
        signer: Signer,
        in_force: ActiveContent,
        content_sets: Sets,
        reviewed_calls: ReviewedCalls,
        card_recordings: instructions.RecordingLibrary,
        country: str,
        has_location_server: bool,
        mode: Mode,
        zone: str,
        numbers_not_called: Collection[Phone],
    ) -> None:
        units, people, states = DispatchStore(pool), IdentityStore(pool), StateReader(pool, aggregates)
        open_work = (OpenTaskCheck(units), OpenUnitCheck(units), OpenCallCheck(units))
        known = CaseQueries(pool, aggregates, open_work)
        self.work: UnitOfWork = work
        self.pool: Pool = pool
        self._clock = clock
        self.country: str = country
        self.has_location_server: bool = has_location_server
        self.mode: Mode = mode
        self.zone: str = zone
        self.signer: Signer = signer
        self._know_people(people, in_force)
        # of cases
        self.mode_of: Callable[[CaseId], Awaitable[Mode]] = known.mode_of
        self.case_mode: radio.CaseModeOf = known.workable
        self.merged_case: Callable[[CaseId], Awaitable[CaseId]] = known.goes_on_in
        self.open_case: dispatch.OpenCaseCheck = known.workable
        self.interviewable_case: InterviewableCase = known.interviewable
        self.surviving_case: dispatch.SurvivingCaseLookup = known.lives_on
        self.may_locate: cases.LocatePermission = known.locates
        self.case_facts: instructions.CaseFacts = known
        self.case_runs: CaseRuns = known.runs
        self.case_cards: CaseCards = known.cards
        self.sealable_case: SealableCase = known.sealable
        self.mailable_case: FindMailableCase = known.mailable
        self._know_content(in_force, content_sets, card_recordings)
        # of calls, units and planned events
        self.open_task_checks: Sequence[cases.OpenWorkCheck] = (OpenTaskCheck(units),)
        self.outcome_checks: Sequence[cases.OutcomeCheck] = (ServiceOutcomeCheck(units),)
        self.case_calls: cases.CaseCallCheck = CaseCalls()
        self.is_incident_type: cases.TypeCheck = lambda code: code in in_force.published.library.types
        self.audience: instructions.AudienceLookup = CallListeners(pool)
        self.send_question: SendQuestionToCaller = send_to_caller
        self.settle_question: SettleQuestion = settle_question
        self.send_step: SendStepToCaller = send_to_caller
        self.supersede_step: SupersedeStep = supersede_step
        self.reviewed_calls: ReviewedCalls = reviewed_calls
        self._know_command_posts(EventCommandPosts(states, clock), people)
        self.radio_directory: radio.RadioDirectory = RadioOwnership(pool, units.of_radio, known.reports)
        self._know_planned_events(PlannedEventQueries(states))
        self._know_notifications(people, in_force, numbers_not_called)

    def _know_content(
        self, in_force: ActiveContent, content_sets: Sets, card_recordings: instructions.RecordingLibrary
    ) -> None:
        self.protocols: ProtocolLibrary = in_force.published.library
        self.cards: instructions.CardLibrary = in_force.published.cards
        self.response_plan: Callable[[], ResponsePlan] = lambda: in_force.plan
        self.civil_plans: CivilPlansSource = lambda: in_force.civil
        self.radio_plan: radio.CurrentPlan = lambda: in_force.radio
        self.hazmat_lookup: cases.HazmatLookup = lambda **read: in_force.published.goods.look_up(
            HazmatQuery(**read)
        )
        self.content_sets: Sets = content_sets
        self.card_recordings: instructions.RecordingLibrary = card_recordings

    def _know_command_posts(self, posts: EventCommandPosts, people: IdentityStore) -> None:
        self.plan_amendment: dispatch.PlanAmendment = posts.plan
        self.centre_register: dispatch.CentreRegister = centre_register(people, posts.visited)

    def _know_planned_events(self, events: PlannedEventQueries) -> None:
        self.lendable_unit: planned_events.LendableUnitLookup = events.lendable_unit
        self.live_operations: planned_events.LiveOperations = events.live_operations
        self.remaining_work: planned_events.RemainingWorkCount = events.left_over

    def _know_people(self, people: IdentityStore, in_force: ActiveContent) -> None:
        self.person_name: cases.PersonName = people.case_person_name
        self.agencies: planned_events.KnownAgencies = people.agencies
        self.check_centre: dispatch.CentreCheck = people.check_centre
        self.trainee_name: training.TraineeName = people.active_person_name
        self.check_on_call_scope: rosters.ScopeCheck = people.check_scope
        self.is_person: rosters.PersonCheck = is_known_person(people)
        self.logins: LoginsOfPeople = logins_of(people)
        self.person_of_roster: rosters.PersonOfRoster = person_of_roster(people)
        self.unit_of_roster: rosters.UnitOfRoster = unit_of_roster(self.pool, self.mode)
        self.qualifications: rosters.CurrentQualifications = lambda: in_force.published.qualifications

    def _know_notifications(
        self, people: IdentityStore, in_force: ActiveContent, numbers_not_called: Collection[Phone]
    ) -> None:
        def type_name(code: str, language: str) -> str | None:
            found = in_force.published.library.types.get(code)
            return found.name.get(language) or found.name.get(REFERENCE) if found is not None else None

        on_call = OnCallDirectory(self.pool, self._clock, self.zone, agency_of_centre(people))
        self.is_barred_number: rosters.BarredNumberCheck = lambda number: is_barred(
            number, numbers_not_called
        )
        self.is_barred_to_desks: Callable[[Phone], bool] = lambda number: is_barred_to_desks(
            number, numbers_not_called
        )
        self.notified_case: notifications.FindNotifiedCase = notified_case
        self.is_reserved_case: notifications.IsReservedCase = is_reserved_case
        self.notice_to_give: notifications.FindNotice = notice_to_give
        self.people_to_notify: notifications.PeopleToNotify = OnCallPeople(on_call)
        self.notification_text: notifications.WordNotification = notification_text(type_name)
