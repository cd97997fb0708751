"""A shift at an operational centre, by keyboard only: two emergencies, an alarm, a refusal, an end."""

import functools
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.browser_session import DESK, PHONE, layer_asks, picture, press, sign_in, violations, window
from tests.browser.centre_hands import (
    Hand,
    Json,
    centre,
    desk,
    free,
    know,
    region,
    row_of,
    say,
    settles,
    take_in_hand,
    task_of,
    waiting,
)

__all__ = ["centre", "desk"]


def test_a_fire_goes_through_a_centre_from_the_offer_to_its_end_by_keyboard(
    installation: str, desk: Hand, centre: Callable[[str, str], Page]
) -> None:
    biel, room = Hand(installation, "biel", "bom-desk-1"), Hand(installation, "clara", "room")
    free(biel)
    fire = desk.help_for("INC-01", 1, ("pump", "ladder"), "plaza mayor 3")
    page = centre("biel", "bom-desk-1")
    keys, proposals, units = page.keyboard, region(page, "Propuestas"), region(page, "Recursos")
    take_in_hand(page, "Plaza Mayor, 3")
    expect(region(page, "Activación")).to_contain_text("Autobomba")

    # Accepted: the hands are where the next thing is, and each proposal says its minutes and its reason.
    press(page, "Alt+a")
    expect(region(page, "Bandeja").get_by_role("group", name="ACEPTADAS SIN RECURSO")).to_contain_text(
        "Plaza"
    )
    first, second = proposals.get_by_role("option").nth(0), proposals.get_by_role("option").nth(1)
    expect(first).to_be_focused()
    for row in (first, second):
        expect(row).to_contain_text(re.compile(r"\d+ min"))
        expect(row).to_contain_text(re.compile("más cercano"))
    for row in (first, second):  # the pump and the ladder: marked when it is known who can go
        expect(row).to_have_attribute("aria-selected", "true")
    press(page, "F9")
    one, two = (units.get_by_role("option").filter(has_text=sign) for sign in ("B-01", "B-02"))
    for row in (one, two):
        expect(row).to_contain_text("ALE")
    say(page, "b1", "2")
    say(page, "B-02", "1")
    expect(one).to_contain_text("CAM")
    expect(two).to_contain_text("ENT")

    # Words both ways, and each side sees that they were read.
    press(page, "Alt+g")
    expect(page.locator("[data-write] input")).to_be_focused()
    keys.type("¿Queda alguien dentro?")
    keys.press("Enter")
    story = region(page, "Historia")
    expect(story).to_contain_text("sin leer")
    asked = row_of(desk, "messages", "desk", case=fire)
    assert (asked["words"], asked["to"][0]["desk"]) == ("¿Queda alguien dentro?", "desk-07")
    desk.do("followup.read_message", message=asked["id"])
    expect(story).to_contain_text("leído por Lucía Ferrer")
    answer = str(uuid4())
    desk.do("followup.send_message", message=answer, case=fire, to=[asked["sender"]], words="Dos personas")
    heard = story.get_by_role("status").filter(has_text="«Dos personas»")
    heard.wait_for()
    know(page, heard)
    # Read by whom it was for.
    settles(lambda: True if answer not in [m["id"] for m in desk.board("desk", "messages")] else None)

    # The caller corrects the street: the alarm ends when centre and both crews know, and not before.
    desk.do("cases.locate", case=fire, location=desk.place("calle mayor 12"), correction=True)
    band = page.get_by_role("alert").filter(has_text="CAMBIA LA DIRECCIÓN")
    band.wait_for()
    # The address stands above, with the old one struck through beside it.
    expect(band).to_contain_text("la anterior, tachada")
    expect(page.locator("s").filter(has_text="Plaza Mayor, 3").first).to_be_visible()
    settles(lambda: waiting(room, fire), 3)
    know(page, band)
    deaf = region(page, "Activación").get_by_text("Sin enterado de la dotación")
    expect(deaf).to_contain_text("B-01, B-02")
    settles(lambda: waiting(room, fire), 2)
    crew = Hand(installation, "bomba", "b-01")
    work = row_of(biel, "units", callsign="B-01", case=fire)
    order = next(each["id"] for each in work["orders"] if not each.get("acknowledged"))
    crew.do("dispatch.acknowledge_order", unit=work["id"], change=order)
    expect(deaf).not_to_contain_text("B-01")
    settles(lambda: waiting(room, fire), 1)
    keys.press("F6")
    for _ in range(3):
        if two.get_attribute("tabindex") == "0":
            break
        keys.press("ArrowDown")
    keys.press("v")
    expect(page.get_by_role("dialog").get_by_label("Quién lo ha dicho")).to_be_focused()
    keys.press("Enter")
    expect(deaf).to_have_count(0)
    settles(lambda: waiting(room, fire), 0)

    # Another one is refused with its reason.
    car = desk.help_for("INC-05", 2, ("pump",), "passeig del riu 5")
    take_in_hand(page, "Passeig del Riu, 5")
    press(page, "Alt+k")
    page.get_by_role("dialog").get_by_text("Sin recurso").wait_for()
    keys.press("1")
    expect(page.get_by_role("dialog")).to_be_hidden()
    keys.press("F3")  # while the hand is in the list, what left stays in it (decision 0031)
    expect(region(page, "Bandeja").get_by_role("option").filter(has_text="Passeig del Riu, 5")).to_have_count(
        0
    )
    settles(lambda: (task_of(biel, car)["state"], task_of(biel, car)["refusal"]), ("refused", "no_unit"))

    # The crews are done, and the task ends by hand of the centre.
    take_in_hand(page, "Calle Mayor, 12")
    for callsign in ("b1", "b2"):
        say(page, callsign, "3")
        say(page, callsign, "6")
    expect(region(page, "Bandeja")).to_contain_text("Falta el resultado")
    press(page, "Alt+q")
    page.get_by_role("dialog").get_by_text("Atendido en el lugar").wait_for()
    keys.press("1")
    expect(region(page, "Bandeja").get_by_role("option").filter(has_text="Calle Mayor, 12")).to_have_count(0)
    # The button went with its task: the hands are not left nowhere.
    expect(page.locator("main :focus")).to_have_count(1)
    of_case = functools.partial(room.board, "case", "tasks", case=fire)
    ended = settles(
        lambda: next((t for t in of_case() if t["centre"] == "bom-1" and t["state"] == "ended"), None)
    )
    assert (ended["outcome"], ended["over_by"]) == ("attended", "Biel Roca")


