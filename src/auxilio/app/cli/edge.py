"""`auxilio voice-edge`: the edge of an exchange on loopback."""

import asyncio

import click

from auxilio.app.processes.edge import EdgePorts, run_edge
from auxilio.app.settings import read_settings

DEFAULT = EdgePorts()


@click.command()
@click.option("--sip", default=DEFAULT.sip, help="Where telephones and trunks call (5060).")
@click.option(
    "--ws", default=DEFAULT.ws, help="Where pages of an installation without TLS open their line (8113)."
)
@click.option("--wss", default=DEFAULT.wss, help="Where pages over HTTPS do (8114).")
@click.option("--control", default=DEFAULT.control, help="Where rtpengine is controlled (2223).")
@click.option("--reports", default=DEFAULT.reports, help="Where rtpengine reports to us (9060).")
@click.option(
    "--voice", "voices", multiple=True, type=int, help="`sip_port` of a process of `auxilio voice`."
)
@click.option(
    "--media", type=(int, int), default=DEFAULT.media, help="First and last port of sound (30000 39999)."
)
def voice_edge(
    sip: int,
    ws: int,
    wss: int,
    control: int,
    reports: int,
    voices: tuple[int, ...],
    media: tuple[int, int],
) -> None:
    """Kamailio and rtpengine on loopback, and what to tell `auxilio up`; a centre has them as services (deploy/voice)."""
    ports = EdgePorts(
        sip=sip,
        ws=ws,
        wss=wss,
        control=control,
        reports=reports,
        voices=voices or DEFAULT.voices,
        media=media,
    )
    for name, value in ports.settings().items():
        click.echo(f"{name}={value}")
    asyncio.run(run_edge(read_settings(), ports))
