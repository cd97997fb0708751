"""`auxilio simulate`: a seeded city lives against a running installation, as a stranger; checkers look at the end."""

import asyncio
import logging
import sys
from pathlib import Path

import click
import msgspec

SEED = 12894
"""An evening that begins with an arrest, an accident, a fire, a prank, somebody silent, and somebody lost."""
PAUSED = "city.paused"
"""In the demo's folder: while it is there nobody new calls."""


@click.command()
@click.argument("scenario", metavar="SCENARIO|pause|resume")
@click.option("--url", default=None, help="The address of Auxilio (http://127.0.0.1:8112).")
@click.option(
    "--seed", type=int, default=SEED, show_default=True, help="The same seed lives the same evening."
)
@click.option("--speed", type=click.FloatRange(0.1, 1000), default=1.0, show_default=True)
@click.option("--password", default=None, help="Of the simulator's accounts; that of the demo by default.")
@click.option("--data", type=click.Path(path_type=Path), default=None, help="The demo's folder (.data/demo).")
@click.option("--radio", type=int, default=None, help="Port at which `simulate-radio` is played.")
@click.option("--verbose", is_flag=True, help="Say what happens, by codes.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def simulate(
    scenario: str,
    url: str | None,
    seed: int,
    speed: float,
    password: str | None,
    data: Path | None,
    radio: int | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Play SCENARIO: town (without end), evening, rush, accident, arrest. `pause` and `resume` are for the demo's own.

    Callers, crews and stand-ins speak to Auxilio by HTTP only. At the end: was any call unheard, any unit on two
    cases, any task with nobody, any promise without its fact? Exit code 1 when there was.
    """
    from auxilio.app.cli.demo import demo_settings
    from auxilio.app.cli.demo_people import PASSWORD
    from auxilio.platform.clock import SystemClock
    from auxilio.platform.logging import set_up_logging
    from simulator.scenarios import scenario as scenario_of
    from simulator.town import Options, act, live

    settings = demo_settings(data)
    pause = settings.data / PAUSED
    if scenario in {"pause", "resume"}:
        _switch(pause, paused=scenario == "pause")
        return
    set_up_logging()
    logging.getLogger("simulator").setLevel(logging.INFO if verbose else logging.WARNING)
    wanted = scenario_of(scenario)
    options = Options(
        url=url or settings.address,
        password=password or PASSWORD,
        certificate=settings.tls_certificate,
        seed=seed,
        speed=speed,
        pause=pause if pause.parent.is_dir() else None,
        radio=radio,
    )
    if wanted.incidents is None:
        asyncio.run(live(options, SystemClock(), wanted))
        return
    report = asyncio.run(act(options, SystemClock(), wanted))
    as_text = msgspec.json.format(msgspec.json.encode(report), indent=2).decode()
    click.echo(as_text if as_json else report.lines())
    sys.exit(1 if report.violations or not report.settled else 0)


@click.command()
@click.option("--gateway", default="sim", show_default=True, help="The gateway's name.")
@click.option("--secret", type=click.Path(path_type=Path, exists=True), required=True, help="Its secret.")
@click.option("--port", type=int, default=7700, show_default=True, help="Where Auxilio finds its bridge.")
@click.option("--played-at", type=int, default=7701, show_default=True, help="Where radios are played.")
def simulate_radio(gateway: str, secret: Path, port: int, played_at: int) -> None:
    """A radio network that is not there: the bridge of a gateway, on this machine alone.

    What radios do is played by lines of JSON: `echo '{"kind": "alarm", "radio": "001-1-2001"}' | nc 127.0.0.1 7701`.
    docs/operations/radio.md has them all.
    """
    from auxilio.platform.clock import SystemClock
    from simulator.radio import live as live_radio

    asyncio.run(
        live_radio(gateway, secret.read_bytes().strip(), SystemClock(), port=port, played_at=played_at)
    )


def _switch(pause: Path, *, paused: bool) -> None:
    if paused:
        pause.touch()
    else:
        pause.unlink(missing_ok=True)
    click.echo("paused" if paused else "running")
