"""Aim: what is saved comes back whole, and a case whose keys were destroyed comes back from no backup, of before or after."""

import asyncio
import base64
import json
import os
import pwd
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auxilio.app.cli import commands
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of, case_keys_of
from auxilio.archive.core.messages import SealCase
from auxilio.archive.core.model import SealMark
from auxilio.archive.service import CASE_FILE, Archive
from auxilio.backups.service import KeyCopies
from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel
from auxilio.calls.service import CallService
from auxilio.cases.core.messages import OpenCase
from auxilio.cases.service import CaseService
from auxilio.kernel.ids import CallId, CaseId, CommandId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.blobs.ports import Digest
from auxilio.platform.clock import SystemClock
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from auxilio.platform.keys.folder import FolderKeys
from auxilio.voice.media.recorder.service import RecordingService
from auxilio.voice.media.recorder.spool import has_own_key
from tests.actors import citizen, person, system
from tests.app.test_backup import backup_key, serve_from
from tests.database import Database

REASON = "Resolución 12/2026"


async def run(*arguments: str | Path) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, commands, [str(a) for a in arguments])


async def once(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def sealable(*_: object) -> Mode:
    return Mode.REAL


@dataclass
class SealedCase:
    """A sealed case: a photograph and a recording of its call, the track of its unit."""

    case: CaseId
    call: CallId
    of_call: dict[Digest, bytes]
    track: Digest

    async def read(self, settings: Settings) -> bytes:
        """All of it, by the keys that are there. Raises `Refused`."""
        blobs = blobs_of(settings, FolderKeys(settings.keys))
        found = b""
        for digest in self.of_call:
            found += b"".join([piece async for piece in blobs.get(digest, self.call)])
        return found + b"".join([piece async for piece in blobs.get(self.track, self.case)])


@dataclass
class Centre:
    database: Database
    settings: Settings
    folder: Path
    identity: Path

    async def a_sealed_case(self) -> SealedCase:
        keys, case, call = FolderKeys(self.settings.keys), CaseId(new_id()), CallId(new_id())
        work = self.database.work
        await CaseService(work).handle(new_id(), OpenCase(case=case), person("call_taker", "desk-1"))
        calling = CallService(work)
        await calling.handle(
            CommandId(new_id()), calls.ReceiveCall(call=call, channel=CallChannel.CHAT), citizen(call)
        )
        await calling.handle(CommandId(new_id()), calls.JoinCase(call=call, case=case), system())
        blobs = blobs_of(self.settings, keys)
        photo, sound = f"photo of {case}".encode(), await self._recorded(call)
        of_call = {await blobs.put(once(photo), call): photo, sound: b""}
        track = await blobs.put(once(b"track of " + case.bytes), case)
        mark = SealMark(index_digest="0" * 64, log_size=1, log_root="0" * 64, key=keys.key_id)
        await Archive(work, keys, sealable).handle(
            CommandId(new_id()), SealCase(case=case, number=1, mark=mark), system()
        )
        return SealedCase(case, call, of_call, track)

    async def _recorded(self, call: CallId) -> Digest:
        """As the exchange records: through the spool, which hangs on the key of the call."""
        keys = FolderKeys(self.settings.keys)
        store = case_keys_of(self.settings, keys)
        blobs = blobs_of(self.settings, keys)
        recorder = RecordingService(self.settings.recording_spool, blobs, store, SystemClock())
        await recorder.start()
        recording = await recorder.begin(new_id(), call)
        recording.party("caller")
        await asyncio.sleep(0.3)
        finished = await recorder.finish(recording.name)
        assert finished is not None
        await recorder.settle(recording.name)
        await recorder.close()
        return finished.digest

    async def save(self, name: str) -> None:
        data = self.settings.data
        for command in (
            ("db", "backup", "--out", self.folder / f"{name}-data"),
            ("keys", "backup", "--out", self.folder / f"{name}-keys.age"),
        ):
            done = await run(*command, "--data", data)
            assert done.exit_code == 0, done.output

    async def restored(self, data: str, case_keys: str, masters: Path, *, into: str) -> Settings:
        """An empty machine, with a backup of the data, one of the case keys, and an envelope of masters."""
        settings = Settings(data=self.folder / into)
        shutil.copytree(masters, settings.keys)
        shutil.copytree(self.folder / f"{data}-data" / "blobs", settings.blobs)
        asked = ("keys", "restore", "--identity", self.identity, "--data", settings.data)
        await run(*asked, self.folder / f"{case_keys}-keys.age")
        return settings


@pytest.fixture
async def centre(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Centre:
    serve_from(monkeypatch, database)
    identity = await backup_key(tmp_path, monkeypatch)
    settings = Settings(data=tmp_path / "data", database_url=database.dsn)
    FolderKeys.create(settings.keys)
    return Centre(database, settings, tmp_path, identity)


async def test_a_case_whose_keys_were_destroyed_is_had_from_no_backup_of_before_or_after(
    centre: Centre,
) -> None:
    doomed, kept = await centre.a_sealed_case(), await centre.a_sealed_case()
    whole = await kept.read(centre.settings)
    assert await doomed.read(centre.settings)
    await centre.save("before")
    done = await run("keys", "destroy", doomed.case, "--reason", REASON, "--data", centre.settings.data, "--language", "en")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert done.output.startswith("2 keys destroyed.")
    assert "Destroy every copy of master-1.key" in done.output
    await centre.save("after")

    assert await kept.read(centre.settings) == whole, "no other case has lost anything"
    masters = centre.settings.keys
    for data in ("before", "after"):
        for case_keys in ("before", "after"):
            machine = await centre.restored(data, case_keys, masters, into=f"{data}-{case_keys}")
            with pytest.raises(Refused) as caught:
                await doomed.read(machine)
            assert caught.value.code in {"key_destroyed", "key_missing", "blob_missing"}
            if case_keys == "after":
                assert await kept.read(machine) == whole, "and every other case comes back from each"
    assert not list((centre.folder / "after-data" / "blobs").glob(f"{doomed.call}/*"))


async def test_the_one_way_back_is_an_envelope_with_the_old_master_that_was_not_destroyed(
    centre: Centre,
) -> None:
    doomed = await centre.a_sealed_case()
    whole = await doomed.read(centre.settings)
    await centre.save("before")
    shutil.copytree(centre.settings.keys, centre.folder / "envelope")
    await run("keys", "destroy", doomed.case, "--reason", REASON, "--data", centre.settings.data)
    machine = await centre.restored("before", "before", centre.folder / "envelope", into="elsewhere")
    assert await doomed.read(machine) == whole, "this is what docs/operations/keys.md warns of"


async def test_a_destruction_stands_in_the_log_with_its_reason_and_cannot_be_done_twice(
    centre: Centre,
) -> None:
    doomed = await centre.a_sealed_case()
    for _ in range(2):
        done = await run("keys", "destroy", doomed.case, "--reason", REASON, "--data", centre.settings.data)
        assert done.exit_code == 0, done.output
    found = await log.of_stream(centre.database.pool, stream_id("case_file", doomed.case))
    (fact,) = [one for one in found if one.kind == "archive.case.keys_destroyed"]
    body = json.loads(fact.body)
    assert (body["reason"], body["by"]) == (REASON, pwd.getpwuid(os.geteuid()).pw_name)
    assert set(body["owners"]) == {str(doomed.case), str(doomed.call)}
    state = await log.state_of(centre.database.pool, stream_id("case_file", doomed.case))
    assert state is not None
    assert CASE_FILE.read_state(state[1]).destroyed is not None
    blobs = blobs_of(centre.settings, FolderKeys(centre.settings.keys))
    with pytest.raises(Refused, match="key_destroyed"):
        await blobs.put(once(b"late"), doomed.call)


async def test_only_the_keys_of_a_sealed_case_are_destroyed(centre: Centre) -> None:
    case, data = CaseId(new_id()), centre.settings.data
    await CaseService(centre.database.work).handle(
        new_id(), OpenCase(case=case), person("call_taker", "desk-1")
    )
    refused = await run("keys", "destroy", case, "--reason", REASON, "--data", data)
    assert "file_not_sealed" in str(refused.exception)
    refused = await run("keys", "destroy", new_id(), "--reason", REASON, "--data", data)
    assert "unknown_case" in str(refused.exception)
    assert [path.name for path in centre.settings.keys.glob("master-*")] == ["master-1.key"]


async def test_a_recording_that_an_older_release_left_unfinished_is_not_lost_to_a_new_master(
    centre: Centre,
) -> None:
    doomed = await centre.a_sealed_case()
    left = centre.settings.recording_spool / f"{new_id()}.recording"
    left.write_bytes(b"AUXSPOOL" + bytes(20))
    assert has_own_key(left)
    refused = await run("keys", "destroy", doomed.case, "--reason", REASON, "--data", centre.settings.data)
    assert "recordings_unfinished" in str(refused.exception)
    assert await doomed.read(centre.settings)


async def test_masters_that_do_not_open_the_keys_that_were_brought_back_are_told(centre: Centre) -> None:
    await centre.a_sealed_case()
    await centre.save("saved")
    data = centre.folder / "stranger"
    FolderKeys.create(data / "keys")
    asked = ("keys", "restore", "--identity", centre.identity, "--data", data)
    done = await run(*asked, centre.folder / "saved-keys.age")
    assert "keys_of_another_master" in str(done.exception)


async def test_a_copy_that_a_page_made_comes_back_by_its_passphrase(centre: Centre, tmp_path: Path) -> None:
    case = await centre.a_sealed_case()
    before = await case.read(centre.settings)
    keys = FolderKeys(centre.settings.keys)
    page = KeyCopies(
        centre.settings.data, centre.settings.keys, case_keys_of(centre.settings, keys), SystemClock()
    )
    copy = await page.copy("una frase larga", person("administrator"))
    file = tmp_path / copy.name
    file.write_bytes(base64.b64decode(copy.file))
    shutil.rmtree(centre.settings.case_keys)
    asked = ("keys", "restore", "--data", centre.settings.data, file)
    wrong = await asyncio.to_thread(
        CliRunner().invoke, commands, [str(a) for a in asked], "otra frase larga\n"
    )
    assert "passphrase_wrong" in str(wrong.exception)
    back = await asyncio.to_thread(CliRunner().invoke, commands, [str(a) for a in asked], "una frase larga\n")
    assert back.exit_code == 0, back.output
    assert await case.read(centre.settings) == before
