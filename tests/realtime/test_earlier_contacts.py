"""The desk asks what is known already of a number and an address: by HTTP, over a whole installation."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar
from litestar.di import Provide
from msgspec import structs

from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel, CallDisposition, NumberSource
from auxilio.calls.earlier_contacts.api import EarlierContactController, earlier_of_case
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Location, LocationCertainty
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, CommandId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database import log
from auxilio.platform.http.problem import exception_handlers
from auxilio.platform.ids import new_id
from auxilio.realtime.earlier_contacts import EarlierContactFinder
from tests.actors import citizen, person, system
from tests.database import Database
from tests.demo_directory import register_demo_centres

LUCIA, PAU = person("call_taker", "desk-01"), person("call_taker", "desk-02")
HERE = Point(41.9200, 1.9000)
PHONE, SWITCHBOARD = "+34612345678", "+34938000000"


def address(words: str = "Calle Mayor, 12", metres: float = 0.0, town: str = "Vilaclara") -> Location:
    return Location(
        degree=LocationCertainty.MATCHED,
        words=words,
        point=Point(HERE.lat + metres / 111_195, HERE.lon),
        municipality=town,
    )


@dataclass
class EarlierSetup:
    """An installation, and people who ring."""

    runtime: Runtime

    async def do(self, actor: Actor, command: Command) -> None:
        await self.runtime.commands.handle(CommandId(new_id()), command, actor)

    async def rings(self, desk: Actor, phone: str | None = PHONE, *, said: bool = False) -> CallId:
        """A call that this desk has; `said`: the number is the caller's own word."""
        call = CallId(new_id())
        ring = calls.ReceiveCall(
            call=call,
            channel=CallChannel.CHAT,
            phone=phone,
            **({} if said or phone is None else {"phone_known_by": NumberSource.NETWORK_ASSERTED}),
        )
        await self.do(citizen(call) if said else system(), ring)
        await self.do(desk, calls.SetDeskReady())
        await self.do(desk, calls.AnswerCall(call=call))
        return call

    async def case(self, desk: Actor, call: CallId, place: Location | None = None) -> CaseId:
        case = CaseId(new_id())
        await self.do(desk, cases.OpenCase(case=case, call=call, location=place, type="TRA-01"))
        await self.do(system(), calls.JoinCase(call=call, case=case))
        return case

    async def earlier(
        self, phone: str = PHONE, *, said: bool = False, place: Location | None = None
    ) -> CaseId:
        """A call of Pau's that is over, and its case."""
        call = await self.rings(PAU, phone, said=said)
        case = await self.case(PAU, call, place)
        await self.do(PAU, calls.HangUp(call=call))
        return case

    async def ask(self, desk: Actor, path: str) -> Response:
        return await self._get(desk, f"/api/calls/{path}")

    async def of_case(self, centre: Actor, case: CaseId) -> Response:
        return await self._get(centre, f"/api/cases/{case}/earlier")

    async def _get(self, reader: Actor, path: str) -> Response:
        finder = EarlierContactFinder(
            self.runtime.pool,
            self.runtime.clock,
            self.runtime.commands,
            frozenset({SWITCHBOARD}),
            self.runtime.admitting,
        )
        given = {"actor": reader, "earlier_contacts": finder}
        app = Litestar(
            [EarlierContactController, earlier_of_case],
            dependencies={name: _given(value) for name, value in given.items()},
            exception_handlers=exception_handlers(),
        )
        async with AsyncClient(transport=ASGITransport(app), base_url="http://auxilio.test") as client:
            return await client.get(path)

    async def listed(self, desk: Actor, call: CallId) -> dict[str, Any]:
        answer = await self.ask(desk, f"{call}/earlier")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def counts(self, desk: Actor, call: CallId) -> tuple[int, int, int]:
        answer = await self.ask(desk, f"{call}/earlier/count")
        assert answer.status_code == 200, answer.text
        found = answer.json()
        return found["calls"], found["cases_here"], found["open_here"]

    async def looks(self) -> list[str]:
        facts = await log.read_after(self.runtime.pool, log.Cursor(), 10_000)
        return [str(fact.case) for fact in facts if fact.kind == "identity.case.looked_at"]


