"""Who hears whom, from the first ring to the last: by legs that come and go, and by what the log says."""

import asyncio
from collections.abc import AsyncIterator

from auxilio.calls import messages as m
from auxilio.calls.model import CallRefusalReason, CallState, Channel, EndReason, Refusal
from auxilio.kernel.ids import CallId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from auxilio.voice.control.exchange import CALLER_BACK_S, DESK_BACK_S, TRIED_OUT_S
from auxilio.voice.media.ports import Kind, LegMedia
from auxilio.voice.sip.agent import Part
from auxilio.voice.store import KeptLeg
from tests.calls.made import LUCIA
from tests.people import citizen
from tests.voice.made import AT, DESK, PAU, House, Invite, Tape, Telephone, settle

PIDF = b"""<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"
 xmlns:gml="http://www.opengis.net/gml" xmlns:gs="http://www.opengis.net/pidflo/1.0"><tuple id="a"><status><gp:geopriv>
 <gp:location-info><gs:Circle srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>41.61 0.62</gml:pos>
 <gs:radius uom="urn:ogc:def:uom:EPSG::9001">35</gs:radius></gs:Circle></gp:location-info>
 </gp:geopriv></status></tuple></presence>"""


async def answered(house: House) -> tuple[CallId, Telephone, Telephone]:
    """A call that a desk has answered."""
    desk = await house.sits_down(DESK)
    call, caller = await house.calls()
    await house.does(m.Answer(call=call), PAU)
    return call, caller, desk


async def test_an_invite_is_a_call_with_number_position_agent_and_everything_that_came_with_it() -> None:
    house = House()
    invite = Invite(
        parts=(
            Part(content_type="application/sdp", content=b"v=0"),
            Part(content_type="application/pidf+xml", content_id="here@phone", content=PIDF),
            Part(content_type="application/x-nobody-knows", content=b"\xff\x00"),
        ),
        service_urn="urn:service:sos.fire",
        headers={"accept-language": ("ca-ES, es;q=0.5",)},
        user_agent="Telèfon 1.0",
    )
    call, _ = await house.calls(invite)
    kept = house.log.calls[call]
    assert kept.channel is Channel.VOICE
    assert kept.phone == "+34600100200"
    assert (kept.language, kept.line, kept.user_agent) == ("ca-ES", "urn:service:sos.fire", "Telèfon 1.0")
    assert [(p.point, p.uncertainty_m) for p in kept.positions] == [(Point(lat=41.61, lon=0.62), 35)]
    assert [(a.media_type, a.read_as) for a in kept.attachments] == [
        ("application/pidf+xml", "pidf-lo"),
        ("application/x-nobody-knows", None),
    ]
    assert house.bytes.kept == [PIDF, b"\xff\x00"], "raw and whole, understood or not"


async def test_an_automatic_call_of_a_vehicle_is_one_from_its_first_fact() -> None:
    house = House()
    call, _ = await house.calls(Invite(service_urn="urn:service:sos.ecall.automatic"))
    assert house.log.calls[call].channel is Channel.ECALL


async def test_a_carriers_test_call_is_answered_by_the_house_and_is_nobodys_call() -> None:
    house = House()
    invite = Invite(service_urn="urn:service:test.sos", test_call=True)
    trying = asyncio.create_task(house.exchange.incoming(invite))
    await settle()
    assert list(house.media.legs.values()) == ["waiting"]
    await house.pass_s(TRIED_OUT_S)
    await trying
    assert (invite.leg.said, house.media.legs, house.log.told) == (["bye"], {}, [])


async def test_who_waits_hears_that_they_are_heard_and_no_machine_counts_as_an_answer() -> None:
    house = House()
    call, caller = await house.calls()
    assert house.hears(caller) == "waiting"
    assert house.log.calls[call].state is CallState.QUEUED
    assert house.log.calls[call].answered_at is None


async def test_an_answer_joins_caller_and_desk_without_a_word_to_either_telephone() -> None:
    house = House()
    _, caller, desk = await answered(house)
    assert house.hears(caller) == DESK
    assert house.hears(desk) == "caller"
    assert caller.said == desk.said == []


async def test_held_the_caller_hears_so_and_the_desk_nothing_and_then_both_again() -> None:
    house = House()
    call, caller, desk = await answered(house)
    await house.does(m.Hold(call=call), PAU)
    assert (house.hears(caller), house.hears(desk)) == ("held", "nothing")
    await house.does(m.Resume(call=call), PAU)
    assert (house.hears(caller), house.hears(desk)) == (DESK, "caller")


