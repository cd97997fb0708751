"""The routes of backups and keys: for administrators, and no answer holds what opens anything without a passphrase."""

import base64
from pathlib import Path

import pytest
from litestar import Router
from litestar.di import Provide

from auxilio.app.storage import case_keys_of
from auxilio.backups.api import BackupRoutes, KeyRoutes
from auxilio.backups.core.model import BackupPlan
from auxilio.backups.service import Backups, KeyCopies
from auxilio.identity.api import CONTROLLERS
from auxilio.platform.age_encryption import asks_passphrase, decrypt_with_passphrase
from auxilio.platform.clock import SystemClock
from auxilio.platform.keys.folder import FolderKeys
from auxilio.readiness.core.maintenance import MaintenanceKind
from auxilio.readiness.maintenance_records import last_maintenance
from tests.backups.test_due_backups import PASSPHRASE, Machine, plan_of
from tests.database import Database
from tests.http_client import app_of, client_of, seeded_identity, sign_in

PLAN = {
    "backup_folder": "",
    "backup_keys_folder": "",
    "backup_every_h": 6,
    "backup_keep": 14,
    "backup_recipients": "",
}
ROUTES = (
    ("GET", "/api/admin/backups", None),
    ("PUT", "/api/admin/backups", PLAN),
    ("POST", "/api/admin/backups/run", None),
    ("POST", "/api/admin/backups/key", {"passphrase": PASSPHRASE}),
    ("GET", "/api/admin/keys", None),
    ("POST", "/api/admin/keys/copy", {"passphrase": PASSPHRASE}),
)


@pytest.mark.database
async def test_administrators_alone_set_up_backups_and_copy_keys(database: Database, tmp_path: Path) -> None:
    machine, clock = Machine(tmp_path, database), SystemClock()
    await machine.photo()
    settings = machine.settings
    held = FolderKeys(settings.keys)
    plan: BackupPlan = plan_of(settings)
    backups = Backups(machine.data, clock, lambda: plan, ())
    keys = KeyCopies(machine.data, settings.keys, case_keys_of(settings, held), clock)
    provided = {
        "backups": Provide(lambda: backups, sync_to_thread=False),
        "installation_keys": Provide(lambda: keys, sync_to_thread=False),
    }
    routes = Router("/", route_handlers=[BackupRoutes, KeyRoutes], dependencies=provided)
    app = app_of(await seeded_identity(database.pool), [*CONTROLLERS, routes])
    async with client_of(app) as client:
        await sign_in(client, "supervisor", desk="desk-1")
        for method, path, body in ROUTES:
            refused = await client.request(method, path, json=body)
            assert (path, refused.status_code) == (path, 403)
        await sign_in(client, "administrator")
        assert (await client.put("/api/admin/backups", json=PLAN)).status_code == 204
        assert (await client.post("/api/admin/backups/run")).status_code == 204
        short = await client.post("/api/admin/keys/copy", json={"passphrase": "corta"})
        assert short.status_code == 422
        untyped = await client.post("/api/admin/keys/copy", json={"passphrase": f"{PASSPHRASE}\0"})
        assert untyped.status_code == 422
        made = (await client.post("/api/admin/backups/key", json={"passphrase": PASSPHRASE})).json()
        copied = (await client.post("/api/admin/keys/copy", json={"passphrase": PASSPHRASE})).json()
        shown = (await client.get("/api/admin/keys")).json()
    assert {(one["kind"], one["in_use"]) for one in shown["files"]} == {
        ("master", True),
        ("signing", True),
        ("public", True),
    }
    assert (shown["case_keys"], copied["count"]) == (1, 1)
    assert made["recipient"].startswith("age1")
    key = tmp_path / made["name"]
    key.write_text(made["file"])
    assert asks_passphrase(key)
    assert b"AGE-SECRET-KEY-" in decrypt_with_passphrase(key, PASSPHRASE)
    copy = tmp_path / copied["name"]
    copy.write_bytes(base64.b64decode(copied["file"]))
    assert asks_passphrase(copy)
    assert b'"name":' in decrypt_with_passphrase(copy, PASSPHRASE)
    done = last_maintenance(machine.data, MaintenanceKind.KEYS)
    assert done is not None
    assert "Persona administrator" in done.place
