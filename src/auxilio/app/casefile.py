"""Gathering a case file: every capability's facts, the words of its content, its documents and its proof meet here."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from auxilio.app.door import Door
from auxilio.app.house import Shell
from auxilio.app.published import Published, content_folder
from auxilio.app.reach import reach
from auxilio.app.settings import Settings
from auxilio.archive import bundle as bundles
from auxilio.archive.drawing import bounds
from auxilio.archive.layout import StoryLine
from auxilio.archive.messages import SealCase
from auxilio.archive.model import SealMark
from auxilio.archive.report import Listed, ReportData, render
from auxilio.archive.store import ArchiveReads
from auxilio.geo.tiles.store import TileStore
from auxilio.identity.gate import require
from auxilio.identity.looks import LookAtCase
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Handled
from auxilio.kernel.ids import CaseId, CommandId, EventId, key_of
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.blobs.ports import Blobs, Digest
from auxilio.platform.clock import Clock, SystemClock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.heads import AnotherSealer, Sealing, SealTables
from auxilio.platform.i18n import catalogues
from auxilio.platform.ids import new_id
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.keys.ports import Signer
from auxilio.platform.proof.head import SignedHead
from auxilio.reporting.ground import Bounds, TileAt, ground
from auxilio.reporting.story import Known, known, story
from auxilio.reporting.telling import tell

SEALING_TRIES = 5
SEALING_PAUSE_S = 0.4
"""A fact can be sealed once every older transaction has ended; that takes moments, not minutes."""
CLASSIFICATION = "PRO_ATENCION112"


class House(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers for the files of this centre."""

    name: str
    organ: str = ""
    """In Spain the DIR3 code, such as A13002908."""
    zone: str = "Europe/Madrid"
    centres: dict[str, str] = {}
    """Operational centres by id, as people call them."""


class ContentWording:
    """The words of the very version that was used, as far as this process has it."""

    def __init__(self, content: Published, centres: dict[str, str]) -> None:
        self._content, self._centres = content, centres

    def question(self, digest: str, question: str, language: str) -> str | None:
        """As the desk asked it."""
        interview = self._content.library.interview_of(digest)
        found = interview.protocol.question(question) if interview else None
        return _in(found.ask, language) if found else None

    def answer(self, digest: str, question: str, answer: str, language: str) -> str | None:
        """As the desk pressed it."""
        interview = self._content.library.interview_of(digest)
        found = interview.protocol.question(question) if interview else None
        label = (
            next((choice.label for choice in found.answers if choice.code == answer), None) if found else None
        )
        return _in(label, language) if label else None

    def card(self, digest: str, language: str) -> str | None:
        """The title of a card."""
        card = self._content.cards.card_of(digest)
        return _in(card.title, language) if card else None

    def step(self, digest: str, step: str, language: str) -> str | None:
        """The sentence that was read aloud."""
        card = self._content.cards.card_of(digest)
        found = card.step(step) if card else None
        return _in(found.say, language) if found else None

    def type(self, code: str, language: str) -> str | None:
        """What kind of emergency."""
        found = self._content.library.types.get(code)
        return _in(found.name, language) if found else None

    def centre(self, centre: str) -> str | None:
        """An operational centre by its name."""
        return self._centres.get(centre)


def _in(texts: dict[str, str], language: str) -> str | None:
    return texts.get(language) or texts.get("es")


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """A case as far as it can be read before it is sealed into the tree."""

    case: CaseId
    parts: tuple[bundles.StreamPart, ...]
    redacted: dict[EventId, bytes]
    documents: tuple[bundles.Document, ...]
    facts: list[Known]
    number: int
    opened_at: datetime


