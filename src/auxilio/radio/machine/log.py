"""The life of a line of the radio log: heard, noted or sent; then judged, ended, answered, seen.

| command | refuses |
|---|---|
| note_call, send | entry_exists |
| send | unit_without_radio, unknown_group, nobody_to_send_to, radio_of_other_mode |
| see_entry | nothing_to_see |
"""

from datetime import datetime
from typing import Any, assert_never

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.instant import Instant, iso_us
from auxilio.kernel.radio import Tsi
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.radio import wire
from auxilio.radio.lip import read_short_report
from auxilio.radio.messages import log as m
from auxilio.radio.model import (
    Bearer,
    CodeMeans,
    Entry,
    EntryId,
    RadioKind,
    RadioPlan,
    RadioVerdict,
    SendOutcome,
    TalkGroup,
    Use,
)

SHARED = frozenset({Use.COMMAND, Use.EMERGENCY})
"""Groups that several agencies hear."""
FAILS_AFTER_S = 60.0
"""What could not be sent for so long is not sent any more: an order of a minute ago may be the wrong one (ours)."""

COUNTED = frozenset({RadioVerdict.APPLIED, RadioVerdict.REPEATED})

type OneSaid = wire.AirStatus | wire.AirText | wire.AirAlarm | wire.AirCallBegan


def hear(
    id: EntryId,
    command: m.HearRadio,
    said: OneSaid,
    plan: RadioPlan,
    bearer: Bearer | None,
    called: Bearer | None,
    mode: Mode,
    at: Instant,
) -> m.EntryWritten:
    """What a radio said, as a line. `bearer` carries the radio that spoke, `called` the one that was called.

    A status of a radio or with a code that nobody knows is kept and says so; one that is known waits for its verdict.
    """
    to = getattr(said, "to", None) or getattr(said, "group", None)
    group = plan.group(to)
    kind, about = _about(command, said, plan, bearer)
    owner = bearer or called
    return m.EntryWritten(
        entry=id,
        mode=mode,
        kind_of=kind,
        said_at=min(command.at, at),
        gateway=command.gateway,
        who=bearer.callsign if bearer else said.radio,
        who_radio=said.radio,
        to=_name(to, group, called),
        to_radio=to,
        group=group.name if group else None,
        unit=owner.unit if owner else None,
        case=owner.case if owner else None,
        agency=owner.agency if owner else (group.agency if group else None),
        centre=owner.centre if owner else None,
        shared=group is not None and group.use in SHARED,
        by=command.gateway,
        **about,
    )


def _about(
    command: m.HearRadio, said: OneSaid, plan: RadioPlan, bearer: Bearer | None
) -> tuple[RadioKind, dict[str, Any]]:
    """What kind of line it is, and what only such a line says."""
    match said:
        case wire.AirStatus(code=code):
            means = plan.means(bearer.agency if bearer else None, code)
            kind = RadioKind.ALARM if means is CodeMeans.EMERGENCY else RadioKind.STATUS
            return kind, {"code": code, "means": means, "verdict": _verdict(bearer, means)}
        case wire.AirText(words=words):
            return RadioKind.TEXT, {
                "words": words,
                "verdict": RadioVerdict.UNKNOWN_RADIO if bearer is None else None,
            }
        case wire.AirAlarm(lip=lip):
            place = read_short_report(lip, command.at) if lip else None
            return RadioKind.ALARM, {"means": CodeMeans.EMERGENCY, "point": place.point if place else None}
        case wire.AirCallBegan():
            return RadioKind.CALL, {}
        case _ as never:
            assert_never(never)


def unread(id: EntryId, command: m.HearRadio, raw: str, mode: Mode, at: Instant) -> m.EntryWritten:
    """A message that we cannot read: kept as it came, and shown."""
    return m.EntryWritten(
        entry=id,
        mode=mode,
        kind_of=RadioKind.UNREAD,
        said_at=min(command.at, at),
        gateway=command.gateway,
        who=command.gateway,
        to="",
        words=raw,
        by=command.gateway,
        verdict=RadioVerdict.UNREAD,
    )


def _verdict(bearer: Bearer | None, means: CodeMeans | None) -> RadioVerdict | None:
    """What can be said of a status before the unit is asked; an emergency is an alarm, and is judged by people."""
    if means is CodeMeans.EMERGENCY:
        return None
    if bearer is None:
        return RadioVerdict.UNKNOWN_RADIO
    if means is None:
        return RadioVerdict.UNKNOWN_CODE
    return RadioVerdict.ASKS_TO_SPEAK if means is CodeMeans.ASKS_TO_SPEAK else None


def _name(to: Tsi | None, group: TalkGroup | None, called: Bearer | None) -> str:
    if group is not None:
        return group.name
    return called.callsign if called is not None else to or ""


