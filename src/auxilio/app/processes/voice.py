"""`auxilio voice` as a process: SIP, media and call control over Auxilio's own log, until told to stop.

Several may run; one has the calls and the others wait, warm, to take them up (decision 0191).
"""

import asyncio
import contextlib
import logging
import ssl
from pathlib import Path

from auxilio.active_content.content_bundle import content_folder
from auxilio.app.composition import open_runtime
from auxilio.app.device_messages import caller_area, notification_answers
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of, case_keys_of
from auxilio.platform.background_tasks import wait_for_first
from auxilio.platform.certificate import lan_addresses
from auxilio.platform.clock import Clock
from auxilio.platform.database.advisory_lock import AdvisoryLock
from auxilio.platform.database.ephemeral_channel import EphemeralChannel
from auxilio.platform.http.outward import OutwardClient, parse_outward_hosts
from auxilio.platform.i18n import catalogues
from auxilio.platform.process import freeze_startup_objects, stop_event
from auxilio.voice.callouts.store import CalloutStore
from auxilio.voice.control.call_lookup import CallLookup
from auxilio.voice.control.call_media_state import ExchangeDependencies
from auxilio.voice.control.callout_leg import CalloutPhrases
from auxilio.voice.control.callouts import CalloutDependencies, SpokenCallouts
from auxilio.voice.control.command_reporter import CommandReporter
from auxilio.voice.control.data_references import DATA_LIMITS
from auxilio.voice.control.exchange import TelephoneExchange
from auxilio.voice.control.hold_limit import HoldLimit
from auxilio.voice.control.line_admission import DOMAIN, LineAdmission, identify_pages
from auxilio.voice.control.location_references import LIMITS
from auxilio.voice.control.log_follower import CallLogFollower
from auxilio.voice.control.recorder_adapter import RecorderAdapterFactory
from auxilio.voice.control.sounds import AnnouncementSounds
from auxilio.voice.media.announcements.library import Announcements
from auxilio.voice.media.embedded.engine import EmbeddedEngine
from auxilio.voice.media.ports import MediaEngine
from auxilio.voice.media.recorder.service import RecordingService
from auxilio.voice.media.rtpengine.engine import RtpengineEngine
from auxilio.voice.media.speech import EspeakSpeech
from auxilio.voice.sip.agent import AgentSettings, ServingState, SipAgent
from auxilio.voice.sip.registrar import user_of_aor
from auxilio.voice.sip.tls import SipTls, usable_sip_tls
from auxilio.voice.sip.trunk import SipTrunk
from auxilio.voice.store import LegStore
from auxilio.voice.tokens import LineTokens, line_token_master_key
from auxilio.workflows.fault_alarm import watching_faults
from auxilio.workflows.runner import StateReader
from auxilio.workflows.withdrawn_messages import WithdrawnMessages

ANYWHERE = "0.0.0.0"  # noqa: S104  as settings say it
_log = logging.getLogger(__name__)


def addresses(settings: Settings) -> list[str]:
    """Where we can be reached by media: the first for telephones, all for browsers."""
    return [*lan_addresses(), "127.0.0.1"] if settings.host == ANYWHERE else [settings.host]


def announcement_folders(settings: Settings) -> list[Path]:
    """Where recordings lie: the centre's own before those of the content."""
    return [settings.data / "announcements", (settings.content or content_folder()) / "announcements"]


def agent_settings(settings: Settings, secure: SipTls | None = None) -> AgentSettings:
    """Where SIP listens: on the public address, or for the edge alone. `secure`: over TLS too."""
    telephones, here = settings.sip_port or None, addresses(settings)[0]
    if settings.voice_edge:
        edge = settings.voice_edge.rpartition(":")[0].strip("[]")
        return AgentSettings(
            host=settings.host,
            advertised_host=here,
            udp_port=telephones,
            tcp_port=None,
            domains=frozenset({DOMAIN}),
            trusted=(edge,),
            edge=True,
            outbound_proxy=f"sip:{settings.voice_edge}",
        )
    tls = None
    if settings.tls_certificate is not None and settings.tls_key is not None:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(settings.tls_certificate, settings.tls_key)
    return AgentSettings(
        host=settings.host,
        advertised_host=here,
        udp_port=telephones,
        tcp_port=telephones,
        tls_port=settings.sip_tls_port if secure else None,
        tls=secure.server if secure else None,
        client_tls=secure.client if secure else None,
        ws_port=settings.voice_port,
        ws_tls=tls,
        domains=frozenset({DOMAIN}),
        trusted=settings.trusted_networks,
    )


def _secure(settings: Settings) -> SipTls | None:
    if not settings.sip_tls_port:
        return None
    certificate, key = settings.sip_certificate
    assert certificate is not None, "settings with a port and no certificate are refused"
    return usable_sip_tls(certificate, key, settings.sip_tls_ca)


