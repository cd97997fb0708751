"""Whatever a protocol names exists, and its parts stand in order (L02, L03, L10, L11, L13, L14, L15, L20, L21, L22)."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from auxilio.kernel.condition import Condition, leaves_of, questions_of
from auxilio.kernel.shared_types import Priority
from auxilio.platform.documents import DocumentFault
from auxilio.triage.content import CATALOG, TYPOLOGY, TriageLoadResult
from auxilio.triage.core.model import (
    UNKNOWN,
    Addition,
    ContentStatus,
    DecisionRule,
    DispatchTiming,
    QuestionTarget,
)
from auxilio.triage.verifier.subject import ProtocolSubject

APPROVERS = frozenset({"medical_director", "operations"})
"""Both must have signed before a document may be called approved."""


def check(subject: ProtocolSubject, cards: frozenset[str]) -> list[DocumentFault]:
    """Every check of one protocol that needs no path."""
    return [
        *_names(subject),
        *_questions(subject),
        *_outcomes(subject, cards),
        *_order(subject),
        *_severity(subject),
        *_doubt(subject),
        *_approval(subject),
    ]


def check_catalog(reading: TriageLoadResult) -> list[DocumentFault]:
    """The typology names services and protocols that exist, and a protocol for what is grave; the catalogue names its own sets and services."""
    content = reading.content
    faults = []

    def missing(line: int, code: str, name: str) -> None:
        faults.append(DocumentFault(rule="L02", code=code, file=TYPOLOGY, line=line, facts={"name": name}))

    for type_ in content.types.values():
        line = reading.type_lines[type_.code]
        for service in (type_.lead, *type_.support):
            if service not in content.catalog.services:
                missing(line, "unknown_service", service)
        if type_.protocol and type_.protocol not in content.protocols:
            missing(line, "unknown_protocol", type_.protocol)
        if type_.priority <= Priority.P1 and not type_.protocol:
            facts: dict[str, str | int] = {"name": type_.code, "priority": type_.priority.name}
            grave = DocumentFault(
                rule="L22", code="grave_without_protocol", file=TYPOLOGY, line=line, facts=facts
            )
            faults.append(grave)
    return faults + _catalog_names(reading)


def _catalog_names(reading: TriageLoadResult) -> list[DocumentFault]:
    """What the catalogue names exists: services, capabilities, protocols and its own answer sets."""
    content = reading.content
    catalog = content.catalog
    named: list[tuple[Collection[str], str, Iterable[str]]] = [
        (catalog.services, "unknown_service", [one.service for one in catalog.capabilities.values()]),
        (
            catalog.capabilities,
            "unknown_capability",
            [name for one in catalog.capabilities.values() for name in one.covers],
        ),
        (catalog.capabilities, "unknown_capability", catalog.helplines),
        (
            content.protocols,
            "unknown_protocol",
            [name for one, others in catalog.protocol_covers.items() for name in (one, *others)],
        ),
        (catalog.answer_sets, "unknown_answer_set", catalog.shared_facts.values()),
    ]
    return [
        DocumentFault(rule="L02", code=code, file=CATALOG, line=1, facts={"name": name})
        for known, code, names in named
        for name in names
        if name not in known
    ]


def _names(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    protocol, content = subject.protocol, subject.content
    asked = {question.id for question in protocol.questions}
    for i, type_ in enumerate(protocol.incident_types):
        if type_ not in content.types:
            yield subject.fault("L02", "unknown_type", "incident_types", i, name=type_)
    for i, source in enumerate(protocol.sources):
        basis = content.sources.get(source)
        if basis is None:
            yield subject.fault("L15", "unknown_source", "sources", i, name=source)
        elif basis == "memory":
            yield subject.warning("L15", "source_not_read", "sources", i, name=source)
    for i, question in enumerate(protocol.qa.critical):
        if question not in asked:
            yield subject.fault("L02", "unknown_question", "qa", "critical", i, name=question)
    for i, question in enumerate(protocol.reassess.questions):
        if question not in asked:
            yield subject.fault("L02", "unknown_question", "reassess", "questions", i, name=question)
    for i, lookup in enumerate(protocol.lookups):
        if lookup["key"] not in asked:
            yield subject.fault("L02", "unknown_question", "lookups", i, name=lookup["key"])


def _questions(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    seen: dict[str, tuple[str, ...]] = {}
    for i, question in enumerate(subject.protocol.questions):
        if question.id in seen:
            yield subject.fault("L02", "question_twice", "questions", i, name=question.id)
        if len(set(question.codes())) != len(question.codes()):
            yield subject.fault("L02", "answer_twice", "questions", i, name=question.id)
        for asked in sorted(questions_of(question.when) - seen.keys()):
            yield subject.fault(
                "L14", "guard_looks_ahead", "questions", i, "when", question=question.id, asks=asked
            )
        yield from _answers_exist(subject, question.when, seen, "questions", i)
        wanted = subject.content.catalog.shared_facts.get(question.id)
        if wanted is not None and question.answers_ref != wanted:
            yield subject.fault(
                "L20", "shared_fact_answers", "questions", i, question=question.id, set=wanted
            )
        choice = question.kind == "choice"
        if choice != bool(question.answers):
            yield subject.fault("L02", "closed_answers", "questions", i, name=question.id)
        doubt = (
            UNKNOWN in question.codes()
            or question.unknown_note
            or question.ask_to is not QuestionTarget.CALLER
        )
        if question.critical and choice and not doubt:
            yield subject.fault("L21", "no_unknown", "questions", i, question=question.id)
        seen[question.id] = question.codes()


def _answers_exist(
    subject: ProtocolSubject,
    condition: Condition | None,
    asked: dict[str, tuple[str, ...]],
    *where: str | int,
) -> Iterator[DocumentFault]:
    for leaf in leaves_of(condition):
        for code in leaf.answers:
            if leaf.question in asked and code not in asked[leaf.question]:
                yield subject.fault(
                    "L02", "unknown_answer", *where, "when", question=leaf.question, answer=code
                )


def _outcomes(subject: ProtocolSubject, cards: frozenset[str]) -> Iterator[DocumentFault]:
    protocol, content = subject.protocol, subject.content
    asked = {question.id: question.codes() for question in protocol.questions}
    ids: set[str] = set()
    parts: dict[str, Sequence[DecisionRule | Addition]] = {
        "rules": protocol.rules,
        "additions": protocol.additions,
    }
    for part, outcomes in parts.items():
        for i, outcome in enumerate(outcomes):
            if outcome.id in ids:
                yield subject.fault("L02", "outcome_twice", part, i, name=outcome.id)
            ids.add(outcome.id)
            for question in sorted(questions_of(outcome.when) - asked.keys()):
                yield subject.fault("L02", "unknown_question", part, i, "when", name=question)
            yield from _answers_exist(subject, outcome.when, asked, part, i)
            if isinstance(outcome, DecisionRule) and outcome.type not in content.types:
                yield subject.fault("L02", "unknown_type", part, i, "type", name=outcome.type)
            yield from _effects_exist(subject, outcome, cards, part, i)
    for question in sorted(questions_of(protocol.no_ring_if) - asked.keys()):
        yield subject.fault("L02", "unknown_question", "no_ring_if", name=question)
    yield from _answers_exist(subject, protocol.no_ring_if, asked, "no_ring_if")
    for i, card in enumerate(protocol.instruct_first):
        if card not in cards:
            yield subject.fault("L02", "unknown_card", "instruct_first", i, name=card)


def _effects_exist(
    subject: ProtocolSubject, outcome: DecisionRule | Addition, cards: frozenset[str], part: str, i: int
) -> Iterator[DocumentFault]:
    catalog = subject.content.catalog
    for capability in outcome.send:
        if capability not in catalog.capabilities:
            yield subject.fault("L02", "unknown_capability", part, i, "send", name=capability)
    replaced = outcome.instead_of if isinstance(outcome, Addition) else ()
    for card in (*outcome.say, *replaced):
        if card not in cards:
            yield subject.fault("L02", "unknown_card", part, i, "say", name=card)
    if outcome.goto == subject.protocol.id:
        yield subject.fault("L02", "goes_on_to_itself", part, i, "goto", name=outcome.goto)
    if outcome.goto is not None and outcome.goto not in subject.content.protocols:
        yield subject.fault("L02", "unknown_protocol", part, i, "goto", name=outcome.goto)
    if outcome.transfer is not None and outcome.transfer.to not in catalog.capabilities:
        yield subject.fault("L02", "unknown_capability", part, i, "transfer", name=outcome.transfer.to)
    if outcome.close_as is not None and outcome.close_as not in {d.code for d in catalog.dispositions}:
        yield subject.fault("L02", "unknown_disposition", part, i, "close_as", name=outcome.close_as)
    grave = isinstance(outcome, DecisionRule) and outcome.priority <= Priority.P1
    if outcome.close_as is not None and (outcome.send or grave):
        yield subject.fault("L11", "closes_what_is_grave", part, i, "close_as", name=outcome.id)


def _order(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    rules = subject.protocol.rules
    if rules[-1].when is not None:
        yield subject.fault("L03", "no_else", "rules", len(rules) - 1, name=rules[-1].id)
    for i, rule in enumerate(rules):
        if rule.when is None and i < len(rules) - 1:
            yield subject.fault("L03", "else_not_last", "rules", i, name=rule.id)
        if i and rule.priority < rules[i - 1].priority:
            yield subject.fault("L03", "not_by_severity", "rules", i, name=rule.id)


def _severity(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    said_first = bool(subject.protocol.instruct_first)
    for i, rule in enumerate(subject.protocol.rules):
        if rule.priority is Priority.P0:
            if rule.dispatch is not DispatchTiming.REFLEX:
                yield subject.fault("L11", "p0_not_reflex", "rules", i, "dispatch", name=rule.id)
            if not rule.send:
                yield subject.fault("L11", "p0_sends_nothing", "rules", i, "send", name=rule.id)
            if not rule.say and not said_first:
                yield subject.warning("L10", "p0_says_nothing", "rules", i, "say", name=rule.id)
        in_charge = rule.send or rule.transfer or rule.close_as or rule.dispatch is DispatchTiming.NONE
        if rule.priority >= Priority.P3 and not in_charge:
            yield subject.fault("L11", "nobody_in_charge", "rules", i, name=rule.id)


def _doubt(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L21: the most severe rule that a critical question decides takes doubt for danger, or the author says why not."""
    for i, question in enumerate(subject.protocol.questions):
        if not question.critical or UNKNOWN not in question.codes() or question.unknown_note:
            continue
        for rule in subject.protocol.rules:
            leaves = [leaf for leaf in leaves_of(rule.when) if leaf.question == question.id]
            if leaves:
                if not any(UNKNOWN in leaf.answers for leaf in leaves):
                    yield subject.fault(
                        "L21", "doubt_ignored", "questions", i, question=question.id, name=rule.id
                    )
                break


def _approval(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    protocol = subject.protocol
    if protocol.status is not ContentStatus.APPROVED:
        return
    signed = {approval.role for approval in protocol.approvals if approval.digest == protocol.digest}
    if not signed >= APPROVERS:
        yield subject.fault("L13", "not_approved", "approvals", roles=", ".join(sorted(APPROVERS - signed)))
    if protocol.effective.from_ is None:
        yield subject.fault("L13", "no_effective_date", "effective")
