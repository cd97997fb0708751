"""T11: what people say stands at the type that it tells of, and no word that turns or names a danger is called small.

Each row of words (keywords of a type, its name, its phrases in one file) is compared with what the other tables say of every
type in the same language: the rows bear each other out, and one that has slipped to another type is nearer to its own.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple

from auxilio.active_content.phrase_files import FOLDER, phrase_files
from auxilio.active_content.table_rules.likeness import likeness
from auxilio.active_content.table_rules.reading import LANGUAGES, read_one, row_fault
from auxilio.platform.documents import DocumentFault, read_text
from auxilio.triage.content import SYNONYMS, TYPOLOGY, TriageLoadResult
from auxilio.triage.core.model import IncidentType
from auxilio.triage.core.phrase_words import STEM_LETTERS, words_of

_KEYWORD_SHARE = 0.2
_ROW_SHARE = 0.5
"""A keyword, and a row of phrases, whose own type scores less than this share of the nearest stands at the wrong one. Of the shipped
content 7 of 1,242 keywords and 9 of 2,203 rows do, which are excused one by one; of rows moved to another type 97 % do (ours)."""
_TELLING = 25
"""So many of the most telling words of a row are compared: all of them take five times as long and find no more (ours)."""

type _RowCounts = Mapping[tuple[str, str], Counter[str]]
"""File and type -> in how many phrases of it each feature stands, in one language."""


_FOUND: dict[object, tuple[DocumentFault, ...]] = {}
"""By the bytes of what is compared."""


class _Index(NamedTuple):
    """Of one language: how much each feature tells, and which types say it how often."""

    weights: Mapping[str, float]
    types: Mapping[str, Mapping[str, float]]


def features(said: str, small: Set[str]) -> set[str]:
    """The words of a text that carry meaning, and their beginnings."""
    words = words_of(said, small)
    return {*words, *(f"{one[:STEM_LETTERS]}~" for one in words if len(one) >= STEM_LETTERS)}


def counted(rows: Iterable[str], small: Set[str]) -> Counter[str]:
    """In how many texts each feature stands."""
    found: Counter[str] = Counter()
    for said in rows:
        found.update(features(said, small))
    return found


def index_of(counts: Mapping[str, Counter[str]]) -> _Index:
    """By type: the features of all that is said of it."""
    often: Counter[str] = Counter()
    for one in counts.values():
        often.update(one.keys())
    weights = {name: math.log(1 + len(counts) / times) for name, times in often.items()}
    types: dict[str, dict[str, float]] = defaultdict(dict)
    for code, features_ in counts.items():
        told = {name: (1 + math.log(times)) * weights[name] for name, times in features_.items()}
        length = math.sqrt(sum(one * one for one in told.values())) or 1.0
        for name, value in told.items():
            types[name][code] = value / length
    return _Index(weights, types)


def scores(index: _Index, said: Iterable[tuple[str, float]]) -> dict[str, float]:
    """How near each type is to what is said."""
    found: dict[str, float] = defaultdict(float)
    for name, times in said:
        for code, value in index.types.get(name, {}).items():
            found[code] += value * index.weights[name] * times
    return found


def spoken_word_rules(folder: Path, triage: TriageLoadResult, small: Set[str]) -> tuple[DocumentFault, ...]:
    """All of T11 of a folder. What it found last is remembered: of the folders that an author checks, few change these words."""
    spoken = [SYNONYMS, *(f"{FOLDER}/{path.name}" for path in phrase_files(folder))]
    types = [
        (code, triage.type_lines[code], one.group, one.name, one.words)
        for code, one in triage.content.types.items()
    ]
    inputs = (
        tuple((name, read_text(folder / name, name)[0]) for name in spoken),
        repr(types),
        frozenset(small),
    )
    if inputs not in _FOUND:
        found = tuple(_rules(folder, triage, small))
        _FOUND.clear()
        _FOUND[inputs] = found
    return _FOUND[inputs]


def _rules(folder: Path, triage: TriageLoadResult, small: Set[str]) -> Iterator[DocumentFault]:
    types = triage.content.types
    files = {
        path.name: document.data["phrases"]
        for path in phrase_files(folder)
        if (document := read_one(folder, f"{FOLDER}/{path.name}", "phrases"))
    }
    for language in LANGUAGES:
        rows = {
            (file, code): counted(said[language], small)
            for file, told in files.items()
            for code, said in told.items()
            if said.get(language) and code in types
        }
        if 2 * len({code for _, code in rows}) < len(types):
            continue  # of a set that tells few types nothing can be said of which is nearest
        told: dict[str, Counter[str]] = {code: Counter() for code in types}
        for (_, code), row in rows.items():
            told[code].update(row)
        names = {code: counted([type.name.get(language, "")], small) for code, type in types.items()}
        keywords = {code: counted(type.words.get(language, ()), small) for code, type in types.items()}
        heard = {code: told[code] + keywords[code] for code in types}
        named = index_of({code: told[code] + names[code] for code in types})
        yield from _keywords(folder, types, language, named, small)
        yield from _moved_rows(folder, language, rows, {code: heard[code] + names[code] for code in types})
        if language != "fr":
            yield from _changed_names(triage, language, index_of(heard), names)


def _line_of(folder: Path, name: str, schema: str, *where: str) -> int:
    """Where a part of a file stands: asked for where there is a fault, and seldom."""
    document = read_one(folder, name, schema)
    return document.line(*where) if document else 1


def _keywords(
    folder: Path, types: Mapping[str, IncidentType], language: str, index: _Index, small: Set[str]
) -> Iterator[DocumentFault]:
    """A keyword is said of its own type in the phrases of callers, and not of others alone."""
    for code, type in types.items():
        for said in type.words.get(language, ()):
            found = scores(index, ((one, 1.0) for one in features(said, small)))
            if not found:
                continue
            nearest = max(found, key=lambda one: found[one])
            if found.get(code, 0.0) < _KEYWORD_SHARE * found[nearest]:
                line = _line_of(folder, SYNONYMS, "synonyms", "words", code, language)
                facts = {"word": said, "type": code, "nearest": nearest}
                yield row_fault("T11", "word_of_other_type", SYNONYMS, line, row=f"{code}/{said}", **facts)


def _moved_rows(
    folder: Path, language: str, rows: _RowCounts, heard: Mapping[str, Counter[str]]
) -> Iterator[DocumentFault]:
    """The phrases of a type in a file are like what the other files and tables say of it."""
    index = index_of(heard)
    lengths = {code: _length(index, said) for code, said in heard.items()}
    for (file, code), row in rows.items():
        telling = sorted(
            ((name, (1 + math.log(times)) * index.weights[name]) for name, times in row.items()),
            key=lambda one: -one[1],
        )[:_TELLING]
        others = scores(index, ((name, value / index.weights[name]) for name, value in telling))
        others.pop(code, None)
        own = sum(
            (1 + math.log(left)) * index.weights[name] / lengths[code] * value
            for name, value in telling
            if (left := heard[code][name] - row[name]) > 0
        )
        if others and own < _ROW_SHARE * max(others.values()):
            place = f"{FOLDER}/{file}"
            facts = {"type": code, "language": language, "nearest": max(others, key=lambda one: others[one])}
            line = _line_of(folder, place, "phrases", "phrases", code, language)
            yield row_fault(
                "T11", "phrases_of_other_type", place, line, row=f"{file}/{code}/{language}", **facts
            )


def _length(index: _Index, said: Counter[str]) -> float:
    return (
        math.sqrt(sum(((1 + math.log(times)) * index.weights[name]) ** 2 for name, times in said.items()))
        or 1.0
    )


def _changed_names(
    triage: TriageLoadResult, language: str, index: _Index, names: Mapping[str, Counter[str]]
) -> Iterator[DocumentFault]:
    """No two types of a group, nor two that follow each other, agree better with what is said of them when they change their
    names of one language."""
    types = triage.content.types
    order = sorted(types, key=lambda code: triage.type_lines[code])
    found = {code: scores(index, ((one, 1.0) for one in names[code])) for code in order}
    near = partial(_nearness, types, language, found)
    pairs = {
        *pairwise(order),
        *((a, b) for a, b in combinations(order, 2) if types[a].group == types[b].group),
    }
    seen: dict[str, str] = {}
    for code in order:
        name = types[code].name.get(language, code)
        if seen.setdefault(name, code) != code:
            facts, line = {"language": language, "other": seen[name], "name": name}, triage.type_lines[code]
            yield row_fault("T11", "type_name_twice", TYPOLOGY, line, row=f"{code}/{language}", **facts)
    for one, two in sorted(pairs):
        if near(one, two) + near(two, one) > near(one, one) + near(two, two):
            facts = {"language": language, "other": one, "type": two}
            line = triage.type_lines[two]
            yield row_fault(
                "T11", "type_names_changed_places", TYPOLOGY, line, row=f"{one}/{two}/{language}", **facts
            )


def _nearness(
    types: Mapping[str, IncidentType],
    language: str,
    found: Mapping[str, Mapping[str, float]],
    name_of: str,
    type: str,
) -> float:
    """How well the name of one type fits another: to what is said of it, and to its names in the other languages."""
    said, best = found[name_of], max(found[name_of].values(), default=1.0) or 1.0
    other = (one for one in ("es", "ca", "en") if one != language)
    return said.get(type, 0.0) / best + sum(
        likeness(types[name_of].name.get(language, ""), types[type].name.get(one, "")) for one in other
    )
