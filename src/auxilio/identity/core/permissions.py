"""The table of permissions. A permission is a word of data; it is written here and nowhere else.

`Permission` lists every word; `ROLES` says which role holds which. A new command names its word
beside itself (`permission: ClassVar[str] = Permission.X`) and the gate asks for it (gate.py).
Nobody approves or reviews their own work: those two roles are never given together (admin checks).
"""

from enum import StrEnum


class Permission(StrEnum):
    """`capability:object:verb`."""

    # calls
    CALL_ENTER = "calls:call:enter"  # from the caller's page, as a citizen
    CALL_RECORD = "calls:call:record"  # typed in by the operator who took it on another line
    CALL_ANSWER = "calls:call:answer"
    CALL_TALK = "calls:call:talk"  # take part in a call that one has, or is asked into
    CALL_LISTEN = "calls:call:listen"
    CALL_REPLAY = (
        "calls:recording:replay"  # of calls that are not one's own, or older than a day; with a reason
    )
    CALL_VIN_READ = "calls:vin:read"  # the identification number of an eCall's vehicle; each look is a fact
    ECALL_REPORT = "calls:ecall:report"  # what a vehicle has sent, by the system that took it from the line
    CALL_CLOSE = "calls:call:close"
    LOCATION_DELIVER = (
        "calls:location:deliver"  # of API keys alone, hand over messages about where telephones are
    )
    OPENING_RULE_WRITE = (
        "opening_rules:rule:write"  # set and end them, and read who rings often and how it ended
    )
    DESK_STAND = "calls:desk:stand"  # ready, pause, wrap-up of one's own desk
    QUEUE_WATCH = "calls:queue:watch"
    # cases
    CASE_OPEN = "cases:case:open"
    CASE_LOCATE = "cases:case:locate"
    CASE_DESCRIBE = "cases:case:describe"
    CASE_LINK = "cases:case:link"
    CASE_LOOK = "cases:case:look"
    CASE_LOOK_RESERVED = "cases:case:look_reserved"
    CASE_OPEN_RESERVED = "cases:case:open_reserved"  # with a reason, for a shift; its owner is told
    CASE_CLOSE = "cases:case:close"
    CASE_PRIORITY_LOWER = "cases:case:priority_lower"
    CASE_PRIORITY_LOWER_SEVERE = "cases:case:priority_lower_severe"  # P0 and P1 once offered
    # triage, instructions
    TRIAGE_ASK = "triage:run:ask"
    TRIAGE_RECLASSIFY = "triage:run:reclassify"
    INSTRUCT = "instructions:card:dictate"
    MEDICATION_AUTHORISE = "instructions:medication:authorise"
    CONTENT_READ = "triage:content:read"
    CONTENT_LIST = "triage:content:list"  # which versions are in force and who approved them
    # dispatch
    TASK_OFFER = "dispatch:task:offer"
    TASK_ANSWER = "dispatch:task:answer"
    TASK_TELL = "dispatch:task:tell"  # told by telephone, read back, statuses entered for it
    TASK_END = "dispatch:task:end"
    UNIT_ALERT = "dispatch:unit:alert"
    UNIT_STATUS = "dispatch:unit:status"
    UNIT_STATUS_FOR = "dispatch:unit:status_for"
    UNIT_CREW = "dispatch:unit:crew"
    UNIT_EMERGENCY = "dispatch:unit:emergency"
    PACE_ADOPT = "dispatch:pace:adopt"  # a learnt factor of an agency in force, or no more
    UNIT_ADMIN = "dispatch:unit:administer"  # register, change, retire; of no case
    CHANGE_ACKNOWLEDGE = "dispatch:change:acknowledge"
    PATIENT_RECORD = "dispatch:patient:record"
    MESSAGE_SEND = "followup:message:send"
    # many victims
    SCENE_REPORT = (
        "major:scene:report"  # METHANE reports and counts, one's own or taken down for whoever is there
    )
    SITUATION_DECLARE = "major:situation:declare"  # declare, raise, lower and end a civil protection plan
    # followup
    WATCH_ANSWER = "followup:watch:answer"
    SHIFT_HAND_OVER = "followup:shift:hand_over"
    NOTIFY = "notifications:notification:send"  # tell who is on call about a case, and say that they know
    ROOM_LEAD = "followup:room:lead"  # surge mode and the shift's news
    # archive
    CASE_FILE_SEAL = "archive:case_file:seal"
    CASE_FILE_READ = "archive:case_file:read"
    CASE_FILE_ADD = "archive:case_file:add"
    CASE_FILE_EXPORT = "archive:case_file:export"
    CASE_FILE_REOPEN = "archive:case_file:reopen"
    CASE_FILE_SEARCH_PHONE = "archive:case_file:search_phone"  # joins calls: is a fact
    ROAD_CLOSE = "closures:closure:draw"  # and change it, and lift it
    HOSPITAL_DECLARE = (
        "hospitals:hospital:declare"  # what it can take, whom it turns away: by the word of somebody there
    )
    HOSPITAL_ADMIN = "hospitals:hospital:administer"  # add, change, retire
    ROSTER_ADMIN = "rosters:roster:administer"  # who is on call, when and under which number
    SHIFT_PLAN = (
        "rosters:shift:plan"  # who works when, of the people of one's own place; administrators of all
    )
    SHIFT_OWN = "rosters:shift:own"  # read one's own shifts, and ask for and answer swaps of them
    # radio
    RADIO_LOG = "radio:log:write"  # read one's own centre's, type what was heard, see what changed nothing
    RADIO_GROUP = "radio:group:assign"  # give a task another talk group, set up a joint command
    RADIO_SEND = "radio:text:send"
    # preventive operations
    PREVENTIVE_WATCH = "preventive:operation:watch"
    PREVENTIVE_PLAN = "preventive:operation:plan"  # plan, change, extend, end; ask for units
    PREVENTIVE_LEND = "preventive:unit:lend"  # one's own centre's, and ask them back
    PREVENTIVE_RETURN = "preventive:unit:return"  # give back, or keep, what is lent to one's command post
    # places and people
    PREMISE_NOTE_READ = "premise_notes:note:read"  # about the address of a case on which one works
    PREMISE_NOTE_WRITE = "premise_notes:note:write"  # enter, change, renew, end those of one's own agency
    PLACE_SEARCH = "geo:place:search"
    ROOM_WATCH = "realtime:room:watch"
    CENTRE_WATCH = "realtime:centre:watch"
    UNIT_WATCH = "realtime:unit:watch"
    PEOPLE_ADMIN = "identity:people:administer"
    PARTNER_KEY_MANAGE = (
        "partners:key:manage"  # register other systems; give, rotate and revoke their API keys
    )
    PEOPLE_CONFIRM = "identity:people:confirm"  # the second person who gives roles that see into cases
    SEAT_GIVE = "identity:seat:give"  # one's own seat, to somebody who asked for it
    CONTENT_WRITE = "triage:content:write"
    CONTENT_REVIEW = "publishing:content:review"  # read sets and what releases change, and remark on them
    CONTENT_APPROVE = "triage:content:approve"  # return a release, take one back
    CONTENT_SIGN_CLINICAL = "publishing:content:sign_clinical"
    CONTENT_SIGN_OPERATIONS = "publishing:content:sign_operations"
    # review
    REVIEW_READ = "review:review:read"  # which calls are reviewed, agreement, figures of protocols
    REVIEW_CHOOSE = "review:review:choose"  # have a call reviewed, with a reason
    REVIEW_WRITE = "review:review:write"  # never of one's own call
    REVIEW_ANSWER = "review:review:answer"  # see and answer what was written about one's own calls
    REVIEW_SAFETY = "review:safety:close"
    # practice
    TRAINING_LEAD = (
        "training:session:lead"  # start, pause, repeat, comment and end one, and read everybody's scores
    )
    READINESS_READ = "readiness:report:read"  # what keeps the installation from real service
    RISK_ACCEPT = "readiness:risk:accept"  # go on with red lines, by name and with a reason
    LOG_VERIFY = "audit:log:verify"
    LOOKS_READ = "audit:looks:read"  # who looked at a case
    SYSTEM = "platform:system:act"  # reactions and timers of Auxilio itself


