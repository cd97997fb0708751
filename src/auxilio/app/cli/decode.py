"""`auxilio decode KIND FILE`: what a message in a format of others says, without a database, a network or settings.

Exit code 0 when it was understood, 2 when only its bytes are of use, 1 when the command or the file is wrong.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

import click
import msgspec

from auxilio.interop.formats.aml import decode_aml
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.ecall_control import decode_control

INPUT_MAX = 1 << 20
"""Bytes that are read; each format has a limit of its own below it, and flags what is longer."""
UNDERSTOOD, WRONG_INPUT, RAW_ONLY = 0, 1, 2


@dataclass(frozen=True)
class DecodeOptions:
    """What the command was given beside the message."""

    keys: tuple[bytes, ...] = ()


KINDS: dict[str, Callable[[bytes, DecodeOptions], Decoded[Any]]] = {
    "aml": lambda content, options: decode_aml(content, options.keys),
    "control": lambda content, _: decode_control(content),
}
"""By the name of a kind, what reads it."""


class _WrongCommand(click.UsageError):
    """Ends with 1: here 2 says something of the message."""

    exit_code = WRONG_INPUT


class _DecodeCommand(click.Command):
    def make_context(self, *given: Any, **more: Any) -> click.Context:
        try:
            return super().make_context(*given, **more)
        except click.UsageError as wrong:
            raise _WrongCommand(wrong.format_message(), wrong.ctx) from wrong


@click.command(cls=_DecodeCommand)
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Machine-readable: kind, value, flags.")
@click.option(
    "--key", "keys", multiple=True, help="Key that an AML form may be signed with; may be repeated."
)
def decode(kind: str, file: BinaryIO, as_json: bool, keys: tuple[str, ...]) -> None:
    """Say what a message of KIND in FILE (or - for standard input) says, and what is odd about it.

    Exit code 0 when it was understood, 2 when only its bytes are of use, 1 when the command or the file is wrong.
    """
    try:
        content = file.read(INPUT_MAX + 1)
    except OSError as wrong:
        raise click.ClickException(f"cannot read {file.name}: {wrong.strerror}") from wrong
    if len(content) > INPUT_MAX:
        raise click.ClickException(f"more than {INPUT_MAX} bytes")
    decoded = KINDS[kind](content, DecodeOptions(keys=tuple(key.encode() for key in keys)))
    if as_json:
        click.echo(msgspec.json.encode(decoded.plain()))
    else:
        for line in listing(decoded):
            click.echo(line)
    sys.exit(RAW_ONLY if decoded.value is None else UNDERSTOOD)


def listing(decoded: Decoded[Any]) -> list[str]:
    """The same for a person: a line for each field, parts of a field under its name, the flags at the end."""
    plain = decoded.plain()
    lines = [plain["kind"], *_lines(plain["value"], "  ")] if decoded.value is not None else [plain["kind"]]
    if decoded.value is None:
        lines.append("  not understood: only its bytes are of use")
    return [*lines, f"flags: {', '.join(decoded.flags) or 'none'}"]


def _lines(value: dict[str, Any], indent: str) -> list[str]:
    lines = list[str]()
    for name, part in value.items():
        if isinstance(part, dict):
            lines += [f"{indent}{name}", *_lines(part, f"{indent}  ")]
        elif isinstance(part, list | tuple) and any(isinstance(one, dict) for one in part):
            for nth, one in enumerate(part, 1):
                lines += [f"{indent}{name} {nth}", *_lines(one, f"{indent}  ")]
        else:
            lines.append(f"{indent}{name:<24} {_shown(part)}")
    return lines


def _shown(part: Any) -> str:
    """One line, without control characters: what a stranger wrote goes to a terminal."""
    said = ", ".join(map(str, part)) if isinstance(part, list | tuple) else str(part)
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in said)
