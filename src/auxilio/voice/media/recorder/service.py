"""Recordings begin, go on, end; and after a crash, what was written of them becomes a recording all the same."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from auxilio.kernel.refusal import Refused
from auxilio.platform.background_tasks import BackgroundTasks, report_fault
from auxilio.platform.blobs.ports import Blobs, Digest
from auxilio.platform.clock import Clock
from auxilio.platform.files import make_folder
from auxilio.platform.keys.ports import CaseKeys
from auxilio.voice.media.g711 import RATE, SILENCE
from auxilio.voice.media.ports import AudioSink
from auxilio.voice.media.recorder import spool, wav
from auxilio.voice.media.recorder.spool import SpoolBlock, SpoolWriter
from auxilio.voice.media.recorder.track import AudioTrack

log = logging.getLogger(__name__)

_WRITE_EVERY_S = 0.5
_BEHIND_S = 0.25
"""A packet may be this late and still find its place: with the line above, a crash takes less than a second."""
_SUFFIX = ".recording"


class FinishedRecording(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that has become a blob. What the log keeps of it."""

    recording: UUID
    case: UUID
    digest: Digest
    channels: tuple[str, ...]
    """Party of each channel, in order."""
    began_at: datetime
    """The moment of the first sample."""
    span_s: float
    missing_s: float = 0.0
    """What could not be written (disk full) and is silence."""
    cut_short: bool = False
    """Its process died: up to the last second is missing at the end."""


class ActiveRecording:
    """A recording that goes on."""

    def __init__(
        self, name: UUID, case: UUID, file: SpoolWriter, began_at: datetime, now: Callable[[], float]
    ) -> None:
        self.name, self.case = name, case
        self._file, self._now = file, now
        self._began_at, self._began_s = began_at, now()
        self._tracks: dict[str, AudioTrack] = {}
        self._written = 0
        self._failing = False

    def party(self, name: str) -> AudioSink:
        """The sink of a party, to be given to `attach_sink`; its channel. Asked again, the same one: a caller who comes back
        from another leg goes on where they were."""
        return self._tracks.setdefault(name, AudioTrack(self._began_s, self._written))

    def due(self, *, last: bool = False) -> SpoolBlock | None:
        """What can be written now; at the end, everything."""
        behind_s = 0 if last else _BEHIND_S
        until = max(self._written, int((self._now() - self._began_s - behind_s) * RATE))
        start, self._written = self._written, until
        if until == start and not last:
            return None
        channels = {name: track.take(until) for name, track in self._tracks.items()}
        return SpoolBlock(start, until - start, channels, self._began_at, last)

    def write(self, block: SpoolBlock) -> None:
        """Put it on the disk. A disk that is full costs sound, never the call."""
        try:
            self._file.add(block)
            self._file.sync()
        except OSError as wrong:
            if not self._failing:
                log.exception("recording_not_written", extra={"call": str(self.name), "error": wrong.errno})
            self._failing = True
            return
        if self._failing:
            log.warning("recording_written_again", extra={"call": str(self.name)})
        self._failing = False

    def close(self) -> None:
        """No more."""
        self._file.close()


