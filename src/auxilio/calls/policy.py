"""Choices with a name and a reason: the order of the queue, and whose desk rings."""

import msgspec

from auxilio.calls.model import Call, Channel, Desk

URGENCY_ECALL = 10
URGENCY_CANNOT_SPEAK = 20
URGENCY_ORDINARY = 50
URGENCY_SENSOR = 60


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
        wanted = (call.language or "").partition("-")[0]
        speaking = [d for d in desks if not wanted or not d.languages or wanted in d.languages]
        desk = (speaking or desks)[0]
        desks.remove(desk)
        choices.append(Choice(call, desk, "longest_idle" if speaking else "no_desk_speaks_it"))
    return choices


def same_person(call: Call, earlier: Call, *, within_s: float, shared_numbers: frozenset[str]) -> bool:
    """Whether `call` may be taken for a retry of the unanswered `earlier`.

    Only a mobile's own number counts, and never one that is known to be shared: a switchboard, a
    residence, a hotel is not a person.
    """
    if call.phone is None or call.phone != earlier.phone or call.phone in shared_numbers:
        return False
    return 0 <= (call.rang_at - earlier.rang_at).total_seconds() <= within_s
