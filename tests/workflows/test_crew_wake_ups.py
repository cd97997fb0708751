"""Aim: an alert wakes the telephones of its crew, through a push service over TLS, and says nothing of the case on its way."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from auxilio.dispatch.push.core.encryption import point_of
from auxilio.dispatch.push.core.model import (
    SUBSCRIPTIONS_MAX,
    TTL_S,
    PushMessage,
    PushState,
    PushSubscriptionId,
    WakeUpReason,
)
from auxilio.dispatch.push.delivery import PushDelivery, payload_of
from auxilio.dispatch.push.installation import PushInstallation
from auxilio.dispatch.push.service import PushSubscriptions
from auxilio.dispatch.push.store import PushStore
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind
from auxilio.dispatch.units.core import messages as u
from auxilio.identity.core.model import Session
from auxilio.identity.store import IdentityStore
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AssignmentId, TaskId, UnitId
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.outbox import Outbox
from auxilio.platform.http.outward import OutwardClient, OutwardLimits, parse_outward_hosts
from auxilio.platform.ids import new_id
from auxilio.workflows import crew_wake_ups
from tests.actors import person
from tests.database import Database
from tests.dispatch.factories import PLACE, call_taker, dispatcher, offer, registered
from tests.voice.certificates import certificate
from tests.workflows.conftest import WorkflowSetup, make_room

pytestmark = pytest.mark.database
HOST = "push.example"
BROWSER = generate_private_key(SECP256R1())
AUTH = bytes(range(16))
TAKEN = "201 Created"


@dataclass
class PushServer:
    """A push service on loopback (RFC 8030): what it was sent, and what it answers next."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    """Status lines with headers; empty: taken. `silence`: it never answers."""
    heads: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            fields = dict(line.split(": ", 1) for line in head[1:] if line)
            self.heads.append({name.lower(): value for name, value in fields.items()} | {"": head[0]})
            self.bodies.append(await reader.readexactly(int(self.heads[-1]["content-length"])))
            answer = self.answers.pop(0) if self.answers else TAKEN
            if answer == "silence":
                await reader.read()
            writer.write(f"HTTP/1.1 {answer}\r\ncontent-length: 0\r\n\r\n".encode())
            await writer.drain()
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    def payload(self, nth: int = -1) -> Any:
        """As the browser decrypts it."""
        plain = http_ece.decrypt(self.bodies[nth], private_key=BROWSER, auth_secret=AUTH, version="aes128gcm")
        return json.loads(plain)


@dataclass
class CrewOnDuty:
    """A unit with a crew whose telephone is signed in, and the push service of its browser."""

    room: WorkflowSetup
    server: PushServer
    pushes: PushSubscriptions
    delivery: PushDelivery
    unit: UnitId
    session: Session
    mode: Mode

    @property
    def store(self) -> PushStore:
        return PushStore(self.room.database.pool)

    @property
    def endpoint(self) -> str:
        return f"https://{HOST}:{self.server.port or 443}/send/abc"

    async def subscribe(self, endpoint: str | None = None, session: Session | None = None) -> None:
        point = point_of(BROWSER.public_key())
        await self.pushes.subscribe(
            session or self.session, self.unit, endpoint or self.endpoint, point, AUTH
        )

    async def sign_in(self, actor: Actor) -> Session:
        return await signed_in(self.room, actor)

    async def alert(self) -> TaskId:
        task = offer()
        await self.room.do(call_taker(), task)
        alert = u.AlertUnit(assignment=AssignmentId(new_id()), unit=self.unit, task=task.task)
        await self.room.do(dispatcher(), alert)
        return task.task

    async def order_away(self) -> None:
        """An order of no case: to wait somewhere."""
        order = u.OrderStandBy(unit=self.unit, change=ChangeId(new_id()), place=PLACE, name="El Puente")
        await self.room.do(dispatcher(mode=self.mode), order)

    async def deliver(self) -> int:
        """One round of the outbox; how many messages were begun."""
        outbox = Outbox(self.room.database.pool, self.room.clock, {"push": self.delivery.deliver}, Mode.REAL)
        async with asyncio.TaskGroup() as carriers:
            return await outbox.start_due(carriers)

    async def told(self) -> list[tuple[PushState, str]]:
        """What the dispatcher sees of the unit."""
        found = await self.pushes.wake_ups(dispatcher())
        assert found is not None
        return [(one.state, one.code) for one in found if one.unit == self.unit]

    async def notes(self) -> list[dict[str, str]]:
        rows = await self.room.database.pool.fetch(
            "select after::text as after from reference_change where relation = 'push_subscription' order by id"
        )
        return [json.loads(row["after"]) for row in rows]


async def signed_in(room: WorkflowSetup, actor: Actor) -> Session:
    """A session of a person at a browser."""
    await room.database.by_its_administrator(
        "insert into person (id, login, name, password_hash, roles, languages, active)"
        " values ($1, $2, 'Marta', '', '{crew}', '{es}', true)",
        actor.id,
        str(actor.id),
    )
    session = Session(
        token_hash=new_id().bytes,
        csrf=new_id().hex,
        actor=actor,
        language="es",
        expires_at=after_s(room.clock.now(), 12 * 3600),
    )
    await IdentityStore(room.database.pool).open_session(session, room.clock.now())
    return session


async def crew_on_duty(
    database: Database,
    clock: SimulatedClock,
    server: PushServer,
    client: OutwardClient,
    mode: Mode = Mode.REAL,
    installation: Mode = Mode.REAL,
) -> CrewOnDuty:
    room = make_room(database, clock, crew_wake_ups.reactions(), installation)
    unit = registered(mode=mode)
    await room.do(person("administrator", mode=mode), unit)
    marta = person("crew", name="Marta", mode=mode, centre="san-1")
    session = await signed_in(room, marta)
    aboard = (u.CrewMember(name="Marta", role="nurse", person=marta.id),)
    await room.do(person("crew", unit.callsign, mode=mode), u.SignOnCrew(unit=unit.unit, crew=aboard))
    known = PushInstallation(
        parse_outward_hosts(f"{HOST}:{server.port or 443};internal", "push_hosts"),
        generate_private_key(SECP256R1()),
        "https://112.example",
    )
    pushes = PushSubscriptions(database.pool, clock, known)
    delivery = PushDelivery(PushStore(database.pool), known, clock, client)
    return CrewOnDuty(room, server, pushes, delivery, unit.unit, session, mode)


@dataclass
class PushNetwork:
    """The push service and the client of the installation, which finds it under its name."""

    server: PushServer
    trusted: ssl.SSLContext
    looked_up: list[str] = field(default_factory=list)

    def client(self, hosts: str | None = None) -> OutwardClient:
        def resolve(name: str, _port: int) -> list[str]:
            self.looked_up.append(name)
            return ["127.0.0.1"]

        named = parse_outward_hosts(hosts or f"{HOST}:{self.server.port};internal", "push_hosts")
        return OutwardClient(named, OutwardLimits(whole_s=0.5), trusted=self.trusted, resolve=resolve)


@pytest.fixture
async def network(tmp_path: Path) -> AsyncIterator[PushNetwork]:
    ours, trusted = certificate(tmp_path, HOST)
    trusted.check_hostname = True
    server = PushServer()
    async with AsyncExitStack() as stack:
        listening = await asyncio.start_server(server.accept, "127.0.0.1", 0, ssl=ours)
        stack.callback(listening.close)
        server.port = listening.sockets[0].getsockname()[1]
        yield PushNetwork(server, trusted)


@pytest.fixture
async def crew(database: Database, clock: SimulatedClock, network: PushNetwork) -> CrewOnDuty:
    return await crew_on_duty(database, clock, network.server, network.client())


async def test_an_alert_reaches_the_telephone_of_the_crew_and_says_nothing_of_the_case(
    crew: CrewOnDuty,
) -> None:
    await crew.subscribe()
    assert await crew.told() == [(PushState.NONE, "")]
    task = await crew.alert()
    lanes = await crew.room.database.pool.fetch("select channel from outbox")
    assert [row["channel"] for row in lanes] == [f"push:{HOST}:{crew.server.port}"]
    await crew.deliver()
    (head,) = crew.server.heads
    assert head[""].startswith("POST /send/abc ")
    assert (head["ttl"], head["urgency"], head["content-encoding"]) == (str(TTL_S), "high", "aes128gcm")
    assert len(head["topic"]) == 32
    assert str(task) not in str(head)
    assert head["authorization"].startswith("vapid t=")
    assert crew.server.payload() == {"title": "Aviso nuevo", "about": str(task), "lang": "es"}
    assert await crew.told() == [(PushState.ACCEPTED, "")]


async def test_an_order_about_the_same_task_takes_the_place_of_its_alert(crew: CrewOnDuty) -> None:
    await crew.subscribe()
    task = await crew.alert()
    order = u.SendOrder(
        unit=crew.unit, change=ChangeId(new_id()), change_kind=ChangeKind.WAIT_FOR_POLICE, words="esperad"
    )
    await crew.room.do(dispatcher(), order)
    await crew.deliver()
    alert, ordered = sorted(range(2), key=lambda nth: crew.server.payload(nth)["title"])
    assert crew.server.payload(ordered) == {"title": "Orden nueva", "about": str(task), "lang": "es"}
    assert crew.server.heads[alert]["topic"] == crew.server.heads[ordered]["topic"]


@pytest.mark.parametrize(
    ("answer", "told", "again_after_s"),
    [
        ("410 Gone", None, None),
        ("404 Not Found", None, None),
        ("400 Bad Request", "http_400", None),
        ("403 Forbidden", "http_403", None),
        ("500 Internal Server Error", "http_500", 1),
        ("429 Too Many Requests\r\nretry-after: 30", "http_429", 30),
        ("silence", "outward_too_slow", 1),
        ("302 Found\r\nlocation: https://elsewhere.example/", "outward_redirect", None),
    ],
)
async def test_what_a_push_service_answers_is_told_to_the_desk_and_tried_again_where_it_helps(
    crew: CrewOnDuty, network: PushNetwork, answer: str, told: str | None, again_after_s: int | None
) -> None:
    network.server.answers.append(answer)
    await crew.subscribe()
    await crew.alert()
    await crew.deliver()
    assert len(network.server.heads) == 1
    assert await crew.told() == ([] if told is None else [(PushState.FAILED, told)])
    again_s = None
    for second in range(60):
        await crew.room.clock.advance(1, settle=0)
        await crew.deliver()
        if again_s is None and len(network.server.heads) > 1:
            again_s = second + 1
    assert (again_s is None) == (again_after_s is None)
    if again_s is not None and again_after_s is not None:
        assert again_s >= again_after_s
        assert await crew.told() == [(PushState.ACCEPTED, "")]
        assert len(network.server.heads) == 2
    assert set(network.looked_up) == {HOST}, "a redirect leads nowhere"


async def test_a_message_that_comes_too_late_is_not_sent_and_the_desk_sees_it(
    crew: CrewOnDuty, network: PushNetwork
) -> None:
    await crew.subscribe()
    await crew.alert()
    await crew.room.clock.advance(TTL_S, settle=0)
    await crew.deliver()
    assert not network.looked_up
    assert await crew.told() == [(PushState.FAILED, "push_too_late")]
    assert await crew.deliver() == 0


@pytest.mark.parametrize("before", ["answered", "signed_off", "signed_out", "stopped"])
async def test_no_telephone_is_woken_for_what_its_crew_knows_or_that_is_theirs_no_more(
    crew: CrewOnDuty, network: PushNetwork, before: str
) -> None:
    await crew.subscribe()
    await crew.alert()
    now = crew.room.clock.now()
    if before == "answered":
        await crew.room.do(
            crew.session.actor, u.ReportStatus(unit=crew.unit, status=u.UnitStatus.ACKNOWLEDGED)
        )
    elif before == "signed_off":
        others = (u.CrewMember(name="Pau", role="nurse", person=new_id()),)
        await crew.room.do(person("crew", "SVA-1"), u.SignOnCrew(unit=crew.unit, crew=others))
    elif before == "signed_out":
        await IdentityStore(crew.room.database.pool).revoke(crew.session.token_hash, now)
        assert await crew.store.tidy(now) == 1
    else:
        await crew.pushes.unsubscribe(crew.session)
    await crew.deliver()
    assert not network.looked_up


async def test_an_endpoint_of_a_host_that_no_setting_names_is_refused_noted_and_never_asked(
    crew: CrewOnDuty, network: PushNetwork
) -> None:
    for endpoint, code in {
        "https://evil.example/send": "push_host_unnamed",
        f"https://{HOST}/send": "push_host_unnamed",  # another port
        f"https://user@{HOST}:{network.server.port}/": "outward_url_malformed",
        "https://xn--a/": "outward_url_malformed",
        f"https://{HOST}:{network.server.port}.evil.example/": "outward_url_malformed",
    }.items():
        with pytest.raises(Refused, match=code):
            await crew.subscribe(endpoint)
    assert [note["host"] for note in await crew.notes()] == ["evil.example", HOST]
    assert await crew.store.all(crew.room.clock.now()) == []
    # The setting names another host since.
    await crew.subscribe()
    crew.delivery = PushDelivery(
        crew.store,
        PushInstallation(parse_outward_hosts("other.example", "push_hosts"), BROWSER),
        crew.room.clock,
        network.client("other.example"),
    )
    await crew.alert()
    await crew.deliver()
    assert await crew.told() == [(PushState.FAILED, "outward_host_unnamed")]
    assert (await crew.notes())[-1]["refused"] == "outward_host_unnamed"
    assert not network.looked_up
    assert not network.server.heads


async def test_a_crew_subscribes_for_its_own_unit_in_its_own_mode_and_one_telephone_is_one(
    crew: CrewOnDuty,
) -> None:
    stranger = await crew.sign_in(person("crew", name="Pau"))
    with pytest.raises(Refused, match="not_your_unit"):
        await crew.subscribe(session=stranger)
    played = await crew.sign_in(person("crew", "SVA-1", mode=Mode.EXERCISE))
    with pytest.raises(Refused, match="session_mode_differs"):
        await crew.subscribe(session=played)
    await crew.subscribe()
    await crew.subscribe(f"{crew.endpoint}/renewed")
    tablet = await crew.sign_in(person("crew", "SVA-1"))
    await crew.subscribe(f"{crew.endpoint}/renewed", tablet)  # signed in anew in the same browser
    (kept,) = await crew.store.all(crew.room.clock.now())
    assert (kept.endpoint, kept.person) == (f"{crew.endpoint}/renewed", tablet.actor.id)
    for nth in range(SUBSCRIPTIONS_MAX):
        await crew.room.clock.advance(1, settle=0)
        await crew.subscribe(f"{crew.endpoint}/{nth}", await crew.sign_in(person("crew", "SVA-1")))
    there = {one.endpoint for one in await crew.store.of_unit(crew.unit, crew.room.clock.now())}
    assert there == {f"{crew.endpoint}/{nth}" for nth in range(SUBSCRIPTIONS_MAX)}


async def test_pages_that_subscribe_at_once_leave_one_telephone_one(crew: CrewOnDuty) -> None:
    """A page that is opened twice, and a browser that somebody else signs in at meanwhile: by session and by endpoint."""
    tablet = await crew.sign_in(person("crew", "SVA-1"))
    async with asyncio.TaskGroup() as together:
        for nth in range(16):
            endpoint = f"{crew.endpoint}/{nth % 4}"
            together.create_task(crew.subscribe(endpoint, (crew.session, tablet)[nth // 2 % 2]))
    kept = await crew.store.all(crew.room.clock.now())
    assert len({one.endpoint for one in kept}) == len(kept)
    assert 1 <= len(kept) <= 2


def test_the_words_of_an_exercise_begin_with_what_it_is() -> None:
    message = PushMessage(
        subscription=PushSubscriptionId(UUID(int=1)),
        reason=WakeUpReason.ALERT,
        about=UUID(int=2),
        waits=UUID(int=3),
        at=SimulatedClock().now(),
    )
    assert payload_of(message, Mode.EXERCISE, "es").title == "EJERCICIO · Aviso nuevo"
    assert payload_of(message, Mode.REAL, "en").title == "New job"
