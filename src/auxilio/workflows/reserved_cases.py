"""Reserved cases: name the people whom work brings to one, and notify the owner of each naming.

No reserved task is unreadable where it must be worked on: the dispatchers on duty at a centre are named when a task of
the case comes to it, when the case becomes reserved, and when they sit down there later. Operators are named when they
speak with a caller of it, and the person who takes a desk over is named in the reserved cases that are handed over. Each
naming is an event of the case; its owner also gets a message, and one for each person who was refused, who relieves a crew
at work on it or signs in on its vehicle (decision 0252).
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from uuid import UUID

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CONNECTED_STATES
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Case, NamedPerson, NamingReason
from auxilio.cases.service import CASE
from auxilio.dispatch.service import TASK, UNIT
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.model import OPEN_STATES
from auxilio.dispatch.units.core.messages import CrewSignedOn
from auxilio.dispatch.units.core.model import Unit
from auxilio.followup.core.messages import HandoverAccepted, SendMessage
from auxilio.followup.core.model import FollowupParty, MessageId
from auxilio.followup.service import HANDOVER
from auxilio.identity.core.accounts import SignedIn
from auxilio.identity.core.messages import AccessRefused, ReservedCaseOpened
from auxilio.identity.core.model import PresentPerson
from auxilio.identity.core.permissions import Permission, permissions_of
from auxilio.identity.core.seats import SeatTaken
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CaseId, CentreId, PersonId, aggregate_name, key_of
from auxilio.kernel.shared_types import Mode
from auxilio.platform.i18n import REFERENCE, catalogues
from auxilio.workflows.runner import NamedCommand, Reaction, ReactionCommand, RecordedEvent, StateReader

type OnDuty = Callable[[CentreId, Mode], Awaitable[Sequence[PresentPerson]]]
"""Who answers tasks at a centre just now, in sessions of a mode."""
REFUSAL_NOTICE_EVERY_S = 3600
"""One message an hour to the owner for each person who is refused; each attempt stands in the story of the case."""


async def no_one_on_duty(centre: CentreId, mode: Mode) -> Sequence[PresentPerson]:
    """No centre has anybody: for tests that are not about reserved cases."""
    del centre, mode
    return ()


class ReservedCaseNaming:
    """The reactions, with who is on duty."""

    def __init__(self, on_duty: OnDuty) -> None:
        self._on_duty = on_duty

    async def name_case_workers(
        self, fact: RecordedEvent[cases.CaseReserved], states: StateReader
    ) -> Iterable[ReactionCommand]:
        """Name the people who already work on it."""
        case, mode = fact.event.case, fact.envelope.mode
        centres = {task.centre for task in await states.in_case(TASK, case) if task.state in OPEN_STATES}
        people = [one for centre in sorted(centres) for one in await self._dispatchers(centre, mode)]
        for call in await states.in_case(CALL, case):
            if call.state in CONNECTED_STATES and call.operator is not None:
                people.append(_operator(call.operator, call.operator_name))
        return _name_people(case, people)

    async def name_task_dispatchers(
        self, fact: RecordedEvent[tasks.TaskOffered] | RecordedEvent[tasks.TaskMoved], states: StateReader
    ) -> Iterable[ReactionCommand]:
        """A task of a reserved case comes to a centre."""
        if not await _is_reserved(states, fact.event.case):
            return ()
        task = await states.state(TASK, fact.event.task)
        if task is None:
            return ()
        return _name_people(fact.event.case, await self._dispatchers(task.centre, task.mode))

    async def name_seated_dispatcher(
        self, fact: RecordedEvent[SeatTaken], states: StateReader
    ) -> Iterable[ReactionCommand]:
        """Somebody who answers tasks sits down at a centre that has open tasks of reserved cases."""
        seat = fact.event
        if seat.centre is None or Permission.TASK_ANSWER not in permissions_of(frozenset(seat.roles)):
            return ()
        here = NamedPerson(
            person=seat.person, name=seat.name, why=NamingReason.DISPATCHER, centre=seat.centre
        )
        steps: list[ReactionCommand] = []
        for task in await states.live(TASK, centre=seat.centre, mode=seat.mode.value):
            if task.state in OPEN_STATES and await _is_reserved(states, task.case):
                steps += _name_people(task.case, [here])
        return steps

    async def _dispatchers(self, centre: CentreId, mode: Mode) -> list[NamedPerson]:
        return [
            NamedPerson(person=one.person, name=one.name, why=NamingReason.DISPATCHER, centre=centre)
            for one in await self._on_duty(centre, mode)
        ]


async def _name_call_operators(fact: RecordedEvent[Event], states: StateReader) -> Iterable[ReactionCommand]:
    """Somebody speaks with a caller of a reserved case."""
    call = await states.state(CALL, UUID(key_of(fact.envelope.stream)))
    if call is None or call.case is None or not await _is_reserved(states, call.case):
        return ()
    people = [_operator(call.operator, call.operator_name)] if call.operator is not None else []
    people += [
        _operator(party.person, party.person_name)
        for party in call.parties
        if party.person is not None and party.joined_at is not None
    ]
    return _name_people(call.case, people)


async def _name_handover_receiver(
    fact: RecordedEvent[HandoverAccepted], states: StateReader
) -> Iterable[ReactionCommand]:
    """The owner of a reserved case hands the desk over: who takes it is named in what was handed over."""
    handover = await states.state(HANDOVER, fact.event.handover)
    if handover is None:
        return ()
    steps: list[ReactionCommand] = []
    taken = (item.subject for item in handover.items if item.subject not in handover.refused)
    for subject in (one for one in taken if aggregate_name(one) == "case"):
        case = await states.state(CASE, key_of(subject))
        if case is not None and case.reserved and case.owner_person in {handover.by, fact.event.by}:
            steps += _name_people(case.id, [_operator(fact.event.by, fact.event.by_name)])
    return steps


async def _is_reserved(states: StateReader, case: CaseId) -> bool:
    found = await states.state(CASE, case)
    return found is not None and found.reserved


def _operator(person: PersonId, name: str | None) -> NamedPerson:
    return NamedPerson(person=person, name=name or "", why=NamingReason.OPERATOR)


def _name_people(case: CaseId, people: Sequence[NamedPerson]) -> list[ReactionCommand]:
    unique = tuple({one.person: one for one in people}.values())
    return [NamedCommand(f"name.{case}", cases.NameWorkers(case=case, people=unique))] if unique else []


# --- the owner is told ----------------------------------------------------------------------------


async def _reserved_case_opened(
    fact: RecordedEvent[ReservedCaseOpened], states: StateReader
) -> Iterable[ReactionCommand]:
    facts = {"by": fact.event.by, "reason": fact.event.reason}
    return _notify_owner(
        await states.state(CASE, fact.event.case), fact, facts, fact.derived("closed.opened")
    )


async def _people_named(
    fact: RecordedEvent[cases.PersonsNamed], states: StateReader
) -> Iterable[ReactionCommand]:
    names = fact.event.names or ", ".join(one.name for one in fact.event.people)
    case = await states.state(CASE, fact.event.case)
    return _notify_owner(case, fact, {"names": names}, fact.derived("reserved.named"))


async def _access_refused(
    fact: RecordedEvent[AccessRefused], states: StateReader
) -> Iterable[ReactionCommand]:
    hour = int(fact.at.timestamp() // REFUSAL_NOTICE_EVERY_S)
    case = await states.state(CASE, fact.event.case)
    if case is None:
        return ()
    # The id is of the person and the hour, so that a second attempt within it sends no second message.
    id = fact.derived_of(case.id, f"refused.{fact.event.person}.{hour}")
    act = catalogues().text(f"access.act.{fact.event.act}", REFERENCE)
    return _notify_owner(case, fact, {"by": fact.event.by, "act": act}, id)


async def _case_taken_over(
    fact: RecordedEvent[cases.CaseTakenOver], states: StateReader
) -> Iterable[ReactionCommand]:
    """The desk that owned a reserved case is told who decides about its list now."""
    case, before = await states.state(CASE, fact.event.case), fact.event.before
    if case is None or not case.reserved or before in {None, fact.event.owner}:
        return ()
    words = catalogues().text("reserved.taken_over", REFERENCE, by=fact.event.by)
    id = MessageId(fact.derived("reserved.taken_over"))
    return (SendMessage(message=id, case=case.id, to=(FollowupParty(desk=before),), words=words),)


async def _crew_relieved(fact: RecordedEvent[CrewSignedOn], states: StateReader) -> Iterable[ReactionCommand]:
    """Another crew takes over a unit that works on a reserved case: the case is open to them by that."""
    unit = await states.state(UNIT, fact.event.unit)
    case = await _reserved_case_of(unit, states)
    if unit is None or case is None:
        return ()
    names = ", ".join(member.name for member in fact.event.crew)
    return _message_owner(case, _crew_words(unit, names), fact.derived("reserved.relieved"))


async def _vehicle_sign_in(fact: RecordedEvent[SignedIn], states: StateReader) -> Iterable[ReactionCommand]:
    """Somebody signs in on a telephone of a unit that works on a reserved case: told once for each person and case."""
    if fact.event.desk is None:
        return ()
    steps: list[ReactionCommand] = []
    for unit in await states.live(UNIT, callsign=fact.event.desk.upper(), mode=fact.event.mode.value):
        case = await _reserved_case_of(unit, states)
        if case is not None:
            id = fact.derived_of(case.id, f"vehicle.{fact.event.person}")
            steps += _message_owner(case, _crew_words(unit, fact.event.name), id)
    return steps


async def _reserved_case_of(unit: Unit | None, states: StateReader) -> Case | None:
    case = await states.state(CASE, unit.case) if unit is not None and unit.case is not None else None
    return case if case is not None and case.reserved else None


def _crew_words(unit: Unit, names: str) -> str:
    return catalogues().text("reserved.crew", REFERENCE, names=names, callsign=unit.callsign)


def _notify_owner(
    case: Case | None, fact: RecordedEvent[Event], facts: dict[str, str], id: UUID
) -> Iterable[ReactionCommand]:
    return _message_owner(case, catalogues().text(f"story.{fact.event.kind()}", REFERENCE, **facts), id)


def _message_owner(case: Case | None, words: str, id: UUID) -> Iterable[ReactionCommand]:
    if case is None or case.owner is None:
        return ()
    told = SendMessage(message=MessageId(id), case=case.id, to=(FollowupParty(desk=case.owner),), words=words)
    return (told,)


def reactions(on_duty: OnDuty = no_one_on_duty) -> tuple[Reaction, ...]:
    """What follows for reserved cases."""
    work = ReservedCaseNaming(on_duty)
    speaks = (
        calls.CallAnswered,
        calls.CallTransferred,
        calls.CallJoinedCase,
        calls.PartyJoined,
        calls.CallBackStarted,
    )
    return (
        Reaction("reserved.at_reservation", (cases.CaseReserved,), work.name_case_workers),
        Reaction("reserved.by_task", (tasks.TaskOffered, tasks.TaskMoved), work.name_task_dispatchers),
        Reaction("reserved.by_seat", (SeatTaken,), work.name_seated_dispatcher),
        Reaction("reserved.by_call", speaks, _name_call_operators),
        Reaction("reserved.by_handover", (HandoverAccepted,), _name_handover_receiver),
        Reaction("closed.opened", (ReservedCaseOpened,), _reserved_case_opened),
        Reaction("reserved.named", (cases.PersonsNamed,), _people_named),
        Reaction("reserved.refused", (AccessRefused,), _access_refused),
        Reaction("reserved.taken_over", (cases.CaseTakenOver,), _case_taken_over),
        Reaction("reserved.relieved", (CrewSignedOn,), _crew_relieved),
        Reaction("reserved.at_vehicle", (SignedIn,), _vehicle_sign_in),
    )
