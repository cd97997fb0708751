"""The telephone exchange: SIP, media, call control; a process of its own, so that a new page never drops a call.

`sip` speaks with trunks, phones and browsers; `media` carries what is heard; `control` decides who hears whom and tells
`calls` what happened.
"""
