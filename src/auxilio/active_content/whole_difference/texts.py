"""Says what a sentence no longer says, or says now: a negation, a figure, a condition, a part, other words.

Called by `sentences.py`. The words of negation and condition are code: an author who could change them could also keep a lost
"not" out of sight of those who sign.
"""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

NEGATIONS = {
    "es": "no ni nunca nadie nada ninguno ninguna ningún tampoco sin jamás",
    "ca": "no ni mai ningú res cap tampoc sense",
    "en": "not no never nobody nothing none neither nor without cannot don't doesn't isn't aren't won't can't",
    "fr": "ne n pas ni jamais personne rien aucun aucune sans",
}
CONDITIONS = {
    "es": "si cuando mientras solo sólo hasta salvo aunque antes después",
    "ca": "si quan mentre només fins tret encara abans després",
    "en": "if when while only until unless though before after",
    "fr": "si quand lorsque seulement jusqu tant sauf avant après",
}
NUMBERS = {
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta cincuenta cien",
    "ca": "u dos dues tres quatre cinc sis set vuit nou deu onze dotze quinze vint trenta quaranta cinquanta cent",
    "en": "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante cent",
}
REPLACED_MAX = 8
"""Words on one side of a replacement that are shown as such; more than that is another sentence."""
_WORD = re.compile(r"[\w]+(?:'t\b)?|%", re.UNICODE)


class SentenceShift(NamedTuple):
    """What became of a sentence: a code of `content.change.text.*`, the words that say it, and whether it says what changed in
    meaning (`named`)."""

    code: str
    lost: str
    gained: str
    named: bool


def shift_of(before: str, after: str, language: str) -> SentenceShift:
    """The change of meaning between two forms of a sentence: what is gravest first."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    lost, gained, parts = _replaced(old, new)
    for code, words in (("negation", NEGATIONS), ("number", NUMBERS), ("condition", CONDITIONS)):
        listed = frozenset(words.get(language, words["es"]).split())
        gone, come = _among(old, listed, code), _among(new, listed, code)
        if code == "number" and _is_another_sentence(old, new, lost):
            break
        if gone != come:
            gone, come = _without(gone, come), _without(come, gone)
            return SentenceShift(
                code if gone and come else f"{code}_{'lost' if gone else 'added'}",
                " ".join(gone),
                " ".join(come),
                True,
            )
    if not lost and not gained:
        return SentenceShift("same_words", before, after, True)
    if not gained:
        return SentenceShift("part_lost", lost, "", True)
    if not lost:
        return SentenceShift("part_added", "", gained, True)
    short = max(len(lost.split()), len(gained.split())) <= REPLACED_MAX and parts <= 2 and len(new) > 1
    common = len(old) + len(new) - len(lost.split()) - len(gained.split())
    named = short and (common >= 2 or len(old) <= 3)
    return SentenceShift(
        "replaced" if named else "rewritten", lost if named else before, gained if named else after, named
    )


def _is_another_sentence(old: Sequence[str], new: Sequence[str], lost: str) -> bool:
    """Whether less than half of the words of both sentences, on average, stayed: then both are shown whole, not the lost words."""
    stayed = len(old) - sum(one != "…" for one in lost.split())
    return len(old) > 1 and stayed < (len(old) + len(new)) / 4


def _without(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """The words that the others do not have; all of them, where only their order is another."""
    left = Counter(others)
    left.subtract(words)
    missing = [word for word, count in left.items() for _ in range(-count)]
    return missing if Counter(words) != Counter(others) else list(words)


def _among(words: Sequence[str], listed: frozenset[str], code: str) -> list[str]:
    return [one for one in words if one.casefold() in listed or (code == "number" and one.isdigit())]


def _replaced(old: Sequence[str], new: Sequence[str]) -> tuple[str, str, int]:
    """The words that are gone, those that came, and in how many places."""
    lower = [one.casefold() for one in old], [one.casefold() for one in new]
    steps = [one for one in SequenceMatcher(None, *lower, autojunk=False).get_opcodes() if one[0] != "equal"]
    lost = " … ".join(" ".join(old[a:b]) for _, a, b, _, _ in steps if b > a)
    gained = " … ".join(" ".join(new[c:d]) for _, _, _, c, d in steps if d > c)
    return lost, gained, len(steps)
