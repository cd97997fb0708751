"""`auxilio log tail | verify`: the event log, and the proof over it."""

import asyncio
import sys
from pathlib import Path

import click
import msgspec

from auxilio.app.cli.log_audit import audit_database
from auxilio.app.cli.verify import SHOWN_MAX, output_language
from auxilio.app.settings import Settings, read_settings
from auxilio.app.storage import open_database
from auxilio.kernel.event import Cursor
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.log import read_after
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.keys.public import PublicKeys, read_public_keys
from auxilio.platform.proof.audit import AnyFault, HeadFault, LogReport, RowFault, StateFault
from auxilio.platform.proof.chain import ChainFault
from auxilio.platform.proof.external_heads import read_head, read_heads
from auxilio.platform.proof.head import SignedHead

_data = click.option("--data", type=click.Path(path_type=Path), help="Where Auxilio keeps its data (.data).")
_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")


@click.group()
def log() -> None:
    """The event log and its proof."""


@log.command()
@_data
@_json
@click.option(
    "--after", type=(int, int, int), default=(0, 0, 0), help="A position: epoch, transaction, sequence."
)
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, help="At most so many facts.")
def tail(data: Path | None, as_json: bool, after: tuple[int, int, int], limit: int) -> None:
    """Facts in order, one a line, without what was said."""
    asyncio.run(_tail(settings_for(data), as_json, Cursor(*after), limit))


async def _tail(settings: Settings, as_json: bool, after: Cursor, limit: int) -> None:
    async with open_database(settings) as (_, pool):
        for e in await read_after(pool, after, limit):
            position = (e.position.epoch, e.position.tx, e.position.seq)
            if as_json:
                line = {"position": position, "id": e.id, "stream": e.stream, "version": e.version, "kind": e.kind,
                        "recorded_at": iso_us(e.recorded_at), "digest": e.digest.hex()}  # fmt: skip
                click.echo(msgspec.json.encode(line).decode())
            else:
                click.echo(
                    f"{'.'.join(map(str, position)):<16} {iso_us(e.recorded_at)} {e.kind:<34} {e.stream} {e.version}"
                )


@log.command()
@_data
@_json
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="The public key (PEM); by default the one of this installation.",
)
@click.option(
    "--head",
    "heads",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A head that was kept elsewhere: today's log must still begin with it.",
)
@click.option(
    "--heads",
    "folder",
    type=click.Path(path_type=Path),
    help="A folder of heads outside the database; by default the setting `heads_folder`.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the answer; by default the terminal's.")
def verify(
    data: Path | None,
    as_json: bool,
    key: Path | None,
    heads: tuple[Path, ...],
    folder: Path | None,
    language: str | None,
) -> None:
    """Name the first fact of each stream that was changed, removed, reordered or pushed in; heads that were rewritten or
    are missing; states that are not what their facts fold to; people and places that changed off the record."""
    spoken, settings = output_language(language), settings_for(data)
    try:
        keys = read_public_keys(key) if key else FolderKeys(settings.keys).public_keys()
        outside = folder or settings.heads_folder
        kept = list(read_heads(outside)) if outside else []
        given = [*kept, *(read_head(path) for path in heads)]
        report = asyncio.run(_verify(settings, keys, given, none_kept=outside is not None and not kept))
    except Refused as refused:
        click.echo(catalogues().refusal(refused, spoken), err=True)
        sys.exit(2)
    told = msgspec.json.encode({**msgspec.to_builtins(report), "intact": report.intact}).decode()
    click.echo(told if as_json else in_words(report, spoken))
    sys.exit(0 if report.intact else 1)


async def _verify(
    settings: Settings, keys: PublicKeys, kept: list[SignedHead], *, none_kept: bool
) -> LogReport:
    async with open_database(settings) as (_, pool):
        return await audit_database(pool, keys, kept, none_kept=none_kept)


def settings_for(data: Path | None) -> Settings:
    """The settings in force, over another data folder when one is named."""
    return read_settings(data=data)


def in_words(report: LogReport, language: str) -> str:
    """The verdict first, then what was found."""
    say = catalogues().text
    verdict = say("verify.log_intact" if report.intact else "verify.log_changed", language)
    counted = say(
        "verify.log_counted",
        language,
        streams=report.streams,
        events=report.events,
        sealed=report.sealed,
        heads=report.heads,
    )
    folded = say("verify.log_folded", language, states=report.folded, redacted=len(report.redacted))
    lines = [
        click.style(verdict, fg="green" if report.intact else "red", bold=True),
        f"  {counted}",
        f"  {folded}",
    ]
    lines += [
        f"  – {say('verify.log_redacted', language, stream=one)}" for one in report.redacted[:SHOWN_MAX]
    ]
    return "\n".join([*lines, *(f"  ✗ {_fault_in_words(fault, language)}" for fault in report.faults)])


def _fault_in_words(fault: AnyFault, language: str) -> str:
    match fault:
        case ChainFault(kind=kind, stream=stream, version=version, event=event):
            name = str(event) if event else ""
            return catalogues().text(
                f"verify.event_{kind}", language, name=name, stream=stream, version=version
            )
        case HeadFault(kind=kind, size=size, intact_to=intact_to):
            return catalogues().text(f"verify.{kind}", language, size=size, intact_to=intact_to)
        case StateFault(kind=kind, stream=stream, fields=fields):
            return catalogues().text(f"verify.{kind}", language, stream=stream, fields=", ".join(fields))
        case RowFault(kind=kind, relation=relation, key=key, fields=fields):
            told = {"relation": relation, "key": key, "fields": ", ".join(fields)}
            return catalogues().text(f"verify.{kind}", language, **told)
