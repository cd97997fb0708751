"""The content in force, as one thing: protocols and cards are strangers to each other and meet here.

A folder is put in force whole or not at all: with one error in it, it is refused with file, line and rule of
each, and what was published before stays.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from auxilio.dispatch.plans import AREAS, read_plan
from auxilio.goods.content import Reading as GoodsReading
from auxilio.goods.content import read_goods
from auxilio.goods.lookup import GoodsBook
from auxilio.instructions import verifier as cards_verifier
from auxilio.instructions.content import PublishedCards, read_cards
from auxilio.instructions.content import Reading as CardReading
from auxilio.instructions.model import Card
from auxilio.instructions.recordings import verify as verify_recordings
from auxilio.interop import apco
from auxilio.kernel.refusal import Refused
from auxilio.major.plans import SITUATIONS, read_civil_plans, sources_of
from auxilio.platform.documents import Fault, Severity, errors_of, signed_text, signing_text
from auxilio.platform.files import write_durably
from auxilio.publishing.ports import Version
from auxilio.radio.plans import read_radio_plan
from auxilio.review.card import read_scorecard
from auxilio.triage import verifier as triage_verifier
from auxilio.triage.content import SOURCES, TYPOLOGY, read_triage
from auxilio.triage.content import Reading as TriageReading
from auxilio.triage.library import PublishedLibrary
from auxilio.triage.model import Protocol

SET_PARTS = ("protocols", "cards", "i18n", "data", "plans")
SET_SUFFIXES = (".yaml", ".csv")

CLINICAL_DOMAINS = frozenset({"health", "general"})
"""Where a protocol of the general part is used, nobody knows yet that it is not about somebody's health."""


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


