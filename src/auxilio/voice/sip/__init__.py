"""SIP as an emergency centre needs it: every call heard of once, whatever is lost, repeated or malformed on the way.

`message` and `multipart` read and write; `transport` carries; `ingress` stops floods; `transaction` repeats what was
lost (pure) and `transaction_layer` drives it; `dispatcher` finds the dialog of a request, or makes an `incoming_call` of
it; `dialog` is a conversation that a standby can adopt, `call_leg` a call in it; `agent` puts them together for call
control; `registrar` knows who may be rung where. The parser of headers is a library's (docs/decisions/0150).
"""
