"""Aim: at the ring a desk is told how often this number or telephone rang and how those calls were closed, and a rule of the
room offers the short opening; no rule changes urgency, order, desk or line (decision 0403). Over a whole installation.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec import structs

from auxilio.app.composition import open_runtime
from auxilio.app.settings import Settings
from auxilio.calls.core import messages as calls
from auxilio.calls.core.earlier_contacts import COUNTED_MAX, EarlierSummary
from auxilio.calls.core.model import Call, CallChannel, CallDisposition, NumberSource
from auxilio.calls.earlier_contacts.frequent import FrequentCallerQueries
from auxilio.calls.service import CALL, DESK, next_offers
from auxilio.cases.core import messages as cases
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, DeskId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.opening_rules.core.messages import EndOpeningRule, SetOpeningRule
from auxilio.opening_rules.core.model import OpeningRuleId, OpeningRuleScope
from auxilio.opening_rules.queries import OpeningRuleQueries
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from auxilio.realtime.earlier_contacts import EarlierContactFinder
from tests.actors import person, system
from tests.database import Database
from tests.realtime.test_earlier_contacts import LUCIA, PAU, PHONE, SWITCHBOARD, EarlierSetup

IMEI, OTHER_IMEI = "35209900176148", "90420156025763"
EVA = person("supervisor", "desk-09")
NUMBER, TELEPHONE, WITHOUT_SIM = (
    OpeningRuleScope.NUMBER,
    OpeningRuleScope.TELEPHONE,
    OpeningRuleScope.WITHOUT_SIM,
)


class OpeningSetup(EarlierSetup):
    """An installation whose callers have telephones."""

    async def ring(self, **stated: Any) -> CallId:
        """The exchange tells of a call; nobody has it yet."""
        call = CallId(new_id())
        if stated.get("phone") and "phone_known_by" not in stated:
            stated["phone_known_by"] = NumberSource.NETWORK_ASSERTED
        await self.do(system(), calls.ReceiveCall(call=call, **{"channel": CallChannel.CHAT, **stated}))
        return call

    async def taken(self, desk: Actor = LUCIA, **stated: Any) -> CallId:
        call = await self.ring(**stated)
        await self.do(desk, calls.SetDeskReady())
        await self.do(desk, calls.AnswerCall(call=call))
        return call

    async def closed(self, disposition: CallDisposition, **stated: Any) -> CallId:
        call = await self.taken(PAU, **stated)
        await self.do(PAU, calls.HangUp(call=call))
        await self.do(PAU, calls.SetDisposition(call=call, disposition=disposition))
        return call

    async def rule(self, scope: OpeningRuleScope, subject: str = "", by: Actor = EVA) -> OpeningRuleId:
        rule = OpeningRuleId(new_id())
        await self.do(by, SetOpeningRule(rule=rule, scope=scope, subject=subject, ground="mudas cada noche"))
        return rule

    async def summary(self, call: CallId, desk: Actor = LUCIA) -> EarlierSummary:
        runtime = self.runtime
        finder = EarlierContactFinder(
            runtime.pool, runtime.clock, runtime.commands, frozenset({SWITCHBOARD}), runtime.admitting
        )
        return await finder.count(call, desk)

    async def state(self, call: CallId) -> Call:
        row = await log.state_of(self.runtime.pool, stream_id(CALL.name, call))
        assert row is not None
        found: Call = CALL.read_state(row[1])
        return found

    async def kinds_of(self, call: CallId) -> list[str]:
        return [fact.kind for fact in await log.of_call(self.runtime.pool, call)]

    async def offers(self) -> list[tuple[str, int, str]]:
        """What the queue would offer now: which desk, and the urgency and the text of the call."""
        async with self.runtime.pool.acquire() as connection:
            waiting = [CALL.read_state(row[2]) for row in await log.live_states(connection, "call", 1_000)]
            desks = [DESK.read_state(row[2]) for row in await log.live_states(connection, "desk", 1_000)]
        known = {call.id: call for call in waiting}
        return [
            (offer.desk, known[offer.call].urgency, known[offer.call].caller_name or "")
            for offer in next_offers(waiting, desks)
        ]


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> AsyncIterator[OpeningSetup]:
    async with open_runtime(Settings(area="demo", database_url=database.dsn, data=tmp_path)) as runtime:
        yield OpeningSetup(runtime)


async def test_calls_of_the_number_are_counted_with_how_they_were_closed(room: OpeningSetup) -> None:
    for disposition in (CallDisposition.PRANK, CallDisposition.SILENT, CallDisposition.INFORMATION):
        await room.closed(disposition, phone=PHONE)
    await room.closed(CallDisposition.PRANK, phone="+34699999999")
    found = await room.summary(await room.taken(phone=PHONE))
    assert (found.repeated.day, found.repeated.month) == (3, 3)
    assert (found.closed_false.day, found.closed_false.month) == (2, 2)
    assert not found.without_sim


async def test_a_call_without_sim_is_counted_by_its_telephone(room: OpeningSetup) -> None:
    await room.closed(CallDisposition.POCKET, imei=IMEI, phone=PHONE)
    await room.closed(CallDisposition.POCKET, imei=IMEI)
    await room.closed(CallDisposition.POCKET, imei=OTHER_IMEI)
    found = await room.summary(await room.taken(imei=IMEI))
    assert found.without_sim
    assert (found.repeated.month, found.closed_false.month, found.calls) == (2, 2, 0)


async def test_a_call_of_the_same_number_and_telephone_is_counted_once(room: OpeningSetup) -> None:
    await room.closed(CallDisposition.SILENT, imei=IMEI, phone=PHONE)
    found = await room.summary(await room.taken(imei=IMEI, phone=PHONE))
    assert (found.repeated.month, found.closed_false.month) == (1, 1)


async def test_a_call_of_which_the_network_states_neither_is_not_said_to_be_without_sim(
    room: OpeningSetup,
) -> None:
    found = await room.summary(await room.taken())
    assert (found.without_sim, found.repeated.month) == (False, 0)


async def test_a_call_of_a_reserved_case_is_in_no_count_of_who_may_not_see_it(room: OpeningSetup) -> None:
    before = await room.taken(PAU, phone=PHONE, imei=IMEI)
    case = await room.case(PAU, before)
    await room.do(PAU, cases.ReserveCase(case=case, reason="violencia"))
    await room.do(PAU, calls.HangUp(call=before))
    call = await room.taken(phone=PHONE, imei=IMEI)
    assert (await room.summary(call)).repeated.month == 0
    chief = structs.replace(EVA, desk=LUCIA.desk)
    assert (await room.summary(call, chief)).repeated.month == 1


async def test_counts_stop_where_they_are_said_to(room: OpeningSetup) -> None:
    for _ in range(COUNTED_MAX + 1):
        await room.ring(phone=PHONE)
    await room.closed(CallDisposition.PRANK, phone=PHONE)
    found = await room.summary(await room.taken(phone=PHONE))
    assert (found.repeated.month, found.closed_false.month) == (COUNTED_MAX, 1)


@pytest.mark.parametrize(
    ("scope", "subject", "stated"),
    [
        (NUMBER, PHONE, {"phone": PHONE}),
        (TELEPHONE, IMEI, {"imei": IMEI}),
        (TELEPHONE, IMEI, {"imei": IMEI, "phone": PHONE}),
        (WITHOUT_SIM, "", {"imei": IMEI}),
    ],
)
async def test_a_rule_offers_the_short_opening_until_it_is_ended(
    room: OpeningSetup, scope: OpeningRuleScope, subject: str, stated: dict[str, Any]
) -> None:
    rule = await room.rule(scope, subject)
    call = await room.taken(**stated)
    opening = (await room.summary(call)).opening
    assert opening is not None
    assert (opening.ground, opening.by_name) == ("mudas cada noche", EVA.name)
    await room.do(EVA, EndOpeningRule(rule=rule))
    assert (await room.summary(call)).opening is None


@pytest.mark.parametrize(
    ("scope", "subject", "stated"),
    [
        (NUMBER, PHONE, {"phone": "+34699999999"}),
        (NUMBER, PHONE, {"phone": PHONE, "phone_known_by": NumberSource.SAID}),
        (NUMBER, PHONE, {"phone": PHONE, "cannot_speak": True}),
        (NUMBER, PHONE, {"phone": PHONE, "channel": CallChannel.ECALL}),
        (NUMBER, SWITCHBOARD, {"phone": SWITCHBOARD}),
        (TELEPHONE, IMEI, {"imei": OTHER_IMEI}),
        (WITHOUT_SIM, "", {"imei": IMEI, "phone": PHONE}),
        (WITHOUT_SIM, "", {}),
    ],
)
async def test_a_rule_is_of_no_other_call(
    room: OpeningSetup, scope: OpeningRuleScope, subject: str, stated: dict[str, Any]
) -> None:
    await room.rule(scope, subject)
    call = await room.ring(**stated)
    await room.do(LUCIA, calls.SetDeskReady())
    if stated.get("channel") is CallChannel.ECALL:
        await room.do(system(), calls.ReportLine(desk=DeskId("desk-01"), up=True))
    await room.do(LUCIA, calls.AnswerCall(call=call))
    assert (await room.summary(call)).opening is None


async def test_a_rule_of_training_offers_nothing_to_a_real_call(room: OpeningSetup) -> None:
    await room.rule(NUMBER, PHONE, structs.replace(EVA, mode=Mode.TRAINING))
    assert (await room.summary(await room.taken(phone=PHONE))).opening is None


async def test_only_who_leads_the_room_sets_a_rule(room: OpeningSetup) -> None:
    for actor in (LUCIA, person("dispatcher", "san-desk-1", agency="san")):
        with pytest.raises(Refused) as refusal:
            await room.rule(NUMBER, PHONE, actor)
        assert refusal.value.code == "not_permitted"


async def test_the_list_has_the_rules_of_the_session_that_stand(room: OpeningSetup) -> None:
    ended, stands = await room.rule(NUMBER, PHONE), await room.rule(TELEPHONE, IMEI)
    await room.rule(WITHOUT_SIM, by=structs.replace(EVA, mode=Mode.TRAINING))
    await room.do(EVA, EndOpeningRule(rule=ended))
    queries = OpeningRuleQueries(room.runtime.pool, room.runtime.clock)
    assert [rule.id for rule in (await queries.list(EVA)).rules] == [stands]
    with pytest.raises(Refused):
        await queries.list(LUCIA)


async def test_who_rings_often_is_listed_by_what_the_network_states(room: OpeningSetup) -> None:
    for _ in range(3):
        await room.closed(CallDisposition.PRANK, phone=PHONE, imei=OTHER_IMEI)
        await room.closed(CallDisposition.SILENT, imei=IMEI)
        await room.closed(CallDisposition.PRANK, phone="+34600000009", phone_known_by=NumberSource.SAID)
    await room.closed(CallDisposition.SILENT, imei=IMEI)
    await room.closed(CallDisposition.PRANK, phone="+34600000001")
    queries = FrequentCallerQueries(room.runtime.pool, room.runtime.clock)
    found = await queries.list(EVA)
    assert [(one.phone, one.imei, one.closed_false.day, one.closed_false.month) for one in found.callers] == [
        (None, IMEI, 4, 4),
        (PHONE, None, 3, 3),
    ]
    assert (found.without_sim.day, found.without_sim.month) == (4, 4)
    with pytest.raises(Refused):
        await queries.list(LUCIA)


def _callers(random: Random) -> list[dict[str, Any]]:
    """Whoever may ring: each is told from the others by the name that the network states."""
    return [
        {
            "phone": random.choice([PHONE, "+34699999999", SWITCHBOARD, None]),
            "imei": random.choice([IMEI, OTHER_IMEI, None]),
            "language": random.choice(["es", "fr", None]),
            "cannot_speak": random.random() < 0.3,
            "caller_name": f"caller {nth}",
        }
        for nth in range(8)
    ]


@pytest.mark.parametrize("seed", range(6))
async def test_order_desk_urgency_and_facts_of_calls_are_the_same_with_every_rule_and_without_any(
    room: OpeningSetup, seed: int
) -> None:
    callers = _callers(Random(seed))
    for desk in ("desk-01", "desk-02", "desk-03", "desk-04", "desk-05"):
        await room.do(person("call_taker", desk), calls.SetDeskReady())

    async def evening() -> tuple[Any, list[Any]]:
        """They all ring; what is offered; then each hangs up before an answer."""
        rung = [await room.ring(**each) for each in callers]
        offered = await room.offers()
        told = [(await room.kinds_of(call), (await room.state(call)).urgency) for call in rung]
        for call in rung:
            await room.do(system(), calls.EndByCaller(call=call))
            await room.do(EVA, calls.SetDisposition(call=call, disposition=CallDisposition.PRANK))
        return offered, told

    without = await evening()
    for scope, subject in (
        (NUMBER, PHONE),
        (NUMBER, "+34699999999"),
        (NUMBER, SWITCHBOARD),
        (TELEPHONE, IMEI),
        (TELEPHONE, OTHER_IMEI),
        (WITHOUT_SIM, ""),
    ):
        await room.rule(scope, subject)
    assert await evening() == without
    assert len(without[0]) == 5


async def test_a_rule_that_begins_changes_nothing_of_a_call_that_waits_and_its_opening_stays_whole(
    room: OpeningSetup,
) -> None:
    call = await room.ring(phone=PHONE)
    before = await room.state(call)
    await room.rule(NUMBER, PHONE)
    assert await room.state(call) == before
    await room.do(LUCIA, calls.SetDeskReady())
    await room.do(LUCIA, calls.AnswerCall(call=call))
    assert (await room.summary(call)).opening is not None
    case = await room.case(LUCIA, call)
    await room.do(LUCIA, cases.ClassifyCase(case=case, type="SAN-01"))
    facts = await log.of_case(room.runtime.pool, case)
    assert any(fact.kind == "cases.case.classified" for fact in facts)
