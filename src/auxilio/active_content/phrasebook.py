"""Reads `phrasebook/*.yaml` of a content folder: sentences by number for a caller who speaks another language (decision 0368).

A set without a phrasebook uses the one of the package. What is wrong comes back as faults with file and line (rule L63).
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from auxilio.platform.documents import (
    DocumentFault,
    SourceDocument,
    check_schema,
    errors_of,
    read_yaml,
)
from auxilio.platform.i18n import LANGUAGES, REFERENCE

FOLDER = "phrasebook"
RULE = "L63"
PARTS = {"talk": 1, "place": 9, "what": 16, "person": 22, "danger": 31, "help": 36}
"""Each part with the number of its first sentence."""
SENTENCES = 40
KEYS = {"yes": "1", "no": "9", "unknown": "0"}
"""What a caller presses, and the desk's own keys for these answers. Placeholders of the sentences have these names."""
WORDS = {"Y": KEYS["yes"], "N": KEYS["no"], "U": KEYS["unknown"], **{str(n): str(n) for n in range(11)}}
"""Each word of an answer with the key that a caller presses for it."""
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


class PhraseText(msgspec.Struct, frozen=True):
    """One sentence or word. `read`: how a Spanish reader says it aloud; None where the spelling does."""

    say: str
    read: str | None = None


class PhraseReader(msgspec.Struct, frozen=True):
    """Who speaks the language and has read its sentences, and when."""

    name: str
    date: str


class LanguagePhrases(msgspec.Struct, frozen=True, kw_only=True):
    """The sentences of one language, by number, and the words of answers, by code."""

    language: str
    sentences: dict[str, PhraseText]
    words: dict[str, PhraseText]
    read_by: PhraseReader | None = None
    """None: a draft that no reader of the language has checked."""


class Phrasebook(msgspec.Struct, frozen=True, kw_only=True):
    """Every language that has one, by its primary subtag; the keys that a caller presses; where each part begins."""

    languages: dict[str, LanguagePhrases]
    keys: Mapping[str, str]
    parts: Mapping[str, int]


def phrasebook_files(folder: Path) -> list[Path]:
    """The files of a folder, in the order in which they are read."""
    return sorted((folder / FOLDER).glob("*.yaml"))


def read_phrasebook(folder: Path, package: Path) -> tuple[Phrasebook, list[DocumentFault]]:
    """The phrasebook of a folder, or of the package where it has none, and what is wrong. A file with an error is left out."""
    own = phrasebook_files(folder)
    documents: dict[str, SourceDocument] = {}
    faults: list[DocumentFault] = []
    for path in own or phrasebook_files(package):
        document, wrong = _document(path, f"{FOLDER}/{path.name}")
        faults += wrong
        if document is not None:
            documents[path.stem] = document
    reference = documents.get(REFERENCE)
    for language, document in documents.items():
        faults += _proved(language, document, reference)
    faults += _missing_languages(own, documents)
    broken = {fault.file for fault in errors_of(faults)}
    good = {code: _phrases(one) for code, one in documents.items() if one.file not in broken}
    return Phrasebook(languages=good, keys=WORDS, parts=PARTS), faults if own else []


def _document(path: Path, name: str) -> tuple[SourceDocument | None, list[DocumentFault]]:
    documents, faults = read_yaml(path, name)
    if not faults and len(documents) != 1:
        faults = [DocumentFault(rule="S01", code="not_one_document", file=name, line=1)]
    faults = faults or check_schema(documents[0], "phrasebook")
    return (None if faults else documents[0]), faults


def _proved(
    language: str, document: SourceDocument, reference: SourceDocument | None
) -> Iterator[DocumentFault]:
    """Every number is there, once, with the placeholders of the Spanish sentence."""
    if document.data["language"].split("-")[0] != language:
        yield _fault(document, "phrasebook_language", "language", row=document.data["language"])
    wanted = {"sentences": [str(n) for n in range(1, SENTENCES + 1)], "words": list(WORDS)}
    for part, numbers in wanted.items():
        texts = document.data[part]
        for number in numbers:
            if number not in texts:
                yield _fault(document, "phrasebook_missing", part, row=number)
        for number in texts.keys() - set(numbers):
            yield _fault(document, "phrasebook_unknown", part, number, row=number)
        yield from _doubles(document, part)
        yield from _placeholders(document, reference, part)
    yield from _half_read(document)


def _doubles(document: SourceDocument, part: str) -> Iterator[DocumentFault]:
    """Two numbers with the same words: one of them asks what the other asks."""
    first: dict[str, str] = {}
    for number, text in document.data[part].items():
        other = first.setdefault(" ".join(text["say"].casefold().split()), number)
        if other != number:
            yield _fault(document, "phrasebook_twice", part, number, row=number, other=other)


def _placeholders(
    document: SourceDocument, reference: SourceDocument | None, part: str
) -> Iterator[DocumentFault]:
    spanish = (reference or document).data[part]
    for number, text in document.data[part].items():
        wanted = sorted({*_PLACEHOLDER.findall(spanish.get(number, text)["say"])} & KEYS.keys())
        for words in text.values():
            if sorted(_PLACEHOLDER.findall(words)) != wanted:
                names = ", ".join(f"{{{one}}}" for one in wanted) or "–"
                yield _fault(document, "phrasebook_placeholders", part, number, row=number, names=names)


def _half_read(document: SourceDocument) -> Iterator[DocumentFault]:
    """A language is spelt out for the reader whole or not at all: who reads aloud cannot guess in between."""
    texts = [(part, number) for part in ("sentences", "words") for number in document.data[part]]
    without = [(part, number) for part, number in texts if "read" not in document.data[part][number]]
    if len(without) < len(texts):
        for part, number in without:
            yield _fault(document, "phrasebook_unread", part, number, row=number)


def _missing_languages(own: list[Path], documents: Mapping[str, SourceDocument]) -> Iterator[DocumentFault]:
    """Each language of the console reads its own sentence beside the caller's."""
    there = {path.stem for path in own} or documents.keys()
    for language in LANGUAGES:
        if language not in there:
            file = f"{FOLDER}/{own[0].name}"
            yield DocumentFault(
                rule=RULE, code="phrasebook_no_language", file=file, line=1, facts={"row": language}
            )


def _phrases(document: SourceDocument) -> LanguagePhrases:
    phrases = msgspec.convert(
        {name: document.data.get(name) for name in LanguagePhrases.__struct_fields__}, LanguagePhrases
    )
    sentences = {number: _filled(phrases.sentences[str(number)]) for number in range(1, SENTENCES + 1)}
    return msgspec.structs.replace(
        phrases,
        sentences={str(number): text for number, text in sentences.items()},
        words={code: phrases.words[code] for code in WORDS},
    )


def _filled(text: PhraseText) -> PhraseText:
    """With the keys in place of their names."""
    say, read = (one and _PLACEHOLDER.sub(lambda name: KEYS[name[1]], one) for one in (text.say, text.read))
    return PhraseText(say or "", read)


def _fault(document: SourceDocument, code: str, *where: str, **facts: str) -> DocumentFault:
    line = document.line(*where)
    return DocumentFault(rule=RULE, code=code, file=document.file, line=line, facts=dict(facts))
