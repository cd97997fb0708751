"""The phrasebook of one language as a PDF: the operator's sentences by number beside the caller's, and the words of answers by key.

Called by `auxilio content phrasebook`. It bears no day of its own: the same content gives the same bytes.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from babel import Locale

from auxilio.active_content.phrasebook import (
    KEYS,
    PARTS,
    SENTENCES,
    WORDS,
    LanguagePhrases,
    Phrasebook,
    PhraseText,
)
from auxilio.platform.i18n import Catalogues
from auxilio.platform.pdf import typeset

STANDARDS = ("ua-1",)
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
_LABELS = ("number", "ours", "theirs", "answers", "read_how")


def language_title(tag: str, language: str) -> str:
    """What a language is called in another: «árabe (Marruecos)»."""
    return Locale.parse(tag, sep="-").get_display_name(language) or tag


def phrasebook_copy(book: Phrasebook, caller: str, operator: str, catalogues: Catalogues) -> bytes:
    """The PDF for an operator who reads one language and a caller who speaks another. Both are keys of `book.languages`."""
    theirs, ours = book.languages[caller], book.languages[operator]

    def word(name: str, /, **facts: object) -> str:
        return catalogues.text(f"content.phrasebook.{name}", operator, **facts)

    called = language_title(theirs.language, operator)
    data = {
        "lang": operator,
        "caller": caller,
        "rtl": Locale.parse(caller).text_direction == "rtl",
        "draft": theirs.read_by is None,
        "read": any(text.read for text in theirs.sentences.values()),
        "words": {name: word(name) for name in _LABELS}
        | {
            "page": catalogues.text("copy.page", operator),
            "title": word("title", language=called),
            "how": word("how", **KEYS),
            "foot": word("foot", language=called),
            "read_by": _read_by(theirs, operator, catalogues),
        },
        "parts": [
            {
                "title": catalogues.text(f"phrasebook.part.{part}", operator),
                "rows": [_row(n, n, ours.sentences, theirs.sentences) for n in numbers],
            }
            for part, numbers in _numbers()
        ],
        "answers": [_row(key, code, ours.words, theirs.words) for code, key in WORDS.items()],
    }
    return typeset("auxilio.active_content", "phrasebook.typ", data, _UNDATED, STANDARDS)


def _read_by(phrases: LanguagePhrases, language: str, catalogues: Catalogues) -> str:
    """Who has read the language, or that nobody has."""
    if phrases.read_by is None:
        return catalogues.text("phrasebook.draft", language)
    reader = phrases.read_by
    return catalogues.text("phrasebook.read_by", language, name=reader.name, date=reader.date)


def _numbers() -> Iterator[tuple[str, list[str]]]:
    """Each part with the numbers of its sentences."""
    firsts = [*PARTS.values(), SENTENCES + 1]
    for (part, first), end in zip(PARTS.items(), firsts[1:], strict=True):
        yield part, [str(n) for n in range(first, end)]


def _row(
    key: str, code: str, ours: Mapping[str, PhraseText], theirs: Mapping[str, PhraseText]
) -> dict[str, str | None]:
    return {"key": key, "ours": ours[code].say, "theirs": theirs[code].say, "read": theirs[code].read}