def _given(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> AsyncIterator[EarlierSetup]:
    async with open_runtime(Settings(area="demo", database_url=database.dsn, data=tmp_path)) as runtime:
        await register_demo_centres(runtime.pool)
        yield EarlierSetup(runtime)


async def test_earlier_calls_of_the_number_are_listed_newest_first_with_their_cases(
    room: EarlierSetup,
) -> None:
    first, second = await room.earlier(), await room.earlier(said=True)
    await room.earlier("+34699999999")
    call = await room.rings(LUCIA)
    found = await room.listed(LUCIA, call)
    assert [one["case"]["id"] for one in found["calls"]] == [str(second), str(first)]
    assert [one["phone_known_by"] for one in found["calls"]] == ["said", "network_asserted"]
    assert (found["number_searched"], found["shared_number"]) == (True, False)
    assert await room.counts(LUCIA, call) == (2, 0, 0)


async def test_a_call_closed_without_a_case_is_listed_with_its_disposition(room: EarlierSetup) -> None:
    before = await room.rings(PAU)
    await room.do(PAU, calls.HangUp(call=before))
    await room.do(PAU, calls.SetDisposition(call=before, disposition=CallDisposition.PRANK))
    [one] = (await room.listed(LUCIA, await room.rings(LUCIA)))["calls"]
    assert (one["disposition"], one["case"]) == ("prank", None)


async def test_cases_at_the_address_are_told_from_those_near_it(room: EarlierSetup) -> None:
    same = await room.earlier("+34600000001", place=address("calle  mayor, 12"))
    near = await room.earlier("+34600000002", place=address("Calle Mayor, 14", 40))
    await room.earlier("+34600000003", place=address("Calle Mayor, 20", 60))
    await room.earlier("+34600000004", place=address(metres=9_000, town="Otra"))
    call = await room.rings(LUCIA)
    await room.case(LUCIA, call, address())
    here = (await room.listed(LUCIA, call))["cases_here"]
    assert [(one["case"]["id"], one["same_address"]) for one in here] == [
        (str(near), False),
        (str(same), True),
    ]
    assert here[0]["distance_m"] == pytest.approx(40, abs=1)
    assert await room.counts(LUCIA, call) == (0, 2, 2)


async def test_what_names_no_place_is_no_address_in_common(room: EarlierSetup) -> None:
    """An operator who does not know the place yet writes «?»."""
    unknown = structs.replace(address("¿?"), point=None)
    await room.earlier("+34600000001", place=unknown)
    near = await room.earlier("+34600000002", place=address("…", 40))
    call = await room.rings(LUCIA)
    case = await room.case(LUCIA, call, structs.replace(unknown, words="-"))
    assert await room.counts(LUCIA, call) == (0, 0, 0)
    assert (await room.listed(LUCIA, call))["cases_here"] == []
    await room.do(LUCIA, cases.LocateCase(case=case, location=address("?")))
    (here,) = (await room.listed(LUCIA, call))["cases_here"]
    assert (here["case"]["id"], here["same_address"]) == (str(near), False)


async def test_the_list_is_a_look_at_each_case_and_the_count_is_none(room: EarlierSetup) -> None:
    case = await room.earlier()
    call = await room.rings(LUCIA)
    await room.counts(LUCIA, call)
    assert await room.looks() == []
    await room.listed(LUCIA, call)
    assert await room.looks() == [str(case)]


async def test_a_reserved_case_leaves_no_trace_for_who_may_not_see_it(room: EarlierSetup) -> None:
    reserved = await room.earlier(place=address())
    await room.do(PAU, cases.ReserveCase(case=reserved, reason="violencia"))
    call = await room.rings(LUCIA)
    await room.case(LUCIA, call, address())
    found = await room.listed(LUCIA, call)
    assert (found["calls"], found["cases_here"]) == ([], [])
    assert await room.counts(LUCIA, call) == (0, 0, 0)
    assert await room.looks() == []


async def test_only_the_desk_of_the_call_may_ask(room: EarlierSetup) -> None:
    call = await room.rings(LUCIA)
    for path in (f"{call}/earlier", f"{call}/earlier/count", f"{new_id()}/earlier"):
        assert (await room.ask(PAU, path)).json()["code"] == "not_your_call"
    crew = person("dispatcher", "desk-03")
    assert (await room.ask(crew, f"{call}/earlier")).json()["code"] == "not_permitted"
    trainee = structs.replace(LUCIA, mode=Mode.TRAINING)
    assert (await room.ask(trainee, f"{call}/earlier")).json()["code"] == "session_mode_differs"


async def test_a_number_of_many_people_is_marked(room: EarlierSetup) -> None:
    await room.earlier(SWITCHBOARD)
    found = await room.listed(LUCIA, await room.rings(LUCIA, SWITCHBOARD))
    assert found["shared_number"]
    assert len(found["calls"]) == 1


async def test_a_call_without_a_number_has_no_earlier_calls(room: EarlierSetup) -> None:
    await room.earlier()
    assert await room.counts(LUCIA, await room.rings(LUCIA, None)) == (0, 0, 0)


async def test_a_number_that_is_only_said_opens_no_list_of_its_calls(room: EarlierSetup) -> None:
    before = await room.earlier(place=address())
    call = await room.rings(LUCIA, said=True)
    await room.case(LUCIA, call, address())
    found = await room.listed(LUCIA, call)
    assert (found["calls"], found["number_searched"], found["shared_number"]) == ([], False, False)
    assert [one["case"]["id"] for one in found["cases_here"]] == [str(before)]
    answer = (await room.ask(LUCIA, f"{call}/earlier/count")).json()
    assert (answer["calls"], answer["repeated"]) == (0, {"day": 0, "month": 0})


async def test_a_number_that_an_operator_enters_opens_no_list_of_its_calls(room: EarlierSetup) -> None:
    await room.earlier()
    call = await room.rings(LUCIA, None)
    await room.do(LUCIA, calls.IdentifyCaller(call=call, phone=PHONE))
    assert await room.counts(LUCIA, call) == (0, 0, 0)
    assert (await room.listed(LUCIA, call))["calls"] == []
