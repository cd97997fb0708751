"""How the events of rosters are told."""

from auxilio.kernel.narrative import Narrative
from auxilio.rosters.core.messages import OnCallDutyEnded, OnCallDutySet
from auxilio.rosters.core.qualification_messages import QualificationRecorded, QualificationWithdrawn
from auxilio.rosters.core.shift_messages import ShiftPlanned, ShiftRemoved
from auxilio.rosters.core.swap_messages import (
    ShiftSwapAnswered,
    ShiftSwapAsked,
    ShiftSwapDecided,
    ShiftSwapWithdrawn,
)

_OF_NO_CASE = "It is of the roster, not of a case."
_OF_A_PERSON = "It is of a person, not of a case."
NARRATIVE = Narrative(
    "rosters",
    untold={
        OnCallDutySet: _OF_NO_CASE,
        OnCallDutyEnded: _OF_NO_CASE,
        QualificationRecorded: _OF_A_PERSON,
        QualificationWithdrawn: _OF_A_PERSON,
        ShiftPlanned: _OF_NO_CASE,
        ShiftRemoved: _OF_NO_CASE,
        ShiftSwapAsked: _OF_NO_CASE,
        ShiftSwapAnswered: _OF_NO_CASE,
        ShiftSwapWithdrawn: _OF_NO_CASE,
        ShiftSwapDecided: _OF_NO_CASE,
    },
)
