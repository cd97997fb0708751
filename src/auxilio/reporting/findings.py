"""What the log tells of each item of a scorecard: a verdict, its facts, and the moments that they were read from. Pure.

Nothing is guessed. What a log cannot show (whether a question was put as it is written, whether a person was calm) is
`untold`, with the reason, and a reviewer listens. A verdict is of one call: what another desk did in the same case
before this call was answered is none of its operator's doing, and `not_applicable`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from auxilio.calls.model import Call, Disposition
from auxilio.calls.service import CALL
from auxilio.cases.model import Case, CaseState, Degree
from auxilio.cases.service import CASE
from auxilio.instructions.model import Card, InstructionRun
from auxilio.instructions.service import DICTATION
from auxilio.kernel.ids import CallId, key_of, noun_of
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.words import Priority
from auxilio.platform.database.nouns import Noun
from auxilio.reporting.story import Known
from auxilio.review.model import Finding, Item, Moment, ScoreCard, Verdict
from auxilio.triage.engine import Interview
from auxilio.triage.model import ProtocolRun
from auxilio.triage.service import RUN

LINK_TARGET_S = 60
"""A repeat call is with its case within a minute (content/data/qa_scorecard.yaml, `duplicate_link`)."""
V = Verdict
DISPATCHED = frozenset({"dispatch.assignment.begun", "dispatch.task.told"})
"""A unit was alerted, or a centre without a console was told by telephone."""
LISTENED = frozenset({"calls.call.recording_heard", "archive.search.made"})
"""Whoever heard a recording has looked at the call again, and had no hand in it."""
_JOINED, _HANDED = "calls.call.party_joined", "calls.call.transferred"


class Contents(Protocol):
    """Content as a case began with it, and the targets in force."""

    def interview(self, digest: str) -> Interview | None:
        """A protocol of this very version, made ready to reason with."""
        ...

    def card(self, digest: str) -> Card | None:
        """A card of this very version."""
        ...

    def target_s(self, priority: Priority) -> int | None:
        """How soon help of this priority is to leave; None where nothing is promised."""
        ...


def folded(noun: Noun[Any], facts: Iterable[Known]) -> list[Any]:
    """The nouns of one kind as these facts leave them. One of which a fact was redacted cannot be told, and is left out."""
    streams: dict[str, list[Known]] = {}
    for fact in facts:
        if noun_of(fact.envelope.stream) == noun.name:
            streams.setdefault(fact.envelope.stream, []).append(fact)
    found = []
    for stream in streams.values():
        state = None
        if all(fact.envelope.body for fact in stream):
            for fact in sorted(stream, key=lambda f: f.envelope.version):
                state = noun.apply(state, fact.envelope)
            found.append(state)
    return found


class CallLog:
    """One call in the facts of its case."""

    def __init__(self, facts: Sequence[Known], call: CallId, contents: Contents) -> None:
        """`facts`: every fact of the case and its calls, in the order in which they happened (reporting.story.known)."""
        self.facts, self.id, self.contents = facts, call, contents

    @cached_property
    def call(self) -> Call | None:
        """The call as it ended."""
        return next((one for one in folded(CALL, self.facts) if one.id == self.id), None)

    @cached_property
    def case(self) -> Case | None:
        """The case as it stands."""
        return next(iter(folded(CASE, self.facts)), None)

    @cached_property
    def began_it(self) -> bool:
        """Whether the case was opened for this call."""
        opened = next((f for f in self.facts if f.kind == "cases.case.opened"), None)
        return opened is not None and opened.text("call") == str(self.id)

    @cached_property
    def runs(self) -> list[ProtocolRun]:
        """The interviews that were held with this call."""
        return [
            one
            for one in folded(RUN, self.facts)
            if one.call == self.id or (one.call is None and self.began_it)
        ]

    @cached_property
    def cards(self) -> list[InstructionRun]:
        """The cards that were opened for the case since this call was answered."""
        answered = self.answered_at
        return [
            one for one in folded(DICTATION, self.facts) if answered is not None and one.opened_at >= answered
        ]

    @property
    def answered_at(self) -> datetime | None:
        """When somebody took it."""
        return self.call.answered_at if self.call else None

    def first(self, *kinds: str, holds: Callable[[Known], bool] = lambda _: True) -> Known | None:
        """The first fact of these kinds."""
        return next((f for f in self.facts if f.kind in kinds and holds(f)), None)

    def last(self, *kinds: str, holds: Callable[[Known], bool] = lambda _: True) -> Known | None:
        """The last fact of these kinds."""
        return next((f for f in reversed(self.facts) if f.kind in kinds and holds(f)), None)

    def own(self, fact: Known) -> bool:
        """Whether it is a fact of this very call."""
        return key_of(fact.envelope.stream) == str(self.id)

    def since_answer(self, at: datetime) -> str:
        """Whole seconds since it was answered, as a fact for words."""
        return str(round(seconds_between(self.answered_at, at))) if self.answered_at else "?"


type Told = tuple[Verdict, str, dict[str, str], Sequence[Known]]


def findings(card: ScoreCard, log: CallLog) -> tuple[Finding, ...]:
    """One for each item that the card asks the log about, in its order."""
    return tuple(_finding(item, log) for item in card.items() if item.auto is not None)


def _finding(item: Item, log: CallLog) -> Finding:
    assert item.auto is not None, "asked of the log"
    if log.call is None or log.case is None or log.answered_at is None:
        told: Told = (V.UNTOLD, "redacted", {}, ())
    else:
        told = AUTO[item.auto](log)
    verdict, code, facts, read = told
    moments = tuple(Moment(event=fact.envelope.id, at=fact.at) for fact in read)
    return Finding(item=item.id, verdict=verdict, code=code, facts=facts, moments=moments)


def _verified(log: CallLog) -> Told:
    """The place was read back and agreed before anybody was asked to go there, and no warning about it stood unanswered."""
    sent = log.first("dispatch.task.offered")
    if sent is None:
        return V.NOT_APPLICABLE, "nothing_sent", {}, ()
    if not log.began_it:
        return V.NOT_APPLICABLE, "sent_before_this_call", {}, (sent,)
    said = [f for f in log.facts if f.kind == "cases.case.located" and f.at <= sent.at]
    if not said:
        return V.NOT_MET, "sent_without_place", {}, (sent,)
    place = said[-1]
    degree = place.text("location", "degree") or ""
    facts = {"degree": degree}
    answered = {
        f.text("code") for f in log.facts if f.kind == "cases.case.warning_answered" and f.at <= sent.at
    }
    warned = [one["code"] for one in place.body.get("location", {}).get("warnings", ())]
    if left := [code for code in warned if code not in answered]:
        return V.NOT_MET, "warning_unanswered", {**facts, "warning": left[0]}, (place, sent)
    if degree == Degree.AGREED:
        return V.MET, "place_agreed", facts, (place, sent)
    return V.NOT_MET, "place_not_agreed", facts, (place, sent)


def _callback(log: CallLog) -> Told:
    """A number that can be dialled is known. Whose it is, no log tells."""
    known = log.last(
        "calls.call.rang", "calls.call.identified", holds=lambda f: log.own(f) and bool(f.text("phone"))
    )
    if known is not None:
        return V.MET, "number_known", {}, (known,)
    said = log.last(
        "calls.call.rang", "calls.call.identified", holds=lambda f: log.own(f) and bool(f.text("phone_said"))
    )
    if said is not None:
        return V.NOT_MET, "number_not_valid", {}, (said,)
    return V.NOT_MET, "no_number", {}, ()


def _critical(log: CallLog) -> Told:
    """Each critical question that could still change something was answered. That it was put as written, only an ear tells."""
    if not log.runs:
        return V.UNTOLD, "no_interview", {}, ()
    missing, asked, read = [], 0, []
    for run in log.runs:
        interview = log.contents.interview(run.digest)
        if interview is None:
            return V.UNTOLD, "version_unknown", {"protocol": run.protocol}, ()
        answers = run.answers()
        worth_asking = set(interview.prove(answers).open_questions)
        critical = interview.protocol.qa.critical
        asked += sum(1 for question in critical if question in answers)
        missing += [f"{run.protocol}: {question}" for question in critical if question in worth_asking]
        read += [
            f
            for f in log.facts
            if f.kind == "triage.run.answered"
            and f.text("run") == str(run.id)
            and f.text("question") in critical
        ]
    facts = {"asked": str(asked), "missing": ", ".join(missing)}
    if missing:
        return V.NOT_MET, "critical_missing", facts, read
    return V.MET, "critical_asked", facts, read


def _priority(log: CallLog) -> Told:
    """The priority is the one that was proved. Whether a person's change was right, a person judges."""
    if not log.began_it and not log.runs:
        return V.NOT_APPLICABLE, "decided_elsewhere", {}, ()
    proved = log.last("cases.case.floor_proved")
    changed = log.last(
        "cases.case.priority_lowered",
        "cases.case.priority_raised",
        holds=by_hand,
    )
    final = log.case.priority if log.case else None
    facts = {"final": name(final), "proved": name(log.case.proved if log.case else None)}
    read = [f for f in (proved, changed) if f is not None]
    if log.case and log.case.proved is not None and final == log.case.proved:
        return V.MET, "priority_as_proved", facts, read
    if changed is not None:
        reason = changed.text("reason") or ""
        return (
            V.UNTOLD,
            "priority_by_hand",
            {**facts, "reason": reason, "who": changed.envelope.actor_name},
            read,
        )
    if proved is None:
        return V.UNTOLD, "nothing_proved", facts, read
    return V.NOT_MET, "priority_otherwise", facts, read


