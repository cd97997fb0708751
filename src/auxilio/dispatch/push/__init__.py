"""Web Push: wakes the telephone of a crew whose screen is off. Its page subscribes; an alert or an order sends.

`core` has the formats (RFC 8291, RFC 8292) and the rules; `service` knows who may subscribe and whom a fact wakes; `delivery`
carries the outbox's channel `push` (docs/nouns/push-subscription.md, decision 0416).
"""
