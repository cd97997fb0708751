"""`auxilio log tail | verify`: the event log, and the proof over it."""

import asyncio
import sys
from pathlib import Path

import click
import msgspec

from auxilio.app.cli.verify import told_language
from auxilio.app.reach import reach
from auxilio.app.settings import Settings, read_settings
from auxilio.archive.store import ArchiveReads
from auxilio.kernel.event import Cursor
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.heads import SealTables
from auxilio.platform.database.log import read_after
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.keys.public import PublicKeys, read_public_keys
from auxilio.platform.proof.audit import HeadFault, LogReport, audit_log
from auxilio.platform.proof.chain import Fault
from auxilio.platform.proof.head import BadHead, SignedHead, parse_note

_data = click.option(
    "--data", type=click.Path(path_type=Path), help="Where the house keeps everything (.data)."
)
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
    async with reach(settings) as (_, pool):
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
    "--key", type=click.Path(path_type=Path), help="The public key (PEM); by default the house's own."
)
@click.option(
    "--head",
    "heads",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A head that was kept elsewhere: today's log must still begin with it.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the answer; by default the terminal's.")
def verify(
    data: Path | None, as_json: bool, key: Path | None, heads: tuple[Path, ...], language: str | None
) -> None:
    """Name the first fact of each stream that was changed, removed, reordered or pushed in; and rewritten heads."""
    spoken, settings = told_language(language), settings_for(data)
    try:
        keys = read_public_keys(key) if key else FolderKeys(settings.keys).public_keys()
        report = asyncio.run(_verify(settings, keys, [_kept(path) for path in heads]))
    except Refused as refused:
        click.echo(catalogues().refusal(refused, spoken), err=True)
        sys.exit(2)
    told = msgspec.json.encode({**msgspec.to_builtins(report), "intact": report.intact}).decode()
    click.echo(told if as_json else in_words(report, spoken))
    sys.exit(0 if report.intact else 1)


async def _verify(settings: Settings, keys: PublicKeys, kept: list[SignedHead]) -> LogReport:
    async with reach(settings) as (_, pool):
        tables = SealTables(pool)
        heads = [*await tables.heads(), *kept]
        redacted = await ArchiveReads(pool).redacted()
        return await audit_log(tables.streams(), tables.leaves(), heads, keys.check, redacted=redacted)


def settings_for(data: Path | None) -> Settings:
    """The settings in force, over another data folder when one is named."""
    settings = read_settings()
    return msgspec.structs.replace(settings, data=data) if data else settings


def _kept(path: Path) -> SignedHead:
    try:
        return parse_note(path.read_text("utf-8"))
    except (OSError, BadHead, UnicodeDecodeError) as wrong:
        raise Refused("file_missing", path=str(path)) from wrong


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
    lines = [click.style(verdict, fg="green" if report.intact else "red", bold=True), f"  {counted}"]
    return "\n".join([*lines, *(f"  ✗ {_fault_in_words(fault, language)}" for fault in report.faults)])


def _fault_in_words(fault: Fault | HeadFault, language: str) -> str:
    match fault:
        case Fault(kind=kind, stream=stream, version=version, event=event):
            name = str(event) if event else ""
            return catalogues().text(
                f"verify.event_{kind}", language, name=name, stream=stream, version=version
            )
        case HeadFault(kind=kind, size=size, intact_to=intact_to):
            return catalogues().text(f"verify.{kind}", language, size=size, intact_to=intact_to)
