"""How people are told and where callers are asked for, over HTTP, for administrators."""

from collections.abc import Sequence

from litestar import Controller, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
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
from auxilio.setup.messaging import MessagingSetup

MessagingDependency = NamedDependency[MessagingSetup]


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
