"""Choices with a name and a reason: the order of the queue, and whose desk rings."""

import msgspec
import phonenumbers

from auxilio.calls.model import Call, CallBackRule, Channel, Desk

URGENCY_DESK_LOST = 5
"""Somebody was speaking with us and we lost them: nobody waits before them."""
URGENCY_ECALL = 10
URGENCY_CANNOT_SPEAK = 20
URGENCY_ORDINARY = 50
URGENCY_SENSOR = 60
OWN_RECORDING_S = 86_400.0
"""An operator hears again what they answered for a day (product.md); after it, like everybody, by permission."""
DEATHS_MAX = 40
"""A line that fails so often in one call is said to be unsteady, and tells no more of each time (decision 0185)."""
SILENCES_MAX = 40
KEYS_MAX = 200
"""A telephone that presses more in one call is broken, or plays with us."""
LINK_LIFE_S = 1_800.0
"""How long a link to a caller's phone speaks for the call: long enough to be read out, copied and opened (ours)."""


def urgency_of(channel: Channel, *, cannot_speak: bool) -> int:
    """Where a call starts in the queue; 0 is first.

    An automatic crash notice comes first, then whoever cannot speak. History never lowers it
    (product.md): the number that calls is not an argument of this function.
    """
    if channel == Channel.ECALL:
        return URGENCY_ECALL
    if cannot_speak:
        return URGENCY_CANNOT_SPEAK
    return URGENCY_SENSOR if channel == Channel.SENSOR else URGENCY_ORDINARY


def call_back_rule(call: Call) -> CallBackRule:
    """Whether somebody whom nobody answered may be rung: as was said, else so that who cannot speak is written to first."""
    return call.call_back or (CallBackRule.MESSAGE_FIRST if call.cannot_speak else CallBackRule.RING)


def can_take(desk: Desk | None, call: Call) -> bool:
    """Whether a call can be heard at this desk. A voice needs a line; what is written needs none."""
    return call.channel != Channel.VOICE or (desk is not None and desk.line)


class Choice(msgspec.Struct, frozen=True):
    """A call and the desk it is offered to, with the reason in a code."""

    call: Call
    desk: Desk
    reason: str


def in_order(calls: list[Call]) -> list[Call]:
    """The queue: urgency, then age. Age never runs backwards after a lapsed offer."""
    return sorted(calls, key=lambda c: (c.urgency, c.queued_at or c.rang_at, c.number))


def choose(waiting: list[Call], ready: list[Desk]) -> list[Choice]:
    """Pair waiting calls with ready desks: for each call the longest-idle desk that speaks its language.

    When no ready desk speaks it the call still rings at the longest-idle one: an answer in another
    language, with an interpreter, beats waiting.
    """
    desks = sorted(ready, key=lambda d: (d.since, d.id))
    choices: list[Choice] = []
    for call in in_order(waiting):
        if not desks:
            break
        able = [d for d in desks if can_take(d, call)]
        if not able:
            continue
        wanted = (call.language or "").partition("-")[0]
        speaking = [d for d in able if not wanted or not d.languages or wanted in d.languages]
        desk = (speaking or able)[0]
        desks.remove(desk)
        choices.append(Choice(call, desk, "longest_idle" if speaking else "no_desk_speaks_it"))
    return choices


def international(said: str, country: str) -> str | None:
    """A number as E.164, read as it is dialled in this country (ISO 3166); None when its plan knows no such number."""
    try:
        parsed = phonenumbers.parse(said, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def is_mobile(phone: str) -> bool:
    """Whether a number (E.164) is surely a mobile's, by its country's numbering plan.

    Where a plan does not tell mobiles from lines, as in North America, it is not: a wrong join loses somebody.
    """
    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.MOBILE)


def same_person(call: Call, earlier: Call, *, within_s: float, shared_numbers: frozenset[str]) -> bool:
    """Whether `call` may be taken for a retry of the unanswered `earlier`.

    Only a mobile's own number counts, and never one that is known to be shared: a switchboard, a
    residence, a hotel is not a person.
    """
    if call.phone is None or call.phone != earlier.phone:
        return False
    if call.phone in shared_numbers or not is_mobile(call.phone):
        return False
    return 0 <= (call.rang_at - earlier.rang_at).total_seconds() <= within_s
