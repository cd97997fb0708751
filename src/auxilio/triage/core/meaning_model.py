"""How well the meaning of a text fits each type: a small network over sentence vectors (decision 0342).

Its weights are shipped, trained on the shipped phrases, so nothing is trained at start. A phrase that a centre has added
speaks for its type by its nearness to what was said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

type Vector = NDArray[np.float32]
type Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""The vectors of texts, one a row, each of length 1."""

_NEAR = 0.7
"""Cosine from which an added phrase speaks more strongly than the likeliest type of the network; chosen on types held back from it (decision 0342)."""
_NEARNESS_WEIGHT = 20.0
"""What a cosine nearer or further by 1 counts, in the units of the network's scores; chosen likewise."""


class MeaningWeights(msgspec.Struct, frozen=True, kw_only=True):
    """One hidden layer, rectified, of `h` units, and one score a type; a vector has `d` numbers."""

    codes: tuple[str, ...]
    """The `n` types, in the order of the scores."""
    hidden: NDArray[np.float32]
    """`d` by `h`."""
    hidden_bias: NDArray[np.float32]
    output: NDArray[np.float32]
    """`h` by `n`."""
    output_bias: NDArray[np.float32]


class MeaningModel:
    """Answers at once; what was added is embedded when it is made."""

    def __init__(
        self, weights: MeaningWeights, embed: Embed, added: Iterable[tuple[str, Sequence[str]]] = ()
    ) -> None:
        """`added`: phrases of types on which the network was not trained."""
        self._weights, self._embed = weights, embed
        self._added = {code: embed(list(said)) for code, said in added if said}

    def scores(self, text: str) -> Mapping[str, float]:
        """For each type that the network knows or that has an added phrase: the logarithm of its odds, up to a constant."""
        weights = self._weights
        vector = self._embed([text])[0]
        units = np.maximum(vector @ weights.hidden + weights.hidden_bias, 0)
        logits = (units @ weights.output + weights.output_bias).tolist()
        found: dict[str, float] = dict(zip(weights.codes, logits, strict=True))
        best = max(logits)
        for code, vectors in self._added.items():
            nearness = float((vectors @ vector).max())
            found[code] = max(found.get(code, -np.inf), best + _NEARNESS_WEIGHT * (nearness - _NEAR))
        return found
