"""Whether the settings of e-mail can be used. Called where all settings are checked, before anything starts."""

from collections.abc import Iterator
from ipaddress import ip_address

from auxilio.kernel.email_address import is_email_address
from auxilio.platform.http.site import is_host

_PORT_MAX = 65_535


def parse_smtp_server(text: str) -> tuple[str, int]:
    """Host and port of `mail.example:465`, `[2001:db8::1]:587`. Raises `ValueError`."""
    host, _, port = text.rpartition(":")
    if not (is_host(host) and port.isascii() and port.isdecimal() and 0 < int(port) <= _PORT_MAX):
        raise ValueError(text)
    return host.strip("[]"), int(port)


def wrong_in_mail(*, server: str, security: str, user: str, sender: str) -> Iterator[str]:
    """The names of the settings that are wrong, or wrong together."""
    if not server:
        return
    try:
        host, _ = parse_smtp_server(server)
    except ValueError:
        yield "smtp_server"
        return
    if security == "plain" and not _is_loopback(host):
        yield "smtp_security, smtp_server"  # the text of a case and a password would cross a network in the clear
    if not user.isprintable():
        yield "smtp_user"
    if not is_email_address(sender):
        yield "smtp_server, mail_from"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
