"""Backups and keys over HTTP, for administrators."""

from collections.abc import Sequence

from litestar import Controller, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from auxilio.backups.core.model import (
    BackupKey,
    BackupPlan,
    BackupsView,
    KeyCopy,
    KeysView,
    PassphraseGiven,
)
from auxilio.backups.service import Backups, KeyCopies
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor


class BackupRoutes(Controller):
    """Where backups go, how often, and the last ones."""

    path = "/api/admin/backups"
    tags: Sequence[str] | None = ("backups",)

    @get("/", summary="Backups: what is set, what was made, and what comes next")
    async def read_backups(
        self, actor: NamedDependency[Actor], backups: NamedDependency[Backups]
    ) -> BackupsView:
        """Those that `auxilio up` or `auxilio db backup --due` made, the newest first."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await backups.view()

    @put("/", status_code=204, summary="Save where backups go and how often")
    async def save_backup_plan(
        self,
        actor: NamedDependency[Actor],
        backups: NamedDependency[Backups],
        data: JSONBody[BackupPlan],
    ) -> None:
        """In force at once. A folder must be there, outside the data folder, and writable."""
        require(actor, Permission.PEOPLE_ADMIN)
        await backups.save(data, actor)

    @post("/run", status_code=204, summary="Have a backup made now")
    async def make_backup(self, actor: NamedDependency[Actor], backups: NamedDependency[Backups]) -> None:
        """`auxilio up` begins it within seconds. Refused: `backup_not_set_up`."""
        require(actor, Permission.PEOPLE_ADMIN)
        await backups.request(actor)

    @post("/key", status_code=200, summary="A new private key for backups, encrypted with a passphrase")
    async def make_backup_key(
        self,
        actor: NamedDependency[Actor],
        backups: NamedDependency[Backups],
        data: JSONBody[PassphraseGiven],
    ) -> BackupKey:
        """Kept nowhere here: who loses the file or the passphrase opens no backup. Nothing is saved."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await backups.new_key(data.passphrase)


class KeyRoutes(Controller):
    """Which keys there are, and a copy of those of cases."""

    path = "/api/admin/keys"
    tags: Sequence[str] | None = ("backups",)

    @get("/", summary="The keys of the installation, without their secrets")
    async def read_keys(
        self, actor: NamedDependency[Actor], installation_keys: NamedDependency[KeyCopies]
    ) -> KeysView:
        """Names, ages, and when those of cases were copied."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await installation_keys.view()

    @post("/copy", status_code=200, summary="A copy of the keys of cases, encrypted with a passphrase")
    async def copy_keys(
        self,
        actor: NamedDependency[Actor],
        installation_keys: NamedDependency[KeyCopies],
        data: JSONBody[PassphraseGiven],
    ) -> KeyCopy:
        """As `keys backup` makes it, and recorded as such. The masters that open them are not in it."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await installation_keys.copy(data.passphrase, actor)
