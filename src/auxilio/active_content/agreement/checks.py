"""The languages of a text say the same: numbers (L32), negations and conditions (L33), what they name (L34), telephone numbers
(L38); each is in its own language (L35), beside its own Spanish (L36), and the spoken step says what the written one does (L37).

Spanish is the reference. Sentences are compared one by one where there are as many in both languages.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from auxilio.active_content.agreement.associations import Associations, exchanged
from auxilio.active_content.agreement.comparison import (
    NEGATIONS,
    ConceptDifference,
    differences,
    step_differences,
)
from auxilio.active_content.agreement.concepts import (
    CONCEPTS,
    NEGATION,
    Concept,
    ConceptReading,
    ConceptTable,
    read_concepts,
    split_sentences,
    unknown_telephones,
)
from auxilio.active_content.agreement.language import LanguageModel
from auxilio.active_content.agreement.texts import (
    AlignedText,
    lists_of,
    steps_of,
    tables_of,
    texts_of,
    translations_of,
)
from auxilio.platform.documents import DocumentFault, SourceDocument

_RULES = {"number": "L32", "unit": "L32", "negation": "L33", "condition": "L33", "exception": "L33"}
"""Of the other groups L34."""
LENGTH_COMPARED = 40
"""Letters of the Spanish from which its length says something of the translation's."""
LENGTHS = (0.5, 1.9)
"""A translation has between these shares of the letters of the Spanish; the shipped ones have 0.54 to 1.72."""
FOREIGN_ODDS = 3.5
"""Natural logarithm of the odds from which the words are another language's: thirty to one."""
EXCHANGE_GAIN = 0.3
"""How much nearer two texts would be with each other's translation; see `benchmarks/content_mutation.py` for both sides of it."""
NEIGHBOURS = {"i18n": 4, "cards": 12, "protocols": 12}
"""How many texts after it a text is compared with for an exchange."""


class LanguageAgreement:
    """What the texts of a folder have in common, and the checks of one document or of all of them against it."""

    def __init__(
        self,
        folder: Path,
        package: Path,
        documents: Iterable[SourceDocument],
        asked: Mapping[str, str],
    ) -> None:
        """`documents`: cards and protocols as they were read. `asked`: the Spanish of each question, by protocol and question.
        `package`: the folder that is shipped, whose table stands in for one that is not there."""
        self._folder, self._asked = folder, asked
        self._documents = (*documents, *tables_of(folder))
        self._reading: ConceptReading = read_concepts(folder, package)
        self._notes = frozenset(_notes(self._documents))
        texts = [text.words for document in self._documents for text in texts_of(document)]
        texts += [text.words for beside in self._beside(asked) for text in beside]
        self._language, self._associations = LanguageModel(texts), Associations(texts)
        self.texts = texts
        """Every text of the folder, by language."""

    @property
    def table(self) -> ConceptTable | None:
        """What texts are compared by; None where it cannot be read."""
        return self._reading.table

    def check(self) -> list[DocumentFault]:
        """The whole folder; an exception that nothing needs is a fault too."""
        table = self._reading.table
        if table is None:
            return list(self._reading.faults)
        used: set[tuple[str, str]] = set()
        faults = [*self._reading.faults]
        for document in self._documents:
            faults += self.check_document(document, used)
        faults += self.check_translations(used=used)
        return faults + list(self._idle(table, used))

    def check_document(
        self, document: SourceDocument, used: set[tuple[str, str]] | None = None
    ) -> list[DocumentFault]:
        """A card, a protocol or a table, against what the other texts of the folder are like."""
        faults = [*_lists(document), *self._steps(document)]
        return faults + self._check_texts(texts_of(document), used if used is not None else set())

    def check_translations(
        self, asked: Mapping[str, str] | None = None, used: set[tuple[str, str]] | None = None
    ) -> list[DocumentFault]:
        """The files of `i18n/` as they stand in the folder now."""
        told = used if used is not None else set()
        found = self._beside(self._asked if asked is None else asked)
        return [fault for texts in found for fault in self._check_texts(texts, told)]

    def check_tables(self) -> list[DocumentFault]:
        """The tables as they stand in the folder now."""
        return [fault for document in tables_of(self._folder) for fault in self.check_document(document)]

    def _beside(self, asked: Mapping[str, str]) -> Iterator[list[AlignedText]]:
        return translations_of(self._folder, asked, self._notes)

    def _check_texts(self, texts: Sequence[AlignedText], used: set[tuple[str, str]]) -> list[DocumentFault]:
        table = self._reading.table
        if table is None:
            return []
        whole = Counter[Concept]()
        for text in texts:
            whole.update(table.named(text.words["es"], "es"))
        faults: list[DocumentFault] = []
        for text in texts:
            for language in text.words:
                faults += self._own_language(text, language)
                faults += _telephones(text, language, table)
                if language != "es":
                    faults += _same(text, language, table, whole, used)
                    faults += _length(text, language)
        return faults + list(self._exchanged(texts))

    def _own_language(self, text: AlignedText, language: str) -> Iterator[DocumentFault]:
        odds, other = self._language.read_as_another(text.words[language], language)
        if odds > FOREIGN_ODDS:
            yield _fault(text, language, "L35", "another_language", read_as=other)

    def _exchanged(self, texts: Sequence[AlignedText]) -> Iterator[DocumentFault]:
        """L36: two texts of one kind would be nearer to their Spanish with each other's words, or have the same ones."""
        siblings: dict[object, list[AlignedText]] = defaultdict(list)
        for text in texts:
            siblings[text.kind].append(text)
        for rows in siblings.values():
            for language in ("ca", "en", "fr"):
                them = [text for text in rows if language in text.words]
                yield from _twice(them, language)
                pairs = [(text.words["es"], text.words[language]) for text in them]
                window = NEIGHBOURS.get(them[0].document.file.split("/")[0], 12) if them else 0
                for i, j, gain in exchanged(pairs, language, self._associations, window):
                    if gain > EXCHANGE_GAIN:
                        other = them[j].words["es"]
                        yield _fault(them[i], language, "L36", "translation_of_another", other=other)

    def _steps(self, document: SourceDocument) -> Iterator[DocumentFault]:
        """L37."""
        table = self._reading.table
        for text, written in steps_of(document) if table else ():
            for language, words in text.words.items():
                other = written.words.get(language)
                found = step_differences(words, other, language, table) if other and table else None
                if found:
                    yield _fault(
                        written, language, "L37", "written_step_differs", **_told(found), spoken=words
                    )

    def _idle(self, table: ConceptTable, used: set[tuple[str, str]]) -> Iterator[DocumentFault]:
        document = self._reading.document
        for i, (spanish, language) in enumerate(table.apart):
            if (
                ("", spanish + language) in used  # it stands there and agrees
                and (spanish, language) not in used
                and document is not None
                and (self._folder / CONCEPTS).exists()
            ):
                facts: dict[str, str | int] = {"words": spanish, "language": language}
                line = document.line("apart", i)
                yield DocumentFault(rule="L34", code="apart_idly", file=document.file, line=line, facts=facts)


