"""The HTTP ground that every capability's `api` stands on; nothing here knows who anybody is.

`problem` words every refusal, malformed request and defect as RFC 9457; `ground` is the outermost ASGI layer:
security headers, a request id, one log line; `origin` tells our own pages from other sites; `rate` slows
strangers down. Bodies end at 64 KiB unless a route says otherwise (`request_max_body_size`).
"""

BODY_BYTES_MAX = 64 * 1024
"""The largest request body of a route that does not say otherwise."""
