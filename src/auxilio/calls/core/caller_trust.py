"""What is believed of who rings: the channel that is stated, and how their number is known. Pure; asked by `machine`."""

import msgspec

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import PAGE_CHANNELS, Call, CallChannel, NumberSource
from auxilio.calls.core.policy import vouched_phone
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Phone


class CallerNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number as a call keeps it."""

    phone: Phone | None = None
    said: str | None = None
    """What was received and is none of E.164."""
    known_by: NumberSource | None = None


def split_phone(said: str | None) -> tuple[str | None, str | None]:
    """A number as E.164 and, when it is none, the text that was received. Nothing received is thrown away."""
    if not said:
        return None, None
    compact = "".join(c for c in said if c not in " -().")
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    digits = compact[1:]
    if (
        compact.startswith("+")
        and digits.isascii()
        and digits.isdigit()
        and 4 <= len(digits) <= 15
        and digits[0] != "0"
    ):
        return compact, None
    return None, said


def is_without_sim(call: Call) -> bool:
    """Whether the network states the telephone of a call and no number that can be rung.

    A telephone without SIM is in no register: its network sends an anonymous address, or digits that are no number, and
    its IMEI (3GPP TS 24.229, 5.1.6.8.2). A network that states no IMEI leaves it unknown: then this is False.
    """
    return call.imei is not None and call.phone is None


def trusted_channel(command: m.ReceiveCall | m.LogManualCall, actor: Actor) -> CallChannel:
    """The channel of a new call.

    Raises `Refused("channel_not_permitted")`: a page rings by chat or by voice. That a crash is told by a car, or that
    a sensor rings, is for the exchange to say: such calls go before those who wait.
    """
    if isinstance(command, m.LogManualCall):
        return CallChannel.LINE
    if actor.kind != "system" and command.channel not in PAGE_CHANNELS:
        raise Refused("channel_not_permitted", channel=command.channel)
    return command.channel


def caller_number(
    command: m.ReceiveCall | m.LogManualCall, actor: Actor, earlier: Call | None
) -> CallerNumber:
    """The number of a new call, and how it is known. `earlier`: the call whose token the page has shown.

    Raises `Refused("not_permitted")` when any actor but the exchange states how a number is known.
    """
    stated = command.phone_known_by if isinstance(command, m.ReceiveCall) else None
    if stated is not None:
        require(actor, Permission.SYSTEM)
    phone, said = split_phone(command.phone)
    if phone or said:
        return CallerNumber(phone=phone, said=said, known_by=stated or NumberSource.SAID)
    if earlier is None or earlier.phone is None:
        return CallerNumber()
    vouched = vouched_phone(earlier) is not None
    return CallerNumber(phone=earlier.phone, known_by=NumberSource.TOKEN if vouched else NumberSource.SAID)


def entered_number(call: Call, said: str | None) -> CallerNumber:
    """The number that an operator enters. The same number stays known as it was; another one is said."""
    phone, text = split_phone(said)
    if phone is None and text is None:
        return CallerNumber()
    known = call.phone_known_by if phone is not None and phone == call.phone else NumberSource.SAID
    return CallerNumber(phone=phone, said=text, known_by=known)
