"""The engine, first by the stories it exists for, then by what must hold for every interview."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auxilio.kernel.condition import truth
from auxilio.kernel.shared_types import Priority
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import UNKNOWN, DispatchTiming
from tests.triage.shipped_content import PROTOCOLS, finishings, interview, interviews, reading

MILDEST = Priority.P4 + 1
"""Nothing proved counts as milder than anything proved."""


def floor(subject: Interview, answers: dict[str, str]) -> int:
    priority = subject.prove(answers).priority
    return MILDEST if priority is None else priority


def test_nothing_is_proved_before_the_first_answer() -> None:
    proof = interview("san-pcr").prove({})
    assert (proof.priority, proof.rule, proof.send, proof.decided) == (None, None, (), False)
    assert proof.next_question == "consciente"


def test_an_unresponsive_person_is_p0_before_breathing_is_known() -> None:
    """Both rules that are left are P0, so help can leave; which card to say is not known yet."""
    proof = interview("san-pcr").prove({"consciente": "N"})
    assert proof.priority is Priority.P0
    assert proof.dispatch is DispatchTiming.REFLEX
    assert proof.rule is None
    assert proof.rules == ("PCR-1", "PCR-2")
    assert proof.send == ("als", "aed")
    assert proof.say == ()
    assert proof.next_question == "respira"


@pytest.mark.parametrize("breathing", ["N", "qualified", "U"])
def test_doubt_about_breathing_is_an_arrest(breathing: str) -> None:
    proof = interview("san-pcr").prove({"consciente": "N", "respira": breathing})
    assert (proof.rule, proof.type, proof.send) == ("PCR-1", "SAN-01", ("als", "bls", "aed"))
    assert proof.say == ("rcp-adulto", "dea")
    assert proof.decided


def test_a_baby_gets_the_card_of_a_baby_and_not_the_adults() -> None:
    proof = interview("san-pcr").prove({"consciente": "N", "respira": "N", "edad": "infant"})
    assert proof.say == ("rcp-lactante", "dea")


def test_the_fallback_proves_nothing_while_a_rule_above_it_may_hold() -> None:
    """The mistake of two-valued engines: "awake" alone is not "no signs of stroke"."""
    proof = interview("san-ictus").prove({"consciente": "Y"})
    assert (proof.priority, proof.rule) == (None, None)
    assert "ICT-9" in proof.rules


def test_many_injured_is_p0_by_the_choice_of_protocol_alone() -> None:
    proof = interview("gen-imv").prove({})
    assert (proof.priority, proof.decided, proof.rule) == (Priority.P0, True, None)


def test_a_sinking_car_is_told_what_to_do_before_anything_is_asked() -> None:
    assert interview("res-vehiculo-agua").prove({}).say == ("vehiculo-agua",)


def test_resources_are_united_and_not_summed() -> None:
    answers = {"ahora": "Y", "herida": "neck"}
    proof = interview("seg-violencia-genero").prove(answers)
    assert "A-SAN" in proof.additions
    assert proof.send.count("als") == 1
    assert proof.send.count("patrol") == 2


def test_a_question_that_can_change_nothing_is_not_asked() -> None:
    """Which storey it is does not matter when a car burns."""
    proof = interview("fue-incendio-edificio").prove({"llamante": "safe", "otros": "N", "que": "vehicle"})
    assert "altura" not in proof.open_questions
    assert "peligro" in proof.open_questions


def test_the_record_is_asked_for_after_help_has_left() -> None:
    proof = interview("san-dolor-toracico").prove({"consciente": "altered"})
    assert proof.priority is Priority.P0
    post = [q.id for q in interview("san-dolor-toracico").protocol.questions if q.phase == "post"]
    assert set(post) <= set(proof.open_questions)


def test_a_look_up_that_is_down_asks_the_supervisor_and_sends_nobody() -> None:
    answers = {"fondo": "none", "tecla": "N", "historial": "U", "rellamada": "ok"}
    proof = interview("gen-silenciosa").prove(answers)
    assert (proof.rule, proof.send, proof.notify) == ("SIL-4", (), ("supervisor_review",))


def test_answers_to_questions_of_other_protocols_are_ignored() -> None:
    subject = interview("san-pcr")
    assert subject.prove({"consciente": "N", "llamante": "trapped"}) == subject.prove({"consciente": "N"})


def test_an_answer_to_an_idle_question_is_still_a_fact() -> None:
    """Awake and not breathing contradict each other; the worse one counts."""
    assert interview("san-inconsciente").prove({"respira": "normal", "gas": "Y"}).send == ("pump", "gas")
    proof = interview("san-convulsion").prove({"sigue": "Y", "respira": "N"})
    assert proof.priority is Priority.P0


@given(interviews(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(
    drawn: tuple[Interview, list[tuple[str, str]]], rng: random.Random
) -> None:
    subject, answers = drawn
    shuffled = answers[:]
    rng.shuffle(shuffled)
    fresh = Interview(subject.protocol)
    assert subject.prove(dict(answers)) == fresh.prove(dict(shuffled))


@given(interviews())
def test_a_proved_floor_never_falls_and_what_is_sent_only_grows(
    drawn: tuple[Interview, list[tuple[str, str]]],
) -> None:
    subject, answers = drawn
    before = subject.prove({})
    for n in range(1, len(answers) + 1):
        after = subject.prove(dict(answers[:n]))
        if before.priority is not None:
            assert after.priority is not None
            assert after.priority <= before.priority
            assert after.priority == before.priority or not before.decided
            if after.priority == before.priority:
                assert all(after.send.count(c) >= before.send.count(c) for c in before.send)
        assert set(after.rules) <= set(before.rules)
        assert set(after.additions) >= set(before.additions)
        before = after


@given(interviews())
def test_not_knowing_is_never_milder_than_every_answer(
    drawn: tuple[Interview, list[tuple[str, str]]],
) -> None:
    subject, answers = drawn
    known = dict(answers)
    for question in subject.protocol.questions:
        if UNKNOWN in question.codes() and question.id not in known and subject.applies(question.id, known):
            unknown = floor(subject, {**known, question.id: UNKNOWN})
            others = [floor(subject, {**known, question.id: c}) for c in question.codes() if c != UNKNOWN]
            assert unknown <= max(others), question.id


@settings(max_examples=60)
@given(interviews())
def test_the_engine_says_exactly_what_every_way_of_finishing_says(
    drawn: tuple[Interview, list[tuple[str, str]]],
) -> None:
    subject, answers = drawn
    protocol = subject.protocol
    known = dict(answers)
    for question in protocol.questions:  # leave few enough ways to try them all
        if len(known) < len(protocol.questions) - 4 and question.answers and question.id not in known:
            known[question.id] = question.codes()[0]
    ends = finishings(protocol, subject, known)
    deciding = {
        next(r.id for r in protocol.rules if r.when is None or truth(r.when, end) is True) for end in ends
    }
    proof = subject.prove(known)
    assert set(proof.rules) == deciding
    asked_here = {q.id for q in protocol.questions}
    assert set(proof.open_questions) <= asked_here - known.keys()


def test_each_protocol_has_its_file() -> None:
    assert sorted(reading().content.protocols) == PROTOCOLS


@pytest.mark.parametrize("id", PROTOCOLS)
def test_following_the_next_question_always_ends_decided(id: str) -> None:
    subject, rng = interview(id), random.Random(id)
    for _ in range(40):
        known: dict[str, str] = {}
        while (next_question := subject.prove(known).next_question) is not None:
            question = subject.protocol.question(next_question)
            assert question is not None
            known[next_question] = rng.choice(question.codes()) if question.answers else "?"
        proof = subject.prove(known)
        assert proof.rule is not None
        assert proof.decided
