"""Sounds as files that rtpengine plays: 16-bit PCM, the only form of WAV that it takes for sure."""

import asyncio
import io
import wave
from hashlib import sha256
from pathlib import Path

from auxilio.platform.files import make_folder
from auxilio.voice.media import g711
from auxilio.voice.media.ports import Sound


class SoundFiles:
    """A folder that the node can read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[int, Path] = {}

    async def path(self, sound: Sound) -> str:
        """The sound's file, written when it is asked for first."""
        if id(sound) not in self._known:
            self._known[id(sound)] = await asyncio.to_thread(self._write, sound)
        return str(self._known[id(sound)])

    def _write(self, sound: Sound) -> Path:
        path = self._folder / f"{sha256(sound.alaw).hexdigest()[:32]}.wav"
        if not path.exists():
            make_folder(self._folder, mode=0o755)
            data = io.BytesIO()
            with wave.open(data, "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(g711.RATE)
                file.writeframes(g711.decode(sound.alaw).astype("<i2").tobytes())
            partial = path.with_suffix(".partial")
            partial.write_bytes(data.getvalue())
            partial.replace(path)
        return path
