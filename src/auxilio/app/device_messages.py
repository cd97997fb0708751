"""What telephones, vehicles, networks and message centres send and are asked, for the composition root: built from settings."""

from functools import partial

from auxilio.app.composition import region_info
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.calls.core.text_delivery import TextDelivery
from auxilio.calls.ports import LocationSource
from auxilio.calls.store import TextingNumbers, call_of_answer
from auxilio.calls.text_messages import TextMessages
from auxilio.geo.model import RegionInfo
from auxilio.geo.service import RegionService
from auxilio.interop.aml_keys import AmlKeys
from auxilio.interop.aml_receiver import REJECTIONS_IN_ALL, REJECTIONS_OF_NETWORK, AmlReceiver
from auxilio.interop.ecall_receiver import EcallReceiver
from auxilio.interop.formats.held import HeldPhoneForm
from auxilio.interop.formats.msd import BoundingBox
from auxilio.interop.held_source import LIMITS, HeldLocationSource
from auxilio.interop.location_receiver import LocationReceiver
from auxilio.interop.mail.sending import MailReport, MailSender
from auxilio.interop.mail.service import mail_sender
from auxilio.interop.rejections import RejectionAudit
from auxilio.interop.sms.sending import SmsReport, SmsSender, SmsState, TakeReport
from auxilio.interop.sms.service import ShortMessageService, receipt_taker, short_message_service
from auxilio.interop.sms_receiver import NOT_TAKEN_IN_ALL, NOT_TAKEN_OF_GATEWAY, SmsReceiver
from auxilio.kernel.refusal import Refused
from auxilio.notifications.answers import NotificationAnswers
from auxilio.notifications.core.model import AttemptState
from auxilio.platform.clock import Clock
from auxilio.platform.database.shared_limits import SharedRateLimiter
from auxilio.platform.http.outward import OutwardClient, parse_outward_hosts
from auxilio.voice.callouts.channel import CalloutChannel
from auxilio.voice.callouts.store import CalloutStore
from auxilio.workflows.answer_deliveries import AnswerDeliveries
from auxilio.workflows.failed_answers import FailedAnswers
from auxilio.workflows.parked_fixes import location_messages
from auxilio.workflows.runner import StateReader, system_actor


def location_source(settings: Settings, clock: Clock) -> LocationSource | None:
    """The location server that is asked by number; None where no setting names one."""
    if not settings.location_server:
        return None
    hosts = parse_outward_hosts(settings.location_hosts, "location_hosts")
    form = HeldPhoneForm(settings.location_server_phone)
    return HeldLocationSource(OutwardClient(hosts, LIMITS), settings.location_server, form, clock)


def ecall_receiver(settings: Settings, runtime: Runtime, region: RegionService) -> EcallReceiver:
    """The way in of eCall's data from in-band modems. Exchanged coordinates are known by the bounds of the map."""
    return EcallReceiver(
        location_messages(runtime.pool, runtime.clock, runtime.commands, settings.mode),
        settings.country,
        vehicle_area(region.info),
    )


def vehicle_area(region: RegionInfo) -> BoundingBox:
    """Where vehicles of this centre can be: within the bounds of its map."""
    west, south, east, north = region.bounds
    return (south, west, north, east)


def caller_area(settings: Settings) -> BoundingBox | None:
    """Where telephones and vehicles can be, by the map; None without one, which costs the warning that two figures are exchanged
    and no call."""
    try:
        return vehicle_area(region_info(settings))
    except Refused:
        return None


def location_receiver(settings: Settings, runtime: Runtime) -> LocationReceiver:
    """The way in of location documents that a network sends by itself."""
    messages = location_messages(runtime.pool, runtime.clock, runtime.commands, settings.mode)
    return LocationReceiver(messages, settings.country)


def aml_receiver(settings: Settings, runtime: Runtime) -> AmlReceiver:
    """The way in of AML by HTTPS."""
    limits = SharedRateLimiter(runtime.pool, runtime.clock)
    messages = location_messages(runtime.pool, runtime.clock, runtime.commands, settings.mode)
    audit = RejectionAudit(limits, messages, REJECTIONS_OF_NETWORK, REJECTIONS_IN_ALL)
    keys, area = AmlKeys(settings.data, runtime.clock), caller_area(settings)
    return AmlReceiver(keys, limits, messages, audit, settings.country, area)


