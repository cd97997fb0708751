"""What the content covers: types with protocol and cards, translations with their readers, sources with edition and expiry.

`auxilio content coverage` prints it and `/content` shows it, before anybody works by it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from auxilio.active_content.approvals import LocalisedText
from auxilio.active_content.content_records import ContentRecords
from auxilio.active_content.partial_texts import Texts, card_texts, question_texts
from auxilio.active_content.source_records import MEMORY, SourceRecord
from auxilio.active_content.translation_readings import translations_of
from auxilio.instructions.core.model import Card, Risk
from auxilio.kernel.shared_types import Priority
from auxilio.platform.i18n import REFERENCE
from auxilio.triage.content import TriageContent
from auxilio.triage.core.model import Protocol


class TypeCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """One incident type: its protocol, None without one, and the cards which that can say."""

    code: str
    name: LocalisedText
    priority: str
    protocol: str | None
    cards: tuple[str, ...]


class PriorityCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """Incident types that begin with one priority. `without`: the codes of those that have no protocol."""

    priority: str
    types: int
    without: tuple[str, ...]
    with_card: int
    """Types whose protocol can say a card."""


class TranslationCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """One translation of a document. `digest` is of its text as it stands; the rest is None while nobody has read that."""

    digest: str
    by: str | None = None
    role: str | None = None
    at: str | None = None


class DocumentCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """One protocol or card, with each translation of it."""

    kind: Literal["protocol", "card"]
    id: str
    title: LocalisedText
    status: str
    life: bool
    """A card on which a life hangs."""
    translations: dict[str, TranslationCoverage]


class ReaderCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """One who read translations of a language, how many, and when the last."""

    by: str
    role: str
    at: str
    documents: int


class LanguageCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """Cards that say everything in one language, of all and of those on which a life hangs; critical questions that are asked in it
    with all their answers; and who has read its documents."""

    language: str
    partial: bool
    """Only life cards and critical questions are said in it."""
    original: bool
    """What the others are translated from: it is approved itself, and has no reader."""
    cards: int
    life: int
    questions: int
    documents: int
    """Protocols and cards with words in the language."""
    read: int
    readers: tuple[ReaderCoverage, ...]


class SourceCoverage(SourceRecord, frozen=True, kw_only=True):
    """A source, how many life cards cite it, and whether it counts."""

    life_cards: int
    expired: bool
    not_read: bool
    """It was cited from memory."""


class ContentCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """The whole table."""

    on: str
    """The day for which it says what has expired."""
    kinds: tuple[PriorityCoverage, ...]
    types: tuple[TypeCoverage, ...]
    p0_rules: int
    """Outcomes of the highest priority, over all protocols."""
    p0_silent: tuple[str, ...]
    """Those among them that give no instruction, as `protocol:rule`."""
    cards: int
    life_cards: int
    critical_questions: int
    documents: tuple[DocumentCoverage, ...]
    languages: tuple[LanguageCoverage, ...]
    sources: tuple[SourceCoverage, ...]
    """Expired ones first, then those that life cards cite."""
    statuses: dict[str, int]
    """How many documents are a draft, in review, approved."""


def measure_coverage(
    content: TriageContent, cards: Mapping[str, Card], records: ContentRecords, on: date
) -> ContentCoverage:
    """Count what there is. `on`: the day by which sources expire."""
    protocols = content.protocols
    documents = (
        *(_document("protocol", protocols[id], records) for id in sorted(protocols)),
        *(_document("card", cards[id], records) for id in sorted(cards)),
    )
    highest = [
        (f"{protocol.id}:{rule.id}", bool(rule.say or protocol.instruct_first))
        for protocol in protocols.values()
        for rule in protocol.rules
        if rule.priority is Priority.P0
    ]
    types = tuple(_type(content, code) for code in sorted(content.types))
    whole = content.catalog.languages.get("life_required", ())
    questions = [texts for one in protocols.values() for _, texts in question_texts(one)]
    return ContentCoverage(
        on=on.isoformat(),
        kinds=tuple(_kinds(types, priority) for priority in Priority),
        types=types,
        p0_rules=len(highest),
        p0_silent=tuple(name for name, instructs in highest if not instructs),
        cards=len(cards),
        life_cards=sum(card.risk is Risk.LIFE for card in cards.values()),
        critical_questions=len(questions),
        documents=documents,
        languages=(
            *(_language(language, cards, questions, documents) for language in whole),
            *(
                _partial_language(language, cards, questions, documents, records)
                for language in records.partial.languages.languages
            ),
        ),
        sources=_sources(records.sources, cards.values(), on),
        statuses=dict(sorted(Counter(one.status for one in documents).items())),
    )


def _type(content: TriageContent, code: str) -> TypeCoverage:
    type_ = content.types[code]
    protocol = content.protocols.get(type_.protocol or "")
    return TypeCoverage(
        code=code,
        name=dict(type_.name),
        priority=type_.priority.name,
        protocol=type_.protocol,
        cards=_cards_of(protocol) if protocol else (),
    )


def _cards_of(protocol: Protocol) -> tuple[str, ...]:
    said = {card for rule in (*protocol.rules, *protocol.additions) for card in rule.say}
    return tuple(sorted(said | {*protocol.instruct_first}))


def _kinds(types: Iterable[TypeCoverage], priority: Priority) -> PriorityCoverage:
    own = [type_ for type_ in types if type_.priority == priority.name]
    return PriorityCoverage(
        priority=priority.name,
        types=len(own),
        without=tuple(type_.code for type_ in own if not type_.protocol),
        with_card=sum(bool(type_.cards) for type_ in own),
    )


def _document(
    kind: Literal["protocol", "card"], document: Protocol | Card, records: ContentRecords
) -> DocumentCoverage:
    read = records.readings_of(document)
    return DocumentCoverage(
        kind=kind,
        id=document.id,
        title=dict(document.title),
        status=str(document.status),
        life=isinstance(document, Card) and document.risk is Risk.LIFE,
        translations={
            language: TranslationCoverage(digest=digest, by=one.by, role=one.role, at=one.at)
            if (one := read[language])
            else TranslationCoverage(digest=digest)
            for language, digest in translations_of(document, records.partial_texts(document)).items()
        },
    )


def _language(
    language: str,
    cards: Mapping[str, Card],
    questions: Iterable[Texts],
    documents: Iterable[DocumentCoverage],
) -> LanguageCoverage:
    complete = [card for card in cards.values() if _says_all(card, language)]
    asked = sum(all(language in text for text in texts) for texts in questions)
    return _measured(language, complete, asked, documents, partial=False)


def _partial_language(
    language: str,
    cards: Mapping[str, Card],
    questions: Iterable[Texts],
    documents: Iterable[DocumentCoverage],
    records: ContentRecords,
) -> LanguageCoverage:
    """Of a card its steps are said in it; title, note and warnings are the operator's."""
    words = records.partial.languages.strings(language)

    def known(texts: Texts) -> bool:
        return bool(texts) and all(text[REFERENCE] in words for text in texts)

    complete = [card for card in cards.values() if known(card_texts(card, records.easy))]
    return _measured(language, complete, sum(map(known, questions)), documents, partial=True)


