"""Names of the object rules: on which objects a permission may be used.

A permission says which verb a person may use; the object rule says on whose object. Every command names its rule beside
its permission (`object_rule: ClassVar[str] = ObjectRule.X`); `access.rules` evaluates it, inside the transaction of the
command. There is no default: a command without a rule does not build (decision 0250).

Words used below. **Room**: the 112 centre itself, people without agency and centre. **Room lead**: a supervisor or room
chief of it. **Admitted** to a case: see `access.cases`. Every rule but `SYSTEM` also compares the mode of the session
with that of the object.
"""

from enum import StrEnum


class ObjectRule(StrEnum):
    """One rule for each kind of relation between an actor and an object."""

    SYSTEM = "system"
    """Only the system itself: reactions, timers, the telephone exchange, radio gateways."""
    SHARED = "shared"
    """The object belongs to everybody who holds the permission: a road closure, a hospital, a duty, a practice session, a
    plan situation."""
    ROOM = "room"
    """The room of the 112 centre itself: only its supervisors and room chiefs."""
    OWN_DESK = "own_desk"
    """The desk at which the actor is signed in."""
    # calls
    CALLER = "caller"
    """The caller of this very call, by the token of its page."""
    OWN_CALL = "own_call"
    """The call is at the actor's desk, or the actor was the last to have it; the room lead passes for every call. One
    of a reserved case: admitted persons. What is done to the caller's line (hold, resume, consult, transfer) also needs the
    desk that has the call (`calls.core.call_authority`)."""
    UNATTENDED_CALL = "unattended_call"
    """An own call; for the room, one that no desk has now. One of a reserved case: admitted persons."""
    QUEUED_CALL = "queued_call"
    """Every call that waits, for the room: a living caller is answered by any desk of the queue. One that a desk rings back
    is that desk's; one of a practice alone is its trainee's."""
    CALL_PARTY = "call_party"
    """An own call, or one in which the actor's desk was asked."""
    OUTGOING_CALL = "outgoing_call"
    """A call for a case that the actor made, or that is at the actor's desk; the room lead has every one."""
    OUTGOING_CASE = "outgoing_case"
    """The case of a call for a case, to which the actor is admitted; a real session also reads exercises and trainings."""
    ANY_CALL = "any_call"
    """Every call, for the room; of a reserved case only for admitted persons."""
    CALL_AND_CASE = "call_and_case"
    """An own call, or one that no desk has any more, and cases to which the actor is admitted."""
    NEW_CASE = "new_case"
    """A case that begins; the call that it begins with must be unattended or own."""
    CALLED_CASE = "called_case"
    """The case of the call, to which the actor is admitted; without a case, an own call."""
    # cases
    ADMITTED_CASE = "admitted_case"
    """A case to which the actor is admitted. A crew: one that its unit works on, or has worked on."""
    READ_CASE = "read_case"
    """A case to which the actor is admitted; a real session also reads exercises and trainings."""
    BOTH_CASES = "both_cases"
    """Two cases, both with the actor admitted."""
    CASE_OWNER = "case_owner"
    """The person who owns the case, or the room lead."""
    ROOM_CASE = "room_case"
    """A case to which somebody of the room is admitted: the 112 centre owns it, whoever works on it."""
    RESERVED_CASE = "reserved_case"
    """Every reserved case of the session's mode: for commands that state a reason and tell the owner."""
    ADMITTED_RUN = "admitted_run"
    """An interview of a case to which the actor is admitted."""
    ADMITTED_DICTATION = "admitted_dictation"
    """A dictated card of a case to which the actor is admitted."""
    ASKED_DICTATION = "asked_dictation"
    """As `ADMITTED_DICTATION`, for who asked there for the medicine, the person who owns the case, and the room lead."""
    CLINICAL_DICTATION = "clinical_dictation"
    """As `ADMITTED_DICTATION`, for a health service or the room: medicines that a caller may give."""
    # tasks, units, patients
    CENTRE_TASK = "centre_task"
    """A task of the actor's centre; the room lead has every task."""
    CASE_TASK = "case_task"
    """A task of the actor's centre; for the room, one of a case to which the actor is admitted."""
    SENT_TASK = "sent_task"
    """A task that the actor's centre asked for (mutual aid, an offer by hand); for the room, one of an admitted case."""
    CHANGED_TASK = "changed_task"
    """A task of the actor's centre; for the room, when the command says who was told by voice and for which centre."""
    CENTRE_UNIT = "centre_unit"
    """A unit of the actor's centre, or lent by it; the room lead has every unit. At work, the actor is admitted to its case."""
    CENTRE_CREW = "centre_crew"
    """As `CENTRE_UNIT`, whatever the unit works on: the crew is in danger."""
    CREW_UNIT = "crew_unit"
    """The unit whose crew the actor is."""
    CREW_OR_CENTRE_UNIT = "crew_or_centre_unit"
    """The unit whose crew the actor is, or one of the actor's centre."""
    CREW_OR_CENTRE_WORK = "crew_or_centre_work"
    """As `CREW_OR_CENTRE_UNIT`, with the actor admitted to the case that the unit works on."""
    RELIEF_UNIT = "relief_unit"
    """The unit whose crew the actor is or relieves, or one of the actor's centre."""
    TOLD_UNIT = "told_unit"
    """A unit of the actor's centre; for the room, one whose centre is told by telephone. At work, the actor is admitted to
    its case."""
    CASE_PATIENT = "case_patient"
    """A patient of an admitted case, for those who may see clinical facts; a crew, of a case of its unit. Of a patient whom
    a unit has: its crew, health services, and of desks of a centre only its own."""
    # messages, watches, shifts
    MESSAGE_ADDRESSEE = "message_addressee"
    """A message to the actor's desk, centre or unit; the room lead reads every one for the room."""
    WATCH_ADDRESSEE = "watch_addressee"
    """A watch that concerns the actor's desk or centre, or a case to which somebody of the room is admitted."""
    ROOM_WATCH = "room_watch"
    """Every watch of the session's mode, for the room: nothing of its case is read or changed."""
    NOTIFICATION = "notification"
    """A notification of a case, or of the one that it was merged into, to which the actor is admitted."""
    OWN_SHIFT = "own_shift"
    """The desk at which the actor is signed in; what is handed over with it is of the session's mode."""
    HANDOVER_PARTY = "handover_party"
    """A shift handover of the actor's desk, by or for the actor."""
    ROSTER = "roster"
    """Shifts of people of the actor's own centre, agency or room, and swaps of them in which the actor takes no part; an
    administrator of no agency plans those of every place."""
    OWN_PRACTICE = "own_practice"
    """A practice session that the actor began alone, of the session's mode."""
    OWN_SWAP = "own_swap"
    """A swap of the actor's own shift: the colleague answers it, who asked withdraws it."""
    # radio
    RADIO_UNIT = "radio_unit"
    """A unit of the actor's centre, a case to which they are admitted; a group of their agency or of several."""
    RADIO_ENTRY = "radio_entry"
    """A line of the radio log of the actor's centre, or of none."""
    # records, review, planned events
    RELEASE = "release"
    """A release of content, by a session of the mode of this installation: content in force is of no other."""
    REVIEW = "review"
    """A review whose call the actor may see; who may write in it is the review's own rule."""
    OPERATION = "operation"
    """A planned event, or a unit that is lent to it by, or is at, the actor's centre."""
    PREMISE_NOTE = "premise_note"
    """A premise note of the actor's own agency; one of no agency is of the centre or the room that entered it."""
    OPENING_RULE = "opening_rule"
    """An opening rule, by a supervisor or room chief of the room."""
    PARTNER = "partner"
    """A partner or a key of one, by a session of the mode of this installation: an exercise gives no key to real cases."""
    # desks, people
    SEAT_HOLDER = "seat_holder"
    """The desk at which the actor sits; the room lead decides for every desk."""
    GRANT = "grant"
    """A request for roles that the actor neither made nor gains by."""
    UNIT_RECORD = "unit_record"
    """The fixed data of a unit, by an administrator of the session's mode."""
