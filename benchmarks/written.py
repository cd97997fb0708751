"""What a protocol decides, from its written form alone: no engine, no compiled content. A second opinion for what both miss."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

type Raw = Mapping[str, Any]
type Codes = Mapping[str, tuple[str, ...]]

INTERVIEWS_MAX = 20_000
_RULES = ("id", "priority", "dispatch", "type")
_EFFECTS = ("goto", "route", "close_as", "transfer", "keep_line", "safety", "notify")


def same_decisions(one: Raw, other: Raw, answer_sets: Codes) -> bool:
    """Whether every complete interview of both ends alike."""
    return all(
        decision(one, answers) == decision(other, answers)
        for asked in (one, other)
        for answers in _interviews(asked, answer_sets)
    )


def decision(raw: Raw, answers: Mapping[str, str]) -> dict[str, Any] | None:
    """What the rule that decides and the additions that hold come to; None when no rule does. Resources are united, not
    summed (decision 0012), cards are said once."""
    asked = _asked(raw, answers)
    rule = next((one for one in raw["rules"] if one.get("else") or holds(one.get("when"), asked)), None)
    if rule is None:
        return None
    effects = [rule, *(one for one in raw["additions"] if holds(one.get("when"), asked))]
    sent = Counter[str]()
    for effect in effects:
        sent |= Counter(effect.get("send", ()))
    instead = {card for effect in effects for card in effect.get("instead_of", ())}
    said = {*raw.get("instruct_first", ()), *(card for effect in effects for card in effect.get("say", ()))}
    return {
        "rule": [rule.get(key) for key in _RULES],
        "send": sent,
        "say": said - instead,
        "effects": [told for effect in effects if any(told := [effect.get(key) for key in _EFFECTS])],
    }


def _asked(raw: Raw, answers: Mapping[str, str]) -> dict[str, str]:
    """Without the answers to questions that would not be asked."""
    asked: dict[str, str] = {}
    for question in raw["questions"]:
        if question["id"] in answers and ("when" not in question or holds(question["when"], asked)):
            asked[question["id"]] = answers[question["id"]]
    return asked


def holds(condition: Any, answers: Mapping[str, str]) -> bool:
    """Whether a written condition is true of these answers."""
    for key, value in (condition or {}).items():
        if key == "all":
            true = all(holds(part, answers) for part in value)
        elif key == "any":
            true = any(holds(part, answers) for part in value)
        else:
            true = answers.get(key) in (value if isinstance(value, list) else [value])
        if not true:
            return False
    return True


def _codes(question: Raw, answer_sets: Codes) -> tuple[str, ...]:
    if "answers" in question:
        return tuple(choice["code"] for choice in question["answers"])
    return answer_sets.get(question.get("answers_ref", ""), ())


def _interviews(raw: Raw, answer_sets: Codes) -> Iterator[dict[str, str]]:
    """All of them, up to a number; where there are more, as many that are drawn."""
    questions = [(one, _codes(one, answer_sets)) for one in raw["questions"]]

    def go(place: int, answers: dict[str, str]) -> Iterator[dict[str, str]]:
        if place == len(questions):
            yield answers
            return
        question, codes = questions[place]
        if not codes or not holds(question.get("when"), answers):
            yield from go(place + 1, answers)
            return
        for code in codes:
            yield from go(place + 1, {**answers, question["id"]: code})

    found = []
    for answers in go(0, {}):
        found.append(answers)
        if len(found) > INTERVIEWS_MAX:
            break
    else:
        yield from found
        return
    rng = random.Random(0)
    for _ in range(INTERVIEWS_MAX):
        drawn: dict[str, str] = {}
        for question, codes in questions:
            if codes and holds(question.get("when"), drawn):
                drawn[question["id"]] = rng.choice(codes)
        yield drawn
