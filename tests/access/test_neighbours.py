"""Aim (issue 12, A2): nobody acts on a unit, a task, a patient, a message or a call of somebody else; and where a desk enters
for another what was said by voice, it says so and for whom."""

from dataclasses import dataclass, replace
from typing import Any

import msgspec
import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.service import CALL
from auxilio.dispatch.patients.core import messages as patients
from auxilio.dispatch.patients.core.model import PatientState, TriageColour
from auxilio.dispatch.service import PATIENT, TASK, UNIT
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.model import TaskState
from auxilio.dispatch.tasks.core.shared_types import ChangeId
from auxilio.dispatch.units.core import messages as units
from auxilio.followup.core.messages import ReadMessage
from auxilio.followup.service import MESSAGE
from auxilio.identity.core.permissions import ROLES
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CentreId, TaskId, UnitId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.radio.core.messages.entries import SendRadioText
from auxilio.radio.core.model import EntryId
from tests.access.actors import Who
from tests.access.app_process import Running
from tests.access.factories import FACTORIES
from tests.access.matrix_cells import of_people, tag_of
from tests.access.world import Scenario, World

OF_A_UNIT = tuple(kind for kind in of_people() if "unit" in kind.__struct_fields__)
SAN_GROUP = "001-1-6000101"


@dataclass
class Scene:
    """A case with a health task and one of the police; an ambulance works on it and has a patient."""

    it: Running
    world: World
    ambulance: UnitId
    task: TaskId
    patient: patients.PatientId

    async def refused(self, who: Who, command: Command) -> str:
        """The code of a refusal."""
        answer = await self.it.send(who, command)
        assert answer.status in {403, 404, 409}, answer
        return answer.code


@pytest.fixture
async def scene(it: Running) -> Scene:
    world = World(it.cast["dispatcher"], Scenario.OWN, it.known, it.runtime.clock.now())
    task = world.task()
    ambulance = world.unit_at_work(task=task)
    patient = world.patient(unit=ambulance)
    for centre in ("pol-1", "bom-1"):
        world.new_task(world.case(), CentreId(centre))
    await it.settle(world)
    return Scene(it, world, ambulance, task, patient)


# --- police and the ambulance -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", OF_A_UNIT, ids=tag_of)
async def test_police_does_nothing_to_an_ambulance_by_any_command_there_is(
    scene: Scene, kind: type[Command]
) -> None:
    """Of the same case: it is theirs to read. Each command is one that the ambulance's own people could give now."""
    police = scene.it.colleagues["police"]
    world = World(
        police, Scenario.NEIGHBOUR, scene.it.known, scene.it.runtime.clock.now(), _case=scene.world.case()
    )
    command = msgspec.structs.replace(FACTORIES[kind](world), unit=scene.ambulance)
    if kind is patients.UpdatePatient:
        command = msgspec.structs.replace(command, patient=scene.patient)
    await scene.it.settle(world)
    before = await scene.it.state(UNIT, scene.ambulance)
    code = await scene.refused(police, command)
    permitted = kind.permission in ROLES["dispatcher"]
    assert (
        code in {"not_your_centre", "not_your_patient", "not_your_unit"}
        if permitted
        else code == "not_permitted"
    )
    assert await scene.it.state(UNIT, scene.ambulance) == before


async def test_the_crews_emergency_ends_by_its_own_centre_alone(scene: Scene) -> None:
    raised = units.CrewEmergencyRaised(unit=scene.ambulance, by="A-01")
    await scene.it.write([(UNIT, scene.ambulance, raised)])
    over = units.AnswerCrewEmergency(unit=scene.ambulance, over=True, words="falsa alarma")
    for who in (*scene.it.colleagues.values(), scene.it.cast["call_taker"], scene.it.cast["dispatcher@fire"]):
        assert await scene.refused(who, over) in {"not_your_centre", "not_permitted"}
    assert (await scene.it.state(UNIT, scene.ambulance)).emergency is not None
    assert (await scene.it.send(scene.it.cast["dispatcher"], over)).status == 200
    assert (await scene.it.state(UNIT, scene.ambulance)).emergency is None


