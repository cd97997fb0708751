"""Says one edit of the content in a sentence for who signs: what it is of, what changed in meaning, which way, and whether it can harm.

Judging an edit is cheap and is done for all; its words, in four languages, only for those that are shown (`comparison.py`).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from babel.numbers import format_decimal

from auxilio.active_content.whole_difference import conditions, texts
from auxilio.active_content.whole_difference.edits import Edit, EditKind, TreePath
from auxilio.active_content.whole_difference.fields import DEFAULTS, SCALES, Field, Shift
from auxilio.active_content.whole_difference.places import (
    ContentPlace,
    find,
    in_language,
    part_words,
    place_of,
    words_of_place,
)
from auxilio.active_content.whole_difference.rule_tables import REMARKS, RULE_PART, row_in_words
from auxilio.platform.i18n import LANGUAGES, Catalogues, catalogues

type Value = Callable[[str], str]
"""A fact of a sentence, in a language."""
_KM = 1000
_MINUTE = 60
PAIRED_MAX = 400
"""Pairs of sentences of two lists that are compared."""
SAME_SENTENCE = 0.6
"""From this likeness of their letters two sentences are one that was retouched (`difflib`)."""
SENTENCE_MAX = 400
"""Characters of a sentence that are shown."""
_ORDER_MATTERS = frozenset({"question", "outcome", "step", "answer"})


class SentenceChange(NamedTuple):
    """One change before it is worded: a code of `content.change.say.*` with its facts."""

    edit: Edit
    place: ContentPlace
    code: str
    facts: Mapping[str, Value]
    shift: Shift
    harms: bool
    named: bool


class Document(NamedTuple):
    """A file in both sets, and what its sentences refer to."""

    file: str
    trees: tuple[Any, Any]
    names: Mapping[str, Mapping[str, Mapping[str, str]]]
    """What codes of the content are called: by kind and code, in languages."""
    said: Mapping[tuple[str, str], TreePath]
    """Where each sentence of the old version stood: by language and words."""
    changed: frozenset[TreePath]
    """Every place that is not the same."""


def changes_of(edit: Edit, document: Document) -> Iterator[SentenceChange]:
    """What an edit says; a block that came or went is told by its fields."""
    place = place_of(document.file, edit.path)
    if place.part.startswith(RULE_PART):
        yield from _of_rules(edit, place, document)
        return
    if place.parts and place.parts[-1][1] == edit.path:
        if edit.kind is EditKind.MOVED:
            yield _moved(edit, place, document)
            return
        if edit.kind in (EditKind.ADDED, EditKind.GONE) and isinstance(edit.before or edit.after, dict):
            gone = edit.kind is EditKind.GONE
            shift = Shift.GONE if gone else Shift.ADDED
            harms = gone or place.part in ("step", "answer", "exception")
            yield SentenceChange(edit, place, f"part_{edit.kind}", {}, shift, harms, True)
            return
    value = edit.before if edit.after is None else edit.after
    if place.field is None and isinstance(value, dict) and value and None in (edit.before, edit.after):
        for key, one in value.items():
            old, new = (one, None) if edit.after is None else (None, one)
            yield from changes_of(Edit((*edit.path, str(key)), edit.kind, old, new), document)
        return
    yield from _field_changes(edit, place, document)


def words_of(change: SentenceChange, document: Document, words: Catalogues) -> dict[str, str]:
    """The sentence in each language."""
    said = {}
    for language in LANGUAGES:
        facts = {name: value(language) for name, value in change.facts.items()}
        field = change.place.field
        if field is not None:
            facts["field"] = words.text(f"content.change.field.{field.code}", language)
        facts["shift"] = words.text(f"content.change.shift.{change.shift}", language)
        statement = words.text(f"content.change.say.{change.code}", language, **facts)
        place = words_of_place(change.place, document.trees, document.file, language, words)
        said[language] = f"{place}: {statement}"
    return said


def _moved(edit: Edit, place: ContentPlace, document: Document) -> SentenceChange:
    siblings = find(document.trees[0], edit.path[:-1]), find(document.trees[1], edit.path[:-1])
    was, now = (_position(one, edit.path[-1]) for one in siblings)
    shift = Shift.LATER if now > was else Shift.EARLIER
    other = edit.after

    def named(language: str) -> str:
        beside = place_of(document.file, (*edit.path[:-1], str(other)))
        parts = beside._replace(parts=beside.parts[-1:])
        return part_words(parts, document.trees, language, catalogues())

    code = "moved_first" if other is None else "moved"
    facts: dict[str, Value] = {} if other is None else {"other": named}
    return SentenceChange(edit, place, code, facts, shift, place.part in _ORDER_MATTERS, True)


def _position(items: Any, name: str) -> int:
    return next(
        (
            n
            for n, one in enumerate(items or [])
            if isinstance(one, dict) and name in (one.get("id"), one.get("code"))
        ),
        0,
    )


def _field_changes(edit: Edit, place: ContentPlace, document: Document) -> Iterator[SentenceChange]:
    field = place.field
    if place.family == "callmix" and field is None:
        found = _number(edit, place, Field("figure", "number"))
        yield found._replace(code="figure", facts={**found.facts, "where": _plain("/".join(place.rest))})
        return
    if field is None:
        facts = {
            "where": _plain("/".join(place.rest)),
            "before": _shown(edit.before),
            "after": _shown(edit.after),
        }
        yield SentenceChange(edit, place, "unknown", facts, Shift.OTHER, False, False)
        return
    if field.kind == "text":
        yield _text(edit, place, field, document)
    elif field.kind == "condition":
        yield _condition(edit, place, field)
    elif field.kind == "flag":
        yield _flag(edit, place, field)
    elif field.kind == "codes":
        yield from _codes(edit, place, field, document)
    elif field.kind == "number":
        yield _number(edit, place, field)
    else:
        yield _choice(edit, place, field, document)


def _of_rules(edit: Edit, place: ContentPlace, document: Document) -> Iterator[SentenceChange]:
    """A table whose change can harm: what is demanded no longer, more, or otherwise."""
    where = "/".join(place.rest)
    reason = _reason_of_row(edit.path, document) if len(place.rest) > 1 else None
    if reason:
        where = f"{where} ({reason})"
    old, new = edit.before, edit.after
    if edit.kind is EditKind.MOVED:
        yield _rule_moved(edit, place, where)
    elif old is not None and new is not None and not (isinstance(old, list) and isinstance(new, list)):
        yield _rule_changed(edit, place, where)
    else:
        yield from _rule_rows(edit, place, where)


def _rule_moved(edit: Edit, place: ContentPlace, where: str) -> SentenceChange:
    facts = {"what": _plain(where)}
    return SentenceChange(edit, place, "rule_moved", facts, shift=Shift.OTHER, harms=False, named=True)


def _rule_changed(edit: Edit, place: ContentPlace, where: str) -> SentenceChange:
    facts = {
        "where": _plain(where),
        "before": _plain(row_in_words(edit.before)),
        "after": _plain(row_in_words(edit.after)),
    }
    harms = _is_no_remark(edit)
    return SentenceChange(edit, place, "rule_changed", facts, shift=Shift.OTHER, harms=harms, named=True)


def _rule_rows(edit: Edit, place: ContentPlace, where: str) -> Iterator[SentenceChange]:
    """The rows that went and those that came; the same rows in another order."""
    old, new = edit.before, edit.after
    listed = isinstance(old, list) or isinstance(new, list)
    before, after = ([] if one is None else one if listed else [one] for one in (old, new))
    gone, added = _rows_without(before, after), _rows_without(after, before)
    if not gone and not added:
        yield _rule_moved(edit, place, where)
    for rows, shift in ((gone, Shift.GONE), (added, Shift.ADDED)):
        if rows:
            said = ", ".join(row_in_words(one) for one in rows)
            facts = {"what": _plain(f"{where}: {said}" if where else said)}
            harms = _is_no_remark(edit)
            yield SentenceChange(edit, place, f"rule_{shift}", facts, shift=shift, harms=harms, named=True)


def _rows_without(rows: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """The rows that the others do not have, each as often as it stands here more often."""
    left = list(others)
    missing = []
    for row in rows:
        if row in left:
            left.remove(row)
        else:
            missing.append(row)
    return missing


def _is_no_remark(edit: Edit) -> bool:
    return edit.path[-1] not in REMARKS


def _reason_of_row(path: TreePath, document: Document) -> str | None:
    """Why a row of a table without names is there: a reader knows it by that, not by its number."""
    rows = find(document.trees[1], path[:1])
    number = int(path[1]) if path[1].isdecimal() else 0
    row = rows[number - 1] if isinstance(rows, list) and 0 < number <= len(rows) else None
    return str(row["because"]) if isinstance(row, dict) and "because" in row else None


def _flag(edit: Edit, place: ContentPlace, field: Field) -> SentenceChange:
    shift = Shift.NOW_YES if edit.after in (True, "true") else Shift.NOW_NO
    return SentenceChange(edit, place, str(shift), {}, shift, shift in field.harms, True)


def _number(edit: Edit, place: ContentPlace, field: Field) -> SentenceChange:
    before, after = (_as_number(one) for one in (edit.before, edit.after))
    if before is None or after is None:
        gone = edit.after in (None, "")
        shift = Shift.GONE if gone else Shift.ADDED
        facts = {"before": _shown(edit.before), "after": _shown(edit.after)}
        code = "gone" if gone else "added" if edit.before in (None, "") else "choice"
        return SentenceChange(edit, place, code, facts, shift, shift in field.harms or gone, True)
    up = after > before
    in_time = Shift.LATER in field.harms or Shift.EARLIER in field.harms
    shift = (Shift.LATER if up else Shift.EARLIER) if in_time else (Shift.MORE if up else Shift.LESS)
    facts = {
        "before": _measure(before, field.unit, before, after),
        "after": _measure(after, field.unit, before, after),
    }
    return SentenceChange(edit, place, "number", facts, shift, shift in field.harms, True)


def _as_number(value: Any) -> float | None:
    try:
        return None if value is None or isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def _measure(value: float, unit: str, *both: float) -> Value:
    def say(language: str) -> str:
        divisor, name = 1.0, unit
        if unit == "m" and max(both) >= _KM:
            divisor, name = _KM, "km"
        elif unit == "s" and all(one % _MINUTE == 0 for one in both):
            divisor, name = _MINUTE, "min"
        return f"{format_decimal(value / divisor, locale=language)} {name}".strip()

    return say


def _choice(edit: Edit, place: ContentPlace, field: Field, document: Document) -> SentenceChange:
    default = DEFAULTS.get(field.code)
    old, new = (one if one is not None else default for one in (edit.before, edit.after))
    if old in (None, "") or new in (None, ""):
        gone = new in (None, "")
        shift = Shift.GONE if gone else Shift.ADDED
        value = _called(old if gone else new, field, document)
        code = "gone" if gone else "added"
        return SentenceChange(
            edit, place, code, {"before": value, "after": value}, shift, shift in field.harms, True
        )
    shift = Shift.OTHER
    steps, towards, away = SCALES.get(field.code, ((), Shift.OTHER, Shift.OTHER))
    if old in steps and new in steps:
        shift = away if steps.index(new) > steps.index(old) else towards
    code = "choice" if shift is Shift.OTHER else "scale"
    facts = {"before": _called(old, field, document), "after": _called(new, field, document)}
    return SentenceChange(edit, place, code, facts, shift, shift in field.harms, True)


def _condition(edit: Edit, place: ContentPlace, field: Field) -> SentenceChange:
    found = conditions.shift_of(
        *(
            conditions.NEVER if one is None and field.never_without else one
            for one in (edit.before, edit.after)
        )
    )
    lost, also = ", ".join(found.no_longer), ", ".join(found.also)
    facts = {"lost": _plain(lost), "also": _plain(also)}
    if not lost and not also:
        return SentenceChange(edit, place, "condition_same", {}, Shift.OTHER, False, True)
    shift = Shift.OTHER if lost and also else Shift.GONE if lost else Shift.ADDED
    code = {Shift.OTHER: "condition_other", Shift.GONE: "condition_less", Shift.ADDED: "condition_more"}[
        shift
    ]
    return SentenceChange(edit, place, code, facts, shift, shift in field.harms, True)


def _codes(edit: Edit, place: ContentPlace, field: Field, document: Document) -> Iterator[SentenceChange]:
    if isinstance(edit.before or edit.after, dict):
        yield _text(edit, place, field, document)
        return
    before, after = _items(edit.before), _items(edit.after)
    gone, added = (
        list((Counter(before) - Counter(after)).elements()),
        list((Counter(after) - Counter(before)).elements()),
    )
    if not gone and not added:
        facts = {"after": _listed(after, field, document)}
        yield SentenceChange(edit, place, "order", facts, Shift.OTHER, Shift.OTHER in field.harms, True)
        return
    for old, new in _retouched(gone, added) if place.language is not None else ():
        gone.remove(old)
        added.remove(new)
        yield _text(Edit(edit.path, EditKind.CHANGED, old, new), place, field, document)
    for items, shift in ((gone, Shift.GONE), (added, Shift.ADDED)):
        if items:
            facts = {"items": _listed(items, field, document)}
            yield SentenceChange(edit, place, f"items_{shift}", facts, shift, shift in field.harms, True)


def _retouched(gone: Sequence[str], added: Sequence[str]) -> list[tuple[str, str]]:
    """The sentences of a list that are the same sentence with other words in it."""
    pairs: list[tuple[str, str]] = []
    for old in gone if len(gone) * len(added) <= PAIRED_MAX else ():
        left = [one for one in added if one not in (new for _, new in pairs)]
        near = max(left, key=lambda one: SequenceMatcher(None, old, one).ratio(), default=None)
        if near is not None and " " in old and SequenceMatcher(None, old, near).ratio() >= SAME_SENTENCE:
            pairs.append((old, near))
    return pairs


def _items(value: Any) -> list[str]:
    if isinstance(value, str):
        return [one.strip() for one in value.replace("|", ",").split(",") if one.strip()]
    return [str(one) for one in value or []]


def _text(edit: Edit, place: ContentPlace, field: Field, document: Document) -> SentenceChange:
    if edit.before is None or edit.after is None:
        gone = edit.after is None
        shift = Shift.GONE if gone else Shift.ADDED
        value = _shown(edit.before if gone else edit.after)
        harms = shift in field.harms
        return SentenceChange(
            edit, place, f"text_{shift}", {"before": value, "after": value}, shift, harms, True
        )
    before, after = str(edit.before), str(edit.after)
    copied = _copied(edit, place, document)
    if copied is not None:
        code, facts = copied
        return SentenceChange(edit, place, code, facts, Shift.OTHER, Shift.OTHER in field.harms, True)
    found = texts.shift_of(before, after, place.language or "es")
    facts = {
        "lost": _plain(found.lost),
        "gained": _plain(found.gained),
        "after": _plain(after),
        "before": _plain(before),
    }
    lost = found.code.endswith("_lost")
    shift = Shift.GONE if lost else Shift.ADDED if found.code.endswith("_added") else Shift.OTHER
    harms = Shift.OTHER in field.harms and found.code != "same_words"
    alone = place.language is not None and _others_stay(edit, document)
    code = f"text_{found.code}{'_alone' if alone and found.code != 'same_words' else ''}"
    return SentenceChange(edit, place, code, facts, shift, harms, found.named)


def _copied(edit: Edit, place: ContentPlace, document: Document) -> tuple[str, dict[str, Value]] | None:
    """A sentence that stood elsewhere: in another language here, or in this language at another place."""
    language = place.language
    facts: dict[str, Value] = {"after": _plain(str(edit.after))}
    if language is None:
        return None
    for other in (one for one in LANGUAGES if one != language):
        key = edit.path[-2] if place.part == "sentence" and other == "es" else None
        here = find(document.trees[0], (*edit.path[:-1], other)) if key is None else key
        if here == edit.after and find(document.trees[0], edit.path) != here:
            facts["other"] = _language(other)
            return "text_other_language", facts
    elsewhere = document.said.get((language, str(edit.after)))
    if elsewhere is None or elsewhere == edit.path:
        return None
    beside = place_of(document.file, elsewhere)
    last = beside._replace(parts=beside.parts[-1:], language=None)
    facts["other"] = lambda reader: part_words(last, document.trees, reader, catalogues())
    return "text_other_place", facts


def _language(code: str) -> Value:
    return lambda reader: catalogues().text(f"content.change.language.{code}", reader)


def _others_stay(edit: Edit, document: Document) -> bool:
    parent = find(document.trees[1], edit.path[:-1])
    others = [one for one in LANGUAGES if one != edit.path[-1] and isinstance(parent, dict) and one in parent]
    return bool(others) and not any((*edit.path[:-1], one) in document.changed for one in others)


def _called(value: Any, field: Field, document: Document) -> Value:
    for key in (f"content.change.value.{field.code}.{value}", f"triage.{field.code}.{value}"):
        if key in catalogues():
            return lambda language: f"{catalogues().text(key, language)} ({value})"
    known = document.names.get(field.names, {}).get(str(value))
    if known is None:
        return _shown(value)
    return lambda language: f"{in_language(known, language)} ({value})"


def _listed(items: Sequence[str], field: Field, document: Document) -> Value:
    called = [_called(one, field, document) for one in items]
    return lambda language: ", ".join(one(language) for one in called)


def _shown(value: Any) -> Value:
    if isinstance(value, dict):
        texts_only = all(isinstance(one, str) for one in value.values())
        if texts_only and set(value) & set(LANGUAGES):
            return lambda language: in_language(value, language)
        return _plain(", ".join(f"{key}={one}" for key, one in value.items()))
    if isinstance(value, list):
        return _plain(", ".join(map(str, value)))
    return _plain("–" if value is None else str(value))


def _plain(text: str) -> Value:
    return lambda _: _bounded(text)


def _bounded(text: str) -> str:
    """A sentence as it is, and no more than a page shows of a long one."""
    return text if len(text) <= SENTENCE_MAX else f"{text[: SENTENCE_MAX - 1]}…"
