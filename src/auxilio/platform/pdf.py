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
    unshowable = set[int]()
    for tried in range(_TRIES_MAX):
        if tried == _TRIES_GENTLE:
            unshowable |= _OTHER_SCRIPTS
        try:
            return _compile(package, template, _spelt(data, unshowable), at, standards, pictures)
        except typst.TypstError as wrong:
            found = _NOT_SHOWN.search(str(wrong))
            if not found:
                raise
            letters = _ESCAPED.sub(lambda each: chr(int(each[1], 16)), found[1] or found[2])
            unshowable |= {ord(letter) // _BLOCK for letter in letters}
    raise AssertionError("each try takes a block of letters away")


def _spelt(value: object, unshowable: set[int]) -> object:
    """The same with every letter that our fonts lack spelt as its number, ‹U+6551›: a report must never fail for
    what a caller wrote, nor quietly leave it out. The letters themselves stay whole in events.json."""

    def spell(letter: str) -> str:
        code = ord(letter)
        strange = code >= _IDEOGRAPHS and not any(code in forms for forms in _ARABIC_AND_HEBREW_FORMS)
        # Of the categories "other": controls, what turns a line round, what is no character, what nobody has assigned.
        no_sign = unicodedata.category(letter)[0] == "C" and letter not in _SHAPES_WORDS
        return f"‹U+{code:04X}›" if strange or no_sign or code // _BLOCK in unshowable else letter

    match value:
        case str():
            return value if value.isascii() and value.isprintable() else "".join(map(spell, value))
        case list():
            return [_spelt(item, unshowable) for item in value]
        case dict():
            return {key: _spelt(item, unshowable) for key, item in value.items()}
        case _:
            return value


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