async def test_when_the_desk_hangs_up_the_callers_leg_ends_and_the_desks_stays() -> None:
    house = House()
    call, caller, desk = await answered(house)
    await house.does(m.HangUp(call=call), PAU)
    assert caller.said == ["bye"]
    assert house.hears(desk) == "nothing"
    assert desk.said == []


async def test_a_caller_who_hangs_up_leaves_and_before_an_answer_waits_to_be_called_back() -> None:
    house = House()
    call, caller = await house.calls()
    await caller.hangs_up()
    kept = house.log.calls[call]
    assert kept.state is CallState.ABANDONED
    assert kept.phone == "+34600100200"


async def test_a_caller_who_gives_up_while_it_rings_is_a_call_all_the_same() -> None:
    house = House()
    invite = Invite()
    invite.cancelled.set()
    call, _ = await house.calls(invite)
    assert house.log.calls[call].state is CallState.ABANDONED


async def test_a_caller_who_hangs_up_while_they_are_being_joined_is_a_call_and_leaves_nothing_behind() -> (
    None
):
    house = House()
    invite, begin, began = Invite(), asyncio.Event(), house.tapes.begin

    async def slowly(call: CallId) -> Tape:
        await begin.wait()
        return await began(call)

    house.tapes.begin = slowly
    coming = asyncio.create_task(house.exchange.incoming(invite))
    await settle()
    await invite.leg.hangs_up()
    [call] = house.log.calls
    assert house.log.calls[call].state is CallState.ABANDONED
    await house.follows(call)
    begin.set()
    await coming
    await settle()
    assert house.tapes.of[call].settled, "no recording is begun and left lying"
    assert (house.media.legs, house.exchange._rooms) == ({}, {})


async def test_a_call_that_we_cannot_carry_is_refused_on_the_line_and_kept_in_the_log() -> None:
    house = House()
    house.media.refuses = "no_codec_in_common"
    invite = Invite()
    call, _ = await house.calls(invite)
    assert invite.refused == 488
    kept = house.log.calls[call]
    assert (kept.state, kept.end_reason) == (CallState.ABANDONED, EndReason.REFUSED)
    assert kept.refusal == Refusal(reason=CallRefusalReason.NOT_UNDERSTOOD, code=488)


async def test_a_desk_that_dies_leaves_its_caller_a_tone_and_gives_them_back_to_the_head_of_the_queue() -> (
    None
):
    house = House()
    call, caller, desk = await answered(house)
    await desk.hangs_up("lost")
    assert house.hears(caller) == "lost"
    assert house.log.told_of(m.LoseDesk) == [], "a page that is opened anew comes back"
    await house.pass_s(DESK_BACK_S)
    assert house.log.told_of(m.LoseDesk) == [m.LoseDesk(call=call, desk=DESK)]
    assert house.log.calls[call].state is CallState.QUEUED
    await house.follows(call)
    assert house.hears(caller) == "waiting"


async def test_a_desk_that_opens_its_page_anew_goes_on_where_it_was() -> None:
    house = House()
    call, caller, desk = await answered(house)
    await desk.hangs_up("lost")
    again = await house.sits_down(DESK)
    assert (house.hears(caller), house.hears(again)) == (DESK, "caller")
    await house.pass_s(DESK_BACK_S * 2)
    assert house.log.told_of(m.LoseDesk) == []
    assert house.tapes.of[call].parties == ["caller", DESK]


async def test_an_answer_from_a_desk_without_a_line_does_not_leave_the_caller_to_silence() -> None:
    house = House()
    call, caller = await house.calls()
    await house.does(m.Answer(call=call), PAU)
    assert house.hears(caller) == "lost"
    await house.pass_s(DESK_BACK_S)
    assert [one.desk for one in house.log.told_of(m.LoseDesk)] == [DESK]


async def test_a_second_window_of_a_desk_takes_its_line_and_the_first_is_told_so() -> None:
    house = House()
    first = await house.sits_down(DESK)
    second = await house.sits_down(DESK)
    await settle()
    assert first.said == ['bye SIP;cause=410;text="replaced"']
    assert house.hears(second) == "nothing"
    assert house.log.told_of(m.ReportLine) == [m.ReportLine(desk=DESK, up=True)] * 2


