"""Aim: what a vehicle sends by an in-band modem reaches the call of its number, and a test of one rings at no desk (decision 0400)."""

from collections.abc import AsyncIterator

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.ecall_model import ecall_row
from auxilio.calls.core.model import Call, CallChannel, CallDisposition, CallState, NumberSource
from auxilio.calls.location_messages import LocationMessages
from auxilio.calls.parked_fixes.store import ParkedFixStore
from auxilio.calls.service import CALL
from auxilio.interop.ecall_receiver import EcallReceipt, EcallReceiver, EcallReport
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.workflows import call_answering, parked_fixes
from auxilio.workflows.runner import system_actor
from tests.actors import system
from tests.database import Database
from tests.interop.test_ecall_fix import AUTOMATIC, EXAMPLE, TEST_CALL, with_bits
from tests.workflows.conftest import WorkflowSetup, replayed_room

CAR = "+34600111222"
AGAIN = with_bits(EXAMPLE, {26: 1, 27: 0})
"""The example with another number of message."""
TEST = with_bits(EXAMPLE, {TEST_CALL: 1, AUTOMATIC: 0})
"""By hand, as at a workshop."""


class Ways(WorkflowSetup):
    """A centre with the way in of eCall."""

    async def sent(self, msd: str = EXAMPLE, number: str = CAR) -> EcallReceipt:
        messages = LocationMessages(
            ParkedFixStore(self.database.pool), self.clock, self.commands, system_actor(Mode.REAL)
        )
        receiver = EcallReceiver(messages, "ES", (-90.0, -180.0, 90.0, 180.0))
        receipt = await receiver.receive(EcallReport(number=number, msd=msd))
        await self.runner.catch_up()
        return receipt

    async def dial(self, channel: CallChannel = CallChannel.ECALL) -> CallId:
        call = CallId(new_id())
        known_by = NumberSource.NETWORK_ASSERTED
        await self.do(system(), m.ReceiveCall(call=call, channel=channel, phone=CAR, phone_known_by=known_by))
        return call

    async def call(self, id: CallId) -> Call:
        found = await self.states.state(CALL, id)
        assert found is not None
        return found


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[Ways]:
    messages = LocationMessages(ParkedFixStore(database.pool), clock, None, system_actor(Mode.REAL))  # type: ignore[arg-type]  # only reads here
    follows = (*call_answering.reactions(), *parked_fixes.reactions(messages.parked, Mode.REAL))
    async for one in replayed_room(database, clock, follows):
        one.__class__ = Ways
        assert isinstance(one, Ways)
        yield one


async def test_the_call_of_its_number_has_the_vehicle_and_three_positions(room: Ways) -> None:
    call = await room.dial()
    assert await room.sent() == EcallReceipt(read=True, calls=1, flags=())
    found = await room.call(call)
    assert found.ecall is not None
    assert found.ecall.msd is not None
    assert (found.ecall.count, found.ecall.msd.vin, len(found.positions)) == (1, "ECALLEXAMPLE02020", 3)
    row = ecall_row(found.ecall)
    assert row is not None
    assert row.has_vin
    assert "ECALLEXAMPLE02020" not in repr(row), "the number is read by a command of its own"


async def test_the_vehicle_that_tells_before_its_call_rings_is_found_by_it(room: Ways) -> None:
    assert (await room.sent()).calls == 0
    assert (await room.call(await room.dial())).ecall is not None


async def test_the_newest_message_is_shown_and_one_that_cannot_be_read_hides_nothing(room: Ways) -> None:
    call = await room.dial()
    await room.sent()
    await room.clock.advance(1)
    await room.sent(AGAIN)
    await room.clock.advance(1)
    assert await room.sent("zz") == EcallReceipt(read=False, calls=1, flags=("unknown_version",))
    found = (await room.call(call)).ecall
    assert found is not None
    assert found.msd is not None
    assert (found.count, found.last_unread, found.msd.identifier) == (3, True, 2)
    assert (await room.facts()).count("calls.call.msd_received") == 3


async def test_the_same_message_sent_again_is_one(room: Ways) -> None:
    call = await room.dial()
    await room.sent()
    await room.sent()
    found = (await room.call(call)).ecall
    assert found is not None
    assert found.count == 1


