"""What the answers so far prove. Pure, incremental, indifferent to the order of answers (decision 0010).

The rules of a protocol are a function from complete interviews to one rule. For the answers known so far
this module builds the decision diagram of what is left of that function: a node is a question that can
still change the outcome, a leaf is a rule. From it everything is read exactly, without guessing:

* the rules at its leaves are those that can still decide; the floor is the mildest of them;
* the questions on its nodes are those worth asking for the priority; no other answer can move it.

Conditions have no negation (decision 0011), so more answers only make more conditions true: a floor
once proved never falls. A question that does not apply makes every condition on it false; an answer
that was nevertheless given is a fact and counts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from auxilio.kernel.condition import AllOf, AnswerIs, AnyOf, Condition, questions_of
from auxilio.kernel.shared_types import Priority
from auxilio.triage.core.model import (
    Addition,
    DecisionRule,
    DispatchTiming,
    InterviewPhase,
    InterviewProof,
    Protocol,
)

type _Left = bool | Condition
"""What is left of a condition once some answers are known."""
type _Line = tuple[int, _Left]
"""An outcome, and what is left of the condition under which it is the outcome."""

_EAGERNESS = tuple(DispatchTiming)
_MEMO_MAX = 20_000
"""Partial diagrams, and conclusions, kept for one protocol; the largest shipped protocol has a few hundred."""
_HOLDS, _FAILS = -1, -2
"""The two outcomes of an addition."""


class _Node:
    """A node of the reduced decision diagram: which outcomes it can reach, which questions decide among them."""

    __slots__ = ("deciding", "reach")

    def __init__(self, reach: frozenset[int], deciding: frozenset[str]) -> None:
        self.reach = reach
        self.deciding = deciding


class Interview:
    """A protocol made ready to reason with. Make one for each published version and keep it."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self._questions = {question.id: question for question in protocol.questions}
        self._turn = {question.id: i for i, question in enumerate(protocol.questions)}
        self._leaves: dict[int, _Node] = {}
        self._unique: dict[tuple[str, tuple[int, ...]], _Node] = {}
        self._memo: dict[tuple[_Line, ...], _Node] = {}
        self._concluded: dict[tuple[frozenset[int], tuple[str, ...]], InterviewProof] = {}

    def prove(self, answers: Mapping[str, str]) -> InterviewProof:
        """What these answers prove. Answers to questions that are not asked here are ignored."""
        decision = self._diagram(
            _trim(
                (i, True if rule.when is None else self._left(rule.when, answers))
                for i, rule in enumerate(self.protocol.rules)
            )
        )
        added, still_open = self._additions(answers)
        proof = self._proved(decision.reach, added)
        adding = frozenset().union(*(node.deciding for x, node in still_open if _adds_something(x, proof)))
        asking = self._asking(answers, decision.deciding, adding)
        return replace(proof, next_question=asking[0] if asking else None, open_questions=tuple(asking))

    def applies(self, question: str, answers: Mapping[str, str]) -> bool | None:
        """Whether a question is to be asked: true, false, or not known yet. KeyError if it is not of this protocol."""
        left = self._guard(question, answers)
        return left if isinstance(left, bool) else None

    def _proved(self, reach: frozenset[int], added: list[Addition]) -> InterviewProof:
        """What holds when one of these rules decides and these additions hold, however the answers led there."""
        key = (reach, tuple(addition.id for addition in added))
        found = self._concluded.get(key)
        if found is None:
            if len(self._concluded) >= _MEMO_MAX:
                self._concluded.clear()
            candidates = [self.protocol.rules[i] for i in sorted(reach)]
            found = self._concluded[key] = _conclude(self.protocol, candidates, added)
        return found

    # --- what is left of a condition

    def _left(self, condition: Condition, answers: Mapping[str, str]) -> _Left:
        """What the answers leave of a condition, with the guard of each unanswered question written in."""
        match condition:
            case AnswerIs(question=question, answers=wanted):
                if question in answers:
                    return answers[question] in wanted
                guard = self._guard(question, answers)
                return condition if guard is True else _join(AllOf, (guard, condition))
            case AllOf(of=of):
                return _join(AllOf, (self._left(one, answers) for one in of))
            case AnyOf(of=of):
                return _join(AnyOf, (self._left(one, answers) for one in of))

    def _guard(self, question: str, answers: Mapping[str, str]) -> _Left:
        when = self._questions[question].when
        return True if when is None else self._left(when, answers)

    # --- the decision diagram

    def _diagram(self, lines: tuple[_Line, ...]) -> _Node:
        """The reduced diagram of "the first of these lines that holds"."""
        outcome, first = lines[0]
        if first is True:
            return self._leaves.setdefault(outcome, _Node(frozenset({outcome}), frozenset()))
        found = self._memo.get(lines)
        if found is None:
            # The earliest question left has its guard settled: guards look back (lint L14), so whatever
            # its guard asked would be an earlier question left.
            asked = frozenset().union(
                *(questions_of(left) for _, left in lines if not isinstance(left, bool))
            )
            question = min(asked, key=self._turn.__getitem__)
            children = [
                self._diagram(_trim((outcome, _assign(left, question, code)) for outcome, left in lines))
                for code in self._questions[question].codes()
            ]
            if len(self._memo) >= _MEMO_MAX:
                self._memo.clear()
            found = self._memo[lines] = self._node(question, children)
        return found

    def _node(self, question: str, children: list[_Node]) -> _Node:
        """One node for one function: equal children mean that the question does not matter here."""
        if all(child is children[0] for child in children):
            return children[0]
        key = (question, tuple(id(child) for child in children))
        if key not in self._unique:
            reach = frozenset().union(*(child.reach for child in children))
            deciding = frozenset({question}).union(*(child.deciding for child in children))
            self._unique[key] = _Node(reach, deciding)
        return self._unique[key]

    def _additions(self, answers: Mapping[str, str]) -> tuple[list[Addition], list[tuple[Addition, _Node]]]:
        """Those that hold in every way of finishing, and those that still may."""
        added, still_open = [], []
        for addition in self.protocol.additions:
            left = self._left(addition.when, answers)
            if isinstance(left, bool):
                if left:
                    added.append(addition)
                continue
            node = self._diagram(((_HOLDS, left), (_FAILS, True)))
            if node.reach == {_HOLDS}:
                added.append(addition)
            elif node.reach != {_FAILS}:
                still_open.append((addition, node))
        return added, still_open

    # --- what is worth asking

    def _asking(
        self, answers: Mapping[str, str], deciding: frozenset[str], adding: frozenset[str]
    ) -> list[str]:
        """What is worth asking now: first what decides, then what adds, then what is only told; early before late."""
        telling: set[str] = set()
        for question in self.protocol.questions:
            if question.info and question.id not in answers:
                guard = self._guard(question.id, answers)
                if guard is not False:
                    telling |= {question.id} | (questions_of(guard) if guard is not True else set())
        asking = [q for q in deciding | adding | telling if self._guard(q, answers) is True]

        def turn(q: str) -> tuple[bool, bool, bool, int]:
            if q in deciding:
                return (False, False, False, self._turn[q])
            late = self._questions[q].phase is InterviewPhase.POST
            return (True, late, q not in adding, self._turn[q])

        return sorted(asking, key=turn)


