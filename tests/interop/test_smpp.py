"""Aim: short messages go both ways through a message centre of strangers: what it delivers is taken before it is acknowledged, what
we send leaves once and its receipts come back, and the line returns whatever happens to it (decision 0404).

Against the package `smpp` of npm, over real sockets and a real database.
"""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from auxilio.app.settings import Settings
from auxilio.calls.location_messages import LocationMessages
from auxilio.calls.parked_fixes.store import ParkedFixStore
from auxilio.calls.store import TextingNumbers
from auxilio.calls.text_messages import TextMessages
from auxilio.interop.formats.gsm7 import pack_septets
from auxilio.interop.formats.smpp import SmppStatus
from auxilio.interop.rejections import RejectionAudit
from auxilio.interop.sms.sending import SmsNotSent, SmsState
from auxilio.interop.sms.smpp_client import smpp_password_file
from auxilio.interop.sms.smpp_connection import DELIVERIES_MAX
from auxilio.interop.sms.store import PARTS_KEPT_S, PARTS_WAIT_S
from auxilio.interop.sms_receiver import NOT_TAKEN_IN_ALL, NOT_TAKEN_OF_GATEWAY, SmsReceiver
from auxilio.kernel.ids import CommandId
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.shared_limits import SharedRateLimiter
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor
from tests.database import Database
from tests.free_ports import free_port
from tests.interop.message_centre import MessageCentre, message_centre
from tests.interop.smpp_line import OF_PHONE, PHONE, Line, line_over, settings_of
from tests.voice.certificates import certificate

AML = 'A"ML=1;lt=+39.47000;lg=-0.37000;rd=12;top=20261202025320;lc=90;pm=G'


# --- what comes in --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "content"),
    [
        ({"text": "Ayuda, 50 € {calle}", "data_coding": 0}, {"text": "Ayuda, 50 € {calle}"}),
        ({"text": "помощь 😀", "data_coding": 8}, {"text": "помощь 😀"}),
        ({"hex": "e1f1", "data_coding": 3}, {"text": "áñ"}),
        ({"hex": pack_septets(AML).hex(), "data_coding": 4}, {"hex": pack_septets(AML).hex()}),
        ({"hex": pack_septets(AML).hex(), "data_coding": 0}, {"hex": pack_septets(AML).hex()}),
        ({"hex": pack_septets(AML).hex(), "data_coding": 0xF5}, {"hex": pack_septets(AML).hex()}),
    ],
    ids=["GSM", "UCS-2", "Latin-1", "data", "packed as text", "data with a class"],
)
async def test_a_message_is_handed_over_as_its_coding_and_its_bytes_say(
    line: Line, centre: MessageCentre, fields: dict[str, Any], content: dict[str, str]
) -> None:
    assert await centre.deliver(**OF_PHONE, **fields) == SmppStatus.OK
    (message,) = line.received.messages
    assert (message.sender, message.recipient) == (f"+{PHONE}", "112")
    assert {"text": message.text, "hex": message.hex} == {"text": None, "hex": None} | content


async def test_aml_as_a_data_message_waits_for_the_call_of_its_sender(
    database: Database, centre: MessageCentre, tmp_path: Path
) -> None:
    limits = SharedRateLimiter(database.pool, SystemClock())
    locations = LocationMessages(ParkedFixStore(database.pool), SystemClock(), _NoCommands(), system_actor())
    audit = RejectionAudit(limits, locations, NOT_TAKEN_OF_GATEWAY, NOT_TAKEN_IN_ALL)
    texts = TextMessages(TextingNumbers(database.pool), limits, _NoCommands(), system_actor())

    async def no_reply(_phone: str, _words: str) -> bool:
        return False

    receiver = SmsReceiver(locations, texts, no_reply, audit, "ES")
    async with line_over(database, settings_of(tmp_path, centre.port), receiver):
        await centre.event("bind")
        sent = {"hex": pack_septets(AML).hex(), "udh": "0605041f980000", "data_coding": 4}
        assert await centre.deliver(**OF_PHONE, **sent) == SmppStatus.OK
    assert (
        await database.pool.fetchval("select count(*) from parked_fix where identity = $1", f"+{PHONE}") == 1
    )


class _NoCommands:
    """No call is there, so nothing is commanded."""

    async def handle(self, id: CommandId, command: Any, actor: Any) -> Any:
        raise AssertionError(command)


async def test_parts_are_joined_in_their_order_each_acknowledged_when_it_is_kept(
    line: Line, centre: MessageCentre
) -> None:
    for number, text in ((3, "tres"), (1, "uno "), (2, "dos ")):
        assert not line.received.messages
        assert await centre.deliver(**OF_PHONE, text=text, udh=f"0500030703{number:02x}") == SmppStatus.OK
    (message,) = line.received.messages
    assert message.text == "uno dos tres"
    assert await line.database.pool.fetchval("select count(*) from sms_part") == 0


