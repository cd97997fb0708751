"""Imports and exports of the directory, and files of premise notes, over HTTP. A file is the body of the request, as it is.

Litestar finds `actor`, `directory_imports` and `premise_note_files` by name: the wiring provides them (app/processes/web_application.py).
"""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from auxilio.directory_import.core.model import ImportKind
from auxilio.directory_import.core.table import BYTES_MAX
from auxilio.directory_import.premise_note_file import FILE_BYTES_MAX, NoteFilePreview, PremiseNoteFiles
from auxilio.directory_import.service import (
    AppliedImport,
    DirectoryImports,
    FileFormat,
    ImportPreview,
    write_template,
)
from auxilio.directory_import.store import ImportSummary
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.platform.http.schema_notes import ANY_MEDIA_TYPE, reads_bytes
from auxilio.platform.i18n import LANGUAGES, REFERENCE

ImportsDependency = NamedDependency[DirectoryImports]
LanguageParameter = Annotated[str, QueryParameter(name="language", max_length=10)]
FileParameter = Annotated[str, QueryParameter(name="file", max_length=200)]
FormatParameter = Annotated[FileFormat, QueryParameter(name="form")]
MEDIA_TYPE: dict[FileFormat, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def posted_file(request: Request[Any, Any, Any]) -> bytes:
    """The body: at most `BYTES_MAX`, which Litestar enforces while it is read."""
    return b"".join([part async for part in request.stream()])


def known_language(language: str) -> str:
    """One of the four; the reference for any other."""
    return language if language in LANGUAGES else REFERENCE


class Imports(Controller):
    """For administrators: files that bring agencies, centres, desks, people, units, hospitals, qualifications, contacts and shifts, and files of them."""

    path = "/api/admin"
    tags: Sequence[str] | None = ("directory_import",)

    @post(
        "/import/{kind:str}/preview",
        opt=reads_bytes(),
        status_code=200,
        request_max_body_size=BYTES_MAX,
        summary="What a file would change in the directory",
    )
    async def preview(
        self,
        request: Request[Any, Any, Any],
        actor: NamedDependency[Actor],
        directory_imports: ImportsDependency,
        kind: FromPath[ImportKind],
    ) -> ImportPreview:
        """Nothing is written. Each finding has row, column and code."""
        require(actor, Permission.PEOPLE_ADMIN)  # before the body is read
        return await directory_imports.preview(kind, await posted_file(request), actor)

    @post(
        "/import/{kind:str}",
        opt=reads_bytes(),
        status_code=200,
        request_max_body_size=BYTES_MAX,
        summary="Apply a file to the directory",
    )
    async def apply(
        self,
        request: Request[Any, Any, Any],
        actor: NamedDependency[Actor],
        directory_imports: ImportsDependency,
        kind: FromPath[ImportKind],
        name: FileParameter = "",
        language: LanguageParameter = REFERENCE,
    ) -> AppliedImport:
        """All or nothing. First passwords are in no file: those of people who are new come back as letters, this once."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await directory_imports.apply(
            kind, await posted_file(request), actor, file=name, language=known_language(language)
        )

    @get("/imports", summary="The newest imports of the directory")
    async def imports(
        self, actor: NamedDependency[Actor], directory_imports: ImportsDependency
    ) -> list[ImportSummary]:
        """Who imported which file and when, and whether it was taken back."""
        return await directory_imports.imports(actor)

    @post("/imports/{id:uuid}/take-back", status_code=200, summary="Take an import back as a whole")
    async def take_back(
        self, actor: NamedDependency[Actor], directory_imports: ImportsDependency, id: FromPath[UUID]
    ) -> ImportSummary:
        """Refused where something that it brought has changed since: `import_changed_since` names it."""
        return await directory_imports.take_back(id, actor)

    @get("/export/{kind:str}", media_type=ANY_MEDIA_TYPE, summary="What is in use, as a file")
    async def export(
        self,
        actor: NamedDependency[Actor],
        directory_imports: ImportsDependency,
        kind: FromPath[ImportKind],
        form: FormatParameter = "csv",
        language: LanguageParameter = REFERENCE,
    ) -> Response[bytes]:
        """The same columns as an import: it reads back to the same entries."""
        content = await directory_imports.export(kind, form, known_language(language), actor)
        return download(content, f"{kind.value}.{form}", form)

    @get(
        "/import/{kind:str}/template",
        media_type=ANY_MEDIA_TYPE,
        summary="A file with the columns of a kind and an example row",
    )
    async def template(
        self,
        actor: NamedDependency[Actor],
        kind: FromPath[ImportKind],
        form: FormatParameter = "csv",
        language: LanguageParameter = REFERENCE,
    ) -> Response[bytes]:
        """In the language of the administrator; columns are found by their names in any of the four."""
        require(actor, Permission.PEOPLE_ADMIN)
        content = await asyncio.to_thread(write_template, kind, form, known_language(language))
        return download(content, f"{kind.value}-template.{form}", form)


def download(content: bytes, name: str, form: FileFormat) -> Response[bytes]:
    """A file to be saved under this name."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=MEDIA_TYPE[form], headers=headers)


@post(
    "/api/premise-notes/preview",
    opt=reads_bytes(),
    status_code=200,
    request_max_body_size=FILE_BYTES_MAX,
    summary="What a CSV of premise notes would enter",
)
async def preview_notes(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    premise_note_files: NamedDependency[PremiseNoteFiles],
) -> NoteFilePreview:
    """Nothing is written. Each finding has row, column and code. Refused: `not_permitted`."""
    require(actor, Permission.PREMISE_NOTE_WRITE)  # before the body is read
    return await premise_note_files.preview(await posted_file(request), actor)


@get(
    "/api/premise-notes/template",
    media_type=ANY_MEDIA_TYPE,
    summary="A CSV with the columns of premise notes and an example",
)
async def note_template(
    actor: NamedDependency[Actor],
    premise_note_files: NamedDependency[PremiseNoteFiles],
    language: LanguageParameter = REFERENCE,
) -> Response[bytes]:
    """Columns are found by their names in any of the four languages. Refused: `not_permitted`."""
    content = await premise_note_files.template(known_language(language), actor)
    return download(content, "premise-notes.csv", "csv")


HANDLERS = (Imports, preview_notes, note_template)
"""What the manifest registers."""
