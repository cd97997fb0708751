"""Backups as a page sets them up, asks for one and looks at them; copies of the keys of cases."""

import asyncio
import base64
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from auxilio.backups.core.model import (
    BackupKey,
    BackupPlan,
    BackupsView,
    KeyCopy,
    KeyFile,
    KeyKind,
    KeysView,
)
from auxilio.backups.folders import check_folder, warnings_of
from auxilio.backups.key_copy import key_lines
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.platform.age_encryption import check_recipients, encrypt_with_passphrase, protected_identity
from auxilio.platform.clock import Clock
from auxilio.platform.keys.case_keys import FolderCaseKeys
from auxilio.readiness.backup_log import backup_request, backup_runs, request_backup
from auxilio.readiness.core.backups import BackupRequest, next_due
from auxilio.readiness.core.maintenance import MaintenanceKind, MaintenanceRecord
from auxilio.readiness.maintenance_records import last_maintenance, record_maintenance
from auxilio.setup.saved_settings import LIVE_NAMES, SettingsCheck, check_given_elsewhere
from auxilio.setup.settings_record import SettingsSaver, save_without_note

KEY_COPY_BYTES_MAX = 64_000_000
"""It is held in memory: some 250,000 keys. Larger ones are copied by `keys backup` (ours)."""
_KEY_FILE = re.compile(r"(?P<kind>master|signing|public)-(?P<id>[0-9a-f]{1,16})\.(?:key|pem)")


class Backups:
    """Over the data folder of this installation.

    `in_force` reads the settings as they are now; `elsewhere`: those that the file, the environment or the start gives.
    """

    def __init__(
        self,
        data: Path,
        clock: Clock,
        in_force: Callable[[], BackupPlan],
        elsewhere: Sequence[str],
        faults: SettingsCheck = lambda _: (),
        saver: SettingsSaver = save_without_note,
    ) -> None:
        self._data, self._clock, self._in_force, self._faults = data, clock, in_force, faults
        self._elsewhere = tuple(name for name in LIVE_NAMES if name in elsewhere)
        self._saver, self._encrypting = saver, asyncio.Lock()

    async def view(self) -> BackupsView:
        """Raises `Refused("maintenance_unreadable")`."""
        return await asyncio.to_thread(self._view)

    def _view(self) -> BackupsView:
        plan, runs = self._in_force(), backup_runs(self._data)
        request = backup_request(self._data)
        if request is not None and runs and runs[0].started_at >= request.at:
            request = None
        last_bytes = next((run.size_bytes for run in runs if not run.failure), 0)
        every = timedelta(hours=plan.backup_every_h)
        return BackupsView(
            plan=plan,
            given_elsewhere=self._elsewhere,
            warnings=tuple(warnings_of(plan, self._data, last_bytes)),
            runs=runs,
            request=request,
            next_at=next_due(runs, every, self._clock.now()) if plan.backup_folder else None,
            restored=latest(self._data, MaintenanceKind.RESTORE, MaintenanceKind.VERIFY),
        )

    async def save(self, plan: BackupPlan, actor: Actor) -> None:
        """In force at once. Raises `Refused`: `setting_given_elsewhere`, `backup_recipient_missing`, `backup_recipient_wrong`,
        `backup_folder_first`, `backup_keys_folder_same`, `setting_unusable`, and what `folders.check_folder` raises; each names
        its field."""
        wanted, now = msgspec.structs.asdict(plan), msgspec.structs.asdict(self._in_force())
        check_given_elsewhere(self._elsewhere, wanted, now)
        await asyncio.to_thread(self._check, plan)
        values = {
            name: f"{value:g}" if isinstance(value, float) else str(value)
            for name, value in wanted.items()
            if name not in self._elsewhere and value != ""
        }
        mine = [name for name in LIVE_NAMES if name not in self._elsewhere]
        await self._saver(self._data, values, mine, self._faults, actor)

    def _check(self, plan: BackupPlan) -> None:
        if plan.backup_folder or plan.backup_recipients:
            try:
                check_recipients(plan.backup_recipients)
            except Refused as refused:
                raise Refused(refused.code, **{**refused.facts, "field": "$.backup_recipients"}) from None
        if plan.backup_folder:
            check_folder(plan.backup_folder, self._data, "$.backup_folder")
        if plan.backup_keys_folder:
            field = "$.backup_keys_folder"
            check_folder(plan.backup_keys_folder, self._data, field)
            if not plan.backup_folder:
                raise Refused("backup_folder_first", field="$.backup_folder")
            keys, backups = Path(plan.backup_keys_folder).resolve(), Path(plan.backup_folder).resolve()
            if keys.is_relative_to(backups) or backups.is_relative_to(keys):
                raise Refused("backup_keys_folder_same", field=field)

    async def request(self, actor: Actor) -> None:
        """Have one made now. Raises `Refused("backup_not_set_up")`."""
        if not self._in_force().backup_folder:
            raise Refused("backup_not_set_up")
        request = BackupRequest(at=self._clock.now(), by_name=actor.name)
        await asyncio.to_thread(request_backup, self._data, request)

    async def new_key(self, passphrase: str) -> BackupKey:
        """A private key that opens backups. It is kept nowhere here."""
        async with self._encrypting:
            file, recipient = await asyncio.to_thread(protected_identity, passphrase)
        return BackupKey(name="auxilio-backup-key.age", file=file.decode(), recipient=recipient)


