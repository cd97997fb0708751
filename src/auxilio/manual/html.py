"""A chapter as a page: the text, where it stands in its book, and nothing that is fetched from elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from auxilio.manual.chapters import KEYS, LANGUAGES, ROOT, Book, Chapter, Manual, parser
from auxilio.platform.i18n import Catalogues

STYLE = f"{ROOT}/manual.css"
_NAMES = {"es": "Español", "en": "English"}


def chapter_page(manual: Manual, chapter: Chapter, words: Catalogues) -> bytes:
    """The page of one chapter."""
    book = manual.book(chapter.language, chapter.book)
    assert book is not None, "a chapter was read with its book"
    say = _say(words, chapter.language)
    crumbs = f'<a href="{ROOT}/{chapter.language}">{say("title")}</a>'
    if chapter is not book.index:
        crumbs += f' · <a href="{book.index.address}">{escape(book.index.title)}</a>'
    paper = chapter.address if chapter.book == KEYS and chapter is not book.index else book.index.address
    others = {
        language: f"{ROOT}/{language}/{chapter.address.removeprefix(f'{ROOT}/{chapter.language}/')}"
        for language in LANGUAGES
    }
    body = f"{rendered(chapter.tokens)}{_onward(book, chapter, say)}"
    foot = f'<a href="{paper}.pdf">{say("pdf")}</a>'
    return _page(chapter.language, chapter.title, crumbs, others, body, foot, say)


def contents_page(manual: Manual, language: str, words: Catalogues) -> bytes:
    """Every book with its chapters, in one language."""
    say = _say(words, language)
    parts = [f"<h1>{say('title')}</h1>"]
    for book in manual.books[language]:
        parts.append(f'<h2><a href="{book.index.address}">{escape(book.index.title)}</a></h2><ul>')
        parts += [
            f'<li><a href="{one.address}">{escape(one.title)}</a></li>'
            for one in book.chapters
            if one is not book.index
        ]
        parts.append("</ul>")
    others = {one: f"{ROOT}/{one}" for one in LANGUAGES}
    return _page(language, say("title"), "", others, "".join(parts), "", say)


def rendered(tokens: Sequence[Token]) -> str:
    """HTML of a chapter. A table can be scrolled by itself, by keys too."""
    markdown = parser()
    rules: Mapping[str, Callable[..., str]] = {"table_open": _table_opens, "table_close": _table_closes}
    for name, rule in rules.items():
        markdown.add_render_rule(name, rule)
    return str(markdown.renderer.render(list(tokens), markdown.options, {}))


def _table_opens(_: RendererHTML, tokens: Sequence[Token], at: int, *__: Any) -> str:
    named = next(one.content for one in tokens[at:] if one.type == "inline")
    return f'<div class="table" tabindex="0" role="group" aria-label="{escape(named, quote=True)}"><table>'


def _table_closes(*_: Any) -> str:
    return "</table></div>"


def _say(words: Catalogues, language: str) -> Callable[[str], str]:
    return lambda key: escape(words.text(f"manual.{key}", language))


def _onward(book: Book, chapter: Chapter, say: Callable[[str], str]) -> str:
    """To the chapters before and after."""
    at = book.chapters.index(chapter)
    links = []
    if at > 0:
        before = book.chapters[at - 1]
        links.append(f'<a rel="prev" href="{before.address}">{say("before")}: {escape(before.title)}</a>')
    if at + 1 < len(book.chapters):
        after = book.chapters[at + 1]
        links.append(f'<a rel="next" href="{after.address}">{say("after")}: {escape(after.title)}</a>')
    return f'<nav class="onward" aria-label="{say("onward")}">{"".join(links)}</nav>' if links else ""


def _page(
    language: str,
    title: str,
    crumbs: str,
    others: Mapping[str, str],
    body: str,
    foot: str,
    say: Callable[[str], str],
) -> bytes:
    choices = " ".join(
        f'<a lang="{one}" hreflang="{one}" href="{address}"{" aria-current='true'" if one == language else ""}>'
        f"{_NAMES[one]}</a>"
        for one, address in others.items()
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{escape(title)} · Auxilio</title><link rel="stylesheet" href="{STYLE}"></head><body>'
        f'<a class="skip" href="#text">{say("skip")}</a>'
        f'<header><nav aria-label="{say("where")}">{crumbs}</nav>'
        f'<nav aria-label="{say("languages")}">{choices}</nav></header>'
        f'<main id="text" tabindex="-1">{body}</main><footer>{foot}</footer></body></html>'
    ).encode()
