"""Aim: a citizen's token is good for its own call, in bounded measure; and no flood of one keeps a desk or a caller out.

Against the real application, its database and its sockets.
"""

import contextlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from websockets import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from auxilio.calls.caller_limits import COMMANDS_OF_CALL, RINGS_OF_NETWORK
from auxilio.platform.http.websocket_frames import MESSAGE_BYTES_MAX
from auxilio.platform.ids import new_id
from auxilio.realtime.socket_limits import CITIZEN_FRAME_BYTES_MAX, PER_CALL
from tests.input.conftest import Served
from tests.input.test_frames import answer, serves

MOBILE = "+34600100200"


def ring(served: Served, **need: Any) -> requests.Response:
    body = {"id": str(new_id()), "call": str(new_id()), **need}
    return requests.post(f"{served.address}/api/caller", json=body)


def token_of(served: Served) -> tuple[str, str]:
    reply = ring(served)
    assert reply.status_code == 201, reply.text
    return reply.json()["call"], reply.json()["token"]


def order(served: Served, token: str, **command: Any) -> requests.Response:
    bearer = {"authorization": f"Bearer {token}"}
    body = {"id": str(new_id()), "command": command}
    return requests.post(f"{served.address}/api/commands", json=body, headers=bearer)


def window(served: Served, token: str) -> ClientConnection:
    url = served.address.replace("http", "ws", 1) + "/api/boards"
    who: Any = ["auxilio", f"bearer.{token}"]
    return connect(url, subprotocols=who, max_size=None, close_timeout=1)


def rang(served: Served, call: str) -> dict[str, Any]:
    query = "select body from event where kind = 'calls.call.rang' and call_id = $1::uuid"
    rows = served.accounts.rows(query, call)
    assert len(rows) == 1
    fact: dict[str, Any] = json.loads(rows[0]["body"])
    return fact


def test_a_token_rings_no_call_but_its_own(served: Served) -> None:
    call, token = token_of(served)
    before = served.accounts.counted()
    for wanted, code in ((str(new_id()), "not_your_call"), (call, "id_taken")):
        reply = order(served, token, kind="calls.ring", call=wanted, channel="chat")
        assert reply.json()["code"] == code
        served.judge(reply, before)


def test_nobody_attaches_by_command_a_file_that_is_not_there(served: Served) -> None:
    call, token = token_of(served)
    attachment = {"digest": "0" * 64, "media_type": "image/jpeg", "name": "x"}
    command = {"kind": "calls.attach", "call": call, "attachment": attachment}
    lucia, sent = served.seat("lucia"), {"id": str(new_id()), "command": command}
    before = served.accounts.counted()
    served.judge(order(served, token, **command), before)
    by_person = lucia.post(f"{served.address}/api/commands", json=sent)
    assert by_person.status_code == 403
    invented = order(served, token, **{**command, "kind": "calls.keep_upload"})
    assert (invented.status_code, invented.json()["code"]) == (422, "malformed")
    assert served.accounts.counted() == before


@pytest.mark.parametrize("channel", ["ecall", "sensor", "app", "sms", "rtt", "line"])
def test_a_page_says_of_no_call_that_a_car_or_a_sensor_makes_it(served: Served, channel: str) -> None:
    before = served.accounts.counted()
    reply = ring(served, channel=channel)
    assert (reply.status_code, reply.json()["code"]) == (403, "channel_not_permitted")
    served.judge(reply, before)


@pytest.mark.parametrize("mode", ["training", "exercise", "test", "real"])
def test_no_page_chooses_in_which_mode_its_call_rings(served: Served, mode: str) -> None:
    before = served.accounts.counted()
    reply = ring(served, mode=mode)
    assert (reply.status_code, reply.json()["code"]) == (422, "malformed")
    assert served.accounts.counted() == before
    assert rang(served, ring(served).json()["call"])["mode"] == "real"


