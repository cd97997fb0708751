"""Who read which translation of a protocol or card, and when (`data/translations_read.yaml`).

A reading names the digest of the text that was read, so that a text which changes afterwards counts as unread. Coverage, approval
and the desk ask here.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from auxilio.active_content.partial_texts import PartialTexts
from auxilio.active_content.table_rules.reading import read_one
from auxilio.instructions.core.model import Card
from auxilio.platform.documents import SIGNING
from auxilio.platform.i18n import REFERENCE
from auxilio.triage.core.model import Protocol

TRANSLATIONS_READ = "data/translations_read.yaml"
DIGEST_LENGTH = 16
"""Hexadecimal digits: short enough to be written by hand."""


class TranslationReading(msgspec.Struct, frozen=True, kw_only=True):
    """One person's reading of one translation."""

    by: str
    role: str
    at: str
    digest: str
    """Of the text that was read (`translations_of`)."""


class SentenceCorrection(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a translation that a reader finds wrong, for its author to mend."""

    document: str
    language: str
    original: str
    """The Spanish sentence."""
    said: str
    """The sentence that is wrong; empty where the language leaves it out."""
    note: str
    """What is wrong with it."""
    by: str
    role: str
    at: str


type TranslationReadings = Mapping[tuple[str, str], TranslationReading]
"""By document and language."""


def read_readings(folder: Path) -> dict[tuple[str, str], TranslationReading]:
    """The newest reading of each document in each language; none where the file is not there or broken."""
    document = read_one(folder, TRANSLATIONS_READ, "translations-read")
    return readings_in(document.data) if document else {}


def readings_in(data: Mapping[str, Any]) -> dict[tuple[str, str], TranslationReading]:
    """Of the file as data, which its schema allows."""
    groups = sorted(data["readings"], key=lambda one: str(one["at"]))
    return {
        (id, one["language"]): TranslationReading(by=one["by"], role=one["role"], at=one["at"], digest=digest)
        for one in groups
        for id, digest in one["documents"].items()
    }


def read_corrections(folder: Path) -> tuple[SentenceCorrection, ...]:
    """What readers ask to be mended; none where the file is not there or broken."""
    document = read_one(folder, TRANSLATIONS_READ, "translations-read")
    return corrections_of(document.data) if document else ()


def corrections_of(data: Mapping[str, Any]) -> tuple[SentenceCorrection, ...]:
    """Of the file as data, which its schema allows."""
    return tuple(msgspec.convert(one, SentenceCorrection) for one in data.get("corrections", ()))


def translations_of(document: Protocol | Card, partial: PartialTexts | None = None) -> dict[str, str]:
    """The languages beside Spanish in which a document says anything, each with the digest of its text.

    The digest is over what each text says in Spanish and in the language, whatever their order: a translation is right or wrong only
    beside its original. `partial`: what of it is said in partial languages, which the document does not contain.
    """
    texts = [text for _, text in texts_of(document)]
    languages = sorted({language for text in texts for language in text} - {REFERENCE})
    found = {language: _digest(texts, language) for language in languages}
    return found | {language: _digest(texts, language) for language, texts in (partial or {}).items()}


def texts_of(document: Protocol | Card) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every text of a document, by language words or a list of them, with its place: `steps/3/say`, parts by their id where they
    have one."""
    fields = {k: v for k, v in msgspec.to_builtins(document).items() if k not in SIGNING}
    return _texts((), fields)


def _texts(where: tuple[str, ...], value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    match value:
        case dict() if REFERENCE in value and all(len(key) == 2 for key in value):
            yield "/".join(where), value
        case dict():
            for key, part in value.items():
                yield from _texts((*where, str(key)), part)
        case list() | tuple():
            for nth, part in enumerate(value, 1):
                yield from _texts((*where, part_name(part) or str(nth)), part)
        case _:
            return


def part_name(part: Any) -> str | None:
    """What an entry of a document is called: its id or its code; None where it has neither."""
    found = part.get("id") or part.get("code") if isinstance(part, dict) else None
    return str(found) if found is not None else None


def _digest(texts: Sequence[Mapping[str, Any]], language: str) -> str:
    pairs = sorted({json.dumps([one.get(REFERENCE), one.get(language)], ensure_ascii=False) for one in texts})
    return hashlib.sha256("\n".join(pairs).encode()).hexdigest()[:DIGEST_LENGTH]


def readings_of(
    document: Protocol | Card, readings: TranslationReadings, partial: PartialTexts | None = None
) -> dict[str, TranslationReading | None]:
    """Each language beside Spanish with the reading of the text as it stands; None where nobody has read that."""
    found = {}
    for language, digest in translations_of(document, partial).items():
        reading = readings.get((document.id, language))
        found[language] = reading if reading and reading.digest == digest else None
    return found


def unread_languages(document: Protocol | Card, readings: TranslationReadings) -> tuple[str, ...]:
    """The languages of a document whose text nobody has read. Partial languages do not hold up an approval: they are no part of it."""
    return tuple(language for language, reading in readings_of(document, readings).items() if reading is None)
