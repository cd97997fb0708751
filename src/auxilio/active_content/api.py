"""The content in force over HTTP, and its versions; trials of drafts, and recordings of card steps.

What authors and approvers work with is `content_release.api`.
"""

import asyncio
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter, QueryParameter

from auxilio.active_content.approvals import UnsignedContent
from auxilio.active_content.area_forms import AreaAnswer, AreaForms, AreaQuestion
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.active_content.content_coverage import ContentCoverage
from auxilio.active_content.plan_trial import Draft, PlanTrials, ReplayAnswer, Trial, TrialAnswer
from auxilio.active_content.review_copy import review_copy
from auxilio.active_content.versions import ContentVersions
from auxilio.active_content.views import (
    ApprovalViews,
    ContentViews,
    CoverageViews,
    PaperViews,
    known_language,
)
from auxilio.content_release.api import Digest
from auxilio.content_release.store import SetStore
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.instructions.core.model import Card, StepRecording
from auxilio.instructions.recordings import RecordingFolder
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.platform.http.schema_notes import UNCHANGED
from auxilio.platform.i18n import REFERENCE, catalogues


@get("/api/content", responses=UNCHANGED)
async def content(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    views: NamedDependency[ContentViews],
    language: Annotated[str | None, QueryParameter(name="language", pattern=r"^[a-z]{2}$")] = None,
) -> Response[bytes]:
    """Catalogue, types, protocols and cards in force; nothing but a status for who has this version already.

    With `language` what the operator reads comes in that language alone, and what a caller hears in all (decision 0364).
    """
    require(actor, Permission.CONTENT_READ)
    accepted, known = (request.headers.get(name, "") for name in ("accept-encoding", "if-none-match"))
    content = await views.content_for(language)
    status, body, headers = content.answer(accepted, known)
    return Response(body, media_type=MediaType.JSON, headers=headers, status_code=status)


@get(
    "/api/content/phrasebook",
    responses=UNCHANGED,
    summary="Sentences by number, in each language that has them",
)
async def phrasebook(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], views: NamedDependency[ContentViews]
) -> Response[bytes]:
    """What is read to a caller who speaks another language; nothing but a status for who has this version already."""
    require(actor, Permission.CONTENT_READ)
    accepted, known = (request.headers.get(name, "") for name in ("accept-encoding", "if-none-match"))
    status, body, headers = views.phrasebook.answer(accepted, known)
    return Response(body, media_type=MediaType.JSON, headers=headers, status_code=status)


@get(
    "/api/content/paper",
    media_type="application/pdf",
    summary="What a centre works with when its system or its 112 fails, as a PDF",
)
async def content_paper(
    actor: NamedDependency[Actor],
    paper_views: NamedDependency[PaperViews],
    language: Annotated[str, QueryParameter(name="language", pattern=r"^[a-z]{2}$")] = REFERENCE,
) -> Response[bytes]:
    """Of the content and the area in force: to be printed beforehand."""
    require(actor, Permission.CONTENT_READ)
    paper = await asyncio.to_thread(paper_views.paper, language)
    headers = {
        "content-disposition": f'inline; filename="auxilio-{language}.pdf"',
        "cache-control": "no-store",
    }
    return Response(paper, media_type="application/pdf", headers=headers)


@get(
    "/api/content/partial/{language:str}",
    responses=UNCHANGED,
    summary="Life cards and critical questions in one more language",
)
async def partial_language(
    language: FromPath[Annotated[str, PathParameter(pattern=r"^[a-z]{2,3}$")]],
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    views: NamedDependency[ContentViews],
) -> Response[bytes]:
    """What a desk shows beside its own words to a caller who speaks it; nothing but a status for who has this version already."""
    require(actor, Permission.CONTENT_READ)
    body = views.partial_language(language)
    accepted, known = (request.headers.get(name, "") for name in ("accept-encoding", "if-none-match"))
    status, said, headers = body.answer(accepted, known)
    return Response(said, media_type=MediaType.JSON, headers=headers, status_code=status)


@get("/api/content/versions/{digest:str}", summary="One protocol or card, as a case began with it")
async def content_version(
    digest: FromPath[Digest], actor: NamedDependency[Actor], bundle: NamedDependency[ContentBundle]
) -> Response[bytes]:
    """In force or not: an interview goes on with the version it began with. It never changes, so it is kept for ever."""
    require(actor, Permission.CONTENT_READ)
    found = bundle.version(digest)
    if found is None:
        raise Refused("unknown_version", digest=digest[:12])
    kept = {"cache-control": "private, max-age=31536000, immutable"}
    return Response(msgspec.json.encode(found), media_type=MediaType.JSON, headers=kept)


