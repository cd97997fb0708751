"""The life of a command on a real PostgreSQL: idempotent, optimistic, all or nothing, chained."""

import asyncio

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallChannel
from auxilio.calls.service import CALL, DESK, CallService
from auxilio.kernel.event import Cursor
from auxilio.kernel.ids import CallId, CommandId, DeskId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from auxilio.platform.proof.chain import verify_stream
from tests.actors import citizen, person, system
from tests.database import Database


def ring(call: CallId | None = None, **more: object) -> m.ReceiveCall:
    return m.ReceiveCall(call=call or CallId(new_id()), channel=CallChannel.CHAT, **more)


async def ring_in(calls: CallService, **more: object) -> CallId:
    command = ring(**more)
    await calls.handle(CommandId(new_id()), command, citizen(command.call))
    return command.call


async def test_a_repeated_command_gets_the_first_answer_and_makes_nothing_new(database: Database) -> None:
    calls, command, id = CallService(database.work), ring(), CommandId(new_id())
    first = await calls.handle(id, command, citizen(command.call))
    again = await calls.handle(id, command, citizen(command.call))
    assert again == first
    assert len(await log.of_call(database.pool, command.call)) == 2


async def test_a_repeat_is_recognised_although_deciding_again_would_be_refused(database: Database) -> None:
    calls = CallService(database.work)
    call, operator, id = await ring_in(calls), person("call_taker", "desk-1"), CommandId(new_id())
    first = await calls.handle(id, m.AnswerCall(call=call), operator)
    await calls.handle(CommandId(new_id()), m.HangUp(call=call), operator)
    assert await calls.handle(id, m.AnswerCall(call=call), operator) == first


@pytest.mark.parametrize("changed", ["actor", "body"])
async def test_a_command_id_used_for_something_else_is_refused(database: Database, changed: str) -> None:
    calls, command, id = CallService(database.work), ring(), CommandId(new_id())
    await calls.handle(id, command, citizen(command.call))
    other = ring() if changed == "body" else command
    actor = citizen(command.call) if changed == "body" else system()
    with pytest.raises(Refused, match="command_id_reused"):
        await calls.handle(id, other, actor)


async def test_sixteen_desks_answer_one_call_and_one_of_them_has_it(database: Database) -> None:
    calls = CallService(database.work)
    call = await ring_in(calls)
    desks = [person("call_taker", f"desk-{n}", name=f"Operator {n}") for n in range(16)]
    answers = await asyncio.gather(
        *(calls.handle(CommandId(new_id()), m.AnswerCall(call=call), desk) for desk in desks),
        return_exceptions=True,
    )
    refused = [a for a in answers if isinstance(a, Refused)]
    assert len(refused) == 15
    assert {r.code for r in refused} == {"call_already_answered"}
    busy = [d for d in desks if await log.state_of(database.pool, stream_id("desk", d.desk or ""))]
    assert len(busy) == 1, "a desk that lost the race was not changed"


async def test_an_offer_moves_call_and_desk_together_or_neither(database: Database) -> None:
    calls = CallService(database.work)
    one, two = await ring_in(calls), await ring_in(calls)
    await calls.handle(CommandId(new_id()), m.SetDeskReady(), person("call_taker", "desk-1"))
    await calls.handle(CommandId(new_id()), m.OfferCall(call=one, desk=DeskId("desk-1")), system())
    with pytest.raises(Refused, match="desk_not_ready"):
        await calls.handle(CommandId(new_id()), m.OfferCall(call=two, desk=DeskId("desk-1")), system())
    state = await log.state_of(database.pool, stream_id("call", two))
    assert state is not None
    assert CALL.read_state(state[1]).state == "queued"


async def test_every_stream_is_an_intact_chain_and_its_state_is_the_fold_of_its_facts(
    database: Database,
) -> None:
    calls, operator = CallService(database.work), person("call_taker", "desk-1")
    call = await ring_in(calls, phone="+34600000123", words="Humo en la escalera")
    for command in (
        m.AnswerCall(call=call),
        m.AddCallNote(call=call, words="ñ «»"),
        m.Hold(call=call),
        m.HangUp(call=call),
    ):
        await calls.handle(CommandId(new_id()), command, operator)
    for aggregate, stream in ((CALL, stream_id("call", call)), (DESK, stream_id("desk", "desk-1"))):
        facts = await log.of_stream(database.pool, stream)
        assert verify_stream(facts) is None
        folded = None
        for fact in facts:
            folded = aggregate.apply(folded, fact)  # type: ignore[assignment,attr-defined]
        stored = await log.state_of(database.pool, stream)
        assert stored is not None
        assert (stored[0], aggregate.read_state(stored[1])) == (len(facts), folded)


async def test_readers_find_every_fact_while_sixteen_writers_commit(database: Database) -> None:
    """Aim: no fact is skipped because its sequence number was drawn before another's commit."""
    calls, seen, done = CallService(database.work), set(), asyncio.Event()

    async def read() -> None:
        cursor = Cursor()
        while True:
            last = done.is_set()
            for fact in await log.read_after(database.pool, cursor):
                assert fact.position > cursor
                cursor = fact.position
                seen.add(fact.id)
            if last and len(seen) >= await database.pool.fetchval("select count(*) from event"):
                return

    async def write() -> None:
        for _ in range(25):
            await ring_in(calls)

    reader = asyncio.create_task(read())
    await asyncio.gather(*(write() for _ in range(16)))
    done.set()
    await asyncio.wait_for(reader, 30)
    assert len(seen) == 16 * 25 * 2


async def test_what_was_to_be_new_and_is_not_is_refused_for_good_and_not_as_haste(database: Database) -> None:
    """Once it was `too_busy`, after twelve attempts that could not go otherwise: a page would have asked for ever."""
    calls, call = CallService(database.work), CallId(new_id())
    id = CommandId(new_id())
    first = await calls.handle(id, ring(call), citizen(call))
    with pytest.raises(Refused, match="id_taken"):
        await calls.handle(CommandId(new_id()), ring(call), citizen(call))
    assert await calls.handle(id, ring(call), citizen(call)) == first, "the repeat is no other's"


async def test_a_fact_that_could_not_be_read_again_is_refused_and_leaves_nothing(database: Database) -> None:
    command = ring(language="es" + "-abcdefgh" * 4)
    with pytest.raises(Refused, match="malformed") as refused:
        await CallService(database.work).handle(CommandId(new_id()), command, system())
    assert refused.value.facts["field"] == "$.language"
    assert await log.of_call(database.pool, command.call) == []


async def test_text_that_postgresql_cannot_keep_is_refused_before_it_is_asked(database: Database) -> None:
    with pytest.raises(Refused, match="malformed"):
        await ring_in(CallService(database.work), words="a\x00b")
    call = await ring_in(CallService(database.work), words="a\\u0000b\u2028\uffff")
    state = await log.state_of(database.pool, stream_id("call", call))
    assert state is not None
