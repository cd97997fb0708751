"""`auxilio keys backup | restore | destroy | renew`: the keys of cases, apart from everything that they open."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import click

from auxilio.access.command_bus import CommandBus
from auxilio.app.cli.backup_making import note_maintenance
from auxilio.app.cli.database_dump import ask_passphrase
from auxilio.app.cli.export import parse_case
from auxilio.app.cli.log import settings_for
from auxilio.app.cli.verify import output_language
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of, case_keys_of, open_database
from auxilio.archive import service as archive
from auxilio.backups.key_copy import copy_keys, restore_line
from auxilio.casefile.key_destruction import destroy_cases
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.age_encryption import (
    LineWriter,
    asks_passphrase,
    check_recipients,
    decrypt_file,
    decrypt_with_passphrase,
)
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.command_executor import CommandContext, CommandExecutor
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.platform.keys.destruction import renew_master
from auxilio.platform.keys.folder import FolderKeys
from auxilio.readiness.core.maintenance import MaintenanceKind
from auxilio.voice.media.recorder.spool import has_own_key

_data = click.option("--data", type=click.Path(path_type=Path), help="Where Auxilio keeps its data (.data).")
_language = click.option(
    "--language", type=click.Choice(LANGUAGES), help="Of the answer; by default the terminal's."
)


@click.group()
def keys() -> None:
    """The keys of cases: save them, bring them back, destroy those of a case."""


@keys.command()
@_data
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Takes the place of an older one."
)
@click.option(
    "--recipient", default="", help="Public keys, commas between, instead of the setting `backup_recipients`."
)
def backup(data: Path | None, out: Path, recipient: str) -> None:
    """Save the wrapped keys of cases, encrypted to a public key. The masters that open them are never in it."""
    settings = settings_for(data)
    recipients = check_recipients(recipient or settings.backup_recipients)
    store = case_keys_of(settings, FolderKeys(settings.keys))
    count = copy_keys(store, out, recipients)
    note_maintenance(settings, MaintenanceKind.KEYS, out)
    click.echo(f"{out}: {count} keys and notes; no master")


@keys.command()
@_data
@click.option(
    "--identity",
    type=click.Path(path_type=Path),
    help="The private key that opens backups. A copy that a page made asks for its passphrase instead.",
)
@click.argument("file", type=click.Path(path_type=Path))
def restore(data: Path | None, identity: Path | None, file: Path) -> None:
    """Bring the keys of cases back, beside those that are here. The masters must be here first (docs/operations/keys.md)."""
    settings = settings_for(data)
    store = case_keys_of(settings, FolderKeys(settings.keys))
    taken = list[bool]()

    def take(line: bytes) -> None:
        taken.append(restore_line(line, store.restore_file))

    with store.administration_lock():
        if asks_passphrase(file):
            LineWriter(take).write(decrypt_with_passphrase(file, ask_passphrase()))
        elif identity is None:
            raise Refused("backup_identity_missing", path=str(file))
        else:
            decrypt_file(file, LineWriter(take), identity, ask_passphrase)
    click.echo(f"{settings.case_keys}: {sum(taken)} of {len(taken)}")
    if closed := store.closed():
        raise Refused("keys_of_another_master", count=closed, folder=str(settings.keys))


@keys.command()
@_data
@click.argument("cases", nargs=-1, required=True)
@click.option("--reason", required=True, help="As it stands in the log: whose order, by which law.")
@_language
def destroy(data: Path | None, cases: tuple[str, ...], reason: str, language: str | None) -> None:
    """Make the recordings, photographs and tracks of sealed CASES unreadable for ever, here and in every backup.

    Nothing brings them back. The facts stay, with the digests that prove what they were of.
    """
    settings, spoken = settings_for(data), output_language(language)
    count, retired = asyncio.run(_destroy(settings, [parse_case(case) for case in cases], reason))
    click.echo(catalogues().text("keys.destroyed", spoken, count=count))
    _print_copies(retired, settings.keys, spoken)


async def _destroy(
    settings: Settings, named: Sequence[UUID | int], reason: str
) -> tuple[int, tuple[str, ...]]:
    held = FolderKeys(settings.keys)
    store = case_keys_of(settings, held)
    refuse_unfinished(settings)
    async with open_database(settings) as (_, pool):
        clock = SystemClock()
        service = archive.Archive(CommandExecutor(pool, clock), held, _refuse_sealing)
        commands = CommandBus((archive.COMMANDS, service.handle))
        return await destroy_cases(
            pool, commands, held, store, blobs_of(settings, held), clock, named, reason
        )


async def _refuse_sealing(attempt: CommandContext, case: CaseId) -> Mode:
    raise AssertionError("only a seal asks")


@keys.command()
@_data
@_language
def renew(data: Path | None, language: str | None) -> None:
    """Wrap the keys of all cases by a new master and remove the one before; also what finishes a `destroy` that was cut off."""
    settings, spoken = settings_for(data), output_language(language)
    refuse_unfinished(settings)
    held = FolderKeys(settings.keys)
    _print_copies(renew_master(held, case_keys_of(settings, held)), settings.keys, spoken)


def _print_copies(retired: tuple[str, ...], folder: Path, language: str) -> None:
    say = catalogues().text
    click.echo(say("keys.copies", language, masters=", ".join(retired), folder=str(folder)))


def refuse_unfinished(settings: Settings) -> None:
    """A recording that an older release began opens by the master of then alone: `auxilio voice` finishes it at its start."""
    waiting = [path.name for path in settings.recording_spool.glob("*.recording") if has_own_key(path)]
    if waiting:
        raise Refused("recordings_unfinished", count=len(waiting), folder=str(settings.recording_spool))
