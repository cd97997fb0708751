"""The set-up over HTTP: the link and the first administrators for the person who has the link, the rest for administrators."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from auxilio.identity.core.gate import PUBLIC, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.platform.http.rate_limit import network_of
from auxilio.platform.http.schema_notes import reads_bytes
from auxilio.setup.centre_settings import CentreSettings
from auxilio.setup.core.messaging import (
    AmlKeyMade,
    AuthorityFile,
    AuthorityName,
    MessageTrialAsk,
    MessageTrialReport,
    MessagingChange,
    MessagingView,
    NewAmlKey,
    NewSecret,
    SecretName,
)
from auxilio.setup.core.model import (
    CentreIdentity,
    CentreIdentityView,
    ContentSigners,
    FirstAdministrators,
    FirstPassword,
    SetupLink,
)
from auxilio.setup.core.region_setup import (
    NAME_MAX,
    PIECE_BYTES,
    UPLOAD_BYTES_MAX,
    ChosenExtract,
    ExtractUpload,
    NewExtractUpload,
    RegionBuild,
    RegionSetupView,
)
from auxilio.setup.core.telephone import TelephoneView, Trunk, TrunkTrialAsk, TrunkTrialReport
from auxilio.setup.core.tls import TlsChoice, TlsView
from auxilio.setup.messaging import MessagingSetup
from auxilio.setup.page_tls import PageTls
from auxilio.setup.region_setup import RegionSetup
from auxilio.setup.service import SetupService
from auxilio.setup.signers import SignerAppointments
from auxilio.setup.telephone import Telephone

RegionSetupDependency = NamedDependency[RegionSetup]
MessagingDependency = NamedDependency[MessagingSetup]
OffsetParameter = Annotated[int, QueryParameter(name="offset", ge=0, le=UPLOAD_BYTES_MAX)]
NameParameter = Annotated[str, QueryParameter(name="name", min_length=1, max_length=NAME_MAX)]


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
        await centre_settings.save(data, actor)


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
    async def read_telephone(
        self, actor: NamedDependency[Actor], telephone: NamedDependency[Telephone]
    ) -> TelephoneView:
        """As it is saved and as it is in force. Of calls their moment, and whether somebody answered."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await telephone.view()

    @put("/", status_code=204, summary="Save the line to the network")
    async def save_telephone(
        self, actor: NamedDependency[Actor], telephone: NamedDependency[Telephone], data: JSONBody[Trunk]
    ) -> None:
        """In force when the processes have started again, which `auxilio up` does by itself."""
        require(actor, Permission.PEOPLE_ADMIN)
        await telephone.save(data, actor)

    @post("/trial", status_code=200, summary="Call a number through the line, and say how far it got")
    async def try_telephone(
        self,
        actor: NamedDependency[Actor],
        telephone: NamedDependency[Telephone],
        data: JSONBody[TrunkTrialAsk],
    ) -> TrunkTrialReport:
        """It rings there, and a tone is heard for some seconds. Numbers of two to four digits only where it is asked for."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await telephone.call_on_trial(data)


class TlsRoutes(Controller):
    """How pages reach people encrypted, for administrators."""

    path = "/api/setup/tls"
    tags: Sequence[str] | None = ("setup",)

    @get("/", summary="Who speaks TLS, with which certificate, and until when it is good")
    async def read_tls(self, actor: NamedDependency[Actor], page_tls: NamedDependency[PageTls]) -> TlsView:
        """As it is saved and as it is in force. Nothing of a key."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await page_tls.view()

    @put("/", status_code=204, summary="Save who speaks TLS, and with which certificate")
    async def save_tls(
        self, actor: NamedDependency[Actor], page_tls: NamedDependency[PageTls], data: JSONBody[TlsChoice]
    ) -> None:
        """In force when the processes have started again, which `auxilio up` does by itself. Refused while calls go on."""
        require(actor, Permission.PEOPLE_ADMIN)
        await page_tls.save(data, actor)