class KeyCopies:
    """The keys of this installation: which there are, and a copy of those of cases."""

    def __init__(self, data: Path, folder: Path, store: FolderCaseKeys, clock: Clock) -> None:
        self._data, self._folder, self._store, self._clock = data, folder, store, clock
        self._encrypting = asyncio.Lock()

    async def view(self) -> KeysView:
        """Names and ages; never what is in them."""
        return await asyncio.to_thread(self._view)

    def _view(self) -> KeysView:
        return KeysView(
            folder=str(self._folder),
            files=key_files_of(self._folder),
            case_keys=sum(1 for _ in self._store.owners()),
            copied=latest(self._data, MaintenanceKind.KEYS),
        )

    async def copy(self, passphrase: str, actor: Actor) -> KeyCopy:
        """As `keys backup` writes it, and recorded as it records. Raises `Refused("key_copy_too_large")`."""
        async with self._encrypting:  # each takes a second of a core and the memory that scrypt takes
            file, count = await asyncio.to_thread(self._encrypt, passphrase)
        now = self._clock.now()
        record = MaintenanceRecord(at=now, place=f"/admin ({actor.name})")
        await asyncio.to_thread(record_maintenance, self._data, MaintenanceKind.KEYS, record)
        name = f"auxilio-case-keys-{now:%Y%m%d}.age"
        return KeyCopy(name=name, file=base64.b64encode(file).decode(), count=count)

    def _encrypt(self, passphrase: str) -> tuple[bytes, int]:
        self._store.adopt()
        counted, lines, size = list[int](), list[bytes](), 0
        for line in key_lines(self._store, counted):
            size += len(line)
            if size > KEY_COPY_BYTES_MAX:
                raise Refused("key_copy_too_large")
            lines.append(line)
        return encrypt_with_passphrase(b"".join(lines), passphrase), len(counted)


def key_files_of(folder: Path) -> tuple[KeyFile, ...]:
    """The files of a folder of keys, those in use first."""
    found = list[KeyFile]()
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    named = [(path, match) for path in paths if (match := _KEY_FILE.fullmatch(path.name))]
    masters = [
        int(match["id"]) for _, match in named if match["kind"] == "master" and match["id"].isdecimal()
    ]
    signs = _read(folder / "current")
    for path, match in named:
        kind = KeyKind(match["kind"])
        in_use = match["id"] == (str(max(masters, default=0)) if kind is KeyKind.MASTER else signs)
        try:
            made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except FileNotFoundError:
            continue  # retired since the folder was looked at
        found.append(KeyFile(name=path.name, kind=kind, made_at=made_at, in_use=in_use))
    return tuple(sorted(found, key=lambda one: (not one.in_use, one.name)))


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def latest(data: Path, *kinds: MaintenanceKind) -> MaintenanceRecord | None:
    """The latest record of any of these kinds."""
    found = [one for kind in kinds if (one := last_maintenance(data, kind)) is not None]
    return max(found, key=lambda one: one.at, default=None)
