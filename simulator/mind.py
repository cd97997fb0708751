"""What a caller answers to what a desk writes: simple, honest, in character. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from simulator.model import Caller

TYPING_S_EACH = 0.12
"""Somebody afraid writes about eight letters a second at best, and thinks first."""
THINKING_S = 1.5


def plain(words: str) -> str:
    """Without accents or capitals, as a frightened reader reads."""
    bare = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).replace("’", "'")


def topics_of(words: str, topics: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """What is asked in these words, in the order in which it is asked. Empty for what is no question we know."""
    text = plain(words)
    found: dict[str, int] = {}
    for topic, keys in topics.items():
        at = [hit.start() for key in keys if (hit := re.search(rf"\b{re.escape(plain(key))}", text))]
        if at:
            found[topic] = min(at)
    if "there" in found:
        found.pop("where", None)  # «are you at the place?» is not «where is it?»
    if "floor" in found:
        found.pop("many", None)  # «on which floor of how many?» asks for no people
    return tuple(sorted(found, key=lambda topic: found[topic]))


def reads_back(words: str, place: str) -> bool:
    """Whether these words name the place, however its parts are divided."""
    text, named = (" ".join(re.findall(r"\w+", plain(one))) for one in (words, place))
    return named != "" and f" {named} " in f" {text} "


def asks(words: str) -> bool:
    """Whether something is asked. People forget the mark, so a known topic asks too (`reply`)."""
    return "?" in words


def reply(
    caller: Caller, words: str, heard: int, topics: Mapping[str, Sequence[str]], followed: Iterable[str] = ()
) -> str:
    """What this caller answers; `heard` is how many lines of the desk they have read before, which varies the words.
    `followed`: the steps of a card that they do by now, in order."""
    answers = dict(caller.answers)
    for step in followed:
        answers |= caller.does[step].answers if step in caller.does else {}
    if asks(words) and reads_back(words, caller.place):
        return caller.agrees[heard % len(caller.agrees)]
    known = [topic for topic in topics_of(words, topics) if topic in answers]
    if known:
        said = dict.fromkeys(answers[topic][heard % len(answers[topic])] for topic in known[:2])
        return ". ".join(one.rstrip(".") for one in said)
    if asks(words):
        return caller.unknown[heard % len(caller.unknown)]
    return caller.thanks[heard % len(caller.thanks)]


def follow(caller: Caller, step: str, nth: int) -> str:
    """What this caller says when they have followed a step of a card; `nth`: how many steps they followed before."""
    said = caller.does[step].says if step in caller.does else caller.done
    return said[nth % len(said)]


def typing_s(words: str) -> float:
    """How long this takes to think and to write."""
    return THINKING_S + TYPING_S_EACH * len(words)
