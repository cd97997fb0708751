"""Aim: what we send by SMPP leaves once, in parts where it is long, and its receipts come back (decision 0404).

Against the package `smpp` of npm, over real sockets and a real database.
"""

import asyncio
from unittest.mock import ANY, AsyncMock

import msgspec
import pytest

from auxilio.interop.formats.smpp import SmppStatus
from auxilio.interop.short_message import TEXT_MAX
from auxilio.interop.sms.sending import SmsNotSent, SmsReport, SmsState
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.outbox import ATTEMPTS_MAX
from auxilio.platform.ids import new_id
from tests.interop.message_centre import MessageCentre
from tests.interop.smpp_line import OF_PHONE, Line

RECEIPT = "id:{} sub:001 dlvrd:001 submit date:2612021000 done date:2612021001 stat:{} err:{} text:hola"


async def test_a_text_of_the_outbox_leaves_once_and_its_receipt_is_reported(
    line: Line, centre: MessageCentre
) -> None:
    id = new_id()
    await line.service.sender.deliver(line.parcel(id, "El 112 le llama ahora. 50 €"))
    sent = await centre.event("submit")
    assert (sent["source_addr"], sent["destination_addr"], sent["dest_addr_ton"]) == ("112", "34600000002", 1)
    assert (sent["message"], sent["registered_delivery"]) == ("El 112 le llama ahora. 50 €", 1)
    await line.service.sender.deliver(line.parcel(id, "El 112 le llama ahora. 50 €"))
    receipt = RECEIPT.format(sent["id"], "DELIVRD", "000")
    assert await centre.deliver(**OF_PHONE, text=receipt, esm_class=4) == SmppStatus.OK
    assert [(one.id, one.state) for one in line.reports] == [(id, SmsState.SENT), (id, SmsState.DELIVERED)]
    assert not line.received.messages, "a receipt is no message"
    assert len([one for one in centre.seen if one["event"] == "submit"]) == 1


async def test_a_long_text_goes_in_parts_and_is_delivered_when_all_are(
    line: Line, centre: MessageCentre
) -> None:
    id, text = new_id(), "Diga dónde está. Ñandú Ж " * 6
    await line.service.sender.deliver(line.parcel(id, text))
    parts = [await centre.event("submit") for _ in range(3)]
    assert "".join(part["message"] for part in parts) == text
    assert [part["udh"][0][-4:] for part in parts] == ["0301", "0302", "0303"]
    for part in parts:
        assert SmsState.DELIVERED not in {one.state for one in line.reports}
        await centre.deliver(
            **OF_PHONE,
            text="made up by the centre",
            esm_class=4,
            receipted_message_id=part["id"],
            message_state=2,
        )
    assert [one.state for one in line.reports] == [SmsState.SENT, SmsState.DELIVERED]


async def test_a_part_that_fails_fails_the_message_with_the_code_of_the_network(
    line: Line, centre: MessageCentre
) -> None:
    id = new_id()
    await line.service.sender.send(id, "+34600000002", "hola")
    sent = await centre.event("submit")
    await centre.deliver(**OF_PHONE, text=RECEIPT.format(sent["id"], "UNDELIV", "011"), esm_class=4)
    assert [(one.state, one.code) for one in line.reports[1:]] == [(SmsState.FAILED, "011")]


async def test_a_receipt_that_overtakes_the_note_of_its_message_is_kept(line: Line) -> None:
    id, now = new_id(), SystemClock().now()
    await line.service.sender.receipt("m1", SmsState.DELIVERED, now)
    assert not line.reports
    assert await line.service.sender.send(id, "+34600000002", "hola") == "m1"
    assert [one.state for one in line.reports] == [SmsState.SENT, SmsState.DELIVERED]


async def test_a_name_that_a_message_centre_gives_again_brings_no_old_receipt(line: Line) -> None:
    old, now = new_id(), SystemClock().now()
    await line.service.sender.sent.note(old, "smpp", ["m1"], now)
    await line.service.sender.receipt("m1", SmsState.DELIVERED, now)
    line.reports.clear()
    await line.service.sender.send(new_id(), "+34600000002", "hola")
    assert [one.state for one in line.reports] == [SmsState.SENT]


