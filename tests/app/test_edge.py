"""What the edge on loopback is told, and that a centre cannot be set up by halves."""

from pathlib import Path

import pytest

from auxilio.app.processes.edge import DEPLOY, EdgePorts, write_edge
from auxilio.app.processes.voice import agent_settings
from auxilio.app.settings import read_settings
from auxilio.kernel.refusal import Refused


def test_the_configuration_is_the_one_that_a_centre_gets_but_for_its_addresses(tmp_path: Path) -> None:
    write_edge(tmp_path, EdgePorts(sip=5068, voices=(5071, 5072)))
    for name in ("kamailio.cfg", "tls.cfg"):
        assert (tmp_path / name).read_bytes() == (DEPLOY / name).read_bytes()
    local = (tmp_path / "local.cfg").read_text()
    assert "listen=udp:127.0.0.1:5068\n" in local
    assert ":5060" not in local
    listed = (tmp_path / "dispatcher.list").read_text().splitlines()
    assert listed == ["1 sip:127.0.0.1:5071 0 100", "1 sip:127.0.0.1:5072 0 99"]
    assert (tmp_path / "tls" / "key.pem").stat().st_mode & 0o077 == 0


def test_behind_an_edge_only_the_edge_is_listened_to_and_what_it_asserts_is_believed(tmp_path: Path) -> None:
    settings = read_settings(EdgePorts(voices=(5071,)).settings(), tmp_path)
    sip = agent_settings(settings)
    assert (sip.udp_port, sip.tcp_port, sip.ws_port) == (5071, None, None)
    assert (sip.trusted, sip.outbound_proxy) == (("127.0.0.1",), "sip:127.0.0.1:5060")


def test_an_edge_before_sound_that_dies_with_its_process_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_settings({"AUXILIO_VOICE_EDGE": "127.0.0.1:5060"}, tmp_path)
    assert refused.value.facts["detail"] == "voice_edge, voice_engine"
