"""A job by radio, by keyboard: its group and its command's, statuses by code, the red button, a gateway that is lost and comes back."""

import json
import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.browser_session import DESK, PHONE, picture, press, violations
from tests.browser.centre_hands import Hand, Json, free, region, say, settles, take_in_hand
from tests.browser.conftest import RUNNING, demo
from tests.browser.test_road_closures import seat
from tests.temp_folders import open_folder

__all__ = ["seat"]
RUNNING_DATA = "AUXILIO_BROWSER_DATA"
"""The folder of a demo with a radio network that runs already."""
EN_ROUTE, TRANSPORTING, UNKNOWN = 32770, 32772, 41000


class Air:
    """What radios of the simulated network do."""

    def __init__(self, data: Path) -> None:
        self._port = int((data / "radio-played-at").read_text())

    def play(self, **said: Any) -> dict[str, Any]:
        with socket.create_connection(("127.0.0.1", self._port), timeout=10) as line:
            line.sendall(json.dumps(said).encode() + b"\n")
            answer: dict[str, Any] = json.loads(line.makefile().readline())
        assert "refused" not in answer, answer
        return answer


@pytest.fixture(scope="module")
def aired(made: Path | None) -> Iterator[tuple[str, Air]]:
    """A centre with its radio, and the network that it is on."""
    if made is None:
        yield os.environ[RUNNING].rstrip("/"), Air(Path(os.environ[RUNNING_DATA]))
        return
    with open_folder() as folder:
        subprocess.run(["cp", "-a", str(made), str(folder / "data")], check=True)
        with demo(RUNNING, radio=True, keep=folder / "data") as address:
            yield address, Air(folder / "data")


@pytest.fixture(scope="module")
def installation(aired: tuple[str, Air]) -> str:
    return aired[0]


@dataclass(frozen=True)
class Job:
    """A unit that was alerted, whose radio the test plays."""

    air: Air
    marta: Hand
    unit: Json
    case: str

    @property
    def radio(self) -> str:
        radio: str = self.unit["radios"][0]
        return radio


@pytest.fixture
def job(aired: tuple[str, Air]) -> Job:
    installation, air = aired
    marta, desk = Hand(installation, "marta", "san-desk-1"), Hand(installation, "lucia", "desk-07")
    free(marta)
    [unit] = [row for row in marta.board("centre", "units") if row["callsign"] == "A-02"]
    case = desk.help_for("SAN-01", 1, ("als",), "calle mayor 4")
    [task] = settles(
        lambda: (
            [t for t in marta.board("centre", "tasks") if t["case"] == case and t["centre"] == "san-1"]
            or None
        )
    )
    marta.do("dispatch.accept_task", task=task["id"])
    marta.do("dispatch.alert_unit", assignment=str(uuid4()), unit=unit["id"], task=task["id"])
    return Job(air, marta, unit, case)


def radio_log(centre: Page) -> Locator:
    """Opened by its keys."""
    centre.keyboard.press("F6")
    centre.keyboard.press("r")
    return centre.get_by_role("dialog", name="Registro de radio")


def to_see(log: Locator) -> Locator:
    """What changed nothing, and waits for a person."""
    return log.get_by_role("region", name="Radio: por ver")


def unit_row(centre: Page) -> Locator:
    return region(centre, "Recursos").get_by_role("option").filter(has_text="A-02")