def sms_receiver(settings: Settings, runtime: Runtime) -> SmsReceiver:
    """The way in of short messages."""
    limits = SharedRateLimiter(runtime.pool, runtime.clock)
    messages = location_messages(runtime.pool, runtime.clock, runtime.commands, settings.mode)
    audit = RejectionAudit(limits, messages, NOT_TAKEN_OF_GATEWAY, NOT_TAKEN_IN_ALL)
    system = system_actor(settings.mode)
    texts = TextMessages(TextingNumbers(runtime.pool), limits, runtime.commands, system)
    take_reply, area = notification_answers(runtime).take_reply, caller_area(settings)
    return SmsReceiver(messages, texts, take_reply, audit, settings.country, area)


def short_messages(settings: Settings, runtime: Runtime) -> ShortMessageService:
    """Short messages in the leading worker: by SMPP where a message centre is set."""
    receiver, reports = sms_receiver(settings, runtime), sms_reports(settings, runtime)
    return short_message_service(settings, runtime.pool, runtime.clock, receiver, reports)


def sms_receipts(settings: Settings, runtime: Runtime) -> SmsSender:
    """Takes receipts that a gateway posts."""
    return receipt_taker(runtime.pool, runtime.clock, sms_reports(settings, runtime))


def notification_answers(runtime: Runtime) -> NotificationAnswers:
    """What comes back from people on call."""
    return NotificationAnswers(runtime.pool, runtime.clock, runtime.commands, system_actor)


def callout_channel(settings: Settings, runtime: Runtime) -> CalloutChannel:
    """Asks for spoken calls, in the leading worker. Without voice or a trunk none is made."""
    lines = settings.callout_lines if settings.voice_port and settings.sip_trunk else 0
    store, answers = CalloutStore(runtime.pool), notification_answers(runtime)
    return CalloutChannel(store, answers, runtime.clock, lines, settings.numbers_not_called)


def sms_reports(settings: Settings, runtime: Runtime) -> list[TakeReport]:
    """Who is told how far a short message came: the call whose answer it is, and the notification that sent it."""
    answers = notification_answers(runtime)

    async def take(report: SmsReport) -> None:
        await answers.take_receipt(report.id, AttemptState(report.state.value), report.code)

    return [failed_answers(settings, runtime), answer_deliveries(settings, runtime), take]


def mail_of(settings: Settings, runtime: Runtime) -> MailSender:
    """E-mail in the leading worker; the notification that sent one is told what became of it."""
    answers = notification_answers(runtime)

    async def take(report: MailReport) -> None:
        await answers.take_receipt(report.id, AttemptState(report.state.value), report.code)

    return mail_sender(settings, runtime.clock, [take])


def failed_answers(settings: Settings, runtime: Runtime) -> TakeReport:
    """Raises the alarm of a call whose answer came to nothing."""
    states = StateReader(runtime.pool, runtime.aggregates)
    answers = FailedAnswers(partial(call_of_answer, runtime.pool), states, runtime.commands, settings.mode)

    async def take(report: SmsReport) -> None:
        if report.state is SmsState.FAILED:
            await answers.failed(report.id, report.at)

    return take


def answer_deliveries(settings: Settings, runtime: Runtime) -> TakeReport:
    """Tells a call how far its answers came."""
    deliveries = AnswerDeliveries(partial(call_of_answer, runtime.pool), runtime.commands, settings.mode)

    async def take(report: SmsReport) -> None:
        await deliveries.report(report.id, TextDelivery(report.state.value), report.code)

    return take


def inbound_messages(settings: Settings, runtime: Runtime, region: RegionService) -> dict[str, object]:
    """By the name under which routes ask for it, what takes messages of others."""
    return {
        "aml_receiver": aml_receiver(settings, runtime),
        "ecall_receiver": ecall_receiver(settings, runtime, region),
        "location_receiver": location_receiver(settings, runtime),
        "sms_receiver": sms_receiver(settings, runtime),
        "sms_receipts": sms_receipts(settings, runtime),
    }
