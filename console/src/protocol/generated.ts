// Written by tools/generate_protocol.py from the server's types. Change those, then `make generate`.

export {}
