"""What the page of TLS sends and is answered: how pages reach people encrypted."""

from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.instant import Instant

PEM_MAX = 24_000
"""Characters of a chain or a key (ours): five certificates of RSA-4096 are 12,000. Both together stay below the bound of a body."""
PemText = Annotated[str, msgspec.Meta(max_length=PEM_MAX)]


class TlsWay(StrEnum):
    """Who speaks TLS."""

    NONE = "none"
    FILES = "files"
    """Auxilio, with a certificate of an authority."""
    OWN = "own"
    """Auxilio, with a certificate that it signed itself: for a network without an authority."""
    PROXY = "proxy"
    """A proxy in front."""


class TlsChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an administrator wants. `certificate` and `key`, in PEM, only for files; `trusted_proxies` only for a proxy."""

    way: TlsWay
    public_url: Annotated[str, msgspec.Meta(max_length=300)] = ""
    """As people type it: `https://112.example`. Needed for all ways but none."""
    certificate: PemText = ""
    key: PemText = ""
    trusted_proxies: Annotated[str, msgspec.Meta(max_length=1_000)] = ""


class CertificateView(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate as a page shows it. Of the key nothing."""

    names: tuple[str, ...]
    issuer: str
    ends_at: Instant
    fingerprint: str
    """SHA-256, as browsers show it."""
    alone: bool
    """Nothing of its chain is beside it, and it did not sign itself: devices may not find its authority."""


class TlsState(msgspec.Struct, frozen=True, kw_only=True):
    """How pages reach people. `certificate`: None where Auxilio speaks no TLS, or the file cannot be read."""

    way: TlsWay
    public_url: str
    trusted_proxies: str
    certificate: CertificateView | None = None


class TlsView(msgspec.Struct, frozen=True, kw_only=True):
    """`saved` is what the processes have at their next start, `in_force` what they have now."""

    saved: TlsState
    in_force: TlsState
    given_elsewhere: tuple[str, ...]
    """Settings that the file, the environment or the start command gives: a page cannot change them."""
    port: int
    """Of the pages: part of the address that people type unless it is 443, or something in front leads there."""
