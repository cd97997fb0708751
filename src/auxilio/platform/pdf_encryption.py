"""Encrypts a PDF with a password that is told by telephone: AES-256 of ISO 32000-2, 7.6 (revision 6), by pypdf."""

import io
import secrets

from pypdf import PdfReader, PdfWriter

PASSWORD_DIGITS = 25
"""83 bits of chance: a mailbox keeps the file for years, and whoever has it may try passwords without limit (ours)."""
GROUP_DIGITS = 5
"""As they are said and written down; the password itself has no blanks."""


def new_spoken_password() -> str:
    """Digits alone: they are understood by telephone in every language, and no two of them look alike."""
    return "".join(str(secrets.randbelow(10)) for _ in range(PASSWORD_DIGITS))


def encrypt_pdf(pdf: bytes, password: str) -> bytes:
    """The same document, of which without the password nothing is read: no text, no title, no property.

    Two calls give two different files, because each has a key of its own. Seconds for a large document: call it in a thread.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.pdf_header = (
        "%PDF-2.0"  # that of the file before is not taken over, and revision 6 is of no earlier one
    )
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
