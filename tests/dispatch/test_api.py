"""The questions of stage 4 over HTTP, as centre, desk and crew ask them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar
from litestar.di import Provide

from auxilio.dispatch.api import HANDLERS
from auxilio.dispatch.fakes import StraightLines
from auxilio.dispatch.queries import DispatchQueries
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tracking.api import HANDLERS as TRACKING
from auxilio.dispatch.tracking.service import TrackingService
from auxilio.dispatch.units.core.model import UnitPosition
from auxilio.geo.service import RegionService
from auxilio.kernel.actor import Actor
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Priority
from auxilio.platform.clock import SystemClock
from auxilio.platform.http.problem import exception_handlers
from tests.actors import person
from tests.dispatch.factories import DispatchSetup, call_taker, crew_of, dispatcher, plan

type As = Callable[[Actor], AsyncClient]


@pytest.fixture
def ask(room: DispatchSetup) -> As:
    """A client for whoever acts."""
    queries = DispatchQueries(
        room.database.pool, SystemClock(), room.store, StraightLines(), plan, room.store
    )

    tracking = TrackingService(room.database.pool, SystemClock(), RegionService.without_data())

    def as_(actor: Actor) -> AsyncClient:
        provided: dict[str, Any] = {
            "actor": Provide(lambda: actor, sync_to_thread=False),
            "dispatch_": Provide(lambda: queries, sync_to_thread=False),
            "tracking": Provide(lambda: tracking, sync_to_thread=False),
        }
        app = Litestar([*HANDLERS, *TRACKING], dependencies=provided, exception_handlers=exception_handlers())
        return AsyncClient(transport=ASGITransport(app), base_url="http://auxilio.test")

    return as_


async def test_a_centre_sees_its_units_by_time_with_reasons_and_the_others_aside(
    room: DispatchSetup, ask: As
) -> None:
    near = await room.unit("SVA-1", home=Point(41.501, 1.50))
    far = await room.unit("SVA-2", home=Point(41.60, 1.50))
    task, other = await room.task(), await room.task()
    busy = await room.unit("SVA-3")
    await room.alerted(other, busy)
    async with ask(dispatcher()) as client:
        answer = await client.get("/api/dispatch/recommend", params={"task": str(task.id)})
    assert answer.status_code == 200, answer.text
    [need] = answer.json()["needs"]
    assert [one["callsign"] for one in need["candidates"]] == ["SVA-1", "SVA-2"]
    assert need["proposed"] == [str(near.id)]
    assert need["candidates"][1]["unit"] == str(far.id)
    assert [(one["callsign"], one["reasons"][0]["code"]) for one in need["aside"]] == [("SVA-3", "assigned")]


async def test_nobody_is_missed_for_what_a_crew_goes_for(room: DispatchSetup, ask: As) -> None:
    """Found in the demo: with the doctor's car alerted, the ambulance was counted for the car's part and the rest «not free»."""
    car = await room.unit("M-02", capabilities=("als",))
    ambulance = await room.unit("A-01", capabilities=("als", "bls"))
    task = await room.task(capabilities=("als", "bls"))
    await room.alerted(task, car)
    async with ask(dispatcher()) as client:
        found = (await client.get("/api/dispatch/recommend", params={"task": str(task.id)})).json()
    assert found["missing"] == []
    assert {need["capability"]: need["proposed"] for need in found["needs"]} == {
        "als": [],
        "bls": [str(ambulance.id)],
    }


async def test_nobody_is_missed_for_what_a_crew_has_done(room: DispatchSetup, ask: As) -> None:
    car = await room.unit("M-02", capabilities=("als",))
    await room.unit("M-03", capabilities=("als",))
    task = await room.task(capabilities=("als", "bls"))
    await room.alerted(task, car)
    for step in ("acknowledged", "en_route", "on_scene", "available"):
        await room.press(car, step)
    async with ask(dispatcher()) as client:
        found = (await client.get("/api/dispatch/recommend", params={"task": str(task.id)})).json()
    assert found["missing"] == ["bls"]
    assert [need["proposed"] for need in found["needs"]] == [[], []]


@pytest.mark.parametrize(
    ("who", "code"), [(dispatcher("bom-1"), "not_your_centre"), (call_taker(), "not_permitted")]
)
async def test_a_recommendation_is_for_the_task_s_own_centre(
    room: DispatchSetup, ask: As, who: Actor, code: str
) -> None:
    task = await room.task()
    async with ask(who) as client:
        answer = await client.get("/api/dispatch/recommend", params={"task": str(task.id)})
    assert (answer.status_code >= 400, answer.json()["code"]) == (True, code)


async def test_a_crew_reports_its_position_and_desks_see_it(room: DispatchSetup, ask: As) -> None:
    unit = await room.unit()
    fix = {
        "unit": str(unit.id),
        "point": {"lat": 41.5, "lon": 1.5},
        "at": unit.status_at.isoformat(),
        "accuracy_m": 6,
    }
    older = fix | {"at": (unit.status_at - timedelta(seconds=9)).isoformat()}
    async with ask(crew_of("SVA-1")) as client:
        assert (await client.post("/api/unit/position", json=fix)).json() == {"newest": True}
        assert (await client.post("/api/unit/position", json=older)).json() == {"newest": False}
    async with ask(call_taker()) as client:
        [seen] = (await client.get("/api/dispatch/positions")).json()
    assert (seen["unit"], seen["point"], seen["accuracy_m"]) == (str(unit.id), {"lat": 41.5, "lon": 1.5}, 6)


@pytest.mark.parametrize(
    "changed",
    [
        {"point": {"lat": 0, "lon": 0}},
        {"point": {"lat": 91, "lon": 0}},
        {"at": "2031-01-01T00:00:00Z"},
        {"at": "yesterday"},
        {"accuracy_m": -1},
        {"colour": "red"},
    ],
)
async def test_nonsense_is_refused_and_moves_nothing(
    room: DispatchSetup, ask: As, changed: dict[str, Any]
) -> None:
    unit = await room.unit()
    fix = {"unit": str(unit.id), "point": {"lat": 41.5, "lon": 1.5}, "at": unit.status_at.isoformat()}
    async with ask(crew_of("SVA-1")) as client:
        answer = await client.post("/api/unit/position", json=fix | changed)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.json()["code"]
    assert await room.store.latest() == []


async def test_nobody_reports_for_another_vehicle(room: DispatchSetup, ask: As) -> None:
    unit = await room.unit()
    fix = {"unit": str(unit.id), "point": {"lat": 41.5, "lon": 1.5}, "at": unit.status_at.isoformat()}
    for who, code in ((crew_of("SVA-2"), "not_your_unit"), (dispatcher(), "not_permitted")):
        async with ask(who) as client:
            answer = await client.post("/api/unit/position", json=fix)
        assert answer.json()["code"] == code


async def test_the_desk_sees_what_would_be_asked_of_whom_as_answers_come(
    room: DispatchSetup, ask: As
) -> None:
    async with ask(call_taker()) as client:
        asked = {"type": "SAN-01", "priority": 0, "send": "als,bls,aed", "municipality": "Riudalba"}
        answer = await client.get("/api/dispatch/proposal", params=asked)
        bad = await client.get("/api/dispatch/proposal", params={"priority": 9})
    assert answer.status_code == 200, answer.text
    assert [one["centre"] for one in answer.json()["centres"]] == ["san-1", "pol-1"]
    assert answer.json()["centres"][0]["capabilities"] == ["als", "bls", "aed"]
    assert 400 <= bad.status_code < 500


async def test_a_desk_learns_whom_it_can_ask_in_by_number_and_what_they_speak(
    room: DispatchSetup, ask: As
) -> None:
    async with ask(call_taker()) as client:
        found = {one["number"]: one for one in (await client.get("/api/dispatch/contacts")).json()}
    assert found["+34999001601"]["speaks"] == ["ar", "ber"]
    assert found["+34999001500"]["name"] == "Protecció Civil de l'Alba", "a centre without a console"
    async with ask(person("administrator")) as client:
        assert (await client.get("/api/dispatch/contacts")).json()["code"] == "not_permitted"


async def test_a_centre_learns_to_which_levels_an_alarm_can_be_raised_and_what_each_asks(
    room: DispatchSetup, ask: As
) -> None:
    async with ask(call_taker()) as client:
        levels = (await client.get("/api/dispatch/alarms")).json()
        asked = {"type": "INC-01", "priority": 1, "level": levels["INC-01"][0]}
        raised = (await client.get("/api/dispatch/proposal", params=asked)).json()
    assert levels["INC-01"] == [2, 3]
    assert "SAN-01" not in levels
    fire = next(one for one in raised["centres"] if one["centre"] == "bom-1")
    assert fire["capabilities"].count("pump") == 2
    assert {"code": "alarm_level", "facts": {"level": "2"}} in fire["reasons"]


async def test_an_administrator_is_told_nothing(room: DispatchSetup, ask: As) -> None:
    task = await room.task()
    async with ask(person("administrator")) as client:
        for path in ("positions", f"recommend?task={task.id}", "proposal?priority=0", "alarms"):
            assert (await client.get(f"/api/dispatch/{path}")).json()["code"] == "not_permitted"


async def test_the_position_of_the_last_hour_counts_and_an_older_one_does_not(
    room: DispatchSetup, ask: As
) -> None:
    unit, task = await room.unit(home=Point(41.501, 1.5)), await room.task()
    hours_ago = unit.status_at - timedelta(hours=2)
    await room.seen(UnitPosition(unit=unit.id, point=Point(43.0, 1.5), at=hours_ago))
    async with ask(dispatcher()) as client:
        answer = await client.get("/api/dispatch/recommend", params={"task": str(task.id)})
    [one] = answer.json()["needs"][0]["candidates"]
    assert one["travel_s"] < 60, "reckoned from its station"
    assert "position_from_home" in [flag["code"] for flag in one["flags"]]


async def test_an_administrator_reads_units_and_plan_and_nothing_of_a_case(
    room: DispatchSetup, ask: As
) -> None:
    unit = await room.unit()
    await room.alerted(await room.task(), unit)
    async with ask(person("administrator")) as client:
        (record,) = (await client.get("/api/admin/units")).json()
        assert (record["callsign"], record["out"]) == ("SVA-1", True)
        assert not record.keys() & {"case", "task", "assignment", "orders", "crew", "status"}
        read = (await client.get("/api/admin/plan")).json()
        assert read["version"] == plan().version
        assert {one["id"] for one in read["centres"]} == set(plan().area.centres)
    async with ask(dispatcher()) as client:
        for path in ("/api/admin/units", "/api/admin/plan"):
            assert (await client.get(path)).status_code == 403, path


async def test_all_tasks_of_a_centre_that_lack_units_are_solved_together_with_a_run_to_divert(
    room: DispatchSetup, ask: As
) -> None:
    severe = await room.task(priority=Priority.P0, place=Point(41.50, 1.50))
    mild = await room.task(priority=Priority.P2, place=Point(41.52, 1.50))
    slow = await room.task(priority=Priority.P3, place=Point(41.51, 1.52))
    near = await room.unit("SVA-1", home=Point(41.515, 1.50))
    far = await room.unit("SVA-2", home=Point(41.60, 1.50))
    moving = await room.unit("SVA-3", home=Point(41.51, 1.51))
    for task in (severe, mild):
        await room.do(t.AcceptTask(task=task.id), dispatcher())
    await room.alerted(slow, moving)
    async with ask(dispatcher()) as client:
        answer = await client.get("/api/dispatch/sharing")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert [(one["task"], one["unit"], one["reason"]["code"]) for one in found["shared"]] == [
        (str(severe.id), str(near.id), "nearest"),
        (str(mild.id), str(far.id), "more_severe"),
    ]
    assert found["diversions"] == [], "a straight line is no reason to take a unit away"


@pytest.mark.parametrize(
    ("who", "code"),
    [(call_taker(), "not_permitted"), (dispatcher(), None), (person("dispatcher", "d-1"), "centre_missing")],
)
async def test_what_is_shared_is_a_centres_own(
    room: DispatchSetup, ask: As, who: Actor, code: str | None
) -> None:
    async with ask(who) as client:
        answer = await client.get("/api/dispatch/sharing")
    assert answer.json().get("code") == code
