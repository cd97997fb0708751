"""Somebody signed in before a page, and the picture of it for the manual: what manual_pictures.py and manual_work_pictures.py share."""

import io
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, expect

from auxilio.app.cli.demo_people import PASSWORD
from auxilio.manual.chapters import manual_folder
from auxilio.platform.i18n import catalogues

BYTES_MAX = 250_000
READ: ViewportSize = {"width": 1280, "height": 800}
"""Letters can still be read where a picture is as wide as a page of text."""
LOCALES: Mapping[str, str] = {"es": "es-ES", "en": "en-GB"}
USUAL_FOLDER = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode())
    walker.currentNode.data = walker.currentNode.data.replace(/\\/[^ ,]*\\/data(?=\\/)/, "/var/lib/auxilio")
}"""
"""Where data are when they are installed: the folder of a demo is another one each time."""
BROWSER_IN_SPANISH = """() => {
  for (const input of document.querySelectorAll('input[type="date"]')) {
    const [year, month, day] = input.value.split("-")
    input.type = "text"
    input.value = year ? `${day}/${month}/${year}` : "dd/mm/aaaa"
  }
  for (const input of document.querySelectorAll('input[type="file"]')) {
    const shown = document.createElement("span")
    const button = document.createElement("button")
    button.style.cssText = "all: revert; font: 14px sans-serif; margin-right: 4px"
    button.textContent = "Seleccionar archivo"
    shown.append(button, input.files[0]?.name ?? "Ningún archivo seleccionado")
    input.replaceWith(shown)
  }
}"""
"""What a browser writes on its own controls: the Chromium of the distribution brings English alone."""


@dataclass(frozen=True)
class Window:
    """Somebody signed in before a page."""

    page: Page
    language: str
    name: str
    csrf: str

    def post(self, path: str, body: dict[str, Any]) -> bool:
        """Whether it was done. What is there already is refused, and that is well."""
        return self.page.request.post(path, data=body, headers={"x-auxilio-csrf": self.csrf}).ok

    def command(self, kind: str, **fields: Any) -> bool:
        """Whether it was done."""
        id = uuid.uuid4()
        return self.post("/api/commands", {"id": str(id), "command": {"kind": kind, **fields}})

    def words(self, key: str, **facts: Any) -> str:
        """As the console says it."""
        return catalogues().text(key, self.language, **facts)


@contextmanager
def window(
    browser: Browser, url: str, language: str, login: str, desk: str | None = None, *, mode: str = "exercise"
) -> Iterator[Window]:
    """A window of somebody whose console is in the language."""
    context = browser.new_context(base_url=url, locale=LOCALES[language], viewport=READ)
    page = context.new_page()
    body = {"login": login, "password": PASSWORD, "language": language, "mode": mode}
    body |= {"desk": desk} if desk else {}
    reply = page.request.post("/api/session", data=body)
    assert reply.ok, reply.text()
    csrf = reply.json()["csrf"]
    try:
        yield Window(page, language, reply.json()["person"]["name"], csrf)
    finally:
        page.request.delete("/api/session", headers={"x-auxilio-csrf": csrf})
        context.close()


def settled(of: Window, shows: str = "main [data-region]") -> None:
    """Everything has come and is drawn; `shows`: what the page has once it is there."""
    expect(of.page.locator(shows).first).to_be_visible()
    of.page.wait_for_load_state("networkidle")
    expect(of.page.get_by_text(of.words("kit.loading"))).to_have_count(0)
    of.page.evaluate(
        "document.fonts.ready.then(() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))))"
    )


def take(of: Window, name: str, shows: str = "main [data-region]") -> None:
    """Its picture, in the manual of its language."""
    of.page.mouse.move(0, 0)
    of.page.evaluate("document.activeElement?.blur()")
    settled(of, shows)
    of.page.evaluate(USUAL_FOLDER)
    if of.language == "es":
        of.page.evaluate(BROWSER_IN_SPANISH)
    file = manual_folder() / of.language / "pictures" / f"{name}.png"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(fewer_colours(of.page.screenshot(animations="disabled")))
    print(f"[manual] {of.language}/{file.name} {file.stat().st_size // 1000} kB", flush=True)


def fewer_colours(shot: bytes, bytes_max: int = BYTES_MAX) -> bytes:
    """The same picture with a palette, as many colours as fit; the orange of a small sign stays orange. Raises when none does."""
    from PIL import Image

    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for colours in (256, 128, 64, 32):
        into = io.BytesIO()
        picture.quantize(colours, method=Image.Quantize.FASTOCTREE).save(into, "PNG", optimize=True)
        if into.tell() < bytes_max:
            return into.getvalue()
    raise SystemExit("a picture does not fit into its bytes")
