"""The link of the set-up opens once, for whoever holds it, while nobody is registered; and for nobody else."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from litestar import Router
from litestar.di import Provide

from auxilio.app.composition import identity_bus
from auxilio.identity.api import CONTROLLERS, CSRF_HEADER
from auxilio.identity.core.model import Seed
from auxilio.identity.passwords import Passwords
from auxilio.identity.service import IdentityService
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.database.shared_limits import SharedRateLimiter
from auxilio.setup.api import Setup
from auxilio.setup.centre_settings import CentreSettings
from auxilio.setup.core.model import CentreIdentity, FirstAdministrators, NewAdministrator
from auxilio.setup.core.policy import LINK_LIFE
from auxilio.setup.links import make_setup_link
from auxilio.setup.service import TRIES_OF_NETWORK, SetupService
from tests.database import Database
from tests.http_client import PASSWORD, QUICK, SEED, app_of, client_of, sign_in
from tests.identity.test_api import code_of

pytestmark = pytest.mark.database
UNNAMED = CentreIdentity(centre_name="112", organ="", country="ES", zone="Europe/Madrid")
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.1"


class Installation:
    """One that is empty, with its own clock."""

    def __init__(self, database: Database) -> None:
        self.pool, self.clock = database.pool, SimulatedClock()
        bus = identity_bus(CommandExecutor(self.pool, self.clock))
        passwords = Passwords(QUICK, rest_s=0)
        limits = SharedRateLimiter(self.pool, self.clock)
        self.setup = SetupService(self.pool, self.clock, bus, limits, passwords)
        self.identity = IdentityService(self.pool, self.clock, bus, passwords=passwords)

    async def link(self) -> str:
        """As `auxilio up` makes it."""
        return await make_setup_link(self.pool, self.clock)

    async def refusal(self, secret: str) -> str:
        """What following a link is answered; empty: it opens."""
        try:
            await self.setup.check_link(secret, HERE)
        except Refused as refused:
            return refused.code
        return ""


def both(secret: str, first: str = "olga", second: str = "pere") -> FirstAdministrators:
    return FirstAdministrators(
        secret=secret,
        language="ca",
        first=NewAdministrator(login=first, name="Olga Vidal"),
        password=PASSWORD,
        second=NewAdministrator(login=second, name="Pere Roca"),
    )


@pytest.fixture
def empty(database: Database) -> Installation:
    return Installation(database)


async def test_both_administrators_can_sign_in_and_the_second_chooses_a_password_first(
    empty: Installation,
) -> None:
    handed = await empty.setup.register(both(await empty.link()), HERE)
    _, first = await empty.identity.sign_in("olga", PASSWORD)
    _, second = await empty.identity.sign_in(handed.login, handed.password)
    assert (first.password_given, second.password_given) == (False, True)
    assert first.language == "ca"
    for session in (first, second):
        assert "identity:people:administer" in session.actor.permissions
    facts = await empty.pool.fetch("select kind from event where kind = 'identity.account.changed'")
    assert len(facts) == 2, "both are in the log"


async def test_the_link_is_used_once(empty: Installation) -> None:
    secret = await empty.link()
    await empty.setup.register(both(secret), HERE)
    assert await empty.refusal(secret) == "setup_link_void"
    with pytest.raises(Refused, match="setup_link_void"):
        await empty.setup.register(both(secret, "eva", "joan"), HERE)
    assert await empty.link() == "", "and no other is made"


async def test_of_two_uses_at_once_one_is_refused(empty: Installation) -> None:
    secret = await empty.link()
    uses = [empty.setup.register(both(secret, f"a{n}", f"b{n}"), HERE) for n in range(2)]
    done = await asyncio.gather(*uses, return_exceptions=True)
    assert sorted(isinstance(one, Refused) for one in done) == [False, True]
    assert len(await empty.pool.fetch("select from person")) == 2


async def test_a_link_that_is_over_or_replaced_or_guessed_opens_nothing(empty: Installation) -> None:
    before, secret = await empty.link(), await empty.link()
    assert await empty.refusal(before) == "setup_link_void"
    assert await empty.refusal("A" * len(secret)) == "setup_link_void"
    assert await empty.refusal("\ud800") == "setup_link_void"
    assert await empty.refusal(secret) == ""
    await empty.clock.advance((LINK_LIFE + timedelta(seconds=1)).total_seconds())
    assert await empty.refusal(secret) == "setup_link_void"


async def test_where_anybody_is_registered_the_link_opens_nothing(empty: Installation) -> None:
    secret = await empty.link()
    await empty.identity.seed(Seed(people=SEED.people[:1]))
    assert await empty.refusal(secret) == "setup_link_void"


async def test_the_secret_is_stored_nowhere(empty: Installation) -> None:
    secret = await empty.link()
    row = await empty.pool.fetchrow("select * from setup_link")
    assert secret.encode() not in bytes(row["digest"])


async def test_guesses_of_one_network_are_slowed_and_another_network_is_not(empty: Installation) -> None:
    secret = await empty.link()
    codes = [await empty.refusal("x") for _ in range(TRIES_OF_NETWORK.count + 1)]
    assert codes[-1] == "too_many_requests"
    await empty.setup.check_link(secret, ELSEWHERE)


async def test_two_administrators_have_two_logins(empty: Installation) -> None:
    secret = await empty.link()
    with pytest.raises(Refused, match="login_taken"):
        await empty.setup.register(both(secret, "olga", "Olga "), HERE)
    assert await empty.refusal(secret) == "", "and the link still opens"


# --- over HTTP --------------------------------------------------------------------------------------


@pytest.fixture
async def client(empty: Installation, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    given = Provide(lambda: empty.setup, sync_to_thread=False)
    centre = CentreSettings(tmp_path, UNNAMED, (), empty.pool)
    provided = {"setups": given, "centre_settings": Provide(lambda: centre, sync_to_thread=False)}
    router = Router("/", route_handlers=[Setup], dependencies=provided)
    async with client_of(app_of(empty.identity, (*CONTROLLERS, router))) as client:
        yield client


async def test_the_page_follows_the_link_and_signs_in(client: httpx.AsyncClient, empty: Installation) -> None:
    secret = await empty.link()
    assert code_of(await client.post("/api/setup/link", json={"secret": "x"})) == (409, "setup_link_void")
    assert (await client.post("/api/setup/link", json={"secret": secret})).status_code == 204
    body = {
        "secret": secret,
        "language": "es",
        "first": {"login": "olga", "name": "Olga Vidal"},
        "password": PASSWORD,
        "second": {"login": "pere", "name": "Pere Roca"},
    }
    weak = await client.post("/api/setup/administrators", json=body | {"password": "short"})
    assert code_of(weak) == (422, "malformed")
    done = await client.post("/api/setup/administrators", json=body)
    assert done.status_code == 200, done.text
    assert done.json()["login"] == "pere"
    entered = await client.post("/api/session", json={"login": "olga", "password": PASSWORD})
    assert entered.json()["password_given"] is False

    # From here on the page is the administrator's.
    client.headers[CSRF_HEADER] = entered.json()["csrf"]
    view = (await client.get("/api/setup/centre")).json()
    assert (view["saved"], view["given_elsewhere"]) == (view["in_force"], [])
    named = view["saved"] | {"centre_name": "112 Alba"}
    # A NUL cannot be given to a process: none would start again, and no page could mend it.
    for name in ("112\0", "112\n", "1\x1b12"):
        for wrong in ({"centre_name": name}, {"organ": name}):
            refused = await client.put("/api/setup/centre", json=named | wrong)
            assert code_of(refused) == (422, "malformed"), wrong
    assert not {"localtime", "Factory"} & set(view["zones"]), "no browser knows them"
    assert (await client.put("/api/setup/centre", json=named)).status_code == 204
    assert (await client.get("/api/setup/centre")).json()["saved"] == named


async def test_what_the_centre_is_called_is_for_administrators(
    client: httpx.AsyncClient, empty: Installation
) -> None:
    assert code_of(await client.get("/api/setup/centre")) == (401, "not_signed_in")
    assert code_of(await client.put("/api/setup/centre", json={})) == (401, "not_signed_in")
    await empty.identity.seed(Seed(people=SEED.people[:1]))
    session = await sign_in(client, SEED.people[0].data.login)
    assert "identity:people:administer" not in session["permissions"]
    assert code_of(await client.get("/api/setup/centre")) == (403, "not_permitted")
    alba = {"centre_name": "112 Alba", "organ": "", "country": "AD", "zone": "Europe/Andorra"}
    assert code_of(await client.put("/api/setup/centre", json=alba)) == (403, "not_permitted")
