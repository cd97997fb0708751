"""Paper: data and a template in, PDF out. The same data always give the same bytes; the fonts are our own."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import msgspec
import typst

_TRIES_MAX, _BLOCK = 40, 128
_TRIES_GENTLE = 6
"""A try costs as much as the document. After so many, every script but Latin, Greek and Cyrillic is spelt at once."""
_OTHER_SCRIPTS = frozenset(range(0x580 // _BLOCK, 0x2000 // _BLOCK)) - {0x1E00 // _BLOCK, 0x1F00 // _BLOCK}
_NOT_SHOWN = re.compile(
    r'the text `"(.+?)"` could not be displayed|disallowed codepoint `"(.+?)"`', re.DOTALL
)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""How a message of the typesetter writes a letter that is no sign."""
_IDEOGRAPHS = 0x2E80
_ARABIC_AND_HEBREW_FORMS = (range(0xFB1D, 0xFE00), range(0xFE70, 0xFF00))
_OWN_BLOCKS = frozenset(ord(letter) // _BLOCK for letter in "‹›")
"""Where a mark that has no sign stands on our own letters, the typesetter names these."""
_SHAPES_WORDS = frozenset("\n\t\u00ad\u200b\u200c\u200d\u200e\u200f")
"""No signs, but what parts, joins and directs those beside them."""


def typeset(
    package: str,
    template: str,
    data: object,
    at: datetime,
    standards: Sequence[Any],
    pictures: Path | None = None,
) -> bytes:
    """The PDF of `templates/<template>` in a package. The template finds `data` as JSON in its input `data`.

    `pictures` is the folder that absolute paths of the template's images begin in.
    """
    spelling = _Spelling()
    for tried in range(_TRIES_MAX):
        if tried == _TRIES_GENTLE:
            spelling.blocks |= _OTHER_SCRIPTS
        try:
            return _compile(package, template, spelling.spelt(data), at, standards, pictures)
        except typst.TypstError as wrong:
            found = _NOT_SHOWN.search(str(wrong))
            if not found or not spelling.learn(found[1] or found[2]):
                raise
    raise AssertionError("each try takes a block of letters away")


class _Spelling:
    """Which letters are spelt as their number, ‹U+6551›: a report must never fail for what a caller wrote, nor quietly
    leave it out. The letters themselves stay whole in events.json."""

    def __init__(self) -> None:
        self.blocks: set[int] = set()
        """Of those our fonts lack letters."""
        self._marks = self._beyond_ascii = False

    def learn(self, message: str) -> bool:
        """Spell what the typesetter could not show from now on; false where there is nothing more to spell."""
        letters = _ESCAPED.sub(lambda each: chr(int(each[1], 16)), message)
        # A sign may be made of several, and of a digit too: «1️⃣».
        new = (
            {ord(letter) // _BLOCK for letter in letters if not letter.isascii()} - self.blocks - _OWN_BLOCKS
        )
        self.blocks |= new
        if new:
            return True
        if not self._marks:
            self._marks = True
            return True
        if not self._beyond_ascii:
            self._beyond_ascii = True
            return True
        return False

    def spelt(self, value: object) -> object:
        match value:
            case str():
                plain = value.isascii() and value.isprintable()
                return value if plain else "".join(map(self._letter, value))
            case list():
                return [self.spelt(item) for item in value]
            case dict():
                return {key: self.spelt(item) for key, item in value.items()}
            case _:
                return value

    def _letter(self, letter: str) -> str:
        code, category = ord(letter), unicodedata.category(letter)
        strange = code >= _IDEOGRAPHS and not any(code in forms for forms in _ARABIC_AND_HEBREW_FORMS)
        # Of the categories "other": controls, what turns a line round, what is no character, what nobody has assigned.
        no_sign = category[0] == "C" and letter not in _SHAPES_WORDS
        combines = self._marks and category[0] == "M"
        lacking = code // _BLOCK in self.blocks or (self._beyond_ascii and not letter.isascii())
        return f"‹U+{code:04X}›" if strange or no_sign or combines or lacking else letter


def _compile(
    package: str, template: str, shown: object, at: datetime, standards: Sequence[Any], pictures: Path | None
) -> bytes:
    own = files("auxilio.platform").joinpath("fonts")
    with as_file(own) as fonts, as_file(files(package).joinpath("templates")) as templates:
        # Any: typst's types hold the source and the root to one type.
        source: Any = str(templates / template) if pictures is None else (templates / template).read_bytes()
        return typst.compile(
            source,
            format="pdf",
            root=str(pictures or templates),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"data": msgspec.json.encode(shown).decode()},
            pdf_standards=list(standards),
            timestamp=int(at.timestamp()),
        )
