"""Nothing of training leaves the building: every way out, in an installation of every mode, and no way out that is not listed."""

import asyncio
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

import auxilio
from auxilio.calls.core import messages as calls
from auxilio.calls.core.location_answer import LocationAnswer
from auxilio.calls.core.location_asking import LocatableCall
from auxilio.calls.core.model import CallState, LocationFailure, LocationRequest, PartyEndReason
from auxilio.calls.core.outgoing_model import OutgoingCaseCall, OutgoingState
from auxilio.cases.core.messages import OpenCase
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, CommandId, DeskId, PersonId
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core.machine import WAIT_S
from auxilio.notifications.core.messages import RequestNotification
from auxilio.notifications.core.model import AttemptState, NotificationId
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database.command_executor import CommandContext, CommandExecutor
from auxilio.platform.database.outbox import Outbox, OutboxMessage
from auxilio.platform.http.outward import OutwardClient
from auxilio.platform.ids import new_id
from auxilio.radio.core.machine import entries
from auxilio.radio.core.messages import entries as radio
from auxilio.rosters.core.messages import SetOnCallDuty
from auxilio.rosters.core.model import OnCallContact, OnCallDutyId
from auxilio.voice.control.data_references import DataReferences
from auxilio.voice.control.location_references import LocationReferences, SentReferences
from auxilio.workflows import notifications
from auxilio.workflows.location_asking import LocationAsker
from tests.actors import person
from tests.calls.factories import CALL, rung
from tests.database import Database
from tests.radio.test_machines import AT, LINE, OWNER
from tests.voice.callout_parts import CallingOut
from tests.voice.factories import Bytes, OutsideServer, VoiceSetup, settle
from tests.workflows.conftest import make_room
from tests.workflows.test_crew_wake_ups import PushServer, crew_on_duty
from tests.workflows.test_notifications import ALWAYS

MODES = tuple(Mode)
NUMBER = "+34600000123"
"""As a caller of a practice session shows it: invented, and perhaps somebody's."""
SOURCE = Path(auxilio.__file__).parent
OUTWARD = re.compile(
    r"\.dial\(number|trunk\.dial\(|\.invite\(|open_connection\(|create_connection\(|\baiosmtplib\b|\bsmtplib\b|\bhttpx\b"
    r"|\baiohttp\b|\burlopen\b"
    r"|\bOutwardRequest\(|\.send\(entry\.id|outbox\.start_due\("
)
WAYS_OUT = {
    "voice/control/outbound_dialling.py": "asks `may_leave` before it dials a number",
    "voice/control/callouts.py": "asks `may_leave` of each call that the outbox let pass, before it dials",
    "voice/control/data_references.py": "asks `may_leave` before it asks a server for additional data",
    "voice/control/location_references.py": "asks `may_leave` before it asks a location server",
    "interop/held_source.py": "asked by `workflows/location_asking.py`, which asks `may_leave` of each call",
    "interop/sms/http_gateway.py": "carries what the outbox lets pass, whose channel `sms` it is",
    "interop/sms/smpp_connection.py": "carries what the outbox lets pass, whose channel `sms` it is",
    "interop/mail/smtp.py": "carries what the outbox lets pass, whose channel `email` it is",
    "voice/sip/trunk.py": "dials what `outbound_dialling` and `callouts` let pass",
    "voice/sip/transport/tcp.py": "carries what SIP above it says",
    "dispatch/push/delivery.py": "carries what the outbox lets pass, whose channel `push` it is",
    "radio/gateway_client.py": "asks `may_leave` of each entry that waits",
    "radio/gateway_connection.py": "carries what `gateway_client` lets pass",
    "workflows/leader_worker.py": "delivers through the outbox, which asks `may_leave`",
    "platform/http/outward.py": "asks what a capability above it asks, which is listed itself",
    "setup/trunk_trial.py": "an administrator's test call to a number that they type: of no case and no call",
    "app/cli/aml.py": "sends a form of AML to this installation, or the one that an administrator names: of no case",
    "app/cli/start_words.py": "asks this installation whether it is ready",
}
"""Modules that reach something outside, and why nothing of training leaves by them."""


def test_every_module_that_reaches_outside_is_listed() -> None:
    found = {
        str(file.relative_to(SOURCE)) for file in SOURCE.rglob("*.py") if OUTWARD.search(file.read_text())
    }
    assert found == set(WAYS_OUT), "a new way out asks `kernel.shared_types.may_leave`, and is listed here"


@pytest.mark.parametrize("installation", MODES)
def test_what_leaves_is_of_the_mode_of_the_installation_and_never_of_training(installation: Mode) -> None:
    assert {mode for mode in MODES if may_leave(mode, installation)} == {installation} - {Mode.TRAINING}


