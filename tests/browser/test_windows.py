"""A region in a window of its own: it shows what its desk has in hand, outlives a reload of either, and goes with the session."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.api_actors import Citizen
from tests.browser.browser_session import by_bar, picture, sign_out, violations
from tests.browser.centre_hands import Hand, free, region, settles, take_in_hand
from tests.browser.story_regions import TOWN
from tests.browser.test_road_closures import seat
from tests.browser.text_call_pair import Operator, finds, locates, operator_at, stands_ready, takes_the_call

pytestmark = pytest.mark.thorough

__all__ = ["seat"]
AWAY = "en su ventana"


@pytest.fixture
def pau(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "pau", "desk-02") as operator:
        yield operator


def opened(page: Page, act: Callable[[], None]) -> Page:
    """The window that this opens; at the desk the region is its title."""
    with page.expect_popup() as popup:
        act()
    return popup.value


def stands_alone(there: Page, name: str) -> None:
    """Nothing but this region is in sight, under the bar."""
    expect(region(there, name)).to_be_visible()
    expect(there.locator(".region")).to_have_count(1)
    expect(there.get_by_role("banner")).to_be_visible()


def is_away(page: Page, name: str) -> None:
    expect(region(page, name).get_by_role("button", name=AWAY)).to_be_visible()
    expect(region(page, name).get_by_role("button", name="Traer")).to_be_visible()


def is_back(page: Page, name: str) -> None:
    expect(region(page, name)).to_be_visible()
    expect(region(page, name).get_by_role("button", name=AWAY)).to_have_count(0)


def test_a_map_window_shows_the_desks_next_case_and_comes_back_after_a_reload(
    pau: Operator, installation: str
) -> None:
    desk = pau.page
    stands_ready(pau)
    caller = Citizen(installation, channel="chat")
    takes_the_call(pau)
    desk.get_by_role("group", name="¿Está usted en el lugar?").wait_for()
    locates(pau, TOWN)

    # By the key of the region that has the hands; its keys stay where they were, and the story has its room.
    pau.press("F7")
    there = opened(desk, lambda: desk.keyboard.press("Control+KeyO"))
    is_away(desk, "Mapa")
    stands_alone(there, "Mapa")
    expect(region(there, "Mapa")).to_contain_text(TOWN.found)
    assert violations(there) == []
    picture(there, "window-map-dark-1440")
    picture(desk, "desk-map-away-dark-1440")

    # It comes back after its own reload, and finds its desk after the desk's.
    there.reload()
    expect(region(there, "Mapa")).to_contain_text(TOWN.found)
    is_away(desk, "Mapa")
    desk.reload()
    is_away(desk, "Mapa")
    stands_alone(there, "Mapa")

    # A key of the whole page acts at the desk, and the window says so.
    there.keyboard.press("F9")
    expect(there.get_by_role("status").filter(has_text="En el puesto")).to_contain_text("ENVIAR AYUDA")
    there.keyboard.press("F4")
    expect(region(desk, "Entrevista").locator(":focus")).to_have_count(1)

    # The next call: the window follows without a key.
    there.keyboard.press("Alt+KeyX")
    there.keyboard.press("Alt+KeyX")
    expect(desk.get_by_role("button", name="Atender").first).to_be_visible()
    caller.hang_up()
    stands_ready(pau)
    second = Citizen(installation, channel="chat")
    takes_the_call(pau)
    desk.get_by_role("group", name="¿Está usted en el lugar?").wait_for()
    expect(region(there, "Mapa")).not_to_contain_text(TOWN.found)
    pau.press("Digit1", "F2")
    finds(pau, TOWN.corrected, TOWN.corrected_found)
    expect(region(there, "Mapa")).to_contain_text(TOWN.corrected_found)

    # Others by the command bar. One closes by its key, one is taken back, and each region is at the desk again.
    story = opened(desk, lambda: by_bar(desk, "historia en su ventana"))
    stands_alone(story, "Historia")
    expect(region(story, "Historia")).to_contain_text(TOWN.corrected_found)
    talk = opened(desk, lambda: by_bar(desk, "conversación en su ventana"))
    stands_alone(talk, "Conversación")
    talk.locator("[data-message] input").focus()
    talk.keyboard.type("Ya van")
    talk.keyboard.press("Enter")
    expect(talk.get_by_role("log")).to_contain_text("Ya van")
    with story.expect_event("close"), suppress(Error):  # It may be gone before the key is up again.
        story.keyboard.press("Control+KeyO")
    is_back(desk, "Historia")
    pau.press("F7")
    with there.expect_event("close"):
        desk.keyboard.press("Control+KeyO")
    is_back(desk, "Mapa")

    # Who signs out leaves nothing on another screen.
    with talk.expect_event("close"):
        by_bar(desk, "salir")
    desk.get_by_label("Persona").wait_for()
    second.hang_up()


def test_a_window_that_the_browser_refuses_is_said_with_what_to_do(pau: Operator) -> None:
    desk = pau.page
    desk.evaluate("window.open = () => null")
    pau.press("F8")
    desk.keyboard.press("Control+KeyO")
    expect(region(desk, "Historia").get_by_role("alert")).to_contain_text("Permita las ventanas emergentes")
    region(desk, "Historia").get_by_role("button", name="Entendido").press("Enter")
    expect(region(desk, "Historia").get_by_role("alert")).to_have_count(0)
    is_back(desk, "Historia")


def test_the_map_of_a_centre_follows_the_task_in_hand_and_its_marks_are_the_desks(
    seat: Callable[..., Page], installation: str
) -> None:
    biel, desk = Hand(installation, "biel", "bom-desk-1"), Hand(installation, "lucia", "desk-07")
    free(biel)
    streets = ("Calle Mayor 12", "Passeig del Riu 5")
    for street in streets:
        case = desk.help_for("INC-01", 1, ("pump",), street)
        settles(lambda case=case: [t for t in biel.board("centre", "tasks") if t["case"] == case] or None)
    centre = seat("biel", "bom-desk-1", "/centre")
    take_in_hand(centre, "Calle Mayor, 12")
    centre.keyboard.press("F7")
    there = opened(centre, lambda: centre.keyboard.press("Control+KeyO"))
    stands_alone(there, "Mapa")
    expect(region(there, "Mapa")).to_contain_text("Calle Mayor, 12")
    take_in_hand(centre, "Passeig del Riu, 5")
    expect(region(there, "Mapa")).to_contain_text("Passeig del Riu, 5")
    # Somebody else at this desk's browser: the window goes with the session that opened it.
    sign_out(centre)
    with there.expect_event("close"), suppress(Error):  # It may be gone before it is loaded.
        there.reload()
