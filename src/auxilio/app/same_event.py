"""Is this call about a case that is already here? What the house knows of both, brought to `cases/similar.py`.

Asked by the desk that has the call while it still asks for the address. Nothing is written and nothing is joined:
an answer is a proposal (decision 0203).
"""

from collections.abc import Callable, Iterable, Mapping

from auxilio.calls.messages import CallerSaid, CallNoted
from auxilio.calls.model import Call, best_position
from auxilio.calls.policy import is_mobile
from auxilio.calls.service import CALL
from auxilio.calls.store import cases_of_phones
from auxilio.cases.messages import CaseNoted
from auxilio.cases.model import Case, CaseState, Degree, Location
from auxilio.cases.ports import Typed
from auxilio.cases.service import CASE
from auxilio.cases.similar import (
    OF_THE_CALL,
    Candidate,
    LiveCase,
    Spot,
    Told,
    compare,
    family,
    rank,
    worth_reading,
)
from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId, CaseId, stream_id
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Phone
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.realtime.hub import Hub
from auxilio.triage.suggest import Suggester, words_of
from auxilio.triage.things import named_in

READ_MAX = 20
"""Cases whose words are read for one question: the likeliest by place and telephone."""
SHOWN_MAX = 3
SAID_KINDS = (CallerSaid.kind(), CallNoted.kind(), CaseNoted.kind())
"""Facts in which somebody tells what happens."""
CHOSEN_SURE, SUGGESTED_SURE, HINTED_SURE = 1.0, 0.9, 0.7
"""How sure a type is: chosen by a person or proved; the likeliest by its words; one word that hints at it."""
SUGGESTION_SHARE_MIN = 0.6
"""Of the likeliest suggestion's score: what is far behind it is no second opinion."""


class SameEvent:
    """Implements `cases.ports.FindsSame` over the live cases that this process holds for its boards."""

    def __init__(
        self, pool: Pool, hub: Hub, suggester: Callable[[], Suggester], shared_numbers: frozenset[str]
    ) -> None:
        self._pool, self._hub, self._suggester, self._shared = pool, hub, suggester, shared_numbers

    async def of_call(self, call: CallId, typed: Typed, actor: Actor) -> tuple[Candidate, ...]:
        """The cases worth showing, the likeliest first. Raises `Refused`: `not_permitted`, `not_your_call`."""
        require(actor, Permission.CASE_LINK)
        held = self._hub.held(stream_id(CALL.name, call))
        if held is None or actor.desk is None or held.state.desk != actor.desk:
            raise Refused("not_your_call")
        mine: Call = held.state
        own: Case | None = self._own(mine)
        if own is not None and (own.reserved or len(own.calls) > 1 or own.help_sent_at is not None):
            return ()  # somebody has decided already, or help is on its way to this very case
        here = await self._told_of_call(mine, own, typed)
        near = [
            one for case in self._live(mine, own) if worth_reading(here, (one := self._outline(case)).told)
        ]
        near += await self._by_phone(here, mine, own, {one.id for one in near})
        likeliest = sorted(near, key=lambda one: -compare(here, one).score)[:READ_MAX]
        return tuple(one for one in rank(here, await self._read(likeliest)) if one.shown)[:SHOWN_MAX]

    def _own(self, call: Call) -> Case | None:
        held = self._hub.held(stream_id(CASE.name, call.case)) if call.case else None
        return held.state if held is not None else None

    def _live(self, call: Call, own: Case | None) -> Iterable[Case]:
        """Open cases of the same world. A reserved one is told to nobody here, not even by its place."""
        for held in self._hub.live(CASE):
            case: Case = held.state
            open_ = case.state is CaseState.OPEN and not case.reserved and case.mode is call.mode
            if open_ and (own is None or case.id != own.id):
                yield case

    # --- what is known of a call ----------------------------------------------------------------------

    async def _told_of_call(self, call: Call, own: Case | None, typed: Typed) -> Told:
        facts = await log.facts_of(self._pool, SAID_KINDS, [call.id], [own.id] if own else [])
        said = [*_said(facts), own.summary if own and own.summary else "", *typed.words]
        location = typed.location or (own.location if own else None)
        return told(
            self._suggester(),
            spot=spot_of(location, call),
            text=" . ".join(said),
            type_=typed.type or (own.type if own else None),
            phones=self._own_phone(call),
            at=call.rang_at,
        )

    def _own_phone(self, call: Call) -> frozenset[Phone]:
        """Its number, if that is surely one person's (decision 0197)."""
        surely = call.phone is not None and call.phone not in self._shared and is_mobile(call.phone)
        return _phones([call]) if surely else frozenset()

    # --- what is known of a case ----------------------------------------------------------------------

    def _outline(self, case: Case) -> LiveCase:
        """Without its words: place and kind, for every live case in memory."""
        calls = [one.state for one in self._hub.of_case(case.id) if one.noun is CALL]
        kinds = {case.type: CHOSEN_SURE} if case.type else {}
        at = max([case.opened_at, *(call.rang_at for call in calls)])
        outline = Told(spot=spot_of(case.location, *calls), kinds=kinds, phones=_phones(calls), at=at)
        return LiveCase(id=case.id, number=case.number, told=outline)

    async def _by_phone(self, here: Told, call: Call, own: Case | None, known: set[CaseId]) -> list[LiveCase]:
        """Cases of which the same mobile has told, wherever they are."""
        if not here.phones:
            return []
        live = {case.id: case for case in self._live(call, own) if case.id not in known}
        rang = await cases_of_phones(self._pool, list(live), sorted(here.phones))
        return [self._outline(live[id]) for id in rang]

    async def _read(self, outlines: list[LiveCase]) -> list[LiveCase]:
        """With every call of theirs, over or not, and all that was said."""
        ids = [one.id for one in outlines]
        calls: dict[CaseId, list[Call]] = {id: [] for id in ids}
        for id, text in await log.states_in_cases(self._pool, CALL.name, ids):
            calls[CaseId(id)].append(CALL.read_state(text))
        every = [call.id for some in calls.values() for call in some]
        facts = await log.facts_of(self._pool, SAID_KINDS, every, ids)
        return [whole for id in ids if (whole := self._whole(id, calls[id], facts)) is not None]

    def _whole(self, id: CaseId, calls: list[Call], facts: Iterable[Envelope]) -> LiveCase | None:
        held = self._hub.held(stream_id(CASE.name, id))
        if held is None:
            return None  # it ended while we read
        case: Case = held.state
        own = {call.id for call in calls}
        said = _said(fact for fact in facts if fact.case == id or fact.call in own)
        known = told(
            self._suggester(),
            spot=spot_of(case.location, *calls),
            text=" . ".join([case.summary or "", *said]),
            type_=case.type,
            phones=_phones(calls),
            at=max([case.opened_at, *(call.rang_at for call in calls)]),
        )
        return LiveCase(id=id, number=case.number, told=known)


