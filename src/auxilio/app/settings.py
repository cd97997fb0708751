"""Settings: `AUXILIO_*` in the environment over a file (`settings_file`) over what a page saved (`saved_settings`) over these defaults."""

import os
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from ipaddress import ip_network
from math import inf, isfinite
from pathlib import Path
from typing import Literal

import msgspec

from auxilio.calls.core.caller_trust import split_phone
from auxilio.dispatch.push.installation import parse_push_hosts
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.interop.location_settings_check import wrong_in_location_servers
from auxilio.interop.mail.settings_check import wrong_in_mail
from auxilio.interop.sms.settings_check import wrong_in_sms
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.http.site import EVERY_ADDRESS, Site, host_named, is_host, is_origin, networks_of
from auxilio.platform.ip_address import cover_everybody
from auxilio.radio.gateway_connection import parse_gateway_addresses
from auxilio.setup.saved_settings import SAVED_NAMES, TLS_FILES, is_zone, saved_settings
from auxilio.voice.settings_check import wrong_in_telephony

PORTS = ("port", "voice_port", "sip_port", "sip_tls_port", "smpp_port")
PORT_MAX = 65_535
FILE = "auxilio.toml"
"""Looked for in the folder where a command runs."""
FILE_OF_MACHINE = Path("/etc/auxilio") / FILE
"""Read where there is none in the folder."""
CONFIG = "AUXILIO_CONFIG"
"""In the environment: another file, instead of both."""
BUILDS_REGIONS = "AUXILIO_BUILDS_REGIONS"
"""In the environment of processes that `auxilio up` starts: it builds the regions that a page asks for (decision 0292)."""
ORIGINS = "AUXILIO_SETTINGS_FROM"
"""In the environment of processes that we start: where each setting came from, as JSON (`settings_in_force`)."""


