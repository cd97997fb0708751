"""HTTP for the routes of every capability (`api.py`); nothing here knows identities.

`problem` answers every refusal, malformed request and defect as RFC 9457; `security_middleware` is the outermost ASGI layer:
security headers, a request id, one log line; `origin` tells our own pages from other sites; `rate_limit` bounds the requests
of one address; `outward` is the client for requests of ours to other systems. Bodies end at `BODY_BYTES_MAX` unless a route sets another limit.
"""

BODY_BYTES_MAX = 64 * 1024
"""The largest request body of a route that does not say otherwise."""
