"""Who works at an operational centre: colleagues by the API, and one person by the keyboard of its page."""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from websockets.sync.client import connect

from auxilio.app.cli.demo_people import PASSWORD
from tests.browser.browser_session import DESK, press, sign_in, window
from tests.browser.timeouts import BEFORE_THE_SERVER, WITHIN_S, until
from tests.realtime.board_client import Screen

type Json = dict[str, Any]


class Hand:
    """Another person of the centre, who works through the API as their page would."""

    def __init__(self, installation: str, login: str, desk: str) -> None:
        self.client = httpx.Client(base_url=installation, timeout=40, limits=BEFORE_THE_SERVER)
        reply = self.client.post("/api/session", json={"login": login, "password": PASSWORD, "desk": desk})
        assert reply.status_code < 300, reply.text
        self.me: Json = reply.json()
        self.client.headers["x-auxilio-csrf"] = self.me["csrf"]

    def do(self, kind: str, **body: Any) -> None:
        reply = self.tries(kind, **body)
        assert reply.status_code < 300, f"{kind}: {reply.text}"

    def tries(self, kind: str, **body: Any) -> httpx.Response:
        """What is answered, also when it is refused."""
        command = {"id": str(uuid4()), "command": {"kind": kind, **body}}
        return self.client.post("/api/commands", json=command)

    def place(self, words: str) -> Json:
        found = self.client.get("/api/geo/search", params={"q": words}).json()["candidates"][0]["found"]
        return {
            "degree": "agreed",
            "words": found["label"],
            "point": found["point"],
            "municipality": found["municipality"],
        }

    def board(self, name: str, table: str, **params: str) -> list[Json]:
        """What a window of theirs would show now: a snapshot over a connection of its own."""
        host = str(self.client.base_url).replace("http", "ws", 1).rstrip("/")
        cookie = "; ".join(f"{each.name}={each.value}" for each in self.client.cookies.jar)
        headers = {"cookie": cookie, "origin": str(self.client.base_url).rstrip("/")}
        address = f"{host}/api/boards"
        with connect(address, additional_headers=headers, compression=None, max_size=None) as line:
            line.send(json.dumps({"open": name, "key": "probe", "params": params}))
            screen, patience_s = Screen(), 40.0
            while True:
                try:
                    said = json.loads(line.recv(timeout=patience_s))
                except TimeoutError:
                    assert patience_s < 1, f"the board {name} did not open"
                    return list(screen.seen().get(table, {}).values())
                assert "refused" not in said, said
                # A snapshot may be of a moment ago; what came since follows it at once.
                if "snapshot" in said or "set" in said:
                    screen.fold(said)
                    patience_s = 0.3

    def help_for(self, type: str, priority: int, send: tuple[str, ...], place: str) -> str:
        """A case with its help sent, as a desk does it."""
        case, location = str(uuid4()), self.place(place)
        self.do("cases.open", case=case, type=type, location=location, priority=priority)
        self.do(
            "dispatch.send_help",
            case=case,
            mode=self.me["mode"],
            type=type,
            priority=priority,
            send=send,
            municipality=location["municipality"],
            place=location["point"],
        )
        return case


@pytest.fixture
def desk(installation: str) -> Hand:
    """An operator who takes the calls and sends the help."""
    return Hand(installation, "lucia", "desk-07")


@pytest.fixture
def centre(browser: Browser, installation: str) -> Iterator[Callable[[str, str], Page]]:
    """Sits somebody down at a centre, in a window of their own; no mouse is used in it."""
    opened: list[BrowserContext] = []

    def sit(login: str, at: str) -> Page:
        context = window(browser, installation, DESK)
        opened.append(context)
        page = context.new_page()
        sign_in(page, login, at)
        page.goto("/centre")
        region(page, "Bandeja").wait_for()
        return page

    yield sit
    for context in opened:
        context.close()


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def take_in_hand(page: Page, what: str) -> None:
    """F2 and arrows, until the row that tells of it is in hand."""
    row = region(page, "Bandeja").get_by_role("option").filter(has_text=what)
    row.first.wait_for()
    page.keyboard.press("F2")
    page.keyboard.press("Home")
    for _ in range(region(page, "Bandeja").get_by_role("option").count()):
        if row.first.get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    expect(row.first).to_have_attribute("aria-selected", "true")


