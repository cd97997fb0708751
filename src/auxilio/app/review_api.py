"""What a review is written beside: the story of its call, and where reviews meet the content in force."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get

from auxilio.app.house import Shell
from auxilio.app.published import Published
from auxilio.app.reading import CaseReader
from auxilio.app.reviewed import ContentOfThen
from auxilio.archive.api import NOT_KEPT, Language
from auxilio.archive.reading import Reading
from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.reporting.figures import INTERVIEW_KINDS, Figures, figures
from auxilio.reporting.story import known
from auxilio.review.desk import ReviewDesk
from auxilio.review.store import ReviewStore

LOOK = "review"
"""How a case was looked at, in the record of looks."""
DAYS = 30
BATCH = 200
"""Cases whose facts are read at once."""


def review_desk(shell: Shell) -> ReviewDesk:
    """What reviewers look at."""
    return ReviewDesk(ReviewStore(shell.pool), lambda: shell.content.scorecard)


class PastInterviews:
    """What the interviews of some days tell of the protocols in them."""

    def __init__(self, pool: Pool, content: Published, zone: str, clock: Clock) -> None:
        self._pool, self._store, self._zone, self._clock = pool, ReviewStore(pool), ZoneInfo(zone), clock
        self._of_then = ContentOfThen(content)
        self._one = asyncio.Lock()

    async def figures(self, since: date | None = None, until: date | None = None) -> Figures:
        """From the first day to the last, both whole, by the clock of the centre; without days, the last 30.

        One after the other, so that a second who asks waits and the desks do not. Raises `Refused("days_turned_round")`.
        """
        last = until or self._clock.now().astimezone(self._zone).date()
        first = since or last - timedelta(days=DAYS - 1)
        if first > last:
            raise Refused("days_turned_round", since=first.isoformat(), until=last.isoformat())
        begin = datetime.combine(first, time(), self._zone).astimezone(UTC)
        end = datetime.combine(last + timedelta(days=1), time(), self._zone).astimezone(UTC)
        async with self._one:
            cases = await self._store.cases_with_interviews(begin)
            facts = []
            for n in range(0, len(cases), BATCH):
                facts += known(await log.facts_of(self._pool, INTERVIEW_KINDS, (), cases[n : n + BATCH]))
            return await asyncio.to_thread(figures, facts, self._of_then, begin, end)


class FiguresRead(msgspec.Struct, frozen=True, kw_only=True):
    """The figures, with the words that codes stand for, in the version in force."""

    figures: Figures
    titles: dict[str, dict[str, str]]
    """Of each protocol."""
    questions: dict[str, dict[str, dict[str, str]]]
    """What each question of a protocol asks."""
    rules: dict[str, dict[str, dict[str, str]]]


def worded(found: Figures, content: Published) -> FiguresRead:
    """With words; a protocol that is in force no more keeps its codes."""
    protocols = {
        one.protocol: interview.protocol
        for one in found.protocols
        if (interview := content.library.interview(one.protocol)) is not None
    }
    return FiguresRead(
        figures=found,
        titles={id: dict(one.title) for id, one in protocols.items()},
        questions={id: {q.id: dict(q.ask) for q in one.questions} for id, one in protocols.items()},
        rules={id: {r.id: dict(r.label) for r in one.rules} for id, one in protocols.items()},
    )


@get("/api/reviews/figures", summary="What past interviews tell of the protocols")
async def protocol_figures(
    actor: Actor,
    past_interviews: PastInterviews,
    in_house: Published,
    since: date | None = None,
    until: date | None = None,
) -> FiguresRead:
    """Of whole days, the last 30 without any. Not one word of a caller. Refused: `not_permitted`, `days_turned_round`."""
    require(actor, Permission.REVIEW_READ)
    return worded(await past_interviews.figures(since, until), in_house)


@get("/api/reviews/{id:uuid}/call", summary="The story of the call that a review is about")
async def reviewed_call(
    id: UUID, actor: Actor, reviews: ReviewDesk, reads_cases: CaseReader, language: Language = "es"
) -> Response[Reading]:
    """The case as this person sees it. That they looked, and that it was for a review, is durable before anything is told.

    Refused: `unknown_review`, `not_your_call`, `case_reserved`, `not_permitted`.
    """
    require(actor, Permission.CASE_FILE_READ)
    review = await reviews.allowed(id, actor)
    return Response(await reads_cases.read(review.subject.case, actor, language, LOOK), headers=NOT_KEPT)
