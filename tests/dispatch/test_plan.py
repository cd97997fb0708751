"""The shipped response plan covers everything that the typology and the protocols can ask, and says why."""

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.active_content.content_bundle import read_content
from auxilio.app.cli.content import describe
from auxilio.dispatch.response_plan.content import read_plan
from auxilio.dispatch.response_plan.core.plan import (
    EVERYWHERE,
    AlarmLevel,
    CentreRequest,
    ResponseProposal,
    ResponseZone,
    is_zone_active,
    levels_of,
    local_time,
    propose,
    services_by_agency,
)
from auxilio.dispatch.response_plan.core.plan_comparison import (
    DifferenceKind,
    PastCase,
    PlanFacts,
    compare_plans,
    replay,
)
from auxilio.dispatch.tasks.core.capabilities import missing_capabilities
from auxilio.dispatch.tasks.core.model import ProposalReason
from auxilio.kernel.ids import CentreId
from auxilio.kernel.shared_types import Priority
from tests.dispatch.factories import plan

CONTENT = Path(__file__).parents[2] / "content"
P0, P3 = Priority.P0, Priority.P3
CAPABILITIES = sorted(plan().capability_service)
TYPES = sorted(plan().types)


NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
"""A Wednesday, 13:00 by the clock of the area."""


def test_an_agency_answers_for_the_services_of_all_its_centres() -> None:
    area = plan().area
    first, second, *_ = area.centres.values()
    two = (
        msgspec.structs.replace(first, services=("FIRE", "SAR")),
        msgspec.structs.replace(second, agency=first.agency, services=("SAR", "EMS")),
    )
    centres = {**area.centres, **{one.id: one for one in two}}
    found = services_by_agency(
        msgspec.structs.replace(plan(), area=msgspec.structs.replace(area, centres=centres))
    )
    assert {"FIRE", "SAR", "EMS"} <= {*found[first.agency]}


def asked_now(*facts: Any, at: datetime = NOON, level: int = 1) -> ResponseProposal:
    return propose(*facts, at=at, level=level)


def by_centre(proposal: ResponseProposal) -> dict[str, CentreRequest]:
    return {ask.centre: ask for ask in proposal.centres}


def codes(ask: CentreRequest) -> list[str]:
    return [reason.code for reason in ask.reasons]


@pytest.mark.parametrize("priority", Priority)
def test_every_type_is_answered_by_a_centre(priority: Priority) -> None:
    for type in TYPES:
        found = asked_now(plan(), type, priority)
        assert found.unanswered == (), type
        own = plan().types[type].lead in plan().own
        assert own or found.centres, f"somebody is asked for {type}"
        assert all(ask.reasons for ask in found.centres), type


@given(
    st.sampled_from([None, "XXX-99", *TYPES]),
    st.sampled_from(Priority),
    st.lists(st.sampled_from(CAPABILITIES), max_size=6),
    st.sampled_from([None, "Riudalba", "Fontnova", "Elsewhere"]),
)
def test_what_was_proved_is_always_asked_for_and_no_centre_has_two_tasks(
    type: str | None, priority: Priority, send: list[str], municipality: str | None
) -> None:
    found = asked_now(plan(), type, priority, send, municipality)
    asked = [one for ask in found.centres for one in ask.capabilities]
    assert all(asked.count(one) >= send.count(one) for one in send)
    centres = [ask.centre for ask in found.centres]
    assert len(centres) == len(set(centres))
    assert found == asked_now(plan(), type, priority, send, municipality), "the same facts, the same proposal"


def test_what_was_proved_replaces_the_usual() -> None:
    usual = by_centre(asked_now(plan(), "SAN-01", P0))["san-1"]
    proved = by_centre(asked_now(plan(), "SAN-01", P0, ("als", "als", "aed")))["san-1"]
    assert usual.capabilities == ("als", "bls", "aed")
    assert proved.capabilities == ("als", "als", "aed")


def test_a_fire_asks_for_its_extras_once() -> None:
    asked = by_centre(asked_now(plan(), "INC-01", P0, ("pump", "pump", "ladder")))["bom-1"]
    assert asked.capabilities == ("pump", "pump", "ladder", "fire_officer")
    assert "extra_of_type" in codes(asked)


def test_supporting_services_are_asked_by_themselves_only_when_it_is_severe_enough() -> None:
    severe, mild = asked_now(plan(), "SAN-01", P0), asked_now(plan(), "SAN-01", P3)
    assert set(by_centre(severe)) == {"san-1", "pol-1"}
    assert set(by_centre(mild)) == {"san-1"}


