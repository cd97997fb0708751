"""The media engine of a centre: rtpengine relays, and its calls outlive us.

`ng` speaks its control protocol, `relay` joins and parks legs on one node, `listener` hears each leg beside it,
`engine` is the port. What rtpengine cannot do for telephones, mixing, is done by an embedded engine whose legs it calls.
"""
