"""A case file in the hands of a records officer: found, read, sealed, taken away, and checked by a stranger (promise 6).

From the first key to the last no mouse; what is taken away is checked by the command line, which knows no database.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from auxilio.archive.core.bundle_layout import EVENTS
from auxilio.archive.core.zip_container import read
from tests.browser.api_actors import AtWork, Citizen, until
from tests.browser.browser_session import (
    DESK,
    PHONE,
    by_bar,
    layer_asks,
    picture,
    press,
    sign_in,
    violations,
    window,
)

HERE = {"lat": 41.9197, "lon": 1.8980}


@dataclass
class ClosedCase:
    """A case that somebody told and an operator closed."""

    id: str
    number: str
    street: str
    taker: AtWork
    citizen: Citizen
    second: Citizen


def proved(file: dict[str, Any]) -> int | None:
    """The priority that answers have proved."""
    priority: int = file["priority"]
    return None if file["provisional"] else priority


@pytest.fixture
def told(installation: str) -> Iterator[ClosedCase]:
    """A fallen cable: somebody writes, a wrong number is corrected, the interview proves P0, a card is read."""
    taker = AtWork(installation, "lucia", "desk-06")
    citizen = Citizen(
        installation, channel="chat", words="Hay un hombre en el suelo junto a un cable", language="es"
    )
    second = Citizen(installation, channel="chat", words="Il y a un homme par terre", language="fr")
    case, run, card, street = (str(uuid4()) for _ in range(4))
    street = f"Carrer Zafir{street[:6]}"  # no other test's street
    place = {"degree": "agreed", "point": HERE, "municipality": "Vila"}
    facts = taker.do(
        "cases.open",
        case=case,
        call=citizen.call,
        summary="Hay un hombre en el suelo junto a un cable",
        location={**place, "words": f"{street} 12"},
    )
    taker.do("cases.link_call", case=case, call=second.call)
    taker.do("triage.start_run", run=run, case=case, protocol="fue-electrico")
    taker.do("triage.answer", run=run, question="persona", answer="free")
    taker.do("triage.answer", run=run, question="respira", answer="N")
    # P0 is counted from the beginning; the first answer alone proves P1, and only both prove P0.
    until(lambda: proved(taker.get(f"/api/case-files/{case}")) == 0)
    corrected = {**place, "words": f"{street} 14", "point": {"lat": 41.9205, "lon": 1.8991}}
    taker.do("cases.locate", case=case, location=corrected, correction=True)
    taker.do("instructions.open_card", run=card, case=case, card="rcp-adulto")
    taker.do("cases.note", case=case, words="Corte de tensión pedido a la compañía")
    yield ClosedCase(case, facts["number"], street, taker, citizen, second)
    taker.leave()


def close(told: ClosedCase) -> None:
    """The call ends and the case is closed; nothing more is asked of anybody."""
    told.citizen.hang_up()
    told.second.hang_up()
    told.taker.do(
        "cases.close", case=told.id, closing={"disposition": "resolved", "words": "Recupera el pulso"}
    )


@pytest.fixture
def officer(browser: Browser, installation: str) -> Iterator[Page]:
    context = window(browser, installation, accept_downloads=True)
    page = context.new_page()
    sign_in(page, "nil")
    page.goto("/archive")
    page.get_by_role("searchbox").wait_for()
    yield page
    context.close()


def in_both_themes(page: Page, name: str) -> None:
    """Axe and a picture, dark and light, on a desk and on a phone; the page stays as it was."""
    for theme in ("dark", "light"):
        for width, size in (("1440", DESK), ("390", PHONE)):
            page.set_viewport_size(size)
            assert violations(page) == [], f"{theme} {width}"
            picture(page, f"{name}-{theme}-{width}")
        page.set_viewport_size(DESK)
        by_bar(page, "Cambiar entre día y noche")


def verify(file: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "auxilio", "verify", str(file), "--language", "es", "--json"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def in_search(page: Page) -> None:
    press(page, "Alt+KeyB")
    expect(page.get_by_role("searchbox")).to_be_focused()


def find(page: Page, told: ClosedCase) -> None:
    """It alone is found: what was shown before would be opened instead."""
    in_search(page)
    page.keyboard.press("Control+KeyA")
    page.keyboard.type(f"{told.street.lower()} 14")
    rows = page.get_by_role("listbox", name="Incidentes").get_by_role("option")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(told.number)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(rows.first).to_be_focused()
    page.keyboard.press("Enter")


def test_a_case_is_found_read_sealed_taken_away_and_checked_by_a_stranger(
    officer: Page, told: ClosedCase, tmp_path: Path
) -> None:
    page = officer
    # While it goes on: what is taken away says that it is no sealed file.
    find(page, told)
    page.get_by_role("heading", name=f"Incidente {told.number}").wait_for()
    with page.expect_download() as taken:
        by_bar(page, "Exportar")
    copy = tmp_path / "copy.zip"
    taken.value.save_as(copy)
    assert taken.value.suggested_filename.startswith("copia-de-trabajo-")
    assert json.loads(verify(copy).stdout)["sealed"] is False

    # It ends; the archive finds it by a word of its street, and the arrow and Enter open it.
    close(told)
    in_search(page)
    page.keyboard.press("Control+KeyA")
    page.keyboard.press("Delete")
    page.get_by_role("listbox", name="Incidentes").get_by_role("option").first.wait_for()
    in_both_themes(page, "archive")
    find(page, told)
    story = page.get_by_role("listbox", name="Historia")
    story.get_by_text("DIRECCIÓN CORREGIDA").wait_for()

    # Read as a story: the arrows go from fact to fact, and the moment shows what was known then and nothing later.
    expect(story.locator(":focus")).to_have_count(1)
    page.keyboard.press("Home")
    moment = page.get_by_role("region", name="Momento")
    expect(moment).to_contain_text("Suena")
    expect(moment).not_to_contain_text(f"{told.street} 12")
    for _ in range(40):
        page.keyboard.press("ArrowDown")
        if "DIRECCIÓN" in (moment.text_content() or ""):
            break
    expect(moment.locator("s").first).to_have_text(f"{told.street} 12")
    expect(moment).to_contain_text("No respira con normalidad")
    # A second caller is one of their own: with their language and words, and nothing of the first struck out.
    who = moment.locator('[data-side="who"]')
    expect(who.get_by_role("heading", level=4)).to_have_text(
        [re.compile("Alertante 1 "), re.compile("Alertante 2 ")]
    )
    expect(who).to_contain_text(re.compile("español.*francés"))
    expect(who.locator("s")).to_have_count(0)
    expect(moment.get_by_text("«Il y a un homme par terre»").locator("..")).to_contain_text("Alertante 2")

    # Sealed: by hand, unless Auxilio was quicker.
    proof = page.get_by_role("region", name="Prueba")
    expect(proof).to_contain_text("ÍNTEGRO")
    if page.get_by_role("button", name="Sellar").count():
        page.keyboard.press("Control+KeyK")
        layer_asks(page)
        page.keyboard.type("Sellar")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")  # the bar stays, saying why, when Auxilio was quicker after all
    page.get_by_text(re.compile("^SELLADO ")).wait_for(timeout=60_000)
    expect(proof.get_by_text("ÍNTEGRO", exact=True)).to_be_visible(timeout=60_000)
    page.keyboard.press("F8")
    in_both_themes(page, "case")

    # A late fact stands behind the seal, signed; and who looked is there to be read.
    press(page, "Alt+KeyC")
    layer_asks(page)
    page.keyboard.type("Sale del hospital el martes")
    page.keyboard.press("Enter")
    story.get_by_text("Sale del hospital el martes").wait_for()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("region", name="Acciones")).to_contain_text("Nil Torres")

    # Taken away, and checked where Auxilio does not run.
    with page.expect_download() as taken:
        by_bar(page, "Exportar expediente")
    file = tmp_path / "file.zip"
    taken.value.save_as(file)
    assert taken.value.suggested_filename.startswith(f"expediente-{told.number}-")
    found = verify(file)
    report = json.loads(found.stdout)
    assert (found.returncode, report["verdict"], report["sealed"]) == (0, "intact_signer_unknown", True)
    with page.expect_download() as taken:
        by_bar(page, "Informe")
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    with page.expect_download() as taken:
        by_bar(page, "Entrevistas")
    assert taken.value.suggested_filename.startswith(f"interviews-{told.number}-")
    interviews = json.loads(Path(taken.value.path()).read_text())
    assert [one["resource"]["resourceType"] for one in interviews["entry"]] == [
        "QuestionnaireResponse",
        "Questionnaire",
    ]

    # One byte of one word: it is found, and named.
    whole = file.read_bytes()
    assert b"martes" in next(entry.data for entry in read(whole) if entry.name == EVENTS)
    file.write_bytes(whole.replace(b"martes", b"jueves", 1))
    changed = verify(file)
    names = {finding["code"] for finding in json.loads(changed.stdout)["findings"]}
    assert (changed.returncode, names >= {"entry_changed", "event_changed"}) == (1, True), names


@pytest.mark.thorough
def test_nothing_found_and_a_search_by_telephone_say_so(officer: Page) -> None:
    page = officer
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("zzzz nowhere")
    page.get_by_text("No se encuentra ninguno").wait_for()
    page.keyboard.press("Control+KeyA")
    page.keyboard.press("Delete")
    page.get_by_label("Teléfono").focus()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    page.get_by_text("Eso no es un teléfono").wait_for()


def test_a_reserved_case_opens_with_a_reason_and_its_owner_is_told(officer: Page, told: ClosedCase) -> None:
    page = officer
    told.taker.do("cases.reserve", case=told.id, reason="violencia de género")
    page.goto(f"/case/{told.id}")
    page.get_by_text("Incidente reservado").wait_for()
    assert violations(page) == []
    expect(page.get_by_text(told.street)).to_have_count(0)
    page.get_by_label("Motivo").focus()
    page.keyboard.type("Oficio 318 del juzgado de guardia")
    page.keyboard.press("Enter")
    page.get_by_role("listbox", name="Historia").wait_for()
    expect(page.get_by_role("region", name="Acciones")).to_contain_text("Oficio 318")
    close(told)
