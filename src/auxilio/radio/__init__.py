"""Radio: who speaks on which talk group, what crews say by status code, and the line to the networks' gateways.

The *net* of a case is the talk group of each of its tasks and of the joint command (docs/nouns/net.md). The *radio log* is
who called whom, when and what was said: entries that a gateway tells and entries that a person types. A *link* is the line
to a gateway, and is lost as anything may be; a *terminal* is one radio, reachable or not. `wire` is the protocol that a
gateway's bridge speaks, `gateway` our end of it: no vendor's hardware is known here (decision 0221).
"""
