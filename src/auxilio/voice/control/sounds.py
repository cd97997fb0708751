"""Sounds for callers who wait: announcements in their language, ringing, and the tone of a lost line."""

import numpy as np

from auxilio.kernel.shared_types import Language
from auxilio.platform.i18n import REFERENCE
from auxilio.voice.core.media_plan import ParkedSound
from auxilio.voice.media import g711
from auxilio.voice.media.announcements.library import Announcements
from auxilio.voice.media.ports import Sound

CODES = {ParkedSound.WAITING: "answer_soon", ParkedSound.HELD: "hold"}
LOST_NOTES = ((950, 0.33), (1400, 0.33), (1800, 0.33), (0, 1.0))
"""Hertz and seconds: the special information tone (ITU-T E.180). Something happened, and it is not the busy tone, at
which people hang up."""
RINGING_NOTES = ((425, 1.5), (0, 3.0))
"""It rings at the other end, as it sounds in Spain (ITU-T E.180 supplement 2)."""
LEVEL = 0.18 * 32_767
"""To be heard and not to startle."""


class AnnouncementSounds:
    """`control.ports.SoundSource` over the announcements of content and centre."""

    def __init__(self, announcements: Announcements) -> None:
        self._announcements = announcements
        self._lost = Sound("lost", tone(LOST_NOTES))
        self._ringing = Sound("ringing", tone(RINGING_NOTES))

    def sound_of(self, what: ParkedSound, language: Language | None) -> Sound | None:
        """In the language of the caller, where the announcement exists in it; None is silence."""
        match what:
            case ParkedSound.NOTHING:
                return None
            case ParkedSound.LOST:
                return self._lost
            case ParkedSound.RINGING:
                return self._ringing
            case _:
                primary = (language or REFERENCE).partition("-")[0]
                return self._announcements.sound(CODES[what], primary)


def tone(notes: tuple[tuple[int, float], ...]) -> bytes:
    """Notes as A-law, each with soft edges: a click is not a sound."""
    pieces = []
    for hz, span_s in notes:
        moments = np.arange(int(span_s * g711.RATE), dtype=np.float32) / g711.RATE
        edge = np.clip(np.minimum(moments, span_s - moments) / 0.02, 0, 1)
        pieces.append((np.sin(2 * np.pi * hz * moments) * edge * LEVEL).astype(np.float32))
    return g711.encode(np.concatenate(pieces)).tobytes()
