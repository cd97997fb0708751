"""The set-up of an installation, for the composition root."""

from auxilio.platform.capability import Capability
from auxilio.setup import api
from auxilio.setup.core.model import CentreIdentityView, FirstAdministrators, FirstPassword

CAPABILITY: Capability[object, object, object] = Capability(
    name="setup",
    routes=(api.Setup,),
    schemas=(CentreIdentityView, FirstAdministrators, FirstPassword),
)