class SettingsMalformed(Refused):
    """Settings that cannot be read or cannot be meant: all of them."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("settings_malformed", detail="; ".join(faults))
        self.faults = tuple(Refused("settings_malformed", detail=one) for one in faults)


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an installation decides. Paths are absolute or relative to where the command runs."""

    data: Path = Path(".data")
    """Everything that must survive: database, blobs, keys, regions."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """The lowest level that processes log; each request is a line at INFO."""
    host: str = "127.0.0.1"
    """The address on which pages and telephones are served; `0.0.0.0` is every address of this machine."""
    port: int = 8112
    """The TCP port of the pages and of the API."""
    tls_certificate: Path | None = None
    """A certificate chain (PEM) for HTTPS; with `tls_key`. Without them a proxy in front must speak TLS, or there is none."""
    tls_key: Path | None = None
    """The private key (PEM) of `tls_certificate`, without a passphrase."""
    public_url: str = ""
    """Where people find the pages, `https://112.example` (docs/operations/behind-a-proxy.md). With `https` cookies are
    Secure and browsers are told to stay with it, also where a proxy speaks TLS for us. Empty: by the address of this machine."""
    other_hosts: str = ""
    """Further names (commas between) under which pages are reached; a request for any other name is refused."""
    trusted_proxies: str = ""
    """Networks (CIDR, commas between) of proxies in front of `serve`: only their `X-Forwarded-For` and `X-Forwarded-Proto`
    are believed, and limits count the address that they tell."""
    voice_port: int = 8113
    """Where pages reach the telephone exchange (SIP over WebSocket); 0: this installation carries no voice."""
    sip_port: int = 5060
    """Where telephones and trunks reach it (UDP and TCP); 0: they do not."""
    sip_tls_port: int = 0
    """Where carriers reach it over TLS (5061 by convention); 0: they do not. It needs a certificate."""
    sip_tls_certificate: Path | None = None
    """The chain (PEM) shown to carriers, with `sip_tls_key`; by default `tls_certificate` and `tls_key`."""
    sip_tls_key: Path | None = None
    """The private key (PEM) of `sip_tls_certificate`."""
    sip_tls_ca: Path | None = None
    """Certificates (PEM) of who signs the carriers'. With it a carrier must show one that they signed, and no other is
    called; without it none is asked for, and the machine's authorities count for those that we call."""
    sip_trunk: str | None = None
    """The way to numbers outside: host, or host:port, of the trunk, and `;transport=tcp` or `tls` where it is not UDP;
    none: no number outside is rung."""
    voice_edge: str = ""
    """`address:port` of the Kamailio in front of the exchange (deploy/voice): telephones and pages then speak with it,
    `voice_port` is its WebSocket's, and `sip_port` where it finds us. Empty: the exchange itself listens on the public address."""
    voice_engine: Literal["embedded", "rtpengine"] = "embedded"
    """What carries sound: this process, or an rtpengine, whose calls outlive it."""
    rtpengine: str = "127.0.0.1:2223"
    """Where rtpengine is controlled (`listen-ng`)."""
    rtpengine_reports: str = "127.0.0.1:9060"
    """An address of ours to which rtpengine sends copies of sound, and (`homer`) what parties report of what they hear."""
    sip_trusted: str = ""
    """Networks (CIDR, commas between) of carriers: they carry everybody's calls, so the flood guard never slows them,
    and who they say is calling is believed."""
    location_hosts: str = ""
    """Servers of networks (commas between) that are asked where a telephone is, and for additional data, when its call refers
    to them (`Geolocation`, `Call-Info`): `lis.example`, or `lis.lan:8443;internal` for one in our own network, with `;http` where it has no TLS
    (docs/how-to/ask-a-location-server.md). No other host is asked; the desk sees that it was not."""
    location_server: str = ""
    """A location server of the network that is asked by number where the telephones of calls are: at ring, on a key at the
    desk, and until the call ends (HELD). Its address, `https://lis.example/held`; its host stands in `location_hosts` too.
    Empty: nothing is asked, and desks have no key for it."""
    location_server_phone: Literal["tel", "msisdn"] = "tel"
    """How a number is written for `location_server`: `tel`, or `msisdn`; its operator says which."""
    sms_number: str = "112"
    """What our short messages come from: a number as it is dialled, or a name of up to eleven letters and digits."""
    smpp_host: str = ""
    """The message centre with which short messages are exchanged by SMPP (docs/how-to/send-and-receive-sms.md). Empty: with none."""
    smpp_port: int = 2775
    """Its port."""
    smpp_tls: bool = False
    """Whether it speaks TLS. Without TLS its password and all messages go in the clear: over a line of our own."""
    smpp_ca: Path | None = None
    """Certificates (PEM) of who signs the message centre's, where the machine does not know them."""
    smpp_system_id: str = ""
    """Our name there. The password is in `sms/smpp.password` of the data folder."""
    sms_gateway: str = ""
    """A gateway that takes our short messages by HTTPS, instead of a message centre: its address, with `;internal` where it lies
    in our own network, and `;http` where it has no TLS. The key is in `sms/gateway.key` of the data folder."""
    push_hosts: str = ""
    """Push services (commas between) by which telephones of crews may be woken, `fcm.googleapis.com` and the like
    (docs/how-to/wake-a-crews-phone.md). No other is asked. Empty: none is, and crews are offered no wake-up."""
    smtp_server: str = ""
    """The mail server by which e-mail leaves, `mail.example:465` (docs/how-to/send-e-mail.md). Empty: none leaves."""
    smtp_security: Literal["tls", "starttls", "plain"] = "tls"
    """TLS from the first byte (`tls`), or by STARTTLS, without which nothing is sent. `plain` to this machine alone."""
    smtp_user: str = ""
    """Our name there; empty: it wants none. The password is in `mail/smtp.password` of the data folder."""
    smtp_ca: Path | None = None
    """Certificates (PEM) of who signs the mail server's, where the machine does not know them."""
    mail_from: str = ""
    """The address that our mail comes from, `avisos@112.example`. With `smtp_server`."""
    hold_max: int = 0
    """How many callers are held waiting, as agreed with carriers and neighbours; 0: as many as come. With `divert_to`."""
    divert_to: str = ""
    """Who takes the calls beyond `hold_max`, by agreement: a SIP URI, or a name where the network knows its way."""
    divert_by: Literal["refuse", "redirect"] = "refuse"
    """How they get there: the network diverts what we refuse (503), or follows our redirection to a URI (302)."""
    callout_lines: int = 0
    """Lines of `sip_trunk` over which people on call are called and spoken to at once (docs/how-to/call-who-is-on-call.md). None
    is dialled while a caller waits. 0: no such call is made."""
    callout_barred: str = ""
    """Numbers (E.164, commas between) that are never called by themselves: all of our own."""
    duty_officer_name: str = ""
    """Whom the room telephones when nobody there answers an alarm, while the table of people on call at `/admin` names nobody."""
    duty_officer_phone: str = ""
    """Their number, as it is dialled from the room. It is not dialled by Auxilio: a person dials it and confirms it."""
    shared_numbers: str = ""
    """Mobiles (E.164, commas between) that are no one person: a residence's, a hotel's. Lines are never taken for one."""
    radio_gateways: str = ""
    """Bridges of radio networks (commas between): `tetra-1=tls:10.0.0.5:7700`, or `tcp:` on a wire of our own
    (docs/operations/radio.md). Empty: this installation has no radio."""
    radio_ca: Path | None = None
    """Certificates (PEM) of who signs the bridges', where the machine does not know them."""
    workers: int = 1
    """Processes of `serve`. Each holds the boards of its own windows."""
    region: Path | None = None
    """A built region; by default the newest under `data/region`."""
    content: Path | None = None
    """A folder of content (protocols, cards, plans) of one's own; by default the one that comes with Auxilio."""
    area: str = ""
    """Which area of `content/plans/areas` this centre answers for. Empty: the one that was made at `/content`. Until two have
    signed it nothing is offered by itself, and a desk is asked which registered centre to ask."""
    database_url: str | None = None
    """An external PostgreSQL 17+; without it the embedded one is started under `data/postgres`."""
    database_owner_url: str | None = None
    """The same database as the role that owns its tables, for `up`, `db`, `administrator`, `import` and `export` (decision
    0237). Without it `database_url` is the owner's, and the running system can rewrite the log."""
    heads_folder: Path | None = None
    """A folder that the administrator of the database does not own: heads of the log are laid down there (decision 0238)."""
    backup_recipients: str = ""
    """Public keys (age, commas between) to which `db backup` and `keys backup` encrypt; `auxilio db backup-key` makes one."""
    backup_folder: Path | None = None
    """Where `auxilio up` makes a backup every `backup_every_h` hours, as `db backup --due` does. Empty: it makes none."""
    backup_keys_folder: Path | None = None
    """Where each of these backups also leaves the newest copy of the keys of cases: another disk than `backup_folder`, because the
    two together open. Empty: keys are copied by hand."""
    backup_every_h: float = 12.0
    """Hours from one of these backups to the next."""
    backup_keep: int = 14
    """How many of these backups are kept; older ones are deleted when a new one has been made."""
    offer_s: float = 8.0
    """Seconds that a call rings at one desk."""
    seal_after_s: float = 600.0
    """Seconds from closing a case to sealing its file: time to take a closing back."""
    log_format: Literal["auto", "console", "json"] = "auto"
    """Lines for eyes (`console`) or for machines (`json`); `auto`: for eyes on a terminal, for machines otherwise."""
    centre_name: str = "112"
    """The name of the centre, printed at the head of reports."""
    organ: str = ""
    """The body responsible for the case files: in Spain its DIR3 code, such as A13002908."""
    mode: Mode = Mode.REAL
    """Other than real: nothing that happens in this installation is real, whatever is asked. The demo is an exercise."""
    zone: str = "Europe/Madrid"
    """The time zone (IANA) of pages and reports."""
    silent_after: str = ""
    """Seconds without a report, by status, after which a unit raises an alarm, where the policy is to be changed:
    `en_route=120,on_scene=600`."""
    handover_soon_min: float = 15.0
    """Minutes at a hospital's door after which a crew is late there (docs/nouns/watch.md)."""
    handover_late_min: float = 30.0
    """Minutes at a hospital's door after which a crew counts as held there."""
    track_days: int = 90
    """Days that the tracks of units are kept: long enough for a complaint to arrive, and no longer."""
    country: str = "ES"
    """Where telephone numbers without a country's code are dialled (ISO 3166)."""

    @property
    def log_as_json(self) -> bool | None:
        """`log_format` for `set_up_logging`: None where the terminal decides."""
        return None if self.log_format == "auto" else self.log_format == "json"

    @property
    def tls(self) -> bool:
        """Whether this process itself speaks TLS."""
        return self.tls_certificate is not None

    @property
    def sip_certificate(self) -> tuple[Path | None, Path | None]:
        """The chain that the exchange shows over TLS, and its key."""
        if self.sip_tls_certificate is not None:
            return self.sip_tls_certificate, self.sip_tls_key
        return self.tls_certificate, self.tls_key

    @property
    def site(self) -> Site:
        """The names under which pages are reached, and the proxies in front of them. Raises `ValueError`."""
        return Site(
            public_url=self.public_url,
            hosts=frozenset(map(host_named, _listed(f"{self.host},{self.other_hosts}"))) - EVERY_ADDRESS,
            proxies=networks_of(_listed(self.trusted_proxies)),
            tls=self.tls,
        )

    @property
    def address(self) -> str:
        """Where this machine itself reaches the page."""
        return self.address_at({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host))  # noqa: S104

    def address_at(self, host: str) -> str:
        """The address of the page under a name or an address of this machine."""
        shown = f"[{host}]" if ":" in host else host
        return f"{'https' if self.tls else 'http'}://{shown}:{self.port}"

    @property
    def numbers_of_many(self) -> frozenset[str]:
        """`shared_numbers`, each."""
        return frozenset(_listed(self.shared_numbers))

    @property
    def numbers_not_called(self) -> frozenset[str]:
        """`callout_barred`, each."""
        return frozenset(_listed(self.callout_barred))

    @property
    def trusted_networks(self) -> tuple[str, ...]:
        """`sip_trusted`, each."""
        return _listed(self.sip_trusted)

    @property
    def numbers_asserted(self) -> bool:
        """Whether the number of a telephone that calls can be the network's word. True where no telephone calls."""
        telephones = bool(self.voice_port and self.sip_port)
        return bool(self.trusted_networks or self.voice_edge) or not telephones

    @property
    def silences(self) -> dict[UnitStatus, float]:
        """`silent_after`, by status. Raises `ValueError`."""
        pairs = (each.partition("=") for each in _listed(self.silent_after))
        return {UnitStatus(status.strip()): float(after_s) for status, _, after_s in pairs}

    @property
    def keys(self) -> Path:
        """Signing and master keys; never in a backup."""
        return self.data / "keys"

    @property
    def case_keys(self) -> Path:
        """The wrapped keys of cases; in `keys backup` alone (decision 0235)."""
        return self.data / "case-keys"

    @property
    def recording_spool(self) -> Path:
        """Recordings that go on, encrypted."""
        return self.data / "recording"

    @property
    def blobs(self) -> Path:
        """Encrypted bytes."""
        return self.data / "blobs"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def wrong_in(settings: Settings) -> Iterator[str]:
    """Which settings cannot be meant as they stand, each with those that it contradicts: `tls_certificate, tls_key`."""
    if (settings.tls_certificate is None) != (settings.tls_key is None):
        yield "tls_certificate, tls_key"
    if not is_zone(settings.zone):
        yield "zone"
    yield from _wrong_in_ports(settings)
    yield from wrong_in_telephony(settings)
    if settings.voice_edge and settings.voice_engine != "rtpengine":
        # A page behind an edge does not notice that its exchange died: its sound must have outlived it.
        yield "voice_edge, voice_engine"
    yield from _wrong_in_site(settings)
    for name, read in (("radio_gateways", parse_gateway_addresses), ("push_hosts", parse_push_hosts)):
        try:
            read(getattr(settings, name))
        except Refused:
            yield name
    yield from _wrong_in_calls(settings)
    yield from wrong_in_sms(
        number=settings.sms_number,
        smpp_host=settings.smpp_host,
        system_id=settings.smpp_system_id,
        gateway=settings.sms_gateway,
    )
    yield from wrong_in_mail(
        server=settings.smtp_server,
        security=settings.smtp_security,
        user=settings.smtp_user,
        sender=settings.mail_from,
    )
    if not 0 < settings.handover_soon_min <= settings.handover_late_min < inf:
        yield "handover_soon_min, handover_late_min"
    yield from _wrong_in_tracks(settings)
    yield from _wrong_in_backups(settings)


