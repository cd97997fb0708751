"""Limits that hold over all processes: so many within a span for each key, counted in PostgreSQL (decision 0246).

    wait_s = await limits.take((COMMANDS, str(call)), (COMMANDS_OF_NETWORK, network))

Who is over a limit is remembered here until the limit allows them again: a flood asks the database once, not each time.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from auxilio.kernel.instant import after_s, seconds_between
from auxilio.platform.clock import Clock
from auxilio.platform.database.batcher import Batcher
from auxilio.platform.database.connection import Pool

OVER_MAX = 20_000
SWEEP_EVERY_S, SWEPT_MAX = 30.0, 10_000
_SWEEP = """
delete from allowance a using (
  select key from allowance where due < clock_timestamp() order by key limit $1 for update skip locked
) s where a.key = s.key
"""


@dataclass(frozen=True)
class RateAllowance:
    """`count` at once, refilled evenly within `span_s`. `name` is part of the key."""

    name: str
    count: int
    span_s: float

    def __post_init__(self) -> None:
        assert self.count > 0, "a limit must allow something"


type AllowanceRequest = tuple[RateAllowance, str]


class SharedRateLimiter:
    """One for each process. Raises what the database raises."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock
        self._take = Batcher(self._ask)
        self._over = OrderedDict[str, datetime]()
        self._swept_at: datetime | None = None

    async def take(self, *wanted: AllowanceRequest) -> float:
        """Count one of each. 0 when all allow it, else how many seconds to wait. What was allowed stays counted."""
        known_s = max(self._known(_key(each)) for each in wanted)
        if known_s > 0:
            return known_s
        answers = await self._take(wanted)
        for each, early_s in zip(wanted, answers, strict=True):
            if early_s > 0:
                self._remember(_key(each), early_s)
        return max(answers)

    async def is_spent(self, wanted: AllowanceRequest) -> bool:
        """Whether the next `take` would have to wait; nothing is counted."""
        allowance, _ = wanted
        early_s: float | None = await self._pool.fetchval(
            "select extract(epoch from due - clock_timestamp())::double precision from allowance where key = $1",
            _key(wanted),
        )
        return early_s is not None and early_s + allowance.span_s / allowance.count > allowance.span_s

    def _known(self, key: str) -> float:
        until = self._over.get(key)
        if until is None:
            return 0.0
        left_s = seconds_between(self._clock.now(), until)
        if left_s <= 0:
            del self._over[key]
        return max(left_s, 0.0)

    def _remember(self, key: str, early_s: float) -> None:
        self._over[key] = after_s(self._clock.now(), early_s)
        self._over.move_to_end(key)
        if len(self._over) > OVER_MAX:
            self._over.popitem(last=False)

    async def _ask(self, questions: list[tuple[AllowanceRequest, ...]]) -> list[list[float]]:
        flat = [each for wanted in questions for each in wanted]
        answers: list[float] = await self._pool.fetchval(
            "select take_allowances($1, $2, $3)",
            [_key(each) for each in flat],
            [allowance.span_s / allowance.count for allowance, _ in flat],
            [allowance.span_s for allowance, _ in flat],
        )
        await self._sweep()
        left = iter(answers)
        return [[next(left) for _ in wanted] for wanted in questions]

    async def _sweep(self) -> None:
        """Forget keys that have all of their allowance again."""
        now = self._clock.now()
        if self._swept_at is not None and seconds_between(self._swept_at, now) < SWEEP_EVERY_S:
            return
        self._swept_at = now
        await self._pool.execute(_SWEEP, SWEPT_MAX)


def _key(wanted: AllowanceRequest) -> str:
    allowance, key = wanted
    return f"{allowance.name} {key}"
