"""What is heard: media engines, recorder and announcements of the telephone exchange.

`ports` is what call control asks for; `embedded` answers it in this process with nothing but Python packages,
`rtpengine` with a media relay of its own that outlives us. Both stand before the same tests. `recorder` keeps each
party on a channel of its own, `announcements` finds what is played to those who wait. Nothing here knows calls,
queues or desks: a leg is a name, and a room says who hears whom.
"""
