"""The content in force, as one thing: protocols and cards are strangers to each other and meet here.

A folder is put in force whole or not at all: with one error in it, it is refused with file, line and rule of
each, and what was published before stays.
"""

from pathlib import Path

import msgspec

from auxilio.dispatch.plans import AREAS, read_plan
from auxilio.instructions import verifier as cards_verifier
from auxilio.instructions.content import PublishedCards, read_cards
from auxilio.instructions.content import Reading as CardReading
from auxilio.kernel.refusal import Refused
from auxilio.platform.documents import Fault, Severity, errors_of
from auxilio.triage import verifier as triage_verifier
from auxilio.triage.content import SOURCES, read_triage
from auxilio.triage.content import Reading as TriageReading
from auxilio.triage.library import PublishedLibrary


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A folder as read and proved."""

    protocols: int
    cards: int
    types: int
    steps: int
    paths: int
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> list[Fault]:
        """Those that refuse the folder."""
        return errors_of(self.faults)


def content_folder() -> Path:
    """Where the product's own content lies: in the package when installed, beside `src` in a checkout."""
    package = Path(__file__).parents[1]
    packed = package / "content"
    return packed if packed.is_dir() else package.parents[1] / "content"


def read_content(folder: Path) -> tuple[TriageReading, CardReading, Verified]:
    """Read and prove a folder. Nothing is raised for what is wrong in it."""
    triage, cards = read_triage(folder), read_cards(folder)
    faults, paths = triage_verifier.verify(triage, frozenset(cards.documents))
    faults += cards_verifier.verify(
        cards,
        protocols=frozenset(triage.documents),
        uses=triage_verifier.uses_of_cards(triage),
        sources=triage.content.sources,
        languages=triage.content.catalog.languages,
    )
    faults += _idle_sources(triage, cards) + _idle_translations(triage, cards) + _plans(folder)
    verified = Verified(
        protocols=len(triage.content.protocols),
        cards=len(cards.cards),
        types=len(triage.content.types),
        steps=sum(len(card.steps) for card in cards.cards.values()),
        paths=paths,
        faults=tuple(sorted(faults, key=lambda fault: (fault.severity, fault.file, fault.line, fault.rule))),
    )
    return triage, cards, verified


def _plans(folder: Path) -> list[Fault]:
    """Every area with the needs: L02, each word refers to something and each service ends at a centre."""
    faults: dict[tuple[str, int, str], Fault] = {}
    for area in sorted((folder / AREAS).glob("*.yaml")):
        for fault in read_plan(folder, area.stem)[1]:
            if fault.file.startswith(
                ("plans/", "schema/response-")
            ):  # typology and catalogue are told by triage
                faults[fault.file, fault.line, repr(fault.facts)] = fault
    return list(faults.values())


def _idle_sources(triage: TriageReading, cards: CardReading) -> list[Fault]:
    """L15: a source nobody cites is a leftover."""
    cited = triage_verifier.sources_cited(triage) | {s for c in cards.cards.values() for s in c.sources}
    document = triage.sources_document
    if document is None:
        return []
    return [
        Fault(
            rule="L15",
            code="source_never_cited",
            file=SOURCES,
            line=document.line(source),
            severity=Severity.WARNING,
            facts={"name": source},
        )
        for source in document.data
        if source not in cited
    ]


def _idle_translations(triage: TriageReading, cards: CardReading) -> list[Fault]:
    """L08: a translation of words nobody says any more is a leftover."""
    used = triage.memory.used | cards.memory.used
    return [
        Fault(
            rule="L08",
            code="translation_unused",
            file=file,
            line=line,
            severity=Severity.WARNING,
            facts={"words": spanish},
        )
        for spanish, (file, line) in triage.memory.places.items()
        if spanish not in used
    ]


class Published:
    """What is in force in this process: a library of protocols and one of cards, swapped together."""

    def __init__(self, folder: Path) -> None:
        triage, cards, verified = self._proved(folder)
        self.library = PublishedLibrary(triage.content)
        self.cards = PublishedCards(cards.cards)
        self.verified = verified

    def publish(self, folder: Path) -> Verified:
        """Put a folder in force. Raises Refused("content_refused") and leaves everything as it was."""
        triage, cards, verified = self._proved(folder)
        self.library.publish(triage.content)
        self.cards.publish(cards.cards)
        self.verified = verified
        return verified

    def reassess_s(self, protocol: str, digest: str) -> float | None:
        """How often a protocol wants to be asked again: the version a run began with, or else the one in force."""
        found = self.library.interview_of(digest) or self.library.interview(protocol)
        return float(found.protocol.reassess.every_s) if found else None

    @staticmethod
    def _proved(folder: Path) -> tuple[TriageReading, CardReading, Verified]:
        triage, cards, verified = read_content(folder)
        if verified.errors:
            first = verified.errors[0]
            raise Refused(
                "content_refused",
                errors=len(verified.errors),
                file=first.file,
                line=first.line,
                rule=first.rule,
                fault=first.code,
            )
        return triage, cards, verified
