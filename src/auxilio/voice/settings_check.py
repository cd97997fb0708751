"""Whether the settings of telephony can be used. Called where all settings are checked, before anything starts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from auxilio.calls.core.caller_trust import split_phone
from auxilio.kernel.shared_types import Phone

CALLOUT_LINES_MAX = 30
"""A trunk's channels at most that call out at once (ours: those of a primary rate line)."""


class TelephonySettings(Protocol):
    """The settings that are looked at; `app.settings` says what each means."""

    @property
    def voice_port(self) -> int:
        """The port of pages."""
        ...

    @property
    def sip_port(self) -> int:
        """The port of telephones."""
        ...

    @property
    def sip_tls_port(self) -> int:
        """The port of carriers over TLS; 0: none."""
        ...

    @property
    def sip_tls_certificate(self) -> Path | None:
        """The chain shown to carriers, where it is another."""
        ...

    @property
    def sip_tls_key(self) -> Path | None:
        """Its key."""
        ...

    @property
    def sip_certificate(self) -> tuple[Path | None, Path | None]:
        """Chain and key in force."""
        ...

    @property
    def sip_trunk(self) -> str | None:
        """The way to numbers outside."""
        ...

    @property
    def voice_edge(self) -> str:
        """The edge; empty: none."""
        ...

    @property
    def callout_lines(self) -> int:
        """Spoken calls at once."""
        ...

    @property
    def numbers_not_called(self) -> frozenset[Phone]:
        """`callout_barred`, each."""
        ...


def wrong_in_telephony(settings: TelephonySettings) -> Iterator[str]:
    """The names of the settings that are wrong, or wrong together."""
    if not 0 <= settings.callout_lines <= CALLOUT_LINES_MAX:
        yield "callout_lines"
    if any(split_phone(one)[0] != one for one in settings.numbers_not_called):
        yield "callout_barred"
    yield from _wrong_in_sip_tls(settings)


def _wrong_in_sip_tls(settings: TelephonySettings) -> Iterator[str]:
    if (settings.sip_tls_certificate is None) != (settings.sip_tls_key is None):
        yield "sip_tls_certificate, sip_tls_key"
    if not settings.sip_tls_port:
        if "transport=tls" in (settings.sip_trunk or "").lower():
            yield "sip_trunk, sip_tls_port"
        return
    if settings.sip_certificate[0] is None:
        yield "sip_tls_port, sip_tls_certificate"
    if settings.sip_tls_port in (settings.sip_port, settings.voice_port):
        yield "sip_tls_port"
    if settings.voice_edge:
        yield "voice_edge, sip_tls_port"  # there it is the edge that speaks TLS
