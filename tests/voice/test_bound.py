"""As many are held as was agreed. Who comes after them goes elsewhere at once, and is written down."""

import asyncio
from collections.abc import AsyncIterator

from auxilio.calls import messages as m
from auxilio.calls.model import CallRefusalReason, CallState
from auxilio.platform.blobs.ports import Digest
from auxilio.voice.control.bound import Bound
from auxilio.voice.sip.agent import Part
from tests.voice.made import DESK, PAU, House, Invite, settle
from tests.voice.test_exchange import PIDF

NEIGHBOUR = "sip:112@neighbour.example"
TWO = Bound(2, NEIGHBOUR)


async def one_more(house: House, **fields: object) -> Invite:
    invite = Invite(**fields)  # type: ignore[arg-type]  # a test's own fields
    await house.exchange.incoming(invite)
    return invite


async def test_beyond_what_was_agreed_the_network_is_told_to_divert_and_everything_is_written_down() -> None:
    house = House(bound=TWO)
    await house.calls()
    await house.calls()
    invite = await one_more(
        house,
        caller="sip:+34600100299@trunk",
        parts=(Part(content_type="application/pidf+xml", content=PIDF),),
        user_agent="telephone of the third",
    )
    assert (invite.refused, invite.told) == (503, {"headers": [("Retry-After", "1")]})
    third = house.log.calls[house.log.told_of(m.Ring)[-1].call]
    assert third.state is CallState.REFUSED
    assert third.refusal is not None
    assert (third.refusal.reason, third.refusal.sent_to) == (CallRefusalReason.HOLD_MAX, NEIGHBOUR)
    assert (third.phone, third.user_agent) == ("+34600100299", "telephone of the third")
    assert len(third.positions) == 1
    assert [one.read_as for one in third.attachments] == ["pidf-lo"]
    assert len(house.media.legs) == 2, "nothing carries its sound"


async def test_where_the_network_follows_us_it_is_told_to_whom() -> None:
    house = House(bound=Bound(1, NEIGHBOUR, redirect=True))
    await house.calls()
    invite = await one_more(house)
    assert (invite.refused, invite.told) == (302, {"contacts": [NEIGHBOUR]})


async def test_who_speaks_is_not_held_and_leaves_room_for_another() -> None:
    house = House(bound=TWO)
    await house.sits_down(DESK)
    first, _ = await house.calls()
    await house.calls()
    await house.does(m.Answer(call=first), PAU)
    await house.calls()
    assert [call.state for call in house.log.calls.values()].count(CallState.REFUSED) == 0
    assert (await one_more(house)).refused == 503


async def test_a_hundred_at_once_are_not_let_in_between_two_looks() -> None:
    house = House(bound=TWO)
    invites = [Invite() for _ in range(100)]
    await asyncio.gather(*(house.exchange.incoming(one) for one in invites))
    assert [one.refused for one in invites].count(None) == 2
    assert len(house.log.calls) == 100, "each is a call"


async def test_who_has_left_is_held_no_more_whatever_of_theirs_is_still_being_written_down() -> None:
    house = House(bound=Bound(1, NEIGHBOUR))
    bodies = (Part(content_type="application/x-large", content=b"."),)
    slow = asyncio.Event()
    keep = house.bytes.put

    async def slowly(data: AsyncIterator[bytes], case: object) -> Digest:
        await slow.wait()
        return await keep(data, case)

    house.bytes.put = slowly
    invite = Invite(parts=bodies)
    coming = asyncio.create_task(house.exchange.incoming(invite))
    await settle()
    await invite.leg.hangs_up()
    await house.follows(house.log.told_of(m.Ring)[0].call)
    slow.set()
    await coming
    assert (await one_more(house)).refused is None


async def test_without_an_agreement_everybody_is_held() -> None:
    house = House()
    for _ in range(50):
        await house.calls()
    assert {call.state for call in house.log.calls.values()} == {CallState.QUEUED}
