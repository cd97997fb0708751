"""`auxilio import KIND FILE`, `auxilio import template KIND FILE`: the directory from spreadsheets, and back.

Who runs it has the installation's database. The log names `auxilio`, which holds the permissions of an administrator: the same
rules hold, and roles that two people give wait for a second person at `/admin`.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import click
import msgspec

from auxilio.app.cli.log import settings_for
from auxilio.app.cli.verify import output_language
from auxilio.app.composition import directory_imports, identity_of, open_runtime
from auxilio.app.settings import Settings
from auxilio.app.storage import open_database
from auxilio.directory_import.core.model import ImportKind
from auxilio.directory_import.core.table import BYTES_MAX
from auxilio.directory_import.service import (
    AppliedImport,
    DirectoryImports,
    FileFormat,
    ImportPreview,
    write_template,
)
from auxilio.directory_import.store import ImportSummary
from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import SYSTEM_ID, Actor
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.files import write_durably
from auxilio.platform.i18n import LANGUAGES, catalogues

DIGEST_SHOWN = 12
"""Of the 64 digits of a SHA-256: as many as /content shows of one."""
KINDS = click.Choice([kind.value for kind in ImportKind])
_data = click.option("--data", type=click.Path(path_type=Path), help="Where Auxilio keeps its data (.data).")
_language = click.option(
    "--language", type=click.Choice(LANGUAGES), help="Of words and headings; by default the terminal's."
)
_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")


def _operator(settings: Settings) -> Actor:
    roles = frozenset({"administrator"})
    return Actor(
        id=SYSTEM_ID,
        kind="person",
        name="auxilio",
        roles=roles,
        permissions=permissions_of(roles),
        mode=settings.mode,
    )


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[DirectoryImports]:
    async with open_database(settings, migrate=True) as (dsn, _):
        running = msgspec.structs.replace(settings, database_url=dsn)
        async with open_runtime(running) as runtime:
            yield directory_imports(runtime, identity_of(runtime))


def _run[T](data: Path | None, language: str, act: Callable[[DirectoryImports, Actor], Awaitable[T]]) -> T:
    """Open the installation, act, and end with the words of a refusal and exit code 2."""

    async def opened() -> T:
        settings = settings_for(data)
        async with _opened(settings) as imports:
            return await act(imports, _operator(settings))

    try:
        return asyncio.run(opened())
    except Refused as refused:
        click.echo(catalogues().refusal(refused, language), err=True)
        sys.exit(2)


@click.group("import")
def import_() -> None:
    """Bring the directory from a spreadsheet (CSV or XLSX): all of a file, or nothing."""


def _import_command(kind: ImportKind) -> click.Command:
    @click.command(kind.value)
    @click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
    @click.option("--dry-run", is_flag=True, help="Say what it would change, and write nothing.")
    @click.option(
        "--letters", type=click.Path(path_type=Path), help="Where the PDF with first passwords goes."
    )
    @_data
    @_language
    @_json
    def command(
        file: Path, data: Path | None, language: str | None, letters: Path | None, **flags: bool
    ) -> None:
        spoken, out = output_language(language), letters or file.with_suffix(".letters.pdf")
        raw = _read(file)
        if kind is ImportKind.PEOPLE and not flags["dry_run"]:
            _check_writable(out)
        preview = _run(data, spoken, lambda imports, actor: imports.preview(kind, raw, actor))
        if flags["dry_run"] or preview.findings:
            _tell_preview(preview, file, spoken, as_json=flags["as_json"])
            sys.exit(1 if preview.findings else 0)
        done = _run(
            data,
            spoken,
            lambda imports, actor: imports.apply(kind, raw, actor, file=file.name, language=spoken),
        )
        if done.letters is not None:
            write_durably(out, done.letters)
        _tell_result(done, out, spoken, as_json=flags["as_json"])

    command.help = f"Bring {kind.value} from FILE. Exit code 1 where the file is refused."
    return command


for _kind in ImportKind:
    import_.add_command(_import_command(_kind))


def _check_writable(letters: Path) -> None:
    """Before anything is written: first passwords that find no file are lost. Raises `click.UsageError`."""
    if letters.exists():
        raise click.UsageError(f"{letters} exists")
    try:
        write_durably(letters, b"")
        letters.unlink()
    except OSError as wrong:
        raise click.UsageError(f"{letters}: {wrong.strerror}") from wrong


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(BYTES_MAX + 1)


@import_.command()
@click.argument("kind", type=KINDS)
@click.argument("file", type=click.Path(path_type=Path))
@_language
def template(kind: str, file: Path, language: str | None) -> None:
    """Write FILE (.csv or .xlsx) with the columns of KIND and an example row."""
    write_durably(file, write_template(ImportKind(kind), file_format(file), output_language(language)))
    click.echo(str(file))


@import_.command("list")
@_data
@_language
@_json
def list_(data: Path | None, language: str | None, *, as_json: bool) -> None:
    """The newest imports: the id by which one is taken back, and the beginning of the SHA-256 of its file."""
    found = _run(data, output_language(language), lambda imports, actor: imports.imports(actor))
    for one in found:
        click.echo(_as_json(one) if as_json else _summary_line(one, output_language(language)))


@import_.command("take-back")
@click.argument("id", type=click.UUID)
@_data
@_language
def take_back(id: UUID, data: Path | None, language: str | None) -> None:
    """Make everything that an import brought what it was before, or nothing of it."""
    spoken = output_language(language)
    click.echo(_summary_line(_run(data, spoken, lambda imports, actor: imports.take_back(id, actor)), spoken))


def export_directory(kind: str, file: Path, data: Path | None, language: str) -> None:
    """Write what is in use of a kind to FILE (.csv or .xlsx)."""
    form = file_format(file)
    content = _run(
        data, language, lambda imports, actor: imports.export(ImportKind(kind), form, language, actor)
    )
    write_durably(file, content)
    click.echo(str(file))


def file_format(file: Path) -> FileFormat:
    """By the name. Raises `click.UsageError`."""
    if (suffix := file.suffix.lower().removeprefix(".")) not in {"csv", "xlsx"}:
        raise click.UsageError(f"{file}: .csv / .xlsx")
    return cast(FileFormat, suffix)


def _as_json(what: Any) -> str:
    return msgspec.json.encode(what).decode()


def _tell_preview(preview: ImportPreview, file: Path, language: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(_as_json(preview))
        return
    say = catalogues().text
    facts = {name: getattr(preview, name) for name in ("new", "changed", "unchanged", "refused")}
    click.echo(say("import.counted", language, **facts))
    for one in preview.findings:
        reason = say(f"refusal.{one.code}", language, **one.facts)
        line = say("import.finding", language, row=one.row, column=one.column, reason=reason)
        click.echo(f"{file.name}: {line}", err=True)


def _tell_result(done: AppliedImport, letters: Path, language: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(_as_json(msgspec.structs.replace(done, letters=None)))
        return
    summary = done.summary
    facts = {"new": summary.new if summary else 0, "changed": summary.changed if summary else 0}
    say = catalogues().text
    click.echo(say("import.counted", language, **facts, unchanged=done.unchanged, refused=0))
    if summary is not None:
        click.echo(str(summary.id))
    if done.letters is not None:
        click.echo(say("import.letters_in", language, file=str(letters)))


def _summary_line(one: ImportSummary, language: str) -> str:
    say = catalogues().text
    back = f"  {say('import.taken_back', language, by=one.taken_back_by or '')}" if one.taken_back_at else ""
    kind = say(f"import.kind.{one.kind}", language)
    counts = say("import.brought", language, new=one.new, changed=one.changed)
    mode = "" if one.mode is Mode.REAL else f"  {say(f'report.mode_{one.mode}', language)}"
    file = f"{one.file} ({one.digest[:DIGEST_SHOWN]})"
    return f"{one.id}  {one.at:%Y-%m-%d %H:%M}{mode}  {kind}  {counts}  {file}  {one.by_name}{back}"
