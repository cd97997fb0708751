"""Aim: what the facts say is in the report, what was corrected stays readable, and nothing is invented."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.app.capabilities import NARRATIVES
from auxilio.archive.core.messages import AddendumAdded
from auxilio.archive.report import render
from auxilio.calls.core.messages import (
    CallAnswered,
    CallerIdentified,
    CallNoted,
    CallReceived,
    PositionReported,
)
from auxilio.calls.core.model import CallChannel
from auxilio.cases.core.messages import CaseClosed, CaseLocated, CaseOpened, ProvedPriorityRaised
from auxilio.cases.core.model import CaseEnding, ClosingData, Location, LocationCertainty, ServiceOutcome
from auxilio.dispatch.tasks.core.messages import TaskAccepted, TaskEnded, TaskOffered
from auxilio.dispatch.tasks.core.model import TaskOutcome
from auxilio.dispatch.units.core.assignment_messages import AssignmentStarted, AssignmentStepReached
from auxilio.dispatch.units.core.assignment_model import AssignmentStep
from auxilio.instructions.core.messages import CardOpened, StepRepeated, StepSaid
from auxilio.kernel.event import Envelope, Event
from auxilio.kernel.ids import (
    AgencyId,
    AssignmentId,
    CallId,
    CaseId,
    CentreId,
    DeskId,
    PersonId,
    RunId,
    TaskId,
    UnitId,
)
from auxilio.kernel.narrative import flat
from auxilio.kernel.position import Point, Position, PositionSource
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.i18n import catalogues
from auxilio.reporting.case_page import CasePageBuilder
from auxilio.reporting.case_report import build_report
from auxilio.reporting.narrative_facts import story_facts
from auxilio.reporting.story import story
from auxilio.reporting.wording import NoWording
from auxilio.triage.core.messages import RunAnswered, RunProved, RunStarted
from auxilio.triage.core.model import ProvenResult
from tests.platform.proof.factories import START, event

CATALOGUES = catalogues()


def fact(
    seconds: float, kind: str, body: dict[str, Any] | None = None, *, stream: str = "case:1"
) -> Envelope:
    at = START + timedelta(seconds=seconds)
    text = "" if body is None else msgspec.json.encode({"kind": kind, **body}).decode()
    return msgspec.structs.replace(
        event(int(seconds) + 1, stream=stream), kind=kind, body=text, happened_at=at, desk="P-07"
    )


def happened(seconds: float, event: Event, *, stream: str = "case:1") -> Envelope:
    """An event as the log keeps it."""
    body = msgspec.to_builtins(event)
    return fact(seconds, body.pop("kind"), body, stream=stream)


def place(words: str, lat: float, detail: str | None = None) -> CaseLocated:
    point = Point(lat=lat, lon=1.5)
    return CaseLocated(
        case=CASE,
        location=Location(degree=LocationCertainty.AGREED, words=words, point=point, detail=detail),
    )


def answered(question: str, words: str | None = None, again: bool = False) -> RunAnswered:
    corrects = "no" if again else None
    return RunAnswered(
        run=RUN, question=question, answer="no", words=words, corrects=corrects, by="Laia", again=again
    )


def stepped(step: AssignmentStep) -> AssignmentStepReached:
    return AssignmentStepReached(assignment=ASSIGNMENT, step=step)


def run_started(digest: str = "") -> RunStarted:
    return RunStarted(
        run=RUN, case=CASE, mode=Mode.REAL, language="es", protocol="san-pcr", version="1", digest=digest,
        draft=False, facts={}, by="Laia",
    )  # fmt: skip


def card_opened(digest: str = "") -> CardOpened:
    return CardOpened(
        run=CARD, case=CASE, mode=Mode.REAL, language="es", card="rcp", version="1", digest=digest, draft=False,
        first="hands", by="Laia",
    )  # fmt: skip


def said(step: str, language: str | None = None) -> StepSaid:
    return StepSaid(run=CARD, step=step, next=None, mark=None, by="Laia", language=language)


CALL, CASE, TASK = CallId(UUID(int=1)), CaseId(UUID(int=2)), TaskId(UUID(int=3))
RUN, CARD, ASSIGNMENT = RunId(UUID(int=4)), RunId(UUID(int=5)), AssignmentId(UUID(int=6))
FIX = Position(
    point=Point(lat=42.5, lon=1.51), source=PositionSource.AML, uncertainty_m=120, at=START
)  # fmt: skip
CLOSING = ClosingData(
    disposition=CaseEnding.RESOLVED,
    outcomes=(ServiceOutcome(service="HEALTH", result="transported"),),
    words="Recupera el pulso",
)
OFFERED = TaskOffered(
    task=TASK, case=CASE, mode=Mode.REAL, centre=CentreId("san-1"), agency=AgencyId("san"), service="health",
    capabilities=("als",), priority=Priority.P0, by="Laia", soon_s=60, due_s=90,
)  # fmt: skip
STARTED = AssignmentStarted(
    assignment=ASSIGNMENT, unit=UnitId(UUID(int=7)), callsign="B-12", task=TASK, case=CASE, centre=CentreId("san-1"),
    mode=Mode.REAL, priority=Priority.P0, by="Pau", point=Point(lat=42.49, lon=1.5),
)  # fmt: skip
ADDENDUM = AddendumAdded(
    case=CASE, number=1, words="Sale del hospital", by="Núria", person=PersonId(UUID(int=8)), key="0123456789abcdef",
    signature="",
)  # fmt: skip
RANG = CallReceived(
    call=CALL, number=1, channel=CallChannel.CHAT, mode=Mode.REAL, urgency=0, phone="+34600000014", language="es"
)  # fmt: skip
NIGHT = [
    happened(0, RANG, stream="call:1"),
    happened(4, CallAnswered(call=CALL, desk=DeskId("P-07"), operator=PersonId(UUID(int=9)), operator_name="Laia"), stream="call:1"),
    happened(6, CaseOpened(case=CASE, number=4821, mode=Mode.REAL, by="Laia", summary="no respira")),
    happened(9, PositionReported(call=CALL, position=FIX), stream="call:1"),
    happened(12, place("Calle Molina 14", 42.51)),
    happened(13, place("Calle Molina 14", 42.51)),
    happened(20, run_started(), stream="run:r"),
    happened(31, answered("awake"), stream="run:r"),
    happened(32, RunProved(run=RUN, case=CASE, protocol="san-pcr", standing=ProvenResult(priority=Priority.P1)), stream="run:r"),
    happened(41, answered("breathing", "hace un ruido raro"), stream="run:r"),
    happened(42, ProvedPriorityRaised(case=CASE, priority=Priority.P0, rule="san-pcr-1")),
    happened(44, OFFERED, stream="task:t"),
    happened(48, TaskAccepted(task=TASK, by="Pau", soon_s=60, due_s=90), stream="task:t"),
    happened(57, STARTED, stream="assignment:a"),
    happened(68, stepped(AssignmentStep.ACKNOWLEDGED), stream="assignment:a"),
    happened(70, card_opened(), stream="card:c"),
    happened(71, said("hands"), stream="card:c"),
    happened(200, place("Calle del Molino 14", 42.52, detail="4.º 2.ª")),
    happened(240, answered("breathing", again=True), stream="run:r"),
    happened(464, stepped(AssignmentStep.ON_SCENE), stream="assignment:a"),
    happened(900, TaskEnded(task=TASK, by="Pau", outcome=TaskOutcome.TRANSPORTED), stream="task:t"),
    happened(950, CaseClosed(case=CASE, closing=CLOSING)),
    happened(9000, ADDENDUM, stream="case_file:1"),
]  # fmt: skip


def told(facts: list[Envelope]) -> Any:
    return build_report(
        facts,
        narratives=NARRATIVES,
        centre="112",
        number="4821/2026",
        sealed_at=START + timedelta(seconds=960),
        facts_digest="0" * 64,
        catalogues=CATALOGUES,
    )


def test_the_report_says_who_where_what_and_how_it_ended() -> None:
    report = told(NIGHT)
    assert {f.label: f.value for f in report.who}["phone"] == "+34600000014"
    assert {f.label: f.value for f in report.where}["position"] == "AML ±120 m"
    assert report.priority == "P0"
    assert report.summary == ("no respira", "Recupera el pulso")
    assert [f.label for f in report.outcome] == ["disposition", "result", "closed_by"]
    assert report.outcome[1].value.startswith("Sanidad: ")
    assert report.closed_at == START + timedelta(seconds=950)


def test_a_case_of_which_nothing_is_proved_reads_as_every_page_shows_it() -> None:
    doubted = [fact for fact in NIGHT if fact.kind != ProvedPriorityRaised.kind()]
    assert told(doubted).priority == "P0 provisional"


def test_a_line_has_no_gap_for_what_was_not_said_and_no_tenths_of_a_metre() -> None:
    fix = msgspec.structs.replace(FIX, uncertainty_m=14.1)
    facts = [
        happened(1, CallerIdentified(call=CALL, at_place=True)),
        happened(2, CallerIdentified(call=CALL, at_place=True, caller_name="Ana")),
        happened(3, PositionReported(call=CALL, position=fix)),
    ]
    assert [line.words for _, line in story(story_facts(facts, NARRATIVES), CATALOGUES, "es")] == [
        "Alertante: está en el lugar",
        "Alertante: Ana · está en el lugar",
        "Posición del teléfono ±14 m",
    ]


def test_a_corrected_place_stays_readable_before_the_true_one() -> None:
    first = told(NIGHT).where[0]
    assert (first.label, first.value, first.before) == ("place", "Calle del Molino 14", ("Calle Molina 14",))


def test_the_first_moments_are_counted_from_the_ring() -> None:
    assert [(m.label, (m.at - START).total_seconds()) for m in told(NIGHT).milestones] == [
        ("answered", 4), ("help_sent", 44), ("acknowledged", 68), ("first_instruction", 71), ("on_scene", 464)
    ]  # fmt: skip


def test_an_answer_stands_with_what_it_proved_and_the_words_that_were_said() -> None:
    answers = told(NIGHT).answers
    assert [(a.question, a.answer, a.again, a.proved) for a in answers] == [
        ("awake", "no", False, "P1"),
        ("breathing", "no «hace un ruido raro»", False, None),
        ("breathing", "no", True, None),
    ]
    lines = [line.words for _, line in story(story_facts(NIGHT, NARRATIVES), CATALOGUES, "es", NoWording())]
    assert [words for words in lines if words.startswith("breathing")] == [
        "breathing: no",
        "breathing: no (preguntado de nuevo)",
    ]


def test_a_task_has_its_times_its_units_and_its_end() -> None:
    (task,) = told(NIGHT).tasks
    assert list(task.times) == ["offered", "accepted", "ended"]
    assert [(u.name, list(u.times)) for u in task.units] == [
        ("B-12", ["alerted", "acknowledged", "on_scene"])
    ]
    assert task.outcome == CATALOGUES.text("dispatch.outcome.transported")


def test_a_late_fact_is_an_addendum() -> None:
    assert [(a.number, a.words, a.by) for a in told(NIGHT).addenda] == [(1, "Sale del hospital", "Núria")]


def test_the_map_shows_place_phone_unit_and_the_place_that_was_wrong() -> None:
    drawn = told(NIGHT).map
    assert drawn.caller_uncertainty_m == 120
    assert [(m.kind, m.label) for m in drawn.marks] == [("former", "Calle Molina 14"), ("unit", "B-12")]


def test_a_redacted_fact_has_its_line_and_not_its_words() -> None:
    hidden = fact(5, "calls.call.noted", None, stream="call:1")
    lines = {
        f.envelope.id: line.words
        for f, line in story(story_facts([*NIGHT, hidden], NARRATIVES), CATALOGUES, "es")
    }
    assert lines[hidden.id] == "(reservado)"


def test_a_redacted_offer_of_a_task_keeps_its_moments_and_its_place_in_the_report() -> None:
    hidden = [msgspec.structs.replace(f, body="") if f.kind == TaskOffered.kind() else f for f in NIGHT]
    (task,) = told(hidden).tasks
    assert (task.centre, list(task.times), task.units) == (
        "(reservado)",
        ["offered", "accepted", "ended"],
        (),
    )
    assert render(told(hidden), CATALOGUES).startswith(b"%PDF")


def test_an_event_of_a_newer_release_is_told_by_its_fields() -> None:
    newer = fact(5, CallNoted.kind(), {"words": "humo", "tone": "calm", "call": 12}, stream="call:1")
    [told_as] = story_facts([newer], NARRATIVES)
    assert told_as.event is None
    assert [line.words for _, line in story([told_as], CATALOGUES, "es")] == ["Nota: humo"]


def test_the_facts_can_come_in_any_order() -> None:
    assert told(list(reversed(NIGHT))) == told(NIGHT)


@pytest.mark.parametrize("gone", range(len(NIGHT)))
def test_a_case_that_lacks_any_one_fact_can_still_be_told(gone: int) -> None:
    told([f for n, f in enumerate(NIGHT) if n != gone])


@given(
    st.lists(st.sampled_from(NIGHT), min_size=1, max_size=6, unique_by=lambda e: (e.stream, e.version)),
    st.booleans(),
)
def test_whatever_part_of_a_night_is_known_it_is_told(facts: list[Envelope], bare: bool) -> None:
    told([msgspec.structs.replace(f, body="{}") for f in facts] if bare else facts)


class Words(NoWording):
    """One protocol and one card, by their digests."""

    def question(self, digest: str, question: str, language: str) -> str | None:
        return {("d1", "awake"): "¿Está despierto?"}.get((digest, question))

    def answer(self, digest: str, question: str, answer: str, language: str) -> str | None:
        return "No" if digest == "d1" else None

    def step(self, digest: str, step: str, language: str, *, written: bool = False) -> str | None:
        return "Pon las manos en el centro." if (digest, step) == ("d2", "hands") else None


def test_the_story_speaks_in_the_words_of_the_version_that_was_used_and_else_in_codes() -> None:
    def renewed(digest: str) -> list[str]:
        change = {"triage.run.started": {"digest": digest}, "instructions.card.opened": {"digest": "d2"}}
        facts = []
        for one in NIGHT:
            body = msgspec.json.decode(one.body) | change.get(one.kind, {})
            facts.append(msgspec.structs.replace(one, body=msgspec.json.encode(body).decode()))
        return [line.words for _, line in story(story_facts(facts, NARRATIVES), CATALOGUES, "es", Words())]

    assert "¿Está despierto?: No" in renewed("d1")
    assert "awake: no" in renewed("another version")
    assert "Dicho: Pon las manos en el centro." in renewed("d1")


def test_what_was_read_aloud_is_shown_in_the_language_it_was_read_in() -> None:
    """A card opened in Spanish, whose caller turned out to speak French: the court reads what was heard."""

    class TwoLanguages(NoWording):
        def step(self, digest: str, step: str, language: str, *, written: bool = False) -> str | None:
            return f"{step} en {language}"

    repeated = StepRepeated(run=CARD, step="press", by="Laia", language="fr")
    facts = [
        happened(70, card_opened("d2")),
        happened(71, said("hands")),
        happened(75, said("press", "fr")),
        happened(80, repeated),
    ]
    read = CasePageBuilder(story_facts(facts, NARRATIVES), CATALOGUES, TwoLanguages(), "ca").read()
    assert [one.words for one in read] == ["hands en es", "press en fr", "press en fr"]


def test_a_units_steps_are_told_with_its_callsign() -> None:
    words = [line.words for _, line in story(story_facts(NIGHT, NARRATIVES), CATALOGUES, "es")]
    assert {"Alerta a B-12", "B-12: Enterado", "B-12: En el lugar"} <= set(words)


def test_the_whole_night_is_printed() -> None:
    assert render(told(NIGHT), CATALOGUES).startswith(b"%PDF")


def test_a_body_is_flattened_as_the_console_flattens_it() -> None:
    body = {"a": {"b": 1, "c": None}, "d": ["x", "y"], "e": True}
    assert flat(body) == {"a_b": 1, "a_c": "", "d": "x, y", "d_count": 2, "e": "yes"}


def test_every_source_of_a_position_has_a_word_in_every_language() -> None:
    for source in PositionSource:
        assert f"report.source.{source}" in CATALOGUES, source
