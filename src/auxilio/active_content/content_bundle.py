"""The content in force, as one thing: protocols and cards are strangers to each other and meet here.

A folder is put in force whole or not at all: with one error in it, it is refused with file, line and rule of
each, and what was published before stays.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from auxilio.active_content.agreement.checks import LanguageAgreement
from auxilio.active_content.agreement.concepts import CONCEPTS
from auxilio.active_content.agreement.partial import partial_faults
from auxilio.active_content.approvals import approve_cards, approve_protocols
from auxilio.active_content.card_risks import card_risk_faults
from auxilio.active_content.content_records import ContentRecords, read_records
from auxilio.active_content.field_consumers import consumer_faults
from auxilio.active_content.notice_messages import notice_message_faults
from auxilio.active_content.partial_texts import partial_files
from auxilio.active_content.phrase_files import phrase_files, read_phrases
from auxilio.active_content.phrasebook import Phrasebook, phrasebook_files, read_phrasebook
from auxilio.active_content.record_rules import dated_faults, record_faults
from auxilio.active_content.table_rules.verify import table_faults
from auxilio.active_content.translation_readings import TranslationReadings
from auxilio.active_content.word_tables import WordTables, borrowed_tables, read_word_tables
from auxilio.content_release.core.signatures import SignedDocuments
from auxilio.content_release.ports import SignedDocument
from auxilio.dispatch.response_plan.content import AREAS, read_plan
from auxilio.hazmat.content import HazmatReadResult, read_hazmat
from auxilio.hazmat.core.lookup import HazmatIndex
from auxilio.instructions import verifier as cards_verifier
from auxilio.instructions.content import CardLoadResult, PublishedCards, read_cards
from auxilio.instructions.core.model import Card
from auxilio.instructions.recordings import verify as verify_recordings
from auxilio.interop import apco
from auxilio.kernel.refusal import Refused
from auxilio.mass_casualty.civil_plan_content import SITUATIONS, read_civil_plans, sources_of
from auxilio.platform.documents import DocumentFault, Severity, errors_of, signed_text, signing_text
from auxilio.platform.files import write_durably
from auxilio.platform.i18n import catalogues
from auxilio.quality_review.scorecard import read_scorecard
from auxilio.radio.plan_reader import FOLDER as RADIO
from auxilio.radio.plan_reader import read_radio_plan
from auxilio.rosters.qualification_content import read_qualifications
from auxilio.triage import verifier as triage_verifier
from auxilio.triage.content import SOURCES, TYPOLOGY, TriageContent, TriageLoadResult, read_triage
from auxilio.triage.core.model import IncidentType, Protocol
from auxilio.triage.core.type_suggestion import TypePhrases
from auxilio.triage.library import PublishedProtocols

SET_PARTS = ("protocols", "cards", "i18n", "data", "plans", "phrasebook")
SET_SUFFIXES = (".yaml", ".csv")

CLINICAL_DOMAINS = frozenset({"health", "general"})
"""Where a protocol of the general part is used, it is not known yet whether it is about a person's health."""


class VerifiedContent(msgspec.Struct, frozen=True, kw_only=True):
    """A folder as read and proved."""

    protocols: int
    cards: int
    types: int
    steps: int
    paths: int
    faults: tuple[DocumentFault, ...]

    @property
    def errors(self) -> list[DocumentFault]:
        """Those that refuse the folder."""
        return errors_of(self.faults)


def content_folder() -> Path:
    """Where the product's own content lies: in the package when installed, beside `src` in a checkout."""
    package = Path(__file__).parents[1]
    packed = package / "content"
    return packed if packed.is_dir() else package.parents[1] / "content"


