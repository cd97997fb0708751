"""Each program of the exchange dies in the middle of a conversation, and it goes on (issue 3, must show 3)."""

import asyncio
import signal

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallState, PartyId
from auxilio.platform.ids import new_id
from tests.voice.edge.desk_page import Desk, until
from tests.voice.edge.programs import Exchange
from tests.voice.media.engine_lines import hears
from tests.voice.media.peers import CALLER, DESK, TARGET
from tests.voice.test_together import answers_at, calls, telephone

GAP_PACKETS_MAX = 5
"""100 ms of sound."""


async def test_voice_is_killed_nobody_hears_it_and_the_other_one_answers_holds_and_ends(
    exchange: Exchange, desk: Desk
) -> None:
    async with telephone() as (theirs, phone), desk.line():
        leg = await calls(theirs, phone, exchange.edge.sip)
        call = await desk.takes()
        await hears(phone, DESK)
        await hears(desk.phone, CALLER)
        await exchange.written(2)
        leads, waits = exchange.carrying, exchange.waiting
        spoken, before = desk.phone.spoken, (phone.missed, desk.phone.missed)
        sources = (len(phone.sources), len(desk.phone.sources))
        await leads.end()
        async with telephone() as (others, second):
            newcomer = await calls(others, second, exchange.edge.sip)
            await exchange.carries(waits)
            another = await desk.waiting()
            await newcomer.bye()

            async def left() -> bool | None:
                return (await desk.state(another.id)).state is CallState.ABANDONED or None

            await until(left, "the second caller has left")
        async with asyncio.timeout(20):
            while desk.phone.spoken < spoken + 100:
                await asyncio.sleep(0.02)
        await hears(phone, DESK)
        await hears(desk.phone, CALLER)
        missed = (phone.missed - before[0], desk.phone.missed - before[1])
        assert max(missed) < GAP_PACKETS_MAX, missed
        assert (len(phone.sources), len(desk.phone.sources)) == sources
        await desk.press(m.Hold(call=call))
        await hears(desk.phone)
        await desk.press(m.Resume(call=call))
        await hears(phone, DESK)
        await hears(desk.phone, CALLER)
        async with telephone(TARGET, exchange.trunk) as (hospital, doctor):
            answered = answers_at(hospital, doctor)
            party = PartyId(new_id())
            await desk.press(m.Consult(call=call, whom="Hospital", party=party, number="+34973000001"))
            await hears(doctor, DESK)
            await hears(desk.phone, TARGET)
            await desk.press(m.TransferCall(call=call, party=party))
            await hears(phone, TARGET)
            await hears(doctor, CALLER)
            await hears(desk.phone)
            await answered[0].bye()
            async with asyncio.timeout(20):
                await leg.gone.wait()
        assert leg.gone_reason == "bye"
        await exchange.stands_by(leads)


async def test_whoever_was_handed_a_caller_outside_goes_on_with_them_when_voice_is_killed(
    exchange: Exchange, desk: Desk
) -> None:
    async with (
        telephone() as (theirs, phone),
        telephone(TARGET, exchange.trunk) as (hospital, doctor),
        desk.line(),
    ):
        leg, answered = await calls(theirs, phone, exchange.edge.sip), answers_at(hospital, doctor)
        call, party = await desk.takes(), PartyId(new_id())
        await desk.press(m.Consult(call=call, whom="Hospital", party=party, number="+34973000001"))
        await hears(doctor, DESK)
        await desk.press(m.TransferCall(call=call, party=party))
        await hears(phone, TARGET)
        await exchange.written(2)
        leads, waits = exchange.carrying, exchange.waiting
        before = (phone.missed, doctor.missed)
        await leads.end()
        await exchange.carries(waits)
        await hears(phone, TARGET)
        await hears(doctor, CALLER)
        missed = (phone.missed - before[0], doctor.missed - before[1])
        assert max(missed) < GAP_PACKETS_MAX, missed
        assert (await desk.state(call)).state is CallState.TRANSFERRED
        await leg.bye()
        async with asyncio.timeout(20):
            await answered[0].gone.wait()
        await exchange.stands_by(leads)


async def test_kamailio_is_stopped_and_started_and_who_hangs_up_afterwards_has_hung_up(
    exchange: Exchange, desk: Desk
) -> None:
    async with telephone() as (theirs, phone), desk.line() as socket:
        leg = await calls(theirs, phone, exchange.edge.sip)
        call = await desk.takes()
        await hears(phone, DESK)
        await hears(desk.phone, CALLER)
        before = (phone.missed, desk.phone.missed)
        await exchange.edge.end(signal.SIGTERM)
        await socket.wait_closed()
        spoken = desk.phone.spoken
        async with asyncio.timeout(20):
            while desk.phone.spoken < spoken + 100:
                await asyncio.sleep(0.02)
        await hears(phone, DESK)
        await exchange.edge.start()
        missed = (phone.missed - before[0], desk.phone.missed - before[1])
        assert max(missed) < GAP_PACKETS_MAX, missed
        await desk.press(m.Hold(call=call))
        await hears(desk.phone)
        await desk.press(m.Resume(call=call))
        await hears(desk.phone, CALLER)
        async with telephone() as (others, second):
            newcomer = await calls(others, second, exchange.edge.sip)
            await desk.waiting()
            await newcomer.bye()
        await leg.bye()

        async def over() -> bool | None:
            return (await desk.state(call)).state is CallState.ENDED or None

        await until(over, "the caller has hung up, through the new one")
        await hears(desk.phone)


async def test_rtpengine_is_killed_and_both_are_asked_to_speak_with_the_next_one(
    exchange: Exchange, desk: Desk
) -> None:
    async with telephone() as (theirs, phone), desk.line() as socket:
        leg = await calls(theirs, phone, exchange.edge.sip)
        call = await desk.takes()
        await hears(phone, DESK)
        await hears(desk.phone, CALLER)
        asked = asyncio.create_task(desk.asked_again(socket))
        await exchange.node.kill()
        await exchange.node.start()
        await asked
        await hears(phone, DESK)
        await hears(desk.phone, CALLER)
        assert "media_node_lost" in exchange.carrying.log
        await desk.press(m.HangUp(call=call))
        async with asyncio.timeout(20):
            await leg.gone.wait()
