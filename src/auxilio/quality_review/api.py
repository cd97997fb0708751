"""Reviews over HTTP: what waits, what was written, and whether two agree. Every change of a review is a command and goes through the command bus."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from auxilio.kernel.actor import Actor
from auxilio.quality_review.core.agreement import Agreement
from auxilio.quality_review.queries import NumberedCall, ReviewLists, ReviewQueries, ReviewRead, ReviewRow


class ReviewController(Controller):
    """`/api/reviews`."""

    path = "/api/reviews"

    @get("/", summary="What waits for a reviewer, and what is written")
    async def lists(
        self, actor: NamedDependency[Actor], reviews: NamedDependency[ReviewQueries]
    ) -> ReviewLists:
        """Scores only for who may read them."""
        return await reviews.lists(actor)

    @get("/mine", summary="What was written about one's own calls")
    async def mine(
        self, actor: NamedDependency[Actor], reviews: NamedDependency[ReviewQueries]
    ) -> list[ReviewRow]:
        """For operators."""
        return await reviews.mine(actor)

    @get("/agreement", summary="How far two reviewers of the same call agree")
    async def agreement(
        self, actor: NamedDependency[Actor], reviews: NamedDependency[ReviewQueries]
    ) -> Agreement:
        """Item by item, and whole."""
        return await reviews.agreement(actor)

    @get("/calls/{number:int}", summary="The call of that number, for who chooses one to be reviewed")
    async def call(
        self, number: FromPath[int], actor: NamedDependency[Actor], reviews: NamedDependency[ReviewQueries]
    ) -> NumberedCall:
        """People speak of calls by number."""
        return await reviews.call_numbered(number, actor)

    @get("/{id:uuid}", summary="One review with its card")
    async def read(
        self, id: FromPath[UUID], actor: NamedDependency[Actor], reviews: NamedDependency[ReviewQueries]
    ) -> ReviewRead:
        """As far as this person may read it."""
        return await reviews.read(id, actor)
