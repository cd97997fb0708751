"""Aim: an eCall by SIP gives its call the vehicle's facts, and the 200 says whether they were received (RFC 8147; decision 0408)."""

import asyncio
from collections.abc import Sequence

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.ecall_machine import MSD_WAIT_S
from auxilio.calls.core.ecall_model import EcallData, MsdFailure
from auxilio.calls.core.model import Call, CallChannel, CallState
from auxilio.interop.formats.ecall_control import ControlAck, ControlRequest, decode_control
from auxilio.kernel.ids import CallId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.voice.control.carrier_tests import TEST_CALL_S
from auxilio.voice.core.vehicle_data import CONTROL, INFO_PACKAGE
from auxilio.voice.sip.message import Request
from auxilio.voice.sip.multipart import MSD, Part, parts_of
from tests.actors import person
from tests.interop.test_ecall_fix import AUTOMATIC, EXAMPLE, TEST_CALL, with_bits
from tests.voice.factories import DESK, PAU, SDP, Invite, Telephone, VoiceSetup, settle

URN = "urn:service:sos.ecall.automatic"
AGAIN = with_bits(EXAMPLE, {26: 1, 27: 0})
"""The example with another number of message."""
TEST = with_bits(EXAMPLE, {TEST_CALL: 1, AUTOMATIC: 0})
"""By hand, as at a workshop."""
BY_ITSELF = with_bits(EXAMPLE, {TEST_CALL: 1})
MANUAL, TEST_URN = "urn:service:sos.ecall.manual", "urn:service:test.sos.ecall"
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


async def test_what_a_desk_sends_is_not_said_to_be_received() -> None:
    assert (await VoiceSetup().sits_down(DESK)).info_answer is None


async def test_an_info_without_a_message_is_answered_without_a_body() -> None:
    voice = VoiceSetup()
    _, caller = await voice.calls(car())
    assert caller.info_answer((Part("application/x-unknown", content=b"1"),)) == ((), ())


@pytest.mark.parametrize(
    ("urn", "msd"),
    [(TEST_URN, EXAMPLE), (TEST_URN, EXAMPLE[:24]), (URN, TEST), (MANUAL, BY_ITSELF), (MANUAL, TEST[:24])],
    ids=["no test by its message", "the same, cut off", "a sensor's call", "by itself", "cut off"],
)
async def test_a_test_that_contradicts_itself_rings_as_a_call_for_help(urn: str, msd: str) -> None:
    voice = VoiceSetup()
    call = await ecall(voice, car(msd, urn))
    assert call.state is CallState.QUEUED
    assert not [one for one in voice.log.told if isinstance(one, m.RecordTestCall)]


@pytest.mark.parametrize(("urn", "msd"), [(TEST_URN, TEST), (TEST_URN, BY_ITSELF), (MANUAL, TEST)])
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


class Asked(VoiceSetup):
    """A centre whose desk has the call of a vehicle."""

    async def answered_car(self, invite: Invite | None = None) -> tuple[CallId, Telephone]:
        await self.sits_down(DESK)
        call, caller = await self.calls(invite or car())
        await self.does(m.AnswerCall(call=call), PAU)
        return call, caller

    async def ask(self, call: CallId) -> None:
        self.log.do(m.RequestMsd(call=call), PAU)
        self.exchange.ask_vehicle(call)  # as the follower of the log does
        await settle()

    def vehicle(self, call: CallId) -> EcallData:
        found = self.log.calls[call].ecall
        assert found is not None
        return found


async def test_the_vehicle_is_asked_by_info_and_its_newer_message_is_the_answer() -> None:
    voice = Asked()
    call, caller = await voice.answered_car()
    await voice.ask(call)
    [(kind, content, headers)] = caller.asked
    assert ("Info-Package", INFO_PACKAGE) in headers
    assert ("Content-Disposition", "Info-Package") in headers
    message = Request()
    message.carry(content, kind)
    [control] = parts_of(message)
    asked = decode_control(control.content).value
    assert asked is not None
    assert asked.requests == (ControlRequest(action="send-data", datatype="eCall.MSD"),)
    assert f"<cid:{control.content_id}>;purpose=EmergencyCallData.Control" in dict(headers)["Call-Info"]
    assert voice.vehicle(call).asked_at == voice.clock.now()
    await voice.clock.advance(1)
    await caller.on_info((msd_part(AGAIN, "2@car.example"),), {})
    await voice.pass_s(MSD_WAIT_S)
    found = voice.vehicle(call)
    assert (found.count, found.asked_at, found.failure) == (2, None, None)


