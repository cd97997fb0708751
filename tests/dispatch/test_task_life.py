"""Aim: every fact of a task's life is whole, and the task after it is exactly what the fact says. Without a database."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.dispatch.tasks.core import evolution, machine
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.coverage import asked_of_units, is_kept_by_centre
from auxilio.dispatch.tasks.core.model import (
    AidReason,
    GoingUnit,
    ProposalReason,
    RefusalReason,
    Task,
    TaskOutcome,
    TaskState,
    TelephoneNotice,
    is_on_boards,
    is_settled,
)
from auxilio.dispatch.tasks.core.shared_types import Acknowledgement, ChangeId, ChangeKind, CriticalChange
from auxilio.dispatch.tasks.core.time_limits import TaskTimeLimits
from auxilio.kernel.ids import AssignmentId, CaseId, CentreId, TaskId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from tests.actors import system
from tests.dispatch.factories import AT, PLACE, call_taker, crew_of, dispatcher, offer

S = TaskState
ID, OTHER, CASE = TaskId(UUID(int=1)), TaskId(UUID(int=2)), CaseId(UUID(int=3))
CHANGE, WORK, MORE = ChangeId(UUID(int=4)), AssignmentId(UUID(int=5)), AssignmentId(UUID(int=6))
BOM, POL = CentreId("bom-1"), CentreId("pol-1")
CLOCKS = TaskTimeLimits(
    accept_soon_s=(1, 2, 3, 4), accept_due_s=(5, 6, 7, 8), no_unit_soon_s=(11, 12, 13, 14), no_unit_due_s=(15, 16, 17, 18)
)  # fmt: skip
DESK, TAKER = dispatcher(), call_taker()
LATER = AT + timedelta(minutes=3)


def after_s(seconds: float, at: Any = LATER) -> Any:
    return at + timedelta(seconds=seconds)


def made(state: TaskState = S.OFFERED, **changed: Any) -> Task:
    command = offer(CASE, task=ID, fallbacks=(BOM, POL))
    [fact] = machine.offer(command, CLOCKS, TAKER)
    clock = {} if state is S.OFFERED else {"soon_at": None, "due_at": None}
    task = evolution.evolve(None, fact, AT)
    return msgspec.structs.replace(task, state=state, **(clock | changed))


def after(task: Task, *facts: Any, at: Any = LATER) -> Task:
    for fact in facts:
        task = evolution.evolve(task, fact, at)
    return task


def decide(task: Task, command: Any, actor: Any = DESK) -> tuple[Any, ...]:
    return machine.decide(task, command, actor, LATER, CLOCKS)


def change(kind: ChangeKind = ChangeKind.HAZARD, **more: Any) -> CriticalChange:
    return CriticalChange(**({"id": CHANGE, "case": CASE, "kind": kind, "new": "arma", "at": LATER} | more))


# --- offered --------------------------------------------------------------------------------------


def test_an_offer_says_all_that_the_centre_must_know_and_starts_the_clock_of_its_severity() -> None:
    reasons = (ProposalReason(code="proved"),)
    command = offer(CASE, task=ID, by_telephone=True, reflex=True, fallbacks=(BOM,), reasons=reasons)
    facts = machine.offer(command, CLOCKS, DESK, OTHER, (TaskId(UUID(int=9)), POL))
    fixed = {name: getattr(command, name) for name in command.__struct_fields__ if name != "instead_of"}
    aid = {"aid_of": TaskId(UUID(int=9)), "aid_for": POL}
    assert facts == (
        t.TaskOffered(**fixed, by=DESK.name, soon_s=2, due_s=6, follows=OTHER, offered_from="san-1", **aid),
    )
    task = evolution.evolve(None, facts[0], AT)
    kept = {name: value for name, value in fixed.items() if name != "task"}
    assert task == Task(
        id=ID, state=S.OFFERED, offered_at=AT, offered_by=DESK.name, since=AT, soon_at=after_s(2, AT),
        due_at=after_s(6, AT), offered_from=CentreId("san-1"), **aid, **kept,
    )  # fmt: skip
    [by_rule] = machine.offer(command, CLOCKS, msgspec.structs.replace(system(), centre=BOM))
    assert isinstance(by_rule, t.TaskOffered)
    assert (by_rule.offered_from, by_rule.aid_of, by_rule.aid_for, by_rule.follows) == (
        None,
        None,
        None,
        None,
    )


def test_the_clock_of_p4_is_that_of_p3() -> None:
    assert [CLOCKS.accept(Priority(n)) for n in range(5)] == [(1, 5), (2, 6), (3, 7), (4, 8), (4, 8)]
    assert [CLOCKS.no_unit(Priority(n))[0] for n in range(5)] == [11, 12, 13, 14, 14]
    assert TaskTimeLimits().accept(Priority.P0) == (10, 20)
    assert TaskTimeLimits().no_unit(Priority.P1) == (30, 60)


# --- answered -------------------------------------------------------------------------------------


def test_an_offer_is_accepted_once_and_its_clock_is_that_of_the_first_unit() -> None:
    facts = decide(made(nobody_since=AT), t.AcceptTask(task=ID))
    assert facts == (t.TaskAccepted(task=ID, by=DESK.name, soon_s=12, due_s=16),)
    task = after(made(nobody_since=AT), *facts)
    accepted = {"accepted_at": LATER, "accepted_by": DESK.name}
    assert task == made(S.ACCEPTED, since=LATER, soon_at=after_s(12), due_at=after_s(16), **accepted)
    assert decide(task, t.AcceptTask(task=ID)) == ()
    with pytest.raises(Refused, match=r"^task_told_by_telephone"):
        decide(made(by_telephone=True), t.AcceptTask(task=ID))


def test_what_a_rule_accepted_a_person_takes_into_their_own_hands_and_units_stay() -> None:
    by_rule = {"accepted_at": AT, "accepted_by": "auxilio", "accepted_by_rule": True, "assignments": (WORK,)}
    task = made(S.ACTIVE, **by_rule)
    facts = decide(task, t.AcceptTask(task=ID))
    assert facts == (t.TaskAccepted(task=ID, by=DESK.name, soon_s=12, due_s=16),)
    assert after(task, *facts) == msgspec.structs.replace(
        task, accepted_by=DESK.name, accepted_by_rule=False
    ), "no clock runs while a unit works, and the first moment stays"


def test_a_centre_is_told_by_telephone_and_reads_back() -> None:
    tell = t.NotifyTaskByPhone(task=ID, to="Pérez", read_back="calle Mayor 3")
    facts = decide(made(nobody_since=AT), tell, TAKER)
    told = TelephoneNotice(by=TAKER.id, by_name=TAKER.name, to="Pérez", read_back="calle Mayor 3", at=LATER)
    assert facts == (t.TaskNotifiedByPhone(task=ID, told=told, soon_s=12, due_s=16),)
    task = after(made(nobody_since=AT), *facts)
    clock = {"since": LATER, "soon_at": after_s(12), "due_at": after_s(16)}
    assert task == made(S.TOLD, told=told, accepted_at=LATER, accepted_by="Pérez", **clock)
    assert decide(task, tell, TAKER) == ()


def test_a_refusal_names_the_next_centre_where_the_reason_asks_for_one() -> None:
    for reason, following in ((RefusalReason.NO_UNIT, BOM), (RefusalReason.FACTS_MISSING, None)):
        facts = decide(made(), t.RefuseTask(task=ID, reason=reason, words="no"))
        expected = t.TaskRefused(task=ID, by=DESK.name, reason=reason, words="no", next_centre=following)
        assert facts == (expected,)
        task = after(made(), *facts)
        assert task == made(S.REFUSED, since=LATER, refusal=reason, words="no", over_by=DESK.name)
        assert decide(task, t.RefuseTask(task=ID, reason=reason)) == ()
    by_phone = t.NotifyTaskByPhone(task=ID, to="Pérez", read_back="n" * 300, refused=RefusalReason.NOT_OURS)
    [refused] = decide(made(fallbacks=()), by_phone, TAKER)
    assert refused == t.TaskRefused(task=ID, by=TAKER.name, reason=RefusalReason.NOT_OURS, words="n" * 200)
    with pytest.raises(Refused, match=r"^units_still_assigned"):
        decide(made(S.ACTIVE, assignments=(WORK,)), t.RefuseTask(task=ID, reason=RefusalReason.NO_UNIT))


@pytest.mark.parametrize(("due_s", "late"), [(179, True), (180, True), (181, False), (None, False)])
def test_the_clock_times_out_at_its_very_moment(due_s: float | None, late: bool) -> None:
    task = made(due_at=None if due_s is None else after_s(due_s, AT))
    facts = decide(task, t.TimeOutTask(task=ID), system())
    assert facts == ((t.TaskTimedOut(task=ID, next_centre=BOM),) if late else ())
    assert decide(made(S.ACCEPTED, due_at=AT), t.TimeOutTask(task=ID), system()) == ()
    if late:
        assert after(task, *facts) == made(S.TIMED_OUT, since=LATER)


def test_what_nobody_took_passes_on_or_is_said_to_be_nobodys_once() -> None:
    for state in (S.REFUSED, S.TIMED_OUT):
        task = made(state, nobody_since=AT)
        passed = machine.pass_on(task, OTHER, BOM)
        assert passed == (t.TaskPassedOn(task=ID, to=OTHER, centre=BOM),)
        assert after(task, *passed) == made(state, passed_to=OTHER)
        assert machine.mark_unowned(task) == ()
        nobody = machine.mark_unowned(made(state))
        assert nobody == (t.TaskUnowned(task=ID, service=made(state).service),), "which service is missing"
        assert after(made(state), *nobody) == made(state, nobody_since=LATER)
    assert machine.mark_unowned(made()) == ()
    with pytest.raises(Refused, match=r"^task_not_free"):
        machine.pass_on(made(S.ACCEPTED), OTHER, BOM)


# --- mutual aid -----------------------------------------------------------------------------------


def ask(task: Task, *known: Task, capabilities: tuple[str, ...] = ("als",), of: CentreId = BOM) -> Any:
    command = t.RequestMutualAid(
        task=ID, aid=OTHER, centre=of, capabilities=capabilities, reason=AidReason.NEARER, words="ya"
    )
    return machine.ask_for_aid(task, command, known, (BOM, POL), DESK)


def test_a_neighbour_is_asked_for_a_part_that_no_other_has() -> None:
    task = made(S.ACCEPTED, capabilities=("als", "als", "bls"))
    facts = ask(task)
    assert facts == (
        t.TaskAidRequested(
            task=ID, aid=OTHER, centre=BOM, capabilities=("als",), by=DESK.name, reason=AidReason.NEARER, words="ya"
        ),
    )  # fmt: skip
    assert after(task, *facts) == msgspec.structs.replace(task, aids=(OTHER,), lent=("als",))
    lent = made(S.ACCEPTED, capabilities=("als",))
    assert len(ask(task, lent)) == 1
    for one in (lent, made(S.OFFERED, capabilities=("als",))):
        with pytest.raises(Refused, match=r"^aid_already_asked"):
            ask(task, lent, one)
    for gone in (S.REFUSED, S.TIMED_OUT, S.CANCELLED):
        assert len(ask(task, lent, made(gone, capabilities=("als",)))) == 1


def test_whom_and_what_a_centre_may_not_ask_for() -> None:
    task = made(S.ACCEPTED, capabilities=("als",))
    for refused, code in (
        (lambda: ask(made(S.OFFERED)), "task_not_held"),
        (lambda: ask(msgspec.structs.replace(task, aid_of=OTHER)), "aid_of_aid"),
        (lambda: ask(task, of=CentreId("xyz-1")), "not_a_neighbour"),
        (lambda: ask(task, capabilities=("als", "als")), "aid_beyond_task"),
    ):
        with pytest.raises(Refused, match=f"^{code}"):
            refused()


# --- units ----------------------------------------------------------------------------------------


def test_a_unit_given_to_an_offer_accepts_it_and_the_clock_stops() -> None:
    facts = machine.assign_unit(made(), GoingUnit(assignment=WORK, can=("als",)), DESK, CLOCKS)
    given = t.TaskUnitAssigned(task=ID, assignment=WORK, can=("als",))
    assert facts == (t.TaskAccepted(task=ID, by=DESK.name, soon_s=12, due_s=16), given)
    by_rule = machine.assign_unit(
        made(S.TIMED_OUT), GoingUnit(assignment=WORK, can=("als",)), system(), CLOCKS, by_rule=True
    )
    assert by_rule[0] == t.TaskAccepted(task=ID, by="auxilio", soon_s=12, due_s=16, by_rule=True)
    assert after(made(), by_rule[0]).accepted_by_rule
    task = after(made(), *facts)
    active = made(
        S.ACTIVE, since=LATER, accepted_at=LATER, accepted_by=DESK.name, assignments=(WORK,), units=1, first_unit_at=LATER,
        going=(GoingUnit(assignment=WORK, can=("als",)),),
    )  # fmt: skip
    assert task == active
    assert machine.assign_unit(task, GoingUnit(assignment=WORK, can=("als",)), DESK, CLOCKS) == ()
    second = machine.assign_unit(task, GoingUnit(assignment=MORE, can=("als",)), DESK, CLOCKS)
    assert second == (t.TaskUnitAssigned(task=ID, assignment=MORE, can=("als",)),)
    two = after(task, *second, at=after_s(60))
    going = (*active.going, GoingUnit(assignment=MORE, can=("als",)))
    assert two == msgspec.structs.replace(active, assignments=(WORK, MORE), units=2, going=going), (
        "the clock is untouched"
    )
    with pytest.raises(Refused, match=r"^task_over"):
        machine.assign_unit(made(S.ENDED), GoingUnit(assignment=WORK, can=("als",)), DESK, CLOCKS)
    with pytest.raises(Refused, match=r"^task_passed_on"):
        machine.assign_unit(
            made(S.TIMED_OUT, passed_to=OTHER), GoingUnit(assignment=WORK, can=("als",)), DESK, CLOCKS
        )


def test_the_clock_of_the_first_unit_runs_until_every_capability_is_covered() -> None:
    """Accepted at LATER; the engine goes, the rescue is nobody's; a neighbour, or a second unit, covers it."""
    asked = made(
        S.ACCEPTED, capabilities=("pump", "rescue"), since=AT, soon_at=after_s(12), due_at=after_s(16)
    )
    engine, tender = GoingUnit(assignment=WORK, can=("pump",)), GoingUnit(assignment=MORE, can=("rescue",))
    one = after(asked, *machine.assign_unit(asked, engine, DESK, CLOCKS))
    assert (one.state, one.uncovered, one.since, one.due_at) == (S.ACTIVE, ("rescue",), AT, after_s(16))
    both = after(one, *machine.assign_unit(one, tender, DESK, CLOCKS))
    assert (both.uncovered, both.due_at) == ((), None)
    again = after(both, *machine.withdraw_unit(both, MORE, CLOCKS, did=None))
    assert (again.uncovered, again.due_at) == (("rescue",), after_s(16))
    done = after(both, *machine.withdraw_unit(both, MORE, CLOCKS, did=("rescue",)))
    assert done.uncovered == (), "who has finished has covered it"
    over = after(one, *machine.withdraw_unit(one, WORK, CLOCKS, did=("pump",)))
    assert (over.uncovered, over.due_at) == ((), None), "nobody is sent any more"
    none = after(one, *machine.withdraw_unit(one, WORK, CLOCKS, did=None))
    assert (none.state, none.uncovered, none.due_at) == (S.ACCEPTED, (), after_s(16)), "its clock runs on"
    alerted = machine.assign_unit(made(capabilities=("pump", "rescue")), engine, DESK, CLOCKS)
    assert (alerted[1].uncovered, alerted[1].soon_s, alerted[1].due_s) == (("rescue",), 12, 16)


