"""What an answer about breathing does to the compressions of its case: they stop when the patient breathes normally, and go on when not.

In whatever interview it was asked: of each caller the latest answer counts. Taken back, what it did is undone.
"""

from collections.abc import Iterable

from auxilio.instructions.core.messages import ResumeCompressions, StopCompressions
from auxilio.instructions.core.model import InstructionRun
from auxilio.instructions.service import DICTATION
from auxilio.kernel.ids import CallId, CaseId
from auxilio.triage.core.known_answers import latest_answers
from auxilio.triage.core.messages import RunAnswered, RunUndone
from auxilio.triage.service import RUN
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader

BREATHING = "respira"
"""The question of every protocol that asks for it (answer set `breathing`)."""
NORMAL = "normal"


async def _follow_breathing(
    fact: RecordedEvent[RunAnswered | RunUndone], states: StateReader
) -> Iterable[ReactionCommand]:
    case = fact.envelope.case
    if fact.event.question != BREATHING or case is None:
        return ()
    # Taken back, no answer may be left.
    said = await _breathing_by_caller(case, states) or {None: ""}
    # Callers may tell of different patients, and no card says of whom it is: what all say stops compressions, and only the answer of
    # the one who was ever asked makes them go on.
    normal = set(said.values()) == {NORMAL}
    # Taking back another answer says nothing of compressions that a person has stopped.
    taken_back = isinstance(fact.event, RunUndone)
    goes_on = not normal and len(said) == 1 and (not taken_back or fact.event.answer == NORMAL)
    return [
        NamedCommand(
            f"breathing.{one.id}", StopCompressions(run=one.id) if normal else ResumeCompressions(run=one.id)
        )
        for one in _in_place(await states.in_case(DICTATION, case))
        if (normal and not one.breathes) or (goes_on and one.breathes)
    ]


async def _breathing_by_caller(case: CaseId, states: StateReader) -> dict[CallId | None, str]:
    """The latest answer about breathing, of each caller whose interview has one. None: the caller of the case."""
    runs = await states.in_case(RUN, case)
    by_caller = {one.call: [run for run in runs if run.call == one.call] for one in runs}
    found = {caller: latest_answers(mine).get(BREATHING) for caller, mine in by_caller.items()}
    return {caller: answer for caller, answer in found.items() if answer is not None}


def _in_place(dictations: Iterable[InstructionRun]) -> list[InstructionRun]:
    """Those that are open, and whose place no other has taken."""
    every = list(dictations)
    replaced = {one.after for one in every}
    return [one for one in every if one.closed_at is None and one.id not in replaced]


def reactions() -> tuple[Reaction, ...]:
    """Stage 3, between interview and card."""
    return (Reaction("breathing.answered", (RunAnswered, RunUndone), _follow_breathing),)
