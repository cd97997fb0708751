"""What a sentence names, by the table of concepts of a content folder (`data/concepts.yaml`): numbers, negations, parts of the body.

A concept has word forms in each language; a form is one or more words, each perhaps a stem that ends in an asterisk. The longest
form wins, and each word counts once: "boca arriba" is a posture and no mouth.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema, read_yaml

CONCEPTS = "data/concepts.yaml"
LANGUAGES = ("es", "ca", "en", "fr")
NUMBER, NEGATION = "number", "negation"
REMEMBERED_MAX = 100_000
"""Sentences whose comparison a table keeps: five times what ships, and an end to what an author's drafts add."""
type Comparison = Literal["same", "contrary", "document"]
"""`same`: what one language names the other names too. `contrary`: neither names another of the group instead. `document`: as
`contrary`, and nothing that the Spanish of the whole document does not name."""
type Form = tuple[str, ...]
type Concept = tuple[str, str]
"""Group and name."""

_WEAK: Concept = (NEGATION, "nothing")
_OPENING = frozenset({"que", "y", "i"})
"""«Nada de beber» forbids, «toque nada» has lost its «no»: in Spanish and Catalan the weak word counts where a clause begins."""
_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:·[^\W\d_]+)*'?")
_ENCLITIC = re.compile(r"(?<=\w\w)'(?:m|l|n|s|ls)\b(?!')")
_TELEPHONE = re.compile(
    r"(?<![\d.,])(?:0\d\d|11\d(?: ?\d{3})?|[6-9]\d\d(?: ?\d\d){3}|[6-9]\d\d(?: ?\d{3}){2})(?![\d.,]*\d)"
)
"""As Spain writes them: three digits of a public service, 116 and three more, nine of a subscriber."""
_DIALLED = re.compile(
    r"(?i)\b(?:ll[aá]m|marqu|truqu|truc|tecle|call|dial|ring|text|phone|appel|compos|cham|sun|form|tel[eé]f|n[uú]m)[^\W\d]*"
    r"(?:\W+(?!y\b|and\b)[^\W\d]+){0,3}\W{1,3}(\+?\d(?:[ .-]?\d){2,})(?![\d.,]*\d)"
)
"""A number of any shape that somebody is told to dial: «llame al 25568»."""
_SENTENCE = re.compile(r"(?<=[.?!…])\s+(?=[\w¿¡«“\"])|(?<=[^\W\d_] [?!])\s+(?=\w)")


def words_of(text: str) -> list[str]:
    """The words and numbers of a text as they are compared; an article or pronoun with an apostrophe is a word of its own."""
    return _WORD.findall(_ENCLITIC.sub(" ", text.lower().replace("’", "'")))


def split_sentences(text: str) -> list[str]:
    """Its sentences; a text without a stop is one."""
    return [one for one in _SENTENCE.split(text.strip()) if one]


@dataclass(frozen=True, kw_only=True)
class Apart:
    """What a translation names less and more than its Spanish on purpose; the reason is in the table."""

    lacks: frozenset[str]
    adds: frozenset[str]


@dataclass(frozen=True, kw_only=True, eq=False)
class ConceptTable:
    """The table as it is searched."""

    compare: Mapping[str, Comparison] = field(default_factory=dict)
    """How each group is compared."""
    forms: Mapping[str, Mapping[str, tuple[tuple[Form, tuple[Concept, ...]], ...]]] = field(
        default_factory=dict
    )
    """By language and first two letters, the longest first."""
    apart: Mapping[tuple[str, str], "Apart"] = field(default_factory=dict)
    """By Spanish text and language, what they name apart on purpose."""
    telephones: frozenset[str] = frozenset()
    """The numbers that may be told to a caller, digits alone."""
    _known: dict[tuple[str, str], Counter[Concept]] = field(default_factory=dict, repr=False)

    def named(self, sentence: str, language: str) -> Counter[Concept]:
        """How often each concept stands in a sentence; a number in digits is a concept by itself."""
        if len(self._known) > REMEMBERED_MAX:
            self._known.clear()
        if (sentence, language) not in self._known:
            self._known[sentence, language] = self._named(sentence, language)
        return self._known[sentence, language]

    def _named(self, sentence: str, language: str) -> Counter[Concept]:
        found: Counter[Concept] = Counter()
        for _, concepts in self._counted_forms(sentence, language):
            found.update(concepts)
        return found

    def count_nothing(self, sentence: str, language: str) -> int:
        """How often it says nobody or nothing, also after the «no» that denies already."""
        return sum(_WEAK in concepts for _, concepts, _ in self._all_forms(sentence, language))

    def words_naming(self, wanted: Collection[Concept], sentence: str, language: str) -> list[str]:
        """The words of a sentence by which it names any of these concepts, each once and in its order."""
        found = [
            said
            for said, concepts in self._counted_forms(sentence, language)
            if not {*wanted}.isdisjoint(concepts)
        ]
        return list(dict.fromkeys(found))

    def _counted_forms(self, sentence: str, language: str) -> Iterator[tuple[str, tuple[Concept, ...]]]:
        """The words and forms of a sentence that are compared, with the concepts of each."""
        for said, concepts, starts_clause in self._all_forms(sentence, language):
            if concepts != (_WEAK,) or language in ("en", "fr") or starts_clause:
                yield said, concepts

    def _all_forms(self, sentence: str, language: str) -> Iterator[tuple[str, tuple[Concept, ...], bool]]:
        """Every word and form of a sentence, with its concepts and whether it begins a clause."""
        words = words_of(sentence)
        at = 0
        while at < len(words):
            starts_clause = at == 0 or words[at - 1] in _OPENING
            if words[at][0].isdigit():
                yield words[at], ((NUMBER, words[at].replace(",", ".")),), starts_clause
                at += 1
                continue
            form, concepts = self._longest(words, at, language)
            size = len(form) or 1
            yield " ".join(words[at : at + size]), concepts, starts_clause
            at += size

    def _longest(self, words: list[str], at: int, language: str) -> tuple[Form, tuple[Concept, ...]]:
        for form, concepts in self.forms[language].get(words[at][:2], ()):
            if len(form) <= len(words) - at and all(map(_is_form, form, words[at : at + len(form)])):
                return form, concepts
        return (), ()


