"""What every story in a browser needs of its hands: how Chromium is started, how a person sits down, what axe says."""

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, TimeoutError, ViewportSize, expect

from auxilio.app.cli.demo_people import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "console" / "node_modules" / "axe-core" / "axe.min.js"
RESULTS = ROOT / "test-results" / "browser"
TOUR = ROOT / "docs" / "tour"
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_MAPS = ["--disable-3d-apis"]
DRAWS_MAPS = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
"""A map is drawn in software, at two seconds of a core for each load. With `NO_MAPS` its list stands in its place, and the page says so."""
MICROPHONE = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
"""With these a page has a microphone, and is asked for nothing; without them a desk has no line."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_MS = 40_000
"""How long a story waits for what it expects to see: a fault fails by it, a busy machine does not."""
PROVED_S = 6 * PATIENCE_MS / 1000
"""A release is proved with all the content before it is in force: fourteen seconds of a core."""
expect.set_options(timeout=PATIENCE_MS)
defects: list[str] = []
"""What no page of the story that runs caught: a defect of the program, whatever the story looks at."""


def window(browser: Browser, installation: str, size: ViewportSize = DESK, **more: Any) -> BrowserContext:
    """A browser of somebody's own, nothing shared with another."""
    context = browser.new_context(base_url=installation, viewport=size, **{"locale": "es-ES", **more})
    context.set_default_timeout(PATIENCE_MS)
    context.on(
        "weberror", lambda defect: defects.append(f"{defect.error} at {defect.page and defect.page.url}")
    )
    return context


def sign_in(page: Page, login: str, desk: str | None = None) -> None:
    """Sit down: the session's cookie is this window's from here on. Go to a page yourself."""
    body = {"login": login, "password": PASSWORD, **({"desk": desk} if desk else {})}
    reply = page.request.post("/api/session", data=body)
    assert reply.ok, reply.text()


def sign_out(page: Page) -> None:
    """Leave the desk free for the next story; whose session has ended has left it."""
    session = page.request.get("/api/session")
    if session.ok:
        page.request.delete("/api/session", headers={"x-auxilio-csrf": session.json()["csrf"]})


def press(page: Page, key: str) -> None:
    """A key, as a person presses it who sees its button: a command's, not before the button says that it acts."""
    shortcut = re.sub(r"^Alt\+(?:Key)?([A-Za-z])$", lambda letter: f"Alt+{letter[1].upper()}", key)
    buttons = page.locator(f'[aria-keyshortcuts="{shortcut}"]')
    if re.fullmatch(r"Alt\+[A-Z]|F9", shortcut) and buttons.count():
        try:
            buttons.and_(page.locator(":not([aria-disabled])")).first.wait_for(state="attached")
        except TimeoutError as late:
            RESULTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=RESULTS / "not-acting.png")
            reasons = buttons.evaluate_all("all => all.map(each => each.title || each.outerHTML)")
            raise AssertionError(f"{key} never acts: {reasons}; {page.inner_text('body')}") from late
    page.keyboard.press(key)


def press_again(page: Page, key: str) -> None:
    """The second press of two that make one command.

    Under load it can come after its two seconds and count as the first of the next two: then once more.
    """
    page.keyboard.press(key)
    armed = page.get_by_role("button").filter(has_text="otra vez para confirmar")
    for _ in range(20):
        page.wait_for_timeout(100)  # what the press did is drawn
        if not armed.count():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} was pressed again and again, and never counts as twice")


def by_bar(page: Page, words: str) -> None:
    """A command by its words, in the command bar: Enter when it stands there and acts. An open layer would keep the keys."""
    layer = page.locator("dialog[open]")
    expect(layer).to_have_count(0)
    page.keyboard.press("Control+KeyK")
    expect(layer.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(words)
    layer.locator(
        '[role="option"][data-kind="command"][aria-selected="true"]:not([aria-disabled="true"])'
    ).wait_for()
    page.keyboard.press("Enter")


def layer_asks(page: Page) -> Locator:
    """A layer has opened and the hand is in a field of it, which is returned: what is typed goes there."""
    field = page.locator("dialog[open] :is(input, textarea, select):focus")
    expect(field).to_have_count(1)
    return field


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, one line each. Run in an isolated world: our CSP lets no script in."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def all_modes(room: Page) -> Locator:
    """Opens what stands behind the count of *Modos y novedades*: the region shows as many as fit."""
    modes = room.get_by_role("region", name="Modos y novedades")
    modes.get_by_role("button", name=re.compile("más: ver todo")).press("Enter")
    return room.get_by_role("dialog")


PALETTES = ("standard", "protan", "deutan", "tritan")
LOOKS = """async (palettes) => {
  const root = document.documentElement.dataset
  const { theme: before, palette: own = 'standard' } = root
  const found = []
  const inks = () => new Map([...document.body.querySelectorAll('*')].map((e) => {
    const { color, backgroundColor, backgroundImage, opacity } = getComputedStyle(e)
    return [e, [color, backgroundColor, backgroundImage, opacity].join(' ')]
  }))
  for (const theme of ['dark', 'light']) {
    Object.assign(root, { theme, palette: 'standard' })
    const standard = inks()
    for (const palette of palettes) {
      root.palette = palette
      if (theme === before && palette === own) continue
      const others = new Set([...inks()].flatMap(([e, ink]) => (standard.get(e) === ink ? [] : [e])))
      const include = palette === 'standard' ? [document.body] : [...others].filter((e) => !others.has(e.parentElement))
      if (include.length === 0) continue
      const seen = await window.axe.run({ include }, {
        runOnly: ['color-contrast', 'link-in-text-block'], resultTypes: ['violations'], preload: false,
      })
      for (const one of seen.violations)
        found.push(...one.nodes.map((node) => `${theme} ${palette} ${one.id}: ${node.target} ${node.failureSummary}`))
    }
  }
  Object.assign(root, { theme: before, palette: own })
  return found
}"""


def violations_in_every_look(page: Page, palettes: Sequence[str] = PALETTES) -> list[str]:
    """What axe finds in both themes and these palettes, of one load of the page at the size it has.

    A theme and a palette change colours alone (`console/src/kit/tokens.css`), so of all rules those that read colours are asked
    again: `color-contrast` and `link-in-text-block`, in the other theme of the whole page, and in a palette of what it gives another
    ink or ground than the standard one does, with all that stands in it. Every other rule (names, roles, the size of targets, what
    can be scrolled by keys) is asked once, and again by whoever has changed the size of type or of the window.
    """
    return [*violations(page), *page.evaluate(LOOKS, list(palettes))]


def picture(page: Page, name: str) -> None:
    """A picture for the tour, `docs/tour/<page>-<theme>-<width>.png`; taken only when somebody asks for new ones."""
    if os.environ.get("AUXILIO_TOUR"):
        page.wait_for_timeout(2_000)  # a map draws its ground
        page.screenshot(path=TOUR / f"{name}.png")


def stands(page: Page, release: str) -> None:
    """Waits until a release is in force: while it is being proved the page says «Entra en vigor»."""
    expect(page.get_by_text(re.compile(f"^En vigor: {release}"))).to_be_visible(timeout=PROVED_S * 1000)
