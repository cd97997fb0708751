"""Certificates that an administrator brings: judged, put in order, kept by themselves; and what is in force stays."""

from pathlib import Path
from shutil import rmtree

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519

from auxilio.app.cli.start_words import shown_address
from auxilio.app.settings import Settings, read_settings, with_saved
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.setup.core.tls import PEM_MAX, TlsChoice, TlsWay
from auxilio.setup.page_tls import PageTls, TlsSettings
from auxilio.setup.saved_settings import SAVED_FILE, saved_settings
from auxilio.setup.tls_pair import covers, read_pair
from tests.actors import person
from tests.calls.test_service import CallSetup
from tests.database import Database
from tests.setup.authority import AT, CLIENT_ONLY, Authority, key_pem, named, pem, weak_key

HOST, URL = "112.example", "https://112.example"
ADA = person("administrator", name="Ada Mas")


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def code_of(certificate: str, key: str, host: str = HOST) -> tuple[str, object]:
    with pytest.raises(Refused) as refused:
        read_pair(certificate, key, host, AT)
    return refused.value.code, refused.value.facts.get("field")


def test_a_chain_is_put_in_order_whatever_the_order_of_its_file(authority: Authority) -> None:
    key = authority.new_key()
    leaf = authority.server(key, HOST)
    mixed = pem(authority.root) + pem(authority.middle) + pem(leaf)
    pair = read_pair(mixed, key_pem(key), HOST, AT)
    assert pair.chain.decode() == pem(leaf) + pem(authority.middle) + pem(authority.root)
    assert (pair.view.names, pair.view.issuer, pair.view.alone) == ((HOST,), "Intermedia", False)
    assert read_pair(pem(leaf), key_pem(key), HOST, AT).view.alone


def test_what_is_no_certificate_or_key_for_this_address_is_refused_with_its_field(
    authority: Authority,
) -> None:
    key, other = authority.new_key(), authority.new_key()
    good = pem(authority.server(key, HOST))
    at_certificate, at_key = "$.certificate", "$.key"
    assert code_of("no", key_pem(key)) == ("tls_not_pem", at_certificate)
    assert code_of(good, "no") == ("tls_not_pem", at_key)
    assert code_of(good, good) == ("tls_not_pem", at_key)
    assert code_of(good, key_pem(key, b"secreto")) == ("tls_key_encrypted", at_key)
    assert code_of(good, key_pem(other)) == ("tls_key_mismatch", at_key)
    assert code_of(good, key_pem(ed25519.Ed25519PrivateKey.generate())) == ("tls_key_kind", at_key)
    assert code_of(good, key_pem(weak_key())) == ("tls_key_weak", at_key)
    old = pem(authority.server(key, HOST, days=(-9, -1)))
    early = pem(authority.server(key, HOST, days=(1, 9)))
    assert code_of(old, key_pem(key)) == ("tls_expired", at_certificate)
    assert code_of(early, key_pem(key)) == ("tls_not_yet", at_certificate)
    elsewhere = pem(authority.server(key, "otro.example"))
    assert code_of(elsewhere, key_pem(key)) == ("tls_name_missing", at_certificate)
    assert code_of(pem(authority.server(key)), key_pem(key)) == ("tls_name_missing", at_certificate)
    client = pem(authority.server(key, HOST, usage=CLIENT_ONLY))
    assert code_of(client, key_pem(key)) == ("tls_not_for_servers", at_certificate)
    stranger = Authority()
    assert code_of(good + pem(stranger.root), key_pem(key)) == ("tls_chain_broken", at_certificate)
    assert code_of(good + pem(authority.root) * 11, key_pem(key)) == ("tls_chain_broken", at_certificate)


def test_nobody_who_is_stated_to_be_no_authority_stands_in_a_chain(authority: Authority) -> None:
    key, clerk = authority.new_key(), authority.new_key()
    root = named("Raíz")
    for stated, found in (
        (x509.BasicConstraints(ca=False, path_length=None), "tls_chain_broken"),
        (None, None),
    ):
        middle = authority.sign("Empleada", clerk, root, authority.root_key, constraints=stated)
        leaf = authority.sign("servidor", key, named("Empleada"), clerk, names=(HOST,))
        if found:
            assert code_of(pem(leaf) + pem(middle), key_pem(key)) == (found, "$.certificate")
        else:
            assert read_pair(pem(leaf) + pem(middle), key_pem(key), HOST, AT)


@pytest.mark.parametrize(
    ("name", "host", "yes"),
    [
        ("*.example", "112.example", True),
        ("*.example", "a.112.example", False),
        ("*.example", "example", False),
        ("112.Example", "112.example", True),
        ("10.0.0.5", "10.0.0.5", True),
        ("*.0.0.5", "10.0.0.5", False),
    ],
)
def test_a_star_stands_for_one_label_and_for_no_address(name: str, host: str, yes: bool) -> None:
    assert covers([name], host) is yes


def test_a_file_of_a_megabyte_is_refused_before_it_is_read() -> None:
    with pytest.raises(msgspec.ValidationError, match="length"):
        msgspec.convert({"way": "files", "certificate": "x" * (PEM_MAX + 1)}, TlsChoice)


# --- over the data folder ---------------------------------------------------------------------------


def over(data: Path, database: Database, *elsewhere: str, in_force: TlsSettings | None = None) -> PageTls:
    settings = in_force or TlsSettings()
    return PageTls(data, settings, elsewhere, 8112, lambda: ["10.0.0.5"], database.pool, SystemClock())


def files(data: Path) -> list[str]:
    return sorted(
        str(one.relative_to(data)) for one in data.rglob("*") if one.is_file() and one.suffix == ".pem"
    )