def by_hand(fact: Known) -> bool:
    """Whether a person changed a priority that stood: lowered it, or raised it against what was proved."""
    if fact.kind == "cases.case.priority_lowered":
        return True
    raised = fact.kind == "cases.case.priority_raised" and fact.body.get("before") is not None
    return raised and fact.text("by") == fact.envelope.actor_name


def _dispatch(log: CallLog) -> Told:
    """From answering to the first unit alerted, against the target of the priority that stood then."""
    offered, left = log.first("dispatch.task.offered"), log.first(*DISPATCHED)
    assert log.answered_at is not None, "answered"
    if offered is None:
        return V.NOT_APPLICABLE, "nothing_sent", {}, ()
    if left is not None and left.at < log.answered_at:
        return V.NOT_APPLICABLE, "sent_before_this_call", {}, (left,)
    priority = priority_at(log, (left or offered).at)
    target = log.contents.target_s(priority) if priority is not None else None
    facts = {
        "priority": name(priority),
        "target": str(target or ""),
        "offered": log.since_answer(offered.at),
    }
    if left is None:
        return V.UNTOLD, "no_unit_yet", facts, (offered,)
    facts["taken"] = log.since_answer(left.at)
    if target is None:
        return V.NOT_APPLICABLE, "no_target", facts, (offered, left)
    if seconds_between(log.answered_at, left.at) <= target:
        return V.MET, "in_time", facts, (offered, left)
    return V.NOT_MET, "late", facts, (offered, left)


