"""Gathering a case file: every capability's facts, the words of its content, its documents and its proof meet here."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from auxilio.app.admission import Admission
from auxilio.app.door import Door
from auxilio.app.enclosed import enclosed
from auxilio.app.house import Shell, all_nouns
from auxilio.app.published import Published, content_folder
from auxilio.app.reach import reach
from auxilio.app.settings import Settings
from auxilio.app.tracks import MEDIA_TYPE as TRACK
from auxilio.app.tracks import line_of
from auxilio.app.wording import ContentWording
from auxilio.archive import bundle as bundles
from auxilio.archive.drawing import MapPath, bounds
from auxilio.archive.layout import StoryLine
from auxilio.archive.messages import SealCase
from auxilio.archive.model import SealMark
from auxilio.archive.report import Listed, ReportData, render
from auxilio.archive.store import ArchiveReads
from auxilio.calls.messages import CallRang, RecordingKept
from auxilio.calls.model import Recording
from auxilio.cases.service import CASE
from auxilio.dispatch.boards import Facet, sees
from auxilio.dispatch.messages.assignments import AssignmentTrackKept
from auxilio.dispatch.service import PATIENT
from auxilio.geo.folder import MANIFEST
from auxilio.geo.model import RegionInfo
from auxilio.geo.tiles.store import TileStore
from auxilio.identity.gate import holds, require
from auxilio.identity.messages import LookAtCase
from auxilio.identity.permissions import Permission
from auxilio.interop.fhir.response import About
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Handled
from auxilio.kernel.ids import CaseId, CommandId, EventId, key_of
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
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
from auxilio.publishing.store import SetStore
from auxilio.realtime.model import Others
from auxilio.realtime.sight import Sight
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
    services: Mapping[str, tuple[str, ...]] = {}
    """What each agency answers for, by the plan: it decides what its people see."""


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """A case as far as it can be read before it is sealed into the tree."""

    case: CaseId
    parts: tuple[bundles.StreamPart, ...]
    redacted: dict[EventId, bytes]
    documents: tuple[bundles.Document, ...]
    facts: list[Known]
    """Those that the reader sees; `parts` always hold them all, for the proof."""
    number: int
    mode: Mode
    opened_at: datetime
    sealed_at: datetime | None
    """The seal in force; none before the first, and none while the file is reopened."""


class MapGround(NamedTuple):
    """The region's vector tiles, and whose data they are."""

    tile_at: TileAt
    credit: str


