"""Finds live cases that a call may be about, from the boards in memory and the log; `cases.core.duplicate_incidents` ranks them.

The desk that has the call asks while it still takes the address. Nothing is written and nothing is joined: an answer is a
proposal (decision 0203).
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from auxilio.access.actors import must_match
from auxilio.calls.core.messages import CallerTextSent, CallNoted
from auxilio.calls.core.model import Call
from auxilio.calls.core.policy import asserted_phone, is_personal_number
from auxilio.calls.core.positions import best_position
from auxilio.calls.service import CALL
from auxilio.cases.core.duplicate_incidents import (
    CALL_TYPES_GROUP,
    DuplicateCandidate,
    EventDescription,
    EventPlace,
    LiveCase,
    compare,
    family,
    is_within_reach,
    rank,
)
from auxilio.cases.core.messages import CaseNoted
from auxilio.cases.core.model import Case, CaseState, Location, LocationCertainty
from auxilio.cases.ports import DeskDraft
from auxilio.cases.service import CASE
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId, CaseId, stream_id
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Phone
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.realtime.hub import Hub
from auxilio.triage.core.story_lexicon import StoryLexicon
from auxilio.triage.core.type_suggestion import TypeSuggester
from auxilio.triage.ranking_threads import in_ranking_thread

READ_MAX = 20
"""Cases whose words are read for one question: the likeliest by place and telephone."""
SHOWN_MAX = 3
SAID_KINDS = (CallerTextSent.kind(), CallNoted.kind(), CaseNoted.kind())
"""Facts in which somebody tells what happens."""
CHOSEN_SURE, SUGGESTED_SURE, HINTED_SURE = 1.0, 0.9, 0.7
"""How sure a type is: chosen by a person or proved; the likeliest by its words; one word that hints at it."""
SUGGESTION_SHARE_MIN = 0.6
"""Of the likeliest suggestion's score: what is far behind it is no second opinion."""


type CasesOfPhones = Callable[[Pool, Sequence[CaseId], Sequence[Phone]], Awaitable[Sequence[CaseId]]]
"""Of these cases those in which one of these numbers has called."""


class DuplicateIncidentFinder:
    """Implements `cases.ports.DuplicateFinder` over the live cases that this process holds for its boards."""

    def __init__(
        self,
        pool: Pool,
        hub: Hub,
        suggester: Callable[[], TypeSuggester],
        lexicon: Callable[[], StoryLexicon],
        shared_numbers: frozenset[str],
        cases_of_phones: CasesOfPhones,
    ) -> None:
        self._pool, self._hub, self._shared = pool, hub, shared_numbers
        self._suggester, self._lexicon = suggester, lexicon
        self._cases_of_phones = cases_of_phones

    async def of_call(self, call: CallId, typed: DeskDraft, actor: Actor) -> tuple[DuplicateCandidate, ...]:
        """The cases worth showing, the likeliest first. Raises `Refused`: `not_permitted`, `not_your_call`."""
        require(actor, Permission.CASE_LINK)
        # From the log: a call that rang a moment ago may not have reached the boards yet.
        row = await log.state_of(self._pool, stream_id(CALL.name, call))
        if row is None:
            raise Refused("not_your_call")
        mine = CALL.read_state(row[1])
        must_match(actor, mine.mode)
        if actor.desk is None or mine.desk != actor.desk:
            raise Refused("not_your_call")
        own: Case | None = self._own(mine)
        if own is not None and (own.reserved or len(own.calls) > 1 or own.help_sent_at is not None):
            return ()  # somebody has decided already, or help is on its way to this very case
        here = await self._told_of_call(mine, own, typed)
        near = [
            one for case in self._live(mine, own) if is_within_reach(here, (one := self._outline(case)).told)
        ]
        near += await self._by_phone(here, mine, own, {one.id for one in near})
        if mine.mode is Mode.TRAINING or mine.meant_for is not None:
            # Before the likeliest are taken: what others practise must not crowd out what may be the same.
            calls = await self._calls_of([one.id for one in near])
            near = [one for one in near if is_same_practice(mine, calls[one.id])]
        likeliest = sorted(near, key=lambda one: -compare(here, one).score)[:READ_MAX]
        return tuple(one for one in rank(here, await self._read(likeliest, mine)) if one.shown)[:SHOWN_MAX]

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

    async def _told_of_call(self, call: Call, own: Case | None, typed: DeskDraft) -> EventDescription:
        facts = await log.facts_of(self._pool, SAID_KINDS, [call.id], [own.id] if own else [])
        said = [*_spoken_words(facts), own.summary if own and own.summary else "", *typed.words]
        location = typed.location or (own.location if own else None)
        lexicon = self._lexicon()
        # Some milliseconds of arithmetic: others' boards go on meanwhile.
        return await in_ranking_thread(
            told,
            self._suggester(),
            lexicon,
            spot=stated_place(lexicon, location, call),
            text=" . ".join(said),
            type_=typed.type or (own.type if own else None),
            phones=self._own_phone(call),
            at=call.rang_at,
        )

    def _own_phone(self, call: Call) -> frozenset[Phone]:
        """Its number, if that is surely one person's (decisions 0197, 0245)."""
        return _phones([call]) if is_personal_number(call, self._shared) else frozenset()

    # --- what is known of a case ----------------------------------------------------------------------

    def _outline(self, case: Case) -> LiveCase:
        """Without its words: place and kind, for every live case in memory."""
        calls = [one.state for one in self._hub.of_case(case.id) if one.aggregate is CALL]
        kinds = {case.type: CHOSEN_SURE} if case.type else {}
        at = max([case.opened_at, *(call.rang_at for call in calls)])
        outline = EventDescription(
            spot=stated_place(self._lexicon(), case.location, *calls),
            kinds=kinds,
            phones=_phones(calls),
            at=at,
        )
        return LiveCase(id=case.id, number=case.number, told=outline)

    async def _by_phone(
        self, here: EventDescription, call: Call, own: Case | None, known: set[CaseId]
    ) -> list[LiveCase]:
        """Cases of which the same mobile has told, wherever they are."""
        if not here.phones:
            return []
        live = {case.id: case for case in self._live(call, own) if case.id not in known}
        rang = await self._cases_of_phones(self._pool, list(live), sorted(here.phones))
        return [self._outline(live[id]) for id in rang]

    async def _read(self, outlines: list[LiveCase], call: Call) -> list[LiveCase]:
        """With every call of theirs, over or not, and all that was said. Without those of another practice."""
        calls = await self._calls_of([one.id for one in outlines])
        ids = [id for id in calls if is_same_practice(call, calls[id])]
        every = [one.id for id in ids for one in calls[id]]
        facts = await log.facts_of(self._pool, SAID_KINDS, every, ids)
        known = [await in_ranking_thread(self._whole, id, calls[id], facts) for id in ids]
        return [whole for whole in known if whole is not None]

    async def _calls_of(self, ids: Sequence[CaseId]) -> dict[CaseId, list[Call]]:
        """Every call of each case, over or not."""
        calls: dict[CaseId, list[Call]] = {id: [] for id in ids}
        for id, text in await log.states_in_cases(self._pool, CALL.name, ids):
            calls[CaseId(id)].append(CALL.read_state(text))
        return calls

    def _whole(self, id: CaseId, calls: list[Call], facts: Iterable[Envelope]) -> LiveCase | None:
        held = self._hub.held(stream_id(CASE.name, id))
        if held is None:
            return None  # it ended while we read
        case: Case = held.state
        own = {call.id for call in calls}
        said = _spoken_words(fact for fact in facts if fact.case == id or fact.call in own)
        lexicon = self._lexicon()
        known = told(
            self._suggester(),
            lexicon,
            spot=stated_place(lexicon, case.location, *calls),
            text=" . ".join([case.summary or "", *said]),
            type_=case.type,
            phones=_phones(calls),
            at=max([case.opened_at, *(call.rang_at for call in calls)]),
        )
        return LiveCase(id=id, number=case.number, told=known)


