"""Reads the written calls: the text, two markings, what was settled between them, and the answers to protocols."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

FOLDER = Path(__file__).parent
SETS = ("resources", "notices", "safety")
"""Fields of a marking that are lists of codes."""
MARKED_TWICE = ("priority", *SETS, "first_card")
MISSING = "missing"
"""The card of a marking for which the vocabulary had none."""

type Half = Literal["open", "opened later"]
"""Whoever mends the content has read the first from the beginning, the second since decision 0383."""
type Marking = Mapping[str, Any]


class WrittenCall(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One call: its text, both markings, and what counts as right."""

    id: str
    topic: str
    half: Half
    language: str
    trap: bool
    turns: tuple[str, ...]
    """What the caller says, turn by turn."""
    first: Marking
    second: Marking
    priorities: frozenset[str]
    resources: frozenset[str]
    wrong_resources: frozenset[str]
    notices: frozenset[str]
    safety: frozenset[str]
    cards: frozenset[str]
    """Any of these is right as the first card; none at all where both markings ask for one that there is not."""
    opens: tuple[str, ...]
    """Protocols that fit, the best first."""
    patient: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]
    """Protocol -> question -> answer."""
    joins: bool = False
    """The caller says that it is about an incident that is open: the call is joined to it."""
    defibrillator: bool = False
    """The caller says that one is at hand."""
    sentence: str | None = None
    """A first sentence that a guideline asks for in place of the marking's."""


def read_calls(*, later: bool = True) -> tuple[WrittenCall, ...]:
    """All of them, by file and in the order of the file; without what was settled `later` as they were at the first run."""
    settled = settlements()
    more = settled_later() if later else {"settled": {}, "answers": {}}
    return tuple(
        _call(
            topic,
            place,
            case,
            second[case["id"]],
            settled.get(case["id"], {}) | more["settled"].get(case["id"], {}),
            _answered(answers[case["id"]], more["answers"].get(case["id"], {})),
        )
        for topic, cases, second, answers in _topics()
        for place, case in enumerate(cases, 1)
    )


def settled_later() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """`settled` and `answers` that were written after the first run, each with its reason."""
    read: dict[str, dict[str, dict[str, Any]]] = _yaml(FOLDER / "settled_later.yaml")
    return read


def settlements() -> Mapping[str, Mapping[str, tuple[Any, str]]]:
    """Call -> field -> what counts, and why."""
    read: dict[str, dict[str, tuple[Any, str]]] = _yaml(FOLDER / "settled.yaml")["settled"]
    return read


def reasons() -> Mapping[str, str]:
    """The reasons that several settlements share, by name."""
    read: dict[str, str] = _yaml(FOLDER / "settled.yaml")["reasons"]
    return read


def apart(first: Marking, second: Marking) -> tuple[str, ...]:
    """The fields in which two markings disagree."""
    return tuple(
        field
        for field in MARKED_TWICE
        if (set(first[field]) != set(second[field]))
        if field in SETS or card(first[field]) != card(second[field])
    )


def card(marked: str) -> str:
    """A priority or the id of a card, without what a missing one should be."""
    return marked.partition(":")[0]


def _answered(rows: Mapping[str, Any], more: Mapping[str, Any]) -> Mapping[str, Any]:
    """The rows with those that were added: an answer replaces one of the same question, and what is to be preferred is opened first."""
    pressed = {name: more[name] for name in ("joins", "defibrillator") if name in more}
    added = {name: row for name, row in more.items() if name not in {"prefer", "open", "why", *pressed}}
    return {
        **rows,
        **pressed,
        **{protocol: {**rows.get(protocol, {}), **row} for protocol, row in added.items()},
        "open": [*more.get("prefer", ()), *rows["open"], *more.get("open", ())],
    }


def _topics() -> Iterable[tuple[str, list[Any], dict[str, Marking], dict[str, Any]]]:
    for file in sorted((FOLDER / "first").glob("*.yaml")):
        second = {one["id"]: one["expected"] for one in _yaml(FOLDER / "second" / file.name)["cases"]}
        yield file.stem, _yaml(file)["cases"], second, _yaml(FOLDER / "answers" / file.name)


def _call(
    topic: str, place: int, case: Any, second: Marking, settled: Mapping[str, Any], rows: Mapping[str, Any]
) -> WrittenCall:
    first: Marking = case["expected"]
    rows = dict(rows)
    opens, patient = tuple(rows.pop("open")), rows.pop("patient", {})
    pressed = {name: rows.pop(name, False) for name in ("joins", "defibrillator")}
    counts = {field: _codes(field, first, second, settled) for field in SETS}
    return WrittenCall(
        id=case["id"],
        topic=topic,
        half="open" if place % 2 else "opened later",
        language=case["language"],
        trap=case["trap"] is not None,
        turns=tuple(
            line.removeprefix("C:").strip() for line in case["call"].splitlines() if line.startswith("C:")
        ),
        first=first,
        second=second,
        priorities=_accepted("priority", first, second, settled) | set(first["priority_alternatives"]),
        resources=counts["resources"],
        wrong_resources=frozenset(first["resources_not"]),
        notices=counts["notices"],
        safety=counts["safety"],
        cards=_accepted("first_card", first, second, settled) - {MISSING},
        opens=opens,
        patient=patient,
        answers=rows,
        **pressed,
        sentence=settled["first_sentence"][0] if "first_sentence" in settled else None,
    )


def _accepted(field: str, first: Marking, second: Marking, settled: Mapping[str, Any]) -> frozenset[str]:
    choice = settled[field][0] if field in settled else "first"
    one, other = card(first[field]), card(second[field])
    if isinstance(choice, list):
        return frozenset(choice)
    return frozenset({"first": {one}, "second": {other}, "either": {one, other}}[choice])


def _codes(field: str, first: Marking, second: Marking, settled: Mapping[str, Any]) -> frozenset[str]:
    choice = settled[field][0] if field in settled else "first"
    one, other = frozenset(first[field]), frozenset(second[field])
    if isinstance(choice, list):
        return frozenset(choice)
    return {"first": one, "second": other, "common": one & other, "union": one | other}[choice]


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))
