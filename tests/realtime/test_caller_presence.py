"""A desk is told when the page of its caller falls silent, and when it is back, whichever process the page ends in."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from auxilio.calls.core import messages as m
from auxilio.kernel.ids import CallId
from auxilio.kernel.instant import iso_us
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.realtime.caller_presence import AWAY_AFTER_S, FORGOTTEN_S, LOOK_S, CallerPresence

CALL = CallId(new_id())


@dataclass
class Ether:
    """`EphemeralChannel` without a database: each word is with the other processes at once."""

    ends: list[Any] = field(default_factory=list)
    own: Any = None

    def set_listener(self, on_word: Any, _topic: str) -> None:
        self.own = on_word
        self.ends.append(on_word)

    def tell(self, _about: str, word: str, _topic: str) -> None:
        for on_word in self.ends:
            if on_word is not self.own:
                on_word(word)


class Process:
    """One process with a desk's window on the call."""

    def __init__(self, clock: SimulatedClock, ends: list[Any]) -> None:
        self.clock, self.shown = clock, list[str | None]()
        self.presence = CallerPresence(Ether(ends), clock)  # type: ignore[arg-type]
        self.presence.watch(CALL, self._show)

    def _show(self, frame: bytes) -> None:
        self.shown.append(msgspec.json.decode(b"{" + frame + b"}")["away"])

    async def after(self, span_s: float) -> None:
        await self.clock.advance(span_s)
        self.presence.look()


@dataclass
class _Over:
    kind: str = m.CallEnded.kind()
    call: CallId = CALL


def two_processes() -> tuple[Process, Process]:
    clock, ends = SimulatedClock(), list[Any]()
    return Process(clock, ends), Process(clock, ends)


async def test_a_page_that_answers_no_beat_is_away_since_it_was_heard_last_and_then_back() -> None:
    here, there = two_processes()
    here.presence.heartbeat_received(CALL)
    heard = iso_us(here.clock.now())
    await here.after(AWAY_AFTER_S - 1)
    there.presence.look()
    assert here.shown == there.shown == [None]
    await here.after(1)
    there.presence.look()
    assert here.shown == there.shown == [None, heard]
    await here.after(LOOK_S)
    assert here.shown == [None, heard], "it is said once"
    here.presence.heartbeat_received(CALL)
    assert here.shown == there.shown == [None, heard, None]


async def test_a_page_that_is_heard_in_another_process_is_not_away() -> None:
    here, there = two_processes()
    for _ in range(10):
        there.presence.heartbeat_received(CALL)
        await here.after(AWAY_AFTER_S - 1)
    assert here.shown == [None]


async def test_a_telephone_that_never_had_a_page_is_not_away() -> None:
    here, _ = two_processes()
    await here.after(FORGOTTEN_S)
    assert here.shown == [None]


async def test_nothing_is_told_of_a_call_that_is_over() -> None:
    here, _ = two_processes()
    here.presence.heartbeat_received(CALL)
    await here.after(AWAY_AFTER_S)
    here.presence.told([_Over()])  # type: ignore[list-item]
    assert here.shown[-1] is None
    await here.after(AWAY_AFTER_S)
    assert here.shown[-1] is None


async def test_who_looks_later_is_shown_it_and_who_looks_no_more_is_not() -> None:
    here, _ = two_processes()
    here.presence.heartbeat_received(CALL)
    await here.after(AWAY_AFTER_S)
    late = list[bytes]()
    here.presence.watch(CALL, late.append).close()
    here.presence.heartbeat_received(CALL)
    assert len(late) == 1
    assert b"null" not in late[0]
