"""What media notice on a line becomes a fact of its call: at once when it dies, once when it flaps, never of a silence."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

from auxilio.calls import messages as m
from auxilio.calls.model import PartyId, Side
from auxilio.calls.model import Way as Told
from auxilio.calls.policy import DEATHS_MAX, KEYS_MAX
from auxilio.kernel.ids import CallId, DeskId
from auxilio.platform.ids import new_id
from auxilio.voice.control.noticing import COUNT, STEADY_S
from auxilio.voice.media.ports import Kind, LegId, LegMedia, Way
from auxilio.voice.media.watch import SILENT_AFTER_S
from auxilio.voice.sip.agent import Part
from tests.voice.made import DESK, PAU, House, Telephone, settle


async def talking(house: House) -> tuple[CallId, Telephone, Telephone]:
    """A call that a desk has answered, in the log and at the ears."""
    desk = await house.sits_down(DESK)
    call, caller = await house.calls()
    await house.does(m.Answer(call=call), PAU)
    return call, caller, desk


async def notices(house: House, sip: Telephone, *kinds: tuple[Kind, Way | None], said: str = "") -> None:
    leg = next(id for _, id, known in house._legs() if known is sip)

    async def facts() -> AsyncIterator[LegMedia]:
        for kind, way in kinds:
            yield LegMedia(leg=leg, kind=kind, at=house.clock.now(), way=way, said=said)

    await house.exchange.notice(facts())
    await settle()


def faults(house: House, call: CallId) -> list[tuple[Side, Told]]:
    return [(one.side, one.way) for one in house.log.calls[call].dead]


async def test_a_line_that_dies_is_a_fact_at_once_with_whose_it_is_and_which_way() -> None:
    house = House()
    call, caller, desk = await talking(house)
    await notices(house, caller, (Kind.DEAD, Way.FROM))
    await notices(house, desk, (Kind.DEAD, Way.TO))
    assert faults(house, call) == [(Side.CALLER, Told.FROM), (Side.DESK, Told.TO)]
    assert [one.desk for one in house.log.told_of(m.ReportAudio)] == [None, DESK]


async def test_sound_is_back_when_it_has_stayed_and_a_line_that_flaps_is_one_fault() -> None:
    house = House()
    call, caller, _ = await talking(house)
    for _ in range(20):
        await notices(house, caller, (Kind.DEAD, Way.FROM))
        await notices(house, caller, (Kind.BACK, Way.FROM))
        await house.pass_s(STEADY_S - 1)
    assert house.log.calls[call].deaths == 1
    assert faults(house, call) == [(Side.CALLER, Told.FROM)]
    await house.pass_s(1)
    assert faults(house, call) == []
    assert [one.dead for one in house.log.told_of(m.ReportAudio)] == [True] * 20 + [False]


async def test_a_line_that_never_rests_is_told_of_so_often_and_no_more() -> None:
    house = House()
    call, caller, _ = await talking(house)
    for _ in range(DEATHS_MAX * 3):
        await notices(house, caller, (Kind.DEAD, Way.TO))
        await notices(house, caller, (Kind.BACK, Way.TO))
        await house.pass_s(STEADY_S)
    assert house.log.calls[call].deaths == DEATHS_MAX
    assert faults(house, call) == [], "the last word is true: sound is back"
    assert sum(one.dead for one in house.log.told_of(m.ReportAudio)) == 2 * DEATHS_MAX


async def test_a_desk_between_calls_has_nobody_to_tell_of_and_a_line_in_the_queue_has() -> None:
    house = House()
    desk = await house.sits_down(DESK)
    await notices(house, desk, (Kind.DEAD, Way.FROM), (Kind.SILENT, None))
    assert house.log.told_of(m.ReportAudio) == []
    call, caller = await house.calls()
    await notices(house, caller, (Kind.DEAD, Way.FROM))
    assert faults(house, call) == [(Side.CALLER, Told.FROM)]


async def test_a_silent_caller_is_shown_since_they_were_silent_and_no_alarm_and_a_silent_desk_not_at_all() -> (
    None
):
    house = House()
    call, caller, desk = await talking(house)
    await notices(house, caller, (Kind.SILENT, None))
    await notices(house, desk, (Kind.SILENT, None), (Kind.SPEAKS, None))
    kept = house.log.calls[call]
    assert kept.silent_since == house.clock.now() - timedelta(seconds=SILENT_AFTER_S)
    assert kept.dead == ()
    await notices(house, caller, (Kind.SPEAKS, None))
    assert house.log.calls[call].silent_since is None


async def test_a_callers_keys_are_taken_by_rtp_and_by_info_and_a_desks_are_nobodys_answer() -> None:
    house = House()
    call, caller, desk = await talking(house)
    await notices(house, caller, (Kind.DTMF, None), said="5")
    await caller.on_dtmf("#", 160)
    await notices(house, desk, (Kind.DTMF, None), said="1")
    await settle()
    assert [one.key for one in house.log.calls[call].keys] == ["5", "#"]


async def test_a_telephone_that_presses_without_end_fills_neither_log_nor_memory() -> None:
    house = House()
    call, caller, _ = await talking(house)
    house.log.loses = 3  # and the database is away meanwhile
    for _ in range(KEYS_MAX * 3):
        await caller.on_dtmf("1", 40)
    assert len(house.exchange._tasks) <= KEYS_MAX + 5
    await house.pass_s(5)
    for _ in range(KEYS_MAX):
        await settle()
    assert house.log.calls[call].keys_pressed == KEYS_MAX


async def test_a_line_that_comes_anew_ends_what_was_said_of_the_one_before_it_unless_it_is_dead_too() -> None:
    house = House()
    call, caller, _ = await talking(house)
    await notices(house, caller, (Kind.DEAD, Way.FROM), (Kind.DEAD, Way.TO))
    after = House(house)  # this exchange remembers nothing
    telephone = Telephone()
    legs = iter([Telephone(), telephone])  # the desk's, which opens its line anew by itself, and the caller's
    await after.exchange.take_up_legs(lambda _: next(legs))  # type: ignore[arg-type,return-value]
    await settle()
    await notices(after, telephone, (Kind.CONNECTED, None))
    await after.pass_s(STEADY_S - 1)
    await notices(after, telephone, (Kind.DEAD, Way.TO))
    await after.pass_s(STEADY_S)
    assert faults(after, call) == [(Side.CALLER, Told.TO)]


async def test_who_was_silent_before_their_page_was_opened_anew_speaks_when_they_are_heard_and_not_before() -> (
    None
):
    house = House()
    call, caller, _ = await talking(house)
    await notices(house, caller, (Kind.SILENT, None))
    again = await house.page(call)
    await notices(house, again.leg, (Kind.CONNECTED, None))
    await house.pass_s(5)
    assert house.log.calls[call].silent_since is not None, "to come back is not to speak"
    house.media.said_db = -20.0
    await house.pass_s(1)
    assert house.log.calls[call].silent_since is None


async def test_a_pages_own_count_is_heard_and_anything_else_it_says_is_not() -> None:
    house = House()
    call, caller, desk = await talking(house)
    for content in (b"1200", b" 1250\r\n", b"", b"-1", b"12e3", b"9" * 40, "١٢".encode()):
        await desk.on_info((Part(content_type=COUNT, content=content),), {})
    await desk.on_info((Part(content_type="text/plain", content=b"7"),), {})
    assert [packets for _, packets in house.media.counts] == [1200, 1250]
    informed = caller.on_info
    await house.does(m.HangUp(call=call), PAU)
    await informed((Part(content_type=COUNT, content=b"3"),), {})  # it was on its way


async def test_the_line_of_a_number_that_was_asked_in_is_minded_too_and_its_keys_are_nobodys_answer() -> None:
    house = House()
    call, _, _ = await talking(house)
    party = PartyId(new_id())
    await house.does(m.Consult(call=call, whom="Intérprete", party=party, number="+34600700800"), PAU)
    outside = await house.trunk.rung["+34600700800"].answers()
    await house.follows(call)
    await notices(house, outside, (Kind.DEAD, Way.FROM), (Kind.SILENT, None))
    await notices(house, outside, (Kind.DTMF, None), said="1")
    kept = house.log.calls[call]
    assert [(one.side, one.party) for one in kept.dead] == [(Side.PARTY, party)]
    assert (kept.silent_since, kept.keys) == (None, ())


async def test_when_a_call_is_over_nothing_of_it_is_told_or_waited_for() -> None:
    house = House()
    call, caller, _ = await talking(house)
    await notices(house, caller, (Kind.DEAD, Way.FROM))
    await notices(house, caller, (Kind.BACK, Way.FROM))
    await house.does(m.HangUp(call=call), PAU)
    before = len(house.log.told)
    await house.pass_s(STEADY_S * 2)
    assert [one for one in house.log.told[before:] if isinstance(one, m.ReportAudio)] == []


async def test_what_nobodys_leg_says_is_nothing() -> None:
    house = House()

    async def facts() -> AsyncIterator[LegMedia]:
        for kind in Kind:
            yield LegMedia(leg=LegId("leg-of-nobody"), kind=kind, at=house.clock.now(), way=Way.TO, said="1")

    await house.exchange.notice(facts())
    await asyncio.sleep(0)
    assert house.log.told == []
    assert house.exchange._joining.calls_at(DeskId("desk-07")) == []
