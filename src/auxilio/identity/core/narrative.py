"""How the events of identities are told."""

from auxilio.identity.core.accounts import (
    AccountChanged,
    DirectoryChanged,
    SignedIn,
    SignedOut,
    SignInRefused,
)
from auxilio.identity.core.grants import GrantConfirmed, GrantRefused, GrantRequested, GrantWithdrawn
from auxilio.identity.core.imports import DirectoryImported, ImportTakenBack
from auxilio.identity.core.messages import AccessRefused, CaseViewed
from auxilio.identity.core.seats import (
    SeatLeft,
    SeatRequestDeclined,
    SeatRequested,
    SeatRequestGranted,
    SeatTaken,
)
from auxilio.kernel.narrative import EventNarrative, Narrative

NARRATIVE = Narrative(
    "identity",
    told=(EventNarrative(AccessRefused, codes={"act": "access.act"}),),
    untold={
        CaseViewed: "It is of those who read a case; the access audit shows it.",
        AccountChanged: "It is of a person, not of a case.",
        SignedIn: "It is of a person, not of a case.",
        SignedOut: "It is of a person, not of a case.",
        DirectoryChanged: "It is of agencies, centres and desks, not of a case.",
        DirectoryImported: "It is of the directory, not of a case.",
        ImportTakenBack: "It is of the directory, not of a case.",
        SignInRefused: "It is of a person, not of a case.",
        GrantRequested: "It is of a person's roles, not of a case.",
        GrantConfirmed: "It is of a person's roles, not of a case.",
        GrantRefused: "It is of a person's roles, not of a case.",
        GrantWithdrawn: "It is of a person's roles, not of a case.",
        SeatTaken: "It is of a desk, not of a case.",
        SeatRequested: "It is of a desk, not of a case.",
        SeatRequestGranted: "It is of a desk, not of a case.",
        SeatRequestDeclined: "It is of a desk, not of a case.",
        SeatLeft: "It is of a desk, not of a case.",
    },
)
