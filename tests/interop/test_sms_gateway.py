"""Aim: a text leaves by an HTTP gateway with our key, to the host of the setting alone, and its answer says what becomes of it
(decision 0405). The gateway is a real server on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from auxilio.interop.sms.http_gateway import (
    HttpSmsGateway,
    parse_sms_gateway,
    sms_gateway_key_file,
)
from auxilio.interop.sms.sending import SmsNotSent, SmsRefused, SmsReport, SmsSender, SmsState
from auxilio.interop.sms.service import receipt_taker
from auxilio.interop.sms.store import SentMessages
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.ids import new_id
from tests.database import Database

KEY, TO = "a-key-of-the-gateway", "+34600000002"


class Gateway:
    """Answers each request as `answers` say, the last one for ever."""

    def __init__(self) -> None:
        self.heads, self.bodies = list[str](), list[dict[str, Any]]()
        self.answers: list[tuple[int, bytes]] = [(200, b'{"id": "g-1"}')]
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        self.heads.append(head)
        self.bodies.append(json.loads(await reader.readexactly(length)))
        status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    made = Gateway()
    async with await asyncio.start_server(made.serve, "127.0.0.1", 0) as server:
        made.port = server.sockets[0].getsockname()[1]
        yield made


@pytest.fixture
def client(gateway: Gateway, tmp_path: Path) -> HttpSmsGateway:
    file = sms_gateway_key_file(tmp_path)
    file.parent.mkdir()
    file.write_text(f"{KEY}\n")
    address = parse_sms_gateway(f"http://127.0.0.1:{gateway.port}/messages;internal")
    assert address is not None
    return HttpSmsGateway(address, tmp_path, "112")


async def test_a_text_is_posted_with_our_id_and_our_key(gateway: Gateway, client: HttpSmsGateway) -> None:
    id = new_id()
    assert await client.submit(id, TO, "¿Dónde está? 😀") == ["g-1"]
    assert gateway.bodies == [{"id": str(id), "from": "112", "to": TO, "text": "¿Dónde está? 😀"}]
    assert f"authorization: bearer {KEY}" in gateway.heads[0]
    assert gateway.heads[0].startswith("post /messages ")


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_a_message_that_the_gateway_never_takes_is_not_tried_again(
    gateway: Gateway, client: HttpSmsGateway, status: int
) -> None:
    gateway.answers = [(status, b"")]
    with pytest.raises(SmsRefused, match=f"http_{status}"):
        await client.submit(new_id(), TO, "hola")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((500, b""), "http_500"),
        ((429, b""), "http_429"),
        ((401, b""), "http_401"),
        ((302, b""), "outward_redirect"),
        ((200, b"ok"), "gateway_answer_unreadable"),
        ((200, b'{"id": ""}'), "gateway_answer_unreadable"),
        ((200, b'{"id": "' + b"x" * 20_000 + b'"}'), "outward_too_large"),
    ],
)
async def test_what_says_nothing_of_the_message_is_tried_again(
    gateway: Gateway, client: HttpSmsGateway, answer: tuple[int, bytes], code: str
) -> None:
    gateway.answers = [answer]
    with pytest.raises(SmsNotSent, match=code):
        await client.submit(new_id(), TO, "hola")


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 1_025, "a\r\nx-header: y"])
async def test_without_a_usable_key_nothing_leaves(
    gateway: Gateway, client: HttpSmsGateway, tmp_path: Path, key: str
) -> None:
    sms_gateway_key_file(tmp_path).write_text(key)
    with pytest.raises(SmsNotSent, match="key_missing"):
        await client.submit(new_id(), TO, "hola")
    assert not gateway.heads


async def test_an_address_in_our_own_network_must_be_said_to_be_one(gateway: Gateway, tmp_path: Path) -> None:
    file = sms_gateway_key_file(tmp_path)
    file.parent.mkdir()
    file.write_text(KEY)
    address = parse_sms_gateway(f"http://127.0.0.1:{gateway.port}/messages")
    assert address is not None
    with pytest.raises(SmsNotSent, match="outward_address_refused"):
        await HttpSmsGateway(address, tmp_path, "112").submit(new_id(), TO, "hola")
    assert not gateway.heads


async def test_it_is_sent_once_and_a_receipt_in_another_process_reports_it(
    database: Database, client: HttpSmsGateway, gateway: Gateway
) -> None:
    reports, id = list[SmsReport](), new_id()

    async def report(one: SmsReport) -> None:
        reports.append(one)

    sender = SmsSender(client, SentMessages(database.pool), SystemClock(), [report])
    assert [await sender.send(id, TO, "hola") for _ in range(2)] == ["g-1", "g-1"]
    assert len(gateway.bodies) == 1
    taker = receipt_taker(database.pool, SystemClock(), [report])
    for state in (SmsState.DELIVERED, SmsState.FAILED):
        await taker.receipt("g-1", state, SystemClock().now())
    assert [(one.id, one.state) for one in reports][:2] == [(id, SmsState.SENT), (id, SmsState.DELIVERED)]
    assert SmsState.FAILED not in {one.state for one in reports}, "what is final stays"


@pytest.mark.parametrize(
    "text", ["sms.example/x", "ftp://sms.example", "https://u:p@x", "https://x;open", "https://"]
)
def test_a_setting_that_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="settings_malformed"):
        parse_sms_gateway(text)


def test_the_host_of_an_address_is_the_only_one_that_is_asked() -> None:
    address = parse_sms_gateway("https://sms.example/messages?x=1")
    assert address is not None
    assert (address.host.name, address.host.port, address.host.internal) == ("sms.example", None, False)
    within = parse_sms_gateway("http://[::1]/messages;internal")
    assert within is not None
    assert (within.host.name, within.host.port, within.host.internal) == ("::1", 80, True)
    assert parse_sms_gateway("") is None
