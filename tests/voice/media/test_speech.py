"""Aim: a text is spoken by the real program in each language, as sound of a telephone; a broken program costs a code."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from auxilio.voice.core.callout_rules import read_aloud
from auxilio.voice.media import g711, speech
from auxilio.voice.media.speech import EspeakSpeech, SpeechFailed

needs_espeak = pytest.mark.skipif(
    shutil.which(speech.PROGRAM) is None, reason="missing: espeak-ng (apt-get install espeak-ng)"
)
TEXT = "Aviso del centro de emergencias. Incidente número 4711."


def spectrum(alaw: bytes) -> dict[str, float]:
    """Power in the band of voices and above what a telephone carries."""
    samples = g711.decode(alaw).astype(np.float64)
    power = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / g711.RATE)
    total = power.sum()
    return {
        "voice": float(power[(hertz > 90) & (hertz < 3_400)].sum() / total),
        "hum": float(power[hertz < 60].sum() / total),
    }


@needs_espeak
@pytest.mark.parametrize("language", ["es", "ca-ES-valencia", "en", "fr", "zh"])
async def test_each_language_is_spoken_at_the_rate_and_level_of_a_telephone(language: str) -> None:
    said = await EspeakSpeech().say(read_aloud(TEXT), language)
    assert 2.0 < len(said) / g711.RATE < 12.0
    assert spectrum(said)["voice"] > 0.9
    loudest = np.abs(g711.decode(said).astype(np.int32)).max()
    assert 0.4 * 32_767 < loudest < 0.6 * 32_767


@needs_espeak
async def test_a_text_is_no_argument_and_no_command_of_the_program() -> None:
    plain = await EspeakSpeech().say(read_aloud("ayuda"), "es")
    for text in ("--version", "-f /etc/passwd", "[[aI]] <voice name='en'>ayuda</voice>", "$(reboot) `id`"):
        assert len(await EspeakSpeech().say(read_aloud(text), "es")) > len(plain) / 4


def program(folder: Path, script: str) -> str:
    path = folder / speech.PROGRAM
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 1", "speech_failed"),
        ("printf x", "speech_failed"),
        ("exec /bin/sleep 60", "speech_slow"),
        ("exec /usr/bin/yes", "speech_long"),
    ],
)
async def test_a_program_that_fails_hangs_or_floods_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, code: str
) -> None:
    found = program(tmp_path, script)
    monkeypatch.setattr(speech, "speech_program", lambda: found)
    monkeypatch.setattr(speech, "SPEECH_TIMEOUT_S", 0.3 if code == "speech_slow" else 10.0)
    with pytest.raises(SpeechFailed, match=code):
        await EspeakSpeech().say("ayuda", "es")


async def test_without_the_program_the_failure_has_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SpeechFailed, match="speech_missing"):
        await EspeakSpeech().say("ayuda", "es")


def test_long_numbers_are_read_digit_by_digit_and_marks_are_left_out() -> None:
    assert read_aloud("Incidente 4711, A-7 km 25.3") == "Incidente 4 7 1 1, A-7 km 25.3"
    assert read_aloud("[[aI]] <b>") == " aI   b "
    assert len(read_aloud("9" * 5_000)) == 1_200
