"""Assembles a case file from the events of every capability, the words of the content, the documents and the proof."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from auxilio.access.actors import must_match
from auxilio.access.authorisation import RecordRefusal, record_nothing
from auxilio.access.case_access import CaseAccess
from auxilio.access.case_entities import CaseEntities
from auxilio.access.case_visibility import CaseVisibility
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.active_content.wording import ContentWording
from auxilio.archive.bundle import (
    BundleDocument,
    CaseFileInput,
    StreamPart,
    digest_of,
    facts_digest,
    index_of,
    part_of,
    places_for,
    seal_digest,
    write_bundle,
)
from auxilio.archive.core.bundle_layout import StoryLine
from auxilio.archive.core.map_svg import MapPath, bounds
from auxilio.archive.core.messages import SealCase
from auxilio.archive.core.model import SealMark
from auxilio.archive.report import ListedDocument, ReportData, render
from auxilio.archive.store import ArchiveReads
from auxilio.casefile.attachments import standard_attachments
from auxilio.casefile.documents import LOST, CollectedDocument, collect_documents, safe_file_name
from auxilio.casefile.unit_tracks import MEDIA_TYPE as TRACK_MEDIA_TYPE
from auxilio.casefile.unit_tracks import line_of
from auxilio.cases.service import CASE
from auxilio.dispatch.core.boards import CellTopic, may_see_cell
from auxilio.dispatch.service import PATIENT
from auxilio.geo.model import CreditedMap
from auxilio.identity.core.gate import holds, require
from auxilio.identity.core.messages import RecordCaseView
from auxilio.identity.core.permissions import Permission
from auxilio.interop.fhir.response import ResponseContext
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import CommandResult
from auxilio.kernel.ids import CaseId, CommandId, EventId, key_of
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.blobs.ports import Blobs, Digest
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.seal_store import LogSealer, PostgresSealStore, SealConflict
from auxilio.platform.i18n import catalogues
from auxilio.platform.ids import new_id
from auxilio.platform.keys.ports import Signer
from auxilio.platform.proof.head import SignedHead
from auxilio.premise_notes.core.messages import PremiseNotesShown
from auxilio.reporting.case_report import build_report
from auxilio.reporting.narrative_facts import NarrativeFact, story_facts
from auxilio.reporting.narratives import NarrativeTable
from auxilio.reporting.report_basemap import Bounds, basemap_paths
from auxilio.reporting.story import story
from auxilio.workflows.runner import system_actor

SEALING_TRIES = 5
SEALING_PAUSE_S = 0.4
"""A fact can be sealed once every older transaction has ended; that takes moments, not minutes."""
CLASSIFICATION = "PRO_ATENCION112"


class IssuingCentre(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers for the files of this centre."""

    name: str
    organ: str = ""
    """In Spain the DIR3 code, such as A13002908."""
    zone: str = "Europe/Madrid"
    centres: Mapping[str, str] = {}
    """Operational centres by id, as people call them."""
    services: Mapping[str, tuple[str, ...]] = {}
    """What each agency answers for: it decides what its people see."""


class AssembledCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case as far as it can be read before it is sealed into the tree."""

    case: CaseId
    parts: tuple[StreamPart, ...]
    redacted: dict[EventId, bytes]
    documents: tuple[BundleDocument, ...]
    facts: list[NarrativeFact]
    """Those that the reader sees; `parts` always hold them all, for the proof."""
    number: int
    mode: Mode
    opened_at: datetime
    sealed_at: datetime | None
    """The seal in force; none before the first, and none while the file is reopened."""
    withheld: frozenset[CaseId] = frozenset()
    """Reserved cases, not open to the reader, that calls of this one are of now: what those callers said is left out."""


class CaseFileService:
    """The port `archive.ports.CaseFiles` over the running installation."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        aggregates: AggregateRegistry,
        keys: Signer,
        blobs: Blobs,
        content: ContentBundle,
        issuer: IssuingCentre,
        narratives: NarrativeTable,
        *,
        commands: CommandPort | None = None,
        map_tiles: CreditedMap | None = None,
        record_refusal: RecordRefusal = record_nothing,
    ) -> None:
        """`commands`: where seals and views of a case are recorded; a command line that only reads has none. `map_tiles`: what
        is drawn under the map; without it there are marks only."""
        self._narratives = narratives
        self.sight = CaseVisibility(issuer.services, content.clinical)
        self.admission = CaseAccess(pool, clock, aggregates, self.sight, record_refusal)
        self._pool, self._reads, self._tables = pool, ArchiveReads(pool), PostgresSealStore(pool)
        self._sealing = LogSealer(pool, clock, keys.key_id, keys.sign)
        self._clock, self._keys, self._blobs, self._issuer = clock, keys, blobs, issuer
        self.wording, self._content = ContentWording(content, issuer.centres), content
        self._commands, self._map_tiles = commands, map_tiles

    @property
    def signer(self) -> Signer:
        """The centre's signing key."""
        return self._keys

    def now(self) -> datetime:
        """By the clock of the installation."""
        return self._clock.now()

    @property
    def public_key(self) -> bytes:
        """The centre's public keys."""
        return self._keys.public_keys().pem

    async def seal(self, command_id: CommandId, case: CaseId, actor: Actor) -> CommandResult:
        """Write the index of what is known, and record it as sealed."""
        require(actor, Permission.CASE_FILE_SEAL)
        assert self._commands is not None, "a service that seals is given the command bus"
        gathered = await self.gather(case, sound=True)
        if actor.kind != "system":
            must_match(actor, gathered.mode)
            await self.admission.admit(case, actor)
        whole = await self.whole(gathered, "es", sealed_at=self._clock.now())
        index = index_of(whole, self._keys)
        mark = SealMark(
            index_digest=seal_digest(index),
            log_size=whole.head.head.size,
            log_root=whole.head.head.root.hex(),
            key=self._keys.key_id,
        )
        number = int(whole.number.partition("/")[0])
        seal = SealCase(case=case, number=number, mark=mark, asked_by=actor.name)
        return await self._commands.handle(command_id, seal, system_actor(actor.mode))

    async def bundle(
        self, case: CaseId, actor: Actor, language: str, *, working_copy: bool = False
    ) -> tuple[str, bytes]:
        """The bundle, written and read back."""
        require(actor, Permission.CASE_FILE_EXPORT)
        whole = await self._build_export(case, language, actor, working_copy=working_copy, complete=True)
        with TemporaryDirectory(prefix="auxilio-") as folder:
            path = Path(folder) / "bundle.zip"
            await asyncio.to_thread(write_bundle, whole, path, self._keys)
            return f"{_file_name(whole)}.zip", await asyncio.to_thread(path.read_bytes)

    async def export(self, case: CaseId, out: Path, language: str, *, working_copy: bool = False) -> None:
        """The bundle as a file, for the command line: holding the keys is the permission."""
        whole = await self._build_export(case, language, None, working_copy=working_copy)
        await asyncio.to_thread(write_bundle, whole, out, self._keys)

    async def report(
        self, case: CaseId, actor: Actor, language: str, *, working_copy: bool = False
    ) -> tuple[str, bytes]:
        """The report alone."""
        whole = await self.export_report(case, actor, language, working_copy=working_copy)
        return f"{_file_name(whole)}.pdf", whole.report

    async def export_report(
        self, case: CaseId, actor: Actor, language: str, *, working_copy: bool = False
    ) -> CaseFileInput:
        """The report with what it is of: its number, and whether it is sealed. Raises as `CaseFiles.report` does."""
        require(actor, Permission.CASE_FILE_READ)
        return await self._build_export(case, language, actor, working_copy=working_copy)

    async def _build_export(
        self, case: CaseId, language: str, reader: Actor | None, *, working_copy: bool, complete: bool = False
    ) -> CaseFileInput:
        """An exported file. A case that is not sealed goes out as what it is, and only when asked for as that.

        `complete`: every event goes out, for the proof; refused to who may not read what a call of it said.
        """
        gathered = await self.gather(case, sound=True)
        if reader:
            gathered = await self.look(gathered, reader)
            for home in gathered.withheld if complete else ():
                await self.admission.admit(home, reader)
        if gathered.sealed_at is None and not working_copy:
            raise Refused("case_not_sealed", number=gathered.number)
        return await self.whole(gathered, language, sealed_at=gathered.sealed_at)

    async def whole(
        self, gathered: AssembledCase, language: str, *, sealed_at: datetime | None
    ) -> CaseFileInput:
        """`sealed_at` None: a working copy, which says so on every page and in what is signed."""
        gathered = await self._with_attachments(gathered)
        head, leaves = await self._covering_head([e.id for part in gathered.parts for e in part.events])
        nodes = await self._tables.nodes(places_for(leaves, head.head.size))
        told = self._report_data(gathered, head, sealed_at, language)
        report = await asyncio.to_thread(self._with_basemap, _with_unit_tracks(told, gathered.documents))
        return CaseFileInput(
            case=gathered.case,
            number=report.number,
            mode=gathered.mode,
            organ=self._issuer.organ,
            classification=CLASSIFICATION,
            opened_at=gathered.opened_at,
            sealed_at=report.sealed_at,
            sealed=report.sealed,
            streams=gathered.parts,
            leaves=leaves,
            nodes=nodes,
            head=head,
            documents=gathered.documents,
            story=tuple(
                StoryLine(at=iso_us(line.at), who=line.who, words=line.words, event=str(fact.envelope.id))
                for fact, line in story(gathered.facts, catalogues(), language, self.wording)
            ),
            report=await asyncio.to_thread(render, report, catalogues()),
            redacted=gathered.redacted,
        )

    async def look(self, gathered: AssembledCase, reader: Actor, how: str = "file") -> AssembledCase:
        """The case as far as this reader sees it; and looking is a fact, durable before anything is shown."""
        others = await self.admission.admit(gathered.case, reader)
        assert self._commands is not None, "a service that shows a case to a person is given the command bus"
        await self._commands.handle(CommandId(new_id()), RecordCaseView(case=gathered.case, how=how), reader)
        seen = self._visible_facts(gathered.facts, reader, others)
        closed = {fact.envelope.id for fact in gathered.facts if fact.envelope.call in others.withheld}
        return msgspec.structs.replace(
            gathered,
            facts=seen,
            documents=tuple(one for one in gathered.documents if one.event not in closed),
            withheld=frozenset(others.withheld.values()),
        )

    def _visible_facts(
        self, facts: Sequence[NarrativeFact], reader: Actor, others: CaseEntities
    ) -> list[NarrativeFact]:
        audits = holds(reader, Permission.LOOKS_READ)
        seen = []
        for fact in facts:
            own = fact.kind.startswith("identity.") or fact.kind == PremiseNotesShown.kind()
            read = fact.envelope if own and audits else self.sight.reads(fact.envelope, reader, others)
            if read is not None:
                seen.append(fact if read is fact.envelope else story_facts([read], self._narratives)[0])
        return seen

    async def about(self, gathered: AssembledCase, reader: Actor | None) -> ResponseContext:
        """What an interview's response says of the case around it, to this reader."""
        held = (await self.others(gathered.case)).of_case(gathered.case)
        return ResponseContext(
            number=self.number_of(gathered),
            zone=self._issuer.zone,
            reserved=any(h.aggregate is CASE and h.state.reserved for h in held),
            type=next((h.state.type for h in held if h.aggregate is CASE), None),
            patients=tuple(sorted(h.state.number for h in held if h.aggregate is PATIENT)),
            with_names=reader is None or may_see_cell(self.sight.viewer(reader), CellTopic.CREW_NAMES),
        )

    async def _with_attachments(self, gathered: AssembledCase) -> AssembledCase:
        """With what is made of its facts for those who read by standards (`casefile.attachments`)."""
        made = await asyncio.to_thread(
            standard_attachments,
            [fact.envelope for fact in gathered.facts],
            await self.about(gathered, None),
            self._content,
            len(gathered.documents) + 1,
            gathered.opened_at,
        )
        return msgspec.structs.replace(gathered, documents=(*gathered.documents, *made))

    def number_of(self, gathered: AssembledCase) -> str:
        """As people write it: `4821/2026`, by the clock of the centre."""
        return f"{gathered.number}/{gathered.opened_at.astimezone(ZoneInfo(self._issuer.zone)).year}"

    async def others(self, case: CaseId) -> CaseEntities:
        """Every aggregate of the case as it stands."""
        return await self.admission.others(case)

    async def gather(self, case: CaseId, *, sound: bool = False) -> AssembledCase:
        """The case with its documents; with `sound` also what was heard, which is large. Raises `Refused("unknown_case")`."""
        streams = await self._reads.streams(case)
        parts = tuple(part for events in streams if (part := part_of(case, events)))
        envelopes = [e for part in parts for e in part.events]
        facts = story_facts(envelopes, self._narratives)
        opened = next((f for f in facts if f.kind == "cases.case.opened"), None)
        if opened is None:
            raise Refused("unknown_case", id=str(case))
        return AssembledCase(
            case=case,
            parts=parts,
            redacted=await self._reads.commitments([e.id for e in envelopes]),
            documents=tuple(
                [
                    await self._document(n, one)
                    for n, one in enumerate(collect_documents(facts, sound), start=1)
                ]
            ),
            facts=facts,
            number=int(opened.text("number") or 0),
            mode=opened.envelope.mode,
            opened_at=opened.at,
            sealed_at=_seal_in_force(facts),
        )

    async def _document(self, number: int, brought: CollectedDocument) -> BundleDocument:
        """A blob; or, when it is lost or damaged, a note that says so in its place: one lost photograph must not
        keep a case from being sealed, and must not be passed over in silence."""
        digest, fact = Digest(brought.digest), brought.fact
        owner = brought.owner or UUID(key_of(fact.envelope.stream))
        try:
            data = b"".join([piece async for piece in self._blobs.get(digest, owner)])
            lost = None
        except Refused as refused:
            if refused.code not in LOST:
                raise
            lost, data = refused.code, f"{refused.code} {digest}\n".encode()
        return BundleDocument(
            name=f"{number:04d}-{safe_file_name(brought.name)}{'.lost.txt' if lost else ''}",
            title=brought.title,
            media_type="text/plain" if lost else brought.media_type,
            data=data,
            incorporated_at=fact.at,
            event=None if lost else fact.envelope.id,
        )

    async def _covering_head(self, events: Sequence[EventId]) -> tuple[SignedHead, dict[EventId, int]]:
        """A head that covers all of these. Facts of the last moments may have to wait for older transactions."""
        for attempt in range(SEALING_TRIES):
            if attempt:
                await self._clock.sleep(SEALING_PAUSE_S)
            try:
                await self._sealing()
            except SealConflict:
                continue
            head, leaves = await self._tables.latest(), await self._reads.leaves(events)
            if head and all(leaves.get(event, head.head.size) < head.head.size for event in events):
                return head, leaves
        raise Refused("bundle_not_sealed_in_log")

    def _with_basemap(self, report: ReportData) -> ReportData:
        """Roads, water and houses under the map, where the region is at hand."""
        frame = bounds(report.map) if report.map else None
        if report.map is None or frame is None or self._map_tiles is None:
            return report
        paths = (*basemap_paths(self._map_tiles.tile_at, Bounds(*frame)), *report.map.paths)
        drawn = msgspec.structs.replace(report.map, paths=paths, credit=self._map_tiles.credit)
        return msgspec.structs.replace(report, map=drawn)

    def _report_data(
        self, gathered: AssembledCase, head: SignedHead, sealed_at: datetime | None, language: str
    ) -> ReportData:
        return build_report(
            [f.envelope for f in gathered.facts],
            narratives=self._narratives,
            centre=self._issuer.name,
            number=self.number_of(gathered),
            sealed_at=sealed_at or self._clock.now(),
            sealed=sealed_at is not None,
            facts_digest=facts_digest(gathered.parts, gathered.redacted),
            catalogues=catalogues(),
            wording=self.wording,
            language=language,
            zone=self._issuer.zone,
            documents=tuple(
                ListedDocument(name=f"documents/{d.name}", title=d.title, sha256=digest_of(d))
                for d in gathered.documents
            ),
            log_size=head.head.size,
            key=self._keys.key_id,
        )


def _with_unit_tracks(report: ReportData, documents: Sequence[BundleDocument]) -> ReportData:
    """The ways that units drove, on the map of a report that has one."""
    lines = [line_of(each.data) for each in documents if each.media_type == TRACK_MEDIA_TYPE]
    ways = tuple(MapPath(kind="route", points=line) for line in lines if len(line) > 1)
    if report.map is None or not ways:
        return report
    return msgspec.structs.replace(
        report, map=msgspec.structs.replace(report.map, paths=(*report.map.paths, *ways))
    )


def _seal_in_force(facts: Sequence[NarrativeFact]) -> datetime | None:
    turns = [f for f in facts if f.kind in {"archive.case.sealed", "archive.case.reopened"}]
    return turns[-1].at if turns and turns[-1].kind == "archive.case.sealed" else None


def _file_name(whole: CaseFileInput) -> str:
    return ("expediente-" if whole.sealed else "copia-de-trabajo-") + whole.number.replace("/", "-")
