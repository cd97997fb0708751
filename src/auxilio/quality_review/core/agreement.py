"""Whether two who reviewed the same call say the same: Cohen's weighted kappa (Psychological Bulletin 70, 1968, p. 213). Pure.

The weights are linear: a level apart counts one, two levels two. 1 is full agreement, 0 what chance alone would give, less
than 0 worse than chance. It is reckoned of what was submitted, before anybody had talked about it or taken a word back.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from auxilio.kernel.shared_types import ShortText
from auxilio.quality_review.core.model import SEVERITY, ItemScore, Review, ReviewLevel, Text

type Rating = tuple[ReviewLevel, ReviewLevel]


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """Two reviewers on one item, or on all."""

    item: ShortText
    """Empty: all items together."""
    pairs: int
    """How often both said that it applies: these are compared."""
    same: int
    apart_on_applying: int
    """How often one said that it does not apply and the other that it does: no level to compare."""
    kappa: float | None
    """None while it cannot be reckoned: no pairs, or both always said one and the same level."""


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """All calls that two have reviewed."""

    reviews: int
    floor: float | None
    """What the card in force asks for; None without a card."""
    whole: Agreed
    items: tuple[Agreed, ...]
    words: dict[str, Text] = {}
    """What each item of the card in force says."""


def weighted_kappa(ratings: Sequence[Rating]) -> float | None:
    """1 minus the distance that was seen over the distance that chance would give. None where chance gives none."""
    if not ratings:
        return None
    at = {level: n for n, level in enumerate(SEVERITY)}
    first, second = Counter(a for a, _ in ratings), Counter(b for _, b in ratings)
    seen = sum(abs(at[a] - at[b]) for a, b in ratings) / len(ratings)
    chance = sum(abs(at[a] - at[b]) * first[a] * second[b] for a in first for b in second) / len(ratings) ** 2
    return 1 - seen / chance if chance else None


def agreement(pairs: Iterable[tuple[Review, Review]], items: Sequence[str], floor: float | None) -> Agreement:
    """Of every call with two submitted reviews, item by item and whole. An item that one card lacks is compared by nobody."""
    reviews = 0
    ratings: dict[str, list[Rating]] = {item: [] for item in items}
    apart: Counter[str] = Counter()
    for one, other in pairs:
        reviews += 1
        theirs = {score.item: score for score in other.submitted}
        for score in one.submitted:
            if score.item in theirs:
                _compare(score, theirs[score.item], ratings, apart)
    everything = [rating for of in ratings.values() for rating in of]
    return Agreement(
        reviews=reviews,
        floor=floor,
        whole=_agreed("", everything, apart.total()),
        items=tuple(_agreed(item, of, apart[item]) for item, of in ratings.items()),
    )


def _compare(one: ItemScore, other: ItemScore, ratings: dict[str, list[Rating]], apart: Counter[str]) -> None:
    if one.level is not None and other.level is not None:
        ratings.setdefault(one.item, []).append((one.level, other.level))
    elif one.level is not other.level:
        apart[one.item] += 1


def _agreed(item: str, ratings: Sequence[Rating], apart: int) -> Agreed:
    kappa = weighted_kappa(ratings)
    return Agreed(
        item=item,
        pairs=len(ratings),
        same=sum(1 for a, b in ratings if a is b),
        apart_on_applying=apart,
        kappa=None if kappa is None else round(kappa, 3),
    )
