"""`auxilio voice` as a process: SIP, media and call control over the house's own log, until told to stop.

Several may run; one has the calls and the others wait, warm, to take them up (decision 0191).
"""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from auxilio.app.house import Shell, line_key, open_shell, started
from auxilio.app.published import content_folder
from auxilio.app.settings import Settings
from auxilio.app.supervisor import until_told
from auxilio.calls.model import Call
from auxilio.calls.service import CALL
from auxilio.kernel.ids import CallId
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.certificate import lan_addresses
from auxilio.platform.clock import Clock
from auxilio.platform.database.only_one import OnlyOne
from auxilio.platform.database.passing import Passing
from auxilio.process.runner import House
from auxilio.voice.control.bound import Bound
from auxilio.voice.control.exchange import CITIZEN, DESK, Exchange
from auxilio.voice.control.follow import Following
from auxilio.voice.control.recording import Tapes
from auxilio.voice.control.rooms import Parts
from auxilio.voice.control.sounds import Spoken
from auxilio.voice.control.telling import Teller
from auxilio.voice.media.announcements.library import Announcements
from auxilio.voice.media.embedded.engine import EmbeddedEngine
from auxilio.voice.media.ports import MediaEngine
from auxilio.voice.media.recorder.service import Recorder
from auxilio.voice.media.rtpengine.engine import RtpengineEngine
from auxilio.voice.sip.agent import (
    AgentSettings,
    CallFailed,
    Identity,
    IncomingCall,
    OutgoingCall,
    Serving,
    SipAgent,
)
from auxilio.voice.store import LegStore
from auxilio.voice.tokens import LineTokens

DOMAIN = "auxilio"
"""What our addresses end in: `sip:desk-07@auxilio`. Nobody looks it up."""
ANYWHERE = "0.0.0.0"  # noqa: S104  as settings say it
_log = logging.getLogger(__name__)
LINE = "x-auxilio-line"
"""The header in which a page behind an edge shows the word that `serve` gave it."""


class Admission:
    """Lets pages in by the word that `serve` gave them. Telephones need none: a call never needs a password."""

    def __init__(self, tokens: LineTokens, clock: Clock) -> None:
        self._tokens, self._clock = tokens, clock

    async def __call__(self, path_and_query: str, headers: Mapping[str, str]) -> Identity | None:
        """Who opens this WebSocket; None when it is nobody we know."""
        del headers
        return self.who(parse_qs(urlsplit(path_and_query).query).get("t", [""])[0])

    def who(self, word: str) -> Identity | None:
        """Whose word this is; None when it is not ours, or its time is over."""
        line = self._tokens.read(word, self._clock.now())
        if line is None:
            return None
        kind = DESK if line.desk else CITIZEN
        return Identity(name=line.user, kind=kind, aors=frozenset({f"sip:{line.user}@{DOMAIN}"}))


def behind_edge(
    calls: Callable[[IncomingCall], Awaitable[None]], admission: Admission
) -> Callable[[IncomingCall], Awaitable[None]]:
    """Knows pages by their word in the INVITE. The edge only carries it: that it is ours is proved by its signature, so
    that a stranger on a trunk is never taken for a desk, whatever they write (decision 0193)."""

    async def incoming(call: IncomingCall) -> None:
        words = call.headers.get(LINE)
        if words:
            identity = admission.who(words[0])
            if identity is None:
                await call.reject(403)
                return
            call.source = replace(call.source, identity=identity)
        await calls(call)

    return incoming


class KnownCalls:
    """`control.ports.Calls` over the log."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def call(self, id: CallId) -> Call | None:
        """One call as it stands; None when it never rang."""
        return await self._house.state(CALL, id)


def addresses(settings: Settings) -> list[str]:
    """Where we can be reached by media: the first for telephones, all for browsers."""
    return [*lan_addresses(), "127.0.0.1"] if settings.host == ANYWHERE else [settings.host]


def announcement_folders(settings: Settings) -> list[Path]:
    """Where recordings lie: the centre's own before those of the content."""
    return [settings.data / "announcements", (settings.content or content_folder()) / "announcements"]


def agent_settings(settings: Settings) -> AgentSettings:
    """Where SIP listens: at the door itself, or for the edge alone."""
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
        ws_port=settings.voice_port,
        tls=tls,
        domains=frozenset({DOMAIN}),
        trusted=settings.trusted_networks,
    )


def user_of(aor: str) -> str:
    """`desk-07` of `sip:desk-07@auxilio`."""
    return aor.partition(":")[2].rpartition("@")[0]


