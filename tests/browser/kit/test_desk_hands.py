"""Aim: at a desk no key does what the hand did not mean: words are typed into their field, a sentence is read from its first line,
and an incident whose help nobody has sent is not closed by one key. Over invented boards, in the page that ships."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.kit import layout_boards as boards
from tests.browser.kit import sample_boards as scenes
from tests.browser.kit.page_server import DIST
from tests.browser.kit.test_layout import content, page_of, sentence

__all__ = ["content"]

pytestmark = pytest.mark.skipif(
    not (DIST / "index.html").is_file(), reason="the console is not built: tools/build_console.py"
)
COAST = "pcv-costa"
ASKED = {"agua": "N", "aislado": "N", "retira": "N", "heridos": "0", "entra": "N", "cerca": "N"}


def at_the_coast(content: dict[str, Any], **channel: Any) -> dict[str, Any]:
    """A call of which the last question is answered in words, and whose help is proposed and not sent."""
    rows = boards.desk("", "")
    spoken = boards.call(language="es", **({"channel": "voice", "text": False} | channel))
    digest = content["protocols"][COAST]["digest"]
    mine = boards.case(
        location=boards.location(), owner="desk-14", help_sent_at=None, type="PCV-07", calls=[]
    )
    told = boards.run(
        protocol=COAST,
        digest=digest,
        answers=ASKED,
        priority=3,
        rule="MAR-9",
        type="PCV-07",
        send=["local"],
        say=[],
    )
    rows["desk"] |= {"calls": {boards.CALL: spoken}, "cases": {boards.CASE: mine}, "tasks": {}}
    rows["case"] |= {"runs": {boards.RUN: told}, "dictations": {}, "tasks": {}}
    rows["talk"] = {"story": {}, "calls": {boards.CALL: spoken}}
    return rows


@pytest.mark.parametrize("text", [False, True], ids=["by voice", "by voice from a page of ours"])
def test_words_of_an_answer_are_typed_into_their_field_and_press_nothing(
    browser: Browser, content: dict[str, Any], text: bool
) -> None:
    with page_of(browser, content, "call_taker", "es") as (page, address):
        scenes.show(page, at_the_coast(content, text=text))
        page.goto(f"{address}/desk")
        field = page.locator('[data-region="4"]').get_by_role("textbox")
        field.wait_for()
        page.keyboard.press("F4")
        expect(field).to_be_focused()
        page.keyboard.type("la playa se ha roto")
        expect(field).to_have_value("la playa se ha roto")


def test_to_who_only_reads_the_question_is_sent_before_its_answer_is_typed(
    browser: Browser, content: dict[str, Any]
) -> None:
    with page_of(browser, content, "call_taker", "es") as (page, address):
        scenes.show(page, at_the_coast(content, channel="chat", text=True))
        page.goto(f"{address}/desk")
        page.locator('[data-region="4"]').get_by_role("textbox").wait_for()
        page.keyboard.press("F4")
        expect(page.get_by_role("button", name="Enviar pregunta")).to_be_focused()
        page.keyboard.type("10:15")
        expect(
            page.locator('[data-region="4"]').get_by_role("textbox"), "what they have said already is typed"
        ).to_have_value("10:15")


def test_an_incident_whose_help_nobody_has_sent_asks_once_before_it_is_closed(
    browser: Browser, content: dict[str, Any]
) -> None:
    with page_of(browser, content, "call_taker", "es") as (page, address):
        sent: list[str] = []
        page.on("request", lambda one: sent.append(one.post_data or "") if one.method == "POST" else None)
        scenes.show(page, at_the_coast(content))
        page.goto(f"{address}/desk")
        page.locator('[data-region="4"]').get_by_role("textbox").wait_for()
        page.keyboard.press("Alt+KeyQ")
        form = page.get_by_role("dialog")
        expect(form).to_contain_text("La entrevista pide y nadie ha enviado:")
        page.keyboard.press("Digit1")
        expect(form.get_by_text("Pulse otra vez para cerrar sin enviar.")).to_be_visible()
        assert not any("cases.close" in body for body in sent)
        page.keyboard.press("Digit1")
        expect(form).to_have_count(0)
        assert sum("cases.close" in body for body in sent) == 1


def unsent(content: dict[str, Any]) -> dict[str, Any]:
    rows = at_the_coast(content)
    rows["desk"]["cases"][boards.CASE] |= {"priority": 0}
    rows["case"]["runs"][boards.RUN] |= {"priority": 0}
    return rows


def unopened(content: dict[str, Any]) -> dict[str, Any]:
    """A chat: there is smoke, they wrote, and there is no incident."""
    rows = at_the_coast(content, channel="chat", text=True)
    wrote = scenes.fact(31, "calls.call.caller_said", {"call": boards.CALL, "text": "Hay humo en mi cocina"})
    rows["desk"] |= {"cases": {}}
    rows["desk"]["calls"][boards.CALL] |= {"case": None}
    rows["case"] = {}
    rows["talk"] = {"story": {wrote["id"]: wrote}, "calls": rows["desk"]["calls"]}
    return rows


@pytest.mark.parametrize(
    ("left", "asked"),
    [
        (unsent, "Es P0 y no se ha pedido ayuda. ¿Colgar?"),
        (unopened, "Ha escrito y no se ha abierto ningún incidente. ¿Colgar?"),
    ],
)
def test_who_hangs_up_with_the_gravest_undone_is_asked_once(
    browser: Browser, content: dict[str, Any], left: Callable[[dict[str, Any]], dict[str, Any]], asked: str
) -> None:
    with page_of(browser, content, "call_taker", "es") as (page, address):
        sent: list[str] = []
        page.on("request", lambda one: sent.append(one.post_data or "") if one.method == "POST" else None)
        scenes.show(page, left(content))
        page.goto(f"{address}/desk")
        hang_up = page.get_by_role("region", name="Llamada").get_by_role("button", name="Colgar")
        expect(hang_up).to_be_enabled()
        page.keyboard.press("Alt+KeyX")
        expect(hang_up).to_contain_text("otra vez")
        page.keyboard.press("Alt+KeyX")
        layer = page.get_by_role("dialog", name=asked)
        expect(layer.get_by_role("button", name="No, sigo con la llamada")).to_be_focused()
        assert not any("calls.hang_up" in body for body in sent)
        page.keyboard.press("Digit1")
        expect(layer).to_have_count(0)
        assert sum("calls.hang_up" in body for body in sent) == 1


def test_a_sentence_is_read_from_its_first_line_however_far_the_one_before_was_read(
    browser: Browser, content: dict[str, Any]
) -> None:
    step, digest = sentence(content, 1)
    after, _ = sentence(content, 2)
    rows = boards.desk(step, digest)
    with page_of(browser, content, "call_taker", "es", type_size=150) as (page, address):
        live = boards.LiveBoards(page, rows)
        page.goto(f"{address}/desk")
        page.locator('[data-region="6"] .say').wait_for()
        say = page.locator('[data-region="6"] .say')
        page.keyboard.press("F6")
        page.evaluate("""() => { document.querySelector('[data-region="6"] .body').scrollTop = 9999 }""")
        expect(say, "it was read to its end").not_to_be_in_viewport(ratio=1)
        live.change(
            "case", "dictations", boards.dictation("rcp-adulto", digest, after) | {"v": 2, "id": boards.CARD}
        )
        expect(say).to_be_in_viewport(ratio=1)


def test_a_call_that_rings_is_taken_from_a_layer_too(browser: Browser, content: dict[str, Any]) -> None:
    with page_of(browser, content, "call_taker", "es") as (page, address):
        sent: list[str] = []
        page.on("request", lambda one: sent.append(one.post_data or "") if one.method == "POST" else None)
        rings = boards.call(state="offered", offered_to="desk-14", desk=None, answered_at=None, case=None)
        rows = boards.desk("", "")
        rows["desk"] |= {"calls": {boards.CALL: rings}, "cases": {}, "tasks": {}}
        rows["case"] = rows["talk"] = {}
        scenes.show(page, rows)
        page.goto(f"{address}/desk")
        expect(
            page.get_by_role("region", name="Llamada").get_by_role("button", name="Atender")
        ).to_be_enabled()
        page.keyboard.press("F1")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Alt+KeyA")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert sum("calls.answer" in body for body in sent) == 1


def commands_of(page: Page) -> list[str]:
    """What the page sends, one text for each command."""
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.post_data or "") if one.method == "POST" else None)
    return sent


def test_an_answer_that_nobody_has_gone_to_is_given_by_its_digit_alone(
    browser: Browser, content: dict[str, Any]
) -> None:
    rows = boards.desk("", "")
    rows["case"] |= {"runs": {boards.RUN: boards.run(answers={}, say=[])}, "dictations": {}}
    with page_of(browser, content, "call_taker", "es") as (page, address):
        sent = commands_of(page)
        scenes.show(page, rows)
        page.goto(f"{address}/desk")
        first = page.locator('[data-region="4"] .answers button').first
        first.wait_for()
        page.keyboard.press("F4")
        expect(first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Elija con una cifra")).to_be_visible()
        page.keyboard.down("Enter")
        page.keyboard.down("Enter")  # held: the second is its repetition
        page.keyboard.up("Enter")
        page.wait_for_timeout(200)
        assert not any("triage.answer" in body for body in sent)
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        with page.expect_request(lambda one: "triage.answer" in (one.post_data or "")):
            page.keyboard.press("Enter")


def test_an_address_that_is_read_back_in_the_middle_of_an_interview_gives_the_keys_back_to_its_question(
    browser: Browser, content: dict[str, Any]
) -> None:
    rows = boards.desk("", "")
    rows["case"] |= {"runs": {boards.RUN: boards.run(answers={}, say=[])}, "dictations": {}}
    found = boards.location() | {"degree": "matched"}
    rows["desk"]["cases"] = {boards.CASE: boards.case(location=found, owner="desk-14")}
    with page_of(browser, content, "call_taker", "es") as (page, address):
        scenes.show(page, rows)
        page.goto(f"{address}/desk")
        page.locator('[data-region="4"] .answers button').first.wait_for()
        page.keyboard.press("F2")
        with page.expect_request(lambda one: "cases.locate" in (one.post_data or "")):
            page.keyboard.press("Enter")
        with page.expect_request(lambda one: "triage.answer" in (one.post_data or "")):
            page.keyboard.press("1")
