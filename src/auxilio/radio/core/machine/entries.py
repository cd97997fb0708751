"""The life of a line of the radio log: heard, noted or sent; then judged, ended, answered, seen.

| command | refuses |
|---|---|
| note_call, send | entry_exists |
| send | unit_without_radio, unknown_group, not_your_group, nobody_to_send_to, radio_of_other_mode |
| see_entry | nothing_to_see |
"""

from datetime import datetime
from typing import Any, assert_never

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import AgencyId
from auxilio.kernel.instant import Instant, iso_us
from auxilio.kernel.refusal import Forbidden, Refused
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.kernel.tsi import Tsi
from auxilio.radio.core import bridge_protocol
from auxilio.radio.core.lip import read_short_report
from auxilio.radio.core.messages import entries as m
from auxilio.radio.core.model import (
    EntryId,
    RadioEntry,
    RadioKind,
    RadioOwner,
    RadioPlan,
    RadioVerdict,
    SendOutcome,
    StatusMeaning,
    TalkGroup,
    TalkGroupUse,
)

SHARED_USES = frozenset({TalkGroupUse.COMMAND, TalkGroupUse.EMERGENCY})
"""Groups that several agencies hear."""
SEND_TIMEOUT_S = 60.0
"""What could not be sent for so long is not sent any more: an order of a minute ago may be the wrong one (ours)."""

EFFECTIVE_VERDICTS = frozenset({RadioVerdict.APPLIED, RadioVerdict.REPEATED})

type RadioUtterance = (
    bridge_protocol.AirStatus
    | bridge_protocol.AirText
    | bridge_protocol.AirAlarm
    | bridge_protocol.AirCallBegan
)


def record_heard(
    id: EntryId,
    command: m.ReceiveRadioMessage,
    said: RadioUtterance,
    plan: RadioPlan,
    bearer: RadioOwner | None,
    called: RadioOwner | None,
    mode: Mode,
    at: Instant,
) -> m.EntryWritten:
    """What a radio said, as a line. `bearer` carries the radio that spoke, `called` the one that was called.

    A status of a radio or with a code that nobody knows is kept and says so; one that is known waits for its verdict.
    """
    to = getattr(said, "to", None) or getattr(said, "group", None)
    group = plan.group(to)
    kind, about = _kind_fields(command, said, plan, bearer)
    owner = bearer or called
    return m.EntryWritten(
        entry=id,
        mode=mode,
        kind_of=kind,
        said_at=min(command.at, at),
        gateway=command.gateway,
        who=bearer.callsign if bearer else said.radio,
        who_radio=said.radio,
        to=_radio_name(to, group, called),
        to_radio=to,
        group=group.name if group else None,
        unit=owner.unit if owner else None,
        case=owner.case if owner else None,
        agency=owner.agency if owner else (group.agency if group else None),
        centre=owner.centre if owner else None,
        shared=group is not None and group.use in SHARED_USES,
        by=command.gateway,
        **about,
    )


def _kind_fields(
    command: m.ReceiveRadioMessage, said: RadioUtterance, plan: RadioPlan, bearer: RadioOwner | None
) -> tuple[RadioKind, dict[str, Any]]:
    """What kind of line it is, and what only such a line says."""
    match said:
        case bridge_protocol.AirStatus(code=code):
            means = plan.means(bearer.agency if bearer else None, code)
            kind = RadioKind.ALARM if means is StatusMeaning.EMERGENCY else RadioKind.STATUS
            return kind, {"code": code, "means": means, "verdict": _verdict(bearer, means)}
        case bridge_protocol.AirText(words=words):
            return RadioKind.TEXT, {
                "words": words,
                "verdict": RadioVerdict.UNKNOWN_RADIO if bearer is None else None,
            }
        case bridge_protocol.AirAlarm(lip=lip):
            place = read_short_report(lip, command.at) if lip else None
            return RadioKind.ALARM, {
                "means": StatusMeaning.EMERGENCY,
                "point": place.point if place else None,
            }
        case bridge_protocol.AirCallBegan():
            return RadioKind.CALL, {}
        case _ as never:
            assert_never(never)


def record_unreadable(
    id: EntryId, command: m.ReceiveRadioMessage, raw: str, mode: Mode, at: Instant
) -> m.EntryWritten:
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


