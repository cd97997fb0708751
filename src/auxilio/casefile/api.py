"""Routes of reviewers: the story of a reviewed call, and figures of past interviews."""

from datetime import date
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from auxilio.active_content.content_bundle import ContentBundle
from auxilio.archive.api import NOT_KEPT, Language
from auxilio.archive.core.case_page import CasePage
from auxilio.casefile.case_page_reader import CaseReader
from auxilio.casefile.past_interviews import PastInterviews, ProtocolFiguresRead, worded
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.quality_review.queries import ReviewQueries

LOOK = "review"
"""How a case was looked at, in the record of looks."""


@get("/api/reviews/figures", summary="What past interviews tell of the protocols")
async def protocol_figures(
    actor: NamedDependency[Actor],
    past_interviews: NamedDependency[PastInterviews],
    bundle: NamedDependency[ContentBundle],
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
) -> ProtocolFiguresRead:
    """Of whole days, the last 30 without any. Not one word of a caller. Refused: `not_permitted`, `days_turned_round`."""
    require(actor, Permission.REVIEW_READ)
    return worded(await past_interviews.figures(since, until), bundle)


@get("/api/reviews/{id:uuid}/call", summary="The story of the call that a review is about")
async def reviewed_call(
    id: FromPath[UUID],
    actor: NamedDependency[Actor],
    reviews: NamedDependency[ReviewQueries],
    reads_cases: NamedDependency[CaseReader],
    language: FromQuery[Language] = "es",
) -> Response[CasePage]:
    """The case as this person sees it. That they looked, and that it was for a review, is durable before anything is told.

    Refused: `unknown_review`, `not_your_call`, `case_reserved`, `not_permitted`.
    """
    require(actor, Permission.CASE_FILE_READ)
    review = await reviews.allowed(id, actor)
    return Response(await reads_cases.read(review.subject.case, actor, language, LOOK), headers=NOT_KEPT)