def test_what_the_centre_does_itself_waits_for_no_unit_until_something_else_is_asked() -> None:
    """A doctor on line: accepted, it has no clock; an ambulance on top begins the clock of the first unit."""
    by_centre = ("med_reg", "poison")
    command = offer(CASE, task=ID, capabilities=("med_reg",))
    [fact] = machine.offer(command, CLOCKS, TAKER, by_centre=by_centre)
    [accepted] = decide(evolution.evolve(None, fact, AT), t.AcceptTask(task=ID))
    assert (accepted.soon_s, accepted.due_s) == (None, None)
    kept = after(evolution.evolve(None, fact, AT), accepted)
    assert (kept.state, kept.soon_at, kept.due_at, is_kept_by_centre(kept)) == (S.ACCEPTED, None, None, True)
    [raised] = decide(
        kept,
        t.RaiseChange(
            task=ID, change=CHANGE, change_kind=ChangeKind.PRIORITY_RAISED, new="P0", priority=Priority.P0
        ),
    )
    assert raised.due_s is None, "what is graver has no unit to wait for either"
    [extended, _] = decide(kept, t.ExtendTask(task=ID, change=CHANGE, capabilities=("als",)))
    assert (extended.soon_s, extended.due_s) == (12, 16)
    both = after(kept, extended)
    assert (both.due_at, is_kept_by_centre(both), asked_of_units(both)) == (after_s(16), False, ("als",))
    one = after(both, *machine.assign_unit(both, GoingUnit(assignment=WORK, can=("als",)), DESK, CLOCKS))
    assert (one.uncovered, one.due_at) == ((), None), "nobody is missed for the doctor on line"
    [ended] = decide(kept, t.EndTask(task=ID, outcome=TaskOutcome.ATTENDED, words="consejo: paracetamol"))
    assert (after(kept, ended).state, ended.words) == (S.ENDED, "consejo: paracetamol")


