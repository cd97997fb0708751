"""Nothing is cut, out of view or moved, on the sizes of a desk's screen: measured over invented boards that are as full as a hard night."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from auxilio.identity.core.permissions import permissions_of
from tests.browser.browser_session import PATIENCE_MS
from tests.browser.kit import layout_boards as boards
from tests.browser.kit import layout_centre_board as centres
from tests.browser.kit import layout_room_board as rooms
from tests.browser.kit import sample_boards as scenes
from tests.browser.kit.layout_probe import cut_words, faults, shifts, watch_shifts
from tests.browser.kit.page_server import DIST, served
from tests.browser.kit.shipped_content import shipped_content

pytestmark = [
    pytest.mark.skipif(
        not (DIST / "index.html").is_file(), reason="the console is not built: tools/build_console.py"
    ),
]
SIZES = ((1440, 900), (1920, 1080), (2560, 1440))
LANGUAGES = {"es": "es-ES", "ca": "ca-ES", "en": "en-GB", "fr": "fr-FR"}
"""The page speaks as its browser does."""
ARREST = "rcp-adulto"


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    return shipped_content()


UNDER = """(all) => all.filter(e => {
  const { left, top, bottom } = e.getBoundingClientRect()
  return [top + 4, bottom - 4].some(y => !e.contains(document.elementFromPoint(left + 16, y)))
}).map(e => e.textContent)"""
"""Which of these lie under something else at their beginning or end."""

type Answers = dict[str, tuple[int, object]]


@contextmanager
def page_of(
    browser: Browser,
    content: dict[str, Any],
    role: str,
    language: str,
    more: Answers | None = None,
    type_size: int = 100,
    **session: object,
) -> Iterator[tuple[Page, str]]:
    """A window of somebody with this role, for whom the server answers `more`."""
    may = sorted(permissions_of(frozenset({role})))
    answers: Answers = {
        "GET /api/session": (200, scenes.session(may, language=language, roles=[role], **session)),
        "GET /api/session/preferences": (200, {"type_size": type_size}),
        "GET /api/content": (200, content),
        "GET /api/directory": (200, boards.directory()),
        "POST /api/commands": (200, {"command": "x", "versions": {}, "facts": {}}),
        **(more or {}),
    }
    with served(answers) as (address, _):
        context = browser.new_context(
            viewport={"width": 1440, "height": 900}, locale=LANGUAGES[language], timezone_id="Europe/Madrid"
        )
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page(), address
        context.close()


def at_each_size(page: Page, *regions: str) -> list[str]:
    """What is cut or out of view, with the hands in each of these regions."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for key in regions:
            page.keyboard.press(key)
            expect(page.locator(f'[data-region="{key[1:]}"]:focus-within')).to_be_visible()
            found += [f"{width} {key} {fault}" for fault in faults(page)]
    return found


def sentence(content: dict[str, Any], nth: int) -> tuple[str, str]:
    """The id of a sentence of the card of an arrest, and the digest of the card."""
    card = content["cards"][ARREST]
    return card["steps"][nth]["id"], card["digest"]


@pytest.mark.parametrize(
    ("language", "states", "mode"),
    [
        *((language, states, "real") for language, states in zip(LANGUAGES, boards.STATES * 2, strict=True)),
        ("es", boards.STATES[0], "training"),
    ],
)
def test_at_a_desk_with_four_agencies_and_a_card_nothing_is_cut(
    browser: Browser, content: dict[str, Any], language: str, states: tuple[str, ...], mode: str
) -> None:
    step, digest = sentence(content, 1)
    with page_of(browser, content, "call_taker", language, mode=mode) as (page, address):
        late = states is boards.STATES[1]
        shown = boards.bare(step, digest) if late else boards.desk(step, digest, states)
        scenes.show(page, shown, boards.LATE if late else scenes.AT % 45)
        page.goto(f"{address}/desk")
        page.locator('[data-region="6"] .say').wait_for()
        assert at_each_size(page, "F6", "F4", "F2") == []
        # The names of the four are in sight; only what is proposed may wait behind «+n».
        for _, _, name in boards.CENTRES.values():
            expect(page.get_by_role("listitem").filter(has_text=name).first).to_be_visible()


