"""How people are told and where callers are asked for, as `/setup` and `/admin` read, save and try it (decision 0418)."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

from auxilio.calls.open_work import count_open_calls
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Conflict, NotFound, Refused
from auxilio.kernel.shared_types import Language
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.files import make_folder, write_durably
from auxilio.setup.core.messaging import (
    AML_NAME,
    AmlKeyMade,
    AuthorityName,
    MessageTrialAsk,
    MessageTrialReport,
    MessagingView,
    NewAmlKey,
    SecretName,
    TrialWay,
)
from auxilio.setup.saved_settings import (
    MESSAGING_NAMES,
    SettingsCheck,
    check_given_elsewhere,
    saved_settings,
)
from auxilio.setup.settings_record import MASK, SETTINGS_KEY, SETTINGS_RELATION, SettingsSaver
from auxilio.setup.store import SettingsNoteStore

AUTHORITY_FILES: Mapping[AuthorityName, str] = {
    AuthorityName.SMPP: "sms/authority.pem",
    AuthorityName.SMTP: "mail/authority.pem",
}
"""In the data folder."""
GIVEN_TO: Mapping[SecretName, str] = {
    SecretName.SMPP_PASSWORD: "smpp_host",
    SecretName.SMS_GATEWAY_KEY: "sms_gateway",
    SecretName.SMTP_PASSWORD: "smtp_server",
}
"""The setting that says to whom a secret is told. It is told to no other host: whoever names a new one gives its secret too."""
_WITHOUT_BLANKS = frozenset({"callout_barred"})
_BLANKS = re.compile(r"[ .()\-\u00a0]+")

type ReadSecret = Callable[[Path], object]
"""Reads a secret under a data folder; raises where it is missing or cannot be used."""
type SendTrial = Callable[[str, Language, Mapping[str, str]], Awaitable[MessageTrialReport]]
"""Sends a test message by what is saved. Raises `Refused`: the address is none, the way is not set."""


class SecretFile:
    """Where a secret is kept, and how it is read."""

    def __init__(self, file: Path, read: ReadSecret) -> None:
        self.file, self.read = file, read


class AmlKeyFiles:
    """The keys of senders of AML. `most`: how many are in force together; `least`: bytes of one."""

    def __init__(self, folder: Path, make: Callable[[str], Path], most: int, least: int) -> None:
        self.folder, self.make, self.most, self.least = folder, make, most, least

    def names(self) -> tuple[str, ...]:
        """Those in force."""
        return tuple(sorted(file.stem for file in self.folder.glob("*.key"))[: self.most])


class MessagingSetup:
    """Over the data folder of this installation. `trials`: the ways that can be tried; none in an exercise. `as_written`: the one
    spelling of each value, in which it is also shown as in force."""

    def __init__(
        self,
        data: Path,
        in_force: Mapping[str, str],
        defaults: Mapping[str, str],
        elsewhere: Sequence[str],
        secrets: Mapping[SecretName, SecretFile],
        aml: AmlKeyFiles,
        push_key: Path,
        trials: Mapping[TrialWay, SendTrial],
        pool: Pool,
        clock: Clock,
        as_written: Callable[[Mapping[str, str]], Mapping[str, str]],
        faults: SettingsCheck,
        saver: SettingsSaver,
    ) -> None:
        self._data, self._in_force, self._defaults = data, in_force, defaults
        self._elsewhere = tuple(name for name in MESSAGING_NAMES if name in elsewhere)
        self._secrets, self._aml, self._push_key, self._trials = secrets, aml, push_key, trials
        self._pool, self._clock, self._as_written = pool, clock, as_written
        self._faults, self._saver = faults, saver
        self._notes, self._one = SettingsNoteStore(pool), asyncio.Lock()

    async def view(self) -> MessagingView:
        """As it is in force here, and as the processes have it at the next start. Nothing of a secret but whether it is there."""
        return MessagingView(
            saved=await self._saved(),
            in_force=self._in_force,
            given_elsewhere=self._elsewhere,
            secrets=await asyncio.to_thread(self._usable),
            aml_keys=await asyncio.to_thread(self._aml.names),
            push_key=await asyncio.to_thread(self._push_key.is_file),
            trials=bool(self._trials),
        )

    async def save(self, given: Mapping[str, str], actor: Actor) -> None:
        """Keep these for the next start; those that are not named stay. A secret whose host changes is deleted (`GIVEN_TO`).

        Raises `Refused`: `unknown_setting`, `setting_given_elsewhere`, `setting_unusable`, each with its field; `calls_go_on`, because
        the processes start again. A file of certificates is brought by `save_authority`, and can only be given up here.
        """
        for name, value in given.items():
            if name not in MESSAGING_NAMES or (name in AUTHORITY_FILES and value):
                raise Refused("unknown_setting", name=name, field=f"$.{name[:40]}")
        async with self._one:
            await self._save({name: _tidy(name, value) for name, value in given.items()}, actor)

    async def _save(self, given: Mapping[str, str], actor: Actor) -> None:
        saved = await self._saved()
        wanted = self._as_written(
            {name: value or self._defaults[name] for name, value in {**saved, **given}.items()}
        )
        check_given_elsewhere(self._elsewhere, wanted, self._in_force)
        if wanted == saved:
            return
        if going_on := await count_open_calls(self._pool):
            raise Conflict("calls_go_on", count=going_on)
        mine = [name for name in MESSAGING_NAMES if name not in self._elsewhere]
        values = {name: wanted[name] for name in mine if wanted[name] != self._defaults[name]}
        secrets = [self._secrets[name] for name, of in GIVEN_TO.items() if _moves(saved[of], wanted[of])]
        before = await asyncio.to_thread(
            _take_away, secrets
        )  # first: what is saved is in force at any moment
        try:
            await self._saver(self._data, values, mine, self._faults, actor)
        except BaseException:
            await asyncio.to_thread(_give_back, before)
            raise

    async def save_secret(self, name: SecretName, secret: str, actor: Actor) -> None:
        """Keep a secret in its file. It counts from the next message or connection on; nothing starts again.

        Raises `Refused("secret_unusable")`; what was there before stays then.
        """
        known = self._secrets[name]
        async with self._one, self._notes.noting() as notes:
            await asyncio.to_thread(_replace_secret, known, secret.strip(), name)
            at = self._clock.now()
            await notes.add(SETTINGS_RELATION, SETTINGS_KEY, {name: ""}, {name: MASK}, actor.id, at)

    async def save_authority(self, name: AuthorityName, certificates: str, actor: Actor) -> None:
        """Keep certificates of who signs a server's, and the setting that names their file.

        Raises `Refused`: `tls_not_pem`; what `save` raises.
        """
        if not certificates.strip():
            await self.save({name: ""}, actor)
            return
        content = certificates.encode()
        try:
            x509.load_pem_x509_certificates(content)
        except ValueError:
            raise Refused("tls_not_pem", field="$.certificates") from None
        if name in self._elsewhere:
            raise Conflict("setting_given_elsewhere", name=name.value, field="$.certificates")
        file = self._data.absolute() / AUTHORITY_FILES[name]
        async with self._one:
            before = await asyncio.to_thread(_content_of, file)
            await asyncio.to_thread(_write, file, content)
            try:
                await self._save({name: str(file)}, actor)
            except BaseException:
                await asyncio.to_thread(_put_back, file, before)
                raise

    async def add_aml_key(self, new: NewAmlKey, actor: Actor) -> AmlKeyMade:
        """A key that a sender of AML signs with, in force within two seconds.

        Raises `Refused`: `aml_key_name`, `aml_key_taken`, `aml_key_short`, `aml_keys_full`, each with its field.
        """
        if not re.fullmatch(AML_NAME, new.name):
            raise Refused("aml_key_name", name=new.name[:40], field="$.name")
        secret = new.secret.strip()
        if secret and len(secret.encode()) < self._aml.least:
            raise Refused("aml_key_short", least=self._aml.least, field="$.secret")
        async with self._one:
            names = await asyncio.to_thread(self._aml.names)
            if new.name in names:
                raise Conflict("aml_key_taken", name=new.name, field="$.name")
            if len(names) >= self._aml.most:
                raise Conflict("aml_keys_full", most=self._aml.most, field="$.name")
            async with self._notes.noting() as notes:
                made = await asyncio.to_thread(self._make_aml_key, new.name, secret)
                await self._note_aml(notes.add, "", new.name, actor)
        return AmlKeyMade(name=new.name, secret=made)

    def _make_aml_key(self, name: str, secret: str) -> str:
        if not secret:
            return self._aml.make(name).read_text("ascii").strip()
        _write(self._aml.folder / f"{name}.key", secret.encode() + b"\n")
        return ""

    async def remove_aml_key(self, name: str, actor: Actor) -> None:
        """What it signs is thrown away, two seconds from now at most. Raises `NotFound("unknown_aml_key")`."""
        async with self._one:
            if name not in await asyncio.to_thread(self._aml.names):
                raise NotFound("unknown_aml_key", name=name[:40])
            async with self._notes.noting() as notes:
                await self._note_aml(notes.add, name, "", actor)
                await asyncio.to_thread((self._aml.folder / f"{name}.key").unlink)

    async def _note_aml(
        self, add: Callable[..., Awaitable[None]], before: str, after: str, actor: Actor
    ) -> None:
        at = self._clock.now()
        await add(SETTINGS_RELATION, SETTINGS_KEY, {"aml_key": before}, {"aml_key": after}, actor.id, at)

    async def try_out(self, ask: MessageTrialAsk, actor: Actor) -> MessageTrialReport:
        """Send a test message, noted with who sent it and to whom. One at a time in a process.

        Raises `Refused`: `trial_in_exercise`, `message_trial_runs`, `trial_address_wrong`, `trial_way_not_set`.
        """
        send = self._trials.get(ask.way)
        if send is None:
            raise Refused("trial_in_exercise")
        if self._one.locked():
            raise Conflict("message_trial_runs")
        async with self._one:
            to = ask.to.strip() if ask.way is TrialWay.EMAIL else _BLANKS.sub("", ask.to)
            saved = await self._saved()
            async with self._notes.noting() as notes:
                at, key = self._clock.now(), f"trial_{ask.way.value}"
                await notes.add(SETTINGS_RELATION, SETTINGS_KEY, {key: ""}, {key: to}, actor.id, at)
            return await send(to, ask.language, saved)

    async def _saved(self) -> dict[str, str]:
        found = await asyncio.to_thread(saved_settings, self._data)
        return {
            name: self._in_force[name] if name in self._elsewhere else found.get(name, self._defaults[name])
            for name in MESSAGING_NAMES
        }

    def _usable(self) -> tuple[SecretName, ...]:
        return tuple(name for name, known in self._secrets.items() if _is_read(known, self._data))


def _moves(before: str, after: str) -> bool:
    """Whether an address is of another host than before; one that comes where there was none is none."""
    return before != "" and _host_of(before) != _host_of(after)


def _host_of(address: str) -> str:
    """Of `mail.example:465`, `smsc.example` and `https://sms.example/x;internal`."""
    bare = address.split(";")[0]
    try:
        return urlsplit(bare if "//" in bare else f"//{bare}").hostname or ""
    except ValueError:  # what is no address is refused where it is saved
        return bare


def _take_away(secrets: Sequence[SecretFile]) -> dict[Path, bytes | None]:
    found = {one.file: _content_of(one.file) for one in secrets}
    for file in found:
        file.unlink(missing_ok=True)
    return found


def _give_back(before: Mapping[Path, bytes | None]) -> None:
    for file, content in before.items():
        _put_back(file, content)


def _tidy(name: str, value: str) -> str:
    return _BLANKS.sub("", value) if name in _WITHOUT_BLANKS else value.strip()


def _is_read(known: SecretFile, data: Path) -> bool:
    try:
        known.read(data)
    except Exception:  # noqa: BLE001  each way has an exception of its own; all say that it cannot be used
        return False
    return True


def _replace_secret(known: SecretFile, secret: str, name: SecretName) -> None:
    """Write it and read it as the way out does; put the one before back where that fails."""
    data, before = known.file.parent.parent, _content_of(known.file)
    _write(known.file, secret.encode() + b"\n")
    if not _is_read(known, data):
        _put_back(known.file, before)
        raise Refused("secret_unusable", name=name.value, field="$.secret")


def _content_of(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def _write(file: Path, content: bytes) -> None:
    make_folder(file.parent)
    write_durably(file, content)


def _put_back(file: Path, before: bytes | None) -> None:
    if before is None:
        file.unlink(missing_ok=True)
    else:
        write_durably(file, before)
