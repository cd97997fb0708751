"""The radio: groups, and lines of the log."""

from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.radio.core.messages import entries as g
from auxilio.radio.core.messages import nets as n
from auxilio.radio.core.model import EntryId, GroupReason, RadioKind, RadioVerdict
from auxilio.radio.service import ENTRY, NET
from tests.access.factories.registry import makes
from tests.access.world import World

WORKING, COMMAND = "001-1-6000102", "001-1-6000901"


@makes(n.AssignGroup)
def assign_group(w: World) -> n.AssignGroup:
    task = w.task()
    return n.AssignGroup(case=w.case(), task=task, group=WORKING)


@makes(n.SetUpJointCommand)
def set_up_command(w: World) -> n.SetUpJointCommand:
    return n.SetUpJointCommand(case=w.case(), group=COMMAND)


@makes(n.EndJointCommand)
def end_command(w: World) -> n.EndJointCommand:
    case = w.case()
    set_up = n.JointCommandSetUp(
        case=case, mode=Mode.REAL, gssi=COMMAND, name="MANDO-1", why=GroupReason.PERSON, by="Ana"
    )
    w.tell(NET, case, set_up)
    return n.EndJointCommand(case=case)


@makes(g.LogRadioCall)
def note_call(w: World) -> g.LogRadioCall:
    return g.LogRadioCall(entry=EntryId(new_id()), who="X-1", words="en el lugar", case=w.case())


@makes(g.SendRadioText)
def send(w: World) -> g.SendRadioText:
    return g.SendRadioText(entry=EntryId(new_id()), words="llamen al centro", unit=w.unit())


@makes(g.AcknowledgeEntry)
def see_entry(w: World) -> g.AcknowledgeEntry:
    entry = EntryId(new_id())
    written = g.EntryWritten(
        entry=entry, mode=Mode.REAL, kind_of=RadioKind.STATUS, said_at=w.at, who="X-1", to="SAN-1",
        centre=w.centre, case=w.case(alone=False), by="tetra-1", verdict=RadioVerdict.ASKS_TO_SPEAK,
    )  # fmt: skip
    w.tell(ENTRY, entry, written)
    return g.AcknowledgeEntry(entry=entry)
