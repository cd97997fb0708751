"""Which calls a fix belongs to that arrives beside a call, as AML does (decision 0391). Pure.

Only what a network asserts connects them: the number of the call, or its telephone's IMEI. A fix opens nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from auxilio.calls.core.ecall_model import EcallMsd
from auxilio.calls.core.messages import LocationMessage, ReportLocationMessage
from auxilio.calls.core.messages.positions import MESSAGE_FLAGS_MAX, EarlierPositions, FurtherPositions
from auxilio.calls.core.model import FINISHED_STATES, Call
from auxilio.calls.core.policy import asserted_phone, to_e164
from auxilio.kernel.ids import CallId
from auxilio.kernel.instant import after_s, seconds_between
from auxilio.kernel.position import Position, PositionFlag
from auxilio.kernel.shared_types import Mode

BEFORE_CALL_S = 60.0
"""A telephone sends when it dials; the call may reach us later than that."""
AFTER_CALL_S = 600.0
"""The last fix of a call may come when it is over."""
PARKED_S = 1800.0
"""So long a fix without a call waits for the next call of its number."""
_IMEI_DIGITS = 14


class FixMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A call that a fix belongs to, and why it may be of another device or moment."""

    call: Call
    flags: tuple[PositionFlag, ...] = ()


def fix_identity(msisdn: str | None, imei: str | None, country: str) -> str | None:
    """What a message says of its telephone: its number as E.164, dialled in this country (ISO 3166); `imei:` and 14 digits where no
    number came; None when neither can be read.

    Never the IMSI: telephones send six digits of it and zeros.
    """
    if msisdn and (phone := to_e164(msisdn, country)):
        return phone
    digits = (imei or "")[:_IMEI_DIGITS]
    readable = len(digits) == _IMEI_DIGITS and digits.isascii() and digits.isdigit() and digits.strip("0")
    return f"imei:{digits}" if readable else None


def call_identities(call: Call) -> tuple[str, ...]:
    """What a trusted network says of the telephone of a call, as `fix_identity` writes it. A number that is only said is none."""
    phone = asserted_phone(call)
    return (*((phone,) if phone else ()), *((f"imei:{call.imei}",) if call.imei else ()))


def match_calls(
    identity: str, received_at: datetime, calls: Iterable[Call], mode: Mode
) -> tuple[FixMatch, ...]:
    """The calls that a fix belongs to: those in progress, each flagged where they are several; else the one that rang last.

    `received_at` is by our clock, which that of a telephone cannot move. Of retries that were joined the living call has it.
    """
    own = [call for call in calls if call.mode is mode and identity in call_identities(call)]
    near = [call for call in own if _is_within(call, received_at)]
    in_progress = [call for call in near if call.state not in FINISHED_STATES]
    if in_progress:
        flags = (PositionFlag.SHARED_NUMBER,) if len(in_progress) > 1 else ()
        return tuple(FixMatch(call=call, flags=flags) for call in in_progress)
    newest = max(near, key=lambda call: (call.rang_at, call.number), default=None)
    return (FixMatch(call=newest),) if newest is not None else ()


def _is_within(call: Call, at: datetime) -> bool:
    return after_s(call.rang_at, -BEFORE_CALL_S) <= at and _is_before_end(call, at)


def _is_before_end(call: Call, at: datetime) -> bool:
    return call.ended_at is None or at <= after_s(call.ended_at, AFTER_CALL_S)


class ArrivedFix(msgspec.Struct, frozen=True, kw_only=True):
    """A message about a device's place, and whose it is."""

    identity: str
    """As `fix_identity` writes it."""
    message: LocationMessage
    position: Position | None
    """None where the message states none."""
    further: FurtherPositions = ()
    """Of the other places of the same document."""
    earlier: EarlierPositions = ()
    msd: EcallMsd | None = None
    """What the message of an eCall says besides."""


def report_of(fix: ArrivedFix, call: CallId) -> ReportLocationMessage:
    """What tells this call of the message."""
    return ReportLocationMessage(
        call=call,
        message=fix.message,
        position=fix.position,
        further=fix.further,
        earlier=fix.earlier,
        msd=fix.msd,
    )


def fixes_for_call(call: Call, parked: Sequence[ArrivedFix]) -> tuple[ArrivedFix, ...]:
    """Of parked fixes those that a call which has just rung is given, oldest first, flagged where they are older than the call."""
    own = call_identities(call)
    found = [
        _flagged(fix, seconds_between(fix.message.received_at, call.rang_at))
        for fix in parked
        if fix.identity in own
        and seconds_between(fix.message.received_at, call.rang_at) <= PARKED_S
        and _is_before_end(call, fix.message.received_at)
    ]
    return tuple(sorted(found, key=lambda fix: (fix.message.received_at, fix.message.id)))


def _flagged(fix: ArrivedFix, before_s: float) -> ArrivedFix:
    if before_s <= BEFORE_CALL_S:
        return fix
    return with_flags(fix, (PositionFlag.BEFORE_CALL,))


def with_flags(fix: ArrivedFix, flags: tuple[PositionFlag, ...]) -> ArrivedFix:
    """The fix with these flags at its message and at each of its positions, besides their own."""
    if not flags:
        return fix
    odd = (*fix.message.flags, *flags)[-MESSAGE_FLAGS_MAX:]
    fix = msgspec.structs.replace(fix, message=msgspec.structs.replace(fix.message, flags=odd))
    if fix.position is None:
        return fix
    position, *further = (
        msgspec.structs.replace(one, flags=(*one.flags, *flags)) for one in (fix.position, *fix.further)
    )
    return msgspec.structs.replace(fix, position=position, further=tuple(further))
