"""Nothing of a reserved case reaches a window of a person who is not named, and every centre with a task can work on it.

Evenings of chance: calls, cases, reservations, parts, takeovers, links, merges, and windows that open, resume and stay open,
by people who may and by people who may not. After every step everything that was sent is searched for marks.
"""

import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from auxilio.calls.core import messages as calls
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseState, Hazard, Location, LocationCertainty
from auxilio.dispatch.patients.core import messages as patients
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.model import OPEN_STATES
from auxilio.dispatch.tasks.core.shared_types import ChangeId, ChangeKind
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.followup.core.messages import OfferShiftHandover, SendMessage
from auxilio.followup.core.model import FollowupParty, HandoverId, MessageId, OpenItem
from auxilio.followup.service import HANDOVER
from auxilio.kernel.ids import (
    AgencyId,
    AssignmentId,
    CallId,
    CaseId,
    CentreId,
    DeskId,
    PatientId,
    TaskId,
    stream_id,
)
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.mass_casualty.core.scene import MethaneField, MethaneSource, MethaneValue
from auxilio.mass_casualty.core.scene_messages import ReportScene
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.radio.core.messages.entries import LogRadioCall
from auxilio.radio.core.model import EntryId
from tests.access.reserved_case_app import UNITS, Marks, Window, World, a_world
from tests.actors import system

STEPS = 45
BOARDS = ("desk", "room", "centre", "unit", "preventive")
SERVICE = {"san": "HEALTH", "bom": "FIRE", "pol": "POLICE"}