@pytest.mark.parametrize(("language", "late"), [("es", False), ("en", True)])
def test_at_a_desk_in_large_type_notes_of_the_place_and_marks_are_whole_or_counted(
    browser: Browser, content: dict[str, Any], language: str, late: bool
) -> None:
    step, digest = sentence(content, 1)
    with page_of(browser, content, "call_taker", language, type_size=150) as (page, address):
        scenes.show(page, boards.bare(step, digest) if late else boards.desk(step, digest), boards.LATE)
        page.goto(f"{address}/desk")
        page.locator('[data-region="6"] .say').wait_for()
        expect(page.locator("html")).to_have_attribute("style", "zoom: 1.5;")
        for key in ("F6", "F2"):
            page.keyboard.press(key)
            expect(page.locator(f'[data-region="{key[1:]}"]:focus-within')).to_be_visible()
            assert faults(page, goes_on=True) == []


@pytest.mark.parametrize(("language", "type_size"), [("es", 100), ("ca", 150)])
@pytest.mark.parametrize("begun", [False, True], ids=["proved", "begun"])
def test_at_a_desk_that_is_written_to_nothing_is_cut(
    browser: Browser, content: dict[str, Any], language: str, type_size: int, begun: bool
) -> None:
    step, digest = sentence(content, 2)
    with page_of(browser, content, "call_taker", language, type_size=type_size) as (page, address):
        scenes.show(page, boards.written(step if begun else None, digest), boards.LATE)
        page.goto(f"{address}/desk")
        page.locator('[data-region="6"] .say').wait_for()
        page.keyboard.press("F6")
        # What is read, and the key that goes on, are in sight together.
        expect(page.locator('[data-region="6"]:focus-within')).to_be_visible()
        if type_size == 100:
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                assert cut_words(page.locator('[data-region="6"] :is(.say, .first, .mark)')) == []
                assert cut_words(page.locator(".call textarea")) == []
        page.set_viewport_size({"width": 1440, "height": 900})
        # Five have called, and the address goes on: what does not fit is counted.
        expect(page.get_by_role("listitem").locator(".rest")).to_have_text(re.compile(r"^\+[23]$"))
        where = page.locator('[data-region="2"]')
        expect(where.locator(".rest")).to_be_visible()
        most = 900 / 4 if type_size == 100 else 900 / 2
        assert (page.locator("div.header").bounding_box() or {"height": 900})["height"] < most
        if type_size == 100:
            assert at_each_size(page, "F6", "F4", "F2") == []


@pytest.mark.parametrize("language", ["es", "fr"])
def test_at_a_low_desk_all_answers_the_crew_that_drives_and_the_notes_are_in_sight(
    browser: Browser, content: dict[str, Any], language: str
) -> None:
    _, digest = sentence(content, 1)
    with page_of(browser, content, "call_taker", language) as (page, address):
        scenes.show(page, boards.crowded(digest), scenes.AT % 45)
        page.goto(f"{address}/desk")
        answers = page.locator('[data-region="4"] .answers button')
        expect(answers).to_have_count(8)
        page.keyboard.press("F4")
        assert cut_words(answers) == []
        assert cut_words(page.locator(".call .last textarea")) == []
        expect(page.get_by_role("banner").locator(".alarm .words")).to_be_visible()
        assert cut_words(page.get_by_role("banner").locator(".link")) == []
        # Who drives is named before the centres; whoever has no room is counted.
        unheard = page.locator('[data-region="2"] .chip.warning')
        names = unheard.locator("[role=listitem]")
        assert names.first.inner_text().startswith("M-02")
        assert cut_words(names) == []
        # What nobody has stands before what is under way, and what is over is behind «+n».
        sent = page.locator(".send .chip")
        expect(sent.first).to_have_class(re.compile("warning"))
        gas = {"es": "Compañía de gas · Protección Civil 1", "fr": "Compagnie du gaz · Protección Civil 1"}
        expect(sent.filter(has_text=gas[language])).to_be_visible()
        assert at_each_size(page, "F4", "F2") == []


