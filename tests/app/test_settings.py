"""Settings that cannot be meant are refused by name, and what is given to other processes is read again as it was."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from auxilio.app.cli.demo import demo_settings
from auxilio.app.processes.voice import agent_settings
from auxilio.app.settings import ORIGINS, Settings, SettingsMalformed, environment_of, read_settings
from auxilio.app.settings_in_force import GROUPS, origins_of, passed_on, settings_in_force
from auxilio.kernel.refusal import Refused

NOWHERE = Path("/nonexistent")
AGREED = {"AUXILIO_HOLD_MAX": "30", "AUXILIO_DIVERT_TO": "sip:112@neighbour.example"}
SECURE = {
    "AUXILIO_SIP_TLS_PORT": "5061",
    "AUXILIO_SIP_TLS_CERTIFICATE": "chain.pem",
    "AUXILIO_SIP_TLS_KEY": "key.pem",
}


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"AUXILIO_ZONE": "Europe/Nowhere"}, "zone"),
        ({"AUXILIO_PUSH_HOSTS": "https://push.example/send"}, "push_hosts"),
        ({"AUXILIO_SMPP_HOST": "smsc.example"}, "smpp_host, smpp_system_id"),
        (
            {"AUXILIO_SMPP_HOST": "smsc.example", "AUXILIO_SMPP_SYSTEM_ID": "a" * 16},
            "smpp_host, smpp_system_id",
        ),
        ({"AUXILIO_SMPP_HOST": "tcp://x", "AUXILIO_SMPP_SYSTEM_ID": "a"}, "smpp_host"),
        ({"AUXILIO_SMS_GATEWAY": "sms.example/send"}, "sms_gateway"),
        ({"AUXILIO_SMS_GATEWAY": "https://u:p@sms.example/send"}, "sms_gateway"),
        ({"AUXILIO_SMS_GATEWAY": "https://sms.example/send;plain"}, "sms_gateway"),
        (
            {
                "AUXILIO_SMS_GATEWAY": "https://sms.example/send",
                "AUXILIO_SMPP_HOST": "smsc.example",
                "AUXILIO_SMPP_SYSTEM_ID": "a",
            },
            "smpp_host, sms_gateway",
        ),
        ({"AUXILIO_SMPP_PORT": "65536"}, "smpp_port"),
        ({"AUXILIO_SMTP_SERVER": "mail.example", "AUXILIO_MAIL_FROM": "a@b.example"}, "smtp_server"),
        ({"AUXILIO_SMTP_SERVER": "mail.example:465"}, "smtp_server, mail_from"),
        (
            {"AUXILIO_SMTP_SERVER": "mail.example:465", "AUXILIO_MAIL_FROM": "Alba <a@b.example>"},
            "smtp_server, mail_from",
        ),
        (
            {
                "AUXILIO_SMTP_SERVER": "192.0.2.1:25",
                "AUXILIO_SMTP_SECURITY": "plain",
                "AUXILIO_MAIL_FROM": "a@b.example",
            },
            "smtp_security, smtp_server",
        ),
        ({"AUXILIO_SMS_NUMBER": "Emergencias 112"}, "sms_number"),
        ({"AUXILIO_CALLOUT_LINES": "31"}, "callout_lines"),
        ({"AUXILIO_CALLOUT_BARRED": "961000112"}, "callout_barred"),
        ({"AUXILIO_HOLD_MAX": "30"}, "hold_max, divert_to"),
        ({"AUXILIO_HOLD_MAX": "-1", "AUXILIO_DIVERT_TO": "Valencia"}, "hold_max, divert_to"),
        (
            {"AUXILIO_HOLD_MAX": "30", "AUXILIO_DIVERT_TO": "Valencia", "AUXILIO_DIVERT_BY": "redirect"},
            "divert_by, divert_to",
        ),
        (
            {**AGREED, "AUXILIO_VOICE_EDGE": "192.0.2.1:5060", "AUXILIO_VOICE_ENGINE": "rtpengine"},
            "divert_by, voice_edge",
        ),
        ({"AUXILIO_SHARED_NUMBERS": "+34600111222, 600333444"}, "shared_numbers"),
        ({"AUXILIO_SIP_TRUSTED": "192.0.2.0/24, trunk"}, "sip_trusted"),
        ({"AUXILIO_LOCATION_HOSTS": "https://lis.example/"}, "location_hosts"),
        ({"AUXILIO_LOCATION_SERVER": "https://lis.example/held"}, "location_server, location_hosts"),
        (
            {"AUXILIO_LOCATION_HOSTS": "lis.example", "AUXILIO_LOCATION_SERVER": "https://lis.example:8443/"},
            "location_server, location_hosts",
        ),
        (
            {"AUXILIO_LOCATION_HOSTS": "lis.example", "AUXILIO_LOCATION_SERVER": "lis.example"},
            "location_server",
        ),
        ({"AUXILIO_TLS_KEY": "key.pem"}, "tls_certificate, tls_key"),
        ({"AUXILIO_SIP_TLS_PORT": "5061"}, "sip_tls_port, sip_tls_certificate"),
        ({"AUXILIO_SIP_TLS_CERTIFICATE": "both.pem"}, "sip_tls_certificate, sip_tls_key"),
        ({"AUXILIO_SIP_TRUNK": "carrier.example:5061;transport=tls"}, "sip_trunk, sip_tls_port"),
        ({**SECURE, "AUXILIO_SIP_TLS_PORT": "5060"}, "sip_tls_port"),
        (
            {**SECURE, "AUXILIO_VOICE_EDGE": "192.0.2.1:5060", "AUXILIO_VOICE_ENGINE": "rtpengine"},
            "voice_edge, sip_tls_port",
        ),
        ({"AUXILIO_PUBLIC_URL": "112.example"}, "public_url"),
        ({"AUXILIO_PUBLIC_URL": "https://112.example/auxilio"}, "public_url"),
        ({"AUXILIO_OTHER_HOSTS": "intranet:8112"}, "other_hosts"),
        ({"AUXILIO_HOST": "every where"}, "host"),
        ({"AUXILIO_TRUSTED_PROXIES": "10.0.0.1, nginx"}, "trusted_proxies"),
        ({"AUXILIO_TRUSTED_PROXIES": "10.0.0.1/8"}, "trusted_proxies"),
        ({"AUXILIO_SILENT_AFTER": "driving=60"}, "silent_after"),
        ({"AUXILIO_SILENT_AFTER": "en_route=soon"}, "silent_after"),
        ({"AUXILIO_SILENT_AFTER": "en_route=-1"}, "silent_after"),
        ({"AUXILIO_SILENT_AFTER": "en_route=nan"}, "silent_after"),
        ({"AUXILIO_TRACK_DAYS": "0"}, "track_days"),
        ({"AUXILIO_PORT": "81120"}, "port"),
        ({"AUXILIO_VOICE_ENGINE": "rtpengine", "AUXILIO_RTPENGINE_REPORTS": "9060"}, "rtpengine_reports"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(given: dict[str, str], names: str) -> None:
    with pytest.raises(Refused, match="settings_malformed") as refused:
        read_settings(given, NOWHERE)
    assert refused.value.facts["detail"] == names


def test_all_that_cannot_be_meant_is_named_and_nothing_that_follows_from_it(tmp_path: Path) -> None:
    lines = (
        'port = "many"',
        "track_days = 0",
        'tls_key = "k"',
        'colour = "red"',
        'host = "every where"',
        "sip_port = true",
    )
    (tmp_path / "auxilio.toml").write_text("\n".join(lines), "utf-8")
    with pytest.raises(SettingsMalformed) as refused:
        read_settings({}, tmp_path)
    told = [one.facts["detail"] for one in refused.value.faults]
    assert len(told) == len(lines)
    for name in ("port", "track_days", "tls_key", "colour", "host", "sip_port"):
        assert any(name in one for one in told), name


def test_the_file_is_the_one_that_is_named_else_of_the_folder_else_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(name: str, port: int) -> Path:
        file = tmp_path / name / "auxilio.toml"
        file.parent.mkdir()
        file.write_text(f"port = {port}\n", "utf-8")
        return file

    named, here, machine = written("named", 1001), written("here", 1002), written("etc", 1003)
    monkeypatch.setattr("auxilio.app.settings.FILE_OF_MACHINE", machine)
    monkeypatch.chdir(here.parent)
    config = {"AUXILIO_CONFIG": str(named)}
    assert read_settings(config).port == 1001
    assert read_settings({}).port == 1002
    here.unlink()
    assert read_settings({}).port == 1003
    assert demo_settings().port == Settings().port, "a demo leaves the machine's centre alone"
    assert read_settings({}, here.parent).port == Settings().port
    started = {ORIGINS: "{}", **config}
    assert read_settings(started).port == Settings().port
    named.unlink()
    with pytest.raises(SettingsMalformed, match=r"settings_malformed"):
        read_settings(config)


def test_numbers_of_many_and_networks_of_carriers_are_lists_with_commas_between() -> None:
    given = {
        **AGREED,
        "AUXILIO_SHARED_NUMBERS": "+34600111222, +34600333444,",
        "AUXILIO_SIP_TRUSTED": "192.0.2.0/24, 2001:db8::/32",
    }
    settings = read_settings(given, NOWHERE)
    assert settings.numbers_of_many == {"+34600111222", "+34600333444"}
    assert agent_settings(settings).trusted == ("192.0.2.0/24", "2001:db8::/32")
    assert read_settings(environment_of(settings), NOWHERE) == settings


def test_an_agency_says_how_long_its_units_may_be_silent() -> None:
    settings = read_settings({"AUXILIO_SILENT_AFTER": "en_route=120, on_scene=600"}, NOWHERE)
    assert settings.silences == {"en_route": 120, "on_scene": 600}
    assert read_settings({}, NOWHERE).silences == {}


def test_the_pages_certificate_serves_for_sip_where_no_other_is_named() -> None:
    given = {
        "AUXILIO_SIP_TLS_PORT": "5061",
        "AUXILIO_TLS_CERTIFICATE": "page.pem",
        "AUXILIO_TLS_KEY": "page-key.pem",
    }
    assert read_settings(given, NOWHERE).sip_certificate == (Path("page.pem"), Path("page-key.pem"))
    both = read_settings({**given, **SECURE}, NOWHERE)
    assert both.sip_certificate == (Path("chain.pem"), Path("key.pem"))
    assert read_settings(environment_of(both), NOWHERE) == both


def test_the_site_is_what_is_stated_and_never_every_address() -> None:
    given = {
        "AUXILIO_HOST": "0.0.0.0",
        "AUXILIO_PUBLIC_URL": "https://112.example",
        "AUXILIO_OTHER_HOSTS": "Intranet, 2001:db8:0::9",
        "AUXILIO_TRUSTED_PROXIES": "10.0.0.0/24, 2001:db8:1::/64",
    }
    settings = read_settings(given, NOWHERE)
    assert settings.site.hosts == {"intranet", "2001:db8::9"}
    assert (settings.site.https, settings.tls) == (True, False)
    assert settings.site.trusts("10.0.0.77")
    assert not settings.site.trusts("10.0.1.77")
    assert read_settings(environment_of(settings), NOWHERE) == settings
    assert not read_settings({}, NOWHERE).site.https


PAGE = Path(__file__).parents[2] / "docs/operations/settings.md"


def test_every_setting_stands_in_the_documentation_and_in_what_administrators_are_shown() -> None:
    fields = list(Settings.__struct_fields__)
    entry = r"^### (\w+)\n`(AUXILIO_\w+)` · .+\n\n\w.+"
    documented = re.findall(entry, PAGE.read_text("utf-8").replace("\n\n`", "\n\nx`"), re.MULTILINE)
    assert sorted(name for name, _ in documented) == sorted(fields)
    assert all(variable == f"AUXILIO_{name.upper()}" for name, variable in documented)
    shown = settings_in_force(Settings(), origins_of(Settings(), {}, NOWHERE))
    assert sorted(one.name for one in shown) == sorted(fields)
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(fields)


def test_the_example_of_the_documentation_is_a_file_that_is_read(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    (tmp_path / "auxilio.toml").write_text(found[1], "utf-8")
    settings = read_settings({}, tmp_path)
    given = tomllib.loads(found[1])
    assert len(given) > 15
    assert {name: str(getattr(settings, name)) for name in given} == {
        name: str(float(value)) if isinstance(value, int) else value for name, value in given.items()
    }
    assert {name for name, origin in origins_of(settings, {}, tmp_path).items() if origin == "file"} == set(
        given
    )


def test_where_a_setting_comes_from_is_known_also_in_a_process_that_is_started(tmp_path: Path) -> None:
    (tmp_path / "auxilio.toml").write_text('port = 8200\nzone = "Europe/Andorra"\ndata = "here"\n', "utf-8")
    env = {"AUXILIO_PORT": "8300", "AUXILIO_HOST": "0.0.0.0"}
    read = read_settings(env, tmp_path)
    started = msgspec.structs.replace(read, host="127.0.0.1", data=read.data.absolute())
    origins = origins_of(started, env, tmp_path)
    told = {name: origins[name].value for name in ("port", "zone", "data", "host", "sip_port")}
    assert told == {
        "port": "environment",
        "zone": "file",
        "data": "file",
        "host": "start",
        "sip_port": "default",
    }
    given = {**environment_of(started), ORIGINS: msgspec.json.encode(origins).decode()}
    assert origins_of(read_settings(given, NOWHERE), given, NOWHERE) == origins
    assert set(passed_on(started)) == {ORIGINS}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("postgresql://auxilio:s3cret@db.example/auxilio", "postgresql://auxilio:•••@db.example/auxilio"),
        ("postgresql://auxilio:p@ss:w/rd@db/auxilio", "postgresql://auxilio:•••@db/auxilio"),
        (
            "postgresql://db/auxilio?user=a&password=s3cret&x=1",
            "postgresql://db/auxilio?user=a&password=•••&x=1",
        ),
        ("host=db user=auxilio password=s3cret", "host=db user=auxilio password=•••"),
        ("postgresql://auxilio@/auxilio?host=/run/x", "postgresql://auxilio@/auxilio?host=/run/x"),
        ("sip:112@neighbour.example", "sip:112@neighbour.example"),
        ("tetra-1=tls:10.0.0.5:7700", "tetra-1=tls:10.0.0.5:7700"),
    ],
)
def test_passwords_in_addresses_are_not_shown(value: str, shown: str) -> None:
    settings = Settings(database_url=value)
    [one] = [
        each
        for each in settings_in_force(settings, origins_of(settings, {}, NOWHERE))
        if each.name == "database_url"
    ]
    assert (one.value, one.masked) == (shown, shown != value)
