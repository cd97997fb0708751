"""Two people and one desk: the second waits on the sign-in page, the first gives the desk, keeps it, or has gone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from auxilio.app.cli.demo_people import PASSWORD
from auxilio.identity.core.seats import ABANDONED_S
from tests.browser.api_colleagues import Somebody
from tests.browser.browser_session import DESK, PHONE, picture, sign_in, sign_out, violations, window
from tests.browser.text_call_pair import Operator, at_sign_in, chooses, operator_at

GONE_WITHIN_MS = int(ABANDONED_S * 1000) + 30_000
"""How long a story waits for a desk whose person has gone."""


@pytest.fixture
def lucia(browser: Browser, installation: str) -> Iterator[Operator]:
    with operator_at(browser, installation, "lucia", "desk-07") as operator:
        yield operator


def waits(page: Page, there: str) -> None:
    expect(page.get_by_role("heading", name=f"En Puesto 07 está {there}")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=f"Se ha preguntado a {there}")).to_be_visible()


def signed_in_as(page: Page, name: str) -> None:
    expect(page.get_by_role("banner")).to_contain_text(name)


def asks(operator: Operator, name: str) -> None:
    expect(operator.page.get_by_role("complementary", name="Piden un puesto")).to_contain_text(
        f"{name} pide su puesto (Puesto 07)"
    )


def test_a_desk_is_given_while_its_person_types_and_the_other_one_is_in_by_themselves(
    lucia: Operator, browser: Browser, installation: str
) -> None:
    lucia.press("Alt+KeyB")
    field = lucia.page.get_by_role("combobox").last
    expect(field).to_be_focused()
    lucia.type("calle")
    with at_sign_in(browser, installation, "pau", "Puesto 07") as pau:
        waits(pau, "Lucía Ferrer")
        asks(lucia, "Pau Serra")
        expect(field).to_be_focused()
        lucia.type(" mayor")
        expect(field).to_have_value("calle mayor")
        lucia.press("Escape", "Escape")
        expect(lucia.page.get_by_role("dialog")).to_be_hidden()
        # Once is a slip: a desk is given by two presses in two seconds.
        gives = lucia.page.get_by_role("button", name=re.compile("Ceder Puesto 07 a Pau Serra"))
        lucia.press("Control+KeyG")
        expect(gives).to_contain_text("otra vez")
        expect(gives).not_to_contain_text("otra vez")
        lucia.press("Control+KeyG", "Control+KeyG")
        signed_in_as(pau, "Pau Serra")
        expect(pau).to_have_url(re.compile("/desk$"))
        expect(lucia.page.get_by_text("Ha cedido Puesto 07 a Pau Serra.")).to_be_visible()
        assert lucia.page.request.get("/api/session").status == 401
        sign_out(pau)


@pytest.mark.thorough
def test_a_desk_is_kept_with_one_key_and_who_waited_is_told_and_may_ask_again(
    lucia: Operator, browser: Browser, installation: str
) -> None:
    with at_sign_in(browser, installation, "pau", "Puesto 07") as pau:
        waits(pau, "Lucía Ferrer")
        asks(lucia, "Pau Serra")
        lucia.press("Control+KeyH")
        expect(pau.get_by_role("status").filter(has_text="No le ceden Puesto 07")).to_be_visible()
        expect(lucia.page.get_by_role("complementary", name="Piden un puesto")).to_be_hidden()
        # Nothing was kept of the password, and what was refused did not come back by itself.
        password = pau.get_by_role("textbox", name="Contraseña")
        expect(password).to_be_focused()
        expect(password).to_have_value("")
        pau.keyboard.type(PASSWORD)
        pau.keyboard.press("Enter")
        waits(pau, "Lucía Ferrer")
        asks(lucia, "Pau Serra")
        pau.keyboard.press("Escape")
        expect(password).to_have_value("")
        lucia.press("Control+KeyH")


@pytest.mark.thorough
def test_who_waits_chooses_another_desk_with_one_key(
    lucia: Operator, browser: Browser, installation: str
) -> None:
    with at_sign_in(browser, installation, "pau", "Puesto 07") as pau:
        waits(pau, "Lucía Ferrer")
        expect(pau.get_by_role("button", name="Elegir otro puesto")).to_be_focused()
        pau.keyboard.press("Enter")
        desks = pau.get_by_label("Puesto", exact=True)
        expect(desks).to_be_focused()
        chooses(desks, "Puesto 08")
        pau.get_by_role("textbox", name="Contraseña").focus()
        pau.keyboard.type(PASSWORD)
        pau.keyboard.press("Enter")
        signed_in_as(pau, "Puesto 08 · Pau Serra")
        sign_out(pau)
    assert lucia.page.request.get("/api/session").status == 200


@pytest.mark.thorough
def test_a_desk_whose_person_has_gone_is_free_after_a_minute(browser: Browser, installation: str) -> None:
    context = window(browser, installation)
    gone = context.new_page()
    sign_in(gone, "lucia", "desk-07")
    gone.goto("/desk")
    gone.get_by_role("button", name="Listo").first.wait_for()
    context.close()
    with at_sign_in(browser, installation, "pau", "Puesto 07") as pau:
        waits(pau, "Lucía Ferrer")
        expect(pau.get_by_role("banner")).to_contain_text("Pau Serra", timeout=GONE_WITHIN_MS)
        sign_out(pau)


def test_the_room_gives_a_desk_and_its_person_reads_why_the_session_ended(
    lucia: Operator, browser: Browser, installation: str
) -> None:
    context = window(browser, installation)
    clara = context.new_page()
    sign_in(clara, "clara", "room")
    clara.goto("/room")
    with at_sign_in(browser, installation, "pau", "Puesto 07") as pau:
        waits(pau, "Lucía Ferrer")
        notice = clara.get_by_role("complementary", name="Piden un puesto")
        expect(notice).to_contain_text("Pau Serra pide Puesto 07, donde está Lucía Ferrer")
        clara.keyboard.press("Control+KeyG")
        clara.keyboard.press("Control+KeyG")
        signed_in_as(pau, "Pau Serra")
        expect(lucia.page.get_by_text("otra persona está ahora en su puesto")).to_be_visible()
        sign_out(pau)
    context.close()


@pytest.mark.thorough
def test_a_desk_of_other_roles_says_whose_it_is(browser: Browser, installation: str) -> None:
    with Somebody(installation, "ona") as ona:
        desk = {"id": "desk-09", "name": "Puesto 09", "roles": ["supervisor", "room_chief"]}
        ona.put("/api/admin/desks/desk-09", json=desk)
        with at_sign_in(browser, installation, "pau", "Puesto 09") as pau:
            refused = pau.get_by_role("alert").filter(has_text="«Puesto 09» es para otras funciones")
            expect(refused).to_contain_text("Jefatura de sala")
        ona.put("/api/admin/desks/desk-09", json={**desk, "roles": []})


@pytest.mark.thorough
def test_the_sign_in_takes_what_is_typed_before_it_and_says_in_names_where_one_may_sit(
    browser: Browser, installation: str
) -> None:
    context = window(browser, installation, color_scheme="dark")
    page = context.new_page()
    held: list[Route] = []
    page.route("**/api/session", lambda route: held.append(route) if not held else route.continue_())
    with page.expect_request("**/api/session"):
        page.goto("/login")
    # The page asks who this is: nothing to type into stands there yet.
    expect(page.get_by_label("Persona")).to_have_count(0)
    page.keyboard.type("vera")
    page.keyboard.press("Tab")
    page.keyboard.type("contra")
    held[0].continue_()
    password = page.get_by_role("textbox", name="Contraseña")
    expect(password).to_be_focused()
    expect(page.get_by_label("Persona")).to_have_value("vera")
    expect(password).to_have_value("contra")

    box = page.locator("form").bounding_box()
    page.get_by_label("Persona").fill("iria")
    password.fill(PASSWORD)
    page.get_by_label("Puesto", exact=True).select_option(label="Sanidad, puesto 1")
    password.press("Enter")
    refused = page.get_by_role("alert").filter(has_text="«Sanidad, puesto 1» es de Sanidad 1")
    expect(refused).to_contain_text("Elija de «Puesto 01» a «Puesto 10»")
    expect(refused).not_to_contain_text("san-")
    assert page.locator("form").bounding_box() == box, "the box moved"
    assert violations(page) == []
    picture(page, "login-refused-dark-1440")
    first = page.get_by_label("Puesto", exact=True).locator("optgroup").first
    expect(first).to_have_attribute("label", "Donde puede entrar")
    page.get_by_label("Puesto", exact=True).select_option(label="Puesto 08")
    password.press("Enter")
    signed_in_as(page, "Iria Coll")
    sign_out(page)
    context.close()


@pytest.mark.thorough
def test_a_records_officer_is_asked_for_their_desk_on_the_archive_page(
    browser: Browser, installation: str
) -> None:
    # The one person asks for the desk as the other has it: only a desk that states no roles is for both.
    ona = window(browser, installation)
    sign_in(page := ona.new_page(), "ona", None)
    place = {"id": "desk-archive", "name": "Mesa del archivo"}
    csrf = page.request.get(f"{installation}/api/session").json()["csrf"]
    saved = page.request.put(
        f"{installation}/api/admin/desks/desk-archive", data=place, headers={"x-auxilio-csrf": csrf}
    )
    assert saved.ok, saved.text()
    ona.close()
    context = window(browser, installation)
    nil = context.new_page()
    sign_in(nil, "nil", "desk-archive")
    nil.goto("/archive")
    with at_sign_in(browser, installation, "pau", "Mesa del archivo") as pau:
        expect(nil.get_by_role("complementary", name="Piden un puesto")).to_contain_text("Pau Serra")
        nil.keyboard.press("Control+KeyH")
        expect(pau.get_by_role("status").filter(has_text="No le ceden Mesa del archivo")).to_be_visible()
    context.close()


@pytest.mark.thorough
@pytest.mark.parametrize(("size", "width"), [(DESK, 1440), (PHONE, 390)], ids=["desk", "phone"])
def test_the_notice_and_the_waiting_break_no_rule_of_access_in_either_theme(
    lucia: Operator, browser: Browser, installation: str, size, width: int
) -> None:
    lucia.page.set_viewport_size(size)
    with at_sign_in(browser, installation, "pau", "Puesto 07") as pau:
        waits(pau, "Lucía Ferrer")
        asks(lucia, "Pau Serra")
        pau.set_viewport_size(size)
        for theme in ("dark", "light"):
            for page in (pau, lucia.page):
                page.emulate_media(color_scheme=theme)
                page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
            assert violations(pau) == [], theme
            assert violations(lucia.page) == [], theme
            picture(pau, f"login-waits-{theme}-{width}")
            picture(lucia.page, f"desk-asked-{theme}-{width}")
        lucia.press("Control+KeyH")
        expect(pau.get_by_role("status").filter(has_text="No le ceden Puesto 07")).to_be_visible()
