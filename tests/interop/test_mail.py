"""Aim: mail reaches the server of the settings alone, over TLS that is verified; a repeat is recognised, and no text is a header
(decision 0414). The server is aiosmtpd on loopback."""

import asyncio
import string
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.interop.mail import smtp
from auxilio.interop.mail.message import MailAttachment, MailFrom, write_mail
from auxilio.interop.mail.sending import CHANNEL, MailReport, MailSender, MailState, OutgoingMail
from auxilio.interop.mail.smtp import (
    MAIL_BYTES_MAX,
    MailNotSent,
    MailRefused,
    NoMailServer,
    SmtpServer,
    smtp_password_file,
)
from auxilio.kernel.email_address import is_email_address
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CommandId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SimulatedClock, SystemClock
from auxilio.platform.database.command_executor import CommandContext, CommandExecutor
from auxilio.platform.database.outbox import ATTEMPTS_MAX, Outbox, OutboxMessage
from auxilio.platform.ids import new_id
from tests.actors import person
from tests.database import Database
from tests.interop.mail_server import PASSWORD, TAKEN, USER, KeptMail, mail_server
from tests.voice.certificates import certificate

US = MailFrom(name="112 Alba", address="avisos@112.example")
TO = "guardia@alba.example"
MAIL = OutgoingMail(id=UUID(int=7), to=TO, subject="112: incidente 26-14", text="112: Detener los trenes.")
AT = SystemClock().now()


def server_of(port: int, data: Path, **more: Any) -> SmtpServer:
    given: dict[str, Any] = {"security": "plain", "user": "", "authority": None} | more
    return SmtpServer(host="127.0.0.1", port=port, data=data, **given)


def parcel(mail: OutgoingMail = MAIL, attempts: int = 1) -> OutboxMessage:
    body = msgspec.json.encode(mail).decode()
    return OutboxMessage(
        id=UUID(int=9), version=1, cause=new_id(), channel=CHANNEL, body=body, attempts=attempts, mode=Mode.REAL
    )  # fmt: skip


@pytest.mark.parametrize("start_tls", [False, True])
async def test_a_mail_is_taken_over_tls_from_who_signed_in(tmp_path: Path, start_tls: bool) -> None:
    ours, _ = certificate(tmp_path)
    file = smtp_password_file(tmp_path)
    file.parent.mkdir()
    file.write_text(f"{PASSWORD}\n")
    reports = list[MailReport]()

    async def take(report: MailReport) -> None:
        reports.append(report)

    async with mail_server(ours, start_tls=start_tls, sign_in=True) as kept:
        server = server_of(
            kept.port, tmp_path, security="starttls" if start_tls else "tls", user=USER,
            authority=tmp_path / "both.pem",
        )  # fmt: skip
        await MailSender(server, US, SystemClock(), [take]).deliver(parcel())
    (mail,) = kept.mails
    assert kept.encrypted
    assert (kept.senders, kept.recipients) == ([US.address], [TO])
    assert (mail["from"], mail["to"], mail["subject"]) == ("112 Alba <avisos@112.example>", TO, MAIL.subject)
    assert mail["message-id"] == f"<{UUID(int=9)}@112.example>"
    assert mail["auto-submitted"] == "auto-generated"
    assert mail.get_content().strip() == MAIL.text
    assert reports == [MailReport(id=MAIL.id, state=MailState.SENT)]


async def test_nothing_is_said_to_a_server_that_cannot_be_trusted(tmp_path: Path) -> None:
    ours, _ = certificate(tmp_path, "mail.example")  # of another name
    mail = write_mail(new_id(), US, TO, "x", "x", AT)
    async with mail_server(ours) as kept, mail_server() as plain:
        for authority in (tmp_path / "both.pem", None):
            with pytest.raises(MailNotSent, match="not_trusted"):
                await server_of(kept.port, tmp_path, security="tls", authority=authority).send(US, TO, mail)
        with pytest.raises(MailNotSent, match="not_supported"):
            await server_of(plain.port, tmp_path, security="starttls").send(US, TO, mail)
    assert (kept.mails, plain.mails) == ([], [])


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        ("550 no such box", MailRefused, "smtp_550"),
        ("552 too large", MailRefused, "smtp_552"),
        ("451 later", MailNotSent, "smtp_451"),
        ("530 sign in", MailNotSent, "smtp_530"),
    ],
)
async def test_what_the_server_never_takes_is_refused_and_all_else_is_tried_again(
    tmp_path: Path, answer: str, error: type[Exception], code: str
) -> None:
    mail = write_mail(new_id(), US, TO, "x", "x", AT)
    for part in ("answers", "recipient"):
        async with mail_server() as kept:
            setattr(kept, part, [answer] if part == "answers" else answer)
            with pytest.raises(error, match=code):
                await server_of(kept.port, tmp_path).send(US, TO, mail)


