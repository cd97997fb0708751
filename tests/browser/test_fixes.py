"""A new position of the caller's telephone is read out and listed by keyboard, and the address that was agreed stays (decision 0391)."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.api_actors import Citizen
from tests.browser.browser_session import DESK, PHONE, RESULTS, by_bar, violations
from tests.browser.conftest import RUNNING, demo
from tests.browser.text_call_pair import answers, operator_at, takes_the_call
from tests.free_ports import free_port

pytestmark = pytest.mark.thorough
SIP_PORT = free_port()


@pytest.fixture(scope="module")
def installation(made: Path | None) -> Iterator[str]:
    with demo(RUNNING, like=made, environ={"AUXILIO_SIP_PORT": str(SIP_PORT)}) as address:
        yield address


def fix(radius_m: float | None, age_s: float, **more: Any) -> dict[str, Any]:
    at = datetime.now(UTC) - timedelta(seconds=age_s)
    point = {"lat": 41.92, "lon": 1.90}
    return {"point": point, "source": "browser", "uncertainty_m": radius_m, "at": at.isoformat(), **more}


def shot(page: Any, name: str) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=RESULTS / f"{name}.png")


def test_every_fix_is_listed_by_keyboard_and_the_one_on_the_map_says_why(
    browser: Browser, installation: str
) -> None:
    with operator_at(browser, installation, "lucia", "desk-01") as operator:
        page = operator.page
        caller = Citizen(installation, words="Me duele el pecho", position=fix(900, 40, method="cell"))
        answers(operator, "Me duele el pecho")
        by_bar(page, "Posiciones del teléfono")
        rows = page.get_by_role("dialog").get_by_role("row")
        expect(rows).to_have_count(2)
        expect(rows.nth(1)).to_contain_text("página del alertante · antenas")
        expect(rows.nth(1)).to_contain_text("Es la única")
        altitude = {"metres": 871.4, "above": "ellipsoid", "uncertainty_m": 4.2}
        movement = {"speed_m_s": 5, "bearing_deg": 44}
        caller.do(
            "calls.report_position", position=fix(12, 0, method="gnss", altitude=altitude, movement=movement)
        )
        caller.do("calls.report_position", position=fix(None, 0))
        expect(rows).to_have_count(4)
        expect(rows.nth(2)).to_contain_text("El círculo menor, contada su edad")
        expect(rows.nth(2)).to_contain_text("871 m de altura GPS ±5 m · 18 km/h al nordeste")
        expect(rows.nth(3)).to_contain_text("desconocido")
        news = page.locator("p[role=status]", has_text="Posición nueva:")
        expect(news).to_contain_text("desconocido")
        for theme in ("dark", "light"):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                assert violations(page) == [], theme
                shot(page, f"fixes-{theme}-{size['width']}")
        page.set_viewport_size(DESK)
        page.keyboard.press("Escape")
        caller.hang_up()


def text_call_with(links: str, own: int) -> bytes:
    """An INVITE of a telephone that writes, so that a desk without a line may take it."""
    sdp = (
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=text {own} RTP/AVP 98\r\na=rtpmap:98 t140/1000\r\n"
    )
    return (
        f"INVITE sip:112@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{own};rport;branch=z9hG4bKlinks\r\n"
        "From: <sip:+34600100200@carrier.example>;tag=links\r\nTo: <sip:112@127.0.0.1>\r\nCall-ID: links\r\n"
        f"CSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContact: <sip:carrier@127.0.0.1:{own}>\r\n"
        f"Geolocation: {links}\r\nContent-Type: application/sdp\r\nContent-Length: {len(sdp)}\r\n\r\n{sdp}"
    ).encode()


def test_a_location_that_was_not_obtained_stands_beside_the_address_with_its_reason_in_the_list(
    browser: Browser, installation: str
) -> None:
    with (
        operator_at(browser, installation, "lucia", "desk-01") as operator,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as telephone,
    ):
        page = operator.page
        telephone.bind(("127.0.0.1", 0))
        own: int = telephone.getsockname()[1]
        links = "<https://lis.example/3sd8>, <sips:3sd8@presence.example>"
        telephone.sendto(text_call_with(links, own), ("127.0.0.1", SIP_PORT))
        takes_the_call(operator)
        expect(page.get_by_text("sin posición de lis.example")).to_be_visible()
        by_bar(page, "Posiciones del teléfono")
        listed = page.get_by_role("dialog").get_by_role("listitem")
        expect(listed).to_have_count(2)
        expect(listed.filter(has_text="lis.example")).to_contain_text("no está entre los sistemas")
        expect(listed.filter(has_text="presence.example")).to_contain_text("suscripción SIP")
        assert "3sd8" not in page.content(), "whoever has the link may ask"
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            assert violations(page) == []
            shot(page, f"fixes-not-obtained-{size['width']}")
        page.set_viewport_size(DESK)
        page.keyboard.press("Escape")
