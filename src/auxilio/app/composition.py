"""The composition: which aggregate, which service, which reaction. The only place where all capabilities meet."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from auxilio.access.authorisation import Authorisation
from auxilio.access.case_access import CaseAccess
from auxilio.access.case_visibility import CaseVisibility, ServicesByAgency
from auxilio.access.command_bus import CommandBus
from auxilio.access.crew_visibility import directory_people, visible_crews
from auxilio.access.directory_follower import DirectoryFollower, centre_register
from auxilio.access.roster_directory import (
    agency_of_centre,
    people_of_rosters,
    person_of_roster,
    units_of_rosters,
)
from auxilio.active_content.activation import ActiveContent, ContentFollower
from auxilio.active_content.approvals import unread_by_key
from auxilio.active_content.area_forms import AreaForms
from auxilio.active_content.change_studies import ContentStudies, PastRuns
from auxilio.active_content.content_bundle import VerificationCache, content_folder, set_files
from auxilio.active_content.document_form.forms import DocumentForms
from auxilio.active_content.past_cases import PastCases
from auxilio.active_content.plan_trial import PlanTrials
from auxilio.active_content.radio_plan.forms import RadioForms
from auxilio.active_content.translation_review.review import TranslationReview
from auxilio.active_content.views import ApprovalViews, CoverageViews, PaperViews
from auxilio.app.capabilities import NARRATIVES, all_aggregates, command_bus
from auxilio.app.environment import Environment
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.app.storage import region_folder
from auxilio.casefile.past_interviews import PastInterviews
from auxilio.casefile.reviewed_calls import ReviewedCallLog
from auxilio.content_release.queries import BaselineSet, KnownSets, ReleaseQueries
from auxilio.content_release.store import SetStore
from auxilio.directory_import.directory_reader import DirectoryReader
from auxilio.directory_import.service import DirectoryImports, function_names
from auxilio.directory_import.store import ImportStore
from auxilio.dispatch.coverage.service import CoverageQueries
from auxilio.dispatch.push.installation import open_push
from auxilio.dispatch.queries import DispatchQueries
from auxilio.dispatch.store import DispatchStore
from auxilio.geo.model import RegionInfo
from auxilio.geo.region_versions import read_info
from auxilio.geo.service import RegionService
from auxilio.hospitals import service as hospitals
from auxilio.identity import import_log, log_service
from auxilio.identity.api import http_parts
from auxilio.identity.contacts.book import ContactReader
from auxilio.identity.core import accounts, grants, imports, seats
from auxilio.identity.core.model import Agency
from auxilio.identity.directory_batch import DirectoryBatch
from auxilio.identity.passwords import Passwords
from auxilio.identity.service import IdentityService, KnownServices
from auxilio.identity.store import IdentityStore
from auxilio.instructions.recordings import RecordingFolder
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.partners.authentication import KeyAuthentication
from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.database.wakeups import Wakeups
from auxilio.platform.i18n import catalogues
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.process import end_process_on_failure
from auxilio.quality_review.queries import ReviewQueries
from auxilio.quality_review.store import ReviewStore
from auxilio.readiness.checks import CheckContext, examine_readiness
from auxilio.readiness.service import ReadinessReports
from auxilio.realtime.earlier_contacts import EarlierContactFinder
from auxilio.road_closures.road_status import RoadStatus
from auxilio.rosters.qualification_service import QualificationQueries
from auxilio.rosters.service import OnCallQueries, OnCallSettings
from auxilio.rosters.shift_queries import ShiftQueries
from auxilio.workflows.event_command_posts import EventCommandPosts
from auxilio.workflows.inbound_patients import InboundPatientQuery
from auxilio.workflows.plan_notices import plan_parties
from auxilio.workflows.refused_access import refused_access_recorder
from auxilio.workflows.runner import StateReader, system_actor


def admission(pool: Pool, clock: Clock, in_force: ActiveContent, services: ServicesByAgency) -> CaseAccess:
    """Who may open which case, by what agencies answer for and the content in force."""
    sight = CaseVisibility(services, in_force.published.clinical)
    return CaseAccess(pool, clock, all_aggregates(), sight)


def identity_bus(work: CommandExecutor) -> CommandBus:
    """The commands of identity alone: for a command line that adds people before any process runs."""
    return CommandBus(
        (seats.COMMANDS, log_service.SeatService(work).handle),
        routed=(
            (accounts.COMMANDS, log_service.AccountService(work).handle),
            (grants.COMMANDS, log_service.GrantService(work).handle),
            (imports.COMMANDS, import_log.ImportLogService(work).handle),
        ),
    )


def standalone_identity(
    pool: Pool,
    clock: Clock,
    *,
    master_key: bytes | None = None,
    passwords: Passwords | None = None,
    services: KnownServices = frozenset,
) -> IdentityService:
    """People and places of a database on which no process needs to run. `services`: what its agencies may be; none by itself."""
    authorise = Authorisation(DispatchStore(pool), lambda _: ())
    bus = identity_bus(CommandExecutor(pool, clock, authorise=authorise))
    return IdentityService(pool, clock, bus, master_key=master_key, passwords=passwords, services=services)


@asynccontextmanager
async def _in_background(*loops: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """These run meanwhile; the process ends with one that fails."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    for task in tasks:
        task.add_done_callback(end_process_on_failure)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


