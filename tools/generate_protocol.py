"""Write `console/src/protocol` from the server's own types, so that console and server cannot drift apart.

    python tools/generate_protocol.py           write it
    python tools/generate_protocol.py --check   exit 1 and say so when it is not as it should be

Two sources: the table of permissions (`identity.permissions`) and, once `auxilio.app.schema` exists, the
JSON Schema of every command, row and answer (`protocol_schema()`), turned into TypeScript by
`json-schema-to-typescript` under the pinned node.
"""

import importlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CONSOLE = ROOT / "console"
PROTOCOL = CONSOLE / "src" / "protocol"
HEAD = (
    "// Written by tools/generate_protocol.py from the server's types. Change those, then `make generate`.\n"
)

sys.path.insert(0, str(ROOT / "tools"))
import build_console  # noqa: E402  (its folder is not a package)


def main() -> int:
    wanted = {"permissions.ts": permissions(), "generated.ts": types()}
    drifted = [name for name, text in wanted.items() if _current(name) != text]
    if "--check" in sys.argv[1:]:
        for name in drifted:
            print(f"console/src/protocol/{name} is not what the server speaks: run `make generate`")
        return 1 if drifted else 0
    PROTOCOL.mkdir(parents=True, exist_ok=True)
    for name in drifted:
        (PROTOCOL / name).write_text(wanted[name], encoding="utf-8")
        print(f"protocol: wrote {name}")
    return 0


def permissions() -> str:
    """Every word of the table, by the name the server gives it."""
    from auxilio.identity.permissions import Permission

    lines = [f'  {word.name}: "{word.value}",' for word in Permission]
    return f"{HEAD}\nexport const PERMISSION = {{\n" + "\n".join(lines) + "\n} as const\n"


def types() -> str:
    """TypeScript for every schema of the server; an empty module while it exports none."""
    if importlib.util.find_spec("auxilio.app.schema") is None:
        return f"{HEAD}\nexport {{}}\n"
    schema: dict[str, Any] = importlib.import_module("auxilio.app.schema").protocol_schema()
    components: dict[str, Any] = (
        schema.get("components", {}).get("schemas") or schema.get("$defs") or schema.get("schemas") or schema
    )
    document = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "definitions": {name: _local(component) for name, component in sorted(components.items())},
    }
    node = build_console.node()
    build_console.install(node)
    made = subprocess.run(
        [str(node), str(CONSOLE / "tools" / "types.ts")],
        input=json.dumps(document),
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise SystemExit(f"protocol: json-schema-to-typescript failed\n{made.stderr}")
    return HEAD + "\n" + made.stdout


def _local(component: Any) -> Any:
    """References of OpenAPI or of JSON Schema 2020-12 become those of one draft-07 document."""
    text = json.dumps(component)
    for prefix in ("#/components/schemas/", "#/$defs/"):
        text = text.replace(prefix, "#/definitions/")
    return json.loads(text)


def _current(name: str) -> str | None:
    path = PROTOCOL / name
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    raise SystemExit(main())
