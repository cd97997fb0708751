"""Which unit is recommended, and what is said of those that are not."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from auxilio.dispatch.recommendation.core.policy import recommend
from auxilio.dispatch.tasks.core.model import Task, TaskState
from auxilio.dispatch.units.core import machine
from auxilio.dispatch.units.core.model import CrewEmergency, Unit, UnitPosition, UnitStatus
from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.kernel.ids import AssignmentId, CaseId, CentreId, TaskId, UnitId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from tests.actors import system
from tests.dispatch.factories import AT, CREW, registered
from tests.dispatch.test_machines import a_task


def unit(callsign: str, *capabilities: str, **changed: object) -> Unit:
    made = machine.evolve(
        None, machine.register(None, registered(callsign, capabilities=capabilities), system())[0], AT
    )
    ready = {"crew": CREW, "status": UnitStatus.AVAILABLE}
    return msgspec.structs.replace(made, **(ready | changed))


def needing(*capabilities: str) -> Task:
    return msgspec.structs.replace(a_task(TaskState.ACCEPTED), capabilities=capabilities)


def roads(*pairs: tuple[Unit, float], by: TravelBasis = TravelBasis.ROAD) -> dict[UnitId, TravelTime]:
    return {one.id: TravelTime(duration_s=s, distance_m=s * 10, by=by) for one, s in pairs}


def seen(one: Unit, age_s: float = 5) -> dict[UnitId, UnitPosition]:
    return {one.id: UnitPosition(unit=one.id, point=Point(41.5, 1.5), at=AT - timedelta(seconds=age_s))}


def test_the_nearest_by_the_road_comes_first_and_says_so() -> None:
    near, far = unit("SVA-1", "als"), unit("SVA-2", "als")
    found = recommend(needing("als"), [far, near], {}, roads((near, 120), (far, 300)), AT)
    [need] = found.needs
    assert [one.callsign for one in need.candidates] == ["SVA-1", "SVA-2"]
    assert need.proposed == (near.id,)
    assert [(one.reasons[0].code, one.reasons[0].facts["travel_s"]) for one in need.candidates] == [
        ("nearest", "120"),
        ("next_nearest", "300"),
    ]


def test_a_scarce_unit_is_not_spent_on_what_another_could_do() -> None:
    both, only = unit("SVA-1", "als", "bls"), unit("SVB-1", "bls")
    found = recommend(needing("bls", "als"), [both, only], {}, roads((both, 60), (only, 90)), AT)
    proposed = {need.capability: need.proposed for need in found.needs}
    assert proposed == {"als": (both.id,), "bls": (only.id,)}
    assert [need.capability for need in found.needs] == ["bls", "als"], "in the order in which it was asked"


def test_what_somebody_goes_for_already_is_neither_proposed_again_nor_missed() -> None:
    """A doctor's car goes for the advanced care; the ambulance that is left is for the basic."""
    car, ambulance = unit("M-02", "als", assignment=AssignmentId(UUID(int=1))), unit("A-01", "als", "bls")
    times = roads((car, 30), (ambulance, 120))
    found = recommend(needing("als", "bls"), [car, ambulance], {}, times, AT, lacking=("bls",))
    assert [(need.capability, need.count, need.proposed) for need in found.needs] == [
        ("als", 0, ()),
        ("bls", 1, (ambulance.id,)),
    ]
    assert found.missing == ()
    assert [one.callsign for one in found.needs[0].candidates] == ["A-01"], (
        "whoever could do it is still shown"
    )


def test_who_is_asked_for_twice_is_scarcer_than_who_is_asked_for_once() -> None:
    one, two, both = unit("B-01", "pump"), unit("R-01", "rescue"), unit("B-02", "pump", "rescue")
    fleet = [one, two, both]
    times = roads((both, 60), (one, 90), (two, 90))
    found = recommend(needing("pump", "rescue", "rescue"), fleet, {}, times, AT)
    assert found.missing == ()
    assert {need.capability: set(need.proposed) for need in found.needs} == {
        "pump": {one.id},
        "rescue": {two.id, both.id},
    }