async def test_a_test_of_a_vehicle_leaves_the_queue_is_listed_and_is_not_called_back(room: Ways) -> None:
    call = await room.dial()
    assert (await room.sent(TEST)).read
    found = await room.call(call)
    assert (found.state, found.disposition) == (CallState.ABANDONED, CallDisposition.TEST)
    assert not CALL.live(found)
    assert "calls.test_call.answered" in await room.facts()
    facts = await room.facts()
    assert facts.count("followup.watch.set") == facts.count("followup.watch.cancelled") == 1


async def test_a_test_ends_no_call_that_the_network_does_not_say_is_a_vehicles(room: Ways) -> None:
    call = await room.dial(CallChannel.VOICE)
    assert (await room.sent(TEST)).calls == 1
    found = await room.call(call)
    assert found.state is CallState.QUEUED
    row = ecall_row(found.ecall)
    assert row is not None
    assert row.test


async def test_a_test_ends_no_call_whose_vehicle_has_said_that_it_is_none(room: Ways) -> None:
    call = await room.dial()
    await room.sent(EXAMPLE)
    await room.clock.advance(1)
    assert (await room.sent(TEST)).calls == 1
    assert (await room.call(call)).state is CallState.QUEUED


async def test_a_test_by_a_vehicle_that_called_by_itself_is_no_test(room: Ways) -> None:
    call = await room.dial()
    assert (await room.sent(with_bits(EXAMPLE, {TEST_CALL: 1}))).calls == 1
    found = await room.call(call)
    row = ecall_row(found.ecall)
    assert row is not None
    assert (found.state, row.test, row.automatic) == (CallState.QUEUED, True, True)
    assert "calls.test_call.answered" not in await room.facts()


async def test_a_damaged_message_ends_no_call(room: Ways) -> None:
    call = await room.dial()
    receipt = await room.sent("0324101E01")
    assert {"test_call", "truncated"} <= set(receipt.flags)
    assert (await room.call(call)).state is CallState.QUEUED


async def test_a_test_from_before_a_call_rang_does_not_end_it(room: Ways) -> None:
    await room.sent(TEST)
    await room.clock.advance(1)
    call = await room.dial()
    await room.runner.catch_up()
    found = await room.call(call)
    assert found.state is CallState.QUEUED
    assert found.ecall is not None, "it has the message all the same"


async def test_a_test_for_two_calls_of_a_number_ends_neither(room: Ways) -> None:
    calls = [await room.dial(), await room.dial()]
    assert (await room.sent(TEST)).calls == 2
    assert [(await room.call(call)).state for call in calls] == [CallState.QUEUED] * 2


async def test_a_vehicle_that_has_said_both_is_taken_for_an_emergency(room: Ways) -> None:
    call = await room.dial()
    await room.sent(EXAMPLE)
    await room.clock.advance(1)
    await room.sent(TEST)
    row = ecall_row((await room.call(call)).ecall)
    assert row is not None
    assert row.test is False


async def test_a_message_is_one_in_whatever_letters_and_padding_it_comes(room: Ways) -> None:
    call = await room.dial(CallChannel.VOICE)
    for written in (TEST, TEST.lower(), TEST + "0000", TEST[:8] + " " + TEST[8:]):
        assert (await room.sent(written)).read
    found = (await room.call(call)).ecall
    assert found is not None
    assert found.count == 1
    assert (await room.facts()).count("calls.test_call.answered") == 1


async def test_a_message_that_its_vehicle_counted_before_is_not_shown_for_a_later_one(room: Ways) -> None:
    call = await room.dial()
    await room.sent(AGAIN)
    await room.clock.advance(1)
    await room.sent(EXAMPLE)
    found = (await room.call(call)).ecall
    assert found is not None
    assert found.msd is not None
    assert (found.count, found.msd.identifier) == (2, 2)


@pytest.mark.parametrize("letter", ["\U0001f600", "\x01", "é"])
async def test_whatever_fills_a_message_it_is_kept(room: Ways, letter: str) -> None:
    assert not (await room.sent(letter * 8_192)).read


async def test_what_is_no_telephone_number_is_refused(room: Ways) -> None:
    with pytest.raises(Refused, match="not_a_phone"):
        await room.sent(number="x")
