"""No day leaves a type, or what a rule goes on to, without a protocol in force (L58). It depends on the day: told by `dated_faults`."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from auxilio.platform.documents import DocumentFault
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.model import Protocol
from auxilio.triage.core.validity import is_in_force
from auxilio.triage.verifier.subject import ProtocolSubject


def check(reading: TriageLoadResult, on: date) -> Iterator[DocumentFault]:
    """From `on` onwards, of each protocol that begins later or ends."""
    protocols = reading.content.protocols
    for id, protocol in protocols.items():
        if protocol.effective.from_ is None and protocol.effective.until is None:
            continue
        subject = ProtocolSubject(protocol, reading.documents[id], reading.content)
        yield from _types_without(subject, on)
    for id, protocol in protocols.items():
        yield from _goes_on_to_none(ProtocolSubject(protocol, reading.documents[id], reading.content), on)


def _types_without(subject: ProtocolSubject, on: date) -> Iterator[DocumentFault]:
    """One fault a protocol: the types that open it and that no protocol in force would serve, and from when."""
    found: dict[str, date] = {}
    for code, type_ in subject.content.types.items():
        if type_.protocol != subject.protocol.id:
            continue
        serving = [one for one in subject.content.protocols.values() if code in one.incident_types]
        day = _first_without([subject.protocol, *serving], on)
        if day is not None:
            found[code] = day
    if found:
        day = min(found.values())
        yield subject.fault(
            "L58", "types_without_protocol", "effective", types=", ".join(found), day=day.isoformat()
        )


def _goes_on_to_none(subject: ProtocolSubject, on: date) -> Iterator[DocumentFault]:
    protocol = subject.protocol
    for part, outcomes in (("rules", protocol.rules), ("additions", protocol.additions)):
        for i, outcome in enumerate(outcomes):
            next_one = subject.content.protocols.get(outcome.goto or "")
            if next_one is None:
                continue
            day = next(
                (
                    day
                    for day in _days_of_change([protocol, next_one], on)
                    if is_in_force(protocol.effective, day) and not is_in_force(next_one.effective, day)
                ),
                None,
            )
            if day is not None:
                name, on_day = next_one.id, day.isoformat()
                yield subject.fault("L58", "goes_on_to_none_in_force", part, i, "goto", name=name, day=on_day)


def _first_without(protocols: Iterable[Protocol], on: date) -> date | None:
    known = list(protocols)
    return next(
        (
            day
            for day in _days_of_change(known, on)
            if not any(is_in_force(one.effective, day) for one in known)
        ),
        None,
    )


def _days_of_change(protocols: Iterable[Protocol], on: date) -> list[date]:
    """The day itself and each later one on which a protocol begins, or has ended the day before."""
    days = {on}
    for one in protocols:
        begins, ends = day_of(one.effective.from_), day_of(one.effective.until)
        days |= {begins} if begins is not None else set()
        days |= {ends + timedelta(days=1)} if ends is not None and ends < date.max else set()
    return sorted(day for day in days if day >= on)


def day_of(written: str | None) -> date | None:
    """A day as it is written; None where it is none."""
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None
