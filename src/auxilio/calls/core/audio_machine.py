"""What is noticed on the lines of a call becomes facts of it: each once, and never without end (decision 0185)."""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import FINISHED_STATES, AudioFault, Call, KeyPress, LineSide
from auxilio.calls.core.policy import AUDIO_FAULTS_MAX, KEYS_MAX, SILENCES_MAX
from auxilio.kernel.event import Event

KEYS_KEPT = 40
"""In the state that travels to screens; the log keeps every one."""


def decide(call: Call, command: m.AudioCommand) -> tuple[Event, ...]:
    """What is news. Told twice, or of a call that is over, it is none."""
    if call.state in FINISHED_STATES:
        return ()
    match command:
        case m.ReportAudio():
            return _decide_audio(call, command)
        case m.ReportSilence(since=since):
            if (since is None) == (call.silent_since is None):
                return ()
            if since is None:
                return (m.CallerSpokeAgain(call=call.id),)
            return (m.CallerFellSilent(call=call.id, since=since),) if call.silences < SILENCES_MAX else ()
        case m.PressKey(key=key, pressed_at=at):
            if call.keys_pressed >= KEYS_MAX:
                return ()
            return (m.KeyPressed(call=call.id, key=key, pressed_at=at),)
        case _ as never:
            assert_never(never)


def _decide_audio(call: Call, command: m.ReportAudio) -> tuple[Event, ...]:
    line = AudioFault(
        side=_side(command), way=command.way, since=call.rang_at, desk=command.desk, party=command.party
    )
    others = [one for one in call.dead if not _is_same_line(one, line)]
    known = len(others) < len(call.dead)
    if (
        not _is_line_in_call(call, line)
        or known == command.dead
        or (command.dead and call.deaths >= AUDIO_FAULTS_MAX)
    ):
        return ()
    name = next((each.name for each in call.parties if each.id == line.party), None)
    kind = m.AudioDied if command.dead else m.AudioCameBack
    return (
        kind(
            call=call.id,
            side=line.side,
            way=line.way,
            desk=line.desk,
            party=line.party,
            whom=name,
            others=bool(others),
        ),
    )


def _side(command: m.ReportAudio) -> LineSide:
    if command.party is not None:
        return LineSide.PARTY
    return LineSide.CALLER if command.desk is None else LineSide.DESK


def _is_same_line(one: AudioFault | m.AudioCameBack, other: AudioFault) -> bool:
    return (one.way, one.desk, one.party) == (other.way, other.desk, other.party)


def _is_line_in_call(call: Call, line: AudioFault) -> bool:
    """Whether this line belongs to the call now. A listener is not heard: a fault of their line is no fault of the call."""
    match line.side:
        case LineSide.CALLER:
            return True
        case LineSide.DESK:
            joined = {each.desk for each in call.parties if each.joined_at is not None}
            return line.desk == call.desk or line.desk in joined
        case LineSide.PARTY:
            return any(each.id == line.party for each in call.parties)
        case _ as never:
            assert_never(never)


def evolve(call: Call, event: m.AudioEvent, at: datetime) -> Call:
    """The call after this fact."""
    change = msgspec.structs.replace
    match event:
        case m.AudioDied(side=side, way=way, desk=desk, party=party):
            died = AudioFault(side=side, way=way, since=at, desk=desk, party=party)
            return change(call, dead=(*call.dead, died), deaths=call.deaths + 1)
        case m.AudioCameBack():
            return change(call, dead=tuple(one for one in call.dead if not _is_same_line(event, one)))
        case m.CallerFellSilent(since=since):
            return change(call, silent_since=since, silences=call.silences + 1)
        case m.CallerSpokeAgain():
            return change(call, silent_since=None)
        case m.KeyPressed(key=key, pressed_at=pressed_at):
            keys = (*call.keys, KeyPress(key=key, at=pressed_at))[-KEYS_KEPT:]
            return change(call, keys=keys, keys_pressed=call.keys_pressed + 1)
        case _ as never:
            assert_never(never)


def drop_stale_faults(call: Call) -> Call:
    """Without the faults of lines that have left it; none of a call that is over."""
    if not call.dead and call.silent_since is None:
        return call
    over = call.state in FINISHED_STATES
    return msgspec.structs.replace(
        call,
        dead=() if over else tuple(one for one in call.dead if _is_line_in_call(call, one)),
        silent_since=None if over else call.silent_since,
    )
