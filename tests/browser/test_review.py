"""A call whose priority was changed by hand is found by sampling, reviewed with one key for each level, answered by its operator,
reviewed again by somebody who cannot see the first, and both are compared. By keyboard."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.api_actors import AtWork
from tests.browser.browser_session import DESK, PHONE, by_bar, picture, press, sign_in, violations, window
from tests.browser.conftest import demo
from tests.browser.story_regions import TOWN
from tests.browser.text_call_pair import (
    answers,
    asks_for_help,
    call_of,
    citizen_at,
    hangs_up_all_the_same,
    locates,
    operator_at,
    proves_a_cardiac_arrest,
)
from tests.temp_folders import open_folder

OWN = "AUXILIO_BROWSER_REVIEWED"
"""A separate installation: the command reads its folder."""
ITEMS = 15
STORY = re.compile(r"/api/reviews/[^/]+/call")
REASON = "La víctima ya habla, lo confirma la policía"


@dataclass
class Reviewed:
    """The installation, and the folder of its data."""

    address: str
    data: Path

    def cli(self, *arguments: str) -> object:
        """A command on the machine of the installation; its output."""
        return json.loads(self.run(*arguments, "--json"))

    def run(self, *arguments: str) -> str:
        """The same, in words."""
        done = subprocess.run(
            [sys.executable, "-m", "auxilio", *arguments, "--data", str(self.data)],
            capture_output=True,
            check=False,
            text=True,
            env={**os.environ, "AUXILIO_MODE": "exercise", "AUXILIO_AREA": "demo"},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def there() -> Iterator[Reviewed]:
    with open_folder() as folder:
        for address in demo.__wrapped__(OWN, keep=folder / "data"):
            yield Reviewed(address, folder / "data")


@contextmanager
def at_study(browser: Browser, installation: str, login: str, theme: str = "dark") -> Iterator[Page]:
    context = window(browser, installation, color_scheme=theme)
    page = context.new_page()
    sign_in(page, login)
    page.goto(f"/study?theme={theme}")
    expect(page.get_by_role("region").first).to_be_visible()
    yield page
    context.close()


def shows(page: Page, view: str) -> None:
    """One of the views at the top: a radio, by its arrow keys or by name."""
    page.get_by_role("radio", name=view).focus()
    page.keyboard.press("Space")


def opens_the_first(page: Page) -> None:
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("F2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Ficha de la llamada")).to_be_visible()


def says(page: Page, remark: str) -> None:
    """A word that needs its reason asks for it at once."""
    layer = page.get_by_role("dialog", name="Guardar el comentario")
    expect(layer.get_by_label("Comentario a este punto")).to_be_focused()
    page.keyboard.type(remark)
    page.keyboard.press("Enter")
    expect(layer).to_be_hidden()


def fills(page: Page, **levels: str) -> None:
    """Every item by one key: what the log says is confirmed, what it leaves open is scored, what it denies is minor."""
    card = page.get_by_role("listbox", name="Ficha de revisión")
    rows = card.get_by_role("option")
    expect(rows).to_have_count(ITEMS)
    page.keyboard.press("F4")
    for n in range(ITEMS):
        row = rows.nth(n)
        expect(row).to_be_focused()
        item = row.get_attribute("data-row") or ""
        told = row.inner_text()
        if item in levels:
            page.keyboard.press(levels[item])
            if levels[item][-1] in "345":
                says(page, "Se oye en la grabación")
        elif "El registro dice que sí" in told or "No aplica:" in told:
            page.keyboard.press("KeyC")
        else:
            page.keyboard.press("Digit2" if "El registro dice que no" in told else "Digit1")
        expect(row).not_to_contain_text("SIN VALORAR")


def submits(page: Page, words: str) -> None:
    press(page, "Alt+KeyQ")
    expect(page.get_by_label("Valoración para el operador")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("de 100").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def in_both_themes(page: Page, name: str) -> None:
    """Axe and a picture, dark and light, on a desk and on a phone; the page stays as it was."""
    for theme in ("dark", "light"):
        for width, size in (("1440", DESK), ("390", PHONE)):
            page.set_viewport_size(size)
            assert violations(page) == [], f"{theme} {width}"
            picture(page, f"{name}-{theme}-{width}")
        page.set_viewport_size(DESK)
        by_bar(page, "Cambiar entre día y noche")


def test_a_call_is_reviewed_by_two_and_answered_by_its_operator(browser: Browser, there: Reviewed) -> None:
    with (
        operator_at(browser, there.address, "lucia", "desk-06") as lucia,
        citizen_at(browser, there.address, TOWN) as citizen,
        at_study(browser, there.address, "vera") as vera,
        at_study(browser, there.address, "hugo") as hugo,
        at_study(browser, there.address, "marc", "light") as marc,
    ):
        expect(vera.get_by_text("Nada por revisar")).to_be_visible()

        # A call, and a priority that a person changes.
        lucia.press("Alt+KeyP")
        expect(lucia.page.get_by_role("button", name="Hacer una pausa")).to_be_visible()
        asks_for_help(citizen, f"Mi padre no respira, {TOWN.said}")
        answers(lucia, "Mi padre no respira")
        locates(lucia, TOWN)
        proves_a_cardiac_arrest(lucia)
        lucia.press("F9")
        expect(citizen.get_by_role("heading", name="Estoy enviando ayuda")).to_be_visible()
        clara = AtWork(there.address, "clara", "room")
        [case] = clara.get("/api/archive/cases")["cases"]
        clara.do("cases.set_priority", case=case["id"], priority=2, reason=REASON)
        hangs_up_all_the_same(lucia)
        expect(citizen.get_by_role("button", name="Volver a escribir")).to_be_visible()

        # Sampling picks it, and picking twice picks nothing more.
        today = datetime.now(ZoneInfo("Europe/Madrid")).date().isoformat()
        [first] = there.cli("review", "sample", "--day", today)
        assert first["chosen"] == 1
        assert {"manual_override", "life_threat", "new_operator"} <= first["rules"].keys()
        assert there.cli("review", "sample", "--day", today) == [first]

        # Vera reviews it: the log has filled what it can.
        vera.reload()
        row = vera.get_by_role("option").first
        expect(row).to_contain_text("Prioridad cambiada a mano")
        opens_the_first(vera)
        press(vera, "Alt+KeyA")
        expect(vera.get_by_text("leída y confirmada antes de pedir ayuda")).to_be_visible()
        expect(vera.get_by_text(REASON).first).to_be_visible()
        in_both_themes(vera, "study")
        # The story is told in the language that the page is read in, also when that changes.
        for language, words in (("English", "Lucía Ferrer answers"), ("Español", "Atiende Lucía Ferrer")):
            vera.keyboard.press("F1")
            vera.get_by_role("dialog").get_by_text(language, exact=True).click()
            vera.keyboard.press("Escape")
            expect(vera.locator('[data-region="8"]')).to_contain_text(words)
        fills(vera, no_never="Digit5")
        submits(vera, "Bien llevada; atención a la lista de lo que nunca se dice")
        expect(vera.get_by_text("ALERTA DE SEGURIDAD DEL PACIENTE").first).to_be_visible()

        # A second one is asked for, and Hugo cannot read the first.
        by_bar(vera, "pedir segunda revisión")
        expect(vera.get_by_label("Para qué")).to_be_focused()
        vera.keyboard.type("Para comparar")
        vera.keyboard.press("Control+Enter")
        expect(vera.get_by_role("dialog")).to_have_count(0)
        hugo.reload()
        late: list[Route] = []
        hugo.route(STORY, lambda route: route.continue_() if late else late.append(route))
        shows(hugo, "Revisadas")
        opens_the_first(hugo)
        expect(hugo.get_by_text("Quien revisa no lee lo que otra persona ha escrito")).to_be_visible()
        expect(hugo.get_by_text("ALERTA DE SEGURIDAD")).to_have_count(0)
        shows(hugo, "Por revisar")
        hugo.get_by_role("option").first.wait_for()
        hugo.keyboard.press("F2")
        # What was opened before comes now, and takes no focus from where the hands have gone.
        while not late:
            hugo.wait_for_timeout(50)
        with hugo.expect_response(STORY) as came:
            late[0].continue_()
        came.value.finished()
        hugo.keyboard.press("Enter")
        expect(hugo.get_by_role("region", name="Ficha de la llamada")).to_be_visible()
        press(hugo, "Alt+KeyA")
        fills(hugo, no_never="Digit4", calm="Digit2")
        submits(hugo, "Correcta en lo importante")

        # Lucía reads both of her call and answers one.
        lucia.page.goto("/study")
        shows(lucia.page, "Mis llamadas")
        expect(lucia.page.get_by_role("option").filter(has_text="revisa")).to_have_count(2)
        opens_the_first(lucia.page)
        lucia.press("Alt+KeyC")
        expect(lucia.page.get_by_label("Su respuesta")).to_be_focused()
        lucia.type("De acuerdo con lo del agua; el resto, no")
        lucia.press("Control+Enter")
        expect(lucia.page.get_by_text("Respuesta de Lucía Ferrer")).to_be_visible()
        assert violations(lucia.page) == []
        picture(lucia.page, "study-mine-dark-1440")

        # Harm is closed by whoever answers for the medicine; the agreement and the figures are there.
        shows(marc, "Revisadas")
        marc.get_by_role("option").filter(has_text="ALERTA DE SEGURIDAD").click()
        marc.keyboard.press("F2")
        by_bar(marc, "cerrar la alerta")
        expect(marc.get_by_label("Qué se ha hecho")).to_be_focused()
        marc.keyboard.type("Escuchada con el servicio: sin daño")
        marc.keyboard.press("Control+Enter")
        expect(marc.get_by_text("Alerta de seguridad cerrada por Marc Oliva")).to_be_visible()
        picture(marc, "study-done-light-1440")
        shows(vera, "Acuerdo")
        whole = vera.get_by_role("row").filter(has_text="Toda la ficha")
        # Repeat calls, and handing the caller on: both say that it does not apply, and there is no level to compare.
        expect(whole).to_have_text(re.compile(r"Toda la ficha\s*13\s*11\s*0\s*0,"))
        in_both_themes(vera, "study-agreement")
        shows(vera, "Protocolos")
        expect(vera.get_by_role("row").filter(has_text="¿Está despierto?")).to_be_visible()
        in_both_themes(vera, "study-figures")
        told = there.cli("review", "figures")
        assert told["protocols"][0]["protocol"] == "san-pcr"  # type: ignore[index,call-overload]
        # The command prints the paper of this installation, as its page does, and says so.
        out = there.data.parent / "paper.pdf"
        assert str(there.data) in there.run("content", "paper", "--language", "fr", "--out", str(out))
        assert out.read_bytes() == clara.body("/api/content/paper?language=fr")
        assert call_of(citizen)
        clara.leave()
