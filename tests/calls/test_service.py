"""Calls and desks in a real database: they move together or not at all."""

import asyncio
from uuid import UUID

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.calls.core import messages as m
from auxilio.calls.core.model import AgentState, CallChannel, CallState
from auxilio.calls.service import CALL, COMMANDS, DESK, CallService
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CallId, CommandId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import StateReader
from tests.actors import citizen, person, system
from tests.database import Database


class CallSetup:
    """The calls of one centre."""

    def __init__(self, database: Database) -> None:
        self.calls = CommandBus((COMMANDS, CallService(database.work).handle))
        self.states = StateReader(database.pool, AggregateRegistry(CALL, DESK))
        self.pool = database.pool

    async def do(self, actor: Actor, command: Command, id: UUID | None = None) -> CommandResult:
        return await self.calls.handle(CommandId(id or new_id()), command, actor)

    async def ring(self, **fields) -> CallId:
        call = CallId(new_id())
        await self.do(citizen(call), m.ReceiveCall(call=call, channel=CallChannel.CHAT, **fields))
        return call

    async def sit(self, desk: str) -> Actor:
        someone = person("call_taker", desk)
        await self.do(someone, m.SetDeskReady())
        return someone


@pytest.fixture
def room(database: Database) -> CallSetup:
    return CallSetup(database)


async def test_two_operators_reach_for_one_call_and_one_of_them_has_it(room: CallSetup) -> None:
    call = await room.ring()
    people = [await room.sit(f"desk-0{n}") for n in range(4)]
    done = await asyncio.gather(
        *(room.do(p, m.AnswerCall(call=call)) for p in people), return_exceptions=True
    )
    assert sorted(type(d).__name__ for d in done) == ["CommandResult", "Refused", "Refused", "Refused"]
    assert {d.code for d in done if isinstance(d, Refused)} == {"call_already_answered"}
    stands = [(await room.states.state(DESK, p.desk)).stand for p in people]
    assert sorted(stands) == sorted([AgentState.BUSY] + [AgentState.READY] * 3)


async def test_a_desk_in_a_call_is_offered_no_other_and_nothing_is_half_done(room: CallSetup) -> None:
    operator = await room.sit("desk-01")
    first, second = await room.ring(), await room.ring()
    await room.do(operator, m.AnswerCall(call=first))
    with pytest.raises(Refused, match="desk_not_ready"):
        await room.do(system(), m.OfferCall(call=second, desk=DeskId("desk-01")))
    assert (await room.states.state(CALL, second)).state == CallState.QUEUED
    with pytest.raises(Refused, match="desk_in_call"):
        await room.do(operator, m.AnswerCall(call=second))
    assert (await room.states.state(CALL, second)).state == CallState.QUEUED


async def test_an_answer_frees_the_desk_where_it_rang(room: CallSetup) -> None:
    await room.sit("desk-01")
    call = await room.ring()
    await room.do(system(), m.OfferCall(call=call, desk=DeskId("desk-01")))
    await room.do(person("supervisor", "room"), m.AnswerCall(call=call))
    assert (await room.states.state(DESK, "desk-01")).stand == AgentState.READY
    assert (await room.states.state(DESK, "room")).stand == AgentState.BUSY


async def test_the_end_of_a_call_leaves_its_desk_to_wrap_up(room: CallSetup) -> None:
    operator = await room.sit("desk-01")
    call = await room.ring()
    await room.do(operator, m.AnswerCall(call=call))
    await room.do(citizen(call), m.EndByCaller(call=call))
    assert (await room.states.state(DESK, "desk-01")).stand == AgentState.WRAP_UP


async def test_a_repeated_key_is_one_call_with_one_number(room: CallSetup) -> None:
    call, id = CallId(new_id()), new_id()
    ring = m.ReceiveCall(call=call, channel=CallChannel.CHAT)
    first = await room.do(citizen(call), ring, id)
    again = await room.do(citizen(call), ring, id)
    assert first == again
    assert await room.pool.fetchval("select count(*) from event") == 2, "rang and queued"


async def test_a_citizen_answers_no_call(room: CallSetup) -> None:
    mine = await room.ring()
    with pytest.raises(Refused, match="not_permitted"):
        await room.do(citizen(mine), m.AnswerCall(call=mine))


async def test_a_call_says_with_every_fact_which_world_it_belongs_to(room: CallSetup) -> None:
    call = CallId(new_id())
    drill = person("call_taker", "desk-01", mode=Mode.EXERCISE)
    await room.do(drill, m.LogManualCall(call=call))
    await room.do(citizen(call), m.SendCallerText(call=call, words="¡fuego!"))
    modes = await room.pool.fetch("select distinct mode from event where stream = $1", f"call:{call}")
    assert [row["mode"] for row in modes] == ["exercise"]


async def test_a_national_number_is_kept_with_its_countrys_code_and_what_is_none_as_it_was_said(
    database: Database,
) -> None:
    calls, states = (
        CallService(database.work, "ES"),
        StateReader(database.pool, AggregateRegistry(CALL, DESK)),
    )
    for said, phone, kept in (("600 10 02 00", "+34600100200", None), ("centralita", None, "centralita")):
        call = CallId(new_id())
        ring = m.ReceiveCall(call=call, channel=CallChannel.VOICE, phone=said)
        await calls.handle(CommandId(new_id()), ring, citizen(call))
        found = await states.state(CALL, call)
        assert (found.phone, found.phone_said) == (phone, kept)
