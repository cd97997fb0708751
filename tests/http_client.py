"""A client of the application as the world meets it, in the test's own event loop; and a walk over all its routes."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
from argon2 import PasswordHasher
from litestar import Litestar
from litestar.types import ControllerRouterHandler

from auxilio.app.composition import standalone_identity
from auxilio.identity.api import COOKIE, CSRF_HEADER, http_parts
from auxilio.identity.core.model import Agency, Centre, Desk, PersonData, Seed, SeedPerson
from auxilio.identity.passwords import Passwords
from auxilio.identity.service import IdentityService
from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.database.connection import Pool
from auxilio.platform.http.security_middleware import SecurityMiddleware
from auxilio.platform.http.site import Site
from auxilio.platform.http.site_guard import SiteGuard

ORIGIN = "http://auxilio.test"
PASSWORD = "a password of twelve or more"
MASTER_KEY = bytes(range(32))
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2 with the least it takes: tests are about who may enter, not about how long guessing takes."""

SERVICES = ("HEALTH", "FIRE")
"""Those of the catalogue in force."""
SEED = Seed(
    agencies=(Agency(id="san", service="HEALTH", name="Emergencias Sanitarias", phone="+34900000001"),),
    centres=(Centre(id="san-1", agency="san", name="Centro Coordinador"),),
    desks=(Desk(id="desk-1", name="Puesto 1"), Desk(id="san-desk", name="Sanidad 1", centre="san-1")),
    people=tuple(
        SeedPerson(
            data=PersonData(
                login=role,
                name=f"Persona {role}",
                roles=(role,),
                agency="san" if role in ("dispatcher", "crew") else None,
                centre="san-1" if role in ("dispatcher", "crew") else None,
            ),
            password=PASSWORD,
        )
        for role in ("call_taker", "dispatcher", "supervisor", "administrator", "crew", "records_officer")
    ),
)
"""One person of each role, whose login is the role."""


async def seeded_identity(pool: Pool, clock: Clock | None = None) -> IdentityService:
    """Identity over a fresh database with the people above."""
    identity = standalone_identity(
        pool,
        clock or SystemClock(),
        master_key=MASTER_KEY,
        passwords=Passwords(QUICK, rest_s=0),
        services=lambda: SERVICES,
    )
    await identity.seed(SEED)
    return identity


def app_of(
    identity: IdentityService,
    handlers: Sequence[ControllerRouterHandler],
    *,
    https: bool = False,
    **more: Any,
) -> Litestar:
    """An application of these controllers, guarded like the real one."""
    return Litestar(handlers, openapi_config=None, **http_parts(identity, https=https), **more)


@asynccontextmanager
async def client_of(app: Litestar, *, https: bool = False) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the application through its ground, in this event loop."""
    origin = ORIGIN.replace("http:", "https:") if https else ORIGIN
    site = Site(public_url=origin)
    transport = httpx.ASGITransport(
        SecurityMiddleware(SiteGuard(site, app), site=site), raise_app_exceptions=False
    )
    async with httpx.AsyncClient(transport=transport, base_url=origin) as client:
        yield client


async def sign_in(client: httpx.AsyncClient, login: str, **more: Any) -> dict[str, Any]:
    """Sign in and carry the CSRF token from now on; the body of the answer."""
    answer = await client.post("/api/session", json={"login": login, "password": PASSWORD, **more})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    client.headers[CSRF_HEADER] = body["csrf"]
    assert COOKIE in client.cookies
    return body


def sign_in_by_hand(client: httpx.AsyncClient, token: str, csrf: str) -> None:
    """Carry a session that was made without the web."""
    client.cookies.set(COOKIE, token)
    client.headers[CSRF_HEADER] = csrf


def routes_of(app: Litestar) -> Iterator[tuple[str, str, str]]:
    """Method, path that can be asked for, and audience (`signed_in`, `citizen`, `public`) of every route."""
    some_id = str(UUID(int=7))
    for route in app.routes:
        for handler in route.route_handlers if hasattr(route, "route_handlers") else [route.route_handler]:
            path = "".join(
                f"/{some_id if not isinstance(part, str) else part}" for part in route.path_components
            )
            for method in sorted(getattr(handler, "http_methods", ())):
                if method != "OPTIONS":
                    yield method, path or "/", handler.opt.get("audience", "signed_in")


async def open_to_strangers(app: Litestar) -> set[str]:
    """Every route that answers somebody who shows nothing with other than `not_signed_in`: `GET /api/desks`."""
    found = set()
    async with client_of(app) as stranger:
        for method, path, _ in routes_of(app):
            answer = await stranger.request(method, path, json={} if method != "GET" else None)
            if answer.status_code != 401 or answer.json().get("code") != "not_signed_in":
                found.add(f"{method} {path}")
    return found