@pytest.mark.database
async def test_a_pair_is_kept_by_itself_and_refused_it_leaves_nothing(
    database: Database, tmp_path: Path
) -> None:
    authority = Authority(SystemClock().now())
    key = authority.new_key()
    good = TlsChoice(
        way=TlsWay.FILES,
        public_url=URL,
        certificate=pem(authority.server(key, HOST)) + pem(authority.middle),
        key=key_pem(key),
    )
    page = over(tmp_path, database)
    with pytest.raises(Refused, match="tls_address_wrong"):
        await page.save(msgspec.structs.replace(good, public_url="http://112.example"), ADA)
    with pytest.raises(Refused, match="tls_key_mismatch"):
        await page.save(msgspec.structs.replace(good, key=key_pem(authority.new_key())), ADA)
    assert (files(tmp_path), saved_settings(tmp_path)) == ([], {})

    await page.save(good, ADA)
    saved = saved_settings(tmp_path)
    assert saved["public_url"] == URL
    assert Path(saved["tls_key"]).stat().st_mode & 0o777 == 0o600
    view = await page.view()
    assert (view.saved.way, view.in_force.way) == (TlsWay.FILES, TlsWay.NONE)
    assert view.saved.certificate is not None
    assert "PRIVATE" not in msgspec.json.encode(view).decode()

    later = over(tmp_path, database, in_force=TlsSettings(**saved))
    old = pem(authority.server(key, HOST, days=(-9, -1)))
    with pytest.raises(Refused, match="tls_expired"):
        await later.save(msgspec.structs.replace(good, certificate=old), ADA)
    assert saved_settings(tmp_path) == saved
    assert len(files(tmp_path)) == 2, "what is in force stays"


@pytest.mark.database
async def test_a_certificate_whose_files_were_lost_is_kept_when_it_is_brought_again(
    database: Database, tmp_path: Path
) -> None:
    authority = Authority(SystemClock().now())
    key = authority.new_key()
    good = TlsChoice(
        way=TlsWay.FILES,
        public_url=URL,
        certificate=pem(authority.server(key, HOST)),
        key=key_pem(key),
    )
    await over(tmp_path, database).save(good, ADA)
    for _ in range(3):
        before = saved_settings(tmp_path)
        rmtree(tmp_path / "tls")  # restored on another machine: keys are in no backup
        await over(tmp_path, database).save(good, ADA)
        saved = saved_settings(tmp_path)
        assert with_saved(Settings(data=tmp_path), saved, ()).tls
        assert saved != before, "`auxilio up` starts the processes again for other settings"
        await over(tmp_path, database).save(good, ADA)
        assert saved_settings(tmp_path) == saved
        assert len(files(tmp_path)) == 2


@pytest.mark.database
async def test_the_installation_signs_for_itself_and_goes_back_to_none(
    database: Database, tmp_path: Path
) -> None:
    page = over(tmp_path, database)
    await page.save(TlsChoice(way=TlsWay.OWN, public_url="https://centro.lan:8112"), ADA)
    state = (await page.view()).saved
    assert state.way is TlsWay.OWN
    assert state.certificate is not None
    assert {"centro.lan", "10.0.0.5"} <= set(state.certificate.names)
    await page.save(TlsChoice(way=TlsWay.NONE), ADA)
    assert saved_settings(tmp_path) == {}
    assert [one for one in files(tmp_path) if "own" not in one] == []


@pytest.mark.database
async def test_a_proxy_is_believed_by_its_network_alone(database: Database, tmp_path: Path) -> None:
    page = over(tmp_path, database)
    proxy = TlsChoice(way=TlsWay.PROXY, public_url=URL, trusted_proxies="10.0.0.2")
    for networks in ("", "0.0.0.0/0", "somewhere"):
        with pytest.raises(Refused, match="networks_malformed"):
            await page.save(msgspec.structs.replace(proxy, trusted_proxies=networks), ADA)
    await page.save(proxy, ADA)
    assert saved_settings(tmp_path) == {"public_url": URL, "trusted_proxies": "10.0.0.2"}
    assert (await page.view()).saved.way is TlsWay.PROXY


@pytest.mark.database
async def test_what_the_file_gives_stays_and_nothing_is_saved_while_a_call_goes_on(
    database: Database, tmp_path: Path
) -> None:
    given = TlsSettings(tls_certificate="/etc/x.pem", tls_key="/etc/x.key", public_url=URL)
    page = over(tmp_path, database, "tls_certificate", "tls_key", in_force=given)
    with pytest.raises(Refused, match="setting_given_elsewhere"):
        await page.save(TlsChoice(way=TlsWay.OWN, public_url=URL), ADA)
    await CallSetup(database).ring()
    with pytest.raises(Refused, match="calls_go_on"):
        await over(tmp_path, database).save(TlsChoice(way=TlsWay.OWN, public_url=URL), ADA)
    assert not (tmp_path / SAVED_FILE).exists()
    assert [one for one in files(tmp_path) if "own" not in one] == []


def test_a_certificate_that_is_not_on_this_machine_keeps_no_centre_from_starting(tmp_path: Path) -> None:
    gone = {"tls_certificate": str(tmp_path / "c.pem"), "tls_key": str(tmp_path / "k.pem"), "public_url": URL}
    (tmp_path / SAVED_FILE).write_bytes(msgspec.json.encode(gone))
    settings = read_settings({"AUXILIO_DATA": str(tmp_path)}, tmp_path)
    assert (settings.tls, settings.public_url) == (False, URL)
    assert shown_address(settings) == "http://127.0.0.1:8112", "nothing answers at the stated one"
    for name in ("c.pem", "k.pem"):
        (tmp_path / name).touch()
    assert with_saved(Settings(data=tmp_path), gone, ()).tls
