"""Write docs/operations/settings.md from `auxilio.app.settings`, or with --check exit with 1 where it is out of date.

    tools/settings_page.py [--check]

The meaning of a setting is the docstring beneath its field, so it is written once.
"""

import ast
import inspect
import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from auxilio.app.settings import Settings, variable_of
from auxilio.app.settings_in_force import GROUPS, written
from auxilio.kernel.shared_types import Mode
from auxilio.platform.i18n import catalogues

PAGE = Path(__file__).parents[1] / "docs" / "operations" / "settings.md"
HEAD = """\
# Settings

<!-- Written by tools/settings_page.py from src/auxilio/app/settings.py. Change that, then `make generate`. -->

Each setting is a line of `auxilio.toml`, or a variable of the environment. The environment overrides the file, the file the default. One
file is read: the one that `AUXILIO_CONFIG` names; else `auxilio.toml` in the folder where Auxilio is started; else
`/etc/auxilio/auxilio.toml`, which `auxilio demo` does not read. `centre_name`, `organ`, `country` and `zone` can be saved at `/setup` too:
then they stand in `settings.json` of the data folder, which overrides the default alone (decision 0278). A process keeps the settings that it was started with; after a change,
start again. Invalid settings stop the start, each with an error on a line of its own. `/admin`, *Ajustes*, shows what is in force and where
each value comes from; passwords in addresses are masked there.

Lists are text with commas between. Paths are absolute, or relative to the folder where Auxilio is started. Keep secrets such as
`database_owner_url` out of the file: every process reads it.

```toml
# auxilio.toml
data = "/var/lib/auxilio"

centre_name = "112 Alba"
organ = "A00000000"
country = "ES"
zone = "Europe/Madrid"
area = "alba"
content = "/etc/auxilio/content"
region = "/var/lib/auxilio/region/alba"

host = "0.0.0.0"
public_url = "https://112.example"
other_hosts = "112.internal.example"
tls_certificate = "/etc/auxilio/tls/chain.pem"
tls_key = "/etc/auxilio/tls/key.pem"

sip_trunk = "sbc.carrier.example;transport=tcp"
sip_trusted = "192.0.2.0/24, 2001:db8::/32"

duty_officer_name = "Guardia de sistemas"
duty_officer_phone = "+34600000000"
silent_after = "en_route=120, on_scene=600"
handover_soon_min = 15
handover_late_min = 30
```
"""


class SettingReference(NamedTuple):
    """One setting as it is documented."""

    name: str
    group: str
    type: str
    default: str
    """As it is written in a file; empty: not given."""
    variable: str
    meaning: str


def setting_references() -> list[SettingReference]:
    """Every setting, by group."""
    meanings, types = _meanings(), get_type_hints(Settings)
    defaults = Settings()
    return [
        SettingReference(
            name=name,
            group=group,
            type=_type_in_words(types[name]),
            default=written(getattr(defaults, name)),
            variable=variable_of(name),
            meaning=meanings[name],
        )
        for group, names in GROUPS.items()
        for name in names
    ]


def _meanings() -> dict[str, str]:
    """The docstring beneath each field."""
    (declared,) = ast.parse(inspect.getsource(Settings)).body
    assert isinstance(declared, ast.ClassDef)
    found: dict[str, str] = {}
    for field, below in zip(declared.body, declared.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            told = below.value if isinstance(below, ast.Expr) else None
            text = told.value if isinstance(told, ast.Constant) else ""
            found[field.target.id] = " ".join(str(text).split())
    return found


_PLAIN: Mapping[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "`true` or `false`",
    Path: "path",
}


def _type_in_words(kind: Any) -> str:
    if isinstance(kind, UnionType):
        return _type_in_words(next(one for one in get_args(kind) if one is not NoneType))
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(f"`{one}`" for one in get_args(kind))
    if kind is Mode:
        return "one of " + ", ".join(f"`{one}`" for one in Mode)
    return _PLAIN[kind]


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for group, settings in groupby(setting_references(), key=lambda one: one.group):
        parts.append(f"\n## {catalogues().text(f'settings.group.{group}', 'en')}\n")
        parts += [entry(one) for one in settings]
    return "".join(parts)


def entry(one: SettingReference) -> str:
    """What stands of one setting."""
    default = f"default `{one.default}`" if one.default else "not given by default"
    return f"\n### {one.name}\n`{one.variable}` · {one.type} · {default}\n\n{one.meaning}\n"


def main() -> int:
    """The command line."""
    written = page()
    if "--check" not in sys.argv:
        PAGE.write_text(written, "utf-8")
        return 0
    true = PAGE.exists() and PAGE.read_text("utf-8") == written
    if not true:
        print("docs/operations/settings.md is not what the settings say: run `make generate`")
    return int(not true)


if __name__ == "__main__":
    sys.exit(main())
