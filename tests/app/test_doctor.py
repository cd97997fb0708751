"""The doctor sees what is missing, says what to do in the reader's language, and changes nothing."""

import asyncio
import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from auxilio.app.cli import doctor as module
from auxilio.app.cli.doctor import CheckState, doctor, examine
from auxilio.app.processes.edge import DEPLOY
from auxilio.app.settings import Settings
from auxilio.interop.sms.http_gateway import sms_gateway_key_file
from auxilio.platform.age_encryption import new_identity
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.proof.external_heads import OLD_S, write_head
from auxilio.platform.proof.head import Head, SignedHead
from tests.database import Database
from tests.voice.certificates import certificate


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def finding_of(settings: Settings, code: str):
    return next(finding for finding in examine(settings) if finding.code == code)


def test_on_a_fresh_machine_nothing_is_made_and_nothing_is_said_to_be_broken(settings: Settings) -> None:
    findings = examine(settings)
    assert not settings.data.exists()
    assert {
        "python",
        "disk",
        "memory",
        "clock",
        "postgres",
        "console",
        "region",
        "content",
        "keys",
        "chromium",
    } <= {finding.part for finding in findings}
    assert finding_of(settings, "keys_none_yet").state is CheckState.DEGRADED
    assert finding_of(settings, "region_missing").state is CheckState.DEGRADED
    assert finding_of(settings, "postgres_new").state is CheckState.OK


def test_an_sms_gateway_without_its_key_or_with_one_that_others_may_read_is_missing(
    settings: Settings,
) -> None:
    settings = msgspec.structs.replace(settings, sms_gateway="https://sms.example/messages;internal")
    assert finding_of(settings, "sms_key_missing").facts["gateway"] == "https://sms.example/messages"
    file = sms_gateway_key_file(settings.data)
    file.parent.mkdir(parents=True)
    file.write_text("a-key")
    file.chmod(0o644)
    assert finding_of(settings, "key_open").part == "sms"
    file.chmod(0o600)
    assert [one.code for one in examine(settings) if one.part == "sms"] == ["sms_gateway"]


def test_data_of_a_major_that_is_not_here_names_the_package(settings: Settings) -> None:
    cluster = settings.data / "postgres/cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("99\n")
    finding = finding_of(settings, "postgres_major_missing")
    assert finding.state is CheckState.MISSING
    assert finding.facts["package"] == "postgresql-99"


def test_a_key_that_others_can_read_is_not_well(settings: Settings) -> None:
    settings.keys.mkdir(parents=True)
    key = settings.keys / "master-1.key"
    key.touch(mode=0o644)
    key.chmod(0o644)
    assert finding_of(settings, "key_open").state is CheckState.MISSING


def test_an_external_database_that_does_not_answer_is_missing_and_its_password_is_not_told(
    tmp_path: Path,
) -> None:
    settings = Settings(data=tmp_path, database_url="postgresql://me:secret@127.0.0.1:1/x")
    finding = finding_of(settings, "postgres_external_unreachable")
    assert finding.state is CheckState.MISSING
    assert "secret" not in str(finding)


def test_every_code_has_words_in_every_language(settings: Settings) -> None:
    words = catalogues()
    codes = {finding.code for finding in examine(settings)} | set(
        re.findall(r'code="(\w+)"', Path(module.__file__).read_text())
    )
    codes |= {f"state.{state}" for state in CheckState}
    for code in codes:
        for language in LANGUAGES:
            assert words.text(f"doctor.{code}", language) != f"doctor.{code}"


def test_the_command_fails_when_something_is_missing_and_only_then(settings: Settings, monkeypatch) -> None:
    monkeypatch.setattr(module, "read_settings", lambda: settings)
    for state in CheckState:
        finding = module.DoctorFinding(part="console", state=state, code="console_missing")
        monkeypatch.setattr(module, "examine", lambda _, finding=finding: [finding])
        assert CliRunner().invoke(doctor).exit_code == int(state is CheckState.MISSING)


def test_as_json_it_is_a_list_of_findings(settings: Settings, monkeypatch) -> None:
    monkeypatch.setattr(module, "read_settings", lambda: settings)
    said = json.loads(CliRunner().invoke(doctor, ["--json"]).stdout)
    assert {"part", "state", "code", "facts"} == said[0].keys()


def test_it_speaks_the_language_of_the_terminal(settings: Settings, monkeypatch) -> None:
    monkeypatch.setattr(module, "read_settings", lambda: settings)
    monkeypatch.setenv("LC_ALL", "ca_ES.UTF-8")
    assert "Encara no hi ha claus" in CliRunner().invoke(doctor).stdout
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "Todavía no hay claves" in CliRunner().invoke(doctor).stdout


def secure(folder: Path, days: int, **more: Path) -> Settings:
    certificate(folder, days=days)
    both = folder / "both.pem"
    return Settings(
        data=folder / "data", sip_tls_port=5061, sip_tls_certificate=both, sip_tls_key=both, **more
    )


@pytest.mark.parametrize(
    ("days", "code", "state"),
    [
        (90, "voice_tls", CheckState.OK),
        (5, "voice_tls_expires", CheckState.DEGRADED),
        (-1, "voice_tls_expired", CheckState.MISSING),
    ],
)
def test_the_certificate_of_sip_is_read_and_how_long_it_is_good_is_said(
    tmp_path: Path, days: int, code: str, state: CheckState
) -> None:
    assert finding_of(secure(tmp_path, days), code).state is state


