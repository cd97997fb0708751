"""Which roles a cluster of ours has, and which account of the machine may connect as which (decision 0237).

    auxilio          the running system: reads, appends to the log, changes no row of it
    auxilio_owner    owns the tables: migrations, backups, repairs
    postgres         the superuser: nobody who runs Auxilio, unless the server has an account of its own

The roles are made with no server running (`postgres --single`), because no connection of ours is a superuser's.
"""

import os
import pwd
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from auxilio.kernel.refusal import Refused
from auxilio.platform.files import write_durably
from auxilio.platform.postgres.binaries import Binaries
from auxilio.platform.postgres.cluster import SUPERUSER
from auxilio.platform.postgres.service_account import ServiceAccount

APP_ROLE = "auxilio"
OWNER_ROLE = "auxilio_owner"
APP_DATABASE = "auxilio"
_MARK = "auxilio.roles"
"""Stands in a cluster whose roles are those above; the number tells how they were made."""
_MARKED = b"1\n"
_ROLE = """do $$ begin
  if not exists (select from pg_roles where rolname = '{role}') then create role "{role}" login; end if;
end $$"""
_ADOPT = (
    f'alter database "{APP_DATABASE}" owner to "{OWNER_ROLE}"',
    # A cluster of before decision 0237: the application owned its tables. Until the migrations give it exactly what it
    # needs (platform.database.privileges), what runs today goes on.
    f"""do $$ begin
  if exists (select from pg_tables where tableowner = '{APP_ROLE}' and schemaname = 'public') then
    reassign owned by "{APP_ROLE}" to "{OWNER_ROLE}";
    grant select, insert, update, delete on all tables in schema public to "{APP_ROLE}";
    grant usage on all sequences in schema public to "{APP_ROLE}";
  end if;
end $$""",
)


def logins_of(account: ServiceAccount, *, superuser: bool = False) -> dict[str, tuple[str, ...]]:
    """Our own account may be the application and the owner of its tables, and is no superuser unless asked for.

    As root the server has an account of its own, which is its superuser (`runuser -u postgres -- psql`).
    """
    ours = pwd.getpwuid(os.geteuid()).pw_name
    more = (SUPERUSER,) if superuser else ()
    return ({account.name: (SUPERUSER,)} if account.dropped else {}) | {ours: (APP_ROLE, OWNER_ROLE, *more)}


def create_roles(cluster: Path, binaries: Binaries, account: ServiceAccount) -> None:
    """Make our roles and our database where they are not, and take the tables from the application where it has them.

    For a cluster whose server is stopped. Raises `Refused("postgres_start_failed")`.
    """
    if _marked(cluster):
        return
    roles = [_ROLE.format(role=role) for role in (APP_ROLE, OWNER_ROLE)]
    made = f'create database "{APP_DATABASE}" owner "{OWNER_ROLE}"'
    _single_user(cluster, binaries, account, "postgres", [*roles, made])  # refused where it is there: no harm
    said = _single_user(cluster, binaries, account, APP_DATABASE, _ADOPT)
    if "ERROR:" in said or "FATAL:" in said:
        raise Refused("postgres_start_failed", reason=said.strip()[-600:], log=str(cluster))
    mark_roles_created(cluster, account)


def mark_roles_created(cluster: Path, account: ServiceAccount) -> None:
    """Its roles are those above, and are not made again."""
    write_durably(cluster / _MARK, _MARKED)
    account.give(cluster / _MARK)


def _marked(cluster: Path) -> bool:
    try:
        return (cluster / _MARK).read_bytes() == _MARKED
    except FileNotFoundError:
        return False


def write_access(cluster: Path, account: ServiceAccount, logins: Mapping[str, Iterable[str]]) -> None:
    """Who may connect as whom, written at each start. `logins`: account of the machine -> roles.

    A password can leak and "trust" trusts everybody: the kernel says who is at the other end of a socket.
    """
    lines = [f"auxilio {name} {role}\n" for name, roles in logins.items() for role in roles]
    (cluster / "pg_ident.conf").write_text("".join(lines))
    (cluster / "pg_hba.conf").write_text("local all,replication all peer map=auxilio\n")
    account.give(*(cluster / name for name in ("pg_ident.conf", "pg_hba.conf")))


def _single_user(
    cluster: Path, binaries: Binaries, account: ServiceAccount, database: str, statements: Sequence[str]
) -> str:
    """Run statements as the superuser, without a server. What was said; an error does not stop the next statement."""
    done: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603 - a path we found ourselves
        [binaries.bin / "postgres", "--single", "-j", "-D", cluster, database],
        input="".join(f"{statement};\n\n" for statement in statements),
        capture_output=True, text=True, check=False, **account.run_as(),
    )  # fmt: skip
    return done.stdout + done.stderr
