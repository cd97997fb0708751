"""Recordings of the steps of cards: `recordings/<card>/<step>.<language>.wav`, and the index of what each one speaks.

The index (`recordings/recordings.yaml`) keeps, beside each file's name, the digest of the words it was spoken from. A
recording is played only for those very words: a sentence that is changed never plays its old recording, in whichever
way the new sentence came into force.
"""

import hashlib
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auxilio.instructions.core.model import Card, StepRecording
from auxilio.platform.documents import DocumentFault, Severity, SourceDocument, read_yaml

FOLDER = "recordings"
INDEX = f"{FOLDER}/recordings.yaml"
LONGEST_S = 30.0
"""A step is one or two short sentences; who waits longer than this to be spoken to hangs up."""
RATES = frozenset({8_000, 16_000})
_PCM, _ALAW = 1, 6
_WIDTH = {_PCM: 2, _ALAW: 1}


def words_digest(words: str) -> str:
    """Of the sentence that a recording speaks: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def seconds_of(data: bytes) -> float | None:
    """How long a WAV lasts that every browser plays and a telephone carries: mono, 8 or 16 kHz, A-law or 16 bits. None
    for anything else."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return None
    per_second, place = 0, 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        chunk = data[place + 8 : place + 8 + size]
        if name == b"fmt " and len(chunk) >= 16:
            form, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
            fits = channels == 1 and rate in RATES and bits == 8 * _WIDTH.get(form, 0)
            per_second = rate * _WIDTH[form] if fits else 0
        if name == b"data":
            whole = len(chunk) == size > 0
            return size / per_second if per_second and whole else None
        place += 8 + size + size % 2
    return None


@dataclass(frozen=True)
class _Entry:
    card: str
    step: str
    language: str
    words: str

    @property
    def file(self) -> str:
        return f"{self.card}/{self.step}.{self.language}.wav"


def _entries(data: Mapping[str, Any]) -> Iterator[_Entry]:
    listed = data.get("recordings")
    for card, steps in listed.items() if isinstance(listed, dict) else ():
        for step, spoken in steps.items() if isinstance(steps, dict) else ():
            for language, words in spoken.items() if isinstance(spoken, dict) else ():
                yield _Entry(str(card), str(step), str(language), str(words))


def _index(folder: Path) -> tuple[SourceDocument | None, list[DocumentFault]]:
    path = folder / INDEX
    if not path.is_file():
        return None, []
    documents, faults = read_yaml(path, INDEX)
    return (documents[0] if documents else None), faults


class RecordingFolder:
    """Finds recordings; implements `core.ports.RecordingLibrary`. Read once, like the announcements: new files are heard after a restart.

    Never refuses: what does not fit is not offered, and `verify` says why.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        """`folders`: those that hold `recordings/`, the centre's own first."""
        self._files: dict[str, Path] = {}
        self._found: dict[tuple[str, str, str, str], StepRecording] = {}
        for folder in folders:
            document, _ = _index(folder)
            for entry in _entries(document.data) if document else ():
                draft = document is not None and document.data.get("status") != "approved"
                self._take(folder / FOLDER / entry.file, entry, draft)

    def _take(self, path: Path, entry: _Entry, draft: bool) -> None:
        key = (entry.card, entry.step, entry.language, entry.words)
        if key in self._found or not path.is_file():
            return
        data = path.read_bytes()
        seconds = seconds_of(data)
        if seconds is None or seconds > LONGEST_S:
            return
        digest = hashlib.sha256(data).hexdigest()
        self._files[digest] = path
        self._found[key] = StepRecording(
            digest=digest, language=entry.language, seconds=round(seconds, 1), draft=draft
        )

    def of(self, card: Card) -> dict[str, dict[str, StepRecording]]:
        """What can be played of this very version: step, language, recording."""
        found: dict[str, dict[str, StepRecording]] = {}
        for step in card.steps:
            for language, words in step.say.items():
                recording = self._found.get((card.id, step.id, language, words_digest(words)))
                if recording is not None:
                    found.setdefault(step.id, {})[language] = recording
        return found

    def recording(self, card: Card, step: str, digest: str) -> StepRecording | None:
        """The recording with that digest, if it speaks the words of this step; None otherwise."""
        spoken = self.of(card).get(step, {}).values()
        return next((each for each in spoken if each.digest == digest), None)

    def sound(self, digest: str) -> bytes | None:
        """The file, or None when no recording has that digest."""
        path = self._files.get(digest)
        try:
            data = path.read_bytes() if path is not None else None
        except OSError:
            return None
        return data if data is not None and hashlib.sha256(data).hexdigest() == digest else None


def verify(folder: Path, cards: Mapping[str, Card]) -> list[DocumentFault]:
    """L24: each recording speaks the words of a step as they stand, and can be played.

    One whose words have changed is a warning: it is left out, and the content goes into force without it.
    """
    document, faults = _index(folder)
    entries = list(_entries(document.data)) if document else []
    for entry in entries:
        assert document is not None
        line = document.line("recordings", entry.card, entry.step, entry.language)
        faults += _recording_fault(folder / FOLDER, entry, cards.get(entry.card), line)
    listed = {entry.file for entry in entries}
    for path in sorted((folder / FOLDER).rglob("*.wav")):
        name = path.relative_to(folder / FOLDER).as_posix()
        if name not in listed:
            faults.append(
                DocumentFault(rule="L24", code="recording_unlisted", file=f"{FOLDER}/{name}", line=1)
            )
    return faults


def _recording_fault(folder: Path, entry: _Entry, card: Card | None, line: int) -> Iterator[DocumentFault]:
    def fault(code: str, severity: Severity = Severity.ERROR, **facts: str | int) -> DocumentFault:
        told: dict[str, str | int] = {"name": entry.file, **facts}
        return DocumentFault(
            rule="L24", code=code, file=INDEX, line=line, document=entry.card, severity=severity, facts=told
        )

    step = card.step(entry.step) if card else None
    if step is None or entry.language not in step.say:
        yield fault("recording_of_no_step")
        return
    path = folder / entry.file
    if not path.is_file():
        yield fault("recording_missing")
        return
    seconds = seconds_of(path.read_bytes())
    if seconds is None:
        yield fault("recording_format")
    elif seconds > LONGEST_S:
        yield fault("recording_too_long", seconds=round(seconds), most=round(LONGEST_S))
    if entry.words != words_digest(step.say[entry.language]):
        yield fault("recording_stale", Severity.WARNING)
