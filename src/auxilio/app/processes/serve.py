"""One `serve`: uvicorn with what we measured to be best for boards, and bounds on what clients send."""

import os
import ssl

import uvicorn

from auxilio.app.settings import Settings, environment_of
from auxilio.app.settings_in_force import passed_on
from auxilio.platform.http.connections import ConnectionRegistry
from auxilio.platform.http.open_files import limits_for, raise_open_file_limit
from auxilio.platform.http.protocol import BoundedHttpProtocol, ProtocolContext
from auxilio.platform.http.websocket_frames import MESSAGE_BYTES_MAX, FrameProtocol

GRACE_S = 5


def edge_of(settings: Settings) -> ProtocolContext:
    """What the HTTP protocol of one process needs. Raises `OSError` for a certificate that cannot be read."""
    tls = None
    if settings.tls_certificate is not None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(settings.tls_certificate, settings.tls_key)
    return ProtocolContext(ConnectionRegistry(limits_for(raise_open_file_limit()), settings.site.trusts), tls)


def run_serve(settings: Settings) -> None:
    """Serve until told to stop."""
    os.environ.update({**environment_of(settings), **passed_on(settings)})
    uvicorn.run(
        "auxilio.app.processes.web_application:make_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        lifespan="on",  # by itself uvicorn serves on after a start that failed
        http=BoundedHttpProtocol,
        ws=FrameProtocol,
        ws_max_size=MESSAGE_BYTES_MAX,
        ws_per_message_deflate=False,  # it costs a third of the CPU of a fan-out
        proxy_headers=False,  # uvicorn's own believes every program of this machine (platform/http/site.py)
        server_header=False,
        access_log=False,  # the ground logs one line without personal data
        log_config=None,
        timeout_graceful_shutdown=GRACE_S,
    )
