"""Aim: what the facts say is in the report, what was corrected stays readable, and nothing is invented."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.archive.report import render
from auxilio.kernel.event import Envelope
from auxilio.kernel.position import PositionSource
from auxilio.platform.i18n import catalogues
from auxilio.reporting.reading import Reader
from auxilio.reporting.story import flat, known, story
from auxilio.reporting.telling import tell
from auxilio.reporting.wording import NoWording
from tests.platform.proof.make import START, event

CATALOGUES = catalogues()


def fact(
    seconds: float, kind: str, body: dict[str, Any] | None = None, *, stream: str = "case:1"
) -> Envelope:
    at = START + timedelta(seconds=seconds)
    text = "" if body is None else msgspec.json.encode({"kind": kind, **body}).decode()
    return msgspec.structs.replace(
        event(int(seconds) + 1, stream=stream), kind=kind, body=text, happened_at=at, desk="P-07"
    )


def place(words: str, lat: float, **more: Any) -> dict[str, Any]:
    return {"location": {"words": words, "degree": "agreed", "point": {"lat": lat, "lon": 1.5}, **more}}


NIGHT = [
    fact(0, "calls.call.rang", {"channel": "chat", "phone": "+34600000014", "language": "es"}, stream="call:1"),
    fact(4, "calls.call.answered", {"operator_name": "Laia"}, stream="call:1"),
    fact(6, "cases.case.opened", {"summary": "no respira"}),
    fact(9, "calls.call.position_reported", {"position": {"point": {"lat": 42.5, "lon": 1.51}, "source": "aml", "uncertainty_m": 120}}, stream="call:1"),
    fact(12, "cases.case.located", place("Calle Molina 14", 42.51)),
    fact(20, "triage.run.started", {"run": "r", "protocol": "san-pcr"}, stream="run:r"),
    fact(31, "triage.run.answered", {"run": "r", "question": "awake", "answer": "no"}, stream="run:r"),
    fact(32, "triage.run.proved", {"run": "r", "standing": {"priority": 1}}, stream="run:r"),
    fact(41, "triage.run.answered", {"run": "r", "question": "breathing", "answer": "no", "words": "hace un ruido raro"}, stream="run:r"),
    fact(42, "cases.case.floor_proved", {"priority": 0, "rule": "san-pcr-1"}),
    fact(44, "dispatch.task.offered", {"task": "t", "centre": "san-1"}, stream="task:t"),
    fact(48, "dispatch.task.accepted", {"task": "t", "by": "Pau"}, stream="task:t"),
    fact(57, "dispatch.assignment.begun", {"assignment": "a", "task": "t", "callsign": "B-12", "point": {"lat": 42.49, "lon": 1.5}}, stream="assignment:a"),
    fact(68, "dispatch.assignment.stepped", {"assignment": "a", "step": "acknowledged", "destination": None}, stream="assignment:a"),
    fact(70, "instructions.card.opened", {"run": "c", "card": "rcp", "language": "es"}, stream="card:c"),
    fact(71, "instructions.step.said", {"run": "c", "step": "hands"}, stream="card:c"),
    fact(200, "cases.case.located", place("Calle del Molino 14", 42.52, detail="4.º 2.ª")),
    fact(464, "dispatch.assignment.stepped", {"assignment": "a", "step": "on_scene", "destination": None}, stream="assignment:a"),
    fact(900, "dispatch.task.ended", {"task": "t", "outcome": "transported"}, stream="task:t"),
    fact(950, "cases.case.closed", {"closing": {"disposition": "attended", "outcomes": [{"service": "health", "result": "transported"}], "words": "Recupera el pulso"}}),
    fact(9000, "archive.case.addendum_added", {"number": 1, "words": "Sale del hospital", "by": "Núria", "key": "ab"}, stream="case_file:1"),
]  # fmt: skip


def told(facts: list[Envelope]) -> Any:
    return tell(
        facts,
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
    assert report.closed_at == START + timedelta(seconds=950)


def test_a_line_has_no_gap_for_what_was_not_said_and_no_tenths_of_a_metre() -> None:
    position = {"position": {"point": {"lat": 42.5, "lon": 1.51}, "source": "aml", "uncertainty_m": 14.1}}
    there = {"caller_name": None, "phone": None, "phone_said": None, "language": None, "at_place": True}
    facts = [
        fact(1, "calls.call.identified", there),
        fact(2, "calls.call.identified", there | {"caller_name": "Ana"}),
        fact(3, "calls.call.position_reported", position),
    ]
    assert [line.words for _, line in story(known(facts), CATALOGUES, "es")] == [
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
    assert [(a.question, a.answer, a.proved) for a in answers] == [
        ("awake", "no", "P1"),
        ("breathing", "no «hace un ruido raro»", None),
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
    lines = {f.envelope.id: line.words for f, line in story(known([*NIGHT, hidden]), CATALOGUES, "es")}
    assert lines[hidden.id] == "(reservado)"


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

    def step(self, digest: str, step: str, language: str) -> str | None:
        return "Pon las manos en el centro." if (digest, step) == ("d2", "hands") else None


def test_the_story_speaks_in_the_words_of_the_version_that_was_used_and_else_in_codes() -> None:
    def renewed(digest: str) -> list[str]:
        change = {"triage.run.started": {"digest": digest}, "instructions.card.opened": {"digest": "d2"}}
        facts = []
        for one in NIGHT:
            body = msgspec.json.decode(one.body) | change.get(one.kind, {})
            facts.append(msgspec.structs.replace(one, body=msgspec.json.encode(body).decode()))
        return [line.words for _, line in story(known(facts), CATALOGUES, "es", Words())]

    assert "¿Está despierto?: No" in renewed("d1")
    assert "awake: no" in renewed("another version")
    assert "Dicho: Pon las manos en el centro." in renewed("d1")


def test_what_was_read_aloud_is_shown_in_the_language_it_was_read_in() -> None:
    """A card opened in Spanish, whose caller turned out to speak French: the court reads what was heard."""

    class TwoLanguages(NoWording):
        def step(self, digest: str, step: str, language: str) -> str | None:
            return f"{step} en {language}"

    facts = [
        fact(70, "instructions.card.opened", {"run": "c", "digest": "d2", "language": "es"}),
        fact(71, "instructions.step.said", {"run": "c", "step": "hands"}),
        fact(75, "instructions.step.said", {"run": "c", "step": "press", "language": "fr"}),
        fact(80, "instructions.step.repeated", {"run": "c", "step": "press", "language": "fr"}),
    ]
    read = Reader(known(facts), CATALOGUES, TwoLanguages(), "ca").read()
    assert [one.words for one in read] == ["hands en es", "press en fr", "press en fr"]


def test_a_units_steps_are_told_with_its_callsign() -> None:
    words = [line.words for _, line in story(known(NIGHT), CATALOGUES, "es")]
    assert {"Alerta a B-12", "B-12: Enterado", "B-12: En el lugar"} <= set(words)


def test_the_whole_night_is_printed() -> None:
    assert render(told(NIGHT), CATALOGUES).startswith(b"%PDF")


def test_a_body_is_flattened_as_the_console_flattens_it() -> None:
    body = {"a": {"b": 1, "c": None}, "d": ["x", "y"], "e": True}
    assert flat(body) == {"a_b": 1, "a_c": "", "d": "x, y", "d_count": 2, "e": "yes"}


def test_every_source_of_a_position_has_a_word_in_every_language() -> None:
    for source in PositionSource:
        assert f"report.source.{source}" in CATALOGUES, source
