"""What stands on the pages of a PDF, as a reader of it sees the letters."""

import io

from pypdf import PdfReader


def pages(paper: bytes) -> tuple[str, ...]:
    """The text of each page."""
    return tuple(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
