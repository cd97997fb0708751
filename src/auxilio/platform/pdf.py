"""Paper: data and a template in, PDF out. The same data always give the same bytes; the fonts are our own."""

import re
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import msgspec
import typst

_TRIES_MAX, _BLOCK = 100, 128
_NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_IDEOGRAPHS = 0x2E80
_ARABIC_AND_HEBREW_FORMS = (range(0xFB1D, 0xFE00), range(0xFE70, 0xFF00))
_TURNS_LINES_ROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


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
    for _ in range(_TRIES_MAX):
        try:
            return _compile(package, template, _spelt(data, unshowable), at, standards, pictures)
        except typst.TypstError as wrong:
            found = _NOT_SHOWN.search(str(wrong))
            if not found:
                raise
            unshowable |= {ord(letter) // _BLOCK for letter in found[1]}
    raise AssertionError("each try takes a block of letters away")


def _spelt(value: object, unshowable: set[int]) -> object:
    """The same with every letter that our fonts lack spelt as its number, ‹U+6551›: a report must never fail for
    what a caller wrote, nor quietly leave it out. The letters themselves stay whole in events.json."""

    def spell(letter: str) -> str:
        code = ord(letter)
        strange = code >= _IDEOGRAPHS and not any(code in forms for forms in _ARABIC_AND_HEBREW_FORMS)
        control = letter in _TURNS_LINES_ROUND or (code < ord(" ") and letter not in "\n\t")
        return f"‹U+{code:04X}›" if strange or control or code // _BLOCK in unshowable else letter

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
