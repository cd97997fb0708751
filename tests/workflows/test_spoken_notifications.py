"""Aim: who is on call is told in a spoken call, whose key acknowledges and whose failure goes to the next."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from auxilio.followup.core.model import EscalationLevel
from auxilio.kernel.on_call import NotificationWay
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.core.machine import WAIT_S
from auxilio.notifications.core.model import (
    AcknowledgedHow,
    AttemptState,
    NotificationState,
)
from auxilio.platform.database.outbox import Outbox
from auxilio.platform.i18n import catalogues
from auxilio.rosters.core.model import OnCallContact
from auxilio.voice.callouts.channel import CalloutChannel
from auxilio.voice.callouts.store import CalloutStore
from auxilio.voice.control.callout_leg import RING_S, CalloutPhrases
from auxilio.voice.control.callouts import CalloutDependencies, SpokenCallouts
from auxilio.voice.media.ports import LegEvent, LegEventKind
from auxilio.workflows.withdrawn_messages import WithdrawnMessages
from tests.voice.callout_parts import HEARD_S, SpokenSeconds
from tests.voice.factories import Going, VoiceSetup
from tests.workflows.conftest import WorkflowSetup
from tests.workflows.test_notifications import (
    JOAN,
    MARTA,
    a_case,
    alarms,
    answers,
    notify,
    on_call,
    room,
    state,
)

__all__ = ["room"]
S = NotificationState


class SpokenCalls:
    """The outbox's channel `voice` and the process that has the trunk, over the clock and the database of a room."""

    def __init__(self, room: WorkflowSetup) -> None:
        self.room, self.voice = room, VoiceSetup(mode=Mode.REAL)
        store, pool = CalloutStore(room.database.pool), room.database.pool
        channel = CalloutChannel(store, answers(room), room.clock, lines=1, own_numbers=())
        self.outbox = Outbox(pool, room.clock, {"voice": channel.deliver}, Mode.REAL)
        parts: Any = CalloutDependencies(
            queue=store,
            answers=answers(room),
            phrases=CalloutPhrases(SpokenSeconds(), catalogues()),
            media=self.voice.media,  # type: ignore[arg-type]  # as much of it as a leg uses
            trunk=self.voice.trunk,
            clock=room.clock,
            mode=Mode.REAL,
            lines=1,
            own_numbers=(),
            withdrawal_code=WithdrawnMessages(room.states, answers(room)).withdrawal_code,
        )
        self.callouts = SpokenCallouts(parts, self.voice.exchange.states)

    async def rings(self, phone: str) -> Going:
        """What stands in the outbox is carried out, and this telephone rings."""
        async with asyncio.TaskGroup() as carriers:
            await self.outbox.start_due(carriers)
        await self.callouts.look()
        return await self.until(lambda: self.voice.trunk.rung.pop(phone, None))

    async def until[T](self, what: Callable[[], T | None]) -> T:
        """Other tasks go on, over the real database, until it is so."""
        async with asyncio.timeout(10):
            while not (found := what()):
                await asyncio.sleep(0.01)
        return found

    async def over(self) -> None:
        """No call stands, and what followed from the last one has followed."""
        async with asyncio.timeout(10):
            while await self.room.database.pool.fetchval(
                "select count(*) from voice_callout where ended_at is null"
            ):
                await asyncio.sleep(0.01)
        await self.room.runner.catch_up()


async def test_sms_then_voice_then_the_next_person_and_at_last_the_rooms_alarm(room: WorkflowSetup) -> None:
    both = (NotificationWay.SMS, NotificationWay.VOICE)
    await on_call(room, *(msgspec.structs.replace(one, ways=both) for one in (MARTA, JOAN)))
    case, calls = await a_case(room), SpokenCalls(room)
    id = await notify(room, case)
    for person_ in (MARTA, JOAN):
        await room.wait(WAIT_S + 1)  # the short message is not acknowledged
        going = await calls.rings(person_.phone)
        await room.clock.advance(RING_S + 1)
        await calls.over()
        assert going.cancelled
    (alarm,) = await alarms(room)
    assert (alarm.level, alarm.case) == (EscalationLevel.ROOM, case)
    found = await state(room, id)
    assert [(one.contact, one.way.value, one.state.value, one.code) for one in found.attempts] == [
        (0, "sms", "queued", ""),
        (0, "voice", "failed", "no_answer"),
        (1, "sms", "queued", ""),
        (1, "voice", "failed", "no_answer"),
    ]
    kinds = [kind.rpartition(".")[2] for kind in await room.facts() if kind.startswith("notifications.")]
    voiced = ["attempted", "attempted", "receipt"]
    assert kinds == ["requested", *voiced, *voiced, "exhausted"], (
        "each an event, and a failure is followed at once"
    )


async def test_the_key_of_a_spoken_call_acknowledges_and_nothing_of_it_is_kept(room: WorkflowSetup) -> None:
    await on_call(room, msgspec.structs.replace(JOAN, ways=(NotificationWay.VOICE,)))
    calls = SpokenCalls(room)
    id = await notify(room, await a_case(room), words="dos trenes parados")
    going = await calls.rings(JOAN.phone)
    (kept,) = await room.database.pool.fetch("select text, language from voice_callout")
    assert kept["text"].startswith("Avís del centre d’emergències 112. ")
    assert kept["text"].endswith("dos trenes parados."), "and no code: there is a key"
    await going.answers()
    await calls.until(lambda: calls.voice.media.played)
    await room.clock.advance(HEARD_S)
    for leg, listener in calls.voice.exchange.states.listeners.items():
        listener(LegEvent(leg=leg, kind=LegEventKind.DTMF, at=room.clock.now(), said="1"))
    await calls.until(lambda: "confirmed" in calls.voice.media.played)
    await room.clock.advance(2)
    await calls.over()
    found = await state(room, id)
    assert (found.state, found.how, found.acknowledged_by) == (S.ACKNOWLEDGED, AcknowledgedHow.KEY, "Joan")
    assert found.attempts[0].state is AttemptState.DELIVERED
    (left,) = await room.database.pool.fetch("select phone, text, dialog from voice_callout")
    assert tuple(left) == ("", "", None)


@pytest.mark.parametrize(
    ("phone", "lines", "code"), [(MARTA.phone, 0, "no_callout_lines"), ("+34806123456", 1, "number_barred")]
)
async def test_a_call_that_is_never_made_fails_at_once(
    room: WorkflowSetup, phone: str, lines: int, code: str
) -> None:
    await on_call(room, OnCallContact(name="Marta", phone=phone, ways=(NotificationWay.VOICE,)))
    id = await notify(room, await a_case(room))
    store = CalloutStore(room.database.pool)
    channel = CalloutChannel(store, answers(room), room.clock, lines=lines, own_numbers=())
    async with asyncio.TaskGroup() as carriers:
        await Outbox(room.database.pool, room.clock, {"voice": channel.deliver}, Mode.REAL).start_due(
            carriers
        )
    await room.runner.catch_up()
    found = await state(room, id)
    assert (found.state, found.attempts[0].code) == (S.EXHAUSTED, code)
    assert await store.waiting() == []
