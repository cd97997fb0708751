"""Aim: the service of stage 5 on PostgreSQL: permission, mode, effects done once, what is sent outside."""

from datetime import timedelta

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.followup.core import messages as m
from auxilio.followup.core.model import FollowupParty, HandoverId, MessageId, WatchKind
from auxilio.followup.service import COMMANDS, MESSAGE, WATCH, Followup
from auxilio.followup.store import WatchStore
from auxilio.kernel.ids import CaseId, CentreId, StreamId, WatchId, stream_id
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database import log
from auxilio.platform.database.command_executor import CommandExecutor
from auxilio.platform.ids import new_id
from tests.actors import person, system
from tests.database import Database


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


async def exercise(case: CaseId) -> Mode:
    return Mode.EXERCISE


@pytest.fixture
def followup(database: Database, clock: SimulatedClock) -> CommandBus:
    return CommandBus((COMMANDS, Followup(CommandExecutor(database.pool, clock), exercise).handle))


async def state(database: Database, aggregate, key):
    found = await log.state_of(database.pool, stream_id(aggregate.name, key))
    return aggregate.read_state(found[1])


def message(**more) -> m.SendMessage:
    fields = {
        "message": MessageId(new_id()),
        "case": CaseId(new_id()),
        "to": (FollowupParty(centre=CentreId("san-1")),),
        "words": "¿Hay acceso?",
    }
    return m.SendMessage(**(fields | more))


def watch(clock: SimulatedClock, *, after_s: float, **more) -> m.SetWatch:
    due = clock.now() + timedelta(seconds=after_s)
    fields = {"watch": WatchId(new_id()), "kind_of": WatchKind.DEPART, "subject": StreamId("assignment:1")}
    return m.SetWatch(**(fields | {"red_at": due} | more))


async def test_words_about_an_exercise_belong_to_the_exercise(followup: CommandBus, database: Database):
    words = message()
    await followup.handle(new_id(), words, person("call_taker", "desk-1"))
    assert (await state(database, MESSAGE, words.message)).mode == Mode.EXERCISE


async def test_a_message_is_sent_once_and_read_by_each(followup: CommandBus, database: Database):
    words = message()
    await followup.handle(new_id(), words, person("call_taker", "desk-1"))
    with pytest.raises(Refused, match="message_already_sent"):
        await followup.handle(new_id(), words, person("call_taker", "desk-1"))
    for _ in range(2):
        reader = person("dispatcher", centre="san-1")
        await followup.handle(new_id(), m.ReadMessage(message=words.message), reader)
    assert len((await state(database, MESSAGE, words.message)).read) == 2


async def test_a_handover_is_offered_once(followup: CommandBus):
    order = m.OfferShiftHandover(handover=HandoverId(new_id()))
    await followup.handle(new_id(), order, person("call_taker", "desk-1"))
    with pytest.raises(Refused, match="handover_already_offered"):
        await followup.handle(new_id(), order, person("call_taker", "desk-1"))


@pytest.mark.parametrize("role", ["call_taker", "supervisor", "crew", "citizen", "administrator"])
async def test_only_the_system_sets_keeps_and_fires_a_watch(followup: CommandBus, clock, role: str):
    order = watch(clock, after_s=1)
    for command in (
        order,
        m.KeepWatch(watch=order.watch, by="x"),
        m.CancelWatch(watch=order.watch, by="x"),
        m.FireWatch(watch=order.watch, due="x"),
        m.EscalateWatch(watch=order.watch, due="x"),
    ):
        with pytest.raises(Refused, match="not_permitted"):
            await followup.handle(new_id(), command, person(role))


@pytest.mark.parametrize("role", ["crew", "citizen", "administrator", "records_officer"])
async def test_who_has_no_desk_answers_no_watch(followup: CommandBus, role: str):
    with pytest.raises(Refused, match="not_permitted"):
        await followup.handle(new_id(), m.AnswerWatch(watch=WatchId(new_id())), person(role))


async def test_an_unknown_watch_is_refused_by_its_name(followup: CommandBus):
    with pytest.raises(Refused, match="unknown_watch"):
        await followup.handle(new_id(), m.AnswerWatch(watch=WatchId(new_id())), person("supervisor"))


async def test_due_watches_come_in_the_order_of_their_moments_to_the_microsecond(
    followup: CommandBus, database: Database, clock: SimulatedClock
):
    store = WatchStore(database.pool)
    spans_s = [3.0, 1.000001, 1.0, 2.5, 1.000002, 0.999999]
    for span_s in spans_s:
        await followup.handle(new_id(), watch(clock, after_s=span_s), system())
    begun = clock.now()
    assert (await store.next_due() - begun).total_seconds() == min(spans_s)
    assert await store.due(begun) == []
    await clock.advance(2.6, settle=0)
    due = await store.due(clock.now())
    assert [one.due for one in due] == [
        iso_us(begun + timedelta(seconds=span_s)) for span_s in sorted(spans_s)[:5]
    ]


async def test_what_is_over_is_due_no_more(followup: CommandBus, database: Database, clock: SimulatedClock):
    order = watch(clock, after_s=1)
    await followup.handle(new_id(), order, system())
    await followup.handle(new_id(), m.KeepWatch(watch=order.watch, by="x"), system())
    await clock.advance(5, settle=0)
    store = WatchStore(database.pool)
    assert await store.due(clock.now()) == []
    assert await store.next_due() is None
    assert (await state(database, WATCH, order.watch)).over_by == "x"
