"""Aim: `auxilio voice` as it ships calls who is on call; SIPp answers, hears speech, and its key acknowledges the notification."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from auxilio.cases.core.messages import OpenCase
from auxilio.kernel.ids import CaseId
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.answers import NotificationAnswers
from auxilio.notifications.core.messages import RequestNotification
from auxilio.notifications.core.model import (
    AcknowledgedHow,
    AttemptState,
    Notification,
    NotificationId,
    NotificationState,
)
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.outbox import Outbox
from auxilio.platform.ids import new_id
from auxilio.rosters.core.messages import SetOnCallDuty
from auxilio.rosters.core.model import OnCallContact, OnCallDutyId
from auxilio.voice.callouts.channel import CalloutChannel
from auxilio.voice.callouts.store import CalloutStore
from auxilio.voice.media import g711, rtp
from auxilio.workflows import notifications
from auxilio.workflows.runner import system_actor
from tests.actors import person
from tests.database import Database
from tests.free_ports import free_port
from tests.voice.edge.desk_page import until
from tests.voice.media.test_speech import needs_espeak
from tests.voice.sip.test_interop import SIPP, needs_sipp, run
from tests.voice.test_shipped import Voice
from tests.workflows.conftest import WorkflowSetup, make_room
from tests.workflows.test_notifications import ALWAYS

pytestmark = [pytest.mark.slow, pytest.mark.database]
CALLEE = Path(__file__).with_name("callee.xml").read_text()
LISTENS_S = 8.0
SPEECH_DB = -30.0
"""Mean power of what must be speech: comfort noise lies below −50 dBFS."""


class Ear(asyncio.DatagramProtocol):
    """The telephone of who is called: what it was sent, in order."""

    def __init__(self) -> None:
        self.heard = bytearray()

    def datagram_received(self, data: bytes, addr: object) -> None:
        packet = None if rtp.is_rtcp(data) else rtp.parse(data)
        if packet is not None and packet.payload_type == rtp.PCMA:
            self.heard += packet.payload

    @property
    def power_db(self) -> float:
        return g711.decibels(float(np.mean(np.square(g711.decode(bytes(self.heard)).astype(np.float64)))))


async def told_by_voice(room: WorkflowSetup) -> NotificationId:
    """The duty officer of an exercise, who is reached by voice alone, is asked for, and the worker carries the message out."""
    officer = OnCallContact(name="Marta", phone="+34600000001", ways=(NotificationWay.VOICE,))
    duty = SetOnCallDuty(
        duty=OnCallDutyId(new_id()), function=OnCallFunction.DUTY_OFFICER, hours=ALWAYS, contacts=(officer,)
    )
    await room.do(person("administrator", mode=Mode.EXERCISE), duty)
    taker, case, id = (
        person("call_taker", "desk-1", mode=Mode.EXERCISE),
        CaseId(new_id()),
        NotificationId(new_id()),
    )
    await room.do(taker, OpenCase(case=case))
    await room.do(taker, RequestNotification(notification=id, case=case, words="dos trenes parados"))
    pool = room.database.pool
    answers = NotificationAnswers(pool, room.clock, room.commands, system_actor)
    channel = CalloutChannel(CalloutStore(pool), answers, room.clock, lines=1, own_numbers=())
    async with asyncio.TaskGroup() as carriers:
        await Outbox(pool, room.clock, {"voice": channel.deliver}, Mode.EXERCISE).start_due(carriers)
    return id


@needs_sipp
@needs_espeak
async def test_who_answers_a_spoken_call_hears_speech_and_acknowledges_with_the_key(
    database: Database, tmp_path: Path
) -> None:
    transport, ear = await asyncio.get_running_loop().create_datagram_endpoint(
        Ear, local_addr=("127.0.0.1", 0)
    )
    port, sip = transport.get_extra_info("sockname")[1], free_port()
    filled = {"PORT": str(port), "LISTENS_MS": str(round(LISTENS_S * 1000)), "KEY": "1"}
    scenario = CALLEE
    for name, value in filled.items():
        scenario = scenario.replace(name, value)
    (tmp_path / "callee.xml").write_text(scenario)
    room, voice = (
        make_room(database, SystemClock(), notifications.reactions(), Mode.EXERCISE),  # type: ignore[arg-type]
        Voice(database, tmp_path),
    )
    try:
        await voice.start(AUXILIO_CALLOUT_LINES="1", AUXILIO_SIP_TRUNK=f"127.0.0.1:{sip}")
        callee = asyncio.create_task(
            run(SIPP, "-sf", "callee.xml", "-m", 1, "-i", "127.0.0.1", "-p", sip, "-nostdin", folder=tmp_path)
        )
        id = await told_by_voice(room)
        assert await callee == 0, "it was hung up by us"

        async def delivered() -> Notification | None:
            found = await room.states.state(NOTIFICATION, id)
            assert found is not None
            return found if found.attempts[0].state is AttemptState.DELIVERED else None

        found = await until(delivered, "the receipt that the key was pressed")
    finally:
        await voice.end()
        transport.close()
    assert (found.state, found.how) == (NotificationState.ACKNOWLEDGED, AcknowledgedHow.KEY)
    assert len(ear.heard) > (LISTENS_S - 1) * g711.RATE
    assert ear.power_db > SPEECH_DB
