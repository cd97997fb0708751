"""The content in force over HTTP, and its versions; what authors and approvers work with is `publishing.api`."""

import asyncio
from collections.abc import Mapping
from typing import Annotated

import msgspec
from litestar import MediaType, Response, get
from litestar.params import QueryParameter

from auxilio.app.house import Shell
from auxilio.app.plan_trial import PastCases, PlanTrials
from auxilio.app.published import Published
from auxilio.app.review_copy import review_copy
from auxilio.app.studies import ContentStudies, PastRuns
from auxilio.app.versions import Versions, versions
from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.instructions.model import Card
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.platform.i18n import REFERENCE, catalogues
from auxilio.publishing.api import Digest
from auxilio.publishing.desk import ReleaseDesk
from auxilio.publishing.store import SetStore
from auxilio.triage.model import Catalog, IncidentType, Protocol
from auxilio.triage.suggest import Suggester


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """Everything reviewed that is in force, for a console to keep through a shift."""

    catalog: Catalog
    types: Mapping[str, IncidentType]
    protocols: Mapping[str, Protocol]
    cards: Mapping[str, Card]


def in_force(published: Published) -> bytes:
    """The content as JSON."""
    library = published.library
    protocols = {id: interview.protocol for id, interview in library.interviews.items()}
    content = Content(
        catalog=library.catalog, types=library.types, protocols=protocols, cards=published.cards.cards
    )
    return msgspec.json.encode(content)


def names_of_types(published: Published) -> bytes:
    """What each type is called, in every language it has words in, as JSON."""
    return msgspec.json.encode({code: each.name for code, each in published.library.types.items()})


class Views:
    """What is told of the content in force, made once for all who ask and anew when a release comes into force."""

    def __init__(self, shell: Shell) -> None:
        self._content = shell.content
        self._make()
        shell.following.on_swap.append(self._make)

    def _make(self) -> None:
        self.content, self.types = in_force(self._content), names_of_types(self._content)
        self.versions, self.suggester = versions(self._content), Suggester(self._content.library.types)


@get("/api/content")
async def content(actor: Actor, views: Views) -> Response[bytes]:
    """Catalogue, types, protocols and cards in force."""
    require(actor, Permission.CONTENT_READ)
    return Response(views.content, media_type=MediaType.JSON)


@get("/api/content/versions/{digest:str}", summary="One protocol or card, as a case began with it")
async def content_version(digest: Digest, actor: Actor, in_house: Published) -> Response[bytes]:
    """In force or not: an interview goes on with the version it began with. It never changes, so it is kept for ever."""
    require(actor, Permission.CONTENT_READ)
    found = in_house.version(digest)
    if found is None:
        raise Refused("unknown_version", digest=digest[:12])
    kept = {"cache-control": "private, max-age=31536000, immutable"}
    return Response(msgspec.json.encode(found), media_type=MediaType.JSON, headers=kept)


@get(
    "/api/content/versions/{digest:str}/copy",
    summary="One protocol or card to be read and signed by hand, as a PDF",
)
async def content_copy(
    digest: Digest,
    actor: Actor,
    in_house: Published,
    sets: SetStore,
    language: Annotated[str, QueryParameter(name="language", pattern=r"^[a-z]{2}$")] = REFERENCE,
) -> Response[bytes]:
    """Every version that was ever checked here; what names it finds (cards, types) are those in force."""
    require(actor, Permission.CONTENT_REVIEW)
    for version in await sets.versions(in_house.remembered):
        in_house.remember(version)
    found = in_house.version(digest)
    if found is None:
        raise Refused("unknown_version", digest=digest[:12])
    paper = await asyncio.to_thread(review_copy, found, in_house, catalogues(), language)
    name = f"{found.id}-{found.version}-{language}.pdf"
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"}
    return Response(paper, media_type="application/pdf", headers=headers)


@get("/api/types")
async def type_names(views: Views) -> Response[bytes]:
    """The name of each incident type, by code: `{"SAN-01": {"es": …}}`. For a crew, which reads no protocols."""
    return Response(views.types, media_type=MediaType.JSON)


@get("/api/admin/content", summary="Which content is in force")
async def content_versions(actor: Actor, views: Views) -> Versions:
    """Versions, digests and approvals; not one word of what is asked or said."""
    require(actor, Permission.CONTENT_LIST)
    return views.versions


def plan_trials(shell: Shell) -> PlanTrials:
    """Where drafts of the response plan are tried."""
    past = PastCases(shell.pool, shell.clock)
    return PlanTrials(shell.sets, shell.ground, lambda: shell.plan, shell.following.area, past)


def studies_of(shell: Shell) -> ContentStudies:
    """What a change of content would do here."""
    return ContentStudies(PastRuns(shell.pool), PastCases(shell.pool, shell.clock), shell.following.area)


def release_desk(shell: Shell) -> ReleaseDesk:
    """What authors and approvers look at."""
    studies, held = studies_of(shell), lambda: shell.in_force.content
    return ReleaseDesk(shell.sets, studies, shell.ground, shell.clock, held)
