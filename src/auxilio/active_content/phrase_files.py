"""Reads `data/phrases/*.yaml` of a content folder: what callers say of each incident type, in each language (decision 0317).

Types are ranked by them (`triage/core/type_suggestion.py`). A set without phrases uses those of the package. What is wrong comes back as faults with file and line; a phrase with a fault is left out.
"""

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from auxilio.platform.documents import DocumentFault, Severity, SourceDocument, check_schema, read_yaml
from auxilio.triage.core.phrase_words import words_of
from auxilio.triage.core.type_suggestion import TypePhrases

FOLDER = "data/phrases"
RULE = "L27"
PHRASE_LETTERS_MAX = 120
"""Three times the usual phrase: a longer one is a story, and no model of what is said at once (ours)."""
ROW_PHRASES_MAX = 100
"""Of one type in one language; the usual shipped row has 35. The cost of reading and of a question grows with them (ours)."""
ROWS_KEPT = 4_096
"""Rows whose phrases are remembered as they are compared, some megabytes: of a set that is read again most are as they were, and
the shipped one has 3,100."""
_TOLD_LETTERS = 60
"""How many letters of a faulty phrase the fault shows."""


def phrase_files(folder: Path) -> list[Path]:
    """The files of a folder, in the order in which they are read."""
    return sorted((folder / FOLDER).glob("*.yaml"))


def read_phrases(
    folder: Path, package: Path, types: Collection[str], languages: Collection[str]
) -> tuple[TypePhrases, list[DocumentFault]]:
    """The phrases of a folder, or of the package where it has none, and what is wrong. `types` is the typology of the folder,
    empty when it could not be read: then no type is told as unknown. `languages`: those in which each type should be told."""
    own = phrase_files(folder)
    reader = _PhraseReader(types, languages)
    for path in own or phrase_files(package):
        documents, faults = read_yaml(path, f"{FOLDER}/{path.name}")
        if not faults and len(documents) != 1:
            faults = [
                DocumentFault(rule="S01", code="not_one_document", file=f"{FOLDER}/{path.name}", line=1)
            ]
        faults = faults or check_schema(documents[0], "phrases")
        if faults:
            reader.faults += faults
        else:
            reader.read(documents[0])
    if own:
        reader.miss_languages()
        reader.miss_types(f"{FOLDER}/{own[0].name}")
    # What the package says of types that an older typology does not have is no fault of the set.
    return reader.phrases, reader.faults if own else []


@lru_cache(maxsize=ROWS_KEPT)
def _as_compared(said: tuple[str, ...]) -> tuple[str, ...]:
    """The words of each phrase of a row."""
    return tuple(" ".join(words_of(phrase)) for phrase in said)


class _PhraseReader:
    def __init__(self, types: Collection[str], languages: Collection[str]) -> None:
        self._types, self._languages = types, languages
        self.phrases: dict[str, dict[str, tuple[str, ...]]] = {}
        self.faults: list[DocumentFault] = []
        self._first: dict[str, SourceDocument] = {}
        """Type -> the file that tells it first."""
        self._type_of: dict[tuple[str, str], str] = {}
        """Language and phrase as it is compared -> the type that has it."""

    def read(self, document: SourceDocument) -> None:
        for code, rows in document.data["phrases"].items():
            if self._types and code not in self._types:
                self._fault(document, "L02", "unknown_type", ("phrases", code), name=code)
                continue
            self._first.setdefault(code, document)
            mine = self.phrases.setdefault(code, {})
            for language in rows:
                mine[language] = (*mine.get(language, ()), *self._row(document, code, language))

    def miss_languages(self) -> None:
        """A type may be told in several files: only what none of them has is missing."""
        for code, document in self._first.items():
            for language in sorted({*self._languages} - self.phrases[code].keys()):
                row = f"{code}/{language}"
                self._fault(document, RULE, "phrases_missing", ("phrases", code), Severity.WARNING, row=row)

    def miss_types(self, file: str) -> None:
        """Of a type that nobody tells in any words only the name is known."""
        for code in sorted({*self._types} - self.phrases.keys()):
            facts: dict[str, str | int] = {"row": code}
            told = DocumentFault(
                rule=RULE, code="phrases_missing", file=file, line=1, severity=Severity.WARNING, facts=facts
            )
            self.faults.append(told)

    def _row(self, document: SourceDocument, code: str, language: str) -> tuple[str, ...]:
        where, row = ("phrases", code, language), f"{code}/{language}"
        said = document.data["phrases"][code][language]
        if len(said) + len(self.phrases[code].get(language, ())) > ROW_PHRASES_MAX:
            self._fault(document, RULE, "row_too_long", where, row=row, words=len(said), most=ROW_PHRASES_MAX)
            return ()
        good = []
        for i, (phrase, compared) in enumerate(zip(said, _as_compared(tuple(said)), strict=True)):
            told = phrase[:_TOLD_LETTERS]
            other = self._type_of.setdefault((language, compared), code) if compared else code
            if not compared:
                self._fault(document, RULE, "word_empty", (*where, i), row=row)
            elif len(phrase) > PHRASE_LETTERS_MAX:
                facts = {"row": row, "word": told, "most": PHRASE_LETTERS_MAX}
                self._fault(document, RULE, "word_too_long", (*where, i), **facts)
            elif other != code:
                facts = {"row": row, "word": told, "other": other}
                self._fault(document, RULE, "phrase_of_two_types", (*where, i), Severity.WARNING, **facts)
                good.append(phrase)
            else:
                good.append(phrase)
        return tuple(dict.fromkeys(good))

    def _fault(
        self,
        document: SourceDocument,
        rule: str,
        code: str,
        where: tuple[str | int, ...],
        severity: Severity = Severity.ERROR,
        **facts: str | int,
    ) -> None:
        line = document.line(*where)
        self.faults.append(
            DocumentFault(rule=rule, code=code, file=document.file, line=line, severity=severity, facts=facts)
        )