@pytest.mark.thorough
def test_accepted_the_hands_are_led_to_who_goes_however_late_the_answer_comes(
    installation: str, desk: Hand, centre: Callable[[str, str], Page]
) -> None:
    biel = Hand(installation, "biel", "bom-desk-1")
    free(biel)
    desk.help_for("INC-01", 1, ("pump", "ladder"), "plaza mayor 3")
    desk.help_for("INC-05", 2, ("pump",), "passeig del riu 5")
    page = centre("biel", "bom-desk-1")
    take_in_hand(page, "Plaza Mayor, 3")
    take_in_hand(
        page, "Passeig del Riu, 5"
    )  # the second of its group: accepted, its row is drawn anew in another
    first = region(page, "Propuestas").get_by_role("option").first
    first.wait_for()
    accepted = region(page, "Bandeja").get_by_role("group", name="ACEPTADAS SIN RECURSO")

    def late(route: Route) -> None:
        answer = route.fetch()
        accepted.get_by_role("option").filter(has_text="Passeig del Riu, 5").wait_for()
        route.fulfill(response=answer)

    page.route("**/api/commands", late)
    press(page, "Alt+a")
    expect(first).to_be_focused()
    page.unroute("**/api/commands")

    # A key that is held is one press: it opens the question how the task ended, and does not answer it.
    page.get_by_role("button", name="Terminar").focus()
    for _ in range(5):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Atendido en el lugar")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(accepted.get_by_role("option").filter(has_text="Passeig del Riu, 5")).to_be_visible()
    free(biel)