def test_a_certificate_that_the_exchange_could_not_use_is_missing_and_named(tmp_path: Path) -> None:
    settings = secure(tmp_path, 90)
    (tmp_path / "both.pem").write_text("spoilt")
    assert finding_of(settings, "voice_tls_wrong").facts["file"] == str(tmp_path / "both.pem")
    gone = tmp_path / "carriers.pem"
    finding = finding_of(secure(tmp_path, 90, sip_tls_ca=gone), "voice_tls_wrong")
    assert (finding.state, finding.facts["file"]) == (CheckState.MISSING, str(gone))


def test_a_key_that_is_not_the_certificates_is_wrong(tmp_path: Path) -> None:
    settings = secure(tmp_path, 90)
    (tmp_path / "other").mkdir()
    certificate(tmp_path / "other")
    swapped = msgspec.structs.replace(settings, sip_tls_key=tmp_path / "other" / "both.pem")
    assert finding_of(swapped, "voice_tls_wrong").state is CheckState.MISSING


RELAYED = {"voice_engine": "rtpengine", "voice_edge": "127.0.0.1:5060"}


def test_an_installation_without_an_edge_is_not_asked_about_one(settings: Settings) -> None:
    assert not {f.code for f in examine(settings)} & {"voice_relay", "voice_relay_silent", "voice_edge"}


def test_a_relay_that_does_not_answer_is_missing(tmp_path: Path, unused_udp_port: int) -> None:
    settings = Settings(data=tmp_path, rtpengine=f"127.0.0.1:{unused_udp_port}", **RELAYED)
    assert finding_of(settings, "voice_relay_silent").state is CheckState.MISSING


@pytest.mark.skipif(shutil.which("kamailio") is None, reason="missing: kamailio (apt-get install kamailio)")
def test_the_edge_that_comes_with_the_code_is_valid_and_a_spoilt_one_is_said_to_be(
    tmp_path: Path, unused_udp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path, rtpengine=f"127.0.0.1:{unused_udp_port}", **RELAYED)
    monkeypatch.setattr(module, "EDGE_FOLDERS", (DEPLOY,))
    assert finding_of(settings, "voice_edge").state is CheckState.OK
    spoilt = tmp_path / "spoilt"
    shutil.copytree(DEPLOY, spoilt)
    with (spoilt / "kamailio.cfg").open("a") as file:
        file.write("route[X] { no_such_function(); }\n")
    monkeypatch.setattr(module, "EDGE_FOLDERS", (spoilt,))
    finding = finding_of(settings, "voice_edge_wrong")
    assert finding.state is CheckState.MISSING
    assert "no_such_function" in str(finding.facts["reason"])


# --- the proof and its keeping -------------------------------------------------------------------


def a_head(size: int, seconds_ago: float) -> SignedHead:
    at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
    head = Head(size=size, root=bytes(32), at=at)
    return SignedHead(head=head, key="0" * 16, signature=bytes(64))


def test_an_installation_whose_heads_go_nowhere_is_told_so(settings: Settings) -> None:
    assert finding_of(settings, "heads_nowhere").state is CheckState.DEGRADED


def test_heads_outside_are_well_while_they_come_and_missing_when_the_last_is_old(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", heads_folder=tmp_path / "away")
    assert finding_of(settings, "heads_folder_missing").state is CheckState.MISSING
    (tmp_path / "away").mkdir()
    assert finding_of(settings, "heads_none_yet").state is CheckState.DEGRADED
    write_head(tmp_path / "away", a_head(7, OLD_S + 60))
    assert finding_of(settings, "heads_old").state is CheckState.MISSING
    write_head(tmp_path / "away", a_head(8, 5))
    finding = finding_of(settings, "heads_kept")
    assert (finding.state, finding.facts["size"]) == (CheckState.OK, 8)


def test_an_installation_that_cannot_make_a_backup_is_told_so(tmp_path: Path) -> None:
    assert finding_of(Settings(data=tmp_path), "backup_recipient_missing").state is CheckState.DEGRADED
    assert finding_of(Settings(data=tmp_path, backup_recipients="age1x"), "backup_recipient_wrong").facts
    public = new_identity(tmp_path / "private.txt")
    finding = finding_of(Settings(data=tmp_path, backup_recipients=f"{public},{public}"), "backup_recipients")
    assert (finding.state, finding.facts["count"]) == (CheckState.OK, 2)


def test_a_renewal_of_the_master_that_was_cut_off_is_seen(settings: Settings) -> None:
    FolderKeys.create(settings.keys).rotate_master()
    assert finding_of(settings, "masters_left").facts["older"] == "master-1.key"


async def test_a_role_that_could_rewrite_the_log_is_seen(database: Database, tmp_path: Path) -> None:
    for dsn, code, state in (
        (database.dsn, "postgres_appends", CheckState.OK),
        (database.owner_dsn, "postgres_can_rewrite", CheckState.DEGRADED),
    ):
        settings = Settings(data=tmp_path, database_url=dsn)
        finding = await asyncio.to_thread(finding_of, settings, code)
        assert finding.state is state


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "web_local"),
        ({"host": "0.0.0.0"}, "web_in_the_clear"),
        ({"host": "0.0.0.0", "public_url": "http://112.example"}, "web_in_the_clear"),
        ({"tls_certificate": Path("c.pem"), "tls_key": Path("k.pem")}, "web_no_public_url"),
        ({"public_url": "https://112.example"}, "web_proxy_not_trusted"),
        ({"public_url": "https://112.example", "trusted_proxies": "10.0.0.1"}, "web_public"),
    ],
)
def test_how_people_reach_the_pages_is_told(tmp_path: Path, given: dict[str, Any], code: str) -> None:
    settings = Settings(data=tmp_path / "data", **given)
    found = finding_of(settings, code)
    assert found.part == "web"
    assert (found.state is CheckState.OK) is (code in ("web_local", "web_public"))
