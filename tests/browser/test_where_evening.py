"""One evening of a centre with its ways in together: calls by SIP with what comes beside them, AML by HTTPS and by SMS, a reference
that is asked for, and a text to 112 that is answered (issue 17).

The parts are real: a trusted trunk with SIPp as the caller, a message centre of npm, a location server on loopback.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import httpx
import msgspec
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from auxilio.interop.aml_keys import ensure_aml_key
from auxilio.interop.formats.aml_form import HMAC_MARK, form_hmac
from auxilio.interop.sms.smpp_client import smpp_password_file
from tests.browser.api_colleagues import RoomSupervisor
from tests.browser.browser_session import by_bar, picture, violations
from tests.browser.conftest import RUNNING, absent, demo
from tests.browser.network_actors import (
    ShortMessageCentre,
    TownLocationServer,
    running_sipp,
    short_message_centre,
    telephone,
    town_location_server,
)
from tests.browser.text_call_pair import Operator, operator_at, stands_ready, takes_the_call
from tests.free_ports import free_port
from tests.interop.message_centre import PASSWORD, SYSTEM_ID

pytestmark = pytest.mark.thorough
MARTA, LATER, WRITES = "+34600100201", "+34600100202", "+34600100204"
PIDF = """\
<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gml="http://www.opengis.net/gml" xmlns:gs="http://www.opengis.net/pidflo/1.0" xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr" entity="pres:caller@carrier.example">
<tuple id="t1"><status><gp:geopriv><gp:location-info>
<gs:Ellipse srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>41.9197 1.8980</gml:pos><gs:semiMajorAxis uom="urn:ogc:def:uom:EPSG::9001">400</gs:semiMajorAxis><gs:semiMinorAxis uom="urn:ogc:def:uom:EPSG::9001">150</gs:semiMinorAxis><gs:orientation uom="urn:ogc:def:uom:EPSG::9102">30</gs:orientation></gs:Ellipse>
<ca:civicAddress><ca:country>ES</ca:country><ca:RD>Calle Mayor</ca:RD><ca:HNO>12</ca:HNO></ca:civicAddress>
</gp:location-info></gp:geopriv></status></tuple></presence>"""
COMMENT = """\
<EmergencyCallData.Comment xmlns="urn:ietf:params:xml:ns:EmergencyCallData:Comment"><Comment xml:lang="es">Tiene marcapasos</Comment></EmergencyCallData.Comment>"""


class Evening(msgspec.Struct, frozen=True):
    """A running centre, and the networks around it."""

    address: str
    sip_port: int
    messages: ShortMessageCentre
    network: TownLocationServer
    aml_key: bytes

    def aml(self, number: str, **said: str) -> None:
        """A telephone's message by HTTPS, signed; every sender is answered 200."""
        form = urlencode({"v": "2", "device_number": number, **said}).encode()
        signed = form + HMAC_MARK + form_hmac(form, self.aml_key).encode()
        kind = {"content-type": "application/x-www-form-urlencoded"}
        assert httpx.post(f"{self.address}/api/aml", content=signed, headers=kind).status_code == 200


@pytest.fixture(scope="module")
def evening(made: Path | None) -> Iterator[Evening]:
    if made is None or os.environ.get(RUNNING):
        absent("a centre of this test's own is needed: networks are around it")
    keys: list[bytes] = []

    def prepare(data: Path) -> None:
        keys.append(ensure_aml_key(data, "maker").read_bytes().strip())
        password = smpp_password_file(data)
        password.parent.mkdir(mode=0o700, exist_ok=True)
        password.write_text(f"{PASSWORD}\n")

    sip_port = free_port()
    with ExitStack() as open_:
        messages = open_.enter_context(short_message_centre())
        network = open_.enter_context(town_location_server())
        environ = {
            "AUXILIO_SIP_PORT": str(sip_port),
            "AUXILIO_SIP_TRUSTED": "127.0.0.0/8",
            "AUXILIO_LOCATION_HOSTS": f"{network.host};internal;http",
            "AUXILIO_SMPP_HOST": "127.0.0.1",
            "AUXILIO_SMPP_PORT": str(messages.port),
            "AUXILIO_SMPP_SYSTEM_ID": SYSTEM_ID,
        }
        address = open_.enter_context(demo(RUNNING, like=made, mode="real", environ=environ, prepare=prepare))
        messages.event("bind", known=True)
        yield Evening(address, sip_port, messages, network, keys[0])


@pytest.fixture
def desk(browser: Browser, evening: Evening) -> Iterator[Operator]:
    with operator_at(browser, evening.address, "lucia", "desk-01") as operator:
        stands_ready(operator)
        yield operator


def seen(page: Page, name: str) -> None:
    """Axe and a picture, light and dark."""
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        assert violations(page) == [], (name, theme)
        picture(page, f"{name}-{theme}-1440")


