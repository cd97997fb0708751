"""The room asks who was sent elsewhere; nobody else is told."""

from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar
from litestar.di import Provide

from auxilio.calls.api import RejectedCallController
from auxilio.calls.service import CallService
from auxilio.calls.store import RejectedCallQuery
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CommandId
from auxilio.platform.clock import SystemClock
from auxilio.platform.http.problem import exception_handlers
from auxilio.platform.ids import new_id
from tests.actors import citizen, person, system
from tests.calls.test_call_rejection import NEIGHBOUR, TURNED_AWAY
from tests.database import Database


def given(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)


async def ask(database: Database, actor: Actor) -> Response:
    provided = {
        "actor": given(actor),
        "refused_calls": given(RejectedCallQuery(database.pool, SystemClock())),
    }
    app = Litestar([RejectedCallController], dependencies=provided, exception_handlers=exception_handlers())
    async with AsyncClient(transport=ASGITransport(app), base_url="http://auxilio") as client:
        return await client.get("/api/calls/refused")


async def test_the_room_is_told_who_was_sent_where(database: Database) -> None:
    await CallService(database.work).handle(CommandId(new_id()), TURNED_AWAY, system())
    answer = await ask(database, person("supervisor"))
    assert answer.status_code == 200
    told = answer.json()
    assert told["count"] == 1
    assert [(one["phone"], one["reason"], one["sent_to"]) for one in told["calls"]] == [
        (TURNED_AWAY.phone, NEIGHBOUR.reason, NEIGHBOUR.sent_to)
    ]


@pytest.mark.parametrize("role", ["call_taker", "dispatcher"])
async def test_who_does_not_lead_the_room_is_not_told(database: Database, role: str) -> None:
    assert (await ask(database, person(role))).status_code == 403
    assert (await ask(database, citizen(new_id()))).status_code == 403
