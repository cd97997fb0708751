"""Aim: what leaves as a Questionnaire is FHIR, shows exactly what we would ask, and loses nothing without saying so."""

import base64
import hashlib
import json
import re
from functools import cache
from itertools import product
from typing import Any
from xml.etree import ElementTree

import pytest
from fhir.resources.R4B.codesystem import CodeSystem
from fhir.resources.R4B.questionnaire import Questionnaire
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auxilio.interop.fhir import names
from auxilio.interop.fhir.code_systems import code_systems
from auxilio.interop.fhir.enable_when import guarded
from auxilio.interop.fhir.questionnaire import questionnaire
from auxilio.kernel.condition import AllOf, AnswerIs, AnyOf, Condition, truth
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import AnswerKind, ContentStatus, Protocol, ProtocolApproval, ProtocolValidity
from tests.interop import fhir_form as form
from tests.triage.shipped_content import PROTOCOLS, interview, library, reading

every = pytest.mark.parametrize("id", PROTOCOLS)


@cache
def exported(id: str, language: str = "es") -> dict[str, Any]:
    found = questionnaire(
        interview(id).protocol, library().types, catalogues(), language, library().citations
    )
    decoded: dict[str, Any] = json.loads(json.dumps(found))
    return decoded


def extensions(element: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in element.get("extension", []) if one["url"] == f"urn:auxilio:fhir:extension:{name}"]


# --- it is FHIR


@every
def test_a_protocol_leaves_as_a_resource_that_strangers_validate(id: str) -> None:
    read = Questionnaire.model_validate(exported(id))
    assert json.loads(read.model_dump_json()) == exported(id), "read and written again, nothing is lost"


def test_a_resource_that_is_no_fhir_is_noticed() -> None:
    with pytest.raises(ValueError, match="linkId"):
        Questionnaire.model_validate(
            {**exported("san-pcr"), "item": [{"text": "sin nombre", "type": "choice"}]}
        )


def test_the_codes_leave_as_code_systems_and_every_answer_offered_is_in_one_of_them() -> None:
    protocols = [interview(id).protocol for id in PROTOCOLS]
    systems = code_systems(protocols, library().catalog, library().types, "es")
    for one in systems:
        CodeSystem.model_validate(json.loads(json.dumps(one)))
    known = {(one["url"], concept["code"]) for one in systems for concept in one["concept"]}
    assert len({one["id"] for one in systems}) == len(systems)
    for id in PROTOCOLS:
        for item in exported(id)["item"]:
            for option in item.get("answerOption", []):
                assert (option["valueCoding"]["system"], option["valueCoding"]["code"]) in known
    [types] = [one for one in systems if one["url"] == "urn:auxilio:fhir:incident-type"]
    assert len(types["concept"]) == len(library().types)
    arrest = next(one for one in types["concept"] if one["code"] == "SAN-01")
    assert arrest["property"][0]["valueCoding"]["code"] == "CARDIAC"


# --- it shows what we would ask


def asked(subject: Interview, answers: dict[str, str]) -> set[str]:
    """What our engine would put to the caller: every question that is known to apply."""
    return {q.id for q in subject.protocol.questions if subject.applies(q.id, answers) is True}


def closed(subject: Interview) -> list[str]:
    return [q.id for q in subject.protocol.questions if q.kind is AnswerKind.CHOICE]


@every
def test_a_form_shows_exactly_the_questions_that_we_would_ask_at_every_turn(id: str) -> None:
    """Every way through the interview, up to 400, asked in order; each of them at every length."""
    subject, seen = interview(id), 0
    waiting: list[dict[str, str]] = [{}]
    while waiting and seen < 400:
        answers = waiting.pop()
        seen += 1
        assert form.shown(exported(id), answers) == asked(subject, answers), answers
        following = next(
            (q for q in closed(subject) if q not in answers and subject.applies(q, answers)), None
        )
        if following is not None:
            question = subject.protocol.question(following)
            assert question is not None
            waiting += [{**answers, following: code} for code in question.codes()]
    assert seen > 1


@given(st.data())
def test_a_form_shows_the_same_for_answers_in_any_order_and_any_number(data: st.DataObject) -> None:
    subject = interview(data.draw(st.sampled_from(PROTOCOLS)))
    answers = {}
    for question in data.draw(st.lists(st.sampled_from(closed(subject)), unique=True)):
        found = subject.protocol.question(question)
        assert found is not None
        answers[question] = data.draw(st.sampled_from(found.codes()))
    assert form.shown(exported(subject.protocol.id), answers) == asked(subject, answers)


