"""A photo from a caller's phone: who may see the call sees it, as it came; what a stranger sends never runs in our page."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar
from litestar.di import Provide

from auxilio.app.house import Shell, open_shell
from auxilio.app.looking import Looking
from auxilio.app.settings import Settings
from auxilio.calls import messages as calls
from auxilio.calls.api import Attachments, Caller
from auxilio.calls.model import Channel
from auxilio.calls.service import Calls
from auxilio.cases import messages as cases
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, CommandId
from auxilio.platform.blobs.fakes import MemoryBlobs
from auxilio.platform.database import log
from auxilio.platform.http.problem import exception_handlers
from auxilio.platform.ids import new_id
from auxilio.realtime.catalogue import boards_for
from auxilio.realtime.hub import Hub
from tests.database import Database
from tests.people import citizen, person

JPEG = b"\xff\xd8\xff\xe0 smoke over the roof"
LUCIA, PAU = person("call_taker", "desk-01"), person("call_taker", "desk-02")
FIRE = person("dispatcher", "bom-desk-1", agency="bom", centre="bom-1")


def _given(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)


@dataclass
class Room:
    """A house with a citizen at the other end of one call."""

    shell: Shell
    hub: Hub
    blobs: MemoryBlobs
    call: CallId

    async def do(self, actor: Actor, command: Command) -> None:
        await self.shell.door.handle(CommandId(new_id()), command, actor)

    async def ask(self, actor: Actor, method: str, path: str, **more: Any) -> Response:
        given: dict[str, Any] = {
            "actor": actor,
            "blobs": self.blobs,
            "calls": Calls(self.shell.work),
            "seen_calls": Looking(self.shell.pool, self.shell.door, self.hub),
        }
        provided = {name: _given(value) for name, value in given.items()}
        handlers = exception_handlers()
        app = Litestar([Caller, Attachments], dependencies=provided, exception_handlers=handlers)
        async with AsyncClient(transport=ASGITransport(app), base_url="http://auxilio.test") as client:
            return await client.request(method, path, **more)

    async def send(self, content: bytes, media_type: str, name: str = "humo.jpg") -> str:
        headers = {"content-type": media_type, "x-auxilio-command": str(new_id())}
        answer = await self.ask(
            citizen(self.call),
            "POST",
            f"/api/caller/attachments?name={name}",
            content=content,
            headers=headers,
        )
        assert answer.status_code == 201, answer.text
        digest: str = answer.json()["digest"]
        return digest

    async def see(self, actor: Actor, digest: str) -> Response:
        return await self.ask(actor, "GET", f"/api/calls/{self.call}/attachments/{digest}")

    async def looks(self) -> list[str]:
        facts = await log.read_after(self.shell.pool, log.Cursor(), 1_000)
        return [fact.actor_name for fact in facts if fact.kind == "identity.case.looked_at"]


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> AsyncIterator[Room]:
    async with open_shell(Settings(database_url=database.dsn, data=tmp_path)) as shell:
        hub = Hub(shell.pool, shell.nouns, shell.wakeups, shell.clock, boards_for({"bom": ("FIRE",)}))
        it = Room(shell, hub, MemoryBlobs(), CallId(new_id()))
        await it.do(citizen(it.call), calls.Ring(call=it.call, channel=Channel.CHAT))
        yield it


async def test_the_desk_sees_a_photo_as_it_came_and_before_there_is_a_case(room: Room) -> None:
    seen = await room.see(LUCIA, await room.send(JPEG, "image/jpeg"))
    assert (seen.status_code, seen.content, seen.headers["content-type"]) == (200, JPEG, "image/jpeg")
    assert await room.looks() == []


async def test_looking_at_a_photo_is_looking_at_its_case(room: Room) -> None:
    digest, case = await room.send(JPEG, "image/jpeg"), CaseId(new_id())
    await room.do(LUCIA, cases.OpenCase(case=case, call=room.call))
    await room.do(LUCIA, calls.JoinCase(call=room.call, case=case))
    assert (await room.see(PAU, digest)).status_code == 200
    assert await room.looks() == [PAU.name]
    assert (await room.see(FIRE, digest)).json()["code"] == "no_task_here"
    await room.do(LUCIA, cases.Reserve(case=case, reason="menor"))
    assert (await room.see(PAU, digest)).json()["code"] == "case_reserved"
    assert (await room.see(LUCIA, digest)).content == JPEG


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/pdf", "IMAGE/JPEG; x=1"])
async def test_what_is_no_picture_is_a_file_to_keep_and_never_a_page_of_ours(
    room: Room, media_type: str
) -> None:
    seen = await room.see(LUCIA, await room.send(b"<script>alert(1)</script>", media_type))
    assert seen.headers["content-type"] == "application/octet-stream"
    assert seen.headers["content-disposition"] == "attachment"


async def test_nobody_finds_a_file_of_another_call_nor_a_citizen_any(room: Room) -> None:
    digest = await room.send(JPEG, "image/jpeg")
    assert (await room.see(citizen(room.call), digest)).json()["code"] == "not_permitted"
    other = CallId(new_id())
    await room.do(citizen(other), calls.Ring(call=other, channel=Channel.CHAT))
    answer = await room.ask(LUCIA, "GET", f"/api/calls/{other}/attachments/{digest}")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_attachment")
    nowhere = await room.ask(LUCIA, "GET", f"/api/calls/{new_id()}/attachments/{digest}")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "unknown_call")


async def test_an_altered_photo_is_not_shown_at_all(room: Room) -> None:
    digest = await room.send(JPEG, "image/jpeg")
    room.blobs.damage(digest, room.call)  # type: ignore[arg-type]  # a digest read from JSON
    answer = await room.see(LUCIA, digest)
    assert (answer.status_code, answer.json()["code"]) == (409, "blob_damaged")
