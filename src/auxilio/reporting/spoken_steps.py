"""The steps of instruction cards that were said or sent to a caller, as report, case page and reviews read them. Pure."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from auxilio.archive.core.case_page import CardLine
from auxilio.calls.core.messages.guidance import SentItemShown, StepSent
from auxilio.instructions.core.messages import CardOpened, StepPlayed, StepRepeated, StepSaid
from auxilio.reporting.narrative_facts import NarrativeFact
from auxilio.reporting.wording import Wording

SPOKEN = (StepSaid, StepRepeated, StepPlayed)
"""A step was said: by a person, or by a recording."""


def shown_items(facts: Sequence[NarrativeFact]) -> dict[UUID, int]:
    """What was sent and the caller's page has shown, each sending apart, with the number of the fact that tells it."""
    shown: dict[UUID, int] = {}
    for n, fact in enumerate(facts):
        if isinstance(fact.event, SentItemShown):
            shown.setdefault(fact.event.item, n)
    return shown


def spoken_steps(facts: Sequence[NarrativeFact], wording: Wording, language: str) -> Iterator[CardLine]:
    """Each step of an opened card, in the language in which it was said or sent. A redacted one is a line without words."""
    shown = shown_items(facts)
    cards: dict[UUID | None, CardOpened | None] = {}
    for n, fact in enumerate(facts):
        event = fact.event
        if fact.is_a(CardOpened):
            opened = event if isinstance(event, CardOpened) else None
            cards[opened.run if opened else None] = opened
        elif isinstance(event, StepSent):
            opened = cards.get(event.run)
            card = wording.card(opened.digest, language) if opened else None
            yield CardLine(
                at=fact.at,
                card=card or event.card,
                words=event.words,
                since=n,
                written=True,
                shown=shown.get(event.item),
            )
        elif fact.is_a(*SPOKEN):
            said = event if isinstance(event, SPOKEN) else None
            run = said.run if said else None
            if run in cards:
                card, words = _words(cards[run], said, wording, language)
                yield CardLine(at=fact.at, card=card, words=words, since=n)


def _words(
    opened: CardOpened | None,
    said: StepSaid | StepRepeated | StepPlayed | None,
    wording: Wording,
    language: str,
) -> tuple[str, str]:
    """Title and sentence, in the version that was opened; codes where that version is not known any more."""
    digest, code = (opened.digest, opened.card) if opened else ("", "")
    step = said.step if said else ""
    spoken = (said and said.language) or (opened and opened.language) or language
    return wording.card(digest, language) or code, wording.step(digest, step, spoken) or step
