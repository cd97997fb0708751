"""Finds what is to be compared: every text that stands in several languages, with its place, in what was read of a content folder."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auxilio.active_content.agreement.concepts import LANGUAGES
from auxilio.platform.documents import DocumentPath, SourceDocument, read_yaml

SPOKEN = frozenset({"say", "write", "ask", "help", "greeting", "never", "announcements", "texts"})
"""Keys under which a sentence stands that a caller hears or reads; every concept of it must be in each language."""
_LANGUAGES = frozenset(LANGUAGES)
_TABLES = (
    "data/catalog.yaml",
    "data/hin.yaml",
    "data/qualifications.yaml",
    "data/qa_scorecard.yaml",
    "data/easy_steps.yaml",
    "plans/situations.yaml",
    "announcements/announcements.yaml",
)


@dataclass(frozen=True, kw_only=True)
class AlignedText:
    """One text in its languages, and where each of them stands."""

    document: SourceDocument
    where: DocumentPath
    words: Mapping[str, str]
    spoken: bool
    """Said to a caller, or a whole sentence; not a title or a name."""
    spanish_elsewhere: bool = False
    """The Spanish is the key of a translation or stands in another document."""

    @property
    def kind(self) -> DocumentPath:
        """What stands in one list or under like keys is of one kind: the answers of a question, the steps of a card."""
        last = max(
            (i for i, part in enumerate(self.where) if isinstance(part, int)), default=len(self.where) - 2
        )
        return (*self.where[:last], *(self.where[last + 1 :] if last >= 0 else ()))

    def line(self, language: str) -> int:
        """The line of the words in a language."""
        return self.document.line(
            *self.where, *(() if self.spanish_elsewhere and language == "es" else (language,))
        )

    def field(self, language: str) -> str:
        """The same as the field of a form: `questions/0/ask/en`."""
        return "/".join(map(str, (*self.where, language)))


def is_sentence(spanish: str) -> bool:
    """Whether a text ends as a sentence does."""
    return len(spanish) > 12 and spanish.rstrip()[-1:] in (".", "?", "!")


def texts_of(document: SourceDocument) -> list[AlignedText]:
    """Every text of a card, a protocol or a table."""
    return list(_texts(document, document.data, (), spoken=False))


def _texts(
    document: SourceDocument, data: Any, where: DocumentPath, *, spoken: bool
) -> Iterator[AlignedText]:
    if isinstance(data, list):
        for i, one in enumerate(data):
            yield from _texts(document, one, (*where, i), spoken=spoken)
    if not isinstance(data, dict):
        return
    words = {key: one for key, one in data.items() if key in _LANGUAGES and isinstance(one, str)}
    if "es" in words:
        whole = "note" not in where and (spoken or is_sentence(words["es"]))
        yield AlignedText(document=document, where=where, words=words, spoken=whole)
    lists = {key: one for key, one in data.items() if key in _LANGUAGES and isinstance(one, list)}
    if "es" in lists:
        yield from _rows(document, where, lists)
        return
    for key, one in data.items():
        yield from _texts(document, one, (*where, key), spoken=spoken or key in SPOKEN)


def _rows(
    document: SourceDocument, where: DocumentPath, lists: Mapping[str, list[Any]]
) -> Iterator[AlignedText]:
    """A list in each language, item by item; a list of another length is told by who compares them."""
    for i, spanish in enumerate(lists["es"]):
        words = {key: rows[i] for key, rows in lists.items() if len(rows) == len(lists["es"])}
        if isinstance(spanish, str):
            yield _Row(document=document, where=(*where, i), words=words, spoken=True)


class _Row(AlignedText):
    """An item of a list that stands in each language as a list."""

    def line(self, language: str) -> int:
        return self.document.line(*self.where[:-1], language, self.where[-1])

    def field(self, language: str) -> str:
        return "/".join(map(str, (*self.where[:-1], language)))


def steps_of(document: SourceDocument) -> Iterator[tuple[AlignedText, AlignedText]]:
    """The spoken and the written form of each step that has both."""
    for i, step in enumerate(document.data.get("steps", ())):
        if (
            isinstance(step, dict)
            and isinstance(step.get("say"), dict)
            and isinstance(step.get("write"), dict)
        ):
            yield (
                AlignedText(document=document, where=("steps", i, "say"), words=step["say"], spoken=True),
                AlignedText(document=document, where=("steps", i, "write"), words=step["write"], spoken=True),
            )


def tables_of(folder: Path) -> Iterator[SourceDocument]:
    """The documents with texts in several languages that are neither cards nor protocols nor translations; faults in them are
    told by who reads them."""
    for name in _TABLES:
        if (folder / name).exists():
            documents, faults = read_yaml(folder / name, name)
            yield from () if faults else documents


def translations_of(
    folder: Path, asked: Mapping[str, str], notes: Collection[str]
) -> Iterator[list[AlignedText]]:
    """The texts of each file beside the documents. `asked` has the Spanish of each critical question, by protocol and question, `notes` what is
    written for the call taker."""
    for path in sorted((folder / "i18n").glob("*.yaml")):
        documents, faults = read_yaml(path, f"i18n/{path.name}")
        for document in documents if not faults else ():
            strings = document.data.get("strings")
            if isinstance(strings, dict):
                yield list(_beside(document, strings, asked, notes))


def _beside(
    document: SourceDocument, strings: Mapping[str, Any], asked: Mapping[str, str], notes: Collection[str]
) -> Iterator[AlignedText]:
    is_memory = document.data.get("format") == "content-memory/1"
    for key, texts in strings.items():
        spanish = key if is_memory else asked.get(key)
        if spanish is None or not isinstance(texts, dict):
            continue  # an unknown question is told by who reads the protocols
        yield AlignedText(
            document=document,
            where=("strings", key),
            words={"es": spanish, **{one: text for one, text in texts.items() if isinstance(text, str)}},
            spoken=not is_memory or (is_sentence(spanish) and spanish not in notes),
            spanish_elsewhere=True,
        )


def lists_of(document: SourceDocument) -> Iterable[tuple[DocumentPath, Mapping[str, list[Any]]]]:
    """Every list that stands in each language as a list."""
    pending: list[tuple[DocumentPath, Any]] = [((), document.data)]
    while pending:
        where, data = pending.pop()
        if isinstance(data, list):
            pending += [((*where, i), one) for i, one in enumerate(data)]
        elif isinstance(data, dict):
            lists = {key: one for key, one in data.items() if key in _LANGUAGES and isinstance(one, list)}
            if "es" in lists:
                yield where, lists
            else:
                pending += [((*where, key), one) for key, one in data.items()]
