"""`auxilio verify FILE`: is this case file what was sealed? No database, no network, no settings."""

import sys
from pathlib import Path

import click
import msgspec

from auxilio.archive.verify import BundleReport, BundleVerdict, verify_bundle
from auxilio.kernel.refusal import Refused
from auxilio.platform.i18n import LANGUAGES, catalogues, reader_language

SHOWN_MAX = 20
"""One altered byte can be seen from many sides; the first lines say which."""


def output_language(asked: str | None) -> str:
    """The language asked for, else that of the terminal when we speak it, else Spanish."""
    return asked or reader_language()


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--key", type=click.Path(path_type=Path), help="The centre's public key (PEM), from the centre itself."
)
@click.option("--json", "as_json", is_flag=True, help="The whole report as JSON.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the answer; by default the terminal's.")
def verify(file: Path, key: Path | None, as_json: bool, language: str | None) -> None:
    """Check a sealed case file, and name what was changed.

    Succeeds only when every byte is as it was sealed. Without --key it cannot know who sealed it, and says so.
    """
    spoken = output_language(language)
    try:
        report = verify_bundle(file, key)
    except Refused as refused:
        told = {"refused": refused.code, "facts": refused.facts}
        click.echo(
            msgspec.json.encode(told).decode() if as_json else catalogues().refusal(refused, spoken),
            err=not as_json,
        )
        sys.exit(2)
    click.echo(msgspec.json.encode(report).decode() if as_json else in_words(report, spoken))
    sys.exit(0 if report.holds else 1)


def in_words(report: BundleReport, language: str) -> str:
    """The verdict first, then what was looked at, then what was found."""
    say, colours = (
        catalogues().text,
        {BundleVerdict.INTACT: "green", BundleVerdict.INTACT_SIGNER_UNKNOWN: "yellow"},
    )
    facts = {name: getattr(report, name) for name in report.__struct_fields__}
    lines = [
        click.style(
            say(f"verify.verdict_{report.verdict}{'' if report.sealed else '_unsealed'}", language),
            fg=colours.get(report.verdict, "red"),
            bold=True,
        )
    ]
    if report.case is not None:
        lines += [
            f"  {say('verify.case' if report.sealed else 'verify.case_unsealed', language, **facts)}",
            f"  {say('verify.counted', language, **facts)}",
        ]
    for finding in report.findings[:SHOWN_MAX]:
        lines.append(
            f"  ✗ {say(f'verify.{finding.code}', language, **finding.facts, name=finding.name).rstrip()}"
        )
    if len(report.findings) > SHOWN_MAX:
        lines.append(f"  {say('verify.more', language, count=len(report.findings) - SHOWN_MAX)}")
    return "\n".join(lines)
