"""Write the draft recordings of the content anew: espeak-ng speaks, 8,000 samples a second, A-law.

python tools/announcements.py           of `content/announcements`: what is played to who waits
python tools/announcements.py cards     of `content/recordings`: the steps of the cards that its index names, and
                                        the index itself; only what has changed is spoken anew
"""

import io
import shutil
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import yaml

from auxilio.instructions.content import read_cards
from auxilio.instructions.recordings import words_digest
from auxilio.voice.media import g711
from auxilio.voice.media.recorder import wav
from auxilio.voice.media.speech import VOICES

CONTENT = Path(__file__).parents[1] / "content"
FOLDER = CONTENT / "announcements"
RECORDINGS = CONTENT / "recordings"
CARDS = ("atragantamiento", "atragantamiento-bebe", "rcp-adulto", "rcp-lactante", "rcp-nino")
PEAK = 16_000
PAUSE_S = 1.5
"""After the words, so that a loop of them can be borne."""


SPOKEN_HEAD = """\
# What each recording of this folder says, word for word: its words cannot change without being spoken anew (rule T13). Written by
# `python tools/announcements.py`, as the recordings are.
format: announcements-spoken/1
spoken:
"""
INDEX_HEAD = """\
# What each recording of this folder speaks: card, step, language, and the digest of the words (content/README.md).
# Drafts, spoken by a machine (espeak-ng 1.52); to be recorded by a person and approved before live use.
# Licence of words and recordings: CC BY-SA 4.0, like all content. Written by `python tools/announcements.py cards`.
status: draft
recordings:
"""


def speak(words: str, language: str, pause_s: float = PAUSE_S) -> np.ndarray:
    said = subprocess.run(
        ["espeak-ng", "-v", VOICES[language], "-s", "140", "--stdout"],
        input=words.encode(), capture_output=True, check=True,
    ).stdout  # fmt: skip
    resampler = av.AudioResampler(format="s16", layout="mono", rate=g711.RATE)
    with av.open(io.BytesIO(said)) as file:
        frames = [out for frame in file.decode(audio=0) for out in resampler.resample(frame)]
    frames += resampler.resample(None)
    samples = np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames]).astype(np.float32)
    samples *= PEAK / np.abs(samples).max()
    loud = np.flatnonzero(np.abs(samples) > PEAK / 100)
    samples = samples[loud[0] : loud[-1] + 1]
    return np.concatenate([samples, np.zeros(int(pause_s * g711.RATE), np.float32)])


def write(path: Path, samples: np.ndarray) -> None:
    alaw = g711.encode(samples).tobytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(wav.header(1, len(alaw)) + alaw + b"\0" * (len(alaw) % 2))
    print(f"{path.relative_to(CONTENT)}  {len(alaw) / g711.RATE:.1f} s")


def cards() -> int:
    """Each step of `CARDS` in each language that a voice speaks; nothing is kept of steps that are gone."""
    index = RECORDINGS / "recordings.yaml"
    known = yaml.safe_load(index.read_text())["recordings"] if index.is_file() else {}
    found, lines, kept = read_cards(CONTENT).cards, [INDEX_HEAD], set()
    for card in CARDS:
        lines.append(f"  {card}:\n")
        for step in found[card].steps:
            spoken = {language: step.say[language] for language in VOICES if language in step.say}
            digests = {language: words_digest(words) for language, words in spoken.items()}
            listed = ", ".join(f'{language}: "{digest}"' for language, digest in digests.items())
            lines.append(f"    {step.id}: {{{listed}}}\n")
            for language, words in spoken.items():
                path = RECORDINGS / card / f"{step.id}.{language}.wav"
                kept.add(path)
                had = known.get(card, {}).get(step.id, {}).get(language)
                if had != digests[language] or not path.is_file():
                    write(path, speak(words, language, pause_s=0.2))
    for path in set(RECORDINGS.rglob("*.wav")) - kept:
        path.unlink()
    index.write_text("".join(lines))
    return 0


def main() -> int:
    if shutil.which("espeak-ng") is None:
        print("missing: espeak-ng (apt-get install espeak-ng)")
        return 1
    if sys.argv[1:] == ["cards"]:
        return cards()
    told = yaml.safe_load((FOLDER / "announcements.yaml").read_text())
    for code, said in told["announcements"].items():
        for language, words in said.items():
            write(FOLDER / language / f"{code}.wav", speak(words, language))
    said = "".join(
        f"  {code}:\n" + "".join(f"    {language}: {words}\n" for language, words in each.items())
        for code, each in told["announcements"].items()
    )
    (FOLDER / "spoken.yaml").write_text(SPOKEN_HEAD + said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
