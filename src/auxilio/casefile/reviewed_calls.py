"""Calls and their cases as reviews read them. Implements `quality_review.ports.ReviewedCalls`."""

from uuid import UUID

from auxilio.access.case_access import CaseAccess
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.archive.store import ArchiveReads
from auxilio.calls.core.model import FINISHED_STATES, Call
from auxilio.calls.service import CALL
from auxilio.cases.service import CASE
from auxilio.instructions.core.model import Card
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, PersonId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.quality_review.core.machine import ReviewBasis
from auxilio.quality_review.core.model import ReviewSubject, ScoreCard
from auxilio.reporting.narrative_facts import story_facts
from auxilio.reporting.narratives import NarrativeTable
from auxilio.reporting.review_findings import CallLog, findings, hands
from auxilio.triage.core.engine import Interview


class CaseContentVersions:
    """Implements `reporting.review_findings.Contents`: each document as a case began with it; targets are those in force."""

    def __init__(self, content: ContentBundle) -> None:
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


class ReviewedCallLog:
    """Reads a call in the log of its case."""

    def __init__(
        self, pool: Pool, admission: CaseAccess, content: ContentBundle, narratives: NarrativeTable
    ) -> None:
        self._narratives = narratives
        self._pool, self._admission, self._content = pool, admission, content
        self._reads, self._of_then = ArchiveReads(pool), CaseContentVersions(content)

    @property
    def card(self) -> ScoreCard:
        """The card in force. Raises `Refused("no_scorecard")`."""
        if self._content.scorecard is None:
            raise Refused("no_scorecard")
        return self._content.scorecard

    async def subject(self, call: CallId) -> ReviewSubject:
        """See `quality_review.ports.ReviewedCalls`."""
        found = await log.state_of(self._pool, stream_id(CALL.name, call))
        if found is None:
            raise Refused("unknown_call", id=str(call))
        seen: Call = CALL.read_state(found[1])
        if seen.state not in FINISHED_STATES or seen.answered_at is None or seen.operator is None:
            raise Refused("call_not_over", number=seen.number)
        if seen.case is None:
            raise Refused("call_without_case", number=seen.number)
        case = await log.state_of(self._pool, stream_id(CASE.name, seen.case))
        assert case is not None, "a call joins a case that is there"
        return ReviewSubject(
            call=seen.id,
            number=seen.number,
            case=seen.case,
            mode=seen.mode,
            operator=seen.operator,
            operator_name=seen.operator_name or "",
            answered_at=seen.answered_at,
            priority=CASE.read_state(case[1]).priority,
        )

    async def look(self, subject: ReviewSubject, actor: Actor) -> ReviewBasis:
        """See `quality_review.ports.ReviewedCalls`."""
        card = self.card
        others = await self._admission.admit(subject.case, actor)
        if (home := others.withheld.get(subject.call)) is not None:
            await self._admission.admit(home, actor)  # refuses: the call is of a reserved case now
        seen = await self.log_of(subject.case, subject.call)
        doers = frozenset(PersonId(UUID(str(one))) for one in hands(seen.facts))
        return ReviewBasis(card=card, findings=findings(card, seen), hands=doers)

    async def log_of(self, case: CaseId, call: CallId) -> CallLog:
        """A call in every fact of its case, its own first ones among them, from before there was a case."""
        streams = await self._reads.streams(case)
        facts = story_facts([envelope for stream in streams for envelope in stream], self._narratives)
        return CallLog(facts, call, self._of_then)
