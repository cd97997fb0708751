"""Aim: a location server is asked by number, and whatever it does becomes positions or a failure with a code.

The servers are real ones on loopback, over TLS, asked by the client that ships.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from auxilio.calls.core.location_answer import LocationAnswer
from auxilio.calls.core.messages.positions import RAW_MAX
from auxilio.interop.formats.held import HELD, HELD_ID, HeldPhoneForm
from auxilio.interop.held_source import LIMITS, HeldLocationSource
from auxilio.kernel.position import Point, PositionSource
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.http.outward import OutwardLimits
from tests.platform.http.test_outward import NAME, Network, Server, endless, fixed
from tests.voice.factories import AT, PIDF
from tests.voice.test_location_references import CIVIC, LINK, answer, held

PHONE = "+34600111222"
SECRET = "/held?token=only-we-know-it"
HASTY = OutwardLimits(bytes_max=RAW_MAX, whole_s=0.5)


@pytest.fixture
async def network(tmp_path: Path) -> AsyncIterator[Network]:
    async with AsyncExitStack() as stack:
        yield Network(tmp_path, stack)


def source(
    network: Network,
    server: Server,
    form: HeldPhoneForm = HeldPhoneForm.TEL,
    *,
    limits: OutwardLimits = LIMITS,
    flags: str = ";internal",
) -> HeldLocationSource:
    client = network.client(server.port, limits=limits, flags=flags)
    return HeldLocationSource(client, f"https://{NAME}:{server.port}{SECRET}", form, SimulatedClock(AT))


async def located(network: Network, content: bytes) -> LocationAnswer:
    server = await network.serves(fixed(content))
    return await source(network, server).locate(PHONE)


@pytest.mark.parametrize(
    ("form", "device"),
    [
        (HeldPhoneForm.TEL, f"<uri>tel:{PHONE}</uri>"),
        (HeldPhoneForm.MSISDN, f"<msisdn>{PHONE[1:]}</msisdn>"),
    ],
)
async def test_the_telephone_is_named_as_agreed_and_its_place_comes_as_positions(
    network: Network, form: HeldPhoneForm, device: str
) -> None:
    server = await network.serves(fixed(answer(held(PIDF))))
    found = await source(network, server, form).locate(PHONE)
    (fix,) = found.positions
    assert (fix.point, fix.uncertainty_m) == (Point(lat=41.61, lon=0.62), 35)
    assert (fix.source, fix.received_at, found.failure) == (PositionSource.HELD, AT, None)
    assert found.message is not None
    assert found.message.raw == held(PIDF).decode()
    (head,), (body,) = server.heads, server.bodies
    assert head.startswith(f"post {SECRET} ".lower())
    assert "content-type: application/held+xml" in head
    assert f'<device xmlns="{HELD_ID}">{device}</device>'.encode() in body
    assert b'responseTime="6000"><locationType>geodetic civic</locationType>' in body


async def test_the_same_answer_about_another_number_is_another_message(network: Network) -> None:
    server = await network.serves(fixed(answer(held(PIDF))))
    asked = source(network, server)
    messages = [(await asked.locate(phone)).message for phone in (PHONE, PHONE, "+34600111223")]
    one, again, other = (message.id for message in messages if message)
    assert (one == again, one == other) == (True, False)


@pytest.mark.parametrize(
    ("content", "code", "reason"),
    [
        (
            answer(f'<error xmlns="{HELD}" code="notLocatable"/>'.encode()),
            "location_server_refused",
            "notLocatable",
        ),
        (answer(b"<html/>", b"401 Unauthorized"), "location_server_refused", "HTTP 401"),
        (answer(held(PIDF), b"503 Service Unavailable"), "location_server_refused", "HTTP 503"),
        (answer(b"\x00\xff rubbish"), "location_answer_unreadable", None),
        (answer(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "location_answer_unreadable", None),
        (answer(held(LINK)), "location_answer_is_link", None),
        (answer(held(CIVIC)), "location_answer_no_point", None),
    ],
    ids=["error", "unauthorized", "unavailable", "rubbish", "entities", "link", "civic alone"],
)
async def test_an_answer_without_a_position_is_kept_and_its_reason_is_said(
    network: Network, content: bytes, code: str, reason: str | None
) -> None:
    found = await located(network, content)
    assert found.positions == ()
    assert found.message is not None, "what arrived is kept"
    assert found.failure is not None
    assert (found.failure.code, found.failure.reason) == (code, reason)
    assert found.failure.server.partition(":")[0] == NAME


async def test_a_server_that_hangs_drips_or_speaks_no_http_is_a_failure_with_a_code(network: Network) -> None:
    async def failed(server: Server, **more: str) -> str | None:
        found = await source(network, server, limits=HASTY, **more).locate(PHONE)
        assert found.message is None
        return found.failure and found.failure.code

    drips = await network.serves(endless(b"<", 0.02))
    assert await failed(drips) == "outward_too_slow"
    assert await failed(await network.serves(fixed(b"no http\r\n\r\n"))) == "outward_answer_unreadable"
    assert await failed(await network.serves(fixed(answer(b" " * (RAW_MAX + 1))))) == "outward_too_large"
    moved = await network.serves(fixed(answer(b"", b"302 Found\r\nlocation: https://lis.example/")))
    assert await failed(moved) == "outward_redirect"
    assert await failed(await network.serves(fixed(answer(b""))), flags="") == "outward_address_refused"


async def test_of_the_address_only_the_host_is_said(network: Network) -> None:
    server = await network.serves(fixed(answer(b"", b"500 Error")))
    found = await source(network, server).locate(PHONE)
    assert "token" not in repr(found)
    assert source(network, server).server == f"{NAME}:{server.port}"
