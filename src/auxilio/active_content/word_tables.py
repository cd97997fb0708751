"""Reads the tables of words of a content folder: what a story names, and what is not said to a caller (decision 0271).

A set that was published before the tables were content has none of them: it uses those of the package. What is wrong comes
back as faults with file and line, as with any content; a word with a fault is left out and the others are read.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from auxilio.kernel.plain_language import ANY_WORD, PlainLanguage, phrase_as_read
from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema, read_yaml
from auxilio.triage.core.phrase_words import words_of
from auxilio.triage.core.story_lexicon import PERSONS, StoryWords

STORY = "data/story_words.yaml"
PLAIN = "data/plain_language.yaml"
TABLES = (STORY, PLAIN)
RULE = "L25"
WORD_LETTERS_MAX = 40
PHRASE_LETTERS_MAX = 80
WILDCARDS_MAX = 2
"""In one phrase; with dozens of them the search of one text takes seconds."""
ROW_WORDS_MAX = 500
"""Three times the longest row that is shipped."""
_TOLD_LETTERS = 60
"""How many letters of a faulty word the fault shows."""


@dataclass(frozen=True, kw_only=True)
class WordTables:
    """The tables of a folder, or of the package where the folder has none, and what is wrong with them."""

    story: StoryWords
    plain: PlainLanguage
    faults: list[DocumentFault]


def read_word_tables(folder: Path, package: Path, types: Collection[str]) -> WordTables:
    """Read both. `package` is the folder that is shipped, `types` the typology of the folder that is read; empty when it could
    not be read."""
    story, story_faults = _document(_place(folder, package, STORY), STORY, "story-words")
    plain, plain_faults = _document(_place(folder, package, PLAIN), PLAIN, "plain-language")
    from_folder = (folder / STORY).exists()
    faults = story_faults + plain_faults
    return WordTables(
        story=_story(_Rows(story, faults), types, from_folder=from_folder) if story else StoryWords(),
        plain=_plain(_Rows(plain, faults), package) if plain else PlainLanguage(),
        faults=faults,
    )


def read_sound_word_tables(folder: Path, types: Collection[str]) -> WordTables:
    """The tables of a folder that has both, for tools and tests. Raises `ValueError` when they have a fault."""
    tables = read_word_tables(folder, folder, types)
    if tables.faults:
        raise ValueError(f"tables of words with faults: {tables.faults}")
    return tables


def borrowed_tables(folder: Path, package: Path, *others: str) -> list[Path]:
    """The files of the package by which a folder is read that has none of its own."""
    return [package / name for name in (*TABLES, *others) if not (folder / name).exists()]


def _place(folder: Path, package: Path, name: str) -> Path:
    return (folder if (folder / name).exists() else package) / name


def _document(path: Path, name: str, schema: str) -> tuple[SourceDocument | None, list[DocumentFault]]:
    documents, faults = read_yaml(path, name)
    if not faults and len(documents) != 1:
        faults = [DocumentFault(rule="S01", code="not_one_document", file=name, line=1)]
    faults = faults or check_schema(documents[0], schema)
    return (None if faults else documents[0]), faults


class _Rows:
    """One document, row by row."""

    def __init__(self, document: SourceDocument, faults: list[DocumentFault]) -> None:
        self.document, self._faults = document, faults

    def fault(self, rule: str, code: str, *where: str | int, **facts: str | int) -> None:
        """Note a fault at a part of the document."""
        file, line = self.document.file, self.document.line(*where)
        self._faults.append(DocumentFault(rule=rule, code=code, file=file, line=line, facts=facts))

    def words(self, *where: str) -> tuple[str, ...]:
        """A row of single words, as they are compared."""
        return self._row(where, WORD_LETTERS_MAX, self._word_is_valid)

    def phrases(self, *where: str) -> tuple[str, ...]:
        """A row of phrases, in which an asterisk stands for a word."""
        return self._row(where, PHRASE_LETTERS_MAX, self._phrase_is_valid)

    def _row(
        self,
        where: tuple[str, ...],
        max_letters: int,
        is_valid: Callable[[str, str, tuple[str | int, ...]], bool],
    ) -> tuple[str, ...]:
        row, name = self.document.data, "/".join(where)
        for key in where:
            row = row[key]
        if not row:
            self.fault(RULE, "row_without_words", *where, row=name)
        if len(row) > ROW_WORDS_MAX:
            self.fault(RULE, "row_too_long", *where, row=name, words=len(row), most=ROW_WORDS_MAX)
            return ()
        good: dict[str, str] = {}
        for i, word in enumerate(row):
            told = word[:_TOLD_LETTERS]
            if not word.strip():
                self.fault(RULE, "word_empty", *where, i, row=name)
            elif len(word) > max_letters:
                self.fault(RULE, "word_too_long", *where, i, row=name, word=told, most=max_letters)
            elif word.lower() in good:
                self.fault(RULE, "word_twice", *where, i, row=name, word=told)
            elif is_valid(name, word, (*where, i)):
                good[word.lower()] = word
        return tuple(good.values())

    def _word_is_valid(self, row: str, word: str, where: tuple[str | int, ...]) -> bool:
        read = words_of(word, frozenset())
        if len(read) > 1:
            self.fault(RULE, "words_not_one", *where, row=row, word=word)
        elif read != [word]:
            self.fault(RULE, "word_not_as_read", *where, row=row, word=word, read="".join(read))
        return read == [word]

    def _phrase_is_valid(self, row: str, phrase: str, where: tuple[str | int, ...]) -> bool:
        read, parts = phrase_as_read(phrase), phrase.split()
        wildcards_ok = all(part == ANY_WORD or ANY_WORD not in part for part in parts) and {*parts} != {
            ANY_WORD
        }
        wildcards_ok = wildcards_ok and parts.count(ANY_WORD) <= WILDCARDS_MAX
        if not wildcards_ok:
            self.fault(RULE, "phrase_wildcard", *where, row=row, word=phrase)
        elif read != phrase:
            self.fault(RULE, "word_not_as_read", *where, row=row, word=phrase, read=read)
        return wildcards_ok and read == phrase


def _story(rows: _Rows, types: Collection[str], *, from_folder: bool) -> StoryWords:
    """A table of the package may know types that the typology of an older set does not: they are left out. Where no typology
    could be read, that is the fault to tell, not each type as unknown."""
    table = rows.document.data
    small = frozenset(rows.words("small"))
    hints = {}
    for code in table["types"]:
        if code in types:
            hints[code] = rows.words("types", code)
        elif from_folder and types:
            rows.fault("L02", "unknown_type", "types", code, name=code[:_TOLD_LETTERS])
    for person in table["persons"].keys() - {*PERSONS}:
        rows.fault("L02", "unknown_person", "persons", person, name=person[:_TOLD_LETTERS])
    for part in ("things", "persons", "types"):
        for name, words in table[part].items():
            for i, word in enumerate(words):
                if word in small:
                    rows.fault(RULE, "word_never_compared", part, name, i, row=f"{part}/{name}", word=word)
    return StoryWords(
        things={name: rows.words("things", name) for name in table["things"]},
        persons={name: rows.words("persons", name) for name in table["persons"] if name in PERSONS},
        types=hints,
        common=frozenset(rows.words("common")),
        small=small,
    )


def _plain(rows: _Rows, package: Path) -> PlainLanguage:
    """Each language for which the package knows promises needs a row: without it nothing would be refused in that language."""
    table = rows.document.data
    (shipped,), _ = read_yaml(package / PLAIN, PLAIN)
    for language in sorted(shipped.data["promises"].keys() - table["promises"].keys()):
        rows.fault(RULE, "row_without_words", "promises", row=f"promises/{language}")
    return PlainLanguage(
        jargon={language: rows.phrases("jargon", language) for language in table["jargon"]},
        promises={language: rows.phrases("promises", language) for language in table["promises"]},
    )
