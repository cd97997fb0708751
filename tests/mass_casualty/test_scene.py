"""Aim: a report never loses what an earlier one said, what is heard late replaces nothing newer, and nothing is added up."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.core import scene_messages as m
from auxilio.mass_casualty.core.boards import scene_row
from auxilio.mass_casualty.core.scene import (
    HISTORY_MAX,
    Casualties,
    CasualtyColour,
    CasualtyLocation,
    CountBasis,
    MajorDeclaration,
    MethaneField,
    MethaneSource,
    MethaneValue,
    PlanOutcome,
    Scene,
)
from auxilio.mass_casualty.core.scene_machine import decide, evolve

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
CASE = CaseId(UUID(int=1))
ROLES = frozenset({"dispatcher"})
MARTA = Actor(
    id=UUID(int=7), kind="person", name="Marta Soler", roles=ROLES, permissions=permissions_of(ROLES)
)


def words(text: str, source: MethaneSource = MethaneSource.SCENE) -> MethaneValue:
    return MethaneValue(source=source, words=text)


def major(declared: MajorDeclaration) -> MethaneValue:
    return MethaneValue(source=MethaneSource.SCENE, declared=declared)


def casualties(least: int, most: int | None, how: CountBasis = CountBasis.ESTIMATED) -> MethaneValue:
    return MethaneValue(source=MethaneSource.SCENE, number=Casualties(least=least, most=most), how=how)


numbers = st.builds(
    lambda least, more: Casualties(least=least, most=None if more is None else least + more),
    st.integers(0, 200),
    st.none() | st.integers(0, 50),
)
texts = st.text(min_size=1, max_size=20).filter(str.strip)
values = {
    letter: st.builds(words, texts, st.sampled_from(MethaneSource))
    for letter in MethaneField
    if letter not in {MethaneField.MAJOR, MethaneField.NUMBER}
} | {
    MethaneField.MAJOR: st.builds(major, st.sampled_from(MajorDeclaration)),
    MethaneField.NUMBER: st.builds(
        lambda number, how: MethaneValue(source=MethaneSource.SCENE, number=number, how=how),
        numbers,
        st.sampled_from(CountBasis),
    ),
}
said = st.lists(st.sampled_from(MethaneField), min_size=1, unique=True).flatmap(
    lambda letters: st.fixed_dictionaries({letter: values[letter] for letter in letters})
)
moments = st.integers(0, 3600).map(lambda seconds: AT + timedelta(seconds=seconds))


def reported(
    scene: Scene | None, letters: dict[MethaneField, MethaneValue], at: datetime = AT, **more
) -> Scene:
    command = m.ReportScene(case=CASE, said=letters, **more)
    (event,) = decide(scene, command, MARTA, Mode.EXERCISE)
    assert isinstance(event, m.SceneReported)
    return evolve(scene, event, at)


def counted(scene: Scene | None, at: datetime = AT, **more) -> Scene:
    command = m.CountCasualties(case=CASE, **{"how": CountBasis.ESTIMATED, **more})
    (event,) = decide(scene, command, MARTA, Mode.EXERCISE)
    assert isinstance(event, m.CasualtiesCounted)
    return evolve(scene, event, at)


@given(reports=st.lists(st.tuples(said, moments), min_size=1, max_size=12))
def test_whatever_was_once_said_of_a_letter_stands_until_something_newer_is_said_of_it(reports):
    scene: Scene | None = None
    for letters, at in reports:
        scene = reported(scene, letters, at)
    assert scene is not None
    for letter in MethaneField:
        tellings = [(at, letters[letter]) for letters, at in reports if letter in letters]
        if not tellings:
            assert letter not in scene.letters
            continue
        newest = max(at for at, _ in tellings)
        last = [value for at, value in tellings if at == newest][-1]
        assert (scene.letters[letter].at, scene.letters[letter].value) == (newest, last)


@given(reports=st.lists(said, min_size=2, max_size=8))
def test_what_a_newer_report_replaced_stays_visible(reports):
    scene: Scene | None = None
    for nth, letters in enumerate(reports):
        before = dict(scene.letters) if scene else {}
        scene = reported(scene, letters, AT + timedelta(minutes=nth))
        for letter in scene.reports[-1].changed:
            assert scene.letters[letter].before == before[letter].value
            assert scene.letters[letter].before_at == before[letter].at
        for letter in set(letters) - set(scene.reports[-1].changed):
            if (
                letter in before
            ):  # said again, perhaps from elsewhere: what stood before that is not forgotten
                assert scene.letters[letter].before == before[letter].before


@given(
    sweeps=st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from(CasualtyColour), numbers, min_size=1),
            st.dictionaries(st.sampled_from(CasualtyLocation), numbers),
            st.sampled_from(CountBasis),
            moments,
        ),
        min_size=1,
        max_size=10,
    )
)
def test_counts_stand_as_they_were_said_and_are_never_added_up(sweeps):
    scene: Scene | None = None
    for colours, places, how, at in sweeps:
        scene = counted(scene, at, colours=colours, places=places, how=how)
    assert scene is not None
    told = [(s.at, s.colours, s.places, s.how) for s in scene.sweeps]
    assert told == sorted(
        [(at, colours, places, how) for colours, places, how, at in sweeps], key=lambda one: one[0]
    )
    # Every number on the row is one that somebody said.
    spoken = {
        (n.least, n.most) for colours, places, _, _ in sweeps for n in (*colours.values(), *places.values())
    }
    row = msgspec.json.decode(msgspec.json.encode(scene_row(scene)))
    shown = {
        (n["least"], n["most"])
        for s in row["sweeps"]
        for n in (*s["colours"].values(), *s["places"].values())
    }
    assert shown <= spoken


def test_a_crew_that_is_heard_late_replaces_nothing_newer_and_is_on_record():
    scene = reported(None, {MethaneField.HAZARDS: words("fuego")}, AT + timedelta(minutes=5))
    late = reported(
        scene, {MethaneField.HAZARDS: words("humo"), MethaneField.ACCESS: words("por el norte")}, AT
    )
    assert late.letters[MethaneField.HAZARDS].value.words == "fuego"
    assert late.letters[MethaneField.ACCESS].value.words == "por el norte"
    assert late.reports[-1].late == (MethaneField.HAZARDS,)


def test_an_estimate_that_is_counted_is_a_change_though_the_number_is_the_same():
    scene = reported(None, {MethaneField.NUMBER: casualties(20, 20)})
    again = reported(
        scene, {MethaneField.NUMBER: casualties(20, 20, CountBasis.COUNTED)}, AT + timedelta(minutes=1)
    )
    assert again.reports[-1].changed == (MethaneField.NUMBER,)
    assert again.letters[MethaneField.NUMBER].before == casualties(20, 20)


def test_the_same_words_from_the_scene_confirm_what_the_case_knew_and_change_nothing():
    scene = reported(None, {MethaneField.EXACT_LOCATION: words("A-99 km 4", MethaneSource.CASE)})
    again = reported(scene, {MethaneField.EXACT_LOCATION: words("A-99 km 4")}, AT + timedelta(minutes=3))
    assert again.reports[-1].changed == ()
    assert again.letters[MethaneField.EXACT_LOCATION].value.source is MethaneSource.SCENE
    assert again.letters[MethaneField.EXACT_LOCATION].at == AT + timedelta(minutes=3)


def test_who_gave_it_and_whether_it_was_read_back_stay_with_the_report():
    scene = reported(
        None, {MethaneField.MAJOR: major(MajorDeclaration.YES)}, given_by="Jefe B-01", read_back=True
    )
    (report,) = scene.reports
    assert (report.by, report.given_by, report.read_back, report.letters) == (
        "Marta Soler", "Jefe B-01", True, (MethaneField.MAJOR,),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("letter", "value"),
    [
        (MethaneField.MAJOR, words("sí")),
        (MethaneField.MAJOR, casualties(3, 3)),
        (MethaneField.HAZARDS, words("   ")),
        (MethaneField.HAZARDS, major(MajorDeclaration.YES)),
        (MethaneField.ACCESS, casualties(3, 3)),
        (MethaneField.NUMBER, words("")),
        (MethaneField.NUMBER, major(MajorDeclaration.YES)),
        (MethaneField.NUMBER, MethaneValue(source=MethaneSource.SCENE, number=Casualties.of(3))),
        (
            MethaneField.NUMBER,
            MethaneValue(source=MethaneSource.SCENE, words="muchos", how=CountBasis.COUNTED),
        ),
    ],
)
def test_a_letter_says_its_own_kind_of_thing(letter: MethaneField, value: MethaneValue):
    with pytest.raises(Refused) as refused:
        reported(None, {letter: value})
    assert (refused.value.code, refused.value.facts) == ("letter_says_otherwise", {"letter": letter})


def test_nothing_said_is_refused_and_words_without_a_number_are_something():
    with pytest.raises(Refused, match="nothing_reported"):
        reported(None, {})
    with pytest.raises(Refused, match="nothing_reported"):
        counted(None)
    assert MethaneField.NUMBER in reported(None, {MethaneField.NUMBER: words("muchísimos")}).letters


def test_a_number_is_a_range_that_does_not_run_backwards():
    with pytest.raises(ValueError, match="at most"):
        Casualties(least=8, most=6)


def test_a_scene_holds_the_newest_reports_and_numbers_all():
    scene: Scene | None = None
    for nth in range(HISTORY_MAX + 5):
        scene = reported(scene, {MethaneField.HAZARDS: words(str(nth))}, AT + timedelta(minutes=nth))
        scene = counted(scene, AT + timedelta(minutes=nth), colours={CasualtyColour.RED: Casualties.of(nth)})
    assert scene is not None
    assert [one.number for one in scene.reports] == list(range(6, HISTORY_MAX + 6))
    assert [one.number for one in scene.sweeps] == list(range(6, HISTORY_MAX + 6))


def test_what_became_of_a_plan_is_told_to_a_scene_that_nobody_reported_of():
    tell = m.RecordPlanOutcome(
        case=CASE,
        plan="t",
        name="Plan territorial",
        what=PlanOutcome.DECLARED,
        phase="Alerta",
        by="Jordi Mas",
    )
    (event,) = decide(None, tell, MARTA, Mode.EXERCISE)
    assert isinstance(event, m.PlanOutcomeRecorded)
    scene = evolve(None, event, AT)
    assert (scene.mode, scene.letters) == (Mode.EXERCISE, {})
    assert (scene.situations["t"].what, scene.situations["t"].phase) == (PlanOutcome.DECLARED, "Alerta")
