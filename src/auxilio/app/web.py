"""`auxilio serve`: the API, the console's files, the live boards. Stateless; as many processes as wanted."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.static_files import create_static_files_router

from auxilio.app.casefile import case_files
from auxilio.app.content_api import (
    Views,
    content,
    content_copy,
    content_version,
    content_versions,
    plan_trials,
    release_desk,
    type_names,
)
from auxilio.app.door import Door, Order
from auxilio.app.exchange import CaseExchange
from auxilio.app.handovers import HandoverFigures, hospital_handovers
from auxilio.app.house import (
    Shell,
    coverage_queries,
    end_with,
    follow_closures,
    follow_operations,
    hospital_queries,
    line_key,
    open_region,
    open_shell,
    queries,
    radio_queries,
    started,
)
from auxilio.app.looking import Looking
from auxilio.app.operation_report import OperationsRead
from auxilio.app.plan_trial import replay_plan, try_plan
from auxilio.app.playing import recording_sound, recordings_of
from auxilio.app.posts import PostsNow
from auxilio.app.reading import CaseReader
from auxilio.app.review_api import PastInterviews, protocol_figures, review_desk, reviewed_call
from auxilio.app.same_event import SameEvent
from auxilio.app.settings import Settings, read_settings
from auxilio.archive.api import ArchiveController, CaseFileController
from auxilio.archive.store import ArchiveSearch
from auxilio.calls.api import NEW_CALLS_PER_MINUTE, RATE_SPAN_S, Attachments, Caller, Elsewhere
from auxilio.calls.service import Calls
from auxilio.calls.store import RefusedCalls
from auxilio.cases.api import same_event
from auxilio.dispatch.api import HANDLERS as DISPATCH
from auxilio.dispatch.coverage.api import HANDLERS as COVERAGE
from auxilio.dispatch.pace.api import PacesNow, agency_paces
from auxilio.dispatch.pace.service import PaceQueries
from auxilio.dispatch.plan import Plan
from auxilio.dispatch.tracking.api import HANDLERS as TRACKING
from auxilio.dispatch.tracking.service import Tracking
from auxilio.geo.api import Geography
from auxilio.geo.service import RegionService
from auxilio.goods.api import HANDLERS as GOODS
from auxilio.hospitals.api import HANDLERS as HOSPITALS
from auxilio.identity.api import CONTROLLERS, actor_of_socket, http_parts, provide_actor
from auxilio.identity.citizen import Purpose
from auxilio.identity.gate import CITIZEN, PUBLIC
from auxilio.identity.service import Identity
from auxilio.interop.api import ExchangeController
from auxilio.kernel.event import Handled
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.major.api import civil_plans
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.clock import Clock
from auxilio.platform.database.passing import Passing
from auxilio.platform.http.ground import Ground
from auxilio.platform.http.problem import declare_problems
from auxilio.platform.http.rate import RateLimit
from auxilio.platform.logging import set_up_logging
from auxilio.preventive.api import HANDLERS as PREVENTIVE
from auxilio.process.runner import House
from auxilio.publishing.api import ReleaseController
from auxilio.radio.api import HANDLERS as RADIO
from auxilio.realtime.catalogue import boards_for
from auxilio.realtime.hub import Hub
from auxilio.realtime.live_text import LiveText
from auxilio.realtime.socket import BoardSocket
from auxilio.review.api import ReviewController
from auxilio.triage.api import suggest_types
from auxilio.voice.api import LineDesk, Lines
from auxilio.voice.tokens import LineTokens

DIST = Path(__file__).parent.parent / "console_dist"
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
    "/content",
    "/study",
    "/gallery",
)
SOCKET_PATH = "/api/boards"
CALLER_TOKEN_LIFE = timedelta(hours=12)
type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_log = logging.getLogger(__name__)
_orders = msgspec.json.Decoder(Order)


class Tokens:
    """Tokens for callers' pages, from identity."""

    def __init__(self, identity: Identity, clock: Clock) -> None:
        self._identity, self._clock = identity, clock

    def issue(self, call: CallId, mode: Mode) -> str:
        """A token that outlives any call."""
        return self._identity.citizen_token(call, self._clock.now() + CALLER_TOKEN_LIFE, mode=mode)

    def link(self, call: CallId, mode: Mode, until: datetime) -> str:
        """What came by it is told apart in the log from what came by the page that made the call."""
        return self._identity.citizen_token(call, until, purpose=Purpose.LINK, mode=mode)


