"""What the page «Avisos y posiciones» sends and is answered: settings, secrets, keys of AML, a test message."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.shared_types import Language

VALUES_MAX = 30
"""Settings in one change: all that there are."""
PEM_MAX = 24_000
"""Characters of a file of certificates."""
AML_NAME = r"^[a-z0-9][a-z0-9-]{0,39}$"

SettingName = Annotated[str, msgspec.Meta(max_length=40)]
SettingValue = Annotated[str, msgspec.Meta(max_length=2_000)]


class SecretName(StrEnum):
    """A secret that the operator of a way out gives: a file under the data folder, in no backup."""

    SMPP_PASSWORD = "smpp_password"  # noqa: S105  a name
    SMS_GATEWAY_KEY = "sms_gateway_key"
    SMTP_PASSWORD = "smtp_password"  # noqa: S105  a name


class AuthorityName(StrEnum):
    """The setting that names a file of certificates of the authority that signed a server's."""

    SMPP = "smpp_ca"
    SMTP = "smtp_ca"


class TrialWay(StrEnum):
    """A way out that can be tried."""

    EMAIL = "email"
    SMS = "sms"


class MessagingChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings by name, as they are written; empty: none. One that is not named stays."""

    values: Annotated[Mapping[SettingName, SettingValue], msgspec.Meta(max_length=VALUES_MAX)]


class NewSecret(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A secret as it was given. It is shown nowhere."""

    secret: Annotated[str, msgspec.Meta(min_length=1, max_length=1_024)]


class AuthorityFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Certificates (PEM); empty: the authorities that the machine knows."""

    certificates: Annotated[str, msgspec.Meta(max_length=PEM_MAX)]


class NewAmlKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key of a sender of AML. `secret`: one that the sender chose; empty: a new one is made."""

    name: Annotated[str, msgspec.Meta(max_length=40)]
    secret: Annotated[str, msgspec.Meta(max_length=1_024)] = ""


class AmlKeyMade(msgspec.Struct, frozen=True, kw_only=True):
    """A key that was made, told once. `secret` is empty where the sender chose it."""

    name: str
    secret: str


class MessageTrialAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A test message to this address or number."""

    way: TrialWay
    to: Annotated[str, msgspec.Meta(min_length=1, max_length=254)]
    language: Language
    """What it is written in."""


class TrialState(StrEnum):
    """What became of a test message."""

    SENT = "sent"
    """The server or gateway took it."""
    FAILED = "failed"


class MessageTrialReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a test message, and why it failed: a code of the way out."""

    state: TrialState
    code: str = ""


class MessagingView(msgspec.Struct, frozen=True, kw_only=True):
    """`saved` is what the processes have at their next start, `in_force` what they have now: settings by name."""

    saved: Mapping[str, str]
    in_force: Mapping[str, str]
    given_elsewhere: tuple[str, ...]
    """Settings that the file, the environment or the start command gives: a page cannot change them."""
    secrets: tuple[SecretName, ...]
    """Those that are there and can be used."""
    aml_keys: tuple[str, ...]
    """The names of those in force."""
    push_key: bool
    """The key by which push services know this installation is there; it is made at the first start with `push_hosts`."""
    trials: bool
    """Test messages can be sent: not in an exercise."""
