"""SIP as an emergency centre needs it: every call heard of once, whatever is lost, repeated or malformed on the way.

`message` `multipart` read and write; `transport` carries; `transaction` repeats what was lost (pure) and `layer` drives
it; `dialog` is a conversation that a standby can adopt; `agent` is what call control uses. `guard` and `digest` stand
at the door, `registrar` knows who may be rung where. The parser of headers is a library's (docs/decisions/0150).
"""
