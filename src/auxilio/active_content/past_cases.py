"""The cases of the past month for which help was sent, read from the log."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from auxilio.cases.core.model import Case
from auxilio.cases.service import CASE
from auxilio.dispatch.response_plan.core.plan_comparison import PastCase, PlanFacts
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.log import newest_states

MONTH = timedelta(days=31)


PAST_CASES_MAX = 50_000
"""A month of a large centre."""


class PastMonth(NamedTuple):
    """The cases of the last month for which help was sent."""

    since: datetime
    cases: Sequence[PastCase]


class PastCases:
    """Cases as they are known now: type, priority, what was proved and where, of the moment help was sent."""

    def __init__(self, pool: Pool, clock: Clock, mode: Mode = Mode.REAL) -> None:
        """`mode`: of the installation; cases of any other are left out."""
        self._pool, self._clock, self._mode = pool, clock, mode

    async def __call__(self) -> PastMonth:
        """Those of the last `MONTH`. Read in a thread: a second of a core is too long for the desks of this process."""
        since = self._clock.now() - MONTH
        states = await newest_states(self._pool, CASE.name, PAST_CASES_MAX, self._mode)
        return PastMonth(since, await asyncio.to_thread(lambda: list(_past_cases(states, since))))


def _past_cases(states: Sequence[str], since: datetime) -> Iterator[PastCase]:
    for state in states:
        case: Case = CASE.read_state(state)
        if case.help_sent_at is None or case.help_sent_at < since or case.priority is None:
            continue
        facts = PlanFacts(
            type=case.type,
            priority=case.priority,
            send=case.send[:40],
            municipality=case.location.municipality if case.location else None,
            at=case.help_sent_at,
        )
        yield PastCase(number=case.number, facts=facts, reserved=case.reserved)
