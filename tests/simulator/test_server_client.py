"""How the simulator calls a server: it asks again with the same words, and takes a refusal as an answer."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auxilio.kernel.refusal import Refused
from auxilio.platform.certificate import Certificate, certificate_for
from simulator.board import Board
from simulator.pace import Pace
from simulator.server_client import Seat, ServerClient


class NoWaiting:
    """A clock whose sleeps are over at once."""

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC)

    async def sleep_until(self, at: datetime) -> None:
        await asyncio.sleep(0)

    async def sleep(self, span_s: float) -> None:
        await asyncio.sleep(0)


PACE = Pace(NoWaiting())
OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
BUSY = b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
PROBLEM = b'{"code":"unit_not_available","facts":{"callsign":"A-01"}}'
REFUSED = b"HTTP/1.1 409 No\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s" % (len(PROBLEM), PROBLEM)


def ok(body: bytes) -> bytes:
    return OK % (len(body), body)


@asynccontextmanager
async def server(*answers: bytes, tls: Certificate | None = None) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Answers one connection after another with these; an empty one hangs up. What was sent is kept."""
    asked: list[bytes] = []
    left = list(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            ),
            0,
        )
        asked.append(await reader.readexactly(length))
        writer.write(left.pop(0))
        await writer.drain()
        writer.close()

    context = None
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls.certificate, tls.key)
    listening = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}", asked


async def test_a_lost_answer_is_asked_for_again_with_the_same_id() -> None:
    handled = ok(b'{"command":"x","versions":{},"facts":{"number":"7"}}')
    async with server(BUSY, b"", handled) as (url, asked), ServerClient(url, PACE) as client:
        assert await client.order(Seat({}), "calls.say", words="hola") == {"number": "7"}
    assert len(asked) == 3
    assert len(set(asked)) == 1


async def test_a_refusal_is_an_answer_and_is_asked_once() -> None:
    async with server(REFUSED) as (url, asked), ServerClient(url, PACE) as client:
        with pytest.raises(Refused) as refused:
            await client.order(Seat({}), "dispatch.alert_unit")
    assert (refused.value.code, refused.value.facts) == ("unit_not_available", {"callsign": "A-01"})
    assert len(asked) == 1


async def test_a_server_that_stays_away_is_told_as_such() -> None:
    async with ServerClient("http://127.0.0.1:9", PACE) as client:
        with pytest.raises(Refused, match="house_unreachable"):
            await client.ask("GET", "/api/health")


async def test_a_certificate_of_its_own_is_trusted_when_it_is_shown_and_not_otherwise(tmp_path: Path) -> None:
    tls = certificate_for(tmp_path / "tls", [], datetime.now(UTC))
    async with (
        server(*[ok(b'{"status":"ok"}')] * 9, tls=tls) as (url, _),
        ServerClient(url, PACE, tls.certificate) as known,
        ServerClient(url, PACE) as stranger,
    ):
        assert await known.ask("GET", "/api/health") == {"status": "ok"}
        with pytest.raises(Refused, match="house_unreachable"):
            await stranger.ask("GET", "/api/health")


def test_a_board_takes_no_row_back_to_an_older_version() -> None:
    board = Board("room")
    board.fold({"snapshot": {"calls": {"call:1": {"v": 3, "id": "1", "state": "answered"}}}})
    board.fold({"set": {"calls": {"call:1": {"v": 2, "id": "1", "state": "queued"}}}})
    assert board.rows("calls") == [{"v": 3, "id": "1", "state": "answered"}]
    board.fold({"gone": {"calls": {"call:1": 2}}})
    assert board.row("calls", "1") is not None, "an old farewell"
    board.fold({"gone": {"calls": {"call:1": 3}}})
    assert board.rows("calls") == []
    board.fold({"refused": "not_permitted"})
    assert board.refused == "not_permitted"
