"""A copy of the shipped content in which a test plants one fault, and the verifier's word on it."""

import shutil
from pathlib import Path

from auxilio.active_content.content_bundle import VerifiedContent, read_content

CONTENT = Path(__file__).parents[2] / "content"


class Folder:
    """A content folder of one's own."""

    def __init__(self, path: Path) -> None:
        self.path = path / "content"
        shutil.copytree(CONTENT, self.path)

    def plant(self, file: str, old: str, new: str) -> int:
        """Replace the one place where `old` stands; the line it stands on."""
        target = self.path / file
        text = target.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        target.write_text(text.replace(old, new), "utf-8")
        return text[: text.index(old)].count("\n") + 1

    def verify(self) -> VerifiedContent:
        return read_content(self.path)[2]