def test_a_centre_that_stands_in_says_for_whom() -> None:
    told = by_centre(asked_now(plan(), "SAN-01", P0, ("aed",)))["san-1"]
    assert (
        ProposalReason(code="stands_in", facts={"service": "FIRST_RESPONDER", "by": "HEALTH"}) in told.reasons
    )


def test_the_agency_without_console_is_told_by_telephone() -> None:
    asked = by_centre(asked_now(plan(), None, P0, ("cp_officer",)))
    assert asked["pc-1"].by_telephone
    assert plan().area.centres[CentreId("pc-1")].phone


def test_help_sent_before_anybody_knows_what_it_is_goes_to_who_can_look_and_who_can_treat() -> None:
    asked = asked_now(plan(), None, Priority.P2)
    assert [(ask.centre, codes(ask)) for ask in asked.centres] == [
        ("pol-1", ["unclassified"]),
        ("san-1", ["unclassified"]),
    ]


def test_the_municipality_s_own_centre_is_asked_first_and_the_county_s_is_its_fallback() -> None:
    area = plan().area
    village = ResponseZone(municipalities=("Fontnova",), service="FIRE", centres=(CentreId("pc-1"),))
    assert EVERYWHERE in area.zones[1].municipalities
    local = msgspec.structs.replace(plan(), area=msgspec.structs.replace(area, zones=(*area.zones, village)))
    here = asked_now(local, None, P0, ("pump",), "Fontnova").centres[0]
    there = asked_now(local, None, P0, ("pump",), "Riudalba").centres[0]
    assert (here.centre, here.fallbacks) == ("pc-1", ("bom-1",))
    assert (there.centre, there.fallbacks) == ("bom-1", ())


class TestHours:
    """A zone may hold by hour and day, by the clock of the area; what always holds stands behind it."""

    NIGHT = ResponseZone(
        municipalities=(EVERYWHERE,), service="FIRE", centres=(CentreId("bom-2"),), hours="22:00-07:00"
    )
    SATURDAY = msgspec.structs.replace(NIGHT, days=("sat",))

    def first(self, zone: ResponseZone, at: datetime) -> tuple[str, tuple[str, ...]]:
        area = plan().area
        local = msgspec.structs.replace(plan(), area=msgspec.structs.replace(area, zones=(*area.zones, zone)))
        asked = asked_now(local, None, P0, ("pump",), at=at).centres[0]
        return asked.centre, asked.fallbacks

    @pytest.mark.parametrize(
        ("at", "night"),
        [
            (datetime(2026, 3, 4, 20, 59, tzinfo=UTC), False),
            (datetime(2026, 3, 4, 21, 0, tzinfo=UTC), True),
            (datetime(2026, 3, 5, 5, 59, tzinfo=UTC), True),
            (datetime(2026, 3, 5, 6, 0, tzinfo=UTC), False),
            (datetime(2026, 7, 1, 20, 0, tzinfo=UTC), True),  # summer: two hours before Greenwich
        ],
    )
    def test_the_night_begins_and_ends_by_the_clock_on_the_wall(self, at: datetime, night: bool) -> None:
        assert self.first(self.NIGHT, at) == (("bom-2", ("bom-1",)) if night else ("bom-1", ()))

    def test_a_night_belongs_to_the_day_on_which_it_begins(self) -> None:
        friday, saturday, sunday = (datetime(2026, 3, day, 2, tzinfo=UTC) for day in (7, 8, 9))
        assert [self.first(self.SATURDAY, at)[0] for at in (friday, saturday, sunday)] == [
            "bom-1",
            "bom-2",
            "bom-1",
        ]

    @given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 1439), st.integers(0, 1439))
    def test_a_window_and_its_opposite_share_the_week(self, at: datetime, begin: int, end: int) -> None:
        if begin == end:
            return
        one, other = (
            msgspec.structs.replace(
                self.NIGHT, hours=f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}"
            )
            for a, b in ((begin, end), (end, begin))
        )
        assert is_zone_active(one, local_time(plan(), at)) != is_zone_active(other, local_time(plan(), at))


