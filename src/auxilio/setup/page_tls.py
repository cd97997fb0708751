"""How pages reach people encrypted, as a page reads and saves it (decision 0316).

Chain and key lie in a folder of the data folder of their own, by their fingerprint: what is in force is never overwritten.
"""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from auxilio.calls.open_work import count_open_calls
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.platform.certificate import certificate_for
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.files import make_folder, write_durably
from auxilio.platform.http.site import is_origin
from auxilio.platform.ip_address import cover_everybody
from auxilio.setup.core.tls import TlsChoice, TlsState, TlsView, TlsWay
from auxilio.setup.saved_settings import (
    TLS_NAMES,
    SettingsCheck,
    check_given_elsewhere,
    saved_settings,
)
from auxilio.setup.settings_record import SettingsSaver, save_without_note
from auxilio.setup.tls_pair import TlsPair, read_chain, read_pair

FOLDER = "tls"
"""In the data folder; in no backup."""
OWN = "own"
"""In it, the certificate that the installation signs itself."""
CERTIFICATE, KEY = "certificate.pem", "key.pem"


class TlsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of the same names, as they are written; empty: none."""

    tls_certificate: str = ""
    tls_key: str = ""
    public_url: str = ""
    trusted_proxies: str = ""


class PageTls:
    """Over the data folder of this installation. `addresses` reads those by which others of the network reach this machine."""

    def __init__(
        self,
        data: Path,
        in_force: TlsSettings,
        elsewhere: Sequence[str],
        port: int,
        addresses: Callable[[], Sequence[str]],
        pool: Pool,
        clock: Clock,
        faults: SettingsCheck = lambda _: (),
        saver: SettingsSaver = save_without_note,
    ) -> None:
        self._data, self._in_force, self._port = data.absolute(), in_force, port
        self._elsewhere = tuple(name for name in TLS_NAMES if name in elsewhere)
        self._addresses, self._pool, self._clock = addresses, pool, clock
        self._faults, self._saver, self._one = faults, saver, asyncio.Lock()

    async def view(self) -> TlsView:
        """As it is in force here, and as the processes have it at the next start."""
        return TlsView(
            saved=await asyncio.to_thread(self._state, await self._saved()),
            in_force=await asyncio.to_thread(self._state, self._in_force),
            given_elsewhere=self._elsewhere,
            port=self._port,
        )

    async def save(self, choice: TlsChoice, actor: Actor) -> None:
        """Keep it for the next start of the processes; what is refused leaves nothing behind.

        Raises `Refused`: `tls_address_wrong`, `networks_malformed`, `setting_given_elsewhere`, `setting_unusable`, what
        `tls_pair.read_pair` raises, each with its field; `calls_go_on`, because the processes start again.
        """
        async with self._one:
            _check_address(choice)
            pair = await asyncio.to_thread(self._pair, choice)
            saved = await self._saved()
            wanted = await asyncio.to_thread(self._settings, choice, pair, saved)
            check_given_elsewhere(
                self._elsewhere, msgspec.structs.asdict(wanted), msgspec.structs.asdict(self._in_force)
            )
            if wanted == saved:
                return
            if going_on := await count_open_calls(self._pool):
                raise Conflict("calls_go_on", count=going_on)
            await self._keep(wanted, pair, actor)

    async def _keep(self, wanted: TlsSettings, pair: TlsPair | None, actor: Actor) -> None:
        mine = [name for name in TLS_NAMES if name not in self._elsewhere]
        values = {
            name: value for name, value in msgspec.structs.asdict(wanted).items() if name in mine and value
        }
        folder = Path(wanted.tls_certificate).parent if pair else None
        made = folder is not None and not folder.exists()
        try:
            if pair and folder:
                await asyncio.to_thread(_write, pair, folder)
            await self._saver(self._data, values, mine, self._faults, actor)
        except BaseException:
            if made and folder:
                shutil.rmtree(folder, ignore_errors=True)
            raise
        await asyncio.to_thread(
            self._forget_others, {folder, Path(self._in_force.tls_certificate or "/").parent}
        )

    def _pair(self, choice: TlsChoice) -> TlsPair | None:
        host = urlsplit(choice.public_url).hostname or ""
        if choice.way is TlsWay.FILES:
            return read_pair(choice.certificate, choice.key, host, self._clock.now())
        if choice.way is not TlsWay.OWN:
            return None
        made = certificate_for(self._data / FOLDER / OWN, [*self._addresses(), host], self._clock.now())
        return read_pair(
            made.certificate.read_text("ascii"), made.key.read_text("ascii"), host, self._clock.now()
        )

    def _settings(self, choice: TlsChoice, pair: TlsPair | None, saved: TlsSettings) -> TlsSettings:
        # What a way does not ask for stays where it is given elsewhere.
        kept = {name: getattr(self._in_force, name) for name in self._elsewhere}
        proxies = kept.get("trusted_proxies", "")
        proxies = choice.trusted_proxies if choice.way is TlsWay.PROXY else proxies
        url = kept.get("public_url", "") if choice.way is TlsWay.NONE else choice.public_url
        if pair is None:
            return TlsSettings(public_url=url, trusted_proxies=proxies)
        folder = self._folder(pair, saved)
        return TlsSettings(
            tls_certificate=str(folder / CERTIFICATE),
            tls_key=str(folder / KEY),
            public_url=url,
            trusted_proxies=proxies,
        )

    def _folder(self, pair: TlsPair, saved: TlsSettings) -> Path:
        """Where the pair is kept. Brought again after its files were lost (they are in no backup) it goes beside where they were: what
        is saved is then another setting, and the processes start with it."""
        first = self._data / FOLDER / pair.view.fingerprint.replace(":", "").lower()[:32]
        both = (first, first.with_name(f"{first.name}-again"))
        known = next((one for one in both if str(one / CERTIFICATE) == saved.tls_certificate), None)
        if known is None:
            return first
        whole = (known / CERTIFICATE).is_file() and (known / KEY).is_file()
        return known if whole else next(one for one in both if one != known)

    async def _saved(self) -> TlsSettings:
        found = await asyncio.to_thread(saved_settings, self._data)
        mine = {name: found.get(name, "") for name in TLS_NAMES if name not in self._elsewhere}
        return msgspec.structs.replace(self._in_force, **mine)

    def _state(self, settings: TlsSettings) -> TlsState:
        view = None
        if settings.tls_certificate:
            try:
                view = read_chain(Path(settings.tls_certificate).read_bytes())
            except OSError:
                view = None
        return TlsState(
            way=self._way(settings),
            public_url=settings.public_url,
            trusted_proxies=settings.trusted_proxies,
            certificate=view,
        )

    def _way(self, settings: TlsSettings) -> TlsWay:
        if settings.tls_certificate:
            own = self._data / FOLDER / OWN / KEY
            try:
                same = own.read_bytes() == Path(settings.tls_key).read_bytes()
            except OSError:
                same = False
            return TlsWay.OWN if same else TlsWay.FILES
        return TlsWay.PROXY if settings.public_url.startswith("https://") else TlsWay.NONE

    def _forget_others(self, kept: set[Path | None]) -> None:
        """Remove keys that are neither in force nor saved."""
        for folder in (self._data / FOLDER).glob("*/"):
            if folder.name != OWN and folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def _check_address(choice: TlsChoice) -> None:
    if choice.way is TlsWay.NONE:
        return
    if not is_origin(choice.public_url) or not choice.public_url.startswith("https://"):
        raise Refused("tls_address_wrong", field="$.public_url")
    if choice.way is not TlsWay.PROXY:
        return
    parts = [one.strip() for one in choice.trusted_proxies.split(",") if one.strip()]
    for one in parts or [""]:
        try:
            network = ip_network(one)
        except ValueError:
            raise Refused("networks_malformed", network=one[:60], field="$.trusted_proxies") from None
        if cover_everybody([network]):  # everybody could say from where they come
            raise Refused("networks_malformed", network=one[:60], field="$.trusted_proxies")


def _write(pair: TlsPair, folder: Path) -> None:
    make_folder(folder)
    write_durably(folder / KEY, pair.key)
    write_durably(folder / CERTIFICATE, pair.chain)