def priority_at(log: CallLog, at: datetime) -> Priority | None:
    """The priority of the case at that moment."""
    said = log.last("cases.case.priority_raised", "cases.case.priority_lowered", holds=lambda f: f.at <= at)
    return Priority(int(said.body["priority"])) if said is not None else None


def _transfer(log: CallLog) -> Told:
    """Whoever took the caller over was on the line before the desk left it."""
    handed = log.first(_HANDED, holds=log.own)
    joined = log.first(_JOINED, holds=log.own)
    wanted = sorted(
        {
            proof.transfer.to
            for run in log.runs
            if (interview := log.contents.interview(run.digest)) is not None
            and (proof := interview.prove(run.answers())).transfer is not None
            and proof.transfer.mode == "warm"
        }
    )
    if handed is not None:
        if joined is not None and joined.at <= handed.at:
            return V.MET, "handed_on_together", {"whom": joined.text("name") or ""}, (joined, handed)
        return V.NOT_MET, "handed_on_alone", {"whom": handed.text("name") or ""}, (handed,)
    if joined is not None:
        return V.MET, "joined_and_stayed", {"whom": joined.text("name") or ""}, (joined,)
    if wanted:
        return V.UNTOLD, "transfer_not_seen", {"whom": ", ".join(wanted)}, ()
    return V.NOT_APPLICABLE, "no_transfer", {}, ()


def _cards(log: CallLog) -> Told:
    """Every card that was proved came on screen, and its steps were said."""
    wanted = {card for run in log.runs for card in run.standing.say}
    opened = {one.card: one for one in log.cards}
    if not wanted and not opened:
        return V.NOT_APPLICABLE, "no_card", {}, ()
    read = [f for f in log.facts if f.kind in {"instructions.card.opened", "instructions.step.said"}]
    if missing := sorted(wanted - opened.keys()):
        return V.NOT_MET, "card_not_opened", {"cards": ", ".join(missing)}, read
    said = steps = 0
    for one in opened.values():
        card = log.contents.card(one.digest)
        if card is None:
            return V.UNTOLD, "version_unknown", {"protocol": one.card}, read
        plain = {step.id for step in card.steps if not (step.show_if or step.skip_if or step.requires)}
        steps += len(plain)
        said += len(plain & {step.step for step in one.said})
    facts = {"cards": ", ".join(sorted(opened)), "said": str(said), "steps": str(steps)}
    if said == 0 and steps:
        return V.NOT_MET, "nothing_said", facts, read
    # A crew that arrives ends a card rightly: whether what was left out was still needed, a person judges.
    return (V.MET, "cards_said", facts, read) if said == steps else (V.UNTOLD, "cards_in_part", facts, read)


