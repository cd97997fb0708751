"""Finds earlier calls of a call's number and earlier cases at its case's address, from the log's own table of states.

Only the desk that has the call, or is offered it, may ask (decision 0402). A reserved case that is not open to the reader
leaves no trace in the answer, nor does a call that is or was of it.
"""

from contextlib import suppress
from typing import Any

from auxilio.access.actors import must_be_of_room, must_match, sees_reserved
from auxilio.access.command_bus import CommandBus
from auxilio.calls.core.caller_trust import is_without_sim
from auxilio.calls.core.earlier_contacts import (
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
from auxilio.cases.core.model import Case, Location
from auxilio.cases.service import CASE
from auxilio.identity.core.gate import require
from auxilio.identity.core.messages import RecordCaseView
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.address_words import address_words
from auxilio.kernel.ids import CallId, CaseId, CommandId, stream_id
from auxilio.kernel.position import distance_m
from auxilio.kernel.refusal import Refused
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
        self, pool: Pool, clock: Clock, commands: CommandBus, shared_numbers: frozenset[str]
    ) -> None:
        self._pool, self._clock, self._commands = pool, clock, commands
        self._store, self._rules = EarlierContactStore(pool), OpeningRuleQueries(pool, clock)
        self._shared = shared_numbers

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
        listed, here = calls[:LISTED_MAX], cases[:LISTED_MAX]
        named = [one.case.id for one in listed if one.case] + [one.case.id for one in here]
        seen = {case for case in dict.fromkeys(named) if await self._looked_at(case, actor)}
        return EarlierContacts(
            counts=_counted(calls, cases),
            shared_number=asked.phone in self._shared,
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
        return mine, AskedContacts(
            call=call,
            case=mine.case,
            mode=mine.mode,
            practice_of=None if mine.meant_for is None else str(mine.meant_for),
            phone=vouched_phone(mine),
            imei=mine.imei,
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
        rows = await self._store.cases(asked, asked.case, place.words, _box(place))
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
    same = (
        address_words(there.words) == address_words(place.words) and there.municipality == place.municipality
    )
    if not same and (away_m is None or away_m > NEAR_M):
        return None
    return CaseAtAddress(case=_earlier_case(case), same_address=same, distance_m=away_m)