CODES = ("a", "b", "c")
QUESTIONS = ("p", "q", "r")
leaves = st.builds(
    AnswerIs, st.sampled_from(QUESTIONS), st.lists(st.sampled_from(CODES), min_size=1, unique=True).map(tuple)
)
conditions = st.recursive(
    leaves,
    lambda of: (
        st.lists(of, min_size=2, max_size=3)
        .map(tuple)
        .flatmap(lambda parts: st.sampled_from([AllOf(parts), AnyOf(parts)]))
    ),
    max_leaves=5,
)


@given(conditions)
def test_any_guard_is_said_so_that_a_form_agrees_for_all_answers(when: Condition) -> None:
    item = guarded(when, lambda question: f"s:{question}")
    for codes in product((None, *CODES), repeat=len(QUESTIONS)):
        answers = {q: code for q, code in zip(QUESTIONS, codes, strict=True) if code is not None}
        response = {
            "resourceType": "QuestionnaireResponse",
            "item": [
                {"linkId": q, "answer": [{"valueCoding": {"system": f"s:{q}", "code": code}}]}
                for q, code in answers.items()
            ],
        }
        assert form.enabled(item, response) is (truth(when, answers) is True), (when, answers)


def test_most_guards_of_the_shipped_protocols_need_no_extension() -> None:
    items = [item for id in PROTOCOLS for item in exported(id)["item"]]
    by_line = [item for item in items if "enableWhen" in item]
    by_expression = [
        item for item in items if any(one["url"] == form.EXPRESSION for one in item.get("extension", []))
    ]
    guards = sum(1 for id in PROTOCOLS for q in interview(id).protocol.questions if q.when is not None)
    assert len(by_line) + len(by_expression) == guards
    assert by_expression, "what does not fit is there to be tried"
    assert len(by_line) > 5 * len(by_expression)


# --- nothing is lost without being said


@every
def test_the_whole_signed_protocol_goes_along_and_has_the_digest_that_is_the_identifier(id: str) -> None:
    found = exported(id)
    [signed] = extensions(found, "signed-protocol")
    document = base64.b64decode(signed["valueAttachment"]["data"])
    digest = hashlib.sha256(document).hexdigest()
    assert found["identifier"] == [{"system": "urn:auxilio:fhir:protocol-digest", "value": digest}]
    assert digest == interview(id).protocol.digest
    assert found["version"].endswith(f"+{digest[:12]}")
    assert json.loads(document)["rules"], "what decides is in it"


@every
def test_the_narrative_tells_every_rule_and_what_it_sends_and_says(id: str) -> None:
    protocol, told = interview(id).protocol, exported(id)["text"]["div"]
    assert ElementTree.fromstring(told).tag == "{http://www.w3.org/1999/xhtml}div", "well-formed"
    assert exported(id)["text"]["status"] == "additional"
    for rule in protocol.rules:
        [line] = re.findall(rf"<li><b>{re.escape(rule.id)}</b>.*?</li>", told)
        assert f"P{rule.priority:d}" in line
        assert all(word in line for word in (*rule.send, *rule.say, rule.type))
    for addition in protocol.additions:
        assert f"<b>{addition.id}</b>" in told
    for name in ("reassess", "qa", "limits", *(["capture"] if protocol.capture else [])):
        assert name in told, "what else is signed is named"


