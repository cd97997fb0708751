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
import re
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
    wanted = {"permissions.ts": permissions(), "story.ts": story(), "generated.ts": types()}
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
    from auxilio.identity.core.permissions import Permission

    lines = [f'  {word.name}: "{word.value}",' for word in Permission]
    return f"{HEAD}\nexport const PERMISSION = {{\n" + "\n".join(lines) + "\n} as const\n"


def story() -> str:
    """How a fact is told: which are machinery, which changed the course, which of their values are codes."""
    from auxilio.app.capabilities import NARRATIVES as told

    lines = [HEAD]
    for name, kinds, what in (
        ("QUIET", told.quiet, "Machinery: in the log and in the file, and not in a story."),
        ("STRONG", told.strong, "What changed the course of a case."),
    ):
        rows = "".join(f'  "{kind}",\n' for kind in sorted(kinds))
        lines.append(f"/** {what} */\nexport const {name}: ReadonlySet<string> = new Set([\n{rows}])\n")
    rows = "".join(f'  "{place}": "{prefix}",\n' for place, prefix in sorted(told.coded.items()))
    lines.append(
        "/** Kind and field of a fact that hold a code, and where in the catalogue its words stand. */\n"
        f"export const CODED: {{ readonly [place: string]: string }} = {{\n{rows}}}\n"
    )
    return "\n".join(lines)


def types() -> str:
    """TypeScript for every schema of the server; an empty module while it exports none."""
    if importlib.util.find_spec("auxilio.app.schema") is None:
        return f"{HEAD}\nexport {{}}\n"
    schema: dict[str, Any] = importlib.import_module("auxilio.app.schema").protocol_schema()
    components: dict[str, Any] = schema["components"]
    names = {name: _spoken(name) for name in components}
    assert len(set(names.values())) == len(names), "two types of one capability share a name"
    document = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "definitions": {
            names[name]: {**_local(component, names), "title": names[name]}
            for name, component in sorted(components.items())
        },
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
    return "\n".join([HEAD, made.stdout, _tables(schema, names)])


def _spoken(name: str) -> str:
    """Types of two capabilities that share a name arrive qualified (`auxilio.triage.core.messages.Answer`): `TriageAnswer`."""
    parts = [part for part in re.split(r"[._]", name) if part]
    return name if len(parts) < 3 else parts[1].capitalize() + parts[-1]


def _tables(schema: dict[str, Any], names: dict[str, str]) -> str:
    """Which command asks which permission, and what stands on each board."""
    commands = [
        f'  "{kind}": "{command["permission"]}",' for kind, command in sorted(schema["commands"].items())
    ]
    boards = [
        f"  {name}: {{ " + "; ".join(f"{table}: {row}" for table, row in tables.items()) + " }"
        for name, tables in sorted(schema["boards"].items())
    ]
    sent = [
        names[name]
        for name, component in sorted(schema["components"].items())
        if set(component.get("properties", {}).get("kind", {}).get("enum", ())) & set(schema["commands"])
    ]
    return "\n".join(
        [
            "/** Everything that can be asked of the server. */",
            "export type AnyCommand =",
            *(f"  | {name}" for name in sent),
            "",
            "/** Every kind of command and the permission that guards it. */",
            "export const COMMANDS = {",
            *commands,
            "} as const",
            "export type CommandKind = keyof typeof COMMANDS",
            "",
            "/** The rows that stand on each board, by table. */",
            "export interface Boards {",
            *boards,
            "}",
            "",
        ]
    )


def _local(component: Any, names: dict[str, str]) -> Any:
    """References into the server's components become those of one draft-07 document, under the names we speak."""
    text = json.dumps(component)
    return json.loads(
        re.sub(r'"#/components/([^"]+)"', lambda found: f'"#/definitions/{names[found[1]]}"', text)
    )


def _current(name: str) -> str | None:
    path = PROTOCOL / name
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    raise SystemExit(main())
