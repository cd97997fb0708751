"""The manual's files: languages, books and chapters, read once, with their links as addresses of `/manual`.

`docs/manual/<language>/<book>/index.md` begins a book: its heading is the title, its links are the chapters in order.
A new book is a folder, a new chapter a file that its index links to, in every language.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

LANGUAGES = ("es", "en")
ROOT = "/manual"
INDEX = "index"
KEYS = "keys"
"""The book of key sheets, written by tools/key_sheets.py: each fits on one sheet of paper."""
LAST = (KEYS, "accessibility")
"""Books that stand after those of the functions, in this order."""
FALLBACKS: Mapping[str, Sequence[str]] = {"ca": ("es", "en")}
"""In which languages a reader is served whose own there is not; everybody else in English, then Spanish."""
_PACKAGE = Path(__file__).parent
_OWN = re.compile(r"(?![a-z][a-z0-9+.-]*:|//|#)")


@dataclass(frozen=True)
class Chapter:
    """One file. `tokens` are its Markdown with every link and picture as an address of the server."""

    language: str
    book: str
    name: str
    title: str
    tokens: tuple[Token, ...]

    @property
    def address(self) -> str:
        """Where it is served."""
        own = f"{ROOT}/{self.language}/{self.book}"
        return own if self.name == INDEX else f"{own}/{self.name}"


@dataclass(frozen=True)
class Book:
    """The chapters of one function: its index, then the others as the index links to them."""

    language: str
    name: str
    chapters: tuple[Chapter, ...]

    @property
    def index(self) -> Chapter:
        """The first page, which names the others."""
        return self.chapters[0]


@dataclass(frozen=True)
class Manual:
    """All of it. `pictures` and `chapters` by address."""

    books: Mapping[str, tuple[Book, ...]]
    chapters: Mapping[str, Chapter]
    pictures: Mapping[str, Path]

    def book(self, language: str, name: str) -> Book | None:
        """A book of a language."""
        return next((one for one in self.books.get(language, ()) if one.name == name), None)


def manual_folder() -> Path:
    """Where the manual lies: in the package when installed, in `docs` of a checkout."""
    packed = _PACKAGE / "pages"
    return packed if packed.is_dir() else _PACKAGE.parents[2] / "docs" / "manual"


def served_language(asked: str) -> str:
    """The language in which somebody who reads `asked` is served."""
    own = asked.lower().partition("-")[0]
    return next(one for one in (own, *FALLBACKS.get(own, ()), "en", "es") if one in LANGUAGES)


def parser() -> MarkdownIt:
    """CommonMark with tables. HTML in the text is shown as text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=4)
def read_manual(folder: Path | None = None) -> Manual:
    """Read the whole manual. Raises `ValueError` for a chapter without a heading."""
    folder = folder or manual_folder()
    books = {language: tuple(_books(folder / language)) for language in LANGUAGES}
    chapters = {one.address: one for all_of in books.values() for book in all_of for one in book.chapters}
    pictures = {
        f"{ROOT}/{language}/pictures/{file.name}": file
        for language in LANGUAGES
        for file in sorted((folder / language / "pictures").glob("*.png"))
    }
    return Manual(books, chapters, pictures)


def _place(book: str) -> tuple[int, str]:
    """Where a book stands among the others."""
    return (LAST.index(book) + 1 if book in LAST else 0, book)


def _books(folder: Path) -> Iterator[Book]:
    for index in sorted(folder.glob(f"*/{INDEX}.md"), key=lambda file: _place(file.parent.name)):
        first = _chapter(index)
        linked = dict.fromkeys(address for address in _links(first.tokens))
        others = {one.address: one for one in map(_chapter, index.parent.glob("*.md")) if one.name != INDEX}
        ordered = [others.pop(address) for address in linked if address in others]
        yield Book(
            first.language,
            first.book,
            (first, *ordered, *sorted(others.values(), key=lambda one: one.name)),
        )


def _chapter(file: Path) -> Chapter:
    language, book = file.parent.parent.name, file.parent.name
    tokens = parser().parse(file.read_text("utf-8"))
    if not tokens or tokens[0].tag != "h1":
        raise ValueError(f"{file} does not begin with its heading")
    for token in walk(tokens):
        for name in ("href", "src"):
            if name in token.attrs:
                token.attrs[name] = _address(str(token.attrs[name]), f"{ROOT}/{language}/{book}")
    return Chapter(language, book, file.stem, tokens[1].content, tuple(tokens))


def _address(link: str, base: str) -> str:
    """A relative link of a file as the address of what it leads to."""
    if not _OWN.match(link) or link.startswith("/"):
        return link
    path, hash_, fragment = link.partition("#")
    whole = posixpath.normpath(posixpath.join(base, path))
    return whole.removesuffix(".md").removesuffix(f"/{INDEX}") + hash_ + fragment


def walk(tokens: Sequence[Token]) -> Iterator[Token]:
    """Every token, those inside others too."""
    for token in tokens:
        yield token
        yield from walk(token.children or ())


def _links(tokens: Sequence[Token]) -> list[str]:
    return [str(token.attrs["href"]).partition("#")[0] for token in walk(tokens) if "href" in token.attrs]
