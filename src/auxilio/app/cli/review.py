"""`auxilio review sample | figures`: choose calls for review, and what past interviews tell of protocols."""

import asyncio
from datetime import date, datetime
from pathlib import Path

import click
import msgspec

from auxilio.app.cli.installed import open_installed
from auxilio.app.cli.log import settings_for
from auxilio.app.cli.verify import output_language
from auxilio.app.composition import past_interviews
from auxilio.app.settings import Settings
from auxilio.casefile.review_sampling import SamplingResult, review_sampling
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.reporting.protocol_figures import InterviewFigures

_data = click.option("--data", type=click.Path(path_type=Path), help="Where Auxilio keeps its data (.data).")
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
    words, spoken = catalogues(), output_language(language)
    for one in found:
        drawn = "-" if one.drawn is None else str(one.drawn)
        doubled = "-" if one.doubled is None else str(one.doubled)
        facts = {"day": one.day, "calls": one.calls, "chosen": one.chosen, "drawn": drawn, "doubled": doubled}
        click.echo(words.text("review.sampled", spoken, **facts))


async def _sample(settings: Settings, day: date | None) -> list[SamplingResult]:
    async with open_installed(settings) as runtime:
        choosing = review_sampling(runtime, settings)
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
    words, spoken = catalogues(), output_language(language)
    for one in found.protocols:
        said = msgspec.structs.asdict(one)
        overridden = sum(rule.overridden for rule in one.rules)
        click.echo(words.text("review.figures_protocol", spoken, **{**said, "overridden": overridden}))
        for question in one.questions:
            rate = round(100 * question.unknown / question.asked)
            facts = {**msgspec.structs.asdict(question), "rate": rate}
            click.echo("  " + words.text("review.figures_question", spoken, **facts))


async def _figures(settings: Settings, since: date | None, until: date | None) -> InterviewFigures:
    async with open_installed(settings) as runtime:
        return await past_interviews(runtime, settings.zone).figures(since, until)