@pytest.mark.thorough
def test_the_health_centre_sees_patients_from_triage_to_the_hospital(
    installation: str, desk: Hand, centre: Callable[[str, str], Page]
) -> None:
    marta = Hand(installation, "marta", "san-desk-1")
    free(marta)
    arrest = desk.help_for("SAN-01", 0, ("als", "bls", "aed"), "calle mayor 4")
    page = centre("marta", "san-desk-1")
    keys, task = page.keyboard, region(page, "Activación")
    take_in_hand(page, "Calle Mayor, 4")
    # The agency has delegated the first alert of a P0: it is said that a rule did it, until a person takes it.
    expect(task).to_contain_text("Aceptado automáticamente, por norma de la agencia")
    press(page, "Alt+a")
    expect(task).to_contain_text("Marta Soler")
    # A patient is given to a unit that goes: the rule has alerted one.
    expect(region(page, "Recursos").get_by_role("option").filter(has_text="ALE").first).to_be_visible()
    keys.press("F3")
    keys.press("p")
    page.get_by_role("dialog").get_by_role("button", name="Mayor").wait_for()
    keys.press("4")
    layer_asks(page)
    keys.type("No respira, RCP en marcha")
    keys.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    patient = task.get_by_role("option").filter(has_text="Paciente 1")
    expect(patient).to_contain_text("No respira")
    for presses in (("1", "1"), ("2", "1")):
        keys.press("F3")
        keys.press("e")
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("Color de triaje").wait_for()
        keys.press(presses[0])
        expect(dialog.get_by_text("Avisar al hospital")).to_have_count(0)
        keys.press(presses[1])
        expect(page.locator("dialog[open]")).to_have_count(0)
    expect(patient).to_contain_text("Rojo: inmediato")
    for digit, words in (("4", "Hospital del Riu"), ("5", "Dra. Vila")):
        keys.press("F3")
        keys.press("e")
        page.get_by_role("dialog").get_by_text("Color de triaje").wait_for()
        keys.press(digit)
        if digit == "4":  # nothing special; none of the hospitals that Auxilio knows: by its name
            page.get_by_role("dialog").get_by_text("Nada especial").wait_for()
            keys.press("1")
            page.get_by_role("dialog").get_by_text("Otro, por su nombre").wait_for()
            keys.press("9")
            keys.press("Enter")
            page.get_by_label("Hospital de destino").wait_for()
        expect(page.locator("dialog[open] input").first).to_be_focused()
        keys.type(words)
        keys.press("Enter")
        if digit == "4":
            keys.press("Enter")
        expect(page.locator("dialog[open]")).to_have_count(0)
    expect(patient).to_contain_text("Hospital del Riu ✓")
    known = row_of(marta, "patients", case=arrest, triage="red", hospital__acknowledged_by="Dra. Vila")
    row_of(marta, "units", id=known["unit"], case=arrest)


