"""Aim: every fact of a watch, a message and a handover is whole, and what stands after it is exactly what it says."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.followup.core import machine
from auxilio.followup.core import messages as m
from auxilio.followup.core.model import (
    CaseMessage,
    EscalationLevel,
    FollowupParty,
    HandoverId,
    HandoverState,
    MessageId,
    OpenItem,
    ReadReceipt,
    ShiftHandover,
    Watch,
    WatchKind,
    WatchState,
)
from auxilio.followup.core.policy import AGAIN_S
from auxilio.kernel.event import Cursor
from auxilio.kernel.ids import CallId, CaseId, CentreId, DeskId, PersonId, StreamId, WatchId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from tests.actors import person, system
from tests.followup.test_watch import START, at

S, L = WatchState, EscalationLevel
ID, CASE, OTHER = WatchId(UUID(int=1)), CaseId(UUID(int=2)), CaseId(UUID(int=3))
LUCIA = person("call_taker", "desk-1", name="Lucía", mode=Mode.TRAINING)
PAU = person("dispatcher", centre="san-1", name="Pau")
DESK, CENTRE = FollowupParty(desk=DeskId("desk-1")), FollowupParty(centre=CentreId("san-1"))
PROMISE: dict[str, Any] = {
    "subject": StreamId("task:1"), "made": Cursor(), "about": "change", "amber_at": at(10), "red_at": at(30),
    "case": CASE, "call": CallId(UUID(int=4)), "priority": Priority.P1, "to": (DESK,), "first": L.DESK, "top": L.GUARD,
    "climb_s": 45.0,
}  # fmt: skip


def watch(**more: Any) -> Watch:
    fixed: dict[str, Any] = {
        "id": ID, "kind": WatchKind.TASK_ACCEPT, "state": S.SET, "mode": Mode.TRAINING, "set_at": START,
        "due": iso_us(at(10)), "level": L.DESK,
    }  # fmt: skip
    return Watch(**(PROMISE | fixed | more))


def decide(known: Watch, command: Any, second: float, actor: Any = LUCIA) -> tuple[Any, ...]:
    return machine.decide(known, command, actor, at(second))


def fire(known: Watch, second: float) -> tuple[Any, ...]:
    return decide(known, m.FireWatch(watch=ID, due=known.due), second, system())


def climb(known: Watch, second: float) -> tuple[Any, ...]:
    return decide(known, m.EscalateWatch(watch=ID, due=known.due), second, system())


def after(known: Watch | None, fact: Any, second: float) -> Watch:
    return machine.evolve(known, fact, at(second))


# --- watches --------------------------------------------------------------------------------------


def test_a_promise_is_set_whole_and_due_at_the_first_of_its_moments() -> None:
    command = m.SetWatch(watch=ID, kind_of=WatchKind.TASK_ACCEPT, **PROMISE)
    [fact] = machine.set_watch(None, command, LUCIA)
    assert fact == m.WatchSet(watch=ID, kind_of=WatchKind.TASK_ACCEPT, mode=Mode.TRAINING, **PROMISE)
    assert after(None, fact, 0) == watch()
    room = m.WatchSet(
        watch=ID, kind_of=WatchKind.TASK_ACCEPT, mode=Mode.TRAINING, **PROMISE | {"first": L.ROOM}
    )
    assert after(None, room, 0) == watch(first=L.ROOM, level=L.ROOM)
    for moments, due in (({"amber_at": None}, 30), ({"red_at": None}, 10)):
        assert after(None, msgspec.structs.replace(fact, **moments), 0) == watch(
            due=iso_us(at(due)), **moments
        )
        assert len(machine.set_watch(None, msgspec.structs.replace(command, **moments), LUCIA)) == 1
    never = msgspec.structs.replace(command, amber_at=None, red_at=None)
    with pytest.raises(Refused, match=r"^watch_without_time"):
        machine.set_watch(None, never, LUCIA)


def test_a_watch_turns_amber_then_fires_and_each_fact_says_where_it_is_heard() -> None:
    [amber] = fire(watch(), 10)
    assert amber == m.WatchAmber(watch=ID)
    yellow = after(watch(), amber, 10)
    assert yellow == watch(state=S.AMBER, due=iso_us(at(30)))
    assert after(watch(red_at=None), amber, 10) == watch(red_at=None, state=S.AMBER, due=None)
    [fired] = fire(yellow, 30)
    assert fired == m.WatchFired(watch=ID, level=L.DESK)
    assert after(yellow, fired, 30) == watch(state=S.FIRED, due=iso_us(at(75)), fired_at=at(30), fired=1)
    again = watch(state=S.ANSWERED, due=iso_us(at(90)), fired_at=at(30), fired=1)
    assert after(again, fired, 90) == watch(state=S.FIRED, due=iso_us(at(135)), fired_at=at(30), fired=2)
    assert fire(watch(), 30) == (fired,), "late, it says at once what is so"
    assert fire(watch(red_at=None), 99) == (amber,)
    assert fire(watch(amber_at=None, due=iso_us(at(30))), 30) == (fired,)
    assert fire(watch(state=S.FIRED), 30) == ()
    top = watch(first=L.ROOM, top=L.ROOM)
    [loud] = fire(top, 30)
    assert after(top, loud, 30).due is None, "there is nowhere to climb"


def test_an_alarm_climbs_step_by_step_and_the_last_asks_for_a_telephone_call() -> None:
    known = watch(state=S.FIRED, due=iso_us(at(75)))
    for level, second, due in ((L.ROOM, 75, iso_us(at(120))), (L.GUARD, 120, None)):
        [fact] = climb(known, second)
        assert fact == m.WatchEscalated(watch=ID, level=level, telephone=level is L.GUARD)
        known = after(known, fact, second)
        assert known == watch(state=S.ESCALATED, level=level, due=due)
    assert climb(watch(), 10) == ()
    assert climb(watch(state=S.ESCALATED, level=L.ROOM, top=L.ROOM), 10) == ()
    with pytest.raises(Refused, match=r"^watch_not_due"):
        climb(watch(state=S.FIRED), 9.9)


def test_an_answer_says_who_what_and_when_it_is_heard_again() -> None:
    def answered(kind: WatchKind, second: float, again: float | None, words: str | None = "voy") -> Watch:
        known = watch(kind=kind, state=S.FIRED, words="antes")
        [fact] = decide(known, m.AnswerWatch(watch=ID, words=words), second)
        moment = None if again is None else at(again)
        expected = m.WatchAnswered(
            watch=ID, by=PersonId(LUCIA.id), by_name="Lucía", words=words, again_at=moment
        )
        assert fact == expected
        return after(known, fact, second)

    said = {"answered_by": PersonId(LUCIA.id), "answered_by_name": "Lucía"}
    kept = answered(WatchKind.TASK_ACCEPT, 40, 40 + AGAIN_S)
    assert kept == watch(
        state=S.ANSWERED, due=iso_us(at(40 + AGAIN_S)), answered_at=at(40), words="voy", **said
    )
    assert answered(WatchKind.TASK_ACCEPT, 20, 30, None).words == "antes"
    assert answered(WatchKind.TASK_ACCEPT, 30, 30 + AGAIN_S).state is S.ANSWERED
    over = answered(WatchKind.DESK_HELP, 40, None)
    ended = {"over_at": at(40), "over_by": m.WatchAnswered.kind(), "due": None}
    assert over == watch(
        kind=WatchKind.DESK_HELP, state=S.CLOSED, answered_at=at(40), words="voy", **ended, **said
    )
    assert decide(kept, m.AnswerWatch(watch=ID), 50) == ()
    assert len(decide(kept, m.AnswerWatch(watch=ID, words="ya"), 50)) == 1
    assert len(decide(kept, m.AnswerWatch(watch=ID), 50, PAU)) == 1


def test_the_duty_officer_is_called_until_reached_and_then_the_alarm_is_answered() -> None:
    known = watch(state=S.ESCALATED, level=L.GUARD, due=None, duty_officer_calls=1)
    who: dict[str, Any] = {"by": PersonId(LUCIA.id), "by_name": "Lucía"}
    [missed] = decide(known, m.TellDutyOfficer(watch=ID, reached=False), 200)
    assert missed == m.DutyOfficerCalled(watch=ID, reached=False, **who)
    assert after(known, missed, 200) == msgspec.structs.replace(known, duty_officer_calls=2)
    called, answered = decide(known, m.TellDutyOfficer(watch=ID, reached=True), 200)
    assert called == m.DutyOfficerCalled(watch=ID, reached=True, **who)
    assert answered == m.WatchAnswered(watch=ID, again_at=at(200 + AGAIN_S), **who)
    assert after(known, called, 200) == msgspec.structs.replace(known, duty_officer_calls=0)
    for wrong in (watch(state=S.FIRED, level=L.GUARD), watch(state=S.ESCALATED, level=L.ROOM)):
        with pytest.raises(Refused, match=r"^not_for_duty_officer"):
            decide(wrong, m.TellDutyOfficer(watch=ID, reached=True), 200)


def test_a_promise_is_kept_cancelled_or_moved() -> None:
    for command, fact, state in (
        (m.KeepWatch(watch=ID, by="task.accepted"), m.WatchKept(watch=ID, by="task.accepted"), S.KEPT),
        (m.CancelWatch(watch=ID, by="task.ended"), m.WatchCancelled(watch=ID, by="task.ended"), S.CANCELLED),
    ):
        assert decide(watch(), command, 5, system()) == (fact,)
        over = after(watch(), fact, 5)
        assert over == watch(state=state, due=None, over_at=at(5), over_by=command.by)
        assert decide(over, command, 6, system()) == ()
    moved = decide(watch(), m.MoveWatch(watch=ID, case=OTHER, to=(CENTRE,)), 5, system())
    assert moved == (m.WatchMoved(watch=ID, case=OTHER, to=(CENTRE,)),)
    assert after(watch(), moved[0], 5) == watch(case=OTHER, to=(CENTRE,))
    assert decide(watch(), m.MoveWatch(watch=ID, case=CASE, to=(DESK,)), 5, system()) == ()
    others = decide(watch(), m.MoveWatch(watch=ID, case=CASE, to=(CENTRE,)), 5, system())
    assert others == (m.WatchMoved(watch=ID, case=CASE, to=(CENTRE,)),), (
        "who takes a case over has its notices"
    )


# --- messages -------------------------------------------------------------------------------------

MESSAGE = MessageId(UUID(int=20))


def message(**more: Any) -> CaseMessage:
    fixed: dict[str, Any] = {
        "id": MESSAGE, "case": CASE, "mode": Mode.EXERCISE, "by": PersonId(LUCIA.id), "by_name": "Lucía",
        "sender": DESK, "to": (CENTRE, DESK), "words": "¿acceso?", "sent_at": START,
    }  # fmt: skip
    return CaseMessage(**(fixed | more))


def test_a_message_is_sent_read_and_moved_while_nobody_has_read_it() -> None:
    command = m.SendMessage(message=MESSAGE, case=CASE, to=(CENTRE, DESK, CENTRE), words="¿acceso?")
    [sent] = machine.send(command, LUCIA, Mode.EXERCISE)
    assert sent == m.MessageSent(
        message=MESSAGE, case=CASE, mode=Mode.EXERCISE, by=PersonId(LUCIA.id), by_name="Lucía", sender=DESK,
        to=(CENTRE, DESK), words="¿acceso?",
    )  # fmt: skip
    assert machine.evolve_message(None, sent, START) == message()
    [read] = machine.read(message(), PAU)
    assert read == m.MessageRead(message=MESSAGE, by=PersonId(PAU.id), by_name="Pau", party=CENTRE)
    first = ReadReceipt(person=PersonId(UUID(int=9)), name="Ana", at=START)
    known = machine.evolve_message(message(read=(first,)), read, at(9))
    mine = ReadReceipt(person=PersonId(PAU.id), name="Pau", at=at(9), party=CENTRE)
    assert known == message(read=(first, mine))
    move = m.MoveMessage(message=MESSAGE, case=OTHER)
    [moved] = machine.move(message(), move)
    assert moved == m.MessageMoved(message=MESSAGE, case=OTHER)
    assert machine.evolve_message(message(), moved, at(9)) == message(case=OTHER)
    for stays in (message(read=(first,)), message(case=OTHER)):
        assert machine.move(stays, move) == ()


def test_where_somebody_speaks_from() -> None:
    both = person("dispatcher", "san-desk-1", centre="san-1")
    assert machine.party_of(both) == FollowupParty(desk=DeskId("san-desk-1"))
    assert (machine.party_of(PAU), machine.party_of(system())) == (CENTRE, None)


# --- handovers ------------------------------------------------------------------------------------

HANDOVER = HandoverId(UUID(int=30))
ITEMS = (OpenItem(subject=StreamId("case:1"), words="falta"),)


def handover(**more: Any) -> ShiftHandover:
    fixed: dict[str, Any] = {
        "id": HANDOVER, "desk": DeskId("desk-1"), "mode": Mode.TRAINING, "state": HandoverState.OFFERED,
        "by": PersonId(LUCIA.id), "by_name": "Lucía", "offered_at": START, "items": ITEMS, "words": "tranquilo",
    }  # fmt: skip
    return ShiftHandover(**(fixed | more))


def test_a_desk_is_offered_accepted_and_withdrawn_each_told_whole() -> None:
    to = PersonId(PAU.id)
    command = m.OfferShiftHandover(handover=HANDOVER, to=to, items=ITEMS, words="tranquilo")
    [offered] = machine.hand_over(command, LUCIA)
    assert offered == m.HandoverOffered(
        handover=HANDOVER, desk=DeskId("desk-1"), mode=Mode.TRAINING, by=PersonId(LUCIA.id), by_name="Lucía", to=to,
        items=ITEMS, words="tranquilo",
    )  # fmt: skip
    assert machine.evolve_handover(None, offered, START) == handover(to=to)
    accept, withdraw = m.AcceptHandover(handover=HANDOVER), m.WithdrawHandover(handover=HANDOVER)
    [accepted] = machine.decide_handover(handover(), accept, PAU)
    assert accepted == m.HandoverAccepted(handover=HANDOVER, by=to, by_name="Pau")
    taken = machine.evolve_handover(handover(), accepted, at(9))
    assert taken == handover(
        state=HandoverState.ACCEPTED, accepted_at=at(9), accepted_by=to, accepted_by_name="Pau"
    )
    [withdrawn] = machine.decide_handover(handover(), withdraw, LUCIA)
    assert withdrawn == m.HandoverWithdrawn(handover=HANDOVER)
    gone = machine.evolve_handover(handover(), withdrawn, at(9))
    assert gone == handover(state=HandoverState.WITHDRAWN)
    assert machine.decide_handover(taken, accept, PAU) == ()
    for known, again, actor in ((taken, accept, LUCIA), (taken, withdraw, LUCIA), (gone, accept, PAU)):
        with pytest.raises(Refused, match=r"^handover_over"):
            machine.decide_handover(known, again, actor)


def test_timers_of_another_moment_say_nothing() -> None:
    moved = watch(due=iso_us(at(10) + timedelta(seconds=1)))
    assert decide(moved, m.FireWatch(watch=ID, due=iso_us(at(10))), 60, system()) == ()
