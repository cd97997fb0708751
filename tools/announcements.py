"""Write the draft recordings of `content/announcements` anew: espeak-ng speaks, 8,000 samples a second, A-law.

python tools/announcements.py
"""

import io
import shutil
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import yaml

from auxilio.voice.media import g711
from auxilio.voice.media.recorder import wav

FOLDER = Path(__file__).parents[1] / "content/announcements"
VOICES = {"es": "es", "ca": "ca", "en": "en-gb", "fr": "fr-fr"}
PEAK = 16_000
PAUSE_S = 1.5
"""After the words, so that a loop of them can be borne."""


def speak(words: str, language: str) -> np.ndarray:
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
    return np.concatenate([samples, np.zeros(int(PAUSE_S * g711.RATE), np.float32)])


def main() -> int:
    if shutil.which("espeak-ng") is None:
        print("missing: espeak-ng (apt-get install espeak-ng)")
        return 1
    told = yaml.safe_load((FOLDER / "announcements.yaml").read_text())
    for code, said in told["announcements"].items():
        for language, words in said.items():
            alaw = g711.encode(speak(words, language)).tobytes()
            path = FOLDER / language / f"{code}.wav"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(wav.header(1, len(alaw)) + alaw + b"\0" * (len(alaw) % 2))
            print(f"{path.relative_to(FOLDER)}  {len(alaw) / g711.RATE:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
