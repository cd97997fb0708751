"""Aim: who is on call is called once, beside callers and never before them, and only a key acknowledges."""

from typing import Any

import pytest
from msgspec.structs import replace

from auxilio.calls.core import messages as m
from auxilio.calls.core.barred_numbers import is_barred
from auxilio.kernel.instant import after_s
from auxilio.notifications.core.machine import WAIT_S
from auxilio.platform.clock import SimulatedClock
from auxilio.voice.callouts.store import CalloutStore, LostCallout
from auxilio.voice.control.callout_leg import CALL_MAX_S, KEY_WAIT_S, RING_S
from auxilio.voice.core.callout_rules import read_aloud
from auxilio.voice.media.ports import LegEvent, LegEventKind
from tests.database import Database
from tests.voice.callout_parts import HEARD_S, JOAN, MARTA, CallingOut, CalloutQueue, callout
from tests.voice.factories import DESK, PAU, settle

TEXT_S = 4.3
"""A second of speech twice, with the silence before and between."""


async def test_a_key_acknowledges_another_says_it_again_and_the_rest_is_ignored() -> None:
    out = CallingOut()
    told = await out.asked()
    leg = await out.answered()
    assert out.voice.media.played == ["callout"]
    for key in "59#":
        await out.press(key)
    await out.press("2")
    assert out.voice.media.played == ["callout", "callout"]
    assert told == ["sent"]
    await out.press("1")
    assert told == ["sent", "key"]
    await out.pass_s(1)
    assert (told, leg.gone.is_set()) == (["sent", "key", "delivered"], True)
    assert out.voice.media.played[-1] == "confirmed"
    assert (out.voice.media.legs, out.states.listeners) == ({}, {}), "nothing is left of the leg"


async def test_who_presses_the_key_after_the_end_is_told_so_and_is_not_confirmed() -> None:
    out = CallingOut()
    told = await out.asked()
    await out.answered()
    out.answers.unwanted.add(out.queue.calls[0].message)
    await out.press("1")
    await out.pass_s(1)
    assert (told, out.voice.media.played) == (["sent", "key", "over"], ["callout", "over"])


async def test_who_answers_hears_the_text_while_the_database_is_away() -> None:
    out = CallingOut()
    await out.asked()
    out.queue.there.clear()
    await out.answered()
    assert out.voice.media.played == ["callout"]
    await out.press("1")
    await out.pass_s(1)
    assert out.voice.media.played == ["callout", "confirmed"]


async def test_a_key_in_early_media_acknowledges_nothing() -> None:
    out = CallingOut()
    told = await out.asked()
    await out.press("1")
    await out.answered()
    assert told == ["sent"]
    await out.press("1")
    assert told == ["sent", "key"]


async def test_a_key_before_anything_could_be_heard_acknowledges_nothing() -> None:
    out = CallingOut()
    told = await out.asked()
    await out.answered(heard_s=0)
    await out.pass_s(0.05)
    await out.press("1")
    await out.pass_s(HEARD_S - 0.2)
    await out.press("1")
    assert told == ["sent"]
    await out.pass_s(0.2)
    await out.press("1")
    assert told == ["sent", "key"]


async def test_of_a_case_that_was_reserved_while_the_call_waited_no_words_are_spoken() -> None:
    out = CallingOut()
    one, number = callout(out.clock.now()), replace(callout(out.clock.now(), JOAN), number_alone=True)
    out.answers.of_reserved |= {one.message, number.message}
    for asked in (one, number):
        await out.queue.add(asked)
    await out.look()
    assert out.answers.told == {one.message: ["case_reserved"]}
    assert list(out.trunk.rung) == [JOAN], "its number alone may be told"


async def test_a_number_that_was_barred_while_its_call_waited_is_not_dialled() -> None:
    waiting = CallingOut(lines=0)
    told = await waiting.asked(MARTA)
    assert told == []
    after = CallingOut(before=waiting, own={MARTA})  # the processes start again when the setting is saved
    one = callout(after.clock.now(), JOAN)
    await after.queue.add(one)
    await after.look()
    assert [codes for message, codes in after.answers.told.items() if message != one.message] == [
        ["number_barred"]
    ]
    assert list(after.trunk.rung) == [JOAN]


