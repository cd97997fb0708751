"""How the events of case files are told."""

from auxilio.archive.core.messages import (
    PhoneSearched,
)
from auxilio.kernel.narrative import Narrative

NARRATIVE = Narrative(
    "archive",
    untold={
        PhoneSearched: "It is of a person who searches, not of a case.",
    },
)
