"""The set-up of an installation, for the composition root."""

from auxilio.platform.capability import Capability
from auxilio.setup import api
from auxilio.setup.core.messaging import (
    AmlKeyMade,
    AuthorityFile,
    MessageTrialAsk,
    MessageTrialReport,
    MessagingChange,
    MessagingView,
    NewAmlKey,
    NewSecret,
)
from auxilio.setup.core.model import CentreIdentityView, ContentSigners, FirstAdministrators, FirstPassword
from auxilio.setup.core.region_setup import ExtractUpload, NewExtractUpload, RegionSetupView
from auxilio.setup.core.telephone import TelephoneView, TrunkTrialAsk, TrunkTrialReport
from auxilio.setup.core.tls import TlsChoice, TlsView

CAPABILITY: Capability[object, object, object] = Capability(
    name="setup",
    routes=(
        api.Setup,
        api.Signers,
        api.TelephoneRoutes,
        api.TlsRoutes,
        api.RegionSetupController,
        api.MessagingRoutes,
    ),
    schemas=(
        AmlKeyMade,
        AuthorityFile,
        MessageTrialAsk,
        MessageTrialReport,
        MessagingChange,
        MessagingView,
        NewAmlKey,
        NewSecret,
        CentreIdentityView,
        ContentSigners,
        ExtractUpload,
        FirstAdministrators,
        FirstPassword,
        NewExtractUpload,
        RegionSetupView,
        TelephoneView,
        TlsChoice,
        TlsView,
        TrunkTrialAsk,
        TrunkTrialReport,
    ),
)
