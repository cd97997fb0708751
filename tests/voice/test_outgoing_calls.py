"""Aim: a desk calls a number for a case over the trunk: SIPp rings, answers or is busy; both are heard, and recorded."""

import asyncio
from pathlib import Path

import pytest

from auxilio.calls.core import messages as m
from auxilio.calls.core.model import PartyEndReason
from auxilio.calls.core.outgoing_model import OutgoingCaseCall, OutgoingState
from auxilio.calls.service import OUTGOING_CALL
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.voice.sip.trunk import SipTrunk
from tests.actors import person
from tests.database import Database
from tests.free_ports import free_port
from tests.voice.media.peers import Phone
from tests.voice.sip.test_interop import SIPP, needs_sipp, run
from tests.voice.test_together import (
    OPERATOR,
    SEAT,
    TARGET,
    Centre,
    answers_at,
    desk,
    hears,
    telephone,
    until,
)

pytestmark = [pytest.mark.slow, pytest.mark.database]
CALLEE = (Path(__file__).parent / "sip" / "callee.xml").read_text()
BUSY = (Path(__file__).parent / "sip" / "busy.xml").read_text()
NUMBER = "+34973000001"
SIPP_STARTS_S = 1.5
"""Until it listens: what comes before is refused by the machine, not by it."""
LUCIA = person("call_taker", SEAT, mode=Mode.EXERCISE)


async def dials(centre: Centre) -> CallId:
    await until(centre.seated, "the desk has a line")
    call = CallId(new_id())
    await centre.do(m.DialForCase(call=call, case=CaseId(new_id()), number=NUMBER, whom="Hospital"), LUCIA)
    return call


async def reaches(
    centre: Centre, call: CallId, state: OutgoingState, *, recorded: bool = False
) -> OutgoingCaseCall:
    async def look() -> OutgoingCaseCall | None:
        found = await centre.states.state(OUTGOING_CALL, call)
        return found if found and found.state is state and (found.recordings or not recorded) else None

    found = await until(look, f"the call is {state}")
    assert isinstance(found, OutgoingCaseCall)
    return found


@pytest.fixture
async def operator():
    phone = await Phone(OPERATOR).open()
    yield phone
    phone.close()


async def test_desk_and_hospital_hear_each_other_and_what_they_said_is_kept_for_the_case(
    database: Database, tmp_path: Path, operator: Phone
) -> None:
    centre = Centre(database, tmp_path, (24_000, 24_499))
    async with centre.open() as agent, telephone(TARGET) as (hospital, doctor), desk(agent, operator):
        centre.trunk = SipTrunk(agent, f"127.0.0.1:{hospital.ports['udp']}")
        legs = answers_at(hospital, doctor)
        call = await dials(centre)
        await hears(doctor, OPERATOR)
        await hears(operator, TARGET)
        await legs[0].bye()
        over = await reaches(centre, call, OutgoingState.OVER, recorded=True)
        assert over.reason is PartyEndReason.LEFT
        assert over.recordings[0].parties == ("caller", SEAT)
        await hears(operator)


@needs_sipp
async def test_sipp_is_rung_answers_and_is_hung_up_by_the_desk(
    database: Database, tmp_path: Path, operator: Phone
) -> None:
    sip = free_port()
    scenario = CALLEE.replace("PORT", str(free_port())).replace("LISTENS_MS", "300").replace("KEY", "1")
    (tmp_path / "callee.xml").write_text(scenario)
    centre = Centre(database, tmp_path / "centre", (24_500, 24_999))
    async with centre.open() as agent, desk(agent, operator):
        centre.trunk = SipTrunk(agent, f"127.0.0.1:{sip}")
        callee = asyncio.create_task(
            run(SIPP, "-sf", "callee.xml", "-m", 1, "-i", "127.0.0.1", "-p", sip, "-nostdin", folder=tmp_path)
        )
        await asyncio.sleep(SIPP_STARTS_S)
        call = await dials(centre)
        await reaches(centre, call, OutgoingState.ANSWERED)
        await asyncio.sleep(1)
        await centre.do(m.HangUpOutgoing(call=call), LUCIA)
        assert await callee == 0, "it was hung up by us"
        assert (await reaches(centre, call, OutgoingState.OVER)).reason is PartyEndReason.DROPPED


@needs_sipp
async def test_a_number_that_is_busy_is_said_to_be_busy(
    database: Database, tmp_path: Path, operator: Phone
) -> None:
    sip = free_port()
    (tmp_path / "busy.xml").write_text(BUSY)
    centre = Centre(database, tmp_path / "centre", (25_000, 25_499))
    async with centre.open() as agent, desk(agent, operator):
        centre.trunk = SipTrunk(agent, f"127.0.0.1:{sip}")
        callee = asyncio.create_task(
            run(SIPP, "-sf", "busy.xml", "-m", 1, "-i", "127.0.0.1", "-p", sip, "-nostdin", folder=tmp_path)
        )
        await asyncio.sleep(SIPP_STARTS_S)
        call = await dials(centre)
        assert (await reaches(centre, call, OutgoingState.OVER)).reason is PartyEndReason.BUSY
        assert await callee == 0
        centre.trunk = SipTrunk(agent, None)
        none = await dials(centre)
        assert (await reaches(centre, none, OutgoingState.OVER)).reason is PartyEndReason.UNREACHABLE
