"""`auxilio export CASE --out FILE`: a sealed bundle of a case, for whoever holds the keys of the installation.

`auxilio export KIND FILE`: the units, people or another kind of the directory, as a spreadsheet.
"""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

import click

from auxilio.app.case_files import open_case_files
from auxilio.app.cli.log import settings_for
from auxilio.app.cli.verify import output_language
from auxilio.app.settings import Settings
from auxilio.app.storage import open_database
from auxilio.archive.bundle import encode
from auxilio.archive.verify import verify_bundle
from auxilio.casefile.exchange import interviews_of
from auxilio.directory_import.core.model import ImportKind
from auxilio.kernel.refusal import Refused
from auxilio.platform.files import write_durably
from auxilio.platform.i18n import LANGUAGES, catalogues

DIRECTORY_KINDS = frozenset(kind.value for kind in ImportKind)


@click.command()
@click.argument("case", metavar="CASE|KIND")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; the same as FILE.")
@click.option("--data", type=click.Path(path_type=Path), help="Where Auxilio keeps its data (.data).")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the report; by default the terminal's.")
@click.option("--working-copy", is_flag=True, help="Of a case that is not sealed; every page says so.")
@click.option("--fhir", is_flag=True, help="Its interviews alone, as a FHIR R4 Bundle (JSON), sealed or not.")
def export(
    case: str,
    file: Path | None,
    out: Path | None,
    data: Path | None,
    language: str | None,
    *,
    working_copy: bool,
    fhir: bool,
) -> None:
    """Write the sealed bundle of a case, named by its number (4821 or 4821/2026) or its id; what was written is checked
    before this succeeds.

    With a kind of the directory (agencies, centres, desks, people, units, hospitals, qualifications, contacts, rosters,
    crews): write what is in use to FILE, .csv or .xlsx, in the form that `auxilio import` reads.
    """
    spoken, out = output_language(language), out or file
    if out is None:
        raise click.UsageError("FILE")
    if case in DIRECTORY_KINDS:
        from auxilio.app.cli.directory_import import export_directory

        export_directory(case, out, data, spoken)
        return
    try:
        if fhir:
            resources = asyncio.run(export_interviews(settings_for(data), parse_case(case), out, spoken))
            click.echo(f"{out}  {catalogues().text('exchange.counted', spoken, resources=resources)}")
            return
        asyncio.run(export_case(settings_for(data), parse_case(case), out, spoken, working_copy=working_copy))
    except Refused as refused:
        click.echo(catalogues().refusal(refused, spoken), err=True)
        sys.exit(2)
    report = verify_bundle(out)
    click.echo(f"{out}  {catalogues().text('verify.counted', spoken, **countable_facts(report))}")
    sys.exit(0 if report.holds else 1)


def parse_case(case: str) -> UUID | int:
    """An id, or a number with or without its year. Raises `Refused("unknown_case")`."""
    number = case.partition("/")[0]
    if number.isascii() and number.isdigit() and len(number) < 10:
        return int(number)
    try:
        return UUID(case)
    except ValueError as wrong:
        raise Refused("unknown_case", id=case) from wrong


def countable_facts(report: object) -> dict[str, object]:
    """The facts of a report that words can count."""
    return {name: getattr(report, name) for name in ("entries", "events", "redacted", "log_size")}


async def export_case(
    settings: Settings, case: UUID | int, out: Path, language: str, *, working_copy: bool = False
) -> None:
    """A bundle from the command line.

    Raises `Refused`: `unknown_case`, `case_not_sealed`, `key_missing`, `bundle_not_sealed_in_log`.
    """
    async with open_database(settings) as (_, pool):
        desk, found, _ = await open_case_files(settings, pool, case, with_map=True)
        await desk.export(found, out, language, working_copy=working_copy)


async def export_interviews(settings: Settings, case: UUID | int, out: Path, language: str) -> int:
    """The interviews of a case as a file, for whoever holds the keys of the installation; how many resources it holds.

    Raises `Refused` as the port does, and `key_missing`.
    """
    async with open_database(settings) as (_, pool):
        desk, found, content = await open_case_files(settings, pool, case)
        gathered = await desk.gather(found)
        about = await desk.about(gathered, None)
        bundle = interviews_of(desk, content, gathered, about, language)
    write_durably(out, encode(bundle))
    return len(bundle["entry"])
