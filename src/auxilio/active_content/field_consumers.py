"""What does something with each field of a protocol and a card, each named by a test that presses or sees it (L62, decision 0367).

`content_bundle` asks of every document. A field that stands in no list here is refused, so that nobody writes what nothing reads.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from auxilio.platform.documents import DocumentFault, SourceDocument

type Consumers = Mapping[str, str]
"""Field -> the test that presses or sees it: `file::name`. `[]` is any item of a list; a listed field stands for all in it."""

_INTERVIEWS = "tests/browser/test_interviews.py"
_BREATHES = f"{_INTERVIEWS}::test_yes_but_is_no_breathing"
_VIOLENCE = f"{_INTERVIEWS}::test_violence_at_home_is_confidential_and_reserved_by_a_person"
_FOLLOWED = (
    "tests/browser/test_follow.py"
    "::test_answers_lead_to_another_protocol_by_one_key_and_its_safety_reaches_the_case"
)
_SAID_FIRST = (
    "tests/browser/test_follow.py"
    "::test_the_desk_says_how_a_call_begins_what_to_write_down_and_where_a_type_is_chosen"
)
_WORSE = (
    "tests/browser/test_follow.py"
    "::test_a_choking_baby_who_stops_responding_gets_the_compressions_of_a_baby_by_one_key"
)
_TRAINS = (
    "tests/browser/test_notice.py"
    "::test_a_person_on_the_track_the_trains_are_stopped_by_one_key_with_what_to_say"
)
_PLATE = "tests/browser/test_hazmat.py::test_a_tanker_33_1203_from_the_plate_to_the_fire_centre"
_ENGINE = "tests/triage/test_engine.py"
_DICTATION = "tests/instructions/test_dictation.py"
_COMPRESSIONS = f"{_DICTATION}::test_compressions_are_dictated_marked_and_kept_going"
_WAITS_FOR_DOCTOR = f"{_DICTATION}::test_aspirin_that_is_proved_safe_still_waits_for_a_clinician"
_READS = "console/src/features/desk/written-steps.test.ts::a caller who reads gets no step that needs a voice, and other words where there are some"
_COPY = "tests/active_content/test_review_copy.py"
_IN_COPY = f"{_COPY}::test_every_question_answer_and_rule_of_a_protocol_stands_in_it"
_FORM = "tests/interop/test_questionnaire.py"
_SAID_OF = f"{_FORM}::test_a_question_says_that_it_is_critical_late_or_not_the_callers_to_answer"
_WHOLE_FORM = f"{_FORM}::test_the_whole_signed_protocol_goes_along_and_has_the_digest_that_is_the_identifier"
_VERSIONS = "tests/active_content/test_versions.py"
_LISTED = f"{_VERSIONS}::test_every_document_in_force_is_listed_once_with_the_digest_that_is_signed"
_CALL_REVIEW = "tests/casefile/reviews/test_findings.py::test_a_call_as_it_should_be_is_told_with_the_moments_it_is_read_from"

HEAD: Consumers = {
    "format": _WHOLE_FORM,
    "id": _LISTED,
    "version": _LISTED,
    "status": f"{_VERSIONS}::test_content_is_live_only_when_all_of_it_is_approved",
    "title": _FOLLOWED,
    "sources": f"{_FORM}::test_sources_go_along_as_citations_with_their_titles",
    "approvals": f"{_VERSIONS}::test_a_signature_over_another_version_approves_nothing",
    "effective": f"{_FORM}::test_an_approved_one_is_active_from_its_day_and_names_who_signed",
}
EFFECT: Consumers = {
    "id": _IN_COPY,
    "label": "console/src/engine/rule-label.test.ts::a rule is told by its label, and the floor as such",
    "when": _BREATHES,
    "send": f"{_INTERVIEWS}::test_a_silent_caller_answers_by_keys_and_gets_a_patrol",
    "say": f"{_INTERVIEWS}::test_a_choking_baby_gets_the_babys_card_and_not_the_adults",
    "notify": _TRAINS,
    "transfer": "tests/browser/test_notice.py"
    "::test_a_caller_is_passed_to_the_doctor_by_number_with_what_to_say_and_who_took_it_is_written",
    "safety": _FOLLOWED,
    "goto": _FOLLOWED,
    "keep_line": _TRAINS,
    "close_as": f"{_INTERVIEWS}::test_a_false_alarm_is_proposed_to_end_as_one_and_a_person_confirms_it",
}
PROTOCOL: Consumers = {
    **HEAD,
    **{f"rules/[]/{field}": test for field, test in EFFECT.items()},
    **{f"additions/[]/{field}": test for field, test in EFFECT.items()},
    "domain": "tests/realtime/test_case_visibility.py"
    "::test_what_health_was_told_no_other_agency_reads_in_any_line",
    "incident_types": "tests/content/test_coverage.py"
    "::test_each_type_document_language_and_source_is_told_with_what_it_rests_on",
    "limits": f"{_COPY}::test_every_document_makes_a_copy_and_the_same_one_twice",
    "supersedes": _WHOLE_FORM,
    "instruct_first": f"{_INTERVIEWS}::test_a_sinking_car_is_instructed_before_anything_is_asked",
    "confidential": _VIOLENCE,
    "callback_policy": _VIOLENCE,
    "no_ring_if": _VIOLENCE,
    "report": "tests/browser/test_mass_casualty.py::test_many_victims_from_the_first_call_to_a_declared_plan",
    "lookups": _PLATE,
    "reassess": "tests/workflows/test_followed.py"
    "::test_the_protocol_says_when_to_ask_again_and_the_crew_on_scene_ends_it",
    "qa": _CALL_REVIEW,
    "greeting": _SAID_FIRST,
    "capture": _SAID_FIRST,
    "surge": "tests/browser/test_room.py"
    "::test_surge_is_declared_by_the_command_bar_with_a_reason_and_every_desk_is_told",
    "questions/[]/id": _BREATHES,
    "questions/[]/ask": _BREATHES,
    "questions/[]/answers": _BREATHES,
    "questions/[]/answers_ref": _BREATHES,
    "questions/[]/when": f"{_ENGINE}::test_a_question_that_can_change_nothing_is_not_asked",
    "questions/[]/phase": f"{_ENGINE}::test_the_record_is_asked_for_after_help_has_left",
    "questions/[]/info": "tests/content/test_safety_questions.py"
    "::test_what_crews_need_is_still_asked_when_help_has_left",
    "questions/[]/help": f"{_FORM}::test_help_stands_beside_its_question_as_a_display",
    "questions/[]/critical": _SAID_OF,
    "questions/[]/ask_to": _SAID_OF,
    "questions/[]/unknown_note": _SAID_OF,
    "questions/[]/breathing_note": f"{_COPY}::test_every_document_makes_a_copy_and_the_same_one_twice",
    "questions/[]/kind": _PLATE,
    "questions/[]/pattern": "tests/triage/test_machine.py::test_a_plate_number_has_the_form_of_one",
    "rules/[]/else": f"{_ENGINE}::test_the_fallback_proves_nothing_while_a_rule_above_it_may_hold",
    "rules/[]/priority": _BREATHES,
    "rules/[]/type": "tests/triage/test_machine.py"
    "::test_the_type_a_person_chose_stays_whatever_is_proved_later",
    "rules/[]/route": _SAID_FIRST,
    "rules/[]/dispatch": _IN_COPY,
    "rules/[]/less_than": f"{_COPY}::test_what_a_rule_leaves_out_stands_in_it_with_the_reason",
    "additions/[]/label": "console/src/features/desk/keep-line.test.ts"
    "::the line stays open by the rule or addition that says so, in any interview, until a crew is there",
    "additions/[]/instead_of": "console/src/features/desk/interview-runs.test.ts"
    "::a card that a later interview replaces is not offered, and one that it says itself is",
}
CARD: Consumers = {
    **HEAD,
    "risk": "tests/content/test_coverage.py::test_the_shipped_content_covers_what_is_grave_in_four_languages",
    "note": "tests/browser/test_follow.py"
    "::test_the_note_of_a_card_stands_there_and_its_check_leads_on_when_the_patient_is_worse",
    "never": f"{_COPY}::test_every_sentence_of_a_card_stands_in_it",
    "marks": _COMPRESSIONS,
    "medication": _WAITS_FOR_DOCTOR,
    "pace/bpm": "tests/browser/test_call.py::test_from_the_first_tap_to_help_sent_what_both_ends_see_is_true",
    "steps/[]/id": _COMPRESSIONS,
    "steps/[]/say": _COMPRESSIONS,
    "steps/[]/wait": _COMPRESSIONS,
    "steps/[]/repeat_s": _COMPRESSIONS,
    "steps/[]/mark": _COMPRESSIONS,
    "steps/[]/show_if": f"{_DICTATION}::test_an_ordinary_step_is_shown_unless_it_is_known_not_to_fit",
    "steps/[]/needs_proof": "tests/browser/test_follow.py"
    "::test_a_diabetic_who_cannot_swallow_is_given_nothing_by_mouth",
    "steps/[]/requires": _WAITS_FOR_DOCTOR,
    "steps/[]/own_medication": f"{_DICTATION}::test_a_bite_without_a_reaction_is_not_injected",
    "steps/[]/skip_if": "tests/browser/test_follow.py"
    "::test_steps_that_the_caller_will_not_do_are_left_out_by_a_key_pressed_twice",
    "steps/[]/by_voice": _READS,
    "steps/[]/write": _READS,
    "steps/[]/check": _WORSE,
}
CONSUMERS: Mapping[str, Consumers] = {"protocols": PROTOCOL, "cards": CARD}


def consumer_faults(documents: Iterable[SourceDocument]) -> list[DocumentFault]:
    """L62: each field that is in no list, with its line."""
    return [
        _fault(document, where)
        for document in documents
        for where in {
            field_of(where): where
            for where in fields_of(document.data, CONSUMERS[document.file.split("/", 1)[0]])
        }.values()
    ]


def fields_of(
    value: Any, consumers: Consumers, where: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """The places of a document that no consumer is named for, at the outermost."""
    field = field_of(where)
    if field in consumers:
        return
    match value:
        case dict() if value and (not field or any(one.startswith(f"{field}/") for one in consumers)):
            for key, part in value.items():
                yield from fields_of(part, consumers, (*where, key))
        case list() if any(one.startswith(f"{field}/") for one in consumers):
            for nth, part in enumerate(value):
                yield from fields_of(part, consumers, (*where, nth))
        case _:
            yield where


def field_of(where: tuple[str | int, ...]) -> str:
    """A place as the tables name it: `rules/[]/say`."""
    return "/".join("[]" if isinstance(one, int) else one for one in where)


def _fault(document: SourceDocument, where: tuple[str | int, ...]) -> DocumentFault:
    return DocumentFault(
        rule="L62",
        code="field_without_consumer",
        file=document.file,
        line=document.line(*where),
        document=str(document.data.get("id", "")),
        facts={"field": field_of(where)},
    )
