"""Premise notes over HTTP: those of a case, and those that an owner maintains. Every change is a command.

Litestar finds `actor` and `premise_notes_` by name: the manifest of the capability provides them.
"""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.premise_notes.core.model import PremiseNoteId
from auxilio.premise_notes.core.views import CasePremiseNotes, PremiseNoteList, PremiseNoteRecord
from auxilio.premise_notes.queries import PremiseNoteQueries


@get("/api/cases/{case:uuid}/premise-notes", summary="What is known of the address of a case")
async def notes_of_case(
    case: FromPath[UUID],
    actor: NamedDependency[Actor],
    premise_notes_: NamedDependency[PremiseNoteQueries],
) -> CasePremiseNotes:
    """Dangers first. The first look of a person at a note in a case is an event.

    Refused: `not_permitted`, `unknown_case`, `case_reserved`, `no_task_here`, `not_your_case`, `session_mode_differs`.
    """
    return await premise_notes_.of_case(CaseId(case), actor)


@get("/api/premise-notes", summary="The premise notes of one's own agency")
async def own_notes(
    actor: NamedDependency[Actor],
    premise_notes_: NamedDependency[PremiseNoteQueries],
    words: Annotated[str, QueryParameter(max_length=100)] = "",
) -> PremiseNoteList:
    """Those that expire first at the head, expired ones too; `words` are of the address. Refused: `not_permitted`."""
    return await premise_notes_.list(actor, words)


@get("/api/premise-notes/{id:uuid}", summary="One premise note whole")
async def one_note(
    id: FromPath[UUID],
    actor: NamedDependency[Actor],
    premise_notes_: NamedDependency[PremiseNoteQueries],
) -> PremiseNoteRecord:
    """To maintain it; the look is an event. Refused: `not_permitted`, `unknown_premise_note`, `not_your_premise_note`,
    `premise_note_ended`, `session_mode_differs`."""
    return await premise_notes_.open(PremiseNoteId(id), actor)


HANDLERS = (notes_of_case, own_notes, one_note)
"""What the manifest registers."""
