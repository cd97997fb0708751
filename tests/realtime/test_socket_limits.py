"""Aim: sockets of one token, one person, one network are bounded, and the newest page of a caller always finds room."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.realtime import socket_limits as module
from auxilio.realtime.socket_limits import (
    CITIZEN_FRAMES,
    OPENINGS_PER_CALL,
    PER_CALL,
    PER_PERSON,
    FrameMeter,
    OpenSocket,
    SocketLimits,
)
from tests.actors import citizen, person

CARRIER, OTHER = "192.0.2.7", "192.0.2.8"


class SocketSetup:
    """Sockets that open and end."""

    def __init__(self) -> None:
        self.limits = SocketLimits(SimulatedClock())
        self.open: list[OpenSocket] = []

    def enter(self, who: Actor, network: str = CARRIER) -> OpenSocket:
        seat = self.limits.enter(who, network, lambda: self.open.remove(seat))
        self.open.append(seat)
        return seat

    def leave(self, seat: OpenSocket) -> None:
        self.open.remove(seat)
        self.limits.leave(seat)


def test_the_newest_socket_of_a_token_ends_its_oldest() -> None:
    room, who = SocketSetup(), citizen(new_id())
    seats = [room.enter(who) for _ in range(PER_CALL + 3)]
    assert room.open == seats[3:]


def test_a_person_has_so_many_windows_and_another_is_not_let_in() -> None:
    room, who = SocketSetup(), person("supervisor", "room")
    seats = [room.enter(who) for _ in range(PER_PERSON)]
    with pytest.raises(Refused, match="too_many_sockets"):
        room.enter(who)
    assert room.open == seats, "none that works is ended"
    room.enter(person("call_taker", "desk-01"))
    room.leave(seats[0])
    room.enter(who)


def test_a_page_without_a_socket_takes_the_place_of_the_second_socket_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PER_NETWORK", 4)
    room, two, one = SocketSetup(), citizen(new_id()), citizen(new_id())
    first, _, _, alone = room.enter(two), room.enter(two), room.enter(two), room.enter(one)
    with pytest.raises(Refused, match="too_many_sockets"):
        room.enter(one)
    newcomer = citizen(new_id())
    room.enter(newcomer)
    assert first not in room.open
    assert alone in room.open
    room.enter(citizen(new_id()), OTHER)
    room.enter(person("call_taker", "desk-01"))


def test_where_each_page_of_a_network_has_one_socket_another_is_refused_and_none_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PER_NETWORK", 3)
    room = SocketSetup()
    seats = [room.enter(citizen(new_id())) for _ in range(3)]
    with pytest.raises(Refused, match="too_many_sockets"):
        room.enter(citizen(new_id()))
    assert room.open == seats


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.booleans()), max_size=120))
def test_what_is_counted_is_what_is_open_whatever_comes_and_goes(steps: list[tuple[int, int, bool]]) -> None:
    room = SocketSetup()
    people = [citizen(new_id()) for _ in range(4)] + [person("supervisor"), person("call_taker")]
    for who, network, goes in steps:
        if goes and room.open:
            room.leave(room.open[(who + network) % len(room.open)])
        elif not goes:
            room.enter(people[who], f"192.0.2.{network}")
    counted = [seat for seats in room.limits._of.values() for seat in seats]
    assert sorted(map(id, counted)) == sorted(map(id, room.open))
    citizens = [seat for seat in room.open if seat.citizen]
    assert room.limits._citizens == len(citizens) == sum(map(len, room.limits._in.values()))
    for seat in list(room.open):
        room.leave(seat)
    assert not room.limits._of
    assert not room.limits._in


def test_a_page_opens_boards_at_a_sane_pace_and_a_person_as_they_like() -> None:
    limits, who = SocketLimits(SimulatedClock()), citizen(new_id())
    for _ in range(OPENINGS_PER_CALL):
        limits.opens_board(who)
    with pytest.raises(Refused, match="too_many_requests"):
        limits.opens_board(who)
    limits.opens_board(citizen(new_id()))
    for _ in range(200):
        limits.opens_board(person("supervisor"))


async def test_a_page_that_sends_frame_after_frame_is_read_more_slowly() -> None:
    clock = SimulatedClock()
    meter = FrameMeter(clock, citizen(new_id()))
    for _ in range(CITIZEN_FRAMES.count):
        await meter.next()
    waiting = asyncio.create_task(meter.next())
    await asyncio.sleep(0)
    assert (waiting.done(), clock.sleepers) == (False, 1)
    await clock.advance(CITIZEN_FRAMES.span_s / CITIZEN_FRAMES.count)
    await waiting
