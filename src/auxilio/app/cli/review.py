"""`auxilio review sample | figures`: choose calls for review, and what past interviews tell of protocols."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

import click
import msgspec

from auxilio.app.cli.log import settings_for
from auxilio.app.cli.verify import told_language
from auxilio.app.house import Shell, open_shell
from auxilio.app.reach import reach
from auxilio.app.review_api import PastInterviews
from auxilio.app.sampling import Sampled
from auxilio.app.settings import Settings
from auxilio.app.work import sampling
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.reporting.figures import Figures

_data = click.option(
    "--data", type=click.Path(path_type=Path), help="Where the house keeps everything (.data)."
)
_json = click.option("--json", "as_json", is_flag=True, help="As JSON.")
_language = click.option(
    "--language", type=click.Choice(LANGUAGES), help="Of the answer; by default the terminal's."
)
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def review() -> None:
    """Review of calls."""


@review.command()
@click.option(
    "--day", type=_DAY, help="One day (2026-11-26); without it, each of the last week that was not drawn."
)
@_data
@_json
@_language
def sample(day: datetime | None, data: Path | None, as_json: bool, language: str | None) -> None:
    """Choose calls by the rules of the card, and draw from a day that is over. Doing it twice chooses nothing more."""
    found = asyncio.run(_sample(settings_for(data), day.date() if day else None))
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    words, spoken = catalogues(), told_language(language)
    for one in found:
        drawn = "-" if one.drawn is None else str(one.drawn)
        doubled = "-" if one.doubled is None else str(one.doubled)
        facts = {"day": one.day, "calls": one.calls, "chosen": one.chosen, "drawn": drawn, "doubled": doubled}
        click.echo(words.text("review.sampled", spoken, **facts))


@asynccontextmanager
async def _house(settings: Settings) -> AsyncIterator[Shell]:
    """The house's shell, whether it runs or not."""
    async with (
        reach(settings) as (dsn, _),
        open_shell(msgspec.structs.replace(settings, database_url=dsn)) as shell,
    ):
        yield shell


async def _sample(settings: Settings, day: date | None) -> list[Sampled]:
    async with _house(settings) as shell:
        choosing = sampling(settings, shell)
        return [await choosing.sample(day)] if day else await choosing.catch_up()


@review.command()
@click.option("--since", type=_DAY, help="The first day; by default 30 days with the last.")
@click.option("--until", type=_DAY, help="The last day; by default today.")
@_data
@_json
@_language
def figures(
    since: datetime | None, until: datetime | None, data: Path | None, as_json: bool, language: str | None
) -> None:
    """Of each protocol: interviews, rules overridden by hand, and of each question how often nobody knew, and how long it took."""
    days = (since.date() if since else None, until.date() if until else None)
    found = asyncio.run(_figures(settings_for(data), *days))
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    words, spoken = catalogues(), told_language(language)
    for one in found.protocols:
        said = msgspec.structs.asdict(one)
        overridden = sum(rule.overridden for rule in one.rules)
        click.echo(words.text("review.figures_protocol", spoken, **{**said, "overridden": overridden}))
        for question in one.questions:
            rate = round(100 * question.unknown / question.asked)
            facts = {**msgspec.structs.asdict(question), "rate": rate}
            click.echo("  " + words.text("review.figures_question", spoken, **facts))


async def _figures(settings: Settings, since: date | None, until: date | None) -> Figures:
    async with _house(settings) as shell:
        return await PastInterviews(shell.pool, shell.content, settings.zone, shell.clock).figures(
            since, until
        )
