"""Beside the six stages, what is said on the air: a status code is a status, the red button is a crew's emergency, and a
task that is offered has a talk group. A gateway that is lost is an alarm that somebody answers.

What changed nothing by itself (an unlawful step, a code or a radio that nobody knows) is told back to its line of the
radio log, which stands on the boards until a person has seen it.
"""

from collections.abc import Iterable

from auxilio.cases.core import messages as cases
from auxilio.dispatch.service import TASK, UNIT
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.model import LateStatusReason, UnitStatus
from auxilio.followup.core.model import WatchKind
from auxilio.radio.core.messages import entries, links, nets
from auxilio.radio.core.model import EntryId, RadioKind, RadioVerdict, StatusMeaning
from auxilio.radio.service import NET
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader
from auxilio.workflows.watches import keep_watches, pending_watches, set_watch

_VERDICT = {
    LateStatusReason.LATE_IN_ORDER: RadioVerdict.LATE_IN_ORDER,
    LateStatusReason.NOT_LAWFUL: RadioVerdict.NOT_LAWFUL,
    LateStatusReason.OTHER_ASSIGNMENT: RadioVerdict.OTHER_ASSIGNMENT,
}
assert _VERDICT.keys() == set(LateStatusReason), "each reason to keep a press is a verdict"
STATUS = {means: UnitStatus(means.value) for means in StatusMeaning if means.value in set(UnitStatus)}
"""What a code can say of a unit: every status but the alert, which only a desk's act sets."""
assert STATUS.keys() == set(StatusMeaning) - {StatusMeaning.EMERGENCY, StatusMeaning.ASKS_TO_SPEAK}


async def _entry_written(
    fact: RecordedEvent[entries.EntryWritten], states: StateReader
) -> Iterable[ReactionCommand]:
    event = fact.event
    if event.kind_of is RadioKind.ALARM:
        if event.unit is None:
            return (set_watch(fact, WatchKind.RADIO_EMERGENCY),)
        return (
            units.RaiseCrewEmergency(
                unit=event.unit, point=event.point, at=event.said_at, group=event.group or event.to or None
            ),
        )
    status = STATUS.get(event.means) if event.means is not None else None
    if event.kind_of is not RadioKind.STATUS or event.unit is None or status is None:
        return ()
    unit = await states.state(UNIT, event.unit)
    if unit is not None and unit.status is status:
        # Pressed twice, or told by voice while the gateway was away: known, and no news.
        return (
            NamedCommand("repeated", entries.RecordVerdict(entry=event.entry, verdict=RadioVerdict.REPEATED)),
        )
    report = units.ReportStatus(unit=event.unit, status=status, at=event.said_at, heard=event.entry)
    return (NamedCommand("report", report),)


async def _status_judged(
    fact: RecordedEvent[units.UnitStatusReported | units.UnitLateStatusKept], states: StateReader
) -> Iterable[ReactionCommand]:
    """The unit has answered: its verdict stands beside what the radio said."""
    del states
    if fact.event.heard is None:
        return ()
    verdict = RadioVerdict.APPLIED
    if isinstance(fact.event, units.UnitLateStatusKept):
        verdict = _VERDICT[fact.event.reason]
    return (entries.RecordVerdict(entry=EntryId(fact.event.heard), verdict=verdict),)


async def _entry_seen(
    fact: RecordedEvent[entries.EntryAcknowledged], states: StateReader
) -> Iterable[ReactionCommand]:
    return keep_watches(fact, await pending_watches(fact, states, WatchKind.RADIO_EMERGENCY))


async def _task_offered(
    fact: RecordedEvent[tasks.TaskOffered], states: StateReader
) -> Iterable[ReactionCommand]:
    del states
    event = fact.event
    return (
        nets.AssignGroupByRule(case=event.case, task=event.task, agency=event.agency, aid_of=event.aid_of),
    )


async def _task_moved(fact: RecordedEvent[tasks.TaskMoved], states: StateReader) -> Iterable[ReactionCommand]:
    """Two cases are one, or two again: whoever works on it speaks where it spoke."""
    event = fact.event
    task, net = await states.state(TASK, event.task), await states.state(NET, event.was_in)
    if task is None:
        return ()
    had = net.tasks.get(event.task) if net is not None else None
    return (
        nets.AssignGroupByRule(
            case=event.case, task=event.task, agency=task.agency, aid_of=task.aid_of, had=had
        ),
    )


async def _case_closed(
    fact: RecordedEvent[cases.CaseClosed], states: StateReader
) -> Iterable[ReactionCommand]:
    """A command group of a case that is put away is free for the next."""
    del states
    return (nets.EndJointCommand(case=fact.event.case),)


async def _case_merged(
    fact: RecordedEvent[cases.CaseMerged], states: StateReader
) -> Iterable[ReactionCommand]:
    """A joint command goes on in the case that lives, on its group, unless that one has its own."""
    event = fact.event
    net, lives = await states.state(NET, event.case), await states.state(NET, event.into)
    if net is None or net.command is None:
        return ()
    ends = NamedCommand("end", nets.EndJointCommand(case=event.case))
    if lives is not None and lives.command is not None:
        return (ends,)
    return (ends, NamedCommand("goes_on", nets.SetUpJointCommand(case=event.into, group=net.command.gssi)))


async def _link_lost(fact: RecordedEvent[links.LinkLost], states: StateReader) -> Iterable[ReactionCommand]:
    del states
    return (set_watch(fact, WatchKind.RADIO_LOST, about=fact.event.gateway),)


async def _link_restored(
    fact: RecordedEvent[links.LinkCameUp], states: StateReader
) -> Iterable[ReactionCommand]:
    return keep_watches(fact, await pending_watches(fact, states, WatchKind.RADIO_LOST))


def reactions() -> tuple[Reaction, ...]:
    """What follows from what is said on the air, and what the air follows."""
    return (
        Reaction("on_the_air.heard", (entries.EntryWritten,), _entry_written),
        Reaction("on_the_air.became", (units.UnitStatusReported, units.UnitLateStatusKept), _status_judged),
        Reaction("on_the_air.seen", (entries.EntryAcknowledged,), _entry_seen),
        Reaction("on_the_air.offered", (tasks.TaskOffered,), _task_offered),
        Reaction("on_the_air.moved", (tasks.TaskMoved,), _task_moved),
        Reaction("on_the_air.closed", (cases.CaseClosed,), _case_closed),
        Reaction("on_the_air.merged", (cases.CaseMerged,), _case_merged),
        Reaction("on_the_air.lost", (links.LinkLost,), _link_lost),
        Reaction("on_the_air.back", (links.LinkCameUp,), _link_restored),
    )
