"""What reviews ask of those who know calls, cases and content."""

from typing import Protocol

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId
from auxilio.review.machine import Look
from auxilio.review.model import ScoreCard, Subject


class ReviewedCalls(Protocol):
    """Reads the log of a call and its case."""

    async def subject(self, call: CallId) -> Subject:
        """What is copied of a call. Raises `Refused`: `unknown_call`, `call_not_over`, `call_without_case`."""
        ...

    async def look(self, subject: Subject, actor: Actor) -> Look:
        """What a reviewer begins with. Raises `Refused`: `case_reserved`, `no_scorecard`."""
        ...


class Cards(Protocol):
    """Cards for ever."""

    async def card(self, digest: str) -> ScoreCard:
        """The version that a review was begun with. Raises `Refused("unknown_scorecard")`."""
        ...

    async def keep(self, card: ScoreCard) -> None:
        """Remember a version before a fact names it."""
        ...