def test_at_a_desk_what_is_asked_besides_is_said_by_its_name(
    browser: Browser, content: dict[str, Any]
) -> None:
    _, digest = sentence(content, 1)
    board = json.dumps(boards.crowded(digest))
    corrected = f'"kind": "location_corrected", "new": {json.dumps(boards.LONG)}'
    assert corrected in board
    rows = json.loads(board.replace(corrected, '"kind": "more_asked", "new": "bls patrol"'))
    with page_of(browser, content, "call_taker", "es") as (page, address):
        scenes.show(page, rows, scenes.AT % 45)
        page.goto(f"{address}/desk")
        expect(page.locator('[data-region="2"] .chip.warning').first).to_contain_text(
            "SE PIDE MÁS: Soporte vital básico + Patrulla"
        )


def test_at_a_desk_each_danger_that_is_not_read_says_of_whom_and_since_when(
    browser: Browser, content: dict[str, Any]
) -> None:
    _, digest = sentence(content, 1)
    with page_of(browser, content, "call_taker", "es") as (page, address):
        scenes.show(page, boards.endangered(digest), scenes.AT % 45)
        page.goto(f"{address}/desk")
        unread = page.locator('[data-region="2"] .item:not(.beyond) > .chip.warning')
        expect(unread.first).to_be_visible()
        assert at_each_size(page, "F2") == []
        page.set_viewport_size({"width": 1440, "height": 900})
        assert cut_words(unread.locator("[role=listitem]:not(.more)")) == []
        assert cut_words(page.locator('[data-region="2"] .facts > .fit > .more:not(.beyond) button')) == []


def test_at_a_desk_with_many_incidents_who_waits_is_in_sight(
    browser: Browser, content: dict[str, Any]
) -> None:
    _, digest = sentence(content, 1)
    with page_of(browser, content, "call_taker", "es") as (page, address):
        scenes.show(page, boards.idle_with_many(digest), scenes.AT % 45)
        page.goto(f"{address}/desk")
        waiting = page.get_by_role("heading", name="En cola")
        for width, height in SIZES[:2]:
            page.set_viewport_size({"width": width, "height": height})
            expect(page.locator(".idle .row:has(.badge, svg)")).to_have_count(8)
            expect(waiting).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("type_size", [125, 150])
def test_in_large_type_a_sentence_to_dictate_its_key_and_what_never_to_do_are_in_sight(
    browser: Browser, content: dict[str, Any], type_size: int
) -> None:
    step, digest = sentence(content, 1)
    with page_of(browser, content, "call_taker", "es", type_size=type_size) as (page, address):
        scenes.show(page, boards.desk(step, digest), boards.LATE)
        page.goto(f"{address}/desk")
        page.locator('[data-region="6"] .say').wait_for()
        page.keyboard.press("F6")
        expect(page.locator('[data-region="6"] .first :focus')).to_be_visible()
        page.wait_for_function("() => document.activeElement.getBoundingClientRect().bottom <= innerHeight")
        card = page.locator('[data-region="6"] :is(.say, .first, .never)')
        assert cut_words(card) == []
        # The head of the case covers none of it, and nothing shows through the head.
        assert card.evaluate_all(UNDER) == []
        assert (
            page.locator("div.top").first.evaluate("(e) => getComputedStyle(e).backgroundColor")
            != "rgba(0, 0, 0, 0)"
        )


@pytest.mark.parametrize(
    ("language", "type_size"), [("es", 100), ("fr", 100), ("ca", 125), ("en", 150), ("fr", 150)]
)
def test_whatever_holds_at_once_the_bar_says_it_or_counts_it(
    browser: Browser, content: dict[str, Any], language: str, type_size: int
) -> None:
    step, digest = sentence(content, 1)
    with page_of(browser, content, "call_taker", language, type_size=type_size, mode="exercise") as (
        page,
        address,
    ):
        live = boards.LiveBoards(page, boards.desk(step, digest), boards.LATE)
        page.route("**/api/geo/**", lambda route: route.abort())
        page.route("**/api/commands", lambda route: route.abort())
        page.goto(f"{address}/desk")
        page.locator('[data-region="6"] .say').wait_for()
        bar = page.get_by_role("banner")
        alarm = bar.locator(".alarm .words")
        expect(alarm).to_be_visible()
        in_bar(page, "the first", type_size)
        page.keyboard.press("F6")
        page.keyboard.press("Space")
        expect(bar.locator(".doubt").first).to_be_attached()
        in_bar(page, "nobody has confirmed", type_size)
        live.cut_off()
        expect(bar.locator(".unlinked").first).to_be_attached()
        in_bar(page, "cut off", type_size)
        page.keyboard.press("Space")
        beside_what_ends_the_call(page)