def _authorisation(pool: Pool, directory: DirectoryFollower, mode: Mode) -> Authorisation:
    people = person_of_roster(IdentityStore(pool))
    return Authorisation(DispatchStore(pool), directory.services_of, installed=mode, person_of_roster=people)


def _known_sets(sets: SetStore, ground: BaselineSet, in_force: ActiveContent) -> KnownSets:
    return KnownSets(sets, ground, lambda: (in_force.content, unread_by_key(in_force.unsigned)))


@asynccontextmanager
async def open_runtime(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Runtime]:
    """The same runtime for `serve`, for `worker` and for a test. Raises `Refused("database_url_missing")`."""
    dsn = _database_url(settings)
    keys, ticking = FolderKeys.open_or_create(settings.keys), clock or SystemClock()
    pool = await open_pool(dsn)
    try:
        sets, folder = SetStore(pool), settings.content or content_folder()
        following = _following(settings, ticking, sets, folder)
        in_force, ground = await following.open(), BaselineSet(sets, lambda: set_files(folder))
        async with Wakeups(pool, dsn) as wakeups:
            directory = DirectoryFollower(pool, lambda: in_force.plan, ticking, wakeups)
            await directory.look()
            authorise = _authorisation(pool, directory, settings.mode)
            work = CommandExecutor(pool, ticking, wakeups, authorise)
            admitting = admission(pool, ticking, in_force, directory.services)
            reviewed = ReviewedCallLog(pool, admitting, in_force.published, NARRATIVES)
            recordings = await asyncio.to_thread(RecordingFolder, [settings.data, folder])
            environment = Environment(
                work=work,
                pool=pool,
                clock=ticking,
                aggregates=all_aggregates(),
                signer=keys,
                in_force=in_force,
                content_sets=_known_sets(sets, ground, in_force),
                reviewed_calls=reviewed,
                card_recordings=recordings,
                country=settings.country,
                has_location_server=bool(settings.location_server),
                mode=settings.mode,
                zone=settings.zone,
                numbers_not_called=settings.numbers_not_called,
            )
            commands = command_bus(environment)
            authorise.record_refusal = admitting.record_refusal = refused_access_recorder(commands)
            running = Runtime(
                pool=pool,
                dsn=dsn,
                clock=ticking,
                wakeups=wakeups,
                work=work,
                commands=commands,
                aggregates=all_aggregates(),
                keys=keys,
                in_force=in_force,
                following=following,
                directory=directory,
                sets=sets,
                ground=ground,
                reviewed=reviewed,
                recordings=recordings,
                admitting=admitting,
                mode=settings.mode,
                zone=settings.zone,
                push=open_push(settings.data, settings.push_hosts, settings.public_url),
            )
            async with _in_background(following.run(in_force), directory.run()):
                yield running
    finally:
        await pool.close()


def _database_url(settings: Settings) -> str:
    if settings.database_url is None:
        raise Refused("database_url_missing")
    return settings.database_url


def _following(settings: Settings, clock: Clock, sets: SetStore, folder: Path) -> ContentFollower:
    """What keeps the content in force."""
    verdicts = VerificationCache(settings.data / "content-verdict.json")
    return ContentFollower(sets, clock, folder, settings.area, verdicts)