@every
def test_every_language_that_a_text_has_goes_along(id: str) -> None:
    for question, item in zip(interview(id).protocol.questions, exported(id)["item"], strict=True):
        assert item["text"] == question.ask["es"]
        others = {
            one["extension"][0]["valueCode"]: one["extension"][1]["valueString"]
            for one in item.get("_text", {}).get("extension", [])
        }
        assert others == {k: v for k, v in question.ask.items() if k != "es" and v != question.ask["es"]}
        assert [option["valueCoding"]["code"] for option in item.get("answerOption", [])] == (
            list(question.codes()) if question.kind is AnswerKind.CHOICE else []
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_written_in_each_of_our_languages(language: str) -> None:
    found = exported("san-pcr", language)
    assert (found["language"], found["title"]) == (language, interview("san-pcr").protocol.title[language])
    Questionnaire.model_validate(found)


def test_a_language_that_it_is_not_written_in_is_not_claimed() -> None:
    assert exported("san-pcr", "de") == exported("san-pcr")


def test_a_question_says_that_it_is_critical_late_or_not_the_callers_to_answer() -> None:
    items = {item["linkId"]: item for item in exported("san-pcr")["item"]}
    assert extensions(items["respira"], "critical")
    assert extensions(items["evidente"], "phase")[0]["valueCode"] == "post"
    assert not extensions(items["edad"], "critical")
    silent = {item["linkId"]: item for item in exported("gen-silenciosa")["item"]}
    assert extensions(silent["historial"], "asked-of")[0]["valueCode"] == "system"
    assert extensions(silent["historial"], "unknown-note")
    plate = {item["linkId"]: item for item in exported("fue-mmpp")["item"]}["onu"]
    assert {"url": names.REGEX, "valueString": "^[0-9]{4}$"} in plate["extension"]
    assert plate["type"] == "text"


def test_help_stands_beside_its_question_as_a_display() -> None:
    items = {item["linkId"]: item for item in exported("san-pcr")["item"]}
    [help] = items["respira"]["item"]
    assert (help["type"], help["text"]) == ("display", "Si duda o dice «sí, pero», NO es normal.")


def test_sources_go_along_as_citations_with_their_titles() -> None:
    found = [
        one["valueRelatedArtifact"]
        for one in exported("san-pcr")["extension"]
        if one["url"] == names.RELATED_ARTIFACT
    ]
    assert [one["label"] for one in found] == list(interview("san-pcr").protocol.sources)
    assert all(one["type"] == "citation" and one["display"] != one["label"] for one in found)
    assert all(one["url"].startswith("http") for one in found)


# --- where its approval stands


def approved(protocol: Protocol, digest: str) -> Protocol:
    sign = ProtocolApproval(role="medical_director", name="Dra. Vega", date="2026-11-20", digest=digest)
    return replace(
        protocol,
        status=ContentStatus.APPROVED,
        approvals=(sign,),
        effective=ProtocolValidity(from_="2026-12-01"),
    )


def test_a_draft_is_a_draft_and_says_so_in_words() -> None:
    found = exported("san-pcr")
    assert (found["status"], found["experimental"]) == ("draft", True)
    assert "approvalDate" not in found
    assert "BORRADOR" in found["text"]["div"].upper()


def test_an_approved_one_is_active_from_its_day_and_names_who_signed() -> None:
    protocol = interview("san-pcr").protocol
    found = questionnaire(approved(protocol, protocol.digest), library().types, catalogues())
    Questionnaire.model_validate(json.loads(json.dumps(found)))
    assert (found["status"], found["experimental"]) == ("active", False)
    assert (found["approvalDate"], found["effectivePeriod"]) == ("2026-11-20", {"start": "2026-12-01"})
    [sign] = extensions(found, "approval")
    assert {one["url"]: one.get("valueString", one.get("valueCode")) for one in sign["extension"]}[
        "name"
    ] == "Dra. Vega"


def test_a_signature_over_another_text_is_no_approval_date() -> None:
    found = questionnaire(approved(interview("san-pcr").protocol, "0" * 64), library().types, catalogues())
    assert "approvalDate" not in found
    assert extensions(found, "approval"), "that it is there is told"


@pytest.mark.parametrize(
    ("status", "theirs"), [(ContentStatus.CLINICAL_REVIEW, "draft"), (ContentStatus.RETIRED, "retired")]
)
def test_the_other_statuses_have_their_words(status: ContentStatus, theirs: str) -> None:
    protocol = replace(interview("san-pcr").protocol, status=status)
    assert questionnaire(protocol, library().types, catalogues())["status"] == theirs


def test_two_texts_under_one_number_are_two_versions() -> None:
    protocol = interview("san-pcr").protocol
    other = replace(protocol, digest="f" * 64)
    one, two = (questionnaire(each, library().types, catalogues()) for each in (protocol, other))
    assert one["url"] == two["url"]
    assert one["version"] != two["version"]
    assert one["id"] != two["id"]


def test_what_an_author_writes_cannot_become_mark_up() -> None:
    protocol = replace(interview("san-pcr").protocol, title={"es": "<script>alert(1)</script>"})
    told = questionnaire(protocol, library().types, catalogues())["text"]["div"]
    assert "<script>" not in told
    assert "&lt;script&gt;" in told


def test_every_extension_of_ours_has_a_stated_meaning() -> None:
    with pytest.raises(AssertionError, match="no meaning"):
        names.extension("made-up")
    assert reading().content.protocols, "the set is not empty"
