"""Settings: `AUXILIO_*` in the environment over `auxilio.toml` over these defaults."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from auxilio.kernel.refusal import Refused


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an installation decides. Paths are absolute or relative to where the command runs."""

    data: Path = Path(".data")
    """Everything that must survive: database, blobs, keys, regions."""
    host: str = "127.0.0.1"
    port: int = 8112
    workers: int = 1
    """Processes of `serve`. Each holds the boards of its own windows."""
    region: Path | None = None
    """A built region; by default the newest under `data/region`."""
    content: Path | None = None
    area: str = "demo"
    """Which area of `content/plans/areas` this centre answers for."""
    database_url: str | None = None
    """An external PostgreSQL 17+; without it the embedded one is started under `data/postgres`."""
    offer_s: float = 8.0
    """How long a call rings at one desk (console.md 2)."""
    log_format: str = "console"
    centre_name: str = "112"
    """As it stands at the head of a report."""
    organ: str = ""
    """Who answers for the case files: in Spain the DIR3 code, such as A13002908."""
    zone: str = "Europe/Madrid"
    """The clock on the wall (IANA), for reports."""

    @property
    def keys(self) -> Path:
        """Signing and master keys; never in a backup."""
        return self.data / "keys"

    @property
    def blobs(self) -> Path:
        """Encrypted bytes."""
        return self.data / "blobs"


def _path(kind: type, value: object) -> object:
    return Path(str(value)).expanduser() if kind is Path else value


def read_settings(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """The settings in force here. Raises `Refused("settings_malformed")` naming the field."""
    env = os.environ if environ is None else environ
    file = (folder or Path.cwd()) / "auxilio.toml"
    given: dict[str, object] = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    for name in Settings.__struct_fields__:
        if (value := env.get(f"AUXILIO_{name.upper()}")) is not None:
            given[name] = value
    try:
        return msgspec.convert(given, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as wrong:
        raise Refused("settings_malformed", detail=str(wrong)) from None
