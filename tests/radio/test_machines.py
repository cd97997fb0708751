"""Aim: nets, links and lines of the radio log decide and evolve as written, each fact whole. Without a database."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.kernel.ids import AgencyId, CaseId, CentreId, TaskId, UnitId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Forbidden, Refused
from auxilio.kernel.shared_types import Mode
from auxilio.radio.core import bridge_protocol as wire
from auxilio.radio.core.machine import entries, links, nets
from auxilio.radio.core.messages import entries as e
from auxilio.radio.core.messages import links as k
from auxilio.radio.core.messages import nets as n
from auxilio.radio.core.model import (
    EntryId,
    GatewayLink,
    GroupAssignment,
    GroupReason,
    Net,
    RadioEntry,
    RadioKind,
    RadioOwner,
    RadioPlan,
    RadioTerminal,
    RadioVerdict,
    SendOutcome,
    StatusCodeEntry,
    StatusMeaning,
    TalkGroup,
    TalkGroupUse,
)
from tests.actors import person, system
from tests.radio.test_lip import AT, encoded

SAN, POL = AgencyId("san"), AgencyId("pol")
CASE, TASK, HELPED, UNIT = (
    CaseId(UUID(int=1)),
    TaskId(UUID(int=2)),
    TaskId(UUID(int=3)),
    UnitId(UUID(int=4)),
)
LINE = EntryId(UUID(int=5))
RADIO, HANDSET, STRANGER = "001-1-2001", "001-1-3001", "001-1-77"


def group(number: int, name: str, use: TalkGroupUse, agency: AgencyId | None = None) -> TalkGroup:
    return TalkGroup(gssi=f"001-1-{number}", name=name, use=use, agency=agency)


SAN_OTHER = group(1, "SAN OTRO", TalkGroupUse.OTHER, SAN)
SAN_1, SAN_2 = (group(2 + k, f"SAN {k + 1}", TalkGroupUse.WORKING, SAN) for k in (0, 1))
POL_1 = group(4, "POL 1", TalkGroupUse.WORKING, POL)
MANDO_1, MANDO_2 = (group(5 + k, f"MANDO {k + 1}", TalkGroupUse.COMMAND) for k in (0, 1))
EMERG = group(7, "EMERG", TalkGroupUse.EMERGENCY)
PLAN = RadioPlan(
    groups=(SAN_OTHER, SAN_1, SAN_2, POL_1, MANDO_1, MANDO_2, EMERG),
    codes={
        SAN: (
            StatusCodeEntry(code=32770, means=StatusMeaning.EN_ROUTE),
            StatusCodeEntry(code=32780, means=StatusMeaning.ASKS_TO_SPEAK),
        )
    },
)
MARTA = person("dispatcher", "san-desk-1", name="Marta Soler", agency="san", centre="san-1")
SARA = person("dispatcher", "pol-desk-1", name="Sara Gil", agency="pol", centre="pol-1")
LUCIA = person("call_taker", "desk-01")
OWNER = RadioOwner(
    unit=UNIT, callsign="A-01", agency=SAN, centre=CentreId("san-1"), mode=Mode.REAL, case=CASE, radios=(RADIO, HANDSET)
)  # fmt: skip


def given(one: TalkGroup, why: GroupReason = GroupReason.AGENCY, by: str = "auxilio") -> GroupAssignment:
    return GroupAssignment(gssi=one.gssi, name=one.name, why=why, by=by, at=AT)


def net(command: GroupAssignment | None = None, **tasks: TalkGroup) -> Net:
    ids = {"task": TASK, "helped": HELPED}
    given_to = {ids[name]: given(one) for name, one in tasks.items()}
    return Net(case=CASE, mode=Mode.REAL, tasks=given_to, command=command)


# --- the net of a case ----------------------------------------------------------------------------


def fact(one: TalkGroup, why: GroupReason, by: str, before: str | None = None) -> n.GroupAssigned:
    return n.GroupAssigned(
        case=CASE, mode=Mode.REAL, task=TASK, agency=SAN, gssi=one.gssi, name=one.name, why=why, by=by, before=before
    )  # fmt: skip


def by_rule(known: Net | None, plan: RadioPlan = PLAN, **more: Any) -> tuple[Any, ...]:
    command = n.AssignGroupByRule(case=CASE, task=TASK, **({"agency": SAN} | more))
    return nets.assign_by_rule(known, command, plan, system(), Mode.REAL)


def test_a_rule_gives_a_task_the_first_working_group_of_its_agency_once() -> None:
    assert by_rule(None) == (fact(SAN_1, GroupReason.AGENCY, "auxilio"),)
    assert by_rule(net(helped=POL_1)) == (fact(SAN_1, GroupReason.AGENCY, "auxilio"),)
    assert by_rule(net(task=SAN_2)) == ()
    assert by_rule(None, RadioPlan()) == ()


def test_a_task_that_helps_speaks_where_the_helped_one_speaks() -> None:
    assert by_rule(net(helped=POL_1), aid_of=HELPED) == (fact(POL_1, GroupReason.AID, "auxilio"),)
    assert by_rule(net(), aid_of=HELPED) == (fact(SAN_1, GroupReason.AGENCY, "auxilio"),)
    gone = group(99, "VIEJO", TalkGroupUse.WORKING)
    assert by_rule(net(helped=gone), aid_of=HELPED) == (), "the plan has that group no more"


def test_a_task_of_a_merged_case_keeps_its_group() -> None:
    had = given(SAN_2, GroupReason.PERSON, "Marta")
    assert by_rule(None, had=had) == (fact(SAN_2, GroupReason.PERSON, "auxilio"),)
    gone = given(group(99, "VIEJO", TalkGroupUse.WORKING))
    assert by_rule(None, had=gone) == (fact(SAN_1, GroupReason.AGENCY, "auxilio"),)


def test_a_person_gives_another_group_and_the_fact_says_which_it_had() -> None:
    def assign(known: Net | None, to: TalkGroup) -> tuple[Any, ...]:
        command = n.AssignGroup(case=CASE, task=TASK, group=to.gssi)
        return nets.assign_by_person(known, command, SAN, PLAN, MARTA, Mode.REAL)

    assert assign(net(task=SAN_1), SAN_2) == (fact(SAN_2, GroupReason.PERSON, "Marta Soler", "SAN 1"),)
    assert assign(None, SAN_2) == (fact(SAN_2, GroupReason.PERSON, "Marta Soler"),)
    assert assign(net(task=SAN_2), SAN_2) == ()
    with pytest.raises(Refused, match=r"^unknown_group"):
        assign(None, group(99, "VIEJO", TalkGroupUse.WORKING))


def set_up(known: Net | None, to: TalkGroup | None = None, *taken: TalkGroup) -> tuple[Any, ...]:
    command = n.SetUpJointCommand(case=CASE, group=to.gssi if to else None)
    return nets.set_up_command(known, command, PLAN, [one.gssi for one in taken], MARTA, Mode.REAL)


def commanded(one: TalkGroup, why: GroupReason, before: str | None = None) -> n.JointCommandSetUp:
    return n.JointCommandSetUp(
        case=CASE, mode=Mode.REAL, gssi=one.gssi, name=one.name, why=why, by="Marta Soler", before=before
    )


def test_a_joint_command_has_the_next_free_group_or_the_one_that_a_person_names() -> None:
    assert set_up(None) == (commanded(MANDO_1, GroupReason.COMMAND),)
    assert set_up(net(), None, MANDO_1) == (commanded(MANDO_2, GroupReason.COMMAND),)
    with pytest.raises(Refused, match=r"^no_command_group"):
        set_up(None, None, MANDO_1, MANDO_2)
    assert set_up(None, MANDO_1, MANDO_1) == (commanded(MANDO_1, GroupReason.PERSON),), (
        "a person may share one"
    )
    standing = net(given(MANDO_1))
    assert set_up(standing) == ()
    assert set_up(standing, MANDO_1) == ()
    assert set_up(standing, MANDO_2) == (commanded(MANDO_2, GroupReason.PERSON, "MANDO 1"),)
    with pytest.raises(Refused, match=r"^not_a_command_group"):
        set_up(None, SAN_1)


def test_a_joint_command_ends_where_one_stands() -> None:
    end = n.EndJointCommand(case=CASE)
    ended = nets.end_command(net(given(MANDO_1)), end, MARTA)
    assert ended == (n.JointCommandEnded(case=CASE, name="MANDO 1", by="Marta Soler"),)
    for known in (None, net()):
        assert nets.end_command(known, end, system()) == ()
        with pytest.raises(Refused, match=r"^no_joint_command"):
            nets.end_command(known, end, MARTA)


def test_a_net_is_what_its_facts_say() -> None:
    later = AT + timedelta(minutes=1)
    stands = nets.evolve(None, fact(SAN_1, GroupReason.AGENCY, "auxilio"), AT)
    assert stands == net(task=SAN_1)
    assert stands.id == CASE
    stands = nets.evolve(stands, commanded(MANDO_1, GroupReason.COMMAND), later)
    command = msgspec.structs.replace(given(MANDO_1, GroupReason.COMMAND, "Marta Soler"), at=later)
    assert stands == net(command, task=SAN_1)
    assert nets.evolve(None, commanded(MANDO_1, GroupReason.COMMAND), later) == net(command)
    stands = nets.evolve(stands, fact(SAN_2, GroupReason.PERSON, "Marta Soler", "SAN 1"), later)
    assert stands.tasks == {
        TASK: msgspec.structs.replace(given(SAN_2, GroupReason.PERSON, "Marta Soler"), at=later)
    }
    ended = n.JointCommandEnded(case=CASE, name="MANDO 1", by="Marta Soler")
    assert nets.evolve(stands, ended, later) == msgspec.structs.replace(stands, command=None)


# --- gateways and terminals -----------------------------------------------------------------------


def link(*, up: bool, **more: Any) -> GatewayLink:
    return GatewayLink(**({"id": "sim", "mode": Mode.REAL, "up": up, "since": AT} | more))


def test_a_link_comes_up_and_is_lost_once_each() -> None:
    up, lost = k.ReportLinkUp(gateway="sim"), k.ReportLinkLost(gateway="sim", why="silent")
    came = (k.LinkCameUp(gateway="sim", mode=Mode.REAL),)
    gone = (k.LinkLost(gateway="sim", mode=Mode.REAL, why="silent"),)
    assert [links.decide(known, up, Mode.REAL) for known in (None, link(up=False), link(up=True))] == [
        came,
        came,
        (),
    ]
    assert [links.decide(known, lost, Mode.REAL) for known in (None, link(up=True), link(up=False))] == [
        gone,
        gone,
        (),
    ]


def test_a_link_is_what_its_facts_say() -> None:
    later = AT + timedelta(minutes=1)
    came = k.LinkCameUp(gateway="sim", mode=Mode.REAL)
    lost = k.LinkLost(gateway="sim", mode=Mode.REAL, why="silent")
    missed = k.LinkMessagesMissed(gateway="sim", mode=Mode.REAL, count=3)
    assert links.evolve(None, came, AT) == link(up=True)
    assert links.evolve(None, lost, AT) == link(up=False, why="silent")
    assert links.evolve(None, missed, AT) == link(up=True, missed=3)
    before = link(up=False, why="silent", missed=3)
    assert links.evolve(before, came, later) == link(up=True, since=later, missed=3)
    assert links.evolve(link(up=True, missed=3), lost, later) == link(
        up=False, since=later, why="silent", missed=3
    )
    assert links.evolve(before, missed, later) == link(up=False, why="silent", missed=6)


def test_a_radio_of_ours_comes_and_goes_and_strangers_are_no_news() -> None:
    here, away = wire.AirRegistered(radio=RADIO), wire.AirLost(radio=RADIO)

    def told(terminal: RadioTerminal | None, said: Any, unit: UnitId | None = UNIT) -> tuple[Any, ...]:
        return links.record_registration(terminal, said, "sim", unit, Mode.REAL)

    found = k.TerminalRegistered(radio=RADIO, mode=Mode.REAL, gateway="sim", unit=UNIT)
    lost = k.TerminalLost(radio=RADIO, mode=Mode.REAL, gateway="sim", unit=UNIT)
    assert told(None, here) == (found,)
    assert told(None, here, None) == ()
    there = links.evolve_terminal(None, found, AT)
    assert there == RadioTerminal(
        id=RADIO, mode=Mode.REAL, unit=UNIT, reachable=True, since=AT, gateway="sim"
    )
    assert told(there, here) == ()
    assert told(there, away) == (lost,)
    gone = links.evolve_terminal(there, lost, AT + timedelta(minutes=1))
    assert gone == msgspec.structs.replace(there, reachable=False, since=AT + timedelta(minutes=1))
    assert told(gone, away) == ()
    assert told(gone, here) == (found,)
    assert told(there, here, None) == (msgspec.structs.replace(found, unit=None),), "it was given to no unit"


# --- lines of the log -----------------------------------------------------------------------------


def heard(
    said: Any, bearer: RadioOwner | None = OWNER, called: RadioOwner | None = None, **more: Any
) -> e.EntryWritten:
    command = e.ReceiveRadioMessage(gateway="sim", epoch="1", seq=1, told=said, **({"at": AT} | more))
    return entries.record_heard(LINE, command, said, PLAN, bearer, called, Mode.REAL, AT)


OURS: dict[str, Any] = {
    "entry": LINE, "mode": Mode.REAL, "said_at": AT, "gateway": "sim", "who": "A-01", "who_radio": RADIO, "by": "sim",
    "to": "", "unit": UNIT, "case": CASE, "agency": SAN, "centre": CentreId("san-1"),
}  # fmt: skip
UNKNOWN: dict[str, Any] = OURS | dict.fromkeys(("unit", "case", "agency", "centre")) | {"who": STRANGER}


def test_a_status_of_ours_waits_for_its_verdict_and_an_emergency_is_an_alarm() -> None:
    status = {"kind_of": RadioKind.STATUS, "means": StatusMeaning.EN_ROUTE}
    expected = e.EntryWritten(**OURS, **status, code=32770)
    assert heard(wire.AirStatus(radio=RADIO, code=32770)) == expected
    alarm = {"kind_of": RadioKind.ALARM, "means": StatusMeaning.EMERGENCY}
    assert heard(wire.AirStatus(radio=RADIO, code=0)) == e.EntryWritten(**OURS, **alarm, code=0)
    asks = heard(wire.AirStatus(radio=RADIO, code=32780))
    assert (asks.kind_of, asks.verdict) == (RadioKind.STATUS, RadioVerdict.ASKS_TO_SPEAK)
    assert heard(wire.AirStatus(radio=RADIO, code=40000)).verdict is RadioVerdict.UNKNOWN_CODE


def test_a_status_or_a_text_of_a_stranger_is_kept_and_says_so() -> None:
    status = heard(wire.AirStatus(radio=STRANGER, code=32770), None)
    assert status == e.EntryWritten(
        **UNKNOWN | {"who_radio": STRANGER},
        kind_of=RadioKind.STATUS,
        code=32770,
        verdict=RadioVerdict.UNKNOWN_RADIO,
    )
    text = heard(wire.AirText(radio=STRANGER, words="hola"), None)
    assert (text.words, text.verdict) == ("hola", RadioVerdict.UNKNOWN_RADIO)
    alarm = heard(wire.AirStatus(radio=STRANGER, code=0), None)
    assert (alarm.kind_of, alarm.means, alarm.verdict) == (RadioKind.ALARM, StatusMeaning.EMERGENCY, None)


def test_a_text_or_call_to_a_group_names_it_and_is_shared_where_several_agencies_hear_it() -> None:
    text = heard(wire.AirText(radio=RADIO, words="llegamos", to=SAN_1.gssi))
    to = {"to": "SAN 1", "to_radio": SAN_1.gssi, "group": "SAN 1"}
    assert text == e.EntryWritten(**OURS | to, kind_of=RadioKind.TEXT, words="llegamos")
    for shared in (MANDO_1, EMERG):
        call = heard(wire.AirCallBegan(call="1", radio=RADIO, to=shared.gssi))
        assert (call.kind_of, call.to, call.shared) == (RadioKind.CALL, shared.name, True)
    stranger = heard(wire.AirCallBegan(call="1", radio=STRANGER, to=POL_1.gssi), None)
    assert (stranger.agency, stranger.who, stranger.shared) == (POL, STRANGER, False)


def test_a_call_to_one_radio_is_of_the_unit_that_carries_it() -> None:
    call = heard(wire.AirCallBegan(call="1", radio=STRANGER, to=HANDSET), None, OWNER)
    assert (call.to, call.to_radio, call.unit, call.case, call.group) == ("A-01", HANDSET, UNIT, CASE, None)
    unknown = heard(wire.AirCallBegan(call="1", radio=RADIO, to=STRANGER))
    assert (unknown.to, unknown.unit) == (STRANGER, UNIT)


def test_an_alarm_brings_its_place_and_its_group_and_no_moment_is_later_than_ours() -> None:
    alarm = heard(wire.AirAlarm(radio=RADIO, group=EMERG.gssi, lip=encoded(41.5, 1.5)))
    assert (alarm.kind_of, alarm.means, alarm.group) == (
        RadioKind.ALARM,
        StatusMeaning.EMERGENCY,
        EMERG.name,
    )
    assert alarm.point is not None
    assert (alarm.point.lat, alarm.point.lon) == pytest.approx((41.5, 1.5), abs=1e-4)
    assert heard(wire.AirAlarm(radio=RADIO)).point is None
    assert heard(wire.AirAlarm(radio=RADIO, lip="zz")).point is None
    earlier, later = AT - timedelta(seconds=9), AT + timedelta(seconds=9)
    assert heard(wire.AirAlarm(radio=RADIO), at=earlier).said_at == earlier
    assert heard(wire.AirAlarm(radio=RADIO), at=later).said_at == AT


def test_what_cannot_be_read_is_kept_as_it_came() -> None:
    command = e.ReceiveRadioMessage(
        gateway="sim", epoch="1", seq=1, at=AT, told=wire.AirStatus(radio=RADIO, code=0)
    )
    assert entries.record_unreadable(LINE, command, "{oops", Mode.REAL, AT + timedelta(seconds=1)) == (
        e.EntryWritten(
            entry=LINE, mode=Mode.REAL, kind_of=RadioKind.UNREAD, said_at=AT, gateway="sim", who="sim", to="",
            words="{oops", by="sim", verdict=RadioVerdict.UNREAD,
        )
    )  # fmt: skip


def test_a_note_is_of_whoever_typed_it_and_of_the_unit_it_is_about() -> None:
    def noted(actor: Any, unit: RadioOwner | None, on: TalkGroup | None, **more: Any) -> e.EntryWritten:
        command = e.LogRadioCall(entry=LINE, who=" A-01 ", words=" espera ", **more)
        [line] = entries.log_call(command, unit, on, actor, Mode.REAL, AT)
        assert isinstance(line, e.EntryWritten)
        return line

    assert noted(MARTA, OWNER, MANDO_1) == e.EntryWritten(
        entry=LINE, mode=Mode.REAL, kind_of=RadioKind.NOTE, said_at=AT, who="A-01", to="san-1", group="MANDO 1",
        unit=UNIT, case=CASE, agency=SAN, centre=CentreId("san-1"), shared=True, words="espera", by="Marta Soler",
    )  # fmt: skip
    other = CaseId(UUID(int=9))
    line = noted(LUCIA, OWNER, SAN_1, case=other, to=" jefe ")
    assert (line.to, line.case, line.agency, line.centre, line.shared) == (
        "jefe",
        other,
        SAN,
        "san-1",
        False,
    )
    line = noted(LUCIA, None, None)
    assert (line.to, line.case, line.agency, line.unit, line.group) == ("desk-01", None, None, None, None)


def sent(unit: RadioOwner | None, to: TalkGroup | None, actor: Any = MARTA, **more: Any) -> e.EntryWritten:
    command = e.SendRadioText(entry=LINE, words=" salid ", **more)
    [line] = entries.queue_text(command, unit, to, actor, Mode.REAL, AT)
    assert isinstance(line, e.EntryWritten)
    return line


def test_a_text_goes_to_the_first_radio_of_a_unit_or_to_a_group() -> None:
    to_unit = e.EntryWritten(
        entry=LINE, mode=Mode.REAL, kind_of=RadioKind.TEXT, said_at=AT, who="san-1", to="A-01", to_radio=RADIO,
        unit=UNIT, case=CASE, agency=SAN, centre=CentreId("san-1"), words="salid", by="Marta Soler", sent=True,
    )  # fmt: skip
    assert sent(OWNER, None) == to_unit
    assert sent(OWNER, MANDO_1) == to_unit, "the unit is meant, not the group"
    assert sent(OWNER, None, call_out=True).kind_of is RadioKind.CALL_OUT
    group_line = sent(None, MANDO_1)
    assert (group_line.to, group_line.to_radio, group_line.group, group_line.shared) == (
        MANDO_1.name,
        MANDO_1.gssi,
        MANDO_1.name,
        True,
    )
    assert (group_line.unit, group_line.case, group_line.agency, group_line.centre) == (
        None,
        None,
        None,
        "san-1",
    )
    assert (sent(None, SAN_1).agency, sent(None, SAN_1).shared) == (SAN, False)


def test_what_cannot_be_sent_and_by_whom() -> None:
    with pytest.raises(Refused, match=r"^nobody_to_send_to"):
        sent(None, None)
    with pytest.raises(Refused, match=r"^unit_without_radio"):
        sent(msgspec.structs.replace(OWNER, radios=()), None)
    with pytest.raises(Refused, match=r"^radio_of_other_mode"):
        sent(msgspec.structs.replace(OWNER, mode=Mode.TRAINING), None)
    with pytest.raises(Refused, match=r"^radio_of_other_mode"):
        sent(None, SAN_1, msgspec.structs.replace(MARTA, mode=Mode.TRAINING))
    with pytest.raises(Forbidden, match=r"^not_your_group"):
        sent(None, SAN_1, SARA)
    for actor in (MARTA, LUCIA, system()):
        assert sent(None, SAN_1, actor).to == "SAN 1"
    assert sent(None, MANDO_1, SARA).to == "MANDO 1", "a group of no agency is everybody's"


def line(**changed: Any) -> RadioEntry:
    fields: dict[str, Any] = {
        "id": LINE, "mode": Mode.REAL, "kind": RadioKind.STATUS, "at": AT, "order": iso_us(AT), "who": "A-01", "to": "",
        "unit": UNIT, "by": "sim",
    }  # fmt: skip
    return RadioEntry(**(fields | changed))


def test_a_status_is_judged_once() -> None:
    for verdict, kind in (
        (RadioVerdict.APPLIED, e.VerdictRecorded),
        (RadioVerdict.REPEATED, e.VerdictRecorded),
        (RadioVerdict.NOT_LAWFUL, e.EntryNotApplied),
        (RadioVerdict.LATE_IN_ORDER, e.EntryNotApplied),
    ):
        judge = e.RecordVerdict(entry=LINE, verdict=verdict)
        facts = entries.decide(line(), judge, system())
        assert facts == (kind(entry=LINE, verdict=verdict),)
        after = entries.evolve(line(), facts[0], AT)
        assert after == line(verdict=verdict)
        assert entries.decide(after, judge, system()) == ()


def test_what_was_sent_is_delivered_or_fails_once_and_a_failure_is_seen() -> None:
    failed = e.ReportDelivery(entry=LINE, outcome=SendOutcome.FAILED, why="unreachable")
    waiting = line(sent=SendOutcome.WAITING)
    [fact] = entries.decide(waiting, failed, system())
    assert fact == e.DeliveryReported(entry=LINE, outcome=SendOutcome.FAILED, why="unreachable")
    after = entries.evolve(waiting, fact, AT)
    assert after == line(sent=SendOutcome.FAILED, why="unreachable")
    assert entries.decide(after, failed, system()) == ()
    assert entries.decide(line(), failed, system()) == ()
    see = e.AcknowledgeEntry(entry=LINE)
    [seen] = entries.decide(after, see, MARTA)
    assert seen == e.EntryAcknowledged(entry=LINE, by="Marta Soler")
    later = AT + timedelta(minutes=1)
    over = entries.evolve(after, seen, later)
    assert over == msgspec.structs.replace(after, seen_by="Marta Soler", seen_at=later)
    assert entries.decide(over, see, MARTA) == ()
    for nothing in (waiting, line(), line(sent=SendOutcome.DELIVERED), line(verdict=RadioVerdict.APPLIED)):
        with pytest.raises(Refused, match=r"^nothing_to_see"):
            entries.decide(nothing, see, MARTA)


@pytest.mark.parametrize(
    ("entry", "waits"),
    [
        (line(), False),
        (line(sent=SendOutcome.WAITING), True),
        (line(sent=SendOutcome.WAITING, seen_at=AT), True),
        (line(sent=SendOutcome.FAILED), True),
        (line(sent=SendOutcome.FAILED, seen_at=AT), False),
        (line(kind=RadioKind.ALARM), False),
        (line(kind=RadioKind.ALARM, unit=None), True),
        (line(unit=None), False),
        (line(verdict=RadioVerdict.UNKNOWN_RADIO), True),
        (line(verdict=RadioVerdict.LATE_IN_ORDER), False),
    ],
)
def test_what_stands_on_boards(entry: RadioEntry, waits: bool) -> None:
    assert entry.waits is waits


def test_a_call_ends_once_and_never_before_it_began() -> None:
    call = line(kind=RadioKind.CALL)
    later = AT + timedelta(seconds=9)
    assert entries.end_call(call, later) == (e.RadioCallEnded(entry=LINE, said_at=later),)
    [ended] = entries.end_call(call, AT - timedelta(seconds=9))
    assert ended == e.RadioCallEnded(entry=LINE, said_at=AT)
    after = entries.evolve(call, ended, later)
    assert after == line(kind=RadioKind.CALL, until=AT)
    assert entries.end_call(after, later) == ()
    assert entries.end_call(None, later) == ()


def test_a_line_holds_all_that_was_written() -> None:
    written = sent(OWNER, None)
    assert entries.evolve(None, written, AT + timedelta(seconds=1)) == line(
        kind=RadioKind.TEXT, who="san-1", to="A-01", to_radio=RADIO, case=CASE, agency=SAN, centre=CentreId("san-1"),
        words="salid", by="Marta Soler", sent=SendOutcome.WAITING,
    )  # fmt: skip
    status = heard(wire.AirStatus(radio=RADIO, code=32770))
    made = entries.evolve(None, status, AT)
    assert (made.sent, made.code, made.means, made.gateway) == (None, 32770, StatusMeaning.EN_ROUTE, "sim")
