"""Files of premise notes over HTTP: a preview, and a file with the columns. Notes are entered by their own command.

Litestar finds `actor` and `premise_note_files` by name: the wiring provides them (app/processes/web_application.py).
"""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from auxilio.directory_import.api import LanguageParameter, download, known_language, posted_file
from auxilio.directory_import.premise_note_file import FILE_BYTES_MAX, NoteFilePreview, PremiseNoteFiles
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.platform.http.schema_notes import ANY_MEDIA_TYPE, reads_bytes
from auxilio.platform.i18n import REFERENCE


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


HANDLERS = (preview_notes, note_template)
"""What the manifest registers."""
