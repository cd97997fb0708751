"""The manual: each page of the console's administration has its chapter in each language, and nothing leads nowhere."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from auxilio.manual.api import CONTENT_SECURITY_POLICY, addresses, manual_contents, manual_page
from auxilio.manual.chapters import (
    KEYS,
    LANGUAGES,
    LAST,
    ROOT,
    Chapter,
    read_manual,
    served_language,
    walk,
)
from auxilio.manual.html import chapter_page
from auxilio.manual.pdf import book_pdf, sheet_pdf
from auxilio.platform.http.problem import exception_handlers
from auxilio.platform.i18n import catalogues, locale_folder
from tests.manual.console_pages import admin_sections, named_chapters, page_chapters

MANUAL = read_manual()
every_language = pytest.mark.parametrize("language", LANGUAGES)


def chapters(language: str) -> Iterator[Chapter]:
    return (one for one in MANUAL.chapters.values() if one.language == language)


def pictures_of(chapter: Chapter) -> list[str]:
    return [str(token.attrs["src"]) for token in walk(chapter.tokens) if "src" in token.attrs]


@every_language
def test_each_section_of_admin_has_a_chapter_with_its_picture(language: str) -> None:
    sections = admin_sections()
    assert len(sections) >= 14
    missing = [
        section
        for section in sections
        if (chapter := MANUAL.chapters.get(f"{ROOT}/{language}/administrator/{section}")) is None
        or f"{ROOT}/{language}/pictures/admin-{section}.png" not in pictures_of(chapter)
    ]
    assert missing == []


@every_language
def test_each_page_has_its_chapter(language: str) -> None:
    chapters_of = page_chapters()
    assert {path for path, chapter in chapters_of.items() if chapter is None} == {"/call", "/gallery"}
    led = {path: f"{ROOT}/{language}/{chapter}" for path, chapter in chapters_of.items() if chapter}
    assert {path for path, address in led.items() if address not in MANUAL.chapters} == set()
    assert {path for path, address in led.items() if f"/{KEYS}" in address} == set()


@every_language
def test_each_chapter_that_a_page_names_while_it_is_open_exists(language: str) -> None:
    named = named_chapters()
    assert {"training/trainer", "training/trainee", "author", "work/content"} <= set(named)
    assert [one for one in named if f"{ROOT}/{language}/{one}" not in MANUAL.chapters] == []


@every_language
def test_the_accessibility_statement_is_a_book_of_the_manual(language: str) -> None:
    book = MANUAL.books[language][-1]
    assert book.name == "accessibility"
    assert f"{book.index.address}.pdf" in addresses()


def test_every_language_has_the_same_chapters() -> None:
    named = {
        language: {one.address.removeprefix(f"{ROOT}/{language}") for one in chapters(language)}
        for language in LANGUAGES
    }
    assert all(names == named["es"] for names in named.values())
    assert {f"/{book.name}" for book in MANUAL.books["es"]} <= named["es"]


@every_language
def test_every_link_and_picture_leads_somewhere_and_every_chapter_stands_in_its_index(language: str) -> None:
    dead = [
        f"{chapter.address}: {target}"
        for chapter in chapters(language)
        for token in walk(chapter.tokens)
        for target in (str(token.attrs.get("href", "")), str(token.attrs.get("src", "")))
        if target and target.partition("#")[0] not in addresses()
    ]
    assert dead == []
    for book in MANUAL.books[language]:
        linked = {str(token.attrs.get("href")) for token in walk(book.index.tokens)}
        assert [one.address for one in book.chapters[1:] if one.address not in linked] == []


@every_language
def test_every_picture_is_shown_and_is_described(language: str) -> None:
    shown = {picture for chapter in chapters(language) for picture in pictures_of(chapter)}
    assert shown == {picture for picture in MANUAL.pictures if f"/{language}/" in picture}
    described = [
        token.content for one in chapters(language) for token in walk(one.tokens) if token.type == "image"
    ]
    assert all(len(words) > 10 for words in described)


@every_language
def test_a_page_has_no_script_and_asks_no_other_host(language: str) -> None:
    for chapter in chapters(language):
        page = chapter_page(MANUAL, chapter, catalogues()).decode()
        assert not re.search(r'<script|<style| style=| on\w+=|(?:src|href)="(?!/manual|#)', page), (
            chapter.address
        )
        assert f'<html lang="{language}">' in page
        assert page.count("<h1>") == 1


def test_html_of_the_text_is_shown_as_text(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "book"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("# Title\n\n<script>x</script> [y](javascript:z)\n")
    manual = read_manual(tmp_path)
    page = chapter_page(manual, manual.chapters["/manual/en/book"], catalogues()).decode()
    assert "<script" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    ("asked", "served"), [("es-ES", "es"), ("en", "en"), ("ca", "es"), ("fr-FR", "en"), ("", "en")]
)
def test_somebody_whose_language_the_manual_lacks_is_served_another(asked: str, served: str) -> None:
    assert served_language(asked) == served


@every_language
def test_each_book_is_a_pdf_and_each_key_sheet_one_page(language: str) -> None:
    words = catalogues()
    for book in MANUAL.books[language]:
        assert book_pdf(book, words).startswith(b"%PDF")
        for sheet in book.chapters[1:] if book.name == KEYS else ():
            assert re.findall(rb"/Count (\d+)", sheet_pdf(sheet, words))[0] == b"1", sheet.address


@every_language
def test_the_pdf_of_a_book_has_its_pictures(language: str) -> None:
    book = MANUAL.book(language, "administrator")
    assert book
    shown = [picture for chapter in book.chapters for picture in pictures_of(chapter)]
    assert book_pdf(book, catalogues()).count(b"/Subtype/Image") >= len(shown) > 10


@every_language
def test_the_pages_of_every_function_have_a_key_sheet(language: str) -> None:
    book = MANUAL.book(language, KEYS)
    assert book
    sheets = {one.name for one in book.chapters}
    assert {
        "desk",
        "centre",
        "room",
        "unit",
        "archive",
        "content",
        "study",
        "preventive",
        "admin",
        "training",
    } <= sheets


def test_only_what_the_manual_has_is_served_with_a_policy_of_its_own() -> None:
    app = Litestar(
        [manual_contents, manual_page], openapi_config=None, exception_handlers=exception_handlers()
    )
    with TestClient(app) as client:
        first = client.get("/manual", headers={"accept-language": "ca-ES,ca;q=0.9"}, follow_redirects=False)
        assert first.headers["location"] == "/manual/es"
        page = client.get("/manual/en/administrator/people")
        assert page.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert "<h1>People</h1>" in page.text
        french = client.get("/manual/fr/administrator/people", follow_redirects=False)
        assert french.headers["location"] == "/manual/en/administrator/people"
        for path in (
            "xx",
            "es/nothing",
            "es/%2e%2e/%2e%2e/pyproject.toml",
            "zz/administrator",
            "es/pictures",
        ):
            assert client.get(f"/manual/{path}").status_code == 404, path


KEY = re.compile(
    r"(Alt|Ctrl) ([A-Z,]|Enter)|F\d|Enter|Escape|Tab|Tabulador|Space|Espacio|Arrow down|Flecha abajo"
)
OF_FACTS = {"Make all 40", "Crear los 40", "+n"}
"""Words with a number in them, which the console counts out."""


def bold_words(chapter: Chapter) -> Iterator[str]:
    for token in walk(chapter.tokens):
        parts = token.children or []
        yield from (after.content for part, after in pairwise(parts) if part.type == "strong_open")


@every_language
def test_what_a_chapter_writes_in_bold_is_a_key_or_stands_on_the_console(language: str) -> None:
    catalogue = json.loads((locale_folder() / f"{language}.json").read_text("utf-8"))
    said = [re.sub(r"\{\w+\}", "…", text).lower() for text in catalogue.values()]
    unknown = [
        f"{chapter.address}: {word}"
        for chapter in chapters(language)
        if chapter.book not in LAST
        for word in bold_words(chapter)
        if not KEY.fullmatch(word) and word not in OF_FACTS
        if not any(word.strip(" .:").lower() in text for text in said)
    ]
    assert unknown == []
