"""Recordings by code and language."""

import logging
import re
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from auxilio.voice.media import g711
from auxilio.voice.media.ports import Sound

log = logging.getLogger(__name__)

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ALAW, _LONGEST_S = 6, 120


class Announcements:
    """Finds recordings; what was found once is remembered.

    Never refuses: whoever waits hears something. A language that has no recording is spoken for by the next of
    `languages`, a code that has none at all by the tone of waiting.
    """

    def __init__(self, folders: Sequence[Path], languages: Sequence[str] = ("es", "en")) -> None:
        """`folders`: the centre's own first. `languages`: to fall back on, in order."""
        self._folders, self._languages = list(folders), list(languages)
        self._known: dict[tuple[str, str], Sound] = {}

    def sound(self, code: str, language: str) -> Sound:
        """The recording of a code, such as `answer_soon`, in a language, such as `ca`."""
        key = (code, language)
        if key not in self._known:
            self._known[key] = self._find(code, language) or waiting_tone()
        return self._known[key]

    def has(self, code: str, language: str) -> bool:
        """Is there a recording in just this language?"""
        return self.sound(code, language).name == f"{language}/{code}"

    def _find(self, code: str, language: str) -> Sound | None:
        assert _NAME.fullmatch(code), "a code is lower_case_words"
        for spoken in dict.fromkeys([language, *self._languages]):
            if not _NAME.fullmatch(spoken):
                continue
            for folder in self._folders:
                path = folder / spoken / f"{code}.wav"
                if path.is_file() and (alaw := read_wav(path.read_bytes())) is not None:
                    return Sound(f"{spoken}/{code}", alaw)
        log.warning("announcement_missing", extra={"code": code})
        return None


def read_wav(data: bytes) -> bytes | None:
    """A-law of a WAV that holds just that, mono, 8,000 a second; None for anything else."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return None
    fits, place = False, 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        chunk = data[place + 8 : place + 8 + size]
        if name == b"fmt " and len(chunk) >= 16:
            fits = struct.unpack_from("<HHI", chunk) == (_ALAW, 1, g711.RATE)
        if name == b"data":
            return chunk if fits and 0 < len(chunk) <= _LONGEST_S * g711.RATE else None
        place += 8 + size + size % 2
    return None


def waiting_tone() -> Sound:
    """Two soft notes and a pause, over and over: the line is alive, and somebody will come."""

    def note(hertz: int, seconds: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        at = np.arange(int(seconds * g711.RATE), dtype=np.float32) / g711.RATE
        swell = np.sin(np.pi * at / seconds) ** 2
        return (3000 * swell * np.sin(2 * np.pi * hertz * at)).astype(np.float32)

    pause = np.zeros(int(2.6 * g711.RATE), np.float32)
    samples = np.concatenate([note(440, 0.6), note(554, 0.8), pause])
    return Sound("tone/waiting", g711.encode(samples).tobytes())
