"""A document as sentences in Spanish and in another language, side by side. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import msgspec

from auxilio.active_content.partial_texts import PartialTexts
from auxilio.active_content.translation_readings import SentenceCorrection, texts_of
from auxilio.instructions.core.model import Card
from auxilio.platform.i18n import REFERENCE
from auxilio.triage.core.model import Protocol

_END = re.compile(r"(?<=[.!?…])\s+(?=[^\sa-zà-öø-ÿ?!:;»])")
"""Between two sentences. French has a space before `?` and `»`."""


class SentencePair(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence and its translation."""

    original: str
    said: str
    """Empty where the language leaves it out."""


class PlacedSentence(SentencePair, frozen=True, kw_only=True):
    """Where it stands in the document."""

    where: str
    """`steps/3/say`."""
    nth: int
    """Of the sentences there, from 0."""


class ReadSentence(PlacedSentence, frozen=True, kw_only=True):
    """A sentence as a reader sees it."""

    changed: bool = False
    """It is not as it was when the document was last read."""
    was: SentencePair | None = None
    """What stood there then."""
    correction: SentenceCorrection | None = None
    """What a reader finds wrong with it."""


def document_sentences(
    document: Protocol | Card, language: str, partial: PartialTexts | None = None
) -> tuple[PlacedSentence, ...]:
    """Each sentence once, in the order of the document, though it may stand in several places. `partial`: what of it is said in
    partial languages."""
    found: dict[tuple[str, str], PlacedSentence] = {}
    own = (partial or {}).get(language)
    for where, text in texts_of(document) if own is None else _placed(document, own):
        for nth, (original, said) in enumerate(pairs_of(text.get(REFERENCE), text.get(language))):
            if original or said:
                placed = PlacedSentence(where=where, nth=nth, original=original, said=said)
                found.setdefault((original, said), placed)
    return tuple(found.values())


def _placed(
    document: Protocol | Card, texts: Sequence[Mapping[str, str | None]]
) -> Iterator[tuple[str, Mapping[str, str | None]]]:
    """Texts in a partial language, each where its Spanish one stands first; an easy text stands in no document."""
    places: dict[Any, str] = {}
    for where, text in texts_of(document):
        if isinstance(text[REFERENCE], str):
            places.setdefault(text[REFERENCE], where)
    for nth, one in enumerate(texts):
        yield places.get(one[REFERENCE], f"easy/{nth}"), one


def pairs_of(original: Any, said: Any) -> Iterator[tuple[str, str]]:
    """A text or a list of them by sentences; as a whole where the two have not as many."""
    if isinstance(original, (list, tuple)) or isinstance(said, (list, tuple)):
        for one, other in zip_longest(_listed(original), _listed(said), fillvalue=""):
            yield from pairs_of(one, other)
        return
    one, other = str(original or ""), str(said or "")
    ones, others = _END.split(one), _END.split(other)
    yield from zip(ones, others, strict=True) if len(ones) == len(others) else [(one, other)]


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else [value] if value else []


def compared(
    now: Sequence[PlacedSentence],
    before: Sequence[PlacedSentence] | None,
    corrections: Sequence[SentenceCorrection],
) -> tuple[tuple[ReadSentence, ...], tuple[SentencePair, ...]]:
    """The sentences of a document with what has changed since it was read as `before`, and those that are gone. `corrections`: of
    this document in this language."""
    old = {(one.original, one.said): one for one in before or ()}
    new = {(one.original, one.said) for one in now}
    gone = {(one.where, one.nth): key for key, one in old.items() if key not in new}
    wrong = {(one.original, one.said): one for one in corrections}
    found = []
    for one in now:
        changed = before is not None and (one.original, one.said) not in old
        was = gone.pop((one.where, one.nth), None) if changed else None
        found.append(
            ReadSentence(
                **msgspec.structs.asdict(one),
                changed=changed,
                was=SentencePair(original=was[0], said=was[1]) if was else None,
                correction=wrong.get((one.original, one.said)),
            )
        )
    return tuple(found), tuple(SentencePair(original=key[0], said=key[1]) for key in gone.values())


def open_corrections(
    document: Protocol | Card,
    language: str,
    corrections: Sequence[SentenceCorrection],
    partial: PartialTexts | None = None,
) -> tuple[SentenceCorrection, ...]:
    """Those whose sentence stands as it was found wrong. One that was mended asks for nothing more."""
    asked = [one for one in corrections if (one.document, one.language) == (document.id, language)]
    if not asked:
        return ()
    stands = {(one.original, one.said) for one in document_sentences(document, language, partial)}
    return tuple(one for one in asked if (one.original, one.said) in stands)