def is_same_practice(call: Call, others: Sequence[Call]) -> bool:
    """Whether a call may be about the case of those calls: what somebody practises alone is invented for them (decision 0354)."""
    return call.meant_for in ({one.meant_for for one in others} or {None})


def told(
    suggester: TypeSuggester,
    lexicon: StoryLexicon,
    *,
    spot: EventPlace,
    text: str,
    type_: str | None,
    phones: frozenset[Phone],
    at: Instant,
) -> EventDescription:
    """What is known, with the words of a story read by the typology and by the table of things."""
    named = lexicon.terms(text)
    return EventDescription(
        spot=spot,
        kinds=candidate_types(suggester, text, named.types, type_),
        # What the typology knows has counted as the kind already.
        words={
            stem: word
            for stem, word in named.words.items()
            if not any(map(suggester.knows, lexicon.words_of(word)))
        },
        things=named.things,
        persons=named.persons,
        phones=phones,
        at=at,
    )


def _phones(calls: Iterable[Call]) -> frozenset[Phone]:
    """Every number of a case's calls that a network asserts. Those of many are in none that is asked about."""
    return frozenset(phone for call in calls if (phone := asserted_phone(call)) is not None)


def candidate_types(
    suggester: TypeSuggester, text: str, hinted: Iterable[str], type_: str | None
) -> Mapping[str, float]:
    """The type that was chosen; before it, those that the words suggest, each with how sure it is."""
    if type_ is not None and family(type_) != CALL_TYPES_GROUP:
        return {type_: CHOSEN_SURE}
    found = [one for one in suggester.suggest(text) if one.sure] if text.strip() else []
    best = found[0].score if found else 0.0
    kinds = dict.fromkeys(hinted, HINTED_SURE)
    for one in found:
        if one.score >= best * SUGGESTION_SHARE_MIN and family(one.type) != CALL_TYPES_GROUP:
            kinds[one.type] = max(SUGGESTED_SURE * one.score / best, kinds.get(one.type, 0.0))
    return kinds


def stated_place(lexicon: StoryLexicon, location: Location | None, *calls: Call) -> EventPlace:
    """Where it is: the location that was stated; without a point, the device of who is at the place."""
    fixes = [fix for call in calls if call.at_place is not False for fix in call.positions]
    fix = best_position(tuple(fixes))
    marks = frozenset(lexicon.words_of(location.detail) if location is not None and location.detail else ())
    street = (
        _street(lexicon, location.words)
        if location is not None and location.degree is not LocationCertainty.AREA
        else frozenset()
    )
    point = location.point if location is not None else None
    if point is not None and location is not None:
        return EventPlace(
            point=point,
            circle_m=location.uncertainty_m,
            municipality=location.municipality,
            street=street,
            door=marks,
        )
    return EventPlace(
        point=fix.point if fix else None,
        circle_m=fix.uncertainty_m if fix else None,
        municipality=location.municipality if location is not None else None,
        street=street,
        door=marks,
        device=fix is not None,
    )


def _street(lexicon: StoryLexicon, words: str) -> frozenset[str]:
    """The words of an address without its numbers; the municipality after the last comma is told apart elsewhere."""
    return frozenset(word for word in lexicon.words_of(words.split(",")[0]) if not word.isdigit())


def _spoken_words(facts: Iterable[Envelope]) -> list[str]:
    return [str(log.raw_body(fact).get("words", "")) for fact in facts]
