"""Choices with a name and a reason: the order of the queue, whose desk rings, what a caller may send, and what a number is."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
import phonenumbers

from auxilio.calls.core.model import VOICE_CHANNELS, AgentDesk, Call, CallChannel, NumberSource
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import CALL_BACK_STRICTNESS, CallBackPolicy, Mode

URGENCY_DESK_LOST = 5
"""Somebody was speaking with us and we lost them: nobody waits before them."""
URGENCY_ECALL = 10
URGENCY_CANNOT_SPEAK = 20
URGENCY_ORDINARY = 50
URGENCY_SENSOR = 60
OWN_RECORDING_S = 86_400.0
"""An operator hears again what they answered for a day; after it, like everybody, by permission."""
AUDIO_FAULTS_MAX = 40
"""A line that fails so often in one call is said to be unsteady, and tells no more of each time (decision 0185)."""
SILENCES_MAX = 40
KEYS_MAX = 200
"""A telephone that presses more in one call is broken, or plays with us."""
ATTACHMENTS_MAX = 20
"""Of one call. They stand in a row that every desk holds; more are sent by other means (ours)."""
ATTACHMENT_BYTES_MAX = 12 * 1024 * 1024
ATTACHED_BYTES_MAX = 100 * 1024 * 1024
"""Of all files of one call."""
UPLOAD_GRACE_S = 120.0
"""A photo that was on its way when the call ended is still kept: as long as a page goes on sending one (decision 0247)."""
LINK_LIFE_S = 1_800.0
"""How long a link to a caller's phone speaks for the call: long enough to be read out, copied and opened (ours)."""


SMS_WORDS_MAX = 600
"""Characters of a desk's line to who came by short message: nine parts in any alphabet."""


def check_sms_length(call: Call, words: str) -> None:
    """What a desk writes, asks or dictates leaves as a short message where the call is one. Raises `Refused("too_long_for_sms")`."""
    if call.channel is CallChannel.SMS and len(words) > SMS_WORDS_MAX:
        raise Refused("too_long_for_sms", most=SMS_WORDS_MAX)


def urgency_of(channel: CallChannel, *, cannot_speak: bool) -> int:
    """Where a call starts in the queue; 0 is first.

    An automatic crash notice comes first, then whoever cannot speak. History never lowers
    it: the number that calls is not an argument of this function.
    """
    if channel == CallChannel.ECALL:
        return URGENCY_ECALL
    if cannot_speak:
        return URGENCY_CANNOT_SPEAK
    return URGENCY_SENSOR if channel == CallChannel.SENSOR else URGENCY_ORDINARY


def call_back_policy(call: Call) -> CallBackPolicy:
    """Whether somebody whom nobody answered may be rung: the stricter of what was said and what interviews prove."""
    by_interview = call_back_protocol(call) is not None and call.call_back_proved
    return by_interview or _said_call_back(call)


def call_back_protocol(call: Call) -> str | None:
    """The protocol by which that rule holds; None where it holds without an interview."""
    proved = call.call_back_proved
    if proved is None or call.call_back_overruled:
        return None
    said = CALL_BACK_STRICTNESS.index(_said_call_back(call))
    return call.call_back_protocol if CALL_BACK_STRICTNESS.index(proved) >= said else None


def _said_call_back(call: Call) -> CallBackPolicy:
    """As was said; else who cannot speak is written to first."""
    return call.call_back or (CallBackPolicy.MESSAGE_FIRST if call.cannot_speak else CallBackPolicy.RING)


def check_attachment_allowed(call: Call, at: datetime, size: int = 0) -> None:
    """Whether one more file, of so many bytes, is kept with a call.

    Raises `Refused`: `too_many_attachments`; `call_over` when it has ended for longer than a file may be on its way.
    """
    if call.ended_at is not None and seconds_between(call.ended_at, at) > UPLOAD_GRACE_S:
        raise Refused("call_over")
    kept = sum(one.size or 0 for one in call.attachments) + size
    if len(call.attachments) >= ATTACHMENTS_MAX or kept > ATTACHED_BYTES_MAX:
        raise Refused("too_many_attachments", limit=ATTACHMENTS_MAX)


def has_media_for(desk: AgentDesk | None, call: Call) -> bool:
    """Whether a call can be heard at this desk. Sound needs a line; what is written needs none."""
    return call.channel not in VOICE_CHANNELS or (desk is not None and desk.line)


def mode_matches(desk: AgentDesk, call: Call) -> bool:
    """Whether the session at this desk is of the call's mode: a training session is offered no real call."""
    return desk.mode is None or desk.mode is call.mode


def is_meant_for(desk: AgentDesk, call: Call, alone: frozenset[PersonId]) -> bool:
    """Whether a practice lets the call ring here: one that is meant for somebody rings at their desk, and who practises
    alone is offered no other of training. Their practice outlasts their session of training: a real call rings."""
    if call.meant_for is not None:
        return desk.person == call.meant_for
    return call.mode is not Mode.TRAINING or desk.person not in alone


