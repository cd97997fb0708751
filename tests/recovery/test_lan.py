"""Aim: `auxilio demo --lan` gives a telephone of the same network a page that may ask for its position."""

import asyncio
import hashlib
import ssl
from collections.abc import Iterator

import httpx
import pytest
import websockets
from playwright.async_api import Browser, expect

from auxilio.app.cli.demo_people import PASSWORD
from auxilio.platform.certificate import lan_addresses
from tests.recovery.demo_centre import Centre, running_centre

pytestmark = pytest.mark.browser
HERE = {"latitude": 41.9197, "longitude": 1.8980, "accuracy": 25}


@pytest.fixture(scope="module")
def lan() -> Iterator[Centre]:
    with running_centre("--lan") as running:
        yield running


def addresses(centre: Centre) -> list[str]:
    """This machine's own, and those by which the network reaches it."""
    named = [f"[{one}]" if ":" in one else one for one in lan_addresses() if ":" not in one]
    return [f"https://{host}:{centre.port}" for host in ["127.0.0.1", *named]]


async def test_with_the_certificate_trusted_every_address_answers_and_sessions_never_leave_tls(
    lan: Centre,
) -> None:
    for address in addresses(lan):
        async with httpx.AsyncClient(base_url=address, verify=lan.trust) as client:
            body = {"login": "lucia", "password": PASSWORD, "desk": "desk-01"}
            reply = await client.post("/api/session", json=body, headers={"origin": address})
            assert reply.status_code == 200, reply.text
            cookie = reply.headers["set-cookie"].lower()
            assert "secure" in cookie
            assert "httponly" in cookie
            # No name was stated for a year to come, and addresses of a network move (decision 0240).
            assert "strict-transport-security" not in reply.headers
            strange = await client.post("/api/session", json=body, headers={"origin": "https://example.org"})
            assert (strange.status_code, strange.json()["code"]) == (403, "origin_not_ours")
            url = address.replace("https", "wss") + "/api/boards"
            session = f"auxilio_session={client.cookies['auxilio_session']}"
            async with websockets.connect(
                url, ssl=lan.trust, additional_headers={"cookie": session}, origin=websockets.Origin(address)
            ) as line:
                assert b"beat" in (await line.recv()).encode()  # type: ignore[union-attr]  # boards speak text


async def test_plain_http_and_an_untrusted_client_get_nothing(lan: Centre) -> None:
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.TransportError):
            await client.get(f"http://127.0.0.1:{lan.port}/api/health")
        with pytest.raises(httpx.ConnectError) as refused:
            await client.get(f"{lan.address}/api/health")
    assert isinstance(refused.value.__cause__ or refused.value.__context__, Exception)
    assert "CERTIFICATE_VERIFY_FAILED" in str(refused.value)


async def test_it_tells_where_it_is_how_to_trust_it_and_draws_the_code_for_a_telephone(lan: Centre) -> None:
    shown = await asyncio.to_thread(ssl.get_server_certificate, ("127.0.0.1", lan.port))
    digest = ssl.PEM_cert_to_DER_cert(shown)
    fingerprint = hashlib.sha256(digest).hexdigest().upper()
    assert ":".join(fingerprint[n : n + 2] for n in range(0, 64, 2)) in lan.said
    assert f":{lan.port}/call" in lan.said
    assert sum(lan.said.count(block) for block in "█▀▄") > 200, "no code was drawn"


async def test_a_telephone_shares_its_position_over_it(lan: Centre, chromium: Browser) -> None:
    context = await chromium.new_context(
        base_url=addresses(lan)[-1], locale="es-ES", geolocation=HERE, permissions=["geolocation"],
        ignore_https_errors=True, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844},
    )  # fmt: skip
    page = await context.new_page()
    await page.goto("/call")
    assert await page.evaluate("isSecureContext")
    await page.get_by_role("button", name="Escribir").tap()
    await page.get_by_label("Escribir").fill("Se quema la cocina")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Enviarla").tap()
    await expect(page.get_by_text("Posición enviada")).to_be_visible(timeout=60_000)
    await context.close()
