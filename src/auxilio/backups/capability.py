"""Backups and keys, for the composition root."""

from auxilio.backups import api
from auxilio.backups.core.model import BackupKey, BackupPlan, BackupsView, KeyCopy, KeysView
from auxilio.platform.capability import Capability

CAPABILITY: Capability[object, object, object] = Capability(
    name="backups",
    settings=("backup_folder", "backup_keys_folder", "backup_every_h", "backup_keep"),
    routes=(api.BackupRoutes, api.KeyRoutes),
    schemas=(BackupsView, BackupPlan, BackupKey, KeysView, KeyCopy),
)