def unknown_telephones(text: str, known: Collection[str]) -> list[str]:
    """The telephone numbers in a text that are not of the list."""
    written = [match.group() for match in _TELEPHONE.finditer(text)] + _DIALLED.findall(text)
    found = dict.fromkeys(re.sub(r"\D", "", one) for one in written)
    return [number for number in found if number not in known]


def _is_form(form: str, word: str) -> bool:
    return word.startswith(form[:-1]) if form[-1] == "*" else word == form


def _form(written: str) -> Form:
    parts: list[str] = []
    for part in written.split():
        words = words_of(part.rstrip("*"))
        parts += [*words[:-1], words[-1] + "*"] if part.endswith("*") else words
    return tuple(parts)


@dataclass(frozen=True, kw_only=True)
class ConceptReading:
    """The table of a folder, or of the package where the folder has none, its document and what is wrong with it."""

    table: ConceptTable | None
    document: SourceDocument | None
    faults: list[DocumentFault]


def read_concepts(folder: Path, package: Path) -> ConceptReading:
    """Read it. Nothing is raised for what is wrong."""
    path = folder / CONCEPTS
    documents, faults = read_yaml(path if path.exists() else package / CONCEPTS, CONCEPTS)
    if not faults and len(documents) != 1:
        faults = [DocumentFault(rule="S01", code="not_one_document", file=CONCEPTS, line=1)]
    faults = faults or check_schema(documents[0], "concepts")
    if faults:
        return ConceptReading(table=None, document=None, faults=faults)
    faults = _meaning_two(documents[0])
    table = _table(msgspec.json.encode(documents[0].data))
    return ConceptReading(table=table, document=documents[0], faults=faults)


def _meaning_two(document: SourceDocument) -> list[DocumentFault]:
    """Forms that stand for two concepts of one group; one may stand for one of each group (French «sinon»)."""
    known: set[tuple[object, ...]] = set()
    faults = []
    for where, language, form in _written(document.data):
        place = (where[:2] if where[0] == "groups" else where[:1], language, _form(form))
        if place in known:
            facts: dict[str, str | int] = {"word": form, "language": language}
            line = document.line(*where)
            faults.append(
                DocumentFault(
                    rule="L34", code="concept_word_twice", file=document.file, line=line, facts=facts
                )
            )
        known.add(place)
    return faults


def _written(data: Mapping[str, Any]) -> Iterable[tuple[tuple[str | int, ...], str, str]]:
    for group, concepts in data["groups"].items():
        for name, forms in concepts.items():
            for language in LANGUAGES:
                for i, form in enumerate(forms[language]):
                    yield ("groups", group, name, language, i), language, form
    for language, phrases in data["ignored"].items():
        for i, form in enumerate(phrases):
            yield ("ignored", language, i), language, form


def form_index(
    written: Iterable[tuple[str, str, str]],
) -> dict[str, tuple[tuple[Form, tuple[Concept, ...]], ...]]:
    """The forms of one language as they are searched: group, name and form of each; one of no group names nothing."""
    index: dict[str, dict[Form, tuple[Concept, ...]]] = {}
    for group, name, text in written:
        form = _form(text)
        forms = index.setdefault(form[0][:2], {})
        forms[form] = forms.get(form, ()) + (((group, name),) if group else ())
    return {
        start: tuple(sorted(forms.items(), key=lambda one: (-len(one[0]), -sum(map(len, one[0])))))
        for start, forms in index.items()
    }


@lru_cache(maxsize=2)
def _table(document: bytes) -> ConceptTable:
    """The same words are the same table, which knows what it has compared: of a folder that is checked again, nearly all."""
    data = msgspec.json.decode(document)
    written: dict[str, list[tuple[str, str, str]]] = {one: [] for one in LANGUAGES}
    for where, language, form in _written(data):
        group, name = (str(where[1]), str(where[2])) if where[0] == "groups" else ("", "")
        written[language].append((group, name, form))
    return ConceptTable(
        compare=data["compare"],
        forms={language: form_index(forms) for language, forms in written.items()},
        apart={
            (one["es"], one["language"]): Apart(lacks=frozenset(one["lacks"]), adds=frozenset(one["adds"]))
            for one in data["apart"]
        },
        telephones=frozenset(data["telephones"]),
    )
