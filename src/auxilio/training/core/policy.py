"""What comes next: the next incident of a session, and the next thing that a caller does. And who reads what of a session."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from auxilio.kernel.ids import CallId, CommandId, PersonId, RunId
from auxilio.kernel.instant import seconds_between
from auxilio.training.core.model import PracticeSession, PracticeState, TraineeRole

LINE_GAP_S = 4.0
"""Between two lines that a caller writes without being asked (ours)."""
REPLY_S = 3.0
"""To read what the desk wrote, and to write an answer (ours; the simulated city types as fast)."""
READ_S = 1.0
"""To see what was sent (ours)."""
FOLLOW_S = 4.0
"""To do what a step of a card says (ours)."""
GOODBYE_S = 45.0
"""So long after help was sent and nothing was written any more, they hang up (ours)."""
HELP_LEAST_S = 120.0
"""No help comes to a practice alone sooner after it was sent: an ambulance takes minutes (ours)."""
HELP_AWAITED_S = 240.0
"""So long after help was sent and nothing was asked, told or marked any more it comes, however far the card is (ours)."""
HELP_CAME_S = 30.0
"""After they said so the desk has this time to end the call; then they do (ours)."""
TALK_S_MAX = 900.0
"""After this a caller with nothing left to answer hangs up, or says that help came (ours, as the simulated city)."""


class NextIncident(msgspec.Struct, frozen=True, kw_only=True):
    """The incident that is due, by its number in the scenario."""

    nth: int
    repeats: bool


def next_incident(session: PracticeSession, gap_s: float, at: datetime) -> NextIncident | None:
    """What happens now, if anything. `gap_s`: between the last incident of the scenario and the next one."""
    if session.state is not PracticeState.RUNNING:
        return None
    if session.to_repeat:
        return NextIncident(nth=session.to_repeat[0], repeats=True)
    own = [one for one in session.incidents if not one.repeats]
    if len(own) >= session.incidents_planned:
        return None
    if own and seconds_between(own[-1].begun_at, at) < gap_s:
        return None
    return NextIncident(nth=len(own), repeats=False)


class DeskLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line that the desk wrote to the caller."""

    words: str
    at: datetime


class UnreadItem(msgspec.Struct, frozen=True, kw_only=True):
    """A question or a step that was sent, and that they have not seen yet."""

    item: CommandId
    at: datetime


class ToldStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a card that was sent or told to them."""

    run: RunId
    step: str
    at: datetime


class CallerState(msgspec.Struct, frozen=True, kw_only=True):
    """What a simulated caller knows of their call."""

    rang_at: datetime
    answered_at: datetime | None
    over: bool
    lines_said: int
    """Of those that they say without being asked; the first came with the call."""
    replies_said: int
    desk_lines: Sequence[DeskLine]
    last_line_at: datetime
    """When either of them last wrote."""
    help_sent_at: datetime | None
    last_activity_at: datetime
    """When anything last happened: a line between them (`last_line_at` or later), the interview, a card."""
    unread: UnreadItem | None = None
    step_to_acknowledge: ToldStep | None = None
    """The first step to which they have not said yet that they do it."""
    followed: Sequence[str] = ()
    """The steps that they do by now, in order."""
    card_finished: bool = False
    """A card was told to its end, and the moments were marked that follow from its steps."""
    help_came_said: bool = False
    """They have said that help has come."""


class PlaceCall(msgspec.Struct, frozen=True):
    """The call begins."""


class SayLine(msgspec.Struct, frozen=True, kw_only=True):
    """Say the line with this number without being asked."""

    nth: int


class ReplyToDesk(msgspec.Struct, frozen=True, kw_only=True):
    """Answer the line of the desk with this number."""

    nth: int
    words: str


class ShowItem(msgspec.Struct, frozen=True, kw_only=True):
    """Let their page say that it shows what was sent."""

    item: CommandId


class FollowStep(msgspec.Struct, frozen=True, kw_only=True):
    """Say that they do what a step says."""

    told: ToldStep


class SayHelpCame(msgspec.Struct, frozen=True):
    """Say that help has come, and thank."""


class LeaveCall(msgspec.Struct, frozen=True):
    """The call ends."""


type CallerAct = PlaceCall | SayLine | ReplyToDesk | ShowItem | FollowStep | SayHelpCame | LeaveCall


def next_act(
    state: CallerState | None,
    *,
    begun_at: datetime,
    after_s: float,
    patience_s: float,
    lines: int,
    alone: bool,
    at: datetime,
) -> CallerAct | None:
    """What a caller does now; None: they wait. `lines`: how many they say without being asked. `alone`: nobody sits at the
    centres, so that help comes when the caller says so."""
    if state is None:
        return PlaceCall() if seconds_between(begun_at, at) >= after_s else None
    if state.over:
        return None
    if state.answered_at is None:
        return LeaveCall() if seconds_between(state.rang_at, at) > patience_s else None
    if (
        state.unread is not None
        or state.step_to_acknowledge is not None
        or state.replies_said < len(state.desk_lines)
    ):
        return _react(state, at)
    if state.lines_said < lines:
        return (
            SayLine(nth=state.lines_said) if seconds_between(state.last_line_at, at) >= LINE_GAP_S else None
        )
    return _end_alone(state, at) if alone else _end(state, at)


def _react(state: CallerState, at: datetime) -> CallerAct | None:
    """To what the desk sent or told: it is seen before it is answered, and answered before it is done."""
    if state.unread is not None:
        return ShowItem(item=state.unread.item) if seconds_between(state.unread.at, at) >= READ_S else None
    if state.replies_said < len(state.desk_lines):
        asked = state.desk_lines[state.replies_said]
        reply = ReplyToDesk(nth=state.replies_said, words=asked.words)
        return reply if seconds_between(asked.at, at) >= REPLY_S else None
    assert state.step_to_acknowledge is not None
    return (
        FollowStep(told=state.step_to_acknowledge)
        if seconds_between(state.step_to_acknowledge.at, at) >= FOLLOW_S
        else None
    )


def _end(state: CallerState, at: datetime) -> CallerAct | None:
    """They hang up when help was sent and nothing is asked any more; what helps comes from the centres."""
    assert state.answered_at is not None
    sent_at = state.help_sent_at
    if sent_at is not None and seconds_between(max(state.last_line_at, sent_at), at) >= GOODBYE_S:
        return LeaveCall()
    return LeaveCall() if seconds_between(state.answered_at, at) > TALK_S_MAX else None


def _end_alone(state: CallerState, at: datetime) -> CallerAct | None:
    """They stay while they are asked and instructed, say that help has come, and leave the desk time to end the call."""
    assert state.answered_at is not None
    over = seconds_between(state.answered_at, at) > TALK_S_MAX
    still_s = seconds_between(state.last_activity_at, at)
    if state.help_came_said:
        return LeaveCall() if still_s >= HELP_CAME_S else None
    if state.help_sent_at is None:
        return LeaveCall() if over else None
    sent_s = seconds_between(state.help_sent_at, at)
    finished = state.card_finished and sent_s >= HELP_LEAST_S and still_s >= GOODBYE_S
    return SayHelpCame() if finished or over or min(sent_s, still_s) >= HELP_AWAITED_S else None


def suggested_role(roles: Sequence[str]) -> TraineeRole:
    """What somebody with these roles most likely trains."""
    if "crew" in roles:
        return TraineeRole.CREW
    if "call_taker" in roles:
        return TraineeRole.OPERATOR
    if "records_officer" in roles:
        return TraineeRole.RECORDS
    return TraineeRole.SUPERVISOR if {"supervisor", "room_chief"} & set(roles) else TraineeRole.DISPATCHER


def is_out_of_time(session: PracticeSession, at: datetime) -> bool:
    """Whether its time is over, paused or not: a session that its trainer forgot ends too."""
    return seconds_between(session.started_at, at) > session.limit_min * 60


def takes_part(session: PracticeSession, person: PersonId) -> bool:
    """Whether somebody trains in it."""
    return any(one.person == person for one in session.trainees)


def is_alone(session: PracticeSession) -> bool:
    """Whether its only trainee began it and nobody leads it."""
    return session.trainer is None


def trains_with_somebody(sessions: Iterable[PracticeSession], person: PersonId) -> PracticeSession | None:
    """The session of a trainer in which this person trains and that has not ended, if any."""
    return next(
        (
            one
            for one in sessions
            if not is_alone(one) and one.state is not PracticeState.ENDED and takes_part(one, person)
        ),
        None,
    )


def calls_still_to_end(session: PracticeSession) -> tuple[CallId, ...] | None:
    """Of a practice alone, the calls with whose end it is done; None: more happens in it, it has ended, or it has a trainer."""
    own = [one for one in session.incidents if not one.repeats]
    if not is_alone(session) or session.state is PracticeState.ENDED:
        return None
    if session.to_repeat or len(own) < session.incidents_planned:
        return None
    return tuple(call for one in session.incidents for call in one.calls)


def practising_alone(sessions: Sequence[PracticeSession]) -> frozenset[PersonId]:
    """Who practises alone now and takes part in no trainer's session: they are offered no calls but those meant for them."""
    people = {
        one.trainees[0].person for one in sessions if is_alone(one) and one.state is not PracticeState.ENDED
    }
    return frozenset(person for person in people if trains_with_somebody(sessions, person) is None)


def as_trainee_reads(session: PracticeSession, person: PersonId) -> PracticeSession:
    """Remarks to this trainee alone; what is true of an incident only when the session is over."""
    incidents = session.incidents
    if session.state is not PracticeState.ENDED:
        incidents = tuple(msgspec.structs.replace(one, kind="", place=None) for one in incidents)
    mine = tuple(one for one in session.comments if one.person == person)
    return msgspec.structs.replace(session, incidents=incidents, comments=mine, to_repeat=())
