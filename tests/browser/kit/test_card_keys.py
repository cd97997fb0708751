"""Aim: at a desk the keys of a card do what its step says: it is told, repeated, marked, and compressions stop and go on by a key that
the page names. Over invented boards, in the page that ships."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.kit import layout_boards as boards
from tests.browser.kit import sample_boards as scenes
from tests.browser.kit.page_server import DIST
from tests.browser.kit.test_desk_hands import commands_of
from tests.browser.kit.test_layout import content, page_of, sentence

__all__ = ["content"]

pytestmark = pytest.mark.skipif(
    not (DIST / "index.html").is_file(), reason="the console is not built: tools/build_console.py"
)
LATER = boards.FURTHER % 99
"""A card that was opened after the others."""


def test_the_space_bar_tells_the_card_also_where_the_hands_were_put_on_an_answer(
    browser: Browser, content: dict[str, Any]
) -> None:
    step, digest = sentence(content, 6)
    with page_of(browser, content, "call_taker", "es") as (page, address):
        sent = commands_of(page)
        scenes.show(page, boards.desk(step, digest))
        page.goto(f"{address}/desk")
        page.locator('[data-region="6"] .say').wait_for()
        page.keyboard.press("F4")
        expect(page.locator('[data-region="4"] .answers button').first).to_be_focused()
        with page.expect_request(lambda one: "instructions.say_step" in (one.post_data or "")):
            page.keyboard.press("Space")
        assert not any("triage.answer" in body for body in sent)


def test_help_leads_to_compressions_that_nobody_has_said_and_the_key_that_repeats_says_them(
    browser: Browser, content: dict[str, Any]
) -> None:
    step, digest = sentence(content, 6)
    rows = boards.desk(step, digest)
    opened = rows["case"]["dictations"].pop(boards.CARD)
    with page_of(browser, content, "call_taker", "es") as (page, address):
        live = boards.LiveBoards(page, rows)
        page.goto(f"{address}/desk")
        page.locator('[data-region="4"] .answers button').first.wait_for()
        page.keyboard.press("F1")
        expect(page.locator("dialog .next"), "a question is open too").to_contain_text("F6")
        page.keyboard.press("Escape")
        live.change("case", "dictations", opened | {"id": boards.CARD})
        page.keyboard.press("F6")
        expect(page.get_by_role("button", name="Dicho")).to_be_focused()
        with page.expect_request(lambda one: "instructions." in (one.post_data or "")) as said:
            page.keyboard.press("KeyR")
        assert '"instructions.say_step"' in (said.value.post_data or "")


def test_the_key_of_the_marks_marks_what_the_step_says_and_an_arrow_reaches_any_other(
    browser: Browser, content: dict[str, Any]
) -> None:
    with page_of(browser, content, "call_taker", "es") as (page, address):
        scenes.show(page, boards.bare(*sentence(content, 5)))
        page.goto(f"{address}/desk")
        marks = page.locator('[data-region="6"] .mark')
        expect(marks.filter(has_text="Primera compresión").locator("kbd")).to_have_text("M")
        page.keyboard.press("F6")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(marks.filter(has_text="Recupera circulación").locator("kbd")).to_have_text("M")
        page.keyboard.press("ArrowRight")
        expect(
            marks.filter(has_text="Relevo al equipo").locator("kbd"), "the last comes into sight"
        ).to_have_text("M")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        with page.expect_request(lambda one: "instructions.mark" in (one.post_data or "")) as told:
            page.keyboard.press("KeyM")
        assert '"aed_attached"' in (told.value.post_data or "")


def test_on_compressions_nothing_offers_to_begin_the_arrest(
    browser: Browser, content: dict[str, Any]
) -> None:
    step, digest = sentence(content, 9)
    rows = boards.desk(step, digest)
    unconscious = content["protocols"]["san-inconsciente"]["digest"]
    rows["case"]["runs"] = {
        boards.RUN: boards.run(
            protocol="san-inconsciente",
            digest=unconscious,
            answers={"respira": "N"},
            rule="INC-1",
            say=["rcp-adulto"],
        )
    }
    with page_of(browser, content, "call_taker", "es") as (page, address):
        scenes.show(page, rows)
        page.goto(f"{address}/desk")
        page.locator('[data-region="6"] .say').wait_for()
        page.keyboard.press("F6")
        expect(page.get_by_role("button", name="Dicho")).to_be_focused()
        expect(page.get_by_text("Ha empeorado")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080)])
def test_a_card_is_read_whole_when_its_key_is_pressed_and_keeps_its_room_at_its_end(
    browser: Browser, content: dict[str, Any], width: int, height: int
) -> None:
    step, digest = sentence(content, 5)
    with page_of(browser, content, "call_taker", "es") as (page, address):
        page.set_viewport_size({"width": width, "height": height})
        live = boards.LiveBoards(page, boards.desk(step, digest))
        page.goto(f"{address}/desk")
        card = page.locator('[data-region="6"]')
        say = card.locator(".say")
        say.wait_for()
        page.keyboard.press("F4")
        page.keyboard.press("F6")
        page.wait_for_timeout(200)
        expect(say).to_be_in_viewport(ratio=1)
        assert card.locator(".body").evaluate("(body) => body.scrollTop") < 1
        before = card.bounding_box()
        ended = boards.dictation("rcp-adulto", digest, "") | {"v": 2, "id": boards.CARD, "current": None}
        live.change("case", "dictations", ended)
        expect(say).to_have_text("Tarjeta terminada. Siga con el alertante.")
        assert card.bounding_box() == before
        page.keyboard.press("F6")
        expect(page.get_by_role("button", name="Atrás")).to_be_focused()
        page.keyboard.press("F1")
        expect(page.locator("dialog .next"), "help begins where the hands are").to_contain_text(
            "La tarjeta está dicha"
        )


def test_one_key_leads_to_the_defibrillator_and_back_while_compressions_go_on(
    browser: Browser, content: dict[str, Any]
) -> None:
    step, digest = sentence(content, 6)
    with page_of(browser, content, "call_taker", "es") as (page, address):
        live = boards.LiveBoards(page, boards.desk(step, digest))
        page.goto(f"{address}/desk")
        card = page.locator('[data-region="6"]')
        card.locator(".say").wait_for()
        page.keyboard.press("F6")
        interview = page.locator('[data-region="4"] header')
        expect(interview, "what is not asked yet is read in its title").to_contain_text("¿Qué edad tiene?")
        with page.expect_request(lambda one: "instructions.open_card" in (one.post_data or "")) as opened:
            page.keyboard.press("KeyD")
        assert '"dea"' in (opened.value.post_data or "")
        aed = content["cards"]["dea"]
        fetched = boards.dictation("dea", aed["digest"], "encender") | {
            "id": LATER,
            "run": LATER,
        }
        live.change("case", "dictations", fetched | {"marks": [], "metronome": "off"})
        expect(card).to_contain_text("Encienda el aparato ya y siga su voz")
        expect(page.locator('[data-region="6"]:focus-within')).to_be_visible()
        expect(card.get_by_role("radio", checked=True)).to_have_accessible_name("Yo")
        expect(card.locator(".mark").filter(has_text="Parada reconocida")).to_contain_text("✓")
        expect(card.locator(".mark").filter(has_text="Desfibrilador puesto")).to_be_enabled()
        page.keyboard.press("KeyD")
        expect(card).to_contain_text("Cuente en voz alta")
        expect(page.locator('[data-region="6"]:focus-within')).to_be_visible()
        tapped = {"call": boards.CALL, "item": boards.FURTHER % 98, "run": LATER, "mark": "aed_attached"}
        live.change(
            "case", "story", scenes.fact(60, "calls.call.caller_marked", tapped | {"step": "descarga"})
        )
        pads = card.locator(".mark").filter(has_text="Desfibrilador puesto")
        expect(pads, "what the phone marked is seen on every card of the arrest").to_contain_text("teléfono")


def test_compressions_stop_at_the_second_press_and_one_key_leads_back_to_them(
    browser: Browser, content: dict[str, Any]
) -> None:
    step, digest = sentence(content, 6)
    rows = boards.desk(step, digest)
    row = rows["case"]["dictations"][boards.CARD]
    told = ("first_compression", "aed_attached")
    marks = [{"mark": m, "at": scenes.AT % 1, "by": "p1"} for m in told]
    row |= {"marks": marks, "current": None, "said": {"contar": scenes.AT % 1}}
    interview = rows["case"]["runs"][boards.RUN]
    with page_of(browser, content, "call_taker", "es") as (page, address):
        live = boards.LiveBoards(page, rows)
        sent: list[str] = []
        page.on("request", lambda one: sent.append(one.post_data or "") if one.method == "POST" else None)
        page.goto(f"{address}/desk")
        card = page.locator('[data-region="6"]')
        expect(card, "it is due again").to_contain_text("Repetir en voz alta: Très bien.")
        expect(card.locator(".mark").filter(has_text="Relevo al equipo")).to_be_visible()
        page.keyboard.press("F6")
        with page.expect_request(lambda one: "instructions.repeat" in (one.post_data or "")) as repeated:
            page.keyboard.press("KeyR")
        assert '"step":"contar"' in (repeated.value.post_data or ""), "what stands on the screen"
        page.keyboard.press("KeyM")
        expect(
            page.get_by_text("¿Respira con normalidad? Otra vez para parar las compresiones")
        ).to_be_visible()
        assert not [one for one in sent if "instructions.mark" in one], "the first press asks"
        with page.expect_request(lambda one: '"rosc"' in (one.post_data or "")):
            page.keyboard.press("KeyM")
        stopped = {"breathes": True, "breathing_step": "vuelve", "stood_at": None, "current": "vuelve"}
        marked = {"marks": [*marks, {"mark": "rosc", "at": scenes.AT % 58, "by": "p1"}]}
        live.change(
            "case", "dictations", row | stopped | marked | {"id": boards.CARD, "v": 9, "metronome": "off"}
        )
        expect(card).to_contain_text("deje de empujar, póngale de lado")
        expect(card).to_contain_text("Respira con normalidad: compresiones paradas")
        expect(card.get_by_text("Repetir en voz alta")).to_have_count(0)
        expect(card.get_by_text("Metrónomo")).to_have_count(0)
        heard = {"v": 9, "id": boards.RUN, "answers": {"consciente": "N", "respira": "normal"}}
        live.change("case", "runs", interview | heard | {"type": "SAN-02", "say": ["posicion-lateral"]})
        with (
            page.expect_request(lambda one: "instructions.resume_compressions" in (one.post_data or "")),
            page.expect_request(lambda one: "triage.answer" in (one.post_data or "")) as answered,
        ):
            page.keyboard.press("KeyC")
        # Type and header follow the answer: what goes on is an arrest.
        assert '"question":"respira","answer":"N"' in (answered.value.post_data or "")
        live.change("case", "runs", interview | {"v": 10, "id": boards.RUN})
        live.change("case", "dictations", row | marked | {"id": boards.CARD, "v": 10, "breathes": False})
        expect(card).not_to_contain_text("Respira con normalidad: compresiones paradas")
        live.change("case", "dictations", row | stopped | marked | {"id": boards.CARD, "v": 11})
        expect(card).to_contain_text("Respira con normalidad: compresiones paradas")
        # What is taken back is the mark, and no answer of before.
        with page.expect_request(lambda one: "instructions.resume_compressions" in (one.post_data or "")):
            page.keyboard.press("Alt+KeyZ")
        assert not [one for one in sent if "triage.undo_answer" in one]


def test_a_card_for_a_child_takes_the_place_of_an_adult_s_and_forgets_nothing(
    browser: Browser, content: dict[str, Any]
) -> None:
    step, digest = sentence(content, 6)
    rows = boards.desk(step, digest)
    rows["case"]["runs"][boards.RUN]["answers"]["edad"] = "child"
    marks = [
        {"mark": m, "at": scenes.AT % 32, "by": "p1"} for m in ("arrest_recognised", "first_compression")
    ]
    rows["case"]["dictations"][boards.CARD]["marks"] = marks
    with page_of(browser, content, "call_taker", "es") as (page, address):
        scenes.show(page, rows)
        page.goto(f"{address}/desk")
        card = page.locator('[data-region="6"]')
        expect(card, "breaths that nobody told come first").to_contain_text("Mire dentro de la boca")
        expect(card).to_contain_text("Por lo contestado, en lugar de «RCP guiada: adulto»")
        expect(card).to_contain_text("los primeros soplos: aún no se han dicho")
        for mark in ("Parada reconocida", "Primera compresión"):
            expect(card.locator(".mark").filter(has_text=mark)).to_contain_text("✓")
        expect(card.get_by_role("radio", checked=True)).to_have_accessible_name("Yo")
        page.keyboard.press("F6")
        with page.expect_request(lambda one: "instructions.open_card" in (one.post_data or "")) as opened:
            page.keyboard.press("Space")
        body = opened.value.post_data or ""
        assert '"rcp-nino"' in body
        assert f'"after":"{boards.CARD}"' in body


def test_in_a_chat_the_desk_says_that_it_alone_hears_the_beat_and_what_a_step_was_answered(
    browser: Browser, content: dict[str, Any]
) -> None:
    rows = boards.desk(*sentence(content, 6))
    chat = boards.call(channel="chat", text=True, language="es")
    rows["desk"]["calls"] = rows["talk"]["calls"] = {boards.CALL: chat}
    rows["case"]["dictations"][boards.CARD]["metronome"] = "both"
    answer = {"call": boards.CALL, "item": "i", "run": boards.CARD, "mark": "yes", "step": "suelo"}
    told = scenes.fact(60, "calls.call.caller_marked", answer)
    step = {"call": boards.CALL, "item": "i", "run": boards.CARD, "step": "suelo", "language": "es"}
    sent = scenes.fact(59, "calls.call.step_sent", step | {"card": "rcp-adulto", "rest": [], "marks": []})
    rows["talk"]["story"] = {each["id"]: each for each in (sent, told)}
    with page_of(browser, content, "call_taker", "es") as (page, address):
        live = boards.LiveBoards(page, rows)
        page.goto(f"{address}/desk")
        expect(page.locator('[data-region="6"] .metronome')).to_contain_text("solo lo oye usted")
        expect(page.locator('[data-region="6"]')).to_contain_text("En su teléfono: Sí")
        # The caller reads another language from now on: what stands on their page goes once more, in it.
        with page.expect_request(lambda one: "instructions.send_step" in (one.post_data or "")) as again:
            live.change("talk", "calls", chat | {"id": boards.CALL, "v": 9, "language": "ca"})
        assert '"step":"suelo"' in (again.value.post_data or "")
        assert '"language":"ca"' in (again.value.post_data or "")
        expect(page.locator('[data-region="6"] .say')).to_have_attribute("lang", "ca")


def test_compressions_give_way_to_the_side_when_the_patient_breathes_after_all(
    browser: Browser, content: dict[str, Any]
) -> None:
    rows = boards.bare(*sentence(content, 5))
    breathes = boards.run(
        answers={"consciente": "N", "respira": "normal"},
        rule="PCR-2",
        type="SAN-02",
        say=["posicion-lateral"],
    )
    rows["case"]["runs"] = {boards.RUN: breathes}
    with page_of(browser, content, "call_taker", "es") as (page, address):
        scenes.show(page, rows)
        page.goto(f"{address}/desk")
        card = page.locator('[data-region="6"]')
        expect(card).to_contain_text("Cambia la tarjeta: antes «RCP guiada: adulto»")
        expect(card.locator(".say")).not_to_contain_text("Empuje")
        expect(card.get_by_text("Metrónomo")).to_have_count(0)
        page.keyboard.press("F6")
        with page.expect_request(lambda one: "posicion-lateral" in (one.post_data or "")):
            page.keyboard.press("Space")
