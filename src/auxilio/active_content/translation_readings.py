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
from auxilio.active_content.table_rules.reading import items, read_one
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


type TranslationReadings = Mapping[tuple[str, str], TranslationReading]
"""By document and language."""


def read_readings(folder: Path) -> dict[tuple[str, str], TranslationReading]:
    """The newest reading of each document in each language; none where the file is not there or broken."""
    document = read_one(folder, TRANSLATIONS_READ, "translations-read")
    if document is None:
        return {}
    groups = sorted((one for _, one in items(document, "readings")), key=lambda one: str(one["at"]))
    return {
        (id, one["language"]): TranslationReading(by=one["by"], role=one["role"], at=one["at"], digest=digest)
        for one in groups
        for id, digest in one["documents"].items()
    }


def translations_of(document: Protocol | Card, partial: PartialTexts | None = None) -> dict[str, str]:
    """The languages beside Spanish in which a document says anything, each with the digest of its text.

    The digest is over what each text says in Spanish and in the language, whatever their order: a translation is right or wrong only
    beside its original. `partial`: what of it is said in partial languages, which the document does not contain.
    """
    fields = {k: v for k, v in msgspec.to_builtins(document).items() if k not in SIGNING}
    texts = list(_texts(fields))
    languages = sorted({language for text in texts for language in text} - {REFERENCE})
    found = {language: _digest(texts, language) for language in languages}
    return found | {language: _digest(texts, language) for language, texts in (partial or {}).items()}


def _texts(value: Any) -> Iterator[dict[str, Any]]:
    """Every text of a document: by language, words or a list of them."""
    match value:
        case dict() if REFERENCE in value and all(len(key) == 2 for key in value):
            yield value
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list() | tuple():
            for part in value:
                yield from _texts(part)
        case _:
            return


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
