"""Identity over its own database, with a clock that only the test moves."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from auxilio.identity.api import CONTROLLERS
from auxilio.identity.service import IdentityService
from auxilio.platform.clock import SimulatedClock
from tests.database import Database
from tests.http_client import app_of, client_of, seeded_identity


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock()


@pytest.fixture
async def identity(database: Database, clock: SimulatedClock) -> IdentityService:
    return await seeded_identity(database.pool, clock)


@pytest.fixture
def app(identity: IdentityService) -> Litestar:
    return app_of(identity, CONTROLLERS)


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client
