"""Destroys the keys of sealed cases and records it in their case files (decision 0235)."""

import asyncio
import os
import pwd
from collections.abc import Sequence
from uuid import UUID

from auxilio.archive.core.messages import RecordDestruction
from auxilio.archive.core.model import CaseFile, FileState
from auxilio.archive.service import CASE_FILE
from auxilio.archive.store import ArchiveReads
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CaseId, CommandId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.platform.ids import derived_id
from auxilio.platform.keys.case_keys import DestroyedKey, FolderCaseKeys
from auxilio.platform.keys.destruction import destroy_keys
from auxilio.platform.keys.folder import FolderKeys
from auxilio.workflows.runner import system_actor


async def destroy_cases(
    pool: Pool,
    commands: CommandPort,
    keys: FolderKeys,
    store: FolderCaseKeys,
    blobs: Blobs,
    clock: Clock,
    named: Sequence[UUID | int],
    reason: str,
) -> tuple[int, tuple[str, ...]]:
    """Destroy the keys of cases and remove their blobs; how many keys, and the masters whose copies must be destroyed.

    Raises `Refused`: `unknown_case`, `file_not_sealed`, `key_missing`.
    """
    doomed = [await _case_to_destroy(pool, one) for one in named]
    notes = [(owner, _note(file, reason, clock)) for file, owners in doomed for owner in owners]
    retired = await asyncio.to_thread(destroy_keys, keys, store, notes)
    for owner, _ in notes:
        await blobs.forget(owner)
    for file, owners in doomed:
        await _record(commands, store, file, owners)
    return len(notes), retired


async def _case_to_destroy(pool: Pool, named: UUID | int) -> tuple[CaseFile, list[UUID]]:
    reads = ArchiveReads(pool)
    case = await reads.case_of(named) if isinstance(named, int) else CaseId(named)
    found = await log.state_of(pool, stream_id("case_file", case)) if case is not None else None
    if case is None or (found is None and await log.state_of(pool, stream_id("case", case)) is None):
        raise Refused("unknown_case", id=str(named))
    file = CASE_FILE.read_state(found[1]) if found is not None else None
    if file is None or file.state is not FileState.SEALED:
        raise Refused("file_not_sealed", case=str(case))
    return file, await reads.owners(case)


def _note(file: CaseFile, reason: str, clock: Clock) -> DestroyedKey:
    return DestroyedKey(case=file.case, at=clock.now(), by=pwd.getpwuid(os.geteuid()).pw_name, reason=reason)


async def _record(
    commands: CommandPort, store: FolderCaseKeys, file: CaseFile, owners: Sequence[UUID]
) -> None:
    """By the note that was laid down first: a command that is given again says the same."""
    note = store.destroyed(file.case)
    assert note is not None, "laid down before the key was removed"
    command = RecordDestruction(case=file.case, reason=note.reason, by=note.by, owners=tuple(owners))
    id = CommandId(derived_id(file.case, "keys_destroyed"))
    await commands.handle(id, command, system_actor(file.mode))
