"""One `serve`: uvicorn with what we measured to be best for boards (storage.md 6)."""

import os

import uvicorn

from auxilio.app.settings import Settings
from auxilio.platform.http.frames import FrameProtocol

GRACE_S = 5


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as `AUXILIO_*`, for processes that we start."""
    given = {name: getattr(settings, name) for name in Settings.__struct_fields__}
    return {f"AUXILIO_{name.upper()}": str(value) for name, value in given.items() if value is not None}


def run_serve(settings: Settings) -> None:
    """Serve until told to stop."""
    os.environ.update(environment_of(settings))
    uvicorn.run(
        "auxilio.app.web:make_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        ws=FrameProtocol,
        ws_per_message_deflate=False,  # it costs a third of the CPU of a fan-out
        access_log=False,  # the ground logs one line without personal data
        log_config=None,
        timeout_graceful_shutdown=GRACE_S,
    )