class RecordingService:
    """Keeps recordings in a folder while they go on, and puts them among the blobs when they end."""

    def __init__(
        self,
        folder: Path,
        blobs: Blobs,
        keys: CaseKeys,
        clock: Clock,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """`now`: the clock of the ears."""
        self._folder, self._blobs, self._keys, self._clock, self._now = folder, blobs, keys, clock, now
        self._going: dict[UUID, ActiveRecording] = {}
        self._tasks = BackgroundTasks("recorder")

    async def start(self) -> list[FinishedRecording]:
        """Begin to write. Returns the recordings that another process left behind, as far as they go, each to be
        told to the log and settled. For the only process that records here."""
        await asyncio.to_thread(make_folder, self._folder)
        left = []
        for path in await asyncio.to_thread(lambda: sorted(self._folder.glob(f"*{_SUFFIX}"))):
            try:
                found = await self._complete(path)
            except Refused as wrong:  # one that cannot be read now must not keep the others, nor the exchange, from starting
                log.exception("recording_not_completed", extra={"call": path.stem, "code": wrong.code})
                continue
            if found is not None:
                left.append(found)
        self._tasks.spawn(self._run())
        return left

    async def close(self) -> None:
        """Stop. What goes on stays on the disk, and is found by the next `start`."""
        self._tasks.cancel()
        for recording in self._going.values():
            recording.close()
        self._going.clear()

    async def begin(self, recording: UUID, case: UUID) -> ActiveRecording:
        """A new recording. `case`: the case, or the call while it belongs to none."""
        assert recording not in self._going, "a recording begins once"
        file = await asyncio.to_thread(SpoolWriter, self._path(recording), case, self._keys)
        self._going[recording] = ActiveRecording(recording, case, file, self._clock.now(), self._now)
        return self._going[recording]

    async def finish(self, recording: UUID) -> FinishedRecording | None:
        """The end; None when nobody was ever tapped. `settle` follows when the log knows. `disk_full` and
        `blob_not_written` leave everything for a later `start`."""
        going = self._going.pop(recording, None)
        if going is None:
            raise Refused("unknown_recording", recording=str(recording))
        await asyncio.to_thread(_end, going)
        return await self._complete(self._path(recording))

    async def settle(self, recording: UUID) -> None:
        """The log knows of it: what was kept on the way can go. Until then every `start` tells of it again, so that a
        crash between the two loses no recording; the same bytes are the same blob."""
        await asyncio.to_thread(self._path(recording).unlink, missing_ok=True)

    def _path(self, recording: UUID) -> Path:
        return self._folder / f"{recording}{_SUFFIX}"

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(_WRITE_EVERY_S)
            try:
                due = [(one, block) for one in self._going.values() if (block := one.due()) is not None]
                await asyncio.to_thread(_write_all, due)
            except Exception as defect:  # noqa: BLE001  what can be written next is written
                report_fault("recorder", defect)

    async def _complete(self, path: Path) -> FinishedRecording | None:
        case = await asyncio.to_thread(spool.case_of, path)
        whole = await asyncio.to_thread(_measure, path, self._keys) if case is not None else None
        if case is None or whole is None:
            await asyncio.to_thread(path.unlink)
            return None
        return FinishedRecording(
            recording=UUID(path.name.removesuffix(_SUFFIX)),
            case=case,
            digest=await self._blobs.put(_stream(path, self._keys, whole), case),
            channels=tuple(whole.channels),
            began_at=whole.began_at,
            span_s=whole.end / RATE,
            missing_s=whole.missing / RATE,
            cut_short=not whole.ended,
        )


def _end(going: ActiveRecording) -> None:
    block = going.due(last=True)
    assert block is not None, "there is always a last one"
    going.write(block)
    going.close()


def _write_all(due: list[tuple[ActiveRecording, SpoolBlock]]) -> None:
    for recording, block in due:
        recording.write(block)


class _SpoolSummary(msgspec.Struct):
    began_at: datetime
    channels: dict[str, None]
    end: int = 0
    missing: int = 0
    ended: bool = False


def _measure(path: Path, keys: CaseKeys) -> _SpoolSummary | None:
    """What is in a file: asked before it is read a second time, for a WAV says first how long it is."""
    whole: _SpoolSummary | None = None
    for block in spool.read(path, keys):
        whole = whole or _SpoolSummary(block.began_at, {})
        whole.channels.update(dict.fromkeys(block.channels))
        whole.missing += block.start - whole.end
        whole.end = block.start + block.length
        whole.ended = block.last
    return whole if whole is not None and whole.channels else None


async def _stream(path: Path, keys: CaseKeys, whole: _SpoolSummary) -> AsyncIterator[bytes]:
    yield wav.header(len(whole.channels), whole.end)
    pieces = _pieces(path, keys, whole)
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


def _pieces(path: Path, keys: CaseKeys, whole: _SpoolSummary) -> Iterator[bytes]:
    end = 0
    for block in spool.read(path, keys):
        if block.start > end:
            yield SILENCE[:1] * ((block.start - end) * len(whole.channels))
        nothing = SILENCE[:1] * block.length
        yield wav.interleave([block.channels.get(name, nothing) for name in whole.channels])
        end = block.start + block.length
    if whole.end * len(whole.channels) % 2:
        yield b"\0"
