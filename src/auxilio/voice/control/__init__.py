"""Call control: which leg hears which, and what becomes of a call when a leg comes or goes.

The log decides, media follow. A desk answers, holds and hangs up by the ordinary commands of `calls`; call control
reads the facts (`follow`) and joins or parts legs (`exchange`, the port `calls.ports.CallControl`). What happens to a
leg by itself becomes a command: an INVITE rings, a BYE leaves, a desk that dies gives its caller back to the queue.
So a web deploy drops no call, and what is heard and what is written never disagree for longer than one fact.
"""
