"""Commands to notifications: load, decide, commit, and put each message into the outbox with its fact."""

from uuid import UUID

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Event, union_members
from auxilio.kernel.ids import CommandId
from auxilio.kernel.on_call import OnCallFunction
from auxilio.kernel.refusal import Conflict
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.notifications.aggregates import NOTIFICATION
from auxilio.notifications.core import machine
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.model import (
    Notification,
    NotificationFacts,
    NotificationId,
    NotifiedContact,
    NotifiedParty,
)
from auxilio.notifications.ports import (
    FindNotice,
    FindNotifiedCase,
    IsReservedCase,
    PeopleToNotify,
    WordNotification,
)
from auxilio.notifications.store import LivingNotifications
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.ids import derived_id

COMMANDS: tuple[type[Command], ...] = union_members(m.NotificationCommand)


class OutgoingMessage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What stands in the outbox for every way. `to`: a number in E.164, or an address of e-mail, which has a subject too."""

    id: UUID
    to: str
    text: str
    language: str
    """Of `text`, as BCP 47: a voice speaks it."""
    subject: str | None = None
    number_alone: bool = False
    """It says nothing but the number of its case, and may leave when the case is reserved meanwhile."""


class NotificationService:
    """The service of notifications."""

    def __init__(
        self,
        work: UnitOfWork,
        installation: Mode,
        case_of: FindNotifiedCase,
        is_reserved: IsReservedCase,
        notice_of: FindNotice,
        people: PeopleToNotify,
        text_of: WordNotification,
        living: LivingNotifications,
    ) -> None:
        self._work, self._installation, self._text_of = work, installation, text_of
        self._case_of, self._notice_of, self._people = case_of, notice_of, people
        self._is_reserved, self._living = is_reserved, living

    async def handle(
        self, command_id: CommandId, command: m.NotificationCommand, actor: Actor
    ) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.RequestNotification():
                    await self._request(attempt, command, actor)
                case m.CallOutStation():
                    await self._call_out(attempt, command, actor)
                case m.TellPlanParty():
                    await self._tell_party(attempt, command, actor)
                case m.RepeatNotification():
                    known = await attempt.get(NOTIFICATION, command.notification)
                    await self._repeat(attempt, known, command, actor)
                case _:
                    known = await attempt.get(NOTIFICATION, command.notification)
                    facts = machine.decide(known, command, actor, attempt.at, self._next_message(known))
                    await self._record(attempt, known.id, facts)

        if not isinstance(command, m.RequestNotification | m.CallOutStation):
            return await self._work.run(command_id, command, actor, decide)
        async with self._living.one_at_a_time(command.case):
            return await self._work.run(command_id, command, actor, decide)

    async def _request(self, attempt: CommandContext, command: m.RequestNotification, actor: Actor) -> None:
        if await attempt.find(NOTIFICATION, command.notification) is not None:
            raise Conflict("notification_exists")
        case = await self._case_of(attempt, command.case)
        notice = None
        if command.watch is not None:
            notice = await self._notice_of(attempt, command.watch, command.case)
        party = machine.party_of(notice, command.watch)
        if (living := await self._living.of(command.case, party)) is not None:
            raise Conflict("notification_standing", by=living.by_name, state=living.state)
        contacts = await self._contacts(case.mode, party, actor)
        events = machine.request(command, case, party, contacts, actor)
        attempt.record(NOTIFICATION, command.notification, events)
        await self._send_next(attempt, command.notification)

    async def _call_out(self, attempt: CommandContext, command: m.CallOutStation, actor: Actor) -> None:
        """A station that did not answer is told again by what is asked of it next."""
        if await attempt.find(NOTIFICATION, command.notification) is not None:
            return
        case = await self._case_of(attempt, command.case)
        party = NotifiedParty(function=OnCallFunction.STATION, centre=command.centre)
        contacts = await self._contacts(case.mode, party, actor)
        living = await self._living.of(command.case, party)
        if not contacts or (living is not None and not machine.may_repeat(living)):
            return
        if living is not None:
            known = await attempt.get(NOTIFICATION, living.id)
            await self._repeat(attempt, known, m.RepeatNotification(notification=known.id), actor)
            return
        events = machine.request(command, case, party, contacts, actor)
        attempt.record(NOTIFICATION, command.notification, events)
        await self._send_next(attempt, command.notification)

    async def _tell_party(self, attempt: CommandContext, command: m.TellPlanParty, actor: Actor) -> None:
        if await attempt.find(NOTIFICATION, command.notification) is not None:
            return
        party = NotifiedParty(function=OnCallFunction.PLAN_PARTY, notice=command.party)
        contacts = await self._contacts(command.mode, party, actor)
        attempt.record(NOTIFICATION, command.notification, machine.tell_party(command, contacts))
        await self._send_next(attempt, command.notification)

    async def _contacts(self, mode: Mode, party: NotifiedParty, actor: Actor) -> tuple[NotifiedContact, ...]:
        # A plan is of a region: a centre beside whose desk it is told again has no duties of it.
        near = None if party.function is OnCallFunction.PLAN_PARTY else party.centre or actor.centre
        return tuple(await self._people(mode, party.function, party.notice, near))

    async def _repeat(
        self, attempt: CommandContext, known: Notification, command: m.RepeatNotification, actor: Actor
    ) -> None:
        party = NotifiedParty(function=known.function, notice=known.notice, centre=known.centre)
        contacts = await self._contacts(known.mode, party, actor)
        attempt.record(NOTIFICATION, known.id, machine.repeat(known, command, contacts, actor))
        await self._send_next(attempt, known.id)

    async def _send_next(self, attempt: CommandContext, id: NotificationId) -> None:
        known = await attempt.get(NOTIFICATION, id)
        facts = machine.next_attempt(known, attempt.at, self._next_message(known))
        await self._record(attempt, known.id, facts)

    def _next_message(self, known: Notification) -> machine.NextMessage:
        return machine.NextMessage(
            id=derived_id(known.id, f"attempt.{len(known.attempts)}"),
            leaves=may_leave(known.mode, self._installation),
        )

    async def _record(self, attempt: CommandContext, id: UUID, facts: tuple[Event, ...]) -> None:
        attempt.record(NOTIFICATION, id, facts)
        for fact in facts:
            if not isinstance(fact, m.NotificationAttempted) or fact.held:
                continue
            (known,) = attempt.states_of(NOTIFICATION)
            contact = known.contacts[fact.contact]
            number_alone = known.facts.reserved or (
                known.case is not None and await self._is_reserved(attempt, known.case)
            )
            if number_alone:
                # Reserved since it was asked for, too: of what the case was then, the number alone leaves.
                number = NotificationFacts(number=known.facts.number, reserved=True)
                known = msgspec.structs.replace(known, facts=number, words=None)
            said = self._text_of(known, contact.language, fact.way)
            message = OutgoingMessage(
                id=fact.message,
                to=contact.address_by(fact.way),
                text=said.text,
                language=contact.language,
                subject=said.subject,
                number_alone=number_alone,
            )
            attempt.send(fact.way.value, message)