class CaseFileDesk:
    """The port `archive.ports.CaseFiles` over the running house."""

    def __init__(
        self, pool: Pool, clock: Clock, keys: Signer, blobs: Blobs, content: Published, house: House
    ) -> None:
        self._reads, self._tables = ArchiveReads(pool), SealTables(pool)
        self._sealing = Sealing(pool, clock, keys.key_id, keys.sign)
        self._clock, self._keys, self._blobs, self._house = clock, keys, blobs, house
        self._wording = ContentWording(content, house.centres)
        self.door: Door | None = None
        """Given by the wiring once every service stands."""
        self.tile_at: TileAt | None = None
        """The region's vector tiles, for the ground under the map; without them there are marks only."""

    @property
    def public_key(self) -> bytes:
        """The centre's public keys."""
        return self._keys.public_keys().pem

    async def seal(self, command_id: CommandId, case: CaseId, actor: Actor) -> Handled:
        """Write the index of what is known, and record it as sealed."""
        require(actor, Permission.CASE_FILE_SEAL)
        assert self.door is not None, "the wiring gives the door"
        whole = await self._whole(case, "es")
        index = bundles.index_of(whole, self._keys)
        mark = SealMark(
            index_digest=bundles.seal_digest(index),
            log_size=whole.head.head.size,
            log_root=whole.head.head.root.hex(),
            key=self._keys.key_id,
        )
        number = int(whole.number.partition("/")[0])
        return await self.door.handle(command_id, SealCase(case=case, number=number, mark=mark), actor)

    async def bundle(self, case: CaseId, actor: Actor, language: str) -> tuple[str, bytes]:
        """The bundle, written and read back."""
        require(actor, Permission.CASE_FILE_EXPORT)
        whole = await self._whole(case, language, actor)
        with TemporaryDirectory(prefix="auxilio-") as folder:
            path = Path(folder) / "bundle.zip"
            await asyncio.to_thread(bundles.write_bundle, whole, path, self._keys)
            return f"{_file_name(whole.number)}.zip", await asyncio.to_thread(path.read_bytes)

    async def export(self, case: CaseId, out: Path, language: str) -> None:
        """The bundle as a file, for the command line: whoever holds the keys may."""
        whole = await self._whole(case, language)
        await asyncio.to_thread(bundles.write_bundle, whole, out, self._keys)

    async def report(self, case: CaseId, actor: Actor, language: str) -> tuple[str, bytes]:
        """The report alone."""
        require(actor, Permission.CASE_FILE_READ)
        whole = await self._whole(case, language, actor)
        return f"{_file_name(whole.number)}.pdf", whole.report

    async def _whole(self, case: CaseId, language: str, reader: Actor | None = None) -> bundles.CaseFileInput:
        """`reader` is whoever will see the words; sealing shows them to nobody."""
        gathered = await self._gather(case)
        if reader:
            await self._look(gathered, reader)
        head, leaves = await self._sealed([f.envelope.id for f in gathered.facts])
        nodes = await self._tables.nodes(bundles.places_for(leaves, head.head.size))
        at = self._clock.now()
        report = await asyncio.to_thread(self._with_ground, self._tell(gathered, head, at, language))
        return bundles.CaseFileInput(
            case=case,
            number=report.number,
            mode=gathered.facts[0].envelope.mode,
            organ=self._house.organ,
            classification=CLASSIFICATION,
            opened_at=gathered.opened_at,
            sealed_at=at,
            streams=gathered.parts,
            leaves=leaves,
            nodes=nodes,
            head=head,
            documents=gathered.documents,
            story=tuple(
                StoryLine(at=iso_us(line.at), who=line.who, words=line.words, event=str(fact.envelope.id))
                for fact, line in story(gathered.facts, catalogues(), language, self._wording)
            ),
            report=await asyncio.to_thread(render, report, catalogues()),
            redacted=gathered.redacted,
        )

    async def _look(self, gathered: Gathered, reader: Actor) -> None:
        """A reserved case is for named people only; and looking is a fact, durable before anything is shown."""
        if any(f.kind == "cases.case.reserved" for f in gathered.facts):
            require(reader, Permission.CASE_LOOK_RESERVED)
        assert self.door is not None, "the wiring gives the door"
        await self.door.handle(CommandId(new_id()), LookAtCase(case=gathered.case, how="file"), reader)

    async def _gather(self, case: CaseId) -> Gathered:
        streams = await self._reads.streams(case)
        parts = tuple(part for events in streams if (part := bundles.part_of(case, events)))
        envelopes = [e for part in parts for e in part.events]
        facts = known(envelopes)
        opened = next((f for f in facts if f.kind == "cases.case.opened"), None)
        if opened is None:
            raise Refused("unknown_case", id=str(case))
        return Gathered(
            case=case,
            parts=parts,
            redacted=await self._reads.commitments([e.id for e in envelopes]),
            documents=tuple([await self._document(n, f) for n, f in enumerate(_brought(facts), start=1)]),
            facts=facts,
            number=int(opened.text("number") or 0),
            opened_at=opened.at,
        )

    async def _document(self, number: int, fact: Known) -> bundles.Document:
        """A blob; or, when it is lost or damaged, a note that says so in its place: one lost photograph must not
        keep a case from being sealed, and must not be passed over in silence."""
        digest, name = Digest(fact.text("attachment", "digest") or ""), fact.text("attachment", "name") or ""
        owner = UUID(key_of(fact.envelope.stream))
        try:
            data = b"".join([piece async for piece in self._blobs.get(digest, owner)])
            lost = None
        except Refused as refused:
            if refused.code not in {"blob_missing", "blob_damaged", "key_missing", "key_unwrap_failed"}:
                raise
            lost, data = refused.code, f"{refused.code} {digest}\n".encode()
        return bundles.Document(
            name=f"{number:04d}-{_safe(name)}{'.lost.txt' if lost else ''}",
            title=name,
            media_type="text/plain"
            if lost
            else fact.text("attachment", "media_type") or "application/octet-stream",
            data=data,
            incorporated_at=fact.at,
            event=None if lost else fact.envelope.id,
        )

    async def _sealed(self, events: Sequence[EventId]) -> tuple[SignedHead, dict[EventId, int]]:
        """A head that covers all of these. Facts of the last moments may have to wait for older transactions."""
        for attempt in range(SEALING_TRIES):
            if attempt:
                await self._clock.sleep(SEALING_PAUSE_S)
            try:
                await self._sealing()
            except AnotherSealer:
                continue
            head, leaves = await self._tables.latest(), await self._reads.leaves(events)
            if head and all(leaves.get(event, head.head.size) < head.head.size for event in events):
                return head, leaves
        raise Refused("bundle_not_sealed_in_log")

    def _with_ground(self, report: ReportData) -> ReportData:
        """Roads, water and houses under the map, where the region is at hand."""
        frame = bounds(report.map) if report.map else None
        if report.map is None or frame is None or self.tile_at is None:
            return report
        paths = (*ground(self.tile_at, Bounds(*frame)), *report.map.paths)
        return msgspec.structs.replace(report, map=msgspec.structs.replace(report.map, paths=paths))

    def _tell(self, gathered: Gathered, head: SignedHead, at: datetime, language: str) -> ReportData:
        year = gathered.opened_at.astimezone(ZoneInfo(self._house.zone)).year
        return tell(
            [f.envelope for f in gathered.facts],
            centre=self._house.name,
            number=f"{gathered.number}/{year}",
            sealed_at=at,
            facts_digest=bundles.facts_digest(gathered.parts, gathered.redacted),
            catalogues=catalogues(),
            wording=self._wording,
            language=language,
            zone=self._house.zone,
            documents=tuple(
                Listed(name=f"documents/{d.name}", title=d.title, sha256=bundles.digest_of(d))
                for d in gathered.documents
            ),
            log_size=head.head.size,
            key=self._keys.key_id,
        )