async def test_a_server_that_never_answers_ends_an_attempt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "WHOLE_S", 0.1)
    mail = write_mail(new_id(), US, TO, "x", "x", AT)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(MailNotSent, match="timeout"):
            await server_of(port, tmp_path).send(US, TO, mail)


async def test_a_server_that_looks_long_at_a_mail_takes_it_once_and_no_letter_has_eight_bits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "CONNECT_S", 0.1)
    mail = write_mail(new_id(), US, TO, "x", "112: Télefono.", AT)
    async with mail_server() as kept:
        kept.scanning_s = 0.3
        await server_of(kept.port, tmp_path).send(US, TO, mail)
    assert [one.isascii() for one in kept.contents] == [True]
    assert kept.mails[0].get_content().strip() == "112: Télefono."


async def test_without_a_server_a_password_or_room_nothing_leaves(tmp_path: Path) -> None:
    reports = list[MailReport]()

    async def take(report: MailReport) -> None:
        reports.append(report)

    await MailSender(NoMailServer(), US, SystemClock(), [take]).deliver(parcel())
    nobody = MailFrom(name="112", address="")  # as the settings are by default
    await MailSender(NoMailServer(), nobody, SystemClock(), [take]).deliver(parcel())
    assert reports == [MailReport(id=MAIL.id, state=MailState.FAILED, code="no_mail_server")] * 2
    with pytest.raises(MailNotSent, match="password_missing"):
        await MailSender(server_of(1, tmp_path, user=USER), US, SystemClock(), [take]).deliver(
            parcel(attempts=ATTEMPTS_MAX)
        )
    assert reports[-1].code == "password_missing", "the last attempt says why"
    heavy = MailAttachment(name="a.pdf", media_type="application/pdf", content=b"x" * MAIL_BYTES_MAX)
    with pytest.raises(MailRefused, match="mail_too_large"):
        await server_of(1, tmp_path).send(US, TO, write_mail(new_id(), US, TO, "x", "x", AT, heavy))


@given(name=st.text(max_size=60), subject=st.text(max_size=120), text=st.text(max_size=200))
def test_no_text_becomes_a_header(name: str, subject: str, text: str) -> None:
    words = [one + "\r\nBcc: x@evil.example\r\n\r\n" for one in (name, subject, text)]
    try:
        mail = write_mail(
            UUID(int=1), MailFrom(name=words[0], address=US.address), TO, words[1], words[2], AT
        )
        written = mail.as_bytes()
    except UnicodeEncodeError:
        return  # a lone surrogate is no text of ours: JSON brings none
    read = message_from_bytes(written, policy=policy.default)
    assert read["bcc"] is None
    heads = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"]
    assert [head for head in read.keys() if not head.lower().startswith(("content-", "mime-"))] == heads  # noqa: SIM118
    assert read["to"] == TO


@given(st.text(alphabet=string.printable + "ñ\u2028", max_size=80))
def test_what_counts_as_an_address_is_one_for_the_library_too(text: str) -> None:
    for address in (text, f"{text}@alba.example", f"guardia@{text}.example"):
        if is_email_address(address):
            assert write_mail(UUID(int=1), US, address, "x", "x", AT)["to"] == address
            assert not set(address) & set(' \r\n<>,;:"\\()')


class _Tell(Command, frozen=True, kw_only=True, tag="test.tell_by_mail"):
    permission = "x"


@pytest.mark.database
async def test_a_mail_that_is_put_off_is_taken_once_and_one_whose_taking_was_lost_has_the_same_id(
    database: Database, tmp_path: Path
) -> None:
    clock, reports, down = SimulatedClock(), list[MailReport](), [True]

    async def take(report: MailReport) -> None:
        if down:  # killed between the server's 250 and our note of it
            raise ConnectionError(down.pop())
        reports.append(report)

    async def decide(attempt: CommandContext) -> None:
        attempt.send(CHANNEL, MAIL)

    await CommandExecutor(database.pool, clock).run(
        CommandId(new_id()), _Tell(), person("call_taker"), decide
    )
    async with mail_server() as kept:
        kept.answers = ["451 later", TAKEN]
        sender = MailSender(server_of(kept.port, tmp_path), US, clock, [take])
        outbox = Outbox(database.pool, clock, {CHANNEL: sender.deliver}, Mode.REAL)
        for _ in range(5):
            async with asyncio.TaskGroup() as carriers:
                await outbox.start_due(carriers)
            await clock.advance(130, settle=0)
    _assert_repeated(kept, 2)
    assert reports == [MailReport(id=MAIL.id, state=MailState.SENT)]


def _assert_repeated(kept: KeptMail, times: int) -> None:
    assert len(kept.mails) == times
    assert len({mail["message-id"] for mail in kept.mails}) == 1
