"""Aim: what protects crews or decides what is sent is asked in every interview, and never before help can leave (rule L29)."""

import pytest

from auxilio.kernel.shared_types import Priority
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import Catalog, Question
from auxilio.triage.verifier.safety_topics import topic_of
from tests.triage.shipped_content import reading

CONTENT_READ = reading().content


@pytest.mark.parametrize(
    ("protocol", "answers", "priority", "asked"),
    [
        ("fue-incendio-edificio", {"llamante": "trapped"}, Priority.P0, {"otros", "que", "peligro"}),
        ("seg-robo", {"ahora": "Y", "dentro": "N"}, Priority.P1, {"arma"}),
        (
            "tra-accidente",
            {"peligro": "fire", "heridos": "1-2", "noresp": "Y"},
            Priority.P0,
            {"atrapado", "quien"},
        ),
        ("seg-agresion-sexual", {"ahora": "Y"}, Priority.P0, {"arma", "herida", "victima"}),
        ("san-diabetes", {"consciente": "Y", "glucosa": "low"}, Priority.P2, {"traga"}),
    ],
)
def test_what_crews_need_is_still_asked_when_help_has_left(
    protocol: str, answers: dict[str, str], priority: Priority, asked: set[str]
) -> None:
    proof = Interview(CONTENT_READ.protocols[protocol]).prove(answers)
    assert proof.priority == priority
    assert asked <= set(proof.open_questions)


def test_no_question_of_safety_comes_before_one_that_decides() -> None:
    """While two rules are possible, what is asked next can tell them apart."""
    for protocol in CONTENT_READ.protocols.values():
        interview = Interview(protocol)
        answers: dict[str, str] = {}
        while (proof := interview.prove(answers)).next_question is not None:
            question = protocol.question(proof.next_question)
            assert question is not None
            codes = question.codes() or ("*",)
            if len(proof.rules) > 1:
                after = {interview.prove({**answers, question.id: code}).rules for code in codes}
                assert after != {proof.rules}, (protocol.id, answers, question.id)
            answers[question.id] = codes[-1]


def test_nobody_is_asked_about_batteries_during_compressions() -> None:
    interview = Interview(CONTENT_READ.protocols["san-electrodependiente"])
    left = interview.prove({"consciente": "N", "respira": "N"}).open_questions
    assert not {"peor", "queda", "siempre"} & set(left)


def test_who_is_awake_again_is_not_asked_after_as_a_dead_body() -> None:
    interview = Interview(CONTENT_READ.protocols["san-pcr"])
    answered = {"consciente": "N", "respira": "N", "edad": "adult"}
    assert "evidente" in interview.prove(answered).open_questions
    assert interview.prove({**answered, "consciente": "Y"}).open_questions == ()


def test_a_topic_is_found_by_whole_words() -> None:
    catalog = Catalog(
        version="1.0.0", languages={}, shared_facts={}, answer_sets={}, dispositions=(), services={},
        capabilities={}, target_dispatch_s={}, safety_topics={"weapon": ("arma",), "spill": ("placa naranja",)},
    )  # fmt: skip
    asks = ("¿Hay un ARMA?", "¿Ve una placa  naranja?", "¿Suena una alarma?", "¿Es naranja la placa?")
    found = [topic_of(Question(id="q", ask={"es": said, "en": said}), catalog) for said in asks]
    assert found == ["weapon", "spill", None, None]