def _brought(facts: Sequence[Known]) -> list[Known]:
    """The facts that name a document, each document once."""
    seen: set[str] = set()
    brought = []
    for fact in facts:
        digest = fact.text("attachment", "digest")
        if digest and digest not in seen:
            seen.add(digest)
            brought.append(fact)
    return brought


def _safe(name: str) -> str:
    """A name that every system can keep; the true one stands in the index."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[-80:] or "document"


def _file_name(number: str) -> str:
    return "expediente-" + number.replace("/", "-")


def case_files(settings: Settings, shell: Shell, blobs: Blobs, tile_at: TileAt | None = None) -> CaseFileDesk:
    """The desk of case files over the running house."""
    centres = {str(id): centre.name for id, centre in shell.plan.area.centres.items()}
    house = House(name=settings.centre_name, organ=settings.organ, zone=settings.zone, centres=centres)
    desk = CaseFileDesk(shell.pool, shell.clock, shell.keys, blobs, shell.content, house)
    desk.door, desk.tile_at = shell.door, tile_at or tiles_of(settings)
    return desk


def tiles_of(settings: Settings) -> TileAt | None:
    """The map of the region in force, or of the newest under the data folder; None where there is none."""
    folder = settings.region or settings.data / "region"
    found = [
        path
        for pattern in ("map.mbtiles", "*/map.mbtiles", "*/*/map.mbtiles")
        for path in folder.glob(pattern)
    ]
    return TileStore(max(found, key=lambda path: path.stat().st_mtime)).tile if found else None


async def export_case(settings: Settings, case: UUID | int, out: Path, language: str) -> None:
    """A bundle from the command line. Raises `Refused`: `unknown_case`, `key_missing`, `bundle_not_sealed_in_log`."""
    keys = FolderKeys(settings.keys)
    async with reach(settings) as (_, pool):
        found = await ArchiveReads(pool).case_of(case) if isinstance(case, int) else CaseId(case)
        if found is None:
            raise Refused("unknown_case", id=str(case))
        content = Published(settings.content or content_folder())
        house = House(name=settings.centre_name, organ=settings.organ, zone=settings.zone)
        blobs = FolderBlobs(settings.blobs, keys)
        desk = CaseFileDesk(pool, SystemClock(), keys, blobs, content, house)
        desk.tile_at = tiles_of(settings)
        await desk.export(found, out, language)