class VerificationCache:
    """What was proved before on this machine, so that a start need not walk every path again (decision 0113).

    A verdict is of these bytes of content by these bytes of our code: one changed, and it is unknown. Only a folder
    without errors is remembered.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def known(self, of: str) -> VerifiedContent | None:
        """The verdict; None when there is none, or none that can be read."""
        try:
            kept = msgspec.json.decode(self._file.read_bytes(), type=_CachedVerification)
        except (OSError, msgspec.DecodeError):
            return None  # the first start, another release, a broken file: it is proved again
        return kept.verified if kept.of == of else None

    def keep(self, of: str, verified: VerifiedContent) -> None:
        """Remember it. Another process that starts at the same time writes the same."""
        write_durably(self._file, msgspec.json.encode(_CachedVerification(of=of, verified=verified)))


class _CachedVerification(msgspec.Struct, frozen=True, kw_only=True):
    of: str
    verified: VerifiedContent


def fingerprint(content: Path, code: Path | None = None) -> str:
    """The digest of every file that a verdict depends on: the content, the tables of words that it takes from the package, and
    all of our own code (or the code in a folder)."""
    package = content_folder()
    files = [
        *borrowed_tables(content, package, CONCEPTS),
        *([] if phrase_files(content) else phrase_files(package)),
        *([] if phrasebook_files(content) else phrasebook_files(package)),
        *([] if partial_files(content) else partial_files(package)),
    ]
    borrowed = b"".join(path.read_bytes() for path in files)
    tables = hashlib.sha256(borrowed).hexdigest()
    return f"{_digest_of(content, '*')}{tables}{_digest_of(code, '*.py') if code else _digest_of_code()}"


def _digest_of(root: Path, pattern: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob(pattern) if path.is_file()):
        body = path.read_bytes()
        digest.update(f"{path.relative_to(root)}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()


@cache
def _digest_of_code() -> str:
    """Of the code that this process began with: what is written beside it later does not run here."""
    return _digest_of(Path(__file__).parents[1], "*.py")


def read_content(
    folder: Path, on: date | None = None
) -> tuple[TriageLoadResult, CardLoadResult, VerifiedContent]:
    """Read and prove a folder. Nothing is raised for what is wrong in it. `on`: the day for which it is also told what has
    expired and what nobody has read."""
    read = _read(folder)
    verified = _prove(folder, read)
    if on is not None:
        dated = dated_faults(folder, read.triage, read.cards, read.records, on)
        verified = msgspec.structs.replace(verified, faults=_in_order([*verified.faults, *dated]))
    return read.triage, read.cards, verified


def _in_order(faults: Iterable[DocumentFault]) -> tuple[DocumentFault, ...]:
    return tuple(sorted(faults, key=lambda fault: (fault.severity, fault.file, fault.line, fault.rule)))


def set_files(folder: Path) -> dict[str, bytes]:
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


def versions_of(protocols: Iterable[Protocol], cards: Iterable[Card]) -> Iterator[SignedDocument]:
    """Each document as it is signed."""
    for kind, documents in (("protocol", protocols), ("card", cards)):
        for one in documents:
            yield SignedDocument(
                digest=one.digest,
                kind=kind,
                id=one.id,
                signed=signed_text(one),
                signing=signing_text(one),
            )


def _prove(folder: Path, read: "_ReadContent") -> VerifiedContent:
    triage, cards, avoided = read.triage, read.cards, read.words.plain
    faults, paths = triage_verifier.verify(triage, frozenset(cards.documents), avoided)
    faults += cards_verifier.verify(
        cards,
        protocols=frozenset(triage.documents),
        uses=triage_verifier.uses_of_cards(triage),
        sources=triage.content.sources,
        languages=triage.content.catalog.languages,
        avoided=avoided,
    )
    faults += _idle_sources(triage, cards, folder) + _idle_translations(triage, cards) + _plans(folder)
    faults += verify_recordings(folder, cards.cards) + read.words.faults + read.phrase_faults
    faults += read.phrasebook[1]
    faults += _unknown_sources(triage, folder) + _apco(triage) + read.goods.faults + read_scorecard(folder)[1]
    faults += read_qualifications(folder, triage.content.catalog.capabilities)[1]
    faults += notice_message_faults(triage, catalogues())
    faults += card_risk_faults(triage, cards) + _languages(folder, read)
    faults += table_faults(folder, triage, None if read.words.faults else read.words.story.small)
    faults += consumer_faults([*triage.documents.values(), *cards.documents.values()])
    faults += record_faults(folder, triage, cards, read.records)
    return VerifiedContent(
        protocols=len(triage.content.protocols),
        cards=len(cards.cards),
        types=len(triage.content.types),
        steps=sum(len(card.steps) for card in cards.cards.values()),
        paths=paths,
        faults=_in_order(faults),
    )


def _languages(folder: Path, read: "_ReadContent") -> list[DocumentFault]:
    """L32 to L39 and L69: every language says what the Spanish text says."""
    cards, protocols = read.cards, read.triage.content.protocols
    agreement, partial = agreement_of(folder, read.triage, cards), read.records.partial
    own = partial_faults(
        partial.documents, agreement.table, agreement.texts, protocols, cards.cards, cards.easy.steps
    )
    return [*agreement.check(), *partial.faults, *own]


def agreement_of(folder: Path, triage: TriageLoadResult, cards: CardLoadResult) -> LanguageAgreement:
    """Whether the languages of the texts of a folder say the same."""
    asked = {
        f"{protocol.id}.{question.id}": question.ask["es"]
        for protocol in triage.content.protocols.values()
        for question in protocol.questions
    }
    return LanguageAgreement(
        folder, content_folder(), (*triage.documents.values(), *cards.documents.values()), asked
    )


def _plans(folder: Path) -> list[DocumentFault]:
    """Every area with the needs: L02, each word refers to something and each service ends at a centre."""
    faults: dict[tuple[str, int, str], DocumentFault] = {}
    for area in sorted((folder / AREAS).glob("*.yaml")):
        for fault in read_plan(folder, area.stem)[1]:
            if fault.file.startswith("plans/"):  # typology and catalogue are told by triage
                faults[fault.file, fault.line, repr(fault.facts)] = fault
        for fault in read_civil_plans(folder, area.stem)[1]:
            faults[fault.file, fault.line, repr(fault.facts)] = fault
    for radio in sorted((folder / RADIO).glob("*.yaml")):
        for fault in read_radio_plan(folder, radio.stem)[1]:
            faults[fault.file, fault.line, repr(fault.facts)] = fault
    return list(faults.values())


def _apco(triage: TriageLoadResult) -> list[DocumentFault]:
    """L02: what a neighbour would be told is a code of the list, or nothing."""
    return [
        DocumentFault(
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


def _unknown_sources(triage: TriageLoadResult, folder: Path) -> list[DocumentFault]:
    """L15: a civil protection plan cites what stands in the bibliography."""
    return [
        DocumentFault(rule="L15", code="unknown_source", file=SITUATIONS, line=line, facts={"name": source})
        for source, line in sources_of(folder).items()
        if source not in triage.content.sources
    ]


def _idle_sources(triage: TriageLoadResult, cards: CardLoadResult, folder: Path) -> list[DocumentFault]:
    """L15: a source that is never cited is a leftover."""
    cited = triage_verifier.sources_cited(triage) | {s for c in cards.cards.values() for s in c.sources}
    cited |= sources_of(folder).keys()
    document = triage.sources_document
    if document is None:
        return []
    return [
        DocumentFault(
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


def _idle_translations(triage: TriageLoadResult, cards: CardLoadResult) -> list[DocumentFault]:
    """L08: a translation of unused words is a leftover."""
    used = triage.memory.used | cards.memory.used
    return [
        DocumentFault(
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


class ContentBundle:
    """What is in force in this process: protocols, cards and the tables of words and of dangerous goods, swapped together."""

    def __init__(
        self, folder: Path, verdicts: VerificationCache | None = None, signed: SignedDocuments | None = None
    ) -> None:
        """`signed`: what two offices have signed of it, by releases."""
        self._verdicts = verdicts
        read, verified = self._proved(folder)
        self.library = PublishedProtocols(
            _approved_content(read.triage.content, signed or {}, read.records.readings),
            read.records.partial.languages,
        )
        self.cards = PublishedCards(
            approve_cards(read.cards.cards, signed or {}, read.records.readings),
            read.cards.easy.steps,
            read.records.partial.languages,
        )
        self.scorecard, _ = read_scorecard(folder)
        """By which calls are reviewed; None where a centre's content has none."""
        self.qualifications, _ = read_qualifications(folder, self.library.catalog.capabilities)
        """What crews are compared with."""
        self.goods = _index_of(read.goods)
        self.phrasebook = read.phrasebook[0]
        """What is read to a caller who speaks another language."""
        self.story_words, self.phrases = read.words.story, read.phrases
        """By which stories are compared and types are ranked."""
        self.records = read.records
        """What its sources are and which translations were read."""
        self.verified = verified

    def publish(self, folder: Path, signed: SignedDocuments | None = None) -> VerifiedContent:
        """Put a folder in force, with what was signed of it. Raises Refused("content_refused") and leaves everything as it was."""
        read, verified = self._proved(folder)
        readings, partial = read.records.readings, read.records.partial.languages
        self.library.publish(_approved_content(read.triage.content, signed or {}, readings), partial)
        cards = approve_cards(read.cards.cards, signed or {}, readings)
        self.cards.publish(cards, read.cards.easy.steps, partial)
        self.scorecard, _ = read_scorecard(folder)
        self.qualifications, _ = read_qualifications(folder, self.library.catalog.capabilities)
        self.goods = _index_of(read.goods)
        self.phrasebook = read.phrasebook[0]
        self.story_words, self.phrases = read.words.story, read.phrases
        self.records, self.verified = read.records, verified
        return verified

    def remember(self, version: SignedDocument) -> None:
        """A version that a case may have begun with, or may yet; it is read when it is asked for."""
        library = self.library if version.kind == "protocol" else self.cards
        library.remember(version.digest, version.signed, version.signing)

    @property
    def remembered(self) -> frozenset[str]:
        """The digests of all that can be found here."""
        return self.library.known | self.cards.known

    def version(self, digest: str) -> Protocol | Card | None:
        """One document as a case began with it, or as it is proposed."""
        interview = self.library.interview_of(digest)
        return interview.protocol if interview else self.cards.card_of(digest)

    def reassess_s(self, protocol: str, digest: str) -> float | None:
        """How often a protocol wants to be asked again: the version a run began with, or else the one in force."""
        found = self.library.interview_of(digest) or self.library.interview(protocol)
        return float(found.protocol.reassess.every_s) if found else None

    def clinical(self, protocol: str) -> bool:
        """Whether a protocol asks for facts of a person's health; an unknown one counts as if it did."""
        found = self.library.interview(protocol)
        return found is None or found.protocol.domain in CLINICAL_DOMAINS

    def _proved(self, folder: Path) -> "_Proved":
        found = _proved_once(folder, self._verdicts)
        if found.verified.errors:
            first = found.verified.errors[0]
            raise Refused(
                "content_refused",
                errors=len(found.verified.errors),
                file=first.file,
                line=first.line,
                rule=first.rule,
                fault=first.code,
            )
        return found


