"""Our pages in the state in which each mock of the design shows them, and both in one picture.

`tools/tour.py --only beside` calls `photograph` on a quiet demo; everything is done by real people at real pages, the colleagues around
them work through the API. With `--mocks FOLDER` each picture has the mock at its left; without that folder it is ours alone.
"""

import io
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from manual_window import BYTES_MAX, fewer_colours
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.api_actors import Citizen
from tests.browser.browser_session import PHONE, by_bar, press, sign_in, sign_out, window
from tests.browser.centre_hands import Hand, free, row_of, take_in_hand, task_of
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import (
    Operator,
    call_of,
    citizen_at,
    leaves_the_card,
    locates,
    operator_at,
    proves_a_cardiac_arrest,
    stands_ready,
    takes_the_call,
)
from tests.browser.timeouts import until
from tests.browser.voice_actors import takes

ROOM: ViewportSize = {"width": 1920, "height": 1080}
FILE: ViewportSize = {"width": 1440, "height": 1024}
THEMES = ("dark", "light")
SETTLES_MS = 3_000
"""A map draws its ground."""
SEALED_WITHIN_S = 120.0
A4_DPI = 96
CAPTION = 36
LATE_MS = 120_000
"""A busy machine tells late."""
CPR_STEPS = 1
FIX = {
    "point": {"lat": 41.9197, "lon": 1.8980},
    "source": "browser",
    "uncertainty_m": 300,
    "at": "2026-11-24T03:12:00Z",
}


def _people(name: str, *themes: str) -> dict[str, str]:
    """Where the mocks of a page for people lie, by theme: `name.png`, the dark one of some with `-dark`."""
    dark = f"people/{name}-dark.png" if name.startswith("call") else f"people/{name}.png"
    return {theme: dark if theme == "dark" else f"people/{name}.png" for theme in themes}


MOCKS: dict[str, dict[str, str]] = {
    **{name: {theme: f"room/{name}-{theme}.png" for theme in THEMES} for name in ("desk", "centre", "room")},
    "call": _people("call", *THEMES),
    "call-chat": _people("call-chat", *THEMES),
    "call-chat-enviando": _people("call-chat-enviando", "light"),
    "unit-alerted": _people("unit-alerted", "dark"),
    "unit-scene": _people("unit-scene", "dark"),
    "archive": _people("archive", "light"),
    "report": _people("report", "light"),
}
"""Each mock, and its file in each theme in which it was drawn."""


@dataclass
class Beside:
    """The demo, who looks at it, and where the pictures go."""

    browser: Browser
    url: str
    out: Path
    mocks: Path | None
    kept: ExitStack = field(default_factory=ExitStack)

    def take(self, page: Page, name: str, *, themed: Callable[[Page, str], None]) -> None:
        """Dark and light, as the page stands."""
        for theme in THEMES:
            themed(page, theme)
            page.wait_for_timeout(SETTLES_MS)
            self.write(name, theme, page.screenshot(animations="disabled"))

    def write(self, name: str, theme: str, ours: bytes) -> None:
        """The picture, beside its mock when that is there."""
        drawn = MOCKS[name].get(theme)
        mock = self.mocks / drawn if self.mocks and drawn else None
        file = self.out / f"beside-{name}-{theme}.png"
        if mock and mock.is_file():
            file.write_bytes(fewer_colours(_pair(mock.read_bytes(), ours), 2 * BYTES_MAX))
        else:
            file.write_bytes(fewer_colours(ours))
        print(f"[beside] {file.name} {file.stat().st_size // 1000} kB", flush=True)

    def hand(self, login: str, desk: str) -> Hand:
        """A colleague who works through the API until the end."""
        hand = Hand(self.url, login, desk)
        self.kept.callback(hand.client.close)
        self.kept.callback(hand.client.delete, "/api/session")
        return hand


def _pair(mock: bytes, ours: bytes) -> bytes:
    """The mock and ours, each with its name above: beside each other, or one above the other where they are wide."""
    from PIL import Image, ImageDraw, ImageFont

    pictures = [Image.open(io.BytesIO(one)).convert("RGB") for one in (mock, ours)]
    width, height = (max(each) for each in zip(*(one.size for one in pictures), strict=True))
    wide = width > height
    whole = (width, 2 * (height + CAPTION)) if wide else (2 * width + CAPTION, height + CAPTION)
    sheet = Image.new("RGB", whole, "#c0c4c8")
    for nth, (name, one) in enumerate(zip(("mock", "Auxilio"), pictures, strict=True)):
        left, top = (0, nth * (height + CAPTION)) if wide else (nth * (width + CAPTION), 0)
        ImageDraw.Draw(sheet).text(
            (left + 12, top + 4), name, font=ImageFont.load_default(22), fill="#000000"
        )
        sheet.paste(one, (left, top + CAPTION))
    into = io.BytesIO()
    sheet.save(into, "PNG")
    return into.getvalue()


