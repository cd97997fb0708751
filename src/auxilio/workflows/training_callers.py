"""Plays the scenarios of practice sessions: begins incidents, and acts their callers in the mode of the session.

Nothing is kept in memory: what a caller has said is read from the log, and every command has an id made of the call and of
what is said, so a worker that starts goes on where another ended and says nothing twice (decision 0306).
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auxilio.calls.core import messages as calls
from auxilio.calls.core.messages.guidance import QuestionSent, StepSent
from auxilio.calls.core.model import FINISHED_STATES, AgentState, Call, CallChannel
from auxilio.calls.service import CALL, DESK
from auxilio.cases.service import CASE
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.units.core.messages import RegisterUnit, SignOnCrew
from auxilio.dispatch.units.core.model import CrewMember, own_centre
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.event import Command, Envelope
from auxilio.kernel.ids import CallId, CommandId, UnitId
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
    DeskLine,
    LeaveCall,
    PlaceCall,
    ReplyToDesk,
    SayHelpCame,
    SayLine,
    TalkSoFar,
    is_alone,
    next_act,
    next_incident,
    takes_part,
)
from auxilio.training.ports import PracticeCaller, PracticeIncident, PracticePlaces, ScenarioPlayer
from auxilio.training.service import PRACTICE_SESSION
from auxilio.workflows.runner import StateReader, system_actor
from auxilio.workflows.training_closing import practice_unit

LOOK_S = 1.0
"""How often callers look whether it is their turn."""
PRACTICE_UNITS_MAX = 300
"""Copied in one session: each is two commands of the worker, which also serves real calls (ours)."""
ASKED = frozenset({calls.DeskTextSent.kind(), QuestionSent.kind()})
"""What a caller is asked in writing, and answers: a line of the desk, or a question that was sent from the interview."""
LINES = ASKED | {calls.CallerTextSent.kind(), StepSent.kind()}
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
        if position == 0:
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
            id = UnitId(derived_id(unit.id, practice_unit(unit, session.mode)))
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
            talk = await self._talk(call, caller)
            act = next_act(
                talk,
                begun_at=incident.begun_at,
                after_s=caller.after_s,
                patience_s=caller.patience_s,
                lines=len(caller.lines),
                alone=is_alone(session),
                at=self.clock.now(),
            )
            match act:
                case PlaceCall():
                    ring = _ring(session, call, caller, self.clock.now())
                    await self._send(session, derived_id(call, "ring"), ring)
                case SayLine(nth=nth):
                    await self._say(session, call, _line_id(call, nth), caller.lines[nth])
                case ReplyToDesk(nth=nth):
                    assert talk is not None
                    words = self.player.reply(caller, talk.desk_lines[nth].words, nth)
                    await self._say(session, call, _reply_id(call, nth), words)
                case SayHelpCame():
                    await self._say(session, call, _thanks_id(call), caller.help_came[0])
                case LeaveCall():
                    await self._send(session, derived_id(call, "leave"), calls.EndByCaller(call=call))
                case None:
                    pass

    async def _talk(self, call: CallId, caller: PracticeCaller) -> TalkSoFar | None:
        state = await self.states.state(CALL, call)
        if state is None:
            return None
        facts = [] if state.state in FINISHED_STATES else await log.of_call(self.pool, call)
        return _talk_so_far(state, facts, caller, help_sent=await self._help_sent(state))

    async def _help_sent(self, call: Call) -> bool:
        if call.case is None or call.answered_at is None:
            return False
        case = await self.states.state(CASE, call.case)
        return case is not None and case.help_sent_at is not None

    async def _say(self, session: PracticeSession, call: CallId, id: UUID, words: str) -> None:
        await self._send(session, id, calls.SendCallerText(call=call, words=words))

    async def _send(self, session: PracticeSession, id: UUID, command: Command) -> None:
        try:
            await self.commands.handle(CommandId(id), command, system_actor(session.mode))
        except Refused as refused:
            # The desk ended the call while they wrote, or the trainer the session.
            _log.info("training_refused", extra={"kind": type(command).__name__, "code": refused.code})


def _line_id(call: CallId, nth: int) -> UUID:
    return derived_id(call, f"line.{nth}")


def _reply_id(call: CallId, nth: int) -> UUID:
    return derived_id(call, f"reply.{nth}")


def _thanks_id(call: CallId) -> UUID:
    return derived_id(call, "help_came")


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


def _talk_so_far(
    call: Call, facts: Sequence[Envelope], caller: PracticeCaller, *, help_sent: bool
) -> TalkSoFar:
    causes = {fact.cause for fact in facts}
    desk = [
        DeskLine(words=log.raw_body(fact)["words"], at=fact.happened_at)
        for fact in facts
        if fact.kind in ASKED
    ]
    written = [fact.happened_at for fact in facts if fact.kind in LINES]
    said = 1 + sum(_line_id(call.id, nth) in causes for nth in range(1, len(caller.lines)))
    return TalkSoFar(
        rang_at=call.rang_at,
        answered_at=call.answered_at,
        over=call.state in FINISHED_STATES,
        lines_said=said,
        replies_said=sum(_reply_id(call.id, nth) in causes for nth, _ in enumerate(desk)),
        desk_lines=desk,
        last_line_at=max([*written, call.answered_at or call.rang_at]),
        help_sent=help_sent,
        thanked=_thanks_id(call.id) in causes,
    )