async def test_a_vehicle_that_sends_nothing_is_said_to_be_silent_and_may_be_asked_again() -> None:
    voice = Asked()
    call, _ = await voice.answered_car()
    await voice.ask(call)
    with pytest.raises(Refused, match="msd_asked_already"):
        voice.log.do(m.RequestMsd(call=call), PAU)
    await voice.pass_s(MSD_WAIT_S)
    assert (voice.vehicle(call).asked_at, voice.vehicle(call).failure) == (None, MsdFailure.SILENT)
    await voice.ask(call)
    assert voice.vehicle(call).failure is None


async def test_an_older_question_that_was_answered_takes_nothing_from_a_newer_one() -> None:
    voice = Asked()
    call, caller = await voice.answered_car()
    await voice.ask(call)
    await voice.pass_s(MSD_WAIT_S / 2)
    await caller.on_info((msd_part(AGAIN, "2@car.example"),), {})
    await voice.ask(call)
    await voice.pass_s(MSD_WAIT_S * 3 / 4)
    assert voice.vehicle(call).asked_at is not None
    await voice.pass_s(MSD_WAIT_S / 4)
    assert voice.vehicle(call).failure is MsdFailure.SILENT


UNABLE = b"""<EmergencyCallData.Control xmlns="urn:ietf:params:xml:ns:EmergencyCallData:control"><ack ref="a@b">
 <actionResult action="send-data" success="false" reason="unable"/></ack></EmergencyCallData.Control>"""


async def test_a_vehicle_that_says_that_it_cannot_is_believed() -> None:
    voice = Asked()
    call, caller = await voice.answered_car()
    await voice.ask(call)
    await caller.on_info((Part(CONTROL.lower(), content=UNABLE),), {})
    await settle()
    assert voice.vehicle(call).failure is MsdFailure.UNABLE


async def test_a_telephone_that_refuses_the_question_and_a_line_that_is_gone_are_told_apart() -> None:
    voice = Asked()
    call, caller = await voice.answered_car()
    caller.answers_again = False
    await voice.ask(call)
    assert voice.vehicle(call).failure is MsdFailure.REFUSED
    await caller.hangs_up("lost")
    await voice.ask(call)
    assert voice.vehicle(call).failure is MsdFailure.LINE_GONE


async def test_nothing_is_asked_from_a_call_of_another_mode_than_the_installations() -> None:
    voice = Asked(mode=Mode.REAL)
    call, caller = await voice.answered_car()
    voice.exchange.states.calls[call].mode = Mode.EXERCISE
    await voice.ask(call)
    assert (voice.vehicle(call).failure, caller.asked) == (MsdFailure.NOT_FROM_HERE, [])


async def test_a_training_call_asks_for_nothing() -> None:
    voice = Asked(mode=Mode.TRAINING)
    call, caller = await voice.answered_car()
    with pytest.raises(Refused, match="msd_of_practice"):
        voice.log.do(m.RequestMsd(call=call), PAU)
    assert caller.asked == []


async def test_a_vehicle_whose_data_came_by_modem_or_not_at_all_cannot_be_asked() -> None:
    voice = Asked()
    call, _ = await voice.answered_car(Invite(service_urn=URN))
    with pytest.raises(Refused, match="msd_not_by_sip"):
        voice.log.do(m.RequestMsd(call=call), PAU)


async def test_only_the_desk_that_has_the_call_asks() -> None:
    voice = Asked()
    call, _ = await voice.answered_car()
    with pytest.raises(Refused, match="not_your_call"):
        voice.log.do(m.RequestMsd(call=call), person("call_taker", DeskId("desk-08")))


async def test_a_car_that_nobody_answered_is_rung_back_and_asked_on_that_line() -> None:
    voice = Asked()
    call, caller = await voice.calls(car())
    await caller.hangs_up()
    await voice.sits_down(DESK)
    await voice.does(m.RingBack(call=call), PAU)
    back = await voice.trunk.rung["+34600100200"].answers()
    await voice.follows(call)
    assert voice.log.calls[call].state is CallState.ANSWERED
    await voice.ask(call)
    assert len(back.asked) == 1


async def test_a_stranger_who_says_that_it_is_a_test_rings_and_is_shown_as_one() -> None:
    call = await ecall(VoiceSetup(), car(TEST, asserted=False))
    assert (call.channel, call.state) == (CallChannel.VOICE, CallState.QUEUED)
    assert call.ecall is not None
    assert call.ecall.msd is not None
    assert call.ecall.msd.test
