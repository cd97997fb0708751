"""What is played to who waits: announcements in their language, and the tones that say that it rings or that somebody was lost."""

import numpy as np

from auxilio.kernel.words import Language
from auxilio.platform.i18n import REFERENCE
from auxilio.voice.control.wiring import Heard
from auxilio.voice.media import g711
from auxilio.voice.media.announcements.library import Announcements
from auxilio.voice.media.ports import Sound

CODES = {Heard.WAITING: "answer_soon", Heard.HELD: "hold"}
LOST_NOTES = ((950, 0.33), (1400, 0.33), (1800, 0.33), (0, 1.0))
"""Hertz and seconds: the special information tone (ITU-T E.180). Something happened, and it is not the busy tone, at
which people hang up."""
RINGING_NOTES = ((425, 1.5), (0, 3.0))
"""It rings at the other end, as it sounds in Spain (ITU-T E.180 supplement 2)."""
LEVEL = 0.18 * 32_767
"""To be heard and not to startle."""


class Spoken:
    """`control.ports.Sounds` over the announcements of content and centre."""

    def __init__(self, announcements: Announcements) -> None:
        self._announcements = announcements
        self._lost = Sound("lost", tone(LOST_NOTES))
        self._ringing = Sound("ringing", tone(RINGING_NOTES))

    def heard(self, what: Heard, language: Language | None) -> Sound | None:
        """In the language of whoever waits, where there is one; nothing is silence."""
        match what:
            case Heard.NOTHING:
                return None
            case Heard.LOST:
                return self._lost
            case Heard.RINGING:
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