def _wrong_in_backups(settings: Settings) -> Iterator[str]:
    if not 0 < settings.backup_every_h < inf:
        yield "backup_every_h"
    if settings.backup_keep < 1:
        yield "backup_keep"
    if settings.backup_folder is not None and settings.backup_folder == settings.backup_keys_folder:
        yield "backup_folder, backup_keys_folder"  # the two together open every case


def _wrong_in_calls(settings: Settings) -> Iterator[str]:
    if settings.hold_max < 0 or (settings.hold_max > 0 and not settings.divert_to):
        yield "hold_max, divert_to"  # beyond it we refuse only calls that another centre takes
    if settings.divert_by == "redirect" and not settings.divert_to.startswith(("sip:", "sips:")):
        yield "divert_by, divert_to"
    if settings.voice_edge and settings.hold_max and settings.divert_by == "refuse":
        yield "divert_by, voice_edge"  # an edge takes our 503 for a process that does not serve, and asks the next
    yield from wrong_in_location_servers(hosts=settings.location_hosts, server=settings.location_server)
    if any(split_phone(one)[0] != one for one in settings.numbers_of_many):
        yield "shared_numbers"  # mistyped, it would join strangers
    try:
        networks = [ip_network(one) for one in settings.trusted_networks]
    except ValueError:
        yield "sip_trusted"
    else:
        if cover_everybody(networks):
            yield "sip_trusted"  # everybody on earth would be believed who they say they are


