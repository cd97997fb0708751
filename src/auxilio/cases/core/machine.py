"""The life of a case: what a command makes happen, what a fact changes."""

from typing import assert_never

import msgspec

from auxilio.cases.core import merging, reservation
from auxilio.cases.core import messages as m
from auxilio.cases.core.model import (
    HAZARD_CODE,
    HAZARDS_MAX,
    Case,
    CaseHazmat,
    CaseState,
    Hazard,
    Location,
    LocationCertainty,
    Wind,
    heading_warning,
)
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.hazmat import HazmatSheet
from auxilio.kernel.ids import PersonId
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority, more_severe
from auxilio.kernel.written_words import must_be_one_line, must_say_something

S = CaseState
NEXT: dict[CaseState, frozenset[CaseState]] = {
    S.OPEN: frozenset({S.CLOSED, S.MERGED}),
    S.CLOSED: frozenset({S.OPEN, S.SEALED}),
    S.SEALED: frozenset({S.OPEN}),
    S.MERGED: frozenset({S.OPEN}),
}
assert NEXT.keys() == set(CaseState), "every state has its row"


def open_case(command: m.OpenCase, number: int, actor: Actor) -> tuple[Event, ...]:
    """The first facts of a case. It has an owner from its first moment: the desk that opens it."""
    facts: tuple[Event, ...] = (
        m.CaseOpened(
            case=command.case,
            number=number,
            mode=actor.mode,
            by=actor.name,
            owner=actor.desk,
            owner_person=PersonId(actor.id),
            call=command.call,
            summary=command.summary,
        ),
    )
    if command.location is not None:
        _check_lines(command.location, actor)
        facts += (m.CaseLocated(case=command.case, location=command.location),)
    if command.type is not None:
        facts += (m.CaseClassified(case=command.case, type=command.type, by=actor.name),)
    if command.priority is not None:
        facts += (m.PriorityRaised(case=command.case, priority=command.priority, by=actor.name),)
    return facts


def decide(
    case: Case,
    command: m.CaseCommand,
    actor: Actor,
    sheet: HazmatSheet | None = None,
    person_name: str | None = None,
) -> tuple[Event, ...]:
    """What this command makes happen to a case that exists.

    `sheet`: what the tables say of goods that are stated; `person_name`: of the person in `NamePerson`.
    """
    _check_open(case, command, actor)
    match command:
        case m.OpenCase():
            raise Refused("case_already_open", case=str(case.id))
        case m.LocateCase() | m.AnswerWarning():
            return _decide_place(case, command, actor)
        case m.ClassifyCase() | m.RaiseProvedPriority() | m.SetPriority():
            return _decide_severity(case, command, actor)
        case m.NoteCase(words=words):
            must_say_something(words)
            return (m.CaseNoted(case=case.id, words=words),)
        case m.NoteHazard() | m.ReportHazmat() | m.ReportWind():
            return _decide_danger(case, command, actor, sheet)
        case m.LinkCall(call=call):
            return () if call in case.calls else (m.CallLinked(case=case.id, call=call),)
        case m.UnlinkCall(call=call):
            return (m.CallUnlinked(case=case.id, call=call),) if call in case.calls else ()
        case m.RelateCase() | m.MergeCase() | m.UnmergeCase():
            return _decide_relation(case, command)
        case m.ReserveCase() | m.NamePerson() | m.RemovePerson() | m.NameWorkers():
            return reservation.decide(case, command, actor, person_name)
        case m.TakeOverCase():
            if actor.desk is None:
                raise Refused("no_desk")
            if case.owner == actor.desk and case.owner_person == actor.id:
                return ()
            taken = m.CaseTakenOver(
                case=case.id,
                owner=actor.desk,
                owner_person=PersonId(actor.id),
                by=actor.name,
                before=case.owner,
            )
            return (taken,)
        case m.MarkHelpSent(acknowledged=acknowledged):
            known = case.acknowledged_at if acknowledged else case.help_sent_at
            return () if known else (m.HelpSentMarked(case=case.id, acknowledged=acknowledged),)
        case m.CloseCase() | m.ReopenCase() | m.MarkSealed():
            return _decide_end(case, command, actor)
        case _ as never:
            assert_never(never)


