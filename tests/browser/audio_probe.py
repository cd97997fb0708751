"""Browsers with a voice and an ear: each speaks a tone of its own, and what it hears is measured in its page."""

import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, BrowserContext, Page

from auxilio.voice.media import g711
from tests.browser.browser_session import ARGUMENTS, CHROMIUM, DESK, MICROPHONE, window
from tests.browser.timeouts import until

RATE = 48_000
LOUD_DB = -50.0
"""A tone that is spoken arrives above this; one that is not is far below, whatever else is to be heard."""
EAR = """(wanted) => {
  const speaker = document.querySelector("audio[data-line]")
  if (!speaker?.srcObject) return null
  if (window.ear?.stream !== speaker.srcObject) {
    const context = new AudioContext()
    const analyser = new AnalyserNode(context, { fftSize: 16384, smoothingTimeConstant: 0 })
    context.createMediaStreamSource(speaker.srcObject).connect(analyser)
    window.ear = { stream: speaker.srcObject, context, analyser }
  }
  const { context, analyser } = window.ear
  const found = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(found)
  const bin = context.sampleRate / analyser.fftSize
  return wanted.map((hz) => {
    const at = Math.round(hz / bin)
    return Math.max(...found.slice(at - 2, at + 3))
  })
}"""

WATCH = f"""([wanted, words]) => {{
  const ear = {EAR}
  const seen = {{ silent: false, beside: [] }}
  clearInterval(window.watching)
  window.watched = seen
  window.watching = setInterval(() => {{
    const levels = ear(wanted) ?? wanted.map(() => null)
    const loud = wanted.filter((_, nth) => (levels[nth] ?? -200) > {LOUD_DB})
    if (loud.length === 0) seen.silent = true
    if (words !== null && document.body.innerText.includes(words)) seen.beside.push(loud)
  }}, 100)
}}"""
"""What is over before somebody has asked for it: the page itself looks ten times a second."""
KEEP_CONNECTIONS = """
window.connections = []
window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) {
    super(...given)
    window.connections.push(this)
  }
}
"""
ARRIVES = """async () => {
  const found = []
  for (const connection of window.connections)
    for (const each of (await connection.getStats()).values())
      if (["inbound-rtp", "outbound-rtp", "transport"].includes(each.type))
        found.push([connection.connectionState, each.type, each.ssrc, each.packetsReceived, each.packetsSent,
          each.packetsDiscarded, each.audioLevel, each.concealedSamples, each.totalSamplesReceived])
  return found
}"""
"""What comes at a page's lines and goes out of them, for whoever must find out why a tone is not heard."""


def tone(path: Path, hz: float) -> Path:
    """A file that a fake microphone plays over and over: whole waves, so that its end meets its beginning."""
    moments = np.arange(RATE * 2) / RATE
    samples = (np.sin(2 * np.pi * hz * moments) * 0.4 * 32_767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


@dataclass
class Ears:
    """Somebody's page, and the tones that can be told apart in it."""

    browser: Browser
    context: BrowserContext
    page: Page
    tones: tuple[int, ...]
    said: list[str] = field(default_factory=list)
    """On the page's console."""

    def hears(self) -> frozenset[int] | None:
        """The tones that are loud just now; None while there is no line."""
        levels = self.page.evaluate(EAR, list(self.tones))
        if levels is None:
            return None
        return frozenset(hz for hz, db in zip(self.tones, levels, strict=True) if (db or -200) > LOUD_DB)

    def lines_opened(self) -> int:
        """How many lines this page has opened since it was loaded."""
        return int(self.page.evaluate("window.connections.length"))

    def watch(self, words: str | None = None) -> None:
        """From now on the page keeps whether it fell silent, and what was heard while these words stood on it."""
        self.page.evaluate(WATCH, [list(self.tones), words])

    def until_fell_silent(self) -> None:
        """There was a moment since `watch` in which nobody was heard."""
        until(lambda: self.page.evaluate("watched.silent"), "it fell silent")

    def until_heard_beside_the_words(self, *wanted: int) -> None:
        """The words of `watch` stood there, and just these tones were heard meanwhile."""

        def heard() -> bool:
            return sorted(wanted) in map(sorted, self.page.evaluate("watched.beside"))

        until(heard, f"{wanted} was heard beside the words")

    def until_hears(self, *wanted: int) -> None:
        """Wait until exactly these tones are heard, and no other of those that are known."""
        try:
            until(lambda: self.hears() == frozenset(wanted) or None, f"hears {wanted} of {self.tones}")
        except AssertionError as never:
            never.add_note(f"last heard: {self.hears()}")
            for _ in range(2):
                never.add_note(f"comes and goes: {self.page.evaluate(ARRIVES)}")
                self.page.wait_for_timeout(1_000)
            raise


@contextmanager
def somebody(
    browser: Browser, installation: str, voice: Path, tones: tuple[int, ...], **more: object
) -> Iterator[Ears]:
    """A browser of its own, because a fake microphone belongs to a whole browser."""
    own = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=[
            *ARGUMENTS,
            *MICROPHONE,
            f"--use-file-for-fake-audio-capture={voice}",
            "--autoplay-policy=no-user-gesture-required",
        ],
    )
    try:
        context = window(own, installation, **{"size": DESK, "permissions": ["microphone"], **more})
        context.add_init_script(KEEP_CONNECTIONS)
        ears = Ears(own, context, context.new_page(), tones)
        ears.page.on("console", lambda message: ears.said.append(message.text))
        yield ears
    finally:
        own.close()


def channels(wav: bytes) -> list["np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    """Each party of a recorded call, as samples."""
    at = wav.index(b"data") + 8
    samples = g711.decode(wav[at : at + int.from_bytes(wav[at - 4 : at], "little")]).astype(float)
    return [samples[0::2], samples[1::2]]


def share(samples: "np.ndarray[tuple[int], np.dtype[np.float64]]", hz: float) -> float:
    """How much of what is loud is this tone, measured by the second in which it is loudest."""
    best, whole = 0.0, 1e-9
    wave = np.exp(-2j * np.pi * hz * np.arange(8000) / 8000)
    for start in range(0, len(samples) - 8000, 8000):
        second = samples[start : start + 8000]
        power = float(np.sum(second**2))
        if power > whole:
            best, whole = 2 * abs(np.dot(second, wave)) ** 2 / 8000, power
    return best / whole


def most(samples: "np.ndarray[tuple[int], np.dtype[np.float64]]", hz: float) -> float:
    """How much of a second is this tone, in the second that has most of it; silence has none."""
    wave = np.exp(-2j * np.pi * hz * np.arange(8000) / 8000)
    seconds = [samples[start : start + 8000] for start in range(0, len(samples) - 8000, 8000)]
    powers = [(float(np.sum(second**2)), second) for second in seconds]
    loud = max((power for power, _ in powers), default=0.0) / 100
    return max(
        (2 * abs(np.dot(second, wave)) ** 2 / 8000 / power for power, second in powers if power > loud),
        default=0.0,
    )
