"""How the events of premise notes are told: none is part of a case's story."""

from auxilio.kernel.narrative import Narrative
from auxilio.premise_notes.core import messages as m

_OF_AN_ADDRESS = "It is of an address, not of a case."
NARRATIVE = Narrative(
    "premise_notes",
    told=(),
    untold={
        m.PremiseNoteEntered: _OF_AN_ADDRESS,
        m.PremiseNoteChanged: _OF_AN_ADDRESS,
        m.PremiseNoteRenewed: _OF_AN_ADDRESS,
        m.PremiseNoteEnded: _OF_AN_ADDRESS,
        m.PremiseNoteOpened: _OF_AN_ADDRESS,
        m.PremiseNotesShown: "It is of those who look; the access audit shows it.",
    },
)
