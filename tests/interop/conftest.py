"""A message centre of strangers, and our line to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.database import Database
from tests.interop.message_centre import MessageCentre, message_centre
from tests.interop.smpp_line import Line, line_over, settings_of


@pytest.fixture
async def centre() -> AsyncIterator[MessageCentre]:
    async with message_centre() as made:
        yield made


@pytest.fixture
async def line(database: Database, centre: MessageCentre, tmp_path: Path) -> AsyncIterator[Line]:
    async with line_over(database, settings_of(tmp_path, centre.port)) as made:
        await centre.event("bind", known=True, version=0x34)
        await made.bound()
        yield made
