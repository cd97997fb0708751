"""Partners and API keys over HTTP, for administrators. What makes no secret is a command and goes through the command bus.

Litestar finds `actor`, `partners_` and `key_issuer` by name: the manifest of the capability provides them.
"""

from collections.abc import Sequence
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from auxilio.kernel.actor import Actor
from auxilio.partners.core.model import ApiKeyId, PartnerId
from auxilio.partners.core.views import NewApiKey, PartnerRegister
from auxilio.partners.issuing import ApiKeyRequest, ApiKeyRotation, KeyIssuer
from auxilio.partners.queries import PartnerQueries


class Partners(Controller):
    """Systems of other organisations and their keys."""

    path = "/api/admin/partners"
    tags: Sequence[str] | None = ("partners",)

    @get("/", summary="Every partner and its keys")
    async def register(
        self, actor: NamedDependency[Actor], partners_: NamedDependency[PartnerQueries]
    ) -> PartnerRegister:
        """By name, with the state and the last use of each key. No secret is in it."""
        return await partners_.register(actor)

    @post("/{partner:uuid}/keys", summary="A new API key")
    async def issue_key(
        self,
        actor: NamedDependency[Actor],
        key_issuer: NamedDependency[KeyIssuer],
        partner: FromPath[UUID],
        data: JSONBody[ApiKeyRequest],
    ) -> NewApiKey:
        """Its secret is in this answer and in no other."""
        return await key_issuer.issue(PartnerId(partner), data, actor)

    @post("/keys/{key:uuid}/rotate", summary="A new secret for an API key")
    async def rotate_key(
        self,
        actor: NamedDependency[Actor],
        key_issuer: NamedDependency[KeyIssuer],
        key: FromPath[UUID],
        data: JSONBody[ApiKeyRotation],
    ) -> NewApiKey:
        """The previous secret still works for `overlap_h` hours, a week at most."""
        return await key_issuer.rotate(ApiKeyId(key), data, actor)