def _notes(documents: Iterable[SourceDocument]) -> Iterator[str]:
    for document in documents:
        note = document.data.get("note")
        if isinstance(note, dict) and isinstance(note.get("es"), str):
            yield note["es"]


def _fault(text: AlignedText, language: str, rule: str, code: str, **facts: str | int) -> DocumentFault:
    return DocumentFault(
        rule=rule,
        code=code,
        file=text.document.file,
        line=text.line(language),
        document=str(text.document.data.get("id", "")),
        facts={"language": language, "words": text.words[language], "field": text.field(language), **facts},
    )


def _told(difference: ConceptDifference) -> dict[str, str | int]:
    return {
        "group": difference.group,
        "missing": ", ".join(sorted(difference.missing)) or "-",
        "added": ", ".join(sorted(difference.added)) or "-",
    }


def _in_words(
    difference: ConceptDifference, text: AlignedText, language: str, table: ConceptTable
) -> dict[str, str | int]:
    """What is missing in the words of the Spanish, and what is added in those of the translation: «sin», «not»."""

    def said(names: frozenset[str], words: str, language: str) -> str:
        if difference.group == NEGATION:
            names = frozenset(NEGATIONS if names else ())
        found = table.words_naming({(difference.group, name) for name in names}, words, language)
        return ", ".join(f"«{one}»" for one in found)

    return {
        "missing_words": said(difference.missing, text.words["es"], "es"),
        "added_words": said(difference.added, text.words[language], language),
    }


def _lists(document: SourceDocument) -> Iterator[DocumentFault]:
    """L36: a warning that one language lacks is not heard there."""
    for where, lists in lists_of(document):
        for language, rows in lists.items():
            if len(rows) != len(lists["es"]):
                yield DocumentFault(
                    rule="L36",
                    code="list_not_as_long",
                    file=document.file,
                    line=document.line(*where, language),
                    document=str(document.data.get("id", "")),
                    facts={"language": language, "items": len(rows), "spanish": len(lists["es"])},
                )


def _same(
    text: AlignedText,
    language: str,
    table: ConceptTable,
    whole: Counter[Concept],
    used: set[tuple[str, str]],
) -> Iterator[DocumentFault]:
    spanish, other = text.words["es"], text.words[language]
    found = list(differences(spanish, other, language, table, whole=whole, spoken=text.spoken))
    apart = table.apart.get((spanish, language))
    if apart is not None:
        used.add((spanish, language) if found else ("", spanish + language))
        found = [one for one in found if not (one.missing <= apart.lacks and one.added <= apart.adds)]
    for one in found:
        rule = _RULES.get(one.group, "L34")
        told = {**_told(one), **_in_words(one, text, language, table)}
        yield _fault(text, language, rule, "languages_differ", **told, spanish=spanish)


def _twice(texts: Sequence[AlignedText], language: str) -> Iterator[DocumentFault]:
    """L36: the same words beside two Spanish sentences: one of them is heard twice and the other never."""
    known: dict[str, str] = {}
    for text in texts:
        words, spanish = text.words[language], text.words["es"]
        other = known.setdefault(words, spanish)
        if text.spoken and other != spanish and not text.spanish_elsewhere:
            yield _fault(text, language, "L36", "same_translation", other=other)


def _length(text: AlignedText, language: str) -> Iterator[DocumentFault]:
    """L36: as many sentences, and about as long."""
    spanish, other = text.words["es"], text.words[language]
    ours, theirs = len(split_sentences(spanish)), len(split_sentences(other))
    if ours != theirs and (text.spoken or language == "ca" or min(ours, theirs) < ours / 2):
        yield _fault(text, language, "L36", "sentences_differ", sentences=theirs, spanish=ours)
    if (
        text.spoken
        and len(spanish) >= LENGTH_COMPARED
        and not LENGTHS[0] <= len(other) / len(spanish) <= LENGTHS[1]
    ):
        yield _fault(text, language, "L36", "length_differs", letters=len(other), spanish=len(spanish))


def _telephones(text: AlignedText, language: str, table: ConceptTable) -> Iterator[DocumentFault]:
    """L38."""
    for number in unknown_telephones(text.words[language], table.telephones):
        yield _fault(text, language, "L38", "telephone_unknown", number=number)
