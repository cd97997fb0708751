"""Case files over HTTP: seal one, take its bundle or its report, and the key to check it with."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.params import Parameter

from auxilio.archive.ports import CaseFiles
from auxilio.identity.gate import PUBLIC
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Handled
from auxilio.kernel.ids import CaseId, CommandId

Language = Annotated[str, Parameter(query="language", pattern=r"^[a-z]{2}$")]


class CaseFileController(Controller):
    """`/api/case-files`."""

    path = "/api/case-files"

    @post("/{case:uuid}/seal", status_code=200)
    async def seal(
        self,
        case: UUID,
        actor: Actor,
        case_files: CaseFiles,
        command_id: Annotated[CommandId, Parameter(header="x-auxilio-command")],
    ) -> Handled:
        """Seal what is known. A repeat of the command id is a repeat of the answer."""
        return await case_files.seal(command_id, CaseId(case), actor)

    @get("/{case:uuid}/bundle")
    async def bundle(
        self, case: UUID, actor: Actor, case_files: CaseFiles, language: Language = "es"
    ) -> Response[bytes]:
        """The sealed bundle, to be kept and checked with `auxilio verify`."""
        return _file(*await case_files.bundle(CaseId(case), actor, language), "application/zip")

    @get("/{case:uuid}/report")
    async def report(
        self, case: UUID, actor: Actor, case_files: CaseFiles, language: Language = "es"
    ) -> Response[bytes]:
        """The report alone, to be read or printed."""
        return _file(*await case_files.report(CaseId(case), actor, language), "application/pdf")

    @get("/public-key", opt=PUBLIC)
    async def public_key(self, case_files: CaseFiles) -> Response[bytes]:
        """What a stranger needs to check us. It is no secret; compare its id by another way."""
        return _file("auxilio-public-key.pem", case_files.public_key, "application/x-pem-file")


def _file(name: str, data: bytes, media_type: str) -> Response[Any]:
    disposition = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(data, media_type=media_type, headers=disposition)