def test_a_unit_that_was_sent_all_the_same_and_leaves_begins_no_clock() -> None:
    task = made(S.ACTIVE, capabilities=("med_reg",), by_centre=("med_reg",), assignments=(WORK,))
    [gone] = machine.withdraw_unit(task, WORK, CLOCKS, did=None)
    assert (gone.soon_s, after(task, gone).state, after(task, gone).due_at) == (None, S.ACCEPTED, None)


def test_a_task_of_before_the_centre_could_do_it_itself_folds_as_it_did() -> None:
    old = made(capabilities=("med_reg",))
    [accepted] = decide(old, t.AcceptTask(task=ID))
    assert (old.by_centre, accepted.due_s) == ((), 16)


def test_a_task_told_by_telephone_or_given_by_an_older_version_lacks_nothing_that_we_know_of() -> None:
    asked = made(S.TOLD, capabilities=("pump", "rescue"), by_telephone=True)
    engine = GoingUnit(assignment=WORK, can=("pump",))
    assert after(asked, *machine.assign_unit(asked, engine, DESK, CLOCKS)).uncovered == ()
    old = after(
        made(S.ACCEPTED, capabilities=("pump", "rescue")), t.TaskUnitAssigned(task=ID, assignment=WORK)
    )
    assert (
        after(
            old, *machine.assign_unit(old, GoingUnit(assignment=MORE, can=("pump",)), DESK, CLOCKS)
        ).uncovered
        == ()
    )


