"""Radio: who speaks on which talk group, what crews say by status code, and the line to the networks' gateways.

The *net* of a case is the talk group of each of its tasks and of the joint command (docs/nouns/talk-group.md). The *radio log* is
who called whom, when and what was said: entries that a gateway tells and entries that a person types. A *link* is the line
to a gateway, and may be lost; a *terminal* is one radio, reachable or not. `bridge_protocol` is the protocol that a gateway's
bridge speaks, `gateway_connection` and `gateway_client` our end of it: no vendor's hardware is known here (decision 0221).
"""