def test_two_desks_never_send_one_unit_twice_and_a_crew_in_danger_comes_first(
    installation: str, desk: Hand, centre: Callable[[str, str], Page]
) -> None:
    biel = Hand(installation, "biel", "bom-desk-1")
    free(biel)
    desk.help_for("INC-07", 1, ("forest_engine",), "plaza mayor 9")
    page = centre("biel", "bom-desk-1")
    keys, units = page.keyboard, region(page, "Recursos")
    take_in_hand(page, "Plaza Mayor, 9")
    mark = region(page, "Propuestas").get_by_role("option").filter(has_text="B-03")
    expect(mark).to_have_attribute("aria-selected", "true")
    # Accepted, it is looked at with the other cases; from then on the marks are those of the person.
    with page.expect_response("**/api/dispatch/sharing*"), page.expect_response("**/api/dispatch/recommend*"):
        press(page, "Alt+a")
    expect(mark).to_be_focused()
    expect(mark).to_have_attribute("aria-selected", "true")
    # Another desk is quicker, for another fire; this page has not asked anew yet.
    other = desk.help_for("INC-07", 1, ("forest_engine",), "calle mayor 20")
    unit = row_of(biel, "units", callsign="B-03")
    taken = task_of(biel, other)
    biel.do("dispatch.alert_unit", assignment=str(uuid4()), unit=unit["id"], task=taken["id"])
    press(page, "F9")
    refusal = page.get_by_role("alert").filter(has_text="B-03 no está disponible: ya está en otro trabajo")
    expect(refusal.first).to_be_visible()
    row_of(biel, "units", callsign="B-03", case=other)  # whoever was quicker keeps it

    say(page, "b3", "9")
    alarm = page.get_by_role("alert").filter(has_text="EMERGENCIA DE DOTACIÓN B-03")
    alarm.wait_for()
    expect(units.get_by_role("option").filter(has_text="B-03")).to_contain_text("EMERGENCIA")
    press(page, "Alt+v")
    expect(alarm).to_have_count(0)
    row_of(biel, "units", callsign="B-03", emergency__answered_by="Biel Roca")
    keys.press("F6")
    for _ in range(3):
        if units.get_by_role("option").filter(has_text="B-03").get_attribute("tabindex") == "0":
            break
        keys.press("ArrowDown")
    keys.press("s")
    expect(page.get_by_role("dialog").get_by_label("Cómo se sabe")).to_be_focused()
    keys.type("Habla por radio, bien")
    keys.press("Enter")
    expect(units.get_by_role("option").filter(has_text="B-03")).not_to_contain_text("EMERGENCIA")


@pytest.mark.thorough
def test_the_centre_breaks_no_rule_of_access_in_either_theme_or_width(
    browser: Browser, installation: str, desk: Hand, centre: Callable[[str, str], Page]
) -> None:
    biel = Hand(installation, "biel", "bom-desk-1")
    free(biel)
    desk.help_for("INC-05", 2, ("pump",), "passeig del riu 5")
    fire = desk.help_for("INC-01", 1, ("pump", "ladder", "rescue"), "plaza mayor 3")
    page = centre("biel", "bom-desk-1")
    take_in_hand(page, "Plaza Mayor, 3")
    press(page, "Alt+a")
    region(page, "Propuestas").get_by_role("option").first.wait_for()
    press(page, "F9")
    expect(region(page, "Recursos")).to_contain_text("ALE")
    desk.do("cases.note_hazard", case=fire, hazard={"code": "hazard", "words": "bombonas de gas"})
    page.get_by_role("alert").filter(has_text="PELIGRO: bombonas de gas").wait_for()
    for theme in ("dark", "light"):
        page.evaluate("theme => localStorage.setItem('auxilio.theme', theme)", theme)
        for width, size in (("1440", DESK), ("390", PHONE)):
            page.set_viewport_size(size)
            page.reload()
            region(page, "Bandeja").get_by_role("option").first.wait_for()
            take_in_hand(page, "Plaza Mayor, 3")
            region(page, "Propuestas").get_by_role("heading", name="Apartadas").wait_for()
            assert violations(page) == []
            picture(page, f"centre-{theme}-{width}")