P = Permission

_EVERY_DESK = frozenset(
    {
        P.CALL_TALK,
        P.CASE_LOOK,
        P.PLACE_SEARCH,
        P.CONTENT_READ,
        P.MESSAGE_SEND,
        P.WATCH_ANSWER,
        P.SHIFT_HAND_OVER,
        P.CHANGE_ACKNOWLEDGE,
        P.SCENE_REPORT,
        P.PREMISE_NOTE_READ,
        P.SEAT_GIVE,
        P.SHIFT_OWN,
    }
)

_CALL_TAKER = _EVERY_DESK | {
    P.NOTIFY,
    P.CALL_RECORD,
    P.CALL_ANSWER,
    P.CALL_CLOSE,
    P.CALL_VIN_READ,
    P.DESK_STAND,
    P.CASE_OPEN,
    P.CASE_LOCATE,
    P.CASE_DESCRIBE,
    P.CASE_LINK,
    P.CASE_CLOSE,
    P.CASE_PRIORITY_LOWER,
    P.TRIAGE_ASK,
    P.TRIAGE_RECLASSIFY,
    P.INSTRUCT,
    P.TASK_OFFER,
    P.TASK_TELL,
    P.TASK_END,
    P.UNIT_STATUS_FOR,
    P.PATIENT_RECORD,
    P.CASE_FILE_READ,
    P.CASE_FILE_ADD,
    P.REVIEW_ANSWER,
}