def _check_open(case: Case, command: m.CaseCommand, actor: Actor) -> None:
    """Notes and links are taken after closing too (late facts); a sealed file is added to, never changed."""
    # A sealed case goes on only because its file was reopened, with a reason (workflows/case_closing.py).
    reopened = isinstance(command, m.ReopenCase) and Permission.SYSTEM in actor.permissions
    if case.state == S.SEALED and not (reopened or isinstance(command, m.MarkSealed)):
        raise Refused("case_sealed", number=case.number)
    # A call that tells of another case now is taken off the one that it has left, closed or not.
    left = isinstance(command, m.UnlinkCall) and Permission.SYSTEM in actor.permissions
    late = (
        *(
            m.NoteCase,
            m.LinkCall,
            m.RelateCase,
            m.ReopenCase,
            m.MarkSealed,
            m.CloseCase,
            m.MarkHelpSent,
            m.UnmergeCase,
        ),
        *(m.ReserveCase, m.NamePerson, m.RemovePerson, m.NameWorkers),
    )
    if case.state in {S.CLOSED, S.MERGED} and not (left or isinstance(command, late)):
        raise Refused("case_not_open", number=case.number, state=case.state)


def _check_lines(location: Location, actor: Actor) -> None:
    """What a person states of a place is read beside other words, aloud and in letters: each text one line (decision 0325).

    What comes from another system is taken as it is: no case is refused for want of an address.
    """
    if actor.kind == "system":
        return
    must_be_one_line(
        words=location.words,
        municipality=location.municipality,
        detail=location.detail,
        heading=location.heading,
        region=location.region,
    )


def _decide_place(case: Case, command: m.LocateCase | m.AnswerWarning, actor: Actor) -> tuple[Event, ...]:
    match command:
        case m.LocateCase(location=location, correction=correction):
            before = case.location
            if before == location:
                return ()
            _check_lines(location, actor)
            doubt = heading_warning(before, location)
            # One caller's word against another's: a typed line sends no unit to the other carriageway.
            # Said again while the warning stands, it is a person's decision.
            if doubt and before and doubt not in before.warnings:
                return (m.HeadingDisputed(case=case.id, warning=doubt),)
            settled = before is not None and (
                before.degree == LocationCertainty.AGREED or case.help_sent_at is not None
            )
            moved = before is not None and (before.words, before.point) != (location.words, location.point)
            if settled and moved and not correction:
                raise Refused("location_agreed", words=before.words if before else "")
            located = m.CaseLocated(
                case=case.id,
                location=location,
                correction=settled and moved,
                before=before.words[:200] if before and moved else None,
            )
            return (located,)
        case m.AnswerWarning(code=code, words=words):
            if case.location is None or code not in {w.code for w in case.location.warnings}:
                return ()
            return (m.WarningAnswered(case=case.id, code=code, words=words),)
        case _ as never:
            assert_never(never)


def _decide_severity(
    case: Case, command: m.ClassifyCase | m.RaiseProvedPriority | m.SetPriority, actor: Actor
) -> tuple[Event, ...]:
    match command:
        case m.ClassifyCase(type=type_, by=by):
            if type_ == case.type:
                return ()
            return (m.CaseClassified(case=case.id, type=type_, by=by or actor.name, before=case.type),)
        case m.RaiseProvedPriority(priority=priority, rule=rule, send=send):
            facts: tuple[Event, ...] = ()
            if more_severe(case.proved, priority) != case.proved or set(send) - set(case.send):
                floor = more_severe(case.proved, priority)
                assert floor is not None, "a proved floor was given"
                facts += (m.ProvedPriorityRaised(case=case.id, priority=floor, rule=rule, send=send),)
            if case.priority is None or priority < case.priority:
                raised = m.PriorityRaised(case=case.id, priority=priority, before=case.priority, by=rule)
                facts += (raised,)
            return facts
        case m.SetPriority(priority=priority, reason=reason):
            return _set_priority(case, priority, reason, actor)
        case _ as never:
            assert_never(never)


def _set_priority(case: Case, priority: Priority, reason: str | None, actor: Actor) -> tuple[Event, ...]:
    """Raising needs nothing. Only a person lowers, with a reason; P0 and P1 once offered need the coordinator's word."""
    if priority == case.priority:
        return ()
    if case.priority is None or priority < case.priority:
        return (m.PriorityRaised(case=case.id, priority=priority, before=case.priority, by=actor.name),)
    severe = case.priority <= Priority.P1 and case.help_sent_at is not None
    require(actor, Permission.CASE_PRIORITY_LOWER_SEVERE if severe else Permission.CASE_PRIORITY_LOWER)
    if not reason:
        raise Refused("reason_missing")
    return (m.PriorityLowered(case=case.id, priority=priority, before=case.priority, reason=reason),)


