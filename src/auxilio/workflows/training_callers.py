"""Plays the scenarios of practice sessions: begins incidents, and acts their callers in the mode of the session.

Nothing is kept in memory: what a caller has said is read from the log, and every command has an id made of the call and of
what is said, so a worker that starts goes on where another ended and says nothing twice (decision 0306).
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from uuid import UUID

from auxilio.calls.core import messages as calls
from auxilio.calls.core.messages.guidance import ReportShown
from auxilio.calls.core.model import FINISHED_STATES, AgentState, Call, CallChannel
from auxilio.calls.service import CALL, DESK
from auxilio.cases.service import CASE
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.units.core.messages import RegisterUnit, SignOnCrew
from auxilio.dispatch.units.core.model import CrewMember, own_centre
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.position import Position, PositionSource
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool
from auxilio.platform.ids import derived_id
from auxilio.training.core.messages import BeginIncident
from auxilio.training.core.model import BegunIncident, PracticePlace, PracticeSession, PracticeState
from auxilio.training.core.policy import (
    CallerAct,
    CallerState,
    FollowStep,
    LeaveCall,
    PlaceCall,
    ReplyToDesk,
    SayHelpCame,
    SayLine,
    ShowItem,
    is_alone,
    next_act,
    next_incident,
    takes_part,
)
from auxilio.training.ports import PracticeCaller, PracticeIncident, PracticePlaces, ScenarioPlayer
from auxilio.training.service import PRACTICE_SESSION
from auxilio.workflows.runner import StateReader, system_actor
from auxilio.workflows.training_closing import practice_unit_id
from auxilio.workflows.training_talk import (
    CaseProgress,
    caller_state,
    case_progress,
    follow_id,
    help_came_id,
    line_id,
    reply_id,
)

LOOK_S = 1.0
"""How often callers look whether it is their turn."""
PRACTICE_UNITS_MAX = 300
"""Copied in one session: each is two commands of the worker, which also serves real calls (ours)."""
_log = logging.getLogger(__name__)


@dataclass
class TrainingCallers:
    """Run by the leader, every `LOOK_S`."""

    pool: Pool
    clock: Clock
    commands: CommandPort
    states: StateReader
    player: ScenarioPlayer
    places: PracticePlaces
    installed: Mode
    """The mode of the installation, whose units are copied."""

    async def run(self) -> None:
        """One look at every session that is running."""
        for session in await self.states.live(PRACTICE_SESSION, state=PracticeState.RUNNING.value):
            try:
                await self._play(session, await self.places())
            except TRANSIENT_ERRORS:
                raise
            except Exception:  # noqa: BLE001  the worker also serves real calls: a broken scenario must not stop it
                _log.exception("training_failed", extra={"kind": "training"})

    async def _play(self, session: PracticeSession, places: Sequence[PracticePlace]) -> None:
        await self._begin(session, places)
        for incident in session.incidents:
            await self._act(session, incident, places)

    async def _begin(self, session: PracticeSession, places: Sequence[PracticePlace]) -> None:
        if is_alone(session) and not await self._stands_ready(session):
            return
        begun = sum(not one.repeats for one in session.incidents)
        following, _ = self._incident(session, begun, places)
        due = next_incident(session, following.gap_s, self.clock.now())
        if due is None:
            return
        found, place = self._incident(session, due.nth, places)
        position = len(session.incidents)
        if position == 0 and not is_alone(session):  # no centre answers in a practice alone
            await self._copy_units(session)
        ids = tuple(
            CallId(derived_id(session.id, f"{position}.{nth}")) for nth, _ in enumerate(found.callers)
        )
        begin = BeginIncident(
            training=session.id,
            position=position,
            nth=due.nth,
            incident_kind=found.kind,
            place=place,
            calls=ids,
            repeats=due.repeats,
        )
        await self._send(session, derived_id(session.id, f"begin.{position}"), begin)

    def _incident(
        self, session: PracticeSession, nth: int, places: Sequence[PracticePlace]
    ) -> tuple[PracticeIncident, PracticePlace | None]:
        return self.player.incident(session.scenario, session.seed, nth, places, session.language)

    async def _stands_ready(self, session: PracticeSession) -> bool:
        """Who practises alone is rung when their desk waits for a call: nobody else would answer it."""
        ready = await self.states.live(DESK, stand=AgentState.READY.value, mode=session.mode.value)
        return any(takes_part(session, one.person) for one in ready if one.person is not None)

    async def _copy_units(self, session: PracticeSession) -> None:
        """Copies of the units at work for the mode of the session, each at its own centre, with one member of a crew who is called as
        the unit is, and without telephone or radio: without them nobody could be alerted in it. They stay for
        the next session, out of service until it begins; the units at work are not touched."""
        for unit in (await self.states.live(UNIT, mode=self.installed.value))[:PRACTICE_UNITS_MAX]:
            id = practice_unit_id(unit, session.mode)
            known = await self.states.live(UNIT, callsign=unit.callsign, mode=session.mode.value)
            if any(one.id != id or one.crew for one in known):
                continue
            if not known:
                register = RegisterUnit(
                    unit=id,
                    callsign=unit.callsign,
                    agency=unit.agency,
                    centre=own_centre(unit),
                    capabilities=unit.capabilities,
                    home=unit.home,
                    mode=session.mode,
                )
                await self._send(session, derived_id(id, "register"), register)
            crew = (CrewMember(name=unit.callsign, role="crew"),)
            await self._send(session, derived_id(session.id, f"sign_on.{id}"), SignOnCrew(unit=id, crew=crew))

    async def _act(
        self, session: PracticeSession, incident: BegunIncident, places: Sequence[PracticePlace]
    ) -> None:
        found, _ = self._incident(session, incident.nth, places)
        for call, caller in zip(incident.calls, found.callers, strict=False):
            state = await self._caller_state(session, call, caller)
            act = next_act(
                state,
                begun_at=incident.begun_at,
                after_s=caller.after_s,
                patience_s=caller.patience_s,
                lines=len(caller.lines),
                alone=is_alone(session),
                at=self.clock.now(),
            )
            if act is not None:
                await self._do(session, call, caller, state, act)

    async def _do(
        self,
        session: PracticeSession,
        call: CallId,
        caller: PracticeCaller,
        state: CallerState | None,
        act: CallerAct,
    ) -> None:
        followed = state.followed if state is not None else ()
        match act:
            case PlaceCall():
                ring = _ring(session, call, caller, self.clock.now())
                await self._send(session, derived_id(call, "ring"), ring)
            case SayLine(nth=nth):
                await self._say(session, call, line_id(call, nth), caller.lines[nth])
            case ShowItem(item=item):
                shown = ReportShown(call=call, item=item, at=self.clock.now())
                await self._send(session, derived_id(call, f"shown.{item}"), shown)
            case ReplyToDesk(nth=nth, words=asked):
                words = self.player.reply(caller, asked, nth, followed)
                await self._say(session, call, reply_id(call, nth), words)
            case FollowStep(told=told):
                words = self.player.follow(caller, told.step, len(followed))
                await self._say(session, call, follow_id(call, told), words)
            case SayHelpCame():
                await self._say(session, call, help_came_id(call), caller.help_came)
            case LeaveCall():
                await self._send(session, derived_id(call, "leave"), calls.EndByCaller(call=call))
            case _ as never:
                assert_never(never)

    async def _caller_state(
        self, session: PracticeSession, call: CallId, caller: PracticeCaller
    ) -> CallerState | None:
        state = await self.states.state(CALL, call)
        if state is None:
            return None
        over = state.state in FINISHED_STATES
        facts = [] if over else await log.of_call(self.pool, call)
        known = (
            await self._known(session, state)
            if not over and state.answered_at is not None
            else CaseProgress()
        )
        return caller_state(state, facts, caller, known, self.player)

    async def _known(self, session: PracticeSession, call: Call) -> CaseProgress:
        """Of a trainer's session only whether help was sent: it has many calls at once, and ends otherwise."""
        if call.case is None:
            return CaseProgress()
        if not is_alone(session):
            case = await self.states.state(CASE, call.case)
            return CaseProgress(help_sent_at=case.help_sent_at if case is not None else None)
        return case_progress(await self.states.of_case(call.case))

    async def _say(self, session: PracticeSession, call: CallId, id: UUID, words: str) -> None:
        await self._send(session, id, calls.SendCallerText(call=call, words=words))

    async def _send(self, session: PracticeSession, id: UUID, command: Command) -> None:
        try:
            await self.commands.handle(CommandId(id), command, system_actor(session.mode))
        except Refused as refused:
            # The desk ended the call while they wrote, or the trainer the session.
            _log.info("training_refused", extra={"kind": type(command).__name__, "code": refused.code})


def _ring(session: PracticeSession, call: CallId, caller: PracticeCaller, at: datetime) -> calls.ReceiveCall:
    position = None
    if caller.position is not None:
        position = Position(
            point=caller.position,
            source=PositionSource.BROWSER,
            uncertainty_m=caller.uncertainty_m,
            at=at,
        )
    return calls.ReceiveCall(
        call=call,
        channel=CallChannel.CHAT,
        phone=caller.phone,
        language=caller.language,
        cannot_speak=caller.cannot_speak,
        position=position,
        words=caller.lines[0],
        meant_for=session.trainees[0].person if is_alone(session) else None,
    )
