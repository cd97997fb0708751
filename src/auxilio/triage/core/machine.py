"""The life of a protocol run: what may be asked of it, what then has happened, and what it is afterwards.

A run has no end of its own: a case can be asked about until it closes (`close_run`), and reassessment asks again.

| command | needs | refuses |
|---|---|---|
| start_run | no run of that id, nor one like it without answers | run_exists, unknown_protocol, protocol_not_in_force, too_many_runs |
| answer | a run | unknown_run, unknown_question, unknown_answer, answer_pattern, question_does_not_apply |
| undo_answer | an answer in this protocol | nothing_to_undo |
| change_protocol | a protocol that no open interview of this caller has | unknown_protocol, protocol_not_in_force, same_protocol |
| choose_type | a run | unknown_type |
| close_run | a run | |

After closing every command is refused (`run_closed`); closing twice is not news.

What is proved only rises: a correction may prove less, and then what stood before stands (a person lowers
a priority, elsewhere and with a reason). Undo is not a correction: it restores exactly what stood before.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import assert_never

from msgspec.structs import replace

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Links
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, more_severe
from auxilio.triage.core.call_back import with_call_back
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.messages import (
    AnswerQuestion,
    ChangeProtocol,
    ChooseType,
    CloseRun,
    RunAnswered,
    RunClosed,
    RunCommand,
    RunProtocolChanged,
    RunProved,
    RunReclassified,
    RunStarted,
    RunUndone,
    StartRun,
    TriageEvent,
    UndoAnswer,
)
from auxilio.triage.core.model import (
    UNKNOWN,
    AnswerKind,
    ContentStatus,
    InterviewProof,
    ProtocolRun,
    ProvenResult,
    Question,
    RecordedAnswer,
    TypeChoice,
    transfer_notice,
)
from auxilio.triage.core.ports import ProtocolLibrary
from auxilio.triage.core.validity import is_in_force

RUNS_MAX = 20
"""Interviews of one caller of a case that are open at once: each costs every desk that looks at the case a proof for each
answer. Of one caller, so that many who ring about one incident leave nobody without an interview. (ours)"""


def decide(
    state: ProtocolRun | None,
    command: RunCommand,
    actor: Actor,
    at: datetime,
    library: ProtocolLibrary,
    mode: Mode | None = None,
    others: Sequence[ProtocolRun] = (),
    day: date | None = None,
) -> tuple[TriageEvent, ...]:
    """What happens. `mode` is the case's; without it the session's; `others` are its interviews, where one begins
    or changes its protocol; `day` is the centre's, on which a protocol must be in force to be begun (tests give none).

    Raises Refused (table above).
    """
    if isinstance(command, StartRun):
        if state is not None:
            raise Refused("run_exists", run=str(command.run))
        interview = _interview(command.protocol, library, day)
        return _start(command, actor, at, library, mode or actor.mode, others, interview)
    if state is None:
        raise Refused("unknown_run", run=str(command.run))
    if isinstance(command, CloseRun):
        return () if state.closed_at else (RunClosed(run=state.id, by=actor.name),)
    if state.closed_at is not None:
        raise Refused("run_closed", run=str(state.id))
    match command:
        case AnswerQuestion():
            return _answer(state, command, actor, at, _interview_of(state, library))
        case UndoAnswer():
            return _undo(state, actor)
        case ChangeProtocol():
            interview = _interview(command.protocol, library, day)
            return _change(state, command, actor, at, library, others, interview)
        case ChooseType():
            return _choose(state, command, actor, library)
        case _ as never:
            assert_never(never)


def _start(
    command: StartRun,
    actor: Actor,
    at: datetime,
    library: ProtocolLibrary,
    mode: Mode,
    others: Sequence[ProtocolRun],
    interview: Interview,
) -> tuple[TriageEvent, ...]:
    facts = _shared(command.facts, library)
    protocol = interview.protocol
    open_runs = [run for run in others if run.closed_at is None]
    same = next((run for run in open_runs if _is_same_start(run, command, facts)), None)
    if same is not None:
        raise Refused("run_exists", run=str(same.id))  # two windows pressed one key
    if sum(run.call == command.call for run in open_runs) >= RUNS_MAX:
        raise Refused("too_many_runs", number=RUNS_MAX)
    started = RunStarted(
        run=command.run,
        case=command.case,
        mode=mode,
        language=command.language,
        protocol=protocol.id,
        version=protocol.version,
        digest=protocol.digest,
        draft=protocol.status is not ContentStatus.APPROVED,
        facts=facts,
        by=actor.name,
        call=command.call,
    )
    return _with_proof(evolve(None, started, at), started, interview)


def _is_same_start(run: ProtocolRun, command: StartRun, facts: dict[str, str]) -> bool:
    """Whether that interview is what this command begins, and nobody has answered in it.

    With other facts it is another: a patient who has become worse is asked anew.
    """
    return (
        run.protocol == command.protocol
        and run.call == command.call
        and run.facts == facts
        and not run.given
        and not run.before
    )


def _answer(
    state: ProtocolRun, command: AnswerQuestion, actor: Actor, at: datetime, interview: Interview
) -> tuple[TriageEvent, ...]:
    question = interview.protocol.question(command.question)
    if question is None:
        raise Refused("unknown_question", question=command.question, protocol=state.protocol)
    _check_answer(question, command.answer)
    known = state.answers()
    before = known.get(question.id)
    if before == command.answer and command.words is None and not command.again:
        return ()  # a repeated press is not news
    if before is None and interview.applies(question.id, known) is False:
        raise Refused("question_does_not_apply", question=question.id)
    answered = RunAnswered(
        run=state.id,
        question=question.id,
        answer=command.answer,
        words=command.words,
        corrects=before,
        by=actor.name,
        again=before == command.answer,
    )
    return _with_proof(evolve(state, answered, at), answered, interview)


def _check_answer(question: Question, answer: str) -> None:
    if question.kind is AnswerKind.CHOICE:
        if answer not in question.codes():
            raise Refused(
                "unknown_answer", question=question.id, answer=answer, allowed=list(question.codes())
            )
    elif question.pattern and answer != UNKNOWN and not re.fullmatch(question.pattern, answer):
        raise Refused("answer_pattern", question=question.id, pattern=question.pattern)


def _undo(state: ProtocolRun, actor: Actor) -> tuple[TriageEvent, ...]:
    if not state.given:
        raise Refused("nothing_to_undo", run=str(state.id))
    last = state.given[-1]
    restored = replace(state, given=state.given[:-1]).answers().get(last.question)
    return (
        RunUndone(
            run=state.id,
            question=last.question,
            answer=last.answer,
            restored=restored,
            standing=last.before,
            by=actor.name,
        ),
    )


def _change(
    state: ProtocolRun,
    command: ChangeProtocol,
    actor: Actor,
    at: datetime,
    library: ProtocolLibrary,
    others: Sequence[ProtocolRun],
    interview: Interview,
) -> tuple[TriageEvent, ...]:
    protocol = interview.protocol
    held = {run.digest for run in others if run.closed_at is None and run.call == state.call}
    if protocol.digest in {state.digest, *held}:
        raise Refused("same_protocol", protocol=protocol.id)
    changed = RunProtocolChanged(
        run=state.id,
        previous=state.protocol,
        protocol=protocol.id,
        version=protocol.version,
        digest=protocol.digest,
        draft=protocol.status is not ContentStatus.APPROVED,
        facts=_shared(state.answers(), library),
        by=actor.name,
    )
    return _with_proof(evolve(state, changed, at), changed, interview)


def _choose(
    state: ProtocolRun, command: ChooseType, actor: Actor, library: ProtocolLibrary
) -> tuple[TriageEvent, ...]:
    if command.type not in library.types:
        raise Refused("unknown_type", type=command.type)
    if state.chosen and state.chosen[-1].type == command.type:
        return ()
    return (
        RunReclassified(
            run=state.id,
            case=state.case,
            type=command.type,
            before=state.type,
            reason=command.reason,
            by=actor.name,
        ),
    )


def _with_proof(state: ProtocolRun, event: TriageEvent, interview: Interview) -> tuple[TriageEvent, ...]:
    """The fact, and what it proves if that is news."""
    answers, before = state.answers(), state.standing
    proved = merge_proof(before, interview.prove(answers))
    standing = with_call_back(proved, before, interview.protocol, answers)
    if standing == state.standing:
        return (event,)
    return event, RunProved(run=state.id, case=state.case, protocol=state.protocol, standing=standing)


def merge_proof(before: ProvenResult, proof: InterviewProof) -> ProvenResult:
    """What stands after a proof: never milder, and nothing proved to be sent, told or kept safe is taken back. Cards follow the proof."""
    priority = more_severe(before.priority, proof.priority)
    newer = proof.priority is not None and proof.priority == priority
    ruling = proof if newer else before
    most = Counter(before.send) | Counter(proof.send)
    return ProvenResult(
        priority=priority,
        rule=ruling.rule,
        type=ruling.type or before.type,
        dispatch=ruling.dispatch,
        send=tuple(capability for capability in most for _ in range(most[capability])),
        say=proof.say,
        notify=_union(before.notify, (*proof.notify, *_passed_on(proof))),
        safety=_union(before.safety, proof.safety),
    )


def _passed_on(proof: InterviewProof) -> tuple[str, ...]:
    """A transfer is a notice: somebody telephones, and says to whom the caller or the case goes (decision 0372)."""
    return (transfer_notice(proof.transfer.to),) if proof.transfer else ()


def _union(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *now)))


def _interview(protocol: str, library: ProtocolLibrary, day: date | None) -> Interview:
    found = library.interview(protocol)
    if found is None:
        raise Refused("unknown_protocol", protocol=protocol)
    if day is not None and not is_in_force(found.protocol.effective, day):
        raise Refused("protocol_not_in_force", protocol=protocol, day=day.isoformat())
    return found


def _interview_of(state: ProtocolRun, library: ProtocolLibrary) -> Interview:
    found = library.interview_of(state.digest)
    if found is None:
        raise Refused("protocol_version_withdrawn", protocol=state.protocol, version=state.version)
    return found


def _shared(answers: dict[str, str], library: ProtocolLibrary) -> dict[str, str]:
    """The facts that are carried from one protocol to the next; a code its set does not know is left behind."""
    catalog = library.catalog
    return {
        fact: answers[fact]
        for fact, answer_set in catalog.shared_facts.items()
        if answers.get(fact) in {choice.code for choice in catalog.answer_sets[answer_set]}
    }


def evolve(state: ProtocolRun | None, event: TriageEvent, at: datetime) -> ProtocolRun:
    """The run after a fact; `at` is when it happened."""
    if isinstance(event, RunStarted):
        assert state is None, "a run starts once"
        return ProtocolRun(
            id=event.run,
            case=event.case,
            mode=event.mode,
            language=event.language,
            protocol=event.protocol,
            version=event.version,
            digest=event.digest,
            facts=event.facts,
            call=event.call,
        )
    assert state is not None, "every other fact is of a run that started"
    match event:
        case RunAnswered():
            given = RecordedAnswer(
                question=event.question,
                answer=event.answer,
                words=event.words,
                at=at,
                by=event.by,
                before=state.standing,
            )
            return replace(state, given=(*state.given, given))
        case RunUndone():
            return _standing_at(replace(state, given=state.given[:-1]), event.standing)
        case RunProved():
            return _standing_at(state, event.standing)
        case RunProtocolChanged():
            return replace(
                state,
                protocol=event.protocol,
                version=event.version,
                digest=event.digest,
                facts=event.facts,
                given=(),
                before=(*state.before, f"{state.protocol} {state.version} {state.digest}"),
            )
        case RunReclassified():
            chosen = TypeChoice(type=event.type, reason=event.reason, before=event.before, at=at, by=event.by)
            return replace(state, type=event.type, chosen=(*state.chosen, chosen))
        case RunClosed():
            return replace(state, closed_at=at)
        case _ as never:
            assert_never(never)


def _standing_at(state: ProtocolRun, standing: ProvenResult) -> ProtocolRun:
    """What is proved moves the type only while no person has chosen one."""
    return replace(state, standing=standing, type=state.type if state.chosen else standing.type)


def links(state: ProtocolRun) -> Links:
    """A run belongs to its case."""
    return Links(case=state.case, mode=state.mode)


def live(state: ProtocolRun) -> bool:
    """Boards show a run until its case closes."""
    return state.closed_at is None
