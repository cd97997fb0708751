"""Other systems and their keys: of the installation, whoever asks."""

from auxilio.identity.core.scopes import KeyScope
from auxilio.kernel.ids import AgencyId, PersonId
from auxilio.kernel.instant import after_s
from auxilio.kernel.shared_types import Mode
from auxilio.partners.core import messages as m
from auxilio.partners.core.model import ApiKeyId, PartnerId
from auxilio.partners.service import API_KEY, PARTNER
from auxilio.platform.ids import new_id
from tests.access.actors import OPERATOR
from tests.access.factories.registry import makes
from tests.access.world import World


def _partner(w: World) -> PartnerId:
    """Registered by somebody else."""
    partner = PartnerId(new_id())
    registered = m.PartnerRegistered(
        partner=partner, mode=Mode.REAL, name=f"Sistema {partner}", agency=AgencyId("san"), contact="", by=OPERATOR.person,
        by_name="Ana",
    )  # fmt: skip
    w.tell(PARTNER, partner, registered)
    return partner


def _key(w: World) -> ApiKeyId:
    """One whose first secret waits, made by somebody else."""
    key = ApiKeyId(new_id())
    issued = m.ApiKeyIssued(
        key=key, partner=_partner(w), mode=Mode.REAL, name="lectura", scopes=(KeyScope.INTERVIEWS_READ,), per_minute=60,
        expires_at=after_s(w.at, 86_400), digest="0" * 64, needs_confirmation=True, by=PersonId(new_id()), by_name="Ana",
    )  # fmt: skip
    w.tell(API_KEY, key, issued)
    return key


@makes(m.RegisterPartner)
def register(_w: World) -> m.RegisterPartner:
    partner = PartnerId(new_id())
    return m.RegisterPartner(partner=partner, name=f"Sistema {partner}", agency=AgencyId("san"))


@makes(m.ChangePartner)
def change(w: World) -> m.ChangePartner:
    partner = _partner(w)
    return m.ChangePartner(partner=partner, name=f"Sistema {partner}", contact="Luis, +34900000061")


@makes(m.ConfirmApiKey)
def confirm(w: World) -> m.ConfirmApiKey:
    return m.ConfirmApiKey(key=_key(w), secret_version=1)


@makes(m.RevokeApiKey)
def revoke(w: World) -> m.RevokeApiKey:
    return m.RevokeApiKey(key=_key(w), why="se ha perdido")