class DeskMatch(msgspec.Struct, frozen=True):
    """A call and the desk it is offered to, with the reason in a code."""

    call: Call
    desk: AgentDesk
    reason: str


def queue_order(calls: list[Call]) -> list[Call]:
    """The queue: urgency, then age. Age never runs backwards after a lapsed offer."""
    return sorted(calls, key=lambda c: (c.urgency, c.queued_at or c.rang_at, c.number))


def match_desks(
    waiting: list[Call], ready: list[AgentDesk], alone: frozenset[PersonId] = frozenset()
) -> list[DeskMatch]:
    """Pair waiting calls with ready desks: for each call the longest-idle desk that speaks its language.

    When no ready desk speaks it the call still rings at the longest-idle one: an answer in another language, with an
    interpreter, beats waiting. A language chooses among desks alone: the calls that are offered are those that would be
    without any (decision 0407). `alone`: who practises without a trainer.
    """
    free = sorted(ready, key=lambda d: (d.since, d.id))
    offered = [call for call, _ in _pair_longest_idle(queue_order(waiting), free, alone)]
    matches: list[DeskMatch] = []
    for nth, call in enumerate(offered):
        able = [desk for desk in free if _may_ring(desk, call, alone)]
        speaking = [desk for desk in able if speaks_with(desk, call)]
        later = offered[nth + 1 :]
        desk = next((d for d in speaking if d is able[0] or _leaves_desks(later, free, d, alone)), able[0])
        free.remove(desk)
        matches.append(DeskMatch(call, desk, "longest_idle" if desk in speaking else "no_desk_speaks_it"))
    return matches


def speaks_with(desk: AgentDesk, call: Call) -> bool:
    """Whether somebody here speaks the caller's language, of whatever region; so it is taken to be where either is not known."""
    wanted = primary_language(call.language or "")
    return not wanted or not desk.languages or wanted in map(primary_language, desk.languages)


def primary_language(tag: str) -> str:
    """`es` of `es-MX` (BCP 47)."""
    return tag.partition("-")[0]


def _may_ring(desk: AgentDesk, call: Call, alone: frozenset[PersonId]) -> bool:
    return has_media_for(desk, call) and mode_matches(desk, call) and is_meant_for(desk, call, alone)


def _pair_longest_idle(
    calls: Sequence[Call], desks: Sequence[AgentDesk], alone: frozenset[PersonId]
) -> list[tuple[Call, AgentDesk]]:
    """Each call in this order with the first desk at which it may ring. `desks`: the longest idle first."""
    free, pairs = list(desks), list[tuple[Call, AgentDesk]]()
    for call in calls:
        if not free:
            break
        desk = next((desk for desk in free if _may_ring(desk, call, alone)), None)
        if desk is not None:
            free.remove(desk)
            pairs.append((call, desk))
    return pairs


def _leaves_desks(
    calls: Sequence[Call], free: Sequence[AgentDesk], taken: AgentDesk, alone: frozenset[PersonId]
) -> bool:
    """Whether each of these calls still has a desk when this one is taken."""
    left = [desk for desk in free if desk is not taken]
    return len(_pair_longest_idle(calls, left, alone)) == len(calls)


COUNTRIES: tuple[str, ...] = tuple(sorted(phonenumbers.SUPPORTED_REGIONS))
"""Countries (ISO 3166) whose numbers can be dialled without their code."""


def to_e164(said: str, country: str) -> str | None:
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


def asserted_phone(call: Call) -> str | None:
    """The number of a call, where a network asserts it."""
    return call.phone if call.phone_known_by is NumberSource.NETWORK_ASSERTED else None


def vouched_phone(call: Call) -> str | None:
    """The number of a call, where a network asserts it for this call, or for the earlier one whose token the page holds."""
    return call.phone if call.phone_known_by in {NumberSource.NETWORK_ASSERTED, NumberSource.TOKEN} else None


def is_personal_number(call: Call, shared_numbers: frozenset[str]) -> bool:
    """Whether the number of a call is surely the mobile of one person."""
    phone = asserted_phone(call)
    return phone is not None and phone not in shared_numbers and is_mobile(phone)


def is_retry(call: Call, earlier: Call, *, within_s: float, shared_numbers: frozenset[str]) -> bool:
    """Whether `call` may be taken for a retry of the unanswered `earlier`.

    Only a mobile's own number counts, and never one that is known to be shared: a switchboard, a
    residence, a hotel is not a person. And only where the network asserts it for both calls: who
    states the number of somebody else must not take the call-back that is owed to them.
    """
    if call.phone != earlier.phone or asserted_phone(earlier) is None:
        return False
    if not is_personal_number(call, shared_numbers):
        return False
    return 0 <= (call.rang_at - earlier.rang_at).total_seconds() <= within_s
