"""The set-up of an installation, for the composition root."""

from auxilio.platform.capability import Capability
from auxilio.setup import api
from auxilio.setup.core.model import CentreIdentityView, FirstAdministrators, FirstPassword
from auxilio.setup.core.telephone import TelephoneView, TrunkTrialAsk, TrunkTrialReport

CAPABILITY: Capability[object, object, object] = Capability(
    name="setup",
    routes=(api.Setup, api.TelephoneRoutes),
    schemas=(
        CentreIdentityView,
        FirstAdministrators,
        FirstPassword,
        TelephoneView,
        TrunkTrialAsk,
        TrunkTrialReport,
    ),
)
