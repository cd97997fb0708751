"""Calls and desks in a real database: they move together or not at all."""

import asyncio
from uuid import UUID

import pytest

from auxilio.calls import messages as m
from auxilio.calls.model import CallState, Channel, Stand
from auxilio.calls.service import CALL, DESK, Calls
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled
from auxilio.kernel.ids import CallId, CommandId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.database.nouns import Nouns
from auxilio.platform.ids import new_id
from auxilio.process.runner import House
from tests.database import Database
from tests.people import citizen, house, person


class Room:
    """The calls of one centre."""

    def __init__(self, database: Database) -> None:
        self.calls = Calls(database.work)
        self.house = House(database.pool, Nouns(CALL, DESK))
        self.pool = database.pool

    async def do(self, actor: Actor, command: Command, id: UUID | None = None) -> Handled:
        return await self.calls.handle(CommandId(id or new_id()), command, actor)

    async def ring(self, **fields) -> CallId:
        call = CallId(new_id())
        await self.do(citizen(call), m.Ring(call=call, channel=Channel.CHAT, **fields))
        return call

    async def sit(self, desk: str) -> Actor:
        someone = person("call_taker", desk)
        await self.do(someone, m.StandReady())
        return someone


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database)


async def test_two_operators_reach_for_one_call_and_one_of_them_has_it(room: Room) -> None:
    call = await room.ring()
    people = [await room.sit(f"desk-0{n}") for n in range(4)]
    done = await asyncio.gather(*(room.do(p, m.Answer(call=call)) for p in people), return_exceptions=True)
    assert sorted(type(d).__name__ for d in done) == ["Handled", "Refused", "Refused", "Refused"]
    assert {d.code for d in done if isinstance(d, Refused)} == {"call_already_answered"}
    stands = [(await room.house.state(DESK, p.desk)).stand for p in people]
    assert sorted(stands) == sorted([Stand.BUSY] + [Stand.READY] * 3)


async def test_a_desk_in_a_call_is_offered_no_other_and_nothing_is_half_done(room: Room) -> None:
    operator = await room.sit("desk-01")
    first, second = await room.ring(), await room.ring()
    await room.do(operator, m.Answer(call=first))
    with pytest.raises(Refused, match="desk_not_ready"):
        await room.do(house(), m.Offer(call=second, desk=DeskId("desk-01")))
    assert (await room.house.state(CALL, second)).state == CallState.QUEUED
    with pytest.raises(Refused, match="desk_in_call"):
        await room.do(operator, m.Answer(call=second))
    assert (await room.house.state(CALL, second)).state == CallState.QUEUED


async def test_an_answer_frees_the_desk_where_it_rang(room: Room) -> None:
    await room.sit("desk-01")
    call = await room.ring()
    await room.do(house(), m.Offer(call=call, desk=DeskId("desk-01")))
    await room.do(person("supervisor", "room"), m.Answer(call=call))
    assert (await room.house.state(DESK, "desk-01")).stand == Stand.READY
    assert (await room.house.state(DESK, "room")).stand == Stand.BUSY


async def test_the_end_of_a_call_leaves_its_desk_to_wrap_up(room: Room) -> None:
    operator = await room.sit("desk-01")
    call = await room.ring()
    await room.do(operator, m.Answer(call=call))
    await room.do(citizen(call), m.Leave(call=call))
    assert (await room.house.state(DESK, "desk-01")).stand == Stand.WRAP_UP


async def test_a_repeated_key_is_one_call_with_one_number(room: Room) -> None:
    call, id = CallId(new_id()), new_id()
    ring = m.Ring(call=call, channel=Channel.CHAT)
    first = await room.do(citizen(call), ring, id)
    again = await room.do(citizen(call), ring, id)
    assert first == again
    assert await room.pool.fetchval("select count(*) from event") == 2, "rang and queued"


async def test_a_citizen_speaks_for_no_call_but_their_own(room: Room) -> None:
    mine, theirs = await room.ring(), await room.ring()
    with pytest.raises(Refused, match="not_your_call"):
        await room.do(citizen(mine), m.Say(call=theirs, words="hola"))
    with pytest.raises(Refused, match="not_permitted"):
        await room.do(citizen(mine), m.Answer(call=mine))


async def test_a_call_says_with_every_fact_which_world_it_belongs_to(room: Room) -> None:
    call = CallId(new_id())
    drill = person("call_taker", "desk-01", mode=Mode.EXERCISE)
    await room.do(drill, m.RecordCall(call=call))
    await room.do(citizen(call), m.Say(call=call, words="¡fuego!"))
    modes = await room.pool.fetch("select distinct mode from event where stream = $1", f"call:{call}")
    assert [row["mode"] for row in modes] == ["exercise"]


async def test_a_national_number_is_kept_with_its_countrys_code_and_what_is_none_as_it_was_said(
    database: Database,
) -> None:
    calls, house_ = Calls(database.work, "ES"), House(database.pool, Nouns(CALL, DESK))
    for said, phone, kept in (("600 10 02 00", "+34600100200", None), ("centralita", None, "centralita")):
        call = CallId(new_id())
        ring = m.Ring(call=call, channel=Channel.VOICE, phone=said)
        await calls.handle(CommandId(new_id()), ring, citizen(call))
        found = await house_.state(CALL, call)
        assert (found.phone, found.phone_said) == (phone, kept)
