"""Who is asking: the guard that every route stands behind, and the routes of sessions and administration.

A route is for those who are signed in unless it says otherwise: `opt=PUBLIC`, or `opt=CITIZEN` for the caller's page.
The guard runs before a body is read. It needs `IdentityService` in the application's state (`http_parts`).
"""

import hmac
import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, get, post, put
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.di import NamedDependency, Provide
from litestar.enums import ScopeType
from litestar.handlers.base import BaseRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import Scope

from auxilio.identity.core.gate import ANY_PASSWORD, CITIZEN, KEY_SCOPE, PUBLIC, require
from auxilio.identity.core.grants import Grant
from auxilio.identity.core.model import (
    Agency,
    Centre,
    Colleague,
    Desk,
    Directory,
    Key,
    Password,
    Person,
    PersonData,
    PresentPerson,
    Session,
)
from auxilio.identity.core.permissions import ROLES, Permission
from auxilio.identity.core.policy import NOT_FOR_PEOPLE
from auxilio.identity.core.scopes import KeyScope
from auxilio.identity.core.throttle import KNOWN_FOR
from auxilio.identity.machine_keys import MachineKeys, NoMachineKeys, bearer_token, presented_key
from auxilio.identity.random_tokens import new_browser
from auxilio.identity.service import IdentityService
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Language, Mode, restrict_mode
from auxilio.platform.http import BODY_BYTES_MAX
from auxilio.platform.http.body import BoundedRequest
from auxilio.platform.http.origin import check_origin
from auxilio.platform.http.problem import exception_handlers
from auxilio.platform.http.rate_limit import network_of

COOKIE = "auxilio_session"
BROWSER = "auxilio_browser"
"""Not who it is but that it is the same: sent with sign-ins alone, it opens nothing (decision 0242)."""
CSRF_HEADER = "x-auxilio-csrf"
SOCKET_BEARER = "bearer."
"""A citizen's page opens its WebSocket with the subprotocols `auxilio` and `bearer.<token>`: it can set no header."""

ActorDependency = NamedDependency[Actor]
"""In a route's signature: `actor: TheActor`."""
SessionDependency = NamedDependency[Session]
IdentityDependency = NamedDependency[IdentityService]

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_BROWSER_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_ACTOR, _SESSION = "auxilio_actor", "auxilio_session"

type _HttpConnection = ASGIConnection[Any, Any, Any, Any]


# --- the guard ------------------------------------------------------------------------------------


async def guard(connection: _HttpConnection, handler: BaseRouteHandler) -> None:
    """Everything passes here before anything of it is read.

    A request that presents an API key is judged by the key alone, on every route, also on those for everybody.
    Raises `Refused`: `origin_not_ours`, `malformed` (two headers `Authorization`), `not_signed_in` (with the `scope` of a
    route for keys), `csrf_missing`, `password_to_change`, `key_with_session`, and as `identity.machine_keys.MachineKeys`.
    """
    scope = connection.scope
    unsafe = scope["type"] == ScopeType.HTTP and scope["method"] not in _SAFE
    if unsafe:
        check_origin(connection.headers, connection.app.state.public_url)
    if len(connection.headers.getall("authorization", [])) > 1:
        raise Refused("malformed", field="authorization", reason="repeated")
    if (key := presented_key(connection.headers)) is not None:
        connection.scope["state"][_ACTOR] = await _machine(connection, key, handler.opt.get(KEY_SCOPE))
        return
    audience = handler.opt.get("audience")
    if audience == PUBLIC["audience"]:
        return
    identity: IdentityService = connection.app.state.identity
    if audience == CITIZEN["audience"] and (token := bearer_token(connection.headers)) is not None:
        citizen = identity.citizen_of(token)
        if citizen is None:
            raise Refused("not_signed_in")
        connection.scope["state"][_ACTOR] = citizen
        return
    token = connection.cookies.get(COOKIE)
    session = await identity.session_of(token) if token else None
    if session is None:
        key_scope: KeyScope | None = handler.opt.get(KEY_SCOPE)
        raise Refused("not_signed_in", **({"scope": key_scope} if key_scope else {}))
    if unsafe and not _same(connection.headers.get(CSRF_HEADER, ""), session.csrf):
        raise Refused("csrf_missing")
    if session.password_given and not handler.opt.keys() & ANY_PASSWORD.keys():
        raise Refused("password_to_change")
    connection.scope["state"][_ACTOR] = session.actor
    connection.scope["state"][_SESSION] = session


async def _machine(connection: _HttpConnection, key: str, scope: KeyScope | None) -> Actor:
    if COOKIE in connection.cookies:
        raise Refused("key_with_session")
    keys: MachineKeys = connection.app.state.machine_keys
    address = connection.client.host if connection.client else ""
    return await keys.actor_of(key, address, scope)


