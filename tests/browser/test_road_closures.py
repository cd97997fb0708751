"""A bridge is closed by keyboard at a centre: another unit is proposed there, every map shows it, and lifted nothing is left."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.browser_session import DESK, by_bar, picture, sign_in, violations, window
from tests.browser.centre_hands import Hand, Json, free, region, settles, take_in_hand

pytestmark = pytest.mark.thorough

MAPS = True

BRIDGE = "41.9162, 1.9001"


@pytest.fixture
def seat(browser: Browser, installation: str) -> Iterator[Callable[..., Page]]:
    """Somebody before a page of theirs."""
    opened: list[BrowserContext] = []

    def sit(login: str, at: str, path: str, **more: object) -> Page:
        context = window(browser, installation, **({"size": DESK} | more))
        opened.append(context)
        page = context.new_page()
        sign_in(page, login, at)
        page.goto(path)
        return page

    yield sit
    for context in opened:
        context.close()


def proposals(page: Page) -> list[str]:
    """Callsign and minutes of what is proposed, in order."""
    return [
        " ".join(re.findall(r"B-\d\d|\d+ min", option.inner_text()))
        for option in region(page, "Propuestas").get_by_role("option").all()
    ]


def proposed_first(page: Page, callsign: str) -> None:
    expect(region(page, "Propuestas").get_by_role("option").first).to_contain_text(callsign)


def closes_the_bridge(page: Page) -> None:
    by_bar(page, "cortar vía")
    place = page.get_by_role("combobox", name="Lugar")
    expect(place).to_be_focused()
    page.keyboard.type(BRIDGE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 punto", exact=True)).to_be_visible()
    page.get_by_label("Ancho, metros").fill("60")
    page.get_by_label("Qué pasa").focus()
    page.keyboard.type("El río pasa por encima")
    expect(page.get_by_role("button", name="Cortar", exact=True)).to_be_enabled()
    picture(page, "centre-closure-dark-1440")
    assert violations(page) == []
    expect(page.get_by_label("Qué pasa")).to_be_focused()
    page.keyboard.press("Enter")
    told = page.get_by_role("region", name="Cortes")
    expect(told).to_contain_text("Inundación · cortado")
    expect(told).to_contain_text("El río pasa por encima")


def test_a_closed_bridge_changes_who_goes_on_every_page_and_lifted_leaves_nothing(
    installation: str, seat: Callable[..., Page]
) -> None:
    dispatcher, operator = Hand(installation, "biel", "bom-desk-1"), Hand(installation, "lucia", "desk-07")
    free(dispatcher)
    case = operator.help_for("INC-01", 1, ("pump",), "Calle Mayor 12")
    (task,) = settles(lambda: [t for t in dispatcher.board("centre", "tasks") if t["case"] == case] or None)

    centre = seat("biel", "bom-desk-1", "/centre")
    take_in_hand(centre, "Calle Mayor")
    proposed_first(centre, "B-01")
    before = proposals(centre)
    answer: Json = dispatcher.client.get("/api/dispatch/recommend", params={"task": task["id"]}).json()
    room, desk = seat("clara", "room", "/room"), seat("iria", "desk-05", "/desk")
    for other in (room, desk):
        expect(other.get_by_role("button", name="Cortes")).to_be_visible()

    closes_the_bridge(centre)
    proposed_first(centre, "B-02")
    for other in (centre, room, desk):
        expect(other.get_by_role("button", name="1 corte")).to_be_visible()
        told = region(other, "Mapa").get_by_role("listitem").filter(has_text="Inundación · cortado")
        expect(told.first).to_be_attached()
    picture(room, "room-closure-dark-1440")

    room.get_by_role("button", name="1 corte").press("Enter")
    room.get_by_role("button", name="Abrir").press("Enter")
    expect(room.get_by_text("Ningún corte en vigor")).to_be_visible()
    proposed_first(centre, "B-01")
    settles(lambda: proposals(centre), before)
    after: Json = dispatcher.client.get("/api/dispatch/recommend", params={"task": task["id"]}).json()
    assert [(c["unit"], c["travel_s"]) for n in after["needs"] for c in n["candidates"]] == [
        (c["unit"], c["travel_s"]) for n in answer["needs"] for c in n["candidates"]
    ]
