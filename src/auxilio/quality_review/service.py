"""Commands to reviews: load, decide, commit."""

from uuid import UUID

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.ids import derived_id
from auxilio.quality_review.core import machine, sampling_draw
from auxilio.quality_review.core import messages as m
from auxilio.quality_review.core.model import Review, ReviewReason, ReviewReasonKind
from auxilio.quality_review.ports import ReviewedCalls, Scorecards

# A review is no part of the case file: what a colleague thinks of a call is not handed to a court with it.
REVIEW = Aggregate(
    "review",
    Review,
    m.ReviewEvent,
    machine.evolve,
    links=lambda r: Links(mode=r.subject.mode),
    live=lambda _: False,
)
DRAW = Aggregate(
    "draw",
    sampling_draw.Draw,
    sampling_draw.DayDrawn,
    sampling_draw.evolve,
    links=lambda _: Links(),
    live=lambda _: False,
)
COMMANDS: tuple[type[Command], ...] = (*union_members(m.ReviewCommand), sampling_draw.DrawDay)


def review_id(call: CallId) -> UUID:
    """Of the one review that every call has at most; whoever chooses it, and however often."""
    return derived_id(call, "review")


def second_id(review: UUID) -> UUID:
    """Of the second review of the same call."""
    return derived_id(review, "review.second")


class ReviewService:
    """The service of reviews."""

    def __init__(self, work: UnitOfWork, calls: ReviewedCalls, cards: Scorecards) -> None:
        self._work, self._calls, self._cards = work, calls, cards

    async def handle(
        self, command_id: CommandId, command: m.ReviewCommand | sampling_draw.DrawDay, actor: Actor
    ) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case sampling_draw.DrawDay():
                    await self._draw(attempt, command)
                case m.ChooseCall():
                    why = ReviewReason(
                        kind=ReviewReasonKind.PERSON, code=command.cause, words=command.reason, by=actor.name
                    )
                    await self._choose(attempt, command.call, (why,))
                case m.ChooseByRule():
                    whys = tuple(
                        ReviewReason(kind=ReviewReasonKind.RULE, code=rule) for rule in command.rules
                    )
                    await self._choose(attempt, command.call, whys)
                case m.ChooseSecond():
                    await self._choose_second(attempt, command, actor)
                case m.TakeReview():
                    await self._take(attempt, command, actor)
                case _:
                    await self._go_on(attempt, command, actor)

        return await self._work.run(command_id, command, actor, decide)

    async def _choose(self, attempt: CommandContext, call: CallId, whys: tuple[ReviewReason, ...]) -> None:
        id = review_id(call)
        review = await attempt.find(REVIEW, id)
        subject = review.subject if review else await self._calls.subject(call)
        attempt.facts["review"] = str(id)
        attempt.record(REVIEW, id, machine.choose(review, id, subject, whys))

    async def _choose_second(self, attempt: CommandContext, command: m.ChooseSecond, actor: Actor) -> None:
        id = second_id(command.review)
        await attempt.load((REVIEW, command.review), (REVIEW, id))
        first, second = await attempt.get(REVIEW, command.review), await attempt.find(REVIEW, id)
        why = ReviewReason(kind=ReviewReasonKind.SECOND, code="asked", words=command.reason, by=actor.name)
        attempt.record(REVIEW, id, machine.choose_second(first, second, id, why))

    async def _draw(self, attempt: CommandContext, command: sampling_draw.DrawDay) -> None:
        key = command.day[:7]
        events = sampling_draw.decide(await attempt.find(DRAW, key), command)
        attempt.record(DRAW, key, events)
        of = {one.subject.call: one.subject for one in command.candidates}
        for event in events:
            why = ReviewReason(kind=ReviewReasonKind.DRAWN, code=command.day)
            for drawn in event.of.drawn:
                id = review_id(drawn.call)
                review = await attempt.find(REVIEW, id)
                attempt.record(REVIEW, id, machine.choose(review, id, of[drawn.call], (why,)))
            for call in event.of.doubled:
                first = await attempt.get(REVIEW, review_id(call))
                id = second_id(first.id)
                second = ReviewReason(kind=ReviewReasonKind.SECOND, code="drawn")
                known = await attempt.find(REVIEW, id)
                attempt.record(REVIEW, id, machine.choose_second(first, known, id, second))

    async def _take(self, attempt: CommandContext, command: m.TakeReview, actor: Actor) -> None:
        review = await attempt.get(REVIEW, command.review)
        # Both in hand: of two reviews of one call that one person takes in the same moment, one is decided again.
        twin = await attempt.find(REVIEW, review.second_of or second_id(review.id))
        look = await self._calls.look(review.subject, actor)
        await self._cards.keep(look.card)
        attempt.record(REVIEW, review.id, machine.take(review, twin, look, actor))

    async def _go_on(
        self,
        attempt: CommandContext,
        command: m.PutBackReview
        | m.ScoreItem
        | m.SubmitReview
        | m.CorrectReview
        | m.ReplyToReview
        | m.CloseSafety,
        actor: Actor,
    ) -> None:
        review = await attempt.get(REVIEW, command.review)
        match command:
            case m.ReplyToReview():
                events = machine.reply(review, command, actor, attempt.at)
            case m.CloseSafety():
                events = machine.close_safety(review, command, actor)
            case _:
                if review.card is None:
                    raise Refused("review_not_taken", number=review.subject.number)
                card = await self._cards.card(review.card)
                events = machine.write(review, command, card, actor, attempt.at)
        attempt.record(REVIEW, review.id, events)