def test_as_many_as_are_asked_for_and_what_is_missing_is_said() -> None:
    one, two = unit("SVA-1", "als"), unit("SVA-2", "als")
    found = recommend(needing("als", "als", "als", "hems"), [one, two], {}, {}, AT)
    assert found.needs[0].proposed == (one.id, two.id)
    assert found.missing == ("als", "hems")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"assignment": AssignmentId(UUID(int=1)), "case": CaseId(UUID(int=2))}, "assigned"),
        ({"assignment": AssignmentId(UUID(int=1)), "task": TaskId(UUID(int=9))}, "on_this_task"),
        ({"status": UnitStatus.OUT_OF_SERVICE}, "out_of_service"),
        ({"status": UnitStatus.AT_DESTINATION}, "status"),
        ({"crew": ()}, "no_crew"),
        ({"mode": Mode.EXERCISE}, "other_mode"),
        ({"emergency": CrewEmergency(at=AT, by_name="Marta")}, "emergency"),
    ],
)
def test_whoever_is_set_aside_is_shown_with_the_reason(changed: dict[str, object], code: str) -> None:
    other = unit("SVA-1", "als", **changed)
    [need] = recommend(needing("als"), [other], {}, {}, AT).needs
    assert (need.candidates, need.proposed) == ((), ())
    assert [one.reasons[0].code for one in need.aside] == [code]
    if code != "other_mode":
        assert need.aside[0].reasons[0].facts["since"] == iso_us(other.status_at)


def test_candidates_those_aside_and_the_unsuited_are_the_centre_s_units_each_once() -> None:
    going = AssignmentId(UUID(int=1))
    here = needing("pump", "rescue")
    fleet = [
        unit("B-1", "pump"),
        unit("B-2", "pump", "rescue", assignment=going, task=here.id),
        unit("B-3", "pump", crew=()),
        unit("E-1", "ladder"),
        unit("J-1", "officer", assignment=AssignmentId(UUID(int=2)), case=CaseId(UUID(int=2))),
        unit("J-2", "officer", assignment=going, task=here.id),
    ]
    found = recommend(here, fleet, {}, {}, AT, ("pump",))
    stands = {one.callsign for need in found.needs for one in need.candidates}
    aside = {one.callsign: one.reasons[0].code for need in found.needs for one in need.aside}
    unsuited = {one.callsign: [why.code for why in one.reasons] for one in found.unsuited}
    assert (stands, aside) == ({"B-1"}, {"B-2": "on_this_task", "B-3": "no_crew"})
    assert unsuited == {
        "E-1": ["other_capability"],
        "J-1": ["other_capability", "assigned"],
        "J-2": ["on_this_task"],
    }


def test_a_unit_that_goes_is_not_called_missing_for_anything_it_can_do() -> None:
    """By the plan an engine counts for one; that the rescue is missing is not true once one with both goes."""
    here = needing("pump", "rescue", "rescue")
    both = unit("B-2", "pump", "rescue", assignment=AssignmentId(UUID(int=1)), task=here.id)
    found = recommend(here, [both], {}, {}, AT, ("rescue", "rescue"), [both.capabilities])
    assert found.missing == ("rescue",), "two are asked, one goes"
    one = msgspec.structs.replace(here, capabilities=("pump", "rescue"))
    assert recommend(one, [both], {}, {}, AT, ("rescue",), [both.capabilities]).missing == ()


def test_what_a_proposed_unit_can_do_besides_is_not_called_missing() -> None:
    """An officer's ladder truck is proposed for the officer: that no ladder is free would not be true."""
    both = unit("B-2", "ladder", "officer")
    assert recommend(needing("ladder", "officer"), [both], {}, {}, AT).missing == ()
    assert recommend(needing("ladder", "ladder", "officer"), [both], {}, {}, AT).missing == ("ladder",)


