"""The history of rows over HTTP.

Litestar finds `actor` and `directory_history` by name: the wiring provides them (app/processes/web_application.py).
"""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from auxilio.directory_history.core.model import HistoryKind, RowHistory
from auxilio.directory_history.service import DirectoryHistory
from auxilio.kernel.actor import Actor

BeforeParameter = Annotated[int | None, QueryParameter(name="before", ge=1, le=2**53)]


@get(
    "/api/admin/history/{kind:str}/{key:str}",
    summary="Who changed what in a row, the newest first",
    tags=["directory_history"],
)
async def row_history(
    actor: NamedDependency[Actor],
    directory_history: NamedDependency[DirectoryHistory],
    kind: FromPath[HistoryKind],
    key: FromPath[str],
    before: BeforeParameter = None,
) -> RowHistory:
    """Twenty changes; `before`: the next ones. Passwords are nowhere in it. Of settings `key` is `saved`."""
    return await directory_history.history(kind, key[:200], before, actor)


HANDLERS = (row_history,)
"""What the wiring registers."""