def test_a_task_that_loses_its_last_unit_waits_again_by_the_clock_of_its_state() -> None:
    task = made(S.ACTIVE, assignments=(WORK, MORE))
    gone: dict[str, Any] = {"task": ID, "assignment": WORK, "soon_s": 12, "due_s": 16}
    facts = machine.withdraw_unit(task, WORK, CLOCKS, did=None)
    assert facts == (t.TaskUnitWithdrawn(**gone, finished=False),)
    assert after(task, *facts) == msgspec.structs.replace(task, assignments=(MORE,)), "another is there"
    one = made(S.ACTIVE, assignments=(WORK,))
    clock = {"since": LATER, "soon_at": after_s(12), "due_at": after_s(16)}
    assert after(one, *facts) == made(S.ACCEPTED, **clock)
    told = TelephoneNotice(by=UUID(int=1), by_name="L", to="P", read_back="sí", at=AT)
    by_phone = made(S.ACTIVE, assignments=(WORK,), told=told)
    assert after(by_phone, *facts) == made(S.TOLD, told=told, **clock)
    taken = machine.withdraw_unit(one, WORK, CLOCKS, did=None, taken=True)
    assert taken == (t.TaskUnitWithdrawn(**gone | {"soon_s": 0}, finished=False),), (
        "late from the first moment"
    )
    done = machine.withdraw_unit(one, WORK, CLOCKS, did=("als",))
    assert done == (t.TaskUnitWithdrawn(**gone, finished=True, did=("als",)),)
    assert after(one, *done) == made(S.ACTIVE, done=(("als",),)), "it waits for its outcome"
    assert machine.withdraw_unit(one, MORE, CLOCKS, did=None) == ()