def _conclude(protocol: Protocol, candidates: list[DecisionRule], added: list[Addition]) -> InterviewProof:
    """What holds whichever of the candidates decides, and the additions that hold."""
    priorities = {rule.priority for rule in candidates}
    # The last rule proves nothing while one above it may hold: it says what is left when all doubt is gone.
    proved = len(priorities) == 1 or candidates[-1].when is not None
    sure = candidates if proved else []
    only = candidates[0] if len(candidates) == 1 else None
    holding: tuple[DecisionRule | Addition, ...] = (*((only,) if only else ()), *added)
    instead = {card for addition in added for card in addition.instead_of}
    said = _unique(protocol.instruct_first, _common(rule.say for rule in sure), *(x.say for x in added))
    return InterviewProof(
        priority=Priority(max(priorities)) if proved else None,
        rule=only.id if only else None,
        rules=tuple(rule.id for rule in candidates),
        decided=len(priorities) == 1,
        dispatch=max((rule.dispatch for rule in sure), key=_EAGERNESS.index, default=DispatchTiming.NONE),
        type=_same([rule.type for rule in sure]),
        send=_united(_shared(rule.send for rule in sure), *(x.send for x in added)),
        say=tuple(card for card in said if card not in instead),
        notify=_unique(_common(rule.notify for rule in sure), *(x.notify for x in added)),
        safety=_unique(x.safety for x in holding if x.safety),
        goto=_unique(x.goto for x in holding if x.goto),
        route=only.route if only else None,
        keep_line=(bool(sure) and all(rule.keep_line for rule in sure)) or any(x.keep_line for x in added),
        close_as=only.close_as if only else None,
        transfer=next((x.transfer for x in holding if x.transfer), None),
        additions=tuple(x.id for x in added),
    )


