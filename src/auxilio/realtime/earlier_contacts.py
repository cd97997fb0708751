"""Finds earlier calls of a call's number and earlier cases at its case's address, from the log's own table of states.

Only the desk that has the call, or is offered it, may ask, and a centre that works on the case (decision 0402). A reserved case that is not open to the reader
leaves no trace in the answer, nor does a call that is or was of it.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from msgspec import structs

from auxilio.access.actors import must_be_of_room, must_match, sees_reserved
from auxilio.access.case_access import CaseAccess
from auxilio.access.case_visibility import case_context
from auxilio.access.cases import has_part
from auxilio.access.command_bus import CommandBus
from auxilio.calls.core.caller_trust import is_without_sim
from auxilio.calls.core.earlier_contacts import (
    CALLS_OF_CASE_MAX,
    COUNTED_MAX,
    LISTED_MAX,
    NEAR_M,
    AskedContacts,
    CaseAtAddress,
    EarlierCall,
    EarlierCase,
    EarlierContacts,
    EarlierCounts,
    EarlierSummary,
    OfferedOpening,
)
from auxilio.calls.core.model import Call, CallChannel
from auxilio.calls.core.policy import vouched_phone
from auxilio.calls.earlier_contacts.store import Box, EarlierContactStore
from auxilio.calls.service import CALL
from auxilio.cases.core.model import Case, CaseState, Location
from auxilio.cases.service import CASE
from auxilio.dispatch.tasks.core.model import OPEN_STATES
from auxilio.identity.core.gate import require
from auxilio.identity.core.messages import RecordCaseView
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.address_words import address_words
from auxilio.kernel.ids import CallId, CaseId, CommandId, PersonId, stream_id
from auxilio.kernel.position import distance_m
from auxilio.kernel.refusal import Forbidden, Refused
from auxilio.kernel.shared_types import Mode
from auxilio.opening_rules.core.model import OpeningRuleScope
from auxilio.opening_rules.queries import OpeningRuleQueries
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.platform.ids import new_id

METRES_PER_DEGREE = 111_195.0
LON_REACH = 4.0
"""The box is this much wider than high in degrees: enough up to 75° of latitude; the distance decides after it."""


class EarlierContactFinder:
    """Implements `calls.ports.EarlierContactQueries`."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        commands: CommandBus,
        shared_numbers: frozenset[str],
        admission: CaseAccess,
    ) -> None:
        self._pool, self._clock, self._commands = pool, clock, commands
        self._store, self._rules = EarlierContactStore(pool), OpeningRuleQueries(pool, clock)
        self._shared, self._admission = shared_numbers, admission

    async def count(self, call: CallId, actor: Actor) -> EarlierSummary:
        """How many there are. Raises `Refused`: `not_permitted`, `only_room`, `not_your_call`, `session_mode_differs`."""
        mine, asked = await self._asked(call, actor)
        counts = _counted(await self._calls(asked), await self._cases(asked, await self._place(mine)))
        repeated, closed_false = await self._store.repeated(asked)
        return EarlierSummary(
            calls=counts.calls,
            cases_here=counts.cases_here,
            open_here=counts.open_here,
            without_sim=is_without_sim(mine),
            repeated=repeated,
            closed_false=closed_false,
            opening=await self._opening(mine),
        )

    async def _opening(self, call: Call) -> OfferedOpening | None:
        subjects = rule_subjects(call, self._shared)
        rule = await self._rules.about(call.mode, subjects) if subjects else None
        if rule is None:
            return None
        return OfferedOpening(ground=rule.ground, by_name=rule.by_name, expires_at=rule.expires_at)

    async def listed(self, call: CallId, actor: Actor) -> EarlierContacts:
        """The list, after each case of it is recorded as looked at. Raises `Refused` as `count` does."""
        mine, asked = await self._asked(call, actor)
        calls, cases = await self._calls(asked), await self._cases(asked, await self._place(mine))
        return await self._looked_over(calls, cases, actor, [asked.phone] if asked.phone else [])

    async def of_case(self, case: CaseId, actor: Actor) -> EarlierContacts:
        """The list for a centre that works on a case: only cases that it may open, and no call of another case.

        Nothing of a case that is over. Raises `Refused`: `not_permitted`, what `CaseAccess.admit` refuses, `no_task_here` to a
        centre that has none in hand, `session_mode_differs`.
        """
        require(actor, Permission.TASK_ANSWER)
        others = await self._admission.admit(case, actor)
        found = case_context(actor, case, others)
        assert found is not None, "just admitted"
        must_match(actor, found.case.mode)
        if not has_part(actor, [task for task in found.tasks if task.state in OPEN_STATES]):
            raise Forbidden("no_task_here")
        told = [call for call in found.calls if call.id not in others.withheld]
        if found.case.state is not CaseState.OPEN:
            return await self._looked_over([], [], actor)
        base = self._reader(actor, found.case.mode, next((c.meant_for for c in told if c.meant_for), None))
        base = structs.replace(base, case=case)
        phones = _phones(told)
        calls = await self._calls_of_case(base, told, phones)
        cases = await self._cases(base, found.case.location)
        may = {one: await self._admission.is_open(one, actor) for one in _cases_of(calls, cases)}
        return await self._looked_over(
            [one for one in calls if one.case is None or may[one.case.id]],
            [one for one in cases if may[one.case.id]],
            actor,
            phones,
        )

    async def _calls_of_case(
        self, base: AskedContacts, of: Sequence[Call], phones: Mapping[str, CallId]
    ) -> list[EarlierCall]:
        """Earlier calls of the numbers of a case, none of them of the case itself, newest first."""
        found = {
            one.id: one
            for phone, call_id in phones.items()
            for one in await self._calls(structs.replace(base, call=call_id, phone=phone))
            if one.id not in {call.id for call in of} and (one.case is None or one.case.id != base.case)
        }
        return sorted(found.values(), key=lambda one: one.rang_at, reverse=True)[:COUNTED_MAX]

    async def _looked_over(
        self,
        calls: list[EarlierCall],
        cases: list[CaseAtAddress],
        actor: Actor,
        phones: Collection[str] = (),
    ) -> EarlierContacts:
        listed, here = calls[:LISTED_MAX], cases[:LISTED_MAX]
        seen = {case for case in _cases_of(listed, here) if await self._looked_at(case, actor)}
        return EarlierContacts(
            counts=_counted(calls, cases),
            number_searched=any(phones),
            shared_number=not self._shared.isdisjoint(phones),
            near_m=NEAR_M,
            calls=tuple(one for one in listed if one.case is None or one.case.id in seen),
            cases_here=tuple(one for one in here if one.case.id in seen),
        )

    async def _asked(self, call: CallId, actor: Actor) -> tuple[Call, AskedContacts]:
        require(actor, Permission.CALL_ANSWER)
        must_be_of_room(actor)
        row = await log.state_of(self._pool, stream_id(CALL.name, call))
        if row is None:
            raise Refused("not_your_call")
        mine: Call = CALL.read_state(row[1])
        must_match(actor, mine.mode)
        if actor.desk is None or actor.desk not in (mine.desk, mine.offered_to):
            raise Refused("not_your_call")
        asked = structs.replace(
            self._reader(actor, mine.mode, mine.meant_for),
            call=call,
            case=mine.case,
            phone=vouched_phone(mine),
            imei=mine.imei,
        )
        return mine, asked

    def _reader(self, actor: Actor, mode: Mode, practice_of: PersonId | None) -> AskedContacts:
        """What is the same of every question of one person."""
        return AskedContacts(
            call=None,
            case=None,
            mode=mode,
            practice_of=None if practice_of is None else str(practice_of),
            phone=None,
            imei=None,
            at=self._clock.now(),
            person=str(actor.id),
            all_reserved=sees_reserved(actor),
        )

    async def _place(self, call: Call) -> Location | None:
        row = await log.state_of(self._pool, stream_id(CASE.name, call.case)) if call.case else None
        return CASE.read_state(row[1]).location if row else None

    async def _calls(self, asked: AskedContacts) -> list[EarlierCall]:
        if asked.phone is None:
            return []
        rows = await self._store.calls(asked)
        return [_earlier_call(CALL.read_state(call), case) for call, case in rows]

    async def _cases(self, asked: AskedContacts, place: Location | None) -> list[CaseAtAddress]:
        if place is None or asked.case is None:
            return []
        words = place.words if address_words(place.words) else None
        rows = await self._store.cases(asked, asked.case, words, _box(place))
        found = [_at_address(CASE.read_state(case), place) for case in rows]
        return [one for one in found if one is not None][:COUNTED_MAX]

    async def _looked_at(self, case: CaseId, actor: Actor) -> bool:
        """Record the look; False when the case was closed to this person since it was found."""
        with suppress(Refused):
            await self._commands.handle(CommandId(new_id()), RecordCaseView(case=case, how="earlier"), actor)
            return True
        return False