def note(
    command: m.NoteCall,
    unit: Bearer | None,
    group: TalkGroup | None,
    actor: Actor,
    mode: Mode,
    at: Instant,
) -> tuple[Event, ...]:
    """What a person heard and typed."""
    return (
        m.EntryWritten(
            entry=command.entry,
            mode=mode,
            kind_of=RadioKind.NOTE,
            said_at=at,
            who=command.who.strip(),
            to=(command.to or actor.centre or actor.desk or actor.name).strip(),
            group=group.name if group else None,
            unit=unit.unit if unit else None,
            case=command.case or (unit.case if unit else None),
            agency=actor.agency or (unit.agency if unit else None),
            centre=actor.centre or (unit.centre if unit else None),
            shared=group is not None and group.use in SHARED,
            words=command.words.strip(),
            by=actor.name,
        ),
    )


def send(
    command: m.SendRadio,
    unit: Bearer | None,
    group: TalkGroup | None,
    actor: Actor,
    house: Mode,
    at: Instant,
) -> tuple[Event, ...]:
    """A text on its way. `house` is the mode of the gateways here.

    Raises `Refused`: `nobody_to_send_to`, `unit_without_radio`, `radio_of_other_mode`.
    """
    mode = unit.mode if unit else actor.mode
    if mode is not house:
        raise Refused("radio_of_other_mode", mode=mode)
    if unit is not None and not unit.radios:
        raise Refused("unit_without_radio", callsign=unit.callsign)
    to = unit.radios[0] if unit else (group.gssi if group else None)
    if to is None:
        raise Refused("nobody_to_send_to")
    return (
        m.EntryWritten(
            entry=command.entry,
            mode=mode,
            kind_of=RadioKind.CALL_OUT if command.call_out else RadioKind.TEXT,
            said_at=at,
            who=actor.centre or actor.desk or actor.name,
            to=unit.callsign if unit else (group.name if group else to),
            to_radio=to,
            group=group.name if group and not unit else None,
            unit=unit.unit if unit else None,
            case=unit.case if unit else None,
            agency=unit.agency if unit else (group.agency if group else actor.agency),
            centre=unit.centre if unit else actor.centre,
            shared=unit is None and group is not None and group.use in SHARED,
            words=command.words.strip(),
            by=actor.name,
            sent=True,
        ),
    )


type EntryDecision = m.JudgeEntry | m.AnswerEntry | m.SeeEntry


def decide(entry: Entry, command: EntryDecision, actor: Actor) -> tuple[Event, ...]:
    """What happens to a line that is there. Raises `Refused("nothing_to_see")`."""
    match command:
        case m.JudgeEntry(verdict=verdict):
            if entry.verdict is not None:
                return ()
            fact = m.EntryJudged if verdict in COUNTED else m.EntryKept
            return (fact(entry=entry.id, verdict=verdict),)
        case m.AnswerEntry(outcome=outcome, why=why):
            if entry.sent is not SendOutcome.WAITING:
                return ()
            return (m.EntryAnswered(entry=entry.id, outcome=outcome, why=why),)
        case m.SeeEntry():
            if entry.seen_at is not None:
                return ()
            if not entry.waits or entry.sent is SendOutcome.WAITING:
                raise Refused("nothing_to_see")
            return (m.EntrySeen(entry=entry.id, by=actor.name),)
        case _ as never:
            assert_never(never)


def end(entry: Entry | None, at: Instant) -> tuple[Event, ...]:
    """A call is over; of one whose beginning we never heard there is nothing to end."""
    if entry is None or entry.until is not None:
        return ()
    return (m.EntryEnded(entry=entry.id, said_at=max(at, entry.at)),)


_SAME = frozenset(Entry.__struct_fields__) & frozenset(m.EntryWritten.__struct_fields__) - {"sent"}


def evolve(entry: Entry | None, event: m.LogEvent, at: datetime) -> Entry:
    """The line after this fact."""
    if isinstance(event, m.EntryWritten):
        assert entry is None, "a line is written once"
        return Entry(
            id=event.entry,
            kind=event.kind_of,
            at=event.said_at,
            order=iso_us(event.said_at),
            sent=SendOutcome.WAITING if event.sent else None,
            **{name: getattr(event, name) for name in _SAME},
        )
    assert entry is not None, "a line is written first"
    change = msgspec.structs.replace
    match event:
        case m.EntryEnded(said_at=when):
            return change(entry, until=when)
        case m.EntryJudged(verdict=verdict) | m.EntryKept(verdict=verdict):
            return change(entry, verdict=verdict)
        case m.EntryAnswered(outcome=outcome, why=why):
            return change(entry, sent=outcome, why=why)
        case m.EntrySeen(by=by):
            return change(entry, seen_by=by, seen_at=at)
        case _ as never:
            assert_never(never)