# --- over -----------------------------------------------------------------------------------------


def test_a_task_ends_is_released_or_is_cancelled_and_says_by_whom_and_why() -> None:
    task = made(S.ACTIVE)
    over = {"since": LATER, "over_at": LATER, "over_by": DESK.name}
    ended = decide(task, t.EndTask(task=ID, outcome=TaskOutcome.ATTENDED, words="bien"))
    assert ended == (t.TaskEnded(task=ID, by=DESK.name, outcome=TaskOutcome.ATTENDED, words="bien"),)
    assert after(task, *ended) == made(S.ENDED, outcome=TaskOutcome.ATTENDED, words="bien", **over)
    released = decide(task, t.ReleaseTask(task=ID, to="Vila", reason="sigue"))
    assert released == (t.TaskReleased(task=ID, by=DESK.name, to="Vila", reason="sigue"),)
    assert after(task, *released) == made(S.RELEASED, released_to="Vila", words="sigue", **over)
    cancelled = decide(task, t.CancelTask(task=ID, change=CHANGE, reason="error"))
    news = change(ChangeKind.CANCELLED, new="error")
    assert cancelled == (
        t.TaskCancelled(task=ID, by=DESK.name, reason="error"),
        t.TaskChangeRaised(task=ID, change=news),
    )
    nobodys = msgspec.structs.replace(task, nobody_since=AT)
    assert after(nobodys, *cancelled) == made(S.CANCELLED, words="error", changes=(news,), **over)
    quiet = decide(made(S.REFUSED), t.CancelTask(task=ID, change=CHANGE, reason="error"))
    assert quiet == cancelled[:1], "nobody has it, so nobody is interrupted"


