"""What each field of the content means to who signs, and which change of it can harm. Read by `sentences.py`.

A field that is not listed is still told, with its name and both values, and counts as not named in its meaning.
"""

from enum import StrEnum
from typing import Literal, NamedTuple

from auxilio.active_content.whole_difference.rule_tables import RULE_FAMILIES

type FieldKind = Literal["number", "codes", "choice", "flag", "scale", "condition", "text"]


class Shift(StrEnum):
    """Which way something changed."""

    LESS = "less"
    MORE = "more"
    MILDER = "milder"
    GRAVER = "graver"
    EARLIER = "earlier"
    LATER = "later"
    ADDED = "added"
    GONE = "gone"
    NOW_YES = "now_yes"
    NOW_NO = "now_no"
    OTHER = "other"


LESS, MORE, MILDER, LATER, EARLIER, GONE, OTHER = (
    Shift.LESS,
    Shift.MORE,
    Shift.MILDER,
    Shift.LATER,
    Shift.EARLIER,
    Shift.GONE,
    Shift.OTHER,
)
NOW_NO, NOW_YES, ADDED = Shift.NOW_NO, Shift.NOW_YES, Shift.ADDED


class Field(NamedTuple):
    """`code`: of `content.change.field.*`. `harms`: the shifts that can harm a caller or a crew."""

    code: str
    kind: FieldKind
    harms: tuple[Shift, ...] = ()
    unit: Literal["", "m", "s"] = ""
    names: Literal["", "capability", "card", "protocol", "type", "service", "question"] = ""
    never_without: bool = False
    """Of a condition: whether what has none is never so, where others are always so."""


