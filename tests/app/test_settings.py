"""Settings that cannot be meant are refused by name, and what is given to other processes is read again as it was."""

from pathlib import Path

import pytest

from auxilio.app.processes.voice import agent_settings
from auxilio.app.settings import environment_of, read_settings
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
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(given: dict[str, str], names: str) -> None:
    with pytest.raises(Refused, match="settings_malformed") as refused:
        read_settings(given, NOWHERE)
    assert refused.value.facts["detail"] == names


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
