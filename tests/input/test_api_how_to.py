"""The lines of docs/how-to/call-the-api-from-another-system.md work, as they stand there."""

import os
import re
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from auxilio.app.cli.demo import seed
from auxilio.app.settings import Settings
from auxilio.platform.postgres import EmbeddedPostgres
from tests.app_process import serving
from tests.database import fresh_database
from tests.free_ports import free_port

PAGE = Path(__file__).parents[2] / "docs/how-to/call-the-api-from-another-system.md"


@pytest.fixture
async def demo(
    postgres_server: EmbeddedPostgres, town: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Settings]:
    """The demo's people, in an installation that nobody has tried keys at."""
    async with fresh_database(postgres_server) as fresh:
        settings = Settings(
            area="demo",
            data=tmp_path_factory.mktemp("how-to"),
            database_url=fresh.dsn,
            region=town,
            port=free_port(),
            log_format="json",
        )
        await seed(settings)
        yield settings


def test_the_lines_of_the_page_sign_in_read_the_schema_and_send_a_command(
    demo: Settings, tmp_path: Path
) -> None:
    if not (shutil.which("curl") and shutil.which("jq")):
        pytest.skip("curl or jq is missing (apt-get install curl jq)")
    (script,) = re.findall(r"```bash\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    with serving(demo) as address:
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "AUXILIO": address},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert '"x-permission": "followup:room:lead"' in ran.stdout
    assert '"versions"' in ran.stdout, "the answer of a command that was done"
    assert [path.name for path in tmp_path.iterdir()] == ["openapi.json"]
