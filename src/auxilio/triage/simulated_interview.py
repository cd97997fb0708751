"""Simulates one interview question by question: for the example interviews of L81 and for the draft of a specification."""

from auxilio.kernel.shared_types import Priority
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import DispatchTiming, InterviewProof

_SENT = (DispatchTiming.REFLEX, DispatchTiming.STANDARD)


class SimulatedInterview:
    """What has been answered, what that proves, and the question that follows."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self.answers: dict[str, str] = {}
        self.help_after: int | None = None
        """As in `ExampleInterview`."""
        self._prove()

    def answer(self, code: str) -> None:
        """Answer the question that is asked; there must be one."""
        assert self.asked is not None
        self.answers[self.asked] = code
        self._prove()

    def _prove(self) -> None:
        self.proof = self._interview.prove(self.answers)
        if self.help_after is None and _proves_help(self.proof):
            self.help_after = len(self.answers)
        questions = (self._interview.protocol.question(id) for id in self.proof.open_questions)
        self.asked: str | None = next(
            (one.id for one in questions if one is not None and one.codes()),  # free words decide nothing
            None,
        )


def _proves_help(proof: InterviewProof) -> bool:
    return proof.priority in (Priority.P0, Priority.P1) and proof.dispatch in _SENT