async def test_a_page_of_a_call_that_rang_is_joined_where_the_call_stands_by_then() -> None:
    house = House()
    call = CallId(new_id())
    house.log.do(m.Ring(call=call, channel=Channel.VOICE), citizen(call))
    desk = await house.sits_down(DESK)
    await house.does(m.Answer(call=call), LUCIA)
    page = await house.page(call)
    assert house.hears(page.leg) == "lost", (
        "desk-01 answered and has no line; desk-07 has nothing to do with it"
    )
    assert house.hears(desk) == "nothing"
    await house.sits_down("desk-01")
    assert house.hears(page.leg) == "desk-01"


async def test_a_page_finds_no_line_for_a_call_that_never_rang_or_is_over() -> None:
    house = House()
    assert (await house.page(CallId(new_id()))).refused == 404
    call, caller = await house.calls()
    await caller.hangs_up()
    assert (await house.page(call)).refused == 410


async def test_a_page_that_dies_is_waited_for_and_then_its_call_is_lost() -> None:
    house = House()
    call = CallId(new_id())
    house.log.do(m.Ring(call=call, channel=Channel.VOICE), citizen(call))
    await house.page(call)
    await house.exchange.page_gone(str(call))
    await house.pass_s(CALLER_BACK_S - 1)
    again = await house.page(call)
    assert house.hears(again.leg) == "waiting", "a reload is the same call"
    await house.exchange.page_gone(str(call))
    await house.pass_s(CALLER_BACK_S)
    assert house.log.told_of(m.Leave) == [m.Leave(call=call, lost=True)]


async def test_media_that_are_gone_for_good_end_the_leg_as_a_hang_up_would() -> None:
    house = House()
    _, caller, _ = await answered(house)

    async def facts():
        for desk, leg in list(house.exchange._desks.items()):
            assert desk == DESK
            yield LegMedia(leg=leg.id, kind=Kind.LOST, at=AT)

    await house.exchange.notice(facts())
    assert house.hears(caller) == "lost"


async def test_each_party_is_taken_down_from_its_first_second_and_the_digest_is_a_fact() -> None:
    house = House()
    call, _, _ = await answered(house)
    assert set(house.media.taps.values()) == {"caller", DESK}
    await house.does(m.HangUp(call=call), PAU)
    assert house.tapes.of[call].settled
    assert [one.recording.parties for one in house.log.told_of(m.KeepRecording)] == [("caller", DESK)]
    assert house.media.taps == {}, "between calls nobody listens at a desk"


async def test_a_lost_database_costs_no_call_and_what_happened_meanwhile_is_told_in_order() -> None:
    house = House()
    house.log.loses = 3
    invite = Invite()
    coming = asyncio.create_task(house.exchange.incoming(invite))
    await settle()
    assert house.hears(invite.leg) == "waiting", "answered and heard, while the log is away"
    going = asyncio.create_task(invite.leg.hangs_up())
    await house.pass_s(5)
    await asyncio.gather(coming, going)
    assert [type(one) for one in house.log.told] == [m.Ring, m.Leave]


async def test_a_caller_who_leaves_while_others_are_quicker_has_left_all_the_same() -> None:
    house = House()
    call, caller = await house.calls()
    house.log.loses, house.log.weather = 2, Refused("too_busy")
    leaving = asyncio.create_task(caller.hangs_up())
    await house.pass_s(5)
    await leaving
    assert house.log.calls[call].state is CallState.ABANDONED


async def test_a_desk_that_came_back_while_the_database_was_away_is_told_as_it_is() -> None:
    house = House()
    first = await house.sits_down(DESK)
    house.log.loses = 1
    going = asyncio.create_task(first.hangs_up("lost"))
    await settle()
    coming = asyncio.create_task(house.sits_down(DESK))
    await house.pass_s(5)
    await asyncio.gather(going, coming)
    assert house.log.told_of(m.ReportLine)[-1] == m.ReportLine(desk=DESK, up=True)


async def test_a_full_disk_costs_what_came_with_a_call_and_never_the_call() -> None:
    house = House()
    house.bytes.full = True
    invite = Invite(parts=(Part(content_type="application/pidf+xml", content=PIDF),))
    call, caller = await house.calls(invite)
    assert house.hears(caller) == "waiting"
    assert len(house.log.calls[call].positions) == 1
    assert house.log.calls[call].attachments == ()


async def test_legs_that_stand_are_written_through_and_forgotten_when_they_go() -> None:
    house = House()
    call, caller, _ = await answered(house)
    assert {(leg.call, leg.desk) for leg in house.shelf.legs.values()} == {(call, None), (None, DESK)}
    await caller.hangs_up()
    await settle()
    assert {leg.desk for leg in house.shelf.legs.values()} == {DESK}