async def test_a_key_by_info_acknowledges_as_one_in_the_sound() -> None:
    out = CallingOut()
    told = await out.asked()
    leg = await out.answered()
    assert leg.on_dtmf is not None
    await leg.on_dtmf("1", 250)
    await settle()
    assert told == ["sent", "key"]


async def test_a_call_whose_sound_was_lost_does_not_say_that_somebody_hung_up() -> None:
    out = CallingOut()
    told = await out.asked()
    await out.answered()
    for leg, listener in list(out.states.listeners.items()):
        listener(LegEvent(leg=leg, kind=LegEventKind.LOST, at=out.clock.now()))
    await settle()
    assert told == ["sent", "sound_lost"]


async def test_speech_alone_acknowledges_nothing_and_the_call_ends_when_all_is_said() -> None:
    out = CallingOut()
    told = await out.asked()
    leg = await out.answered(heard_s=0)
    await out.pass_s(TEXT_S + KEY_WAIT_S - 0.1)
    assert not leg.gone.is_set()
    await out.pass_s(0.2)
    assert (told, leg.gone.is_set()) == (["sent", "no_key"], True)


async def test_who_asks_for_it_again_and_again_is_on_the_line_two_minutes_at_most() -> None:
    out = CallingOut()
    told = await out.asked()
    leg = await out.answered()
    for _ in range(int(CALL_MAX_S) + 1):
        await out.press("2")
        await out.pass_s(1)
    assert (told, leg.gone.is_set()) == (["sent", "no_key"], True)


@pytest.mark.parametrize(
    ("code", "reason"), [(486, "busy"), (603, "declined"), (480, "no_answer"), (404, "unreachable")]
)
async def test_a_refused_call_is_a_failed_receipt_at_once(code: int, reason: str) -> None:
    out = CallingOut()
    told = await out.asked()
    await out.trunk.rung[MARTA].fails(code)
    assert told == [reason]


async def test_a_telephone_that_is_not_answered_rings_half_a_minute() -> None:
    out = CallingOut()
    told = await out.asked()
    await out.pass_s(RING_S - 1)
    assert not out.trunk.rung[MARTA].cancelled
    await out.pass_s(2)
    assert out.trunk.rung[MARTA].cancelled
    assert told == ["no_answer"]


async def test_who_hangs_up_without_the_key_has_not_acknowledged() -> None:
    out = CallingOut()
    told = await out.asked()
    await (await out.answered()).hangs_up()
    await settle()
    assert told == ["sent", "hung_up"]


async def test_none_is_dialled_while_a_caller_waits_and_one_is_as_soon_as_a_desk_has_them() -> None:
    out = CallingOut()
    call, _ = await out.voice.calls()
    await out.voice.sits_down(DESK)
    told = await out.asked()
    assert out.trunk.rung == {}
    await out.voice.does(m.AnswerCall(call=call), PAU)
    await out.look()
    assert list(out.trunk.rung) == [MARTA]
    assert told == []


async def test_lines_are_a_share_and_one_person_is_called_once_at_a_time() -> None:
    out = CallingOut(lines=2)
    for phone in (MARTA, MARTA, JOAN, "+34600000003"):
        await out.asked(phone)
    assert [list(out.trunk.rung), len(out.queue.dialled)] == [[MARTA, JOAN], 2]
    await out.trunk.rung[MARTA].fails(486)
    await out.look()
    assert len(out.queue.dialled) == 3
    assert (await CallingOut(lines=0).asked()) == []


