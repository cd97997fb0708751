"""`/manual`: chapters, pictures and PDF. Everybody may read it; only what the manual has is ever looked for on the disk."""

import asyncio
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from threading import Lock

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from auxilio.identity.core.gate import PUBLIC
from auxilio.kernel.refusal import Refused
from auxilio.manual.chapters import KEYS, LANGUAGES, ROOT, Manual, read_manual, served_language
from auxilio.manual.html import STYLE, chapter_page, contents_page
from auxilio.manual.pdf import book_pdf, sheet_pdf
from auxilio.platform import pdf
from auxilio.platform.i18n import catalogues

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Pages of the manual run no script and fetch nothing from another host."""
type Content = tuple[str, bytes]
"""Media type and content."""
FONTS = Path(pdf.__file__).parent / "fonts"
_typeset_lock = Lock()
"""One at a time, however many ask: a book takes a second of a core."""


@cache
def addresses() -> dict[str, Callable[[], Content]]:
    """Each address below `/manual`, with the function that makes its content."""
    manual, words = read_manual(), catalogues()
    found = {STYLE: partial(_file_content, "text/css", Path(__file__).with_name("manual.css"))}
    found |= {
        f"{ROOT}/font/{file.name}": partial(_file_content, "font/ttf", file) for file in FONTS.glob("*.ttf")
    }
    found |= {address: partial(_file_content, "image/png", file) for address, file in manual.pictures.items()}
    pages = {f"{ROOT}/{one}": partial(contents_page, manual, one, words) for one in LANGUAGES}
    pages |= {
        address: partial(chapter_page, manual, chapter, words) for address, chapter in manual.chapters.items()
    }
    return (
        found
        | {address: partial(_page_content, page) for address, page in pages.items()}
        | pdf_addresses(manual)
    )


def pdf_addresses(manual: Manual) -> dict[str, Callable[[], Content]]:
    """The PDF of each book and of each key sheet, typeset once."""
    words = catalogues()
    found: dict[str, Callable[[], bytes]] = {}
    for book in (book for books in manual.books.values() for book in books):
        found[f"{book.index.address}.pdf"] = partial(book_pdf, book, words)
        for chapter in book.chapters[1:] if book.name == KEYS else ():
            found[f"{chapter.address}.pdf"] = partial(sheet_pdf, chapter, words)
    return {address: partial(_pdf_content, cache(typeset)) for address, typeset in found.items()}


def _file_content(media_type: str, file: Path) -> Content:
    return media_type, file.read_bytes()


def _page_content(make: Callable[[], bytes]) -> Content:
    return "text/html", make()


def _pdf_content(typeset: Callable[[], bytes]) -> Content:
    with _typeset_lock:
        return "application/pdf", typeset()


@get(ROOT, opt=PUBLIC, include_in_schema=False)
async def manual_contents(request: Request) -> Redirect:  # type: ignore[type-arg]  # litestar's three open types
    """To the contents in the language that the browser asks for."""
    asked = request.headers.get("accept-language", "")
    return Redirect(f"{ROOT}/{served_language(asked.partition(',')[0].partition(';')[0].strip())}")


@get(f"{ROOT}/{{rest:path}}", opt=PUBLIC, include_in_schema=False)
async def manual_page(rest: FromPath[str]) -> Response[bytes]:
    """A page, a picture or a PDF. In a language that the manual does not have: the one that its reader is served instead."""
    language, _, below = rest.strip("/").partition("/")
    address = f"{ROOT}/{language}/{below}".rstrip("/")
    known = await asyncio.to_thread(addresses)
    if address not in known:
        instead = f"{ROOT}/{served_language(language)}/{below}".rstrip("/")
        if language in catalogues().languages and instead in known:
            return Response(b"", status_code=302, headers={"location": instead})
        raise Refused("unknown_route")
    media_type, content = await asyncio.to_thread(known[address])
    headers = {"content-security-policy": CONTENT_SECURITY_POLICY, "cache-control": "no-cache"}
    return Response(content, media_type=media_type, headers=headers)
