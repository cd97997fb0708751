"""Who may be rung back where a ring can kill (L70, decisions 0371 and 0378). `ring_back` in `data/interview_rules.yaml` has the types.

L56 sees that a policy stands; this rule sees that it is no milder than its types bear, and that the answers after which nobody
may ring still say so.
"""

from collections.abc import Iterator

from auxilio.kernel.condition import truth
from auxilio.kernel.shared_types import CALL_BACK_STRICTNESS, CallBackPolicy
from auxilio.platform.documents import DocumentFault
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.interview_rules import INTERVIEW_RULES, RingBackRule
from auxilio.triage.verifier.subject import ProtocolSubject


def check(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L70 of one protocol; nothing of a set that was published before there was the table."""
    rules = subject.content.interview_rules.ring_back
    served = set(subject.protocol.incident_types)
    bound = [rule for rule in rules if served & set(rule.types)]
    for rule in bound:
        yield from _milder(subject, rule, min(served & set(rule.types)))
    policy = subject.protocol.callback_policy
    if rules and not bound and policy is not None and policy is not CallBackPolicy.RING:
        yield subject.fault("L70", "ring_back_without_row", "callback_policy", type=min(served))


def check_table(reading: TriageLoadResult) -> list[DocumentFault]:
    """L70: a confidential type has its row. L02, L15: types and sources exist."""
    content = reading.content
    rules = content.interview_rules.ring_back
    told: list[tuple[str, str, str]] = []
    for rule in rules:
        told += [("L02", "unknown_type", name) for name in rule.types if name not in content.types]
        told += [("L15", "unknown_source", name) for name in rule.sources if name not in content.sources]
    listed = {type_ for rule in rules for type_ in rule.types}
    for type_ in content.interview_rules.confidential if rules else ():
        if type_ not in listed:
            told += [("L70", "confidential_without_ring_back", type_)]
    return [
        DocumentFault(rule=rule, code=code, file=INTERVIEW_RULES, line=1, facts={"name": name})
        for rule, code, name in told
    ]


def _milder(subject: ProtocolSubject, rule: RingBackRule, type_: str) -> Iterator[DocumentFault]:
    protocol = subject.protocol
    policy = protocol.callback_policy
    if policy is None or CALL_BACK_STRICTNESS.index(policy) < CALL_BACK_STRICTNESS.index(rule.policy):
        yield subject.fault(
            "L70",
            "ring_back_milder",
            "callback_policy",
            type=type_,
            policy=rule.policy.value,
            because=rule.because,
        )
    if policy is CallBackPolicy.NEVER:
        return
    for question, answers in rule.silent_if.items():
        for answer in answers:
            forbidden = protocol.no_ring_if is not None and truth(protocol.no_ring_if, {question: answer})
            if not forbidden:
                yield subject.fault(
                    "L70",
                    "ring_back_not_forbidden",
                    "no_ring_if",
                    type=type_,
                    question=question,
                    answer=answer,
                    because=rule.because,
                )
