"""Aim: an eCall by SIP gives its call the vehicle's facts, and the 200 says whether they were received (RFC 8147; decision 0408)."""

import asyncio
from collections.abc import Sequence

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import Call, CallChannel, CallState
from auxilio.interop.formats.ecall_control import ControlAck, decode_control
from auxilio.voice.control.carrier_tests import TEST_CALL_S
from auxilio.voice.core.vehicle_data import CONTROL, INFO_PACKAGE
from auxilio.voice.sip.multipart import MSD, Part
from tests.interop.test_ecall_fix import EXAMPLE, TEST_CALL, with_bits
from tests.voice.factories import SDP, Invite, VoiceSetup, settle

URN = "urn:service:sos.ecall.automatic"
AGAIN = with_bits(EXAMPLE, {26: 1, 27: 0})
"""The example with another number of message."""
TEST = with_bits(EXAMPLE, {TEST_CALL: 1})
BROKEN = "FF00"


def msd_part(msd: str = EXAMPLE, content_id: str = "1@car.example") -> Part:
    return Part(MSD, content_id=content_id, disposition="by-reference", content=bytes.fromhex(msd))


def car(msd: str = EXAMPLE, urn: str = URN, *, asserted: bool = True) -> Invite:
    parts = (Part("application/sdp", content=SDP), msd_part(msd))
    return Invite(
        parts=parts, service_urn=urn, test_call=urn.startswith("urn:service:test."), asserted=asserted
    )


def acknowledged(parts: Sequence[Part]) -> ControlAck | None:
    """What the one control block of these parts acknowledges."""
    [control] = [part for part in parts if part.content_type == CONTROL]
    assert (bool(control.content_id), control.disposition) == (True, "by-reference")
    decoded = decode_control(control.content)
    assert decoded.value is not None
    assert decoded.flags == ()
    return decoded.value.ack


async def ecall(voice: VoiceSetup, invite: Invite) -> Call:
    call, _ = await voice.calls(invite)
    return voice.log.calls[call]


async def test_the_200_carries_the_acknowledgement_and_the_call_its_vehicle() -> None:
    voice, invite = VoiceSetup(), car()
    call = await ecall(voice, invite)
    assert acknowledged(invite.told["parts"]) == ControlAck(ref="1@car.example", received=True)
    names = [
        (name, value.partition(">;")[2]) for name, value in invite.told["headers"] if name == "Call-Info"
    ]
    assert names == [("Call-Info", "purpose=EmergencyCallData.Control")]
    assert ("Recv-Info", INFO_PACKAGE) in invite.told["headers"]
    assert call.ecall is not None
    assert call.ecall.msd is not None
    assert (call.channel, call.ecall.count, call.ecall.msd.vin) == (CallChannel.ECALL, 1, "ECALLEXAMPLE02020")
    assert len(call.positions) == 3
    assert [(one.media_type, one.read_as) for one in call.attachments] == [(MSD, "msd")]
    assert voice.bytes.kept == [bytes.fromhex(EXAMPLE)]


@pytest.mark.parametrize("msd", [BROKEN, EXAMPLE[:24]])
async def test_a_broken_message_is_refused_by_acknowledgement_and_the_call_goes_on(msd: str) -> None:
    voice, invite = VoiceSetup(), car(msd)
    call = await ecall(voice, invite)
    assert acknowledged(invite.told["parts"]) == ControlAck(ref="1@car.example", received=False)
    assert call.state is CallState.QUEUED
    assert call.ecall is not None
    assert voice.bytes.kept == [bytes.fromhex(msd)], "as it came"


async def test_a_message_without_an_id_is_read_and_cannot_be_acknowledged() -> None:
    voice = VoiceSetup()
    invite = Invite(parts=(Part("application/sdp", content=SDP), msd_part(content_id="")), service_urn=URN)
    call = await ecall(voice, invite)
    assert invite.told["parts"] == ()
    assert call.ecall is not None
    assert call.ecall.msd is not None


async def test_a_call_without_a_vehicle_is_answered_as_ever() -> None:
    voice, invite = VoiceSetup(), Invite()
    await voice.calls(invite)
    assert invite.told == {"parts": (), "headers": ()}


async def test_a_call_that_we_cannot_carry_is_refused_and_its_message_is_acknowledged() -> None:
    voice, invite = VoiceSetup(), car()
    voice.media.refuses = "no_codec_in_common"
    call = await ecall(voice, invite)
    assert invite.refused == 488
    assert acknowledged(invite.told["parts"]) == ControlAck(ref="1@car.example", received=True)
    assert call.ecall is not None


async def test_a_newer_message_by_info_is_acknowledged_shown_as_newest_and_all_are_kept() -> None:
    voice = VoiceSetup()
    call, caller = await voice.calls(car())
    parts = (msd_part(AGAIN, "2@car.example"),)
    bodies, _ = caller.info_answer(parts)
    assert acknowledged(bodies) == ControlAck(ref="2@car.example", received=True)
    await voice.clock.advance(1)
    await caller.on_info(parts, {})
    await settle()
    found = voice.log.calls[call].ecall
    assert found is not None
    assert found.msd is not None
    assert (found.count, found.msd.identifier) == (2, 2)
    assert [each.hex().upper() for each in voice.bytes.kept] == [EXAMPLE, AGAIN]


async def test_the_same_bytes_under_another_id_are_a_message_of_their_own() -> None:
    voice = VoiceSetup()
    call, caller = await voice.calls(car())
    for content_id in ("1@car.example", "2@car.example"):
        await caller.on_info((msd_part(EXAMPLE, content_id),), {})
    await settle()
    found = voice.log.calls[call].ecall
    assert found is not None
    assert found.count == 2, "the first again is the one of the INVITE"


async def test_an_info_without_a_message_is_answered_without_a_body() -> None:
    voice = VoiceSetup()
    _, caller = await voice.calls(car())
    assert caller.info_answer((Part("application/x-unknown", content=b"1"),)) == ((), ())


@pytest.mark.parametrize(("urn", "msd"), [("urn:service:test.sos.ecall", EXAMPLE), (URN, TEST)])
async def test_a_test_of_a_vehicle_is_acknowledged_listed_and_ends_by_itself_and_no_desk_rings(
    urn: str, msd: str
) -> None:
    voice, invite = VoiceSetup(), car(msd, urn)
    answering = asyncio.create_task(voice.exchange.incoming(invite))
    await settle()
    assert acknowledged(invite.told["parts"]) == ControlAck(ref="1@car.example", received=True)
    assert invite.leg.said == []
    await voice.pass_s(TEST_CALL_S)
    await answering
    assert (invite.leg.said, voice.log.calls) == (["bye"], {})
    [listed] = voice.log.told
    assert isinstance(listed, m.RecordTestCall)
    assert (listed.line, listed.positions, listed.code) == (urn, 1, 200)
    assert listed.bodies == ("application/sdp", MSD)


async def test_a_stranger_who_says_that_it_is_a_test_rings_and_is_shown_as_one() -> None:
    call = await ecall(VoiceSetup(), car(TEST, asserted=False))
    assert (call.channel, call.state) == (CallChannel.VOICE, CallState.QUEUED)
    assert call.ecall is not None
    assert call.ecall.msd is not None
    assert call.ecall.msd.test
