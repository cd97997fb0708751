"""Legs after a process died: the exchange, or the relay that carries their sound."""

import asyncio
from collections.abc import AsyncIterator

from auxilio.calls.core import messages as m
from auxilio.voice.control.caller_legs import CALLER_BACK_S
from auxilio.voice.media.ports import LegEvent, LegEventKind
from auxilio.voice.store import StoredLeg
from tests.voice.factories import AT, DESK, PAU, Telephone, VoiceSetup, answered, settle


async def test_legs_that_stand_are_written_through_and_forgotten_when_they_go() -> None:
    voice = VoiceSetup()
    call, caller, _ = await answered(voice)
    assert {(leg.call, leg.desk) for leg in voice.shelf.legs.values()} == {(call, None), (None, DESK)}
    await caller.hangs_up()
    await settle()
    assert {leg.desk for leg in voice.shelf.legs.values()} == {DESK}


async def test_after_the_exchange_died_a_telephone_is_asked_to_speak_with_the_next_one() -> None:
    voice = VoiceSetup()
    await voice.calls()
    await settle()
    after = VoiceSetup(voice)
    telephone = Telephone()
    await after.exchange.recover_legs(lambda _: telephone)  # type: ignore[arg-type,return-value]
    await settle()
    assert telephone.said == ["reinvite"]
    assert after.hears(telephone) == "waiting"
    assert voice.log.told_of(m.EndByCaller) == []


async def test_where_sound_outlived_the_exchange_both_legs_are_taken_up_without_a_word() -> None:
    voice = VoiceSetup()
    call, _, _ = await answered(voice)
    after = VoiceSetup(voice)
    after.media.relay = set(voice.media.legs)
    legs = [Telephone(), Telephone()]
    waiting = iter(legs)
    await after.exchange.recover_legs(lambda _: next(waiting))  # type: ignore[arg-type,return-value]
    await settle()
    desk, caller = legs  # desks first
    assert (after.hears(desk), after.hears(caller)) == ("caller", DESK)
    assert desk.said == caller.said == []
    assert after.media.legs == voice.media.legs, "the same legs under the same names"
    assert [one.desk for one in voice.log.told_of(m.ReportLine)] == [DESK, DESK]
    assert all(one.up for one in voice.log.told_of(m.ReportLine)), "nobody is told that the desk was away"
    await after.does(m.HangUp(call=call), PAU)
    assert caller.said == ["bye"]


async def test_a_call_that_ended_meanwhile_is_hung_up_and_its_sound_let_go() -> None:
    voice = VoiceSetup()
    call, _ = await voice.calls()
    await settle()
    voice.log.do(m.EndByCaller(call=call), PAU)
    after, telephone = VoiceSetup(voice), Telephone()
    after.media.relay = set(voice.media.legs)
    await after.exchange.recover_legs(lambda _: telephone)  # type: ignore[arg-type,return-value]
    await settle()
    assert (telephone.said, after.media.legs, after.shelf.legs) == (["bye"], {}, {})


async def test_what_is_kept_of_a_leg_is_how_it_stands_and_never_an_older_picture() -> None:
    voice = VoiceSetup()
    call, caller, _ = await answered(voice)
    first = asyncio.Event()
    keep, kept = voice.shelf.keep, list[str]()

    async def slow(leg: StoredLeg) -> None:
        if not kept:
            kept.append("")
            await first.wait()
        assert leg.media is not None
        kept.append(str(leg.media.state["hears"]))
        await keep(leg)

    voice.shelf.keep = slow
    for command in (m.Hold, m.Resume, m.Hold):
        await voice.does(command(call=call), PAU)
    first.set()
    await settle()
    assert voice.hears(caller) == "held"
    hears = {str(leg.media.state["hears"]) for leg in voice.shelf.legs.values() if leg.media}
    assert hears == {"held", "nothing"}


async def lost_relay(voice: VoiceSetup) -> asyncio.Task[None]:
    """The relay says that every leg is lost."""
    voice.media.relayed = True

    async def facts() -> AsyncIterator[LegEvent]:
        for leg in list(voice.media.legs):
            yield LegEvent(leg=leg, kind=LegEventKind.LOST, at=AT)

    await voice.exchange.handle_media_events(facts())
    return asyncio.create_task(settle())


async def test_a_relay_that_died_is_waited_for_and_each_party_is_asked_to_speak_with_the_next() -> None:
    voice = VoiceSetup()
    _, caller, desk = await answered(voice)
    voice.media.refuses = "no_media_node"
    await (await lost_relay(voice))
    assert caller.said == desk.said == []
    voice.media.refuses = None
    await voice.pass_s(1)
    assert caller.said == desk.said == ["reinvite"]
    assert (voice.hears(caller), voice.hears(desk)) == (DESK, "caller")


async def test_a_telephone_that_does_not_come_with_to_the_next_relay_is_waited_for_as_one_that_is_lost() -> (
    None
):
    voice = VoiceSetup()
    call, caller = await voice.calls()
    caller.answers_again = False
    await (await lost_relay(voice))
    await settle()
    assert voice.media.legs == {}
    await voice.pass_s(CALLER_BACK_S)
    assert voice.log.told_of(m.EndByCaller) == [m.EndByCaller(call=call, lost=True)]


async def test_the_edge_tells_whose_connection_is_gone_and_nobody_elses_line_is_touched() -> None:
    voice = VoiceSetup()
    _, caller, desk = await answered(voice)
    desk.dialog.remote_target = "sip:x@page.invalid;transport=ws;alias=192.0.2.7~4711~5"
    await voice.exchange.on_flow_gone("192.0.2.7~47")
    assert voice.hears(caller) == DESK
    await voice.exchange.on_flow_gone("192.0.2.7~4711")
    assert voice.hears(caller) == "lost"