def identity_of(
    runtime: Runtime, master_key: bytes | None = None, *, passwords: Passwords | None = None
) -> IdentityService:
    """People, sessions and seats of a running system; with `master_key` also the tokens of callers' pages."""
    visited = EventCommandPosts(StateReader(runtime.pool, runtime.aggregates), runtime.clock).visited
    return IdentityService(
        runtime.pool,
        runtime.clock,
        runtime.commands,
        master_key=master_key,
        passwords=passwords,
        visited=visited,
        services=lambda: runtime.content.library.catalog.services,
    )


def parts_of(settings: Settings, runtime: Runtime, identity: IdentityService) -> dict[str, Any]:
    """What every route stands on: the guard, the bounds of bodies, and where the pages are reached."""
    site = settings.site
    return http_parts(
        identity,
        https=site.https,
        mode=settings.mode,
        zone=settings.zone,
        public_url=site.public_url,
        machine_keys=KeyAuthentication(
            runtime.pool, runtime.clock, runtime.commands, system_actor(runtime.mode)
        ),
    )


def earlier_contacts(settings: Settings, runtime: Runtime) -> EarlierContactFinder:
    """What is known already of a number and an address."""
    return EarlierContactFinder(
        runtime.pool, runtime.clock, runtime.commands, settings.numbers_of_many, runtime.admitting
    )


def directory_imports(
    runtime: Runtime, identity: IdentityService, passwords: Callable[[], Passwords] = Passwords
) -> DirectoryImports:
    """Files that bring the directory, and files of it."""
    units = DispatchStore(runtime.pool)
    batch = DirectoryBatch(
        runtime.pool,
        runtime.clock,
        runtime.commands,
        identity.revoke_all,
        lambda: runtime.content.library.catalog.services,
        passwords,
    )
    reader = DirectoryReader(
        runtime.pool,
        batch,
        units,
        lambda: runtime.content.library.catalog,
        lambda: runtime.content.qualifications,
        runtime.zone,
        function_names(catalogues()),
    )
    store = ImportStore(runtime.pool)
    return DirectoryImports(runtime.clock, runtime.commands, batch, reader, store, catalogues())


def open_region(settings: Settings) -> RegionService:
    """The region of this installation (`app.storage.region_folder`)."""
    return RegionService.open_or_degrade(region_folder(settings))


def region_info(settings: Settings) -> RegionInfo:
    """What is known of the map of these settings. Raises `Refused`: `region_missing`, `region_broken`, `region_too_old`."""
    return read_info(region_folder(settings) or settings.data / "region")[1]


def follow_road_closures(runtime: Runtime, region: RegionService, mode: Mode) -> None:
    """From here on the roads of this region are asked as they are now."""
    region.refresh_closures_with(RoadStatus(runtime.pool, runtime.clock, region.hold, mode).settle)


def follow_planned_events(runtime: Runtime, region: RegionService, mode: Mode) -> None:
    """From here on the search of this region finds what has a name only while an operation runs."""
    states = StateReader(runtime.pool, runtime.aggregates)
    region.find_temporary_places_with(EventCommandPosts(states, runtime.clock, mode).spots)


def hospital_queries(runtime: Runtime, region: RegionService) -> hospitals.HospitalQueries:
    """Where patients could be taken, by this region's roads."""
    on_the_way = InboundPatientQuery(runtime.pool, DispatchStore(runtime.pool).bound, runtime.clock)
    return hospitals.HospitalQueries(runtime.pool, runtime.clock, region, on_the_way)


def coverage_queries(runtime: Runtime, region: RegionService) -> CoverageQueries:
    """Who can be where in time, by this region's roads."""
    return CoverageQueries(runtime.pool, runtime.clock, DispatchStore(runtime.pool), region)


def dispatch_queries(runtime: Runtime, region: RegionService) -> DispatchQueries:
    """What centre, desk and crew ask; also what the reflex of a P0 asks."""
    store = DispatchStore(runtime.pool)
    posts = EventCommandPosts(StateReader(runtime.pool, runtime.aggregates), runtime.clock)
    return DispatchQueries(
        runtime.pool,
        runtime.clock,
        store,
        region,
        lambda: runtime.plan,
        store,
        posts.plan,
        runtime.admitting.admit,
        runtime.reserved_reads.cases,
        centre_register(IdentityStore(runtime.pool), posts.visited),
        ContactReader(IdentityStore(runtime.pool)),
    )


def plan_trials(runtime: Runtime) -> PlanTrials:
    """Where drafts of the response plan are tried."""
    past = PastCases(runtime.pool, runtime.clock, runtime.mode)
    return PlanTrials(runtime.sets, runtime.ground, lambda: runtime.plan, runtime.following.area, past)