_DISPATCHER = _EVERY_DESK | {
    P.NOTIFY,
    P.PREMISE_NOTE_WRITE,
    P.ROAD_CLOSE,
    P.HOSPITAL_DECLARE,
    P.RADIO_LOG,
    P.RADIO_GROUP,
    P.RADIO_SEND,
    P.PREVENTIVE_WATCH,
    P.PREVENTIVE_LEND,
    P.PREVENTIVE_RETURN,
    P.CENTRE_WATCH,
    P.TASK_ANSWER,
    P.TASK_OFFER,
    P.TASK_END,
    P.UNIT_ALERT,
    P.UNIT_STATUS_FOR,
    P.UNIT_CREW,
    P.UNIT_EMERGENCY,  # said by radio, of a unit of their own centre
    P.PATIENT_RECORD,
    P.CASE_DESCRIBE,
    P.CASE_LOCATE,
    P.CASE_FILE_READ,
    P.CASE_FILE_ADD,
}

_SUPERVISOR = (
    _CALL_TAKER
    | _DISPATCHER
    | {
        P.ROOM_WATCH,
        P.ROOM_LEAD,
        P.OPENING_RULE_WRITE,
        P.SHIFT_PLAN,
        P.READINESS_READ,
        P.PEOPLE_CONFIRM,
        P.PREVENTIVE_PLAN,
        P.HOSPITAL_ADMIN,
        P.QUEUE_WATCH,
        P.CALL_LISTEN,
        P.CALL_REPLAY,
        P.CASE_PRIORITY_LOWER_SEVERE,
        P.CASE_LOOK_RESERVED,
        P.CASE_FILE_SEAL,
        P.CASE_FILE_EXPORT,
        P.CASE_FILE_SEARCH_PHONE,
        P.LOOKS_READ,
        P.REVIEW_READ,
        P.REVIEW_CHOOSE,
        P.TRAINING_LEAD,
    }
)

# A draft of the response plan is tried for a place, which is found as at a desk.
_READS_CONTENT = {P.CONTENT_READ, P.CONTENT_LIST, P.CONTENT_REVIEW, P.PLACE_SEARCH, P.SEAT_GIVE}

