"""Aim: in the whole installation, who is on the way counts against what a hospital said, and what was proposed stays with the choice."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from auxilio.app.cli.demo_seed import FAR_HOSPITALS, add_hospitals
from auxilio.app.composition import hospital_queries, open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.cases.core import messages as cases
from auxilio.dispatch.patients.core import messages as p
from auxilio.dispatch.patients.core.model import ShownHospital, TriageColour
from auxilio.dispatch.service import PATIENT
from auxilio.dispatch.tasks.core.messages import OfferTask
from auxilio.geo.service import RegionService
from auxilio.hospitals.core import messages as m
from auxilio.hospitals.core.model import CapacityColour
from auxilio.hospitals.core.policy import HospitalOptions
from auxilio.hospitals.service import HOSPITAL, HospitalQueries
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import AgencyId, CaseId, CentreId, CommandId, PatientId, TaskId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.mass_casualty.core.scene import CasualtyColour
from auxilio.mass_casualty.core.scene_messages import AlertHospital
from auxilio.platform.database.cursors import live_where
from auxilio.platform.database.log import state_of
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from tests.actors import person
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres

SCENE = Point(lat=0.0, lon=0.1)
VALL, MATERNAL = (name for name, *_ in FAR_HOSPITALS)


@dataclass
class Centre:
    runtime: Runtime
    hospitals: HospitalQueries

    async def do(self, command: Command, actor: Actor | None = None) -> None:
        await self.runtime.commands.handle(CommandId(new_id()), command, actor or marta())

    async def options(
        self, colour: CapacityColour | None = None, actor: Actor | None = None
    ) -> HospitalOptions:
        return await self.hospitals.options(actor or marta(), SCENE, colour)


def marta(mode: Mode = Mode.REAL) -> Actor:
    return person("dispatcher", "san-desk-1", centre="san-1", agency="san", mode=mode)


@pytest.fixture
async def centre(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Centre]:
    async with fresh_database(postgres_server) as database:
        await register_demo_centres(database.pool)
        settings = Settings(area="demo", database_url=database.dsn, data=tmp_path)
        async with open_runtime(settings) as runtime:
            region = RegionService.without_data()
            await add_hospitals(runtime, region, Mode.REAL)
            await add_hospitals(runtime, region, Mode.REAL)  # a second start changes nothing
            yield Centre(runtime, hospital_queries(runtime, region))


async def patient_of(centre: Centre, triage: TriageColour) -> PatientId:
    case, patient = CaseId(new_id()), PatientId(new_id())
    await centre.do(cases.OpenCase(case=case), person("call_taker", "desk-01"))
    take = OfferTask(
        task=TaskId(new_id()),
        case=case,
        mode=Mode.REAL,
        centre=CentreId("san-1"),
        agency=AgencyId("san"),
        service="HEALTH",
        priority=Priority.P1,
    )
    await centre.do(take, person("call_taker", "desk-01"))
    await centre.do(p.RecordPatient(patient=patient, case=case, mode=Mode.REAL, triage=triage))
    return patient


async def test_who_is_warned_counts_against_its_room_until_it_speaks_again(centre: Centre) -> None:
    before = await centre.options(CapacityColour.RED)
    first = before.proposed[0]
    assert [each.name for each in before.proposed] == [VALL, MATERNAL]
    assert {why.code for why in first.why} == {"straight_line", "room_unknown"}
    said = m.DeclareCapacity(hospital=first.hospital, free={CapacityColour.RED: 1}, by_there="Dra. Soler")
    await centre.do(said)
    patient = await patient_of(centre, TriageColour.RED)
    await centre.do(p.WarnHospital(patient=patient, hospital=VALL, to=first.hospital))

    full = await centre.options(CapacityColour.RED)
    assert [each.name for each in full.proposed] == [MATERNAL]
    (aside,) = full.aside
    room = aside.room[CapacityColour.RED]
    assert (room.declared, room.coming, room.left, [why.code for why in aside.why]) == (1, 1, 0, ["full"])
    await centre.do(p.TransferPatientCare(patient=patient, to="Dra. Soler"))
    room = (await centre.options(CapacityColour.RED)).aside[0].room[CapacityColour.RED]
    assert (room.coming, room.arrived, room.left) == (0, 1, 0)
    await centre.do(said)  # one free, said after that hand-over
    room = (await centre.options(CapacityColour.RED)).proposed[0].room[CapacityColour.RED]
    assert (room.declared, room.arrived, room.left) == (1, 0, 1)


async def test_what_was_shown_and_that_another_was_chosen_are_facts_of_the_patient(centre: Centre) -> None:
    options = await centre.options(CapacityColour.RED)
    shown = tuple(
        ShownHospital(hospital=each.hospital, name=each.name, travel_s=each.travel_s, by=each.by)
        for each in options.proposed
    )
    patient = await patient_of(centre, TriageColour.RED)
    await centre.do(p.WarnHospital(patient=patient, hospital=MATERNAL, to=shown[1].hospital, shown=shown))
    rows = await centre.runtime.pool.fetch(
        "select body::text as body from event where stream = $1 and kind = $2",
        f"patient:{patient}",
        p.HospitalWarned.kind(),
    )
    (fact,) = [PATIENT.read_event(row["body"]) for row in rows]
    assert (fact.hospital, fact.overridden, fact.shown) == (MATERNAL, True, shown)
    found = await state_of(centre.runtime.pool, f"patient:{patient}")
    assert found is not None
    known = PATIENT.read_state(found[1]).hospital
    assert known is not None
    assert known.id == shown[1].hospital


async def test_a_real_hospital_is_neither_proposed_to_an_exercise_nor_filled_by_one(centre: Centre) -> None:
    pupil = marta(Mode.EXERCISE)
    assert (await centre.options(actor=pupil)).proposed == ()
    (one, *_) = await live_where(centre.runtime.pool, HOSPITAL, 10)
    with pytest.raises(Refused, match="session_mode_differs"):
        await centre.do(
            m.DeclareCapacity(hospital=one.id, free={CapacityColour.RED: 9}, by_there="Dra. Soler"), pupil
        )


async def test_a_crew_asks_where_it_can_go_and_does_not_say_what_a_hospital_can_take(centre: Centre) -> None:
    crew = person("crew", "a-01", centre="san-1", agency="san")
    options = await centre.options(actor=crew)
    assert len(options.proposed) == len(FAR_HOSPITALS)
    with pytest.raises(Refused, match="not_permitted"):
        await centre.do(
            m.DeclareCapacity(
                hospital=options.proposed[0].hospital, free={CapacityColour.RED: 9}, by_there="Dra. Soler"
            ),
            crew,
        )


async def test_whom_a_hospital_was_told_of_counts_once_whether_they_have_left_or_not(centre: Centre) -> None:
    first = (await centre.options()).proposed[0]
    said = m.DeclareCapacity(hospital=first.hospital, free={CapacityColour.RED: 3}, by_there="Dra. Soler")
    await centre.do(said)
    patient = await patient_of(centre, TriageColour.RED)
    found = await state_of(centre.runtime.pool, f"patient:{patient}")
    assert found is not None
    case = PATIENT.read_state(found[1]).case
    share = {CasualtyColour.RED: 2, CasualtyColour.BLACK: 1}
    told = AlertHospital(case=case, hospital=first.hospital, name=VALL, by_there="Dra. Soler", share=share)
    await centre.do(told)
    room = (await centre.options()).proposed[0].room[CapacityColour.RED]
    assert (room.meant, room.coming, room.left) == (2, 0, 1)
    await centre.do(p.WarnHospital(patient=patient, hospital=VALL, to=first.hospital))
    room = (await centre.options()).proposed[0].room[CapacityColour.RED]
    assert (room.meant, room.coming, room.left) == (1, 1, 1)
    plan = await centre.hospitals.distribution(marta(), SCENE, {CapacityColour.RED: 2})
    assert [(each.name, each.count) for each in plan.shares] == [(VALL, 1)]
    assert plan.unplaced == {CapacityColour.RED: 1}
    assert [each.name for each in plan.hospitals] == [VALL, MATERNAL]
