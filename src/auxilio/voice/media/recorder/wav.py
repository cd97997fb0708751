"""WAV of A-law with a channel for each party: half of PCM's size, played and sought by every browser."""

import struct

import numpy as np

from auxilio.voice.media.g711 import RATE

_ALAW = 6


def header(channels: int, samples: int) -> bytes:
    """What stands before the sound; `samples` of each channel."""
    assert channels >= 1, "a recording has a party"
    data = channels * samples
    form = struct.pack("<HHIIHHH", _ALAW, channels, RATE, RATE * channels, channels, 8, 0)
    fact = struct.pack("<I", samples)
    size = 4 + (8 + len(form)) + (8 + len(fact)) + (8 + data + data % 2)
    assert size < 2**32, "a WAV of more than 4 GiB has no length"
    return b"".join(
        (
            struct.pack("<4sI4s", b"RIFF", size, b"WAVE"),
            struct.pack("<4sI", b"fmt ", len(form)),
            form,
            struct.pack("<4sI", b"fact", len(fact)),
            fact,
            struct.pack("<4sI", b"data", data),
        )
    )


def interleave(channels: list[bytes]) -> bytes:
    """One sample of each in turn."""
    return np.stack([np.frombuffer(one, np.uint8) for one in channels], axis=1).tobytes()
