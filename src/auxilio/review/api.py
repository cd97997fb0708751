"""Reviews over HTTP: what waits, what was written, and whether two agree. What is asked of a review goes by the one door."""

from uuid import UUID

from litestar import Controller, get

from auxilio.kernel.actor import Actor
from auxilio.review.agreement import Agreement
from auxilio.review.desk import CallNumbered, Lists, ReviewDesk, ReviewRead, ReviewRow


class ReviewController(Controller):
    """`/api/reviews`."""

    path = "/api/reviews"

    @get("/", summary="What waits for a reviewer, and what is written")
    async def lists(self, actor: Actor, reviews: ReviewDesk) -> Lists:
        """Scores only for who may read them."""
        return await reviews.lists(actor)

    @get("/mine", summary="What was written about one's own calls")
    async def mine(self, actor: Actor, reviews: ReviewDesk) -> list[ReviewRow]:
        """For operators."""
        return await reviews.mine(actor)

    @get("/agreement", summary="How far two reviewers of the same call agree")
    async def agreement(self, actor: Actor, reviews: ReviewDesk) -> Agreement:
        """Item by item, and whole."""
        return await reviews.agreement(actor)

    @get("/calls/{number:int}", summary="The call of that number, for who chooses one to be reviewed")
    async def call(self, number: int, actor: Actor, reviews: ReviewDesk) -> CallNumbered:
        """People speak of calls by number."""
        return await reviews.call_numbered(number, actor)

    @get("/{id:uuid}", summary="One review with its card")
    async def read(self, id: UUID, actor: Actor, reviews: ReviewDesk) -> ReviewRead:
        """As far as this person may read it."""
        return await reviews.read(id, actor)
