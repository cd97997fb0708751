"""Aim: a case's report reaches an address as a PDF that the password alone opens, nothing of it lies in clear, and what became of
it is known (decision 0415). The server is aiosmtpd over TLS; the PDF is opened by poppler."""

import asyncio
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import which
from typing import Any

import msgspec
import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.app.capabilities import NARRATIVES, all_aggregates
from auxilio.archive import service as archive
from auxilio.archive.report import render
from auxilio.archive.report_mail import service as report_mail
from auxilio.archive.report_mail.core.boards import ReportMailRow
from auxilio.archive.report_mail.core.model import (
    REPORT_BYTES_MAX,
    MailedReport,
    ReportMailState,
    ReportOrder,
)
from auxilio.calls import service as calls
from auxilio.casefile import report_mail_delivery, report_mailing
from auxilio.casefile.assembly import CaseFileService, IssuingCentre
from auxilio.casefile.report_mail_delivery import ReportMailDelivery
from auxilio.casefile.report_mailing import SENT_PER_HOUR, ReportMailer
from auxilio.cases import service as cases
from auxilio.cases.core.messages import ReserveCase
from auxilio.identity import access_audit as looks
from auxilio.interop.mail.message import MailAttachment, MailFrom, write_mail
from auxilio.interop.mail.sending import MailSender
from auxilio.interop.mail.smtp import MAIL_BYTES_MAX, SmtpServer, smtp_password_file
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.clock import SimulatedClock, SystemClock
from auxilio.platform.database.outbox import ATTEMPTS_MAX, Outbox
from auxilio.platform.database.shared_limits import SharedRateLimiter
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.platform.ids import new_id
from auxilio.platform.keys.case_keys import FolderCaseKeys
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.pdf_encryption import PASSWORD_DIGITS, encrypt_pdf, new_spoken_password
from auxilio.workflows.case_queries import CaseQueries
from auxilio.workflows.runner import StateReader
from tests.actors import person
from tests.archive.sample_report import report
from tests.casefile.test_assembly import CaseFileSetup, a_closed_case
from tests.database import Database
from tests.hazmat.reference_tables import looks_up
from tests.interop.mail_server import PASSWORD, USER, mail_server
from tests.proved_content import shipped_bundle
from tests.voice.certificates import certificate

COURT = "juzgado.3@justicia.example"
ORDER = ReportOrder(to=COURT, reason="Diligencias 214/2026", working_copy=True)
US = MailFrom(name="112 Alba", address="avisos@112.example")
S = ReportMailState


@dataclass
class Mailing(CaseFileSetup):
    """A centre that sends reports; `clock` is that of the outbox."""

    mailer: ReportMailer
    clock: SimulatedClock

    async def send(self, case: CaseId, **more: Any) -> MailedReport:
        return await self.mailer.send(new_id(), case, self.officer, msgspec.structs.replace(ORDER, **more))

    async def only(self, case: CaseId) -> ReportMailRow:
        (row,) = await self.mailer.mails(case, self.officer)
        return row

    def waiting(self) -> list[Path]:
        """Blobs of any case but the photograph."""
        return [each for each in (self.folder / "blobs").rglob("*.blob") if each.stat().st_size > 4_000]

    async def deliver(self, port: int, rounds: int = 1, us: MailFrom = US) -> None:
        server = SmtpServer(
            host="127.0.0.1", port=port, security="tls", user=USER, authority=self.folder / "both.pem",
            data=self.folder,
        )  # fmt: skip
        states = StateReader(self.database.pool, all_aggregates())
        sender = MailSender(server, us, self.clock)
        deliver = ReportMailDelivery(states, self.blobs, self.commands, sender).deliver
        outbox = Outbox(self.database.pool, self.clock, {report_mail.CHANNEL: deliver}, Mode.REAL)
        for _ in range(rounds):
            await self.clock.advance(130, settle=0)  # whatever was put off is due
            async with asyncio.TaskGroup() as carriers:
                await outbox.start_due(carriers)