def _approved_content(
    content: TriageContent, signed: SignedDocuments, readings: TranslationReadings
) -> TriageContent:
    return replace(content, protocols=approve_protocols(content.protocols, signed, readings))


def errors_in(folder: Path, verdicts: VerificationCache | None = None) -> list[DocumentFault]:
    """Every error for which a `ContentBundle` would refuse the folder."""
    return _proved_once(folder, verdicts).verified.errors


def _proved_once(folder: Path, verdicts: VerificationCache | None) -> "_Proved":
    of = fingerprint(folder)
    return _READ.get(of) or _read_and_prove(folder, of, verdicts)


def _index_of(goods: HazmatReadResult) -> HazmatIndex:
    assert goods.tables is not None, "without a fault there are tables"
    return HazmatIndex(goods.tables)


class _ReadContent(NamedTuple):
    triage: TriageLoadResult
    cards: CardLoadResult
    goods: HazmatReadResult
    words: WordTables
    phrases: TypePhrases
    phrase_faults: list[DocumentFault]
    records: ContentRecords
    phrasebook: tuple[Phrasebook, list[DocumentFault]]


class _Proved(NamedTuple):
    read: _ReadContent
    verified: VerifiedContent


_READ: dict[str, _Proved] = {}
"""The set read last, by its fingerprint: none of it changes, and reading it takes half a second."""


