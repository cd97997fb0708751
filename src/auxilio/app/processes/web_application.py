"""`auxilio serve`: the API, the console's files, the live boards. Stateless; as many processes as wanted."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar, MediaType, Request, Response, get, head
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from auxilio.access.api import CommandDependencies, send_command
from auxilio.active_content.views import ContentViews
from auxilio.app.administered_settings import (
    backups_of,
    centre_settings,
    keys_of,
    messaging_setup,
    page_tls_of,
    region_setup,
    setup_service,
    telephone_of,
)
from auxilio.app.api_schema.route import published_schema
from auxilio.app.capabilities import commands, route_dependencies, routes, tables
from auxilio.app.case_files import case_files, report_mailer
from auxilio.app.composition import (
    approval_views,
    area_forms,
    coverage_queries,
    coverage_views,
    directory_imports,
    dispatch_queries,
    document_forms,
    earlier_contacts,
    follow_planned_events,
    follow_road_closures,
    hospital_queries,
    identity_of,
    open_region,
    open_runtime,
    paper_views,
    parts_of,
    past_interviews,
    people_on_call,
    plan_trials,
    qualification_queries,
    radio_forms,
    readiness_reports,
    release_desk,
    review_desk,
    shift_queries,
    translation_review,
)
from auxilio.app.device_messages import inbound_messages
from auxilio.app.processes.serve import edge_of
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings, read_settings
from auxilio.app.settings_in_force import SettingInForce, origins_of, settings_in_force, with_live
from auxilio.app.storage import blobs_of, imagery_folder
from auxilio.archive.store import ArchiveSearch
from auxilio.calls.caller_limits import CallerLimits
from auxilio.calls.store import cases_of_phones
from auxilio.casefile.case_page_reader import CaseReader
from auxilio.casefile.exchange import CaseExchange
from auxilio.directory_history.service import DirectoryHistory
from auxilio.directory_import.premise_note_file import PremiseNoteFiles
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tracking.service import TrackingService
from auxilio.geo.imagery.imagery_folder import Imagery
from auxilio.geo.service import RegionService
from auxilio.identity.api import actor_of_socket
from auxilio.identity.caller_tokens import CallerTokenIssuer, caller_token_master_key
from auxilio.identity.core.gate import PUBLIC, require
from auxilio.identity.core.permissions import Permission
from auxilio.identity.service import IdentityService
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.refusal import Refused
from auxilio.manual.api import manual_contents, manual_page
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.clock import centre_day
from auxilio.platform.database.ephemeral_channel import EphemeralChannel
from auxilio.platform.database.shared_limits import SharedRateLimiter
from auxilio.platform.http.built_files import BuiltFiles, FileAnswer
from auxilio.platform.http.problem import declare_problems
from auxilio.platform.http.security_middleware import SecurityMiddleware
from auxilio.platform.http.site_guard import Receive, Scope, Send, SiteGuard
from auxilio.platform.logging import set_up_logging
from auxilio.platform.process import end_process_on_failure, freeze_startup_objects
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.caller_presence import CallerPresence
from auxilio.realtime.case_access_recorder import CaseAccessRecorder
from auxilio.realtime.duplicate_incidents import DuplicateIncidentFinder
from auxilio.realtime.hidden_units import HiddenUnits
from auxilio.realtime.hub import Hub
from auxilio.realtime.live_text import LiveText
from auxilio.realtime.socket import BoardSocket
from auxilio.reporting.call_figures import CallFigures
from auxilio.reporting.handover_figures import HandoverFigures
from auxilio.reporting.operation_report import OperationHistory
from auxilio.reporting.training_scores import TrainingScores
from auxilio.setup.signers import SignerAppointments
from auxilio.training.service import TrainingQueries
from auxilio.voice.api import LineIssuer
from auxilio.voice.tokens import LineTokens, line_token_master_key
from auxilio.workflows.fault_alarm import watching_faults
from auxilio.workflows.refused_access import refused_access_recorder
from auxilio.workflows.runner import StateReader
from auxilio.workflows.training_closing import calls_all_over
from auxilio.workflows.training_scenarios import SimulatedScenarios

DIST = Path(__file__).parents[2] / "console_dist"
PAGES = (
    "/",
    "/login",
    "/desk",
    "/centre",
    "/room",
    "/preventive",
    "/unit",
    "/call",
    "/archive",
    "/admin",
    "/setup",
    "/setup/steps",
    "/content",
    "/study",
    "/training",
)
SOCKET_PATH = "/api/boards"
_log = logging.getLogger(__name__)


@get("/api/health", opt=PUBLIC)
async def health(hub: NamedDependency[Hub]) -> dict[str, str]:
    """Whether this process can work: `ok`, `starting`, or `database_lost`."""
    if hub.database_lost:
        return {"status": "database_lost"}
    return {"status": "ok" if hub.ready.is_set() else "starting"}


@get("/api/admin/settings", summary="The settings in force, and where each comes from")
async def admin_settings(
    actor: NamedDependency[Actor], known_settings: NamedDependency[list[SettingInForce]]
) -> list[SettingInForce]:
    """As this process was started with. Passwords in addresses are masked."""
    require(actor, Permission.PEOPLE_ADMIN)
    return known_settings


@get([*PAGES, "/case/{case:str}"], opt=PUBLIC, media_type=MediaType.HTML, include_in_schema=False)
async def page() -> Response[bytes]:
    """Every page is the same file; what it may show is asked of the API."""
    return Response(await asyncio.to_thread((DIST / "index.html").read_bytes), media_type=MediaType.HTML)


@get("/sw.js", opt=PUBLIC, media_type="text/javascript", include_in_schema=False)
async def offline_worker() -> Response[bytes]:
    """Keeps the crew's page for when there is no network (decision 0091). Asked anew each time: never an old one."""
    return await _file("sw.js", "text/javascript")