def approval_views(runtime: Runtime) -> ApprovalViews:
    """How far the approval of the content in force has come."""
    return ApprovalViews(runtime.in_force, runtime.ground)


def coverage_views(runtime: Runtime) -> CoverageViews:
    """What the content in force covers."""
    return CoverageViews(runtime.content, runtime.clock)


def paper_views(runtime: Runtime) -> PaperViews:
    """What is printed for the day on which the centre fails."""
    return PaperViews(runtime.in_force)


def area_forms(settings: Settings, runtime: Runtime) -> AreaForms:
    """The area of the response plan as a form."""
    people = centre_register(IdentityStore(runtime.pool))
    return AreaForms(runtime.sets, runtime.ground, runtime.following.area, people, settings.zone)


def radio_forms(runtime: Runtime) -> RadioForms:
    """The radio plan as a form."""
    people = IdentityStore(runtime.pool)

    async def agencies() -> tuple[Agency, ...]:
        return (await people.directory()).agencies

    return RadioForms(
        runtime.sets, runtime.ground, runtime.following.area, agencies, runtime.radio_plan, catalogues()
    )


def document_forms(runtime: Runtime) -> DocumentForms:
    """A protocol or card as a form."""
    return DocumentForms(runtime.sets, runtime.ground)


def translation_review(runtime: Runtime) -> TranslationReview:
    """Translations to be read."""
    return TranslationReview(runtime.sets, runtime.ground, runtime.clock, catalogues())


def studies_of(runtime: Runtime) -> ContentStudies:
    """What a change of content would do here."""
    past_runs = PastRuns(runtime.pool, runtime.mode)
    past_cases = PastCases(runtime.pool, runtime.clock, runtime.mode)
    people = centre_register(IdentityStore(runtime.pool))
    return ContentStudies(past_runs, past_cases, runtime.following.area, people, runtime.clock)


def release_desk(runtime: Runtime) -> ReleaseQueries:
    """What authors and approvers look at."""
    studies, held = studies_of(runtime), lambda: runtime.in_force.content
    return ReleaseQueries(runtime.sets, studies, runtime.ground, runtime.clock, held)


def review_desk(runtime: Runtime) -> ReviewQueries:
    """What reviewers look at."""
    return ReviewQueries(
        ReviewStore(runtime.pool),
        lambda: runtime.content.scorecard,
        runtime.admitting.admit,
        runtime.reserved_reads.cases,
    )


def readiness_reports(settings: Settings, runtime: Runtime) -> ReadinessReports:
    """Whether this installation may be real, for the routes of a running system."""
    live = CheckContext(
        settings=settings,
        clock=runtime.clock,
        pool=runtime.pool,
        in_force=runtime.in_force,
        region=lambda: region_info(settings),
    )
    return ReadinessReports(lambda: examine_readiness(live), runtime.pool, runtime.clock)


def people_on_call(settings: Settings, runtime: Runtime) -> OnCallQueries:
    """Whom to telephone, by the table, and by the settings while it names nobody."""
    fixed = OnCallSettings(name=settings.duty_officer_name, phone=settings.duty_officer_phone)
    return OnCallQueries(
        runtime.pool,
        runtime.clock,
        settings.zone,
        fixed,
        agency_of_centre(IdentityStore(runtime.pool)),
        lambda: runtime.content.library.notices,
        lambda: plan_parties(runtime.in_force.civil),
    )


def qualification_queries(settings: Settings, runtime: Runtime) -> QualificationQueries:
    """Who holds which qualifications, and what crews lack."""
    return QualificationQueries(
        runtime.pool,
        runtime.clock,
        settings.zone,
        directory_people(IdentityStore(runtime.pool)),
        visible_crews(DispatchStore(runtime.pool)),
        lambda: runtime.content.qualifications,
    )


def shift_queries(settings: Settings, runtime: Runtime) -> ShiftQueries:
    """The roster of a place, and one's own shifts."""
    return ShiftQueries(
        runtime.pool,
        runtime.clock,
        settings.zone,
        people_of_rosters(IdentityStore(runtime.pool)),
        units_of_rosters(DispatchStore(runtime.pool)),
        runtime.mode,
    )


def past_interviews(runtime: Runtime, zone: str) -> PastInterviews:
    """What past interviews tell."""
    return PastInterviews(runtime.pool, runtime.content, zone, runtime.clock, NARRATIVES, runtime.mode)