@post("/api/commands", opt=CITIZEN, status_code=200)
async def send_command(request: Request[Any, Any, Any], door: Door) -> Handled:
    """The one door: `{"id": …, "command": {"kind": …}}`. Refusals are problem details with a stable code."""
    # Asked for as a second dependency, it costs a task of its own each time: a seventh of a command.
    actor = provide_actor(request)
    order = _orders.decode(await request.body())
    return await door.handle(order.id, door.read(order.command), actor)


@get("/api/health", opt=PUBLIC)
async def health(hub: Hub) -> dict[str, str]:
    """Whether this process can work: `ok`, `starting`, or `database_lost`."""
    if hub.database_lost:
        return {"status": "database_lost"}
    return {"status": "ok" if hub.ready.is_set() else "starting"}


@get([*PAGES, "/case/{case:str}"], opt=PUBLIC, media_type=MediaType.HTML, include_in_schema=False)
async def page(case: str = "") -> Response[bytes]:
    """Every page is the same file; what it may show is asked of the API."""
    del case
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


def _given(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)


def controllers() -> list[Any]:
    """Every route of the house."""
    handlers: list[Any] = [
        *CONTROLLERS,
        Caller,
        Attachments,
        Elsewhere,
        Lines,
        Geography,
        *DISPATCH,
        *TRACKING,
        ArchiveController,
        CaseFileController,
        ExchangeController,
        ReleaseController,
        try_plan,
        replay_plan,
        ReviewController,
        reviewed_call,
        protocol_figures,
        content_versions,
        send_command,
        suggest_types,
        *GOODS,
        *COVERAGE,
        *HOSPITALS,
        *RADIO,
        hospital_handovers,
        agency_paces,
        *PREVENTIVE,
        same_event,
        civil_plans,
        content,
        content_version,
        content_copy,
        recordings_of,
        recording_sound,
        type_names,
        health,
    ]
    if (DIST / "index.html").is_file():
        handlers += [page, offline_worker, manifest]
        assets = create_static_files_router(
            "/assets", directories=[DIST / "assets"], opt=PUBLIC, cache_control=None
        )
        handlers.append(assets)
    return handlers


