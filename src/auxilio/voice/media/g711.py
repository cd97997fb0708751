"""G.711 by table: A-law and µ-law at 8,000 samples a second (ITU-T G.711).

Inside the engines a packet stays A-law until somebody has to mix it; a leg that speaks µ-law is translated on
entry and exit. A frame is 20 ms.
"""

import math

import numpy as np
from numpy.typing import NDArray

RATE = 8000
FRAME = 160
"""Samples of a frame of 20 ms; in G.711 also its bytes."""
FRAME_S = FRAME / RATE
SILENCE = b"\xd5" * FRAME
"""A frame of A-law's smallest value."""

Samples = NDArray[np.int16]
Codes = NDArray[np.uint8]


def _alaw_level(code: int) -> int:
    code ^= 0x55
    segment, mantissa = (code >> 4) & 7, code & 15
    level = (mantissa << 4) + 8 if segment == 0 else ((mantissa << 4) + 0x108) << (segment - 1)
    return level if code & 0x80 else -level


def _ulaw_level(code: int) -> int:
    code = ~code & 0xFF
    level = ((((code & 15) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84
    return -level if code & 0x80 else level


def _encoder(levels: Samples, positive: list[int], sign: int) -> Codes:
    """For every sample its code. `positive`: the codes of positive samples from quiet to loud; each reaches from
    halfway below its level, by its own step, to where the next begins."""
    loud = levels[positive].astype(np.int32)
    step = np.diff(loud, append=loud[-1] + (loud[-1] - loud[-2]))
    step[15::16] = step[14::16]  # the step changes with the segment, not one code before it
    edges = loud - step // 2
    sample = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32)
    magnitude = np.where(sample < 0, -sample - 1, sample)
    place = np.clip(np.searchsorted(edges, magnitude, side="right") - 1, 0, len(positive) - 1)
    code = np.array(positive, np.uint8)[place]
    return np.where(sample < 0, code ^ sign, code).astype(np.uint8)


_FROM_ALAW: Samples = np.array([_alaw_level(code) for code in range(256)], np.int16)
_FROM_ULAW: Samples = np.array([_ulaw_level(code) for code in range(256)], np.int16)
_TO_ALAW = _encoder(_FROM_ALAW, [(0x80 | step) ^ 0x55 for step in range(128)], 0x80)
_TO_ULAW = _encoder(_FROM_ULAW, [~step & 0xFF for step in range(128)], 0x80)
FROM_ALAW = _FROM_ALAW.astype(np.float32)
"""A-law code → sample, as float32 so that mixing is a product of matrices."""
ULAW_TO_ALAW = bytes(_TO_ALAW[_FROM_ULAW.view(np.uint16)])
"""For `bytes.translate`."""
ALAW_TO_ULAW = bytes(_TO_ULAW[_FROM_ALAW.view(np.uint16)])
"""For `bytes.translate`."""


def decode(alaw: bytes) -> Samples:
    """A-law to samples."""
    return _FROM_ALAW[np.frombuffer(alaw, np.uint8)]


def encode(samples: NDArray[np.float32] | Samples) -> Codes:
    """Samples to A-law; what is too loud is cut at the largest value."""
    if samples.dtype != np.int16:
        samples = np.clip(samples, -32768, 32767).astype(np.int16)
    return _TO_ALAW[samples.view(np.uint16)]


def decibels(power: float) -> float:
    """Mean square of samples as dBFS: a full sine is −3, nothing is −96."""
    return max(-96.0, 10 * math.log10(power / 32768**2)) if power > 0 else -96.0
