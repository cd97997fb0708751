"""Which calls of a day are reviewed: by the rules of the card in force, and by the draw once the day is over."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from auxilio.casefile.reviewed_calls import ReviewedCallLog
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.capability import RunningSystem
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS
from auxilio.platform.ids import derived_id
from auxilio.quality_review.core.messages import ChooseByRule
from auxilio.quality_review.core.model import ReviewSubject, SamplingRule
from auxilio.quality_review.core.sampling_draw import DrawCandidate, DrawDay
from auxilio.quality_review.store import ReviewStore
from auxilio.reporting.review_findings import CallLog
from auxilio.reporting.sampling_rules import rules_of
from auxilio.workflows.runner import system_actor

LOOK_S = 1800.0
LATE_DAYS = 7
"""An installation that was down for a week still reviews that week."""
SHIFTS = ((6, "night"), (14, "morning"), (22, "afternoon"), (24, "night"))
"""Until which hour, by the clock of the centre."""
_NAMES = UUID("6f1f5f3e-0d0c-5a4b-9b1e-5a7c6d2c1f31")
_log = logging.getLogger(__name__)


class SamplingResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one look at a day came to."""

    day: str
    calls: int
    """Answered by a person, over, and telling of a case."""
    rules: dict[str, int]
    """How many calls each rule chose."""
    chosen: int
    drawn: int | None
    """None: not drawn now, because there was no call, the day is not over, no head of the log was signed since, or it was
    drawn before."""
    doubled: int | None


@dataclass
class ReviewSampling:
    """Run by the leader, and by `auxilio review sample`. Doing it twice chooses nothing more."""

    store: ReviewStore
    reviewed: ReviewedCallLog
    commands: CommandPort
    clock: Clock
    zone: ZoneInfo
    mode: Mode

    async def run(self) -> None:
        """Every day that is over, for ever, until cancelled. Weather is the caller's."""
        while True:
            try:
                await self.catch_up()
            except Refused as refused:
                _log.info("not_sampled", extra={"code": refused.code})
            except TRANSIENT_ERRORS:
                raise
            await self.clock.sleep(LOOK_S)

    async def catch_up(self) -> list[SamplingResult]:
        """The days of the last week that are over and were not drawn, oldest first."""
        today = self.clock.now().astimezone(self.zone).date()
        found = []
        for ago in range(LATE_DAYS, 0, -1):
            day = today - timedelta(days=ago)
            month = await self.store.month(day.isoformat()[:7])
            if month is None or not month.has(day.isoformat()):
                found.append(await self.sample(day))
        return found

    async def sample(self, day: date) -> SamplingResult:
        """Choose from the calls of one day. Raises `Refused`: `no_scorecard`, `day_not_begun`."""
        card = self.reviewed.card
        begin, end = (datetime.combine(day + timedelta(days=n), time(), self.zone) for n in (0, 1))
        if self.clock.now() < begin:
            raise Refused("day_not_begun", day=day.isoformat())
        calls = await self.store.calls_between(begin, end, self.mode)
        subjects = [await self.reviewed.subject(call) for call in calls]
        before = Counter(await self.store.answered_before([s.operator for s in subjects], begin, self.mode))
        counts: Counter[str] = Counter()
        chosen: list[CallId] = []
        candidates = []
        for subject in subjects:
            before[subject.operator] += 1
            seen = await self.reviewed.log_of(subject.case, subject.call)
            rules = rules_of(card.sampling, seen, nth=before[subject.operator])
            candidates.append(self._candidate(subject, seen))
            if rules:
                await self._choose(subject.call, rules)
                chosen.append(subject.call)
                counts.update(rules)
        drawn = await self._draw(day, end, candidates, chosen)
        return SamplingResult(
            day=day.isoformat(),
            calls=len(calls),
            rules=dict(sorted(counts.items())),
            chosen=len(chosen),
            drawn=drawn[0] if drawn else None,
            doubled=drawn[1] if drawn else None,
        )

    def _candidate(self, subject: ReviewSubject, seen: CallLog) -> DrawCandidate:
        hour = subject.answered_at.astimezone(self.zone).hour
        shift = next(name for until, name in SHIFTS if hour < until)
        return DrawCandidate(subject=subject, shift=shift, language=(seen.call and seen.call.language) or "")

    async def _choose(self, call: CallId, rules: Sequence[SamplingRule]) -> None:
        """The command's id is made of the rules: the same rules again get the first answer, one more is a new command."""
        command = ChooseByRule(call=call, rules=tuple(rules))
        await self._send(derived_id(call, f"review.{','.join(rules)}"), command)

    async def _draw(
        self, day: date, end: datetime, candidates: Sequence[DrawCandidate], chosen: Sequence[CallId]
    ) -> tuple[int, int] | None:
        key = day.isoformat()
        month = await self.store.month(key[:7])
        head = await self.store.head_after(end)
        if not candidates or head is None or self.clock.now() < end or (month and month.has(key)):
            return None
        card = self.reviewed.card
        command = DrawDay(
            day=key,
            head_size=head[0],
            head_root=head[1],
            card=card.digest,
            sampling=card.sampling,
            candidates=tuple(candidates),
            chosen=tuple(chosen),
        )
        # A draw that was made ready by two at once is one: the month is one aggregate, and a day in it is drawn once.
        same = sha256(msgspec.json.encode(command)).hexdigest()
        await self._send(derived_id(_NAMES, f"draw.{key}.{same}"), command)
        after = await self.store.month(key[:7])
        assert after is not None, "drawn now"
        of = next(one for one in after.days if one.day == key)
        return len(of.drawn), len(of.doubled)

    async def _send(self, id: UUID, command: Command) -> None:
        await self.commands.handle(CommandId(id), command, system_actor(self.mode))


class SamplingSettings(Protocol):
    """Settings that sampling reads."""

    @property
    def zone(self) -> str:
        """The clock of the centre (IANA)."""
        ...

    @property
    def mode(self) -> Mode:
        """The mode of the installation."""
        ...


class ReviewSamplingSystem(RunningSystem, Protocol):
    """A running system whose calls are reviewed."""

    @property
    def commands(self) -> CommandPort:
        """The command bus."""
        ...

    @property
    def reviewed(self) -> ReviewedCallLog:
        """The calls of a day, as rules of review see them."""
        ...


def review_sampling(system: ReviewSamplingSystem, settings: SamplingSettings) -> ReviewSampling:
    """Sampling by the card in force."""
    return ReviewSampling(
        store=ReviewStore(system.pool),
        reviewed=system.reviewed,
        commands=system.commands,
        clock=system.clock,
        zone=ZoneInfo(settings.zone),
        mode=settings.mode,
    )