def _verdict(bearer: RadioOwner | None, means: StatusMeaning | None) -> RadioVerdict | None:
    """What can be said of a status before the unit is asked; an emergency is an alarm, and is judged by people."""
    if means is StatusMeaning.EMERGENCY:
        return None
    if bearer is None:
        return RadioVerdict.UNKNOWN_RADIO
    if means is None:
        return RadioVerdict.UNKNOWN_CODE
    return RadioVerdict.ASKS_TO_SPEAK if means is StatusMeaning.ASKS_TO_SPEAK else None


def _radio_name(to: Tsi | None, group: TalkGroup | None, called: RadioOwner | None) -> str:
    if group is not None:
        return group.name
    return called.callsign if called is not None else to or ""


def log_call(
    command: m.LogRadioCall,
    unit: RadioOwner | None,
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
            shared=group is not None and group.use in SHARED_USES,
            words=command.words.strip(),
            by=actor.name,
        ),
    )


def queue_text(
    command: m.SendRadioText,
    unit: RadioOwner | None,
    group: TalkGroup | None,
    actor: Actor,
    installation: Mode,
    at: Instant,
) -> tuple[Event, ...]:
    """A text on its way. `installation` is the mode of the gateways here.

    Raises `Refused`: `nobody_to_send_to`, `unit_without_radio`, `radio_of_other_mode`, `not_your_group`.
    """
    if unit is None and group is not None and group.agency is not None:
        _require_group_member(group.agency, group.name, actor)
    mode = unit.mode if unit else actor.mode
    if not may_leave(mode, installation):
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
            shared=unit is None and group is not None and group.use in SHARED_USES,
            words=command.words.strip(),
            by=actor.name,
            sent=True,
        ),
    )


def _require_group_member(agency: AgencyId, group: str, actor: Actor) -> None:
    """Who sends to an agency's own group is of that agency, or of the room. Raises `Forbidden("not_your_group")`."""
    if actor.kind != "system" and actor.agency not in (None, agency):
        raise Forbidden("not_your_group", name=group)


type EntryDecision = m.RecordVerdict | m.ReportDelivery | m.AcknowledgeEntry


def decide(entry: RadioEntry, command: EntryDecision, actor: Actor) -> tuple[Event, ...]:
    """What happens to a line that is there. Raises `Refused("nothing_to_see")`."""
    match command:
        case m.RecordVerdict(verdict=verdict):
            if entry.verdict is not None:
                return ()
            fact = m.VerdictRecorded if verdict in EFFECTIVE_VERDICTS else m.EntryNotApplied
            return (fact(entry=entry.id, verdict=verdict),)
        case m.ReportDelivery(outcome=outcome, why=why):
            if entry.sent is not SendOutcome.WAITING:
                return ()
            return (m.DeliveryReported(entry=entry.id, outcome=outcome, why=why),)
        case m.AcknowledgeEntry():
            if entry.seen_at is not None:
                return ()
            if not entry.waits or entry.sent is SendOutcome.WAITING:
                raise Refused("nothing_to_see")
            return (m.EntryAcknowledged(entry=entry.id, by=actor.name),)
        case _ as never:
            assert_never(never)


def end_call(entry: RadioEntry | None, at: Instant) -> tuple[Event, ...]:
    """A call is over; of one whose beginning we never heard there is nothing to end."""
    if entry is None or entry.until is not None:
        return ()
    return (m.RadioCallEnded(entry=entry.id, said_at=max(at, entry.at)),)


_SAME = frozenset(RadioEntry.__struct_fields__) & frozenset(m.EntryWritten.__struct_fields__) - {"sent"}


def evolve(entry: RadioEntry | None, event: m.LogEvent, at: datetime) -> RadioEntry:
    """The line after this fact."""
    if isinstance(event, m.EntryWritten):
        assert entry is None, "a line is written once"
        return RadioEntry(
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
        case m.RadioCallEnded(said_at=when):
            return change(entry, until=when)
        case m.VerdictRecorded(verdict=verdict) | m.EntryNotApplied(verdict=verdict):
            return change(entry, verdict=verdict)
        case m.DeliveryReported(outcome=outcome, why=why):
            return change(entry, sent=outcome, why=why)
        case m.EntryAcknowledged(by=by):
            return change(entry, seen_by=by, seen_at=at)
        case _ as never:
            assert_never(never)