def test_a_task_without_report_ends_after_two_attempts_and_by_any_desk() -> None:
    tried = decide(
        made(S.ACTIVE, contact_attempts=1), t.RecordContactAttempt(task=ID, whom="jefe", reached=False)
    )
    assert tried == (t.TaskContactAttempted(task=ID, by=DESK.name, whom="jefe", reached=False),)
    task = after(made(S.ACTIVE, contact_attempts=1), *tried)
    assert task == made(S.ACTIVE, contact_attempts=2)
    end = t.EndTask(task=ID, outcome=TaskOutcome.NO_REPORT)
    assert len(decide(task, end, TAKER)) == 1
    with pytest.raises(Refused, match=r"^contact_attempts_missing"):
        decide(made(S.ACTIVE, contact_attempts=1), end)


def test_only_its_centre_ends_a_task_unless_it_is_told_by_telephone() -> None:
    end = t.EndTask(task=ID, outcome=TaskOutcome.ATTENDED)
    told = TelephoneNotice(by=UUID(int=1), by_name="L", to="P", read_back="sí", at=AT)
    with pytest.raises(Refused, match=r"^not_your_centre"):
        decide(made(S.ACTIVE), end, TAKER)
    for by_phone in (made(S.ACTIVE, by_telephone=True), made(S.ACTIVE, told=told)):
        assert len(decide(by_phone, end, TAKER)) == 1
    with pytest.raises(Refused, match=r"^units_still_assigned"):
        decide(made(S.ACTIVE, assignments=(WORK,)), end)


# --- changes --------------------------------------------------------------------------------------


def raised(kind: ChangeKind, new: str = "arma", **more: Any) -> t.RaiseChange:
    return t.RaiseChange(task=ID, change=CHANGE, change_kind=kind, new=new, **more)


@pytest.mark.parametrize(
    ("state", "soon_s", "due_s"),
    [(S.OFFERED, 1, 5), (S.ACCEPTED, 11, 15), (S.TOLD, 11, 15), (S.ACTIVE, None, None)],
)
def test_a_raised_priority_sets_the_running_clock_anew_from_the_start_of_its_state(
    state: TaskState, soon_s: float | None, due_s: float | None
) -> None:
    facts = decide(made(state), raised(ChangeKind.PRIORITY_RAISED, "P0", priority=Priority.P0))
    news = change(ChangeKind.PRIORITY_RAISED, new="P0", old="P1")
    assert facts == (
        t.TaskChangeRaised(task=ID, change=news, priority=Priority.P0, soon_s=soon_s, due_s=due_s),
    )
    clock = (
        {}
        if soon_s is None or due_s is None
        else {"soon_at": after_s(soon_s, AT), "due_at": after_s(due_s, AT)}
    )
    assert after(made(state), *facts) == made(state, priority=Priority.P0, changes=(news,), **clock)
    for no_news in (Priority.P1, Priority.P2):
        assert decide(made(state), raised(ChangeKind.PRIORITY_RAISED, priority=no_news)) == ()
    with pytest.raises(Refused, match=r"^priority_missing"):
        decide(made(state), raised(ChangeKind.PRIORITY_RAISED))