def _wrong_in_ports(settings: Settings) -> Iterator[str]:
    for name in PORTS:
        if not 0 <= getattr(settings, name) <= PORT_MAX:
            yield name
    if settings.voice_engine == "rtpengine":
        for name in ("rtpengine", "rtpengine_reports"):
            host, _, port = getattr(settings, name).rpartition(":")
            if not (host and port.isdecimal() and 0 < int(port) <= PORT_MAX):
                yield name


def _wrong_in_site(settings: Settings) -> Iterator[str]:
    if settings.public_url and not is_origin(settings.public_url):
        yield "public_url"
    for names in ("host", "other_hosts"):
        if not all(is_host(one) for one in _listed(getattr(settings, names))):
            yield names
    try:
        networks_of(_listed(settings.trusted_proxies))
    except ValueError:
        yield "trusted_proxies"


def _wrong_in_tracks(settings: Settings) -> Iterator[str]:
    if settings.track_days < 1:
        yield "track_days"
    try:
        spans = list(settings.silences.values())
    except ValueError:
        spans = [inf]
    if not all(isfinite(span_s) and span_s > 0 for span_s in spans):
        yield "silent_after"


def _path(kind: type, value: object) -> object:
    return Path(str(value)).expanduser() if kind is Path else value


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return f"AUXILIO_{name.upper()}"


