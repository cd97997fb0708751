"""T06: the phases of a civil protection plan go up, and so does what proposes them."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from auxilio.active_content.table_rules.reading import fault, read_one
from auxilio.mass_casualty.civil_plan_content import SITUATIONS
from auxilio.platform.documents import DocumentFault, SourceDocument
from auxilio.triage.core.phrase_words import plain

_STAGES = (
    (0, r"seguimiento|seguiment|monitoring|suivi"),
    (1, r"prealerta|pre-?alert|prealerte|pre-?alerte|preemergen\w+"),
    (2, r"alerta|alert|alerte"),
    (3, r"emergencia|emergency|urgence|situacion|situacio|situation|nivel|nivell|level|niveau"),
    (9, r"recuperacion|recuperacio|recovery|normalizacion|retablissement"),
)
"""How far a phase has come, by the word that names it (es, ca, en, fr): the terms of the basic rule, RD 524/2023."""
_SUPPOSED_MOST = {"red_from": 10, "casualties_from": 50}
"""A plan that waits for more is proposed when the ordinary means have long been used up (ours)."""
_CAREFUL = {"notice": 0, "declared:standby": 0, "declared:yes": 1, "red_from": 1, "casualties_from": 1}
"""What is heard of as possible, and what is known to have happened."""


def civil_plan_rules(folder: Path) -> Iterator[DocumentFault]:
    """All of T06 of a folder."""
    document = read_one(folder, SITUATIONS, "plan-situations")
    if document is None:
        return
    for nth, plan in enumerate(document.data["plans"]):
        yield from _phases(document, nth, plan)
        yield from _proposals(document, nth, plan)


def rank_of(name: str) -> tuple[int, int] | None:
    """How grave a phase is by its name: the word, then the number. None where no known word names it."""
    text = plain(name)
    number = re.search(r"\d+", text)
    for rank, words in _STAGES:
        if re.search(rf"\b(?:{words})\b", text):
            return rank, int(number.group()) if number else 0
    return None


def _phases(document: SourceDocument, nth: int, plan: dict[str, Any]) -> Iterator[DocumentFault]:
    """From the mildest to the gravest, by the code and by the name in each language."""
    before: dict[str, tuple[tuple[int, int], str]] = {}
    for at, phase in enumerate(plan["phases"]):
        where, row = ("plans", nth, "phases", at), f"{plan['id']}/{phase['code']}"
        coded = rank_of(phase["code"])
        for language, name in (("code", phase["code"]), *phase["name"].items()):
            rank = rank_of(name)
            if rank is None:
                continue
            if coded is not None and rank != coded:
                yield fault("T06", "phase_named_otherwise", document, *where, row=row, name=name)
            had = before.get(language)
            if had is not None and had[0] >= rank:
                yield fault("T06", "phases_not_upwards", document, *where, row=row, name=name, before=had[1])
            before[language] = (rank, name)


def _proposals(document: SourceDocument, nth: int, plan: dict[str, Any]) -> Iterator[DocumentFault]:
    """What is known proposes a graver phase than what is possible, each kind one phase, and at a number that comes in time."""
    order = [one["code"] for one in plan["phases"]]
    found: dict[int, list[tuple[int, int, dict[str, Any]]]] = {0: [], 1: []}
    for at, rule in enumerate(plan.get("rules", ())):
        row = f"{plan['id']}/{rule['id']}"
        for name, most in _SUPPOSED_MOST.items():
            if rule.get(name, 0) > most:
                where = ("plans", nth, "rules", at)
                yield fault(
                    "T06", "threshold_too_high", document, *where, row=row, value=rule[name], most=most
                )
        kind = _kind_of(rule)
        if kind is not None and rule["phase"] in order:
            found[kind].append((order.index(rule["phase"]), at, rule))
    for kind, rules in found.items():
        needed = max((rank for rank, _, _ in found[0]), default=-1) + 1 if kind else 0
        if not _grows(rules):
            needed = max(needed, *(rank for rank, _, _ in rules), 0)
        for rank, at, rule in rules:
            row, where = f"{plan['id']}/{rule['id']}", ("plans", nth, "rules", at)
            if rank < needed:
                expected = order[min(needed, len(order) - 1)]
                facts = {"phase": rule["phase"], "expected": expected}
                yield fault("T06", "phase_too_mild", document, *where, row=row, **facts)
    yield from _thresholds(document, nth, plan, order)


def _kind_of(rule: dict[str, Any]) -> int | None:
    name = next((one for one in ("notice", "red_from", "casualties_from", "declared") if one in rule), "")
    return _CAREFUL.get(f"declared:{rule['declared']}" if name == "declared" else name)


def _grows(rules: list[tuple[int, int, dict[str, Any]]]) -> bool:
    """Whether a measure has several thresholds: then they need not propose one phase, and `_thresholds` asks that they go up."""
    return any(sum(name in rule for _, _, rule in rules) > 1 for name in _SUPPOSED_MOST)


def _thresholds(
    document: SourceDocument, nth: int, plan: dict[str, Any], order: list[str]
) -> Iterator[DocumentFault]:
    """A higher number proposes a graver phase; the gravely hurt of a phase are fewer than its casualties."""
    rules = [(at, one) for at, one in enumerate(plan.get("rules", ())) if one["phase"] in order]
    for name in _SUPPOSED_MOST:
        counted = sorted((one[name], order.index(one["phase"]), at) for at, one in rules if name in one)
        for (low, rank, _), (high, next_rank, at) in pairwise(counted):
            if high > low and next_rank <= rank:
                row, where = f"{plan['id']}/{plan['rules'][at]['id']}", ("plans", nth, "rules", at)
                yield fault("T06", "threshold_not_upwards", document, *where, row=row, low=low, high=high)
    for at, red in ((at, one) for at, one in rules if "red_from" in one):
        for _, all_hurt in ((at, one) for at, one in rules if "casualties_from" in one):
            if all_hurt["phase"] == red["phase"] and red["red_from"] > all_hurt["casualties_from"]:
                row, where = f"{plan['id']}/{red['id']}", ("plans", nth, "rules", at)
                value, most = red["red_from"], all_hurt["casualties_from"]
                yield fault("T06", "threshold_too_high", document, *where, row=row, value=value, most=most)