TEXT_HARM = (OTHER, GONE)
_EXCUSE_HARM = (OTHER, ADDED)
"""Of a reason for which a rule of the verifier lets something pass."""
FAMILIES = (
    *RULE_FAMILIES.items(),
    ("protocols/", "protocol"),
    ("cards/", "card"),
    ("plans/needs", "needs"),
    ("plans/areas/", "area"),
    ("plans/radio/", "radio"),
    ("plans/situations", "civil"),
    ("data/typology", "typology"),
    ("data/un_numbers", "substances"),
    ("data/goods_names", "goods"),
    ("data/erg2016_distances", "distances"),
    ("data/hin", "plates"),
    ("data/catalog", "catalogue"),
    ("data/qualifications", "qualifications"),
    ("data/sources", "sources"),
    ("data/synonyms", "synonyms"),
    ("data/phrases/", "phrases"),
    ("data/story_words", "story"),
    ("data/plain_language", "plain"),
    ("data/qa_scorecard", "scorecard"),
    ("data/crosswalk", "crosswalk"),
    ("data/call_mix", "callmix"),
    ("data/easy_steps", "easy"),
    ("i18n/", "translations"),
    ("phrasebook/", "phrasebook"),
    ("announcements/", "announcements"),
    ("recordings/", "recordings"),
)
PARTS: dict[tuple[str, str], str] = {
    ("protocol", "questions"): "question",
    ("protocol", "answers"): "answer",
    ("protocol", "rules"): "outcome",
    ("protocol", "additions"): "addition",
    ("protocol", "less_than"): "exception",
    ("protocol", "lookups"): "lookup",
    ("card", "steps"): "step",
    ("needs", "usual"): "usual",
    ("needs", "extras"): "extra",
    ("needs", "alarms"): "alarm",
    ("needs", "stands_in"): "stands_in",
    ("area", "centres"): "centre",
    ("area", "neighbours"): "neighbour",
    ("area", "zones"): "zone",
    ("area", "contacts"): "contact",
    ("area", "clocks"): "clock",
    ("radio", "groups"): "radio_group",
    ("radio", "codes"): "radio_codes",
    ("civil", "plans"): "civil_plan",
    ("civil", "phases"): "phase",
    ("civil", "rules"): "civil_rule",
    ("typology", "rows"): "type",
    ("substances", "rows"): "substance",
    ("goods", "rows"): "substance",
    ("distances", "rows"): "substance",
    ("plates", "digits"): "plate",
    ("plates", "prefix"): "plate",
    ("plates", "special"): "plate",
    ("plates", "classes"): "goods_class",
    ("plates", "class_fallback_guide"): "goods_class",
    ("catalogue", "answer_sets"): "answer_set",
    ("catalogue", "shared_facts"): "shared_fact",
    ("catalogue", "priorities"): "priority",
    ("catalogue", "call_dispositions"): "disposition",
    ("catalogue", "services"): "service",
    ("catalogue", "capabilities"): "capability",
    ("catalogue", "helplines"): "helpline",
    ("catalogue", "languages"): "language_set",
    ("catalogue", "safety_topics"): "topic",
    ("catalogue", "card_groups"): "card_group",
    ("catalogue", "card_conflicts"): "card_conflict",
    ("catalogue", "protocol_covers"): "covers",
    ("catalogue", "plan_situations"): "phase",
    ("qualifications", "qualifications"): "qualification",
    ("qualifications", "needs"): "capability",
    ("synonyms", "words"): "type",
    ("phrases", "phrases"): "type",
    ("story", "things"): "thing",
    ("story", "persons"): "thing",
    ("scorecard", "deviation_levels"): "deviation",
    ("scorecard", "sections"): "section",
    ("scorecard", "items"): "review_item",
    ("crosswalk", "rows"): "priority",
    ("callmix", "centres"): "centre",
    ("easy", "texts"): "easy_text",
    ("easy", "cards"): "easy_card",
    ("translations", "strings"): "sentence",
    ("phrasebook", "sentences"): "phrase",
    ("phrasebook", "words"): "phrase_word",
    ("announcements", "announcements"): "announcement",
    ("recordings", "recordings"): "recording_card",
}
"""The lists and maps whose items are parts of a document, with their words (`content.change.part.*`)."""
_EFFECTS = {
    "send": Field("send", "codes", (GONE,), names="capability"),
    "say": Field("cards", "codes", (GONE,), names="card"),
    "goto": Field("goto", "choice", (OTHER, GONE), names="protocol"),
    "notify": Field("notify", "codes", (GONE,)),
    "safety": Field("safety", "choice", (OTHER, GONE)),
    "transfer/to": Field("transfer_to", "choice", (OTHER, GONE), names="capability"),
    "transfer/mode": Field("transfer_mode", "choice", (OTHER, GONE)),
    "transfer/keep_caller": Field("transfer_keep", "flag", (NOW_NO,)),
    "keep_line": Field("keep_line", "flag", (NOW_NO,)),
    "label": Field("label", "text", TEXT_HARM),
    "when": Field("when", "condition", (GONE, OTHER)),
}
_ORDERED = {"": Field("order", "choice", (LATER, OTHER))}
_WORDS = {"": Field("words", "text", TEXT_HARM)}
_SPOKEN = {"say": Field("words", "text", TEXT_HARM), "read": Field("respelling", "text", TEXT_HARM)}
FIELDS: dict[str, dict[str, Field]] = {
    "protocol": {
        "title": Field("title", "text", (OTHER,)),
        "domain": Field("domain", "choice", (OTHER,)),
        "status": Field("status", "choice", (OTHER,)),
        "version": Field("version", "choice"),
        "incident_types": Field("serves", "codes", (GONE, ADDED), names="type"),
        "limits/max_questions_before_p0": Field("questions_before_p0", "number", (MORE,)),
        "limits/max_questions": Field("questions_max", "number", (MORE,)),
        "confidential": Field("confidential", "flag", (NOW_NO,)),
        "callback_policy": Field("callback", "choice", (OTHER, GONE)),
        "no_ring_if": Field("callback_silent", "condition", (GONE, OTHER), never_without=True),
        "effective/from": Field("valid_from", "choice", (OTHER, ADDED, GONE)),
        "effective/until": Field("valid_until", "choice", (OTHER, ADDED, GONE)),
        "sources": Field("sources", "codes"),
        "capture": Field("capture", "codes", (GONE,)),
        "instruct_first": Field("instruct_first", "codes", (GONE,), names="card"),
        "greeting": Field("greeting", "text", TEXT_HARM),
        "reassess/every_s": Field("reassess_every", "number", (LATER,), "s"),
        "reassess/questions": Field("reassess_questions", "codes", (GONE,), names="question"),
        "qa/critical": Field("review_list", "codes", (), names="question"),
        "surge": Field("surge", "flag"),
        "report/methane": Field("report_methane", "flag"),
    }
    | {
        f"qa/times/{name}": Field(f"time_{name}", "number", (LATER,), "s")
        for name in ("first_instruction_s", "pressure_s", "recognition_s", "first_compression_s", "handle_s")
    },
    "question": {
        "critical": Field("critical", "flag", (NOW_NO,)),
        "info": Field("info", "flag", (NOW_NO,)),
        "phase": Field("phase", "scale", (LATER,)),
        "kind": Field("answer_kind", "choice", (OTHER,)),
        "ask_to": Field("ask_to", "choice", (OTHER,)),
        "ask": Field("ask", "text", TEXT_HARM),
        "help": Field("help", "text", TEXT_HARM),
        "answers_ref": Field("answer_set", "choice", (OTHER,)),
        "when": Field("asked_when", "condition", (GONE, OTHER)),
        "unknown_note": Field("unknown_note", "text", _EXCUSE_HARM),
        "breathing_note": Field("breathing_note", "text", _EXCUSE_HARM),
        "pattern": Field("pattern", "choice", (OTHER,)),
    },
    "answer": {"label": Field("answer_label", "text", TEXT_HARM)},
    "outcome": _EFFECTS
    | {
        "priority": Field("priority", "scale", (MILDER,)),
        "dispatch": Field("dispatch", "scale", (LATER,)),
        "type": Field("type", "choice", (OTHER,), names="type"),
        "close_as": Field("close_as", "choice", (OTHER,)),
        "route": Field("route", "choice", (OTHER, GONE)),
    },
    "addition": _EFFECTS | {"instead_of": Field("instead_of", "codes", (GONE, ADDED), names="card")},
    "exception": {"without": Field("without", "codes", (ADDED,)), "because": Field("because", "text")},
    "lookup": {
        "data": Field("lookup_table", "choice", (OTHER,)),
        "key": Field("lookup_key", "choice", (OTHER,), names="question"),
    },
    "card": {
        "title": Field("title", "text", (OTHER,)),
        "status": Field("status", "choice", (OTHER,)),
        "version": Field("version", "choice"),
        "risk": Field("risk", "scale", (MILDER,)),
        "note": Field("note", "text", TEXT_HARM),
        "medication": Field("medication", "flag", (NOW_NO,)),
        "pace/bpm": Field("pace", "number", (LESS, MORE)),
        "marks": Field("marks", "codes"),
        "never": Field("never", "codes", (GONE, OTHER)),
        "sources": Field("sources", "codes"),
    },
    "step": {
        "say": Field("step_says", "text", TEXT_HARM),
        "write": Field("step_writes", "text", TEXT_HARM),
        "wait": Field("step_waits", "choice", (OTHER,)),
        "repeat_s": Field("repeat", "number", (LATER, EARLIER, GONE), "s"),
        "mark": Field("mark", "choice"),
        "by_voice": Field("by_voice", "flag", (NOW_NO,)),
        "show_if": Field("shown_if", "condition", (GONE, ADDED, OTHER)),
        "needs_proof": Field("needs_proof", "flag", (NOW_NO,)),
        "skip_if": Field("skip_if", "choice", (GONE,)),
        "requires": Field("requires", "choice", (GONE, OTHER)),
        "own_medication": Field("own_medication", "flag", (NOW_NO,)),
        "check/q": Field("check", "choice", (OTHER, GONE)),
        "check/worse/goto": Field("check_goto", "choice", (OTHER, GONE), names="protocol"),
        "check/worse/card": Field("check_card", "choice", (OTHER, GONE), names="card"),
    },
    "needs": {
        "support_up_to": Field("support_up_to", "scale", (MILDER, Shift.GRAVER)),
        "unclassified": Field("unclassified", "codes", (GONE,), names="service"),
        "own": Field("own_service", "codes", (ADDED,), names="service"),
        "version": Field("version", "choice"),
        "status": Field("status", "choice", (OTHER,)),
    },
    "usual": {
        p: Field(f"usual_{p.lower()}", "codes", (GONE,), names="capability")
        for p in ("P0", "P1", "P2", "P3", "P4")
    },
    "extra": {
        "ask": Field("send", "codes", (GONE,), names="capability"),
        "up_to": Field("up_to", "scale", (Shift.GRAVER,)),
    },
    "alarm": {},
    "stands_in": {"": Field("stands_in", "choice", (OTHER, GONE), names="service")},
    "area": {
        "plans": Field("area_plans", "codes", (GONE,)),
        "version": Field("version", "choice"),
        "status": Field("status", "choice", (OTHER,)),
    },
    "centre": {
        "agency": Field("agency", "choice", (OTHER,)),
        "name": Field("name", "text", (OTHER,)),
        "services": Field("services", "codes", (GONE, ADDED), names="service"),
        "reflex": Field("reflex", "flag", (NOW_NO, NOW_YES)),
        "console": Field("console", "flag", (NOW_YES, NOW_NO)),
        "phone": Field("phone", "choice", (OTHER, GONE)),
        "url": Field("link", "choice"),
        "note": Field("note", "text"),
    },
    "helpline": {"number": Field("phone", "choice", (OTHER, GONE)), "say": Field("words", "text", TEXT_HARM)},
    "neighbour": {"centres": Field("aid_order", "codes", (GONE, ADDED, OTHER))},
    "zone": {
        "hours": Field("hours", "choice", (ADDED, OTHER)),
        "centres": Field("zone_centres", "codes", (GONE, OTHER)),
    },
    "contact": {
        "number": Field("phone", "choice", (OTHER, GONE)),
        "speaks": Field("speaks", "codes", (GONE, ADDED)),
    },
    "clock": {
        p: Field(f"clock_{p.lower()}", "number", (LATER, EARLIER), "s") for p in ("P0", "P1", "P2", "P3")
    },
    "radio_group": {
        "name": Field("name", "text", (OTHER,)),
        "use": Field("group_use", "choice", (OTHER,)),
        "agency": Field("agency", "choice", (OTHER,)),
    },
    "radio_code": {"means": Field("means", "choice", (OTHER,))},
    "civil_plan": {
        "name": Field("name", "text", (OTHER,)),
        "kind": Field("plan_kind", "choice", (OTHER,)),
        "sources": Field("sources", "codes"),
    },
    "phase": {"name": Field("name", "text", (OTHER,))} | _WORDS,
    "civil_rule": {
        "phase": Field("proposes", "choice", (OTHER,)),
        "notice": Field("if_notice", "choice", (OTHER,)),
        "declared": Field("if_declared", "choice", (OTHER,)),
        "red_from": Field("red_from", "number", (MORE,)),
        "casualties_from": Field("casualties_from", "number", (MORE,)),
    },
    "type": {
        "": Field("lay_words", "codes", (GONE,)),
        "default_priority": Field("priority", "scale", (MILDER,)),
        "lead": Field("lead", "choice", (OTHER,), names="service"),
        "support": Field("support", "codes", (GONE,), names="service"),
        "apco_2012": Field("apco", "choice"),
        "protocol": Field("interview", "choice", (OTHER, GONE), names="protocol"),
        "note": Field("note", "text"),
        "group": Field("group", "choice", (OTHER,)),
    },
    "substance": {
        "": Field("names", "codes", (OTHER,)),
        "names_en": Field("names", "codes", (OTHER,)),
        "class": Field("hazard_class", "choice", (OTHER, GONE)),
        "packing_groups": Field("packing", "choice"),
        "labels": Field("labels", "choice", (OTHER,)),
        "erg2016_guide": Field("guide", "choice", (OTHER, GONE)),
        "guide": Field("guide", "choice", (OTHER, GONE)),
        "basis": Field("basis", "choice", (OTHER,)),
        "material": Field("material", "choice", (OTHER,)),
        "polymerizes": Field("polymerizes", "choice", (OTHER, GONE)),
        "bleve": Field("bleve", "choice", (OTHER, GONE)),
        "table3": Field("table3", "choice", (OTHER, GONE)),
    }
    | {
        name: Field(name.removesuffix("_m"), "number", (LESS, MORE), "m")
        for name in (
            [
                "small_iso_m",
                "small_day_m",
                "small_night_m",
                "large_iso_m",
                "large_day_m",
                "large_night_m",
                "fire_iso_m",
            ]
        )
    },
    "plate": _WORDS,
    "goods_class": {"": Field("words", "text", TEXT_HARM), "guide": Field("guide", "choice", (OTHER, GONE))},
    "plates": {
        "doubled": Field("words", "text", TEXT_HARM),
        "edition": Field("edition", "choice"),
        "source": Field("sources", "choice"),
        "all_round_guides": Field("all_round_guides", "codes", (GONE, ADDED)),
    },
    "answer_set": {},
    "shared_fact": {"": Field("answer_set", "choice", (OTHER, GONE))},
    "priority": {
        "": Field("words", "text", TEXT_HARM),
        "target_dispatch_s": Field("target", "number", (LATER,), "s"),
        "rank": Field("rank", "number", (LESS, MORE)),
        "colour": Field("colour", "choice", (OTHER,)),
    }
    | {n: Field("equivalent", "choice", (OTHER,)) for n in ("samu_fr", "nhs", "mpds", "norway", "es_health")},
    "disposition": {"": Field("words", "text", TEXT_HARM), "group": Field("group", "choice", (OTHER,))},
    "service": _WORDS,
    "capability": {
        "": Field("words", "text", TEXT_HARM),
        "service": Field("of_service", "choice", (OTHER,), names="service"),
        "covers": Field("covers", "codes", (ADDED,), names="capability"),
        "given_by": Field("given_by", "choice", (ADDED,)),
        "any_of": Field("any_of", "codes", (ADDED, GONE)),
    },
    "language_set": {"": Field("languages", "codes", (GONE,))},
    "topic": {"": Field("topic_words", "codes", (GONE,))},
    "card_group": {"": Field("group_cards", "codes", (GONE,), names="card")},
    "card_conflict": {
        "because": Field("because", "text"),
        "unless": Field("unless", "choice", (ADDED, OTHER)),
    },
    "covers": {"": Field("covers", "codes", (ADDED,), names="protocol")},
    "catalogue": {
        "unresponsive": Field("topic_words", "codes", (GONE,)),
        "version": Field("version", "choice"),
    },
    "qualification": _WORDS,
    "sources": {},
    "source": {
        "title": Field("title", "text"),
        "url": Field("link", "choice"),
        "basis": Field("basis", "choice", (OTHER,)),
        "edition": Field("edition", "choice", (OTHER, GONE)),
        "section": Field("source_section", "text"),
        "expires": Field("expires", "choice", (OTHER, GONE)),
    },
    "easy": {"status": Field("status", "choice", (OTHER,)), "version": Field("version", "choice")},
    "easy_text": {
        "": Field("easy_words", "text", TEXT_HARM),
        "pictogram": Field("pictogram", "choice", (OTHER, GONE)),
    },
    "easy_step": {"": Field("easy_text_of", "choice", (OTHER, GONE))},
    "thing": {"": Field("lay_words", "codes")},
    "story": {
        "common": Field("common_words", "codes"),
        "small": Field("small_words", "codes", (ADDED,)),
        "version": Field("version", "choice"),
    },
    "plain": {
        "jargon": Field("jargon", "codes", (GONE,)),
        "promises": Field("promises", "codes", (GONE,)),
        "version": Field("version", "choice"),
    },
    "deviation": {"": Field("words", "text"), "factor": Field("factor", "number", (LESS, MORE))},
    "section": {"": Field("words", "text"), "weight": Field("weight", "number")},
    "review_item": {"": Field("words", "text"), "auto": Field("reads_fact", "choice", (OTHER,))},
    "sentence": {"": Field("translation", "text", TEXT_HARM)},
    "translations": {
        "status": Field("status", "choice", (OTHER,)),
        "language": Field("languages", "choice", (OTHER,)),
    },
    "civil": {"status": Field("status", "choice", (OTHER,))},
    "radio": {"status": Field("status", "choice", (OTHER,))},
    "phrase": _SPOKEN,
    "phrase_word": _SPOKEN,
    "phrasebook": {
        "language": Field("languages", "choice", (OTHER,)),
        "read_by/name": Field("reader", "choice"),
        "read_by/date": Field("read_on", "choice"),
        "version": Field("version", "choice"),
    },
    "announcement": _WORDS,
    "announcements": {
        "status": Field("status", "choice", (OTHER,)),
        "author": Field("author", "choice"),
        "date": Field("date", "choice"),
    },
    "recordings": {"status": Field("status", "choice", (OTHER,))},
    "recording": {"": Field("recording", "choice", (OTHER, GONE))},
} | {family: {"version": Field("version", "choice")} for family in RULE_FAMILIES.values()}
SCALES: dict[str, tuple[tuple[str, ...], Shift, Shift]] = {
    "priority": (("P0", "P1", "P2", "P3", "P4"), Shift.GRAVER, MILDER),
    "support_up_to": (("P0", "P1", "P2", "P3", "P4"), Shift.GRAVER, MILDER),
    "up_to": (("P0", "P1", "P2", "P3", "P4"), Shift.GRAVER, MILDER),
    "dispatch": (("reflex", "standard", "after_interview", "none"), EARLIER, LATER),
    "risk": (("life", "harm", "comfort"), Shift.GRAVER, MILDER),
    "phase": (("pre", "post"), EARLIER, LATER),
}
"""The values of a scale in order, and what a step towards its beginning and its end is called."""
DEFAULTS = {"phase": "pre", "ask_to": "caller", "answer_kind": "choice"}
"""What a field means that is not written."""


def family_of(file: str) -> str:
    """The kind of document that a file holds."""
    return next((family for prefix, family in FAMILIES if file.startswith(prefix)), "")