def settings_file(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> Path | None:
    """The file of settings: the one that `AUXILIO_CONFIG` names; else `auxilio.toml` of `folder`, or, where none is named, of the
    folder where the command runs; else the machine's. None: there is none. A process that another one started has all settings
    in its environment, and reads no file."""
    env = os.environ if environ is None else environ
    if ORIGINS in env:
        return None
    if named := env.get(CONFIG):
        return Path(named).expanduser()
    places = [Path.cwd() / FILE, FILE_OF_MACHINE] if folder is None else [folder / FILE]
    return next((place for place in places if place.is_file()), None)


def given_by_file(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> dict[str, object]:
    """What the file of settings gives (`settings_file`). Raises `Refused("settings_malformed")`."""
    file = settings_file(environ, folder)
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        detail = wrong.strerror if isinstance(wrong, OSError) else wrong
        raise SettingsMalformed([f"{file}: {detail}"]) from None


def given_by_environment(environ: Mapping[str, str] | None = None) -> dict[str, object]:
    """What the environment gives: of this process by default."""
    env = os.environ if environ is None else environ
    names = [(name, variable_of(name)) for name in Settings.__struct_fields__]
    return {name: env[variable] for name, variable in names if variable in env}


def read_settings(
    environ: Mapping[str, str] | None = None, folder: Path | None = None, *, data: Path | None = None
) -> Settings:
    """The settings in force here; `folder`: that one's file, and not the machine's; `data`: over another data folder.
    Raises `SettingsMalformed`."""
    given = (
        given_by_file(environ, folder) | given_by_environment(environ) | ({"data": str(data)} if data else {})
    )
    faults, wrong = list[str](), set[str]()
    for name, value in given.items():
        try:
            _settings_of({name: value})
        except msgspec.ValidationError as malformed:
            faults.append(str(malformed))
            wrong.add(name)
    settings = _settings_of({name: value for name, value in given.items() if name not in wrong})
    try:
        settings = with_saved(settings, saved_settings(settings.data), given.keys())
    except Refused as malformed:
        faults.append(str(malformed.facts["detail"]))
    except msgspec.ValidationError as malformed:
        faults.append(str(malformed))
    # What stands beside a setting that could not be read is not judged.
    faults += [names for names in wrong_in(settings) if wrong.isdisjoint(names.split(", "))]
    if faults:
        raise SettingsMalformed(faults)
    return settings


def _settings_of(given: Mapping[str, object]) -> Settings:
    return msgspec.convert(given, Settings, strict=False, dec_hook=_path)


def with_saved(settings: Settings, saved: Mapping[str, str], given: Collection[str]) -> Settings:
    """The settings with what a page saved, and the defaults of what no page has, but for those that file or environment give.

    A certificate that a page brought to another machine, whose data was restored here, is none: its key is in no backup, and pages
    without TLS, which readiness tells, are better than a centre that does not start. Raises `msgspec.ValidationError`.
    """
    if not all(Path(saved[name]).is_file() for name in TLS_FILES if name in saved):
        saved = {name: value for name, value in saved.items() if name not in TLS_FILES}
    mine = [name for name in SAVED_NAMES if name not in given]
    read = _settings_of({name: value for name, value in saved.items() if name in mine})
    return msgspec.structs.replace(settings, **{name: getattr(read, name) for name in mine})


def faults_of_saved(settings: Settings, given: Collection[str], saved: Mapping[str, str]) -> list[str]:
    """What no process would start with once this is saved, as `wrong_in` names it."""
    try:
        return list(wrong_in(with_saved(settings, saved, given)))
    except msgspec.ValidationError as malformed:
        return [str(malformed).rpartition("$.")[2].strip("`")]


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as `AUXILIO_*`, for processes that we start."""
    given = {name: getattr(settings, name) for name in Settings.__struct_fields__}
    return {variable_of(name): str(value) for name, value in given.items() if value is not None}
