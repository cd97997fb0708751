"""The set-up over HTTP: the link and the first administrators for whoever holds the link, the rest for administrators."""

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Request, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from auxilio.identity.core.gate import PUBLIC, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.platform.http.rate_limit import network_of
from auxilio.setup.centre_settings import CentreSettings
from auxilio.setup.core.model import (
    CentreIdentity,
    CentreIdentityView,
    ContentSigners,
    FirstAdministrators,
    FirstPassword,
    SetupLink,
)
from auxilio.setup.core.telephone import TelephoneView, Trunk, TrunkTrialAsk, TrunkTrialReport
from auxilio.setup.service import SetupService
from auxilio.setup.signers import SignerAppointments
from auxilio.setup.telephone import Telephone


class Setup(Controller):
    """What `/setup` asks."""

    path = "/api/setup"
    tags: Sequence[str] | None = ("setup",)

    @post("/link", opt=PUBLIC, status_code=204, summary="Whether the link of the set-up still opens")
    async def link(
        self,
        request: Request[Any, Any, Any],
        setups: NamedDependency[SetupService],
        data: JSONBody[SetupLink],
    ) -> None:
        """Asked before anything is typed. Refused: `setup_link_void`."""
        await setups.check_link(data.secret, _network(request))

    @post("/administrators", opt=PUBLIC, status_code=200, summary="The first two administrators")
    async def administrators(
        self,
        request: Request[Any, Any, Any],
        setups: NamedDependency[SetupService],
        data: JSONBody[FirstAdministrators],
    ) -> FirstPassword:
        """By the link, once. The answer holds the first password of the second one, which is told nowhere else."""
        return await setups.register(data, _network(request))

    @get("/centre", summary="What the centre is called, and where it is")
    async def centre(
        self, actor: NamedDependency[Actor], centre_settings: NamedDependency[CentreSettings]
    ) -> CentreIdentityView:
        """As it is saved and as it is in force, with the countries and time zones that can be chosen."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await centre_settings.view()

    @put("/centre", status_code=204, summary="Save what the centre is called, and where it is")
    async def save_centre(
        self,
        actor: NamedDependency[Actor],
        centre_settings: NamedDependency[CentreSettings],
        data: JSONBody[CentreIdentity],
    ) -> None:
        """In force when the processes have started again, which `auxilio up` does by itself."""
        require(actor, Permission.PEOPLE_ADMIN)
        await centre_settings.save(data)


class Signers(Controller):
    """What the step of those who write and sign content asks."""

    path = "/api/setup/signers"
    tags: Sequence[str] | None = ("setup",)

    @post(status_code=200, summary="Who writes content and who signs it")
    async def appoint(
        self,
        actor: NamedDependency[Actor],
        signer_appointments: NamedDependency[SignerAppointments],
        data: JSONBody[ContentSigners],
    ) -> list[FirstPassword]:
        """Three people at once. The answer holds the first passwords of those who are new, which are told nowhere else."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await signer_appointments.appoint(data, actor)


class TelephoneRoutes(Controller):
    """The line to the network, for administrators."""

    path = "/api/setup/telephone"
    tags: Sequence[str] | None = ("setup",)

    @get("/", summary="The line to the network, and the newest calls by it")
    async def view(
        self, actor: NamedDependency[Actor], telephone: NamedDependency[Telephone]
    ) -> TelephoneView:
        """As it is saved and as it is in force. Of calls their moment, and whether somebody answered."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await telephone.view()

    @put("/", status_code=204, summary="Save the line to the network")
    async def save(
        self, actor: NamedDependency[Actor], telephone: NamedDependency[Telephone], data: JSONBody[Trunk]
    ) -> None:
        """In force when the processes have started again, which `auxilio up` does by itself."""
        require(actor, Permission.PEOPLE_ADMIN)
        await telephone.save(data)

    @post("/trial", status_code=200, summary="Call a number through the line, and say how far it got")
    async def trial(
        self,
        actor: NamedDependency[Actor],
        telephone: NamedDependency[Telephone],
        data: JSONBody[TrunkTrialAsk],
    ) -> TrunkTrialReport:
        """It rings there, and a tone is heard for some seconds. Numbers of two to four digits only where it is asked for."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await telephone.call_on_trial(data, actor)


def _network(request: Request[Any, Any, Any]) -> str:
    return network_of(request.client.host) if request.client else ""
