"""Proves partial languages against the Spanish text (decision 0374): numbers, units, medicines and negations as all translations (L32
to L38), completeness, letters and answers of their own (L69), opposites (T16, decision 0378).

A word list of its own stands in the file of each language; a concept that it has no words for is not compared, and T16 says of which
it must have some.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

import msgspec

from auxilio.active_content.agreement.comparison import (
    NEGATIONS,
    ConceptDifference,
    denies_otherwise,
    differences,
)
from auxilio.active_content.agreement.concepts import (
    NEGATION,
    NUMBER,
    Concept,
    ConceptTable,
    form_index,
    split_sentences,
    unknown_telephones,
)
from auxilio.active_content.agreement.language import LanguageModel
from auxilio.active_content.agreement.texts import is_sentence
from auxilio.active_content.partial_texts import RULE, Texts, card_texts, question_texts
from auxilio.instructions.core.model import Card
from auxilio.instructions.easy_steps import EasySteps
from auxilio.instructions.verifier_easy import WORDS_MAX, word_count
from auxilio.platform.documents import DocumentFault, Severity, SourceDocument
from auxilio.triage.core.model import Protocol

_RULES = {"number": "L32", "unit": "L32", NEGATION: "L33"}
"""Of the other groups L34."""
OPPOSITE_RULE = "T16"
OPPOSITES = (
    *("number", "unit", "medicine", "side", NEGATION, "way", "moving", "opening", "switching", "pushing"),
    *("temperature", "dampness", "posture", "exception", "reply"),
)
"""Groups of which a language has words for all that the Spanish beside it names: said otherwise they turn an order round."""
LENGTHS = (0.45, 2.0)
"""A translation of a sentence has between these shares of the letters of the Spanish; the shipped ones have 0.64 to 1.7."""
LENGTH_COMPARED = 40
FOREIGN_ODDS = 7.0
"""As in `checks`, and further: Galician shares words with Spanish. Of the shipped 703 sentences in Galician none is above it, and 692 in
Spanish are."""
LETTERS_ALSO = frozenset(" .,;:¿?¡!…«»()-'’0123456789")


class PartialProof:
    """One language under examination."""

    def __init__(
        self, document: SourceDocument, table: ConceptTable, texts: Iterable[Mapping[str, str]]
    ) -> None:
        """`texts`: those of the whole folder, to know each language by its words."""
        self._document, self._language = document, str(document.data["language"])
        self._strings: Mapping[str, str] = document.data["strings"]
        self._whole, self._table = table, _with_language(table, msgspec.json.encode(document.data))
        self._apart = {one["es"]: {*one["lacks"], *one["adds"]} for one in document.data["apart"]}
        own = ({"es": spanish, self._language: words} for spanish, words in self._strings.items())
        self._model = LanguageModel([*texts, *own], (*table.forms, self._language))

    def check(
        self, protocols: Mapping[str, Protocol], cards: Mapping[str, Card], easy: EasySteps | None
    ) -> Iterator[DocumentFault]:
        """Everything: each text by itself, then by what it belongs to."""
        needed: set[str] = set()
        for id, protocol in protocols.items():
            questions = dict(question_texts(protocol))
            for question, texts in questions.items():
                yield from self._alike(f"{id}.{question}", texts)
            needed |= {text["es"] for texts in questions.values() for text in texts}
            yield from self._missing(id, [text for texts in questions.values() for text in texts])
        for id, card in cards.items():
            texts = card_texts(card, easy)
            needed |= {text["es"] for text in texts}
            yield from self._missing(id, texts)
        short = {one.es for one in easy.texts.values()} if easy else set()
        for spanish, words in self._strings.items():
            if spanish not in needed:
                yield self._fault(RULE, "partial_unused", spanish, severity=Severity.WARNING)
            yield from self._same(spanish, words)
            yield from self._own_language(spanish, words)
            if spanish in short and word_count(words) > WORDS_MAX:
                yield self._fault(RULE, "partial_easy_long", spanish, count=word_count(words), max=WORDS_MAX)
        yield from self._twice()
        yield from self._wordless()

    def _same(self, spanish: str, words: str) -> Iterator[DocumentFault]:
        whole: Counter[Concept] = self._table.named(spanish, "es")
        found = differences(spanish, words, self._language, self._table, whole=whole, spoken=True)
        for one in found:
            if not (one.missing | one.added) <= self._apart.get(spanish, set()):
                rule = _RULES.get(one.group, "L34")
                yield self._fault(rule, "languages_differ", spanish, Severity.ERROR, None, **_told(one))
        if not self._apart.get(spanish, set()) & {*NEGATIONS}:
            yield from self._denied(spanish, words)
        ours, theirs = len(split_sentences(spanish)), len(split_sentences(words))
        if ours != theirs:
            yield self._fault("L36", "sentences_differ", spanish, sentences=theirs, spanish_count=ours)
        share = len(words) / len(spanish)
        if len(spanish) >= LENGTH_COMPARED and not LENGTHS[0] <= share <= LENGTHS[1]:
            yield self._fault(
                "L36", "length_differs", spanish, letters=len(words), spanish_count=len(spanish)
            )
        for number in unknown_telephones(words, self._table.telephones):
            yield self._fault("L38", "telephone_unknown", spanish, number=number)

    def _denied(self, spanish: str, words: str) -> Iterator[DocumentFault]:
        """T16: each denial of a sentence is there, and no other; L33 sees only that some are."""
        for ours, theirs in zip(split_sentences(spanish), split_sentences(words), strict=False):
            mine, others = self._table.named(ours, "es"), self._table.named(theirs, self._language)
            counts = (
                self._table.count_nothing(ours, "es"),
                self._table.count_nothing(theirs, self._language),
            )
            asked = ours.endswith("?")
            if denies_otherwise(mine, others, nothing_counts=counts, question=asked):
                yield self._fault(OPPOSITE_RULE, "partial_denial", spanish, sentence=theirs, original=ours)

    def _wordless(self) -> Iterator[DocumentFault]:
        """T16: what turns an order round has its words in the list of the language, or nothing would see it."""
        written: Mapping[str, Mapping[str, list[str]]] = self._document.data["concepts"]
        wordless: dict[Concept, str] = {}
        for spanish in self._strings:
            for group, name in self._whole.named(spanish, "es"):
                digits = group == NUMBER and name.replace(".", "").isdigit() and name in spanish
                if group in OPPOSITES and not digits and not written.get(group, {}).get(name):
                    wordless.setdefault((group, name), spanish)
        for (group, name), spanish in wordless.items():
            yield self._fault(OPPOSITE_RULE, "partial_wordless", spanish, group=group, name=name)

    def _own_language(self, spanish: str, words: str) -> Iterator[DocumentFault]:
        odds, other = self._model.read_as_another(words, self._language)
        if is_sentence(spanish) and odds > FOREIGN_ODDS:
            yield self._fault("L35", "another_language", spanish, read_as=other)
        letters = {*self._document.data["letters"]} | LETTERS_ALSO
        strange = "".join(sorted({*words.lower()} - letters))
        if strange:
            yield self._fault(RULE, "partial_letters", spanish, letters=strange)

    def _alike(self, question: str, texts: Texts) -> Iterator[DocumentFault]:
        """Answers of one question that read alike: a caller could not tell which to tap."""
        known: dict[str, str] = {}
        for text in texts[1:]:
            words = self._strings.get(text["es"])
            other = known.setdefault(words, text["es"]) if words else text["es"]
            if words and other != text["es"]:
                yield self._fault(RULE, "partial_answers_alike", text["es"], name=question, other=other)

    def _twice(self) -> Iterator[DocumentFault]:
        """L36: the same words beside two Spanish sentences: one of them is never said."""
        known: dict[str, list[str]] = defaultdict(list)
        for spanish, words in self._strings.items():
            if is_sentence(spanish):
                known[words].append(spanish)
        for first, *others in known.values():
            for spanish in others:
                if self._table.named(first, "es") != self._table.named(spanish, "es"):
                    yield self._fault("L36", "same_translation", spanish, other=first)

    def _missing(self, document: str, texts: Texts) -> Iterator[DocumentFault]:
        """What is said in Spanish: a warning, since who changes a card need not speak the language."""
        missing = list(dict.fromkeys(text["es"] for text in texts if text["es"] not in self._strings))
        if missing:
            yield DocumentFault(
                rule=RULE,
                code="partial_missing",
                file=self._document.file,
                line=self._document.line("strings"),
                document=document,
                severity=Severity.WARNING,
                facts={"language": self._language, "count": len(missing), "spanish": missing[0]},
            )

    def _fault(
        self,
        rule: str,
        code: str,
        spanish: str,
        severity: Severity = Severity.ERROR,
        spanish_count: int | None = None,
        **facts: str | int,
    ) -> DocumentFault:
        told = {
            "language": self._language,
            "words": self._strings[spanish],
            "spanish": spanish if spanish_count is None else spanish_count,
            "field": f"strings/{spanish}",
        }
        return DocumentFault(
            rule=rule,
            code=code,
            file=self._document.file,
            line=self._document.line("strings", spanish),
            severity=severity,
            facts={**told, **facts},
        )


@lru_cache(maxsize=4)
def _with_language(table: ConceptTable, document: bytes) -> ConceptTable:
    """The table of concepts with the words of this language: only what it names is compared, by the words that both have."""
    data = msgspec.json.decode(document)
    groups: Mapping[str, Mapping[str, list[str]]] = data["concepts"]
    language = str(data["language"])
    known = {(group, name) for group, names in groups.items() for name in names}
    spanish = {
        start: tuple((form, tuple(one for one in concepts if one in known)) for form, concepts in forms)
        for start, forms in table.forms["es"].items()
    }
    written = [
        (group, name, form) for group, names in groups.items() for name in names for form in names[name]
    ]
    written += [("", "", form) for form in data["ignored"]]
    compare = {group: how for group, how in table.compare.items() if group in groups}
    forms = {**table.forms, "es": spanish, language: form_index(written)}
    return replace(table, compare=compare, forms=forms, _known={})


def _told(difference: ConceptDifference) -> dict[str, str | int]:
    missing, added = (", ".join(sorted(one)) or "-" for one in (difference.missing, difference.added))
    return {
        "group": difference.group,
        "missing": missing,
        "added": added,
        "missing_words": "",
        "added_words": "",
    }


def partial_faults(
    documents: Mapping[str, SourceDocument],
    table: ConceptTable | None,
    texts: Iterable[Mapping[str, str]],
    protocols: Mapping[str, Protocol],
    cards: Mapping[str, Card],
    easy: EasySteps | None,
) -> list[DocumentFault]:
    """What is wrong with each language of a folder; nothing where the table of concepts cannot be read, which is told elsewhere."""
    if table is None:
        return []
    known = list(texts)
    return [
        fault
        for document in documents.values()
        for fault in PartialProof(document, table, known).check(protocols, cards, easy)
    ]
