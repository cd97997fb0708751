"""How the events of practice sessions are told."""

from auxilio.kernel.narrative import Narrative
from auxilio.training.core import messages as m

_OF_NO_CASE = "It is of a practice session, not of a case."
NARRATIVE = Narrative(
    "training",
    untold={
        m.TrainingStarted: _OF_NO_CASE,
        m.PracticeBegun: _OF_NO_CASE,
        m.TrainingPaused: _OF_NO_CASE,
        m.TrainingResumed: _OF_NO_CASE,
        m.TrainingEnded: _OF_NO_CASE,
        m.TrainingClosed: _OF_NO_CASE,
        m.RepeatAsked: _OF_NO_CASE,
        m.IncidentBegun: _OF_NO_CASE,
        m.TraineeCommented: _OF_NO_CASE,
    },
)
