"""What the checks ask of the settings. `app.settings.Settings` satisfies it; the type checker compares them."""

from pathlib import Path
from typing import Protocol

from auxilio.kernel.shared_types import Mode
from auxilio.platform.http.site import Site


class ReadinessSettings(Protocol):
    """The settings that readiness is about, by the names that they have there."""

    @property
    def data(self) -> Path:
        """Everything that must survive."""
        ...

    @property
    def keys(self) -> Path:
        """Signing and master keys."""
        ...

    @property
    def mode(self) -> Mode:
        """That of the installation."""
        ...

    @property
    def host(self) -> str:
        """Where `serve` listens."""
        ...

    @property
    def public_url(self) -> str:
        """Where people find the pages; may be empty."""
        ...

    @property
    def address(self) -> str:
        """Where this machine itself reaches the page."""
        ...

    @property
    def site(self) -> Site:
        """The names under which pages are reached."""
        ...

    @property
    def tls(self) -> bool:
        """Whether `serve` itself speaks TLS."""
        ...

    @property
    def tls_certificate(self) -> Path | None:
        """Its certificate chain."""
        ...

    @property
    def voice_port(self) -> int:
        """0: it carries no voice."""
        ...

    @property
    def sip_trunk(self) -> str | None:
        """The way to numbers outside."""
        ...

    @property
    def callout_lines(self) -> int:
        """Over how many lines people on call are called; 0: none is."""
        ...

    @property
    def numbers_asserted(self) -> bool:
        """Whether a caller's number can be the network's word."""
        ...

    @property
    def sms_gateway(self) -> str:
        """The gateway of short messages over HTTPS; empty: none."""
        ...

    @property
    def smpp_host(self) -> str:
        """The message centre of short messages; empty: none."""
        ...

    @property
    def push_hosts(self) -> str:
        """Push services that wake telephones of crews; empty: none."""
        ...

    @property
    def smtp_server(self) -> str:
        """The mail server; empty: none."""
        ...

    @property
    def zone(self) -> str:
        """The clock on the wall."""
        ...

    @property
    def duty_officer_name(self) -> str:
        """Whom the room telephones while the table of people on call names nobody."""
        ...

    @property
    def duty_officer_phone(self) -> str:
        """Their number; may be empty."""
        ...
