"""An administrator with a second one, over a whole runtime, and an application with routes for keys and for none."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar, get, post
from litestar.di import NamedDependency, Provide

from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.identity.api import CONTROLLERS, http_parts
from auxilio.identity.core.gate import PUBLIC, for_keys
from auxilio.identity.core.model import PersonData
from auxilio.identity.core.scopes import KeyScope
from auxilio.identity.service import IdentityService
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import AgencyId, CommandId
from auxilio.partners.api import Partners
from auxilio.partners.authentication import KeyAuthentication
from auxilio.partners.core.messages import RegisterPartner
from auxilio.partners.core.model import ApiKeyId, PartnerId
from auxilio.partners.core.views import ApiKeyView, NewApiKey
from auxilio.partners.issuing import ApiKeyRequest, KeyIssuer
from auxilio.partners.queries import PartnerQueries
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.workflows.runner import system_actor
from tests.database import fresh_database
from tests.http_client import PASSWORD, client_of, seeded_identity
from tests.manual_clock import Later


@get("/api/for-types", opt=for_keys(KeyScope.TYPES_READ))
async def for_types(actor: NamedDependency[Actor]) -> dict[str, Any]:
    """A route of a scope: who asks."""
    return {"kind": actor.kind, "name": actor.name, "agency": actor.agency, "may": sorted(actor.permissions)}


@post("/api/for-types", opt=for_keys(KeyScope.TYPES_READ), status_code=200)
async def post_types() -> dict[str, str]:
    """One that changes something."""
    return {}


@get("/api/for-everybody", opt=PUBLIC)
async def for_everybody() -> dict[str, str]:
    """A public route."""
    return {}


@dataclass
class Office:
    """Administrators at work."""

    runtime: Runtime
    identity: IdentityService
    clock: Later
    actor: Actor
    second: Actor
    issuer: KeyIssuer
    queries: PartnerQueries
    partners: int = 0

    async def send(self, command: Command, actor: Actor | None = None) -> CommandResult:
        return await self.runtime.commands.handle(CommandId(new_id()), command, actor or self.actor)

    async def partner(self, agency: str | None = "san", name: str = "Central 061") -> PartnerId:
        """Another system. A name that is taken gets a number after it."""
        partner = PartnerId(new_id())
        self.partners += 1
        named = name if self.partners == 1 else f"{name} {self.partners}"
        agency_id = AgencyId(agency) if agency else None
        await self.send(RegisterPartner(partner=partner, name=named, agency=agency_id))
        return partner

    async def key(
        self, *scopes: KeyScope, partner: PartnerId | None = None, per_minute: int = 60, life_d: int = 365
    ) -> NewApiKey:
        asked = ApiKeyRequest(
            key=ApiKeyId(new_id()),
            name="lectura",
            scopes=scopes or (KeyScope.TYPES_READ,),
            expires_at=self.clock.now() + timedelta(days=life_d),
            per_minute=per_minute,
        )
        return await self.issuer.issue(partner or await self.partner(), asked, self.actor)

    async def view(self, key: NewApiKey) -> ApiKeyView:
        """The key as the page is told of it."""
        register = await self.queries.register(self.actor)
        return next(one for partner in register.partners for one in partner.keys if one.id == key.key)

    def process(self) -> Litestar:
        """The application as one more process would have it: with an authentication of its own."""
        keys = KeyAuthentication(self.runtime.pool, self.clock, self.runtime.commands, system_actor())
        parts = http_parts(self.identity, https=False, machine_keys=keys)
        parts["dependencies"] = {
            **parts["dependencies"],
            "partners_": Provide(lambda: self.queries, sync_to_thread=False),
            "key_issuer": Provide(lambda: self.issuer, sync_to_thread=False),
        }
        handlers: list[Any] = [*CONTROLLERS, Partners, for_types, post_types, for_everybody]
        return Litestar(handlers, openapi_config=None, **parts)


@pytest.fixture
async def office(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Office]:
    clock = Later()
    async with (
        fresh_database(postgres_server) as database,
        open_runtime(Settings(database_url=database.dsn, data=tmp_path), clock) as runtime,
    ):
        identity = await seeded_identity(runtime.pool)
        data = PersonData(login="second", name="Segunda", roles=("administrator",))
        await identity.add_person(data, PASSWORD, system_actor())
        _, first = await identity.sign_in("administrator", PASSWORD)
        _, second = await identity.sign_in("second", PASSWORD)
        issuer, queries = KeyIssuer(runtime.pool, runtime.commands), PartnerQueries(runtime.pool, clock)
        yield Office(runtime, identity, clock, first.actor, second.actor, issuer, queries)


@pytest.fixture
async def client(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """Another system, that shows what it is given."""
    async with client_of(office.process()) as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    """The header of a key."""
    return {"authorization": f"Bearer {token}"}
