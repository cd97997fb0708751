"""A book, or one sheet, as PDF: the chapters' Markdown as a tree that the template draws."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from auxilio.manual.chapters import KEYS, ROOT, Book, Chapter, manual_folder
from auxilio.platform.i18n import Catalogues
from auxilio.platform.pdf import typeset

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_AT = datetime(2026, 1, 1, tzinfo=UTC)
"""One moment for all, so that the same text gives the same bytes."""


def book_pdf(book: Book, words: Catalogues) -> bytes:
    """All chapters of a book, with a contents page."""
    return _typeset(book.chapters, book.index.title, book.language, words, sheet=False)


def sheet_pdf(chapter: Chapter, words: Catalogues) -> bytes:
    """One chapter on one A4."""
    return _typeset([chapter], chapter.title, chapter.language, words, sheet=chapter.book == KEYS)


def _typeset(
    chapters: Sequence[Chapter], title: str, language: str, words: Catalogues, *, sheet: bool
) -> bytes:
    data = {
        "lang": language,
        "title": title,
        "sheet": sheet,
        "contents": words.text("manual.contents", language),
        "chapters": [list(_blocks(_tree(chapter.tokens))) for chapter in chapters],
    }
    return typeset("auxilio.manual", "manual.typ", data, _AT, STANDARDS, pictures=manual_folder())


def _tree(tokens: Sequence[Token]) -> Sequence[SyntaxTreeNode]:
    return SyntaxTreeNode(list(tokens)).children


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Iterator[dict[str, Any]]:
    """Each block as its kind and what is in it. A kind that the template does not draw raises `ValueError`."""
    for node in nodes:
        match node.type:
            case "heading":
                yield {"kind": "heading", "level": int(node.tag[1:]), "text": _inline(node)}
            case "paragraph":
                yield from _paragraph(_inline(node))
            case "bullet_list" | "ordered_list":
                items = [list(_blocks(item.children)) for item in node.children]
                yield {"kind": "list", "numbered": node.type == "ordered_list", "items": items}
            case "fence" | "code_block":
                yield {"kind": "code", "text": node.content.rstrip("\n")}
            case "blockquote":
                yield {"kind": "note", "blocks": list(_blocks(node.children))}
            case "table":
                rows = [
                    [_inline(cell) for cell in row.children]
                    for part in node.children
                    for row in part.children
                ]
                yield {"kind": "table", "head": rows[0], "rows": rows[1:]}
            case _:
                raise ValueError(f"the manual's PDF draws no {node.type}")


def _paragraph(spans: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A picture stands by itself: inside a paragraph typst would leave it out."""
    yield from (one for one in spans if one["kind"] == "picture")
    if texts := [one for one in spans if one["kind"] == "text"]:
        yield {"kind": "paragraph", "text": texts}


def _inline(node: SyntaxTreeNode) -> list[dict[str, Any]]:
    return [span for inline in node.children for child in inline.children for span in _spans(child, "plain")]


def _spans(node: SyntaxTreeNode, style: str) -> Iterator[dict[str, Any]]:
    """Texts with their styles. A link is its words: its address is of a server that paper does not have."""
    match node.type:
        case "text" | "code_inline":
            yield {
                "kind": "text",
                "style": "code" if node.type == "code_inline" else style,
                "text": node.content,
            }
        case "softbreak" | "hardbreak":
            yield {"kind": "text", "style": style, "text": " "}
        case "image":
            path = str(node.attrs["src"]).removeprefix(ROOT)
            yield {"kind": "picture", "path": path, "text": node.content}
        case "strong" | "em" | "link":
            for child in node.children:
                yield from _spans(child, style if node.type == "link" else node.type)
        case _:
            raise ValueError(f"the manual's PDF draws no {node.type}")