def test_a_number_that_a_page_states_is_said(served: Served) -> None:
    fact = rang(served, ring(served, phone=MOBILE).json()["call"])
    assert (fact["phone"], fact["phone_known_by"]) == (MOBILE, "said")
    reply = ring(served, phone=MOBILE, phone_known_by="network_asserted")
    assert reply.json()["code"] == "malformed"


def test_a_page_that_shows_the_token_of_its_earlier_call_is_known_by_it_and_a_false_one_says_nothing(
    served: Served,
) -> None:
    call, token = token_of(served)
    again = ring(served, earlier=token)
    assert rang(served, again.json()["call"])["earlier"] == call
    for false in (token[:-2] + "AA", "x", ""):
        assert rang(served, ring(served, earlier=false).json()["call"])["earlier"] is None


def test_a_token_that_floods_with_commands_is_told_to_wait_and_no_word_of_another_is(served: Served) -> None:
    (call, token), (other, calm) = token_of(served), token_of(served)
    codes = [
        order(served, token, kind="calls.say", call=call, words=str(nth)).status_code
        for nth in range(COMMANDS_OF_CALL.count * 4)
    ]
    assert codes[: COMMANDS_OF_CALL.count] == [200] * COMMANDS_OF_CALL.count
    assert 429 in codes
    assert order(served, calm, kind="calls.say", call=other, words="¡ayuda!").status_code == 200


def test_no_first_ring_of_a_crowded_network_is_refused(served: Served) -> None:
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: ring(served).status_code, range(RINGS_OF_NETWORK.count + 30)))
    assert set(replies) == {201}


def test_many_sockets_of_one_token_are_few_and_the_newest_of_them_is_served(served: Served) -> None:
    call, token = token_of(served)
    with contextlib.ExitStack() as open_:
        windows: list[ClientConnection] = []
        for _ in range(60):
            with contextlib.suppress(InvalidStatus):
                windows.append(open_.enter_context(window(served, token)))
        assert len(windows) < 60
        alive = [each for each in windows if lives(each, call)]
        assert len(alive) == PER_CALL
        assert windows[-1] in alive


def lives(each: ClientConnection, call: str) -> bool:
    try:
        each.send(json.dumps({"open": "call", "key": "k", "params": {"call": call}}))
        return "snapshot" in answer(each)
    except ConnectionClosed:
        return False


def test_a_page_opens_no_board_by_a_parameter_of_its_own(served: Served) -> None:
    call, token = token_of(served)
    with window(served, token) as page:
        for nth in range(5):
            page.send(json.dumps({"open": "call", "key": f"k{nth}", "params": {"call": call, "n": str(nth)}}))
            assert answer(page)["refused"] == "unknown_parameter"


def test_a_frame_of_a_page_is_small_and_one_beyond_all_measure_ends_its_socket_alone(served: Served) -> None:
    call, token = token_of(served)
    with window(served, token) as other, window(served, token) as page:
        for size in (CITIZEN_FRAME_BYTES_MAX + 1, MESSAGE_BYTES_MAX - 100):
            page.send("x" * size)
            assert answer(page)["refused"] == "too_large"
        assert lives(page, call)
        page.send("x" * (MESSAGE_BYTES_MAX + 1))
        with pytest.raises(ConnectionClosed) as closed:
            until_closed(page)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
        assert lives(other, call)


def until_closed(page: ClientConnection) -> None:
    while True:
        page.recv(timeout=60)


def test_while_a_page_floods_with_frames_a_desk_is_served(served: Served) -> None:
    call, token = token_of(served)
    cookies = "; ".join(f"{k}={v}" for k, v in served.seat("clara").cookies.get_dict().items())
    url = served.address.replace("http", "ws", 1) + "/api/boards"
    with window(served, token) as page, connect(url, additional_headers={"cookie": cookies}) as desk:
        for _ in range(2_000):
            page.send('{"close":"nothing"}')
        serves(desk, "desk")
        with contextlib.suppress(TimeoutError, ConnectionClosed):
            page.recv(timeout=0.1)
    assert order(served, token, kind="calls.leave", call=call).status_code in {200, 429}