async def test_what_found_no_line_in_time_has_failed_and_what_was_stopped_is_not_dialled() -> None:
    out = CallingOut()
    await out.voice.calls()
    told, stopped, followed = await out.asked(), await out.asked(JOAN), await out.asked(JOAN)
    out.answers.stopped.add(out.queue.calls[1].message)
    out.answers.unwanted.add(out.queue.calls[2].message)
    await out.look()
    assert (told, stopped, followed) == ([], ["over"], ["callers_waited"]), (
        "none of them waits on the page for ever"
    )
    await out.pass_s(WAIT_S)
    await out.look()
    assert (told, out.trunk.rung) == (["callers_waited"], {})
    assert len(out.queue.over) == 3


async def test_why_a_call_was_not_dialled_is_said() -> None:
    out = CallingOut(lines=1)
    await out.asked()
    again, other = await out.asked(), await out.asked(JOAN)
    await out.answered()
    for _ in range(int(WAIT_S)):  # who is called listens again and again
        await out.press("2")
        await out.pass_s(1)
    await out.look()
    assert (again, other) == (["in_a_call"], ["not_dialled"])


async def test_a_call_that_its_process_left_behind_is_hung_up_and_rung_no_more() -> None:
    before = CallingOut()
    await before.asked()
    leg = await before.answered()
    after = CallingOut(before=before)
    adopted = list[bytes]()

    def adopt(state: bytes) -> Any:
        adopted.append(state)
        return leg

    running = after.callouts.run(adopt)
    task = after.voice.exchange.spawn(running)
    await settle()
    task.cancel()
    (one,) = after.queue.calls
    assert after.answers.told[one.message] == ["voice_restarted"]
    assert (adopted, leg.gone.is_set(), after.trunk.rung) == ([b"{}"], True, {})


@pytest.mark.database
@pytest.mark.parametrize("kept", ["in memory", "in the database"])
async def test_a_call_is_asked_for_once_dialled_once_and_over_once(database: Database, kept: str) -> None:
    queue = CalloutQueue() if kept == "in memory" else CalloutStore(database.pool)
    at = SimulatedClock().now()
    one, stopped = callout(at), callout(after_s(at, 1))
    for each in (one, stopped, one):
        await queue.add(each)
    assert await queue.waiting() == [one, stopped]
    assert await queue.lost() == []
    assert [await queue.begin(one.message, at), await queue.begin(one.message, at)] == [True, False]
    assert await queue.lost() == [LostCallout(message=one.message, dialog=None)]
    await queue.keep_dialog(one.message, b"{}")
    assert await queue.lost() == [LostCallout(message=one.message, dialog=b"{}")]
    for each in (one, stopped):
        await queue.end(each.message, at)
        await queue.add(each)
        assert not await queue.begin(each.message, at)
    assert [await queue.waiting(), await queue.lost()] == [[], []]
    await queue.keep_dialog(one.message, b"sip:+34600000001")  # noted late
    assert await database.pool.fetchval("select count(*) from voice_callout where dialog is not null") == 0


async def test_without_speech_nobody_is_rung() -> None:
    out = CallingOut()
    out.speech.missing = True
    assert await out.asked() == ["speech_missing"]
    assert out.trunk.rung == {}


@pytest.mark.parametrize(
    ("number", "barred"),
    [
        ("+34600000001", False), ("+34963000000", False), ("+34900111222", False), ("+33612345678", False),
        ("+34112", True), ("+34016", True), ("+34116111", True), ("+34806123456", True), ("+34902123456", True),
        ("+33899123456", True), ("+447012345678", True), ("+979123456789", True), ("+99912345678", True),
        ("+34961000112", True), ("+881612345678", True), ("+870776123456", True),
    ],
)  # fmt: skip
def test_emergency_charged_unknown_and_own_numbers_are_never_called(number: str, barred: bool) -> None:
    assert is_barred(number, {"+34961000112"}) is barred


def test_codes_are_read_digit_by_digit_and_times_as_times() -> None:
    said = read_aloud("Incidente 26-14711, código 4732, a 12,5 km, a las 10:35, tel. +34600111222. 2 heridos")
    assert (
        said
        == "Incidente 26-1 4 7 1 1, código 4 7 3 2, a 12,5 km, a las 10:35, tel. +3 4 6 0 0 1 1 1 2 2 2. 2 heridos"
    )
