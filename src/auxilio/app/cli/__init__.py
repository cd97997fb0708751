"""The command line: stable names, `--help` everywhere, `--json` where it reports, 0 only on success (architecture 10)."""

import importlib
import os
import sys
from collections.abc import Mapping, Sequence

import click

from auxilio.kernel.refusal import Refused

TABLE = {
    "administrator": "auxilio.app.cli.administrator:administrator",
    "aml": "auxilio.app.cli.aml:aml",
    "content": "auxilio.app.cli.content:content",
    "db": "auxilio.app.cli.db:db",
    "decode": "auxilio.app.cli.decode:decode",
    "demo": "auxilio.app.cli.run:demo",
    "doctor": "auxilio.app.cli.doctor:doctor",
    "eta": "auxilio.app.cli.region:eta",
    "export": "auxilio.app.cli.export:export",
    "geocode": "auxilio.app.cli.region:geocode",
    "imagery": "auxilio.app.cli.imagery:imagery",
    "import": "auxilio.app.cli.directory_import:import_",
    "keys": "auxilio.app.cli.keys:keys",
    "log": "auxilio.app.cli.log:log",
    "radio": "auxilio.app.cli.run:radio",
    "region": "auxilio.app.cli.region:region",
    "review": "auxilio.app.cli.review:review",
    "serve": "auxilio.app.cli.run:serve",
    "simulate": "auxilio.app.cli.simulate:simulate",
    "simulate-radio": "auxilio.app.cli.simulate:simulate_radio",
    "up": "auxilio.app.cli.run:up",
    "upgrade": "auxilio.app.cli.upgrade:upgrade",
    "verify": "auxilio.app.cli.verify:verify",
    "voice": "auxilio.app.cli.run:voice",
    "voice-edge": "auxilio.app.cli.edge:voice_edge",
    "worker": "auxilio.app.cli.run:worker",
}
"""Loaded when asked for: `auxilio verify` must not wait for a road engine."""


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(TABLE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in TABLE:
            return None
        module, _, attribute = TABLE[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Lazy)
@click.version_option(package_name="auxilio")
def commands() -> None:
    """Auxilio: the system of an emergency call centre."""


def run_command(arguments: Sequence[str], environ: Mapping[str, str]) -> None:
    """Run one of our commands in this process, which the supervisor has forked for it. Ends the process."""
    os.environ.clear()
    os.environ.update(environ)
    commands(list(arguments), prog_name="auxilio")


def main() -> None:
    """Entry point. A refusal is printed in the reader's words, with its code, and is not a success."""
    try:
        commands()
    except Refused as refused:
        from auxilio.platform.i18n import catalogues, reader_language

        said = " ".join(catalogues().refusal(refused, reader_language()).split())
        click.echo(f"auxilio: {said} ({refused.code})", err=True)
        sys.exit(1)
