"""What a notification tells of a case, to whom, and in which words: asked by `notifications` through its ports."""

from collections.abc import Callable, Mapping, Sequence

from auxilio.cases.core.model import CaseState
from auxilio.cases.service import CASE
from auxilio.followup.core.model import OVER, WatchKind
from auxilio.followup.service import WATCH
from auxilio.kernel.ids import CaseId, CentreId, WatchId
from auxilio.kernel.on_call import NAMES_A_CODE, NotificationWay, OnCallFunction
from auxilio.kernel.refusal import Conflict, NotFound, Refused
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.core.model import (
    Notification,
    NotificationFacts,
    NotifiedCase,
    NotifiedContact,
    NotifiedPlan,
)
from auxilio.notifications.ports import NotificationWording, WordNotification
from auxilio.platform.database.command_executor import CommandContext
from auxilio.platform.i18n import REFERENCE, catalogues
from auxilio.rosters.service import OnCallDirectory

PLACE_MAX = 120
"""Characters of a place that a short message tells."""
type TypeName = Callable[[str, str], str | None]
"""The name of an incident type by its code, in a language; None: the content in force has none."""


async def notified_case(attempt: CommandContext, case: CaseId) -> NotifiedCase:
    """See `FindNotifiedCase`. Of a reserved case the number alone leaves: a telephone lies on tables."""
    found = await attempt.get(CASE, case)
    if found.state is not CaseState.OPEN:
        raise Refused("case_not_open", number=found.number, state=found.state)
    if found.reserved:
        return NotifiedCase(mode=found.mode, facts=NotificationFacts(number=found.number, reserved=True))
    place = found.location
    words = ", ".join(filter(None, (place.words, place.municipality))) if place is not None else ""
    facts = NotificationFacts(number=found.number, type=found.type, place=words[:PLACE_MAX] or None)
    return NotifiedCase(mode=found.mode, facts=facts)


async def is_reserved_case(attempt: CommandContext, case: CaseId) -> bool:
    """See `IsReservedCase`. Of one that was merged, the case that lives on counts too."""
    found = await attempt.get(CASE, case)
    if found.reserved or found.merged_into is None:
        return found.reserved
    return await is_reserved_case(attempt, found.merged_into)


async def notice_to_give(attempt: CommandContext, watch: WatchId, case: CaseId) -> str:
    """See `FindNotice`."""
    found = await attempt.find(WATCH, watch)
    if found is None or found.case != case:
        raise NotFound("unknown_watch", id=str(watch))
    if found.kind is not WatchKind.NOTICE or found.about is None:
        raise Refused("not_a_notice", kind=found.kind)
    if found.state in OVER:
        raise Conflict("notice_given", notice=found.about)
    return found.about


class OnCallPeople:
    """Implements `PeopleToNotify` by the table of people on call."""

    def __init__(self, directory: OnCallDirectory) -> None:
        self._directory = directory

    async def __call__(
        self, mode: Mode, function: OnCallFunction, notice: str | None, centre: CentreId | None
    ) -> Sequence[NotifiedContact]:
        """See `PeopleToNotify`. Whom no way reaches is telephoned by a person, and is not among them."""
        of = notice if function in NAMES_A_CODE else None
        found = await self._directory.now(mode, function, of, centre)
        return [
            NotifiedContact(
                name=one.name, phone=one.phone, ways=one.ways, language=one.language, email=one.email
            )
            for nth, one in enumerate(found.contacts)
            if one.ways and one.phone not in {other.phone for other in found.contacts[:nth] if other.ways}
        ]


def _asked(one: Notification) -> str:
    """The key of what is asked of who receives it."""
    if one.function is OnCallFunction.STATION:
        return "notification.asked.station"
    return f"triage.notice_message.{one.notice or 'duty_officer'}"


_TEXT = {
    NotificationWay.SMS: "notification.text",
    NotificationWay.VOICE: "notification.spoken",
    NotificationWay.EMAIL: "notification.email.text",
}


_PLAN_TEXT = {
    NotificationWay.SMS: "notification.plan.text",
    NotificationWay.VOICE: "notification.plan.spoken",
    NotificationWay.EMAIL: "notification.plan.email.text",
}


def _plan_text(
    one: Notification, plan: NotifiedPlan, language: str, way: NotificationWay
) -> NotificationWording:
    said, names = catalogues(), {"mode": one.mode.value, "plan": _in(plan.name, language)}
    text = said.text(
        _PLAN_TEXT[way],
        language,
        **names,
        phase=_in(plan.phase, language),
        area=plan.area,
        words=(one.words or "").rstrip(". "),
        added="yes" if one.words else "no",
        code=one.reply,
    )
    by_email = way is NotificationWay.EMAIL
    subject = said.text("notification.plan.email.subject", language, **names) if by_email else None
    return NotificationWording(text=text, subject=subject)


def _in(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names[REFERENCE]


def notification_text(type_name: TypeName) -> WordNotification:
    """Words a notification by the catalogues; what the case does not know is not said. An e-mail says what a short message does,
    and asks for no answer: nothing reads one."""

    def word(one: Notification, language: str, way: NotificationWay) -> NotificationWording:
        if one.facts.plan is not None:
            return _plan_text(one, one.facts.plan, language, way)
        said = catalogues()
        asked = "notification.reserved" if one.facts.reserved else _asked(one)
        what = (one.facts.type and type_name(one.facts.type, language)) or one.facts.type
        text = said.text(
            _TEXT[way],
            language,
            mode=one.mode.value,
            asked=said.text(asked, language) if asked in said else one.notice,
            number=str(one.facts.number),
            about=", ".join(filter(None, (what, one.facts.place))),
            known="yes" if what or one.facts.place else "no",
            words=(one.words or "").rstrip(". "),
            added="yes" if one.words else "no",
            code=one.reply,
        )
        about = {"mode": one.mode.value, "number": str(one.facts.number)}
        subject = (
            said.text("notification.email.subject", language, **about)
            if way is NotificationWay.EMAIL
            else None
        )
        return NotificationWording(text=text, subject=subject)

    return word
