"""The step of the map over HTTP, for administrators. A piece of a file is the body of its request, as it is."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
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
from auxilio.setup.region_setup import RegionSetup

RegionSetupDependency = NamedDependency[RegionSetup]
OffsetParameter = Annotated[int, QueryParameter(name="offset", ge=0, le=UPLOAD_BYTES_MAX)]
NameParameter = Annotated[str, QueryParameter(name="name", min_length=1, max_length=NAME_MAX)]


class RegionSetupController(Controller):
    """What the step of the map asks."""

    path = "/api/setup/region"
    tags: Sequence[str] | None = ("setup",)

    @get("", summary="The map in force, the extracts that are there, the upload and the build")
    async def view(
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

    @put("/uploads/{id:uuid}", request_max_body_size=PIECE_BYTES, summary="The next piece of an extract")
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

    @post("/build/cancel", status_code=204, summary="End the build")
    async def cancel(self, actor: NamedDependency[Actor], region_setup: RegionSetupDependency) -> None:
        """The region in force stays."""
        require(actor, Permission.PEOPLE_ADMIN)
        await region_setup.cancel()
