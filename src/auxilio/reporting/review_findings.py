"""What the log tells of each item of a scorecard: a verdict, its facts, and the moments that they were read from. Pure.

Nothing is guessed. What a log cannot show (whether a question was put as it is written, whether a person was calm) is
`untold`, with the reason, and a reviewer listens. A verdict is of one call: what another desk did in the same case
before this call was answered is none of its operator's doing, and `not_applicable`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from auxilio.archive.core.messages import PhoneSearched
from auxilio.calls.core.guidance_machine import OF_A_STEP
from auxilio.calls.core.messages import (
    CallerIdentified,
    CallJoinedCase,
    CallReceived,
    CallTransferred,
    OutgoingRecordingHeard,
    PartyJoined,
    RecordingHeard,
)
from auxilio.calls.core.messages.guidance import CallerMarked, QuestionSent, StepSent
from auxilio.calls.core.model import Call, CallDisposition
from auxilio.calls.service import CALL
from auxilio.cases.core.messages import (
    CaseClosed,
    CaseLocated,
    CaseMerged,
    CaseOpened,
    PriorityLowered,
    PriorityRaised,
    ProvedPriorityRaised,
    WarningAnswered,
)
from auxilio.cases.core.model import Case, CaseState, LocationCertainty
from auxilio.cases.service import CASE
from auxilio.dispatch.tasks.core.messages import TaskNotifiedByPhone, TaskOffered
from auxilio.dispatch.units.core.assignment_messages import AssignmentStarted
from auxilio.instructions.core.messages import CardOpened, MomentMarked, StepSaid
from auxilio.instructions.core.model import Card, InstructionRun
from auxilio.instructions.service import DICTATION
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CallId, aggregate_name, key_of
from auxilio.kernel.instant import seconds_between
from auxilio.kernel.shared_types import Priority
from auxilio.platform.database.aggregates import Aggregate
from auxilio.quality_review.core.model import Item, Moment, ReviewFinding, ReviewVerdict, ScoreCard
from auxilio.reporting.narrative_facts import NarrativeFact, events_of
from auxilio.reporting.spoken_steps import shown_items
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.messages import RunAnswered
from auxilio.triage.core.model import ProtocolRun
from auxilio.triage.service import RUN

LINK_TARGET_S = 60
"""A repeat call is with its case within a minute (content/data/qa_scorecard.yaml, `duplicate_link`)."""
V = ReviewVerdict
DISPATCHED: tuple[type[Event], ...] = (AssignmentStarted, TaskNotifiedByPhone)
"""A unit was alerted, or a centre without a console was told by telephone."""
LISTENED: tuple[type[Event], ...] = (RecordingHeard, OutgoingRecordingHeard, PhoneSearched)
"""A person who heard a recording has looked at the call again, and had no hand in it."""

LOOKING = "identity"
"""The capability whose events tell who looked at a case."""


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


def fold_states(aggregate: Aggregate[Any], facts: Iterable[NarrativeFact]) -> list[Any]:
    """The aggregates of one kind as these facts leave them. One of which a fact was redacted cannot be told, and is left out."""
    streams: dict[str, list[NarrativeFact]] = {}
    for fact in facts:
        if aggregate_name(fact.envelope.stream) == aggregate.name:
            streams.setdefault(fact.envelope.stream, []).append(fact)
    found = []
    for stream in streams.values():
        state = None
        if all(fact.envelope.body for fact in stream):
            for fact in sorted(stream, key=lambda f: f.envelope.version):
                state = aggregate.apply(state, fact.envelope)
            found.append(state)
    return found


class CallLog:
    """One call in the facts of its case."""

    def __init__(self, facts: Sequence[NarrativeFact], call: CallId, contents: Contents) -> None:
        """`facts`: every fact of the case and its calls, in the order in which they happened (reporting.narrative_facts.story_facts)."""
        self.facts, self.id, self.contents = facts, call, contents

    @cached_property
    def call(self) -> Call | None:
        """The call as it ended."""
        return next((one for one in fold_states(CALL, self.facts) if one.id == self.id), None)

    @cached_property
    def case(self) -> Case | None:
        """The case as it stands."""
        return next(iter(fold_states(CASE, self.facts)), None)

    @cached_property
    def began_it(self) -> bool:
        """Whether the case was opened for this call."""
        opened = self.first(CaseOpened)
        return opened is not None and isinstance(opened.event, CaseOpened) and opened.event.call == self.id

    @cached_property
    def runs(self) -> list[ProtocolRun]:
        """The interviews that were held with this call."""
        return [
            one
            for one in fold_states(RUN, self.facts)
            if one.call == self.id or (one.call is None and self.began_it)
        ]

    @cached_property
    def cards(self) -> list[InstructionRun]:
        """The cards that were opened for the case since this call was answered."""
        answered = self.answered_at
        return [
            one
            for one in fold_states(DICTATION, self.facts)
            if answered is not None and one.opened_at >= answered
        ]

    @property
    def answered_at(self) -> datetime | None:
        """When somebody took it."""
        return self.call.answered_at if self.call else None

    def first(
        self, *classes: type[Event], holds: Callable[[NarrativeFact], bool] = lambda _: True
    ) -> NarrativeFact | None:
        """The first fact of these classes."""
        return next((f for f in self.facts if f.is_a(*classes) and holds(f)), None)

    def last(
        self, *classes: type[Event], holds: Callable[[NarrativeFact], bool] = lambda _: True
    ) -> NarrativeFact | None:
        """The last fact of these classes."""
        return next((f for f in reversed(self.facts) if f.is_a(*classes) and holds(f)), None)

    def own(self, fact: NarrativeFact) -> bool:
        """Whether it is a fact of this very call."""
        return key_of(fact.envelope.stream) == str(self.id)

    def since_answer(self, at: datetime) -> str:
        """Whole seconds since it was answered, as a fact for words."""
        return str(round(seconds_between(self.answered_at, at))) if self.answered_at else "?"


type FindingParts = tuple[ReviewVerdict, str, dict[str, str], Sequence[NarrativeFact]]


def findings(card: ScoreCard, log: CallLog) -> tuple[ReviewFinding, ...]:
    """One for each item that the card asks the log about, in its order."""
    return tuple(_finding(item, log) for item in card.items() if item.auto is not None)


def _finding(item: Item, log: CallLog) -> ReviewFinding:
    assert item.auto is not None, "asked of the log"
    if log.call is None or log.case is None or log.answered_at is None:
        told: FindingParts = (V.UNTOLD, "redacted", {}, ())
    else:
        told = AUTO[item.auto](log)
    verdict, code, facts, read = told
    moments = tuple(Moment(event=fact.envelope.id, at=fact.at) for fact in read)
    return ReviewFinding(item=item.id, verdict=verdict, code=code, facts=facts, moments=moments)


def _verified(log: CallLog) -> FindingParts:
    """The place was read back and agreed before anybody was asked to go there, and no warning about it stood unanswered."""
    sent = log.first(TaskOffered)
    if sent is None:
        return V.NOT_APPLICABLE, "nothing_sent", {}, ()
    if not log.began_it:
        return V.NOT_APPLICABLE, "sent_before_this_call", {}, (sent,)
    place = log.last(CaseLocated, holds=lambda f: f.at <= sent.at)
    if place is None:
        return V.NOT_MET, "sent_without_place", {}, (sent,)
    location = place.event.location if isinstance(place.event, CaseLocated) else None
    degree = location.degree if location else ""
    facts = {"degree": f"{degree}"}
    answered = {event.code for f, event in events_of(log.facts, WarningAnswered) if f.at <= sent.at}
    warned = [one.code for one in location.warnings] if location else []
    if left := [code for code in warned if code not in answered]:
        return V.NOT_MET, "warning_unanswered", {**facts, "warning": left[0]}, (place, sent)
    if degree == LocationCertainty.AGREED:
        return V.MET, "place_agreed", facts, (place, sent)
    return V.NOT_MET, "place_not_agreed", facts, (place, sent)


def _callback(log: CallLog) -> FindingParts:
    """A number that can be dialled is known. Whose it is, no log tells."""

    def last_with(field: Callable[[CallReceived | CallerIdentified], str | None]) -> NarrativeFact | None:
        return next(
            (
                f
                for f in reversed(log.facts)
                if isinstance(event := f.event, CallReceived | CallerIdentified)
                and log.own(f)
                and field(event)
            ),
            None,
        )

    if (known := last_with(lambda e: e.phone)) is not None:
        return V.MET, "number_known", {}, (known,)
    if (told := last_with(lambda e: e.phone_said)) is not None:
        return V.NOT_MET, "number_not_valid", {}, (told,)
    return V.NOT_MET, "no_number", {}, ()


def _critical(log: CallLog) -> FindingParts:
    """Each critical question that could still change something was answered. That it was put as written, only an ear tells.

    One that was sent and shown was put, as it is written: whether its caller should have been asked again, a person judges.
    """
    if not log.runs:
        return V.UNTOLD, "no_interview", {}, ()
    shown, put = shown_items(log.facts), set()
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
        sent = [
            (f, event.question)
            for f, event in events_of(log.facts, QuestionSent)
            if event.run == run.id and event.question in critical and event.item in shown
        ]
        put |= {f"{run.protocol}: {question}" for _, question in sent}
        read += [f for f, _ in sent]
        read += [
            f
            for f, event in events_of(log.facts, RunAnswered)
            if event.run == run.id and event.question in critical
        ]
    facts = {"asked": str(asked), "missing": ", ".join(missing)}
    if missing:
        unanswered = put.issuperset(missing)
        return (
            (V.UNTOLD, "critical_sent", facts, read)
            if unanswered
            else (V.NOT_MET, "critical_missing", facts, read)
        )
    return V.MET, "critical_asked", facts, read


def _priority(log: CallLog) -> FindingParts:
    """The priority is the one that was proved. Whether a person's change was right, a person judges."""
    if not log.began_it and not log.runs:
        return V.NOT_APPLICABLE, "decided_elsewhere", {}, ()
    proved = log.last(ProvedPriorityRaised)
    changed = log.last(PriorityLowered, PriorityRaised, holds=is_manual_change)
    final = log.case.priority if log.case else None
    facts = {"final": name(final), "proved": name(log.case.proved if log.case else None)}
    read = [f for f in (proved, changed) if f is not None]
    if log.case and log.case.proved is not None and final == log.case.proved:
        return V.MET, "priority_as_proved", facts, read
    if changed is not None:
        reason = changed.event.reason if isinstance(changed.event, PriorityLowered) else ""
        return (
            V.UNTOLD,
            "priority_by_hand",
            {**facts, "reason": reason, "who": changed.envelope.actor_name},
            read,
        )
    if proved is None:
        return V.UNTOLD, "nothing_proved", facts, read
    return V.NOT_MET, "priority_otherwise", facts, read