def test_free_and_on_the_road_is_said_of_whom_it_is_true() -> None:
    free = unit("SVA-1", "als", status=UnitStatus.EN_ROUTE)
    busy = unit(
        "SVA-2",
        "als",
        status=UnitStatus.EN_ROUTE,
        assignment=AssignmentId(UUID(int=1)),
        case=CaseId(UUID(int=2)),
    )
    [need] = recommend(needing("als"), [free, busy], seen(free) | seen(busy), {}, AT).needs
    assert [mark.code for mark in need.candidates[0].flags] == ["on_the_road"]
    assert need.aside[0].flags == ()


def test_units_of_another_centre_are_not_this_centre_s_to_send() -> None:
    [need] = recommend(needing("als"), [unit("B-1", "als", centre=CentreId("bom-1"))], {}, {}, AT).needs
    assert (need.candidates, need.aside) == ((), ())


@pytest.mark.parametrize(
    ("age_s", "flag"),
    [(5, None), (61, "position_old"), (4000, "position_from_home"), (None, "position_from_home")],
)
def test_an_old_position_is_flagged(age_s: float | None, flag: str | None) -> None:
    one = unit("SVA-1", "als")
    positions = {} if age_s is None else seen(one, age_s)
    [need] = recommend(needing("als"), [one], positions, roads((one, 60)), AT).needs
    assert [mark.code for mark in need.candidates[0].flags] == ([flag] if flag else [])


def test_a_straight_line_is_never_passed_off_as_a_road() -> None:
    one = unit("SVA-1", "als")
    [need] = recommend(
        needing("als"), [one], seen(one), roads((one, 60), by=TravelBasis.STRAIGHT_LINE), AT
    ).needs
    assert "straight_line" in [mark.code for mark in need.candidates[0].flags]


def test_whom_no_open_road_leads_there_comes_after_everybody_whom_one_does() -> None:
    """Across a closed bridge the line is short: its minute is nobody's."""
    cut_off, around = unit("B-01", "pump"), unit("B-02", "pump")
    times = roads((around, 900)) | roads((cut_off, 60), by=TravelBasis.STRAIGHT_LINE)
    [need] = recommend(needing("pump"), [cut_off, around], {}, times, AT).needs
    assert need.proposed == (around.id,)
    assert [(one.callsign, one.reasons[0].code) for one in need.candidates] == [
        ("B-02", "nearest"),
        ("B-01", "no_road"),
    ]


def test_whoever_was_only_estimated_stands_last_and_is_never_said_to_have_no_road() -> None:
    asked, cut_off, guessed = unit("B-01", "pump"), unit("B-02", "pump"), unit("B-03", "pump")
    times = (
        roads((asked, 900))
        | roads((cut_off, 400), by=TravelBasis.THROUGH_CLOSURE)
        | roads((guessed, 60), by=TravelBasis.ESTIMATE)
    )
    [need] = recommend(needing("pump"), [guessed, cut_off, asked], seen(guessed), times, AT).needs
    assert [(one.callsign, one.reasons[0].code) for one in need.candidates] == [
        ("B-01", "nearest"),
        ("B-02", "no_road"),
        ("B-03", "farther"),
    ]
    assert [mark.code for mark in need.candidates[2].flags] == ["estimate"]


def test_while_no_road_is_known_at_all_the_nearest_by_the_line_comes_first() -> None:
    near, far = unit("B-01", "pump"), unit("B-02", "pump")
    times = roads((near, 60), (far, 900), by=TravelBasis.STRAIGHT_LINE)
    [need] = recommend(needing("pump"), [far, near], {}, times, AT).needs
    assert need.proposed == (near.id,)


def test_without_a_place_units_are_shown_without_a_time() -> None:
    one = unit("SVA-1", "als")
    [need] = recommend(needing("als"), [one], seen(one), {}, AT).needs
    assert (need.candidates[0].travel_s, need.candidates[0].reasons[0].code) == (None, "free")
