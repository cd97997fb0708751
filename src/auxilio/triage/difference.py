"""What a new version of a protocol would decide otherwise, for the clinician who signs it.

Every way each version can end is decided by both; what comes out milder is told first, with the answers.
A lint proves that a protocol is whole, not that it is right: only a person can see that, and this is what they look at.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

import msgspec

from auxilio.kernel.shared_types import Priority
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import DispatchTiming, InterviewProof, Protocol
from auxilio.triage.verifier.paths import cached_walk

EXAMPLES_MAX = 10
"""Of each protocol; the counts tell the rest."""


class Effect(StrEnum):
    """What became of a document or of one ending."""

    ADDED = "added"
    REMOVED = "removed"
    LOWERED = "lowered"
    RAISED = "raised"
    OTHERWISE = "otherwise"
    """The same priority by another rule, with other resources, cards or notices."""
    SLOWER = "slower"
    """Nothing is decided otherwise, and a P0 takes more questions."""
    REWORDED = "reworded"
    """Nothing is decided otherwise."""


class ProtocolOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one version makes of a set of answers."""

    priority: Priority
    """The mildest that can still come of them."""
    rules: tuple[str, ...]
    dispatch: DispatchTiming
    type: str | None
    send: tuple[str, ...]
    say: tuple[str, ...]
    """Also what is said before anything is asked."""
    told: tuple[str, ...]
    """Notices, safety, where it goes on, to whom it is handed."""


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A set of answers that would be decided otherwise, with nothing in it that does not matter to that."""

    change: Effect
    answers: dict[str, str]
    before: ProtocolOutcome
    after: ProtocolOutcome
    endings: int = 1
    """How many whole interviews it stands for."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What changes in one protocol."""

    protocol: str
    change: Effect
    """The worst that happens in it: lowered, then raised, then otherwise."""
    versions: tuple[str | None, str | None]
    endings: int = 0
    lowered: int = 0
    raised: int = 0
    otherwise: int = 0
    p0_questions: tuple[float, float] = (0.0, 0.0)
    """Questions before a P0 is proved, on average over all paths that end in one: before and after."""
    examples: tuple[Example, ...] = ()


def compare_versions(before: Mapping[str, Protocol], after: Mapping[str, Protocol]) -> tuple[Difference, ...]:
    """Every protocol that is not the same in both, or not valid on the same days; the gravest change first."""
    found = [
        _one(id, before.get(id), after.get(id))
        for id in sorted(before.keys() | after.keys())
        if id not in before or id not in after or _signed_otherwise(before[id], after[id])
    ]
    order = [Effect.REMOVED, Effect.LOWERED, Effect.RAISED, Effect.OTHERWISE, Effect.SLOWER]
    order += [Effect.ADDED, Effect.REWORDED]
    return tuple(sorted(found, key=lambda d: (order.index(d.change), -d.lowered, d.protocol)))


def _signed_otherwise(before: Protocol, after: Protocol) -> bool:
    return (before.digest, before.effective) != (after.digest, after.effective)


class PastRunsDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What interviews of the past would have been decided now, for those who ask whether it matters."""

    runs: int
    """Looked at: those of protocols that change."""
    lowered: int
    raised: int
    otherwise: int
    examples: tuple[Example, ...]
    """The gravest; codes only, never what somebody said."""


def past(
    before: Mapping[str, Protocol],
    after: Mapping[str, Protocol],
    runs: Iterable[tuple[str, Mapping[str, str]]],
) -> PastRunsDifference:
    """Interviews that were held, decided by both versions. `runs`: the protocol and the answers of each."""
    changed = {
        id: (Interview(before[id]), Interview(after[id]))
        for id in before.keys() & after.keys()
        if before[id].digest != after[id].digest
    }
    looked, counts = 0, dict.fromkeys((Effect.LOWERED, Effect.RAISED, Effect.OTHERWISE), 0)
    examples: dict[str, list[Example]] = {}
    for protocol, given in runs:
        if protocol not in changed:
            continue
        looked += 1
        old, new = changed[protocol]
        answers = {
            q: code for q, code in sorted(given.items()) if _coded(old, q, code) or _coded(new, q, code)
        }
        found = _compare(old, new, answers)
        if found is not None:
            counts[found.change] += 1
            examples.setdefault(protocol, []).append(found)
    shown = [one for protocol, those in examples.items() for one in _grouped(*changed[protocol], those)]
    return PastRunsDifference(
        runs=looked,
        lowered=counts[Effect.LOWERED],
        raised=counts[Effect.RAISED],
        otherwise=counts[Effect.OTHERWISE],
        examples=tuple(sorted(shown, key=_gravity)[:EXAMPLES_MAX]),
    )


def _coded(interview: Interview, question: str, code: str) -> bool:
    found = interview.protocol.question(question)
    return found is not None and code in found.codes()


def _one(id: str, before: Protocol | None, after: Protocol | None) -> Difference:
    versions = (before.version if before else None, after.version if after else None)
    if before is None or after is None:
        change = Effect.ADDED if before is None else Effect.REMOVED
        return Difference(protocol=id, change=change, versions=versions)
    old, new = Interview(before), Interview(after)
    endings = {tuple(sorted(e.items())): e for e in (*endings_of(old), *endings_of(new))}
    examples = [e for e in (_compare(old, new, answers) for answers in endings.values()) if e is not None]
    counts = {
        c: sum(e.change is c for e in examples) for c in (Effect.LOWERED, Effect.RAISED, Effect.OTHERWISE)
    }
    speed = (_p0_questions(before), _p0_questions(after))
    same = Effect.SLOWER if speed[1] > speed[0] else Effect.REWORDED
    worst = next((change for change, count in counts.items() if count), same)
    shown = _grouped(old, new, examples)
    return Difference(
        protocol=id,
        change=worst,
        versions=versions,
        endings=len(endings),
        lowered=counts[Effect.LOWERED],
        raised=counts[Effect.RAISED],
        otherwise=counts[Effect.OTHERWISE],
        p0_questions=speed,
        examples=tuple(sorted(shown, key=_gravity)[:EXAMPLES_MAX]),
    )


def _gravity(example: Example) -> tuple[int, int, int, int]:
    order = (Effect.LOWERED, Effect.RAISED, Effect.OTHERWISE)
    return order.index(example.change), example.before.priority, -example.endings, len(example.answers)


def _grouped(old: Interview, new: Interview, found: Iterable[Example]) -> list[Example]:
    """Those that differ in nothing that matters, as one."""
    kept: list[Example] = []
    for example in found:
        for place, one in enumerate(kept):
            if one.answers.items() <= example.answers.items() and _mark(one) == _mark(example):
                kept[place] = msgspec.structs.replace(one, endings=one.endings + 1)
                break
        else:
            kept.append(_essential(old, new, example))
    return kept


def _essential(old: Interview, new: Interview, example: Example) -> Example:
    for question in reversed(list(example.answers)):
        fewer = {q: code for q, code in example.answers.items() if q != question}
        found = _compare(old, new, fewer)
        if found is not None and _mark(found) == _mark(example):
            example = found
    return example


def _mark(example: Example) -> object:
    """What must stay as it is when an answer is left out."""
    if example.change is Effect.OTHERWISE:
        return example.before, example.after
    return [(outcome.priority, outcome.rules) for outcome in (example.before, example.after)]


def _p0_questions(protocol: Protocol) -> float:
    walk = cached_walk(protocol)
    return round(walk.p0_questions / walk.p0_paths, 2) if walk.p0_paths else 0.0


def endings_of(interview: Interview) -> Iterator[dict[str, str]]:
    """Every way the interview can end when the desk follows the engine. Free answers are left out: they decide nothing."""
    protocol = interview.protocol

    def go(answers: dict[str, str], told: frozenset[str]) -> Iterator[dict[str, str]]:
        asking = [q for q in interview.prove(answers).open_questions if q not in told]
        if not asking:
            yield answers
            return
        question = protocol.question(asking[0])
        assert question is not None
        if not question.answers:
            yield from go(answers, told | {question.id})
        for code in question.codes():
            yield from go({**answers, question.id: code}, told)

    return go({}, frozenset())


def _compare(old: Interview, new: Interview, answers: dict[str, str]) -> Example | None:
    before, after = _outcome(old, _asked(old, answers)), _outcome(new, _asked(new, answers))
    if before == after:
        return None
    if after.priority != before.priority:
        change = Effect.LOWERED if after.priority > before.priority else Effect.RAISED
    else:
        change = Effect.OTHERWISE
    return Example(change=change, answers=answers, before=before, after=after)


def _asked(interview: Interview, answers: Mapping[str, str]) -> dict[str, str]:
    """Without the answers to what this version would not ask: what is asked no more can decide no more."""
    asked: dict[str, str] = {}
    for question in interview.protocol.questions:
        if question.id in answers and interview.applies(question.id, asked) is not False:
            asked[question.id] = answers[question.id]
    return asked


def _outcome(interview: Interview, answers: Mapping[str, str]) -> ProtocolOutcome:
    proof = interview.prove(answers)
    priorities = {rule.id: rule.priority for rule in interview.protocol.rules}
    return ProtocolOutcome(
        priority=max(priorities[rule] for rule in proof.rules),
        rules=proof.rules,
        dispatch=proof.dispatch,
        type=proof.type,
        send=tuple(sorted(proof.send)),
        say=proof.say,
        told=(*proof.notify, *proof.safety, *proof.goto, *_ends(proof)),
    )


def _ends(proof: InterviewProof) -> Iterator[str]:
    """How the call goes on or ends."""
    yield from filter(None, (proof.close_as, proof.route))
    if proof.keep_line:
        yield "keep_line"
    if proof.transfer:
        yield msgspec.json.encode(proof.transfer).decode()