ROLES: dict[str, frozenset[Permission]] = {
    "call_taker": frozenset(_CALL_TAKER),
    "dispatcher": frozenset(_DISPATCHER),
    "clinical_coordinator": frozenset(
        _DISPATCHER | {P.CASE_PRIORITY_LOWER_SEVERE, P.INSTRUCT, P.MEDICATION_AUTHORISE, P.TRIAGE_ASK}
    ),
    "supervisor": frozenset(_SUPERVISOR),
    # Who may declare is for each plan to say; here they are the room's chief and the duty officer of civil protection.
    "room_chief": frozenset(_SUPERVISOR | {P.SITUATION_DECLARE, P.RISK_ACCEPT}),
    "civil_protection_officer": frozenset(
        _EVERY_DESK
        | {
            P.ROOM_WATCH,
            P.READINESS_READ,
            P.SITUATION_DECLARE,
            P.NOTIFY,  # those whom the plan tells
            P.PREVENTIVE_WATCH,
            P.PREVENTIVE_PLAN,
            P.PREVENTIVE_RETURN,
        }
    ),
    "records_officer": frozenset(
        {
            P.CASE_LOOK,
            # Not look_reserved: they hand files over for years and are named in none of them. They open one with a
            # reason, and its owner is told (decisions 0099, 0252).
            P.CASE_OPEN_RESERVED,
            P.CASE_FILE_SEAL,
            P.CASE_FILE_READ,
            P.CASE_FILE_ADD,
            P.CASE_FILE_EXPORT,
            P.CASE_FILE_REOPEN,
            P.CASE_FILE_SEARCH_PHONE,
            P.CALL_REPLAY,
            P.LOOKS_READ,
            P.LOG_VERIFY,
            P.SEAT_GIVE,
        }
    ),
    # Whoever reviews calls reads cases and hears recordings with a reason, and opens no reserved case.
    "reviewer": frozenset(
        {
            P.CASE_LOOK,
            P.CASE_FILE_READ,
            P.CALL_REPLAY,
            P.CONTENT_READ,
            P.REVIEW_READ,
            P.REVIEW_CHOOSE,
            P.REVIEW_WRITE,
            P.SEAT_GIVE,
        }
    ),
    "content_author": frozenset(_READS_CONTENT | {P.CONTENT_WRITE}),
    # The two offices of `publishing`: whoever answers for the medicine, and whoever answers for the service.
    # Whoever answers for the medicine also looks at harm that a review found, in the case where it was done.
    "medical_director": frozenset(
        _READS_CONTENT
        | {
            P.CONTENT_APPROVE,
            P.CONTENT_SIGN_CLINICAL,
            P.CASE_LOOK,
            P.CASE_FILE_READ,
            P.REVIEW_READ,
            P.REVIEW_SAFETY,
        }
    ),
    "operations_director": frozenset(_READS_CONTENT | {P.CONTENT_APPROVE, P.CONTENT_SIGN_OPERATIONS}),
    # Administrators see no content: not one case permission.
    "administrator": frozenset(
        {
            P.PREMISE_NOTE_WRITE,  # each that they open is recorded
            P.PEOPLE_ADMIN,
            P.PEOPLE_CONFIRM,
            P.PARTNER_KEY_MANAGE,
            P.UNIT_ADMIN,
            P.PACE_ADOPT,
            P.HOSPITAL_ADMIN,
            P.ROSTER_ADMIN,
            P.SHIFT_PLAN,
            P.SHIFT_OWN,
            P.PLACE_SEARCH,
            P.CONTENT_LIST,
            P.READINESS_READ,
            P.RISK_ACCEPT,
            P.LOG_VERIFY,
            P.SEAT_GIVE,
        }
    ),
    "crew": frozenset(
        {
            P.UNIT_WATCH,
            P.UNIT_STATUS,
            P.UNIT_CREW,
            P.UNIT_EMERGENCY,
            P.CHANGE_ACKNOWLEDGE,
            P.PATIENT_RECORD,
            P.MESSAGE_SEND,
            P.SCENE_REPORT,
            P.PREMISE_NOTE_READ,
            P.SHIFT_OWN,
        }
    ),
    "citizen": frozenset({P.CALL_ENTER}),
    "system": frozenset(Permission),
}


_SUPERVISOR_OF_CENTRE = frozenset(_DISPATCHER | {P.CASE_PRIORITY_LOWER_SEVERE, P.SHIFT_PLAN})
OUTSIDE_THE_ROOM: dict[str, frozenset[Permission]] = {
    "call_taker": _EVERY_DESK,
    "supervisor": _SUPERVISOR_OF_CENTRE,
    "room_chief": _SUPERVISOR_OF_CENTRE,
}
"""What roles of the 112 room hold when a person of an agency or a centre has them: such a person answers no calls of the
room, leads no shift of it and watches none of its boards (decision 0258)."""


def permissions_of(roles: frozenset[str], *, of_room: bool = True) -> frozenset[str]:
    """Every word that these roles hold; `of_room`: the person is of no agency and of no centre.

    An unknown role holds none: it is data and may be mistyped.
    """
    table = ROLES if of_room else ROLES | OUTSIDE_THE_ROOM
    return frozenset(word.value for role in roles for word in table.get(role, frozenset()))
