"""Translations to be read beside their originals, over HTTP.

Litestar finds `actor` and `translation_review` by name: the wiring provides them (app/processes/web_application.py).
"""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from auxilio.active_content.translation_review.review import (
    TranslationAnswer,
    TranslationQuestion,
    TranslationReview,
)
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor


@post("/api/content/translations", status_code=200, summary="Translations to be read, over a draft")
async def read_translations(
    data: JSONBody[TranslationQuestion],
    actor: NamedDependency[Actor],
    translation_review: NamedDependency[TranslationReview],
) -> TranslationAnswer:
    """What nobody has read, one document beside its original, and the file with what was read. Nothing is kept."""
    require(actor, Permission.CONTENT_WRITE)
    return await translation_review.ask(data, actor)