async def test_a_status_that_says_nothing_of_the_message_is_tried_again_and_the_last_attempt_is_reported(
    line: Line, centre: MessageCentre
) -> None:
    id, statuses = new_id(), (0x04, 0x08, 0x14, 0x45, 0x58, 0x64, 0xFF)
    await centre.do("answer", statuses=[*statuses, 0x58, 0])
    for _ in statuses:
        with pytest.raises(SmsNotSent):
            await line.service.sender.deliver(line.parcel(id, "hola"))
    assert not line.reports
    with pytest.raises(SmsNotSent):
        await line.service.sender.deliver(line.parcel(id, "hola", ATTEMPTS_MAX))
    assert [(one.state, one.code) for one in line.reports] == [(SmsState.FAILED, "smpp_0x58")]


async def test_parts_that_a_message_centre_calls_by_one_name_are_sent_once_and_have_one_receipt(
    line: Line,
) -> None:
    id, now = new_id(), SystemClock().now()
    await line.service.sender.sent.note(id, "smpp", ["m7", "m7"], now)
    await line.service.sender.receipt("m7", SmsState.DELIVERED, now)
    assert [(one.id, one.state) for one in line.reports] == [(id, SmsState.DELIVERED)]


async def test_a_number_that_the_message_centre_refuses_is_reported_and_not_tried_again(
    line: Line, centre: MessageCentre
) -> None:
    await centre.do("answer", statuses=[0x0B])
    await line.service.sender.deliver(line.parcel(new_id(), "hola"))
    assert [(one.state, one.code) for one in line.reports] == [(SmsState.FAILED, "smpp_0xb")]


@pytest.mark.parametrize("body", ["{}", '{"id": 1}', "no", '{"id":"0196","to":"112\\n","text":"x"}'], ids=str)
async def test_a_body_that_is_none_is_an_attempt_and_nothing_leaves(
    line: Line, centre: MessageCentre, body: str
) -> None:
    parcel = msgspec.structs.replace(line.parcel(new_id(), "x"), body=body)
    with pytest.raises(msgspec.MsgspecError):
        await line.service.sender.deliver(parcel)
    assert not line.reports


async def test_the_last_attempt_is_reported_whatever_it_fails_of(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line.service.sender.gateway, "submit", AsyncMock(side_effect=TimeoutError))
    for text, code in (("x" * (TEXT_MAX + 1), "unreadable"), ("hola", "silent")):
        id = new_id()
        with pytest.raises((msgspec.MsgspecError, TimeoutError)):
            await line.service.sender.deliver(line.parcel(id, text, ATTEMPTS_MAX))
        assert line.reports.pop() == SmsReport(id=id, state=SmsState.FAILED, at=ANY, code=code)


async def test_parts_that_are_sent_again_keep_their_reference(line: Line, centre: MessageCentre) -> None:
    parcel = line.parcel(new_id(), "Diga dónde está. Ñandú Ж " * 6)
    await centre.do("answer", statuses=[0, SmppStatus.THROTTLED, 0])
    with pytest.raises(SmsNotSent):
        await line.service.sender.deliver(parcel)
    await line.service.sender.deliver(parcel)
    parts = [await centre.event("submit") for _ in range(6)]
    assert len({part["udh"][0][:-2] for part in parts}) == 1
    assert [one.state for one in line.reports] == [SmsState.SENT]


async def test_many_at_once_keep_the_window_and_all_leave(line: Line, centre: MessageCentre) -> None:
    ids = [new_id() for _ in range(60)]
    await asyncio.gather(*(line.service.sender.send(id, "+34600000002", f"{id}") for id in ids))
    sent = [await centre.event("submit") for _ in ids]
    assert {one["message"] for one in sent} == {str(id) for id in ids}
