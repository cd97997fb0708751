"""One exchange for all tests of this folder: what one kills, it starts again."""

from collections.abc import AsyncIterator

import pytest

from auxilio.platform.postgres import EmbeddedPostgres
from tests.database import fresh_database
from tests.temp_folders import open_folder
from tests.voice.edge.desk_page import Desk
from tests.voice.edge.programs import Exchange
from tests.voice.media.peers import DESK, Phone


@pytest.fixture(scope="session")
async def exchange(postgres_server: EmbeddedPostgres) -> AsyncIterator[Exchange]:
    async with fresh_database(postgres_server) as database:
        with open_folder() as folder:
            there = Exchange(database, folder)
            try:
                await there.start()
                yield there
            finally:
                await there.stop()


@pytest.fixture
async def desk(exchange: Exchange) -> AsyncIterator[Desk]:
    phone = await Phone(DESK).open()
    yield Desk(exchange, phone)
    phone.close()
