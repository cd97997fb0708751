"""The callers of a case: each call that tells of it is a caller of its own, unless a later call is of the same person. Pure.

`case_report`, `case_page` and `story` ask it: what one caller says never corrects another (decision 0340).
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from auxilio.calls.core.messages import CallJoinedCase, CallLeftCase, CallReceived
from auxilio.calls.core.messages.call_back import RetryJoined
from auxilio.kernel.ids import StreamId, aggregate_name
from auxilio.reporting.narrative_facts import NarrativeFact

CALL_STREAM = "call"


class CaseCaller(msgspec.Struct, frozen=True, kw_only=True):
    """One caller, numbered from 1 by when their first call came to the case."""

    number: int
    at: datetime
    since: int
    """The number of their first fact, as a page counts."""


class CaseCallers:
    """Who called in a case, of all its facts: a number stays the same in what was known at an earlier moment."""

    def __init__(self, facts: Sequence[NarrativeFact]) -> None:
        first: dict[StreamId, int] = {}
        came: dict[StreamId, int] = {}
        same: dict[StreamId, StreamId] = {}
        for n, fact in enumerate(facts):
            stream = fact.envelope.stream
            if aggregate_name(stream) != CALL_STREAM:
                continue
            first.setdefault(stream, n)
            if fact.is_a(CallJoinedCase):
                came.setdefault(stream, n)
            if fact.is_a(CallReceived) and (earlier := fact.text("earlier")):
                same[stream] = StreamId(f"{CALL_STREAM}:{earlier}")
            elif fact.is_a(RetryJoined) and (later := fact.text("by")):
                same[StreamId(f"{CALL_STREAM}:{later}")] = stream
        self._numbers: dict[StreamId, int] = {}
        self.all: list[CaseCaller] = []
        """In the order of their numbers."""
        # By when they came to the case, not when they rang: the board of a case has nothing of a call before that.
        for stream in sorted(first, key=lambda each: came.get(each, first[each])):
            n = first[stream]
            person = _first_call(stream, same, first)
            if person not in self._numbers:
                self._numbers[person] = len(self.all) + 1
                self.all.append(CaseCaller(number=len(self.all) + 1, at=facts[n].at, since=n))
            self._numbers[stream] = self._numbers[person]

    @property
    def several(self) -> bool:
        """Whether it must be said which of them a line is of."""
        return len(self.all) > 1

    def of(self, fact: NarrativeFact) -> int:
        """Whose call a fact is of; 0 for a fact of no call."""
        return self._numbers.get(fact.envelope.stream, 0)

    def by_caller(self, facts: Sequence[NarrativeFact]) -> list[tuple[int, list[NarrativeFact]]]:
        """Of these facts those of each caller. A call that was taken off the case says nothing of it, unless no other does."""
        gone: dict[StreamId, bool] = {}
        for fact in facts:
            if fact.is_a(CallJoinedCase, CallLeftCase):
                gone[fact.envelope.stream] = fact.is_a(CallLeftCase)
        own = [fact for fact in facts if self.of(fact)]
        stays = [fact for fact in own if not gone.get(fact.envelope.stream)] or own
        callers = [(one.number, [f for f in stays if self.of(f) == one.number]) for one in self.all]
        return [(number, theirs) for number, theirs in callers if theirs]


def _first_call(stream: StreamId, same: dict[StreamId, StreamId], known: dict[StreamId, int]) -> StreamId:
    """The first call of the person who rang in this one; one that is no part of the case is left aside."""
    seen = {stream}
    while (earlier := same.get(stream)) in known and earlier not in seen:
        assert earlier is not None
        seen.add(earlier)
        stream = earlier
    return stream
