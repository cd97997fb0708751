"""Whether a request comes from one of our own pages. Browsers state `Origin`; nothing else needs to."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from auxilio.kernel.refusal import Refused


def check_origin(headers: Mapping[str, str]) -> None:
    """Raises `Refused("origin_not_ours")` when another site's page makes the request.

    A proxy in front must keep `Host`. Without `Origin` it is no browser's cross-site request, which always states one.
    """
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host", ""):
        raise Refused("origin_not_ours")
