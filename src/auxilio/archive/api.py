"""Case files over HTTP: seal one, take its bundle or its report, and the key to check it with."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, HeaderParameter, QueryParameter

from auxilio.archive.core import case_search
from auxilio.archive.core.case_page import CaseFileProof, CasePage
from auxilio.archive.phone_search import SearchByPhone
from auxilio.archive.ports import CaseFiles, CaseFinder, CasePages
from auxilio.identity.core.gate import PUBLIC, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import CommandResult
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.platform.http.schema_notes import ANY_MEDIA_TYPE, reads_json, reads_query

NOT_KEPT = {"cache-control": "no-store"}
Language = Annotated[str, QueryParameter(name="language", pattern=r"^[a-z]{2}$")]


class CaseFileController(Controller):
    """`/api/case-files`."""

    path = "/api/case-files"

    @post("/{case:uuid}/seal", status_code=200)
    async def seal(
        self,
        case: FromPath[UUID],
        actor: NamedDependency[Actor],
        case_files: NamedDependency[CaseFiles],
        command_id: Annotated[CommandId, HeaderParameter(name="x-auxilio-command")],
    ) -> CommandResult:
        """Seal what is known. A repeat of the command id is a repeat of the answer."""
        return await case_files.seal(command_id, CaseId(case), actor)

    @get("/{case:uuid}/bundle", media_type="application/zip")
    async def bundle(
        self,
        case: FromPath[UUID],
        actor: NamedDependency[Actor],
        case_files: NamedDependency[CaseFiles],
        language: Language = "es",
        working_copy: FromQuery[bool] = False,
    ) -> Response[bytes]:
        """The sealed bundle, to be kept and checked with `auxilio verify`; of an open case only a working copy."""
        named = await case_files.bundle(CaseId(case), actor, language, working_copy=working_copy)
        return _file(*named, "application/zip")

    @get("/{case:uuid}/report", media_type="application/pdf")
    async def report(
        self,
        case: FromPath[UUID],
        actor: NamedDependency[Actor],
        case_files: NamedDependency[CaseFiles],
        language: Language = "es",
        working_copy: FromQuery[bool] = False,
    ) -> Response[bytes]:
        """The report alone, to be read or printed."""
        named = await case_files.report(CaseId(case), actor, language, working_copy=working_copy)
        return _file(*named, "application/pdf")

    @get("/{case:uuid}")
    async def read(
        self,
        case: FromPath[UUID],
        actor: NamedDependency[Actor],
        reads_cases: NamedDependency[CasePages],
        language: Language = "es",
    ) -> Response[CasePage]:
        """The case as a page, as far as this reader sees it. The look is durable before anything is told."""
        require(actor, Permission.CASE_FILE_READ)
        return Response(await reads_cases.read(CaseId(case), actor, language), headers=NOT_KEPT)

    @get("/{case:uuid}/proof")
    async def proof(
        self, case: FromPath[UUID], actor: NamedDependency[Actor], reads_cases: NamedDependency[CasePages]
    ) -> Response[CaseFileProof]:
        """A bundle written now and checked with our public key, as a stranger would."""
        require(actor, Permission.CASE_FILE_READ)
        return Response(await reads_cases.prove(CaseId(case), actor), headers=NOT_KEPT)

    @get("/{case:uuid}/documents/{digest:str}", media_type=ANY_MEDIA_TYPE)
    async def document(
        self,
        case: FromPath[UUID],
        digest: FromPath[str],
        actor: NamedDependency[Actor],
        reads_cases: NamedDependency[CasePages],
    ) -> Response[bytes]:
        """One document of the case, as it came."""
        require(actor, Permission.CASE_FILE_READ)
        name, media_type, data = await reads_cases.document(CaseId(case), digest, actor)
        return _file(name, data, media_type)

    @get("/public-key", opt=PUBLIC, media_type="application/x-pem-file")
    async def public_key(self, case_files: NamedDependency[CaseFiles]) -> Response[bytes]:
        """What a stranger needs to check us. It is no secret; compare its id by another way."""
        return _file("auxilio-public-key.pem", case_files.public_key, "application/x-pem-file")


class ArchiveController(Controller):
    """`/api/archive`: finding a case."""

    path = "/api/archive"

    @get("/cases", opt=reads_query(case_search.CaseQuery))
    async def cases(
        self,
        request: Request[Any, Any, Any],
        actor: NamedDependency[Actor],
        finds: NamedDependency[CaseFinder],
    ) -> case_search.Page:
        """Cases by number, days, words of the place, type, priority, disposition, state; newest first.

        A field that is not known is refused, so that a mistyped one does not quietly find everything.
        """
        require(actor, Permission.CASE_FILE_READ)
        wanted = msgspec.convert(dict(request.query_params.items()), case_search.CaseQuery, strict=False)
        return await finds.find(case_search.validated_query(wanted), case_search.reader_of(actor))

    @get("/types")
    async def types(
        self,
        actor: NamedDependency[Actor],
        reads_cases: NamedDependency[CasePages],
        language: Language = "es",
    ) -> dict[str, str]:
        """The names of types, for the search and its results."""
        require(actor, Permission.CASE_FILE_READ)
        return reads_cases.types(language)

    @post("/cases/by-phone", opt=reads_json(case_search.PhoneQuery), status_code=200)
    async def by_phone(
        self,
        request: Request[Any, Any, Any],
        actor: NamedDependency[Actor],
        finds: NamedDependency[CaseFinder],
        commands: NamedDependency[CommandPort],
        command_id: Annotated[CommandId, HeaderParameter(name="x-auxilio-command")],
    ) -> case_search.Page:
        """The cases of one telephone. That somebody asked is durable before anything is answered."""
        require(actor, Permission.CASE_FILE_SEARCH_PHONE)
        asked = msgspec.json.decode(await request.body(), type=case_search.PhoneQuery)
        wanted, digits = case_search.validated_query(asked.wanted), case_search.phone_digits(asked.phone)
        made = SearchByPhone(search=command_id, phone=asked.phone)
        await commands.handle(command_id, made, actor)
        return await finds.find(wanted, case_search.reader_of(actor), digits)


def _file(name: str, data: bytes, media_type: str) -> Response[Any]:
    disposition = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(data, media_type=media_type, headers=disposition)
