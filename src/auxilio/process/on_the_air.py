"""Beside the six stages, what is said on the air: a status code is a status, the red button is a crew's emergency, and a
task that is offered has a talk group. A gateway that is lost is an alarm that somebody answers.

What changed nothing by itself (an unlawful step, a code or a radio that nobody knows) is told back to its line of the
radio log, which stands on the boards until a person has seen it.
"""

from collections.abc import Iterable

from auxilio.cases import messages as cases
from auxilio.dispatch.messages import tasks, units
from auxilio.dispatch.model.unit import PressReason, UnitStatus
from auxilio.dispatch.service import TASK, UNIT
from auxilio.followup.model import WatchKind
from auxilio.process.promises import keep, pending, promise
from auxilio.process.runner import Fact, House, Named, Reaction, Step
from auxilio.radio.messages import links, log, nets
from auxilio.radio.model import CodeMeans, EntryId, RadioKind, RadioVerdict
from auxilio.radio.service import NET

_VERDICT = {
    PressReason.LATE_IN_ORDER: RadioVerdict.LATE_IN_ORDER,
    PressReason.NOT_LAWFUL: RadioVerdict.NOT_LAWFUL,
    PressReason.OTHER_ASSIGNMENT: RadioVerdict.OTHER_ASSIGNMENT,
}
assert _VERDICT.keys() == set(PressReason), "each reason to keep a press is a verdict"
STATUS = {means: UnitStatus(means.value) for means in CodeMeans if means.value in set(UnitStatus)}
"""What a code can say of a unit: every status but the alert, which only a desk's act sets."""
assert STATUS.keys() == set(CodeMeans) - {CodeMeans.EMERGENCY, CodeMeans.ASKS_TO_SPEAK}


async def _written(fact: Fact[log.EntryWritten], house: House) -> Iterable[Step]:
    event = fact.event
    if event.kind_of is RadioKind.ALARM:
        if event.unit is None:
            return (promise(fact, WatchKind.RADIO_EMERGENCY),)
        return (
            units.RaiseEmergency(
                unit=event.unit, point=event.point, at=event.said_at, group=event.group or event.to or None
            ),
        )
    status = STATUS.get(event.means) if event.means is not None else None
    if event.kind_of is not RadioKind.STATUS or event.unit is None or status is None:
        return ()
    unit = await house.state(UNIT, event.unit)
    if unit is not None and unit.status is status:
        # Pressed twice, or told by voice while the gateway was away: known, and no news.
        return (Named("repeated", log.JudgeEntry(entry=event.entry, verdict=RadioVerdict.REPEATED)),)
    report = units.ReportStatus(unit=event.unit, status=status, at=event.said_at, heard=event.entry)
    return (Named("report", report),)


async def _became(fact: Fact[units.UnitStatusReported | units.UnitPressKept], house: House) -> Iterable[Step]:
    """The unit has answered: its verdict stands beside what the radio said."""
    del house
    if fact.event.heard is None:
        return ()
    verdict = RadioVerdict.APPLIED
    if isinstance(fact.event, units.UnitPressKept):
        verdict = _VERDICT[fact.event.reason]
    return (log.JudgeEntry(entry=EntryId(fact.event.heard), verdict=verdict),)


async def _seen(fact: Fact[log.EntrySeen], house: House) -> Iterable[Step]:
    return keep(fact, await pending(fact, house, WatchKind.RADIO_EMERGENCY))


async def _offered(fact: Fact[tasks.TaskOffered], house: House) -> Iterable[Step]:
    del house
    event = fact.event
    return (nets.GiveGroup(case=event.case, task=event.task, agency=event.agency, aid_of=event.aid_of),)


async def _moved(fact: Fact[tasks.TaskMoved], house: House) -> Iterable[Step]:
    """Two cases are one, or two again: whoever works on it speaks where it spoke."""
    event = fact.event
    task, net = await house.state(TASK, event.task), await house.state(NET, event.was_in)
    if task is None:
        return ()
    had = net.tasks.get(event.task) if net is not None else None
    return (
        nets.GiveGroup(case=event.case, task=event.task, agency=task.agency, aid_of=task.aid_of, had=had),
    )


async def _closed(fact: Fact[cases.CaseClosed], house: House) -> Iterable[Step]:
    """A command group of a case that is put away is free for the next."""
    del house
    return (nets.EndCommand(case=fact.event.case),)


async def _merged(fact: Fact[cases.CaseMerged], house: House) -> Iterable[Step]:
    """A joint command goes on in the case that lives, on its group, unless that one has its own."""
    event = fact.event
    net, lives = await house.state(NET, event.case), await house.state(NET, event.into)
    if net is None or net.command is None:
        return ()
    ends = Named("end", nets.EndCommand(case=event.case))
    if lives is not None and lives.command is not None:
        return (ends,)
    return (ends, Named("goes_on", nets.SetUpCommand(case=event.into, group=net.command.gssi)))


async def _lost(fact: Fact[links.LinkLost], house: House) -> Iterable[Step]:
    del house
    return (promise(fact, WatchKind.RADIO_LOST, about=fact.event.gateway),)


async def _back(fact: Fact[links.LinkCameUp], house: House) -> Iterable[Step]:
    return keep(fact, await pending(fact, house, WatchKind.RADIO_LOST))


def reactions() -> tuple[Reaction, ...]:
    """What follows from what is said on the air, and what the air follows."""
    return (
        Reaction("on_the_air.heard", (log.EntryWritten,), _written),
        Reaction("on_the_air.became", (units.UnitStatusReported, units.UnitPressKept), _became),
        Reaction("on_the_air.seen", (log.EntrySeen,), _seen),
        Reaction("on_the_air.offered", (tasks.TaskOffered,), _offered),
        Reaction("on_the_air.moved", (tasks.TaskMoved,), _moved),
        Reaction("on_the_air.closed", (cases.CaseClosed,), _closed),
        Reaction("on_the_air.merged", (cases.CaseMerged,), _merged),
        Reaction("on_the_air.lost", (links.LinkLost,), _lost),
        Reaction("on_the_air.back", (links.LinkCameUp,), _back),
    )
