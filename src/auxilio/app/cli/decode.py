"""`auxilio decode KIND FILE`: what a message in a format of others says, without a database, a network or settings.

Exit code 0 when it was understood, 2 when only its bytes are of use, 1 when the command or the file is wrong.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

import click
import msgspec

from auxilio.interop.formats.additional_data import decode_additional_data
from auxilio.interop.formats.aml import decode_aml
from auxilio.interop.formats.decoded import Decoded
from auxilio.interop.formats.ecall_control import decode_control
from auxilio.interop.formats.held import decode_held
from auxilio.interop.formats.languages import decode_session_languages
from auxilio.interop.formats.msd import BoundingBox, decode_msd
from auxilio.interop.formats.pidf import decode_pidf_lo
from auxilio.interop.formats.vcard import decode_jcard

INPUT_MAX = 1 << 20
"""Bytes that are read; each format has a limit of its own below it, and flags what is longer."""
KEY_MAX = 4_096
"""Bytes that are read of the file of a key."""
UNDERSTOOD, WRONG_INPUT, RAW_ONLY = 0, 1, 2


@dataclass(frozen=True)
class DecodeOptions:
    """What the command was given beside the message."""

    keys: tuple[bytes, ...] = ()
    area: BoundingBox | None = None


@dataclass(frozen=True)
class DecodeKind:
    """What reads a kind of message, and what the help says of it."""

    decode: Callable[[bytes, DecodeOptions], Decoded[Any]]
    meaning: str


KINDS: dict[str, DecodeKind] = {
    "additional-data": DecodeKind(
        lambda content, _: decode_additional_data(content), "Additional data of a call in XML (RFC 7852)."
    ),
    "aml": DecodeKind(
        lambda content, options: decode_aml(content, options.keys),
        "Advanced Mobile Location: text or data of a short message, or an HTTPS form (ETSI TS 103 625).",
    ),
    "ecall-control": DecodeKind(
        lambda content, _: decode_control(content), "Control block of NG-eCall in XML (RFC 8147)."
    ),
    "held": DecodeKind(
        lambda content, _: decode_held(content), "Answer of a location server in XML (HELD, RFC 5985)."
    ),
    "jcard": DecodeKind(lambda content, _: decode_jcard(content), "Contact card in JSON (RFC 7095)."),
    "msd": DecodeKind(
        lambda content, options: decode_msd(content, options.area),
        "Minimum set of data of an eCall (EN 15722): bytes, hexadecimal or base64.",
    ),
    "pidf": DecodeKind(
        lambda content, _: decode_pidf_lo(content), "Location document in XML (PIDF-LO, RFC 4119)."
    ),
    "sdp-languages": DecodeKind(
        lambda content, _: decode_session_languages(content),
        "Languages in a session description (SDP, RFC 8373).",
    ),
}
"""By name, in the order of the help."""


def _checked_area(area: BoundingBox | None) -> BoundingBox | None:
    if area is not None:
        south, west, north, east = area
        if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
            raise click.BadParameter(
                "give south, west, north and east in degrees, south below north and west below east"
            )
    return area


class _WrongCommand(click.UsageError):
    """Ends with 1: here 2 says something of the message."""

    exit_code = WRONG_INPUT


class _DecodeCommand(click.Command):
    def format_epilog(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """What each kind is, below the options."""
        with formatter.section("Kinds"):
            formatter.write_dl([(name, kind.meaning) for name, kind in KINDS.items()])

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        try:
            return super().make_context(*given, **more)
        except click.UsageError as wrong:
            raise _WrongCommand(wrong.format_message(), wrong.ctx) from wrong


@click.command(cls=_DecodeCommand)
@click.argument("kind", type=click.Choice(tuple(KINDS)), metavar="KIND")
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Machine-readable: kind, value, flags.")
@click.option(
    "--key",
    "keys",
    multiple=True,
    help="Key that an AML form may be signed with; other people of this machine can see it. May be repeated.",
)
@click.option(
    "--key-file",
    "key_files",
    type=click.File("rb"),
    multiple=True,
    help="The same from a file, which others cannot see.",
)
@click.option(
    "--area",
    type=float,
    nargs=4,
    callback=lambda _, __, area: _checked_area(area),
    metavar="SOUTH WEST NORTH EAST",
    help="Degrees of a box where the vehicle of an MSD must be, to find figures that are exchanged.",
)
def decode(
    kind: str,
    file: BinaryIO,
    as_json: bool,
    keys: tuple[str, ...],
    key_files: tuple[BinaryIO, ...],
    area: BoundingBox | None,
) -> None:
    """Say what a message of KIND in FILE (or - for standard input) says, and what is odd about it.

    Exit code 0 when it was understood, 2 when only its bytes are of use, 1 when the command or the file is wrong.
    """
    try:
        content = file.read(INPUT_MAX + 1)
    except OSError as wrong:
        raise click.ClickException(f"cannot read {file.name}: {wrong.strerror}") from wrong
    if len(content) > INPUT_MAX:
        raise click.ClickException(f"more than {INPUT_MAX} bytes")
    given = [os.fsencode(key) for key in keys] + [one.read(KEY_MAX).strip() for one in key_files]
    decoded = KINDS[kind].decode(content, DecodeOptions(keys=tuple(given), area=area))
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
    """One line, without control characters, because what a stranger wrote goes to a terminal; a line end is « / »."""
    said = ", ".join(map(str, part)) if isinstance(part, list | tuple) else str(part)
    said = " / ".join(said.splitlines())
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in said)
