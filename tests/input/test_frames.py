"""Aim: no frame makes a board's socket fall, nor anybody else's board; each wrong one is told, and the next is served."""

import itertools
import json
from typing import Any

import pytest
import requests
from websockets import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from auxilio.platform.ids import new_id
from tests.input.conftest import Served

BAD_TEXT = [
    "", "null", "[]", "7", '"open"', "{", "{}x", '{"open": 7}', '{"open": {}}', '{"open": "desk", "surplus": 1}',
    '{"open": "desk", "params": []}', '{"open": "desk", "params": {"desk": 7}}', '{"open": "desk", "from": 7}',
    '{"open": "desk", "from": ["a", 1, 2]}', '{"close": 7}', "[" * 4_000,
    '{"open": "desk", "key": "' + "k" * 5_000 + '"}', "a" * 30_000,
]  # fmt: skip
BAD_ASKS: list[dict[str, Any]] = [
    {"open": "no_such_board"}, {"open": "\u0000"}, {"open": ""}, {"open": "case"}, {"open": "case", "params": {}},
    {"open": "case", "params": {"case": "7"}}, {"open": "case", "params": {"case": str(new_id())}},
    {"open": "case", "params": {"case": "\u0000"}}, {"open": "talk"}, {"open": "talk", "params": {"call": "x"}},
    {"open": "talk", "params": {"case": str(new_id())}}, {"open": "call", "params": {"call": "\ud800"}},
]  # fmt: skip


def line(served: Served, who: str = "clara") -> ClientConnection:
    cookies = "; ".join(f"{k}={v}" for k, v in served.seat(who).cookies.get_dict().items())
    url = served.address.replace("http", "ws", 1) + "/api/boards"
    return connect(url, additional_headers={"cookie": cookies}, max_size=None)


def answer(window: ClientConnection) -> dict[str, Any]:
    """The next frame that is no beat."""
    while True:
        said: dict[str, Any] = json.loads(window.recv(timeout=60))
        if "beat" not in said:
            return said


def serves(window: ClientConnection, key: str) -> None:
    window.send(json.dumps({"open": "desk", "key": key}))
    said = answer(window)
    assert said["key"] == key
    assert "snapshot" in said
    window.send(json.dumps({"close": key}))


def test_every_bad_frame_is_told_and_the_next_good_one_is_served(served: Served) -> None:
    with line(served) as window:
        for nth, text in enumerate(BAD_TEXT):
            window.send(text)
            assert answer(window).get("refused") in {"malformed", "too_large"}, text[:80]
            serves(window, f"t{nth}")
        for nth, raw in enumerate((b"", b"\x00\xff\xfe", b'{"open": "\xc3\x28"}', bytes(5_000))):
            window.send(raw)
            assert answer(window)["refused"] in {"malformed", "too_large"}, raw[:80]
            serves(window, f"b{nth}")
        for nth, ask in enumerate(BAD_ASKS):
            window.send(json.dumps(ask))
            assert "refused" in answer(window), ask
            serves(window, f"a{nth}")


def test_a_cursor_of_nowhere_gets_a_snapshot(served: Served) -> None:
    with line(served) as window:
        for nth, cursor in enumerate(([0, 0, 0], [-1, -1, -1], [99, 10**15, 7], [1, 2**70, 0], None)):
            window.send(json.dumps({"open": "desk", "key": f"c{nth}", "from": cursor}))
            said = answer(window)
            assert "snapshot" in said or said.get("refused") == "malformed", said
            window.send(json.dumps({"close": f"c{nth}"}))


def test_nobody_opens_boards_without_end_and_closing_what_is_not_open_is_no_news(served: Served) -> None:
    with line(served) as window:
        for nth in itertools.count():
            window.send(json.dumps({"close": f"never {nth}"}))
            window.send(json.dumps({"open": "desk", "key": f"many {nth}"}))
            if (said := answer(window)).get("refused"):
                break
            assert nth < 100
        assert said["refused"] == "too_many_boards"


def test_bytes_that_are_no_websocket_frame_end_this_line_and_no_other(served: Served) -> None:
    with line(served) as other:
        with line(served) as window:
            window.socket.sendall(b"\xff\x00 this is not a frame \x00" * 10)
            with pytest.raises(ConnectionClosed):
                list(window)
        serves(other, "other")


def test_what_was_refused_leaves_no_board_behind_that_falls_at_the_next_fact(served: Served) -> None:
    """A board without its aggregate once stayed among those that are told, and its failure stopped every board."""
    with line(served) as watcher, line(served) as window:
        watcher.send(json.dumps({"open": "room", "key": "room"}))
        assert "snapshot" in answer(watcher)
        for ask in BAD_ASKS:
            window.send(json.dumps(ask))
            assert "refused" in answer(window)
        case = str(new_id())
        reply = served.seat("lucia").post(
            f"{served.address}/api/commands",
            json={"id": str(new_id()), "command": {"kind": "cases.open", "case": case}},
        )
        assert reply.status_code == 200
        assert f"case:{case}" in answer(watcher)["set"]["cases"]


def test_a_stranger_and_a_citizen_of_another_call_are_shown_nothing(served: Served) -> None:
    url = served.address.replace("http", "ws", 1) + "/api/boards"
    with pytest.raises(Exception, match=r"403|4401"), connect(url) as stranger:
        stranger.recv(timeout=60)
    mine, other = str(new_id()), str(new_id())
    for call in (mine, other):
        ring = {"id": str(new_id()), "call": call}
        token = requests.post(f"{served.address}/api/caller", json=ring).json()["token"]
    with connect(url, subprotocols=["auxilio", f"bearer.{token}"]) as window:  # type: ignore[list-item]  # plain text
        for ask in ({"open": "call", "params": {"call": mine}}, {"open": "desk"}, {"open": "talk"}):
            window.send(json.dumps(ask))
            assert answer(window)["refused"] in {"not_your_call", "not_permitted"}
        window.send(json.dumps({"open": "call", "params": {"call": other}}))
        assert "snapshot" in answer(window)
