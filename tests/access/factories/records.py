"""Case files, looks, searches; reviews of calls."""

from uuid import UUID

from auxilio.archive.core import messages as a
from auxilio.archive.core.model import SealMark
from auxilio.archive.phone_search import SearchByPhone
from auxilio.archive.service import CASE_FILE
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseEnding, ClosingData
from auxilio.cases.service import CASE
from auxilio.identity.core.messages import OpenReservedCase, RecordCaseView
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CaseId, PersonId
from auxilio.kernel.instant import after_s
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from auxilio.quality_review.core import messages as r
from auxilio.quality_review.core.model import (
    Cause,
    ItemScore,
    ReviewLevel,
    ReviewReason,
    ReviewReasonKind,
    ReviewSubject,
)
from auxilio.quality_review.service import REVIEW, review_id
from tests.access.actors import OPERATOR
from tests.access.factories.registry import makes
from tests.access.world import World

MARK = SealMark(index_digest="b" * 64, log_size=1, log_root="c" * 64, key="d" * 16)


def _sealed(w: World) -> CaseId:
    case = w.case(over=True)
    closed = cases.CaseClosed(case=case, closing=ClosingData(disposition=CaseEnding.RESOLVED))
    w.tell(CASE, case, closed, cases.CaseSealed(case=case))
    w.tell(CASE_FILE, case, a.FileSealed(case=case, number=1, mode=Mode.REAL, mark=MARK, by="auxilio"))
    return case


@makes(a.AddAddendum)
def add_addendum(w: World) -> a.AddAddendum:
    return a.AddAddendum(case=_sealed(w), words="llegó tarde un informe")


@makes(a.ReopenFile)
def reopen_file(w: World) -> a.ReopenFile:
    return a.ReopenFile(case=_sealed(w), reason="hay más")


@makes(SearchByPhone)
def search_by_phone(w: World) -> SearchByPhone:
    return SearchByPhone(search=new_id(), phone="600100200")


@makes(RecordCaseView)
def look_at_case(w: World) -> RecordCaseView:
    return RecordCaseView(case=w.case())


@makes(OpenReservedCase)
def open_reserved(w: World) -> OpenReservedCase:
    return OpenReservedCase(case=w.case(), reason="lo pide el juzgado")


# --- reviews --------------------------------------------------------------------------------------


@makes(r.ChooseCall)
def choose_call(w: World) -> r.ChooseCall:
    return r.ChooseCall(call=w.call(w.over), cause=Cause.LEARNING, reason="para aprender")


def _review(w: World, *events: Event, id: UUID | None = None) -> UUID:
    """Of a call of an operator; of an own one only in `_of_mine`."""
    return _of(w, OPERATOR.person, *events, id=id)


def _of(w: World, operator: PersonId, *events: Event, id: UUID | None = None) -> UUID:
    call = w.call(w.over)
    review = id or review_id(call)
    subject = ReviewSubject(
        call=call, number=1, case=w.case(), mode=Mode.REAL, operator=operator, operator_name="Op",
        answered_at=w.at, priority=Priority.P2,
    )  # fmt: skip
    why = ReviewReason(kind=ReviewReasonKind.PERSON, code="learning", words="para aprender", by="Ana")
    w.tell(REVIEW, review, r.ReviewChosen(review=review, subject=subject, why=(why,)), *events)
    return review


def _taken(w: World, review: UUID) -> Event:
    """By who asks; of a neighbour's by somebody else."""
    reviewer = PersonId(new_id()) if w.other else w.who.person
    return r.ReviewTaken(
        review=review, reviewer=reviewer, by="A", card=w.known.card.digest, card_version="1", findings=()
    )


def _submitted(w: World, review: UUID) -> Event:
    scores = tuple(
        ItemScore(item=one.id, level=ReviewLevel.NONE, remark="bien") for one in w.known.card.items()
    )
    until = after_s(w.at, 86_400)
    return r.ReviewSubmitted(review=review, scores=scores, score=1.0, words="", reply_until=until, by="A")


@makes(r.ChooseSecond)
def choose_second(w: World) -> r.ChooseSecond:
    return r.ChooseSecond(review=_review(w), reason="para comparar")


@makes(r.TakeReview)
def take(w: World) -> r.TakeReview:
    return r.TakeReview(review=_review(w))


@makes(r.PutBackReview)
def put_back(w: World) -> r.PutBackReview:
    id = new_id()
    return r.PutBackReview(review=_review(w, _taken(w, id), id=id))


@makes(r.ScoreItem)
def score(w: World) -> r.ScoreItem:
    id, item = new_id(), w.known.card.items()[0].id
    return r.ScoreItem(
        review=_review(w, _taken(w, id), id=id), item=item, level=ReviewLevel.NONE, remark="bien"
    )


@makes(r.SubmitReview)
def submit(w: World) -> r.SubmitReview:
    id = new_id()
    scored = [
        r.ItemScored(review=id, score=ItemScore(item=one.id, level=ReviewLevel.NONE, remark="bien"))
        for one in w.known.card.items()
    ]
    return r.SubmitReview(review=_review(w, _taken(w, id), *scored, id=id))


@makes(r.CorrectReview)
def correct(w: World) -> r.CorrectReview:
    id, item = new_id(), w.known.card.items()[0].id
    review = _review(w, _taken(w, id), _submitted(w, id), id=id)
    return r.CorrectReview(
        review=review, item=item, level=ReviewLevel.MINOR, remark="tarde", reason="me equivoqué"
    )


@makes(r.ReplyToReview)
def reply(w: World) -> r.ReplyToReview:
    """Of a call that who asks has answered; a neighbour's: that another operator has."""
    id = new_id()
    operator = OPERATOR.person if w.other else w.who.person
    taken = r.ReviewTaken(
        review=id,
        reviewer=PersonId(new_id()),
        by="A",
        card=w.known.card.digest,
        card_version="1",
        findings=(),
    )
    return r.ReplyToReview(review=_of(w, operator, taken, _submitted(w, id), id=id), words="había ruido")


@makes(r.CloseSafety)
def close_safety(w: World) -> r.CloseSafety:
    id = new_id()
    taken = r.ReviewTaken(
        review=id,
        reviewer=PersonId(new_id()),
        by="A",
        card=w.known.card.digest,
        card_version="1",
        findings=(),
    )
    flag = r.SafetyFlagRaised(review=id, items=(w.known.card.items()[0].id,))
    review = _review(w, taken, _submitted(w, id), flag, id=id)
    return r.CloseSafety(review=review, words="sin daño")