def told(
    suggester: Suggester,
    *,
    spot: Spot,
    text: str,
    type_: str | None,
    phones: frozenset[Phone],
    at: Instant,
) -> Told:
    """What is known, with the words of a story read by the typology and by the table of things."""
    named = named_in(text)
    return Told(
        spot=spot,
        kinds=kinds_of(suggester, text, named.kinds, type_),
        # What the typology knows has counted as the kind already.
        words={
            stem: word for stem, word in named.words.items() if not any(map(suggester.knows, words_of(word)))
        },
        things=named.things,
        persons=named.persons,
        phones=phones,
        at=at,
    )


def _phones(calls: Iterable[Call]) -> frozenset[Phone]:
    """Every number of a case's calls. Those of many are in none that is asked about."""
    return frozenset(call.phone for call in calls if call.phone is not None)


def kinds_of(
    suggester: Suggester, text: str, hinted: Iterable[str], type_: str | None
) -> Mapping[str, float]:
    """The type that was chosen; before it, those that the words suggest, each with how sure it is."""
    if type_ is not None and family(type_) != OF_THE_CALL:
        return {type_: CHOSEN_SURE}
    found = suggester.suggest(text) if text.strip() else ()
    best = found[0].score if found else 0.0
    kinds = dict.fromkeys(hinted, HINTED_SURE)
    for one in found:
        if one.score >= best * SUGGESTION_SHARE_MIN and family(one.type) != OF_THE_CALL:
            kinds[one.type] = max(SUGGESTED_SURE * one.score / best, kinds.get(one.type, 0.0))
    return kinds


def spot_of(location: Location | None, *calls: Call) -> Spot:
    """Where it is: the location that was stated; without a point, the device of who is at the place."""
    fixes = [fix for call in calls if call.at_place is not False for fix in call.positions]
    fix = best_position(tuple(fixes))
    marks = frozenset(words_of(location.detail)) if location is not None and location.detail else frozenset()
    street = (
        _street(location.words)
        if location is not None and location.degree is not Degree.AREA
        else frozenset()
    )
    point = location.point if location is not None else None
    if point is not None and location is not None:
        return Spot(
            point=point,
            circle_m=location.uncertainty_m,
            municipality=location.municipality,
            street=street,
            door=marks,
        )
    return Spot(
        point=fix.point if fix else None,
        circle_m=fix.uncertainty_m if fix else None,
        municipality=location.municipality if location is not None else None,
        street=street,
        door=marks,
        device=fix is not None,
    )


def _street(words: str) -> frozenset[str]:
    """The words of an address without its numbers; the municipality after the last comma is told apart elsewhere."""
    return frozenset(word for word in words_of(words.split(",")[0]) if not word.isdigit())


def _said(facts: Iterable[Envelope]) -> list[str]:
    return [str(log.raw_body(fact).get("words", "")) for fact in facts]
