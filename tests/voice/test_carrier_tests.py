"""Test calls of carriers: answered by the exchange, recorded as a fact, in the way of no call for help."""

import asyncio
from typing import Any

from auxilio.calls.core import messages as m
from auxilio.voice.control.carrier_tests import TEST_CALL_S, TEST_CALLS_MAX
from auxilio.voice.sip.agent import Part
from tests.voice.factories import PIDF, SDP, Invite, VoiceSetup, settle


def trying(**more: Any) -> Invite:
    return Invite(service_urn="urn:service:test.sos", test_call=True, **more)


async def test_a_carriers_test_call_is_answered_by_the_exchange_and_is_a_fact_and_nobodys_call() -> None:
    voice = VoiceSetup()
    invite = trying(parts=(Part("application/sdp", content=SDP), Part("application/pidf+xml", content=PIDF)))
    answering = asyncio.create_task(voice.exchange.incoming(invite))
    await settle()
    assert list(voice.media.legs.values()) == ["waiting"]
    await voice.pass_s(TEST_CALL_S)
    await answering
    assert (invite.leg.said, voice.media.legs, voice.log.calls) == (["bye"], {}, {})
    [told] = voice.log.told
    assert isinstance(told, m.RecordTestCall)
    assert (told.line, told.phone, told.code) == ("urn:service:test.sos", "+34600100200", 200)
    assert (told.positions, told.bodies) == (1, ("application/sdp", "application/pidf+xml"))


async def test_a_test_call_that_we_cannot_speak_with_is_a_fact_too() -> None:
    voice = VoiceSetup()
    voice.media.refuses = "no_codec_in_common"
    invite = trying()
    answering = asyncio.create_task(voice.exchange.incoming(invite))
    await voice.pass_s(TEST_CALL_S)
    await answering
    assert invite.refused == 488
    assert [told.code for told in voice.log.told_of(m.RecordTestCall)] == [488]


async def test_test_calls_are_few_at_once_and_take_nothing_from_a_call_for_help() -> None:
    voice = VoiceSetup()
    tried = [trying() for _ in range(TEST_CALLS_MAX + 3)]
    answering = [asyncio.create_task(voice.exchange.incoming(invite)) for invite in tried]
    await settle()
    assert [invite.refused for invite in tried] == [None] * TEST_CALLS_MAX + [486] * 3
    _call, caller = await voice.calls()
    assert voice.hears(caller) == "waiting"
    await voice.pass_s(TEST_CALL_S)
    await asyncio.gather(*answering)
    assert len(voice.log.told_of(m.RecordTestCall)) == TEST_CALLS_MAX
    again = trying()
    answering = [asyncio.create_task(voice.exchange.incoming(again))]
    await voice.pass_s(TEST_CALL_S)
    assert again.refused is None
    await asyncio.gather(*answering)
