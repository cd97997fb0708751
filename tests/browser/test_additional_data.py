"""What networks and a device say beside a call stands at its desk, harmless, and whose line it is by a recorded look (decision 0406)."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Browser, expect

from auxilio.app.cli.demo import mode_of
from auxilio.app.composition import open_runtime
from auxilio.app.settings import Settings, read_settings
from auxilio.app.storage import postgres_of
from auxilio.calls.core import messages as m
from auxilio.calls.core.additional_data import (
    CallData,
    CallDataOrigin,
    CallDevice,
    DataComment,
    DataProvider,
    DeviceClass,
    LineKind,
    LineMobility,
    LineService,
    ProviderKind,
    Subscriber,
    TextMark,
)
from auxilio.calls.core.model import CallChannel
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CommandId
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor
from tests.browser.browser_session import by_bar
from tests.browser.test_ecall import Centre, seen_in_every_size
from tests.browser.test_ecall import centre as centre
from tests.browser.text_call_pair import operator_at, stands_ready, takes_the_call

pytestmark = pytest.mark.thorough
NAME = "Datos de la red y del teléfono"
AT = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
IN_CALL = CallData(
    origin=CallDataOrigin.TRUSTED_CALL,
    received_at=AT,
    unread=1,
    unlisted=("hovercraft",),
    providers=(DataProvider(name="Telefónica de Prueba", kind=ProviderKind.TELECOM, contact="+34900100200"),),
    services=(LineService(mobility=LineMobility.NOMADIC, kinds=(LineKind.VOIP,)),),
    devices=(CallDevice(classification=DeviceClass.SMART_PHONE, manufacturer="Acme", model="X1"),),
    comments=(
        DataComment(
            text="Gas cloro en el sótano <b>ver</b> https://evil.example/plano",
            language="es",
            marks=(TextMark.HIDDEN_CHARACTERS, TextMark.LINK),
        ),
    ),
    subscribers=(
        Subscriber(
            name="Marta Vidal",
            addresses=("Mayor 12, 25001 Lleida, ES",),
            telephones=("+34973000000",),
            languages=("ca", "es"),
            privacy_requested=True,
        ),
    ),
)
FAILED = CallData(
    origin=CallDataOrigin.SERVER, received_at=AT, server="datos.example", failed="outward_too_slow"
)


def tell(centre: Centre, *commands: Command) -> None:
    """What the exchange tells of a call."""
    settings = read_settings({**os.environ}, Path.cwd())
    settings = msgspec.structs.replace(settings, data=centre.data, mode=mode_of(centre.data))
    with start_blocking_portal() as portal:
        portal.call(_tell, settings, commands)


async def _tell(settings: Settings, commands: Sequence[Command]) -> None:
    dsn = await postgres_of(settings).start()  # it runs already: it is joined
    async with open_runtime(msgspec.structs.replace(settings, database_url=dsn)) as runtime:
        for command in commands:
            await runtime.commands.handle(CommandId(new_id()), command, system_actor(settings.mode))


def test_the_desk_reads_what_is_said_beside_its_call_by_keyboard(browser: Browser, centre: Centre) -> None:
    with operator_at(browser, centre.address, "lucia", "desk-01") as operator:
        page = operator.page
        stands_ready(operator)
        call = CallId(new_id())
        tell(centre, m.ReceiveCall(call=call, channel=CallChannel.CHAT))
        takes_the_call(operator)
        tell(centre, *(m.ReportAdditionalData(call=call, data=data) for data in (IN_CALL, FAILED)))
        line = page.get_by_role("region", name=NAME)
        expect(line).to_contain_text("Teléfono inteligente · Acme X1")
        expect(line).to_contain_text("Nómada: puede estar en cualquier lugar · Voz por Internet")
        expect(line).to_contain_text("«Gas cloro en el sótano <b>ver</b>")
        seen_in_every_size(page, "data-line")

        by_bar(page, NAME)
        card = page.get_by_role("dialog", name=NAME)
        expect(card).to_contain_text("lo dice la red o el teléfono. Sin comprobar.")
        expect(card).to_contain_text("Telefónica de Prueba · Operador de telefonía")
        expect(card).to_contain_text("Se han quitado caracteres que no se ven")
        expect(card).to_contain_text("no se abre")
        expect(card.get_by_role("link")).to_have_count(0)
        expect(card).to_contain_text("Un documento no se ha podido leer")
        expect(card).to_contain_text("Palabras que no son de ninguna lista: hovercraft")
        expect(card).to_contain_text("«datos.example» no ha respondido a tiempo")
        seen_in_every_size(page, "data-card")

        expect(card).not_to_contain_text("Marta Vidal")
        card.get_by_role("button", name="Leer quién es el titular").focus()
        page.keyboard.press("Enter")
        expect(card.get_by_role("status")).to_contain_text("Marta Vidal")
        expect(card.get_by_role("status")).to_contain_text("Ha pedido que sus datos no se divulguen")
        seen_in_every_size(page, "data-subscriber")
        page.keyboard.press("Escape")
        expect(card).to_have_count(0)
        by_bar(page, NAME)
        expect(card).to_contain_text("Telefónica de Prueba")
        expect(card).not_to_contain_text("Marta Vidal")
        page.keyboard.press("Escape")
