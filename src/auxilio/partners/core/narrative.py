"""How the events of partners are told: in no story of a case."""

from auxilio.kernel.narrative import Narrative
from auxilio.partners.core import messages as m

_SYSTEM = "It is of another organisation's system, not of a case."
NARRATIVE = Narrative(
    "partners",
    told=(),
    untold={
        m.PartnerRegistered: _SYSTEM,
        m.PartnerChanged: _SYSTEM,
        m.ApiKeyIssued: _SYSTEM,
        m.ApiKeyRotated: _SYSTEM,
        m.ApiKeyConfirmed: _SYSTEM,
        m.ApiKeyRevoked: _SYSTEM,
        m.ApiKeyRefused: _SYSTEM,
    },
)
