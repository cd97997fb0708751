"""Kinds of incident by the codes of APCO ANS 2.103.1-2012, and back to our types.

The list lies beside this module (`apco_2012.csv`, 197 codes with their headings), retyped from the public release of NIEM
(codes/apco_event, `IncidentCategoryCodeSimpleType`). It never changes: a later edition is another list. Agencies map to
it and keep their own types: many of ours share one code, and some codes have none of ours.
"""

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from auxilio.kernel.refusal import Refused
from auxilio.triage.core.model import IncidentType

EDITION = "ANS 2.103.1-2012"
RAW_MAX = 200
"""As much of what a neighbour sent as a refusal repeats."""

EIDO_RENAMED = {"XTRACATE": "XTRICATE"}
"""The one code of 2012 that the registry of EIDO (NENA-STA-021.1b section 3, APCO 2.103.2) spells otherwise; the other
196 are in it as they are."""
_OLD_NAME = {new: old for old, new in EIDO_RENAMED.items()}


class ApcoCode(msgspec.Struct, frozen=True, kw_only=True):
    """One code of the list, with its heading in English, as the list has it."""

    code: str
    name: str
    edition: str = EDITION


class ApcoMatch(msgspec.Struct, frozen=True, kw_only=True):
    """What a neighbour's code means here: every type of ours that is mapped to it, none for a code that we never use."""

    code: ApcoCode
    types: tuple[IncidentType, ...]


@cache
def codes() -> dict[str, ApcoCode]:
    """The whole list."""
    text = files("auxilio.interop").joinpath("apco_2012.csv").read_text(encoding="utf-8")
    return {
        row["code"]: ApcoCode(code=row["code"], name=row["name"]) for row in csv.DictReader(text.splitlines())
    }


def code_of(type: IncidentType) -> ApcoCode | None:
    """The code of one of our types; None when it has none. Content is not put in force with a code that is not in the list."""
    return codes().get(type.apco_2012)


def read_code(raw: str) -> ApcoCode:
    """A code as somebody sent it: case and blanks do not count, and EIDO's spelling is understood.

    Raises `Refused("unknown_apco_code")`, which keeps what was sent.
    """
    wanted = raw.strip().upper()
    found = codes().get(_OLD_NAME.get(wanted, wanted))
    if found is None:
        raise Refused("unknown_apco_code", raw=raw[:RAW_MAX], edition=EDITION)
    return found


def types_of(raw: str, types: Iterable[IncidentType]) -> ApcoMatch:
    """What arrives from a neighbour, by our types, the most severe first: which of them it is, a person says.

    Raises `Refused("unknown_apco_code")`.
    """
    code = read_code(raw)
    mine = sorted(
        (one for one in types if one.apco_2012 == code.code), key=lambda one: (one.priority, one.code)
    )
    return ApcoMatch(code=code, types=tuple(mine))