@pytest.mark.parametrize("installation", MODES)
@pytest.mark.parametrize("mode", MODES)
async def test_a_caller_is_rung_back_only_where_their_call_may_leave(mode: Mode, installation: Mode) -> None:
    voice = VoiceSetup(mode=installation)
    call = msgspec.structs.replace(rung(phone=NUMBER), mode=mode, state=CallState.RINGING_BACK)
    voice.log.calls[CALL] = call
    await voice.exchange.apply_call(call)
    await settle()
    assert (NUMBER in voice.trunk.rung) == may_leave(mode, installation)
    if not may_leave(mode, installation):
        assert voice.log.told_of(calls.ReportCallerUnreached), "the desk is told, and waits for nothing"


@pytest.mark.parametrize("installation", MODES)
@pytest.mark.parametrize("mode", MODES)
async def test_a_number_is_called_for_a_case_only_where_the_call_may_leave(
    mode: Mode, installation: Mode
) -> None:
    voice = VoiceSetup(mode=installation)
    call = OutgoingCaseCall(
        id=CALL,
        case=CaseId(new_id()),
        mode=mode,
        state=OutgoingState.DIALLING,
        whom="Hospital",
        number=NUMBER,
        desk=DeskId("desk-01"),
        operator=PersonId(new_id()),
        operator_name="Lucía",
        dialled_at=AT,
    )
    voice.log.outgoing[CALL] = call
    await voice.exchange.apply_call(call)
    await settle()
    assert (NUMBER in voice.trunk.rung) == may_leave(mode, installation)
    if not may_leave(mode, installation):
        (told,) = voice.log.told_of(calls.ReportCallerUnreached)
        assert told.reason is PartyEndReason.UNREACHABLE, "the desk is told, and waits for nothing"


@pytest.mark.parametrize("installation", MODES)
@pytest.mark.parametrize("mode", MODES)
async def test_a_person_on_call_is_rung_only_of_what_may_leave(mode: Mode, installation: Mode) -> None:
    out = CallingOut(mode=installation)
    told = await out.asked(NUMBER, mode)
    assert (NUMBER in out.trunk.rung) == may_leave(mode, installation)
    assert told == ([] if may_leave(mode, installation) else ["may_not_leave"])


@pytest.mark.parametrize("installation", MODES)
@pytest.mark.parametrize("mode", MODES)
async def test_a_location_server_is_asked_only_for_a_call_that_may_leave(
    mode: Mode, installation: Mode
) -> None:
    servers, told = OutsideServer(), list[Command]()
    servers.answers.set()

    async def tell(call: CallId, command: Command) -> None:
        told.append(command)

    references = LocationReferences(servers, tell, SimulatedClock(), installation)
    await references.dereference(
        CALL, SentReferences(uris=("https://lis.example/of-a-real-telephone",)), mode
    )
    assert bool(servers.asked) == may_leave(mode, installation)
    (report,) = told
    assert isinstance(report, calls.ReportLocationFailure)
    assert (report.failure.code == "location_not_asked") != may_leave(mode, installation)


class _Source:
    """A location server that is asked by number."""

    server, at_once = "lis.example", 1

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def locate(self, phone: str) -> LocationAnswer:
        self.asked.append(phone)
        return LocationAnswer()


