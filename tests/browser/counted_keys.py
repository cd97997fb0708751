"""Keys of a story, counted besides what is typed: the issue says how many a piece of work may take."""

from playwright.sync_api import Page, expect


class CountedKeys:
    """The hands of one person at one page."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> None:
        """Each is one, also with a second key held."""
        for key in keys:
            self.page.keyboard.press(key)
        self.count += len(keys)

    def type(self, words: str) -> None:
        """Text is not counted."""
        self.page.keyboard.type(words)

    def by_bar(self, words: str) -> None:
        """A command by its words: two keys."""
        layer = self.page.locator("dialog[open]")
        self.press("Control+KeyK")
        expect(layer.get_by_role("combobox")).to_be_focused()
        self.type(words)
        layer.locator(
            '[role="option"][data-kind="command"][aria-selected="true"]:not([aria-disabled="true"])'
        ).wait_for()
        self.press("Enter")