def beside_what_ends_the_call(page: Page) -> None:
    """Keys that wait are told; what is told takes no press and would hide what is under it: that is not the column of the call."""
    waits = page.locator(".line > [role=status]")
    expect(waits).to_be_visible()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        told, call = (
            waits.locator("..").bounding_box(),
            page.locator("div.call > [data-region]").bounding_box(),
        )
        assert told is not None
        assert call is not None
        assert told["x"] >= call["x"] + call["width"], width


def in_bar(page: Page, when: str, type_size: int) -> None:
    """The alarm and the gravest of what holds are read whole, the keys and the clock too, and nothing lies over another."""
    bar = page.get_by_role("banner")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        gravest = bar.locator(".modes [role=listitem] > .standing")
        expect(gravest.first).to_be_visible()
        shown = gravest.count()
        assert cut_words(gravest) == [], (when, width)
        assert cut_words(bar.locator(":is(.alarm .words, .help, time, .who)")) == [], (
            when,
            width,
        )
        held = bar.locator(".modes .item").count()
        if shown < held:
            expect(bar.locator(".modes .more button")).to_have_text(f"+{held - shown}")
        if type_size == 100:
            assert bar.evaluate("(e) => e.offsetHeight") == 48, (when, width)
        found = faults(page, goes_on=type_size != 100)
        assert [each for each in found if "header.bar" in each or ".standing" in each or ".alarm" in each] == [], (
            when, width,
        )  # fmt: skip


def test_news_moves_nothing_that_is_read_or_typed_in(browser: Browser, content: dict[str, Any]) -> None:
    step, digest = sentence(content, 1)
    with page_of(browser, content, "call_taker", "es") as (page, address):
        at_first = boards.desk(step, digest)
        at_first["desk"] |= {"watches": {}, "messages": {}, "rooms": {}}
        live = boards.LiveBoards(page, at_first)
        page.goto(f"{address}/desk")
        page.locator('[data-region="6"] .say').wait_for()
        for hand in ("F6", "F4", "F2"):
            page.keyboard.press(hand)
        to_centres = page.get_by_label("Mensaje a los centros")
        to_centres.press_sequentially("La barrera")
        watch_shifts(page)
        live.change("desk", "messages", boards.message())
        expect(page.get_by_role("alert").filter(has_text="abrir la barrera")).to_be_visible()
        live.change("desk", "watches", boards.watch())
        expect(page.get_by_role("banner").get_by_role("alert")).to_be_visible()
        live.change("desk", "rooms", boards.room())
        expect(page.get_by_text("MODO SATURACIÓN")).to_be_visible()
        live.change("case", "tasks", boards.task(0, "san-1", "active", v=2))
        expect(page.get_by_role("listitem").filter(has_text="Sanidad 1")).to_contain_text("asignado")
        kept = {"Envío", "Mapa", "Barra"}
        assert [each for each in shifts(page) if each[0] not in kept] == []
        # What is typed stands where it stood, and the hands are in it.
        expect(to_centres).to_be_focused()


NIGHT: Answers = {
    "GET /api/directory": (200, rooms.directory()),
    "GET /api/major/plans": (200, rooms.plans()),
    "GET /api/dispatch/sharing": (200, {"shared": [], "diversions": []}),
    "GET /api/dispatch/positions": (200, []),
    "GET /api/dispatch/doubts": (200, []),
    "GET /api/dispatch/knocking": (200, []),
    "GET /api/calls/refused": (200, {"count": 3}),
    "GET /api/calls/tests": (200, {"count": 0, "test_calls": []}),
}
SIZES_OF_TYPE = (100, pytest.param(150, marks=pytest.mark.thorough))


