"""One question of the desk that is no command: which live cases may this call tell of too?

Asked by POST, so that what a caller said never stands in an address or an access log.
"""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, post

from auxilio.cases.ports import FindsSame, Typed
from auxilio.cases.similar import SHOWN_MIN, Candidate
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId


class Same(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown, with the line it had to reach."""

    shown_min: int
    candidates: tuple[Candidate, ...]


_typed = msgspec.json.Decoder(Typed)


@post("/api/calls/{call:uuid}/same", status_code=200)
async def same_event(
    request: Request[Any, Any, Any], call: UUID, actor: Actor, finds_same: FindsSame
) -> Same:
    """Cases that may be the same event, each with every reason. Refused: `not_permitted`, `not_your_call`."""
    typed = _typed.decode(await request.body())
    found = await finds_same.of_call(CallId(call), typed, actor)
    return Same(shown_min=SHOWN_MIN, candidates=found)
