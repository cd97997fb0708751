"""The secret that we share with the bridge of each gateway: a file under the data folder that no backup contains."""

from pathlib import Path

from auxilio.kernel.refusal import Refused
from auxilio.platform.files import write_durably
from auxilio.platform.keys.device_secrets import new_device_secret

SECRET_BYTES_MIN = 16


def read_gateway_secret(data: Path, gateway: str) -> bytes:
    """The secret, as text without blanks around it. Raises `Refused("radio_secret_missing")`."""
    file = _secret_file(data, gateway)
    found = file.read_bytes().strip() if file.is_file() else b""
    if len(found) < SECRET_BYTES_MIN:
        raise Refused("radio_secret_missing", file=str(file))
    return found


def ensure_gateway_secret(data: Path, gateway: str) -> Path:
    """The file of the secret, made where there is none; a person gives its content to the bridge."""
    file = _secret_file(data, gateway)
    if not file.is_file():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(file, new_device_secret().encode() + b"\n", mode=0o600)
    return file


def _secret_file(data: Path, gateway: str) -> Path:
    return data / "radio" / f"{gateway}.secret"
