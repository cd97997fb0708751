"""Premise notes: of the agency of who asks, or of another."""

from auxilio.kernel.ids import AgencyId, PersonId
from auxilio.kernel.instant import after_s
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.premise_notes.core import machine
from auxilio.premise_notes.core import messages as m
from auxilio.premise_notes.core.model import DEFAULT_RADIUS_M, PremiseNoteId, PremiseNoteKind
from auxilio.premise_notes.service import PREMISE_NOTE
from tests.access.factories.registry import makes
from tests.access.world import PLACE, World

ADDRESS = "Carrer Major, 1"


def _entered(w: World) -> m.PremiseNoteEntered:
    """Entered by somebody else of the agency."""
    note = PremiseNoteId(new_id())
    agency = w.who.agency
    if w.other:
        agency = AgencyId("bom" if agency != "bom" else "san")
    entered = m.PremiseNoteEntered(
        note=note, mode=Mode.REAL, note_kind=PremiseNoteKind.DOG, text="perro suelto", address=ADDRESS, municipality="Vila",
        point=PLACE, detail="", radius_m=DEFAULT_RADIUS_M, expires_at=after_s(w.at, 86_400), agency=agency,
        centre=w.who.centre, by=PersonId(new_id()), by_name="Ana",
    )  # fmt: skip
    w.tell(PREMISE_NOTE, note, entered)
    return entered


@makes(m.EnterPremiseNote)
def enter(_w: World) -> m.EnterPremiseNote:
    return m.EnterPremiseNote(
        note=PremiseNoteId(new_id()),
        note_kind=PremiseNoteKind.DOG,
        text="perro",
        address=ADDRESS,
        point=PLACE,
    )


@makes(m.ChangePremiseNote)
def change(w: World) -> m.ChangePremiseNote:
    entered = _entered(w)
    return m.ChangePremiseNote(
        note=entered.note,
        read_version=machine.evolve(None, entered, w.at).version,
        note_kind=PremiseNoteKind.OXYGEN,
        text="oxígeno",
        address=ADDRESS,
        point=PLACE,
    )


@makes(m.RenewPremiseNote)
def renew(w: World) -> m.RenewPremiseNote:
    return m.RenewPremiseNote(note=_entered(w).note)


@makes(m.EndPremiseNote)
def end(w: World) -> m.EndPremiseNote:
    return m.EndPremiseNote(note=_entered(w).note)
