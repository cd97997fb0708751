"""Short messages through gateways: the line to a message centre, what is sent and what becomes of it, parts that wait."""
