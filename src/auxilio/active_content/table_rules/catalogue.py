"""T09: the catalogue says one thing in each language, and its lists agree with what uses them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from auxilio.active_content.table_rules.needs import MINIMUMS
from auxilio.active_content.table_rules.reading import CATALOG, LANGUAGES, fault, items, read_one
from auxilio.platform.documents import DocumentFault, SourceDocument
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.phrase_words import plain

SPOKEN = "announcements/spoken.yaml"
_SAYS: Mapping[str, str] = {
    "yes": r"^(?:si|yes|oui)\b",
    "no": r"^(?:no|non|not|ne|none|ninguno|cap|aucun)\b(?! (?:sabe|ho sap|sait))",
    "unknown": r"no sabe|unknown|no ho sap|ne sait pas",
    "normal": r"\bnormale?\b",
    "doubt": r"\bpero\b|\bbut\b|\bmais\b",
    "gasps": r"ruidos|boquead|noises?|noisy|gasp|sorolls|boquejad|bruits?\b",
    "drowsy": r"confus|drows",
    "response": r"respon(?:d|s)?e?\b|repond",
    "breath": r"respir[ae]|breath",
    "less": r"menos de|under|menys d|moins d",
    "puberty": r"pubert",
    "adult": r"adult",
    "or more": r"o mas|or more|o mes\b|ou plus",
}
"""A thing that an answer may say, in the four languages, without accents. A text of another subject says none of them."""
_CODES = {"Y": "yes", "U": "unknown"}
_PRIORITY_SAYS: Mapping[str, str] = {
    "reflex": r"reflej|reflex",
    "life": r"vital|life",
    "possible": r"posible|possible",
    "may wait": r"(?<!no )demorable|can wait",
    "not urgent": r"no urgente|not urgent",
    "advice": r"consejo|advice",
}
_PRIORITY_MEANS: Mapping[str, frozenset[str]] = {
    "P0": frozenset({"reflex", "life"}),
    "P1": frozenset({"life", "possible"}),
    "P2": frozenset(),
    "P3": frozenset({"may wait"}),
    "P4": frozenset({"not urgent", "advice"}),
}
_TARGET_MOST_S = {"P0": 60, "P1": 120, "P2": 300, "P3": 900}
"""The longest until the first unit is sent: NFPA 1225 for P0; ours for the others."""
KNOWN_NUMBERS: Mapping[str, frozenset[str]] = {
    "CENTRE_112": frozenset({"112"}),
    "CRISIS_LINE": frozenset({"024"}),
    "HEALTH": frozenset({"061", "112"}),
    "FIRE": frozenset({"080", "085", "112"}),
    "POLICE": frozenset({"062", "091", "112"}),
    "LOCAL_POLICE": frozenset({"092", "112"}),
    "SOCIAL": frozenset({"016", "112"}),
}
"""Telephone numbers of Spain that a label of a service, or of what it sends, may name; of another service 112 alone."""


def catalogue_rules(folder: Path, triage: TriageLoadResult) -> Iterator[DocumentFault]:
    """All of T09 of a folder."""
    catalog = read_one(folder, CATALOG, "catalog")
    if catalog is None:
        return
    for name in catalog.data["answer_sets"]:
        yield from _answers(catalog, name)
    yield from _priorities(catalog)
    yield from _numbers(catalog)
    yield from _units(folder, catalog)
    yield from _given_by_centres(catalog)
    yield from _languages(folder, catalog)
    yield from _shared_facts(catalog, triage)


def _answers(catalog: SourceDocument, name: str) -> Iterator[DocumentFault]:
    """Each answer says one thing in all languages, no two of a set say the same, and yes is yes."""
    choices = catalog.data["answer_sets"][name]
    for nth, choice in enumerate(choices):
        where, row = ("answer_sets", name, nth), f"{name}/{choice['code']}"
        said = {
            language: _concepts(_SAYS, text)
            for language, text in choice["label"].items()
            if language in LANGUAGES
        }
        odd = next((one for one in said if said[one] != said["es"]), None)
        must = _CODES.get(choice["code"])
        if odd is not None:
            yield fault("T09", "answer_says_otherwise", catalog, *where, row=row, language=odd)
        elif must is not None and must not in said["es"]:
            yield fault("T09", "answer_says_otherwise", catalog, *where, row=row, language="es")
    for (one, a), (nth, b) in combinations(enumerate(choices), 2):
        for language in sorted(a["label"].keys() & b["label"].keys()):
            if plain(a["label"][language]) == plain(b["label"][language]):
                where, row = ("answer_sets", name, nth), f"{name}/{b['code']}"
                other = choices[one]["code"]
                yield fault(
                    "T09", "shared_answers_alike", catalog, *where, row=row, language=language, other=other
                )


def _concepts(says: Mapping[str, str], text: str) -> frozenset[str]:
    """What a text says, and its figures."""
    flat = plain(text)
    named = {name for name, pattern in says.items() if re.search(pattern, flat)}
    return frozenset({*named, *re.findall(r"\d+", flat)})


def _priorities(catalog: SourceDocument) -> Iterator[DocumentFault]:
    """Each priority is named by its gravity in each language, and a graver one is to leave sooner."""
    priorities: list[dict[str, Any]] = catalog.data["priorities"]
    for nth, one in enumerate(priorities):
        expected = _PRIORITY_MEANS.get(one["code"])
        for language in ("es", "en"):
            named = _concepts(_PRIORITY_SAYS, re.sub(r"\d", "", one.get(language, "")))
            if expected is not None and named != expected:
                where = ("priorities", nth)
                yield fault(
                    "T09", "priority_named_otherwise", catalog, *where, row=one["code"], language=language
                )
        target, most = one.get("target_dispatch_s"), _TARGET_MOST_S.get(one["code"])
        if most is not None and (target is None or target > most):
            facts: dict[str, str | int] = {"value": str(target), "most": most}
            yield fault("T09", "target_too_late", catalog, "priorities", nth, row=one["code"], **facts)
    for (_, before), (nth, after) in pairwise(enumerate(priorities)):
        if (before.get("target_dispatch_s") or 0) >= (after.get("target_dispatch_s") or float("inf")):
            facts = {"graver": before["code"], "milder": after["code"]}
            yield fault("T09", "target_not_sooner", catalog, "priorities", nth, row=after["code"], **facts)


def _numbers(catalog: SourceDocument) -> Iterator[DocumentFault]:
    """A telephone number that a label names, and a short one that a helpline has, is one that is known for its service."""
    for code, line in catalog.data.get("helplines", {}).items():
        of = catalog.data["capabilities"].get(code, {}).get("service")
        if not line["number"].startswith("+") and line["number"] not in KNOWN_NUMBERS.get(of, frozenset()):
            where = ("helplines", code, "number")
            yield fault("T09", "number_unknown", catalog, *where, row=code, number=line["number"])
    for part in ("services", "capabilities"):
        for code, about in catalog.data[part].items():
            known = KNOWN_NUMBERS.get(about.get("service", code), frozenset({"112"}))
            for language in LANGUAGES:
                for number in re.findall(r"(?<!\d)\d{3,9}(?!\d)", about.get(language, "")):
                    if number not in known:
                        yield fault("T09", "number_unknown", catalog, part, code, row=code, number=number)


def _units(folder: Path, catalog: SourceDocument) -> Iterator[DocumentFault]:
    """A capability belongs to the service that has its crews (`units` of the minimums)."""
    minimums = read_one(folder, MINIMUMS, "response-minimums")
    owners = (
        {unit: one["service"] for _, one in items(minimums, "units") for unit in one["has"]}
        if minimums is not None
        else {}
    )
    for code, about in catalog.data["capabilities"].items():
        if owners.get(code, about["service"]) != about["service"]:
            facts = {"service": about["service"], "expected": owners[code]}
            yield fault("T09", "unit_belongs_elsewhere", catalog, "capabilities", code, row=code, **facts)


def _given_by_centres(catalog: SourceDocument) -> Iterator[DocumentFault]:
    """What a helpline takes is given by its centre, and what a centre gives does the work of no unit, nor a unit its work."""
    capabilities = catalog.data["capabilities"]
    covered = {one for about in capabilities.values() for one in about.get("covers", ())}
    for code, about in capabilities.items():
        by_centre = about.get("given_by") == "centre"
        if by_centre and (code in covered or about.get("covers")):
            yield fault("T09", "centre_does_units_work", catalog, "capabilities", code, row=code)
        if not by_centre and code in catalog.data.get("helplines", {}):
            yield fault("T09", "helpline_needs_unit", catalog, "capabilities", code, row=code)


def _languages(folder: Path, catalog: SourceDocument) -> Iterator[DocumentFault]:
    """A language in which people are spoken to while they wait is one in which life cards are said."""
    spoken = read_one(folder, SPOKEN, "announcements-spoken")
    found = {one for said in spoken.data["spoken"].values() for one in said} if spoken is not None else set()
    required = catalog.data["languages"]["life_required"]
    for language in sorted(found.difference(required)):
        yield fault("T09", "life_language_missing", catalog, "languages", row=language)


def _shared_facts(catalog: SourceDocument, triage: TriageLoadResult) -> Iterator[DocumentFault]:
    """An answer set that one question alone uses, in several protocols, is a fact that goes with the caller."""
    asked: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for id, document in triage.documents.items():
        for question in document.data.get("questions", ()):
            if question.get("answers_ref"):
                asked[question["answers_ref"]][question["id"]].add(id)
    shared = catalog.data["shared_facts"]
    for name, questions in asked.items():
        for question, protocols in questions.items():
            if len(questions) == 1 and len(protocols) > 1 and shared.get(question) != name:
                facts: dict[str, str | int] = {"answers": name, "protocols": len(protocols)}
                yield fault("T09", "fact_not_shared", catalog, "shared_facts", row=question, **facts)