def _same(said: str, kept: str) -> bool:
    return hmac.compare_digest(said.encode("utf-8", "surrogatepass"), kept.encode())


def provide_actor(request: Request[Any, Any, Any]) -> Actor:
    """The dependency `actor`: the person or the citizen that the guard let in. Raises `Refused("not_signed_in")`."""
    actor: Actor | None = request.scope["state"].get(_ACTOR)
    if actor is None:
        raise Refused("not_signed_in")
    return actor


def provide_session(request: Request[Any, Any, Any]) -> Session:
    """The dependency `session`. Raises `Refused("not_signed_in")`, also for a citizen."""
    session: Session | None = request.scope["state"].get(_SESSION)
    if session is None:
        raise Refused("not_signed_in")
    return session


def provide_identity(request: Request[Any, Any, Any]) -> IdentityService:
    """The dependency `identity`."""
    identity: IdentityService = request.app.state.identity
    return identity


DEPENDENCIES: dict[str, Provide] = {
    "actor": Provide(provide_actor, sync_to_thread=False),
    "session": Provide(provide_session, sync_to_thread=False),
    "identity": Provide(provide_identity, sync_to_thread=False),
}


async def actor_of_socket(scope: Scope) -> Actor:
    """Who opens this WebSocket: a session's cookie, or a citizen's token among the subprotocols.

    Ask again now and then while the socket is open: a session that ended raises then.
    Raises `Refused`: `origin_not_ours`, `not_signed_in`, `password_to_change`, `not_for_keys`.
    """
    connection: _HttpConnection = ASGIConnection(scope)
    check_origin(connection.headers, connection.app.state.public_url)
    if presented_key(connection.headers) is not None:
        raise Refused("not_for_keys")
    identity: IdentityService = connection.app.state.identity
    actor: Actor | None = None
    offered = [one.strip() for one in connection.headers.get("sec-websocket-protocol", "").split(",")]
    if tokens := [one.removeprefix(SOCKET_BEARER) for one in offered if one.startswith(SOCKET_BEARER)]:
        actor = identity.citizen_of(tokens[0])
    elif token := connection.cookies.get(COOKIE):
        actor = await identity.actor_of(token)
    if actor is None:
        raise Refused("not_signed_in")
    return actor


# --- sessions -------------------------------------------------------------------------------------


class SignIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who sits down, where, in which mode; `mode` other than real is for ever on all that is done."""

    login: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    desk: Key | None = None
    mode: Mode = Mode.REAL
    language: Language | None = None
    waits: bool = False
    """Repeated for a desk that was asked for before: the person there is not asked anew."""


class PasswordChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The password of until now and of from now on."""

    old: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    new: Password


class EndedSessions(msgspec.Struct, frozen=True, kw_only=True):
    """How many sessions ended."""

    sessions: int


class NamedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An id and what people call it."""

    id: str
    name: str


class SignInChoices(msgspec.Struct, frozen=True, kw_only=True):
    """What the sign-in page offers, read before anybody is known."""

    mode: Mode
    """Of the installation: where it is not real, nothing is, whatever is chosen."""
    desks: list[NamedEntry]
    """Names of chairs and nothing else."""


def in_order_to_choose(desks: Iterable[Desk]) -> list[Desk]:
    """Those of the room, where most sit, before those of centres and of vehicles; each by name."""
    return sorted(desks, key=lambda desk: (desk.centre is not None, desk.name))


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """What the console knows of its own session."""

    person: NamedEntry
    kind: str
    desk: str | None
    agency: str | None
    centre: str | None
    roles: list[str]
    permissions: list[str]
    mode: Mode
    language: str
    languages: tuple[str, ...]
    """What the person speaks: a caller of another language is offered an interpreter."""
    csrf: str
    zone: str
    """The time zone of this installation (IANA): every page shows its time, wherever the browser thinks it is."""
    password_given: bool
    """Somebody else chose the password: the page asks for another, and the server does nothing before it has one."""


def _view(session: Session, languages: tuple[str, ...], zone: str) -> SessionView:
    actor = session.actor
    return SessionView(
        person=NamedEntry(id=str(actor.id), name=actor.name),
        kind=actor.kind,
        desk=actor.desk,
        agency=actor.agency,
        centre=actor.centre,
        roles=sorted(actor.roles),
        permissions=sorted(actor.permissions),
        mode=actor.mode,
        language=session.language,
        languages=languages,
        csrf=session.csrf,
        zone=zone,
        password_given=session.password_given,
    )


class Sessions(Controller):
    """Sign in, who am I, sign out."""

    path = "/api"
    tags: Sequence[str] | None = ("identity",)

    @post("/session", opt=PUBLIC, status_code=200, summary="Sign in")
    async def sign_in(
        self, request: Request[Any, Any, Any], data: JSONBody[SignIn], identity: IdentityDependency
    ) -> Response[SessionView]:
        """A cookie that no script can read, and what the console needs to know. The session that was here before ends."""
        browser = _browser(request) or new_browser()
        token, session = await identity.sign_in(
            data.login,
            data.password,
            data.desk,
            _address(request),
            mode=restrict_mode(request.app.state.mode, data.mode),
            language=data.language,
            browser=browser,
            waits=data.waits,
        )
        if (old := request.cookies.get(COOKIE)) and (before := await identity.session_of(old)):
            await identity.sign_out(before)
        cookies = [_cookie(request, COOKIE, token, "/"), _cookie(request, BROWSER, browser, "/api/session")]
        seen = _view(session, await identity.languages_of(session), request.app.state.zone)
        return Response(seen, cookies=cookies)

    @get("/session", opt=ANY_PASSWORD, summary="Who am I")
    async def who_am_i(
        self, request: Request[Any, Any, Any], session: SessionDependency, identity: IdentityDependency
    ) -> SessionView:
        """The session as it is now: roles may have changed since it began."""
        return _view(session, await identity.languages_of(session), request.app.state.zone)

    @delete("/session", opt=ANY_PASSWORD, status_code=204, summary="Sign out")
    async def sign_out(
        self, request: Request[Any, Any, Any], session: SessionDependency, identity: IdentityDependency
    ) -> None:
        """The session ends at once, in every window of this browser."""
        await identity.sign_out(session)

    @put("/session/password", opt=ANY_PASSWORD, status_code=204, summary="Change one's own password")
    async def change_password(
        self,
        request: Request[Any, Any, Any],
        session: SessionDependency,
        identity: IdentityDependency,
        data: JSONBody[PasswordChange],
    ) -> None:
        """Proved by the old one. Every other session of this person ends."""
        await identity.change_password(session, data.old, data.new, _address(request), _browser(request))

    @get("/desks", opt=PUBLIC, summary="Desks, for the sign-in page")
    async def desks(self, request: Request[Any, Any, Any], identity: IdentityDependency) -> SignInChoices:
        """The names of chairs, and whether the installation is real: this is read before signing in."""
        desks = in_order_to_choose((await identity.directory()).desks)
        return SignInChoices(
            mode=request.app.state.mode,
            desks=[NamedEntry(id=desk.id, name=desk.name) for desk in desks],
        )

    @get("/present", summary="Who sits where")
    async def present(self, identity: IdentityDependency, actor: ActorDependency) -> list[PresentPerson]:
        """Everybody of the same mode whose window spoke to us within the last 150 seconds: to know who can be asked."""
        return await identity.present(actor)

    @get("/colleagues", summary="People to whom a reserved case can be opened, by name")
    async def colleagues(
        self,
        identity: IdentityDependency,
        actor: ActorDependency,
        text: Annotated[str, QueryParameter(min_length=1, max_length=60)],
    ) -> list[Colleague]:
        """Each word begins a word of the name. Those at a desk come first, twelve at most. For who may describe a case."""
        return await identity.colleagues(actor, text)

    @get("/directory", summary="Agencies, centres and desks")
    async def directory(self, identity: IdentityDependency) -> Directory:
        """Whom one can speak to, with telephone numbers of centres."""
        return await identity.directory()


def _address(request: Request[Any, Any, Any]) -> str:
    return network_of(request.client.host) if request.client else ""


def _browser(request: Request[Any, Any, Any]) -> str:
    """The token by which this browser is known; empty when it has none, or one that is none of ours."""
    found = request.cookies.get(BROWSER, "")
    return found if _BROWSER_TOKEN.fullmatch(found) else ""


def _cookie(request: Request[Any, Any, Any], key: str, value: str, path: str) -> Cookie:
    # The session has no Max-Age: a browser that is closed forgets it, and the server's own limit holds in any case.
    secure = request.app.state.https or request.scope["scheme"] == "https"
    lives_s = int(KNOWN_FOR.total_seconds()) if key == BROWSER else None
    return Cookie(
        key=key, value=value, path=path, max_age=lives_s, httponly=True, samesite="strict", secure=secure
    )


# --- administration -------------------------------------------------------------------------------


class NewPerson(PersonData, frozen=True, kw_only=True):
    """A person and their first password."""

    password: Password


class ChangedPerson(PersonData, frozen=True, kw_only=True):
    """A person as they are from now on; `password` only when it changes."""

    password: Password | None = None


class Administration(Controller):
    """People and places. Each needs the permission to administer people; each change keeps its before and after."""

    path = "/api/admin"
    tags: Sequence[str] | None = ("identity",)

    @get("/roles", summary="Roles that can be given")
    async def roles(self, actor: ActorDependency) -> dict[str, list[str]]:
        """Each role with its permissions."""
        require(actor, Permission.PEOPLE_ADMIN)
        return {role: sorted(words) for role, words in ROLES.items() if role not in NOT_FOR_PEOPLE}

    @get("/people", summary="Everybody")
    async def people(self, identity: IdentityDependency, actor: ActorDependency) -> list[Person]:
        """Also those who left."""
        return await identity.people(actor)

    @post("/people", summary="Somebody new")
    async def add_person(
        self, identity: IdentityDependency, actor: ActorDependency, data: JSONBody[NewPerson]
    ) -> Person:
        """They can sign in at once, and choose a password of their own before anything else."""
        return await identity.add_person(data, data.password, actor)

    @put("/people/{id:uuid}", summary="Change somebody")
    async def change_person(
        self,
        identity: IdentityDependency,
        actor: ActorDependency,
        id: FromPath[UUID],
        data: JSONBody[ChangedPerson],
    ) -> Person:
        """Stated whole. Other roles, a new password or leaving end their sessions."""
        return await identity.change_person(PersonId(id), data, actor, password=data.password)

    @delete("/people/{id:uuid}/sessions", status_code=200, summary="Put somebody out")
    async def put_out(
        self, identity: IdentityDependency, actor: ActorDependency, id: FromPath[UUID]
    ) -> EndedSessions:
        """Every session of this person ends at once."""
        return EndedSessions(sessions=await identity.put_out(id, actor))

    @get("/grants", summary="Roles that wait for a second person")
    async def grants(self, identity: IdentityDependency, actor: ActorDependency) -> list[Grant]:
        """For those who may confirm them."""
        return await identity.grants(actor)

    @post("/grants/{id:uuid}/confirm", status_code=204, summary="Confirm roles as the second person")
    async def confirm(self, identity: IdentityDependency, actor: ActorDependency, id: FromPath[UUID]) -> None:
        """In force at once. Refused to the one who asked and to the one who gets them: `own_grant`."""
        await identity.decide_grant(id, actor, confirmed=True)

    @post("/grants/{id:uuid}/refuse", status_code=204, summary="Refuse roles as the second person")
    async def refuse(self, identity: IdentityDependency, actor: ActorDependency, id: FromPath[UUID]) -> None:
        """The person goes on without them."""
        await identity.decide_grant(id, actor, confirmed=False)

    @put("/agencies/{id:str}", status_code=204, summary="An agency")
    async def put_agency(
        self, identity: IdentityDependency, actor: ActorDependency, id: FromPath[str], data: JSONBody[Agency]
    ) -> None:
        """New or changed, stated whole."""
        await _put(identity, actor, id, data)

    @put("/centres/{id:str}", status_code=204, summary="An operational centre")
    async def put_centre(
        self, identity: IdentityDependency, actor: ActorDependency, id: FromPath[str], data: JSONBody[Centre]
    ) -> None:
        """New or changed, stated whole."""
        await _put(identity, actor, id, data)

    @put("/desks/{id:str}", status_code=204, summary="A desk")
    async def put_desk(
        self, identity: IdentityDependency, actor: ActorDependency, id: FromPath[str], data: JSONBody[Desk]
    ) -> None:
        """New or changed, stated whole."""
        await _put(identity, actor, id, data)


async def _put(identity: IdentityService, actor: Actor, id: str, place: Agency | Centre | Desk) -> None:
    if place.id != id:
        raise Refused("malformed", field="$.id", reason="not_the_id_of_the_path")
    await identity.put_place(place, actor)


# --- for whoever assembles the application --------------------------------------------------------

CONTROLLERS: tuple[type[Controller], ...] = (Sessions, Administration)


def http_parts(
    identity: IdentityService,
    *,
    https: bool,
    mode: Mode = Mode.REAL,
    zone: str = "UTC",
    public_url: str = "",
    machine_keys: MachineKeys | None = None,
) -> dict[str, Any]:
    """What every application of ours is made with: `Litestar([*CONTROLLERS, …], **http_parts(identity, https=…))`.

    `https`: people reach it over TLS, so cookies are Secure. `public_url`: the origin of its pages, where stated.
    `machine_keys`: who knows API keys; without it every key is refused. Wrap the result in
    `platform.http.site_guard.SiteGuard`. With it every route is guarded, every wrong answer is a problem, every body ends
    at 64 KiB.
    """
    state = {"identity": identity, "https": https, "mode": mode, "zone": zone, "public_url": public_url}
    return {
        "guards": [guard],
        "dependencies": DEPENDENCIES,
        "exception_handlers": exception_handlers(),
        "request_max_body_size": BODY_BYTES_MAX,
        "request_class": BoundedRequest,
        "state": State({**state, "machine_keys": machine_keys or NoMachineKeys()}),
        "logging_config": None,
    }