# --- fire and the health service --------------------------------------------------------------------


async def test_fire_cancels_no_health_task(scene: Scene) -> None:
    fire = scene.it.cast["dispatcher@fire"]
    cancel = tasks.CancelTask(task=scene.task, change=ChangeId(new_id()), reason="ya estamos")
    assert await scene.refused(fire, cancel) == "not_your_task"
    assert (await scene.it.state(TASK, scene.task)).state is TaskState.ACTIVE


@pytest.mark.parametrize("who", ["dispatcher@fire", "fire_crew"])
async def test_fire_writes_nothing_about_a_patient_whom_an_ambulance_has(scene: Scene, who: str) -> None:
    """Not its centre, and not its crew, though it stands beside the ambulance."""
    sender = (scene.it.cast | scene.it.colleagues)[who]
    world = replace(scene.world, who=sender, scenario=Scenario.OWN, facts=[])
    beside = world.unit_at_work()
    await scene.it.settle(world)
    for command in (
        patients.UpdatePatient(patient=scene.patient, triage=TriageColour.BLACK),
        patients.UpdatePatient(patient=scene.patient, unit=beside, state=PatientState.WITH_UNIT),
        patients.WarnHospital(patient=scene.patient, hospital="Hospital"),
        patients.TransferPatientCare(patient=scene.patient, to="bomberos"),
    ):
        assert await scene.refused(sender, command) == "not_your_patient"
    seen = await scene.it.state(PATIENT, scene.patient)
    assert (seen.triage, seen.unit) == (None, scene.ambulance)


async def test_a_fire_crew_at_the_place_writes_about_a_patient_whom_nobody_has(scene: Scene) -> None:
    crew = scene.it.colleagues["fire_crew"]
    world = replace(scene.world, who=crew, facts=[])
    world.unit_at_work()
    waiting = patients.PatientId(new_id())
    recorded = patients.PatientRecorded(patient=waiting, case=scene.world.case(), mode=Mode.REAL, number=2)
    world.tell(PATIENT, waiting, recorded)
    await scene.it.settle(world)
    update = patients.UpdatePatient(patient=waiting, triage=TriageColour.RED)
    assert (await scene.it.send(crew, update)).status == 200


async def test_a_patient_is_given_to_a_unit_that_works_on_the_case_and_by_a_centre_to_its_own(
    scene: Scene,
) -> None:
    dispatcher = scene.it.cast["dispatcher"]
    world = World(
        scene.it.cast["dispatcher@fire"],
        Scenario.OWN,
        scene.it.known,
        scene.world.at,
        _case=scene.world.case(),
    )
    idle, engine = world.new_unit(CentreId("san-1"), mine=False), world.unit_at_work()
    await scene.it.settle(world)
    give = patients.UpdatePatient(patient=scene.patient, unit=idle)
    assert await scene.refused(dispatcher, give) == "unit_not_on_case"
    assert await scene.refused(dispatcher, msgspec.structs.replace(give, unit=engine)) == "not_your_centre"
    assert (
        await scene.refused(dispatcher, msgspec.structs.replace(give, unit=UnitId(new_id())))
        == "unknown_unit"
    )
    assert (await scene.it.state(PATIENT, scene.patient)).unit == scene.ambulance


async def test_a_text_to_the_group_of_another_service_is_not_sent(scene: Scene) -> None:
    send = SendRadioText(entry=EntryId(new_id()), words="vuelvan a la base", group=SAN_GROUP, call_out=True)
    assert await scene.refused(scene.it.cast["dispatcher@fire"], send) == "not_your_group"
    assert (await scene.it.send(scene.it.cast["dispatcher"], send)).status == 200


# --- messages and calls -----------------------------------------------------------------------------


async def test_a_crew_marks_no_message_of_another_centre_as_read(scene: Scene) -> None:
    crew = scene.it.cast["crew"]
    world = replace(scene.world, who=crew, facts=[])
    world.unit_at_work()
    fire = World(scene.it.cast["dispatcher@fire"], Scenario.OWN, scene.it.known, world.at, _case=world.case())
    message = fire.message()
    await scene.it.write([*world.facts, *fire.facts])
    assert await scene.refused(crew, ReadMessage(message=message)) == "not_your_message"
    assert (await scene.it.state(MESSAGE, message)).read == ()