@get(
    "/api/content/versions/{digest:str}/copy",
    media_type="application/pdf",
    summary="One protocol or card to be read and signed by hand, as a PDF",
)
async def content_copy(
    digest: FromPath[Digest],
    actor: NamedDependency[Actor],
    bundle: NamedDependency[ContentBundle],
    sets: NamedDependency[SetStore],
    language: Annotated[str, QueryParameter(name="language", pattern=r"^[a-z]{2}$")] = REFERENCE,
) -> Response[bytes]:
    """Every version that was ever checked here; what names it finds (cards, types) are those in force."""
    require(actor, Permission.CONTENT_REVIEW)
    known_language(language)
    for version in await sets.versions(bundle.remembered):
        bundle.remember(version)
    found = bundle.version(digest)
    if found is None:
        raise Refused("unknown_version", digest=digest[:12])
    paper = await asyncio.to_thread(review_copy, found, bundle, catalogues(), language)
    name = f"{found.id}-{found.version}-{language}.pdf"
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"}
    return Response(paper, media_type="application/pdf", headers=headers)


@get("/api/types")
async def type_names(views: NamedDependency[ContentViews]) -> Response[bytes]:
    """The name of each incident type, by code: `{"SAN-01": {"es": …}}`. For a crew, which reads no protocols."""
    return Response(views.types, media_type=MediaType.JSON)


@get("/api/admin/content", summary="Which content is in force")
async def content_versions(
    actor: NamedDependency[Actor], views: NamedDependency[ContentViews]
) -> ContentVersions:
    """Versions, digests and approvals; not one word of what is asked or said."""
    require(actor, Permission.CONTENT_LIST)
    return views.versions


@get("/api/content/unsigned", summary="What of the content in force two offices have not signed")
async def unsigned_content(
    actor: NamedDependency[Actor], approvals: NamedDependency[ApprovalViews]
) -> UnsignedContent:
    """Each document by name, to be signed as it is (`publishing.confirm`)."""
    require(actor, Permission.CONTENT_REVIEW)
    return await approvals.unsigned()


@get("/api/content/coverage", summary="What the content in force covers, and what it rests on")
async def content_coverage(
    actor: NamedDependency[Actor], coverage_views: NamedDependency[CoverageViews]
) -> ContentCoverage:
    """Types with protocol and cards, translations with their readers, sources with edition and expiry."""
    require(actor, Permission.CONTENT_REVIEW)
    return await coverage_views.coverage()


@post("/api/plan/trial", status_code=200, summary="What a draft of the response plan would ask of whom")
async def try_plan(
    data: JSONBody[Trial], actor: NamedDependency[Actor], plan_trials: NamedDependency[PlanTrials]
) -> TrialAnswer:
    """The draft beside the plan in force. No request is sent."""
    require(actor, Permission.CONTENT_REVIEW)
    return await plan_trials.ask(data)


@post("/api/plan/replay", status_code=200, summary="The past month's cases by a draft of the response plan")
async def replay_plan(
    data: JSONBody[Draft], actor: NamedDependency[Actor], plan_trials: NamedDependency[PlanTrials]
) -> ReplayAnswer:
    """Which of them would have been asked of others, or for something else."""
    require(actor, Permission.CONTENT_REVIEW)
    return await plan_trials.month(data)


@post("/api/plan/area", status_code=200, summary="The area of the response plan as a form over a draft")
async def area_form(
    data: JSONBody[AreaQuestion], actor: NamedDependency[Actor], area_forms: NamedDependency[AreaForms]
) -> AreaAnswer:
    """The form, the file that it writes, and what is wrong beside its field. Nothing is kept."""
    require(actor, Permission.CONTENT_REVIEW)
    return await area_forms.ask(data)


CACHE_FOREVER = {"cache-control": "private, max-age=31536000, immutable"}


@get("/api/recordings/{digest:str}", summary="What can be played of one version of a card")
async def recordings_of(
    digest: FromPath[Digest],
    actor: NamedDependency[Actor],
    bundle: NamedDependency[ContentBundle],
    recordings: NamedDependency[RecordingFolder],
) -> dict[str, dict[str, StepRecording]]:
    """Step, language, recording; empty where there are none that speak the words of this version."""
    require(actor, Permission.CONTENT_READ)
    card = bundle.version(digest)
    if not isinstance(card, Card):
        raise Refused("unknown_version", digest=digest[:12])
    return recordings.of(card)


@get("/api/recordings/sounds/{digest:str}", media_type="audio/wav", summary="One recording, as a WAV")
async def recording_sound(
    digest: FromPath[Digest], actor: NamedDependency[Actor], recordings: NamedDependency[RecordingFolder]
) -> Response[bytes]:
    """It never changes under its digest, so it is kept for ever."""
    require(actor, Permission.CONTENT_READ)
    sound = recordings.sound(digest)
    if sound is None:
        raise Refused("recording_not_here", digest=digest[:12])
    return Response(sound, media_type="audio/wav", headers=CACHE_FOREVER)
