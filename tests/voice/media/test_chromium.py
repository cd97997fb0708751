"""A real browser at the line: it speaks a file into its fake microphone, and its analyser is the ear."""

import base64
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.async_api import Page, async_playwright

from auxilio.voice.media import g711
from auxilio.voice.media.ports import LegEventKind, LegId
from auxilio.voice.media.recorder import wav
from tests.browser.browser_session import ARGUMENTS, CHROMIUM
from tests.voice.media.engine_lines import Lines, hears
from tests.voice.media.peers import CALLER, DESK, MUSIC, SUPERVISOR, TARGET, TONES, sound, tone, until

pytestmark = [pytest.mark.browser]

A, B = LegId("a"), LegId("b")

CALL = """async () => {
  const pc = new RTCPeerConnection();
  const said = await navigator.mediaDevices.getUserMedia(
    {audio: {echoCancellation: false, noiseSuppression: false, autoGainControl: false}});
  said.getTracks().forEach(track => pc.addTrack(track, said));
  pc.ontrack = event => {
    const stream = new MediaStream([event.track]);
    const element = new Audio(); element.srcObject = stream; element.play();
    const context = new AudioContext();
    window.ear = context.createAnalyser(); window.ear.fftSize = 8192; window.ear.smoothingTimeConstant = 0;
    context.createMediaStreamSource(stream).connect(window.ear); context.resume();
  };
  window.pc = pc;
  await pc.setLocalDescription(await pc.createOffer());
  await new Promise(done => { if (pc.iceGatheringState === 'complete') done();
    else pc.onicegatheringstatechange = () => pc.iceGatheringState === 'complete' && done(); });
  return pc.localDescription.sdp;
}"""

HEARD = """tones => {
  if (!window.ear) return null;
  const bins = new Float32Array(window.ear.frequencyBinCount);
  window.ear.getFloatFrequencyData(bins);
  const width = window.ear.context.sampleRate / window.ear.fftSize;
  return tones.filter(hertz => Math.max(...[-1, 0, 1].map(k => bins[Math.round(hertz / width) + k])) > -50);
}"""

PLAY = """async data => {
  const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
  const element = new Audio(URL.createObjectURL(new Blob([bytes], {type: 'audio/wav'})));
  await new Promise((done, failed) => { element.onloadedmetadata = done; element.onerror = () => failed(element.error.message); });
  element.currentTime = 2.5;
  await new Promise(done => element.onseeked = done);
  const decoded = await new AudioContext().decodeAudioData(bytes.buffer);
  const crossings = [...Array(decoded.numberOfChannels).keys()].map(channel => {
    const samples = decoded.getChannelData(channel).slice(0, decoded.sampleRate);
    let count = 0;
    for (let at = 1; at < samples.length; at++) count += samples[at - 1] < 0 && samples[at] >= 0;
    return count;
  });
  return [element.duration, element.currentTime, crossings];
}"""


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    if CHROMIUM is None:
        pytest.skip("missing: chromium (apt-get install chromium)")
    microphone = tmp_path / "microphone.wav"
    with wave.open(str(microphone), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(tone(CALLER, 80_000).astype("<i2").tobytes())
    calling = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}",
    ]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *calling])
        page = await browser.new_page()
        await page.route(
            "**/*", lambda route: route.fulfill(body="<title>.</title>", content_type="text/html")
        )
        await page.goto("http://localhost/")
        yield page
        await browser.close()


async def _hears(page: Page, *tones: int) -> None:
    seen: Any = None
    for _ in range(100):
        seen = await page.evaluate(HEARD, list(TONES))
        if seen is not None and set(seen) == set(tones):
            return
        await page.wait_for_timeout(100)
    raise AssertionError(f"wanted {tones}, heard {seen}")


async def test_chromium_and_a_telephone_hear_each_other_and_hold_is_heard(page: Page, lines: Lines) -> None:
    answer = await lines.engine.attach_in(A, await page.evaluate(CALL), group="call")
    await page.evaluate("sdp => window.pc.setRemoteDescription({type: 'answer', sdp})", answer)
    desk = await lines.phone("b", DESK)
    await lines.engine.bridge(A, B)
    await _hears(page, DESK)
    await hears(desk, CALLER)
    await lines.engine.park(A, sound(MUSIC))
    await _hears(page, MUSIC)
    await lines.engine.bridge(A, B)
    await _hears(page, DESK)
    await page.evaluate("() => window.pc.close()")
    await until(
        lambda: (
            lines.seen("a", LegEventKind.LOST)
            or [one for one in lines.facts if one.kind is LegEventKind.DEAD]
        )
    )


async def test_chromium_plays_a_recording_of_three_parties_and_seeks_in_it(page: Page) -> None:
    channels = [g711.encode(tone(hertz, 32_000)).tobytes() for hertz in (CALLER, TARGET, SUPERVISOR)]
    data = wav.header(3, 32_000) + wav.interleave(channels)
    duration, at, crossings = await page.evaluate(PLAY, base64.b64encode(data).decode())
    assert duration == pytest.approx(4.0, abs=0.01)
    assert at == pytest.approx(2.5, abs=0.05)
    assert crossings == [pytest.approx(hertz, abs=3) for hertz in (CALLER, TARGET, SUPERVISOR)]
    assert isinstance(channels[0], bytes)
    assert np.frombuffer(data[58:61], np.uint8).tolist() == [one[0] for one in channels]
