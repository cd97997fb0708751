"""On which days a protocol may be begun (`effective`), and what a type opens on a day. Pure.

Days are of the centre's time zone. A run that has begun goes on with its version whatever the day.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from auxilio.triage.core.model import IncidentType, Protocol, ProtocolValidity

ENTRY_PROTOCOL = "gen-entrada"
"""What is asked of every caller; a type whose own protocols are not in force opens it."""


def is_in_force(validity: ProtocolValidity, on: date) -> bool:
    """From the day `from` to the day `until`, both counted; a bound that is not given does not limit."""
    day = on.isoformat()
    return (validity.from_ is None or validity.from_ <= day) and (
        validity.until is None or day <= validity.until
    )


def offered_on(protocols: Iterable[Protocol], on: date) -> frozenset[str]:
    """The protocols that may be begun on a day."""
    return frozenset(one.id for one in protocols if is_in_force(one.effective, on))


def opened_by(type_: IncidentType, protocols: Mapping[str, Protocol], offered: frozenset[str]) -> str | None:
    """The protocol that a type opens: its own, else another that serves it, else that of the entry.

    Its own too where none of these is offered: a type is never left without a protocol.
    """
    own = type_.protocol
    if own is None or own in offered or own not in protocols:
        return own
    others = (id for id in sorted(offered) if type_.code in protocols[id].incident_types)
    entry = ENTRY_PROTOCOL if ENTRY_PROTOCOL in offered else own
    return next(others, entry)
