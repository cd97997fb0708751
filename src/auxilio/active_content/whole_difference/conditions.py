"""Says for which answers a condition no longer holds, or holds now (`when`, `show_if`). Called by `sentences.py`."""

import itertools
from collections.abc import Iterator, Mapping
from math import prod
from typing import Any, NamedTuple

NEVER: Mapping[str, Any] = {"any": []}
"""A condition that never holds."""
TRIED_MAX = 4096
"""Sets of answers that are tried; a condition over more is compared by the answers that it names."""
_ELSE = "…"
"""Any answer that neither version names."""


class ConditionShift(NamedTuple):
    """Answers by which it no longer holds and by which it holds now, as `question=answer`, each the fewest that show it."""

    no_longer: tuple[str, ...]
    also: tuple[str, ...]


def shift_of(before: Any, after: Any) -> ConditionShift:
    """Both directions. `None` is a condition that always holds."""
    named: dict[str, list[str]] = {}
    for question, answer in (*_leaves(before), *_leaves(after)):
        named.setdefault(question, [])
        if answer not in named[question]:
            named[question].append(answer)
    choices = {question: (*answers, _ELSE) for question, answers in named.items()}
    if prod(map(len, choices.values())) > TRIED_MAX:
        old, new = set(_leaves(before)), set(_leaves(after))
        return ConditionShift(_pairs(old - new), _pairs(new - old))
    lost: list[dict[str, str]] = []
    gained: list[dict[str, str]] = []
    for picked in itertools.product(*choices.values()):
        answers = dict(zip(choices, picked, strict=True))
        was, now = _holds(before, answers), _holds(after, answers)
        if was != now:
            (lost if was else gained).append(answers)
    return ConditionShift(_shortest(lost, choices), _shortest(gained, choices))


def _shortest(found: list[dict[str, str]], choices: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The answers that all of the sets have in common; where there are none, those of the first."""
    if not found:
        return ()
    said = []
    for question, all_answers in choices.items():
        seen = {one[question] for one in found}
        if len(seen) < len(all_answers):
            shown = [answer for answer in all_answers if answer in seen and answer != _ELSE]
            if shown:
                said.append(f"{question}={'/'.join(shown)}")
            else:
                said.append(f"{question}≠{'/'.join(a for a in all_answers if a not in seen)}")
    return tuple(said) or tuple(f"{q}={a}" for q, a in found[0].items() if a != _ELSE)


def _pairs(found: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"{question}={answer}" for question, answer in sorted(found))


def _leaves(condition: Any) -> Iterator[tuple[str, str]]:
    for key, wanted in condition.items() if isinstance(condition, dict) else ():
        if key in ("all", "any") and isinstance(wanted, list):
            for one in wanted:
                yield from _leaves(one)
        else:
            for answer in wanted if isinstance(wanted, list) else [wanted]:
                yield str(key), str(answer)


def _holds(condition: Any, answers: Mapping[str, str]) -> bool:
    if not isinstance(condition, dict):
        return True
    for key, wanted in condition.items():
        if key == "all":
            holds = all(_holds(one, answers) for one in wanted)
        elif key == "any":
            holds = any(_holds(one, answers) for one in wanted)
        else:
            holds = answers.get(key) in [
                str(one) for one in (wanted if isinstance(wanted, list) else [wanted])
            ]
        if not holds:
            return False
    return True