class Evening:
    """One evening: what happens is drawn, and every frame is read."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        self.calls: dict[CallId, CaseId | None] = {}
        self.last: list[str] = []
        """What was recorded in the last step."""
        self.callers: dict[str, CallId] = {}
        """Marks of callers: who may open another case that somebody moved the call to reads them there."""

    # --- what can happen ------------------------------------------------------------------------------

    def somebody(self) -> str:
        return self.chance.choice(list(self.world.people))

    def a_case(self) -> CaseId | None:
        return self.chance.choice(list(self.world.marks)) if self.world.marks else None

    async def owner_or_anybody(self, case: CaseId) -> str:
        """Mostly somebody who may, else nothing would ever happen; and often somebody who may not."""
        found = await self.world.case(case)
        owner = next(
            (name for name, one in self.world.people.items() if found and one.id == found.owner_person), None
        )
        return owner if owner and self.chance.random() < 0.6 else self.somebody()

    async def a_case_begins(self) -> None:
        who, call, case = self.chance.choice(["lucia", "pau"]), CallId(new_id()), CaseId(new_id())
        marks = Marks(len(self.world.marks) + 1)
        phone, name = marks.phone(), marks.word("name")
        record = calls.LogManualCall(call=call, phone=phone, caller_name=name)
        self.callers[phone], self.callers[name] = call, call
        if not await self.world.do(who, record):
            return
        self.calls[call] = case
        self.world.marks[case] = marks
        where = Location(
            degree=LocationCertainty.SAID,
            words=marks.word("street"),
            point=marks.point(),
            detail=marks.word("door"),
        )
        opened = cases.OpenCase(
            case=case, call=call, location=where, summary=marks.word("sum"), type="POL-01"
        )
        if not await self.world.do(who, opened):
            del self.world.marks[case]
        elif self.chance.random() < 0.7:
            await self.world.do(who, cases.ReserveCase(case=case, reason=marks.word("why")))

    async def a_call_comes(self) -> None:
        """A stranger's call that tells of nothing yet."""
        call = CallId(new_id())
        if await self.world.do(self.chance.choice(["lucia", "pau"]), calls.LogManualCall(call=call)):
            self.calls[call] = None

    async def something_is_said(self, case: CaseId) -> None:
        marks, who = self.world.marks[case], await self.owner_or_anybody(case)
        place = Location(degree=LocationCertainty.MATCHED, words=marks.word("place"), point=marks.point())
        said = self.chance.choice(
            [
                cases.NoteCase(case=case, words=marks.word("note")),
                cases.NoteHazard(case=case, hazard=Hazard(code="weapon", words=marks.word("hazard"))),
                cases.LocateCase(case=case, location=place, correction=True),
                cases.SetPriority(case=case, priority=self.chance.choice([Priority.P0, Priority.P1])),
                SendMessage(
                    message=MessageId(new_id()),
                    case=case,
                    to=(
                        self.chance.choice(
                            [FollowupParty(desk=DeskId("desk-02")), FollowupParty(centre=CentreId("san-1"))]
                        ),
                    ),
                    words=marks.word("message"),
                ),
                ReportScene(
                    case=case,
                    said={
                        MethaneField.TYPE: MethaneValue(source=MethaneSource.SCENE, words=marks.word("scene"))
                    },
                ),
                patients.RecordPatient(
                    patient=PatientId(new_id()), case=case, mode=Mode.REAL, words=marks.word("patient")
                ),
                LogRadioCall(entry=EntryId(new_id()), who="A-01", words=marks.word("radio"), case=case),
            ]
        )
        await self.world.do(who, said)

    async def it_is_reserved(self, case: CaseId) -> None:
        marks, who = self.world.marks[case], await self.owner_or_anybody(case)
        await self.world.do(who, cases.ReserveCase(case=case, reason=marks.word("why")))

    async def somebody_is_named_or_removed(self, case: CaseId) -> None:
        other = self.world.people[self.somebody()]
        kind = self.chance.choice([cases.NamePerson, cases.RemovePerson])
        await self.world.do(await self.owner_or_anybody(case), kind(case=case, person=other.id))

    async def a_task_is_offered(self, case: CaseId) -> None:
        agency = self.chance.choice(list(SERVICE))
        who = self.chance.choice([await self.owner_or_anybody(case), "marta", "biel", "sara"])
        await self.world.do(
            who,
            tasks.OfferTask(
                task=TaskId(new_id()),
                case=case,
                mode=Mode.REAL,
                centre=CentreId(f"{agency}-1"),
                agency=AgencyId(agency),
                service=SERVICE[agency],
                priority=Priority.P1,
                place=self.world.marks[case].point(),
            ),
        )

    async def a_task_is_worked_on(self, case: CaseId) -> None:
        found = await self.world.tasks_of(case)
        if not found:
            return
        task, marks = self.chance.choice(found), self.world.marks[case]
        who = self.chance.choice(["marta", "mila", "biel", "sara", self.somebody()])
        callsign = self.chance.choice(list(UNITS))
        unit = self.world.units[callsign]
        acts = [
            tasks.AcceptTask(task=task.id),
            tasks.RefuseTask(task=task.id, reason="other", words=marks.word("refusal")),
            tasks.CancelTask(task=task.id, change=ChangeId(new_id()), reason=marks.word("cancel")),
            units.AlertUnit(assignment=AssignmentId(new_id()), unit=unit, task=task.id),
            units.SendOrder(
                unit=unit,
                change=ChangeId(new_id()),
                change_kind=ChangeKind.HAZARD,
                words=marks.word("order"),
            )
            if await self._works_on(callsign, case)
            else tasks.AcceptTask(task=task.id),
        ]
        await self.world.do(who, self.chance.choice(acts))

    async def _works_on(self, callsign: str, case: CaseId) -> bool:
        from auxilio.dispatch.service import UNIT

        unit = await self.world.states.state(UNIT, self.world.units[callsign])
        return unit is not None and unit.case == case

    async def a_crew_reports(self) -> None:
        callsign = self.chance.choice(list(UNITS))
        who = "ambulancia" if callsign == "A-01" else "patrulla"
        status = self.chance.choice([UnitStatus.ACKNOWLEDGED, UnitStatus.ON_SCENE, UnitStatus.AVAILABLE])
        await self.world.do(who, units.ReportStatus(unit=self.world.units[callsign], status=status))

    async def somebody_tries_to_get_in(self, case: CaseId) -> None:
        """The silent ways that the review found, and others."""
        who, call = self.somebody(), self.chance.choice(list(self.calls) or [CallId(new_id())])
        await self.world.do(
            who,
            self.chance.choice(
                [
                    cases.TakeOverCase(case=case),
                    cases.LinkCall(case=case, call=call),
                    cases.RelateCase(case=case, other=self.a_case() or case),
                    cases.MergeCase(case=case, into=self.a_case() or case),
                    cases.UnmergeCase(case=case),
                    cases.UnlinkCall(case=case, call=call),
                    calls.HangUp(call=call),
                    calls.LoseDeskLine(call=call, desk=DeskId("desk-01")),
                    calls.AnswerCall(call=call),
                ]
            ),
        )

    async def a_shift_ends(self, case: CaseId) -> None:
        who = self.chance.choice(["lucia", "pau"])
        handover = HandoverId(new_id())
        item = OpenItem(subject=stream_id("case", case), words=self.world.marks[case].word("handover"))
        owner = await self.world.case(case)
        if owner is None or owner.owner_person != self.world.people[who].id:
            return  # what somebody writes of a case that is not theirs is theirs to answer for
        await self.world.do(who, OfferShiftHandover(handover=handover, items=(item,)))
        assert await self.world.states.state(HANDOVER, handover) is not None

    async def it_is_the_system(self, case: CaseId) -> None:
        await self.world.do(system(), cases.MarkHelpSent(case=case))

    async def a_window_opens(self) -> None:
        who, case, call = self.somebody(), self.a_case(), self.chance.choice(list(self.calls) or [None])
        board, params = self.chance.choice(BOARDS), dict[str, str]()
        if case is not None and self.chance.random() < 0.3:
            board, params = "case", {"case": str(case)}
        elif call is not None and self.chance.random() < 0.3:
            board, params = "talk", {"call": str(call)}
        since = None
        others = [one for one in self.world.windows if (one.board, one.params) == (board, params)]
        if others and self.chance.random() < 0.5:
            since = self.chance.choice(others).at  # a place that somebody else's window had folded
        await self.world.open(who, board, since, **params)

    # --- one step and what must hold after it ---------------------------------------------------------

    async def play(self, steps: int) -> None:
        await self.a_case_begins()
        for who in ("lucia", "pau", "clara", "marta", "sara", "jefe", "jordi"):
            for board in BOARDS:
                await self.world.open(who, board)
        before = await self._open_to()
        for _ in range(steps):
            await self._happens()
            now = await self._open_to()
            self._nothing_leaks(before, now)
            before = now
        await self._every_centre_can_work()

    async def _happens(self) -> None:
        case = self.a_case()
        acts: list[tuple[int, Callable[[], Awaitable[None]]]] = [
            (1, self.a_case_begins),
            (1, self.a_call_comes),
            (4, self.a_window_opens),
            (2, self.a_crew_reports),
        ]
        if case is not None:
            acts += [
                (weight, lambda act=act: act(case))
                for weight, act in (
                    (5, self.something_is_said),
                    (2, self.it_is_reserved),
                    (2, self.somebody_is_named_or_removed),
                    (3, self.a_task_is_offered),
                    (5, self.a_task_is_worked_on),
                    (4, self.somebody_tries_to_get_in),
                    (1, self.a_shift_ends),
                    (1, self.it_is_the_system),
                )
            ]
        [(_, act)] = self.chance.choices(acts, weights=[weight for weight, _ in acts])
        position = await self.world.runtime.pool.fetchval("select count(*) from event")
        await act()
        rows = await self.world.runtime.pool.fetch(
            "select kind, actor_name, stream from event order by epoch, tx, seq offset $1", position
        )
        self.last = [f"{row['actor_name']} {row['kind']} {row['stream'][-4:]}" for row in rows]

    async def _open_to(self) -> dict[CaseId, set[str]]:
        """For each reserved case, who may read it."""
        found = {}
        for id in self.world.marks:
            case = await self.world.case(id)
            if case is not None and case.reserved:
                found[id] = await self.world.open_to(id)
            while case is not None and case.merged_into is not None:  # what it tells goes on in another
                found[id] = found.get(id, set()) | await self.world.open_to(case.merged_into)
                case = await self.world.case(case.merged_into)
        return found

    def _nothing_leaks(self, before: dict[CaseId, set[str]], now: dict[CaseId, set[str]]) -> None:
        for window in self.world.windows:
            new, window.frames = window.frames, []
            for case, may in now.items():
                if window.who in may | before.get(case, set()):
                    continue
                self._is_clean(window, case, new, reserved_before=case in before)

    def _is_clean(
        self, window: Window, case: CaseId, frames: list[tuple[int, bytes]], *, reserved_before: bool
    ) -> None:
        for _, frame in frames:
            text = frame.decode()
            leaked = [mark for mark in self.world.marks[case].used if mark in text]
            if window.board == "case" and window.params["case"] != str(case):
                leaked = [mark for mark in leaked if mark not in self.callers]
            # In the step that opens and reserves a case at once, what came before the reservation was not reserved.
            assert not leaked or not reserved_before, (
                f"{self.last}: {window.who} reads {leaked} of a reserved case on {window.board}: {text[:2000]}"
            )

    async def _every_centre_can_work(self) -> None:
        """The dispatchers on duty at a centre with an open task of an open reserved case read it and act on it."""
        for id in self.world.marks:
            case = await self.world.case(id)
            if case is None or not case.reserved or case.state is not CaseState.OPEN:
                continue
            removed = set(await self._removed(id))
            for task in await self.world.tasks_of(id):
                if task.state not in OPEN_STATES:
                    continue
                for name in ("marta", "mila", "biel", "sara"):
                    one = self.world.people[name]
                    if one.centre != task.centre or str(one.id) in removed:
                        continue
                    assert await self.world.open(name, "case", case=str(id)) is not None, name
                    note = cases.NoteCase(case=id, words=self.world.marks[id].word("work"))
                    assert await self.world.do(name, note), self.world.refusals[-1]

    async def _removed(self, case: CaseId) -> list[str]:
        rows = await self.world.runtime.pool.fetch(
            "select body::json->>'person' as person from event where stream = $1"
            " and kind = 'cases.case.person_removed'",
            f"case:{case}",
        )
        return [row["person"] for row in rows]


async def an_evening(server: EmbeddedPostgres, folder: Path, seed: int, steps: int) -> Any:
    async with a_world(server, folder) as world:
        evening = Evening(world, seed)
        await evening.play(steps)
        return world.refusals


@pytest.mark.parametrize("seed", range(6))
async def test_nothing_of_a_reserved_case_reaches_who_is_not_named(
    postgres_server: EmbeddedPostgres, tmp_path: Path, seed: int
) -> None:
    refusals = await an_evening(postgres_server, tmp_path, seed, STEPS)
    assert "case_reserved" in refusals, "somebody tried who may not"


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 180))
async def test_nothing_of_a_reserved_case_reaches_who_is_not_named_on_many_evenings(
    postgres_server: EmbeddedPostgres, tmp_path: Path, seed: int
) -> None:
    await an_evening(postgres_server, tmp_path, seed, 120)