class SipTrunk:
    """`control.ports.Trunk`: numbers are asked of the centre's way out."""

    def __init__(self, agent: SipAgent, trunk: str | None) -> None:
        self._agent, self._trunk = agent, trunk

    async def dial(self, number: str, sdp: bytes) -> OutgoingCall:
        """Ring a number. Raises `CallFailed(503)` where the centre has no way out."""
        if self._trunk is None:
            raise CallFailed(503)
        return await self._agent.invite(f"sip:{number}@{self._trunk}", sdp)


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
    settings: Settings, shell: Shell, house: House, media: MediaEngine, tapes: Tapes, agent: SipAgent
) -> Exchange:
    """Call control over the running house."""
    return Exchange(
        Parts(
            media=media,
            door=shell.door,
            calls=KnownCalls(house),
            sounds=Spoken(Announcements(announcement_folders(settings))),
            recorders=tapes,
            legs=LegStore(shell.pool),
            trunk=SipTrunk(agent, settings.sip_trunk),
            blobs=FolderBlobs(settings.blobs, shell.keys),
            clock=shell.clock,
            mode=settings.mode,
            bound=Bound(settings.hold_max, settings.divert_to, settings.divert_by == "redirect"),
        )
    )


def join_text(exchange: Exchange, following: Following, passing: Passing) -> None:
    """What telephones write goes to the windows of the house, and what is written there to telephones."""
    exchange.text.pass_on = passing.tell
    passing.on_word = exchange.text.overheard
    following.on_desk_wrote = exchange.text.wrote


async def run_voice(settings: Settings) -> None:
    """Carry calls, or wait to, until told to stop."""
    told = until_told()
    async with contextlib.AsyncExitStack() as open_:
        shell = await open_.enter_async_context(open_shell(settings))
        only = OnlyOne(shell.dsn, "voice")
        open_.push_async_callback(only.let_go)  # last of all: the next finds everything let go
        admission = Admission(LineTokens(line_key(shell.keys)), shell.clock)
        agent = SipAgent(agent_settings(settings), admit=admission)
        if settings.voice_edge:
            agent.serving = Serving.STANDING_BY
            await agent.start()
            open_.push_async_callback(agent.stop)
        started()
        if await _first(told.wait(), only.wait()) == 0:
            return
        agent.serving = Serving.TAKING_UP if settings.voice_edge else Serving.OPEN
        async with asyncio.TaskGroup() as group:
            carrying = group.create_task(_carry(settings, shell, agent, admission))
            await _first(told.wait(), only.until_another(), asyncio.shield(carrying))
            carrying.cancel()


async def _carry(settings: Settings, shell: Shell, agent: SipAgent, admission: Admission) -> None:
    """Have the calls, until cancelled."""
    async with contextlib.AsyncExitStack() as open_:
        media = engine_of(settings, shell.clock)
        await media.start()
        open_.push_async_callback(media.close)
        recorder = Recorder(
            settings.data / "recording", FolderBlobs(settings.blobs, shell.keys), shell.keys, shell.clock
        )
        left = await recorder.start()
        open_.push_async_callback(recorder.close)
        tapes, house = Tapes(recorder), House(shell.pool, shell.nouns)
        exchange = exchange_of(settings, shell, house, media, tapes, agent)
        following = Following(shell.pool, house, shell.wakeups, exchange, exchange)
        passing = await open_.enter_async_context(Passing(shell.pool, shell.dsn))
        join_text(exchange, following, passing)
        async with asyncio.TaskGroup() as group:

            def changed(aor: str) -> None:
                if not agent.registrar.contacts_of(aor):
                    group.create_task(exchange.page_gone(user_of(aor)))

            agent.registrar.on_change = changed
            agent.on_closed = lambda flow: _aside(group, exchange.flow_gone(flow))
            agent.on_call = (
                behind_edge(exchange.incoming, admission) if settings.voice_edge else exchange.incoming
            )
            group.create_task(exchange.notice(media.facts()))
            group.create_task(exchange.text.run())
            if not settings.voice_edge:
                await agent.start()
                open_.push_async_callback(agent.stop)
            # Before the log is followed: a desk whose line never broke is told of to nobody.
            await exchange.take_up_legs(agent.adopt)
            group.create_task(following.run())
            await following.ready.wait()
            agent.serving = Serving.OPEN
            _log.info("voice_carries", extra={"part": settings.voice_engine})
            await tapes.tell_of(left, Teller(shell.door, shell.clock), settings.mode)


def _aside(group: asyncio.TaskGroup, work: "asyncio._CoroutineLike[None]") -> None:
    group.create_task(work)


async def _first(*waits: "asyncio._CoroutineLike[object] | asyncio.Future[object]") -> int:
    """Which of them was done first; the others are given up. Raises what it raised."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        first = next(nth for nth, task in enumerate(tasks) if task.done())
        tasks[first].result()
        return first
    finally:
        for task in tasks:
            task.cancel()
