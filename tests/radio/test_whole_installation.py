"""The radio in a whole installation: what a network's bridge tells over TCP becomes a status, an alarm, a line of the log; once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import ClosingData
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.followup.core.model import WatchState
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.radio.core.messages import entries as g
from auxilio.radio.core.messages import nets as n
from auxilio.radio.core.messages.links import ReportLinkLost
from auxilio.radio.core.model import EntryId, GroupReason, RadioKind, RadioVerdict, SendOutcome
from auxilio.radio.store import RadioStore
from auxilio.workflows.gateway_monitor import DEAD_S, GatewayMonitor
from auxilio.workflows.runner import system_actor
from tests.actors import person
from tests.radio.conftest import (
    CLARA,
    EMERG,
    GATEWAY,
    HANDSET,
    KEYS,
    LUCIA,
    MANDO_1,
    MARTA,
    RADIO,
    SAN_1,
    SARA,
    STRANGER,
    Centre,
    bridge_to,
    entry,
    running,
    until,
)
from tests.radio.test_lip import encoded

S = UnitStatus


async def verdicts(centre: Centre) -> list[RadioVerdict | None]:
    return [line.verdict for line in await centre.log(CLARA) if line.kind is RadioKind.STATUS]


# --- status by code -------------------------------------------------------------------------------


async def test_a_crew_presses_its_way_through_a_job_on_the_radio(centre: Centre):
    unit = await centre.unit()
    case, _ = await centre.alerted(unit)
    for status in ("acknowledged", "en_route", "on_scene", "transporting"):
        await centre.presses(status)
        assert (await centre.state(unit)).status == status
    assert await verdicts(centre) == [RadioVerdict.APPLIED] * 4
    assert {line.case for line in await centre.log(CLARA)} == {case}, "and it is in the file of its case"


async def test_a_step_that_is_not_lawful_changes_nothing_and_stays_until_somebody_has_seen_it(centre: Centre):
    unit = await centre.unit()
    await centre.presses("transporting")
    assert (await centre.state(unit)).status is S.AVAILABLE
    assert (await centre.state(unit)).kept_presses == 1
    (line,) = await centre.log()
    assert (line.verdict, line.waits) == (RadioVerdict.NOT_LAWFUL, True)
    await centre.do(MARTA, g.AcknowledgeEntry(entry=line.id))
    (seen,) = await centre.log()
    assert (seen.waits, seen.seen_by) == (False, "Marta Soler")
    with pytest.raises(Refused, match="not_your_centre"):
        await centre.do(SARA, g.AcknowledgeEntry(entry=line.id))


async def test_what_is_pressed_twice_is_no_news(centre: Centre):
    unit = await centre.unit()
    await centre.alerted(unit)
    await centre.presses("en_route")
    before = (await centre.state(unit)).status_at
    await centre.presses("en_route", radio=HANDSET)
    assert (await centre.state(unit)).status_at == before
    assert await verdicts(centre) == [RadioVerdict.APPLIED, RadioVerdict.REPEATED]


async def test_what_comes_out_of_order_fills_its_time_and_moves_nothing_back(centre: Centre):
    unit = await centre.unit()
    await centre.alerted(unit)
    earlier = datetime.now(UTC)
    await centre.presses("on_scene")
    await centre.presses("en_route", at=earlier.isoformat())
    assert (await centre.state(unit)).status is S.ON_SCENE
    assert await verdicts(centre) == [RadioVerdict.LATE_IN_ORDER, RadioVerdict.APPLIED], "by when it was said"


@pytest.mark.parametrize(
    ("radio", "code", "verdict"),
    [(STRANGER, 32770, RadioVerdict.UNKNOWN_RADIO), (RADIO, 40000, RadioVerdict.UNKNOWN_CODE)],
)
async def test_a_radio_or_a_code_that_nobody_knows_is_kept_and_shown(
    centre: Centre, radio: str, code: int, verdict: RadioVerdict
):
    unit = await centre.unit()
    await centre.says("status", radio=radio, code=code)
    (line,) = await centre.log()
    assert (line.verdict, line.code, line.who_radio, line.waits) == (verdict, code, radio, True)
    assert (await centre.state(unit)).status is S.AVAILABLE


async def test_an_administrator_reads_who_carries_which_radio_and_which_radio_is_of_no_unit(centre: Centre):
    unit = await centre.unit()
    await centre.says("status", radio=STRANGER, code=32770)
    found = await centre.queries.overview(person("administrator"))
    (carrier,) = found.carriers
    assert (carrier.unit, carrier.callsign, carrier.radios) == (unit, "A-01", (RADIO, HANDSET))
    assert (found.unassigned, found.findings) == ((STRANGER,), ())
    assert found.plan.working("san") is not None
    await centre.unit("A-02", radios=(STRANGER,))
    assert (await centre.queries.overview(person("administrator"))).unassigned == ()
    with pytest.raises(Refused, match="not_permitted"):
        await centre.queries.overview(CLARA)


async def test_a_crew_that_asks_to_speak_waits_for_somebody_to_see_it(centre: Centre):
    await centre.unit()
    await centre.says("status", radio=RADIO, code=32776)
    (line,) = await centre.log()
    assert (line.verdict, line.waits) == (RadioVerdict.ASKS_TO_SPEAK, True)


async def test_a_gateway_whose_clock_runs_ahead_says_it_now(centre: Centre):
    unit = await centre.unit()
    await centre.alerted(unit)
    await centre.presses("en_route", at=(datetime.now(UTC) + timedelta(hours=3)).isoformat())
    assert (await centre.state(unit)).status_at <= datetime.now(UTC)


async def test_what_cannot_be_read_is_kept_as_it_came_and_holds_up_nothing(centre: Centre):
    unit = await centre.unit()
    await centre.alerted(unit)
    seq = centre.network._keep({"kind": "weather", "of": "tomorrow"})
    await centre.presses("en_route")
    assert (await centre.state(unit)).status is S.EN_ROUTE
    first, _ = await centre.log(CLARA)
    assert (first.kind, first.verdict) == (RadioKind.UNREAD, RadioVerdict.UNREAD)
    assert f'"seq": {seq}' in (first.words or "")


# --- the red button -------------------------------------------------------------------------------


async def test_the_red_button_is_an_alarm_at_once_with_its_place_and_its_open_microphone(centre: Centre):
    unit = await centre.unit()
    await centre.says("alarm", radio=HANDSET, group=EMERG, lip=encoded(41.9201, 1.9003))
    emergency = (await centre.state(unit)).emergency
    assert emergency is not None
    assert (emergency.group, emergency.by_name) == ("EMERG", "A-01")
    assert emergency.point is not None
    assert emergency.point.lat == pytest.approx(41.9201, abs=1e-4)
    await centre.timers.tick()
    (watch,) = await centre.watches("crew_emergency")
    assert watch.state is WatchState.FIRED, "nobody has heard it: it climbs"
    await centre.do(MARTA, units.AnswerCrewEmergency(unit=unit))
    assert [each.state for each in await centre.watches("crew_emergency")] == [WatchState.SET], "asked again"
    await centre.do(MARTA, units.AnswerCrewEmergency(unit=unit, over=True, words="habló, bien"))
    assert await centre.watches("crew_emergency") == []


async def test_status_nought_is_the_same_and_a_second_press_raises_no_second_alarm(centre: Centre):
    unit = await centre.unit()
    await centre.says("status", radio=RADIO, code=0)
    await centre.says("alarm", radio=RADIO)
    assert (await centre.state(unit)).emergency is not None
    assert (await centre.kinds()).count("dispatch.unit.emergency_raised") == 1
    assert [line.kind for line in await centre.log()] == [RadioKind.ALARM, RadioKind.ALARM], (
        "both are in the log"
    )


async def test_a_radio_that_nobody_knows_calls_for_help_and_the_room_is_told_until_somebody_has_seen_it(
    centre: Centre,
):
    await centre.says("alarm", radio=STRANGER, group=EMERG)
    (line,) = await centre.log(CLARA)
    assert line.waits
    await centre.timers.tick()
    (watch,) = await centre.watches("radio_emergency")
    assert watch.state is WatchState.FIRED
    await centre.do(CLARA, g.AcknowledgeEntry(entry=line.id))
    assert await centre.watches("radio_emergency") == []


# --- who called whom ------------------------------------------------------------------------------


async def test_who_called_whom_is_a_line_with_its_beginning_and_its_end(centre: Centre):
    unit = await centre.unit()
    case, _ = await centre.alerted(unit)
    await centre.says("call_began", call="17", radio=RADIO, to=SAN_1)
    (spoken,) = await centre.log()
    assert (spoken.who, spoken.to, spoken.group, spoken.case) == ("A-01", "SAN-1", "SAN-1", case)
    assert spoken.until is None
    await centre.says("call_ended", call="17")
    (over,) = await centre.log()
    assert over.until is not None
    assert over.until >= over.at
    await centre.says("call_ended", call="never begun")
    assert len(await centre.log()) == 1


async def test_a_person_types_what_was_heard_and_it_is_found_whatever_its_accents(centre: Centre):
    unit = await centre.unit()
    case, _ = await centre.alerted(unit)
    note = g.LogRadioCall(
        entry=EntryId(entry()), who="A-01", words="Dos heridos, uno atrapado en la Vía", unit=unit
    )
    await centre.do(MARTA, note)
    (line,) = await centre.log(text="en la via")
    assert (line.who, line.to, line.case, line.by) == ("A-01", "san-1", case, "Marta Soler")
    assert await centre.log(text="100%") == []
    assert await centre.log(SARA) == [], "another agency's radio is its own"
    assert len(await centre.log(CLARA, case=case)) == 1
    with pytest.raises(Refused, match="entry_exists"):
        await centre.do(MARTA, note)
    with pytest.raises(Refused, match="no_task_here"):
        await centre.do(SARA, g.LogRadioCall(entry=EntryId(entry()), who="P-01", words="hola", case=case))


async def test_what_is_said_on_the_commands_group_is_heard_by_every_agency(centre: Centre):
    await centre.unit()
    await centre.says("call_began", call="1", radio=RADIO, to=MANDO_1)
    assert [line.group for line in await centre.log(SARA)] == ["MANDO-1"]


# --- talk groups ----------------------------------------------------------------------------------


async def test_a_task_speaks_where_its_agency_works_until_a_person_says_otherwise(centre: Centre):
    case, task = await centre.task()
    net = await centre.net(case)
    assert net is not None
    assert (net.tasks[task].name, net.tasks[task].why) == ("SAN-1", GroupReason.AGENCY)
    await centre.do(MARTA, n.AssignGroup(case=case, task=task, group="001-1-6000102"))
    net = await centre.net(case)
    assert net is not None
    assert (net.tasks[task].name, net.tasks[task].why, net.tasks[task].by) == (
        "SAN-2",
        GroupReason.PERSON,
        "Marta Soler",
    )
    with pytest.raises(Refused, match="no_task_here"):
        await centre.do(SARA, n.AssignGroup(case=case, task=task, group=SAN_1))
    with pytest.raises(Refused, match="unknown_group"):
        await centre.do(MARTA, n.AssignGroup(case=case, task=task, group="001-1-5"))


async def test_a_joint_command_gets_the_next_free_group_and_gives_it_back_with_its_case(centre: Centre):
    first, _ = await centre.task()
    second, _ = await centre.task()
    await centre.do(MARTA, n.SetUpJointCommand(case=first))
    await centre.do(CLARA, n.SetUpJointCommand(case=second))
    names = [
        net.command.name for net in [await centre.net(first), await centre.net(second)] if net and net.command
    ]
    assert names == ["MANDO-1", "MANDO-2"]
    third, _ = await centre.task()
    with pytest.raises(Refused, match="no_command_group"):
        await centre.do(CLARA, n.SetUpJointCommand(case=third))
    with pytest.raises(Refused, match="no_task_here"):
        await centre.do(SARA, n.SetUpJointCommand(case=first, group=MANDO_1))
    with pytest.raises(Refused, match="not_a_command_group"):
        await centre.do(MARTA, n.SetUpJointCommand(case=first, group=SAN_1))
    await centre.do(CLARA, n.EndJointCommand(case=first))
    await centre.do(CLARA, n.SetUpJointCommand(case=third))
    net = await centre.net(third)
    assert net is not None
    assert net.command is not None
    assert net.command.name == "MANDO-1"


# --- what we send ---------------------------------------------------------------------------------


async def test_a_text_goes_to_the_vehicles_radio_and_is_told_to_have_arrived(centre: Centre):
    unit = await centre.unit()
    await centre.do(MARTA, g.SendRadioText(entry=EntryId(entry()), unit=unit, words="Pase a SAN-2"))

    async def arrived() -> bool:
        return [line.sent for line in await centre.log()] == [SendOutcome.DELIVERED]

    await until(arrived)
    assert centre.network.orders == [{"kind": "text", "to": RADIO, "words": "Pase a SAN-2"}]


async def test_what_cannot_be_delivered_waits_for_somebody_to_see_it(centre: Centre):
    unit = await centre.unit()
    centre.network.deaf.add(RADIO)
    await centre.do(
        MARTA, g.SendRadioText(entry=EntryId(entry()), unit=unit, words="¿Me oye?", call_out=True)
    )

    async def failed() -> bool:
        return [line.why for line in await centre.log()] == ["not_reachable"]

    await until(failed)
    (line,) = await centre.log()
    assert line.waits


async def test_an_exercise_reaches_no_real_radio(centre: Centre):
    unit = await centre.unit(radios=())
    with pytest.raises(Refused, match="unit_without_radio"):
        await centre.do(MARTA, g.SendRadioText(entry=EntryId(entry()), unit=unit, words="hola"))
    trainee = Mode.TRAINING
    sender = MARTA.__class__(**{f: getattr(MARTA, f) for f in MARTA.__struct_fields__} | {"mode": trainee})
    with pytest.raises(Refused, match="radio_of_other_mode"):
        await centre.do(sender, g.SendRadioText(entry=EntryId(entry()), group=SAN_1, words="hola"))
    assert centre.network.orders == []


# --- lost and back --------------------------------------------------------------------------------


async def test_a_lost_gateway_is_an_alarm_and_its_return_catches_up_without_repeating(centre: Centre):
    unit = await centre.unit()
    case, _ = await centre.alerted(unit)
    await centre.presses("acknowledged")
    centre.network.cut(1.5)
    await centre.stands(up=False)
    await centre.timers.tick()
    (watch,) = await centre.watches("radio_lost")
    assert watch.state is WatchState.FIRED
    pressed = [centre.network.play({"kind": "status", "radio": RADIO, "code": KEYS["en_route"]})]
    await asyncio.sleep(0.01)
    said = units.EnterStatus(unit=unit, status=S.ON_SCENE, said_by="A-01")
    await centre.do(MARTA, said)  # by voice meanwhile
    pressed.append(centre.network.play({"kind": "status", "radio": RADIO, "code": KEYS["on_scene"]}))
    await centre.stands()
    await centre.heard(pressed[-1])
    assert (await centre.state(unit)).status is S.ON_SCENE
    assert await verdicts(centre) == [RadioVerdict.APPLIED, RadioVerdict.LATE_IN_ORDER, RadioVerdict.REPEATED]
    assert await centre.watches("radio_lost") == []
    assert {line.case for line in await centre.log()} == {case}


async def test_what_was_not_acknowledged_is_told_again_and_heard_once(silent: Centre):
    await silent.unit()
    async with running(silent.bridge):
        await silent.stands()
        await silent.presses("available")
    before = await silent.kinds()
    # The process died between making it durable and keeping its place: the bridge sends it all again.
    await silent.runtime.pool.execute("update radio_gateway set seq = null, epoch = null")
    silent.network._kept.appendleft(
        {
            "kind": "event",
            "seq": 1,
            "at": "2026-11-27T02:00:00Z",
            "said": {"kind": "status", "radio": RADIO, "code": KEYS["available"]},
        }
    )
    async with running(silent.bridge):
        await silent.heard(1)
    new = (await silent.kinds())[len(before) :]
    assert set(new) <= {"radio.link.came_up", "followup.watch.kept"}, new


async def test_what_the_bridge_could_not_keep_is_said(centre: Centre):
    centre.network._kept_max = 2
    centre.network.cut(1.2)
    await centre.stands(up=False)
    for nth in range(5):
        centre.network.play({"kind": "registered", "radio": f"001-1-{900 + nth}"})
    await centre.stands()

    async def missed() -> bool:
        link = await centre.link()
        return link is not None and link.missed == 3

    await until(missed)


async def test_a_radio_that_is_lost_is_known_and_a_strangers_is_not(centre: Centre):
    await centre.unit()
    await centre.says("lost", radio=RADIO)
    await centre.says("lost", radio=RADIO)
    await centre.says("lost", radio=STRANGER)
    await centre.says("registered", radio=RADIO)
    assert [kind for kind in await centre.kinds() if kind.startswith("radio.terminal")] == [
        "radio.terminal.lost",
        "radio.terminal.found",
    ]


@pytest.mark.parametrize("secret", [b"another secret altogether"])
async def test_who_does_not_know_the_secret_hears_nothing_and_is_told_nothing(silent: Centre, secret: bytes):
    port = silent.network._servers[0].sockets[0].getsockname()[1]
    silent.network.play({"kind": "status", "radio": RADIO, "code": 0})
    stranger = bridge_to(silent.runtime, port, secret)
    async with running(stranger):
        await silent.stands(up=False)
    link = await silent.link()
    assert link is not None
    assert link.why == "not_proved"
    assert await silent.log(CLARA) == []


async def test_a_process_that_died_with_its_line_is_missed_by_the_worker(silent: Centre):
    clock = SimulatedClock()
    store = RadioStore(silent.runtime.pool)
    lines = GatewayMonitor(
        clock, silent.runtime.commands, silent.runner.states, store.heartbeats, (GATEWAY,), Mode.REAL
    )
    await lines.look()
    assert await silent.link() is None, "a start is given its time"
    await clock.advance(DEAD_S + 1)
    await store.alive(GATEWAY, clock.now())
    await lines.look()
    assert await silent.link() is None
    await clock.advance(DEAD_S + 1)
    await lines.look()
    await lines.look()
    link = await silent.link()
    assert link is not None
    assert (link.up, link.why) == (False, "no_sign_of_life")
    assert (await silent.kinds()).count("radio.link.lost") == 1


async def test_a_line_that_has_just_come_back_is_not_taken_for_dead_by_its_last_life_before(silent: Centre):
    store = RadioStore(silent.runtime.pool)
    await store.alive(GATEWAY, datetime.now(UTC) - timedelta(hours=1))
    async with running(silent.bridge):
        await silent.stands()
        lines = GatewayMonitor(
            silent.runtime.clock,
            silent.runtime.commands,
            silent.runner.states,
            store.heartbeats,
            (GATEWAY,),
            Mode.REAL,
        )
        lines._began = datetime.now(UTC) - timedelta(hours=1)
        await lines.look()
        await silent.stands()


async def test_a_process_that_was_paused_says_that_it_lives_after_all(silent: Centre):
    silent.bridge._lived_at = None
    async with running(silent.bridge):
        await silent.stands()
        await silent.do(system_actor(), ReportLinkLost(gateway=GATEWAY, why="no_sign_of_life"))
        silent.bridge._lived_at = datetime.now(UTC) - timedelta(minutes=1)
        await silent.says("registered", radio=STRANGER)
        await silent.stands()


# --- where they are -------------------------------------------------------------------------------


async def test_a_radio_says_where_it_is_and_is_judged_like_a_phone(centre: Centre):
    unit = await centre.unit()
    await centre.says("position", radio=RADIO, lip=encoded(41.9205, 1.9010))
    rows = await centre.runtime.pool.fetch("select unit, lat from unit_position")
    assert [(row["unit"], round(row["lat"], 3)) for row in rows] == [(unit, 41.921)]
    await centre.says("position", radio=RADIO, lip=encoded(0.0, 0.0))
    assert await centre.runtime.pool.fetchval("select verdict from unit_doubt") == "null_island"
    await centre.says("position", radio=STRANGER, lip=encoded(41.9205, 1.9010))
    assert await centre.runtime.pool.fetchval("select sum(count) from device_refusal") == 1


# --- closing --------------------------------------------------------------------------------------


async def test_two_cases_that_become_one_keep_their_groups_and_their_command(centre: Centre):
    other, task = await centre.task()
    lives, _ = await centre.task()
    await centre.do(MARTA, n.AssignGroup(case=other, task=task, group="001-1-6000102"))
    await centre.do(MARTA, n.SetUpJointCommand(case=other))
    await centre.do(LUCIA, cases.MergeCase(case=other, into=lives))
    gone, net = await centre.net(other), await centre.net(lives)
    assert gone is not None
    assert net is not None
    assert (gone.command, net.command and net.command.name) == (None, "MANDO-1")
    assert net.tasks[task].name == "SAN-2"


async def test_a_case_that_is_put_away_gives_its_group_back(centre: Centre):
    case = CaseId(new_id())
    await centre.do(LUCIA, cases.OpenCase(case=case, type="SAN-01"))
    await centre.do(CLARA, n.SetUpJointCommand(case=case))
    await centre.do(LUCIA, cases.CloseCase(case=case, closing=ClosingData(disposition="resolved")))
    net = await centre.net(case)
    assert net is not None
    assert net.command is None
