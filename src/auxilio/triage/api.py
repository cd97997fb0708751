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
from auxilio.platform.http.schema_notes import reads_json
from auxilio.triage.core.type_suggestion import SUGGESTIONS_MAX, TypeSuggester, TypeSuggestion
from auxilio.triage.ranking_threads import QuestionsAsked, in_ranking_thread


class SuggestionRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was said or typed so far."""

    text: Annotated[str, msgspec.Meta(max_length=4000)]
    limit: Annotated[int, msgspec.Meta(ge=1, le=SUGGESTIONS_MAX)] = 3


_asked = QuestionsAsked()
_suggestion_request = msgspec.json.Decoder(SuggestionRequest)


@post("/api/triage/suggest", opt=reads_json(SuggestionRequest), status_code=200)
async def suggest_types(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], suggester: NamedDependency[TypeSuggester]
) -> list[TypeSuggestion]:
    """The likeliest types. Who may say what an incident is may ask; nothing of the question is kept."""
    require(actor, Permission.TRIAGE_RECLASSIFY)
    asked = _suggestion_request.decode(await request.body())
    # Some milliseconds of arithmetic: a desk that types must not hold up the others.
    with _asked.one_more(actor.id):
        return list(await in_ranking_thread(suggester.suggest, asked.text, asked.limit))