class Verdicts:
    """What was proved before on this machine, so that a start need not walk every path again (decision 0113).

    A verdict is of these bytes of content by these bytes of our code: one changed, and it is unknown. Only a folder
    without errors is remembered.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def known(self, of: str) -> Verified | None:
        """The verdict; None when there is none, or none that can be read."""
        try:
            kept = msgspec.json.decode(self._file.read_bytes(), type=_Verdict)
        except (OSError, msgspec.DecodeError):
            return None  # the first start, another release, a broken file: it is proved again
        return kept.verified if kept.of == of else None

    def keep(self, of: str, verified: Verified) -> None:
        """Remember it. Whoever starts beside us writes the same."""
        write_durably(self._file, msgspec.json.encode(_Verdict(of=of, verified=verified)))


class _Verdict(msgspec.Struct, frozen=True, kw_only=True):
    of: str
    verified: Verified


def fingerprint(content: Path, code: Path = Path(__file__).parents[1]) -> str:
    """The digest of every file that a verdict hangs on: the content, and all of our own code."""
    digest = hashlib.sha256()
    for root, pattern in ((content, "*"), (code, "*.py")):
        for path in sorted(path for path in root.rglob(pattern) if path.is_file()):
            body = path.read_bytes()
            digest.update(f"{path.relative_to(root)}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()


def read_content(folder: Path) -> tuple[TriageReading, CardReading, Verified]:
    """Read and prove a folder. Nothing is raised for what is wrong in it."""
    triage, cards = read_triage(folder), read_cards(folder)
    return triage, cards, _prove(folder, triage, cards, read_goods(folder))


def set_of(folder: Path) -> dict[str, bytes]:
    """The files of a folder that a release can change, by path. Recordings of announcements are none of them."""
    found = {}
    for part in SET_PARTS:
        for path in sorted((folder / part).rglob("*")):
            if path.is_file() and path.suffix in SET_SUFFIXES:
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def write_set(folder: Path, files: Mapping[str, bytes]) -> None:
    """Lay a set down as a folder that can be read."""
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def versions_of(protocols: Iterable[Protocol], cards: Iterable[Card]) -> Iterator[Version]:
    """Each document as it is signed."""
    for kind, documents in (("protocol", protocols), ("card", cards)):
        for one in documents:
            yield Version(
                digest=one.digest,
                kind=kind,
                id=one.id,
                signed=signed_text(one),
                signing=signing_text(one),
            )


def _prove(folder: Path, triage: TriageReading, cards: CardReading, goods: GoodsReading) -> Verified:
    faults, paths = triage_verifier.verify(triage, frozenset(cards.documents))
    faults += cards_verifier.verify(
        cards,
        protocols=frozenset(triage.documents),
        uses=triage_verifier.uses_of_cards(triage),
        sources=triage.content.sources,
        languages=triage.content.catalog.languages,
    )
    faults += _idle_sources(triage, cards, folder) + _idle_translations(triage, cards) + _plans(folder)
    faults += verify_recordings(folder, cards.cards)
    faults += _strange_sources(triage, folder) + _apco(triage) + goods.faults + read_scorecard(folder)[1]
    return Verified(
        protocols=len(triage.content.protocols),
        cards=len(cards.cards),
        types=len(triage.content.types),
        steps=sum(len(card.steps) for card in cards.cards.values()),
        paths=paths,
        faults=tuple(sorted(faults, key=lambda fault: (fault.severity, fault.file, fault.line, fault.rule))),
    )


def _plans(folder: Path) -> list[Fault]:
    """Every area with the needs: L02, each word refers to something and each service ends at a centre."""
    faults: dict[tuple[str, int, str], Fault] = {}
    for area in sorted((folder / AREAS).glob("*.yaml")):
        for fault in read_plan(folder, area.stem)[1]:
            if fault.file.startswith("plans/"):  # typology and catalogue are told by triage
                faults[fault.file, fault.line, repr(fault.facts)] = fault
        for fault in read_civil_plans(folder, area.stem)[1]:
            faults[fault.file, fault.line, repr(fault.facts)] = fault
        for fault in read_radio_plan(folder, area.stem)[1]:
            faults[fault.file, fault.line, repr(fault.facts)] = fault
    return list(faults.values())


def _apco(triage: TriageReading) -> list[Fault]:
    """L02: what a neighbour would be told is a code of the list, or nothing."""
    return [
        Fault(
            rule="L02",
            code="unknown_apco_code",
            file=TYPOLOGY,
            line=triage.type_lines[code],
            document=code,
            facts={"raw": type.apco_2012},
        )
        for code, type in triage.content.types.items()
        if type.apco_2012 and apco.code_of(type) is None
    ]


def _strange_sources(triage: TriageReading, folder: Path) -> list[Fault]:
    """L15: a civil protection plan cites what stands in the bibliography."""
    return [
        Fault(rule="L15", code="unknown_source", file=SITUATIONS, line=line, facts={"name": source})
        for source, line in sources_of(folder).items()
        if source not in triage.content.sources
    ]


def _idle_sources(triage: TriageReading, cards: CardReading, folder: Path) -> list[Fault]:
    """L15: a source nobody cites is a leftover."""
    cited = triage_verifier.sources_cited(triage) | {s for c in cards.cards.values() for s in c.sources}
    cited |= sources_of(folder).keys()
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
    """What is in force in this process: protocols, cards and the tables of dangerous goods, swapped together."""

    def __init__(self, folder: Path, verdicts: Verdicts | None = None) -> None:
        self._verdicts = verdicts
        triage, cards, goods, verified = self._proved(folder)
        self.library = PublishedLibrary(triage.content)
        self.cards = PublishedCards(cards.cards)
        self.scorecard, _ = read_scorecard(folder)
        """By which calls are reviewed; None where a centre's content has none."""
        self.goods = goods
        self.verified = verified

    def publish(self, folder: Path) -> Verified:
        """Put a folder in force. Raises Refused("content_refused") and leaves everything as it was."""
        triage, cards, goods, verified = self._proved(folder)
        self.library.publish(triage.content)
        self.cards.publish(cards.cards)
        self.scorecard, _ = read_scorecard(folder)
        self.goods = goods
        self.verified = verified
        return verified

    def remember(self, version: Version) -> None:
        """A version that a case may have begun with, or may yet; it is read when it is asked for."""
        library = self.library if version.kind == "protocol" else self.cards
        library.remember(version.digest, version.signed, version.signing)

    @property
    def remembered(self) -> frozenset[str]:
        """The digests of all that can be found here."""
        return self.library.known | self.cards.known

    def version(self, digest: str) -> Protocol | Card | None:
        """One document as a case began with it, or as somebody proposes it."""
        interview = self.library.interview_of(digest)
        return interview.protocol if interview else self.cards.card_of(digest)

    def reassess_s(self, protocol: str, digest: str) -> float | None:
        """How often a protocol wants to be asked again: the version a run began with, or else the one in force."""
        found = self.library.interview_of(digest) or self.library.interview(protocol)
        return float(found.protocol.reassess.every_s) if found else None

    def clinical(self, protocol: str) -> bool:
        """Whether a protocol asks for facts of somebody's health; one that nobody knows is taken to."""
        found = self.library.interview(protocol)
        return found is None or found.protocol.domain in CLINICAL_DOMAINS

    def _proved(self, folder: Path) -> tuple[TriageReading, CardReading, GoodsBook, Verified]:
        of = fingerprint(folder) if self._verdicts else ""
        triage, cards, goods = read_triage(folder), read_cards(folder), read_goods(folder)
        verdicts = self._verdicts
        if verdicts and fingerprint(folder) != of:
            verdicts = None  # somebody writes in the folder: what we read may be neither the old nor the new
        known = verdicts.known(of) if verdicts else None
        verified = known or _prove(folder, triage, cards, goods)
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
        if verdicts and known is None:
            verdicts.keep(of, verified)
        assert goods.tables is not None, "without a fault there are tables"
        return triage, cards, GoodsBook(goods.tables), verified
