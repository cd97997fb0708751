"""Speaks a text by the program `espeak-ng`, as a process of its own that is bounded in time and size (decision 0412)."""

import asyncio
import contextlib
import shutil
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from auxilio.kernel.shared_types import Language
from auxilio.platform.i18n import fallback_chain
from auxilio.voice.media import g711

PROGRAM = "espeak-ng"
VOICES = {"es": "es", "ca": "ca", "en": "en-gb", "fr": "fr-fr"}
"""Language of a catalogue to a voice of the program."""
WORDS_PER_MINUTE = 140
SPEECH_TIMEOUT_S = 10.0
"""A minute of speech takes half a second (measured); a program that hangs is ended."""
_HEADER = 44
"""Bytes of RIFF before the samples. Their length is not in it: the program writes a stream."""
_RATE_AT = slice(24, 28)
_RATE = 22_050
_BYTES_MAX = _HEADER + 120 * _RATE * 2
_IN, _OUT = 441, 160
"""22,050 to 8,000 samples a second."""
_PEAK = 0.5 * 32_767


class SpeechFailed(Exception):
    """The text could not be spoken. `code`: why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Speech(Protocol):
    """Speaks texts."""

    async def say(self, text: str, language: Language) -> bytes:
        """The text as A-law at 8,000 samples a second. Raises `SpeechFailed`."""
        ...


def speech_program() -> str | None:
    """Where the program is; None where it is not installed."""
    return shutil.which(PROGRAM)


class EspeakSpeech:
    """Implements `Speech`. One text is spoken at a time: call control goes on beside it."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()

    async def say(self, text: str, language: Language) -> bytes:
        """See `Speech`. The codes: `speech_missing`, `speech_failed`, `speech_slow`, `speech_long`."""
        program = speech_program()
        if program is None:
            raise SpeechFailed("speech_missing")
        voice = next(VOICES[one] for one in fallback_chain(language) if one in VOICES)
        async with self._one:
            riff = await _run(program, voice, text)
        if len(riff) <= _HEADER or int.from_bytes(riff[_RATE_AT], "little") != _RATE:
            raise SpeechFailed("speech_failed")
        samples = np.frombuffer(riff[_HEADER : len(riff) - len(riff) % 2], "<i2")
        return await asyncio.to_thread(_as_alaw, samples)


async def _run(program: str, voice: str, text: str) -> bytes:
    arguments = ("-v", voice, "-s", str(WORDS_PER_MINUTE), "-b", "1", "--stdin", "--stdout")
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            program, *arguments, stdin=pipe, stdout=pipe, stderr=nothing, env={"LANG": "C.UTF-8"}
        )
    except OSError:
        raise SpeechFailed("speech_missing") from None
    assert process.stdin is not None, "piped"
    assert process.stdout is not None, "piped"
    try:
        async with asyncio.timeout(SPEECH_TIMEOUT_S):
            with contextlib.suppress(
                OSError, RuntimeError
            ):  # uvloop: a closed pipe. It ended before it read: its exit code says so
                process.stdin.write(text.encode())
                await process.stdin.drain()
            process.stdin.close()
            riff = await _read(process.stdout)
            if await process.wait() != 0:
                raise SpeechFailed("speech_failed")
    except TimeoutError:
        raise SpeechFailed("speech_slow") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return riff


async def _read(stream: asyncio.StreamReader) -> bytes:
    found = bytearray()
    while piece := await stream.read(65_536):
        found += piece
        if len(found) > _BYTES_MAX:
            raise SpeechFailed("speech_long")
    return bytes(found)


def _as_alaw(samples: NDArray[np.int16]) -> bytes:
    """Band-limited to what a telephone carries (all at once, by its spectrum), at a level that is heard and not distorted."""
    padded = np.zeros(-(-len(samples) // _IN) * _IN, np.float32)
    padded[: len(samples)] = samples
    count = len(padded) * _OUT // _IN
    spectrum = np.fft.rfft(padded)[: count // 2 + 1]
    spoken = np.fft.irfft(spectrum, count) * (_OUT / _IN)
    loudest = float(np.abs(spoken).max())
    if loudest < 1:
        raise SpeechFailed("speech_failed")  # a voice that says nothing
    return g711.encode((spoken * (_PEAK / loudest)).astype(np.float32)).tobytes()
