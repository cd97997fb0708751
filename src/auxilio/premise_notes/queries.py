"""What is read of premise notes. A look is durable before anything is shown."""

from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.address_words import address_words
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CaseId, CommandId, stream_id
from auxilio.kernel.refusal import Forbidden, NotFound
from auxilio.platform.clock import Clock
from auxilio.platform.database import log
from auxilio.platform.database.connection import Pool
from auxilio.platform.ids import new_id
from auxilio.premise_notes.core import messages as m
from auxilio.premise_notes.core.model import PremiseNoteId, address_keys, owns_note
from auxilio.premise_notes.core.views import (
    CasePremiseNotes,
    PremiseNoteList,
    PremiseNoteRecord,
    listed,
    notes_at,
    record_of,
)
from auxilio.premise_notes.ports import FindCasePremises
from auxilio.premise_notes.service import PREMISE_LOOKS, PREMISE_NOTE
from auxilio.premise_notes.store import PremiseNoteStore


class PremiseNoteQueries:
    """Reads of who works on a case, and of who maintains notes."""

    def __init__(
        self, pool: Pool, clock: Clock, commands: CommandPort, premises_of: FindCasePremises
    ) -> None:
        self._pool, self._clock, self._commands = pool, clock, commands
        self._premises_of, self._store = premises_of, PremiseNoteStore(pool)

    async def of_case(self, case: CaseId, actor: Actor) -> CasePremiseNotes:
        """The notes about the place of a case on which this person works. A crew reads the notes and not who answers for them.

        Raises `Refused`: `not_permitted`, and what `FindCasePremises` refuses.
        """
        require(actor, Permission.PREMISE_NOTE_READ)
        place = await self._premises_of(case, actor)
        if place is None:
            return CasePremiseNotes(notes=(), more=0)
        key = address_keys(place.address, place.municipality).whole
        found = notes_at(
            await self._store.near(place.mode, key, place.point),
            (place.address, place.municipality, place.point),
            self._clock.now(),
            owners=actor.kind != "crew",
        )
        await self._record_look(case, found, actor)
        return found

    async def _record_look(self, case: CaseId, found: CasePremiseNotes, actor: Actor) -> None:
        """A command only for what is new to this person: a page that asks again writes nothing."""
        states = await log.states_of(self._pool, [stream_id(PREMISE_LOOKS.name, case)])
        looks = [PREMISE_LOOKS.read_state(text) for _, text in states.values()]
        known = {note for one in looks for note in one.shown.get(str(actor.id), ())}
        new = tuple(note.id for note in found.notes if note.id not in known)
        if new:
            look = m.RecordPremiseLook(case=case, notes=new)
            await self._commands.handle(CommandId(new_id()), look, actor)

    async def list(self, actor: Actor, words: str = "") -> PremiseNoteList:
        """The notes of the actor's agency, without their words. Raises `Refused("not_permitted")`."""
        require(actor, Permission.PREMISE_NOTE_WRITE)
        notes, total = await self._store.of_owner(
            actor.mode, actor.agency, actor.centre, address_words(words)
        )
        return listed(notes, total)

    async def open(self, note: PremiseNoteId, actor: Actor) -> PremiseNoteRecord:
        """One note whole, which is an event. Raises `Refused`: `not_permitted`, `unknown_premise_note`,
        `not_your_premise_note`, `premise_note_ended`, `session_mode_differs`."""
        require(actor, Permission.PREMISE_NOTE_WRITE)
        await self._commands.handle(CommandId(new_id()), m.OpenPremiseNote(note=note), actor)
        states = await log.states_of(self._pool, [stream_id(PREMISE_NOTE.name, note)])
        if not states:
            raise NotFound("unknown_premise_note", id=str(note))
        [(_, text)] = states.values()
        state = PREMISE_NOTE.read_state(text)
        if not owns_note(state, actor):
            raise Forbidden("not_your_premise_note")
        return record_of(state)