def services_by_agency(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """What each agency answers for, by the plan: it decides which cells of a board its people see."""
    return {centre.agency: centre.services for centre in plan.area.centres.values()}


def published_schema() -> OpenAPIConfig:
    """`GET /api/schema/openapi.json`, for those who are signed in; as data, without pages that fetch scripts elsewhere."""
    return OpenAPIConfig(
        title="Auxilio", version=version("auxilio"), path="/api/schema", render_plugins=[JsonRenderPlugin()]
    )


class Application:
    """The whole of `serve` as one ASGI application: boards go straight to their socket, the rest through Litestar."""

    def __init__(self, settings: Settings, kept: "Kept") -> None:
        files, views = case_files(settings, kept.shell, kept.blobs), Views(kept.shell)
        parts = http_parts(kept.identity, https=settings.https, mode=settings.mode, zone=settings.zone)
        parts["dependencies"] = {
            **parts["dependencies"],
            "door": _given(kept.shell.door),
            "hub": _given(kept.hub),
            "calls": _given(Calls(kept.shell.work)),
            "tokens": _given(Tokens(kept.identity, kept.shell.clock)),
            "views": _given(views),
            "releases": _given(release_desk(kept.shell)),
            "plan_trials": _given(plan_trials(kept.shell)),
            "reviews": _given(review_desk(kept.shell)),
            "past_interviews": _given(
                PastInterviews(kept.shell.pool, kept.shell.content, settings.zone, kept.shell.clock)
            ),
            "region": _given(kept.region),
            "dispatch_": _given(kept.dispatch),
            "coverage_": _given(kept.coverage),
            "hospitals_": _given(kept.hospitals),
            "radio_": _given(radio_queries(kept.shell)),
            "paces_now": _given(
                PacesNow(PaceQueries(kept.shell.pool, lambda: kept.shell.plan), kept.shell.clock)
            ),
            "handover_figures": _given(
                HandoverFigures(kept.shell.pool, kept.shell.clock, settings.handover_late_min * 60)
            ),
            "past_operations": _given(OperationsRead(kept.shell.pool)),
            "civil_plans_": _given(lambda: kept.shell.in_force.civil),
            "tracking": _given(kept.tracking),
            "suggester": Provide(lambda: views.suggester, sync_to_thread=False),
            "blobs": _given(kept.blobs),
            "in_house": _given(kept.shell.content),
            "recordings": _given(kept.shell.recordings),
            "goods": Provide(lambda: kept.shell.content.goods, sync_to_thread=False),
            "sets": _given(kept.shell.sets),
            "seen_calls": _given(kept.looking),
            "finds_same": _given(
                SameEvent(kept.shell.pool, kept.hub, lambda: views.suggester, settings.numbers_of_many)
            ),
            "refused_calls": _given(RefusedCalls(kept.shell.pool, kept.shell.clock)),
            "case_files": _given(files),
            "reads_cases": _given(CaseReader(files, kept.shell.content)),
            "exchanges": _given(CaseExchange(files, kept.shell.content, settings.zone)),
            "finds": _given(ArchiveSearch(kept.shell.pool, settings.zone)),
            "line_desk": _given(kept.line_desk),
            "new_calls": _given(RateLimit(kept.shell.clock, NEW_CALLS_PER_MINUTE, RATE_SPAN_S)),
        }
        self._litestar = declare_problems(
            Litestar([*controllers()], openapi_config=published_schema(), **parts)
        )
        self._http: Any = Ground(self._litestar, https=settings.https, line_port=settings.voice_port)
        self._boards = BoardSocket(
            kept.hub, kept.shell.clock, actor_of_socket, kept.looking.board, kept.live_text
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection."""
        if scope["type"] == "websocket" and scope["path"] == SOCKET_PATH:
            whole: Any = {**scope, "litestar_app": self._litestar, "state": {}}
            await self._boards(whole, receive, send)
            return
        await self._http(scope, receive, send)


class Kept:
    """What lives as long as the process."""

    def __init__(
        self,
        shell: Shell,
        hub: Hub,
        live_text: LiveText,
        identity: Identity,
        blobs: Blobs,
        region: RegionService,
        line_desk: LineDesk,
    ) -> None:
        self.shell, self.hub, self.identity, self.blobs, self.region = shell, hub, identity, blobs, region
        self.dispatch = queries(shell, region)
        self.coverage = coverage_queries(shell, region)
        self.hospitals = hospital_queries(shell, region)
        self.tracking = Tracking(shell.pool, shell.clock, region)
        self.looking = Looking(shell.pool, shell.door, hub)
        self.live_text, self.line_desk = live_text, line_desk


@asynccontextmanager
async def keep(settings: Settings) -> AsyncIterator[Kept]:
    """Open everything, follow the log, close everything."""
    async with AsyncExitStack() as stack:
        shell = await stack.enter_async_context(open_shell(settings))
        keys = shell.keys
        # Ed25519 is deterministic: the same key always gives the same secret, and nobody else can make it.
        identity = Identity(
            shell.pool,
            shell.clock,
            master_key=keys.sign(b"auxilio citizen tokens 1"),
            visited=PostsNow(House(shell.pool, shell.nouns), shell.clock).visited,
        )
        boards = boards_for(services_by_agency(shell.plan), shell.content.clinical)
        hub = Hub(shell.pool, shell.nouns, shell.wakeups, shell.clock, boards)
        passing = await stack.enter_async_context(Passing(shell.pool, shell.dsn))
        live_text = LiveText(passing, shell.door, shell.clock)
        hub.on_facts = live_text.told
        stack.push_async_callback(live_text.close)
        for running in (hub.run(), live_text.run()):
            task = asyncio.create_task(running)
            task.add_done_callback(end_with)
            stack.callback(task.cancel)
        region = await asyncio.to_thread(open_region, settings)
        stack.callback(region.close)
        hub.roads_lost = lambda: region.roads_lost
        follow_closures(shell, region, settings.mode)
        follow_operations(shell, region, settings.mode)
        line_desk = LineDesk(
            settings.voice_port, LineTokens(line_key(keys)), shell.clock, edge=bool(settings.voice_edge)
        )
        blobs = FolderBlobs(settings.blobs, keys)
        kept = Kept(shell, hub, live_text, identity, blobs, region, line_desk)
        on_roads = asyncio.create_task(kept.tracking.roadside.run())
        on_roads.add_done_callback(end_with)
        stack.callback(on_roads.cancel)
        yield kept


class Served:
    """What uvicorn runs: opens the house at start-up, closes it at the end (ASGI lifespan)."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
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
            started()
        except Refused as refused:
            await send({"type": "lifespan.startup.failed", "message": str(refused)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._stack.aclose()
        await send({"type": "lifespan.shutdown.complete"})


def make_app() -> Served:
    """For uvicorn's factory: one for each worker process, which speaks like the rest of the house."""
    settings = read_settings()
    set_up_logging(settings.log_level)
    return Served(settings)