@pytest.fixture(scope="module")
def content() -> ContentBundle:
    """Read and proved once: that takes seconds."""
    return shipped_bundle()


@pytest.fixture
async def room(database: Database, tmp_path: Path, content: ContentBundle) -> Mailing:
    return make_mailing(database, tmp_path, content)


def make_mailing(
    database: Database, folder: Path, content: ContentBundle, installation: Mode = Mode.REAL
) -> Mailing:
    keys = FolderKeys.create(folder / "keys")
    blobs = FolderBlobs(folder / "blobs", FolderCaseKeys(folder / "case-keys", keys))
    queries = CaseQueries(database.pool, all_aggregates())
    commands = CommandBus(
        (calls.COMMANDS, calls.CallService(database.work).handle),
        (cases.COMMANDS, cases.CaseService(database.work, looks_up_goods=looks_up).handle),
        (looks.COMMANDS, looks.AccessAudit(database.work, queries.mode_of).handle),
        (archive.COMMANDS, archive.Archive(database.work, keys, queries.sealable).handle),
        routed=[
            (
                report_mail.COMMANDS,
                report_mail.ReportMailService(database.work, installation, queries.mailable).handle,
            )
        ],
    )
    desk = CaseFileService(
        database.pool, SystemClock(), all_aggregates(), keys, blobs, content, IssuingCentre(name="112"), NARRATIVES,
        commands=commands,
    )  # fmt: skip
    limits = SharedRateLimiter(database.pool, SystemClock())
    mailer = ReportMailer(desk, blobs, commands, limits, installation, has_server=True)
    officer, taker = (
        person("records_officer", name="Núria Vidal"),
        person("call_taker", "desk-7", name="Laia"),
    )
    file = smtp_password_file(folder)
    file.parent.mkdir()
    file.write_text(PASSWORD)
    clock = SimulatedClock(start=SystemClock().now())
    return Mailing(database, commands, desk, keys, blobs, folder, officer, taker, mailer, clock)


def opened_by_poppler(pdf: Path, password: str) -> "subprocess.CompletedProcess[str]":
    program = which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler) is not here")
    return subprocess.run(
        [program, "-upw", password, str(pdf), "-"], capture_output=True, text=True, check=False
    )


async def everything_stored(room: Mailing) -> bytes:
    """Every event, state, message and answer of the database, as text."""
    parts = list[str]()
    for table in ("event", "stream", "outbox", "command"):
        rows = await room.database.pool.fetch(f"select to_jsonb(t)::text as row from {table} t")
        parts += [row["row"] for row in rows]
    return "\n".join(parts).encode()