async def test_parts_by_parameters_join_too_also_where_a_character_lies_across_two(
    line: Line, centre: MessageCentre
) -> None:
    whole = "ayuda 😀".encode("utf-16-be")
    for number, part in enumerate((whole[:14], whole[14:]), 1):
        fields = {"sar_msg_ref_num": 9, "sar_total_segments": 2, "sar_segment_seqnum": number}
        assert await centre.deliver(**OF_PHONE, **fields, hex=part.hex(), data_coding=8) == SmppStatus.OK
    assert [message.text for message in line.received.messages] == ["ayuda 😀"]


@pytest.mark.parametrize(
    ("elements", "septets", "text"),
    [
        ("240102", b"\x1bArbol, all\x1bi, aqu\x1bi", "Árbol, allí, aquí"),
        ("250103240103", b"N\x7bo consigo, m\x1ba\x1d \x05e", "Não consigo, mÂâ ée"),
        ("250101", b"\x40mdat! \x1dimdi", "İmdat! şimdi"),
        ("240106", b"\x1bArbol ca\x1bido", "Arbol caido"),
    ],
    ids=["Spanish", "Portuguese", "Turkish", "not read"],
)
async def test_a_text_of_a_national_language_is_read_by_its_tables_whole_and_in_parts(
    line: Line, centre: MessageCentre, elements: str, septets: bytes, text: str
) -> None:
    """3GPP TS 23.038, A.2 and A.3; of a language that is not read, by the default tables (6.2.1.2.4)."""
    whole = f"{len(elements) // 2:02x}{elements}"
    assert await centre.deliver(**OF_PHONE, hex=septets.hex(), udh=whole) == SmppStatus.OK
    for number, part in enumerate((septets[:9], septets[9:]), 1):
        with_part = f"{len(elements) // 2 + 5:02x}00030702{number:02x}{elements}"
        assert await centre.deliver(**OF_PHONE, hex=part.hex(), udh=with_part) == SmppStatus.OK
    assert [message.text for message in line.received.messages] == [text, text]


async def test_a_message_whose_part_does_not_come_is_taken_with_a_gap(
    line: Line, centre: MessageCentre
) -> None:
    for number, text in ((1, "calle"), (3, "tercero")):
        await centre.deliver(**OF_PHONE, text=text, udh=f"0500030703{number:02x}")
    await line.service.receiver.tidy()
    assert not line.received.messages, "the third may come"
    before = after_s(SystemClock().now(), -PARTS_WAIT_S - 1)
    await line.database.pool.execute("update sms_part set received_at = $1", before)
    await line.service.receiver.tidy()
    assert [message.text for message in line.received.messages] == ["calle […] tercero"]
    await line.service.receiver.tidy()
    assert len(line.received.messages) == 1


@pytest.mark.parametrize(
    ("fault", "left"),
    [(Refused("malformed"), 0), (Refused("too_busy"), 1), (ValueError("a defect"), 1)],
)
async def test_parts_that_cannot_be_taken_stop_neither_the_worker_nor_the_next_message(
    line: Line, centre: MessageCentre, fault: Exception, left: int
) -> None:
    for reference in ("07", "08"):
        await centre.deliver(**OF_PHONE, text="calle", udh=f"050003{reference}0301")
    before = after_s(SystemClock().now(), -PARTS_WAIT_S - 1)
    await line.database.pool.execute("update sms_part set received_at = $1", before)
    line.received.faults.append(fault)
    await line.service.receiver.tidy()
    assert len(line.received.messages) == 1
    assert await line.database.pool.fetchval("select count(*) from sms_part") == left
    await line.database.pool.execute("update sms_part set received_at = $1", after_s(before, -PARTS_KEPT_S))
    await line.service.receiver.tidy()
    assert await line.database.pool.fetchval("select count(*) from sms_part") == 0


async def test_what_could_not_be_taken_is_not_acknowledged_so_that_it_is_sent_again(
    line: Line, centre: MessageCentre
) -> None:
    line.received.faults += [ConnectionError("the database went"), Refused("too_busy"), Refused("malformed")]
    statuses = [await centre.deliver(**OF_PHONE, text="hola") for _ in range(4)]
    assert statuses == [SmppStatus.TEMPORARY, SmppStatus.TEMPORARY, SmppStatus.PERMANENT, SmppStatus.OK]
    assert len(line.received.messages) == 1


async def test_a_flood_is_asked_to_wait_and_what_was_taken_keeps_its_order(
    line: Line, centre: MessageCentre
) -> None:
    line.received.gate = asyncio.Event()
    count = DELIVERIES_MAX + 20
    for nth in range(count):
        await centre.do("deliver", name=f"f{nth}", text=f"{nth}", **OF_PHONE)
    refused = [(await centre.event("delivered"))["status"] for _ in range(count - DELIVERIES_MAX - 1)]
    assert set(refused) == {SmppStatus.QUEUE_FULL}
    line.received.gate.set()
    await line.until(lambda: len(line.received.messages) == DELIVERIES_MAX + 1)
    texts = [int(message.text or "") for message in line.received.messages]
    assert texts == sorted(texts)


