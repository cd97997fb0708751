"""A protocol decides what its plan says (L81, decision 0382). The plan is written apart from the protocol, in `data/protocol_plans`.

What every outcome brings is compared by itself; conditions, the order of questions and when help goes are compared by example
interviews, so that a condition that is written otherwise and means the same is free.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from auxilio.kernel.shared_types import Priority
from auxilio.platform.documents import DocumentFault
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import Addition, DecisionRule, DispatchTiming, InterviewProof, Protocol
from auxilio.triage.protocol_plans import (
    ExampleInterview,
    PlannedDocument,
    PlannedOutcome,
    ProtocolPlan,
)
from auxilio.triage.verifier.subject import ProtocolSubject

_IN_ORDER = frozenset({"say", "first"})
"""Cards: the first of them is the first on screen."""
_GOES = (DispatchTiming.REFLEX, DispatchTiming.STANDARD)


def check(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L81 of one protocol; a set without plans is asked nothing, a new protocol beside planned ones is for the reviewers."""
    plans = subject.content.protocol_plans
    planned = plans.get(subject.protocol.id)
    if planned is None:
        if plans:
            yield subject.warning("L81", "plan_missing", "id")
        return
    yield from _head(subject, planned.plan)
    yield from _outcomes(subject, planned)
    yield from _examples(subject, planned)


def check_plans(reading: TriageLoadResult) -> Iterator[DocumentFault]:
    """L81: a plan is of a protocol that there is, has an example of each outcome and of each answer."""
    for id, planned in reading.content.protocol_plans.items():
        protocol = reading.content.protocols.get(id)
        if protocol is None:
            if not any(fault.document == id for fault in reading.faults):
                yield _fault(planned, "plan_of_no_protocol", "protocol", name=id)
            continue
        shown = {one for example in planned.plan.examples for one in (example.decides, *example.adds)}
        for outcome in planned.plan.outcomes:
            if outcome not in shown:
                yield _fault(planned, "plan_shows_no_outcome", "outcomes", name=outcome)
        answered = {pair for example in planned.plan.examples for pair in example.answers.items()}
        for question in protocol.questions:
            for code in question.codes():
                if (question.id, code) not in answered:
                    yield _fault(
                        planned, "plan_shows_no_answer", "examples", question=question.id, answer=code
                    )


def planned_outcome(found: DecisionRule | Addition) -> PlannedOutcome:
    """What a rule or an addition brings, as a plan says it."""
    transfer = found.transfer
    handed = (
        () if transfer is None else (transfer.to, transfer.mode, *(["kept"] if transfer.keep_caller else []))
    )
    outcome = PlannedOutcome(
        send=found.send,
        say=found.say,
        notify=found.notify,
        safety=found.safety,
        goto=found.goto,
        route=found.route,
        keep_line=found.keep_line,
        close_as=found.close_as,
        transfer=handed,
    )
    if isinstance(found, Addition):
        return replace(outcome, instead_of=found.instead_of)
    return replace(outcome, priority=found.priority.name, dispatch=found.dispatch.value, type=found.type)


def help_goes(proof: InterviewProof) -> bool:
    """Whether help can go with what is proved: a P0 or P1, sent at once or as usual."""
    return proof.priority in (Priority.P0, Priority.P1) and proof.dispatch in _GOES


def next_asked(interview: Interview, proof: InterviewProof) -> str | None:
    """The next question that has answers; free words decide nothing."""
    questions = (interview.protocol.question(id) for id in proof.open_questions)
    return next((one.id for one in questions if one is not None and one.codes()), None)


def _head(subject: ProtocolSubject, plan: ProtocolPlan) -> Iterator[DocumentFault]:
    protocol = subject.protocol
    critical = [question.id for question in protocol.questions if question.critical]
    again, every_s = protocol.reassess.questions, str(protocol.reassess.every_s)
    for field, where, found, planned in (
        ("types", "incident_types", protocol.incident_types, plan.types),
        ("sources", "sources", protocol.sources, plan.sources),
        ("critical", "questions", critical, plan.critical),
        ("review", "qa", protocol.qa.critical, plan.review),
        ("first", "instruct_first", protocol.instruct_first, plan.first),
        ("reassess", "reassess", again, plan.reassess.questions),
        ("reassess", "reassess", [every_s], [str(plan.reassess.every_s)]),
    ):
        if _differ(field, found, planned):
            one, other = _listed(found), _listed(planned)
            yield subject.fault("L81", "plan_differs", where, field=field, found=one, planned=other)