def test_a_centre_corrects_the_address_and_the_desk_that_has_the_case_must_know(
    installation: str, desk: Hand, centre: Callable[[str, str], Page]
) -> None:
    marta = Hand(installation, "marta", "san-desk-1")
    free(marta)
    case = desk.help_for("SAN-05", 1, ("als",), "Calle Mayor 12")
    page = centre("marta", "san-desk-1")
    take_in_hand(page, "Calle Mayor")
    before = desk.place("Calle Mayor 12")["words"]
    press(page, "Alt+p")
    box = page.get_by_role("dialog", name="Corregir la dirección")
    expect(box.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("Calle Mayor 20")
    page.keyboard.press("Enter")
    expect(box.get_by_role("textbox", name="Acceso")).to_be_focused()
    expect(box.locator("s")).to_have_text(before)
    after = box.locator(".new").inner_text()
    assert after != before
    assert violations(page) == []
    page.keyboard.type("Por el patio")
    page.keyboard.press("Enter")
    expect(box).to_have_count(0)
    where = region(page, "Dónde")
    expect(where).to_contain_text(after)
    expect(where.locator("s")).to_have_text(before)
    expect(where).to_contain_text("Por el patio")

    def alarm() -> Json | None:
        watches = desk.board("desk", "watches")
        return next((each for each in watches if each["kind"] == "place_corrected"), None)

    watch = settles(lambda: (found := alarm()) and found["fired_at"] and found)
    assert watch["case"] == case
    assert watch["to"] == [{"desk": "desk-07", "centre": None, "unit": None}]
    desk.do("followup.answer_watch", watch=watch["id"])
    settles(lambda: True if (now := alarm()) is None or now["over_at"] else None)
    free(marta)


@pytest.mark.thorough
def test_cases_are_looked_at_together_and_a_run_is_diverted_by_a_person_alone(
    installation: str, desk: Hand, centre: Callable[[str, str], Page]
) -> None:
    biel = Hand(installation, "biel", "bom-desk-1")
    free(biel)
    mild = desk.help_for("INC-05", 3, ("rescue",), "passeig del riu 5")
    page = centre("biel", "bom-desk-1")
    keys, proposals, units = page.keyboard, region(page, "Propuestas"), region(page, "Recursos")
    take_in_hand(page, "Passeig del Riu, 5")
    press(page, "Alt+a")
    one = proposals.get_by_role("option").filter(has_text="B-01")
    expect(one).to_have_attribute("aria-selected", "true")
    press(page, "F9")
    expect(units.get_by_role("option").filter(has_text="B-01")).to_contain_text("ALE")
    say(page, "b1", "2")

    # Something severe that only the crew on its way can do: it is proposed, and nothing moves by itself.
    severe = desk.help_for("INC-05", 1, ("rescue",), "plaza mayor 3")
    take_in_hand(page, "Plaza Mayor, 3")
    press(page, "Alt+a")
    band = proposals.get_by_role("status").filter(has_text="B-01 podría desviarse")
    band.wait_for()
    expect(band).to_contain_text("nadie más puede ir")
    expect(band).to_contain_text("Va al P3 de Passeig del Riu, 5")
    expect(band).to_contain_text("allí no queda nadie libre")
    row_of(biel, "units", callsign="B-01", case=mild)
    picture(page, "centre-divert-dark-1440")
    keys.press("F4")
    keys.press("d")
    page.get_by_role("dialog", name="Desviar B-01 a este incidente").wait_for()
    layer_asks(page)
    keys.type("Persona atrapada")
    keys.press("Enter")
    waiting = region(page, "Bandeja").get_by_role("group", name="ACEPTADAS SIN RECURSO")
    expect(waiting).to_contain_text("Passeig del Riu, 5")
    unit = row_of(biel, "units", callsign="B-01", case=severe)
    assert unit["status"] == "alerted"
    assert [each["new"] for each in unit["orders"] if each["kind"] == "diverted"] == ["Persona atrapada"]

    # Two that one engine is left for: whoever looks at the milder is told where it goes, and for whom.
    for number, priority in (("calle mayor 12", 3), ("plaza mayor 9", 1)):
        task = task_of(biel, desk.help_for("INC-05", priority, ("pump",), number))
        biel.do("dispatch.accept_task", task=task["id"])
    take_in_hand(page, "Calle Mayor, 12")
    expect(proposals).to_contain_text(
        re.compile(
            r"no queda nadie para Autobomba · B-02 está más cerca \(\d+ min\), pero va al P1 de Plaza Mayor, 9"
        )
    )
    expect(proposals.get_by_role("option").filter(has_text="B-02")).to_have_attribute(
        "aria-selected", "false"
    )
    assert violations(page) == []
    picture(page, "centre-together-dark-1440")
    free(biel)


def test_what_the_centre_does_itself_lacks_no_unit_and_ends_with_what_was_done(
    installation: str, desk: Hand, centre: Callable[[str, str], Page]
) -> None:
    marta = Hand(installation, "marta", "san-desk-1")
    free(marta)
    advice = desk.help_for("SAN-05", 4, ("med_reg",), "calle mayor 4")
    page = centre("marta", "san-desk-1")
    row = region(page, "Bandeja").get_by_role("option").filter(has_text="Calle Mayor, 4")
    take_in_hand(page, "Calle Mayor, 4")
    press(page, "Alt+a")
    expect(row).to_contain_text("Lo atiende el centro")
    expect(region(page, "Bandeja")).not_to_contain_text("Sin recurso")
    expect(region(page, "Activación")).to_contain_text("Lo atiende el centro: Médico en línea")
    expect(region(page, "Propuestas")).to_contain_text("No se necesita ningún recurso")
    assert violations(page) == []
    press(page, "Alt+q")
    page.get_by_role("dialog").get_by_text("Atendido en el lugar").wait_for()
    page.keyboard.press("1")
    expect(page.get_by_role("dialog").get_by_label("Qué se hizo")).to_be_focused()
    page.keyboard.type("consejo dado: paracetamol y médico mañana")
    page.keyboard.press("Enter")
    expect(row).to_have_count(0)
    [task] = [one for one in desk.board("case", "tasks", case=advice) if one["centre"] == "san-1"]
    assert (task["state"], task["outcome"], task["capabilities"]) == ("ended", "attended", ["med_reg"])
    ended = [one for one in marta.board("case", "story", case=advice) if one["kind"] == "dispatch.task.ended"]
    assert ended[0]["body"]["words"] == "consejo dado: paracetamol y médico mañana"


@pytest.mark.thorough
def test_a_fire_of_which_nobody_covers_a_part_is_red_at_centre_and_room_and_names_it(
    installation: str, desk: Hand, centre: Callable[[str, str], Page], browser: Browser
) -> None:
    biel = Hand(installation, "biel", "bom-desk-1")
    free(biel)
    fire = desk.help_for("INC-02", 0, ("pump", "rescue", "hazmat"), "plaza mayor 3")
    page = centre("biel", "bom-desk-1")
    take_in_hand(page, "Plaza Mayor, 3")
    # At P0 the agency's rule has sent the nearest engine at once; this centre has nobody for dangerous goods.
    settles(lambda: "hazmat" in task_of(biel, fire)["uncovered"] or None)
    row = region(page, "Bandeja").get_by_role("option").filter(has_text="Plaza Mayor, 3")
    expect(row).to_contain_text(re.compile("NADIE CUBRE: .*Unidad NRBQ"))
    expect(row).to_contain_text("VENCIDO")  # P0: red 30 s after the acceptance
    aside = region(page, "Propuestas")
    expect(aside).to_contain_text("Ya va a esta activación")
    # Each unit of the centre stands once, proposed or set aside, and who is set aside says since when.
    found = biel.client.get("/api/dispatch/recommend", params={"task": task_of(biel, fire)["id"]}).json()
    stands = {one["callsign"] for need in found["needs"] for one in (*need["candidates"], *need["aside"])}
    own = {row["callsign"] for row in biel.board("centre", "units") if row["centre"] == "bom-1"}
    assert stands | {one["callsign"] for one in found["unsuited"]} == own
    assert not stands & {one["callsign"] for one in found["unsuited"]}
    for callsign in own:
        expect(aside).to_contain_text(callsign)
    expect(aside).to_contain_text(re.compile(r"Ya va a esta activación .*desde las \d\d:\d\d"))
    picture(page, "centre-uncovered-dark-1440")

    # The room hears of it, once for the case, and it is named there too.
    context = window(browser, installation, DESK)
    room = context.new_page()
    sign_in(room, "clara", "room")
    room.goto("/room")
    need = region(room, "Me necesita").get_by_role("option").filter(has_text="Unidad NRBQ")
    expect(need).to_have_count(1)
    expect(region(room, "Activaciones y plazos")).to_contain_text(re.compile("adie cubre: .*Unidad NRBQ"))
    picture(room, "room-uncovered-dark-1440")
    context.close()
    free(biel)
