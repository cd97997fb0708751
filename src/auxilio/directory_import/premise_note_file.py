"""Premise notes from a CSV: what each row would enter, with the fault of each that would not. Nothing is written.

The page enters the notes that are accepted by the same command as a note that is typed, and ends them by the same command.
"""

import asyncio
import re
from uuid import UUID

import msgspec

from auxilio.directory_import.core.columns import ColumnNames
from auxilio.directory_import.core.premise_note_rows import FIELDS, NoteRow, read_note_rows
from auxilio.directory_import.core.table import FINDINGS_MAX, FileFinding, TableError
from auxilio.directory_import.core.table_text import read_text_table, write_text_table
from auxilio.geo.model import GeocodeKind
from auxilio.geo.service import RegionService
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import stream_id
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.platform.i18n import catalogues
from auxilio.platform.ids import derived_id
from auxilio.premise_notes.core.model import PremiseNoteId, PremiseNoteKind, PremiseNoteState, address_keys
from auxilio.premise_notes.service import PREMISE_NOTE

FILE_BYTES_MAX = 256 * 1024
"""Of a file (ours): two hundred notes with every cell full are less."""
GENERATIONS = 8
"""So often a note may be entered from a file again after it was ended (ours)."""
_NOTES = UUID("8f0f4a5e-77c1-5d6b-9a43-4c1d8e2b6f10")


class NoteOfFile(msgspec.Struct, frozen=True, kw_only=True):
    """A row that can be entered."""

    row: int
    note: PremiseNoteId
    """Of the same words at the same address for the same owner always the same: a file that is sent twice enters it once."""
    known: bool
    """It stands already."""
    note_kind: PremiseNoteKind
    text: str
    address: str
    municipality: str
    detail: str
    radius_m: int
    expires_at: Instant
    point: Point


class NoteFilePreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a file would enter."""

    notes: tuple[NoteOfFile, ...]
    refused: int
    """Rows with something wrong."""
    findings: tuple[FileFinding, ...]
    """Of each such row the first thing; at most `FINDINGS_MAX` are listed."""


class PremiseNoteFiles:
    """One for each process."""

    def __init__(self, pool: Pool, clock: Clock, region: RegionService) -> None:
        self._pool, self._clock, self._region, self._texts = pool, clock, region, catalogues()

    async def preview(self, raw: bytes, actor: Actor) -> NoteFilePreview:
        """Each row, read and looked for. Raises `Refused("not_permitted")`; what is wrong with the file is a finding."""
        require(actor, Permission.PREMISE_NOTE_WRITE)
        try:
            table = await asyncio.to_thread(read_text_table, raw)
        except TableError as wrong:
            return NoteFilePreview(notes=(), refused=0, findings=(wrong.finding,))
        read = read_note_rows(table, self._columns(), self._kinds(), self._clock.now())
        findings, notes = list(read.findings), list[NoteOfFile]()
        for row in read.rows:
            point = row.point or await self._address(row)
            if point is None:
                findings.append(
                    FileFinding(row=row.row, column=read.address_heading, code="note_address_unknown")
                )
            else:
                note, known = await self._id(row, actor)
                notes.append(_of_file(row, point, note, known=known))
        findings.sort(key=lambda one: one.row)
        return NoteFilePreview(
            notes=tuple(notes),
            refused=len({one.row for one in findings}),
            findings=tuple(findings[:FINDINGS_MAX]),
        )

    async def template(self, language: str, actor: Actor) -> bytes:
        """The headings in this language, and an example. Raises `Refused("not_permitted")`."""
        require(actor, Permission.PREMISE_NOTE_WRITE)
        text = self._texts.text
        example = {
            "kind": text(f"premise.kind.{PremiseNoteKind.OXYGEN}", language),
            "address": "Calle Mayor, 12",
            "municipality": "Riudalba",
            "text": text("premise.file_example", language),
            "radius_m": "30",
        }
        headings = [text(f"premise.column.{field}", language) for field in FIELDS]
        return write_text_table([headings, [example.get(field, "") for field in FIELDS]])

    async def _address(self, row: NoteRow) -> Point | None:
        """Where the region has this very number of this street, in the stated municipality."""
        said = ", ".join(filter(None, (row.address, row.municipality)))
        words = set(re.findall(r"\w+", row.address.casefold()))
        for found in await self._region.search(said, limit=3):
            town = row.municipality.casefold() in {"", found.municipality.casefold()}
            if found.kind is GeocodeKind.ADDRESS and found.number.casefold() in words and town:
                return found.point
        return None

    async def _id(self, row: NoteRow, actor: Actor) -> tuple[PremiseNoteId, bool]:
        """The note that stands with these words, else the first that was never entered."""
        owner = f"{actor.mode.value}|{actor.agency}|{'' if actor.agency else actor.centre}"
        stated = f"{owner}|{row.note_kind}|{address_keys(row.address, row.municipality).whole}|{row.detail}|{row.text}"
        ids = [PremiseNoteId(derived_id(_NOTES, f"{stated}|{n}")) for n in range(GENERATIONS)]
        streams = {id: stream_id(PREMISE_NOTE.name, id) for id in ids}
        states = await log.states_of(self._pool, list(streams.values()))
        kept = {id: PREMISE_NOTE.read_state(states[s][1]) for id, s in streams.items() if s in states}
        standing = next((id for id, note in kept.items() if note.state is PremiseNoteState.STANDING), None)
        fresh = next((id for id in ids if id not in kept), ids[-1])
        return (standing or fresh), standing is not None

    def _columns(self) -> ColumnNames:
        return ColumnNames(
            headings={
                language: {field: self._texts.text(f"premise.column.{field}", language) for field in FIELDS}
                for language in self._texts.languages
            },
            yes={},
            no={},
        )

    def _kinds(self) -> dict[str, PremiseNoteKind]:
        named = {
            self._texts.text(f"premise.kind.{kind}", language).casefold(): kind
            for kind in PremiseNoteKind
            for language in self._texts.languages
        }
        return named | {kind.value: kind for kind in PremiseNoteKind}


def _of_file(row: NoteRow, point: Point, note: PremiseNoteId, *, known: bool) -> NoteOfFile:
    stated = msgspec.structs.asdict(row) | {"point": point}
    return NoteOfFile(note=note, known=known, **stated)