@get("/manifest.webmanifest", opt=PUBLIC, include_in_schema=False)
async def manifest() -> Response[bytes]:
    """What a telephone needs to put the crew's page on its home screen."""
    return await _file("manifest.webmanifest", "application/manifest+json")


async def _file(name: str, media_type: str) -> Response[bytes]:
    content = await asyncio.to_thread((DIST / name).read_bytes)
    return Response(content, media_type=media_type, headers={"cache-control": "no-cache"})


def asset_handlers(files: BuiltFiles) -> list[Any]:
    """`/assets/…`: what else a path can hold never reaches the disk."""

    def answer(request: Request[Any, Any, Any], name: str) -> FileAnswer:
        headers = request.headers
        found = files.answer(name, headers.get("accept-encoding", ""), headers.get("if-none-match", ""))
        if found is None:
            raise Refused("unknown_route")
        return found

    @get("/assets/{name:str}", opt=PUBLIC, include_in_schema=False)
    async def asset(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
        it = answer(request, name)
        body = b"" if it.path is None else await asyncio.to_thread(it.path.read_bytes)
        return Response(body, media_type=it.media_type, headers=dict(it.headers), status_code=it.status)

    @head("/assets/{name:str}", opt=PUBLIC, include_in_schema=False)
    async def asset_head(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[None]:
        it = answer(request, name)
        return Response(None, media_type=it.media_type, headers=dict(it.headers), status_code=it.status)

    return [asset, asset_head]


def _dependency(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)


def controllers() -> list[Any]:
    """Every route."""
    handlers: list[Any] = [
        *routes(),
        send_command,
        health,
        admin_settings,
        manual_contents,
        manual_page,
    ]
    if (DIST / "index.html").is_file():
        handlers += [page, offline_worker, manifest]
        handlers += asset_handlers(BuiltFiles(DIST / "assets"))
    return handlers


def _call_dependencies(settings: Settings, kept: "AppState") -> dict[str, Provide]:
    """What the routes of calls and of callers' pages ask for."""
    return {
        "tokens": _dependency(CallerTokenIssuer(kept.identity, kept.runtime.clock)),
        "caller_limits": _dependency(kept.caller_limits),
        "numbers_asserted": _dependency(settings.numbers_asserted),
        "has_location_server": _dependency(bool(settings.location_server)),
        **{
            name: _dependency(made)
            for name, made in inbound_messages(settings, kept.runtime, kept.region).items()
        },
    }


def _content_dependencies(settings: Settings, kept: "AppState", views: ContentViews) -> dict[str, Provide]:
    """What the routes of content ask for."""
    return {
        "views": _dependency(views),
        "releases": _dependency(release_desk(kept.runtime)),
        "plan_trials": _dependency(plan_trials(kept.runtime)),
        "approvals": _dependency(approval_views(kept.runtime)),
        "coverage_views": _dependency(coverage_views(kept.runtime)),
        "paper_views": _dependency(paper_views(kept.runtime)),
        "area_forms": _dependency(area_forms(settings, kept.runtime)),
        "document_forms": _dependency(document_forms(kept.runtime)),
        "translation_review": _dependency(translation_review(kept.runtime)),
        "radio_forms": _dependency(radio_forms(kept.runtime)),
        "past_interviews": _dependency(past_interviews(kept.runtime, settings.zone)),
        "recordings": _dependency(kept.runtime.recordings),
        "sets": _dependency(kept.runtime.sets),
        "bundle": _dependency(kept.runtime.content),
        "suggester": Provide(lambda: views.suggester, sync_to_thread=False),
        "goods": Provide(lambda: kept.runtime.content.goods, sync_to_thread=False),
    }


def _setup_dependencies(settings: Settings, kept: "AppState") -> dict[str, Provide]:
    """What the routes of settings and of the set-up ask for."""
    origins, runtime = origins_of(settings), kept.runtime
    return {
        "signer_appointments": _dependency(SignerAppointments(kept.identity)),
        "region_setup": _dependency(region_setup(settings, runtime, kept.region)),
        "known_settings": Provide(
            lambda: settings_in_force(*with_live(settings, origins)), sync_to_thread=True
        ),
        "backups": _dependency(backups_of(settings, origins, runtime)),
        "installation_keys": _dependency(keys_of(settings, runtime)),
        "centre_settings": _dependency(centre_settings(settings, origins, runtime)),
        "setups": _dependency(setup_service(runtime)),
        "messaging": _dependency(messaging_setup(settings, origins, runtime)),
        "page_tls": _dependency(page_tls_of(settings, origins, runtime)),
        "telephone": _dependency(telephone_of(settings, origins, runtime)),
    }


def _training_dependencies(kept: "AppState") -> dict[str, Provide]:
    """What the routes of practice sessions ask for."""
    pool = kept.runtime.pool
    return {
        "trainings": _dependency(
            TrainingQueries(
                pool,
                SimulatedScenarios(),
                kept.identity.present_in,
                calls_all_over(StateReader(pool, kept.runtime.aggregates)),
            )
        ),
        "practice_scores": _dependency(TrainingScores(pool)),
    }


def duplicate_finder(settings: Settings, kept: "AppState", views: ContentViews) -> DuplicateIncidentFinder:
    """Reads stories by the words that are in force when a desk asks."""
    return DuplicateIncidentFinder(
        kept.runtime.pool,
        kept.hub,
        lambda: views.suggester,
        lambda: views.lexicon,
        settings.numbers_of_many,
        cases_of_phones,
    )


class Application:
    """The whole of `serve` as one ASGI application: boards go straight to their socket, the rest through Litestar."""

    def __init__(self, settings: Settings, kept: "AppState") -> None:
        runtime, units = kept.runtime, DispatchStore(kept.runtime.pool)
        files, views = (
            case_files(settings, runtime, kept.blobs),
            ContentViews(runtime.content, runtime.following, centre_day(runtime.clock, settings.zone)),
        )
        site, parts = settings.site, parts_of(settings, kept.runtime, kept.identity)
        of_capabilities = {name: _dependency(each) for name, each in route_dependencies(kept.runtime).items()}
        parts["dependencies"] = {
            **parts["dependencies"],
            **of_capabilities,
            **_call_dependencies(settings, kept),
            **_setup_dependencies(settings, kept),
            **_content_dependencies(settings, kept, views),
            "commands": _dependency(kept.runtime.commands),
            "command_dependencies": _dependency(
                CommandDependencies(kept.runtime.commands, kept.caller_limits)
            ),
            "hub": _dependency(kept.hub),
            "reviews": _dependency(review_desk(kept.runtime)),
            "on_call": _dependency(people_on_call(settings, kept.runtime)),
            "qualifications": _dependency(qualification_queries(settings, kept.runtime)),
            "shifts": _dependency(shift_queries(settings, kept.runtime)),
            "readiness_reports": _dependency(readiness_reports(settings, kept.runtime)),
            "region": _dependency(kept.region),
            "imagery": _dependency(Imagery(imagery_folder(settings))),
            "dispatch_": _dependency(kept.dispatch),
            "coverage_": _dependency(kept.coverage),
            "hospitals_": _dependency(kept.hospitals),
            "call_figures": _dependency(CallFigures(runtime.pool, runtime.clock, settings.zone)),
            "handover_figures": _dependency(
                HandoverFigures(units.runs_since, kept.runtime.clock, settings.handover_late_min * 60)
            ),
            **_training_dependencies(kept),
            "past_operations": _dependency(OperationHistory(kept.runtime.pool, units.tasks_of)),
            "tracking": _dependency(kept.tracking),
            "blobs": _dependency(kept.blobs),
            "seen_calls": _dependency(kept.looking),
            "finds_same": _dependency(duplicate_finder(settings, kept, views)),
            "earlier_contacts": _dependency(earlier_contacts(settings, kept.runtime)),
            "case_files": _dependency(files),
            "report_mailing": _dependency(report_mailer(settings, runtime, kept.blobs, files)),
            "reads_cases": _dependency(CaseReader(files, kept.runtime.content)),
            "exchanges": _dependency(CaseExchange(files, kept.runtime.content, settings.zone)),
            "finds": _dependency(ArchiveSearch(kept.runtime.pool, settings.zone)),
            "line_desk": _dependency(kept.line_desk),
            "directory_history": _dependency(DirectoryHistory(kept.runtime.pool)),
            "premise_note_files": _dependency(PremiseNoteFiles(runtime.pool, runtime.clock, kept.region)),
            "directory_imports": _dependency(directory_imports(kept.runtime, kept.identity)),
        }
        self._litestar = declare_problems(
            Litestar([*controllers()], openapi_config=published_schema(commands()), **parts)
        )
        self._http: Any = SecurityMiddleware(
            SiteGuard(site, self._litestar), site=site, line_port=settings.voice_port
        )
        self._boards = SiteGuard(site, boards_of(kept))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection."""
        if scope["type"] == "websocket" and scope["path"] == SOCKET_PATH:
            whole: Any = {**scope, "litestar_app": self._litestar, "state": {}}
            await self._boards(whole, receive, send)
            return
        await self._http(scope, receive, send)


class AppState:
    """What lives as long as the process."""

    def __init__(
        self,
        runtime: Runtime,
        hub: Hub,
        live_text: LiveText,
        presence: CallerPresence,
        identity: IdentityService,
        blobs: Blobs,
        region: RegionService,
        line_desk: LineIssuer,
    ) -> None:
        self.runtime, self.hub, self.identity, self.blobs, self.region = runtime, hub, identity, blobs, region
        self.dispatch = dispatch_queries(runtime, region)
        self.coverage = coverage_queries(runtime, region)
        self.hospitals = hospital_queries(runtime, region)
        self.tracking = TrackingService(runtime.pool, runtime.clock, region, HiddenUnits(hub))
        self.looking = CaseAccessRecorder(runtime.pool, runtime.commands, hub)
        self.live_text, self.presence, self.line_desk = live_text, presence, line_desk
        self.caller_limits = CallerLimits(SharedRateLimiter(runtime.pool, runtime.clock), runtime.clock)


@asynccontextmanager
async def keep(settings: Settings) -> AsyncIterator[AppState]:
    """Open everything, follow the log, close everything."""
    async with AsyncExitStack() as stack:
        runtime = await stack.enter_async_context(open_runtime(settings))
        await stack.enter_async_context(watching_faults("serve", runtime, settings.mode))
        keys = runtime.keys
        identity = identity_of(runtime, caller_token_master_key(keys))
        boards = boards_for(runtime.directory.services, tables(), runtime.content.clinical)
        passing = await stack.enter_async_context(EphemeralChannel(runtime.pool, runtime.dsn))
        live_text = LiveText(passing, runtime.commands, runtime.clock)
        presence = CallerPresence(passing, runtime.clock)

        def told(batch: list[Envelope]) -> None:
            live_text.told(batch)
            presence.told(batch)

        hub = Hub(
            runtime.pool,
            runtime.aggregates,
            runtime.wakeups,
            runtime.clock,
            boards,
            refused_access_recorder(runtime.commands),
            told,
        )
        stack.push_async_callback(live_text.close)
        for running in (hub.run(), live_text.run(), presence.run()):
            task = asyncio.create_task(running)
            task.add_done_callback(end_process_on_failure)
            stack.callback(task.cancel)
        region = await asyncio.to_thread(open_region, settings)
        stack.callback(region.close)
        follow_road_closures(runtime, region, settings.mode)
        follow_planned_events(runtime, region, settings.mode)
        line_desk = LineIssuer(
            settings.voice_port,
            LineTokens(line_token_master_key(keys)),
            runtime.clock,
            edge=bool(settings.voice_edge),
        )
        blobs = blobs_of(settings, keys)
        kept = AppState(runtime, hub, live_text, presence, identity, blobs, region, line_desk)
        on_roads = asyncio.create_task(kept.tracking.roadside.run())
        on_roads.add_done_callback(end_process_on_failure)
        stack.callback(on_roads.cancel)
        yield kept


def boards_of(kept: AppState) -> BoardSocket:
    """The socket of the boards."""
    return BoardSocket(
        kept.hub,
        kept.runtime.clock,
        actor_of_socket,
        kept.looking.board,
        kept.live_text,
        kept.caller_limits,
        lambda: kept.region.roads_lost,
        kept.presence,
    )


class LifespanApp:
    """What uvicorn runs: opens the runtime at start-up, closes it at the end (ASGI lifespan)."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.edge = edge_of(settings)
        self._stack = AsyncExitStack()
        self._app: Application | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection, or the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        assert self._app is not None, "the server starts the application before it serves"
        await self._app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            kept = await self._stack.enter_async_context(keep(self._settings))
            self._app = Application(self._settings, kept)
            freeze_startup_objects()
        except Refused as refused:
            await send({"type": "lifespan.startup.failed", "message": str(refused)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._stack.aclose()
        await send({"type": "lifespan.shutdown.complete"})


def make_app() -> LifespanApp:
    """For uvicorn's factory: one for each worker process, which logs like the other processes."""
    settings = read_settings()
    set_up_logging(settings.log_level, as_json=settings.log_as_json)
    return LifespanApp(settings)