def is_manual_change(fact: NarrativeFact) -> bool:
    """Whether a person changed a priority that stood: lowered it, or raised it against what was proved."""
    if fact.is_a(PriorityLowered):
        return True
    event = fact.event
    if not isinstance(event, PriorityRaised) or event.before is None:
        return False
    return event.by == fact.envelope.actor_name


def _dispatch(log: CallLog) -> FindingParts:
    """From answering to the first unit alerted, against the target of the priority that stood then."""
    offered, left = log.first(TaskOffered), log.first(*DISPATCHED)
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
    said = log.last(PriorityRaised, PriorityLowered, holds=lambda f: f.at <= at)
    event = said.event if said else None
    return event.priority if isinstance(event, PriorityRaised | PriorityLowered) else None


def _transfer(log: CallLog) -> FindingParts:
    """Whoever took the caller over was on the line before the desk left it."""
    handed = log.first(CallTransferred, holds=log.own)
    joined = log.first(PartyJoined, holds=log.own)
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
            return V.MET, "handed_on_together", {"whom": _name_of(joined)}, (joined, handed)
        return V.NOT_MET, "handed_on_alone", {"whom": _name_of(handed)}, (handed,)
    if joined is not None:
        return V.MET, "joined_and_stayed", {"whom": _name_of(joined)}, (joined,)
    if wanted:
        return V.UNTOLD, "transfer_not_seen", {"whom": ", ".join(wanted)}, ()
    return V.NOT_APPLICABLE, "no_transfer", {}, ()


