"""Aim: what holds for the whole room: its surge, the news of its shift, and whose room it is."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from auxilio.followup.core import control_room_machine as machine
from auxilio.followup.core import messages as m
from auxilio.followup.core.model import NEWS_MAX, ControlRoom, NewsId
from auxilio.identity.core.gate import require
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from tests.actors import person

NOON = datetime(2024, 10, 29, 12, tzinfo=UTC)
CHIEF = person("supervisor", "room")


def after(room: ControlRoom | None, *commands: m.RoomCommand, at: datetime = NOON) -> ControlRoom | None:
    for command in commands:
        for fact in machine.decide(room, command, CHIEF):
            room = machine.evolve(room, fact, at)  # type: ignore[arg-type]  # decide makes facts of a room only
    return room


def test_a_surge_has_a_reason_and_goes_on_when_the_reason_changes():
    room = after(None, m.DeclareSurge(reason="Barranco desbordado"))
    room = after(room, m.DeclareSurge(reason="Dos barrancos"), at=NOON + timedelta(minutes=9))
    assert room
    assert room.surge
    assert (room.surge.since, room.surge.reason, room.surge.by_name) == (NOON, "Dos barrancos", CHIEF.name)


def test_saying_again_what_is_so_is_no_news():
    room = after(None, m.DeclareSurge(reason="Nieve"))
    assert machine.decide(room, m.DeclareSurge(reason="Nieve"), CHIEF) == ()
    room = after(room, m.EndSurge())
    assert room
    assert room.surge is None
    assert machine.decide(room, m.EndSurge(), CHIEF) == ()


def test_an_exercise_puts_its_own_room_in_surge_and_never_the_real_one():
    trainee = msgspec.structs.replace(CHIEF, mode=Mode.EXERCISE)
    (fact,) = machine.decide(None, m.DeclareSurge(reason="Simulacro"), trainee)
    assert machine.room_of(trainee) != machine.room_of(CHIEF)
    assert isinstance(fact, m.SurgeDeclared)
    assert (fact.room, fact.mode) == (machine.room_of(trainee), Mode.EXERCISE)


def test_news_stand_newest_first_until_withdrawn_and_the_oldest_gives_way():
    first, last = NewsId(uuid4()), NewsId(uuid4())
    room = after(None, m.PostNews(news=first, words="CS-101 cortada"))
    room = after(room, *(m.PostNews(news=NewsId(uuid4()), words=f"{n}") for n in range(NEWS_MAX - 1)))
    assert room
    assert room.news[-1].id == first
    room = after(room, m.PostNews(news=last, words="H-01 sin vuelo"))
    assert room
    assert (room.news[0].id, len(room.news)) == (last, NEWS_MAX)
    assert first not in {line.id for line in room.news}
    room = after(room, m.WithdrawNews(news=last))
    assert room
    assert last not in {line.id for line in room.news}
    with pytest.raises(Refused, match="unknown_news"):
        machine.decide(room, m.WithdrawNews(news=last), CHIEF)


def test_only_whoever_leads_the_room_declares_a_surge():
    with pytest.raises(Refused, match="not_permitted"):
        require(person("call_taker", "desk-1"), m.DeclareSurge.permission)
    require(CHIEF, m.DeclareSurge.permission)