def say(page: Page, callsign: str, digit: str) -> None:
    """A status that came by voice: U, the callsign, one digit."""
    press(page, "Alt+u")
    expect(page.get_by_label("Indicativo")).to_be_focused()
    page.keyboard.type(callsign)
    expect(page.get_by_role("group", name=re.compile("^Qué dice"))).to_be_focused()
    page.keyboard.press(digit)
    expect(page.get_by_label("Indicativo")).to_have_count(0)
    expect(page.get_by_role("group", name=re.compile("^Qué dice"))).to_have_count(0)


def know(page: Page, what: Locator) -> None:
    """Alt+V, until this is known: a graver alarm that came meanwhile is answered before it.

    The key is not held back until its button acts: what is waited for may go, and the button with it, at any moment.
    """

    def look() -> bool:
        if what.count() == 0:
            return True
        page.keyboard.press("Alt+KeyV")
        page.wait_for_timeout(700)  # as long as somebody looks before they press again
        return False

    until(look, "it is known")


def free(dispatcher: Hand) -> None:
    """Every unit of the centre stands ready and nothing is in its inbox, whatever an earlier story left.

    What is refused was done already: the board follows it by a moment.
    """

    def rest() -> bool | None:
        left = [
            *(command for unit in dispatcher.board("centre", "units") for command in _readying(unit)),
            *(command for task in dispatcher.board("centre", "tasks") for command in _clearing(task)),
        ]
        for kind, body in left:
            dispatcher.tries(kind, **body)
        return None if left else True

    settles(rest)


def _readying(unit: Json) -> Iterator[tuple[str, Json]]:
    who = {"unit": unit["id"]}
    if unit["assignment"]:
        yield "dispatch.release_unit", who
    elif unit["emergency"]:
        yield "dispatch.answer_emergency", {**who, "over": True, "words": "fin"}
    elif unit["status"] != "available":
        on_board = unit["status"] == "transporting"
        status = "at_destination" if on_board else "available"
        yield "dispatch.enter_status", {**who, "status": status, "said_by": "prueba"}
    for order in unit["orders"]:
        if not order.get("acknowledged"):
            yield "dispatch.acknowledge_order", {**who, "change": order["id"], "told_to": "prueba"}


def _clearing(task: Json) -> Iterator[tuple[str, Json]]:
    # Who asked for a task cancels it; its own centre takes it and ends it.
    if task["state"] in {"offered", "timed_out"} and task["passed_to"] is None:
        yield "dispatch.accept_task", {"task": task["id"]}
    elif task["state"] in {"accepted", "told", "active"} and not task["assignments"]:
        yield "dispatch.end_task", {"task": task["id"], "outcome": "attended"}
    for change in task["changes"]:
        if not change.get("acknowledged"):
            yield "dispatch.acknowledge_change", {"task": task["id"], "change": change["id"]}


def waiting(room: Hand, case: str) -> int:
    """How many of this centre have still to acknowledge a change of this case: itself, and each of its crews."""
    return sum(
        watch["case"] == case
        and watch["kind"] == "change_acknowledge"
        and not watch["over_at"]
        and any(party["unit"] or party["centre"] == "bom-1" for party in watch["to"])
        for watch in room.board("room", "watches")
    )


def settles[T](look: Callable[[], T | None], wanted: T | None = None) -> T:
    """What `look` sees once it is what is wanted (or is anything): boards follow the log by a moment."""
    over = time.monotonic() + WITHIN_S
    while True:
        seen = look()
        if seen is not None and (wanted is None or seen == wanted):
            return seen
        assert time.monotonic() < over, f"still {seen}"
        time.sleep(0.2)


def row_of(hand: Hand, table: str, board: str = "centre", **fields: Any) -> Json:
    """The row of a board that has these values, as soon as it has them; one part deeper with two underscores."""

    def fits(row: Json) -> bool:
        for name, wanted in fields.items():
            here: Any = row
            for part in name.split("__"):
                here = here.get(part) if isinstance(here, dict) else None
            if here != wanted:
                return False
        return True

    return settles(lambda: next(filter(fits, hand.board(board, table)), None))


def task_of(centre: Hand, case: str) -> Json:
    """The centre's part of this case."""

    def look() -> Json | None:
        return next((task for task in centre.board("centre", "tasks") if task["case"] == case), None)

    return settles(look)
