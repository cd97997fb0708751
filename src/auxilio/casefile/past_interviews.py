"""What the interviews of some days show about the protocols, with the words of the content in force."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from auxilio.active_content.content_bundle import ContentBundle
from auxilio.casefile.reviewed_calls import CaseContentVersions
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.quality_review.store import ReviewStore
from auxilio.reporting.narrative_facts import story_facts
from auxilio.reporting.narratives import NarrativeTable
from auxilio.reporting.protocol_figures import INTERVIEW_KINDS, InterviewFigures, figures

DAYS = 30
FIRST_DAY = date(1970, 1, 1)
"""No interview was held before."""


BATCH = 200
"""Cases whose facts are read at once."""


class PastInterviews:
    """What the interviews of some days tell of the protocols in them."""

    def __init__(
        self,
        pool: Pool,
        content: ContentBundle,
        zone: str,
        clock: Clock,
        narratives: NarrativeTable,
        mode: Mode = Mode.REAL,
    ) -> None:
        """`mode`: of the installation; interviews of any other are left out."""
        self._mode = mode
        self._narratives = narratives
        self._pool, self._store, self._zone, self._clock = pool, ReviewStore(pool), ZoneInfo(zone), clock
        self._of_then = CaseContentVersions(content)
        self._one = asyncio.Lock()

    async def figures(self, since: date | None = None, until: date | None = None) -> InterviewFigures:
        """From the first day to the last, both whole, by the clock of the centre; without days, the last 30.

        Days to come and days before `FIRST_DAY` are left out.

        One after the other, so that a second who asks waits and the desks do not. Raises `Refused("days_turned_round")`.
        """
        today = self._clock.now().astimezone(self._zone).date()
        last = max(FIRST_DAY, min(today, until or today))
        first = max(FIRST_DAY, since or last - timedelta(days=DAYS - 1))
        if first > last:
            raise Refused("days_turned_round", since=first.isoformat(), until=last.isoformat())
        begin = datetime.combine(first, time(), self._zone).astimezone(UTC)
        end = datetime.combine(last + timedelta(days=1), time(), self._zone).astimezone(UTC)
        async with self._one:
            cases = await self._store.cases_with_interviews(begin, self._mode)
            facts = []
            for n in range(0, len(cases), BATCH):
                facts += story_facts(
                    await log.facts_of(self._pool, INTERVIEW_KINDS, (), cases[n : n + BATCH]),
                    self._narratives,
                )
            return await asyncio.to_thread(figures, facts, self._of_then, begin, end)


class ProtocolFiguresRead(msgspec.Struct, frozen=True, kw_only=True):
    """The figures, with the words that codes stand for, in the version in force."""

    figures: InterviewFigures
    titles: dict[str, dict[str, str]]
    """Of each protocol."""
    questions: dict[str, dict[str, dict[str, str]]]
    """What each question of a protocol asks."""
    rules: dict[str, dict[str, dict[str, str]]]


def worded(found: InterviewFigures, content: ContentBundle) -> ProtocolFiguresRead:
    """With words; a protocol that is in force no more keeps its codes."""
    protocols = {
        one.protocol: interview.protocol
        for one in found.protocols
        if (interview := content.library.interview(one.protocol)) is not None
    }
    return ProtocolFiguresRead(
        figures=found,
        titles={id: dict(one.title) for id, one in protocols.items()},
        questions={id: {q.id: dict(q.ask) for q in one.questions} for id, one in protocols.items()},
        rules={id: {r.id: dict(r.label) for r in one.rules} for id, one in protocols.items()},
    )
