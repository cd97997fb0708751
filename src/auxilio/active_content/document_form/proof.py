"""What is wrong with one protocol or card among all others, each fault at the field that it is about. The rules are the verifier's.

The verifier names a line, and one line of a file holds a whole question. Here each part of a document has a line of its own,
so that a fault names the one text, answer or code that it is about.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import msgspec

from auxilio.active_content.area_forms import FieldFault
from auxilio.active_content.content_bundle import content_folder, write_set
from auxilio.active_content.partial_texts import read_partial
from auxilio.active_content.word_tables import read_word_tables
from auxilio.instructions import verifier as cards_verifier
from auxilio.instructions.content import CardLoadResult, compile_card, read_cards
from auxilio.instructions.core.model import Card
from auxilio.kernel.partial_languages import PartialLanguages
from auxilio.kernel.plain_language import PlainLanguage
from auxilio.platform.documents import DocumentFault, DocumentPath, SourceDocument, check_schema
from auxilio.triage import verifier as triage_verifier
from auxilio.triage.content import TriageLoadResult, read_protocol, read_triage
from auxilio.triage.core.model import Protocol
from auxilio.triage.verifier.subject import ProtocolSubject

CARDS = "cards/"
_REVIEWED = re.compile(rb"^status: *(reviewed|approved)\b", re.MULTILINE)


class ReadFolder(NamedTuple):
    """A set of content as read, for all documents that are edited over it."""

    triage: TriageLoadResult
    cards: CardLoadResult
    avoided: PlainLanguage
    partial: PartialLanguages
    """Those of the package where the set has none."""
    reviewed: frozenset[str]
    """`memory` and `critical`, where every file of translations of that kind says that a person has looked."""


def _reviewed(files: Mapping[str, bytes]) -> frozenset[str]:
    """By the status that its schema demands."""
    return frozenset(
        kind
        for kind in ("memory", "critical")
        if all(_REVIEWED.search(body) for path, body in files.items() if path.startswith(f"i18n/{kind}."))
    )


def read_folder(files: Mapping[str, bytes]) -> ReadFolder:
    """Read a set; what is wrong with its documents is none of ours."""
    with TemporaryDirectory(prefix="auxilio-document-") as place:
        folder = Path(place)
        write_set(folder, files)
        triage = read_triage(folder)
        words = read_word_tables(folder, content_folder(), triage.content.types)
        partial = read_partial(folder, content_folder()).languages
        return ReadFolder(triage, read_cards(folder), words.plain, partial, _reviewed(files))


def faults_of(path: str, written: SourceDocument, folder: ReadFolder) -> tuple[FieldFault, ...]:
    """Each at its field, in the order of the document. `written`: with the lines of its file."""
    places = list(_places((), written.data))
    numbered = SourceDocument(
        file=path, data=written.data, lines={where: nth for nth, where in enumerate(places, start=1)}
    )
    found = _card_faults(numbered, folder) if path.startswith(CARDS) else _protocol_faults(numbered, folder)
    return tuple(
        FieldFault(
            field="/".join(map(str, where)),
            fault=msgspec.structs.replace(fault, line=written.line(*where)),
        )
        for fault in sorted(found, key=lambda one: (one.severity, one.line, one.rule))
        for where in (places[min(fault.line, len(places)) - 1],)
    )


def compiled_document(path: str, document: SourceDocument, folder: ReadFolder) -> Protocol | Card | None:
    """With what other files translate of it; None while it breaks its schema."""
    if not path.startswith(CARDS):
        return read_protocol(document, folder.triage)[0]
    if check_schema(document, "card"):
        return None
    return compile_card(folder.cards.memory.fill(document.data))


def _places(where: DocumentPath, value: Any) -> Iterator[DocumentPath]:
    yield where
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _places((*where, key), each)
    elif isinstance(value, list):
        for nth, each in enumerate(value):
            yield from _places((*where, nth), each)


def _protocol_faults(document: SourceDocument, folder: ReadFolder) -> Sequence[DocumentFault]:
    protocol, wrong = read_protocol(document, folder.triage)
    if protocol is None:
        return wrong
    content = folder.triage.content
    among = replace(content, protocols={**content.protocols, protocol.id: protocol})
    subject = ProtocolSubject(protocol, document, among)
    return triage_verifier.verify_one(subject, frozenset(folder.cards.documents), folder.avoided)[0]


def _card_faults(document: SourceDocument, folder: ReadFolder) -> Sequence[DocumentFault]:
    if wrong := check_schema(document, "card"):
        return wrong
    card = compile_card(folder.cards.memory.fill(document.data))
    reading = replace(
        folder.cards,
        cards={**folder.cards.cards, card.id: card},
        documents={**folder.cards.documents, card.id: document},
    )
    return cards_verifier.verify(
        reading,
        protocols=frozenset(folder.triage.documents),
        uses=triage_verifier.uses_of_cards(folder.triage),
        sources=folder.triage.content.sources,
        languages=folder.triage.content.catalog.languages,
        avoided=folder.avoided,
        only=card.id,
    )
