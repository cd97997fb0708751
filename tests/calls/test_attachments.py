"""A photo from a caller's phone: who may see the call sees it, as it came; what a stranger sends never runs in our page."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar
from litestar.di import Provide

from auxilio.app.capabilities import tables
from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.calls.api import WORD_MAX, CallerController, CallFileController, shown_name
from auxilio.calls.caller_limits import UPLOADS_OF_CALL, CallerLimits
from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import Attachment, CallChannel
from auxilio.calls.core.policy import ATTACHMENTS_MAX, UPLOAD_GRACE_S
from auxilio.calls.service import CALL
from auxilio.calls.store import UploadCheck
from auxilio.cases.core import messages as cases
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, CommandId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.fakes import MemoryBlobs
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.database import log
from auxilio.platform.database.shared_limits import SharedRateLimiter
from auxilio.platform.http.problem import exception_handlers
from auxilio.platform.ids import new_id
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.case_access_recorder import CaseAccessRecorder
from auxilio.realtime.hub import Hub
from tests.actors import citizen, person, system
from tests.database import Database

JPEG = b"\xff\xd8\xff\xe0 smoke over the roof"
LUCIA, PAU = person("call_taker", "desk-01"), person("call_taker", "desk-02")
FIRE = person("dispatcher", "bom-desk-1", agency="bom", centre="bom-1")


def _given(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)


@dataclass
class AttachmentSetup:
    """An installation with a citizen at the other end of one call."""

    runtime: Runtime
    hub: Hub
    blobs: MemoryBlobs
    call: CallId
    clock: SimulatedClock

    async def do(self, actor: Actor, command: Command) -> None:
        await self.runtime.commands.handle(CommandId(new_id()), command, actor)

    async def ask(self, actor: Actor, method: str, path: str, **more: Any) -> Response:
        given: dict[str, Any] = {
            "actor": actor,
            "blobs": self.blobs,
            "commands": self.runtime.commands,
            "caller_files": UploadCheck(self.runtime.pool, self.clock),
            "caller_limits": CallerLimits(SharedRateLimiter(self.runtime.pool, self.clock), self.clock),
            "tokens": None,  # only the route that rings gives them out
            "seen_calls": CaseAccessRecorder(self.runtime.pool, self.runtime.commands, self.hub),
        }
        provided = {name: _given(value) for name, value in given.items()}
        handlers = exception_handlers()
        app = Litestar(
            [CallerController, CallFileController], dependencies=provided, exception_handlers=handlers
        )
        async with AsyncClient(transport=ASGITransport(app), base_url="http://auxilio.test") as client:
            return await client.request(method, path, **more)

    async def upload(
        self, content: bytes, media_type: str = "image/jpeg", name: str = "humo.jpg", id: str | None = None
    ) -> Response:
        headers = {"content-type": media_type, "x-auxilio-command": id or str(new_id())}
        path = f"/api/caller/attachments?name={name}"
        return await self.ask(citizen(self.call), "POST", path, content=content, headers=headers)

    async def send(self, content: bytes, media_type: str, name: str = "humo.jpg") -> str:
        answer = await self.upload(content, media_type, name)
        assert answer.status_code == 201, answer.text
        digest: str = answer.json()["digest"]
        return digest

    async def see(self, actor: Actor, digest: str) -> Response:
        return await self.ask(actor, "GET", f"/api/calls/{self.call}/attachments/{digest}")

    async def looks(self) -> list[str]:
        facts = await log.read_after(self.runtime.pool, log.Cursor(), 1_000)
        return [fact.actor_name for fact in facts if fact.kind == "identity.case.looked_at"]


@pytest.fixture
async def room(database: Database, tmp_path: Path) -> AsyncIterator[AttachmentSetup]:
    clock = SimulatedClock()
    async with open_runtime(
        Settings(area="demo", database_url=database.dsn, data=tmp_path), clock
    ) as runtime:
        hub = Hub(
            runtime.pool,
            runtime.aggregates,
            runtime.wakeups,
            runtime.clock,
            boards_for({"bom": ("FIRE",)}, tables()),
        )
        it = AttachmentSetup(runtime, hub, MemoryBlobs(), CallId(new_id()), clock)
        await it.do(citizen(it.call), calls.ReceiveCall(call=it.call, channel=CallChannel.CHAT))
        yield it


async def test_the_desk_sees_a_photo_as_it_came_and_before_there_is_a_case(room: AttachmentSetup) -> None:
    seen = await room.see(LUCIA, await room.send(JPEG, "image/jpeg"))
    assert (seen.status_code, seen.content, seen.headers["content-type"]) == (200, JPEG, "image/jpeg")
    assert await room.looks() == []


async def test_looking_at_a_photo_is_looking_at_its_case(room: AttachmentSetup) -> None:
    digest, case = await room.send(JPEG, "image/jpeg"), CaseId(new_id())
    await room.do(LUCIA, cases.OpenCase(case=case, call=room.call))
    await room.do(system(), calls.JoinCase(call=room.call, case=case))
    assert (await room.see(PAU, digest)).status_code == 200
    assert await room.looks() == [PAU.name]
    assert (await room.see(FIRE, digest)).json()["code"] == "no_task_here"
    await room.do(LUCIA, cases.ReserveCase(case=case, reason="menor"))
    assert (await room.see(PAU, digest)).json()["code"] == "case_reserved"
    assert (await room.see(LUCIA, digest)).content == JPEG


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/pdf", "IMAGE/JPEG; x=1"])
async def test_what_is_no_picture_is_a_file_to_keep_and_never_a_page_of_ours(
    room: AttachmentSetup, media_type: str
) -> None:
    seen = await room.see(LUCIA, await room.send(b"<script>alert(1)</script>", media_type))
    assert seen.headers["content-type"] == "application/octet-stream"
    assert seen.headers["content-disposition"] == "attachment"


async def test_nobody_finds_a_file_of_another_call_nor_a_citizen_any(room: AttachmentSetup) -> None:
    digest = await room.send(JPEG, "image/jpeg")
    assert (await room.see(citizen(room.call), digest)).json()["code"] == "not_permitted"
    other = CallId(new_id())
    await room.do(citizen(other), calls.ReceiveCall(call=other, channel=CallChannel.CHAT))
    answer = await room.ask(LUCIA, "GET", f"/api/calls/{other}/attachments/{digest}")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_attachment")
    nowhere = await room.ask(LUCIA, "GET", f"/api/calls/{new_id()}/attachments/{digest}")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "unknown_call")


async def test_an_altered_photo_is_not_shown_at_all(room: AttachmentSetup) -> None:
    digest = await room.send(JPEG, "image/jpeg")
    room.blobs.damage(digest, room.call)  # type: ignore[arg-type]  # a digest read from JSON
    answer = await room.see(LUCIA, digest)
    assert (answer.status_code, answer.json()["code"]) == (409, "blob_damaged")


# --- what a stranger may attach -------------------------------------------------------------------


async def kept_of(room: AttachmentSetup) -> tuple[Attachment, ...]:
    found = await log.state_of(room.runtime.pool, stream_id(CALL.name, room.call))
    assert found is not None
    attachments: tuple[Attachment, ...] = CALL.read_state(found[1]).attachments
    return attachments


@pytest.mark.parametrize("who", ["citizen", "call_taker", "supervisor"])
async def test_nobody_attaches_a_file_by_stating_its_digest(room: AttachmentSetup, who: str) -> None:
    actor = citizen(room.call) if who == "citizen" else person(who, "desk-01")
    invented = Attachment(digest="0" * 64, media_type="image/jpeg", name="x")
    with pytest.raises(Refused, match="not_permitted"):
        await room.do(actor, calls.AttachFile(call=room.call, attachment=invented))
    assert await kept_of(room) == ()


async def test_a_call_has_so_many_files_and_not_a_byte_of_another_is_read(room: AttachmentSetup) -> None:
    for nth in range(ATTACHMENTS_MAX):
        await forget_allowances(room)  # one page sends no more at once than `caller_limits` lets it
        await room.send(b"photo %d" % nth, "image/jpeg")
    await forget_allowances(room)
    answer = await room.upload(b"one more")
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_attachments")
    assert len(await kept_of(room)) == len(room.blobs._kept) == ATTACHMENTS_MAX


async def forget_allowances(room: AttachmentSetup) -> None:
    await room.runtime.pool.execute("delete from allowance")


async def test_a_page_that_sends_file_after_file_is_told_to_wait(room: AttachmentSetup) -> None:
    at_once = UPLOADS_OF_CALL.count
    for nth in range(at_once):
        assert (await room.upload(b"photo %d" % nth)).status_code == 201
    # Another comes back each ten seconds; that many are not sent by then.
    codes = [(await room.upload(b"more %d" % nth)).status_code for nth in range(ATTACHMENTS_MAX - at_once)]
    assert 429 in codes


async def test_a_photo_that_was_on_its_way_when_the_call_ended_is_kept_and_a_later_one_is_not(
    room: AttachmentSetup,
) -> None:
    await room.do(citizen(room.call), calls.EndByCaller(call=room.call))
    await room.clock.advance(UPLOAD_GRACE_S)
    assert (await room.upload(b"on its way")).status_code == 201
    await room.clock.advance(1)
    answer = await room.upload(b"too late")
    assert (answer.status_code, answer.json()["code"]) == (409, "call_over")
    assert len(room.blobs._kept) == 1


async def test_a_repeated_upload_is_the_same_file_once(room: AttachmentSetup) -> None:
    id = str(new_id())
    answers = [await room.upload(JPEG, id=id) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(await kept_of(room)) == 1


async def test_a_file_is_kept_with_its_size_and_with_words_that_fit_into_a_row(room: AttachmentSetup) -> None:
    await room.upload(JPEG, "image/jpeg; " + "x" * 500, "y" * 200)
    (kept,) = await kept_of(room)
    assert (kept.size, len(kept.name), len(kept.media_type)) == (len(JPEG), WORD_MAX, WORD_MAX)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("a\x00b\x1b.jpg", "ab.jpg"),
        ("\u2066\u2069", "file"),
        ("niño 1.jpg", "niño 1.jpg"),
    ],
)
def test_no_name_of_a_file_turns_the_line_round(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown


async def test_a_page_is_told_for_which_call_it_speaks_and_nobody_else(room: AttachmentSetup) -> None:
    known = await room.ask(citizen(room.call), "GET", "/api/caller")
    assert (known.status_code, known.json()) == (200, {"call": str(room.call)})
    refused = await room.ask(PAU, "GET", "/api/caller")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_call")
