"""One question of the desk that is no command: which live cases may this call tell of too?

Asked by POST, so that what a caller said never stands in an address or an access log.
"""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from auxilio.cases.core.duplicate_incidents import SHOWN_MIN, DuplicateCandidate
from auxilio.cases.ports import DeskDraft, DuplicateFinder
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId
from auxilio.platform.http.schema_notes import reads_json


class DuplicateCandidates(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown, with the line it had to reach."""

    shown_min: int
    candidates: tuple[DuplicateCandidate, ...]


_typed = msgspec.json.Decoder(DeskDraft)


@post("/api/calls/{call:uuid}/same", opt=reads_json(DeskDraft), status_code=200)
async def find_duplicates(
    request: Request[Any, Any, Any],
    call: FromPath[UUID],
    actor: NamedDependency[Actor],
    finds_same: NamedDependency[DuplicateFinder],
) -> DuplicateCandidates:
    """Cases that may be the same event, each with every reason. Refused: `not_permitted`, `not_your_call`."""
    typed = _typed.decode(await request.body())
    found = await finds_same.of_call(CallId(call), typed, actor)
    return DuplicateCandidates(shown_min=SHOWN_MIN, candidates=found)