def _outcomes(subject: ProtocolSubject, planned: PlannedDocument) -> Iterator[DocumentFault]:
    protocol, wanted = subject.protocol, dict(planned.plan.outcomes)
    parts: list[tuple[str, int, DecisionRule | Addition]] = [
        *(("rules", i, one) for i, one in enumerate(protocol.rules)),
        *(("additions", i, one) for i, one in enumerate(protocol.additions)),
    ]
    for part, i, one in parts:
        plan = wanted.pop(one.id, None)
        if plan is None:
            yield subject.fault("L81", "plan_without_outcome", part, i, name=one.id)
        else:
            yield from _outcome(subject, (part, i), one, plan)
    for name in wanted:
        yield subject.fault("L81", "outcome_gone", "rules", name=name)


def _outcome(
    subject: ProtocolSubject, where: tuple[str, int], found: DecisionRule | Addition, plan: PlannedOutcome
) -> Iterator[DocumentFault]:
    told = planned_outcome(found)
    for field in PlannedOutcome.__struct_fields__:
        actual, planned = _items(getattr(told, field)), _items(getattr(plan, field))
        if _differ(field, actual, planned):
            yield subject.fault(
                *("L81", "outcome_differs", *where),
                name=found.id,
                field=field,
                found=_listed(actual),
                planned=_listed(planned),
            )


def _differ(field: str, actual: Iterable[str], planned: Iterable[str]) -> bool:
    in_order = field in _IN_ORDER
    return list(actual) != list(planned) if in_order else sorted(actual) != sorted(planned)


def _items(value: object) -> list[str]:
    return [] if value in (None, ()) else [*map(str, value)] if isinstance(value, tuple) else [str(value)]


def _listed(items: Iterable[str]) -> str:
    return ", ".join(items) or "–"


def _examples(subject: ProtocolSubject, planned: PlannedDocument) -> Iterator[DocumentFault]:
    interview = Interview(subject.protocol)
    for number, example in enumerate(planned.plan.examples, 1):
        fault = _example(interview, subject.protocol, example)
        if fault is not None:
            code, facts = fault
            yield DocumentFault(
                rule="L81",
                code=code,
                file=subject.document.file,
                line=subject.document.line("rules"),
                document=subject.protocol.id,
                facts={"number": number, **facts},
            )


def _example(
    interview: Interview, protocol: Protocol, example: ExampleInterview
) -> tuple[str, dict[str, str]] | None:
    """What comes out otherwise, the first thing only: what follows from it says nothing more."""
    answers: dict[str, str] = {}
    proof = interview.prove(answers)
    help_after = 0 if help_goes(proof) else None
    for question, answer in (*example.answers.items(), ("", "")):
        asked = next_asked(interview, proof)
        if (asked or "") != question:
            return "example_asks", {
                "after": _said(answers),
                "found": asked or "–",
                "planned": question or "–",
            }
        if not question:
            break
        known = protocol.question(question)
        if known is None or answer not in known.codes():
            return "example_answer", {"question": question, "answer": answer}
        answers[question] = answer
        proof = interview.prove(answers)
        if help_after is None and help_goes(proof):
            help_after = len(answers)
    said = _said(answers)
    if proof.rule != example.decides:
        return "example_decides", {"after": said, "found": proof.rule or "–", "planned": example.decides}
    if sorted(proof.additions) != sorted(example.adds):
        return "example_adds", {
            "after": said,
            "found": _listed(proof.additions),
            "planned": _listed(example.adds),
        }
    if help_after != example.help_after:
        found, wanted = (str("–" if one is None else one) for one in (help_after, example.help_after))
        return "example_help", {"after": said, "found": found, "planned": wanted}
    return None


def _said(answers: Mapping[str, str]) -> str:
    return ", ".join(f"{question}={answer}" for question, answer in answers.items()) or "–"


def _fault(planned: PlannedDocument, code: str, *where: str, **facts: str) -> DocumentFault:
    return DocumentFault(
        rule="L81",
        code=code,
        file=planned.document.file,
        line=planned.document.line(*where),
        facts=dict(facts),
    )
