"""Aim: whose line a call comes from is read by who may see callers, each look is a fact, and no board, story or file tells it in passing."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec

from auxilio.access.case_entities import CaseEntities
from auxilio.access.case_visibility import CaseVisibility
from auxilio.calls.core import messages as calls
from auxilio.calls.core.additional_data import SUBSCRIBER_BODY, CallData, CallDataOrigin, Subscriber
from auxilio.calls.core.boards import call_row
from auxilio.calls.core.ecall_model import EcallMsd
from auxilio.calls.core.model import Attachment
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.kernel.event import Envelope, Event
from auxilio.kernel.ids import CaseId, stream_id
from auxilio.kernel.position import PositionSource
from auxilio.platform.blobs.ports import Digest
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from tests.actors import person, system
from tests.calls.test_attachments import FIRE, LUCIA, PAU, AttachmentSetup
from tests.calls.test_attachments import room as room

MARTA = Subscriber(name="Marta Vidal", addresses=("Mayor 12, 25001 Lleida",), telephones=("+34973000000",))
XML = b"<EmergencyCallData.SubscriberInfo>Marta Vidal</EmergencyCallData.SubscriberInfo>"
ROOM = person("supervisor", "desk-09")


async def tell(room: AttachmentSetup, *subscribers: Subscriber) -> None:
    data = CallData(origin=CallDataOrigin.TRUSTED_CALL, received_at=room.clock.now(), subscribers=subscribers)
    await room.do(system(), calls.ReportAdditionalData(call=room.call, data=data))


async def ask(room: AttachmentSetup, who: Any, command: str | None = None) -> Any:
    headers = {"x-auxilio-command": command or str(new_id())}
    return await room.ask(who, "POST", f"/api/calls/{room.call}/subscriber", headers=headers)


async def answered(room: AttachmentSetup) -> None:
    await room.do(LUCIA, calls.AnswerCall(call=room.call))


async def facts(room: AttachmentSetup, kind: str) -> list[Envelope]:
    found = await log.read_after(room.runtime.pool, log.Cursor(), 1_000)
    return [fact for fact in found if fact.kind == kind]


async def readers(room: AttachmentSetup) -> list[str]:
    return [fact.actor_name for fact in await facts(room, "calls.call.subscriber_read")]


async def test_whose_line_it_is_goes_out_once_the_look_is_a_fact(room: AttachmentSetup) -> None:
    await tell(room, MARTA)
    assert (await ask(room, LUCIA)).json()["code"] == "not_your_call", (
        "of a call without a case its desk alone asks"
    )
    await answered(room)
    command = str(new_id())
    for _ in range(2):
        answer = await ask(room, LUCIA, command)
        assert (answer.status_code, answer.json()["subscribers"][0]["name"]) == (200, "Marta Vidal")
    assert await readers(room) == [LUCIA.name], "asked again after a lost answer it is the same look"


async def test_of_a_call_that_names_nobody_nothing_is_read(room: AttachmentSetup) -> None:
    await tell(room)
    answer = await ask(room, LUCIA)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_subscriber")
    assert await readers(room) == []


async def test_who_takes_no_calls_or_may_not_open_its_case_reads_nothing(room: AttachmentSetup) -> None:
    await tell(room, MARTA)
    case = CaseId(new_id())
    await room.do(LUCIA, cases.OpenCase(case=case, call=room.call))
    await room.do(system(), calls.JoinCase(call=room.call, case=case))
    assert (await ask(room, FIRE)).json()["code"] == "not_permitted"
    await room.do(LUCIA, cases.ReserveCase(case=case, reason="menor"))
    assert (await ask(room, PAU)).json()["code"] == "case_reserved"
    assert await readers(room) == []


async def test_the_body_that_says_it_is_read_by_a_recorded_look_too(room: AttachmentSetup) -> None:
    await answered(room)
    await tell(room, MARTA)

    async def content() -> AsyncIterator[bytes]:
        yield XML

    digest: Digest = await room.blobs.put(content(), case=room.call)
    body = Attachment(digest=digest, media_type="application/xml", name="1", read_as=SUBSCRIBER_BODY)
    await room.do(system(), calls.AttachFile(call=room.call, attachment=body))
    assert (await room.see(FIRE, digest)).json()["code"] == "not_permitted"
    assert await readers(room) == []
    assert (await room.see(LUCIA, digest)).content == XML
    assert await readers(room) == [LUCIA.name]


async def test_neither_the_row_nor_the_story_of_a_call_names_them(room: AttachmentSetup) -> None:
    await tell(room, MARTA)
    stored = await log.state_of(room.runtime.pool, stream_id(CALL.name, room.call))
    assert stored is not None
    row = call_row(CALL.read_state(stored[1]))
    assert (row.additional_data[0].subscribers, "Vidal" in repr(row)) == (1, False)
    (fact,) = await facts(room, "calls.call.additional_data_received")
    assert "Vidal" in fact.body, "the log has it"
    for reader in (LUCIA, FIRE, ROOM):
        read = CaseVisibility({}, lambda _: False).reads(fact, reader, CaseEntities(lambda _: []))
        assert read is not None
        assert "Vidal" not in read.body
        assert msgspec.json.decode(read.body)["data"]["origin"] == "trusted_call"


async def test_the_number_of_a_vehicle_is_in_no_story_either(room: AttachmentSetup) -> None:
    at, vin = room.clock.now(), "ECALLEXAMPLE02020"
    told: list[Event] = [
        calls.MsdReceived(call=room.call, message=new_id(), received_at=at, msd=EcallMsd(version=3, vin=vin)),
        calls.LocationMessageReceived(
            call=room.call,
            message=calls.LocationMessage(
                id=new_id(), source=PositionSource.ECALL, received_at=at, raw=f"v=3 {vin}"
            ),
        ),
    ]
    await tell(room)
    (fact,) = await facts(room, "calls.call.additional_data_received")
    for event in told:
        body = msgspec.json.encode(event).decode()
        changed = msgspec.structs.replace(fact, kind=type(event).kind(), body=body)
        read = CaseVisibility({}, lambda _: False).reads(changed, ROOM, CaseEntities(lambda _: []))
        assert read is not None
        assert "ECALLEXAMPLE" not in read.body