async def test_after_the_exchange_died_a_telephone_is_asked_to_speak_with_the_next_one() -> None:
    house = House()
    await house.calls()
    await settle()
    after = House(house)
    telephone = Telephone()
    await after.exchange.take_up_legs(lambda _: telephone)  # type: ignore[arg-type,return-value]
    await settle()
    assert telephone.said == ["reinvite"]
    assert after.hears(telephone) == "waiting"
    assert house.log.told_of(m.Leave) == []


async def test_where_sound_outlived_the_exchange_both_legs_are_taken_up_without_a_word() -> None:
    house = House()
    call, _, _ = await answered(house)
    after = House(house)
    after.media.relay = set(house.media.legs)
    legs = [Telephone(), Telephone()]
    waiting = iter(legs)
    await after.exchange.take_up_legs(lambda _: next(waiting))  # type: ignore[arg-type,return-value]
    await settle()
    desk, caller = legs  # desks first
    assert (after.hears(desk), after.hears(caller)) == ("caller", DESK)
    assert desk.said == caller.said == []
    assert after.media.legs == house.media.legs, "the same legs under the same names"
    assert [one.desk for one in house.log.told_of(m.ReportLine)] == [DESK, DESK]
    assert all(one.up for one in house.log.told_of(m.ReportLine)), "nobody is told that the desk was away"
    await after.does(m.HangUp(call=call), PAU)
    assert caller.said == ["bye"]


async def test_a_call_that_ended_meanwhile_is_hung_up_and_its_sound_let_go() -> None:
    house = House()
    call, _ = await house.calls()
    await settle()
    house.log.do(m.Leave(call=call), PAU)
    after, telephone = House(house), Telephone()
    after.media.relay = set(house.media.legs)
    await after.exchange.take_up_legs(lambda _: telephone)  # type: ignore[arg-type,return-value]
    await settle()
    assert (telephone.said, after.media.legs, after.shelf.legs) == (["bye"], {}, {})


async def test_what_is_kept_of_a_leg_is_how_it_stands_and_never_an_older_picture() -> None:
    house = House()
    call, caller, _ = await answered(house)
    first = asyncio.Event()
    keep, kept = house.shelf.keep, list[str]()

    async def slow(leg: KeptLeg) -> None:
        if not kept:
            kept.append("")
            await first.wait()
        assert leg.media is not None
        kept.append(str(leg.media.state["hears"]))
        await keep(leg)

    house.shelf.keep = slow
    for command in (m.Hold, m.Resume, m.Hold):
        await house.does(command(call=call), PAU)
    first.set()
    await settle()
    assert house.hears(caller) == "held"
    hears = {str(leg.media.state["hears"]) for leg in house.shelf.legs.values() if leg.media}
    assert hears == {"held", "nothing"}


async def lost_relay(house: House) -> asyncio.Task[None]:
    """The relay says that every leg is lost."""
    house.media.relayed = True

    async def facts() -> AsyncIterator[LegMedia]:
        for leg in list(house.media.legs):
            yield LegMedia(leg=leg, kind=Kind.LOST, at=AT)

    await house.exchange.notice(facts())
    return asyncio.create_task(settle())


async def test_a_relay_that_died_is_waited_for_and_each_party_is_asked_to_speak_with_the_next() -> None:
    house = House()
    _, caller, desk = await answered(house)
    house.media.refuses = "no_media_node"
    await (await lost_relay(house))
    assert caller.said == desk.said == []
    house.media.refuses = None
    await house.pass_s(1)
    assert caller.said == desk.said == ["reinvite"]
    assert (house.hears(caller), house.hears(desk)) == (DESK, "caller")


async def test_a_telephone_that_does_not_come_with_to_the_next_relay_is_waited_for_as_one_that_is_lost() -> (
    None
):
    house = House()
    call, caller = await house.calls()
    caller.answers_again = False
    await (await lost_relay(house))
    await settle()
    assert house.media.legs == {}
    await house.pass_s(CALLER_BACK_S)
    assert house.log.told_of(m.Leave) == [m.Leave(call=call, lost=True)]


async def test_the_edge_tells_whose_connection_is_gone_and_nobody_elses_line_is_touched() -> None:
    house = House()
    _, caller, desk = await answered(house)
    desk.dialog.remote_target = "sip:x@page.invalid;transport=ws;alias=192.0.2.7~4711~5"
    await house.exchange.flow_gone("192.0.2.7~47")
    assert house.hears(caller) == DESK
    await house.exchange.flow_gone("192.0.2.7~4711")
    assert house.hears(caller) == "lost"
