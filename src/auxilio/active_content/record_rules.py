"""Rules of where texts come from and who read them: L60 sources of life cards, L61 readings of translations (decision 0366).

What depends on the day is told by `dated_faults` alone: a verdict is kept, and a centre must not fail to start on a later day.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from auxilio.active_content.content_records import ContentRecords
from auxilio.active_content.source_records import SourceRecord
from auxilio.active_content.table_rules.reading import fault, items, read_one, schema_faults
from auxilio.active_content.table_rules.records import READ
from auxilio.active_content.translation_readings import (
    TRANSLATIONS_READ,
    corrections_of,
    translations_of,
)
from auxilio.active_content.translation_sentences import open_corrections
from auxilio.instructions.content import CardLoadResult
from auxilio.instructions.core.model import Card, Risk
from auxilio.platform.documents import DocumentFault, Severity, SourceDocument
from auxilio.triage.content import SOURCES, TriageLoadResult
from auxilio.triage.core.model import Protocol
from auxilio.triage.verifier import validity
from auxilio.triage.verifier.validity import day_of

EXPIRY_YEARS_MAX = 5
"""From the reading of a source to its expiry: the cycle in which guidelines are replaced."""

type _Documents = Mapping[str, Protocol | Card]


def record_faults(
    folder: Path, triage: TriageLoadResult, cards: CardLoadResult, records: ContentRecords
) -> list[DocumentFault]:
    """What is wrong on any day."""
    documents = _documents(triage, cards)
    found = [
        *schema_faults(folder, TRANSLATIONS_READ, "translations-read"),
        *_readings(folder, documents, records),
    ]
    found += _corrections(folder, documents, records)
    if triage.sources_document is not None:
        found += _dated_sources(triage.sources_document, cards, records.sources)
    return found


def dated_faults(
    folder: Path,
    triage: TriageLoadResult,
    cards: CardLoadResult,
    records: ContentRecords,
    on: date,
) -> list[DocumentFault]:
    """What is wrong on this day: expired sources, readings in the future, types whose protocol begins later or ends; and what
    nobody has read, by count."""
    found = [*_future_readings(folder, on), *_unread(_documents(triage, cards), records)]
    found += validity.check(triage, on)
    document = triage.sources_document
    if document is not None:
        found += _expired(document, cards, records.sources, on)
    return found


def _documents(triage: TriageLoadResult, cards: CardLoadResult) -> _Documents:
    return {**triage.content.protocols, **cards.cards}


def _life_cards(cards: CardLoadResult) -> dict[str, list[str]]:
    """Of each source, the life cards that cite it."""
    cited: dict[str, list[str]] = {}
    for card in cards.cards.values():
        for source in card.sources if card.risk is Risk.LIFE else ():
            cited.setdefault(source, []).append(card.id)
    return cited


def _dated_sources(
    document: SourceDocument, cards: CardLoadResult, sources: tuple[SourceRecord, ...]
) -> Iterator[DocumentFault]:
    """L60: a source of a life card has an edition and an expiry, a day, at most five years after it was read.

    A bibliography without a single expiry was written before there was any, and goes on.
    """
    if all(one.expires is None for one in sources):
        return
    life = _life_cards(cards)
    editions = cards.acts.acts.editions if cards.acts.acts else {}
    for one in sources:
        if one.id in life and (one.edition is None or one.expires is None):
            yield fault("L60", "source_undated", document, one.id, row=one.id, card=life[one.id][0])
        expires = day_of(one.expires)
        if one.expires is not None and expires is None:
            yield fault("L60", "source_expiry_no_day", document, one.id, row=one.id, day=one.expires)
        read = day_of(one.read_at)
        if expires and read and expires.year - read.year > EXPIRY_YEARS_MAX:
            years, day = EXPIRY_YEARS_MAX, expires.isoformat()
            yield fault("L60", "source_expiry_far", document, one.id, row=one.id, day=day, years=years)
        edition = editions.get(one.id)
        if edition and one.edition and str(edition.year) not in one.edition:
            said, year = one.edition, str(edition.year)
            yield fault("L60", "source_edition_other", document, one.id, row=one.id, edition=said, year=year)


def _expired(
    document: SourceDocument, cards: CardLoadResult, sources: tuple[SourceRecord, ...], on: date
) -> Iterator[DocumentFault]:
    """L60: each source that has expired, once."""
    life = _life_cards(cards)
    for one in sources:
        expires = day_of(one.expires)
        if expires is not None and expires <= on:
            facts: dict[str, str | int] = {"day": expires.isoformat(), "cards": len(life.get(one.id, ()))}
            yield _warning(document, one.id, code="source_expired", row=one.id, **facts)


def _warning(document: SourceDocument, *where: str | int, code: str, **facts: str | int) -> DocumentFault:
    return DocumentFault(
        rule="L60" if document.file == SOURCES else "L61",
        code=code,
        file=document.file,
        line=document.line(*where),
        severity=Severity.WARNING,
        facts=facts,
    )


def _readings(folder: Path, documents: _Documents, records: ContentRecords) -> Iterator[DocumentFault]:
    """L61: a reading is of a text that there is; each text is listed once. One of a text that has changed since counts no more."""
    table = read_one(folder, TRANSLATIONS_READ, "translations-read")
    if table is None:
        return
    seen: set[tuple[str, str, str]] = set()
    for where, one in items(table, "readings"):
        language = one["language"]
        for id, digest in one["documents"].items():
            place = (*where, "documents", id)
            facts = {"row": f"{id}/{language}", "name": id, "language": language}
            document = documents.get(id)
            texts = translations_of(document, records.partial_texts(document)) if document else {}
            if document is None:
                yield fault("L61", "reading_unknown_document", table, *place, **facts)
            elif language not in texts:
                yield fault("L61", "reading_unknown_language", table, *place, **facts)
            elif texts[language] != digest:
                yield _warning(table, *place, code="reading_of_other_text", **facts, now=texts[language])
            if (id, language, digest) in seen:
                yield fault("L61", "reading_twice", table, *place, **facts)
            seen.add((id, language, digest))


def _corrections(folder: Path, documents: _Documents, records: ContentRecords) -> Iterator[DocumentFault]:
    """L61: a correction is of a text that there is, and what must be mended is told; no document with one was read as it stands."""
    table = read_one(folder, TRANSLATIONS_READ, "translations-read")
    asked = corrections_of(table.data) if table else ()
    if table is None or not asked:
        return
    for nth, one in enumerate(asked):
        id, language = one.document, one.language
        facts = {"row": f"{id}/{language}", "name": id, "language": language}
        document = documents.get(id)
        if document is None:
            yield fault("L61", "reading_unknown_document", table, "corrections", nth, **facts)
            continue
        partial = records.partial_texts(document)
        if language not in translations_of(document, partial):
            yield fault("L61", "reading_unknown_language", table, "corrections", nth, **facts)
        elif open_corrections(document, language, (one,), partial):
            yield _warning(
                table,
                "corrections",
                nth,
                code="translation_to_mend",
                **facts,
                said=one.said,
                note=one.note,
                by=one.by,
            )
            if records.readings_of(document).get(language) is not None:
                yield fault("L61", "reading_against_correction", table, "corrections", nth, **facts)


def _future_readings(folder: Path, on: date) -> Iterator[DocumentFault]:
    """L61: nobody has read on a day that is none, or that has not come."""
    tables = (
        ("L61", read_one(folder, TRANSLATIONS_READ, "translations-read")),
        ("L60", read_one(folder, READ, "sources-read")),
    )
    for rule, table in tables:
        for where, one in (*items(table, "readings"), *items(table, "corrections")) if table else ():
            read = day_of(one["at"])
            if table and (read is None or read > on):
                yield fault(rule, "reading_in_future", table, *where, row=one["by"], day=one["at"])


def _unread(documents: _Documents, records: ContentRecords) -> Iterator[DocumentFault]:
    """L61: how many documents of each language nobody has read; one line a language."""
    unread = [
        language
        for document in documents.values()
        for language, reading in records.readings_of(document).items()
        if reading is None
    ]
    for language in sorted(set(unread)):
        yield DocumentFault(
            rule="L61",
            code="translations_not_read",
            file=TRANSLATIONS_READ,
            line=1,
            severity=Severity.WARNING,
            facts={"language": language, "count": unread.count(language), "documents": len(documents)},
        )
