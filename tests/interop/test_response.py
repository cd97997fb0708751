"""Aim: a response tells the interview as it ran: what stands, what was changed, what was not known, in its own text."""

import json
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auxilio.interop.fhir import names
from auxilio.interop.fhir.interview_bundle import FhirExchange
from auxilio.interop.fhir.response import ResponseContext, questionnaire_response
from auxilio.interop.protocol_sessions import runs_of, sessions_of
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.i18n import catalogues
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import AnswerKind
from tests.interop.interview_log import AT, InterviewLog
from tests.interop.test_questionnaire import exported, extensions
from tests.triage.shipped_content import PROTOCOLS, interview, library

ABOUT = ResponseContext(number="4821/2026", zone="Europe/Madrid")


def told(
    held: InterviewLog, about: ResponseContext = ABOUT, of: Interview | None = None
) -> list[dict[str, Any]]:
    """Every response of a run, each of them read by strangers first."""
    found = []
    for sitting in sessions_of(held.facts):
        version = of or library().interview_of(sitting.digest)
        assert version is not None
        one = questionnaire_response(sitting, version, about, library().types, catalogues())
        plain = json.loads(json.dumps(one))
        written = QuestionnaireResponse.model_validate(plain).model_dump_json()
        # Its writer leaves out thousandths that are nought; everything else must be there again.
        assert json.loads(written) == json.loads(json.dumps(plain).replace(".000+", "+"))
        found.append(plain)
    return found


def items(response: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["linkId"]: item for item in response.get("item", [])}


def parts(element: dict[str, Any]) -> dict[str, Any]:
    return {
        one["url"]: next(value for name, value in one.items() if name != "url")
        for one in element["extension"]
    }


def codes(response: dict[str, Any]) -> dict[str, str]:
    """The closed answers that stand, by question."""
    return {
        id: item["answer"][0]["valueCoding"]["code"]
        for id, item in items(response).items()
        if "valueCoding" in item.get("answer", [{}])[0]
    }


def an_arrest(**more: Any) -> InterviewLog:
    held = InterviewLog("san-pcr", **more)
    held.say("consciente", "N", "no me contesta")
    held.say("respira", "qualified", "hace como ronquidos")
    held.say("edad", "adult")
    return held


# --- what was asked and answered


def test_an_interview_is_told_with_its_questions_its_answers_and_the_callers_words() -> None:
    [response] = told(an_arrest())
    assert response["questionnaire"] == (f"{exported('san-pcr')['url']}|{exported('san-pcr')['version']}"), (
        "it names the very text"
    )
    assert codes(response) == {"consciente": "N", "respira": "qualified", "edad": "adult"}
    breathing = items(response)["respira"]
    assert breathing["text"] == "Mírele el pecho: ¿respira con normalidad?"
    [answer] = breathing["answer"]
    assert answer["valueCoding"]["display"]
    assert extensions(answer, "words")[0]["valueString"] == "hace como ronquidos"
    [taken] = extensions(answer, "answered")
    assert parts(taken) == {"at": "2026-11-24T04:00:03.000+01:00", "by": "Ana Ruiz", "desk": "desk-7"}


@given(st.data())
def test_the_answers_that_are_told_are_those_of_the_run_whatever_was_pressed(data: st.DataObject) -> None:
    held = InterviewLog(data.draw(st.sampled_from(PROTOCOLS)))
    for _ in range(data.draw(st.integers(0, 12))):
        protocol = interview(held.run.protocol).protocol
        asked = data.draw(st.sampled_from([q for q in protocol.questions if q.kind is AnswerKind.CHOICE]))
        with suppress(Refused):  # what the desk is refused, the log does not know either
            if data.draw(st.integers(0, 4)):
                held.say(asked.id, data.draw(st.sampled_from(asked.codes())))
            else:
                held.undo()
    [response] = told(held)
    assert codes(response) == held.run.answers()
    standing = {id for id, item in items(response).items() if "answer" in item}
    assert standing == held.run.answers().keys()


def test_does_not_know_is_an_answer_where_answers_are_closed() -> None:
    held = InterviewLog("san-pcr")
    held.say("consciente", "U")
    assert codes(told(held)[0]) == {"consciente": "U"}


def with_kind(kind: AnswerKind, answer: str) -> dict[str, Any]:
    """What a free question of a kind tells of an answer."""
    held = InterviewLog("san-dolor-toracico")
    held.say("hora", answer)
    protocol = interview("san-dolor-toracico").protocol
    questions = tuple(replace(q, kind=kind) if q.id == "hora" else q for q in protocol.questions)
    [response] = told(held, of=Interview(replace(protocol, questions=questions)))
    found: dict[str, Any] = items(response)["hora"]["answer"][0]
    return found