def _name_of(party: NarrativeFact) -> str:
    return party.event.name if isinstance(party.event, PartyJoined | CallTransferred) else ""


def _cards(log: CallLog) -> FindingParts:
    """Every card that was proved came on screen, and its steps were said, or shown to a caller who reads."""
    wanted = {card for run in log.runs for card in run.standing.say}
    opened = {one.card: one for one in log.cards}
    if not wanted and not opened:
        return V.NOT_APPLICABLE, "no_card", {}, ()
    read = [f for f in log.facts if f.is_a(CardOpened, StepSaid, StepSent)]
    shown = shown_items(log.facts)
    sent = [f.event for f in log.facts if isinstance(f.event, StepSent) and f.event.item in shown]
    if missing := sorted(wanted - opened.keys()):
        return V.NOT_MET, "card_not_opened", {"cards": ", ".join(missing)}, read
    said = steps = 0
    for one in opened.values():
        card = log.contents.card(one.digest)
        if card is None:
            return V.UNTOLD, "version_unknown", {"protocol": one.card}, read
        plain = {step.id for step in card.steps if not (step.show_if or step.skip_if or step.requires)}
        steps += len(plain)
        reached = {step.step for step in one.said} | {step.step for step in sent if step.run == one.id}
        said += len(plain & reached)
    facts = {"cards": ", ".join(sorted(opened)), "said": str(said), "steps": str(steps)}
    if said == 0 and steps:
        return V.NOT_MET, "nothing_said", facts, read
    # A crew that arrives ends a card rightly: whether what was left out was still needed, a person judges.
    return (V.MET, "cards_said", facts, read) if said == steps else (V.UNTOLD, "cards_in_part", facts, read)


