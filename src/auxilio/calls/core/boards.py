"""What screens see of calls and desks. Pure: a row is a view of one aggregate's state."""

import msgspec

from auxilio.calls.core.additional_data import CallDataRow, data_rows
from auxilio.calls.core.addresses import OfferedAddress, offered_addresses
from auxilio.calls.core.ecall_model import EcallRow, Propulsion, VehicleCategory, ecall_row
from auxilio.calls.core.model import (
    AgentDesk,
    AgentState,
    Attachment,
    AudioFault,
    Call,
    CallChannel,
    CallDisposition,
    CallerLine,
    CallRecording,
    CallState,
    KeyPress,
    LocationFailure,
    LocationRequest,
    MonitoringSupervisor,
    NumberSource,
    Participant,
)
from auxilio.calls.core.policy import AUDIO_FAULTS_MAX, call_back_policy, call_back_protocol
from auxilio.calls.core.positions import KnownFix, best_position, known_fixes
from auxilio.calls.core.text_machine import has_page
from auxilio.kernel.ids import CallId, CaseId, DeskId, PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Position
from auxilio.kernel.shared_types import CallBackPolicy, Language, Mode


class CallRow(msgspec.Struct, frozen=True, kw_only=True):
    """One call as desks, room and archive show it."""

    id: CallId
    number: int
    channel: CallChannel
    state: CallState
    mode: Mode
    urgency: int
    rang_at: Instant
    queued_at: Instant | None
    answered_at: Instant | None
    ended_at: Instant | None
    phone: str | None
    phone_known_by: NumberSource | None
    """None for a call without a number, or of before this was recorded."""
    caller_name: str | None
    language: Language | None
    cannot_speak: bool
    line: str | None
    offered_to: DeskId | None
    offered_at: Instant | None
    desk: DeskId | None
    operator: PersonId | None
    operator_name: str | None
    case: CaseId | None
    position: Position | None
    fixes: int
    known_fixes: tuple[KnownFix, ...]
    """The newest, oldest first, and the one that is shown."""
    ecall: EcallRow | None
    """What its vehicle says; None: it has said nothing."""
    addresses: tuple[OfferedAddress, ...]
    """Of the documents that came with the call."""
    location_failures: tuple[LocationFailure, ...]
    """Location servers that gave no position, oldest first."""
    additional_data: tuple[CallDataRow, ...]
    """What networks and the device say beside it, not checked, in the order in which it came."""
    location_request: LocationRequest | None
    """What its desk asked the location server of the network, the latest."""
    at_place: bool | None
    attachments: tuple[Attachment, ...]
    lines: int
    last_line_at: Instant | None
    disposition: CallDisposition | None
    call_back: CallBackPolicy
    """What holds: as was said, by what is known of the caller, or by what interviews prove (`policy.call_back_policy`)."""
    call_back_by: str | None
    """The protocol by which it holds, by id."""
    call_back_tries: int
    messaged_at: Instant | None
    user_agent: str | None
    meant_for: PersonId | None
    recordings: tuple[CallRecording, ...]
    parties: tuple[Participant, ...]
    listeners: tuple[MonitoringSupervisor, ...]
    dead: tuple[AudioFault, ...]
    unsteady: bool
    """Its line has failed so often that no more is told of each time."""
    silent_since: Instant | None
    keys: tuple[KeyPress, ...]
    text: bool
    page: bool
    """Whether they are on a page of ours, which can show a drawing."""
    easy: bool | None
    """Whether that page shows steps in easy language; None: nobody has chosen."""
    hidden: bool = False
    """Its case, or one that it was in, is reserved and not open to the viewer: caller and place are not shown."""


class CallerWordsRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one caller wrote, as centres and crews of the case read it: no number, no name."""

    id: CallId
    channel: CallChannel
    rang_at: Instant
    language: Language | None
    lines: tuple[CallerLine, ...]
    """The first line and the latest, oldest first."""
    count: int
    """How many there are in all."""
    ended_at: Instant | None
    """Once the call has ended nobody can be brought into it."""


class VehicleRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the vehicle of one call stores to drive with, as centres and crews of the case read it: no number and no holder."""

    id: CallId
    rang_at: Instant
    vehicle: VehicleCategory | None
    propulsion: tuple[Propulsion, ...] | None
    """None: it does not say; empty: it does not know."""


class DeskRow(msgspec.Struct, frozen=True, kw_only=True):
    """One desk as the room shows it."""

    id: DeskId
    stand: AgentState
    since: Instant
    person: PersonId | None
    person_name: str | None
    call: CallId | None
    reason: str | None
    help_asked_at: Instant | None
    joined: CallId | None
    line: bool


def call_row(call: Call) -> CallRow:
    """The row of a call."""
    return CallRow(
        id=call.id,
        number=call.number,
        channel=call.channel,
        state=call.state,
        mode=call.mode,
        urgency=call.urgency,
        rang_at=call.rang_at,
        queued_at=call.queued_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        phone=call.phone or call.phone_said,
        phone_known_by=call.phone_known_by,
        caller_name=call.caller_name,
        language=call.language,
        cannot_speak=call.cannot_speak,
        line=call.line,
        offered_to=call.offered_to,
        offered_at=call.offered_at,
        desk=call.desk,
        operator=call.operator,
        operator_name=call.operator_name,
        case=call.case,
        position=best_position(call.positions),
        fixes=len(call.positions),
        known_fixes=known_fixes(call.positions),
        ecall=ecall_row(call.ecall),
        addresses=offered_addresses(call.addresses),
        location_failures=call.location_failures,
        additional_data=data_rows(call.additional_data),
        location_request=call.location_request,
        at_place=call.at_place,
        attachments=call.attachments,
        lines=call.lines,
        last_line_at=call.last_line_at,
        disposition=call.disposition,
        call_back=call_back_policy(call),
        call_back_by=call_back_protocol(call),
        call_back_tries=call.call_back_tries,
        messaged_at=call.messaged_at,
        user_agent=call.user_agent,
        meant_for=call.meant_for,
        recordings=call.recordings,
        parties=call.parties,
        listeners=call.listeners,
        dead=call.dead,
        unsteady=call.deaths >= AUDIO_FAULTS_MAX,
        silent_since=call.silent_since,
        keys=call.keys,
        text=call.text,
        page=has_page(call),
        easy=call.easy,
    )


def caller_words_row(call: Call) -> CallerWordsRow:
    """The written words of a call."""
    return CallerWordsRow(
        id=call.id,
        channel=call.channel,
        rang_at=call.rang_at,
        language=call.language,
        lines=call.said,
        count=call.said_count,
        ended_at=call.ended_at,
    )


def has_vehicle(call: Call) -> bool:
    """Whether a vehicle has said something that can be read, and not that it tests."""
    return call.ecall is not None and call.ecall.msd is not None and not call.ecall.msd.test


def vehicle_row(call: Call) -> VehicleRow:
    """The vehicle of a call; empty for a call without one."""
    msd = call.ecall.msd if call.ecall is not None else None
    return VehicleRow(
        id=call.id,
        rang_at=call.rang_at,
        vehicle=msd.vehicle if msd is not None else None,
        propulsion=msd.propulsion if msd is not None else None,
    )


def desk_row(desk: AgentDesk) -> DeskRow:
    """The row of a desk."""
    return DeskRow(
        id=desk.id,
        stand=desk.stand,
        since=desk.since,
        person=desk.person,
        person_name=desk.person_name,
        call=desk.call,
        reason=desk.reason,
        help_asked_at=desk.help_asked_at,
        joined=desk.joined,
        line=desk.line,
    )