async def test_a_report_is_taken_over_tls_and_the_password_alone_opens_it(
    room: Mailing, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    case, _ = await a_closed_case(room)
    await room.desk.seal(new_id(), case, room.officer)
    ours, _ = certificate(tmp_path)
    sent = await room.send(case, working_copy=False)
    row = await room.only(case)
    assert (row.state, row.to, row.reason, row.by_name, row.sealed) == (
        S.QUEUED, COURT, ORDER.reason, "Núria Vidal", True
    )  # fmt: skip
    (kept,) = room.waiting()
    assert b"%PDF" not in kept.read_bytes(), "even the encrypted file waits under the key of its case"
    async with mail_server(ours, sign_in=True) as server:
        await room.deliver(server.port)
    (mail,) = server.mails
    assert server.encrypted
    (attached,) = mail.iter_attachments()
    data = attached.get_payload(decode=True)
    assert isinstance(data, bytes)
    (tmp_path / "a.pdf").write_bytes(data)
    opened = opened_by_poppler(tmp_path / "a.pdf", sent.password)
    assert "Calle del Molino 14" in opened.stdout
    assert "Incorrect password" in opened_by_poppler(tmp_path / "a.pdf", "0" * PASSWORD_DIGITS).stderr
    said = server.contents[0]
    for word in (b"Molino", b"respira", sent.password.encode()):
        assert word not in said
        assert word not in data
    row = await room.only(case)
    assert (row.state, room.waiting()) == (S.SENT, [])
    stored = await everything_stored(room)
    assert sha256(data).hexdigest().encode() in stored
    assert row.report.encode() in stored
    assert sent.password.encode() not in stored
    assert sent.password not in caplog.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_says_the_number_of_the_case_and_nothing_of_it(language: str) -> None:
    words = catalogues()
    for key in ("subject", "text", "file"):
        said = words.text(f"archive.report_mail.{key}", language, mode="real", number="4821")
        assert "4821" in said
        assert "{" not in said
    assert "112" in words.text("archive.report_mail.subject", language, mode="real", number="4821")


async def test_what_the_server_refuses_is_known_and_nothing_is_kept(room: Mailing, tmp_path: Path) -> None:
    case, _ = await a_closed_case(room)
    ours, _ = certificate(tmp_path)
    await room.send(case)
    async with mail_server(ours, sign_in=True) as server:
        server.recipient = "550 no such box"
        await room.deliver(server.port)
    row = await room.only(case)
    assert (row.state, row.code, room.waiting()) == (S.FAILED, "smtp_550", [])


async def test_a_server_that_is_away_is_tried_again_and_at_last_the_failure_is_known(
    room: Mailing, tmp_path: Path
) -> None:
    case, _ = await a_closed_case(room)
    ours, _ = certificate(tmp_path)
    await room.send(case)
    async with mail_server(ours, sign_in=True) as server:
        server.answers = ["451 later"]
        await room.deliver(server.port, ATTEMPTS_MAX - 1)
        assert (await room.only(case)).state is S.QUEUED
        await room.deliver(server.port)
    row = await room.only(case)
    assert (row.state, row.code, room.waiting()) == (S.FAILED, "smtp_451", [])


async def test_a_mail_that_waits_when_the_server_is_given_up_has_failed(room: Mailing) -> None:
    case, _ = await a_closed_case(room)
    await room.send(case)
    await room.deliver(1, us=MailFrom(name="112 Alba", address=""))
    row = await room.only(case)
    assert (row.state, row.code, room.waiting()) == (S.FAILED, "no_mail_server", [])


async def test_a_mail_that_takes_too_long_to_be_handed_over_or_meets_a_defect_is_never_left_waiting(
    room: Mailing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, _ = await a_closed_case(room)
    ours, _ = certificate(tmp_path)
    await room.send(slow)
    monkeypatch.setattr(report_mail_delivery, "SEND_S", 0.2)
    async with mail_server(ours, sign_in=True) as server:
        server.scanning_s = 0.5
        await room.deliver(server.port, ATTEMPTS_MAX)
    assert ((row := await room.only(slow)).state, row.code) == (S.FAILED, "not_delivered")
    spoiled, _ = await a_closed_case(room)
    await room.send(spoiled)

    def defect(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(report_mail_delivery, "MailAttachment", defect)
    await room.deliver(1, ATTEMPTS_MAX)
    assert ((row := await room.only(spoiled)).state, row.code) == (S.FAILED, "not_delivered")
    assert room.waiting() == []


async def test_a_mail_of_a_case_that_is_reserved_meanwhile_is_taken_back(
    room: Mailing, tmp_path: Path
) -> None:
    case, _ = await a_closed_case(room)
    ours, _ = certificate(tmp_path)
    await room.send(case)
    await room.do(person("supervisor"), ReserveCase(case=case, reason="víctima en casa"))
    async with mail_server(ours, sign_in=True) as server:
        await room.deliver(server.port)
    assert (server.mails, room.waiting()) == ([], [])
    chief = person("supervisor")
    (row,) = await room.mailer.mails(case, chief)
    assert (row.state, row.code) == (S.WITHDRAWN, "case_reserved")
    with pytest.raises(Refused, match="case_reserved"):
        await room.send(case)
    with pytest.raises(Refused, match="case_reserved"):
        await room.mailer.mails(case, room.officer)
    # Who may open a reserved case may give it out, knowing that it is one.
    await room.mailer.send(new_id(), case, chief, ORDER)
    async with mail_server(ours, sign_in=True) as server:
        await room.deliver(server.port)
    assert len(server.mails) == 1


async def test_a_file_that_is_not_there_any_more_is_not_sent(room: Mailing, tmp_path: Path) -> None:
    case, _ = await a_closed_case(room)
    ours, _ = certificate(tmp_path)
    await room.send(case)
    for each in room.waiting():
        each.unlink()
    async with mail_server(ours, sign_in=True) as server:
        await room.deliver(server.port)
    row = await room.only(case)
    assert (row.state, row.code, server.mails) == (S.FAILED, "report_gone", [])


async def test_what_cannot_be_sent_is_refused_with_its_code_and_leaves_nothing(
    room: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _ = await a_closed_case(room)
    for more, code in (
        ({"working_copy": False}, "case_not_sealed"),
        ({"to": COURT + "\n"}, "report_address_malformed"),
        ({"to": "x" * 65 + "@justicia.example"}, "report_address_malformed"),
        ({"reason": " \u200b "}, "words_missing"),
    ):
        with pytest.raises(Refused, match=code):
            await room.send(case, **more)
    with pytest.raises(Refused, match="not_permitted"):
        await room.mailer.send(new_id(), case, room.taker, ORDER)
    with pytest.raises(Refused, match="not_permitted"):
        await room.mailer.mails(case, room.taker)
    monkeypatch.setattr(report_mailing, "REPORT_BYTES_MAX", 10_000)
    with pytest.raises(Refused, match="report_too_large"):
        await room.send(case)
    monkeypatch.undo()
    limits = SharedRateLimiter(room.database.pool, SystemClock())
    without = ReportMailer(room.desk, room.blobs, room.commands, limits, Mode.REAL, has_server=False)
    with pytest.raises(Refused, match="no_mail_server"):
        await without.send(new_id(), case, room.officer, ORDER)
    again = new_id()
    await room.mailer.send(again, case, room.officer, ORDER)
    with pytest.raises(Refused, match="command_id_reused"):
        await room.mailer.send(again, case, room.officer, ORDER)
    assert len(room.waiting()) == 1, "what the refused one had kept is gone"


async def test_one_person_sends_so_many_within_an_hour_over_all_processes(room: Mailing) -> None:
    nowhere = CaseId(new_id())
    processes = [
        ReportMailer(
            room.desk, room.blobs, room.commands, SharedRateLimiter(room.database.pool, SystemClock()), Mode.REAL,
            has_server=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    for sent in range(SENT_PER_HOUR):
        with pytest.raises(Refused, match="unknown_case"):
            await processes[sent % 2].send(new_id(), nowhere, room.officer, ORDER)
    for mailer in (*processes, room.mailer):
        with pytest.raises(Refused, match="too_many_requests") as refused:
            await mailer.send(new_id(), nowhere, room.officer, ORDER)
        assert int(str(refused.value.facts["retry_after_s"])) > 0


def test_the_largest_report_fits_into_a_mail() -> None:
    largest = MailAttachment(name="a.pdf", media_type="application/pdf", content=b"\xff" * REPORT_BYTES_MAX)
    mail = write_mail(new_id(), US, COURT, "x" * 200, "x" * 4_000, SystemClock().now(), largest)
    assert len(mail.as_bytes()) < MAIL_BYTES_MAX


def test_two_passwords_are_digits_and_differ_and_so_do_two_files_of_one_report(tmp_path: Path) -> None:
    one, other = new_spoken_password(), new_spoken_password()
    assert one != other
    assert all(len(each) == PASSWORD_DIGITS and each.isdecimal() for each in (one, other))
    pdf = render(report(), catalogues())
    first, second = encrypt_pdf(pdf, one), encrypt_pdf(pdf, one)
    assert first != second
    assert first.startswith(b"%PDF-2.0")
    assert "Molino" not in first.decode("latin-1")
    (tmp_path / "a.pdf").write_bytes(first)
    assert "Calle del Molino 14" in opened_by_poppler(tmp_path / "a.pdf", one).stdout
