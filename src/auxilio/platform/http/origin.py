"""Whether a request comes from one of our own pages. Browsers state `Origin`; nothing else needs to."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from auxilio.kernel.refusal import Refused


def check_origin(headers: Mapping[str, str], public_url: str = "") -> None:
    """Raises `Refused("origin_not_ours")` when another site's page makes the request.

    Ours are pages of `public_url`, whatever `Host` a proxy writes, and pages of the very host that was asked; a page in
    the clear of a host that is public over TLS is not. Without `Origin` it is no browser's cross-site request, which
    always states one.
    """
    origin = headers.get("origin")
    if origin is None or (public_url and origin == public_url):
        return
    authority = urlsplit(origin).netloc
    if not authority or authority != headers.get("host", "") or authority == urlsplit(public_url).netloc:
        raise Refused("origin_not_ours")