def _adds_something(addition: Addition, proof: InterviewProof) -> bool:
    """Whether an addition would bring anything that is not proved already; what is proved to be sent only grows."""
    return bool(
        Counter(addition.send) - Counter(proof.send)
        or set(addition.say) - set(proof.say)
        or addition.instead_of
        or set(addition.notify) - set(proof.notify)
        or _set(addition.safety) - set(proof.safety)
        or _set(addition.goto) - set(proof.goto)
        or (addition.keep_line and not proof.keep_line)
        or addition.transfer
    )


# --- what is left of a condition


def _join(kind: type[AllOf] | type[AnyOf], parts: Iterable[_Left]) -> _Left:
    """AND or OR with the decided parts taken out; one part left is that part."""
    decides = kind is AnyOf
    left: list[Condition] = []
    for part in parts:
        if not isinstance(part, bool):
            left.append(part)
        elif part is decides:
            return decides
    if not left:
        return not decides
    return left[0] if len(left) == 1 else kind(tuple(left))


def _assign(left: _Left, question: str, code: str) -> _Left:
    """What one more answer leaves of what was left."""
    match left:
        case bool():
            return left
        case AnswerIs():
            return code in left.answers if left.question == question else left
        case AllOf(of=of):
            return _join(AllOf, (_assign(one, question, code) for one in of))
        case AnyOf(of=of):
            return _join(AnyOf, (_assign(one, question, code) for one in of))


def _trim(lines: Iterable[_Line]) -> tuple[_Line, ...]:
    """Lines that can still be the first to hold: no false ones, none after a true one."""
    kept: list[_Line] = []
    for outcome, left in lines:
        if left is False:
            continue
        kept.append((outcome, left))
        if left is True:
            break
    return tuple(kept)


# --- what several rules share


def _shared(sends: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The capabilities that every one of them sends, in the order of the first."""
    every = list(sends)
    if not every:
        return ()
    common = Counter(every[0])
    for send in every[1:]:
        common &= Counter(send)
    return _take(every[0], common)


def _united(*sends: tuple[str, ...]) -> tuple[str, ...]:
    """The capabilities of all, united and not summed: as many of each as the one that asks for most."""
    most: Counter[str] = Counter()
    for send in sends:
        most |= Counter(send)
    return _take([capability for send in sends for capability in send], most)


def _take(order: Iterable[str], budget: Counter[str]) -> tuple[str, ...]:
    taken: list[str] = []
    for capability in order:
        if budget[capability] > taken.count(capability):
            taken.append(capability)
    return tuple(taken)


def _common(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    every = list(lists)
    return tuple(x for x in every[0] if all(x in other for other in every[1:])) if every else ()


def _unique(*lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(x for one in lists for x in one))


def _same(values: list[str]) -> str | None:
    return values[0] if values and all(value == values[0] for value in values) else None


def _set(value: str | None) -> set[str]:
    return {value} if value else set()
