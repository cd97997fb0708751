"""Call control: which leg hears which, and what becomes of a call when a leg comes or goes.

The log decides, media follow. A desk answers, holds and hangs up by the ordinary commands of `calls`; call control
reads the facts (`log_follower`) and joins or parts legs (`exchange`, the port `calls.ports.CallControl`). What happens to
a leg by itself becomes a command (`call_reporter`): an INVITE rings, a BYE leaves, a desk that dies gives its caller back
to the queue. So a web deploy drops no call, and what is heard and what is written never disagree for longer than one
fact.

Calls go one way: `admission`, then the legs and the state of the call, then `media_switch`, then the media engine. The
contract *invite* of `.importlinter` holds the order; docs/nouns/leg.md tells it step by step.
"""
