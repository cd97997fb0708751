"""One question of the desk that is no command: which incident types do these words mean?

Asked by POST, so that what a caller said never stands in an address or an access log.
"""

from typing import Annotated, Any

import msgspec
from litestar import Request, post
from litestar.di import NamedDependency

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.triage.core.type_suggestion import TypeSuggester, TypeSuggestion


class SuggestionRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was said or typed so far."""

    text: Annotated[str, msgspec.Meta(max_length=4000)]


_suggestion_request = msgspec.json.Decoder(SuggestionRequest)


@post("/api/triage/suggest", status_code=200)
async def suggest_types(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], suggester: NamedDependency[TypeSuggester]
) -> list[TypeSuggestion]:
    """The three likeliest types, each with the phrase it was known by and the words that were heard."""
    require(actor, Permission.CONTENT_READ)
    return list(suggester.suggest(_suggestion_request.decode(await request.body()).text))
