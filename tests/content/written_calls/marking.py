"""Compares what was played with what is right, field by field, and the two markings with each other."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import yaml

from tests.content.written_calls.calls import FOLDER, SETS, Marking, WrittenCall, card
from tests.content.written_calls.play import NONE, PlayedCall

FIELDS = ("priority", "resources", "notices", "safety", "first_card", "first_sentence")
SUPERIOR: Mapping[str, frozenset[str]] = {
    "bls": frozenset({"als", "hems"}),
    "rrv": frozenset({"als", "hems"}),
    "als": frozenset({"hems"}),
    "gp_visit": frozenset({"bls", "als"}),
    "patrol": frozenset({"patrol_armed", "gbv"}),
    "local": frozenset({"patrol", "patrol_armed"}),
    "water": frozenset({"sea"}),
    "mountain": frozenset({"mountain_heli"}),
    "forest_crew": frozenset({"forest_engine"}),
}
"""What counts in place of a capability, because it can do all that the other does."""
NOT_JUDGED = "not judged yet"
"""Of a first sentence that `first_sentences.yaml` does not have in these words: it does not count as right."""
SAME_NOTICE: Mapping[str, frozenset[str]] = {
    "RAIL_OPERATOR": frozenset({"rail_stop_traffic"}),
    "UTILITY_POWER": frozenset({"grid_operator_cut"}),
    "grid_operator_cut": frozenset({"UTILITY_POWER"}),
}
"""A notice that reaches the same people by the service that is asked, or the other way round."""


def judge(call: WrittenCall, played: PlayedCall) -> dict[str, str | None]:
    """Field -> what is wrong with it, nothing where it is right. A field that a call does not have is left out: the first
    sentence where no card is to be opened."""
    lacks = sorted(
        one for one in call.resources if not ({one} | SUPERIOR.get(one, frozenset())) & played.resources
    )
    wrong = sorted(call.wrong_resources & played.resources)
    untold = sorted(
        one for one in call.notices if not ({one} | SAME_NOTICE.get(one, frozenset())) & played.notices
    )
    found: dict[str, str | None] = {
        "priority": None
        if played.priority in call.priorities
        else f"{played.priority}, not {_words(call.priorities)}",
        "resources": "; ".join(
            [*(f"lacks {one}" for one in lacks), *(f"sends {one}" for one in wrong)],
        )
        or None,
        "notices": f"not told: {_words(untold)}" if untold else None,
        "safety": f"not said: {_words(call.safety - played.safety)}" if call.safety - played.safety else None,
        "first_card": None if played.card in call.cards else f"{played.card}, not {_words(call.cards)}",
    }
    if NONE not in call.cards:
        found["first_sentence"] = _sentence(call, played)
    return found


def score(judged: Iterable[Mapping[str, str | None]]) -> dict[str, str]:
    """Field -> right of all that have it; `all` counts the calls that are right in each."""
    right, of = Counter[str](), Counter[str]()
    for fields in judged:
        for field, wrong in (*fields.items(), ("all", next(filter(None, fields.values()), None))):
            of[field] += 1
            right[field] += wrong is None
    return {field: f"{right[field]}/{of[field]}" for field in (*FIELDS, "all") if of[field]}


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Agreement beyond chance, `(po - pe) / (1 - pe)`. None where chance alone agrees always.

    J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960), p. 40.
    The installed packages have no unweighted one; `quality_review.core.agreement` weighs the levels of a review.
    """
    n = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    seen = sum(a == b for a, b in pairs) / n
    chance = sum(first[one] * second[one] for one in first) / n**2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def agreement(calls: Sequence[WrittenCall]) -> dict[str, dict[str, Any]]:
    """Field -> kappa and how many calls are marked alike. A list of codes is compared code by code, each that any marking
    of any call names: asked, or not asked."""
    told: dict[str, dict[str, Any]] = {}
    for field in ("priority", *SETS, "first_card"):
        read: Callable[[Marking], Hashable] = (
            (lambda marking, field=field: frozenset(marking[field]))
            if field in SETS
            else (lambda marking, field=field: card(marking[field]))
        )
        markings = [(read(one.first), read(one.second)) for one in calls]
        pairs = _code_by_code(markings) if field in SETS else markings
        kappa = cohen_kappa(pairs)
        told[field] = {
            "kappa": None if kappa is None else round(kappa, 3),
            "alike": sum(a == b for a, b in markings),
            "calls": len(markings),
        }
    return told


@cache
def _judged_sentences() -> Mapping[str, Mapping[str, Any]]:
    read: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "first_sentences.yaml").read_text("utf-8"))
    return read


def _sentence(call: WrittenCall, played: PlayedCall) -> str | None:
    if not played.sentence:
        return "nothing is said"
    if played.sentence == call.sentence:
        return None
    judged = _judged_sentences().get(call.id)
    if judged is None or judged["said"] != played.sentence:
        return f"{NOT_JUDGED}: «{played.sentence}»"
    return None if judged["same"] else f"«{played.sentence}»"


def _code_by_code(markings: Sequence[tuple[Any, Any]]) -> list[tuple[Hashable, Hashable]]:
    codes = sorted({one for pair in markings for marked in pair for one in marked})
    return [(code in a, code in b) for a, b in markings for code in codes]


def _words(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes)) or "any"
