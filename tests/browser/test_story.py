"""The whole of one emergency (issue 2, «must show» 2): from a citizen's chat to a sealed file that a stranger can check.

No mouse at the desk. Told in the invented town and in the real Andorra.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from auxilio.platform.ids import new_id
from tests.browser.api_colleagues import RoomSupervisor, Somebody, crew_of
from tests.browser.story_regions import ANDORRA, TOWN, Place
from tests.browser.text_call_pair import (
    Operator,
    answers,
    asks_for_help,
    call_of,
    citizen_at,
    finds,
    leaves_the_card,
    locates,
    operator_at,
    proves_a_cardiac_arrest,
    stands_ready,
)
from tests.browser.timeouts import until

pytestmark = pytest.mark.thorough

ANSWERS_MAX = 3
PRESSES_MAX = 20
COMPRESSION = "Empuje hacia abajo tan fuerte como pueda"
STEPS_BEFORE_IT = 4
"""In writing: the step that asks for the loudspeaker is left out."""


@pytest.fixture(params=[TOWN, ANDORRA], ids=["town", "andorra"])
def told_in(request: pytest.FixtureRequest) -> tuple[Place, str]:
    """Where the story is told, and the address of a centre there."""
    place: Place = request.param
    return place, request.getfixturevalue(place.installation)


def help_is_sent(operator: Operator, citizen: Page, place: Place) -> int:
    """From the ring to help sent. How many answers it took."""
    stands_ready(operator)
    asks_for_help(citizen, f"Mi padre no respira, {place.said}")
    operator.presses.clear()  # what is counted begins with the ring
    answers(operator, "Mi padre no respira")
    expect(citizen.get_by_role("heading", name="Le ha atendido una persona")).to_be_visible()
    locates(operator, place)
    answered = proves_a_cardiac_arrest(operator)
    operator.press("F9")
    expect(citizen.get_by_role("heading", name="Estoy enviando ayuda")).to_be_visible()
    return answered


def compressions_are_dictated(operator: Operator) -> None:
    """The card, to the sentence that says how to press."""
    operator.press("F6")
    for nth in range(STEPS_BEFORE_IT):
        operator.sees(f"paso {nth + 1} de", "Tarjeta")
        operator.press("Space")
    operator.sees("Metrónomo", "Tarjeta")
    operator.sees(COMPRESSION, "Tarjeta")


def test_a_cardiac_arrest_from_a_chat_to_a_sealed_file_that_a_stranger_can_check(
    browser: Browser, told_in: tuple[Place, str], tmp_path: Path
) -> None:
    place, installation = told_in
    with (
        citizen_at(browser, installation, place) as citizen,
        operator_at(browser, installation, "lucia", "desk-07") as operator,
        RoomSupervisor(installation, "clara", "room") as room,
    ):
        answered = help_is_sent(operator, citizen, place)
        compressions_are_dictated(operator)
        assert answered <= ANSWERS_MAX
        assert len(operator.presses) <= PRESSES_MAX, operator.presses
        operator.press("Space", "KeyM")
        marked = operator.region("Tarjeta").get_by_text("✓", exact=True)
        expect(marked).to_have_count(1)
        # A second press is mostly meant for the same moment: the key asks before it marks another.
        beat = operator.region("Tarjeta").locator(".metronome")
        stands = beat.bounding_box()
        operator.press("KeyM")
        operator.sees("«Parada reconocida» ya está marcado")
        assert beat.bounding_box() == stands, "nothing moves under the hand that confirms"
        expect(marked).to_have_count(1)
        operator.press("KeyM")
        expect(marked).to_have_count(2)

        case = room.case_of(call_of(citizen))["id"]
        until(lambda: set(room.tasks(case)) == {"san-1", "pol-1"}, "every centre of the plan is asked")
        unit = room.unit_on(case)
        assert unit["agency"] == "san", "the health centre has delegated its first alert"
        the_centres_work(installation, case, room, citizen, operator, unit)
        it_is_closed(operator, citizen)
    file, key = it_is_sealed(installation, case, tmp_path)
    a_stranger_checks(file, key)


def the_centres_work(
    installation: str,
    case: str,
    room: RoomSupervisor,
    citizen: Page,
    operator: Operator,
    unit: dict[str, str],
) -> None:
    """The health centre's unit goes, arrives and takes the patient; the police accept and say no more."""
    task = room.tasks(case)["san-1"]["id"]
    with Somebody(installation, "sara", "pol-desk-1") as police:
        police.do("dispatch.accept_task", task=room.tasks(case)["pol-1"]["id"])
    with crew_of(installation, unit) as crew:
        crew.do("dispatch.report_status", unit=unit["id"], status="acknowledged")
        expect(citizen.get_by_role("heading", name="La ayuda va de camino")).to_be_visible()
        for status in ("en_route", "on_scene", "transporting", "at_destination", "available"):
            crew.do("dispatch.report_status", unit=unit["id"], status=status)
    with Somebody(installation, "marta", "san-desk-1") as health:
        until(lambda: not room.tasks(case)["san-1"]["assignments"], "the unit is free")
        health.do("dispatch.end_task", task=task, outcome="transported")
    operator.sees("terminado", "Envío")


def orders_of(room: RoomSupervisor, unit: dict[str, Any]) -> list[dict[str, Any]]:
    """What the crew must say that it knows, the last first."""
    orders: list[dict[str, Any]] = next(
        row["orders"] for row in room.rows("room", "units") if row["id"] == unit["id"]
    )
    return orders[::-1]


