"""A test call is a fact of its own: no call of anybody's, and told to the room (RFC 6881)."""

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallState
from auxilio.calls.service import CALL, COMMANDS, TEST_CALL, CallService
from auxilio.calls.store import TestCallQuery
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import StateReader, system_actor
from tests.actors import person
from tests.database import Database


def tried(**more: object) -> m.RecordTestCall:
    return m.RecordTestCall(
        test_call=m.TestCallId(new_id()),
        line="urn:service:test.sos",
        phone="+34600100200",
        user_agent="carrier",
        transport="tls",
        code=200,
        positions=1,
        bodies=("application/sdp", "application/pidf+xml"),
        **more,  # type: ignore[arg-type]  # a test's own fields
    )


async def test_a_test_call_is_kept_told_of_and_never_waits_for_a_desk(database: Database) -> None:
    clock = SimulatedClock()
    calls, reads = (
        CallService(CommandExecutor(database.pool, clock, database.wakeups)),
        TestCallQuery(database.pool, clock),
    )
    await calls.handle(CommandId(new_id()), tried(), system_actor(Mode.TEST))
    await clock.advance(60)
    await calls.handle(CommandId(new_id()), tried(), system_actor(Mode.TEST))
    told = await reads.within(86_400)
    assert told.count == 2
    newest, older = told.test_calls
    assert newest.at > older.at
    assert (newest.line, newest.code, newest.positions, newest.mode) == (
        "urn:service:test.sos",
        200,
        1,
        Mode.TEST,
    )
    assert (await reads.within(30)).count == 1
    states = StateReader(database.pool, AggregateRegistry(CALL, TEST_CALL))
    assert await states.live(TEST_CALL) == []
    assert await states.live(CALL, state=CallState.QUEUED.value) == []


async def test_nobody_but_the_exchange_makes_a_test_call_a_fact(database: Database) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        await CommandBus((COMMANDS, CallService(database.work).handle)).handle(
            CommandId(new_id()), tried(), person("supervisor")
        )
