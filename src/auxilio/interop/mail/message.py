"""Writes an e-mail: by the standard library's `email`, so that no text can become a header (RFC 5322, 2047, 3834)."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

import msgspec

SUBJECT_MAX = 200
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""What a header must not hold; a subject from a catalogue holds none of it, a name that somebody typed may."""


class MailFrom(msgspec.Struct, frozen=True, kw_only=True):
    """Whom our mail comes from."""

    name: str
    """The name of the centre."""
    address: str

    @property
    def domain(self) -> str:
        """Of the address: what Message-ID ends with, and as what we greet the server."""
        return self.address.rpartition("@")[2]


class MailAttachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that goes with a mail. `media_type`: `application/pdf`."""

    name: str
    media_type: str
    content: bytes


def write_mail(
    id: UUID,
    sender: MailFrom,
    to: str,
    subject: str,
    text: str,
    at: datetime,
    attachment: MailAttachment | None = None,
) -> EmailMessage:
    """`id` is the Message-ID, the same at every attempt, so that a repeat is recognised. Nobody is expected to answer by a machine.

    Raises `ValueError` where an address is none.
    """
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(one_line(sender.name), addr_spec=sender.address)
    made["To"] = Address(addr_spec=to)
    made["Subject"] = one_line(subject)[:SUBJECT_MAX]
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{id}@{sender.domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text)
    if attachment is not None:
        main, _, sub = attachment.media_type.partition("/")
        made.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
    return made


def one_line(text: str) -> str:
    """The text without line breaks and control characters."""
    return " ".join(_NOT_SHOWN.sub(" ", text).split())
