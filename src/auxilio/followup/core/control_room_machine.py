"""What holds for the whole room: its surge and the news of the shift."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.followup.core import messages as m
from auxilio.followup.core.model import NEWS_MAX, ControlRoom, News, RoomId, Surge
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Refused


def room_of(actor: Actor) -> RoomId:
    """The room that this person leads: that of the mode they work in. An exercise never puts the real room in surge."""
    return RoomId(actor.mode.value)


def decide(room: ControlRoom | None, command: m.RoomCommand, actor: Actor) -> tuple[Event, ...]:
    """What this command makes happen. A repeated press is not news. Raises `Refused("unknown_news")`."""
    id, mode, by = room_of(actor), actor.mode, actor.name
    surge, news = (room.surge, room.news) if room else (None, ())
    match command:
        case m.DeclareSurge(reason=reason):
            if surge is not None and surge.reason == reason:
                return ()
            return (m.SurgeDeclared(room=id, mode=mode, by_name=by, reason=reason),)
        case m.EndSurge():
            return () if surge is None else (m.SurgeEnded(room=id, mode=mode, by_name=by),)
        case m.PostNews(news=one, words=words):
            if any(each.id == one for each in news):
                return ()
            return (m.NewsPosted(room=id, mode=mode, news=one, by_name=by, words=words),)
        case m.WithdrawNews(news=one):
            if not any(each.id == one for each in news):
                raise Refused("unknown_news", news=str(one))
            return (m.NewsWithdrawn(room=id, mode=mode, news=one),)
        case _ as never:
            assert_never(never)


def evolve(room: ControlRoom | None, event: m.RoomEvent, at: datetime) -> ControlRoom:
    """The room after this fact. A surge whose reason changes goes on: the time it has lasted is not taken from it."""
    known = room or ControlRoom(id=event.room, mode=event.mode)
    change = msgspec.structs.replace
    match event:
        case m.SurgeDeclared(by_name=by, reason=reason):
            since = known.surge.since if known.surge else at
            return change(known, surge=Surge(since=since, by_name=by, reason=reason))
        case m.SurgeEnded():
            return change(known, surge=None)
        case m.NewsPosted(news=id, by_name=by, words=words):
            line = News(id=id, at=at, by_name=by, words=words)
            return change(known, news=(line, *known.news)[:NEWS_MAX])
        case m.NewsWithdrawn(news=id):
            return change(known, news=tuple(each for each in known.news if each.id != id))
        case _ as never:
            assert_never(never)
