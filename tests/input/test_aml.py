"""Aim: AML by HTTPS reaches the call of its telephone and no other, and what no key signed reaches nothing (decision 0391).

Against the real application and its database. No worker runs: what waits for it stays parked.
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
import requests

from auxilio.app.composition import open_runtime
from auxilio.app.settings import Settings
from auxilio.calls.core import messages as m
from auxilio.calls.core.model import CallChannel, NumberSource
from auxilio.interop.aml_keys import FRESH_S
from auxilio.interop.aml_receiver import REJECTIONS_OF_NETWORK
from auxilio.interop.api import AML_BYTES_MAX, AML_MEDIA_TYPE
from auxilio.kernel.ids import CallId, CommandId
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor
from tests.input.conftest import Served

KEYS = {"maker": b"first-key-of-a-maker-of-telephones", "operator": b"the-key-of-an-operator"}
WHOLE = "v=2&device_number={}&location_latitude={}&location_longitude=-0.37&location_time=1796180000000&location_accuracy=12.4&location_source=GPS&location_certainty=90&device_imei=356938035643809&device_imsi=214070000000000"


@pytest.fixture(autouse=True)
def keys(seeded: Settings) -> None:
    """Two keys in force, from the next message on."""
    folder = seeded.data / "aml"
    folder.mkdir(exist_ok=True)
    for name, key in KEYS.items():
        (folder / f"{name}.key").write_bytes(key + b"\n")


@pytest.fixture
def opened(served: Served) -> Served:
    """The application once it has read its keys."""
    for _ in range(100):
        if send(served, form(a_number())).status_code == 200:
            return served
        served.accounts.rows("select pg_sleep($1)", FRESH_S / 10)
    raise AssertionError("the way in stays closed though there are keys")


_numbers = iter(range(100_000, 999_999))


def a_number() -> str:
    """A mobile that no other test has."""
    return f"+34611{next(_numbers)}"


def form(phone: str, lat: str = "39.47", *, more: str = "", key: bytes = KEYS["maker"]) -> bytes:
    body = (WHOLE.format(quote(phone), lat) + more).encode()
    return body + b"&hmac=" + hmac.digest(key, body, "sha1").hex().encode()


def send(served: Served, body: bytes, kind: str = AML_MEDIA_TYPE) -> requests.Response:
    return requests.post(f"{served.address}/api/aml", data=body, headers={"content-type": kind})


def within(settings: Settings, work: Callable[[Any], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with open_runtime(settings) as runtime:
            return await work(runtime)

    return asyncio.run(run())


def dial(settings: Settings, phone: str, *, known_by: NumberSource = NumberSource.NETWORK_ASSERTED) -> CallId:
    """A telephone rings, as the exchange tells it."""
    call = CallId(new_id())
    ring = m.ReceiveCall(call=call, channel=CallChannel.VOICE, phone=phone, phone_known_by=known_by)
    within(
        settings,
        lambda runtime: runtime.commands.handle(CommandId(new_id()), ring, system_actor(settings.mode)),
    )
    return call


def told(served: Served, call: CallId) -> list[dict[str, Any]]:
    """What stands in the log of this call about its place, in order."""
    query = (
        "select kind, body from event where call_id = $1 and (kind like 'calls.call.location%' or"
        " kind = 'calls.call.position_reported') order by version"
    )
    return [{"kind": row["kind"], **json.loads(row["body"])} for row in served.accounts.rows(query, call)]


def fixes(served: Served, call: CallId) -> list[dict[str, Any]]:
    return [fact["position"] for fact in told(served, call) if "position" in fact]


def parked(served: Served, phone: str) -> int:
    (row,) = served.accounts.rows("select count(*) from parked_fix where identity = $1", phone)
    return int(row["count"])


def test_a_fix_reaches_the_call_of_its_telephone_with_all_that_it_says(
    opened: Served, seeded: Settings
) -> None:
    phone, other = a_number(), a_number()
    call, stranger = dial(seeded, phone), dial(seeded, other)
    sent = form(phone)
    assert send(opened, sent).status_code == 200
    arrived, reported = told(opened, call)
    assert arrived["message"]["raw"] == sent.decode()
    position = reported["position"]
    assert (position["source"], position["method"]) == ("aml", "gnss")
    assert position["point"] == {"lat": 39.47, "lon": -0.37}
    assert (position["uncertainty_m"], position["confidence_pct"]) == (12.4, 90)
    assert position["at"].startswith("2026-12-02T")
    assert position["received_at"] == arrived["message"]["received_at"]
    assert told(opened, stranger) == []
    assert parked(opened, phone) == 0


def test_a_message_that_is_sent_again_and_one_that_rounds_the_same_fix_are_one_fix(
    opened: Served, seeded: Settings
) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    for body in (form(phone), form(phone), form(phone, "39.470004")):
        assert send(opened, body).status_code == 200
    kinds = [fact["kind"].rpartition(".")[2] for fact in told(opened, call)]
    assert kinds == ["location_message_received", "position_reported", "location_message_received"]


def test_the_same_message_twice_at_once_is_one(opened: Served, seeded: Settings) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    with ThreadPoolExecutor(4) as threads:
        replies = list(threads.map(lambda _: send(opened, form(phone)), range(4)))
    assert {reply.status_code for reply in replies} == {200}
    assert len(told(opened, call)) == 2


@pytest.mark.parametrize(
    "more",
    ["&location_time=4102444800000", "&location_time=1000", "&location_time=x"],
)
def test_a_clock_that_cannot_be_right_does_not_keep_a_fix_from_its_call(
    opened: Served, seeded: Settings, more: str
) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    body = form(phone).partition(b"&hmac=")[0].replace(b"&location_time=1796180000000", more.encode())
    assert send(opened, body + b"&hmac=" + hmac.digest(KEYS["maker"], body, "sha1").hex().encode()).ok
    assert len(fixes(opened, call)) == 1


@pytest.mark.parametrize("lat", ["0", "", "north", "91"])
def test_a_message_without_a_fix_is_kept_and_moves_nothing(
    opened: Served, seeded: Settings, lat: str
) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    body = form(phone, lat).partition(b"&hmac=")[0].replace(b"=-0.37", b"=0" if lat == "0" else b"=-0.37")
    assert send(opened, body + b"&hmac=" + hmac.digest(KEYS["maker"], body, "sha1").hex().encode()).ok
    (arrived,) = told(opened, call)
    assert "no_fix" in arrived["message"]["flags"]


def test_two_calls_of_one_number_have_it_both_flagged(opened: Served, seeded: Settings) -> None:
    phone = a_number()
    calls = [dial(seeded, phone), dial(seeded, phone)]
    assert send(opened, form(phone)).status_code == 200
    assert [[fix["flags"] for fix in fixes(opened, call)] for call in calls] == [[["shared_number"]]] * 2


def test_a_number_that_a_caller_states_has_nothing_and_the_fix_waits(
    opened: Served, seeded: Settings
) -> None:
    phone = a_number()
    call = dial(seeded, phone, known_by=NumberSource.SAID)
    assert send(opened, form(phone)).status_code == 200
    assert (told(opened, call), parked(opened, phone)) == ([], 1)


def test_a_fix_without_a_call_opens_nothing_and_of_one_telephone_few_wait(opened: Served) -> None:
    phone, before = a_number(), opened.accounts.counted()
    for nth in range(30):
        assert send(opened, form(phone, more=f"&x={nth}")).status_code == 200
    assert opened.accounts.counted() == before
    assert parked(opened, phone) == 20


def test_by_an_imsi_nothing_is_found(opened: Served, seeded: Settings) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    body = b"v=2&location_latitude=39.47&location_longitude=-0.37&device_imsi=214070000000000"
    before = opened.accounts.counted()
    assert send(opened, body + b"&hmac=" + hmac.digest(KEYS["maker"], body, "sha1").hex().encode()).ok
    assert (told(opened, call), opened.accounts.counted()) == ([], before)


def test_what_no_key_signed_reaches_nothing_is_answered_well_and_told_of_a_few_times(
    opened: Served, seeded: Settings
) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    count = (
        "select count(*) from event where kind = 'calls.location_sender.rejected' and body like '%\"hmac_%'"
    )
    unsigned = form(phone).partition(b"&hmac=")[0]
    forged = form(phone, key=b"no-key-of-ours-at-all")
    for body in (unsigned, forged, forged[:-1], forged + b"0", unsigned + b"&hmac=", b"", b"&&==", b"\0\xff"):
        assert send(opened, body).status_code == 200
    assert (told(opened, call), parked(opened, phone)) == ([], 0)
    (row,) = opened.accounts.rows(count)
    assert 1 <= row["count"] <= REJECTIONS_OF_NETWORK.count


def test_each_key_in_force_signs_and_one_that_was_deleted_does_not(opened: Served, seeded: Settings) -> None:
    phone = a_number()
    call = dial(seeded, phone)
    assert send(opened, form(phone, key=KEYS["operator"])).status_code == 200
    assert len(fixes(opened, call)) == 1
    (seeded.data / "aml" / "operator.key").unlink()
    opened.accounts.rows("select pg_sleep($1)", FRESH_S + 0.2)
    assert send(opened, form(phone, "39.5", key=KEYS["operator"])).status_code == 200
    assert len(fixes(opened, call)) == 1


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"x=" + b"y" * AML_BYTES_MAX, AML_MEDIA_TYPE, "too_large"),
        (b"{}", "application/json", "media_type_unknown"),
        (b"v=1", "", "media_type_unknown"),
    ],
)
def test_transport_is_bounded(opened: Served, body: bytes, kind: str, code: str) -> None:
    before = opened.accounts.counted()
    reply = send(opened, body, kind)
    assert reply.json()["code"] == code
    opened.judge(reply, before)


def test_without_a_key_there_is_no_way_in(opened: Served, seeded: Settings) -> None:
    for file in (seeded.data / "aml").glob("*.key"):
        file.unlink()
    opened.accounts.rows("select pg_sleep($1)", FRESH_S + 0.2)
    before = opened.accounts.counted()
    reply = send(opened, form(a_number()))
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_route")
    opened.judge(reply, before)