@pytest.mark.parametrize("installation", MODES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("request_", [None, LocationRequest(asked_at=AT)])
async def test_a_location_server_is_asked_by_number_only_for_a_call_that_may_leave(
    mode: Mode, installation: Mode, request_: LocationRequest | None
) -> None:
    voice, source = VoiceSetup(mode=installation), _Source()
    voice.log.calls[CALL] = msgspec.structs.replace(rung(phone=NUMBER), mode=mode, location_request=request_)
    call = LocatableCall(id=CALL, phone=NUMBER, mode=mode, location_request=request_)

    async def calls_() -> list[LocatableCall]:
        return [call]

    asker = LocationAsker(SimulatedClock(), voice.log, calls_, source, installation)
    await asker.look()
    await settle()
    assert source.asked == ([NUMBER] if may_leave(mode, installation) else [])
    if request_ is not None and not source.asked:
        ended = voice.log.calls[CALL].location_request
        assert ended is not None
        assert ended.failure == LocationFailure(server="lis.example", code="location_not_asked")


@pytest.mark.parametrize("installation", MODES)
@pytest.mark.parametrize("mode", MODES)
async def test_additional_data_is_asked_for_only_for_a_call_that_may_leave(
    mode: Mode, installation: Mode
) -> None:
    servers, told = OutsideServer(), list[Command]()
    servers.answers.set()

    async def tell(call: CallId, command: Command) -> None:
        told.append(command)

    references = DataReferences(servers, tell, Bytes(), SimulatedClock(), installation)
    await references.dereference(CALL, ["https://data.example/of-a-real-telephone"], mode)
    assert bool(servers.asked) == may_leave(mode, installation)
    (report,) = told
    assert isinstance(report, calls.ReportAdditionalData)
    assert (report.data.failed == "data_not_asked") != may_leave(mode, installation)


@pytest.mark.parametrize("installation", MODES)
@pytest.mark.parametrize("mode", MODES)
def test_a_text_goes_on_the_air_only_where_it_may_leave(mode: Mode, installation: Mode) -> None:
    unit = msgspec.structs.replace(OWNER, mode=mode)
    command = radio.SendRadioText(entry=LINE, words="salid", unit=unit.unit)
    sender = person("dispatcher", "san-desk-1", agency="san", centre="san-1", mode=mode)

    def send() -> Any:
        return entries.queue_text(command, unit, None, sender, installation, AT)

    if may_leave(mode, installation):
        assert send()
    else:
        with pytest.raises(Refused, match="radio_of_other_mode"):
            send()


class _Words(msgspec.Struct):
    words: str


class _Tell(Command, frozen=True, kw_only=True, tag="test.tell_outside"):
    permission = "x"


@pytest.mark.database
@pytest.mark.parametrize("mode", MODES)
async def test_the_outbox_delivers_nothing_of_training(database: Database, mode: Mode) -> None:
    clock, got = SimulatedClock(), list[str]()

    async def decide(attempt: CommandContext) -> None:
        attempt.send("partner", _Words("hola"))

    async def deliver(parcel: OutboxMessage) -> None:
        got.append(parcel.body)

    work = CommandExecutor(database.pool, clock)
    await work.run(CommandId(new_id()), _Tell(), person("call_taker", mode=mode), decide)
    async with asyncio.TaskGroup() as carriers:
        await Outbox(database.pool, clock, {"partner": deliver}, mode).start_due(carriers)
    assert bool(got) == (mode is not Mode.TRAINING)


@pytest.mark.database
@pytest.mark.parametrize("installation", MODES)
@pytest.mark.parametrize("mode", MODES)
async def test_a_person_on_call_is_sent_only_what_may_leave(
    database: Database, mode: Mode, installation: Mode
) -> None:
    clock, sent = SimulatedClock(), list[OutboxMessage]()
    room = make_room(database, clock, notifications.reactions(), installation)
    officers = OnCallContact(name="Marta", phone=NUMBER, ways=tuple(NotificationWay), email="a@b.example")
    duty = SetOnCallDuty(
        duty=OnCallDutyId(new_id()), function=OnCallFunction.DUTY_OFFICER, hours=ALWAYS, contacts=(officers,)
    )
    await room.do(person("administrator", mode=mode), duty)
    taker, case = person("call_taker", "desk-1", mode=mode), CaseId(new_id())
    await room.do(taker, OpenCase(case=case))
    id = NotificationId(new_id())
    await room.do(taker, RequestNotification(notification=id, case=case))
    await room.wait(WAIT_S * 2)

    async def deliver(message: OutboxMessage) -> None:
        sent.append(message)

    channels = dict.fromkeys((way.value for way in NotificationWay), deliver)
    async with asyncio.TaskGroup() as carriers:
        await Outbox(database.pool, clock, channels, installation).start_due(carriers)
    assert len(sent) == (len(NotificationWay) if may_leave(mode, installation) else 0)
    known = await room.states.state(NOTIFICATION, id)
    assert known is not None
    held = {attempt.state is AttemptState.HELD for attempt in known.attempts}
    assert held == {not may_leave(mode, installation)}, "the page says what did not leave"


@pytest.mark.database
@pytest.mark.parametrize("installation", MODES)
@pytest.mark.parametrize("mode", MODES)
async def test_a_crew_is_woken_only_by_what_may_leave(
    database: Database, mode: Mode, installation: Mode
) -> None:
    clock = SimulatedClock()
    crew = await crew_on_duty(
        database, clock, PushServer(), OutwardClient(()), mode=mode, installation=installation
    )
    await crew.subscribe()
    await crew.order_away()
    sent = await database.pool.fetch("select channel from outbox")
    assert len(sent) == (1 if may_leave(mode, installation) else 0)


@pytest.mark.database
@pytest.mark.parametrize("installation", MODES)
async def test_the_outbox_asks_of_which_mode_the_facts_are(database: Database, installation: Mode) -> None:
    got = list[Mode]()

    async def deliver(parcel: OutboxMessage) -> None:
        got.append(parcel.mode)

    causes = {mode: new_id() for mode in MODES}
    for mode, cause in causes.items():
        await database.by_its_administrator(
            "insert into event (id, epoch, tx, stream, version, kind, schema, happened_at, recorded_at, actor, actor_name,"
            " cause, mode, digest) values (gen_random_uuid(), 0, 0, $1, 1, 'x', 1, now(), now(),"
            " gen_random_uuid(), 'x', $2, $3, '')",
            f"x:{mode}", cause, mode.value,
        )  # fmt: skip
        await database.by_its_administrator(
            "insert into outbox (cause, channel, body, due_at) values ($1, 'partner', '{}', now())", cause
        )
    clock = SimulatedClock()
    await clock.advance(10 * 365 * 86_400, settle=0)
    outbox = Outbox(database.pool, clock, {"partner": deliver}, installation)
    async with asyncio.TaskGroup() as carriers:
        assert await outbox.start_due(carriers) == len(MODES)
    assert got == [mode for mode in MODES if may_leave(mode, installation)]
    assert await outbox.next_due() is None, "what may not leave is not tried again"
