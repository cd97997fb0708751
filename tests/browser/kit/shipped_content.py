"""The shipped content as `/api/content` answers it: read, and not proved, which is what `tests/content` does."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from auxilio.instructions.content import read_cards
from auxilio.triage.content import read_triage
from tests.browser.kit import sample_boards as scenes

FOLDER = Path(__file__).resolve().parents[3] / "content"
ASKED = ("san-pcr", "fue-incendio-edificio")
"""Of the invented cases: their interviews name this version."""


def shipped_content() -> dict[str, Any]:
    """A copy of its own for each who asks."""
    content: dict[str, Any] = json.loads(_encoded())
    return content


@cache
def _encoded() -> bytes:
    content = read_triage(FOLDER).content
    asked = {id: msgspec.structs.replace(content.protocols[id], digest=scenes.ASKED) for id in ASKED}
    return msgspec.json.encode(
        {
            "catalog": content.catalog,
            "types": content.types,
            "protocols": {**content.protocols, **asked},
            "cards": read_cards(FOLDER).cards,
        }
    )