async def test_a_call_taker_renames_no_caller_of_another_operator(it: Running) -> None:
    owner, colleague = it.cast["call_taker"], it.colleagues["colleague"]
    world = World(owner, Scenario.OWN, it.known, it.runtime.clock.now())
    call = world.call()
    await it.settle(world)
    named = calls.IdentifyCaller(call=call, caller_name="Otra Persona")
    assert (await it.send(colleague, named)).code == "not_your_call"
    assert (await it.state(CALL, call)).caller_name is None
    assert (await it.send(owner, named)).status == 200


async def test_a_caller_whom_one_desk_rings_back_is_not_answered_at_another(it: Running) -> None:
    owner, colleague = it.cast["call_taker"], it.colleagues["colleague"]
    world = World(owner, Scenario.OWN, it.known, it.runtime.clock.now())
    call = world.abandoned_call()
    assert owner.desk is not None
    ringing = calls.CallBackStarted(call=call, desk=owner.desk, operator=owner.person, operator_name="A")
    world.tell(CALL, call, ringing)
    await it.settle(world)
    assert (await it.send(colleague, calls.AnswerCall(call=call))).code == "not_your_call"


# --- what a desk enters for another -----------------------------------------------------------------


def acknowledged(task: dict[str, Any]) -> list[dict[str, Any]]:
    """The changes in a task's row that its centre has acknowledged."""
    return [change for change in task["changes"] if change["acknowledged"]]


async def test_what_is_entered_for_another_centre_names_it_and_its_board_shows_who_said_it(
    scene: Scene,
) -> None:
    call_taker, change = scene.it.cast["call_taker"], scene.world.change()
    raised = tasks.TaskChangeRaised(task=scene.task, change=change)
    await scene.it.write([(TASK, scene.task, raised)])
    said = tasks.AcknowledgeChange(task=scene.task, change=change.id)
    assert await scene.refused(call_taker, said) == "not_your_centre", "pressed, only by the centre itself"
    by_voice = msgspec.structs.replace(said, told_to="Joan, san-1")
    assert await scene.refused(call_taker, by_voice) == "for_centre_missing"
    wrong = msgspec.structs.replace(by_voice, for_centre=CentreId("bom-1"))
    assert await scene.refused(call_taker, wrong) == "for_centre_missing"
    right = msgspec.structs.replace(by_voice, for_centre=CentreId("san-1"))
    assert (await scene.it.send(call_taker, right)).status == 200
    async with scene.it.window(scene.it.cast["dispatcher"]) as window:
        row = await window.row("centre", "tasks", f"task:{scene.task}", lambda row: acknowledged(row) != [])
    [shown] = acknowledged(row)
    assert shown["id"] == str(change.id)
    assert shown["acknowledged"]["told_to"] == "Joan, san-1"
    assert shown["acknowledged"]["for_centre"] == "san-1"


# --- roles of the room, outside it ------------------------------------------------------------------


async def test_a_supervisor_of_a_centre_does_not_lead_the_room(it: Running) -> None:
    chief = it.cast["supervisor@centre"]
    session = (await it.http.get("/api/session", headers=it.headers(chief))).json()
    assert session["roles"] == ["supervisor"]
    assert set(session["permissions"]) == {
        str(word) for word in ROLES["dispatcher"] | {"cases:case:priority_lower_severe", "rosters:shift:plan"}
    }
    async with it.window(chief) as window:
        for board in ("room", "desk"):
            assert (await window.open(board))["refused"] == "not_permitted"
        assert "snapshot" in await window.open("centre")


async def test_a_call_that_an_operator_has_is_answered_by_no_supervisor_of_a_centre(it: Running) -> None:
    world = World(it.cast["supervisor@centre"], Scenario.OWN, it.known, it.runtime.clock.now())
    call = world.queued_call()
    await it.settle(world)
    assert (await it.send(world.who, calls.AnswerCall(call=call))).code == "not_permitted"
