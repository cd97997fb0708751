"""Trains the network by which the meaning of a text is compared with types, and writes its weights (decision 0342).

    python tools/train_type_meaning.py [--check] [--kept FILE]

Two minutes of CPU for the vectors of 32,000 phrases and 50 s for the network; vectors are kept in FILE, so that only those of new
phrases are computed. `--check` writes nothing and fails when the weights are behind the phrases.
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from auxilio.active_content.type_ranking import package_phrases
from auxilio.triage.core.meaning_model import MeaningWeights, Vector
from auxilio.triage.sentence_vectors import (
    DIMENSIONS,
    WEIGHTS,
    SentenceVectors,
    phrase_digest,
    read_weights,
    write_weights,
)

ROOT = Path(__file__).parents[1]
KEPT = Path(tempfile.gettempdir()) / "auxilio-phrase-vectors-use3.npz"
AT_ONCE = 200

# Chosen by `benchmarks/type_ranking.py` (decision 0342).
UNITS = 1024
ROUNDS = 25
BATCH = 256
LEARNING_RATE = 1e-3
WEIGHT_DECAY = 1e-4
DROPPED = 0.3
"""Share of the hidden units that are left out of a step, so that none relies on another (Srivastava et al. 2014)."""
SMOOTHED = 0.1
"""Share of the certainty that is spread over all types: a phrase may fit two (Szegedy et al. 2016)."""
SEED = 112


def is_behind(phrases: Mapping[str, Sequence[str]]) -> bool:
    """Whether the weights are of other phrases than these."""
    digests = {phrase_digest(code, said) for code, some in phrases.items() for said in some}
    return not WEIGHTS.exists() or read_weights()[1] != digests


def vectors_of(texts: Sequence[str], file: Path) -> dict[str, Vector]:
    """The vector of each text, from those that are kept or anew."""
    found: dict[str, Vector] = {}
    if file.exists():
        with np.load(file, allow_pickle=False) as kept:
            if kept["vectors"].shape[1] != DIMENSIONS:
                raise ValueError(f"{file} holds vectors of another model")
            found = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
    new = [text for text in dict.fromkeys(texts) if text not in found]
    embed = SentenceVectors() if new else None
    for begin in range(0, len(new), AT_ONCE):
        some = new[begin : begin + AT_ONCE]
        assert embed is not None
        found |= dict(zip(some, embed(some), strict=True))
    if new:
        print(f"{len(new)} new phrases", flush=True)
        with file.open("wb") as out:
            np.savez(out, texts=np.array(list(found)), vectors=np.stack(list(found.values())))
    return found


def trained(phrases: Mapping[str, Sequence[str]], vectors: Mapping[str, Vector]) -> MeaningWeights:
    """The network that tells the types of these phrases apart: cross-entropy, by Adam (Kingma and Ba 2015)."""
    codes = tuple(sorted(code for code, some in phrases.items() if some))
    rows = np.stack([vectors[said] for code in codes for said in phrases[code]])
    types = np.repeat(np.arange(len(codes)), [len(phrases[code]) for code in codes])
    # In units in which a number of a vector is about 1.
    scale = np.float32(np.sqrt(rows.shape[1]))
    network = _Network(rows.shape[1], len(codes))
    batches = len(rows) // BATCH
    for step in range(ROUNDS * batches):
        if step % batches == 0:
            order = network.random.permutation(len(rows))
        some = order[step % batches * BATCH :][:BATCH]
        network.learn(rows[some] * scale, types[some], step / (ROUNDS * batches))
    hidden, hidden_bias, output, output_bias = network.parameters
    return MeaningWeights(
        codes=codes,
        hidden=hidden * scale,
        hidden_bias=hidden_bias,
        output=output,
        output_bias=output_bias,
    )


class _Network:
    """What is learnt, and the running means that Adam keeps of it."""

    def __init__(self, dimensions: int, types: int) -> None:
        self.random = np.random.default_rng(SEED)
        self.parameters = [
            self._begin(dimensions, UNITS),
            np.zeros(UNITS, np.float32),
            self._begin(UNITS, types) * np.float32(0.3),
            np.zeros(types, np.float32),
        ]
        self._first = [np.zeros_like(each) for each in self.parameters]
        self._second = [np.zeros_like(each) for each in self.parameters]
        self._steps = 0

    def _begin(self, of: int, to: int) -> NDArray[np.float32]:
        """He et al. 2015."""
        return (self.random.normal(size=(of, to)) * np.sqrt(2 / of)).astype(np.float32)

    def learn(self, rows: Vector, types: NDArray[np.int64], done: float) -> None:
        """One step on some phrases. `done`: share of the training that is over."""
        self._step(self._gradients(rows, types), LEARNING_RATE * 0.5 * (1 + math.cos(math.pi * done)))

    def _gradients(self, rows: Vector, types: NDArray[np.int64]) -> list[NDArray[np.float32]]:
        hidden, hidden_bias, output, output_bias = self.parameters
        before = rows @ hidden + hidden_bias
        kept = (self.random.random(before.shape, dtype=np.float32) > DROPPED) / np.float32(1 - DROPPED)
        units = np.maximum(before, 0) * kept
        logits = units @ output + output_bias
        wrong = np.exp(logits - logits.max(axis=1, keepdims=True))
        wrong /= wrong.sum(axis=1, keepdims=True)
        wrong -= SMOOTHED / wrong.shape[1]
        wrong[np.arange(len(types)), types] -= 1 - SMOOTHED
        wrong /= len(types)
        back = wrong @ output.T * kept * (before > 0)
        return [rows.T @ back, back.sum(axis=0), units.T @ wrong, wrong.sum(axis=0)]

    def _step(self, gradients: Sequence[NDArray[np.float32]], rate: float) -> None:
        """In place: what is made anew at each step costs more than the products of matrices."""
        self._steps += 1
        of_mean, of_spread = 1 - 0.9**self._steps, 1 - 0.999**self._steps
        for change, first, second, some in zip(
            gradients, self._first, self._second, self.parameters, strict=True
        ):
            first *= np.float32(0.9)
            first += np.float32(0.1) * change
            change *= change
            change *= np.float32(0.001)
            second *= np.float32(0.999)
            second += change
            np.divide(second, np.float32(of_spread), out=change)
            np.sqrt(change, out=change)
            change += np.float32(1e-8)
            np.divide(first, change, out=change)
            change *= np.float32(rate / of_mean)
            if some.ndim > 1:
                some *= np.float32(1 - rate * WEIGHT_DECAY)
            some -= change


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
        print(f"{WEIGHTS.name} is behind the phrases; run tools/train_type_meaning.py")
        return 1
    vectors = vectors_of([said for some in phrases.values() for said in some], asked.kept)
    write_weights(trained(phrases, vectors), phrases)
    return 0


if __name__ == "__main__":
    sys.exit(main())
