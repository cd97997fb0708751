"""`auxilio aml`: the keys that senders of AML sign with, and a message to try the way in with."""

import ssl
import sys
from pathlib import Path
from urllib.parse import urlencode

import click
import httpx

from auxilio.app.settings import read_settings
from auxilio.interop.aml_keys import ensure_aml_key
from auxilio.interop.formats.aml_form import HMAC_MARK, form_hmac
from auxilio.platform.clock import SystemClock

WAIT_S = 10.0


@click.group()
def aml() -> None:
    """Where callers' telephones are, by Advanced Mobile Location over HTTPS (docs/how-to/receive-aml.md)."""


@aml.command()
@click.argument("name")
def key(name: str) -> None:
    """Make the key that the sender NAME signs with, where there is none, and say where it lies.

    While one key lies there the way in is open; each of several is in force. Delete the file to end it.
    """
    click.echo(ensure_aml_key(read_settings().data, name))


@aml.command()
@click.option("--key", "key_file", type=click.Path(path_type=Path, exists=True), required=True, help="File.")
@click.option("--number", required=True, help="The telephone's number: +34600111222.")
@click.option("--lat", type=float, required=True)
@click.option("--lon", type=float, required=True)
@click.option("--radius", type=float, default=20.0, show_default=True, help="Metres; 0: unknown.")
@click.option("--method", default="GPS", show_default=True, help="GPS, wifi, cell, fused, unknown.")
@click.option("--url", default=None, help="Of Auxilio (the pages of this machine).")
def send(
    key_file: Path, number: str, lat: float, lon: float, radius: float, method: str, url: str | None
) -> None:
    """Send one fix as a telephone does, signed. Exit code 0 when it was taken, 1 when it was refused."""
    settings = read_settings()
    form = {
        "v": "2",
        "device_number": number,
        "location_latitude": f"{lat:.7f}",
        "location_longitude": f"{lon:.7f}",
        "location_accuracy": str(radius),
        "location_source": method,
        "location_time": str(round(SystemClock().now().timestamp() * 1000)),
    }
    signed = urlencode(form).encode()
    content = signed + HMAC_MARK + form_hmac(signed, key_file.read_bytes().strip()).encode()
    certificate = settings.tls_certificate
    trusted = ssl.create_default_context(cafile=certificate) if certificate else ssl.create_default_context()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    try:
        reply = httpx.post(
            f"{url or settings.address}/api/aml",
            content=content,
            headers=headers,
            timeout=WAIT_S,
            verify=trusted,
        )
    except httpx.HTTPError as failed:
        raise click.ClickException(str(failed) or type(failed).__name__) from failed
    click.echo(reply.status_code)
    sys.exit(0 if reply.is_success else 1)
