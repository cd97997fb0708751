"""Writes `src/auxilio/triage/phrase_sums.npz`: sums of the sentence vectors of the shipped phrases (decision 0317).

    python tools/make_phrase_sums.py [--check] [--kept FILE]

A phrase costs some hundredths of a second; vectors are kept in FILE, so that only what is new is computed. `--check` writes
nothing and fails when the file of sums is behind the phrases.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

from auxilio.active_content.type_ranking import package_phrases
from auxilio.triage.core.meaning_model import PhraseSums, Vector
from auxilio.triage.sentence_vectors import SUMS, SentenceVectors, phrase_digest, read_sums, write_sums

ROOT = Path(__file__).parents[1]
KEPT = Path(tempfile.gettempdir()) / "auxilio-phrase-vectors.npz"
AT_ONCE = 200


def is_behind(phrases: dict[str, list[str]]) -> bool:
    """Whether the file is of other phrases than these."""
    digests = {phrase_digest(code, said) for code, some in phrases.items() for said in some}
    return not SUMS.exists() or read_sums()[1] != digests


def vectors_of(texts: list[str], file: Path) -> dict[str, Vector]:
    """The vector of each text, from those that are kept or anew."""
    found: dict[str, Vector] = {}
    if file.exists():
        with np.load(file, allow_pickle=False) as kept:
            found = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
    new = [text for text in dict.fromkeys(texts) if text not in found]
    embed = SentenceVectors() if new else None
    for begin in range(0, len(new), AT_ONCE):
        some = new[begin : begin + AT_ONCE]
        assert embed is not None
        found |= dict(zip(some, embed(some), strict=True))
        print(f"{begin + len(some)} of {len(new)} phrases", flush=True)
        _keep(found, file)
    return found


def _keep(found: dict[str, Vector], file: Path) -> None:
    with file.open("wb") as out:
        np.savez(out, texts=np.array(list(found)), vectors=np.stack(list(found.values())).astype(np.float32))


def main() -> int:
    """Write the file, or say that it is behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--kept", type=Path, default=KEPT)
    asked = parser.parse_args()
    phrases = package_phrases(ROOT / "content")
    if not is_behind(phrases):
        return 0
    if asked.check:
        print("phrase_sums.npz is behind the phrases; run tools/make_phrase_sums.py")
        return 1
    vectors = vectors_of([said for some in phrases.values() for said in some], asked.kept)
    sums = PhraseSums.empty(len(next(iter(vectors.values()))))
    for code, some in phrases.items():
        sums.change(code, np.stack([vectors[said] for said in some]), 1)
    write_sums(sums, phrases)
    return 0


if __name__ == "__main__":
    sys.exit(main())
