"""A crew in its vehicle, on a telephone: alerted, on its way without network, in danger, told of another address."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from auxilio.app.cli.demo_people import PASSWORD
from tests.browser.browser_session import DESK, PHONE, picture, press, sign_in, violations, window
from tests.browser.network_proxy import Cable, cable
from tests.browser.timeouts import until

MAPS = True

CALLSIGN = "A-02"
STORY = """([board, params]) => new Promise((done, failed) => {
  const url = new URL("/api/boards", location.href)
  url.protocol = url.protocol.replace("http", "ws")
  const socket = new WebSocket(url, ["auxilio"])
  socket.onopen = () => socket.send(JSON.stringify({ open: board, key: "t", params, from: null }))
  socket.onerror = () => failed(new Error("no boards"))
  socket.onmessage = (message) => {
    const said = JSON.parse(message.data)
    if (said.refused) failed(new Error(said.refused))
    if (said.snapshot) { socket.close(); done(said.snapshot) }
  }
})"""

CARRIES = ("transporting", "at_destination")
KEPT = "async () => (await navigator.serviceWorker.getRegistration('/unit'))?.active?.state === 'activated'"
"""Whether the browser has the page for a time without network."""


class Somebody:
    """A person at a desk who works through the API, as their own page would."""

    def __init__(self, installation: str, login: str, desk: str) -> None:
        self.http = httpx.Client(base_url=installation, headers={"origin": installation}, timeout=30)
        reply = self.http.post("/api/session", json={"login": login, "password": PASSWORD, "desk": desk})
        session = reply.raise_for_status().json()
        self.csrf, self.mode = session["csrf"], session["mode"]

    def do(self, kind: str, **fields: Any) -> None:
        body = {"id": str(uuid4()), "command": {"kind": kind, **fields}}
        reply = self.http.post("/api/commands", json=body, headers={"x-auxilio-csrf": self.csrf})
        assert reply.is_success, reply.text

    def get(self, path: str) -> Any:
        return self.http.get(path).raise_for_status().json()


class Centre:
    """The centre around one crew: an operator, a dispatcher, and what the record says."""

    def __init__(self, browser: Browser, installation: str) -> None:
        self.operator = Somebody(installation, "iria", "desk-07")
        self.dispatcher = Somebody(installation, "marta", "san-desk-1")
        self.supervisor = Somebody(installation, "clara", "room")
        self.context = window(browser, installation)
        self.page = self.context.new_page()
        sign_in(self.page, "clara", "room")
        self.page.goto("/login")
        self.unit: str = next(row["id"] for row in self.units() if row["callsign"] == CALLSIGN)

    def rows(self, board: str, **params: str) -> Any:
        return self.page.evaluate(STORY, [board, params])

    def units(self) -> list[dict[str, Any]]:
        return list(self.rows("room")["units"].values())

    def now(self) -> dict[str, Any]:
        return next(row for row in self.units() if row["id"] == self.unit)

    def facts(self, case: str) -> list[dict[str, Any]]:
        """What happened to this unit in this case, in the order in which it became durable."""
        story = self.rows("case", case=case)["story"].values()
        mine = [row for row in story if row["stream"] == f"unit:{self.unit}"]
        return sorted(mine, key=lambda row: row["recorded_at"])

    def statuses(self, case: str) -> list[str]:
        facts = [row for row in self.facts(case) if row["kind"] == "dispatch.unit.status_reported"]
        return [row["body"]["status"] for row in facts]

    def free(self) -> None:
        """Whatever an earlier story left: the vehicle stands ready."""
        if self.now()["emergency"]:
            over = {"over": True, "words": "prueba terminada"}
            self._rests("emergency", None, self.supervisor, "dispatch.answer_emergency", **over)
        if self.now()["assignment"]:
            self._rests("assignment", None, self.dispatcher, "dispatch.release_unit")
        ways = ("out_of_service", "available") if self.now()["status"] in CARRIES else ("available",)
        for status in ways:
            if self.now()["status"] != status:
                said = {"status": status, "said_by": "prueba"}
                self._rests("status", status, self.dispatcher, "dispatch.enter_status", **said)
        for order in self.now()["orders"]:
            if not order["acknowledged"]:  # it would survive the end of its job, as it should
                said = {"change": order["id"], "told_to": "prueba"}
                self.dispatcher.do("dispatch.acknowledge_order", unit=self.unit, **said)
        seeded = [{"name": CALLSIGN, "role": "technician"}]
        self.dispatcher.do("dispatch.sign_on_crew", unit=self.unit, crew=seeded)

    def _rests(self, field: str, wanted: Any, who: Somebody, kind: str, **said: Any) -> None:
        """One step of it, and the board says so: it follows what was done by a moment."""
        who.do(kind, unit=self.unit, **said)
        until(lambda: self.now()[field] == wanted, f"{field} is {wanted}")

    def alert(self) -> str:
        """A case at a real address of the town, with its task and this unit alerted."""
        case, task = str(uuid4()), str(uuid4())
        place = self.address("Calle Mayor 12")
        self.operator.do("cases.open", case=case, location=place, type="SAN-01", priority=0, summary=SAID)
        patient = {"patient": str(uuid4()), "case": case, "mode": self.operator.mode}
        words = "Hombre, 68 años, no responde"
        self.operator.do("dispatch.record_patient", **patient, age="elderly", words=words)
        offer = {"task": task, "case": case, "mode": self.operator.mode, "centre": "san-1", "agency": "san"}
        more = {"service": "HEALTH", "capabilities": ["bls"], "priority": 0, "place": place["point"]}
        self.operator.do("dispatch.offer_task", **offer, **more)
        self.dispatcher.do("dispatch.alert_unit", assignment=str(uuid4()), unit=self.unit, task=task)
        return case

    def address(self, words: str) -> dict[str, Any]:
        found = self.operator.get(f"/api/geo/search?q={words}")["candidates"][0]["found"]
        return {
            "degree": "agreed",
            "words": found["label"],
            "point": found["point"],
            "municipality": found["municipality"],
            "detail": "3.º 2.ª. Código 2580, ascensor al fondo",
        }


NEAR = "Hospital Comarcal de l'Alba"
SAID = "Hace un ruido raro al respirar"


@pytest.fixture
def centre(browser: Browser, installation: str) -> Iterator[Centre]:
    centre = Centre(browser, installation)
    centre.free()
    yield centre
    centre.free()
    centre.context.close()


@contextmanager
def vehicle(browser: Browser, installation: str, centre: Centre, **more: Any) -> Iterator[tuple[Cable, Page]]:
    """A telephone in the vehicle, standing near the place, its crew signed on."""
    at = centre.address("Calle Mayor 12")["point"]
    here = {"latitude": at["lat"] + 0.004, "longitude": at["lon"] + 0.006, "accuracy": 8}
    settings = {"size": PHONE, "geolocation": here, "permissions": ["geolocation"], "has_touch": True} | more
    with cable(installation) as line, window(browser, line.address, **settings) as context:
        page = context.new_page()
        defects: list[str] = []
        page.on("pageerror", lambda error: defects.append(str(error)))
        sign_in(page, "ambulancia", CALLSIGN.lower())
        page.goto("/unit")
        page.get_by_role("button", name="Entrar de servicio").click()
        page.get_by_role("heading", name="Sin servicio").wait_for()
        page.wait_for_function(KEPT)
        yield line, page
    assert defects == []


def foot(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name)


def durable(page: Page, centre: Centre, status: str) -> None:
    """Wait until the server has it."""

    def has() -> bool:
        page.wait_for_timeout(100)
        return centre.now()["status"] == status

    until(has, f"{status} is durable")


def test_presses_made_without_network_arrive_once_in_order_with_their_own_time(
    browser: Browser, installation: str, centre: Centre
) -> None:
    with vehicle(browser, installation, centre) as (line, page):
        case = centre.alert()
        page.get_by_text("Código 2580").wait_for()
        expect(page.get_by_role("heading", level=1)).to_have_text("Parada cardiorrespiratoria")
        press(page, "F9")  # «ENTERADO», by keyboard
        durable(page, centre, "acknowledged")

        line.pull(page.context)
        page.get_by_text("SIN RED").first.wait_for()
        press(page, "F9")  # «EN CAMINO»
        page.get_by_text("SIN RED · 1 guardada").wait_for()
        page.reload()
        page.get_by_text("Código 2580").wait_for()  # the page itself and the address, without network
        page.get_by_text("SIN RED · 1 guardada").wait_for()
        foot(page, "EN EL LUGAR").click()
        page.get_by_text("SIN RED · 2 guardadas").wait_for()
        assert centre.statuses(case) == ["acknowledged"]

        line.plug(page.context)
        durable(page, centre, "on_scene")
        page.get_by_text("EN LÍNEA").first.wait_for()
        assert centre.statuses(case) == ["acknowledged", "en_route", "on_scene"]
        reported = [row for row in centre.facts(case) if row["kind"] == "dispatch.unit.status_reported"]
        times = [(row["at"], row["recorded_at"]) for row in reported]
        assert times[0][0] < times[1][0] < times[2][0] < times[1][1], "pressed before the network came back"
        assert all(row["kind"] != "dispatch.unit.press_kept" for row in centre.facts(case))


def test_the_emergency_button_is_held_and_works_without_network(
    browser: Browser, installation: str, centre: Centre
) -> None:
    with vehicle(browser, installation, centre) as (line, page):
        case = centre.alert()
        page.get_by_text("Código 2580").wait_for()
        button = page.get_by_role("button", name="EMERGENCIA")
        button.click()  # a slip
        assert page.get_by_text("EMERGENCIA GUARDADA").count() == 0
        line.pull(page.context)
        page.get_by_text("SIN RED").first.wait_for()
        button.focus()
        page.keyboard.down("Enter")
        page.get_by_text("EMERGENCIA GUARDADA: SIN RED").wait_for()
        page.keyboard.up("Enter")
        assert centre.now()["emergency"] is None
        line.plug(page.context)
        page.get_by_text("EMERGENCIA ENVIADA").wait_for()
        raised = [row for row in centre.facts(case) if row["kind"] == "dispatch.unit.emergency_raised"]
        assert len(raised) == 1
        assert raised[0]["at"] < raised[0]["recorded_at"]
        assert raised[0]["body"]["point"] is not None, "where they are, as the telephone last knew"
        centre.supervisor.do("dispatch.answer_emergency", unit=centre.unit)
        page.get_by_text("EMERGENCIA ATENDIDA: Clara Riba").wait_for()
        assert violations(page) == []


def test_a_corrected_address_interrupts_until_the_crew_says_that_it_knows(
    browser: Browser, installation: str, centre: Centre
) -> None:
    with vehicle(browser, installation, centre) as (_line, page):
        case = centre.alert()
        page.get_by_text("Código 2580").wait_for()
        before = centre.address("Calle Mayor 12")["words"]
        after = centre.address("Calle Mayor 20")
        assert after["words"] != before
        centre.operator.do("cases.locate", case=case, location=after, correction=True)
        band = page.get_by_role("region", name="Orden")
        band.get_by_text("CAMBIA LA DIRECCIÓN").wait_for()
        expect(band.locator("s")).to_have_text(before)
        page.locator(".address", has_text=after["words"]).wait_for()
        wait = {"change": str(uuid4()), "change_kind": "wait_for_police", "words": "hombre armado"}
        centre.dispatcher.do("dispatch.send_order", unit=centre.unit, **wait)
        band.get_by_text("+1").wait_for()
        assert violations(page) == []
        press(page, "Alt+KeyV")
        band.get_by_text("ESPERE FUERA HASTA QUE LLEGUE LA POLICÍA").wait_for()
        band.get_by_role("button", name="ENTERADO").click()
        expect(band).to_have_count(0)
        expect(page.locator(".before s")).to_have_text(before)  # the old address stays readable

        def said() -> bool:
            known = [row for row in centre.facts(case) if row["kind"] == "dispatch.unit.order_acknowledged"]
            return len(known) == 2

        until(said, "both are known, and each by a word of its own")


def takes_it_back(page: Page) -> None:
    """Within its five seconds: the button is not waited for to stand still, as a click is."""
    undo = page.get_by_role("button", name="Deshacer")
    undo.press("Enter")
    expect(undo).to_have_count(0)


def patients(centre: Centre, case: str) -> list[dict[str, Any]]:
    return list(centre.rows("case", case=case)["patients"].values())


@pytest.mark.thorough
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_slip_is_taken_back_and_from_the_place_to_the_hospital_and_clear_three_times_are_kept(
    browser: Browser, installation: str, centre: Centre, theme: str
) -> None:
    with vehicle(browser, installation, centre, color_scheme=theme) as (line, page):
        case = centre.alert()
        foot(page, "ENTERADO").click()
        foot(page, "EN CAMINO").click()
        takes_it_back(page)
        foot(page, "EN CAMINO").wait_for()
        assert "en_route" not in centre.statuses(case)
        foot(page, "EN CAMINO").click()
        foot(page, "EN EL LUGAR").click()  # the next press means the one before
        (one,) = patients(centre, case)
        centre.dispatcher.do("dispatch.update_patient", patient=one["id"], triage="red")

        foot(page, "TRASLADO").click()
        layer = page.get_by_role("dialog")
        layer.get_by_text("Por la carretera, ahora.").wait_for()
        layer.get_by_text("El hospital que elija recibe aviso del paciente.").wait_for()
        near = layer.get_by_role("button", name=NEAR)
        expect(near).to_contain_text(re.compile(r"\d+ min"))
        expect(near).to_contain_text("Rojos")
        layer.get_by_role("button", name="Quemados").focus()
        page.keyboard.press("Enter")  # what it lacks sets it aside, and says so
        expect(near).to_contain_text("no tiene Quemados")
        expect(layer.get_by_role("heading", name="Apartados, con su motivo")).to_be_visible()
        assert violations(page) == []
        picture(page, f"unit-hospitals-{theme}-390")
        line.pull(page.context)  # in the garage: the last list, asked of what each can do, and its age
        page.get_by_text("SIN RED").first.wait_for()
        layer.get_by_role("button", name="Nada especial").click()
        layer.get_by_text("Última lista: hace").wait_for()
        near.focus()
        page.keyboard.press("Enter")
        foot(page, "EN HOSPITAL").wait_for()
        line.plug(page.context)
        durable(page, centre, "transporting")

        def warned() -> bool | None:
            (known,) = patients(centre, case)
            goes = (known["state"], (known["hospital"] or {}).get("name"), known["unit"])
            return goes == ("on_the_way", NEAR, centre.unit) or None

        until(warned, "the hospital is warned of whom the crew has")
        assert centre.statuses(case) == ["acknowledged", "en_route", "on_scene", "transporting"]
        foot(page, "EN HOSPITAL").click()
        foot(page, "ENTREGADO").click()
        takes_it_back(page)  # not yet: nobody came out
        foot(page, "ENTREGADO").wait_for()
        press(page, "F9")
        foot(page, "DISPONIBLE").wait_for()
        page.get_by_role("button", name="Deshacer").wait_for()
        picture(page, f"unit-handed-over-{theme}-390")
        until(lambda: patients(centre, case)[0]["state"] == "handed_over", "handed over")
        assert patients(centre, case)[0]["handed_over_to"] == NEAR
        assert violations(page) == []
        foot(page, "DISPONIBLE").click()
        durable(page, centre, "available")

        def ended() -> dict[str, Any] | None:
            one: dict[str, Any] = next(iter(centre.rows("case", case=case)["assignments"].values()))
            return one if "released" in one["times"] else None

        work = until(ended, "its work has ended")
        assert (work["destination"], work["hospital"] is not None) == (NEAR, True)
        times = [work["times"][step] for step in ("at_destination", "handed_over", "released")]
        assert times == sorted(set(times))


@pytest.mark.thorough
def test_words_go_both_ways(browser: Browser, installation: str, centre: Centre) -> None:
    with vehicle(browser, installation, centre) as (_line, page):
        case = centre.alert()
        page.get_by_text("Código 2580").wait_for()
        to = [{"unit": centre.unit}]
        words = {"message": str(uuid4()), "case": case, "words": "El portal está a la derecha"}
        centre.dispatcher.do("followup.send_message", to=to, **words)
        page.get_by_text("1 nuevo").wait_for()
        press(page, "Alt+KeyG")
        layer = page.get_by_role("dialog")
        layer.get_by_text("El portal está a la derecha").wait_for()
        layer.get_by_role("button", name="Necesitamos policía").click()
        layer.get_by_role("listitem").filter(has_text="Necesitamos policía").wait_for()
        assert violations(page) == []

        def told() -> bool:
            words = [row["words"] for row in centre.rows("case", case=case)["messages"].values()]
            return sorted(words) == ["El portal está a la derecha", "Necesitamos policía"]

        until(told, "each has the other's words")


@pytest.mark.thorough
@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["390", "1440"])
def test_the_crews_page_follows_the_night_and_axe_finds_nothing(
    browser: Browser, installation: str, centre: Centre, theme: str, size: Any
) -> None:
    with vehicle(browser, installation, centre, size=size, color_scheme=theme) as (_line, page):
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        assert violations(page) == []
        case = centre.alert()
        page.get_by_text("Código 2580").wait_for()
        danger = {"code": "animal", "words": "Perro suelto en el piso"}
        centre.operator.do("cases.note_hazard", case=case, hazard=danger)
        page.get_by_role("region", name="Orden").get_by_role("button", name="ENTERADO").click()
        page.get_by_role("definition").filter(has_text="Perro suelto").wait_for()  # it stays among the facts
        page.locator(".eta").wait_for()
        page.wait_for_load_state("networkidle")
        assert violations(page) == []
        picture(page, f"unit-{theme}-{size['width']}")
        press(page, "Alt+KeyU")
        page.get_by_role("dialog").wait_for()
        assert violations(page) == []


@pytest.mark.thorough
def test_a_crew_sees_the_plate_how_far_to_stay_away_and_a_wind_that_turns(
    browser: Browser, installation: str, centre: Centre
) -> None:
    with vehicle(browser, installation, centre, color_scheme="dark") as (_line, page):
        case = centre.alert()
        page.get_by_text("Código 2580").wait_for()
        plate = {"goods": str(uuid4()), "top": "33", "bottom": "1203"}
        centre.operator.do("cases.state_goods", case=case, **plate)
        order = page.get_by_role("region", name="Orden")
        expect(order).to_contain_text("PELIGRO: mercancías peligrosas: 33/1203")
        order.get_by_role("button", name="ENTERADO").click()
        expect(order).to_have_count(0)
        centre.operator.do("cases.say_wind", case=case, blows_from="NW")
        expect(order).to_contain_text("PELIGRO: viento: del noroeste (NO)")
        order.get_by_role("button", name="ENTERADO").click()
        facts = page.get_by_role("definition")
        expect(facts.filter(has_text="33/1203 Gasolina · clase 3 · guía 128")).to_be_visible()
        expect(facts.filter(has_text="Protección: 300 m hacia el sudeste (SE)")).to_have_count(1)
        drawn = page.locator(".road .view li").filter(has_text="Aislamiento: 50 m alrededor")
        expect(drawn).to_have_count(1)
        page.locator(".eta").wait_for()
        page.wait_for_load_state("networkidle")
        assert violations(page) == []
        picture(page, "unit-goods-dark-390")


@pytest.mark.thorough
def test_what_a_crew_says_of_its_patients_without_network_arrives_with_its_own_time(
    browser: Browser, installation: str, centre: Centre
) -> None:
    with vehicle(browser, installation, centre) as (line, page):
        case = centre.alert()
        page.get_by_text("Código 2580").wait_for()
        line.pull(page.context)
        page.get_by_text("SIN RED").first.wait_for()
        press(page, "Alt+KeyP")
        layer = page.get_by_role("dialog")
        first = layer.get_by_role("button", name="Paciente 1")
        first.focus()
        page.keyboard.press("Enter")
        expect(layer.get_by_role("button", name="Rojo: inmediato")).to_be_focused()
        page.keyboard.press("Enter")
        layer.get_by_role("button", name="Con nosotros").click()
        layer.get_by_text("Guardado, aún no enviado").wait_for()
        expect(layer.get_by_role("button", name="Rojo: inmediato")).to_have_attribute("aria-pressed", "true")
        layer.get_by_role("button", name="Todos los pacientes").click()
        layer.get_by_role("button", name="Paciente nuevo").click()
        expect(layer.get_by_role("button", name="Menos de 1 año")).to_be_focused()
        layer.get_by_role("button", name="Niño").click()
        layer.get_by_role("textbox", name="Estado, en palabras").fill("llora, sin heridas")
        page.keyboard.press("Enter")
        layer.get_by_role("button", name="Consejo").click()
        assert violations(page) == []
        assert len(centre.rows("case", case=case)["patients"]) == 1

        # The centre learns something else meanwhile: it is newer, and it stays.
        (one,) = centre.rows("case", case=case)["patients"].values()
        centre.dispatcher.do("dispatch.update_patient", patient=one["id"], triage="yellow")
        line.plug(page.context)
        layer.get_by_role("button", name="Todos los pacientes").click()
        expect(layer.get_by_role("button", name="Paciente 2")).to_contain_text("llora, sin heridas")
        expect(layer.get_by_text("Guardado, aún no enviado")).to_have_count(0)
        expect(layer.get_by_role("button", name="Paciente 2")).to_contain_text("No se traslada")
        wanted = [
            (1, "yellow", "with_unit", None, centre.unit, "Hombre, 68 años, no responde"),
            (2, None, "stayed", "advice", None, "llora, sin heridas"),
        ]
        cells = ("number", "triage", "state", "outcome", "unit", "words")

        def known() -> bool | None:
            rows = centre.rows("case", case=case)["patients"].values()
            return sorted(tuple(row[cell] for cell in cells) for row in rows) == wanted or None

        until(known, "the server knows what the crew said, and what is newer")
        story = centre.rows("case", case=case)["story"].values()
        late = [row for row in story if row["kind"] == "dispatch.patient.said_late"]
        assert [row["body"]["triage"] for row in late] == ["red"]
        assert all(row["at"] < row["recorded_at"] for row in late)
        page.reload()  # who was taken nowhere is still one of this work
        page.get_by_text("Código 2580").wait_for()
        press(page, "Alt+KeyP")
        expect(layer.get_by_role("button", name="Paciente 2")).to_contain_text("No se traslada")