def _marks(log: CallLog) -> Told:
    """The moments that the protocol gives a time for, where a card marks them."""
    limits: dict[str, int] = {}
    for run in log.runs:
        interview = log.contents.interview(run.digest)
        limits |= interview.protocol.qa.times if interview else {}
    marked = {mark.mark: mark for one in log.cards for mark in one.marks}
    timed = {
        key.removesuffix("_s"): limit for key, limit in limits.items() if key.removesuffix("_s") in marked
    }
    read = [
        f
        for f in log.facts
        if f.kind in {"instructions.moment.marked", "instructions.step.said"} and f.text("mark")
    ]
    if not limits and not marked:
        return V.NOT_APPLICABLE, "no_marks", {}, ()
    assert log.answered_at is not None, "answered"
    told = {mark: round(seconds_between(log.answered_at, one.at)) for mark, one in sorted(marked.items())}
    facts = {
        "marks": ", ".join(f"{mark} {s} s" for mark, s in told.items()),
        "limits": ", ".join(f"{mark} {s} s" for mark, s in sorted(timed.items())),
    }
    if not timed:
        return V.UNTOLD, "marks_without_limit" if marked else "marks_missing", facts, read
    late = [mark for mark, limit in timed.items() if told[mark] > limit]
    return (V.NOT_MET, "marks_late", facts, read) if late else (V.MET, "marks_in_time", facts, read)


def _fields(log: CallLog) -> Told:
    """What a record cannot be without."""
    call, case = log.call, log.case
    assert call is not None, "told above"
    assert case is not None, "told above"
    there = {
        "location": case.location is not None,
        "type": case.type is not None,
        "priority": case.priority is not None,
        "disposition": call.disposition is not None or case.closing is not None,
        "language": call.language is not None,
    }
    missing = [field for field, known in there.items() if not known]
    read = [f for f in (log.last("cases.case.located"), log.last("cases.case.closed")) if f is not None]
    facts = {"missing": ", ".join(missing)}
    if missing == ["disposition"] and case.state is CaseState.OPEN:
        return V.UNTOLD, "still_open", facts, read
    return (V.NOT_MET, "fields_missing", facts, read) if missing else (V.MET, "fields_there", facts, read)


def _linked(log: CallLog) -> Told:
    """A repeat call was put to its case within a minute. That no other case is the same, no log can tell."""
    call = log.call
    assert call is not None, "told above"
    merged = log.first("cases.case.merged")
    if merged is not None and log.began_it:
        return V.NOT_MET, "case_was_double", {}, (merged,)
    joined = log.first("calls.call.joined_case", holds=log.own)
    if log.began_it or joined is None:
        if call.disposition is Disposition.REPEAT:
            return V.NOT_MET, "repeat_not_linked", {}, ()
        return V.NOT_APPLICABLE, "no_repeat", {}, ()
    assert log.answered_at is not None, "answered"
    facts = {"taken": log.since_answer(joined.at), "target": str(LINK_TARGET_S)}
    late = seconds_between(log.answered_at, joined.at) > LINK_TARGET_S
    return (V.NOT_MET, "linked_late", facts, (joined,)) if late else (V.MET, "linked", facts, (joined,))


def name(priority: Priority | None) -> str:
    """`P0`, or nothing."""
    return "" if priority is None else Priority(priority).name


AUTO: dict[str, Callable[[CallLog], Told]] = {
    "location.verified_before_dispatch": _verified,
    "caller.callback_captured": _callback,
    "protocol.critical_asked": _critical,
    "protocol.final_matches_rule": _priority,
    "timing.first_dispatch_vs_target": _dispatch,
    "timing.transfer_warm": _transfer,
    "cards.delivered": _cards,
    "cards.marks": _marks,
    "case.mandatory_fields": _fields,
    "case.duplicates_linked": _linked,
}
"""What a card may ask (the schema of the scorecard has the same list; a test compares them)."""


def hands(facts: Iterable[Known]) -> frozenset[Any]:
    """Everybody who did something in these facts; looking is not doing."""
    return frozenset(
        f.envelope.actor for f in facts if not f.kind.startswith("identity.") and f.kind not in LISTENED
    )