def fixes(page: Page) -> Locator:
    """The list of positions, opened by keyboard; without its head."""
    by_bar(page, "Posiciones del teléfono")
    return page.get_by_role("dialog").locator("tbody").get_by_role("row")


def hangs_up(desk: Operator) -> None:
    desk.press("Alt+KeyX", "Alt+KeyX")
    expect(desk.page.get_by_role("button", name="Ponerse listo")).to_be_visible()


def test_a_caller_is_found_by_all_that_comes_beside_the_call_and_one_fix_that_comes_twice_is_one(
    evening: Evening, desk: Operator, tmp_path: Path
) -> None:
    page = desk.page
    headers = f"Geolocation: <cid:pidf@phone>\nGeolocation: <http://{evening.network.host}/loc/3sd8>\nCall-Info: <cid:comment@phone>;purpose=EmergencyCallData.Comment\n"
    parts = [
        ("application/pidf+xml", "pidf@phone", PIDF),
        ("application/EmergencyCallData.Comment+xml", "comment@phone", COMMENT),
    ]
    with running_sipp(tmp_path, telephone(MARTA, *parts, headers=headers), f"127.0.0.1:{evening.sip_port}"):
        takes_the_call(desk)
        expect(desk.region("Datos de la red y del teléfono")).to_contain_text("Tiene marcapasos")
        at = datetime.now(UTC).replace(microsecond=0)
        place = {"location_latitude": "41.91965", "location_longitude": "1.89812", "location_accuracy": "12"}
        when = {"location_time": f"{round(at.timestamp() * 1000)}", "location_source": "GPS"}
        evening.aml(MARTA, **place, **when, location_certainty="90")
        evening.messages.text(
            MARTA, f'A"ML=1;lt=+41.91965;lg=+1.89812;rd=12;top={at:%Y%m%d%H%M%S};lc=90;pm=G'
        )
        evening.aml(MARTA, location_source="N")
        rows = fixes(page)
        expect(rows).to_have_count(3)
        for shown, words in enumerate(("elipse", "servidor de localización", "AML · satélites")):
            expect(rows.nth(shown)).to_contain_text(words)
        expect(rows.nth(2)).to_contain_text("El círculo menor")
        expect(page.get_by_role("dialog")).to_contain_text("Calle Mayor")
        seen(page, "desk-evening-fixes")
        desk.press("Escape")
        hangs_up(desk)


def test_a_fix_that_came_before_its_call_is_found_by_the_next_call_of_its_number(
    evening: Evening, desk: Operator, tmp_path: Path
) -> None:
    now_ms = round(datetime.now(UTC).timestamp() * 1000)
    place = {"location_latitude": "41.9201", "location_longitude": "1.8969", "location_accuracy": "20"}
    evening.aml(LATER, **place, location_time=f"{now_ms}", location_source="GPS")
    # Without a call it rings nowhere and opens nothing: so does a telephone's test.
    expect(desk.page.get_by_role("paragraph").filter(has_text="Nadie espera")).to_be_visible()
    with RoomSupervisor(evening.address, "clara", "room") as room:
        assert all(each["phone"] != LATER for each in room.rows("room", "calls"))
        assert room.rows("room", "cases") == []
    with running_sipp(tmp_path, telephone(LATER), f"127.0.0.1:{evening.sip_port}"):
        takes_the_call(desk)
        rows = fixes(desk.page)
        expect(rows).to_have_count(1)
        expect(rows.first).to_contain_text("AML")
        desk.press("Escape")
        hangs_up(desk)


def test_a_text_to_112_is_answered_and_both_sides_read_the_other(evening: Evening, desk: Operator) -> None:
    page = desk.page
    evening.messages.text(WRITES, "Hay alguien en casa, no puedo hablar")
    takes_the_call(desk)
    log = page.get_by_role("log")
    expect(log).to_contain_text("Hay alguien en casa, no puedo hablar")
    desk.press("Alt+KeyG")
    desk.type("¿Dónde está?")
    desk.press("Enter")
    sent = evening.messages.event("submit", destination_addr=WRITES.removeprefix("+"))
    assert (sent["source_addr"], sent["message"]) == ("112", "¿Dónde está?")
    answer = log.locator("p", has_text="¿Dónde está?")
    expect(answer).to_contain_text("enviado")
    evening.messages.receipt(WRITES, sent["id"], "DELIVRD")
    expect(answer).to_contain_text("entregado")
    evening.messages.text(WRITES, "Calle Mayor 12, tercero")
    expect(log).to_contain_text("Calle Mayor 12, tercero")
    desk.press("Alt+KeyG")
    desk.type("¿En qué piso?")
    desk.press("Enter")
    unreached = evening.messages.event("submit", destination_addr=WRITES.removeprefix("+"))
    evening.messages.receipt(WRITES, unreached["id"], "UNDELIV", err="011")
    expect(log.locator("p", has_text="¿En qué piso?")).to_contain_text("no se pudo entregar")
    expect(log.locator("p")).to_have_count(4)
    seen(page, "desk-evening-text")
