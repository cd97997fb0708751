"""A server of the built console alone, with the headers the real one sends, so that a page is tried under them."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DIST = Path(__file__).resolve().parents[3] / "src" / "auxilio" / "console_dist"
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; worker-src 'self' blob:; "
    "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
}

STYLE = {
    "version": 8,
    "sources": {
        "roads": {
            "type": "geojson",
            "attribution": "© OpenStreetMap contributors",
            "data": {
                "type": "Feature",
                "properties": {},
                "geometry": {"type": "LineString", "coordinates": [[1.51, 42.5], [1.55, 42.515]]},
            },
        }
    },
    "layers": [
        {"id": "ground", "type": "background", "paint": {"background-color": "#223"}},
        {"id": "roads", "type": "line", "source": "roads", "paint": {"line-color": "#889", "line-width": 3}},
        {
            "id": "icon",
            "type": "symbol",
            "source": "roads",
            "layout": {"icon-image": "maki:hospital", "symbol-placement": "line-center"},
        },
    ],
}


class Handler(BaseHTTPRequestHandler):
    """`answers` maps `METHOD /path` to (status, body); everything else is the page."""

    dist = DIST
    answers: dict[str, tuple[int, object]] = {}
    seen: list[tuple[str, object]] = []

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/api/geo/style.json":
            self._json(200, STYLE)
        elif path.startswith("/api/"):
            self._json(*self.answers.get(f"GET {path}", (401, {"code": "signed_out"})))
        else:
            file = self.dist / path.lstrip("/")
            if not file.is_file():
                file = self.dist / "index.html"
            self._send(200, TYPES.get(file.suffix, "application/octet-stream"), file.read_bytes())

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(length) or b"null")
        key = f"{self.command} {self.path.partition('?')[0]}"
        self.seen.append((key, body))
        self._json(*self.answers.get(key, (404, {"code": "not_found"})))

    do_DELETE = do_POST

    def _json(self, status: int, body: object) -> None:
        self._send(status, "application/json", json.dumps(body).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.send_header("content-security-policy", CSP)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """A test prints what it finds, not every request."""


@contextmanager
def served(
    answers: dict[str, tuple[int, object]] | None = None,
    dist: Path = DIST,
) -> Iterator[tuple[str, list[tuple[str, object]]]]:
    """Serve the page on a free port of this machine; gives its address and what was posted."""
    handler = type("PageHandler", (Handler,), {"answers": answers or {}, "seen": [], "dist": dist})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler.seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