class TestAlarms:
    """A higher level asks for more, also of who was not asked, and never for less."""

    RAISED = msgspec.structs.replace(
        plan(),
        alarms=(
            AlarmLevel(
                type="INC-01",
                level=2,
                ask={"FIRE": ("pump", "pump", "ladder"), "CIVIL_PROTECTION": ("cp_officer",)},
            ),
            AlarmLevel(type="INC-01", level=3, ask={"FIRE": ("pump", "pump", "pump")}),
        ),
    )

    def test_a_second_alarm_brings_what_it_says_in_all(self) -> None:
        asked = by_centre(asked_now(self.RAISED, "INC-01", P0, level=2))
        usual = by_centre(asked_now(self.RAISED, "INC-01", P0))
        assert sorted(asked["bom-1"].capabilities) == sorted([*usual["bom-1"].capabilities, "pump"])
        assert "cp_officer" in asked["pc-1"].capabilities
        assert ProposalReason(code="alarm_level", facts={"level": "2"}) in asked["bom-1"].reasons
        assert levels_of(self.RAISED, "INC-01") == (1, 2, 3)
        assert levels_of(self.RAISED, "SAN-01") == (1,)

    @given(st.sampled_from(TYPES), st.sampled_from(Priority), st.integers(1, 8))
    def test_no_level_asks_for_less_than_the_one_before(
        self, type: str, priority: Priority, level: int
    ) -> None:
        lower, higher = (
            by_centre(asked_now(self.RAISED, type, priority, level=n)) for n in (level, level + 1)
        )
        for centre, ask in lower.items():
            assert not Counter(ask.capabilities) - Counter(higher[centre].capabilities)


class TestTrial:
    """A draft beside the plan in force."""

    def test_one_plan_asks_nothing_otherwise(self) -> None:
        found = compare_plans(plan(), plan(), PlanFacts(type="INC-01", priority=P0, at=NOON))
        assert (found.differences, found.unanswered) == ((), ())

    @pytest.mark.parametrize(
        ("ask", "what"),
        [
            (("als", "als", "bls"), DifferenceKind.MORE),
            (("als",), DifferenceKind.LESS),
            (("bls", "bls"), DifferenceKind.ELSE),
        ],
    )
    def test_what_differs_has_a_word(self, ask: tuple[str, ...], what: DifferenceKind) -> None:
        usual = plan().usual | {"HEALTH": (ask, *plan().usual["HEALTH"][1:])}
        found = compare_plans(
            plan(),
            msgspec.structs.replace(plan(), usual=usual),
            PlanFacts(type="SAN-01", priority=P0, at=NOON),
        )
        assert [(one.centre, one.what) for one in found.differences] == [("san-1", what)]

    def test_the_past_is_counted_and_what_got_worse_stands_first(self) -> None:
        area = plan().area
        draft = msgspec.structs.replace(
            plan(),
            area=msgspec.structs.replace(area, zones=tuple(z for z in area.zones if z.service != "FIRE")),
            usual=plan().usual | {"POLICE": (("patrol",) * 3, *plan().usual["POLICE"][1:])},
        )
        past = [
            PastCase(number=n, facts=PlanFacts(type=type, priority=P0, at=NOON))
            for n, type in enumerate(("SAN-01", "INC-01", "SAN-01"), 1)
        ]
        found = replay(plan(), draft, past, NOON)
        assert (found.tried, found.otherwise, found.worse) == (3, 3, 1)
        assert [case.number for case in found.cases] == [2, 3, 1]
        assert "FIRE" in found.cases[0].unanswered
        assert found.by[DifferenceKind.NOT_ASKED] == 1
        reserved = [msgspec.structs.replace(case, reserved=case.number == 2) for case in past]
        found = replay(plan(), draft, reserved, NOON)
        assert (found.tried, found.otherwise, found.worse) == (3, 3, 1)
        assert [case.number for case in found.cases] == [3, 1], "a reserved case is counted and not listed"


def test_resources_are_united_and_not_summed() -> None:
    assert missing_capabilities(("als", "als", "bls"), ("als", "bls", "bls")) == ("als",)
    assert missing_capabilities(("als",), ("als", "als")) == ()


@pytest.fixture
def copy_of_content(tmp_path: Path) -> Path:
    shutil.copytree(CONTENT / "plans", tmp_path / "plans")
    (tmp_path / "data").mkdir()
    for name in ("typology.csv", "catalog.yaml"):
        shutil.copy(CONTENT / "data" / name, tmp_path / "data" / name)
    return tmp_path


