"""The life of a report mail: asked for, and settled once.

| command | refuses |
|---|---|
| send | report_mail_exists, report_stays_inside, report_address_malformed |
| settle | settled already: not news |
"""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.archive.report_mail.core import messages as m
from auxilio.archive.report_mail.core.model import MailableCase, ReportMail, ReportMailState
from auxilio.kernel.actor import Actor
from auxilio.kernel.email_address import is_email_address
from auxilio.kernel.event import Event
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.kernel.written_words import must_say_something

S = ReportMailState
NEXT: dict[ReportMailState, frozenset[ReportMailState]] = {
    S.QUEUED: frozenset({S.SENT, S.FAILED, S.WITHDRAWN}),
    S.SENT: frozenset(),
    S.FAILED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
assert NEXT.keys() == set(ReportMailState), "every state has its row"


def must_leave(mode: Mode, installation: Mode) -> None:
    """Raises `Refused("report_stays_inside")` where nothing of this mode reaches the outside."""
    if not may_leave(mode, installation):
        raise Refused("report_stays_inside", mode=mode)


def check_address(to: str) -> None:
    """Raises `Refused("report_address_malformed")`."""
    if not is_email_address(to):
        raise Refused("report_address_malformed", to=to.strip())


def send(
    known: ReportMail | None, command: m.SendReport, case: MailableCase, installation: Mode, actor: Actor
) -> tuple[Event, ...]:
    """The first fact. Raises `Refused` (table above), and as `must_say_something` does."""
    if known is not None:
        raise Conflict("report_mail_exists")
    must_leave(case.mode, installation)
    check_address(command.to)
    must_say_something(command.reason)
    return (
        m.ReportMailRequested(
            mail=command.mail,
            case=command.case,
            number=case.number,
            mode=case.mode,
            to=command.to,
            language=command.language,
            reason=command.reason.strip(),
            report=command.report,
            attachment=command.attachment,
            sealed=command.sealed,
            reserved=case.reserved,
            by_name=actor.name,
        ),
    )


def settle(known: ReportMail, command: m.SettleReportMail) -> tuple[Event, ...]:
    """What became of it, once."""
    if command.state not in NEXT[known.state]:
        return ()
    return (m.ReportMailSettled(mail=known.id, state=command.state, code=command.code),)


def evolve(known: ReportMail | None, event: m.ReportMailEvent, at: datetime) -> ReportMail:
    """The report mail after this fact."""
    match event:
        case m.ReportMailRequested():
            return ReportMail(
                id=event.mail,
                case=event.case,
                number=event.number,
                mode=event.mode,
                to=event.to,
                language=event.language,
                reason=event.reason,
                report=event.report,
                attachment=event.attachment,
                sealed=event.sealed,
                reserved=event.reserved,
                by_name=event.by_name,
                asked_at=at,
            )
        case m.ReportMailSettled(state=state, code=code):
            assert known is not None, "a report mail begins by being asked for"
            return msgspec.structs.replace(known, state=state, code=code, settled_at=at)
        case _ as never:
            assert_never(never)
