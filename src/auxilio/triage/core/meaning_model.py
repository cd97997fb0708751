"""How well the meaning of a text fits each type: linear discriminants over sentence vectors of the phrases (decision 0317).

Of the phrases only sums are kept (sufficient statistics): how many a type has, the sum of their vectors, and the sum of the outer
products of all. The discriminants are solved exactly from these, and a phrase that is added or removed changes the sums alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

type Vector = NDArray[np.float32]
type Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""The vectors of texts, one a row."""

_SHRINKAGE = 0.1
"""Share of a multiple of the identity in the covariance within types, which few phrases estimate badly; by cross-validation."""


class PhraseSums(msgspec.Struct, kw_only=True):
    """Sums of the vectors of phrases, by type."""

    count: dict[str, int]
    total: dict[str, NDArray[np.float64]]
    products: NDArray[np.float64]

    @classmethod
    def empty(cls, dimensions: int) -> Self:
        """The sums of no phrase."""
        return cls(count={}, total={}, products=np.zeros((dimensions, dimensions)))

    def change(self, code: str, vectors: NDArray[np.float32], sign: int) -> None:
        """Add (1) or take away (-1) phrases of a type."""
        rows = vectors.astype(np.float64)
        none = np.zeros(rows.shape[1])
        self.count[code] = self.count.get(code, 0) + sign * len(rows)
        self.total[code] = self.total.get(code, none) + sign * rows.sum(axis=0)
        self.products = self.products + sign * (rows.T @ rows)


class MeaningModel:
    """Built from sums in some milliseconds."""

    def __init__(self, sums: PhraseSums, embed: Embed) -> None:
        self._embed = embed
        self._codes = sorted(code for code, n in sums.count.items() if n > 0)
        count = np.array([sums.count[code] for code in self._codes], dtype=np.float64)
        means = np.stack([sums.total[code] for code in self._codes]) / count[:, None]
        whole = count.sum()
        within = (sums.products - (means * count[:, None]).T @ means) / whole
        size = within.shape[0]
        covariance = (1 - _SHRINKAGE) * within + _SHRINKAGE * np.trace(within) / size * np.eye(size)
        self._centre = (count @ means) / whole
        deviations = means - self._centre
        self._weights = np.linalg.solve(covariance, deviations.T)
        self._bias = -0.5 * np.einsum("ij,ji->i", deviations, self._weights)

    def scores(self, text: str) -> Mapping[str, float]:
        """For each type that has phrases."""
        vector = self._embed([text])[0].astype(np.float64)
        found = (vector - self._centre) @ self._weights + self._bias
        return dict(zip(self._codes, found.tolist(), strict=True))


def add_phrases(
    sums: PhraseSums, phrases: Iterable[tuple[str, Sequence[str]]], embed: Embed, sign: int
) -> None:
    """Add or take away the phrases of types."""
    for code, said in phrases:
        if said:
            sums.change(code, embed(list(said)), sign)
