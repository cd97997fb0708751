"""`auxilio serve`: the API, the console's files, the live boards. Stateless; as many processes as wanted."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.di import Provide
from litestar.static_files import create_static_files_router

from auxilio.app.casefile import case_files
from auxilio.app.door import Door, Order
from auxilio.app.house import Shell, open_region, open_shell, queries
from auxilio.app.published import Published
from auxilio.app.settings import Settings, read_settings
from auxilio.archive.api import CaseFileController
from auxilio.calls.api import NEW_CALLS_PER_MINUTE, RATE_SPAN_S, Caller
from auxilio.calls.service import Calls
from auxilio.dispatch.api import HANDLERS as DISPATCH
from auxilio.dispatch.plan import Plan
from auxilio.geo.api import Geography
from auxilio.geo.service import RegionService
from auxilio.identity.api import CONTROLLERS, actor_of_socket, http_parts
from auxilio.identity.gate import CITIZEN, PUBLIC, require
from auxilio.identity.looks import LookAtCase
from auxilio.identity.permissions import Permission
from auxilio.identity.service import Identity
from auxilio.instructions.model import Card
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Handled
from auxilio.kernel.ids import CallId, CaseId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.clock import Clock
from auxilio.platform.http.ground import Ground
from auxilio.platform.http.rate import RateLimit
from auxilio.platform.ids import new_id
from auxilio.realtime.catalogue import boards_for
from auxilio.realtime.hub import Hub
from auxilio.realtime.socket import BoardSocket
from auxilio.triage.api import suggest_types
from auxilio.triage.model import Catalog, IncidentType, Protocol
from auxilio.triage.suggest import Suggester

DIST = Path(__file__).parent.parent / "console_dist"
PAGES = (
    "/",
    "/login",
    "/desk",
    "/centre",
    "/room",
    "/unit",
    "/call",
    "/archive",
    "/admin",
    "/study",
    "/gallery",
)
SOCKET_PATH = "/api/boards"
CALLER_TOKEN_LIFE = timedelta(hours=12)
type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_orders = msgspec.json.Decoder(Order)


class Tokens:
    """Tokens for callers' pages, from identity."""

    def __init__(self, identity: Identity, clock: Clock) -> None:
        self._identity, self._clock = identity, clock

    def issue(self, call: CallId, mode: Mode) -> str:
        """A token that outlives any call."""
        return self._identity.citizen_token(call, self._clock.now() + CALLER_TOKEN_LIFE, mode=mode)


@post("/api/commands", opt=CITIZEN, status_code=200)
async def send_command(request: Request[Any, Any, Any], actor: Actor, door: Door) -> Handled:
    """The one door: `{"id": …, "command": {"kind": …}}`. Refusals are problem details with a stable code."""
    order = _orders.decode(await request.body())
    return await door.handle(order.id, door.read(order.command), actor)


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """Everything reviewed that is in force, for a console to keep through a shift."""

    catalog: Catalog
    types: Mapping[str, IncidentType]
    protocols: Mapping[str, Protocol]
    cards: Mapping[str, Card]


def in_force(published: Published) -> bytes:
    """The content as JSON, encoded once for all who ask."""
    library = published.library
    protocols = {id: interview.protocol for id, interview in library.interviews.items()}
    content = Content(
        catalog=library.catalog, types=library.types, protocols=protocols, cards=published.cards.cards
    )
    return msgspec.json.encode(content)


@get("/api/content")
async def content(actor: Actor, content_json: bytes) -> Response[bytes]:
    """Catalogue, types, protocols and cards in force."""
    require(actor, Permission.CONTENT_READ)
    return Response(content_json, media_type=MediaType.JSON)


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


def _given(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)


def controllers() -> list[Any]:
    """Every route of the house."""
    handlers: list[Any] = [
        *CONTROLLERS,
        Caller,
        Geography,
        *DISPATCH,
        CaseFileController,
        send_command,
        suggest_types,
        content,
        health,
    ]
    if (DIST / "index.html").is_file():
        handlers.append(page)
        assets = create_static_files_router(
            "/assets", directories=[DIST / "assets"], opt=PUBLIC, cache_control=None
        )
        handlers.append(assets)
    return handlers


def services_by_agency(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    """What each agency answers for, by the plan: it decides which cells of a board its people see."""
    return {centre.agency: centre.services for centre in plan.area.centres.values()}


class Application:
    """The whole of `serve` as one ASGI application: boards go straight to their socket, the rest through Litestar."""

    def __init__(self, settings: Settings, kept: "Kept") -> None:
        parts = http_parts(kept.identity, https=False)
        parts["dependencies"] = {
            **parts["dependencies"],
            "door": _given(kept.shell.door),
            "hub": _given(kept.hub),
            "calls": _given(Calls(kept.shell.work)),
            "tokens": _given(Tokens(kept.identity, kept.shell.clock)),
            "content_json": _given(in_force(kept.shell.content)),
            "region": _given(kept.region),
            "dispatch_": _given(kept.dispatch),
            "suggester": _given(Suggester(kept.shell.content.library.types)),
            "blobs": _given(kept.blobs),
            "case_files": _given(case_files(settings, kept.shell, kept.blobs)),
            "new_calls": _given(RateLimit(kept.shell.clock, NEW_CALLS_PER_MINUTE, RATE_SPAN_S)),
        }
        self._litestar = Litestar([*controllers()], **parts)
        self._http: Any = Ground(self._litestar, https=False)
        self._boards = BoardSocket(kept.hub, kept.shell.clock, actor_of_socket, kept.looked)

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
        self, shell: Shell, hub: Hub, identity: Identity, blobs: Blobs, region: RegionService
    ) -> None:
        self.shell, self.hub, self.identity, self.blobs, self.region = shell, hub, identity, blobs, region
        self.dispatch = queries(shell, region)

    async def looked(self, actor: Actor, board: str, params: dict[str, str]) -> None:
        """Looking at a case is a fact: told before the next frame is read."""
        if board == "case":
            command = LookAtCase(case=CaseId(UUID(params["case"])))
            await self.shell.door.handle(CommandId(new_id()), command, actor)


@asynccontextmanager
async def keep(settings: Settings) -> AsyncIterator[Kept]:
    """Open everything, follow the log, close everything."""
    async with AsyncExitStack() as stack:
        shell = await stack.enter_async_context(open_shell(settings))
        keys = shell.keys
        # Ed25519 is deterministic: the same key always gives the same secret, and nobody else can make it.
        identity = Identity(shell.pool, shell.clock, master_key=keys.sign(b"auxilio citizen tokens 1"))
        hub = Hub(
            shell.pool, shell.nouns, shell.wakeups, shell.clock, boards_for(services_by_agency(shell.plan))
        )
        following = asyncio.create_task(hub.run())
        stack.callback(following.cancel)
        region = await asyncio.to_thread(open_region, settings)
        stack.callback(region.close)
        yield Kept(shell, hub, identity, FolderBlobs(settings.blobs, keys), region)


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
        except Refused as refused:
            await send({"type": "lifespan.startup.failed", "message": str(refused)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._stack.aclose()
        await send({"type": "lifespan.shutdown.complete"})


def make_app() -> Served:
    """For uvicorn's factory: one for each worker process."""
    return Served(read_settings())
