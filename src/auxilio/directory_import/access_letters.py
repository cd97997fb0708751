"""First passwords on paper: one page for each person, printed once and kept nowhere."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from auxilio.platform.i18n import Catalogues
from auxilio.platform.pdf import typeset

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
LABELS = ("title", "intro", "login", "password", "once", "waits")


class LetterOfAccess(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on one page."""

    name: str
    login: str
    password: str


def letters_pdf(
    people: Sequence[LetterOfAccess], catalogues: Catalogues, language: str, at: datetime
) -> bytes:
    """The pages, in the order of the file, in the language of the administrator."""
    data = {
        "lang": language,
        "words": {label: catalogues.text(f"import.letter.{label}", language) for label in LABELS},
        "people": [msgspec.to_builtins(one) for one in people],
    }
    return typeset("auxilio.directory_import", "letters.typ", data, at, STANDARDS)
