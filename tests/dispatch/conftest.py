from collections.abc import AsyncIterator

import pytest

from auxilio.platform.postgres import EmbeddedPostgres
from tests.dispatch.factories import DispatchSetup, open_room


@pytest.fixture
async def room(postgres_server: EmbeddedPostgres) -> AsyncIterator[DispatchSetup]:
    """An empty installation with dispatch in it."""
    async with open_room(postgres_server) as it:
        yield it