def _marks(log: CallLog) -> FindingParts:
    """The moments that the protocol gives a time for, where a card marks them."""
    limits: dict[str, int] = {}
    for run in log.runs:
        interview = log.contents.interview(run.digest)
        limits |= interview.protocol.qa.times if interview else {}
    marked = _marked(log)
    timed = {
        key.removesuffix("_s"): limit for key, limit in limits.items() if key.removesuffix("_s") in marked
    }
    read = [
        f for f in log.facts if isinstance(f.event, MomentMarked | StepSaid | CallerMarked) and f.event.mark
    ]
    if not limits and not marked:
        return V.NOT_APPLICABLE, "no_marks", {}, ()
    assert log.answered_at is not None, "answered"
    told = {mark: round(seconds_between(log.answered_at, at)) for mark, at in sorted(marked.items())}
    facts = {
        "marks": ", ".join(f"{mark} {s} s" for mark, s in told.items()),
        "limits": ", ".join(f"{mark} {s} s" for mark, s in sorted(timed.items())),
    }
    if not timed:
        return V.UNTOLD, "marks_without_limit" if marked else "marks_missing", facts, read
    late = [mark for mark, limit in timed.items() if told[mark] > limit]
    return (V.NOT_MET, "marks_late", facts, read) if late else (V.MET, "marks_in_time", facts, read)


def _marked(log: CallLog) -> dict[str, datetime]:
    """When each moment was marked first: at the desk, or by a caller who reads."""
    marked: dict[str, datetime] = {}
    runs = {one.id for one in log.cards}
    told = [(mark.mark, mark.at) for one in log.cards for mark in one.marks]
    told += [
        (event.mark, f.at)
        for f, event in events_of(log.facts, CallerMarked)
        if event.run in runs and event.mark not in OF_A_STEP
    ]
    for mark, at in told:
        marked[mark] = min(at, marked.get(mark, at))
    return marked


def _fields(log: CallLog) -> FindingParts:
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
    read = [f for f in (log.last(CaseLocated), log.last(CaseClosed)) if f is not None]
    facts = {"missing": ", ".join(missing)}
    if missing == ["disposition"] and case.state is CaseState.OPEN:
        return V.UNTOLD, "still_open", facts, read
    return (V.NOT_MET, "fields_missing", facts, read) if missing else (V.MET, "fields_there", facts, read)


def _linked(log: CallLog) -> FindingParts:
    """A repeat call was put to its case within a minute. That no other case is the same, no log can tell."""
    call = log.call
    assert call is not None, "told above"
    merged = log.first(CaseMerged)
    if merged is not None and log.began_it:
        return V.NOT_MET, "case_was_double", {}, (merged,)
    joined = log.first(CallJoinedCase, holds=log.own)
    if log.began_it or joined is None:
        if call.disposition is CallDisposition.REPEAT:
            return V.NOT_MET, "repeat_not_linked", {}, ()
        return V.NOT_APPLICABLE, "no_repeat", {}, ()
    assert log.answered_at is not None, "answered"
    facts = {"taken": log.since_answer(joined.at), "target": str(LINK_TARGET_S)}
    late = seconds_between(log.answered_at, joined.at) > LINK_TARGET_S
    return (V.NOT_MET, "linked_late", facts, (joined,)) if late else (V.MET, "linked", facts, (joined,))


def name(priority: Priority | None) -> str:
    """`P0`, or nothing."""
    return "" if priority is None else Priority(priority).name


AUTO: dict[str, Callable[[CallLog], FindingParts]] = {
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


def hands(facts: Iterable[NarrativeFact]) -> frozenset[Any]:
    """Everybody who did something in these facts; looking is not doing."""
    return frozenset(
        f.envelope.actor
        for f in facts
        if not f.is_a(*LISTENED) and (f.entry is None or f.entry.capability != LOOKING)
    )