def _decide_danger(
    case: Case, command: m.NoteHazard | m.ReportHazmat | m.ReportWind, actor: Actor, sheet: HazmatSheet | None
) -> tuple[Event, ...]:
    match command:
        case m.NoteHazard(hazard=hazard):
            return _note_hazard(case, hazard, actor)
        case m.ReportHazmat():
            return _decide_hazmat(case, command, actor, sheet)
        case m.ReportWind(blows_from=blows_from):
            # Said again it is news: it is as old as this moment, and not as the first word.
            before = case.wind.blows_from if case.wind else None
            turns = bool(case.goods) and blows_from != before
            wind = m.WindReported(
                case=case.id, blows_from=blows_from, by=actor.name, before=before, turns=turns
            )
            return (wind,)
        case _ as never:
            assert_never(never)


def _note_hazard(case: Case, hazard: Hazard, actor: Actor) -> tuple[Event, ...]:
    """Each hazard once. What an interview proves is bounded by its protocol, and never refused."""
    if any(hazard.same_as(known) for known in case.hazards):
        return ()
    if actor.kind != "system":
        if HAZARD_CODE.fullmatch(hazard.code) is None:
            raise Refused("not_a_hazard", hazard=hazard.code)
        if len(case.hazards) >= HAZARDS_MAX:
            raise Refused("hazards_full", number=case.number, most=HAZARDS_MAX)
    return (m.HazardNoted(case=case.id, hazard=hazard),)


def _decide_hazmat(
    case: Case, command: m.ReportHazmat, actor: Actor, sheet: HazmatSheet | None
) -> tuple[Event, ...]:
    """What was put down before is corrected once: of two corrections the second corrects the first."""
    if command.goods in {each.id for each in case.goods}:
        return ()
    said = (command.top, command.bottom, command.un, command.hazard_class)
    if not any(said):
        raise Refused("goods_nothing_said")
    before = next((each for each in case.goods if each.id == command.replaces), None)
    if command.replaces is not None and (before is None or before.replaced_by is not None):
        raise Refused("goods_corrected_already")
    assert sheet is not None, "the service has looked them up"
    goods = CaseHazmat(
        id=command.goods,
        top=command.top,
        bottom=command.bottom,
        un=command.un,
        hazard_class=command.hazard_class,
        spill=command.spill,
        told_by=command.told_by,
        sheet=sheet,
    )
    stated = m.HazmatReported(
        case=case.id,
        goods=goods,
        by=actor.name,
        plate=goods.plate,
        replaces=before.id if before else None,
        correction=before is not None,
        before=before.plate if before else None,
    )
    return (stated,)


def _decide_relation(case: Case, command: m.RelateCase | m.MergeCase | m.UnmergeCase) -> tuple[Event, ...]:
    match command:
        case m.RelateCase(other=other):
            if other == case.id:
                raise Refused("same_case")
            return () if other in case.related else (m.CaseRelated(case=case.id, other=other),)
        case m.MergeCase(into=into):
            if into == case.id:
                raise Refused("same_case")
            return (m.CaseMerged(case=case.id, into=into),)
        case m.UnmergeCase():
            if case.state != S.MERGED or case.merged_into is None:
                raise Refused("no_such_transition", now=case.state, wanted=S.OPEN)
            return (m.CaseUnmerged(case=case.id, was_in=case.merged_into),)
        case _ as never:
            assert_never(never)


def _decide_end(
    case: Case, command: m.CloseCase | m.ReopenCase | m.MarkSealed, actor: Actor
) -> tuple[Event, ...]:
    match command:
        case m.CloseCase(closing=closing):
            if case.state == S.CLOSED and case.closing == closing:
                return ()
            if S.CLOSED not in NEXT[case.state]:
                raise Refused("case_not_open", number=case.number, state=case.state)
            if (
                actor.kind != "system" or case.mode is Mode.REAL
            ):  # the end of a practice session closes what is unfinished
                _check_closing_data(case)
            return (m.CaseClosed(case=case.id, closing=closing),)
        case m.ReopenCase(reason=reason):
            # A merged case is parted, not reopened: its calls come back with it.
            if S.OPEN not in NEXT[case.state] or case.state == S.MERGED:
                raise Refused("no_such_transition", now=case.state, wanted=S.OPEN)
            return (m.CaseReopened(case=case.id, reason=reason),)
        case m.MarkSealed():
            if case.state == S.SEALED:
                return ()
            if S.SEALED not in NEXT[case.state]:
                raise Refused("no_such_transition", now=case.state, wanted=S.SEALED)
            return (m.CaseSealed(case=case.id),)
        case _ as never:
            assert_never(never)


