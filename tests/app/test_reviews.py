"""Aim: what the log tells of a real call is told right, with its moments; sampling chooses what the card says and no draw can be
steered; nobody reviews their own call or reads another's review; and each look at a case is a fact."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from auxilio.app.casefile import CaseFileDesk, House
from auxilio.app.house import Shell, open_shell, queries, reactions
from auxilio.app.reading import CaseReader
from auxilio.app.review_api import PastInterviews, review_desk
from auxilio.app.sampling import Sampling
from auxilio.app.settings import Settings
from auxilio.app.work import sampling
from auxilio.calls import messages as calls
from auxilio.calls.model import Disposition
from auxilio.cases import messages as cases
from auxilio.cases.model import Degree, Location
from auxilio.dispatch.messages import tasks
from auxilio.geo.service import RegionService
from auxilio.instructions import messages as cards
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled
from auxilio.kernel.ids import CallId, CaseId, RunId, TaskId
from auxilio.kernel.instant import after_s
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode, Priority
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.clock import SystemClock
from auxilio.platform.database import log
from auxilio.platform.database.heads import Sealing
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.process.runner import Runner
from auxilio.review import messages as m
from auxilio.review.desk import ReviewDesk
from auxilio.review.model import Cause, Finding, Level, Review, Verdict, WhyKind
from auxilio.review.service import review_id, second_id
from auxilio.triage import messages as triage
from tests.database import fresh_database
from tests.people import person

OPERATOR, ROOM = (
    person("call_taker", "desk-1", name="Laia Font"),
    person("supervisor", "room", name="Clara Riba"),
)
VERA, HUGO = person("reviewer", name="Vera Camps"), person("reviewer", name="Hugo Sanz")
DOCTOR = person("medical_director", name="Marc Oliva")
ZONE = ZoneInfo("Europe/Madrid")
V = Verdict


class Later(SystemClock):
    """A clock that stands but for a microsecond a look, and goes on when the test says so: a slow machine changes no figure."""

    def __init__(self) -> None:
        super().__init__()
        self._began, self._looks, self.ahead_s = super().now(), 0, 0.0

    def now(self):
        self._looks += 1
        return after_s(self._began, self.ahead_s + self._looks / 1e6)


@dataclass
class Centre:
    """A whole house, with what follows from each fact."""

    shell: Shell
    clock: Later
    runner: Runner
    sampling: Sampling
    desk: ReviewDesk
    files: CaseFileDesk

    async def do(self, actor: Actor, command: Command, later_s: float = 0) -> Handled:
        """A person presses a key so many seconds later, and what follows follows."""
        self.clock.ahead_s += later_s
        handled = await self.shell.door.handle(new_id(), command, actor)
        await self.runner.catch_up()
        return handled

    async def review(self, call: CallId) -> Review:
        return await self.desk._store.review(review_id(call))

    async def findings(self, call: CallId) -> dict[str, Finding]:
        await self.do(ROOM, m.ChooseCall(call=call, cause=Cause.LEARNING, reason="para aprender"))
        await self.do(VERA, m.TakeReview(review=review_id(call)))
        return {one.item: one for one in (await self.review(call)).findings}

    async def tomorrow(self) -> None:
        """The day is over, and its first head is signed."""
        now = self.clock.now().astimezone(ZONE)
        midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        self.clock.ahead_s += (midnight - now).total_seconds() + 60
        keys = self.shell.keys
        await Sealing(self.shell.pool, self.clock, keys.key_id, keys.sign)()

    def today(self):
        return self.clock.now().astimezone(ZONE).date()


@pytest.fixture
async def centre(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Centre]:
    clock = Later()
    # Noon of this very day: whatever is asked of a day has the day around it.
    now = clock.now().astimezone(ZONE)
    clock.ahead_s = (now.replace(hour=12, minute=0) - now).total_seconds() + 86_400
    async with fresh_database(postgres_server) as database:
        settings = Settings(database_url=database.dsn, data=tmp_path)
        async with open_shell(settings, clock) as shell:
            follows = reactions(queries(shell, RegionService.fake()).units_for, shell.content.reassess_s)
            runner = Runner(shell.pool, shell.nouns, shell.wakeups, clock, shell.door, follows)
            blobs = FolderBlobs(tmp_path / "blobs", shell.keys)
            files = CaseFileDesk(shell.pool, clock, shell.keys, blobs, shell.content, House(name="112"))
            files.door = shell.door
            yield Centre(shell, clock, runner, sampling(settings, shell), review_desk(shell), files)


def place(degree: Degree = Degree.AGREED) -> Location:
    return Location(degree=degree, words="Calle del Molino 14", point=Point(lat=42.5, lon=1.5))


@dataclass
class Told:
    """A call that was told."""

    call: CallId
    case: CaseId
    run: RunId
    task: TaskId


async def rings(centre: Centre, actor: Actor = OPERATOR, **more: str) -> Told:
    told = Told(CallId(new_id()), CaseId(new_id()), RunId(new_id()), TaskId(new_id()))
    await centre.do(actor, calls.RecordCall(call=told.call, phone=more.get("phone"), language="es"))
    await centre.do(actor, cases.OpenCase(case=told.case, call=told.call, summary="no respira"), 5)
    return told


async def is_asked(
    centre: Centre, told: Told, protocol: str, actor: Actor = OPERATOR, **answers: str
) -> None:
    await centre.do(actor, triage.StartRun(run=told.run, case=told.case, protocol=protocol, language="es"), 5)
    for question, code in answers.items():
        await centre.do(actor, triage.Answer(run=told.run, question=question, answer=code), 10)


async def sends(centre: Centre, told: Told, priority: Priority, later_s: float = 5) -> None:
    offer = tasks.OfferTask(
        task=told.task,
        case=told.case,
        mode=Mode.REAL,
        centre="pc-1",
        agency="pc",
        service="CIVIL_PROTECTION",
        priority=priority,
    )
    await centre.do(OPERATOR, offer, later_s)


async def leaves(centre: Centre, told: Told, later_s: float) -> None:
    """Told by telephone: the hand-over to a centre without a console."""
    await centre.do(OPERATOR, tasks.TellTask(task=told.task, to="guardia", read_back="Molino 14"), later_s)


async def hangs_up(centre: Centre, told: Told, actor: Actor = OPERATOR) -> None:
    await centre.do(actor, calls.HangUp(call=told.call), 20)
    await centre.do(actor, calls.Dispose(call=told.call, disposition=Disposition.CASE))


async def arrest(centre: Centre) -> Told:
    """A call as it should be: where, the two questions, help, and the card to its end."""
    told = await rings(centre, phone="+34600111222")
    await centre.do(OPERATOR, cases.Locate(case=told.case, location=place()), 5)
    await is_asked(centre, told, "san-pcr", consciente="N", respira="N")
    await sends(centre, told, Priority.P0)
    await leaves(centre, told, 5)
    run = RunId(new_id())
    await centre.do(OPERATOR, cards.OpenCard(run=run, case=told.case, card="rcp-adulto", language="es"))
    await centre.do(OPERATOR, cards.Mark(run=run, mark="first_compression"), 20)
    return told


# --- what the log tells


async def test_a_call_as_it_should_be_is_told_with_the_moments_it_is_read_from(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    found = await centre.findings(told.call)
    said = {item: (one.verdict, one.code) for item, one in found.items()}
    assert said == {
        "address_verified": (V.MET, "place_agreed"),
        "callback": (V.MET, "number_known"),
        "critical_questions": (V.MET, "critical_asked"),
        "priority_ok": (V.MET, "priority_as_proved"),
        "dispatch_time": (V.MET, "in_time"),
        "transfer": (V.UNTOLD, "transfer_not_seen"),
        "given": (V.NOT_MET, "card_not_opened"),
        "coaching": (V.MET, "marks_in_time"),
        "notes": (V.MET, "fields_there"),
        "linked": (V.NOT_APPLICABLE, "no_repeat"),
    }
    facts = {one.id: one for one in await log.of_case(centre.shell.pool, told.case)}
    read = found["dispatch_time"].moments
    assert [facts[one.event].kind for one in read] == ["dispatch.task.offered", "dispatch.task.told"]
    assert [facts[one.event].happened_at for one in read] == [one.at for one in read]
    assert (found["dispatch_time"].facts["taken"], found["dispatch_time"].facts["target"]) == ("45", "60")
    assert found["coaching"].facts["marks"] == "first_compression 65 s"
    assert "dea" in found["given"].facts["cards"], "the card of the defibrillator was proved and never opened"


async def test_a_call_that_went_otherwise_is_told_otherwise(centre: Centre) -> None:
    told = await rings(centre)
    await is_asked(centre, told, "san-pcr", consciente="N")
    await centre.do(OPERATOR, cases.Locate(case=told.case, location=place(Degree.SAID)))
    await sends(centre, told, Priority.P0, later_s=90)
    await leaves(centre, told, 30)
    await hangs_up(centre, told)
    found = await centre.findings(told.call)
    said = {item: (one.verdict, one.code) for item, one in found.items()}
    assert said["address_verified"] == (V.NOT_MET, "place_not_agreed")
    assert said["callback"] == (V.NOT_MET, "no_number")
    assert said["critical_questions"] == (V.NOT_MET, "critical_missing")
    assert found["critical_questions"].facts["missing"] == "san-pcr: respira"
    assert said["dispatch_time"] == (V.NOT_MET, "late")
    assert said["coaching"] == (V.UNTOLD, "marks_missing")


async def test_a_priority_that_a_person_changed_is_for_a_person_to_judge(centre: Centre) -> None:
    told = await rings(centre)
    await is_asked(centre, told, "san-pcr", consciente="N", respira="N")
    lowered = cases.SetPriority(case=told.case, priority=Priority.P2, reason="lo veo por la cámara")
    await centre.do(ROOM, lowered)
    await hangs_up(centre, told)
    found = (await centre.findings(told.call))["priority_ok"]
    assert (found.verdict, found.code) == (V.UNTOLD, "priority_by_hand")
    assert found.facts["reason"] == "lo veo por la cámara"


async def test_what_another_desk_sent_before_is_none_of_this_operators_doing(centre: Centre) -> None:
    told = await arrest(centre)
    again = CallId(new_id())
    other = person("call_taker", "desk-2", name="Pau Serra")
    await centre.do(other, calls.RecordCall(call=again, phone="+34600333444", language="es"), 60)
    await centre.do(other, cases.LinkCall(case=told.case, call=again), 30)
    await centre.do(other, calls.HangUp(call=again), 10)
    found = await centre.findings(again)
    said = {item: one.code for item, one in found.items()}
    assert said["address_verified"] == said["dispatch_time"] == "sent_before_this_call"
    assert (found["linked"].verdict, found["linked"].facts["taken"]) == (V.MET, "30")
    assert said["critical_questions"] == "no_interview"
    assert said["priority_ok"] == "decided_elsewhere"


# --- who may


async def test_nobody_who_worked_on_the_case_reviews_it_and_a_reserved_one_is_for_named_people(
    centre: Centre,
) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    choose = m.ChooseCall(call=told.call, cause=Cause.COMPLAINT, reason="llama la familia")
    for refused in (VERA, ROOM):
        await centre.do(refused, choose)
    review = review_id(told.call)
    assert [why.kind for why in (await centre.review(told.call)).whys] == [WhyKind.PERSON] * 2
    with pytest.raises(Refused, match="not_permitted"):
        await centre.do(OPERATOR, m.TakeReview(review=review))
    both = person("reviewer", name="Laia Font")
    with pytest.raises(Refused, match="own_call"):
        await centre.do(Actor(**{**_fields(both), "id": OPERATOR.id}), m.TakeReview(review=review))
    await centre.do(OPERATOR, cases.Reserve(case=told.case, reason="menor"))
    with pytest.raises(Refused, match="case_reserved"):
        await centre.do(VERA, m.TakeReview(review=review))


def _fields(actor: Actor):
    return {name: getattr(actor, name) for name in actor.__struct_fields__}


async def test_administrators_and_strangers_see_none_of_it(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    await centre.do(ROOM, m.ChooseCall(call=told.call, cause=Cause.OTHER, reason="porque sí"))
    for role in ("administrator", "dispatcher", "crew", "records_officer"):
        stranger = person(role)
        for asked in (
            centre.desk.lists(stranger),
            centre.desk.mine(stranger),
            centre.desk.agreement(stranger),
            centre.desk.read(review_id(told.call), stranger),
            centre.desk.call_numbered(1, stranger),
            centre.do(stranger, m.TakeReview(review=review_id(told.call))),
            centre.do(stranger, m.ChooseCall(call=told.call, cause=Cause.OTHER, reason="quiero verla")),
        ):
            with pytest.raises(Refused, match="not_permitted"):
                await asked
    # Those who choose and answer for quality write none; the operator sees nothing before it is submitted.
    with pytest.raises(Refused, match="not_permitted"):
        await centre.do(ROOM, m.TakeReview(review=review_id(told.call)))
    with pytest.raises(Refused, match="not_your_call"):
        await centre.desk.read(review_id(told.call), OPERATOR)
    number = (await centre.review(told.call)).subject.number
    assert (await centre.desk.call_numbered(number, ROOM)).call == told.call


async def test_a_call_that_goes_on_or_tells_of_no_case_is_not_reviewed(centre: Centre) -> None:
    told = await rings(centre)
    choose = m.ChooseCall(call=told.call, cause=Cause.OTHER, reason="porque sí")
    with pytest.raises(Refused, match="call_not_over"):
        await centre.do(ROOM, choose)
    alone = CallId(new_id())
    other = person("call_taker", "desk-2")
    await centre.do(other, calls.RecordCall(call=alone, language="es"))
    await centre.do(other, calls.HangUp(call=alone))
    with pytest.raises(Refused, match="call_without_case"):
        await centre.do(ROOM, m.ChooseCall(call=alone, cause=Cause.OTHER, reason="porque sí"))


async def write(centre: Centre, actor: Actor, id: UUID, **levels: Level) -> None:
    await centre.do(actor, m.TakeReview(review=id))
    for item in centre.desk._card().items():
        level = levels.get(item.id, Level.NONE)
        await centre.do(actor, m.ScoreItem(review=id, item=item.id, level=level, remark="escuchado"))
    await centre.do(actor, m.SubmitReview(review=id, words="bien"))


async def test_two_review_blind_the_operator_answers_and_harm_is_closed_by_a_third(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    await centre.do(ROOM, m.ChooseCall(call=told.call, cause=Cause.LEARNING, reason="buen ejemplo"))
    first, second = review_id(told.call), second_id(review_id(told.call))
    await centre.do(ROOM, m.ChooseSecond(review=first, reason="para comparar"))
    await write(centre, VERA, first, no_never=Level.CRITICAL)
    with pytest.raises(Refused, match="reviewed_by_you"):
        await centre.do(VERA, m.TakeReview(review=second))

    # Hugo sees that it is there and not what it says, before and after he has written his own.
    seen = await centre.desk.read(first, HUGO)
    assert (seen.readable, seen.review.scores, seen.review.score, seen.review.safety) == (
        False,
        (),
        None,
        None,
    )
    assert all(row.score is None for row in (await centre.desk.lists(HUGO)).submitted)
    await write(centre, HUGO, second, no_never=Level.MAJOR)

    # The operator reads and answers; nobody else does for them.
    mine = await centre.desk.mine(OPERATOR)
    assert {row.id for row in mine} == {first, second}
    assert (await centre.desk.read(first, OPERATOR)).review.words == "bien"
    stranger = person("call_taker", "desk-3")
    assert await centre.desk.mine(stranger) == []
    with pytest.raises(Refused, match="not_your_call"):
        await centre.desk.read(first, stranger)
    await centre.do(OPERATOR, m.ReplyToReview(review=first, words="no le dije que bebiera"))
    with pytest.raises(Refused, match="reply_too_late"):
        await centre.do(OPERATOR, m.ReplyToReview(review=second, words="tarde"), 16 * 86_400)

    # Harm is closed by whoever answers for the medicine.
    with pytest.raises(Refused, match="not_permitted"):
        await centre.do(VERA, m.CloseSafety(review=first, words="no fue nada"))
    await centre.do(DOCTOR, m.CloseSafety(review=first, words="escuchado con el servicio"))

    found = await centre.desk.agreement(ROOM)
    items = len(found.items)
    assert (found.reviews, found.floor) == (1, 0.6)
    assert (found.whole.pairs, found.whole.same) == (items, items - 1)


async def test_a_card_that_changes_leaves_a_review_with_the_one_it_was_begun_with(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    await centre.findings(told.call)
    begun = (await centre.review(told.call)).card
    centre.shell.content.scorecard = None  # what a release without one would leave
    assert (await centre.desk.read(review_id(told.call), VERA)).card is not None
    score = m.ScoreItem(review=review_id(told.call), item="calm", level=Level.NONE)
    await centre.do(VERA, score)
    assert (await centre.review(told.call)).card == begun
    await centre.do(VERA, m.PutBackReview(review=review_id(told.call)))
    with pytest.raises(Refused, match="no_scorecard"):
        await centre.do(VERA, m.TakeReview(review=review_id(told.call)))


async def test_each_opening_of_a_case_in_a_review_is_a_look(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    reader = CaseReader(centre.files, centre.shell.content)
    story = await reader.read(told.case, VERA, "es", "review")
    assert any(line.kind == "instructions.moment.marked" for line in story.story)
    looks = [
        f for f in await log.of_case(centre.shell.pool, told.case) if f.kind == "identity.case.looked_at"
    ]
    assert [(f.actor, log.raw_body(f)["how"]) for f in looks] == [(VERA.id, "review")]
    # What is thought of a call is no part of the case, and goes to no court with it.
    assert not any(f.kind.startswith("review.") for f in await log.of_case(centre.shell.pool, told.case))


# --- sampling


async def test_what_the_card_says_is_chosen_and_choosing_again_chooses_nothing_more(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    mild = await rings(centre)
    await is_asked(centre, mild, "san-pcr", consciente="Y")
    await hangs_up(centre, mild)
    found = await centre.sampling.sample(centre.today())
    assert (found.calls, found.chosen, found.drawn) == (2, 2, None), "the day is not over: nothing is drawn"
    assert found.rules["new_operator"] == 2
    assert found.rules["life_threat"] == 1
    codes = {why.code for why in (await centre.review(told.call)).whys}
    assert codes == {"life_threat", "new_operator"}
    assert await centre.sampling.sample(centre.today()) == found
    assert len((await centre.review(told.call)).whys) == 2


async def test_an_override_and_a_late_unit_are_chosen(centre: Centre) -> None:
    told = await rings(centre)
    await is_asked(centre, told, "san-pcr", consciente="N", respira="N")
    await sends(centre, told, Priority.P0, later_s=80)
    await leaves(centre, told, 20)
    await centre.do(ROOM, cases.SetPriority(case=told.case, priority=Priority.P1, reason="respira ya"))
    await hangs_up(centre, told)
    await centre.sampling.sample(centre.today())
    codes = {why.code for why in (await centre.review(told.call)).whys}
    assert codes == {"life_threat", "new_operator", "manual_override", "late_first_unit"}


async def test_a_day_that_is_over_is_drawn_once_from_a_head_that_nobody_chose(centre: Centre) -> None:
    for _ in range(7):
        told = await rings(centre)
        await hangs_up(centre, told)
    day = centre.today()
    await centre.tomorrow()
    found = await centre.sampling.sample(day)
    per_month = centre.desk._card().sampling.random.per_operator_per_month
    month = await centre.desk._store.month(day.isoformat()[:7])
    assert month is not None
    [drawn] = month.days
    assert found.drawn == len(drawn.drawn) <= per_month
    heads = await Sealing(centre.shell.pool, centre.clock, "", lambda _: b"").store.heads()
    assert (drawn.head_size, drawn.head_root) == (heads[0].head.size, heads[0].head.root.hex())
    for one in drawn.drawn:
        assert "drawn" in {why.kind for why in (await centre.review(one.call)).whys}
    again = await centre.sampling.sample(day)
    assert (again.drawn, again.chosen) == (None, found.chosen)
    assert await centre.desk._store.month(day.isoformat()[:7]) == month
    assert [one.day for one in await centre.sampling.catch_up()] != [day.isoformat()], "it is drawn already"


async def test_before_a_head_is_signed_nothing_is_drawn(centre: Centre) -> None:
    told = await rings(centre)
    await hangs_up(centre, told)
    day = centre.today()
    centre.clock.ahead_s += 86_400
    assert (await centre.sampling.sample(day)).drawn is None
    with pytest.raises(Refused, match="day_not_begun"):
        await centre.sampling.sample(centre.today() + timedelta(days=1))


# --- figures


async def test_past_interviews_tell_which_questions_nobody_can_answer_and_which_rules_are_overridden(
    centre: Centre,
) -> None:
    one = await rings(centre)
    await is_asked(centre, one, "san-pcr", consciente="N", respira="U")
    await centre.do(OPERATOR, triage.Answer(run=one.run, question="respira", answer="N"), 30)
    await centre.do(ROOM, cases.SetPriority(case=one.case, priority=Priority.P1, reason="respira ya"))
    await hangs_up(centre, one)
    other = await rings(centre)
    await is_asked(centre, other, "san-pcr", consciente="N")
    past = PastInterviews(centre.shell.pool, centre.shell.content, "Europe/Madrid", centre.clock)
    found = await past.figures()
    [pcr] = found.protocols
    assert (pcr.protocol, pcr.interviews, pcr.undecided, pcr.abandoned) == ("san-pcr", 2, 1, 1)
    assert [(rule.rule, rule.decided, rule.overridden) for rule in pcr.rules] == [("PCR-1", 1, 1)]
    asked = {q.question: q for q in pcr.questions}
    assert (asked["consciente"].asked, asked["consciente"].unknown) == (2, 0)
    breathing = asked["respira"]
    assert (breathing.asked, breathing.unknown, breathing.again) == (2, 1, 1)
    assert (breathing.median_s, breathing.p90_s) == (20, 30)
    long_ago = await past.figures(centre.today() - timedelta(days=9), centre.today() - timedelta(days=2))
    assert (long_ago.interviews, long_ago.protocols) == (0, ())
    with pytest.raises(Refused, match="days_turned_round"):
        await past.figures(centre.today(), centre.today() - timedelta(days=1))