@pytest.mark.parametrize(
    "bytes_",
    ["ffffffff000000050000000000000001", "0000000f000000050000000000000001", "00000000" * 4],
    ids=["too long", "too short", "zero"],
)
async def test_a_length_that_cannot_be_ends_the_connection_and_the_line_comes_back(
    line: Line, centre: MessageCentre, bytes_: str
) -> None:
    await centre.do("raw", bytes=bytes_)
    await centre.event("bind", known=True)
    assert await centre.deliver(**OF_PHONE, text="hola") == SmppStatus.OK


async def test_unreadable_deliveries_and_unknown_requests_cost_themselves_alone(
    line: Line, centre: MessageCentre
) -> None:
    unreadable = "0000001400000005000000000000000700ffffff"
    alert = f"{30:08x}0000010200000000000000080101{PHONE.encode().hex()}00"
    unknown = "00000010000000030000000000000009"
    for _ in range(3):  # more than are borne one after the other
        await centre.do("raw", bytes=unreadable * 15 + alert + unknown)
        assert await centre.deliver(**OF_PHONE, text="hola") == SmppStatus.OK
    nacks = [one["sequence_number"] for one in centre.seen if one["event"] == "nack"]
    assert nacks == [9, 9, 9], "an alert_notification has no response"
    assert not [one for one in centre.seen if one["event"] == "closed"]


async def test_what_a_telephone_acknowledges_by_itself_is_no_text_and_what_a_person_answers_is(
    line: Line, centre: MessageCentre
) -> None:
    for kind, text in ((2, "leido"), (6, "fin"), (4, "opcion 1")):
        assert await centre.deliver(**OF_PHONE, text=text, esm_class=kind << 2) == SmppStatus.OK
    assert [message.text for message in line.received.messages] == ["opcion 1"]


# --- the line -------------------------------------------------------------------------------------


async def test_without_a_gateway_a_message_fails_at_once(database: Database, tmp_path: Path) -> None:
    async with line_over(database, Settings(data=tmp_path)) as line:
        await line.service.run()
        await line.service.sender.deliver(line.parcel(new_id(), "hola"))
    assert [(one.state, one.code) for one in line.reports] == [(SmsState.FAILED, "no_gateway")]


async def test_the_line_comes_back_when_it_was_cut_and_meanwhile_says_that_nothing_is_sent(
    line: Line, centre: MessageCentre
) -> None:
    await centre.do("drop")
    await centre.event("bind", known=True)
    await line.bound()
    assert await centre.deliver(**OF_PHONE, text="hola") == SmppStatus.OK
    await line.until(lambda: len(line.received.messages) == 1)


async def test_a_message_centre_that_appears_later_is_found(database: Database, tmp_path: Path) -> None:
    port = free_port()
    async with line_over(database, settings_of(tmp_path, port)) as line:
        while await line.state() is None:
            await asyncio.sleep(0.01)
        assert await line.state() == "unreachable"
        with pytest.raises(SmsNotSent, match="not_bound"):
            await line.service.sender.send(new_id(), "+34600000002", "hola")
        async with message_centre(port=port) as centre:
            await centre.event("bind", known=True)
            await line.bound()
            while await line.state() != "bound":
                await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("password", "code"), [("", "password_missing"), ("other", "bind_refused"), ("x" * 9, "password_missing")]
)
async def test_a_wrong_password_keeps_the_line_down_and_its_state_says_why(
    database: Database, centre: MessageCentre, tmp_path: Path, password: str, code: str
) -> None:
    settings = settings_of(tmp_path, centre.port)
    smpp_password_file(tmp_path).write_text(password)
    async with line_over(database, settings) as line:
        while await line.state() is None:
            await asyncio.sleep(0.01)
        assert await line.state() == code


@pytest.mark.parametrize("trusted", [True, False])
async def test_over_tls_the_certificate_must_be_of_the_host(
    database: Database, tmp_path: Path, trusted: bool
) -> None:
    certificate(tmp_path, "127.0.0.1" if trusted else "other.example")
    both = tmp_path / "both.pem"
    async with message_centre(both, both) as centre:
        settings = settings_of(tmp_path, centre.port, smpp_tls=True, smpp_ca=both)
        async with line_over(database, settings) as line:
            if trusted:
                await centre.event("bind", known=True)
                assert await centre.deliver(**OF_PHONE, text="hola") == SmppStatus.OK
            while await line.state() is None:
                await asyncio.sleep(0.01)
            assert await line.state() == ("bound" if trusted else "not_trusted")


async def test_when_the_worker_goes_it_unbinds(
    database: Database, centre: MessageCentre, tmp_path: Path
) -> None:
    async with line_over(database, settings_of(tmp_path, centre.port)) as line:
        await line.bound()
    await centre.event("unbind")