class CaseFileDesk:
    """The port `archive.ports.CaseFiles` over the running house."""

    def __init__(
        self, pool: Pool, clock: Clock, keys: Signer, blobs: Blobs, content: Published, house: House
    ) -> None:
        self.sight = Sight(house.services, content.clinical)
        self._admission = Admission(pool, clock, all_nouns(), self.sight)
        self._pool, self._reads, self._tables = pool, ArchiveReads(pool), SealTables(pool)
        self._sealing = Sealing(pool, clock, keys.key_id, keys.sign)
        self._clock, self._keys, self._blobs, self._house = clock, keys, blobs, house
        self.wording, self._content = ContentWording(content, house.centres), content
        self.door: Door | None = None
        """Given by the wiring once every service stands."""
        self.map_ground: MapGround | None = None
        """What is drawn under the map; without it there are marks only."""

    @property
    def signer(self) -> Signer:
        """The centre's signing key."""
        return self._keys

    def now(self) -> datetime:
        """By the clock of the house."""
        return self._clock.now()

    @property
    def public_key(self) -> bytes:
        """The centre's public keys."""
        return self._keys.public_keys().pem

    async def seal(self, command_id: CommandId, case: CaseId, actor: Actor) -> Handled:
        """Write the index of what is known, and record it as sealed."""
        require(actor, Permission.CASE_FILE_SEAL)
        assert self.door is not None, "the wiring gives the door"
        gathered = await self.gather(case, sound=True)
        whole = await self.whole(gathered, "es", sealed_at=self._clock.now())
        index = bundles.index_of(whole, self._keys)
        mark = SealMark(
            index_digest=bundles.seal_digest(index),
            log_size=whole.head.head.size,
            log_root=whole.head.head.root.hex(),
            key=self._keys.key_id,
        )
        number = int(whole.number.partition("/")[0])
        return await self.door.handle(command_id, SealCase(case=case, number=number, mark=mark), actor)

    async def bundle(
        self, case: CaseId, actor: Actor, language: str, *, working_copy: bool = False
    ) -> tuple[str, bytes]:
        """The bundle, written and read back."""
        require(actor, Permission.CASE_FILE_EXPORT)
        whole = await self._asked(case, language, actor, working_copy=working_copy)
        with TemporaryDirectory(prefix="auxilio-") as folder:
            path = Path(folder) / "bundle.zip"
            await asyncio.to_thread(bundles.write_bundle, whole, path, self._keys)
            return f"{_file_name(whole)}.zip", await asyncio.to_thread(path.read_bytes)

    async def export(self, case: CaseId, out: Path, language: str, *, working_copy: bool = False) -> None:
        """The bundle as a file, for the command line: whoever holds the keys may."""
        whole = await self._asked(case, language, None, working_copy=working_copy)
        await asyncio.to_thread(bundles.write_bundle, whole, out, self._keys)

    async def report(
        self, case: CaseId, actor: Actor, language: str, *, working_copy: bool = False
    ) -> tuple[str, bytes]:
        """The report alone."""
        require(actor, Permission.CASE_FILE_READ)
        whole = await self._asked(case, language, actor, working_copy=working_copy)
        return f"{_file_name(whole)}.pdf", whole.report

    async def _asked(
        self, case: CaseId, language: str, reader: Actor | None, *, working_copy: bool
    ) -> bundles.CaseFileInput:
        """What somebody takes away. A case that is not sealed goes out as what it is, and only when asked for as that."""
        gathered = await self.gather(case, sound=True)
        if reader:
            gathered = await self.look(gathered, reader)
        if gathered.sealed_at is None and not working_copy:
            raise Refused("case_not_sealed", number=gathered.number)
        return await self.whole(gathered, language, sealed_at=gathered.sealed_at)

    async def whole(
        self, gathered: Gathered, language: str, *, sealed_at: datetime | None
    ) -> bundles.CaseFileInput:
        """`sealed_at` None: a working copy, which says so on every page and in what is signed."""
        gathered = await self._with_enclosed(gathered)
        head, leaves = await self._sealed([e.id for part in gathered.parts for e in part.events])
        nodes = await self._tables.nodes(bundles.places_for(leaves, head.head.size))
        told = self._tell(gathered, head, sealed_at, language)
        report = await asyncio.to_thread(self._with_ground, _with_ways(told, gathered.documents))
        return bundles.CaseFileInput(
            case=gathered.case,
            number=report.number,
            mode=gathered.mode,
            organ=self._house.organ,
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

    async def look(self, gathered: Gathered, reader: Actor, how: str = "file") -> Gathered:
        """The case as far as this reader sees it; and looking is a fact, durable before anything is shown."""
        others = await self._admission.admit(gathered.case, reader)
        assert self.door is not None, "the wiring gives the door"
        await self.door.handle(CommandId(new_id()), LookAtCase(case=gathered.case, how=how), reader)
        return msgspec.structs.replace(gathered, facts=self._seen(gathered.facts, reader, others))

    def _seen(self, facts: Sequence[Known], reader: Actor, others: Others) -> list[Known]:
        audits = holds(reader, Permission.LOOKS_READ)
        seen = []
        for fact in facts:
            own = fact.kind.startswith("identity.")
            read = fact.envelope if own and audits else self.sight.reads(fact.envelope, reader, others)
            if read is not None:
                seen.append(fact if read is fact.envelope else known([read])[0])
        return seen

    async def about(self, gathered: Gathered, reader: Actor | None) -> About:
        """What an interview's response says of the case around it, to this reader."""
        held = (await self.others(gathered.case)).of_case(gathered.case)
        return About(
            number=self.number_of(gathered),
            zone=self._house.zone,
            reserved=any(h.noun is CASE and h.state.reserved for h in held),
            type=next((h.state.type for h in held if h.noun is CASE), None),
            patients=tuple(sorted(h.state.number for h in held if h.noun is PATIENT)),
            with_names=reader is None or sees(self.sight.viewer(reader), Facet.CREW_NAMES),
        )

    async def _with_enclosed(self, gathered: Gathered) -> Gathered:
        """With what is made of its facts for those who read by standards (app.enclosed)."""
        made = await asyncio.to_thread(
            enclosed,
            [fact.envelope for fact in gathered.facts],
            await self.about(gathered, None),
            self._content,
            len(gathered.documents) + 1,
            gathered.opened_at,
        )
        return msgspec.structs.replace(gathered, documents=(*gathered.documents, *made))

    def number_of(self, gathered: Gathered) -> str:
        """As people write it: `4821/2026`, by the clock of the centre."""
        return f"{gathered.number}/{gathered.opened_at.astimezone(ZoneInfo(self._house.zone)).year}"

    async def others(self, case: CaseId) -> Others:
        """Every noun of the case as it stands."""
        return await self._admission.others(case)

    async def gather(self, case: CaseId, *, sound: bool = False) -> Gathered:
        """The case with its documents; with `sound` also what was heard, which is large. Raises `Refused("unknown_case")`."""
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
            documents=tuple(
                [await self._document(n, one) for n, one in enumerate(_brought(facts, sound), start=1)]
            ),
            facts=facts,
            number=int(opened.text("number") or 0),
            mode=opened.envelope.mode,
            opened_at=opened.at,
            sealed_at=_seal_in_force(facts),
        )

    async def _document(self, number: int, brought: "Brought") -> bundles.Document:
        """A blob; or, when it is lost or damaged, a note that says so in its place: one lost photograph must not
        keep a case from being sealed, and must not be passed over in silence."""
        digest, fact = Digest(brought.digest), brought.fact
        owner = brought.owner or UUID(key_of(fact.envelope.stream))
        try:
            data = b"".join([piece async for piece in self._blobs.get(digest, owner)])
            lost = None
        except Refused as refused:
            if refused.code not in {"blob_missing", "blob_damaged", "key_missing", "key_unwrap_failed"}:
                raise
            lost, data = refused.code, f"{refused.code} {digest}\n".encode()
        return bundles.Document(
            name=f"{number:04d}-{_safe(brought.name)}{'.lost.txt' if lost else ''}",
            title=brought.title,
            media_type="text/plain" if lost else brought.media_type,
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
        if report.map is None or frame is None or self.map_ground is None:
            return report
        paths = (*ground(self.map_ground.tile_at, Bounds(*frame)), *report.map.paths)
        drawn = msgspec.structs.replace(report.map, paths=paths, credit=self.map_ground.credit)
        return msgspec.structs.replace(report, map=drawn)

    def _tell(
        self, gathered: Gathered, head: SignedHead, sealed_at: datetime | None, language: str
    ) -> ReportData:
        return tell(
            [f.envelope for f in gathered.facts],
            centre=self._house.name,
            number=self.number_of(gathered),
            sealed_at=sealed_at or self._clock.now(),
            sealed=sealed_at is not None,
            facts_digest=bundles.facts_digest(gathered.parts, gathered.redacted),
            catalogues=catalogues(),
            wording=self.wording,
            language=language,
            zone=self._house.zone,
            documents=tuple(
                Listed(name=f"documents/{d.name}", title=d.title, sha256=bundles.digest_of(d))
                for d in gathered.documents
            ),
            log_size=head.head.size,
            key=self._keys.key_id,
        )


def _with_ways(report: ReportData, documents: Sequence[bundles.Document]) -> ReportData:
    """The ways that units drove, on the map of a report that has one."""
    lines = [line_of(each.data) for each in documents if each.media_type == TRACK]
    ways = tuple(MapPath(kind="route", points=line) for line in lines if len(line) > 1)
    if report.map is None or not ways:
        return report
    return msgspec.structs.replace(
        report, map=msgspec.structs.replace(report.map, paths=(*report.map.paths, *ways))
    )


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """A document, and the fact that names it by its digest."""

    fact: Known
    digest: str
    name: str
    title: str
    media_type: str
    owner: UUID | None = None
    """Whose key opens it: the case's; None: that of the call whose fact it is."""


def _brought(facts: Sequence[Known], sound: bool) -> list[Brought]:
    """What came with the calls of a case, the ways its units drove and, with `sound`, what was heard; each document once."""
    numbers = {f.envelope.stream: f.text("number") for f in facts if f.kind == CallRang.kind()}
    found: dict[str, Brought] = {}
    for fact in facts:
        if digest := fact.text("attachment", "digest"):
            name = fact.text("attachment", "name") or ""
            media_type = fact.text("attachment", "media_type") or "application/octet-stream"
            one = Brought(fact=fact, digest=digest, name=name, title=name, media_type=media_type)
        elif sound and fact.kind == RecordingKept.kind() and fact.body:
            kept = msgspec.convert(fact.body["recording"], Recording)
            name = f"call-{numbers.get(fact.envelope.stream) or 0}.wav"
            # Whose voice is on which channel stands in its name: it is heard where nobody has our pages.
            title = f"{name}: {', '.join(kept.parties)}"
            one = Brought(fact=fact, digest=kept.digest, name=name, title=title, media_type=kept.media_type)
        elif fact.kind == AssignmentTrackKept.kind() and (digest := fact.text("track", "digest")):
            callsign = fact.text("callsign") or ""
            title = f"{callsign}: {fact.text('track', 'since')} – {fact.text('track', 'until')}, {fact.text('track', 'points')} fixes"
            name = f"track-{callsign}.geojson"
            one = Brought(
                fact=fact, digest=digest, name=name, title=title, media_type=TRACK, owner=fact.envelope.case
            )
        else:
            continue
        found.setdefault(one.digest, one)
    return list(found.values())


def _safe(name: str) -> str:
    """A name that every system can keep; the true one stands in the index."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[-80:] or "document"


def _seal_in_force(facts: Sequence[Known]) -> datetime | None:
    turns = [f for f in facts if f.kind in {"archive.case.sealed", "archive.case.reopened"}]
    return turns[-1].at if turns and turns[-1].kind == "archive.case.sealed" else None


def _file_name(whole: bundles.CaseFileInput) -> str:
    return ("expediente-" if whole.sealed else "copia-de-trabajo-") + whole.number.replace("/", "-")


def case_files(settings: Settings, shell: Shell, blobs: Blobs) -> CaseFileDesk:
    """The desk of case files over the running house."""
    centres = {str(id): centre.name for id, centre in shell.plan.area.centres.items()}
    services = {str(centre.agency): centre.services for centre in shell.plan.area.centres.values()}
    house = House(
        name=settings.centre_name,
        organ=settings.organ,
        zone=settings.zone,
        centres=centres,
        services=services,
    )
    desk = CaseFileDesk(shell.pool, shell.clock, shell.keys, blobs, shell.content, house)
    desk.door, desk.map_ground = shell.door, ground_of(settings)
    return desk


def ground_of(settings: Settings) -> MapGround | None:
    """The map of the region in force, or of the newest under the data folder; None where there is none."""
    folder = settings.region or settings.data / "region"
    found = [
        path
        for pattern in ("map.mbtiles", "*/map.mbtiles", "*/*/map.mbtiles")
        for path in folder.glob(pattern)
    ]
    if not found:
        return None
    newest = max(found, key=lambda path: path.stat().st_mtime)
    manifest = newest.parent / MANIFEST
    info = msgspec.json.decode(manifest.read_bytes(), type=RegionInfo) if manifest.is_file() else None
    credit = f"{info.attribution} · {info.data_at[:10]}".removesuffix(" · ") if info else ""
    return MapGround(TileStore(newest).tile, credit)


async def export_case(
    settings: Settings, case: UUID | int, out: Path, language: str, *, working_copy: bool = False
) -> None:
    """A bundle from the command line.

    Raises `Refused`: `unknown_case`, `case_not_sealed`, `key_missing`, `bundle_not_sealed_in_log`.
    """
    async with reach(settings) as (_, pool):
        desk, found, _ = await desk_with_keys(settings, pool, case)
        desk.map_ground = ground_of(settings)
        await desk.export(found, out, language, working_copy=working_copy)


async def desk_with_keys(
    settings: Settings, pool: Pool, case: UUID | int
) -> tuple[CaseFileDesk, CaseId, Published]:
    """The desk of case files for whoever holds the keys of the house, the case by its id, and the content with every
    version that a case may have been held with.

    Raises `Refused`: `unknown_case`, `key_missing`.
    """
    keys = FolderKeys(settings.keys)
    found = await ArchiveReads(pool).case_of(case) if isinstance(case, int) else CaseId(case)
    if found is None:
        raise Refused("unknown_case", id=str(case))
    content = Published(settings.content or content_folder())
    for version in await SetStore(pool).versions(content.remembered):
        content.remember(version)
    house = House(name=settings.centre_name, organ=settings.organ, zone=settings.zone)
    blobs = FolderBlobs(settings.blobs, keys)
    return CaseFileDesk(pool, SystemClock(), keys, blobs, content, house), found, content
