"""The form of backups, what is known of them, and the keys of an installation without their secrets."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.readiness.core.backups import BackupRequest, BackupRun
from auxilio.readiness.core.maintenance import MaintenanceRecord

FolderText = Annotated[str, msgspec.Meta(max_length=400, pattern=r"^[^\x00-\x1f]*$")]
Passphrase = Annotated[str, msgspec.Meta(min_length=12, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""Nothing that nobody can type when they need it. As long as a password must be (identity.core.model.Password); it stretches a guess by scrypt."""


class BackupPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of the same names. An empty folder: none."""

    backup_folder: FolderText
    backup_keys_folder: FolderText
    backup_every_h: Annotated[float, msgspec.Meta(ge=1, le=168)]
    backup_keep: Annotated[int, msgspec.Meta(ge=1, le=1_000)]
    backup_recipients: Annotated[str, msgspec.Meta(max_length=1_000)]


class BackupWarning(msgspec.Struct, frozen=True, kw_only=True):
    """What is allowed and not good: worded as `backups.warning.<code>`."""

    code: str
    facts: Mapping[str, str | int | float] = {}


class BackupsView(msgspec.Struct, frozen=True, kw_only=True):
    """What is set, what was made, and what comes next."""

    plan: BackupPlan
    given_elsewhere: tuple[str, ...]
    """Settings that the file, the environment or the start command gives: a page cannot change them."""
    warnings: tuple[BackupWarning, ...]
    runs: tuple[BackupRun, ...]
    """The newest first."""
    request: BackupRequest | None
    """Asked for and not begun."""
    next_at: Instant | None
    """None: the system makes none by itself."""
    restored: MaintenanceRecord | None
    """The latest backup that was brought back, here or in trial."""


class PassphraseGiven(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a file is encrypted with. It is kept nowhere."""

    passphrase: Passphrase


class BackupKey(msgspec.Struct, frozen=True, kw_only=True):
    """A private key of backups, encrypted with the passphrase, given this once; and its public key."""

    name: str
    file: str
    """Armoured age."""
    recipient: str


class KeyCopy(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of cases, encrypted with the passphrase."""

    name: str
    file: str
    """age, in base64."""
    count: int


class KeyKind(StrEnum):
    """What a file of `DATA/keys` is for."""

    MASTER = "master"
    SIGNING = "signing"
    PUBLIC = "public"


class KeyFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file with a key; never what is in it."""

    name: str
    kind: KeyKind
    made_at: Instant
    in_use: bool
    """It wraps or signs now, and is not of before."""


class KeysView(msgspec.Struct, frozen=True, kw_only=True):
    """Which keys there are, and when those of cases were copied."""

    folder: str
    """Where masters and the signing key are, to be copied by hand."""
    files: tuple[KeyFile, ...]
    case_keys: int
    copied: MaintenanceRecord | None