def test_a_job_has_its_groups_and_a_radio_says_its_statuses_by_key(
    job: Job, seat: Callable[..., Page]
) -> None:
    air, radio, case = job.air, job.radio, job.case
    centre = seat("marta", "san-desk-1", "/centre")
    crew = seat("ambulancia", "a-02", "/unit", size=PHONE)
    take_in_hand(centre, "Calle Mayor, 4")
    told = region(centre, "Activación")

    # Its group is there; a person gives it another, and sets up a joint command.
    expect(told).to_contain_text("SAN-1")
    centre.keyboard.press("F3")
    centre.keyboard.press("g")
    expect(centre.get_by_role("dialog").get_by_role("button", name="SAN-2")).to_be_visible()
    centre.keyboard.press("1")
    expect(centre.locator("dialog[open]")).to_have_count(0)
    expect(told).to_contain_text("SAN-2")
    centre.keyboard.press("F3")
    centre.keyboard.press("c")
    centre.get_by_role("dialog").get_by_role("button", name="MANDO-1").wait_for()
    centre.keyboard.press("1")
    expect(centre.locator("dialog[open]")).to_have_count(0)
    expect(told).to_contain_text("SAN-2 · Mando: MANDO-1")
    expect(crew.get_by_text("SAN-2 · Mando: MANDO-1").first).to_be_visible()

    # The crew presses a key of its radio; and one that its job does not allow.
    row = unit_row(centre)
    air.play(kind="status", radio=radio, code=EN_ROUTE)
    expect(row).to_contain_text("CAM")
    air.play(kind="call_began", call="story-1", radio=radio, to="001-1-6000101")
    air.play(kind="call_ended", call="story-1")
    air.play(kind="status", radio=radio, code=TRANSPORTING)
    air.play(kind="status", radio=radio, code=UNKNOWN)
    centre.keyboard.press("F6")
    centre.keyboard.press("n")
    expect(centre.get_by_label("Quién llama")).to_be_focused()
    centre.keyboard.type("a2")
    centre.keyboard.press("Enter")
    centre.keyboard.press("Enter")
    centre.keyboard.type(f"Llegamos en dos minutos, clave {case[:6]}")
    centre.keyboard.press("Enter")
    expect(centre.locator("dialog[open]")).to_have_count(0)
    log = radio_log(centre)
    waiting = to_see(log)
    expect(waiting).to_contain_text("NO APLICADO: paso no posible")
    expect(waiting).to_contain_text("NO APLICADO: código desconocido")
    expect(log).to_contain_text("A-02 → SAN-1")
    expect(row).to_contain_text("CAM")
    picture(centre, "centre-radio-dark-1440")
    assert violations(centre) == []
    log.get_by_label("Buscar en quién, grupo y palabras").focus()
    centre.keyboard.type(f"DOS MÍNUTOS, clave {case[:6]}")
    expect(log.get_by_role("option")).to_have_count(1)
    expect(log.get_by_role("option")).to_contain_text("A-02 → Sanidad 1 · «Llegamos en dos minutos, clave")
    for _ in range(2):
        waiting.get_by_role("button").first.focus()
        left = waiting.get_by_role("button").count()
        centre.keyboard.press("Enter")
        expect(waiting.get_by_role("button")).to_have_count(left - 1)
    centre.keyboard.press("Escape")


@pytest.mark.thorough
def test_the_red_button_is_at_centre_and_room_until_somebody_has_heard_it(
    job: Job, seat: Callable[..., Page]
) -> None:
    air, radio = job.air, job.radio
    centre = seat("marta", "san-desk-1", "/centre")
    room = seat("clara", "room", "/room?theme=light")
    take_in_hand(centre, "Calle Mayor, 4")
    air.play(kind="alarm", radio=radio, group="001-1-6000999")
    alarm = "EMERGENCIA DE DOTACIÓN A-02"
    heard = centre.get_by_role("alert").filter(has_text=alarm)
    expect(heard).to_contain_text("micrófono abierto en EMERG")
    need = region(room, "Me necesita").get_by_role("option").filter(has_text=alarm)
    expect(need).to_contain_text("micrófono abierto en EMERG")
    picture(room, "room-radio-light-1440")
    press(centre, "Alt+v")
    expect(heard).to_have_count(0)
    expect(need).to_contain_text("La dotación está a salvo")
    job.marta.do("dispatch.answer_emergency", unit=job.unit["id"], over=True, words="habló, bien")


@pytest.mark.thorough
def test_a_lost_gateway_is_told_to_all_and_what_was_pressed_meanwhile_comes_after_once(
    job: Job, seat: Callable[..., Page]
) -> None:
    air, radio = job.air, job.radio
    centre = seat("marta", "san-desk-1", "/centre")
    room = seat("clara", "room", "/room?theme=light")
    crew = seat("ambulancia", "a-02", "/unit", size=PHONE)
    take_in_hand(centre, "Calle Mayor, 4")
    row = unit_row(centre)
    air.play(kind="status", radio=radio, code=EN_ROUTE)
    expect(row).to_contain_text("CAM")
    air.play(kind="cut", span_s=600)
    for page in (centre, room):
        expect(page.get_by_role("banner")).to_contain_text("SIN RADIO: por voz")
    expect(region(room, "Modos y novedades")).to_contain_text("Pasarela de radio sim sin enlace")
    expect(region(room, "Me necesita")).to_contain_text("Radio caída: estados por voz")
    expect(crew.get_by_text("SIN RADIO: llame").first).to_be_visible()
    picture(room, "room-radio-lost-light-1440")
    picture(crew, "unit-radio-lost-light-390")
    say(centre, "a2", "3")
    expect(row).to_contain_text("LUG")
    air.play(kind="status", radio=radio, code=EN_ROUTE + 1)
    air.play(kind="cut", span_s=0)
    expect(centre.get_by_role("banner")).not_to_contain_text("SIN RADIO")
    expect(region(room, "Me necesita")).not_to_contain_text("Radio caída")
    log = radio_log(centre)
    expect(log.get_by_role("option").first).to_contain_text(re.compile("A-02 · en el lugar.*ya se sabía"))
    expect(to_see(log)).to_have_count(0)
    centre.set_viewport_size(PHONE)
    picture(centre, "centre-radio-dark-390")
    centre.evaluate("document.documentElement.dataset.theme = 'light'")
    picture(centre, "centre-radio-light-390")
    centre.set_viewport_size(DESK)
    assert violations(room) == []