def _measured(
    language: str,
    complete: Sequence[Card],
    asked: int,
    documents: Iterable[DocumentCoverage],
    *,
    partial: bool,
) -> LanguageCoverage:
    original = language == REFERENCE
    own = [one for one in documents if original or language in one.translations]
    read = [] if original else [text for one in own if (text := one.translations[language]).by]
    return LanguageCoverage(
        language=language,
        original=original,
        partial=partial,
        cards=len(complete),
        life=sum(card.risk is Risk.LIFE for card in complete),
        questions=asked,
        documents=len(own),
        read=len(read),
        readers=tuple(
            ReaderCoverage(
                by=by or "",
                role=role or "",
                at=max(one.at or "" for one in read if (one.by, one.role) == (by, role)),
                documents=sum((one.by, one.role) == (by, role) for one in read),
            )
            for by, role in sorted({(one.by, one.role) for one in read}, key=str)
        ),
    )


def _sources(sources: Iterable[SourceRecord], cards: Iterable[Card], on: date) -> tuple[SourceCoverage, ...]:
    cited = Counter(source for card in cards if card.risk is Risk.LIFE for source in card.sources)
    found = [
        SourceCoverage(
            **msgspec.structs.asdict(one),
            life_cards=cited[one.id],
            expired=one.expires is not None and one.expires <= on.isoformat(),
            not_read=one.basis == MEMORY,
        )
        for one in sources
    ]
    return tuple(
        sorted(found, key=lambda one: (not one.expired, not one.life_cards, one.expires or "", one.id))
    )


def _says_all(card: Card, language: str) -> bool:
    """Title, steps and warnings; the note is the operator's and is not said."""
    texts = [card.title, *(step.say for step in card.steps)]
    warned = language in card.never or not any(card.never.values())
    return warned and all(language in text for text in texts)