@pytest.mark.parametrize(
    ("file", "before", "after", "code"),
    [
        ("needs.yaml", "HEALTH: [[als, bls]", "HEALTH: [[alz, bls]", "unknown_capability"),
        ("needs.yaml", "  FOREST: [[forest", "  FORREST: [[forest", "unknown_service"),
        ("needs.yaml", "type: INC-01", "type: INC-99", "unknown_type"),
        ("needs.yaml", "  CSN: CIVIL_PROTECTION\n", "", "service_without_centre"),
        ("needs.yaml", "support_up_to: P2", "support_up_to: P7", "schema_choice"),
        ("needs.yaml", "INC-01, level: 3", "INC-01, level: 4", "alarm_gap"),
        ("needs.yaml", "INC-01, level: 3", "INC-01, level: 2", "alarm_twice"),
        ("needs.yaml", "INC-03, level: 2", "INC-99, level: 2", "unknown_type"),
        (
            "needs.yaml",
            "INC-03, level: 2, ask: {FIRE: [pump",
            "INC-03, level: 2, ask: {FIRE: [als",
            "unknown_capability",
        ),
        ("needs.yaml", "INC-03, level: 2", "INC-03, level: 1", "schema_too_low"),
        (
            "needs.yaml",
            "  CSN: CIVIL_PROTECTION\n",
            "  CSN: TELCO\n  CIVIL_PROTECTION: CSN\n",
            "stand_in_loop",
        ),
        (
            "areas/demo.yaml",
            "service: FIRE, centres: [bom-1]",
            "service: FIRE, centres: [pol-1]",
            "centre_of_other_service",
        ),
        (
            "areas/demo.yaml",
            "service: FIRE, centres",
            'service: FIRE, hours: "08:00-20:00", centres',
            "hours_without_cover",
        ),
        ("areas/demo.yaml", "service: FIRE, centres", 'service: FIRE, hours: "8-20", centres', "schema_form"),
        (
            "areas/demo.yaml",
            "service: FIRE, centres",
            "service: FIRE, days: [sun], centres",
            "hours_without_cover",
        ),
        ("areas/demo.yaml", "zones:", "timezone: Europe/Atlantis\nzones:", "unknown_timezone"),
        (
            "areas/demo.yaml",
            '  - {municipalities: ["*"], service: FIRE, centres: [bom-1]}\n',
            "",
            "service_without_centre",
        ),
        (
            "areas/demo.yaml",
            "service: FIRE, centres: [bom-1]",
            "service: FIRE, centres: [bom-9]",
            "unknown_centre",
        ),
        ("areas/demo.yaml", 'console: false, phone: "+34999001500"', "console: false", "schema_missing"),
        ("areas/demo.yaml", "accept_due_s: [20, 40, 120, 300]", "accept_due_s: [20, 40]", "schema_too_few"),
        ("areas/demo.yaml", "format: response-area/1", "format: [", "not_yaml"),
        ("areas/demo.yaml", "of: bom-1, centres: [bom-2", "of: bom-1, centres: [bom-9", "unknown_centre"),
        ("areas/demo.yaml", "of: bom-1, centres: [bom-2", "of: bom-1, centres: [san-2", "no_neighbour"),
        ("areas/demo.yaml", "of: bom-1, centres: [bom-2", "of: bom-1, centres: [bom-1", "no_neighbour"),
    ],
)
def test_a_plan_with_a_fault_is_refused_with_file_and_line(
    copy_of_content: Path, file: str, before: str, after: str, code: str
) -> None:
    path = copy_of_content / "plans" / file
    text = path.read_text("utf-8")
    assert text.count(before) >= 1
    path.write_text(text.replace(before, after, 1), "utf-8")
    found, faults = read_plan(copy_of_content, "demo")
    assert found is None
    assert code in [fault.code for fault in faults], faults
    assert all(fault.file.startswith("plans/") and fault.line >= 1 for fault in faults)


def test_an_area_that_is_not_there_is_a_fault(copy_of_content: Path) -> None:
    found, [fault] = read_plan(copy_of_content, "atlantis")
    assert found is None
    assert fault.code == "unreadable"


def test_the_plan_s_digest_changes_with_what_it_asks(copy_of_content: Path) -> None:
    before, _ = read_plan(copy_of_content, "demo")
    path = copy_of_content / "plans/needs.yaml"
    path.write_text(path.read_text("utf-8").replace("FIRE: [[pump, rescue]", "FIRE: [[pump]"), "utf-8")
    after, _ = read_plan(copy_of_content, "demo")
    assert before is not None
    assert after is not None
    assert before.digest == plan().digest != after.digest
    assert before.draft


def test_content_verify_proves_the_plans_of_every_area(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    (folder / "plans/areas/coast.yaml").write_text(
        (folder / "plans/areas/demo.yaml")
        .read_text("utf-8")
        .replace("centres: [pol-1]}", "centres: [pol-9]}"),
        "utf-8",
    )
    [fault] = read_content(folder)[2].errors  # and of what ships none
    assert (fault.file, fault.rule, fault.code) == ("plans/areas/coast.yaml", "L02", "unknown_centre")
    assert describe(fault, "en").endswith("There is no centre pol-9 in this area.")