def _check_closing_data(case: Case) -> None:
    """Where help was sent, what it was and where it went is known before the case can close."""
    if case.help_sent_at is None:
        return
    known = {"type": case.type, "location": case.location}
    if missing := [name for name, value in known.items() if value is None]:
        raise Refused("closing_incomplete", number=case.number, missing=missing)


def evolve(case: Case | None, event: m.CaseEvent, at: Instant) -> Case:
    """The case after this fact."""
    if isinstance(event, m.CaseOpened):
        return Case(
            id=event.case,
            number=event.number,
            mode=event.mode,
            state=S.OPEN,
            opened_at=at,
            opened_by=event.by,
            owner=event.owner,
            owner_person=event.owner_person,
            owner_name=event.by if event.owner_person else None,
            calls=(event.call,) if event.call else (),
            summary=event.summary,
        )
    assert case is not None, "a case begins by being opened"
    change = msgspec.structs.replace
    match event:
        case m.CaseLocated(location=location, correction=correction):
            return change(case, location=location, located_at=at, corrected=case.corrected + int(correction))
        case m.HeadingDisputed(warning=warning):
            if case.location is None:
                return case
            kept = tuple(w for w in case.location.warnings if w.code != warning.code)
            return change(case, location=change(case.location, warnings=(*kept, warning)))
        case m.WarningAnswered(code=code):
            if case.location is None:
                return case
            left = tuple(w for w in case.location.warnings if w.code != code)
            return change(case, location=change(case.location, warnings=left))
        case m.CaseClassified(type=type_, by=by):
            return change(case, type=type_, type_by=by)
        case m.ProvedPriorityRaised(priority=priority, send=send):
            return change(case, proved=priority, send=tuple(sorted({*case.send, *send})))
        case m.PriorityRaised(priority=priority) | m.PriorityLowered(priority=priority):
            return change(case, priority=priority)
        case m.CaseNoted():
            return change(case, notes=case.notes + 1)
        case m.HazardNoted(hazard=hazard):
            return change(case, hazards=(*case.hazards, hazard))
        case m.HazmatReported() | m.WindReported():
            return _evolve_danger(case, event, at)
        case m.CallLinked(call=call):
            return change(case, calls=(*case.calls, call))
        case m.CallUnlinked(call=call):
            return change(case, calls=tuple(c for c in case.calls if c != call))
        case _:
            return _evolve_life(case, event, at)


def _evolve_danger(case: Case, event: m.HazmatReported | m.WindReported, at: Instant) -> Case:
    change = msgspec.structs.replace
    match event:
        case m.WindReported(blows_from=blows_from, by=by):
            return change(case, wind=Wind(blows_from=blows_from, at=at, by=by))
        case m.HazmatReported(goods=goods, by=by, replaces=replaces):
            before = tuple(
                change(each, replaced_by=goods.id) if each.id == replaces else each for each in case.goods
            )
            return change(case, goods=(*before, change(goods, at=at, by=by)))
        case _ as never:
            assert_never(never)


def _evolve_life(case: Case, event: m.CaseEvent, at: Instant) -> Case:
    change = msgspec.structs.replace
    match event:
        case m.CaseRelated(other=other):
            return change(case, related=(*case.related, other))
        case m.CaseMerged(into=into):
            return change(case, state=S.MERGED, merged_into=into, closed_at=at)
        case m.CaseUnmerged():
            return change(case, state=S.OPEN, merged_into=None, closed_at=None)
        case m.CaseAbsorbed() | m.CaseReleased():
            return merging.evolve(case, event)
        case m.CaseReserved() | m.PersonsNamed() | m.PersonRemoved():
            return reservation.evolve(case, event)
        case m.CaseTakenOver(owner=owner, owner_person=person, by=by):
            return change(case, owner=owner, owner_person=person, owner_name=by)
        case m.HelpSentMarked(acknowledged=acknowledged):
            return change(case, acknowledged_at=at) if acknowledged else change(case, help_sent_at=at)
        case m.CaseClosed(closing=closing):
            return change(case, state=S.CLOSED, closed_at=at, closing=closing)
        case m.CaseReopened():
            return change(case, state=S.OPEN, closed_at=None)
        case m.CaseSealed():
            return change(case, state=S.SEALED, sealed_at=at)
        case _:
            return case