def engine_of(settings: Settings, clock: Clock) -> MediaEngine:
    """What carries sound here."""
    if settings.voice_engine == "embedded":
        return EmbeddedEngine(clock, addresses(settings))
    host, port = _address(settings.rtpengine_reports)
    mixer = EmbeddedEngine(clock, [host])
    sounds = (settings.data / "sounds").absolute()
    return RtpengineEngine(
        clock, _address(settings.rtpengine), mixer, sounds, host, reports_at=port, together=True
    )


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def exchange_of(
    settings: Settings,
    runtime: Runtime,
    states: StateReader,
    media: MediaEngine,
    tapes: RecorderAdapterFactory,
    agent: SipAgent,
) -> TelephoneExchange:
    """Call control over the running installation."""
    hosts = parse_outward_hosts(settings.location_hosts, "location_hosts")
    return TelephoneExchange(
        ExchangeDependencies(
            media=media,
            commands=runtime.commands,
            calls=CallLookup(states),
            sounds=AnnouncementSounds(Announcements(announcement_folders(settings))),
            recorders=tapes,
            legs=LegStore(runtime.pool),
            trunk=SipTrunk(agent, settings.sip_trunk),
            location_servers=OutwardClient(hosts, LIMITS),
            data_servers=OutwardClient(hosts, DATA_LIMITS),
            blobs=blobs_of(settings, runtime.keys),
            clock=runtime.clock,
            mode=settings.mode,
            hold_limit=HoldLimit(settings.hold_max, settings.divert_to, settings.divert_by == "redirect"),
            ecall_area=caller_area(settings),
        )
    )


def callouts_of(
    settings: Settings,
    runtime: Runtime,
    states: StateReader,
    exchange: TelephoneExchange,
    media: MediaEngine,
    agent: SipAgent,
) -> SpokenCallouts:
    """Spoken calls to people on call, beside the calls of the exchange."""
    answers = notification_answers(runtime)
    parts = CalloutDependencies(
        queue=CalloutStore(runtime.pool),
        answers=answers,
        phrases=CalloutPhrases(EspeakSpeech(), catalogues()),
        media=media,
        trunk=SipTrunk(agent, settings.sip_trunk),
        clock=runtime.clock,
        mode=settings.mode,
        lines=settings.callout_lines,
        own_numbers=settings.numbers_not_called,
        withdrawal_code=WithdrawnMessages(states, answers).withdrawal_code,
    )
    return SpokenCallouts(parts, exchange.states)


def join_text(exchange: TelephoneExchange, passing: EphemeralChannel) -> None:
    """What telephones type goes to the windows of the installation, and what is typed there to telephones."""
    exchange.text.pass_typing_to(passing.tell)
    passing.set_listener(exchange.text.receive_typing)


async def run_voice(settings: Settings) -> None:
    """Carry calls, or wait to, until told to stop."""
    told = stop_event()
    async with contextlib.AsyncExitStack() as open_:
        runtime = await open_.enter_async_context(open_runtime(settings))
        await open_.enter_async_context(watching_faults("voice", runtime, settings.mode))
        only = AdvisoryLock(runtime.dsn, "voice")
        open_.push_async_callback(only.let_go)  # last of all: the next finds everything let go
        admission = LineAdmission(LineTokens(line_token_master_key(runtime.keys)), runtime.clock)
        agent = SipAgent(agent_settings(settings, _secure(settings)), admit=admission)
        if settings.voice_edge:
            agent.serving = ServingState.STANDING_BY
            await agent.start()
            open_.push_async_callback(agent.stop)
        freeze_startup_objects()
        if await wait_for_first([told.wait(), only.wait()]) == 0:
            return
        agent.serving = ServingState.TAKING_UP if settings.voice_edge else ServingState.OPEN
        async with asyncio.TaskGroup() as group:
            carrying = group.create_task(_carry(settings, runtime, agent, admission))
            await wait_for_first([told.wait(), only.wait_until_lost(), asyncio.shield(carrying)])
            carrying.cancel()


async def _carry(settings: Settings, runtime: Runtime, agent: SipAgent, admission: LineAdmission) -> None:
    """Have the calls, until cancelled."""
    async with contextlib.AsyncExitStack() as open_:
        media = engine_of(settings, runtime.clock)
        await media.start()
        open_.push_async_callback(media.close)
        recorder = RecordingService(
            settings.recording_spool,
            blobs_of(settings, runtime.keys),
            case_keys_of(settings, runtime.keys),
            runtime.clock,
        )
        left = await recorder.start()
        open_.push_async_callback(recorder.close)
        tapes, states = RecorderAdapterFactory(recorder), StateReader(runtime.pool, runtime.aggregates)
        exchange = exchange_of(settings, runtime, states, media, tapes, agent)
        following = CallLogFollower(
            runtime.pool,
            states,
            runtime.wakeups,
            exchange,
            exchange,
            exchange.text.send_desk_line,
            exchange.ask_vehicle,
        )
        passing = await open_.enter_async_context(EphemeralChannel(runtime.pool, runtime.dsn))
        join_text(exchange, passing)
        async with asyncio.TaskGroup() as group:

            def changed(aor: str) -> None:
                if not agent.registrar.contacts_of(aor):
                    exchange.spawn(exchange.on_page_gone(user_of_aor(aor)))

            agent.set_handlers(
                identify_pages(exchange.incoming, admission) if settings.voice_edge else exchange.incoming,
                on_closed=lambda flow: exchange.spawn(exchange.on_flow_gone(flow)),
                on_contacts=changed,
            )
            group.create_task(exchange.handle_media_events(media.events()))
            group.create_task(exchange.text.run())
            if not settings.voice_edge:
                await agent.start()
                open_.push_async_callback(agent.stop)
            # Before the log is followed: a desk whose line never broke is not reported.
            await exchange.recover_legs(agent.adopt)
            group.create_task(following.run())
            await following.ready.wait()
            agent.serving = ServingState.OPEN
            group.create_task(callouts_of(settings, runtime, states, exchange, media, agent).run(agent.adopt))
            _log.info("voice_carries", extra={"part": settings.voice_engine})
            await tapes.report_leftovers(
                left, CommandReporter(runtime.commands, runtime.clock), settings.mode
            )
