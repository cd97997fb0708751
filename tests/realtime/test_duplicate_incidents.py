"""The desk asks which live cases its call may tell of: by HTTP, over a whole installation. Asking joins nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar
from litestar.di import Provide
from msgspec import structs

from auxilio.app.capabilities import tables
from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel, NumberSource
from auxilio.calls.store import cases_of_phones
from auxilio.cases.api import find_duplicates
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Location, LocationCertainty
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, CommandId, PersonId
from auxilio.kernel.position import Point, Position, PositionSource
from auxilio.platform.database import log
from auxilio.platform.http.problem import exception_handlers
from auxilio.platform.ids import new_id
from auxilio.realtime import duplicate_incidents
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.duplicate_incidents import DuplicateIncidentFinder
from auxilio.realtime.hub import Hub
from tests.actors import citizen, person, system
from tests.database import Database
from tests.triage.shipped_content import lexicon, suggester

LUCIA, PAU = person("call_taker", "desk-01"), person("call_taker", "desk-02")
HERE = Point(41.9200, 1.9000)
MAYOR = Location(
    degree=LocationCertainty.MATCHED,
    words="Calle Mayor, 12",
    point=HERE,
    uncertainty_m=25.0,
    municipality="Vilaclara",
)
ASSERTED: dict[str, Any] = {"phone_known_by": NumberSource.NETWORK_ASSERTED}
SWITCHBOARD = "+34938000000"


def fix(metres: float = 0.0, circle_m: float = 20.0) -> Position:
    point = Point(HERE.lat + metres / 111_195, HERE.lon)
    return Position(point=point, source=PositionSource.AML, uncertainty_m=circle_m, at=datetime.now(UTC))


@dataclass
class DuplicateSetup:
    """An installation with its boards, and people who ring."""

    runtime: Runtime
    hub: Hub

    async def do(self, actor: Actor, command: Command) -> None:
        await self.runtime.commands.handle(CommandId(new_id()), command, actor)

    async def rings(self, desk: Actor, words: str = "", **more: Any) -> CallId:
        """A call that this desk has."""
        call = CallId(new_id())
        them = citizen(call)
        network = "phone_known_by" in more
        await self.do(
            system() if network else them, calls.ReceiveCall(call=call, channel=CallChannel.CHAT, **more)
        )
        await self.do(desk, calls.SetDeskReady())
        await self.do(desk, calls.AnswerCall(call=call))
        if words:
            await self.do(them, calls.SendCallerText(call=call, words=words))
        return call

    async def case(self, desk: Actor, call: CallId, **known: Any) -> CaseId:
        """What that call tells of; the reaction that joins the call to it is played here."""
        case = CaseId(new_id())
        await self.do(desk, cases.OpenCase(case=case, call=call, **known))
        await self.do(system(), calls.JoinCase(call=call, case=case))
        return case

    async def first(self, words: str = "Un camión ha volcado", **known: Any) -> CaseId:
        """An accident that somebody has told of, and whose call is over."""
        call = await self.rings(LUCIA, words, position=fix(), phone="+34612345678", **ASSERTED)
        case = await self.case(LUCIA, call, **({"location": MAYOR, "type": "TRA-01"} | known))
        await self.do(LUCIA, calls.HangUp(call=call))
        return case

    async def asked(self, desk: Actor, call: CallId, **typed: Any) -> Response:
        await self._caught_up()
        same = DuplicateIncidentFinder(
            self.runtime.pool,
            self.hub,
            suggester,
            lexicon,
            frozenset({SWITCHBOARD}),
            cases_of_phones,
        )
        given = {"actor": desk, "finds_same": same}
        app = Litestar(
            [find_duplicates],
            dependencies={name: _given(value) for name, value in given.items()},
            exception_handlers=exception_handlers(),
        )
        async with AsyncClient(transport=ASGITransport(app), base_url="http://auxilio.test") as client:
            return await client.post(f"/api/calls/{call}/same", json=typed)

    async def shown(self, desk: Actor, call: CallId, **typed: Any) -> list[dict[str, Any]]:
        answer = await self.asked(desk, call, **typed)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["candidates"]
        return found

    async def _caught_up(self) -> None:
        facts = await log.read_after(self.runtime.pool, log.Cursor(), 10_000)
        while self.hub.cursor < facts[-1].position:
            await asyncio.sleep(0.01)

    async def kinds(self) -> list[str]:
        return [fact.kind for fact in await log.read_after(self.runtime.pool, log.Cursor(), 10_000)]


def _given(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> AsyncIterator[DuplicateSetup]:
    async with open_runtime(Settings(area="demo", database_url=database.dsn, data=tmp_path)) as runtime:
        hub = Hub(runtime.pool, runtime.aggregates, runtime.wakeups, runtime.clock, boards_for({}, tables()))
        following = asyncio.create_task(hub.run())
        await hub.ready.wait()
        yield DuplicateSetup(runtime, hub)
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following


async def test_while_the_address_is_asked_for_the_case_stands_there_with_its_reasons(
    room: DuplicateSetup,
) -> None:
    case = await room.first()
    call = await room.rings(PAU, "hay un accidente, un camión", position=fix(60))
    (found,) = await room.shown(PAU, call)
    assert found["case"] == str(case)
    assert found["score"] >= 60
    reasons = {reason["code"]: reason["facts"] for reason in found["reasons"]}
    assert {"place_near", "time", "words"} <= reasons.keys()
    assert {"type_same", "type_near"} & reasons.keys()
    assert reasons["words"]["words"] == "camión"


async def test_what_is_typed_and_is_no_fact_yet_counts(room: DuplicateSetup) -> None:
    await room.first()
    call = await room.rings(PAU, position=fix(60))
    assert await room.shown(PAU, call) == []
    assert await room.shown(PAU, call, words=["choque de coches"])
    assert await room.shown(PAU, call, type="TRA-02")


async def test_what_somebody_practises_alone_is_proposed_to_nobody_else_and_nothing_else_to_them(
    room: DuplicateSetup,
) -> None:
    case, words = await room.first(), "hay un accidente, un camión"
    alone = {"position": fix(60), "meant_for": PersonId(PAU.id), **ASSERTED}
    own = await room.rings(PAU, words, **alone)
    assert await room.shown(PAU, own) == []
    await room.case(PAU, own, location=MAYOR, type="TRA-01")
    await room.do(PAU, calls.HangUp(call=own))
    other = await room.rings(LUCIA, words, position=fix(60))
    assert [one["case"] for one in await room.shown(LUCIA, other)] == [str(case)]


async def test_what_others_practise_does_not_crowd_out_what_may_be_the_same(
    room: DuplicateSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicate_incidents, "READ_MAX", 1)
    words = "hay un accidente, un camión"
    alone = {"meant_for": PersonId(PAU.id), **ASSERTED}
    first = await room.rings(PAU, words, position=fix(120), **alone)
    farther = structs.replace(MAYOR, words="Calle Mayor, 40", point=fix(120).point)
    own = await room.case(PAU, first, location=farther, type="TRA-01")
    await room.do(PAU, calls.HangUp(call=first))
    await room.first()  # of somebody else, and likelier
    again = await room.rings(PAU, words, position=fix(), **alone)
    assert [one["case"] for one in await room.shown(PAU, again)] == [str(own)]


async def test_asking_joins_nothing_and_writes_nothing(room: DuplicateSetup) -> None:
    await room.first()
    call = await room.rings(PAU, "un accidente, un camión", position=fix(20))
    before = await room.kinds()
    assert await room.shown(PAU, call)
    assert await room.kinds() == before
    assert "cases.case.call_linked" not in before


async def test_the_same_mobile_is_found_without_a_place_and_a_switchboard_is_nobody(
    room: DuplicateSetup,
) -> None:
    await room.first()
    again = await room.rings(PAU, phone="+34612345678", **ASSERTED)
    (found,) = await room.shown(PAU, again)
    assert "phone_same" in {reason["code"] for reason in found["reasons"]}
    await room.do(PAU, calls.HangUp(call=again))

    call = await room.rings(PAU, "mi padre se ha caído", phone=SWITCHBOARD, **ASSERTED)
    await room.case(PAU, call, type="SAN-23")
    await room.do(PAU, calls.HangUp(call=call))
    again = await room.rings(PAU, "me duele el pecho", phone=SWITCHBOARD, **ASSERTED)
    assert await room.shown(PAU, again) == []


async def test_a_number_that_a_page_states_is_not_the_same_telephone(room: DuplicateSetup) -> None:
    await room.first()
    assert await room.shown(PAU, await room.rings(PAU, phone="+34612345678")) == []


async def test_a_reserved_case_is_told_to_nobody(room: DuplicateSetup) -> None:
    case = await room.first()
    call = await room.rings(PAU, "un accidente, un camión", position=fix(20))
    assert await room.shown(PAU, call)
    await room.do(LUCIA, cases.ReserveCase(case=case, reason="menor"))
    assert await room.shown(PAU, call) == []


async def test_what_is_decided_is_not_asked_again(room: DuplicateSetup) -> None:
    await room.first()
    call = await room.rings(PAU, "un accidente, un camión", position=fix(20))
    own = await room.case(PAU, call, type="TRA-01")
    assert await room.shown(PAU, call), "its own case is no answer to the question"
    other = await room.rings(LUCIA, "un accidente")
    await room.do(LUCIA, cases.LinkCall(case=own, call=other))
    assert await room.shown(PAU, call) == []


async def test_only_the_desk_that_has_the_call_may_ask(room: DuplicateSetup) -> None:
    call = await room.rings(PAU, position=fix())
    assert (await room.asked(LUCIA, call)).json()["code"] == "not_your_call"
    dispatcher = person("dispatcher", "bom-desk-1", agency="bom", centre="bom-1")
    assert (await room.asked(dispatcher, call)).json()["code"] == "not_permitted"
