"""Aim: a new capability costs one folder and one line on the server, and is then everywhere: commands, boards, routes,
the worker, the command line, the generated schema. A toy one is added so, and used through real processes."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import msgspec
import pytest

from auxilio.app import capabilities
from auxilio.app.composition import identity_of, open_runtime
from auxilio.app.schema import protocol_schema
from auxilio.app.settings import Settings, environment_of
from auxilio.identity.passwords import Passwords
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.platform.postgres.roles import APP_ROLE, OWNER_ROLE
from tests.access.actors import seed
from tests.access.app_process import Running
from tests.app.visitors.capability import CAPABILITY, LEAVES
from tests.app.visitors.core import SignInVisitor, VisitorId
from tests.app_process import serving
from tests.database import fresh_database
from tests.forked_command import ForkedCommand
from tests.free_ports import free_port
from tests.http_client import QUICK

MODULE = "tests.app.visitors"


@pytest.fixture
async def it(
    postgres_server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Running]:
    monkeypatch.setattr(capabilities, "CAPABILITIES", (*capabilities.CAPABILITIES, CAPABILITY))
    async with AsyncExitStack() as open_:
        database = await open_.enter_async_context(fresh_database(postgres_server))
        settings = Settings(
            area="demo", data=tmp_path, database_url=database.dsn, port=free_port(), log_format="json"
        )
        runtime = await open_.enter_async_context(open_runtime(settings))
        people = identity_of(runtime, passwords=Passwords(QUICK, rest_s=0))
        await people.seed(seed())
        it = Running(open_.enter_context(serving(settings, f"{MODULE}.__main__")), settings, runtime, people)
        open_.push_async_callback(it.http.aclose)
        await it.sign_in()
        yield it


@contextmanager
def worker(settings: Settings) -> Iterator[None]:
    log = settings.data / "worker.log"
    process = ForkedCommand(log, "worker", environ=environment_of(settings), module=f"{MODULE}.__main__")
    try:
        yield
    finally:
        process.stop()


@pytest.mark.database
async def test_a_new_capability_answers_commands_stands_on_a_board_has_a_route_and_a_job(it: Running) -> None:
    lead, crew = it.cast["supervisor"], it.cast["crew"]
    stays, leaves = VisitorId(new_id()), VisitorId(new_id())
    async with it.window(lead, Mode.REAL) as window:
        for visitor, name in ((stays, "Ada"), (leaves, LEAVES)):
            answer = await it.send(lead, SignInVisitor(visitor=visitor, name=name))
            assert answer.status == 200, answer
        assert (await it.send(crew, SignInVisitor(visitor=VisitorId(new_id()), name="x"))).status == 403
        row = await window.row("room", "visitors", f"visitor:{stays}")
        assert row["name"] == "Ada"
        with worker(it.settings):
            gone = await window.told(
                lambda said: f"visitor:{leaves}" in said.get("gone", {}).get("visitors", ())
            )
            assert gone
    listed = await it.http.get("/api/visitors", headers=it.headers(lead))
    assert [one["name"] for one in listed.json()] == ["Ada"]
    assert (await it.http.get("/api/visitors", headers=it.headers(crew))).status_code == 403
    assert it.settings.database_url is not None
    owner = it.settings.database_url.replace(f"//{APP_ROLE}@", f"//{OWNER_ROLE}@")
    refolded = subprocess.run(
        [sys.executable, "-m", MODULE, "db", "refold"],
        env=os.environ | environment_of(msgspec.structs.replace(it.settings, database_url=owner)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert refolded.returncode == 0, refolded


def test_a_new_capability_is_in_the_generated_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "visitors.sign_in" not in protocol_schema()["commands"]
    monkeypatch.setattr(capabilities, "CAPABILITIES", (*capabilities.CAPABILITIES, CAPABILITY))
    schema = protocol_schema()
    assert schema["commands"]["visitors.sign_in"]["type"] == "SignInVisitor"
    assert schema["boards"]["room"]["visitors"] == "VisitorRow"
    assert "VisitorRow" in schema["refs"]
