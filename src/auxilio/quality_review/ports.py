"""What reviews ask of those who know calls, cases and content."""

from collections.abc import Awaitable, Callable, Collection
from typing import Protocol

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId
from auxilio.quality_review.core.machine import ReviewBasis
from auxilio.quality_review.core.model import ReviewSubject, ScoreCard


class ReviewedCalls(Protocol):
    """Reads the log of a call and its case."""

    async def subject(self, call: CallId) -> ReviewSubject:
        """What is copied of a call. Raises `Refused`: `unknown_call`, `call_not_over`, `call_without_case`."""
        ...

    async def look(self, subject: ReviewSubject, actor: Actor) -> ReviewBasis:
        """What a reviewer begins with. Raises `Refused`: `case_reserved`, `no_scorecard`."""
        ...


class Scorecards(Protocol):
    """Cards for ever."""

    async def card(self, digest: str) -> ScoreCard:
        """The version that a review was begun with. Raises `Refused("unknown_scorecard")`."""
        ...

    async def keep(self, card: ScoreCard) -> None:
        """Remember a version before a fact names it."""
        ...


type AdmitToCase = Callable[[CaseId, Actor], Awaitable[object]]
"""Lets somebody read of a case. Raises `Refused`: `case_reserved`, `no_task_here`, `session_mode_differs`."""
type HiddenCases = Callable[[Actor, Collection[CaseId]], Awaitable[Collection[CaseId]]]
"""Those of these cases that are reserved and not open to somebody."""


async def admit_everyone(case: CaseId, actor: Actor) -> None:
    """For tests of reviews alone: the wiring gives `access.case_access`."""
    del case, actor


async def hide_no_case(actor: Actor, cases: Collection[CaseId]) -> Collection[CaseId]:
    """For tests of reviews alone: the wiring gives `access.reserved_cases`."""
    del actor, cases
    return ()
