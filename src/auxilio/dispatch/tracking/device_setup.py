"""What is put into a phone so that it speaks to us: a link that its app understands, and the same as a picture to scan.

Traccar Client takes its settings from the query of a scanned address (traccar-client, configuration_service.dart);
OwnTracks imports `owntracks:///config?inline=…`, a configuration message in base64 (booklet, tech/json, features/remoteconfig).
"""

import base64
import json
from urllib.parse import quote, urlencode

import segno

from auxilio.dispatch.tracking.core.model import DeviceKind

MOVING_S = 10
"""Between two fixes while it drives: 140 m at 50 km/h, and a battery that lasts a shift."""
HEARTBEAT_S = 120
"""While it stands; silence is said after three of them are missing."""
_SCALE = 4


def setup_link(kind: DeviceKind, address: str, token: str, callsign: str) -> str | None:
    """The link that sets an app up; None for what has no such thing. `address` is ours, `https://112.example`."""
    url = f"{address}/api/position/{kind.value}"
    match kind:
        case DeviceKind.TRACCAR:
            settings = {
                "id": token,
                "accuracy": "highest",
                "distance": 0,
                "interval": MOVING_S,
                "fastest_interval": MOVING_S // 2,
                "heartbeat": HEARTBEAT_S,
                "buffer": "true",
                "stop_detection": "false",
            }
            return f"{url}?{urlencode(settings)}"
        case DeviceKind.OWNTRACKS:
            configuration = {
                "_type": "configuration",
                "mode": 3,
                "url": url,
                "auth": True,
                "username": callsign,
                "password": token,
                "deviceId": callsign,
                "tid": callsign[-2:],
                "monitoring": 2,
                "moveModeLocatorInterval": MOVING_S,
                "locatorInterval": HEARTBEAT_S,
                "cmd": False,
            }
            inline = base64.b64encode(json.dumps(configuration).encode()).decode()
            return f"owntracks:///config?inline={quote(inline, safe='')}"
        case DeviceKind.GEOJSON:
            return None


def qr_picture(link: str) -> str:
    """The link as a QR code (ISO/IEC 18004): a `data:` address of an SVG picture, dark on white whatever the page is."""
    code = segno.make(link, error="m", micro=False)
    return str(code.svg_data_uri(scale=_SCALE, dark="#000", light="#fff", border=4))
