"""Releases over HTTP: what stands, what is proposed, what a change would do. Every change of a release is a command and goes through the command bus."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter, QueryParameter

from auxilio.content_release.core.model import Release, SetDigest
from auxilio.content_release.queries import CheckedChange, Overview, ReleaseQueries, SetFile, SetText
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor

Digest = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}$")]


class Changes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Files as they are to be; null for one that goes."""

    files: dict[str, str | None]
    began: SetDigest | None = None
    """The set on which they were begun: what another release has changed since then is not undone unseen."""


class ReleaseRead(msgspec.Struct, frozen=True, kw_only=True):
    """A release with all that those who sign are shown."""

    release: Release
    study: msgspec.Raw


class ReleaseController(Controller):
    """`/api/releases`."""

    path = "/api/releases"

    @get("/", summary="What stands, what comes, and every release")
    async def overview(
        self, actor: NamedDependency[Actor], releases: NamedDependency[ReleaseQueries]
    ) -> Overview:
        """Not one word of what is asked or said: administrators see it too."""
        require(actor, Permission.CONTENT_LIST)
        return await releases.overview()

    @get("/{id:uuid}", summary="One release, for those who sign")
    async def read(
        self, id: FromPath[UUID], actor: NamedDependency[Actor], releases: NamedDependency[ReleaseQueries]
    ) -> ReleaseRead:
        """With what it decides and says otherwise."""
        require(actor, Permission.CONTENT_REVIEW)
        found, study = await releases.release(str(id))
        return ReleaseRead(release=found, study=msgspec.Raw(study))

    @get("/sets/{content:str}", summary="The files of a set")
    async def names(
        self, content: Digest, actor: NamedDependency[Actor], releases: NamedDependency[ReleaseQueries]
    ) -> list[SetFile]:
        """Paths and digests."""
        require(actor, Permission.CONTENT_REVIEW)
        return await releases.names(content)

    @get("/sets/{content:str}/file", summary="One file of a set")
    async def file(
        self,
        content: Digest,
        actor: NamedDependency[Actor],
        releases: NamedDependency[ReleaseQueries],
        name: Annotated[str, QueryParameter(name="path")],
    ) -> SetText:
        """As it was written."""
        require(actor, Permission.CONTENT_REVIEW)
        return await releases.file(content, name)

    @post("/check", status_code=200, summary="What a change would do")
    async def check(
        self,
        data: JSONBody[Changes],
        actor: NamedDependency[Actor],
        releases: NamedDependency[ReleaseQueries],
    ) -> CheckedChange:
        """Proved and compared with what stands last. Nothing is proposed by it."""
        require(actor, Permission.CONTENT_WRITE)
        return await releases.check(data.files, data.began)
