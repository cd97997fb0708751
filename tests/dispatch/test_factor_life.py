"""Aim: a travel time factor is adopted, replaced and dropped in versions, and applied to roads alone. Without a database."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.dispatch.recommendation.core.policy import CapabilityNeed, Recommendation, UnitCandidate
from auxilio.dispatch.tasks.core.model import ProposalReason
from auxilio.dispatch.travel_time_factor.core import machine
from auxilio.dispatch.travel_time_factor.core import messages as m
from auxilio.dispatch.travel_time_factor.core.model import (
    NO_FACTOR,
    FactorVersion,
    LearntFactor,
    TravelTimeFactor,
    travel_time_factor_id,
)
from auxilio.dispatch.travel_time_factor.core.policy import (
    RUNS_MIN,
    apply_factors,
    explain_factors,
    learn_factor,
)
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.geo.model import TravelBasis, TravelTime
from auxilio.kernel.ids import AgencyId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from tests.actors import person
from tests.dispatch.factories import AT
from tests.dispatch.test_machines import a_unit
from tests.dispatch.test_travel_time_factor import run

SAN, BOM = AgencyId("san"), AgencyId("bom")
BOSS = person("administrator", "admin-1", name="Nuria Pla", mode=Mode.TRAINING)
ID = travel_time_factor_id(Mode.TRAINING, SAN)
LEARNT = LearntFactor(runs=240, left_out=3, median=0.8, factor=0.82, since=AT, until=AT + timedelta(days=30))


def adopt(pace: TravelTimeFactor | None, factor: float, learnt: LearntFactor | None = LEARNT) -> Any:
    command = m.AdoptTravelTimeFactor(agency=SAN, factor=factor, words="revisado")
    return machine.decide(pace, command, learnt, BOSS)


def drop(pace: TravelTimeFactor | None) -> Any:
    return machine.decide(pace, m.DropTravelTimeFactor(agency=SAN, words="obras"), LEARNT, BOSS)


def version(number: int, factor: float = 0.82, minutes: int = 0, **more: Any) -> FactorVersion:
    fields: dict[str, Any] = {
        "at": AT + timedelta(minutes=minutes),
        "by": "Nuria Pla",
        "words": "revisado",
        "learnt": LEARNT,
    }
    return FactorVersion(version=number, factor=factor, **(fields | more))


def pace(*versions: FactorVersion, agency: AgencyId = SAN) -> TravelTimeFactor:
    return TravelTimeFactor(id=ID, agency=agency, mode=Mode.TRAINING, versions=versions)


def test_a_factor_is_adopted_replaced_and_dropped_each_as_a_version() -> None:
    fact: dict[str, Any] = {"pace": ID, "by": "Nuria Pla"}
    adopted: dict[str, Any] = fact | {
        "agency": SAN, "mode": Mode.TRAINING, "factor": 0.82, "learnt": LEARNT, "words": "revisado",
    }  # fmt: skip
    first = adopt(None, 0.82)
    assert first == (m.TravelTimeFactorAdopted(version=1, **adopted),)
    known = machine.evolve(None, first[0], AT)
    assert known == pace(version(1))
    second = adopt(known, 0.82)
    assert second == (m.TravelTimeFactorAdopted(version=2, **adopted),)
    known = machine.evolve(known, second[0], AT + timedelta(minutes=1))
    assert known == pace(version(1), version(2, minutes=1))
    dropped = drop(known)
    assert dropped == (m.TravelTimeFactorDropped(version=3, words="obras", **fact),)
    known = machine.evolve(known, dropped[0], AT + timedelta(minutes=2))
    gone = version(3, NO_FACTOR, 2, words="obras", learnt=None)
    assert known == pace(version(1), version(2, minutes=1), gone)
    for nothing in (None, known):
        with pytest.raises(Refused, match=r"^no_pace"):
            drop(nothing)
    assert adopt(known, 0.82)[0].version == 4
    assert adopt(pace(), 0.82)[0].version == 1
    assert drop(pace(version(1), gone, version(4)))[0].version == 5


def test_only_what_the_runs_say_now_is_adopted_to_half_of_the_shown_decimals() -> None:
    assert adopt(None, 0.824)[0].factor == 0.82, "what was learnt, not what was typed"
    assert adopt(None, 0.816)
    for shown in (0.826, 0.814, 0.9):
        with pytest.raises(Refused, match=r"^pace_differs"):
            adopt(None, shown)
    for learnt in (None, msgspec.structs.replace(LEARNT, factor=None)):
        with pytest.raises(Refused, match=r"^too_few_runs"):
            adopt(None, 0.82, learnt)


def test_what_was_in_force_at_a_moment() -> None:
    known = pace(version(1, 0.9), version(2, 0.8, minutes=10))
    moments = [known.at(AT + timedelta(minutes=at)) for at in (-1, 0, 9, 10, 99)]
    assert moments == [NO_FACTOR, 0.9, 0.9, 0.8, 0.8]


def test_thirty_runs_say_something_and_their_quarters_say_how_far_they_lie() -> None:
    assert RUNS_MIN == 30
    ratios = [0.6] * 10 + [0.8] * 10 + [1.0] * 10
    found = learn_factor([run(ratio) for ratio in ratios], None, AT, AT + timedelta(days=1))
    assert (found.quarter, found.median, found.three_quarters) == (0.6, 0.8, 1.0)
    assert (found.since, found.until) == (AT, AT + timedelta(days=1))
    assert learn_factor([run(0.8) for _ in range(29)], None, AT, AT).factor is None


@pytest.mark.parametrize(
    ("ratio", "road_s", "counts"),
    [
        (0.2, 600, True),
        (0.19, 600, False),
        (5.0, 600, True),
        (5.01, 600, False),
        (1, 60, True),
        (1, 59, False),
    ],
)
def test_which_runs_were_a_drive(ratio: float, road_s: float, counts: bool) -> None:
    found = learn_factor([run(ratio, road_s)], None, AT, AT)
    assert (found.runs, found.left_out) == ((1, 0) if counts else (0, 1))


# --- applied --------------------------------------------------------------------------------------


def unit(number: int, agency: AgencyId = SAN) -> Any:
    return msgspec.structs.replace(a_unit(UnitStatus.AVAILABLE), id=UnitId(UUID(int=number)), agency=agency)


def time(by: TravelBasis) -> TravelTime:
    return TravelTime(duration_s=100.0, distance_m=900.0, by=by)


UNITS = (unit(1), unit(2, BOM))
STRANGER = UnitId(UUID(int=9))


def test_a_factor_changes_the_time_by_road_of_its_agency_and_nothing_else() -> None:
    known = {SAN: pace(version(1, 0.5), version(2, 0.8))}
    for by, expected in (
        (TravelBasis.ROAD, 80.0),
        (TravelBasis.THROUGH_CLOSURE, 80.0),
        (TravelBasis.STRAIGHT_LINE, 100.0),
        (TravelBasis.ESTIMATE, 100.0),
    ):
        times = {one.id: time(by) for one in UNITS} | {STRANGER: time(by)}
        found = apply_factors(times, UNITS, known)
        assert [found[one].duration_s for one in times] == [pytest.approx(expected), 100.0, 100.0]
        assert {one.distance_m for one in found.values()} == {900.0}
        assert times[UNITS[0].id].duration_s == 100.0, "what was asked is not changed"


def candidate(number: int, by: str | None = "road", **more: Any) -> UnitCandidate:
    fixed: dict[str, Any] = {"callsign": "SVA-1", "capability": "als", "travel_s": 82.0, "reasons": ()}
    return UnitCandidate(unit=UnitId(UUID(int=number)), by=by, **(fixed | more))


def explained(
    known: dict[AgencyId, TravelTimeFactor], one: UnitCandidate
) -> tuple[UnitCandidate, UnitCandidate]:
    need = CapabilityNeed(capability="als", count=1, proposed=(), candidates=(one,), aside=(one,))
    asked = Recommendation(task="t", at=AT, needs=(need,), missing=("bls",))
    found = explain_factors(asked, UNITS, known)
    assert msgspec.structs.replace(found, needs=()) == msgspec.structs.replace(asked, needs=())
    return found.needs[0].candidates[0], found.needs[0].aside[0]


def test_a_candidate_says_which_factor_its_time_carries_also_one_set_aside() -> None:
    old = ProposalReason(code="position_old")
    says = ProposalReason(code="pace", facts={"factor": "0.82", "agency": "san", "runs": "240"})
    one = candidate(1, flags=(old,))
    expected = msgspec.structs.replace(one, flags=(old, says))
    assert explained({SAN: pace(version(1, 0.5), version(2))}, one) == (expected, expected)


@pytest.mark.parametrize(
    ("known", "one"),
    [
        ({}, candidate(1)),
        ({SAN: pace(version(1))}, candidate(2)),
        ({SAN: pace(version(1))}, candidate(9)),
        ({SAN: pace(version(1))}, candidate(1, "straight_line")),
        ({SAN: pace(version(1))}, candidate(1, None)),
        ({SAN: pace(version(1), version(2, NO_FACTOR))}, candidate(1)),
        ({SAN: pace(version(1), version(2, learnt=None))}, candidate(1)),
    ],
)
def test_a_candidate_without_a_factor_says_nothing(
    known: dict[AgencyId, TravelTimeFactor], one: UnitCandidate
) -> None:
    assert explained(known, one) == (one, one)