@pytest.mark.parametrize(
    ("kind", "answer", "value"),
    [
        (AnswerKind.TIME, "09:05", {"valueTime": "09:05:00"}),
        (AnswerKind.TIME, "23:59:58", {"valueTime": "23:59:58"}),
        (AnswerKind.INTEGER, "3", {"valueInteger": 3}),
        (AnswerKind.TEXT, "hace una hora", {"valueString": "hace una hora"}),
    ],
)
def test_a_free_answer_has_the_type_of_its_item(kind: AnswerKind, answer: str, value: dict[str, Any]) -> None:
    found = with_kind(kind, answer)
    assert {name: found[name] for name in value} == value


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (AnswerKind.TIME, "_valueTime"),
        (AnswerKind.INTEGER, "_valueInteger"),
        (AnswerKind.TEXT, "_valueString"),
    ],
)
def test_does_not_know_is_absent_where_an_answer_is_free(kind: AnswerKind, name: str) -> None:
    assert with_kind(kind, "U")[name]["extension"] == [
        {"url": names.DATA_ABSENT, "valueCode": "asked-unknown"}
    ]


@pytest.mark.parametrize(
    ("kind", "name"), [(AnswerKind.TIME, "_valueTime"), (AnswerKind.INTEGER, "_valueInteger")]
)
def test_what_reads_as_no_time_or_number_stands_in_words(kind: AnswerKind, name: str) -> None:
    absent, words = with_kind(kind, "anoche")[name]["extension"]
    assert absent["valueCode"] == "as-text"
    assert words["valueString"] == "anoche"


# --- what was changed


def test_a_corrected_answer_tells_what_stood_before_it() -> None:
    held = an_arrest()
    held.say("respira", "N", "ahora nada")
    breathing = items(told(held)[0])["respira"]
    assert breathing["answer"][0]["valueCoding"]["code"] == "N"
    [changed] = extensions(breathing, "changed")
    was = parts(changed)
    assert was["was"]["code"] == "qualified"
    assert was["was"]["display"]
    assert (was["how"], was["by"], was["words"]) == ("corrected", "Ana Ruiz", "hace como ronquidos")
    assert was["taken-at"] < was["at"]


def test_an_answer_taken_back_is_no_answer_and_is_told() -> None:
    held = InterviewLog("san-pcr")
    held.say("consciente", "Y")
    held.undo()
    awake = items(told(held)[0])["consciente"]
    assert "answer" not in awake
    assert parts(extensions(awake, "changed")[0])["how"] == "undone"


def test_a_correction_taken_back_leaves_the_first_answer_standing() -> None:
    held = InterviewLog("san-pcr")
    held.say("consciente", "N")
    held.say("consciente", "Y")
    held.undo()
    awake = items(told(held)[0])["consciente"]
    assert awake["answer"][0]["valueCoding"]["code"] == "N"
    [changed] = extensions(awake, "changed")
    assert (parts(changed)["was"]["code"], parts(changed)["how"]) == ("Y", "undone")


def test_the_same_answer_again_changes_nothing_and_brings_words() -> None:
    held = InterviewLog("san-pcr")
    held.say("consciente", "N")
    held.say("consciente", "N", "que no, que no despierta")
    awake = items(told(held)[0])["consciente"]
    assert not extensions(awake, "changed")
    assert extensions(awake["answer"][0], "words")[0]["valueString"] == "que no, que no despierta"


def test_a_carried_fact_that_is_corrected_is_told_as_changed() -> None:
    held = InterviewLog("san-pcr", facts={"consciente": "Y"})
    assert extensions(items(told(held)[0])["consciente"]["answer"][0], "carried")
    held.say("consciente", "N")
    awake = items(told(held)[0])["consciente"]
    assert not extensions(awake["answer"][0], "carried")
    assert parts(extensions(awake, "changed")[0])["was"]["code"] == "Y"
    held.undo()
    again = items(told(held)[0])["consciente"]
    assert extensions(again["answer"][0], "carried")
    assert [parts(one)["how"] for one in extensions(again, "changed")] == ["undone"]


# --- how it ended


def finish(held: InterviewLog) -> None:
    """Ask whatever is still open, the last answer to each."""
    while left := interview(held.run.protocol).prove(held.run.answers()).open_questions:
        question = interview(held.run.protocol).protocol.question(left[0])
        assert question is not None
        held.say(left[0], question.codes()[0] if question.answers else "algo")


def test_it_is_in_progress_until_its_case_closes() -> None:
    held = an_arrest()
    finish(held)
    assert told(held)[0]["status"] == "in-progress"
    held.close()
    assert told(held)[0]["status"] == "completed"


def test_one_that_was_changed_on_the_way_is_amended() -> None:
    held = InterviewLog("san-pcr")
    held.say("consciente", "Y")
    held.say("consciente", "N")
    finish(held)
    held.close()
    assert told(held)[0]["status"] == "amended"