def test_a_corrected_place_moves_the_task_and_a_hazard_does_not() -> None:
    there = Point(41.9, 1.9)
    moved = decide(made(), raised(ChangeKind.LOCATION_CORRECTED, "calle B", old="calle A", place=there))
    news = change(ChangeKind.LOCATION_CORRECTED, new="calle B", old="calle A")
    assert moved == (t.TaskChangeRaised(task=ID, change=news, place=there),)
    assert after(made(), *moved) == made(place=there, changes=(news,))
    hazard = decide(made(), raised(ChangeKind.HAZARD, place=there))
    assert hazard == (t.TaskChangeRaised(task=ID, change=change()),)
    task = after(made(), *hazard)
    assert task == made(changes=(change(),))
    assert task.place == PLACE
    assert decide(task, raised(ChangeKind.HAZARD)) == (), "the same change again"


def test_a_task_is_asked_for_more_while_somebody_may_still_take_it() -> None:
    extend = t.ExtendTask(task=ID, change=CHANGE, capabilities=("bls", "als"))
    facts = decide(made(), extend)
    news = change(ChangeKind.MORE_ASKED, new="bls als")
    assert facts == (
        t.TaskExtended(task=ID, capabilities=("bls", "als")),
        t.TaskChangeRaised(task=ID, change=news),
    )
    assert after(made(), *facts) == made(capabilities=("als", "bls", "als"), changes=(news,))
    assert len(decide(made(S.TIMED_OUT), extend)) == 2
    for over in (made(S.TIMED_OUT, passed_to=OTHER), made(S.REFUSED), made(S.ENDED)):
        with pytest.raises(Refused, match=r"^task_over"):
            decide(over, extend)


def test_a_change_is_acknowledged_once_by_a_desk() -> None:
    task = made(changes=(change(id=ChangeId(UUID(int=40))), change()))
    known = t.AcknowledgeChange(task=ID, change=CHANGE, told_to="jefe", for_centre=BOM)
    facts = decide(task, known)
    said = Acknowledgement(by=DESK.id, by_name=DESK.name, at=LATER, told_to="jefe", for_centre=BOM)
    assert facts == (t.TaskChangeAcknowledged(task=ID, change=CHANGE, acknowledgement=said),)
    task = after(task, *facts)
    assert task.changes == (change(id=ChangeId(UUID(int=40))), change(acknowledged=said))
    assert decide(task, known) == ()
    with pytest.raises(Refused, match=r"^unknown_change"):
        decide(made(), known)
    with pytest.raises(Refused, match=r"^not_your_centre"):
        decide(made(changes=(change(),)), known, crew_of("SVA-1"))


def test_a_task_moves_to_another_case_and_back_again() -> None:
    second, third = CaseId(UUID(int=31)), CaseId(UUID(int=32))
    task = made()
    for to, left, was_in in ((second, CASE, (CASE,)), (third, second, (CASE, second)), (CASE, third, ())):
        fact = t.TaskMoved(task=ID, case=to, was_in=left, centre=task.centre)
        task = after(task, fact)
        assert task == made(case=to, was_in=was_in)


@pytest.mark.parametrize(
    ("task", "settled", "shown"),
    [
        (made(), False, True),
        (made(S.REFUSED), False, True),
        (made(S.REFUSED, passed_to=OTHER), True, False),
        (made(S.ENDED), True, False),
        (made(S.RELEASED), True, False),
        (made(S.RELEASED, assignments=(WORK,)), True, True),
        (made(S.ENDED, changes=(change(),)), True, True),
        (made(S.CANCELLED), True, False),
        (made(S.CANCELLED, assignments=(WORK,)), False, True),
    ],
)
def test_what_is_settled_and_what_stands_on_boards(task: Task, settled: bool, shown: bool) -> None:
    assert (is_settled(task), is_on_boards(task)) == (settled, shown)
