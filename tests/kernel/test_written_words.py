"""Aim: words that nobody can see are refused, and everything that a person may mean is taken."""

import pytest

from auxilio.kernel.refusal import Refused
from auxilio.kernel.written_words import must_say_something

BIDI = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "words", ["", " ", "\t\n", "\u00a0\u2003", BIDI, f" {BIDI}\u200b\ufeff ", "\u3164", "\u0301"]
)
def test_words_that_nobody_can_see_are_refused(words: str) -> None:
    with pytest.raises(Refused, match=r"^words_missing"):
        must_say_something(words)


@pytest.mark.parametrize("words", ["ñ", "…", "7", "🚑", "نار", f"{BIDI}fuego", " fuego "])
def test_whatever_can_be_seen_is_taken(words: str) -> None:
    must_say_something(words)