def it_is_closed(operator: Operator, citizen: Page) -> None:
    """The call ends; what is open is said by name and given to a named person; then the case closes."""
    leaves_the_card(operator)
    expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
    operator.sees("Sin llamada", "Llamada")  # the buttons of a call have gone with it
    operator.press("Alt+KeyQ")
    dialog = operator.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Queda una activación sin terminar")
    expect(dialog.get_by_role("button", name="Policía")).to_be_visible()
    operator.press("Digit1", "Digit1")
    expect(dialog.get_by_label("¿Con quién habla?")).to_be_focused()
    operator.type("Sargento Pérez")
    operator.press("Tab")
    operator.type("sigue la policía")
    operator.press("Enter")
    expect(dialog.get_by_role("combobox", name="Sanidad")).to_have_value("transported")
    expect(dialog.get_by_role("combobox", name="Policía")).to_have_value("released")
    operator.press("Digit1")
    expect(dialog).to_be_hidden()
    operator.sees("Sin llamada")


def it_is_sealed(installation: str, case: str, folder: Path) -> tuple[Path, Path]:
    """The records officer seals what is known and takes the file away; the key comes by another way."""
    with Somebody(installation, "nil") as officer:
        officer.post(f"/api/case-files/{case}/seal", headers={"x-auxilio-command": str(new_id())})
        bundle = officer.get(f"/api/case-files/{case}/bundle").content
        key = officer.get("/api/case-files/public-key").content
    file = folder / "expediente.zip"
    file.write_bytes(bundle)
    (folder / "centre.pem").write_bytes(key)
    return file, folder / "centre.pem"


def a_stranger_checks(file: Path, key: Path) -> None:
    """`auxilio verify`, with no centre behind it; then the same with one byte changed."""
    told = verify(file, key)
    assert told.returncode == 0, told.stdout + told.stderr
    story = ZipFile(file).read("story.json").decode()
    assert story.count("(borrador sin aprobar)") == 2, "interview and card were drafts, and the file says so"
    whole = file.read_bytes()
    at = whole.index(b"Mi padre no respira")
    changed = file.with_name("cambiado.zip")
    changed.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    told = verify(changed, key)
    assert told.returncode == 1, told.stdout + told.stderr
    assert "events.json" in told.stdout, "it names what was changed"


def verify(file: Path, key: Path) -> "subprocess.CompletedProcess[str]":
    """The command line, in an empty folder and with no settings."""
    command = [sys.executable, "-m", "auxilio", "verify", str(file), "--key", str(key), "--language", "es"]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=file.parent, env={"PATH": "/usr/bin:/bin"}, check=False
    )


def test_a_corrected_street_is_an_alarm_until_centre_and_crew_have_said_that_they_know(
    browser: Browser, told_in: tuple[Place, str]
) -> None:
    place, installation = told_in
    with (
        citizen_at(browser, installation, place) as citizen,
        operator_at(browser, installation, "pau", "desk-08") as operator,
        RoomSupervisor(installation, "clara", "room") as room,
        Somebody(installation, "marta", "san-desk-1") as health,
        Somebody(installation, "sara", "pol-desk-1") as police,
    ):
        help_is_sent(operator, citizen, place)
        case = room.case_of(call_of(citizen))["id"]
        unit = room.unit_on(case)
        asked = until(lambda: room.tasks(case).get("pol-1"), "the police are asked")
        police.do("dispatch.accept_task", task=asked["id"])
        with crew_of(installation, unit) as crew:
            for status in ("acknowledged", "en_route"):
                crew.do("dispatch.report_status", unit=unit["id"], status=status)

            citizen.get_by_label("Escribir").fill(f"Perdón, es {place.corrected}")
            citizen.keyboard.press("Enter")
            operator.page.get_by_role("log").get_by_text("Perdón, es").wait_for()
            operator.press("F2", "Enter")
            expect(operator.region("Dónde").get_by_role("combobox")).to_be_focused()
            finds(operator, place.corrected, place.corrected_found)

            where = operator.region("Dónde")
            operator.sees("CAMBIA LA DIRECCIÓN", "Dónde")
            expect(where).to_contain_text("Sanidad 1, Policía 1, " + unit["callsign"])
            expect(where.locator("s")).to_contain_text(place.found)
            corrected = {row["centre"]: row["changes"][-1] for row in room.tasks(case).values()}
            assert place.corrected_found.split(",")[0] in corrected["san-1"]["new"]
            assert place.found.split(",")[0] in corrected["san-1"]["old"], "the old value stays"
            until(
                lambda: len(room.waiting_for(case, "change_acknowledge")) == 3,
                "two centres and a crew are waited for",
            )

            for who, centre in ((health, "san-1"), (police, "pol-1")):
                task = room.tasks(case)[centre]
                change = task["changes"][-1]["id"]
                who.do("dispatch.acknowledge_change", task=task["id"], change=change)
            operator.sees(f"FALTA ENTERADO: {unit['callsign']}", "Dónde")
            assert room.waiting_for(case, "change_acknowledge"), "the crew has said nothing yet"
            order = until(lambda: next(iter(orders_of(room, unit)), None), "the crew has its order")
            crew.do("dispatch.acknowledge_order", unit=unit["id"], change=order["id"])
            expect(where).not_to_contain_text("CAMBIA LA DIRECCIÓN")
            until(lambda: not room.waiting_for(case, "change_acknowledge"), "the alarm has ended")
            crew.do("dispatch.report_status", unit=unit["id"], status="available")
        operator.press("Alt+KeyX", "Alt+KeyX")
        expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()
