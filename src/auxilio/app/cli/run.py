"""`auxilio up | serve | worker | voice | radio | demo`: the running installation."""

import asyncio
from pathlib import Path

import click
import msgspec

from auxilio.app.settings import read_settings


@click.command()
@click.option("--host", default=None, help="Address to listen on.")
@click.option("--port", type=int, default=None, help="Port to listen on.")
def serve(host: str | None, port: int | None) -> None:
    """API, console and live boards. Needs AUXILIO_DATABASE_URL."""
    from auxilio.app.processes.serve import run_serve

    settings = read_settings()
    run_serve(msgspec.structs.replace(settings, host=host or settings.host, port=port or settings.port))


@click.command()
def worker() -> None:
    """Reactions, watches, outbox and sealing: one leads, others stay warm. Needs AUXILIO_DATABASE_URL."""
    import uvloop

    from auxilio.app.processes.worker import run_worker_process
    from auxilio.platform.logging import set_up_logging

    settings = read_settings()
    set_up_logging(settings.log_level, as_json=settings.log_as_json)
    uvloop.run(run_worker_process(settings))


@click.command()
def voice() -> None:
    """The telephone exchange: SIP, media, call control. Needs AUXILIO_DATABASE_URL."""
    import uvloop

    from auxilio.app.processes.voice import run_voice
    from auxilio.platform.logging import set_up_logging

    settings = read_settings()
    set_up_logging(settings.log_level, as_json=settings.log_as_json)
    uvloop.run(run_voice(settings))


@click.group(invoke_without_command=True)
@click.pass_context
def radio(context: click.Context) -> None:
    """The lines to the gateways of radio networks. Needs AUXILIO_DATABASE_URL and AUXILIO_RADIO_GATEWAYS."""
    import uvloop

    from auxilio.app.processes.radio import run_radio
    from auxilio.platform.logging import set_up_logging

    if context.invoked_subcommand is not None:
        return
    settings = read_settings()
    set_up_logging(settings.log_level, as_json=settings.log_as_json)
    uvloop.run(run_radio(settings))


@radio.command("secret")
@click.argument("gateway")
def radio_secret(gateway: str) -> None:
    """Make the secret that GATEWAY's bridge and we share, where there is none, and say where it lies."""
    from auxilio.radio.gateway_secrets import ensure_gateway_secret

    click.echo(ensure_gateway_secret(read_settings().data, gateway))


@click.command()
@click.option("--port", type=int, default=None, help="Port of the console (8112).")
def up(port: int | None) -> None:
    """Everything on this machine, from settings, with the embedded PostgreSQL where none is named."""
    from auxilio.app.cli.start_words import announce, faults_in_words, quiet_on_terminal
    from auxilio.app.cli.up import run_up
    from auxilio.platform.logging import set_up_logging

    with faults_in_words():
        settings = quiet_on_terminal(read_settings())
        set_up_logging(settings.log_level, as_json=settings.log_as_json)
        asyncio.run(run_up(msgspec.structs.replace(settings, port=port or settings.port), announce))


@click.command()
@click.option(
    "--region",
    type=click.Path(path_type=Path),
    default=None,
    help="An OpenStreetMap extract; the invented town by default.",
)
@click.option("--port", type=int, default=None, help="Port of the console (8112).")
@click.option(
    "--data", type=click.Path(path_type=Path), default=None, help="Where it keeps everything (.data/demo)."
)
@click.option(
    "--quiet", is_flag=True, help="Without the simulated city: nobody calls, no vehicle moves by itself."
)
@click.option("--radio", is_flag=True, help="With a simulated radio network, also with --quiet.")
@click.option(
    "--lan", is_flag=True, help="Serve HTTPS to the local network, with a certificate made at first start."
)
def demo(
    region: Path | None, port: int | None, data: Path | None, lan: bool, quiet: bool, radio: bool
) -> None:
    """A whole centre on this machine, with seeded people and callers."""
    from auxilio.app.cli.demo import demo_settings, run_demo
    from auxilio.app.cli.start_words import faults_in_words

    with faults_in_words():
        settings = demo_settings(data)
        settings = msgspec.structs.replace(
            settings,
            port=port or settings.port,
            host="0.0.0.0" if lan else settings.host,  # noqa: S104  asked for
        )
        asyncio.run(run_demo(settings, extract=region, lan=lan, quiet=quiet, radio=radio or not quiet))
