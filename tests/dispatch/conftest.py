from collections.abc import AsyncIterator

import pytest

from auxilio.platform.postgres import EmbeddedPostgres
from tests.dispatch.made import Room, open_room


@pytest.fixture
async def room(postgres_server: EmbeddedPostgres) -> AsyncIterator[Room]:
    """An empty house with dispatch in it."""
    async with open_room(postgres_server) as it:
        yield it
