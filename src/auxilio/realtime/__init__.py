"""Live boards: a snapshot at a position, then what changed after it, in order, over one connection.

Rows are folded once, here, by the capabilities' own pure views; a screen only keeps what it is given
(decision 0004). `hub` follows the log and holds every live aggregate; a `channel` is one board as one kind
of viewer may see it, encoded once for all who look; `live_text` is what is being typed in a call, which no log has;
`socket` carries all of it to a window.
"""