def at_its_size(page: Page, type_size: int, *regions: str) -> list[str]:
    """As `at_each_size`; larger type makes a page that goes on below its window."""
    expect(page.locator("html")).to_have_attribute("data-hand", "right")
    if type_size == 100:
        return at_each_size(page, *regions)
    expect(page.locator("html")).to_have_attribute("style", "zoom: 1.5;")
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} {fault}" for fault in faults(page, goes_on=True)]
    return found


@pytest.mark.parametrize("type_size", SIZES_OF_TYPE)
@pytest.mark.parametrize(
    ("language", "which", "states"),
    [
        ("es", "san-1", ("active", "offered")),
        ("ca", "bom-1", ("told", "timed_out")),
        ("en", "pol-1", ("accepted", "cancelled")),
        ("fr", "san-1", ("offered", "active")),
    ],
)
def test_at_a_centre_on_a_hard_night_nothing_is_cut(
    browser: Browser,
    content: dict[str, Any],
    language: str,
    which: str,
    states: tuple[str, ...],
    type_size: int,
) -> None:
    more: Answers = NIGHT | {"GET /api/dispatch/recommend": (200, centres.recommendation(which))}
    agency, service, _ = boards.CENTRES[which]
    seat: dict[str, Any] = {"agency": agency, "centre": which, "desk": f"{which}-desk-1"}
    for state in states:
        with page_of(browser, content, "dispatcher", language, more, type_size, **seat) as (page, address):
            scenes.show(page, centres.centre(which, state))
            page.goto(f"{address}/centre")
            page.locator('[data-region="2"]').get_by_role("option").filter(has_text="4821").click()
            page.locator('[data-region="4"]').get_by_role("option").first.wait_for(state="attached")
            # However long a line is, the one before it is read beside it.
            if type_size == 100 and state != "cancelled":
                read = '[data-region="3"] .words li:nth-child({}) > {}'
                assert cut_words(page.locator(f"{read.format(1, 'q')}, {read.format(2, '.rest')}")) == []
            assert at_its_size(page, type_size, "F4", "F8", "F2") == [], (state, service)


@pytest.mark.parametrize("type_size", SIZES_OF_TYPE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_room_on_a_hard_night_nothing_is_cut(
    browser: Browser, content: dict[str, Any], language: str, type_size: int
) -> None:
    with page_of(browser, content, "supervisor", language, NIGHT, type_size, desk="room") as (page, address):
        scenes.show(page, rooms.room())
        page.goto(f"{address}/room")
        page.locator('[data-region="2"]').get_by_role("option").first.wait_for()
        page.locator('[data-region="8"]').get_by_role("option").first.wait_for()
        assert at_its_size(page, type_size, "F4", "F8", "F2") == []


def test_news_moves_nothing_at_a_centre(browser: Browser, content: dict[str, Any]) -> None:
    more: Answers = NIGHT | {"GET /api/dispatch/recommend": (200, centres.recommendation("san-1"))}
    seat: dict[str, Any] = {"agency": "san", "centre": "san-1", "desk": "san-1-desk-1"}
    with page_of(browser, content, "dispatcher", "es", more, **seat) as (page, address):
        live = boards.LiveBoards(page, centres.centre("san-1", "accepted", calm=True))
        page.goto(f"{address}/centre")
        page.locator('[data-region="2"]').get_by_role("option").filter(has_text="4821").click()
        page.locator('[data-region="4"]').get_by_role("option").first.wait_for()
        watch_shifts(page)
        hard = centres.centre("san-1", "accepted")["centre"]
        for table in ("messages", "watches", "operations", "calls"):
            live.change("centre", table, *hard[table].values())
        changed = centres.tasks("san-1", "accepted")[centres.TASK % 0]
        changed |= {"v": 2, "changes": [centres.change("hazard", "weapon")]}
        live.change("centre", "tasks", changed)
        expect(page.get_by_role("alert").filter(has_text="PELIGRO")).to_be_visible()
        expect(page.get_by_text("abrir la barrera")).to_be_visible()
        expect(page.get_by_role("region", name="Llamada")).to_be_visible()
        kept = {"Mapa", "Barra"}
        assert [each for each in shifts(page) if each[0] not in kept] == []