class MessagingRoutes(Controller):
    """What the page of messages and of callers' positions asks."""

    path = "/api/setup/messaging"
    tags: Sequence[str] | None = ("setup",)

    @get("/", summary="How people are told, and where callers are asked for")
    async def read_messaging(
        self, actor: NamedDependency[Actor], messaging: MessagingDependency
    ) -> MessagingView:
        """As it is saved and as it is in force. Of secrets only whether they are there."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await messaging.view()

    @put("/", status_code=204, summary="Save how people are told, and where callers are asked for")
    async def save_messaging(
        self, actor: NamedDependency[Actor], messaging: MessagingDependency, data: JSONBody[MessagingChange]
    ) -> None:
        """In force when the processes have started again, which `auxilio up` does by itself. Refused while calls go on."""
        require(actor, Permission.PEOPLE_ADMIN)
        await messaging.save(data.values, actor)

    @put("/secrets/{name:str}", status_code=204, summary="Keep a password or key of a way out")
    async def save_secret(
        self,
        actor: NamedDependency[Actor],
        messaging: MessagingDependency,
        name: FromPath[SecretName],
        data: JSONBody[NewSecret],
    ) -> None:
        """It is shown nowhere, and counts from the next message or connection on."""
        require(actor, Permission.PEOPLE_ADMIN)
        await messaging.save_secret(name, data.secret, actor)

    @put("/authorities/{name:str}", status_code=204, summary="Keep who signs the certificate of a server")
    async def save_authority(
        self,
        actor: NamedDependency[Actor],
        messaging: MessagingDependency,
        name: FromPath[AuthorityName],
        data: JSONBody[AuthorityFile],
    ) -> None:
        """Empty: those that the machine knows."""
        require(actor, Permission.PEOPLE_ADMIN)
        await messaging.save_authority(name, data.certificates, actor)

    @post("/aml-keys", status_code=200, summary="A key of a sender of AML")
    async def add_aml_key(
        self, actor: NamedDependency[Actor], messaging: MessagingDependency, data: JSONBody[NewAmlKey]
    ) -> AmlKeyMade:
        """The answer holds a key that was made, which is told nowhere else."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await messaging.add_aml_key(data, actor)

    @delete("/aml-keys/{name:str}", summary="Delete the key of a sender of AML")
    async def remove_aml_key(
        self, actor: NamedDependency[Actor], messaging: MessagingDependency, name: FromPath[str]
    ) -> None:
        """What it signs is thrown away from then on."""
        require(actor, Permission.PEOPLE_ADMIN)
        await messaging.remove_aml_key(name, actor)

    @post("/trial", status_code=200, summary="Send a test message, and say what became of it")
    async def try_messaging(
        self, actor: NamedDependency[Actor], messaging: MessagingDependency, data: JSONBody[MessageTrialAsk]
    ) -> MessageTrialReport:
        """By what is saved. Who sent it, and to whom, is noted. Refused in an exercise."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await messaging.try_out(data, actor)


class RegionSetupController(Controller):
    """What the step of the map asks."""

    path = "/api/setup/region"
    tags: Sequence[str] | None = ("setup",)

    @get("", summary="The map in force, the extracts that are there, the upload and the build")
    async def read_region(
        self, actor: NamedDependency[Actor], region_setup: RegionSetupDependency
    ) -> RegionSetupView:
        """As it is now: a page asks again while something goes on."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await region_setup.view()

    @post("/uploads", status_code=200, summary="Begin to send an extract, or go on with one that broke off")
    async def begin(
        self,
        actor: NamedDependency[Actor],
        region_setup: RegionSetupDependency,
        data: JSONBody[NewExtractUpload],
    ) -> ExtractUpload:
        """The next piece begins at `received_bytes`."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await region_setup.begin(data)

    @put(
        "/uploads/{id:uuid}",
        opt=reads_bytes(),
        request_max_body_size=PIECE_BYTES,
        summary="The next piece of an extract",
    )
    async def append(
        self,
        request: Request[Any, Any, Any],
        actor: NamedDependency[Actor],
        region_setup: RegionSetupDependency,
        id: FromPath[UUID],
        offset: OffsetParameter,
    ) -> ExtractUpload:
        """`offset`: where it begins. It is durable when this answers."""
        require(actor, Permission.PEOPLE_ADMIN)  # before the body is read
        piece = b"".join([part async for part in request.stream()])
        return await region_setup.append(id, offset, piece)

    @delete("/uploads/{id:uuid}", summary="Give an upload up")
    async def discard(
        self, actor: NamedDependency[Actor], region_setup: RegionSetupDependency, id: FromPath[UUID]
    ) -> None:
        """What had come is deleted."""
        require(actor, Permission.PEOPLE_ADMIN)
        await region_setup.discard(id)

    @delete("/files", summary="Delete an extract")
    async def delete_file(
        self, actor: NamedDependency[Actor], region_setup: RegionSetupDependency, name: NameParameter
    ) -> None:
        """A region that was built from it stays."""
        require(actor, Permission.PEOPLE_ADMIN)
        await region_setup.delete(name)

    @post("/build", status_code=200, summary="Build the region from an extract")
    async def build(
        self,
        actor: NamedDependency[Actor],
        region_setup: RegionSetupDependency,
        data: JSONBody[ChosenExtract],
    ) -> RegionBuild:
        """Beside everything; the region in force stays until the new one is whole and no call goes on."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await region_setup.build(data.file, actor)

    @post("/build/now", status_code=200, summary="Put the region that was built in force while calls go on")
    async def put_in_force(
        self, actor: NamedDependency[Actor], region_setup: RegionSetupDependency
    ) -> RegionBuild:
        """Calls by telephone are cut off; who asked stands with the build."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await region_setup.put_in_force(actor)

    @post("/build/cancel", status_code=204, summary="End the build")
    async def cancel(self, actor: NamedDependency[Actor], region_setup: RegionSetupDependency) -> None:
        """The region in force stays."""
        require(actor, Permission.PEOPLE_ADMIN)
        await region_setup.cancel()


def _network(request: Request[Any, Any, Any]) -> str:
    return network_of(request.client.host) if request.client else ""