def _by_its_key(page: Page, theme: str) -> None:
    """As somebody changes it at work: what is marked and typed stays."""
    if page.evaluate("document.documentElement.dataset.theme") != theme:
        by_bar(page, "Cambiar entre día y noche")
        expect(page.locator("dialog[open]")).to_have_count(0)


def _by_system(page: Page, theme: str) -> None:
    """A citizen's page has no such key: it follows the telephone."""
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)


def _by_address(page: Page, theme: str) -> None:
    """A page that keeps nothing that a reload would lose."""
    page.goto(f"{page.url.partition('?')[0]}?theme={theme}")
    page.wait_for_load_state("networkidle")


# --- the citizen ---------------------------------------------------------------------------------------------------------------


def _call(beside: Beside) -> None:
    """The first page, before anything was tapped."""
    context = window(beside.browser, beside.url, PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto("/call")
    page.get_by_role("button", name="No puedo hablar").wait_for()
    beside.take(page, "call", themed=_by_system)
    context.close()


def _asks(operator: Operator, citizen: Page, question: str, answer: str | None) -> None:
    """The question is sent and seen; the tap is taken with one key."""
    operator.page.get_by_role("group", name=question).wait_for()
    operator.press("F4", "KeyG")
    expect(citizen.get_by_role("heading", name=question)).to_be_visible()
    if answer:
        citizen.get_by_role("button", name=answer, exact=True).tap()
        expect(
            operator.region("Entrevista").get_by_role("button", name="Confirmar lo pulsado")
        ).to_be_enabled()
        operator.press("KeyV")


def _chat(beside: Beside) -> None:
    """Somebody who cannot speak is being threatened: asked by taps, help asked for, help on its way, a step to do."""
    with (
        citizen_at(beside.browser, beside.url, TOWN) as citizen,
        operator_at(beside.browser, beside.url, "iria", "desk-05") as operator,
    ):
        stands_ready(operator)
        citizen.get_by_role("button", name="No puedo hablar").tap()
        citizen.get_by_role("button", name="Enviarla").tap()
        expect(citizen.get_by_text("Posición enviada")).to_be_visible()
        takes_the_call(operator)
        expect(
            operator.page.get_by_role("group", name="¿Está usted en el lugar?").get_by_role("button").first
        ).to_be_focused()
        locates(operator, TOWN)
        operator.press("F3")
        operator.type("violencia de género")
        operator.press("Enter")
        _asks(operator, citizen, "¿Está él cerca ahora?", "Sí")
        operator.press("F9")
        expect(citizen.get_by_role("heading", name="Estoy enviando ayuda")).to_be_visible()
        _asks(operator, citizen, "¿Le está pegando o amenazando ahora?", None)
        beside.take(citizen, "call-chat-enviando", themed=_by_system)
        _police_go(beside, call_of(citizen))
        expect(citizen.get_by_role("heading", name="La ayuda va de camino")).to_be_visible()
        citizen.get_by_role("button", name="No", exact=True).tap()
        expect(
            operator.region("Entrevista").get_by_role("button", name="Confirmar lo pulsado")
        ).to_be_enabled()
        operator.press("KeyV")
        _asks(operator, citizen, "¿Tiene un arma", None)
        beside.take(citizen, "call-chat", themed=_by_system)
        operator.press("Alt+KeyX", "Alt+KeyX")


def _police_go(beside: Beside, call: str) -> None:
    """The police accept, alert, and the crew sets out."""
    room, police = beside.hand("clara", "room"), beside.hand("sara", "pol-desk-1")
    case = next(one for one in room.board("room", "cases") if call in one["calls"])["id"]
    task = task_of(police, case)["id"]
    police.tries("dispatch.accept_task", task=task)
    unit = row_of(police, "units", callsign="P-01")["id"]
    police.tries("dispatch.alert_unit", assignment=str(uuid4()), unit=unit, task=task)
    crew = beside.hand("patrulla", "p-01")
    for status in ("acknowledged", "en_route"):
        crew.do("dispatch.report_status", unit=unit, status=status)


# --- one arrest, from the desk to its file -------------------------------------------------------------------------------------


def _around(pau: Hand, marta: Hand) -> None:
    """What else goes on in the town: taken by the centre, on the way, and not yet looked at."""
    ill = [
        pau.help_for(type, priority, send, place)
        for type, priority, send, place in (
            ("SAN-06", 1, ("als",), "Plaza Mayor 3"),
            ("SAN-30", 2, ("bls",), "passeig del riu 5"),
        )
    ]
    for case in ill:
        marta.tries("dispatch.accept_task", task=task_of(marta, case)["id"])
    unit = row_of(marta, "units", callsign="A-02")["id"]
    assignment = str(uuid4())
    marta.tries("dispatch.alert_unit", assignment=assignment, unit=unit, task=task_of(marta, ill[0])["id"])
    for status in ("acknowledged", "en_route", "on_scene"):
        marta.tries("dispatch.enter_status", unit=unit, status=status, said_by="radio")


def _arrest(beside: Beside) -> None:
    """The caller speaks; the desk, the crew, the centre and the room each look at it, and then it is a file."""
    pau, marta = beside.hand("pau", "desk-03"), beside.hand("marta", "san-desk-1")
    _around(pau, marta)
    with (
        citizen_at(beside.browser, beside.url, TOWN) as citizen,
        operator_at(beside.browser, beside.url, "lucia", "desk-07") as operator,
    ):
        operator.page.set_viewport_size(ROOM)
        stands_ready(operator)
        citizen.get_by_role("button", name="Hablar por internet").tap()
        takes(operator)
        call = call_of(citizen)
        locates(operator, TOWN)
        proves_a_cardiac_arrest(operator)
        press(operator.page, "F9")
        operator.sees("enviada", "Envío")
        room = beside.hand("clara", "room")
        case = until(
            lambda: next((one for one in room.board("room", "cases") if call in one["calls"]), None),
            "the case is there",
        )["id"]
        second = Citizen(
            beside.url, channel="chat", words="Hay un hombre en el suelo, en el 12", position=FIX
        )
        pau.do("cases.link_call", case=case, call=second.call)
        _desk(beside, operator)
        with _crew(beside, room, case) as crew:
            beside.take(crew, "unit-alerted", themed=_by_address)
            _centre(beside, pau, case)
            _at_the_place(beside, operator, crew)
        _room(beside, pau, room)
        second.hang_up()
        leaves_the_card(operator)
        operator.sees("Sin llamada")
        _ended(beside, pau, marta, case)
    _file(beside, case)


def _desk(beside: Beside, operator: Operator) -> None:
    """The card is under way, a question is open, a note is kept."""
    operator.press("F6")
    for nth in range(CPR_STEPS):
        operator.sees(f"paso {nth + 1} de", "Tarjeta")
        operator.press("Space")
    field = operator.page.get_by_label("Notas")
    field.fill("Varón, 68 años. Hace ruidos, «como ronquidos». La hija está sola.")
    field.press("Enter")
    operator.press("F6")
    beside.take(operator.page, "desk", themed=_by_its_key)


@contextmanager
def _crew(beside: Beside, room: Hand, case: str) -> Iterator[Page]:
    """The crew that was alerted, on a telephone in its vehicle."""
    unit = next(one for one in room.board("room", "units") if one["case"] == case)
    here = {"latitude": TOWN.here[0] + 0.004, "longitude": TOWN.here[1] + 0.006, "accuracy": 8}
    told: dict[str, Any] = {"has_touch": True, "geolocation": here, "permissions": ["geolocation"]}
    context = window(beside.browser, beside.url, PHONE, **told)
    page = context.new_page()
    sign_in(page, "ambulancia", unit["callsign"].lower())
    page.goto("/unit")
    enter = page.get_by_role("button", name="Entrar de servicio")
    job = page.get_by_role("heading", level=1).filter(has_text="Parada")
    expect(enter.or_(job).first).to_be_visible()
    if enter.count():
        enter.click()
    expect(job).to_be_visible()
    yield page
    sign_out(page)
    context.close()


def _centre(beside: Beside, pau: Hand, case: str) -> None:
    """Two more tasks wait, a danger was told a moment ago, and what is proposed is marked."""
    pau.help_for("SAN-07", 1, ("als",), "Calle Mayor 20")
    context = window(beside.browser, beside.url, ROOM)
    page = context.new_page()
    sign_in(page, "marta", "san-desk-1")
    page.goto("/centre")
    take_in_hand(page, "Parada")
    pau.do("cases.note_hazard", case=case, hazard={"code": "hazard", "words": "perro suelto en el piso"})
    page.get_by_role("alert").filter(has_text="perro suelto").first.wait_for(timeout=LATE_MS)
    page.keyboard.press("F4")
    page.keyboard.press("Space")
    beside.take(page, "centre", themed=_by_its_key)
    context.close()


def _at_the_place(beside: Beside, operator: Operator, crew: Page) -> None:
    """The crew has arrived; then the desk corrects the number of the house."""
    for _ in range(3):
        was = crew.locator('[aria-keyshortcuts="F9"]').inner_text()
        press(crew, "F9")
        expect(crew.locator('[aria-keyshortcuts="F9"]')).not_to_have_text(was)
    operator.press("F2", "Enter")
    expect(operator.region("Dónde").get_by_role("combobox")).to_be_focused()
    # As `finds` does, but «LEÍDA» stands behind «+n» here: who has not heard of the change comes first.
    operator.type("C/ Mayor, 14")
    operator.press("Enter")
    operator.sees("Calle Mayor, 14", "Dónde")
    expect(operator.page.get_by_role("button", name="Leída: sí")).to_be_focused()
    operator.press("Enter")
    orders = crew.get_by_role("region", name="Orden")
    orders.get_by_text("+1").wait_for()
    press(crew, "Alt+KeyV")  # the danger that the centre told them of came first
    orders.get_by_text("CAMBIA LA DIRECCIÓN").wait_for()
    beside.take(crew, "unit-scene", themed=_by_address)


def _room(beside: Beside, pau: Hand, room: Hand) -> None:
    """A queue, a crew in danger, somebody silent, a fire that nobody took, a desk that asks for help."""
    waiting = [
        Citizen(beside.url, channel="chat", words="¿Hay alguien?", position=FIX),
        Citizen(beside.url, cannot_speak=True, position=FIX),
        Citizen(beside.url, channel="chat", words="Se oyen golpes", position=FIX),
    ]
    pau.help_for("INC-01", 0, ("pump", "ladder"), "Plaza Mayor 8")
    pau.do("calls.ask_help")
    crew = beside.hand("bomba", "b-01")
    unit = next(one["id"] for one in room.board("room", "units") if one["callsign"] == "B-01")
    crew.do("dispatch.emergency", unit=unit, point=FIX["point"])
    context = window(beside.browser, beside.url, ROOM)
    page = context.new_page()
    sign_in(page, "clara", "room")
    page.goto("/room")
    expect(page.get_by_role("region", name="Me necesita").get_by_role("option").first).to_be_visible()
    beside.take(page, "room", themed=_by_its_key)
    context.close()
    room.do("dispatch.answer_emergency", unit=unit, over=True, words="fin")
    for each in waiting:
        each.hang_up()


def _ended(beside: Beside, pau: Hand, marta: Hand, case: str) -> None:
    """Every centre is done with it, the desk closes it, and it is sealed."""
    free(marta)
    free(beside.hand("sara", "pol-desk-1"))
    results = [{"service": service, "result": "attended"} for service in ("HEALTH", "POLICE")]
    pau.do("cases.close", case=case, closing={"disposition": "resolved", "outcomes": results})


def _file(beside: Beside, case: str) -> None:
    """The file with a moment in hand, and the first sheet of its report."""
    context = window(beside.browser, beside.url, FILE)
    page = context.new_page()
    sign_in(page, "nil")
    until(
        lambda: page.request.get(f"/api/case-files/{case}").json().get("sealed_at"),
        "the incident is sealed",
        SEALED_WITHIN_S,
    )
    page.goto(f"/case/{case}")
    page.get_by_role("region", name="Prueba").get_by_text("ÍNTEGRO", exact=True).wait_for()
    page.keyboard.press("F8")
    page.keyboard.press("Home")
    for _ in range(40):
        if "ompresi" in page.get_by_role("region", name="Momento").inner_text():
            break
        page.keyboard.press("ArrowDown")
    beside.take(page, "archive", themed=_by_its_key)
    beside.write("report", "light", _sheet(page.request.get(f"/api/case-files/{case}/report").body()))
    sign_out(page)
    context.close()


def _sheet(pdf: bytes) -> bytes:
    """Its first page, as large as on a screen."""
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder) / "report"
        command = ["pdftoppm", "-r", str(A4_DPI), "-l", "1", "-singlefile", "-png", "-", str(name)]
        subprocess.run(command, input=pdf, check=True)
        return name.with_suffix(".png").read_bytes()


def photograph(browser: Browser, url: str, out: Path, mocks: Path | None) -> None:
    """All of them, on a demo in which nobody else works."""
    beside = Beside(browser, url, out, mocks)
    with beside.kept:
        _call(beside)
        _chat(beside)
    with beside.kept:
        _arrest(beside)
