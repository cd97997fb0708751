"""Aim: what is read beside the ring finds its rows by index, however many calls there are (decisions 0402 and 0403)."""

from datetime import UTC, datetime
from typing import Any, cast

import asyncpg
import pytest

from auxilio.calls.core.earlier_contacts import AskedContacts
from auxilio.calls.earlier_contacts.store import EarlierContactStore
from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.shared_types import Mode
from auxilio.opening_rules.core.model import OpeningRuleScope
from auxilio.opening_rules.store import OpeningRuleStore
from auxilio.platform.database.connection import Pool
from auxilio.platform.ids import new_id
from auxilio.platform.postgres.roles import APP_ROLE
from benchmarks.ring_read import FILL, FILL_RULES, OFTEN, RULES, TELEPHONES
from tests.database import Database

CALLS = 6_000


class ExplainingPool:
    """Answers as the pool does, and keeps the plan of each statement."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.plans: list[str] = []

    async def fetch(self, statement: str, *values: Any) -> list[Any]:
        plan = await self._pool.fetch(f"explain (costs off) {statement}", *values)
        self.plans.append("\n".join(row[0] for row in plan))
        return await self._pool.fetch(statement, *values)

    async def fetchrow(self, statement: str, *values: Any) -> Any:
        rows = await self.fetch(statement, *values)
        return rows[0] if rows else None

    def store(self) -> EarlierContactStore:
        return EarlierContactStore(cast("Pool", self))


@pytest.fixture
async def many(database: Database) -> ExplainingPool:
    connection = await asyncpg.connect(database.dsn.replace(f"//{APP_ROLE}@", "//postgres@"))
    await connection.execute("set session_replication_role = replica")
    await connection.execute(FILL, CALLS, OFTEN, TELEPHONES)
    await connection.execute(FILL_RULES, RULES)
    await connection.execute("analyze stream")
    await connection.close()
    return ExplainingPool(database.pool)


def asked(phone: str | None = None, imei: str | None = None) -> AskedContacts:
    return AskedContacts(
        call=CallId(new_id()),
        case=None,
        mode=Mode.REAL,
        practice_of=None,
        phone=phone,
        imei=imei,
        at=datetime.now(UTC),
        person=str(new_id()),
        all_reserved=False,
    )


def check(plans: list[str], *indexes: str) -> None:
    [plan] = plans
    assert "Seq Scan on stream" not in plan, plan
    for index in indexes:
        assert f"using {index} " in plan or f"on {index}" in plan, plan


async def test_earlier_calls_are_found_by_their_number_and_each_case_by_its_id(many: ExplainingPool) -> None:
    assert await many.store().calls(asked("+34600001001"))
    check(many.plans, "call_phone_ring", "stream_pkey")


async def test_repeated_calls_are_counted_by_number_and_telephone(many: ExplainingPool) -> None:
    counted, closed_false = await many.store().repeated(asked("+34600001001", "35000000000000"))
    assert counted.month > 0
    assert closed_false.month > 0
    check(many.plans, "call_phone_ring", "call_imei_ring", "stream_pkey")


async def test_cases_at_an_address_are_found_by_words_and_point(many: ExplainingPool) -> None:
    box = (1.0, 41.0, 1.01, 41.01)
    assert await many.store().cases(asked(), CaseId(new_id()), "Carrer 5, 5", box)
    check(many.plans, "case_at_words", "case_at_point")


async def test_who_rings_often_is_read_from_calls_that_were_closed_as_false(many: ExplainingPool) -> None:
    found = await many.store().frequent(Mode.REAL, datetime.now(UTC))
    assert found.without_sim.month > 0
    assert "call_closed_false" in many.plans[0], many.plans[0]
    assert "call_without_sim" in many.plans[1], many.plans[1]


async def test_a_rule_is_found_among_those_that_were_not_ended(many: ExplainingPool) -> None:
    store = OpeningRuleStore(cast("Pool", many))
    subjects = {OpeningRuleScope.TELEPHONE: "35000000000007", OpeningRuleScope.WITHOUT_SIM: ""}
    rule = await store.about(Mode.REAL, subjects, datetime.now(UTC))
    assert rule is not None
    assert rule.subject == "35000000000007"
    check(many.plans, "stream_live")
