"""Words for people, on the server: reports, the command line, what is sent out. The console reads the same files.

One JSON file for each language in `locale/`, flat keys (`refusal.unit_not_available`), ICU MessageFormat (icu.py).
Spanish is the reference and the last resort: a missing translation shows Spanish, an unknown key shows itself, a fact
that was not given shows its name in braces. Nothing here fails in front of a person; tests keep the files complete.
"""

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from auxilio.kernel.refusal import Refused
from auxilio.platform.icu import Message, MessageArgument, MessageChoice, PluralNumber, parse

REFERENCE = "es"
LANGUAGES = ("es", "ca", "en", "fr")
_PACKAGE = Path(__file__).parents[1]


def locale_folder() -> Path:
    """Where the catalogues lie: in the package when installed, beside `src` in a checkout."""
    packed = _PACKAGE / "locale"
    return packed if packed.is_dir() else _PACKAGE.parents[1] / "locale"


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale(REFERENCE)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Message:
    return parse(text)


def fallback_chain(language: str) -> tuple[str, ...]:
    """Where a text is looked for, in order: `ca-ES-valencia`, `ca-ES`, `ca`, `es`."""
    parts = language.split("-")
    own = tuple("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return own if REFERENCE in own else (*own, REFERENCE)


def render(text: str, language: str, facts: Mapping[str, object]) -> str:
    """A message with its facts, by the rules of the language. Raises `icu.BadMessage` for a malformed one."""
    return _render(_parsed(text), _locale(language), facts, "#")


def _as_number(value: object) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _show(value: object, locale: Locale) -> str:
    number = _as_number(value)
    return str(value) if number is None else format_decimal(number, locale=locale)


def _choose(choice: MessageChoice, value: object, locale: Locale) -> Message:
    options = choice.options
    if choice.kind == "select":
        return options.get(str(value).lower() if isinstance(value, bool) else str(value), options["other"])
    number = _as_number(value)
    if number is None:
        return options["other"]
    exact = options.get(f"={number:g}")
    if exact is not None:
        return exact
    rule = locale.plural_form if choice.kind == "plural" else locale.ordinal_form
    return options.get(rule(number), options["other"])


def _render(message: Message, locale: Locale, facts: Mapping[str, object], number: str) -> str:
    shown: list[str] = []
    for part in message:
        match part:
            case str():
                shown.append(part)
            case PluralNumber():
                shown.append(number)
            case MessageArgument(name, style):
                value = facts.get(name, f"{{{name}}}")
                shown.append(_show(value, locale) if style == "number" else str(value))
            case MessageChoice(name, kind):
                value = facts.get(name)
                inner = number if kind == "select" else _show(value, locale)
                shown.append(_render(_choose(part, value, locale), locale, facts, inner))
    return "".join(shown)


class Catalogues:
    """All languages of a folder. Immutable once loaded; safe to share."""

    def __init__(self, by_language: Mapping[str, Mapping[str, str]]) -> None:
        self._by_language = {language: dict(texts) for language, texts in by_language.items()}

    @classmethod
    def load(cls, folder: Path | None = None) -> "Catalogues":
        """Read every `<language>.json` of the folder, by default the product's own."""
        folder = folder or locale_folder()
        return cls({path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))})

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are."""
        return tuple(self._by_language)

    def __contains__(self, key: str) -> bool:
        return key in self._by_language.get(REFERENCE, {})

    def has(self, key: str, language: str) -> bool:
        """Whether this language itself has the key."""
        return key in self._by_language.get(language, {})

    def text(self, key: str, language: str = REFERENCE, /, **facts: object) -> str:
        """The text of `key` in `language`, or in the next of its chain, or the key itself."""
        for candidate in fallback_chain(language):
            text = self._by_language.get(candidate, {}).get(key)
            if text is not None:
                return render(text, candidate, facts)
        return key

    def refusal(self, refused: Refused, language: str = REFERENCE) -> str:
        """A refusal in words: `refusal.<code>` with its facts."""
        return self.text(f"refusal.{refused.code}", language, **refused.facts)


def reader_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language of the terminal, where it is one of ours: `LC_ALL` goes before `LC_MESSAGES`, which goes before `LANG` (POSIX)."""
    asked = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    said = next(filter(None, asked), "").partition("_")[0].partition(".")[0]
    return said if said in LANGUAGES else REFERENCE


@lru_cache(maxsize=1)
def catalogues() -> Catalogues:
    """The product's own catalogues, read once."""
    return Catalogues.load()