def test_one_with_something_left_to_ask_was_stopped() -> None:
    held = InterviewLog("san-pcr")
    held.close()
    [response] = told(held)
    assert response["status"] == "stopped"
    assert "item" not in response, "R4 has no empty lists"
    assert response["authored"] == "2026-11-24T04:00:01.000+01:00"


def test_one_that_went_on_with_another_protocol_is_two_each_in_its_own_text() -> None:
    held = InterviewLog("san-pcr")
    held.say("consciente", "N")
    held.goes_on_with("san-disnea")
    first, second = told(held)
    assert first["questionnaire"] == f"{exported('san-pcr')['url']}|{exported('san-pcr')['version']}"
    assert second["questionnaire"] == f"{exported('san-disnea')['url']}|{exported('san-disnea')['version']}"
    assert (first["status"], second["status"]) == ("stopped", "in-progress")
    assert extensions(first, "went-on-with")[0]["valueUri"] == "urn:auxilio:fhir:Questionnaire:san-disnea"
    assert codes(first) == {"consciente": "N"}
    known = [one["extension"] for one in extensions(second, "carried-fact")]
    carried = {q for q, item in items(second).items() if extensions(item["answer"][0], "carried")}
    assert carried or known, "what was known is not asked twice, and is told"
    assert first["identifier"] != second["identifier"]
    assert first["id"] != second["id"]


def test_what_it_proved_and_what_a_person_chose_go_along_with_the_codes_of_others() -> None:
    held = an_arrest()
    held.choose("SAN-43", "lo ve la médica")
    [response] = told(held)
    outcome = extensions(response, "outcome")[0]["extension"]
    first = {one["url"]: one for one in outcome}
    assert first["priority"]["valueCoding"]["code"] == "P0"
    assert first["rule"]["valueCode"] == "PCR-1"
    assert first["dispatch"]["valueCode"] == "reflex"
    assert [one["code"] for one in first["type"]["valueCodeableConcept"]["coding"]] == ["SAN-01", "CARDIAC"]
    assert {one["valueCode"] for one in outcome if one["url"] == "send"} == {"als", "bls", "aed"}
    chosen = parts(extensions(response, "type-chosen")[0])
    assert (chosen["type"]["coding"][0]["code"], chosen["reason"]) == ("SAN-43", "lo ve la médica")


def test_a_version_that_no_longer_stands_is_read_in_its_own_text() -> None:
    held = an_arrest()
    old = interview("san-pcr").protocol
    reworded = tuple(
        replace(
            q,
            ask={"es": "Texto de antes"},
            answers=tuple(replace(c, label={"es": f"antes {c.code}"}) for c in q.answers),
        )
        for q in old.questions
    )
    before = Interview(replace(old, questions=reworded))
    [response] = told(held, of=before)
    assert items(response)["consciente"]["text"] == "Texto de antes"
    assert items(response)["consciente"]["answer"][0]["valueCoding"]["display"] == "antes N"


def test_it_is_told_in_the_language_it_was_held_in() -> None:
    [response] = told(an_arrest(language="fr"))
    assert (response["language"], response["source"]["display"]) == ("fr", "Appelant")
    assert items(response)["consciente"]["text"].startswith("Est-elle réveillée")


def test_a_language_that_the_protocol_is_not_written_in_is_said_and_its_words_are_not_passed_off_as_it() -> (
    None
):
    [response] = told(an_arrest(language="uk"))
    assert response["language"] == "es"
    assert extensions(response, "held-in")[0]["valueCode"] == "uk"
    [near] = told(an_arrest(language="ca-ES"))
    assert near["language"] == "ca"
    assert not extensions(told(an_arrest())[0], "held-in")


@given(st.text(min_size=1, max_size=40).filter(lambda text: text != "U"))
def test_whatever_was_typed_is_a_string_that_others_may_hold(typed: str) -> None:
    held = InterviewLog("seg-hurto")
    held.say("autor", typed.encode("utf-8", "replace").decode(), "lo dice él")
    value = items(told(held)[0])["autor"]["answer"][0]["valueString"]
    assert not [letter for letter in value if letter < " " and letter not in "\t\r\n"]
    assert len(value) == len(typed)


# --- who


def test_the_author_is_the_desks_operator_and_without_names_the_desk_alone() -> None:
    [response] = told(an_arrest())
    desk = {"system": "urn:auxilio:fhir:desk", "value": "desk-7"}
    assert response["author"] == {"type": "PractitionerRole", "display": "Ana Ruiz", "identifier": desk}
    [nameless] = told(an_arrest(), replace(ABOUT, with_names=False))
    assert nameless["author"] == {"type": "PractitionerRole", "identifier": desk}
    assert "Ana Ruiz" not in json.dumps(nameless)