def rule_subjects(call: Call, shared_numbers: frozenset[str]) -> dict[OpeningRuleScope, str]:
    """What an opening rule would have to be about to be of this call.

    Nothing of a call of a crash, or of somebody who cannot speak: they are opened whole. A number counts by the network's
    word alone, and never one of many people (decision 0403).
    """
    if call.channel is CallChannel.ECALL or call.cannot_speak:
        return {}
    subjects = {}
    phone = vouched_phone(call)
    if phone is not None and phone not in shared_numbers:
        subjects[OpeningRuleScope.NUMBER] = phone
    if call.imei is not None:
        subjects[OpeningRuleScope.TELEPHONE] = call.imei
    if is_without_sim(call):
        subjects[OpeningRuleScope.WITHOUT_SIM] = ""
    return subjects


def _phones(calls: Sequence[Call]) -> dict[str, CallId]:
    """The numbers that a network asserts of the newest calls, each with a call of it."""
    phones: dict[str, CallId] = {}
    for call in sorted(calls, key=lambda one: one.rang_at, reverse=True)[:CALLS_OF_CASE_MAX]:
        if phone := vouched_phone(call):
            phones.setdefault(phone, call.id)
    return phones


def _cases_of(calls: Sequence[EarlierCall], cases: Sequence[CaseAtAddress]) -> list[CaseId]:
    """Each once, in the order of the list."""
    return list(dict.fromkeys([one.case.id for one in calls if one.case] + [one.case.id for one in cases]))


