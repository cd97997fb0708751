"""Commands to reviews: load, decide, commit."""

from uuid import UUID

from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled, Links, members
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork
from auxilio.platform.ids import derived_id
from auxilio.review import drawing, machine
from auxilio.review import messages as m
from auxilio.review.model import Review, Why, WhyKind
from auxilio.review.ports import Cards, ReviewedCalls

# A review is no part of the case file: what a colleague thinks of a call is not handed to a court with it.
REVIEW = Noun(
    "review",
    Review,
    m.ReviewEvent,
    machine.evolve,
    links=lambda r: Links(mode=r.subject.mode),
    live=lambda _: False,
)
DRAW = Noun(
    "draw", drawing.Draw, drawing.DayDrawn, drawing.evolve, links=lambda _: Links(), live=lambda _: False
)
COMMANDS: tuple[type[Command], ...] = (*members(m.ReviewCommand), drawing.DrawDay)


def review_id(call: CallId) -> UUID:
    """Of the one review that every call has at most; whoever chooses it, and however often."""
    return derived_id(call, "review")


def second_id(review: UUID) -> UUID:
    """Of the second review of the same call."""
    return derived_id(review, "review.second")


class Reviewing:
    """The shell of reviews."""

    def __init__(self, work: UnitOfWork, calls: ReviewedCalls, cards: Cards) -> None:
        self._work, self._calls, self._cards = work, calls, cards

    async def handle(
        self, command_id: CommandId, command: m.ReviewCommand | drawing.DrawDay, actor: Actor
    ) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)

        async def decide(attempt: Attempt) -> None:
            match command:
                case drawing.DrawDay():
                    await self._draw(attempt, command)
                case m.ChooseCall():
                    why = Why(kind=WhyKind.PERSON, code=command.cause, words=command.reason, by=actor.name)
                    await self._choose(attempt, command.call, (why,))
                case m.ChooseByRule():
                    whys = tuple(Why(kind=WhyKind.RULE, code=rule) for rule in command.rules)
                    await self._choose(attempt, command.call, whys)
                case m.ChooseSecond():
                    await self._choose_second(attempt, command, actor)
                case m.TakeReview():
                    await self._take(attempt, command, actor)
                case _:
                    await self._go_on(attempt, command, actor)

        return await self._work.run(command_id, command, actor, decide)

    async def _choose(self, attempt: Attempt, call: CallId, whys: tuple[Why, ...]) -> None:
        id = review_id(call)
        review = await attempt.find(REVIEW, id)
        subject = review.subject if review else await self._calls.subject(call)
        attempt.facts["review"] = str(id)
        attempt.record(REVIEW, id, machine.choose(review, id, subject, whys))

    async def _choose_second(self, attempt: Attempt, command: m.ChooseSecond, actor: Actor) -> None:
        id = second_id(command.review)
        await attempt.load((REVIEW, command.review), (REVIEW, id))
        first, second = await attempt.get(REVIEW, command.review), await attempt.find(REVIEW, id)
        why = Why(kind=WhyKind.SECOND, code="asked", words=command.reason, by=actor.name)
        attempt.record(REVIEW, id, machine.choose_second(first, second, id, why))

    async def _draw(self, attempt: Attempt, command: drawing.DrawDay) -> None:
        key = command.day[:7]
        events = drawing.decide(await attempt.find(DRAW, key), command)
        attempt.record(DRAW, key, events)
        of = {one.subject.call: one.subject for one in command.candidates}
        for event in events:
            why = Why(kind=WhyKind.DRAWN, code=command.day)
            for drawn in event.of.drawn:
                id = review_id(drawn.call)
                review = await attempt.find(REVIEW, id)
                attempt.record(REVIEW, id, machine.choose(review, id, of[drawn.call], (why,)))
            for call in event.of.doubled:
                first = await attempt.get(REVIEW, review_id(call))
                id = second_id(first.id)
                second = Why(kind=WhyKind.SECOND, code="drawn")
                known = await attempt.find(REVIEW, id)
                attempt.record(REVIEW, id, machine.choose_second(first, known, id, second))

    async def _take(self, attempt: Attempt, command: m.TakeReview, actor: Actor) -> None:
        review = await attempt.get(REVIEW, command.review)
        # Both in hand: of two reviews of one call that one person takes in the same moment, one is decided again.
        twin = await attempt.find(REVIEW, review.second_of or second_id(review.id))
        look = await self._calls.look(review.subject, actor)
        await self._cards.keep(look.card)
        attempt.record(REVIEW, review.id, machine.take(review, twin, look, actor))

    async def _go_on(
        self,
        attempt: Attempt,
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
