"""As many are held as was agreed. Who comes after them goes elsewhere at once, and is written down."""

import asyncio
from collections.abc import AsyncIterator

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallRejectionReason, CallState
from auxilio.platform.blobs.ports import Digest
from auxilio.voice.control.hold_limit import HoldLimit
from auxilio.voice.sip.agent import Part
from tests.voice.factories import DESK, PAU, PIDF, Invite, VoiceSetup, settle

NEIGHBOUR = "sip:112@neighbour.example"
TWO = HoldLimit(2, NEIGHBOUR)


async def one_more(voice: VoiceSetup, **fields: object) -> Invite:
    invite = Invite(**fields)  # type: ignore[arg-type]  # a test's own fields
    await voice.exchange.incoming(invite)
    return invite


async def test_beyond_what_was_agreed_the_network_is_told_to_divert_and_everything_is_written_down() -> None:
    voice = VoiceSetup(bound=TWO)
    await voice.calls()
    await voice.calls()
    invite = await one_more(
        voice,
        caller="sip:+34600100299@trunk",
        parts=(Part(content_type="application/pidf+xml", content=PIDF),),
        user_agent="telephone of the third",
    )
    assert (invite.refused, invite.told) == (503, {"headers": [("Retry-After", "1")]})
    third = voice.log.calls[voice.log.told_of(m.ReceiveCall)[-1].call]
    assert third.state is CallState.REFUSED
    assert third.refusal is not None
    assert (third.refusal.reason, third.refusal.sent_to) == (CallRejectionReason.HOLD_MAX, NEIGHBOUR)
    assert (third.phone, third.user_agent) == ("+34600100299", "telephone of the third")
    assert len(third.positions) == 1
    assert [one.read_as for one in third.attachments] == ["pidf-lo"]
    assert len(voice.media.legs) == 2, "nothing carries its sound"


async def test_where_the_network_follows_us_it_is_told_to_whom() -> None:
    voice = VoiceSetup(bound=HoldLimit(1, NEIGHBOUR, redirect=True))
    await voice.calls()
    invite = await one_more(voice)
    assert (invite.refused, invite.told) == (302, {"contacts": [NEIGHBOUR]})


async def test_who_speaks_is_not_held_and_leaves_room_for_another() -> None:
    voice = VoiceSetup(bound=TWO)
    await voice.sits_down(DESK)
    first, _ = await voice.calls()
    await voice.calls()
    await voice.does(m.AnswerCall(call=first), PAU)
    await voice.calls()
    assert [call.state for call in voice.log.calls.values()].count(CallState.REFUSED) == 0
    assert (await one_more(voice)).refused == 503


async def test_a_hundred_at_once_are_not_let_in_between_two_looks() -> None:
    voice = VoiceSetup(bound=TWO)
    invites = [Invite() for _ in range(100)]
    await asyncio.gather(*(voice.exchange.incoming(one) for one in invites))
    assert [one.refused for one in invites].count(None) == 2
    assert len(voice.log.calls) == 100, "each is a call"


async def test_who_has_left_is_held_no_more_whatever_of_theirs_is_still_being_written_down() -> None:
    voice = VoiceSetup(bound=HoldLimit(1, NEIGHBOUR))
    bodies = (Part(content_type="application/x-large", content=b"."),)
    slow = asyncio.Event()
    keep = voice.bytes.put

    async def slowly(data: AsyncIterator[bytes], case: object) -> Digest:
        await slow.wait()
        return await keep(data, case)

    voice.bytes.put = slowly
    invite = Invite(parts=bodies)
    coming = asyncio.create_task(voice.exchange.incoming(invite))
    await settle()
    await invite.leg.hangs_up()
    await voice.follows(voice.log.told_of(m.ReceiveCall)[0].call)
    slow.set()
    await coming
    assert (await one_more(voice)).refused is None


async def test_without_an_agreement_everybody_is_held() -> None:
    voice = VoiceSetup()
    for _ in range(50):
        await voice.calls()
    assert {call.state for call in voice.log.calls.values()} == {CallState.QUEUED}