def test_the_subject_is_the_patient_by_number_when_there_is_one_and_nobody_when_there_are_more() -> None:
    [response] = told(an_arrest(), replace(ABOUT, patients=(1,)))
    assert response["subject"]["identifier"]["value"] == "4821/2026-1"
    assert "display" not in response["subject"]
    for patients in ((), (1, 2)):
        assert "subject" not in told(an_arrest(), replace(ABOUT, patients=patients))[0]


def test_a_crime_has_no_patient_for_a_subject() -> None:
    held = InterviewLog("seg-hurto")
    assert "subject" not in told(held, replace(ABOUT, patients=(1,)))[0]


def test_case_call_and_reservation_go_along() -> None:
    call = CallId(uuid4())
    [response] = told(an_arrest(call=call), replace(ABOUT, reserved=True))
    assert extensions(response, "case")[0]["valueIdentifier"]["value"] == "4821/2026"
    assert extensions(response, "call")[0]["valueIdentifier"]["value"] == str(call)
    assert response["meta"]["security"] == [{"system": names.CONFIDENTIALITY, "code": "R"}]


@pytest.mark.parametrize("mode", Mode)
def test_an_exercise_says_so_in_every_message(mode: Mode) -> None:
    tags = {tag["code"] for tag in told(an_arrest(mode=mode))[0]["meta"]["tag"]}
    assert tags == ({"real"} if mode is Mode.REAL else {str(mode), "HTEST"})


# --- all interviews of a case


def exchange(*, forgets: str | None = None) -> FhirExchange:
    def version_of(digest: str) -> Interview | None:
        found = library().interview_of(digest)
        return None if found is not None and found.protocol.id == forgets else found

    return FhirExchange(version_of, library().types, library().citations, catalogues())


def test_all_interviews_of_a_case_go_out_in_order_with_the_texts_they_were_held_with() -> None:
    first = an_arrest()
    second = InterviewLog("tra-accidente", case=first.case, at=first.at)
    facts = [*second.facts, *reversed(first.facts)]
    bundle = json.loads(json.dumps(exchange().interviews(runs_of(facts), ABOUT, AT, "es")))
    Bundle.model_validate(bundle)
    assert [one["resource"]["resourceType"] for one in bundle["entry"]] == [
        *["QuestionnaireResponse"] * 2,
        *["Questionnaire"] * 2,
    ]
    forms = {f"{one['resource']['url']}|{one['resource']['version']}" for one in bundle["entry"][2:]}
    assert {one["resource"]["questionnaire"] for one in bundle["entry"][:2]} == forms
    assert bundle["entry"][0]["resource"]["id"].startswith(str(first.id))
    assert len({one["fullUrl"] for one in bundle["entry"]}) == 4


def test_an_interview_whose_version_is_gone_is_refused_and_in_a_file_it_is_said_and_the_others_go_out() -> (
    None
):
    first = an_arrest()
    second = InterviewLog("tra-accidente", case=first.case, at=first.at)
    runs = runs_of([*first.facts, *second.facts])
    with pytest.raises(Refused, match="interview_version_unknown") as refused:
        exchange(forgets="san-pcr").interviews(runs, ABOUT, AT, "es")
    assert refused.value.facts["protocol"] == "san-pcr"
    bundle = json.loads(
        json.dumps(exchange(forgets="san-pcr").interviews(runs, ABOUT, AT, "es", whole=False))
    )
    Bundle.model_validate(bundle)
    outcome, response, _ = (one["resource"] for one in bundle["entry"])
    assert outcome["resourceType"] == "OperationOutcome"
    assert outcome["issue"][0]["details"]["text"] == "interview_version_unknown"
    assert "san-pcr" in outcome["issue"][0]["diagnostics"]
    assert response["questionnaire"].startswith("urn:auxilio:fhir:Questionnaire:tra-accidente|")


def test_of_an_interview_that_was_redacted_no_part_goes_out_as_if_it_were_the_whole() -> None:
    held = an_arrest()
    redacted = [*held.facts[:-1], replace(held.facts[-1], body="")]
    with pytest.raises(Refused, match="interview_redacted"):
        exchange().interviews(runs_of(redacted), ABOUT, AT, "es")
    bundle = exchange().interviews(runs_of(redacted), ABOUT, AT, "es", whole=False)
    [only] = bundle["entry"]
    assert only["resource"]["issue"][0]["details"]["text"] == "interview_redacted"


def test_the_same_facts_give_the_same_bytes() -> None:
    runs = runs_of(an_arrest().facts)
    one, two = (json.dumps(exchange().interviews(runs, ABOUT, AT, "es")) for _ in range(2))
    assert one == two
