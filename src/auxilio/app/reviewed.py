"""What reviews ask of the running house: the port `review.ports.ReviewedCalls`."""

from uuid import UUID

from auxilio.app.admission import Admission
from auxilio.app.published import Published
from auxilio.archive.store import ArchiveReads
from auxilio.calls.model import OVER, Call
from auxilio.calls.service import CALL
from auxilio.cases.service import CASE
from auxilio.instructions.model import Card
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, PersonId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Priority
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.reporting.findings import CallLog, findings, hands
from auxilio.reporting.story import known
from auxilio.review.machine import Look
from auxilio.review.model import ScoreCard, Subject
from auxilio.triage.engine import Interview


class ContentOfThen:
    """Implements `reporting.findings.Contents`: each document as a case began with it; targets are those in force."""

    def __init__(self, content: Published) -> None:
        self._content = content

    def interview(self, digest: str) -> Interview | None:
        """A protocol of this very version, made ready to reason with."""
        return self._content.library.interview_of(digest)

    def card(self, digest: str) -> Card | None:
        """A card of this very version."""
        return self._content.cards.card_of(digest)

    def target_s(self, priority: Priority) -> int | None:
        """How soon help of this priority is to leave."""
        return self._content.library.catalog.target_dispatch_s.get(priority.name)


class ReviewedLog:
    """Reads a call in the log of its case."""

    def __init__(self, pool: Pool, admission: Admission, content: Published) -> None:
        self._pool, self._admission, self._content = pool, admission, content
        self._reads, self._of_then = ArchiveReads(pool), ContentOfThen(content)

    @property
    def card(self) -> ScoreCard:
        """The card in force. Raises `Refused("no_scorecard")`."""
        if self._content.scorecard is None:
            raise Refused("no_scorecard")
        return self._content.scorecard

    async def subject(self, call: CallId) -> Subject:
        """See the port."""
        found = await log.state_of(self._pool, stream_id(CALL.name, call))
        if found is None:
            raise Refused("unknown_call", id=str(call))
        seen: Call = CALL.read_state(found[1])
        if seen.state not in OVER or seen.answered_at is None or seen.operator is None:
            raise Refused("call_not_over", number=seen.number)
        if seen.case is None:
            raise Refused("call_without_case", number=seen.number)
        case = await log.state_of(self._pool, stream_id(CASE.name, seen.case))
        assert case is not None, "a call joins a case that is there"
        return Subject(
            call=seen.id,
            number=seen.number,
            case=seen.case,
            mode=seen.mode,
            operator=seen.operator,
            operator_name=seen.operator_name or "",
            answered_at=seen.answered_at,
            priority=CASE.read_state(case[1]).priority,
        )

    async def look(self, subject: Subject, actor: Actor) -> Look:
        """See the port."""
        card = self.card
        await self._admission.admit(subject.case, actor)
        seen = await self.log_of(subject.case, subject.call)
        doers = frozenset(PersonId(UUID(str(one))) for one in hands(seen.facts))
        return Look(card=card, findings=findings(card, seen), hands=doers)

    async def log_of(self, case: CaseId, call: CallId) -> CallLog:
        """A call in every fact of its case, its own first ones among them, from before there was a case."""
        streams = await self._reads.streams(case)
        facts = known([envelope for stream in streams for envelope in stream])
        return CallLog(facts, call, self._of_then)