_AHEAD: dict[str, _ReadContent] = {}
"""What was read before this process was forked, by its fingerprint."""


def read_ahead(folder: Path) -> tuple[Mapping[str, IncidentType], frozenset[str], TypePhrases]:
    """Read a folder for the processes that will be forked from this one: each would spend a second on it.

    Returns that by which types are ranked: the types, the words without meaning, and what callers say of each type.
    """
    read = _AHEAD[fingerprint(folder)] = _read(folder)
    return read.triage.content.types, read.words.story.small, read.phrases


def _read(folder: Path) -> _ReadContent:
    triage = read_triage(folder)
    words = read_word_tables(folder, content_folder(), triage.content.types)
    types, languages = triage.content.types, triage.content.catalog.languages.get("life_required", ())
    phrases = read_phrases(folder, content_folder(), types, languages)
    cards = read_cards(folder)
    records = read_records(folder, content_folder(), triage, cards.easy.steps)
    book = read_phrasebook(folder, content_folder())
    return _ReadContent(triage, cards, read_hazmat(folder), words, *phrases, records, book)


def _read_and_prove(folder: Path, of: str, verdicts: VerificationCache | None) -> _Proved:
    read = _AHEAD.get(of) or _read(folder)
    if fingerprint(folder) != of:
        # The folder is being written: what was read may be neither the old state nor the new.
        return _Proved(read, _prove(folder, read))
    known = verdicts.known(of) if verdicts else None
    found = _Proved(read, known or _prove(folder, read))
    if not found.verified.errors:
        if verdicts and known is None:
            verdicts.keep(of, found.verified)
        _READ.clear()
        _READ[of] = found
    return found