def _box(place: Location) -> Box | None:
    """Around the place, a little more than `NEAR_M` to each side; None without a point."""
    if place.point is None:
        return None
    high = NEAR_M / METRES_PER_DEGREE
    lat, lon = place.point.lat, place.point.lon
    return lon - LON_REACH * high, lat - high, lon + LON_REACH * high, lat + high


def _counted(calls: list[EarlierCall], cases: list[CaseAtAddress]) -> EarlierCounts:
    return EarlierCounts(
        calls=len(calls),
        cases_here=len(cases),
        open_here=sum(one.case.state == "open" for one in cases),
    )


def _earlier_call(call: Call, case: Any) -> EarlierCall:
    return EarlierCall(
        id=call.id,
        number=call.number,
        rang_at=call.rang_at,
        phone_known_by=call.phone_known_by,
        disposition=call.disposition,
        case=None if case is None else _earlier_case(CASE.read_state(case)),
    )


def _earlier_case(case: Case) -> EarlierCase:
    return EarlierCase(
        id=case.id,
        number=case.number,
        opened_at=case.opened_at,
        state=case.state,
        type=case.type,
        place=case.location.words if case.location else None,
        disposition=case.closing.disposition if case.closing else None,
    )


def _at_address(case: Case, place: Location) -> CaseAtAddress | None:
    """A case with the same words in another municipality is elsewhere, unless its point is near."""
    there = case.location
    assert there is not None, "found by its location"
    away_m = distance_m(place.point, there.point) if place.point and there.point else None
    words = address_words(place.words)  # none in «?»: nobody knows where that is
    same = bool(words) and words == address_words(there.words) and there.municipality == place.municipality
    if not same and (away_m is None or away_m > NEAR_M):
        return None
    return CaseAtAddress(case=_earlier_case(case), same_address=same, distance_m=away_m)
