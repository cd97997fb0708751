"""Aim: an empty installation gets every way out by its page: settings, secrets that are shown nowhere, keys of AML, a test message."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from auxilio.app.administered_settings import messaging_setup
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings, read_settings
from auxilio.app.settings_in_force import origins_of
from auxilio.directory_history.core.model import HistoryKind
from auxilio.directory_history.service import DirectoryHistory
from auxilio.interop.aml_keys import KEYS_MAX, aml_keys
from auxilio.interop.mail.smtp import read_smtp_password, smtp_password_file
from auxilio.interop.sms.smpp_client import read_smpp_password
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.setup.core.messaging import (
    AuthorityName,
    MessageTrialAsk,
    NewAmlKey,
    SecretName,
    TrialState,
    TrialWay,
)
from auxilio.setup.messaging import MessagingSetup
from auxilio.setup.saved_settings import MESSAGING_NAMES, saved_settings
from tests.actors import person
from tests.calls.test_service import CallSetup
from tests.database import Database
from tests.interop.mail_server import PASSWORD, USER, mail_server
from tests.interop.test_sms_gateway import KEY, Gateway
from tests.setup.authority import Authority, pem

pytestmark = pytest.mark.database
ADA = person("administrator", name="Ada Mas")
TO = "olga@alba.example"


def page_over(data: Path, database: Database, **environ: str) -> MessagingSetup:
    """The page as a process of `serve` has it that starts now."""
    given = {"AUXILIO_DATA": str(data), **environ}
    settings = read_settings(given, data)
    runtime = cast("Runtime", SimpleNamespace(pool=database.pool, clock=SystemClock()))
    return messaging_setup(settings, origins_of(settings, given, data), runtime)


async def refused(work: Any) -> tuple[str, object]:
    with pytest.raises(Refused) as found:
        await work
    return found.value.code, found.value.facts.get("field")


async def test_what_is_saved_is_in_force_at_the_next_start_and_nothing_else_changes(
    database: Database, tmp_path: Path
) -> None:
    page = page_over(tmp_path, database)
    mail = {"smtp_server": " mail.alba.example:465 ", "mail_from": "avisos@alba.example"}
    await page.save(mail, ADA)
    await page.save({"callout_lines": "2", "callout_barred": "+34 961 000 112, +34961000113"}, ADA)
    sms = {"smpp_tls": "1", "smpp_host": "smsc.example", "smpp_system_id": "c112", "smpp_port": "2775.0"}
    await page.save(sms, ADA)  # `later` shows them in their one spelling
    view = await page.view()
    assert view.in_force["smtp_server"] == ""
    assert view.saved["smtp_server"] == "mail.alba.example:465"
    again = read_settings({"AUXILIO_DATA": str(tmp_path)}, tmp_path)
    assert (again.smtp_server, again.mail_from) == ("mail.alba.example:465", "avisos@alba.example")
    assert (again.callout_lines, again.numbers_not_called) == (2, {"+34961000112", "+34961000113"})
    assert (again.smpp_tls, again.smpp_port) == (True, 2775)
    later = await page_over(tmp_path, database).view()
    assert later.saved == later.in_force
    await page.save({"smtp_server": "", "mail_from": ""}, ADA)
    assert "smtp_server" not in saved_settings(tmp_path)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"smtp_server": "mail.example"}, "setting_unusable", "$.smtp_server"),
        ({"smtp_server": "mail.example:465"}, "setting_unusable", "$.smtp_server"),
        ({"smpp_port": "many"}, "setting_unusable", "$.smpp_port"),
        ({"callout_lines": "-1"}, "setting_unusable", "$.callout_lines"),
        ({"callout_barred": "961000112"}, "setting_unusable", "$.callout_barred"),
        ({"push_hosts": "https://fcm.googleapis.com/x"}, "setting_unusable", "$.push_hosts"),
        ({"location_server": "https://lis.example/held"}, "setting_unusable", "$.location_server"),
        ({"sms_gateway": "ftp://x"}, "setting_unusable", "$.sms_gateway"),
        ({"sms_gateway": "https://xn--a.example/x"}, "setting_unusable", "$.sms_gateway"),
        ({"smpp_host": "..", "smpp_system_id": "c112"}, "setting_unusable", "$.smpp_host"),
        ({"smtp_server": f"{'a' * 64}.example:465", "mail_from": TO}, "setting_unusable", "$.smtp_server"),
        ({"smtp_server": "mail.example:٤٦٥", "mail_from": TO}, "setting_unusable", "$.smtp_server"),
        ({"smtp_ca": "/etc/passwd"}, "unknown_setting", "$.smtp_ca"),
        ({"database_url": "x"}, "unknown_setting", "$.database_url"),
    ],
)
async def test_what_no_process_would_start_with_is_refused_at_its_field(
    database: Database, tmp_path: Path, given: dict[str, str], code: str, field: str
) -> None:
    assert await refused(page_over(tmp_path, database).save(given, ADA)) == (code, field)
    assert saved_settings(tmp_path) == {}


async def test_a_secret_is_told_to_no_other_host_than_it_was_given_for(
    database: Database, tmp_path: Path
) -> None:
    page = page_over(tmp_path, database)
    await page.save_secret(SecretName.SMTP_PASSWORD, PASSWORD, ADA)  # before its server is named
    await page.save_secret(SecretName.SMS_GATEWAY_KEY, KEY, ADA)
    ours = {"smtp_server": "mail.alba.example:465", "mail_from": TO, "sms_gateway": "https://sms.example/x"}
    await page.save(ours, ADA)
    await page.save({"smtp_server": "mail.alba.example:587", "smtp_security": "starttls"}, ADA)
    both = (SecretName.SMS_GATEWAY_KEY, SecretName.SMTP_PASSWORD)
    assert (await page.view()).secrets == both
    for wrong in (
        {"smtp_server": "mail.other.example"},
        {"smtp_server": "[::1"},
        {"sms_gateway": "https://xn--a/"},
    ):
        assert (await refused(page.save(wrong, ADA)))[0] == "setting_unusable"
    assert (await page.view()).secrets == both, "what is not saved deletes nothing"
    await page.save({"smtp_server": "mail.other.example:587"}, ADA)
    assert (await page.view()).secrets == (SecretName.SMS_GATEWAY_KEY,)
    await page.save({"sms_gateway": ""}, ADA)
    await page.save({"sms_gateway": "https://sms.other.example/x"}, ADA)
    assert (await page.view()).secrets == ()


async def test_what_is_given_elsewhere_and_what_would_cut_a_call_is_refused(
    database: Database, tmp_path: Path
) -> None:
    page = page_over(tmp_path, database, AUXILIO_PUSH_HOSTS="push.example")
    assert (await page.view()).given_elsewhere == ("push_hosts",)
    found = await refused(page.save({"push_hosts": "fcm.googleapis.com"}, ADA))
    assert found == ("setting_given_elsewhere", "$.push_hosts")
    calls = CallSetup(database)
    await calls.ring()
    assert (await refused(page.save({"callout_lines": "1"}, ADA)))[0] == "calls_go_on"


async def test_a_secret_is_kept_as_its_way_reads_it_and_shown_nowhere(
    database: Database, tmp_path: Path
) -> None:
    page = page_over(tmp_path, database)
    await page.save_secret(SecretName.SMTP_PASSWORD, f"{PASSWORD}\n", ADA)
    await page.save_secret(SecretName.SMPP_PASSWORD, "ocholetr", ADA)
    assert read_smtp_password(tmp_path) == PASSWORD
    assert smtp_password_file(tmp_path).stat().st_mode & 0o777 == 0o600
    for wrong in ("demasiadolarga", "ñ", "  ", "a\0b", "a\nb"):
        found = await refused(page.save_secret(SecretName.SMPP_PASSWORD, wrong, ADA))
        assert found == ("secret_unusable", "$.secret")
    assert read_smpp_password(tmp_path) == "ocholetr", "the one before stays"
    view = await page.view()
    assert view.secrets == (SecretName.SMPP_PASSWORD, SecretName.SMTP_PASSWORD)
    history = await DirectoryHistory(database.pool).history(HistoryKind.SETTINGS, "saved", None, ADA)
    shown = msgspec.json.encode([view, history]).decode()
    assert "ocholetr" not in shown
    assert PASSWORD not in shown
    assert "smtp_password" in shown
    assert not list(tmp_path.rglob("*partial*"))


async def test_who_signs_the_servers_certificate_is_a_file_and_a_setting_of_one_act(
    database: Database, tmp_path: Path
) -> None:
    page = page_over(tmp_path, database)
    assert (await refused(page.save_authority(AuthorityName.SMTP, "no", ADA)))[0] == "tls_not_pem"
    root = pem(Authority(SystemClock().now()).root)
    await page.save_authority(AuthorityName.SMTP, root, ADA)
    file = read_settings({"AUXILIO_DATA": str(tmp_path)}, tmp_path).smtp_ca
    assert file is not None
    assert file.read_text() == root
    await page.save_authority(AuthorityName.SMTP, "", ADA)
    assert "smtp_ca" not in saved_settings(tmp_path)


async def test_keys_of_aml_are_made_or_brought_named_and_deleted(database: Database, tmp_path: Path) -> None:
    page = page_over(tmp_path, database)
    made = await page.add_aml_key(NewAmlKey(name="google-1"), ADA)
    assert made.secret.encode() in aml_keys(tmp_path)
    brought = await page.add_aml_key(NewAmlKey(name="apple-1", secret="0123456789abcdef"), ADA)
    assert (brought.secret, len(aml_keys(tmp_path))) == ("", 2)
    assert await refused(page.add_aml_key(NewAmlKey(name="../x"), ADA)) == ("aml_key_name", "$.name")
    assert (await refused(page.add_aml_key(NewAmlKey(name="apple-1"), ADA)))[0] == "aml_key_taken"
    short = NewAmlKey(name="short", secret="x")
    assert await refused(page.add_aml_key(short, ADA)) == ("aml_key_short", "$.secret")
    await page.remove_aml_key("google-1", ADA)
    assert (await page.view()).aml_keys == ("apple-1",)
    assert (await refused(page.remove_aml_key("../mail/smtp", ADA)))[0] == "unknown_aml_key"
    for nth in range(KEYS_MAX - 1):
        await page.add_aml_key(NewAmlKey(name=f"k{nth}"), ADA)
    assert (await refused(page.add_aml_key(NewAmlKey(name="more"), ADA)))[0] == "aml_keys_full"


async def test_a_test_mail_leaves_by_what_is_saved_and_is_noted(database: Database, tmp_path: Path) -> None:
    page = page_over(tmp_path, database)
    ask = MessageTrialAsk(way=TrialWay.EMAIL, to=TO, language="es")
    assert (await refused(page.try_out(ask, ADA)))[0] == "trial_way_not_set"
    async with mail_server(sign_in=True) as kept:
        await page.save_secret(SecretName.SMTP_PASSWORD, PASSWORD, ADA)
        server = {"smtp_server": f"127.0.0.1:{kept.port}", "smtp_security": "plain", "smtp_user": USER}
        await page.save(server | {"mail_from": "avisos@alba.example"}, ADA)
        wrong = MessageTrialAsk(way=TrialWay.EMAIL, to="olga", language="es")
        assert await refused(page.try_out(wrong, ADA)) == ("trial_address_wrong", "$.to")
        assert (await page.try_out(ask, ADA)).state is TrialState.SENT
        assert (kept.recipients, len(kept.mails)) == ([TO], 1)
        assert "prueba" in kept.mails[0]["Subject"]
        kept.recipient = "550 no"
        report = await page.try_out(ask, ADA)
        assert (report.state, report.code) == (TrialState.FAILED, "smtp_550")
    history = await DirectoryHistory(database.pool).history(HistoryKind.SETTINGS, "saved", None, ADA)
    assert TO in msgspec.json.encode(history).decode()


async def test_a_test_sms_leaves_by_the_gateway_that_is_saved(database: Database, tmp_path: Path) -> None:
    page, gateway = page_over(tmp_path, database), Gateway()
    async with await asyncio.start_server(gateway.serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        await page.save({"sms_gateway": f"http://127.0.0.1:{port}/messages;internal"}, ADA)
        ask = MessageTrialAsk(way=TrialWay.SMS, to="+34 600 111 222", language="es")
        assert (await page.try_out(ask, ADA)).code == "key_missing"
        await page.save_secret(SecretName.SMS_GATEWAY_KEY, KEY, ADA)
        assert (await page.try_out(ask, ADA)).state is TrialState.SENT
        assert gateway.bodies[0]["to"] == "+34600111222"
        local = MessageTrialAsk(way=TrialWay.SMS, to="600111222", language="es")
        assert (await refused(page.try_out(local, ADA))) == ("trial_number_not_international", "$.to")
    await page.save({"sms_gateway": "", "smpp_host": "smsc.example", "smpp_system_id": "c112"}, ADA)
    assert (await refused(page.try_out(ask, ADA)))[0] == "trial_by_message_centre"


@pytest.mark.parametrize("mode", [Mode.EXERCISE, Mode.TRAINING])
async def test_nothing_is_tried_from_an_exercise(database: Database, tmp_path: Path, mode: Mode) -> None:
    page = page_over(tmp_path, database, AUXILIO_MODE=mode.value)
    assert not (await page.view()).trials
    for way in TrialWay:
        ask = MessageTrialAsk(way=way, to=TO, language="es")
        assert (await refused(page.try_out(ask, ADA)))[0] == "trial_in_exercise"


def test_every_setting_of_the_page_is_one() -> None:
    assert set(MESSAGING_NAMES) <= set(Settings.__struct_fields__)
