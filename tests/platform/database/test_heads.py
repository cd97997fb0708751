"""Aim: what the worker seals is what the audit finds, and a hand in the database is named."""

import asyncio

import pytest

from auxilio.cases.core.messages import OpenCase
from auxilio.cases.service import CaseService
from auxilio.kernel.ids import CaseId
from auxilio.platform.database.seal_store import LogSealer, SealConflict
from auxilio.platform.ids import new_id
from auxilio.platform.proof.audit import LogReport, audit_log
from auxilio.platform.proof.sealer import SealProgress
from tests.actors import person
from tests.database import Database


class Signer:
    """A signature that only has to be the same twice; real keys have their own tests."""

    id = "0123456789abcdef"

    def sign(self, message: bytes) -> bytes:
        return (message * 2)[:64].ljust(64, b"\0")

    def check(self, key: str, message: bytes, signature: bytes) -> bool:
        return key == self.id and signature == self.sign(message)


SIGNER = Signer()


def sealing(database: Database) -> LogSealer:
    from auxilio.platform.clock import SystemClock

    return LogSealer(database.pool, SystemClock(), SIGNER.id, SIGNER.sign)


async def open_cases(database: Database, count: int) -> None:
    cases = CaseService(database.work)
    for _ in range(count):
        case = OpenCase(case=CaseId(new_id()))
        await cases.handle(new_id(), case, person("call_taker", "desk-1"))


async def audit(one: LogSealer) -> LogReport:
    heads = await one.store.heads()
    return await audit_log(one.store.streams(), one.store.leaves(), heads, SIGNER.check)


async def test_all_that_was_committed_is_sealed_under_a_signed_head(database: Database):
    one = sealing(database)
    await open_cases(database, 3)
    await one()
    await open_cases(database, 4)
    await one()
    await one()
    report = await audit(one)
    assert report.intact, report.faults
    assert (report.streams, report.events, report.sealed, report.heads) == (7, 7, 7, 3)
    assert (await one.store.latest()).head.size == 7


async def test_an_empty_log_has_a_head_too(database: Database):
    one = sealing(database)
    await one()
    report = await audit(one)
    assert report.intact
    assert report.heads == 1


@pytest.mark.parametrize(
    "hand",
    [
        "update event set body = replace(body, '48', '49') where seq = 2",
        "delete from event where seq = 3",
        "update event set tx = tx + 100 where seq = 1",
    ],
)
async def test_a_hand_in_the_database_is_found(database: Database, hand: str):
    one = sealing(database)
    await open_cases(database, 4)
    await one()
    await database.by_its_administrator(hand)
    report = await audit(one)
    assert not report.intact


async def test_two_sealers_at_once_seal_each_fact_once(database: Database):
    await open_cases(database, 5)
    outcomes = await asyncio.gather(*(sealing(database)() for _ in range(4)), return_exceptions=True)
    assert all(outcome is None or isinstance(outcome, SealConflict) for outcome in outcomes)
    await sealing(database)()
    report = await audit(sealing(database))
    assert report.intact, report.faults
    assert report.sealed == 5


async def test_a_batch_that_comes_second_leaves_nothing_behind(database: Database):
    one = sealing(database)
    await open_cases(database, 1)
    await one()
    with pytest.raises(SealConflict):
        await one.store.keep(after=0, now=SealProgress(), leaves=[], nodes={})
    assert (await one.store.sealed()).tree.size == 1


async def test_the_place_of_a_fact_and_the_nodes_of_its_proof_can_be_asked_for(database: Database):
    one = sealing(database)
    await open_cases(database, 2)
    await one()
    events = [row["id"] for row in await database.pool.fetch("select id from event order by tx, seq")]
    assert [await one.store.index_of(event) for event in events] == [0, 1]
    assert set(await one.store.nodes(frozenset({(0, 0), (1, 0)}))) == {(0, 0), (1, 0)}
    assert await one.store.index_of(new_id()) is None
