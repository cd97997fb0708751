"""One application, with everybody signed in, for the tests of this folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from auxilio.platform.postgres import EmbeddedPostgres
from tests.access.app_process import Running, running


@pytest.fixture(scope="package")
async def it(
    postgres_server: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    folder: Path = tmp_path_factory.mktemp("access")
    async with running(postgres_server, folder) as made:
        yield made
