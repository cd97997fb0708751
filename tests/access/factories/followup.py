"""Watches, messages, shifts, the room."""

from auxilio.followup.core import messages as m
from auxilio.followup.core.model import (
    EscalationLevel,
    FollowupParty,
    HandoverId,
    MessageId,
    NewsId,
    OpenItem,
    RoomId,
    WatchKind,
)
from auxilio.followup.service import ROOM, WATCH
from auxilio.kernel.ids import stream_id
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from tests.access.actors import OPERATOR
from tests.access.factories.registry import makes
from tests.access.world import Scenario, World


@makes(m.AnswerWatch)
def answer_watch(w: World) -> m.AnswerWatch:
    return m.AnswerWatch(watch=w.watch(), words="voy")


@makes(m.TellDutyOfficer)
def tell_duty_officer(w: World) -> m.TellDutyOfficer:
    watch = w.watch()
    fired = m.WatchFired(watch=watch, level=EscalationLevel.ROOM)
    w.tell(WATCH, watch, fired, m.WatchEscalated(watch=watch, level=EscalationLevel.GUARD))
    return m.TellDutyOfficer(watch=watch, reached=True)


@makes(m.TellNotice)
def tell_notice(w: World) -> m.TellNotice:
    return m.TellNotice(watch=w.watch(WatchKind.NOTICE, "rail_stop_traffic"), whom="ADIF", reached=True)


@makes(m.SendMessage)
def send_message(w: World) -> m.SendMessage:
    to = (FollowupParty(desk=OPERATOR.desk),)
    return m.SendMessage(message=MessageId(new_id()), case=w.case(), to=to, words="hay humo")


@makes(m.ReadMessage)
def read_message(w: World) -> m.ReadMessage:
    return m.ReadMessage(message=w.message())


@makes(m.OfferShiftHandover)
def hand_over(w: World) -> m.OfferShiftHandover:
    items = (OpenItem(subject=stream_id("case", w.case())),)
    return m.OfferShiftHandover(handover=HandoverId(new_id()), items=items)


@makes(m.AcceptHandover)
def accept_handover(w: World) -> m.AcceptHandover:
    return m.AcceptHandover(handover=w.handover(by_me=False))


@makes(m.WithdrawHandover)
def withdraw_handover(w: World) -> m.WithdrawHandover:
    return m.WithdrawHandover(handover=w.handover(by_me=True))


# --- the room -------------------------------------------------------------------------------------


def _room(w: World) -> RoomId:
    """That of the session's mode: there is one of each."""
    return RoomId(_mode(w).value)


def _mode(w: World) -> Mode:
    return Mode.TRAINING if w.scenario is Scenario.MODE else Mode.REAL


@makes(m.DeclareSurge)
def declare_surge(w: World) -> m.DeclareSurge:
    return m.DeclareSurge(reason=f"tormenta {new_id()}")


@makes(m.EndSurge)
def end_surge(w: World) -> m.EndSurge:
    room = _room(w)
    w.tell(ROOM, room, m.SurgeDeclared(room=room, mode=_mode(w), by_name="Ana", reason="tormenta"))
    return m.EndSurge()


@makes(m.PostNews)
def post_news(w: World) -> m.PostNews:
    return m.PostNews(news=NewsId(new_id()), words="N-230 cortada")


@makes(m.WithdrawNews)
def withdraw_news(w: World) -> m.WithdrawNews:
    room, news = _room(w), NewsId(new_id())
    posted = m.NewsPosted(room=room, mode=_mode(w), news=news, by_name="Ana", words="N-230 cortada")
    w.tell(ROOM, room, posted)
    return m.WithdrawNews(news=news)
