"""How alike two names look, so that names of one thing in related languages find each other."""

from functools import lru_cache

from auxilio.triage.core.phrase_words import plain


@lru_cache(maxsize=20_000)
def _pieces(names: str) -> tuple[frozenset[str], ...]:
    """Of each of several names (`a|b`): its letters three by three, without accents."""
    said = [f" {plain(one).strip()} " for one in names.split("|")]
    return tuple(frozenset(one[i : i + 3] for i in range(len(one) - 2)) for one in said)


@lru_cache(maxsize=200_000)
def likeness(one: str, two: str) -> float:
    """How much the nearest of their names have in common: 0 to 1."""
    return max(
        (len(a & b) / len(a | b) for a in _pieces(one) for b in _pieces(two) if a and b),
        default=0.0,
    )
