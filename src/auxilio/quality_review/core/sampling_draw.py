"""The draw: which calls of a finished day are reviewed by chance, so that nobody could steer it and anybody can do it again.

The seed of a day is made from the first signed head of the log after the day was over (platform.proof.head). Before that
moment nobody knows it; after it nobody can choose another. Who has the calls of the day (their digest is in the fact), the
card and the head, reaches the same calls by `draw`. Pure.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import ShortText
from auxilio.quality_review.core.messages import Day
from auxilio.quality_review.core.model import CardDigest, ReviewSubject, SamplingPlan, Stratum

CANDIDATES_MAX = 100_000
"""Five of the worst days that a centre has had."""


class DrawCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """One call of the day that could be drawn."""

    subject: ReviewSubject
    shift: ShortText
    language: ShortText

    def stratum(self, by: Sequence[Stratum]) -> str:
        """What it is one of, as text: `P1 night es`."""
        priority = "-" if self.subject.priority is None else f"P{int(self.subject.priority)}"
        said = {
            Stratum.PRIORITY: priority,
            Stratum.SHIFT: self.shift,
            Stratum.LANGUAGE: self.language or "-",
        }
        return " ".join(said[one] for one in by)


class DrawnCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call that was drawn."""

    call: CallId
    operator: PersonId
    stratum: ShortText


class DayOfDraw(msgspec.Struct, frozen=True, kw_only=True):
    """What was drawn of one day, and all that it takes to draw it again."""

    day: Day
    seed: CardDigest
    head_size: int
    head_root: CardDigest
    card: CardDigest
    candidates: int
    candidates_digest: CardDigest
    drawn: tuple[DrawnCall, ...]
    doubled: tuple[CallId, ...]
    """Of the calls of the day that are reviewed, those that two review."""


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """A month of draws. Its key is the month: `2026-11`."""

    month: ShortText
    days: tuple[DayOfDraw, ...] = ()

    def has(self, day: str) -> bool:
        """Whether that day was drawn."""
        return any(one.day == day for one in self.days)


class DrawDay(Command, frozen=True, kw_only=True, tag="review.draw_day"):
    """Draw from the calls of a day that is over. A day is drawn once."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    day: Day
    head_size: int
    head_root: CardDigest
    """The first signed head of the log after the day was over."""
    card: CardDigest
    sampling: SamplingPlan
    candidates: Annotated[tuple[DrawCandidate, ...], msgspec.Meta(max_length=CANDIDATES_MAX)]
    chosen: tuple[CallId, ...]
    """Those that a rule of the card has chosen already."""


class DayDrawn(Event, frozen=True, kw_only=True, tag="review.draw.day_drawn"):
    """A day was drawn."""

    month: ShortText
    of: DayOfDraw


def seed_of(day: str, head_size: int, head_root: str) -> str:
    """The seed, in hexadecimal."""
    return sha256(f"auxilio review draw 1\n{day}\n{head_size}\n{head_root}\n".encode()).hexdigest()


def place(seed: str, what: str, call: CallId) -> int:
    """Where chance puts a call: the same for all who reckon it, and for nobody to choose."""
    return int.from_bytes(sha256(f"{seed}\n{what}\n{call}\n".encode()).digest()[:8])


def due(month: Draw | None, operator: PersonId, day: str, per_month: int) -> int:
    """How many of an operator's calls are still to be drawn by the end of this day: the month's number, spread over its days."""
    on = date.fromisoformat(day)
    by_now = per_month * on.day // monthrange(on.year, on.month)[1]
    had = sum(1 for drawn in month.days for one in drawn.drawn if one.operator == operator) if month else 0
    return max(0, by_now - had)


def draw(month: Draw | None, command: DrawDay, seed: str) -> tuple[DrawnCall, ...]:
    """The calls of the day, by operator: each time one of the stratum that this month has had least of, by chance among them."""
    by = command.sampling.random.stratified_by
    of: dict[PersonId, list[DrawCandidate]] = {}
    for one in command.candidates:
        of.setdefault(one.subject.operator, []).append(one)
    found = []
    for operator in sorted(of):
        had = Counter(
            one.stratum
            for day in (month.days if month else ())
            for one in day.drawn
            if one.operator == operator
        )
        left = {one.subject.call: one for one in of[operator]}
        wanted = due(month, operator, command.day, command.sampling.random.per_operator_per_month)
        while left and wanted > 0:
            # Which stratum comes first among those that were had equally often is chance too, or the first in the
            # alphabet would always win.
            best = min(
                left.values(),
                key=lambda c: (had[c.stratum(by)], place(seed, "draw", c.subject.call), c.subject.call),
            )
            del left[best.subject.call]
            had[best.stratum(by)] += 1
            wanted -= 1
            found.append(DrawnCall(call=best.subject.call, operator=operator, stratum=best.stratum(by)))
    return tuple(found)


def doubled(seed: str, calls: Iterable[CallId], percent: int) -> tuple[CallId, ...]:
    """Which of these calls two people review."""
    return tuple(call for call in sorted(set(calls)) if place(seed, "double", call) % 100 < percent)


def decide(month: Draw | None, command: DrawDay) -> tuple[DayDrawn, ...]:
    """What is drawn of a day; of a day that was drawn, nothing more, whatever has come to light since."""
    if month is not None and month.has(command.day):
        return ()
    seed = seed_of(command.day, command.head_size, command.head_root)
    drawn = draw(month, command, seed)
    calls = sorted(str(one.subject.call) for one in command.candidates)
    of = DayOfDraw(
        day=command.day,
        seed=seed,
        head_size=command.head_size,
        head_root=command.head_root,
        card=command.card,
        candidates=len(calls),
        candidates_digest=sha256("\n".join(calls).encode()).hexdigest(),
        drawn=drawn,
        doubled=doubled(
            seed,
            (*command.chosen, *(one.call for one in drawn)),
            command.sampling.inter_rater.double_review_percent,
        ),
    )
    return (DayDrawn(month=command.day[:7], of=of),)


def evolve(month: Draw | None, event: DayDrawn, at: Instant) -> Draw:
    """The month after one more day."""
    del at
    before = month or Draw(month=event.month)
    return msgspec.structs.replace(before, days=(*before.days, event.of))
