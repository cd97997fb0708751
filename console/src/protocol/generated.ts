// Written by tools/generate_protocol.py from the server's types. Change those, then `make generate`.

/**
 * What a hospital can do beyond an emergency department; worded as `hospitals.can.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Can".
 */
export type Can = ("burns" | "cath_lab" | "decontamination" | "helipad" | "hyperbaric" | "isolation" | "neonatal" | "neurosurgery" | "obstetrics" | "paediatrics" | "psychiatry" | "stroke" | "toxicology" | "trauma")
/**
 * As asked in the interview (content/data/catalog.yaml, `age_band`), and one more for the old.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AgeBand".
 */
export type AgeBand = ("adult" | "child" | "elderly" | "infant" | "unknown")
/**
 * Why a centre asks a neighbour for mutual aid; its order is that of the keys.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AidReason".
 */
export type AidReason = ("nearer" | "no_free_unit" | "no_such_unit" | "other" | "relief")
/**
 * Why a call is always looked at, as far as the log can tell.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Rule".
 */
export type Rule = ("late_first_unit" | "life_threat" | "manual_override" | "new_operator" | "protocol_abandoned")
/**
 * Where something that we sent stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendOutcome".
 */
export type SendOutcome = ("delivered" | "failed" | "waiting")
/**
 * What kind of world a fact belongs to, from its first moment and for ever (product.md, Mode).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Mode".
 */
export type Mode = ("exercise" | "real" | "test" | "training")
/**
 * P0 immediate life threat … P4 advice (protocols.md 2). Lower number is more severe.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Priority".
 */
export type Priority = (0 | 1 | 2 | 3 | 4)
/**
 * Why a unit's work on a task ended.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseReason".
 */
export type ReleaseReason = ("desk" | "diverted" | "finished" | "not_arrived" | "out_of_service")
/**
 * Where the work stands, in order.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Step".
 */
export type Step = ("acknowledged" | "alerted" | "at_destination" | "en_route" | "handed_over" | "on_scene" | "released" | "transporting")
/**
 * Whose line it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Side".
 */
export type Side = ("caller" | "desk" | "party")
/**
 * Which direction of a line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Way".
 */
export type Way = ("from" | "to")
/**
 * Where the distances come from, from the surest to the least sure.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Basis".
 */
export type Basis = ("class" | "guide" | "number" | "told_class" | "top" | "unknown")
/**
 * What became of a plan that a case was a reason for.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Became".
 */
export type Became = ("declared" | "dismissed" | "ended" | "proposed")
/**
 * Why a call is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndReason".
 */
export type EndReason = ("caller" | "desk" | "joined" | "lost" | "party" | "refused")
/**
 * A ring can kill (product.md, stage 1): whether this person may be rung.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallBackRule".
 */
export type CallBackRule = ("message_first" | "never" | "ring")
/**
 * What a call was when it told of no case (protocols.md 1.3, catalog.yaml).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Disposition".
 */
export type Disposition = ("case" | "information" | "pocket" | "prank" | "repeat" | "silent" | "test" | "wrong")
/**
 * How the person reaches us.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Channel".
 */
export type Channel = ("app" | "chat" | "ecall" | "line" | "rtt" | "sensor" | "sms" | "voice")
/**
 * Why a call was not taken.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallRefusalReason".
 */
export type CallRefusalReason = ("hold_max" | "no_media" | "not_understood")
/**
 * Every state of a call, media or not, from the first schema on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallState".
 */
export type CallState = ("abandoned" | "answered" | "called_back" | "consulting" | "ended" | "held" | "offered" | "queued" | "refused" | "ringing" | "ringing_back" | "transferred")
/**
 * How a device's position was learnt; AML as in ETSI TS 103 625.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PositionSource".
 */
export type PositionSource = ("aml" | "browser" | "cell" | "ecall" | "said" | "sip")
/**
 * How a supervisor takes part.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Ear".
 */
export type Ear = ("join" | "listen" | "whisper")
/**
 * How far one thing was from what it should have been, mildest first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewLevel".
 */
export type ReviewLevel = ("critical" | "major" | "minor" | "moderate" | "none")
/**
 * How a case ended, for the centre. What each service did is its own outcome, beside it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Ending".
 */
export type Ending = ("false_alarm" | "handed_over" | "no_help_needed" | "not_found" | "resolved")
/**
 * What differs for one centre.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Otherwise".
 */
export type Otherwise = ("asked" | "else" | "fallbacks" | "less" | "more" | "not_asked")
/**
 * Sealed, or open again because the case is. There is no state in which it can be edited.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FileState".
 */
export type FileState = ("reopened" | "sealed")
/**
 * How sure the location is, from least to most.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Degree".
 */
export type Degree = ("agreed" | "area" | "matched" | "said")
/**
 * What kind of world a fact belongs to, from its first moment and for ever (product.md, Mode).
 */
export type Mode1 = ("exercise" | "real" | "test" | "training")
/**
 * A case is open, closed, or its file is sealed; merged ones point to the case that lives on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseState".
 */
export type CaseState = ("closed" | "merged" | "open" | "sealed")
/**
 * How much is getting out. What nobody knows is taken for a large one: doubt counts as danger.
 */
export type Spill = ("fire" | "large" | "small" | "unknown")
/**
 * Who read the plate, or knows the goods.
 */
export type Teller = ("caller" | "company" | "crew" | "driver" | "papers" | "police")
/**
 * Where the wind blows from, by sixteen points; `CALM` is none, or from all sides.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WindFrom".
 */
export type WindFrom = ("CALM" | "E" | "ENE" | "ESE" | "N" | "NE" | "NNE" | "NNW" | "NW" | "S" | "SE" | "SSE" | "SSW" | "SW" | "W" | "WNW" | "WSW")
/**
 * How sure a number is. An estimate stays one, however often it is repeated.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "How".
 */
export type How = ("counted" | "estimated")
/**
 * Why a person asks for a review: what no log tells.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Cause".
 */
export type Cause = ("caller_died" | "complaint" | "learning" | "legal_request" | "other")
/**
 * What interrupts a centre and its crews after they have the task (product.md, critical change).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangeKind".
 */
export type ChangeKind = ("cancelled" | "diverted" | "hazard" | "location_corrected" | "more_asked" | "priority_raised" | "stand_by" | "stand_by_over" | "wait_for_police")
/**
 * What brings the people together.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Kind".
 */
export type Kind = ("concert" | "demonstration" | "fair" | "festival" | "fireworks" | "official_visit" | "other" | "procession" | "race" | "sport")
/**
 * P0 immediate life threat … P4 advice (protocols.md 2). Lower number is more severe.
 */
export type Priority1 = (0 | 1 | 2 | 3 | 4)
/**
 * What a named place of an operation is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlaceKind".
 */
export type PlaceKind = ("access" | "command_post" | "first_aid" | "gate" | "meeting_point" | "other")
/**
 * What keeps people from driving there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosuresReason".
 */
export type ClosuresReason = ("accident" | "collapse" | "event" | "fire" | "flood" | "other" | "police" | "snow" | "works")
/**
 * What a status code means: a status of a unit, the same words as `dispatch`'s, or one of the two below.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CodeMeans".
 */
export type CodeMeans = ("acknowledged" | "asks_to_speak" | "at_destination" | "available" | "emergency" | "en_route" | "on_scene" | "out_of_service" | "transporting")
/**
 * Triage colour on the spot (START): immediate, delayed, minor, deceased.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Colour".
 */
export type Colour = ("black" | "green" | "red" | "yellow")
/**
 * GroupWhy a task has its group.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GroupWhy".
 */
export type GroupWhy = ("agency" | "aid" | "command" | "person")
/**
 * An opaque, ordered place in the log: `(epoch, tx, seq)`; see decision 0003.
 * 
 * @minItems 0
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Cursor".
 */
export type Cursor = unknown[]
/**
 * Whether whoever reports holds it for a major incident; on standby: it may become one.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Declared".
 */
export type Declared = ("no" | "standby" | "yes")
/**
 * How a desk stands towards the queue.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Stand".
 */
export type Stand = ("busy" | "off" | "offered" | "pause" | "ready" | "wrap_up")
/**
 * The app that it runs: which settings are typed into it. A token opens every one of our doors.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeviceKind".
 */
export type DeviceKind = ("geojson" | "owntracks" | "traccar")
/**
 * Who hears the beat: nobody, the operator, or the caller too.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Metronome".
 */
export type Metronome = ("both" | "me" | "off")
/**
 * What became of a document or of one ending.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Effect".
 */
export type Effect = ("added" | "lowered" | "otherwise" | "raised" | "removed" | "reworded" | "slower")
/**
 * How eagerly help leaves, most eager first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Dispatch".
 */
export type Dispatch = ("after_interview" | "none" | "reflex" | "standard")
/**
 * What is thought of a fix. The first three are trusted; the others move nothing and are shown as doubtful.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DispatchVerdict".
 */
export type DispatchVerdict = ("coarse" | "future" | "good" | "invented" | "late" | "no_fix" | "not_signed_on" | "null_island" | "outside" | "repeated" | "too_fast" | "too_old")
/**
 * What a drawn sample is spread over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Stratum".
 */
export type Stratum = ("language" | "priority" | "shift")
/**
 * What this service did in the end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskOutcome".
 */
export type TaskOutcome = ("attended" | "care_refused" | "false_alarm" | "handed_over" | "no_report" | "not_found" | "not_needed" | "other" | "transported")
/**
 * What the crew reports; the letters are those on the board (console.md 1).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitStatus".
 */
export type UnitStatus = ("acknowledged" | "alerted" | "at_destination" | "available" | "en_route" | "on_scene" | "out_of_service" | "transporting")
/**
 * What became of what a radio said.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioVerdict".
 */
export type RadioVerdict = ("applied" | "asks_to_speak" | "late_in_order" | "not_lawful" | "other_assignment" | "repeated" | "unknown_code" | "unknown_radio" | "unread")
/**
 * What a line of the log is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioKind".
 */
export type RadioKind = ("alarm" | "call" | "call_out" | "note" | "status" | "text" | "unread")
/**
 * An error refuses the folder; a warning is for the reviewers.
 */
export type Severity = ("error" | "warning")
/**
 * What the log says of an item.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewVerdict".
 */
export type ReviewVerdict = ("met" | "not_applicable" | "not_met" | "untold")
/**
 * A handover waits for the person who takes the desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HandoverState".
 */
export type HandoverState = ("accepted" | "offered" | "withdrawn")
/**
 * What a report can say, in the order in which it is read aloud.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Letter".
 */
export type Letter = ("access" | "exact_location" | "hazards" | "major" | "number" | "present" | "required" | "type")
/**
 * How a call came to be reviewed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WhyKind".
 */
export type WhyKind = ("drawn" | "person" | "rule" | "second")
/**
 * Where a review is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewState".
 */
export type ReviewState = ("chosen" | "submitted" | "taken")
/**
 * Where the loan of one unit stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoanState".
 */
export type LoanState = ("agreed" | "asked" | "declined" | "over")
/**
 * In whose name a release is signed. Each must: what callers are told is medicine, what is sent is the service's.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Office".
 */
export type Office = ("medical_director" | "operations")
/**
 * What became of moving a position onto the road; the raw one is kept in every case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OnRoad".
 */
export type OnRoad = ("coarse" | "moved" | "no_engine" | "no_road" | "standing")
/**
 * Where an operation stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationState".
 */
export type OperationState = ("active" | "cancelled" | "ended" | "ending" | "planned")
/**
 * Where a release is. Approved is not yet in force: the shelf says from when.
 */
export type ReleaseState = ("approved" | "proposed" | "returned" | "taken_back" | "withdrawn")
/**
 * Why somebody who was asked into a call is not in it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartyEnd".
 */
export type PartyEnd = ("busy" | "declined" | "dropped" | "left" | "lost" | "no_answer" | "unreachable")
/**
 * How it ended for this person, as far as we are told.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientOutcome".
 */
export type PatientOutcome = ("advice" | "care_refused" | "deceased" | "hospital" | "left" | "other")
/**
 * As asked in the interview (content/data/catalog.yaml, `age_band`), and one more for the old.
 */
export type AgeBand1 = ("adult" | "child" | "elderly" | "infant" | "unknown")
/**
 * Triage colour on the spot, START: immediate, delayed, minor, deceased.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Triage".
 */
export type Triage = ("black" | "green" | "red" | "yellow")
/**
 * Where this person is in the chain of care.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientState".
 */
export type PatientState = ("handed_over" | "on_the_way" | "stayed" | "waiting" | "with_unit")
/**
 * Why a late press did not become the status.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PressReason".
 */
export type PressReason = ("late_in_order" | "not_lawful" | "other_assignment")
/**
 * What a talk group is for.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Use".
 */
export type Use = ("command" | "emergency" | "other" | "working")
/**
 * As asked in the interview (content/data/catalog.yaml, `age_band`), and one more for the old.
 */
export type AgeBand2 = ("adult" | "child" | "elderly" | "infant" | "unknown")
/**
 * Why a centre does not take it; the number is the key (console.md 3).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RefusalReason".
 */
export type RefusalReason = ("attended" | "facts_missing" | "no_unit" | "not_our_area" | "not_ours" | "other" | "safety")
/**
 * What kind of world a fact belongs to, from its first moment and for ever (product.md, Mode).
 */
export type Mode2 = ("exercise" | "real" | "test" | "training")
/**
 * Where a release is. Approved is not yet in force: the shelf says from when.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseState".
 */
export type ReleaseState1 = ("approved" | "proposed" | "returned" | "taken_back" | "withdrawn")
/**
 * Where the words of a letter come from.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Source".
 */
export type Source = ("caller" | "case" | "scene")
/**
 * What kind of world a fact belongs to, from its first moment and for ever (product.md, Mode).
 */
export type Mode3 = ("exercise" | "real" | "test" | "training")
/**
 * Where a review is.
 */
export type ReviewState1 = ("chosen" | "submitted" | "taken")
/**
 * Whom it can take, by triage colour on the spot. Nobody makes room for the dead here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RoomColour".
 */
export type RoomColour = ("green" | "red" | "yellow")
/**
 * How eagerly help leaves, most eager first.
 */
export type Dispatch1 = ("after_interview" | "none" | "reflex" | "standard")
/**
 * What was promised. The names are those of the clocks (console.md 6).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchKind".
 */
export type WatchKind = ("alert_acknowledge" | "answer" | "arrive" | "call_back" | "change_acknowledge" | "crew_emergency" | "crew_silent" | "delivery_failed" | "depart" | "desk_help" | "first_unit" | "handover" | "hospital_door" | "hospital_warned" | "hospitals_alert" | "loan_lost" | "no_location" | "no_unit" | "nobody_has_it" | "offer" | "operation_over" | "place_corrected" | "plan_proposed" | "radio_emergency" | "radio_lost" | "reaction_failed" | "reassess" | "silent_leg" | "task_accept" | "unit_silent")
/**
 * An opaque, ordered place in the log: `(epoch, tx, seq)`; see decision 0003.
 * 
 * @minItems 0
 */
export type Cursor1 = unknown[]
/**
 * Who hears of it: the desk that made the promise, the supervisor, the duty officer by telephone.
 */
export type FollowupLevel = ("desk" | "guard" | "room")
/**
 * Who hears of it: the desk that made the promise, the supervisor, the duty officer by telephone.
 */
export type FollowupLevel1 = ("desk" | "guard" | "room")
/**
 * An error refuses the folder; a warning is for the reviewers.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Severity".
 */
export type Severity1 = ("error" | "warning")
/**
 * How much is getting out. What nobody knows is taken for a large one: doubt counts as danger.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Spill".
 */
export type Spill1 = ("fire" | "large" | "small" | "unknown")
/**
 * How much is getting out. What nobody knows is taken for a large one: doubt counts as danger.
 */
export type Spill2 = ("fire" | "large" | "small" | "unknown")
/**
 * Who read the plate, or knows the goods.
 */
export type Teller1 = ("caller" | "company" | "crew" | "driver" | "papers" | "police")
/**
 * Where the hand-over stands. `accepted` and `told` are without a unit; `active` has one at least.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskState".
 */
export type TaskState = ("accepted" | "active" | "cancelled" | "ended" | "offered" | "refused" | "released" | "timed_out" | "told")
/**
 * Who read the plate, or knows the goods.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Teller".
 */
export type Teller2 = ("caller" | "company" | "crew" | "driver" | "papers" | "police")
/**
 * Who hears of it: the desk that made the promise, the supervisor, the duty officer by telephone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FollowupLevel".
 */
export type FollowupLevel2 = ("desk" | "guard" | "room")
/**
 * Where a promise stands. `answered` is a person's "I know": the promise may still be kept, or fire again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchState".
 */
export type WatchState = ("amber" | "answered" | "cancelled" | "closed" | "escalated" | "fired" | "kept" | "set")
/**
 * An opaque, ordered place in the log: `(epoch, tx, seq)`; see decision 0003.
 * 
 * @minItems 0
 */
export type Cursor2 = unknown[]
/**
 * Who hears of it: the desk that made the promise, the supervisor, the duty officer by telephone.
 */
export type FollowupLevel3 = ("desk" | "guard" | "room")
/**
 * Who hears of it: the desk that made the promise, the supervisor, the duty officer by telephone.
 */
export type FollowupLevel4 = ("desk" | "guard" | "room")
/**
 * Where those who were counted are.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Whereabouts".
 */
export type Whereabouts = ("at_scene" | "handed_over" | "moved")

/**
 * I have read what is open, and the desk is mine.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcceptHandover".
 */
export interface AcceptHandover {
kind: "followup.accept_handover"
handover: string
}
/**
 * The centre has it. The clock of the first unit starts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcceptTask".
 */
export interface AcceptTask {
kind: "dispatch.accept_task"
task: string
}
/**
 * «Enterado» of the centre; `told_to` when it has no console and was told by voice.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcknowledgeChange".
 */
export interface AcknowledgeChange {
kind: "dispatch.acknowledge_change"
task: string
change: string
told_to?: (string | null)
}
/**
 * «Enterado» of the crew; `told_to` when it came by radio and a desk enters it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcknowledgeOrder".
 */
export interface AcknowledgeOrder {
kind: "dispatch.acknowledge_order"
unit: string
change: string
at?: (string | null)
told_to?: (string | null)
}
/**
 * Who said that they know, and when; `told_to` when it was said to them by telephone or radio.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Acknowledgement".
 */
export interface Acknowledgement {
by: string
by_name: string
at: string
told_to?: (string | null)
}
/**
 * Something came to be known after sealing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AddAddendum".
 */
export interface AddAddendum {
kind: "archive.add_addendum"
case: string
words: string
}
/**
 * A place where patients can be handed over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AddHospital".
 */
export interface AddHospital {
kind: "hospitals.add"
hospital: string
name: string
place: Point
phone?: (string | null)
facility?: (string | null)
/**
 * @maxItems 14
 */
can?: []|[Can]|[Can, Can]|[Can, Can, Can]|[Can, Can, Can, Can]|[Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]
}
/**
 * A point in WGS84 degrees, latitude first as people say it (EPSG:4326 axis order).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Point".
 */
export interface Point {
lat: number
lon: number
}
/**
 * An addendum.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Added".
 */
export interface Added {
number: number
at: string
by: string
words: string
key: string
}
/**
 * A late fact, signed by the centre's key in the name of the person who adds it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Addendum".
 */
export interface Addendum {
number: number
at: string
by: string
person: string
words: string
key: string
signature: string
}
/**
 * A late fact, signed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AddendumAdded".
 */
export interface AddendumAdded {
kind: "archive.case.addendum_added"
case: string
number: number
words: string
by: string
person: string
key: string
signature: string
}
/**
 * Put a learnt factor in force, as it was shown to whoever reviewed it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AdoptPace".
 */
export interface AdoptPace {
kind: "dispatch.adopt_pace"
agency: string
factor: number
words?: (string | null)
}
/**
 * Two reviewers on one item, or on all.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Agreed".
 */
export interface Agreed {
item: string
pairs: number
same: number
apart_on_applying: number
kappa: (number | null)
}
/**
 * All calls that two have reviewed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Agreement".
 */
export interface Agreement {
reviews: number
floor: (number | null)
whole: Agreed
items: Agreed[]
words?: {
[k: string]: {
[k: string]: string
}
}
}
/**
 * The emergency button. `group` is where its microphone is open, if the network opens one; `lip` its place, if known.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirAlarm".
 */
export interface AirAlarm {
kind: "alarm"
radio: string
group?: (string | null)
lip?: (string | null)
}
/**
 * Somebody pressed to talk, or called one radio. `call` is the gateway's own reference, once in its epoch.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirCallBegan".
 */
export interface AirCallBegan {
kind: "call_began"
call: string
radio: string
to: string
}
/**
 * The end of that call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirCallEnded".
 */
export interface AirCallEnded {
kind: "call_ended"
call: string
}
/**
 * The bridge could not keep so many messages for us: they are gone, and we must know it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirGap".
 */
export interface AirGap {
kind: "gap"
count: number
}
/**
 * A radio is gone: detached, out of reach, or disabled.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirLost".
 */
export interface AirLost {
kind: "lost"
radio: string
}
/**
 * A radio is on the network (ITSI attach).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirRegistered".
 */
export interface AirRegistered {
kind: "registered"
radio: string
}
/**
 * A pre-coded status (SDS-STATUS) from a radio.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirStatus".
 */
export interface AirStatus {
kind: "status"
radio: string
code: number
}
/**
 * A text message (SDS type 4, or SDS-TL text) from a radio; `to` when it was to a group.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirText".
 */
export interface AirText {
kind: "text"
radio: string
words: string
to?: (string | null)
}
/**
 * Ours, and on no wire: a message with a number that says nothing we understand, as it came.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirUnread".
 */
export interface AirUnread {
kind: "unread"
raw: string
}
/**
 * A hospital was told of this scene by telephone, and how many are meant for it: who there took it down.
 * 
 * Told once more, it replaces what was meant for it; no count means that it was warned and nobody is meant for it yet.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AlertHospital".
 */
export interface AlertHospital {
kind: "major.alert_hospital"
case: string
hospital: string
name: string
by_there: string
share?: {
[k: string]: number
}
words?: (string | null)
}
/**
 * Give this unit to this task. Of two desks that press at once, one wins. An offered task is accepted by it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AlertUnit".
 */
export interface AlertUnit {
kind: "dispatch.alert_unit"
assignment: string
unit: string
task: string
eta_s?: (number | null)
eta_by?: (string | null)
proposed?: (string | null)
}
/**
 * A hospital that knows of the scene, and what it was told is meant for it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Alerted".
 */
export interface Alerted {
hospital: string
name: string
share: {
[k: string]: number
}
at: string
by_there: string
entered_by: string
words?: (string | null)
}
/**
 * One rule of the card; the other fields are for the rule that asks for them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Always".
 */
export interface Always {
rule: Rule
priority?: (("P0" | "P1" | "P2" | "P3" | "P4") | null)
protocols?: string[]
calls?: (number | null)
}
/**
 * A desk has heard it; `over` when the crew is safe, with the words that say so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerEmergency".
 */
export interface AnswerEmergency {
kind: "dispatch.answer_emergency"
unit: string
over?: boolean
words?: (string | null)
}
/**
 * The gateway: what became of something that we sent.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerEntry".
 */
export interface AnswerEntry {
kind: "radio.answer"
entry: string
outcome: SendOutcome
why?: (string | null)
}
/**
 * Its own centre lends it, or does not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerLoan".
 */
export interface AnswerLoan {
kind: "preventive.answer_loan"
operation: string
unit: string
agreed: boolean
words?: string
}
/**
 * The desk that was asked into a call takes part.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerParty".
 */
export interface AnswerParty {
kind: "calls.answer_party"
call: string
party: string
}
/**
 * A person has looked at a warning of the location and answers it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerWarning".
 */
export interface AnswerWarning {
kind: "cases.answer_warning"
case: string
code: string
words?: (string | null)
}
/**
 * A person knows of it and acts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerWatch".
 */
export interface AnswerWatch {
kind: "followup.answer_watch"
watch: string
words?: (string | null)
}
/**
 * One centre, what it is asked for, and why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Ask".
 */
export interface Ask {
centre: string
agency: string
service: string
services: string[]
capabilities: string[]
fallbacks: string[]
by_telephone: boolean
reflex: boolean
reasons: DispatchReason[]
}
/**
 * Why something was proposed or set aside: a code, worded at the edge, and its facts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DispatchReason".
 */
export interface DispatchReason {
code: string
facts?: {
[k: string]: string
}
}
/**
 * Mutual aid: a centre that has a task asks a neighbour of the plan for a part of it, and keeps its own.
 * 
 * The neighbour gets a task of its own. Asked again after it was not taken, it takes the place of what nobody has.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AskForAid".
 */
export interface AskForAid {
kind: "dispatch.ask_for_aid"
task: string
aid: string
centre: string
/**
 * @minItems 1
 * @maxItems 40
 */
capabilities: [string, ...(string)[]]
reason: AidReason
words?: (string | null)
}
/**
 * Ask a centre for one of its units for the time of the operation.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AskForUnit".
 */
export interface AskForUnit {
kind: "preventive.ask_for_unit"
operation: string
unit: string
words?: string
}
/**
 * The silent key: the supervisor is told, the caller hears nothing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AskHelp".
 */
export interface AskHelp {
kind: "calls.ask_help"
}
/**
 * Its own centre wants it back before the end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AskUnitBack".
 */
export interface AskUnitBack {
kind: "preventive.ask_back"
operation: string
unit: string
words?: string
}
/**
 * Its own centre wants it back before the end; a person at the command post answers.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AskedBack".
 */
export interface AskedBack {
by_name: string
at: string
words?: string
refused_by?: (string | null)
refused_words?: string
}
/**
 * A person gives a task another talk group.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignGroup".
 */
export interface AssignGroup {
kind: "radio.assign_group"
case: string
task: string
group: string
}
/**
 * A unit's work on a task begins with the alert, and with what the decision was made from.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentBegun".
 */
export interface AssignmentBegun {
kind: "dispatch.assignment.begun"
assignment: string
unit: string
callsign: string
task: string
case: string
centre: string
mode: Mode
priority: Priority
by: string
by_rule?: boolean
by_telephone?: boolean
eta_s?: (number | null)
eta_by?: (string | null)
point?: (Point | null)
point_age_s?: (number | null)
proposed?: (string | null)
}
/**
 * Its task is of another case now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentMoved".
 */
export interface AssignmentMoved {
kind: "dispatch.assignment.moved"
assignment: string
case: string
was_in: string
}
/**
 * The work is over for this unit (T16).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentReleased".
 */
export interface AssignmentReleased {
kind: "dispatch.assignment.released"
assignment: string
reason: ReleaseReason
by: string
}
/**
 * One unit's work.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentRow".
 */
export interface AssignmentRow {
id: string
unit: string
callsign: string
task: string
case: string
centre: string
mode: Mode
priority: Priority
step: Step
times: {
[k: string]: string
}
alerted_by: string
by_rule: boolean
by_telephone: boolean
eta_s: (number | null)
eta_at: (string | null)
eta_by: (string | null)
point: (Point | null)
point_age_s: (number | null)
proposed: (string | null)
destination: (string | null)
hospital: (string | null)
reason: (ReleaseReason | null)
}
/**
 * A step was reached (T10 to T15); one that is learned late fills its time and moves nothing back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentStepped".
 */
export interface AssignmentStepped {
kind: "dispatch.assignment.stepped"
assignment: string
step: Step
destination?: (string | null)
hospital?: (string | null)
}
/**
 * The way that the unit drove on this work, by the digest of its bytes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentTrackKept".
 */
export interface AssignmentTrackKept {
kind: "dispatch.assignment.track_kept"
assignment: string
callsign: string
track: Track
}
/**
 * The way that the unit drove on this work, kept with the case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Track".
 */
export interface Track {
digest: (string | null)
points: number
since: string
until: string
}
/**
 * Something arrived with the call; its bytes are already durable under the digest.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Attach".
 */
export interface Attach {
kind: "calls.attach"
call: string
attachment: Attachment
}
/**
 * Something that came with the call, kept raw and whole whether we could read it or not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Attachment".
 */
export interface Attachment {
digest: string
media_type: string
name: string
read_as?: (string | null)
}
/**
 * Bytes that came with the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AttachmentArrived".
 */
export interface AttachmentArrived {
kind: "calls.call.attachment_arrived"
call: string
attachment: Attachment
}
/**
 * Packets get through again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AudioCameBack".
 */
export interface AudioCameBack {
kind: "calls.call.audio_back"
call: string
side: Side
way: Way
desk?: (string | null)
party?: (string | null)
whom?: (string | null)
others?: boolean
}
/**
 * No packet gets through in one direction of the line of somebody who is in the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AudioDied".
 */
export interface AudioDied {
kind: "calls.call.audio_died"
call: string
side: Side
way: Way
desk?: (string | null)
party?: (string | null)
whom?: (string | null)
others?: boolean
}
/**
 * A clinician allows a medication step that is proved to fit.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AuthoriseStep".
 */
export interface AuthoriseStep {
kind: "instructions.authorise_step"
run: string
step: string
}
/**
 * Show the step before.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Back".
 */
export interface Back {
kind: "instructions.back"
run: string
}
/**
 * The command post keeps it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BackRefused".
 */
export interface BackRefused {
kind: "preventive.operation.back_refused"
operation: string
unit: string
by_name: string
words: string
}
/**
 * Its time has come: the house's own clock says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BeginOperation".
 */
export interface BeginOperation {
kind: "preventive.begin"
operation: string
}
/**
 * It goes back to its own centre: at once when it is free, else when its run ends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BringUnitHome".
 */
export interface BringUnitHome {
kind: "dispatch.bring_unit_home"
unit: string
operation: string
}
/**
 * Over before any human answered. It waits to be called back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallAbandoned".
 */
export interface CallAbandoned {
kind: "calls.call.abandoned"
call: string
reason: EndReason
call_back: CallBackRule
}
/**
 * A human answers. No machine's announcement is ever this fact.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallAnswered".
 */
export interface CallAnswered {
kind: "calls.call.answered"
call: string
desk: string
operator: string
operator_name: string
}
/**
 * One attempt to reach the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallBackTried".
 */
export interface CallBackTried {
kind: "calls.call.call_back_tried"
call: string
reached: boolean
}
/**
 * The operator speaks with somebody else, the caller waits.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallConsulting".
 */
export interface CallConsulting {
kind: "calls.call.consulting"
call: string
whom: string
}
/**
 * What it was.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallDisposed".
 */
export interface CallDisposed {
kind: "calls.call.disposed"
call: string
disposition: Disposition
}
/**
 * An answered call is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallEnded".
 */
export interface CallEnded {
kind: "calls.call.ended"
call: string
reason: EndReason
}
/**
 * The caller waits on the line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallHeld".
 */
export interface CallHeld {
kind: "calls.call.held"
call: string
}
/**
 * The call tells of this case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallJoinedCase".
 */
export interface CallJoinedCase {
kind: "calls.call.joined_case"
call: string
case: string
}
/**
 * It does not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallLeftCase".
 */
export interface CallLeftCase {
kind: "calls.call.left_case"
call: string
case: string
}
/**
 * A call tells of it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallLinked".
 */
export interface CallLinked {
kind: "cases.case.call_linked"
case: string
call: string
}
/**
 * The operator's words.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallNoted".
 */
export interface CallNoted {
kind: "calls.call.noted"
call: string
words: string
}
/**
 * The call that people mean by a number.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallNumbered".
 */
export interface CallNumbered {
number: number
call: string
}
/**
 * It rings at one desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallOffered".
 */
export interface CallOffered {
kind: "calls.call.offered"
call: string
desk: string
}
/**
 * It waits for a desk; `again` when an offer lapsed or a desk was lost.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallQueued".
 */
export interface CallQueued {
kind: "calls.call.queued"
call: string
again?: boolean
urgency?: (number | null)
desk_lost?: (string | null)
}
/**
 * The first moment of a call, and all that came with it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallRang".
 */
export interface CallRang {
kind: "calls.call.rang"
call: string
number: number
channel: Channel
mode: Mode
urgency: number
phone?: (string | null)
phone_said?: (string | null)
caller_name?: (string | null)
language?: (string | null)
cannot_speak?: boolean
line?: (string | null)
user_agent?: (string | null)
}
/**
 * We did not take it. With somebody who takes it in our place it is over; with nobody it is abandoned in the same moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallRefused".
 */
export interface CallRefused {
kind: "calls.call.refused"
call: string
refusal: Refusal
}
/**
 * What the network was told, and who answers in our place.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Refusal".
 */
export interface Refusal {
reason: CallRefusalReason
code: number
sent_to?: (string | null)
}
/**
 * Operator and caller are together again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallResumed".
 */
export interface CallResumed {
kind: "calls.call.resumed"
call: string
}
/**
 * One call as desks, room and archive show it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallRow".
 */
export interface CallRow {
id: string
number: number
channel: Channel
state: CallState
mode: Mode
urgency: number
rang_at: string
queued_at: (string | null)
answered_at: (string | null)
ended_at: (string | null)
phone: (string | null)
caller_name: (string | null)
language: (string | null)
cannot_speak: boolean
line: (string | null)
offered_to: (string | null)
offered_at: (string | null)
desk: (string | null)
operator: (string | null)
operator_name: (string | null)
case: (string | null)
position: (Position | null)
fixes: number
at_place: (boolean | null)
attachments: Attachment[]
lines: number
last_line_at: (string | null)
disposition: (Disposition | null)
call_back: (CallBackRule | null)
call_back_tries: number
messaged_at: (string | null)
user_agent: (string | null)
recordings: Recording[]
parties: Participant[]
listeners: Listener[]
dead: DeadAudio[]
unsteady: boolean
silent_since: (string | null)
keys: KeyPress[]
text: boolean
}
/**
 * One fix of a caller's device. Every fix is kept; the best is chosen, never overwritten.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Position".
 */
export interface Position {
point: Point
source: PositionSource
uncertainty_m?: (number | null)
confidence_pct?: (number | null)
at: string
}
/**
 * What was heard in a call, or in a part of it: one sound file with a channel for each party.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Recording".
 */
export interface Recording {
digest: string
media_type: string
parties: string[]
began_at: string
duration_s: number
missing_s?: number
cut_short?: boolean
}
/**
 * One more voice in a call: a desk of the house, or a number outside.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Participant".
 */
export interface Participant {
id: string
name: string
rang_at: string
desk: (string | null)
number: (string | null)
joined_at: (string | null)
person: (string | null)
person_name: (string | null)
}
/**
 * A supervisor on the line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Listener".
 */
export interface Listener {
desk: string
person: string
person_name: string
way: Ear
}
/**
 * One direction of one line in which no packet gets through. Never said of somebody who is silent.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeadAudio".
 */
export interface DeadAudio {
side: Side
way: Way
since: string
desk?: (string | null)
party?: (string | null)
}
/**
 * A key that the caller pressed. What it means is what was agreed aloud (decision 0186).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeyPress".
 */
export interface KeyPress {
key: string
at: string
}
/**
 * The caller is with somebody else now. `desk` has the call from here on; None while it is a number, or still rings.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallTransferred".
 */
export interface CallTransferred {
kind: "calls.call.transferred"
call: string
party: string
name: string
desk?: (string | null)
operator?: (string | null)
operator_name?: (string | null)
desk_lost?: (string | null)
}
/**
 * It does not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallUnlinked".
 */
export interface CallUnlinked {
kind: "cases.case.call_unlinked"
case: string
call: string
}
/**
 * The caller was reached, and speaks with the desk that rang.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerAnswered".
 */
export interface CallerAnswered {
kind: "calls.call.caller_answered"
call: string
}
/**
 * Packets come and say nothing. No fault.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerFellSilent".
 */
export interface CallerFellSilent {
kind: "calls.call.fell_silent"
call: string
since: string
}
/**
 * Who calls, in what language, whether at the place; None means not said now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerIdentified".
 */
export interface CallerIdentified {
kind: "calls.call.identified"
call: string
caller_name?: (string | null)
phone?: (string | null)
phone_said?: (string | null)
language?: (string | null)
at_place?: (boolean | null)
call_back?: (CallBackRule | null)
}
/**
 * A message was put on its way to the caller's telephone. Whether it went is the outbox's to say.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerMessaged".
 */
export interface CallerMessaged {
kind: "calls.call.messaged"
call: string
}
/**
 * Nobody answered, or there was no way to them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerNotReached".
 */
export interface CallerNotReached {
kind: "calls.caller_not_reached"
call: string
}
/**
 * They answered: caller and desk are together.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerReached".
 */
export interface CallerReached {
kind: "calls.caller_reached"
call: string
}
/**
 * A line of the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerSaid".
 */
export interface CallerSaid {
kind: "calls.call.caller_said"
call: string
words: string
}
/**
 * There is something to be heard from the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerSpokeAgain".
 */
export interface CallerSpokeAgain {
kind: "calls.call.spoke_again"
call: string
}
/**
 * What stood in the caller's line and was not finished.
 * 
 * `line` is the command that will finish it: the fact with that cause, if it ever comes, is the whole line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerTyped".
 */
export interface CallerTyped {
kind: "calls.call.caller_typed"
call: string
line: string
words: string
}
/**
 * It is not needed. Centre and crews are interrupted and must acknowledge; no status is changed for anybody.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CancelTask".
 */
export interface CancelTask {
kind: "dispatch.cancel_task"
task: string
change: string
reason: string
}
/**
 * There is nothing left to promise; `by` is the kind of the fact that says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CancelWatch".
 */
export interface CancelWatch {
kind: "followup.cancel_watch"
watch: string
by: string
}
/**
 * One call of the day that could be drawn.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Candidate".
 */
export interface Candidate {
subject: Subject
shift: string
language: string
}
/**
 * The call that is looked at, copied when it was chosen: a record may not be renamed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Subject".
 */
export interface Subject {
call: string
number: number
case: string
mode: Mode
operator: string
operator_name: string
answered_at: string
priority?: (Priority | null)
}
/**
 * How many of one colour it can take, as somebody there said.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Capacity".
 */
export interface Capacity {
free: number
at: string
by_there: string
entered_by: string
}
/**
 * What it can take, by the word of somebody there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CapacityDeclared".
 */
export interface CapacityDeclared {
kind: "hospitals.hospital.capacity_declared"
hospital: string
free: {
[k: string]: number
}
by_there: string
entered_by: string
}
/**
 * The dictation ended.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CardClosed".
 */
export interface CardClosed {
kind: "instructions.card.closed"
run: string
by: string
}
/**
 * One level, in words, and what is left of an item's weight with it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CardLevel".
 */
export interface CardLevel {
code: ReviewLevel
words: {
[k: string]: string
}
factor: number
}
/**
 * A card came on screen, this very version.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CardOpened".
 */
export interface CardOpened {
kind: "instructions.card.opened"
run: string
case: string
mode: Mode
language: string
card: string
version: string
digest: string
draft: boolean
first: (string | null)
by: string
}
/**
 * What it is; the trail stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseClassified".
 */
export interface CaseClassified {
kind: "cases.case.classified"
case: string
type: string
by: string
before?: (string | null)
}
/**
 * Over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseClosed".
 */
export interface CaseClosed {
kind: "cases.case.closed"
case: string
closing: Closing
}
/**
 * What must be known before a case can close.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Closing".
 */
export interface Closing {
disposition: Ending
outcomes?: CasesOutcome[]
words?: (string | null)
}
/**
 * What one service did in the end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CasesOutcome".
 */
export interface CasesOutcome {
service: string
result: string
words?: (string | null)
}
/**
 * A past case of which the draft would have asked otherwise.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseDifference".
 */
export interface CaseDifference {
number: number
facts: Facts
differences: PlanDifference[]
unanswered: string[]
}
/**
 * What a plan is asked by.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Facts".
 */
export interface Facts {
type?: (string | null)
priority: Priority
/**
 * @maxItems 40
 */
send?: string[]
municipality?: (string | null)
at: string
level?: number
}
/**
 * One centre of which the draft asks otherwise.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanDifference".
 */
export interface PlanDifference {
centre: string
what: Otherwise
now?: string[]
draft?: string[]
}
/**
 * One case file as the archive shows it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseFileRow".
 */
export interface CaseFileRow {
id: string
number: number
mode: Mode
state: FileState
sealed_at: string
sealed_by: string
key: string
index_digest: string
seals: number
addenda: Addendum[]
reopened: number
}
/**
 * The other was not the same. What this one had from it alone goes with it: that help was sent, and its place.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseGaveBack".
 */
export interface CaseGaveBack {
kind: "cases.case.gave_back"
case: string
other: string
number: number
}
/**
 * Where help must go; `correction` when an agreed place was replaced; `before` stays visible, struck through.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseLocated".
 */
export interface CaseLocated {
kind: "cases.case.located"
case: string
location: Location
correction?: boolean
before?: (string | null)
}
/**
 * Where help must go. It has words always, a point when one is known.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Location".
 */
export interface Location {
degree: Degree
words: string
point?: (Point | null)
uncertainty_m?: (number | null)
municipality?: (string | null)
quality?: (string | null)
region?: (string | null)
detail?: (string | null)
heading?: (string | null)
warnings?: Warning[]
}
/**
 * Something wrong with a location; it stays until a person answers it. `code` is `far_from_caller`,
 * `same_name_elsewhere`, or `heading_disputed`: somebody said the other carriageway (decision 0211).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Warning".
 */
export interface Warning {
code: string
facts?: {
[k: string]: string
}
}
/**
 * Somebody saw it. The envelope says who and from where.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseLookedAt".
 */
export interface CaseLookedAt {
kind: "identity.case.looked_at"
case: string
how: string
person: string
mode?: Mode1
}
/**
 * Lives on in another.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseMerged".
 */
export interface CaseMerged {
kind: "cases.case.merged"
case: string
into: string
}
/**
 * Words.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseNoted".
 */
export interface CaseNoted {
kind: "cases.case.noted"
case: string
words: string
}
/**
 * The first fact of a case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseOpened".
 */
export interface CaseOpened {
kind: "cases.case.opened"
case: string
number: number
mode: Mode
by: string
owner?: (string | null)
owner_person?: (string | null)
call?: (string | null)
summary?: (string | null)
}
/**
 * It was not the same: it lives by itself again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseParted".
 */
export interface CaseParted {
kind: "cases.case.parted"
case: string
was_in: string
}
/**
 * Has to do with another.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseRelated".
 */
export interface CaseRelated {
kind: "cases.case.related"
case: string
other: string
}
/**
 * Not over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseReopened".
 */
export interface CaseReopened {
kind: "cases.case.reopened"
case: string
reason: string
}
/**
 * Only named people see it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseReserved".
 */
export interface CaseReserved {
kind: "cases.case.reserved"
case: string
reason: string
}
/**
 * One case as desks, centres, room and archive show it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseRow".
 */
export interface CaseRow {
id: string
number: number
mode: Mode
state: CaseState
opened_at: string
opened_by: string
owner: (string | null)
owner_person: (string | null)
calls: string[]
location: (Location | null)
located_at: (string | null)
corrected: number
type: (string | null)
type_by: (string | null)
priority: (Priority | null)
proved: (Priority | null)
send: string[]
hazards: Hazard[]
goods: Goods[]
wind: (Wind | null)
summary: (string | null)
reserved: boolean
help_sent_at: (string | null)
acknowledged_at: (string | null)
related: string[]
merged_into: (string | null)
closed_at: (string | null)
closing: (Closing | null)
sealed_at: (string | null)
}
/**
 * What may hurt those who go there. A code of the catalogue, or words.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Hazard".
 */
export interface Hazard {
code: string
words?: (string | null)
}
/**
 * Dangerous goods as somebody told of them, with what the tables said at that moment: never looked up anew.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Goods".
 */
export interface Goods {
id: string
top?: (string | null)
bottom?: (string | null)
un?: (string | null)
hazard_class?: (string | null)
spill?: Spill
told_by?: Teller
sheet: Sheet
at?: (string | null)
by?: (string | null)
replaced_by?: (string | null)
}
/**
 * What is said of the goods: for orientation, with its edition and source.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Sheet".
 */
export interface Sheet {
basis: Basis
edition: string
source: string
guide: string
guide_title: string
un?: (string | null)
name?: (string | null)
names?: {
[k: string]: string
}
classes?: string[]
class_words?: {
[k: string]: string
}
top_words?: {
[k: string]: string
}
small?: Reach
large?: Reach1
fire_m?: (number | null)
marks?: string[]
}
/**
 * How far, in metres; None is *not known here*, never nought.
 * 
 * `isolation_m` is a radius all round; `day_m` and `night_m` reach downwind from the place.
 */
export interface Reach {
isolation_m?: (number | null)
day_m?: (number | null)
night_m?: (number | null)
}
/**
 * How far, in metres; None is *not known here*, never nought.
 * 
 * `isolation_m` is a radius all round; `day_m` and `night_m` reach downwind from the place.
 */
export interface Reach1 {
isolation_m?: (number | null)
day_m?: (number | null)
night_m?: (number | null)
}
/**
 * The wind at the place, as somebody said it: it ages, and nobody makes one up.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Wind".
 */
export interface Wind {
blows_from: WindFrom
at: string
by: string
}
/**
 * Its file is sealed: from here on only addenda.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseSealed".
 */
export interface CaseSealed {
kind: "cases.case.sealed"
case: string
}
/**
 * A new owner.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseTakenOver".
 */
export interface CaseTakenOver {
kind: "cases.case.taken_over"
case: string
owner: string
owner_person: string
by: string
}
/**
 * Another case was the same as this one, and goes on in it: its calls, its tasks and their crews.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseTookIn".
 */
export interface CaseTookIn {
kind: "cases.case.took_in"
case: string
other: string
number: number
place?: (Location | null)
}
/**
 * Somebody counted, or estimated.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CasualtiesCounted".
 */
export interface CasualtiesCounted {
kind: "major.scene.counted"
case: string
mode: Mode
number: number
how: How
colours: {
[k: string]: HowMany
}
places?: {
[k: string]: HowMany
}
words?: (string | null)
by: string
given_by?: (string | null)
}
/**
 * How many: at least, and at most. Without `most` nobody has said where it ends: «over 20» is 20 and more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HowMany".
 */
export interface HowMany {
least: number
most?: (number | null)
}
/**
 * An operational centre of an area.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Centre".
 */
export interface Centre {
id: string
agency: string
services: string[]
name: string
console?: boolean
phone?: (string | null)
reflex?: boolean
operation?: (string | null)
}
/**
 * One critical change. The old value stays beside the new one, also after it was acknowledged.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Change".
 */
export interface Change {
id: string
kind: ChangeKind
new: string
old?: (string | null)
at: string
acknowledged?: (Acknowledgement | null)
}
/**
 * Another area, another end, another speed: what is left out stays. Whoever says so answers for it from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangeClosure".
 */
export interface ChangeClosure {
kind: "closures.change"
closure: string
ring?: ([Point, Point, Point, ...(Point)[]] | null)
until?: (string | null)
km_h?: (number | null)
words?: (string | null)
}
/**
 * Another name, telephone, or what it can do: what is left out stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangeHospital".
 */
export interface ChangeHospital {
kind: "hospitals.change"
hospital: string
name?: (string | null)
phone?: (string | null)
can?: ([]|[Can]|[Can, Can]|[Can, Can, Can]|[Can, Can, Can, Can]|[Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can] | null)
}
/**
 * How it is from now on, stated whole. Once it runs its start stays, and its end is moved by `preventive.extend`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangeOperation".
 */
export interface ChangeOperation {
kind: "preventive.change"
operation: string
planned: Planned
}
/**
 * An operation as a person states it, whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Planned".
 */
export interface Planned {
name: string
kind: Kind
starts: string
ends: string
zone: string
/**
 * @minItems 3
 * @maxItems 500
 */
ring: [Point, Point, Point, ...(Point)[]]
agency: string
/**
 * @maxItems 20
 */
agencies?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
desks?: number
post_phone?: (string | null)
talk_group?: string
crowd?: (number | null)
responsible?: string
phone?: (string | null)
notes?: string
/**
 * @maxItems 30
 */
plan?: PlanLine[]
/**
 * @maxItems 500
 */
places?: NamedPlace[]
}
/**
 * For which emergencies inside the area the command post is asked first, and for which services.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanLine".
 */
export interface PlanLine {
/**
 * @minItems 1
 * @maxItems 20
 */
services: [string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
/**
 * @maxItems 200
 */
types?: string[]
up_to?: Priority1
}
/**
 * A place by the words that people say there: «Puerta 4».
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NamedPlace".
 */
export interface NamedPlace {
name: string
kind: PlaceKind
point: Point
/**
 * @maxItems 8
 */
said?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]
}
/**
 * Go on with another protocol. Shared facts and all that was proved stay.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangeProtocol".
 */
export interface ChangeProtocol {
kind: "triage.change_protocol"
run: string
protocol: string
}
/**
 * What a release does to one document, counted when it was proposed: those who sign have seen these numbers.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Changed".
 */
export interface Changed {
kind: string
id: string
change: string
lowered?: number
raised?: number
otherwise?: number
}
/**
 * The card's rules say that this call is always reviewed. What is known already is not news.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChooseByRule".
 */
export interface ChooseByRule {
kind: "review.choose_by_rule"
call: string
rules: Rule[]
}
/**
 * This call is to be reviewed, and why: what no log tells. A call that is chosen already gets one more reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChooseCall".
 */
export interface ChooseCall {
kind: "review.choose"
call: string
cause: Cause
reason: string
}
/**
 * Somebody else reviews it too, without seeing the first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChooseSecond".
 */
export interface ChooseSecond {
kind: "review.choose_second"
review: string
reason: string
}
/**
 * Say what is happening, against or before what is proved. Possible at any time; the trail stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChooseType".
 */
export interface ChooseType {
kind: "triage.choose_type"
run: string
type: string
reason?: (string | null)
}
/**
 * What it is. By a person, or by what the interview proved (process/evaluated.py).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Classify".
 */
export interface Classify {
kind: "cases.classify"
case: string
type: string
by?: (string | null)
}
/**
 * The dictation is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CloseCard".
 */
export interface CloseCard {
kind: "instructions.close_card"
run: string
}
/**
 * The centre's work is over: every task has ended or was released, and the closing data are there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CloseCase".
 */
export interface CloseCase {
kind: "cases.close"
case: string
closing: Closing
}
/**
 * The case is closed: nothing more is asked, and boards let the run go.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CloseRun".
 */
export interface CloseRun {
kind: "triage.close_run"
run: string
}
/**
 * What became of the harm that may have been done.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CloseSafety".
 */
export interface CloseSafety {
kind: "review.close_safety"
review: string
words: string
}
/**
 * How it is from now on, whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosureChanged".
 */
export interface ClosureChanged {
kind: "closures.closure.changed"
closure: string
ring: Point[]
km_h: number
words: string
until: string
by: string
by_name: string
centre: (string | null)
}
/**
 * Roads are closed, or slow.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosureDrawn".
 */
export interface ClosureDrawn {
kind: "closures.closure.drawn"
closure: string
mode: Mode
ring: Point[]
km_h: number
reason: ClosuresReason
words: string
until: string
by: string
by_name: string
centre: (string | null)
}
/**
 * Its time came.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosureEnded".
 */
export interface ClosureEnded {
kind: "closures.closure.ended"
closure: string
}
/**
 * Somebody opened the roads.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosureLifted".
 */
export interface ClosureLifted {
kind: "closures.closure.lifted"
closure: string
by_name: string
}
/**
 * One closure on a map and in its list.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosureRow".
 */
export interface ClosureRow {
id: string
mode: Mode
ring: Point[]
km_h: number
reason: ClosuresReason
words: string
until: string
drawn_at: string
by_name: string
centre: (string | null)
changed_at: string
}
/**
 * One line of an agency's table.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Coded".
 */
export interface Coded {
code: number
means: CodeMeans
}
/**
 * The joint command is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CommandEnded".
 */
export interface CommandEnded {
kind: "radio.net.command_ended"
case: string
name: string
by: string
}
/**
 * The joint command speaks here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CommandSetUp".
 */
export interface CommandSetUp {
kind: "radio.net.command_set_up"
case: string
mode: Mode
gssi: string
name: string
why: GroupWhy
by: string
before?: (string | null)
}
/**
 * Speak with somebody else while the caller waits: a desk of the house, a number, or by other means.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Consult".
 */
export interface Consult {
kind: "calls.consult"
call: string
whom: string
party?: (string | null)
desk?: (string | null)
number?: (string | null)
}
/**
 * I was wrong in one item, and why. What was submitted stays to be read.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CorrectReview".
 */
export interface CorrectReview {
kind: "review.correct"
review: string
item: string
level: (ReviewLevel | null)
remark?: string
reason: string
}
/**
 * A later word on one item. What was submitted stays as it was.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Correction".
 */
export interface Correction {
at: string
before: ItemScore
after: ItemScore
reason: string
score: (number | null)
}
/**
 * What the reviewer found of one item; `level` None: it does not apply here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ItemScore".
 */
export interface ItemScore {
item: string
level: (ReviewLevel | null)
remark?: string
}
/**
 * One sweep over the scene: how many of each colour. A colour left out was not counted.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CountCasualties".
 */
export interface CountCasualties {
kind: "major.count_casualties"
case: string
how: How
colours?: {
[k: string]: HowMany
}
places?: {
[k: string]: HowMany
}
words?: (string | null)
given_by?: (string | null)
at?: (string | null)
}
/**
 * One person of the crew. Somebody without an account is still somebody.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewMember".
 */
export interface CrewMember {
name: string
role: string
person?: (string | null)
}
/**
 * Nobody.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewSignedOff".
 */
export interface CrewSignedOff {
kind: "dispatch.unit.crew_signed_off"
unit: string
by: string
}
/**
 * Who crews it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewSignedOn".
 */
export interface CrewSignedOn {
kind: "dispatch.unit.crew_signed_on"
unit: string
crew: CrewMember[]
by: string
}
/**
 * A day was drawn.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DayDrawn".
 */
export interface DayDrawn {
kind: "review.draw.day_drawn"
month: string
of: DayOfDraw
}
/**
 * What was drawn of one day, and all that it takes to draw it again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DayOfDraw".
 */
export interface DayOfDraw {
day: string
seed: string
head_size: number
head_root: string
card: string
candidates: number
candidates_digest: string
drawn: Drawn[]
doubled: string[]
}
/**
 * One call that was drawn.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Drawn".
 */
export interface Drawn {
call: string
operator: string
stratum: string
}
/**
 * How many of each colour it can take, said by `by_there`. A colour that is left out stays as it was said.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeclareCapacity".
 */
export interface DeclareCapacity {
kind: "hospitals.declare_capacity"
hospital: string
free: {
[k: string]: number
}
by_there: string
}
/**
 * From now on, or from that moment, the plan stands in this phase, in this area, by this act. Raises and lowers too.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeclareSituation".
 */
export interface DeclareSituation {
kind: "major.declare_situation"
plan: string
phase: string
area: string
act: string
words?: (string | null)
since?: (string | null)
}
/**
 * More calls than hands: every desk is told, with the reason. In the mode of whoever says it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeclareSurge".
 */
export interface DeclareSurge {
kind: "followup.declare_surge"
reason: string
}
/**
 * A proposed move is not made, and why: whoever reads the night later sees that somebody decided.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeclineStandBy".
 */
export interface DeclineStandBy {
kind: "dispatch.decline_stand_by"
unit: string
place: Point
name: string
why: string
gain: Gain
}
/**
 * What a stand-by move was reckoned to give when it was proposed: the figures that somebody decided by.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Gain".
 */
export interface Gain {
minutes: number
won: number
lost: number
drive_s?: (number | null)
}
/**
 * The silent key was pressed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskAskedHelp".
 */
export interface DeskAskedHelp {
kind: "calls.desk.asked_help"
desk: string
}
/**
 * In a call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskBusy".
 */
export interface DeskBusy {
kind: "calls.desk.busy"
desk: string
person: string
person_name: string
call: string
}
/**
 * The desk takes part in a call that it does not have.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskJoined".
 */
export interface DeskJoined {
kind: "calls.desk.joined"
desk: string
call: string
}
/**
 * The desk can speak and hear, or cannot.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskLineChanged".
 */
export interface DeskLineChanged {
kind: "calls.desk.line_changed"
desk: string
up: boolean
}
/**
 * A call rings here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskOffered".
 */
export interface DeskOffered {
kind: "calls.desk.offered"
desk: string
call: string
}
/**
 * It does not any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskParted".
 */
export interface DeskParted {
kind: "calls.desk.parted"
desk: string
}
/**
 * Takes no calls; `reason` is a code of the catalogue or the person's word.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskPaused".
 */
export interface DeskPaused {
kind: "calls.desk.paused"
desk: string
reason: string
}
/**
 * The desk waits for a call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskReady".
 */
export interface DeskReady {
kind: "calls.desk.ready"
desk: string
person: string
person_name: string
languages?: string[]
}
/**
 * One desk as the room shows it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskRow".
 */
export interface DeskRow {
id: string
stand: Stand
since: string
person: (string | null)
person_name: (string | null)
call: (string | null)
reason: (string | null)
help_asked_at: (string | null)
joined: (string | null)
line: boolean
}
/**
 * Nobody sits here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskSignedOff".
 */
export interface DeskSignedOff {
kind: "calls.desk.signed_off"
desk: string
}
/**
 * What stood in the desk's line, where the caller could read it, and was not finished. `line` as above.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskTyped".
 */
export interface DeskTyped {
kind: "calls.call.desk_typed"
call: string
line: string
words: string
}
/**
 * The call is over, the work on it is not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskWrapsUp".
 */
export interface DeskWrapsUp {
kind: "calls.desk.wraps_up"
desk: string
}
/**
 * A line of the desk to the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskWrote".
 */
export interface DeskWrote {
kind: "calls.call.desk_wrote"
call: string
words: string
}
/**
 * What was planned, settled: moments instead of what clocks show.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Details".
 */
export interface Details {
name: string
kind: Kind
starts_at: string
ends_at: string
zone: string
ring: Point[]
post: Post
crowd?: (number | null)
responsible?: string
phone?: (string | null)
notes?: string
plan?: PlanLine[]
places?: NamedPlace[]
}
/**
 * The command post as a centre: it is signed in to, gets tasks and directs the units that are lent to it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Post".
 */
export interface Post {
centre: string
name: string
agency: string
agencies: string[]
desks: number
phone?: (string | null)
talk_group?: string
}
/**
 * A phone or a receiver that speaks for one unit. Its token was told once; only the digest is kept.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Device".
 */
export interface Device {
id: string
unit: string
name: string
kind: DeviceKind
added_at: string
added_by: string
revoked_at?: (string | null)
revoked_by?: (string | null)
seen_at?: (string | null)
battery_pct?: (number | null)
}
/**
 * A card as it is being dictated.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DictationRow".
 */
export interface DictationRow {
run: string
case: string
card: string
version: string
digest: string
draft: boolean
language: string
current: (string | null)
said: {
[k: string]: string
}
times: {
[k: string]: number
}
marks: Marked[]
authorised: string[]
metronome: Metronome
opened_at: string
closed_at: (string | null)
}
/**
 * A moment that counts, kept once: the first time.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Marked".
 */
export interface Marked {
mark: string
at: string
by: string
}
/**
 * What changes in one protocol.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Difference".
 */
export interface Difference {
protocol: string
change: Effect
/**
 * @minItems 2
 * @maxItems 2
 */
versions: never[]
endings?: number
lowered?: number
raised?: number
otherwise?: number
/**
 * @minItems 2
 * @maxItems 2
 */
p0_questions?: never[]
examples?: Example[]
}
/**
 * A set of answers that would be decided otherwise, with nothing in it that does not matter to that.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Example".
 */
export interface Example {
change: Effect
answers: {
[k: string]: string
}
before: TriageOutcome
after: TriageOutcome
endings?: number
}
/**
 * What one version makes of a set of answers.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TriageOutcome".
 */
export interface TriageOutcome {
priority: Priority
rules: string[]
dispatch: Dispatch
type: (string | null)
send: string[]
say: string[]
told: string[]
}
/**
 * What is proposed is not followed, and why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DismissSituation".
 */
export interface DismissSituation {
kind: "major.dismiss_situation"
plan: string
reason: string
}
/**
 * Say what a call was that tells of no case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Dispose".
 */
export interface Dispose {
kind: "calls.dispose"
call: string
disposition: Disposition
}
/**
 * Whom it turns away, and until when. Empty `what` is everybody.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Diversion".
 */
export interface Diversion {
id: string
what: Can[]
why: string
since: string
until: string
by_there: string
entered_by: string
}
/**
 * It turns away whoever needs this, or everybody, until that moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DivertHospital".
 */
export interface DivertHospital {
kind: "hospitals.divert"
hospital: string
diversion: string
why: string
by_there: string
until: string
/**
 * @maxItems 14
 */
what?: []|[Can]|[Can, Can]|[Can, Can, Can]|[Can, Can, Can, Can]|[Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]|[Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can, Can]
}
/**
 * A unit on its way to something milder goes to this task instead. The task that it leaves runs its clock anew at once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DivertUnit".
 */
export interface DivertUnit {
kind: "dispatch.divert_unit"
assignment: string
unit: string
task: string
leaves: string
change: string
reason: string
eta_s?: (number | null)
eta_by?: (string | null)
proposed?: (string | null)
}
/**
 * One document that is not the same in both sets.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DocumentChange".
 */
export interface DocumentChange {
kind: ("card" | "protocol")
id: string
title: {
[k: string]: string
}
digest: (string | null)
/**
 * @minItems 2
 * @maxItems 2
 */
versions: never[]
change: string
decides?: (Difference | null)
asked?: {
[k: string]: {
[k: string]: string
}
}
said?: {
[k: string]: {
[k: string]: {
[k: string]: string
}
}
}
texts?: TextChange[]
texts_in_all?: number
}
/**
 * One place of a document that reads otherwise; None where it was not, or is no more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TextChange".
 */
export interface TextChange {
where: string
before: (string | null)
after: (string | null)
}
/**
 * The newest fix of a unit that was not believed, where no good one has come since.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Doubt".
 */
export interface Doubt {
unit: string
verdict: DispatchVerdict
facts: {
[k: string]: string
}
point: (Point | null)
at: string
received_at: string
device: (string | null)
}
/**
 * A plan that nobody has signed: a set that was checked, or files that are being written.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Draft".
 */
export interface Draft {
content?: (string | null)
files?: {
[k: string]: string | null
}
}
/**
 * Nobody drives through this area, or only slowly, until that moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DrawClosure".
 */
export interface DrawClosure {
kind: "closures.draw"
closure: string
/**
 * @minItems 3
 * @maxItems 200
 */
ring: [Point, Point, Point, ...(Point)[]]
reason: ClosuresReason
until: string
km_h?: number
words?: string
}
/**
 * Draw from the calls of a day that is over. A day is drawn once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DrawDay".
 */
export interface DrawDay {
kind: "review.draw_day"
day: string
head_size: number
head_root: string
card: string
sampling: Sampling
/**
 * @maxItems 100000
 */
candidates: Candidate[]
chosen: string[]
}
/**
 * Which calls are looked at.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Sampling".
 */
export interface Sampling {
always: Always[]
random: Drawing
inter_rater: InterRater
}
/**
 * How many calls of each operator are drawn, and spread over what.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Drawing".
 */
export interface Drawing {
per_operator_per_month: number
stratified_by: Stratum[]
}
/**
 * How many are reviewed by two, and how far two must agree.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "InterRater".
 */
export interface InterRater {
double_review_percent: number
statistic: "weighted_kappa"
floor: number
}
/**
 * From now on the road's own time counts for this agency.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DropPace".
 */
export interface DropPace {
kind: "dispatch.drop_pace"
agency: string
words?: (string | null)
}
/**
 * The crew's own alarm. It stands until a person says that it is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Emergency".
 */
export interface Emergency {
at: string
by_name: string
point?: (Point | null)
group?: (string | null)
answered_at?: (string | null)
answered_by?: (string | null)
}
/**
 * A desk has heard it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EmergencyAnswered".
 */
export interface EmergencyAnswered {
kind: "dispatch.unit.emergency_answered"
unit: string
by: string
words?: (string | null)
}
/**
 * The crew is safe.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EmergencyOver".
 */
export interface EmergencyOver {
kind: "dispatch.unit.emergency_over"
unit: string
by: string
words: string
}
/**
 * The crew is in danger.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EmergencyRaised".
 */
export interface EmergencyRaised {
kind: "dispatch.unit.emergency_raised"
unit: string
by: string
point?: (Point | null)
group?: (string | null)
}
/**
 * Its time has come: the house's own clock says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndClosure".
 */
export interface EndClosure {
kind: "closures.end"
closure: string
}
/**
 * There is no joint command any more; its group is free.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndCommand".
 */
export interface EndCommand {
kind: "radio.end_command"
case: string
}
/**
 * It ends now, with the reason. One that has not begun is cancelled by it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndOperation".
 */
export interface EndOperation {
kind: "preventive.end"
operation: string
reason: string
}
/**
 * The plan rests again, by this act.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndSituation".
 */
export interface EndSituation {
kind: "major.end_situation"
plan: string
act: string
reason: string
}
/**
 * There are hands again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndSurge".
 */
export interface EndSurge {
kind: "followup.end_surge"
}
/**
 * This service's work is over, and how it went. Refused while a unit is still assigned: it is released first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndTask".
 */
export interface EndTask {
kind: "dispatch.end_task"
task: string
outcome: TaskOutcome
words?: (string | null)
}
/**
 * A status that came by voice, entered for the crew: who said it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EnterStatus".
 */
export interface EnterStatus {
kind: "dispatch.enter_status"
unit: string
status: UnitStatus
said_by: string
destination?: (string | null)
}
/**
 * A centre without a console said by telephone which unit it sends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EnterUnit".
 */
export interface EnterUnit {
kind: "dispatch.enter_unit"
assignment: string
unit: string
task: string
said_by: string
eta_s?: (number | null)
}
/**
 * It was delivered, or could not be.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EntryAnswered".
 */
export interface EntryAnswered {
kind: "radio.entry.answered"
entry: string
outcome: SendOutcome
why?: (string | null)
}
/**
 * The call is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EntryEnded".
 */
export interface EntryEnded {
kind: "radio.entry.ended"
entry: string
said_at: string
}
/**
 * It became the status, or was known already.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EntryJudged".
 */
export interface EntryJudged {
kind: "radio.entry.judged"
entry: string
verdict: RadioVerdict
}
/**
 * It was not applied: kept as it was said, with the reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EntryKept".
 */
export interface EntryKept {
kind: "radio.entry.kept"
entry: string
verdict: RadioVerdict
}
/**
 * A person has seen it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EntrySeen".
 */
export interface EntrySeen {
kind: "radio.entry.seen"
entry: string
by: string
}
/**
 * A line: a gateway told it, a person typed it, or a person sent it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EntryWritten".
 */
export interface EntryWritten {
kind: "radio.entry.written"
entry: string
mode: Mode
kind_of: RadioKind
said_at: string
gateway?: (string | null)
who: string
who_radio?: (string | null)
to: string
to_radio?: (string | null)
group?: (string | null)
unit?: (string | null)
case?: (string | null)
agency?: (string | null)
centre?: (string | null)
shared?: boolean
words?: (string | null)
code?: (number | null)
means?: (CodeMeans | null)
point?: (Point | null)
by: string
verdict?: (RadioVerdict | null)
sent?: boolean
}
/**
 * Ask the next centre of the plan in place of one that refused or did not answer; or say that nobody is left.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EscalateTask".
 */
export interface EscalateTask {
kind: "dispatch.escalate_task"
task: string
next: string
}
/**
 * The timer: nobody answered at this level.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EscalateWatch".
 */
export interface EscalateWatch {
kind: "followup.escalate_watch"
watch: string
due: string
}
/**
 * Another end, later or sooner but ahead, with the reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ExtendOperation".
 */
export interface ExtendOperation {
kind: "preventive.extend"
operation: string
ends: string
reason: string
}
/**
 * The proof has grown: ask the same centre for more. It must acknowledge.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ExtendTask".
 */
export interface ExtendTask {
kind: "dispatch.extend_task"
task: string
change: string
/**
 * @minItems 1
 * @maxItems 40
 */
capabilities: [string, ...(string)[]]
}
/**
 * What is wrong, where, and by which rule. Worded at the edge from `content.fault.<code>` and the facts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Fault".
 */
export interface Fault {
rule: string
code: string
file: string
line: number
document?: string
severity?: Severity
facts?: {
[k: string]: string | number
}
}
/**
 * All interviews that began in a span of time.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Figures".
 */
export interface Figures {
since: string
until: string
interviews: number
protocols: ProtocolFigures[]
}
/**
 * One protocol, in whatever versions it was held.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProtocolFigures".
 */
export interface ProtocolFigures {
protocol: string
interviews: number
undecided: number
abandoned: number
rules: RuleFigures[]
questions: QuestionFigures[]
}
/**
 * One rule of one protocol.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RuleFigures".
 */
export interface RuleFigures {
rule: string
decided: number
overridden: number
}
/**
 * One question of one protocol.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "QuestionFigures".
 */
export interface QuestionFigures {
question: string
asked: number
unknown: number
again: number
median_s: number
p90_s: number
}
/**
 * The figures, with the words that codes stand for, in the version in force.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FiguresRead".
 */
export interface FiguresRead {
figures: Figures
titles: {
[k: string]: {
[k: string]: string
}
}
questions: {
[k: string]: {
[k: string]: {
[k: string]: string
}
}
}
rules: {
[k: string]: {
[k: string]: {
[k: string]: string
}
}
}
}
/**
 * The case goes on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FileReopened".
 */
export interface FileReopened {
kind: "archive.case.reopened"
case: string
reason: string
by: string
}
/**
 * From here on what is known late is an addendum.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FileSealed".
 */
export interface FileSealed {
kind: "archive.case.sealed"
case: string
number: number
mode: Mode
mark: SealMark
by: string
}
/**
 * What was sealed: the index of the bundle, the head of the log it hangs on, and the key that signed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SealMark".
 */
export interface SealMark {
index_digest: string
log_size: number
log_root: string
key: string
bundle?: (string | null)
}
/**
 * What the log tells of one item: a code that is worded at the edge, its facts, and the moments it was read from.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Finding".
 */
export interface Finding {
item: string
verdict: ReviewVerdict
code: string
facts?: {
[k: string]: string
}
moments?: Moment[]
}
/**
 * A fact that a finding was computed from.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Moment".
 */
export interface Moment {
event: string
at: string
}
/**
 * Nothing of it is left: no task of its command post is open, every unit is home.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FinishOperation".
 */
export interface FinishOperation {
kind: "preventive.finish"
operation: string
}
/**
 * The timer: the moment `due` has come. Says nothing when the watch has moved meanwhile.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FireWatch".
 */
export interface FireWatch {
kind: "followup.fire_watch"
watch: string
due: string
}
/**
 * What the interview proved.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FloorProved".
 */
export interface FloorProved {
kind: "cases.case.floor_proved"
case: string
priority: Priority
rule: string
send?: string[]
}
/**
 * A line of the results. `hidden`: reserved, and not for this reader; then only that it is there is told.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FoundCase".
 */
export interface FoundCase {
id: string
number: (number | null)
mode: Mode
state: string
opened_at: string
closed_at: (string | null)
sealed_at: (string | null)
priority: (Priority | null)
type: (string | null)
place: (string | null)
municipality: (string | null)
summary: (string | null)
disposition: (string | null)
reserved: boolean
hidden?: boolean
}
/**
 * The house, by rule: a task speaks where its agency works, or where the neighbour speaks whom it helps.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GiveGroup".
 */
export interface GiveGroup {
kind: "radio.give_group"
case: string
task: string
agency: string
aid_of?: (string | null)
had?: (OnGroup | null)
}
/**
 * The group that somebody speaks on, and who or what gave it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OnGroup".
 */
export interface OnGroup {
gssi: string
name: string
why: GroupWhy
by: string
at: string
}
/**
 * A link for the caller's phone that brings position, photo and words into this very call, for a while.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GiveLink".
 */
export interface GiveLink {
kind: "calls.give_link"
call: string
}
/**
 * Its own centre lends it without being asked; or whoever coordinates the room does.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GiveUnit".
 */
export interface GiveUnit {
kind: "preventive.give_unit"
operation: string
unit: string
words?: string
}
/**
 * A phone and its token: told this once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Given".
 */
export interface Given {
device: Device
token: string
url: string
link: (string | null)
picture: (string | null)
}
/**
 * Dangerous goods, with what the tables said; `before` is the plate that it corrects and stays visible, struck through.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GoodsStated".
 */
export interface GoodsStated {
kind: "cases.case.goods_stated"
case: string
goods: Goods
by: string
plate: string
replaces?: (string | null)
correction?: boolean
before?: (string | null)
}
/**
 * Why a phase is proposed: a rule of the plan, and what of which case made it hold.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Ground".
 */
export interface Ground {
rule: string
case: string
case_number: number
fact: string
value: string
at: string
}
/**
 * This task speaks here from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GroupGiven".
 */
export interface GroupGiven {
kind: "radio.net.group_given"
case: string
mode: Mode
task: string
agency: string
gssi: string
name: string
why: GroupWhy
by: string
before?: (string | null)
}
/**
 * The answer to a command: which streams it changed, at which version they now stand.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Handled".
 */
export interface Handled {
command: string
versions?: {
[k: string]: number
}
facts?: {
[k: string]: string
}
}
/**
 * The next person has it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HandoverAccepted".
 */
export interface HandoverAccepted {
kind: "followup.handover.accepted"
handover: string
by: string
by_name: string
}
/**
 * A desk waits for its next person.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HandoverOffered".
 */
export interface HandoverOffered {
kind: "followup.handover.offered"
handover: string
desk: string
mode: Mode
by: string
by_name: string
to?: (string | null)
items?: OpenItem[]
words?: (string | null)
}
/**
 * Something that is not finished, and what the next person must know of it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpenItem".
 */
export interface OpenItem {
subject: string
words?: (string | null)
}
/**
 * One desk that changes hands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HandoverRow".
 */
export interface HandoverRow {
id: string
desk: string
mode: Mode
state: HandoverState
by_name: string
offered_at: string
to: (string | null)
items: OpenItem[]
words: (string | null)
accepted_at: (string | null)
accepted_by_name: (string | null)
}
/**
 * The person stayed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HandoverWithdrawn".
 */
export interface HandoverWithdrawn {
kind: "followup.handover.withdrawn"
handover: string
}
/**
 * The desk ends the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HangUp".
 */
export interface HangUp {
kind: "calls.hang_up"
call: string
}
/**
 * A hazard.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HazardNoted".
 */
export interface HazardNoted {
kind: "cases.case.hazard_noted"
case: string
hazard: Hazard
}
/**
 * Somebody tells of the other carriageway. The place stays as it was, and says so until a person answers it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HeadingDisputed".
 */
export interface HeadingDisputed {
kind: "cases.case.heading_disputed"
case: string
warning: Warning
}
/**
 * A gateway told what was said. Its id is derived from gateway, epoch and number: what is told twice is heard once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HearRadio".
 */
export interface HearRadio {
kind: "radio.hear"
gateway: string
epoch: string
seq: number
at: string
told: (AirStatus | AirText | AirAlarm | AirCallBegan | AirCallEnded | AirRegistered | AirLost | AirGap | AirUnread)
}
/**
 * Somebody listens to a recording: who answered the call, within a day; others by permission, and with a reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HearRecording".
 */
export interface HearRecording {
kind: "calls.hear_recording"
call: string
digest: string
reason?: (string | null)
}
/**
 * Help was sent; `acknowledged` once a crew has said so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HelpMarked".
 */
export interface HelpMarked {
kind: "cases.case.help_marked"
case: string
acknowledged?: boolean
}
/**
 * What the caller may be told of help, and no more than is true (product.md).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HelpRow".
 */
export interface HelpRow {
help: ("none" | "on_its_way" | "over" | "sending")
}
/**
 * The caller waits, and is told so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Hold".
 */
export interface Hold {
kind: "calls.hold"
call: string
}
/**
 * Where a patient goes, and whether it knows: warned and acknowledged are two facts with a clock between.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Hospital".
 */
export interface Hospital {
name: string
id?: (string | null)
warned_at?: (string | null)
warned_by?: (string | null)
words?: (string | null)
acknowledged_at?: (string | null)
acknowledged_by?: (string | null)
}
/**
 * The hospital said yes: who there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalAcknowledged".
 */
export interface HospitalAcknowledged {
kind: "dispatch.hospital_acknowledged"
patient: string
by: string
at?: (string | null)
}
/**
 * A place where patients can be handed over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalAdded".
 */
export interface HospitalAdded {
kind: "hospitals.hospital.added"
hospital: string
mode: Mode
name: string
place: Point
phone: (string | null)
facility: (string | null)
can: Can[]
}
/**
 * A hospital knows of this scene, and how many of each colour are meant for it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalAlerted".
 */
export interface HospitalAlerted {
kind: "major.scene.hospital_alerted"
case: string
mode: Mode
hospital: string
name: string
share: {
[k: string]: number
}
by_there: string
entered_by: string
words?: (string | null)
}
/**
 * Its fixed data from now on, whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalChanged".
 */
export interface HospitalChanged {
kind: "hospitals.hospital.changed"
hospital: string
name: string
phone: (string | null)
can: Can[]
}
/**
 * Whom it turns away.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalDiverted".
 */
export interface HospitalDiverted {
kind: "hospitals.hospital.diverted"
hospital: string
diversion: string
what: Can[]
why: string
until: string
by_there: string
entered_by: string
}
/**
 * Nobody is taken there any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalRetired".
 */
export interface HospitalRetired {
kind: "hospitals.hospital.retired"
hospital: string
}
/**
 * One hospital in a list. How old a word is, and whether a diversion still stands, the screen's clock says.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalRow".
 */
export interface HospitalRow {
id: string
mode: Mode
name: string
place: Point
phone: (string | null)
can: Can[]
capacity: {
[k: string]: Capacity
}
diversions: Diversion[]
}
/**
 * And it knows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalSaidYes".
 */
export interface HospitalSaidYes {
kind: "dispatch.patient.hospital_acknowledged"
patient: string
by: string
}
/**
 * A diversion is over before its end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalTakesAgain".
 */
export interface HospitalTakesAgain {
kind: "hospitals.hospital.takes_again"
hospital: string
diversion: string
by_there: string
entered_by: string
}
/**
 * A hospital was told.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalWarned".
 */
export interface HospitalWarned {
kind: "dispatch.patient.hospital_warned"
patient: string
hospital: string
by: string
to?: (string | null)
shown?: ShownHospital[]
overridden?: boolean
words?: (string | null)
}
/**
 * One hospital as it was proposed to whoever chose: what they knew when they decided.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShownHospital".
 */
export interface ShownHospital {
hospital: string
name: string
travel_s?: (number | null)
by?: (string | null)
left?: (number | null)
aside?: (string | null)
}
/**
 * Who is calling, as far as they say. What is left out stays as it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Identify".
 */
export interface Identify {
kind: "calls.identify"
call: string
caller_name?: (string | null)
phone?: (string | null)
language?: (string | null)
at_place?: (boolean | null)
call_back?: (CallBackRule | null)
}
/**
 * One thing that is looked at. `auto` says what the log is asked of it; None: only an ear can tell.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Item".
 */
export interface Item {
id: string
words: {
[k: string]: string
}
auto?: (string | null)
}
/**
 * One item was looked at.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ItemScored".
 */
export interface ItemScored {
kind: "review.review.item_scored"
review: string
score: ItemScore
}
/**
 * This call tells of that case (process/answered.py, or an operator by hand).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "JoinCase".
 */
export interface JoinCase {
kind: "calls.join_case"
call: string
case: string
}
/**
 * A later call of the same person takes the place of an unanswered one: one person is waiting, not two.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "JoinRetry".
 */
export interface JoinRetry {
kind: "calls.join_retry"
call: string
by: string
}
/**
 * The house: what became of a status.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "JudgeEntry".
 */
export interface JudgeEntry {
kind: "radio.judge"
entry: string
verdict: RadioVerdict
}
/**
 * The caller has typed this and not finished it: it is kept, in case nothing follows (decision 0188).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeepCallerTyped".
 */
export interface KeepCallerTyped {
kind: "calls.keep_caller_typed"
call: string
line: string
words: string
}
/**
 * The same of the desk: the caller has read it as it was typed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeepDeskTyped".
 */
export interface KeepDeskTyped {
kind: "calls.keep_desk_typed"
call: string
line: string
words: string
}
/**
 * What was heard is durable under its digest.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeepRecording".
 */
export interface KeepRecording {
kind: "calls.keep_recording"
call: string
recording: Recording
}
/**
 * The house: the way of a work that is over lies with its case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeepTrack".
 */
export interface KeepTrack {
kind: "dispatch.keep_track"
assignment: string
track: Track
}
/**
 * The promise was kept; `by` is the kind of the fact that says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeepWatch".
 */
export interface KeepWatch {
kind: "followup.keep_watch"
watch: string
by: string
}
/**
 * A key of the caller's telephone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeyPressed".
 */
export interface KeyPressed {
kind: "calls.call.key_pressed"
call: string
key: string
pressed_at: string
}
/**
 * Messages with a token that opens nothing: of a phone that was revoked, or that nobody knows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Knocking".
 */
export interface Knocking {
count: number
last_at: string
unit?: (string | null)
device?: (string | null)
}
/**
 * Who, where or what. `label` is a code of the catalogue: `report.fact_<label>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KnownFact".
 */
export interface KnownFact {
side: string
label: string
value: string
since: number
until?: (number | null)
}
/**
 * The desk did not answer in time: the call returns to the head of the queue, the desk to pause.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LapseOffer".
 */
export interface LapseOffer {
kind: "calls.lapse_offer"
call: string
desk: string
}
/**
 * What the runs of an agency say: driven time over the time by the road, of those that can be compared.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Learnt".
 */
export interface Learnt {
runs: number
left_out: number
median?: (number | null)
quarter?: (number | null)
three_quarters?: (number | null)
factor?: (number | null)
since: string
until: string
}
/**
 * The caller ends it, before or after an answer; also when their page is gone for good.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Leave".
 */
export interface Leave {
kind: "calls.leave"
call: string
lost?: boolean
}
/**
 * It does not after all. Nothing of what was said is lost.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LeaveCase".
 */
export interface LeaveCase {
kind: "calls.leave_case"
call: string
}
/**
 * A party goes: by its own hand, declining included, or let go by the desk that has the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LeaveParty".
 */
export interface LeaveParty {
kind: "calls.leave_party"
call: string
party: string
}
/**
 * The crew says that it goes back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LeaveStandBy".
 */
export interface LeaveStandBy {
kind: "dispatch.leave_stand_by"
unit: string
}
/**
 * It goes to the command post of an operation: at once when it is free, else when its run ends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LendUnit".
 */
export interface LendUnit {
kind: "dispatch.lend_unit"
unit: string
operation: string
name: string
post: string
lender: string
}
/**
 * The unit is promised to a preventive operation, or is at its command post (docs/nouns/preventive-operation.md).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Lent".
 */
export interface Lent {
operation: string
name: string
post: string
waits?: boolean
homeward?: boolean
}
/**
 * The roads are open.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LiftClosure".
 */
export interface LiftClosure {
kind: "closures.lift"
closure: string
}
/**
 * One fact of the story. `n` is its number, as everything else on the page counts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Line".
 */
export interface Line {
n: number
id: string
kind: string
at: string
since_s: number
who: string
words: string
strong?: boolean
late?: boolean
}
/**
 * Another call tells of this case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkCall".
 */
export interface LinkCall {
kind: "cases.link_call"
case: string
call: string
}
/**
 * From here on the radio is heard.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkCameUp".
 */
export interface LinkCameUp {
kind: "radio.link.came_up"
gateway: string
mode: Mode
}
/**
 * A desk asked for a link that speaks for this call until then. The link itself is no fact: it is a key.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkGiven".
 */
export interface LinkGiven {
kind: "calls.call.link_given"
call: string
until: string
}
/**
 * From here on it is not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkLost".
 */
export interface LinkLost {
kind: "radio.link.lost"
gateway: string
mode: Mode
why: string
}
/**
 * So many messages the bridge could not keep for us while we were away. What they said nobody knows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkMissed".
 */
export interface LinkMissed {
kind: "radio.link.missed"
gateway: string
mode: Mode
count: number
}
/**
 * The line to one gateway.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkRow".
 */
export interface LinkRow {
id: string
mode: Mode
up: boolean
since: string
why: (string | null)
missed: number
}
/**
 * The line to a gateway stands, and both have proved who they are.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkUp".
 */
export interface LinkUp {
kind: "radio.link_up"
gateway: string
}
/**
 * A supervisor listens, whispers to the desk, or joins; said again with another way, it changes to that.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Listen".
 */
export interface Listen {
kind: "calls.listen"
call: string
way: Ear
}
/**
 * Somebody of the room listens, whispers or joins. The desk sees it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ListenerCame".
 */
export interface ListenerCame {
kind: "calls.call.listener_came"
call: string
desk: string
person: string
person_name: string
way: Ear
}
/**
 * The line of a supervisor's desk is gone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ListenerGone".
 */
export interface ListenerGone {
kind: "calls.listener_gone"
call: string
desk: string
}
/**
 * They do not any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ListenerLeft".
 */
export interface ListenerLeft {
kind: "calls.call.listener_left"
call: string
desk: string
person_name: string
}
/**
 * What waits, the longest waiting first, and what is written, the newest first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Lists".
 */
export interface Lists {
open: ReviewRow[]
submitted: ReviewRow[]
card: string
}
/**
 * One line of a list. Of the case nothing but its call's number and priority.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewRow".
 */
export interface ReviewRow {
id: string
call: string
number: number
mode: Mode
priority: (Priority | null)
operator_name: string
answered_at: string
whys: Why[]
chosen_at: string
state: ReviewState
second: boolean
reviewer_name: string
mine: boolean
submitted_at: (string | null)
score: (number | null)
replied: boolean
safety_open: boolean
}
/**
 * One reason. `code` is the rule, or the cause a person chose; `words` are that person's.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Why".
 */
export interface Why {
kind: WhyKind
code: string
words?: string
by?: string
}
/**
 * One unit that was asked for, or given.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Loan".
 */
export interface Loan {
unit: string
callsign: string
lender: string
state: LoanState
by_name: string
at: string
answered_by?: (string | null)
words?: string
back?: (AskedBack | null)
}
/**
 * Its centre lends it for the time of the operation, asked or unasked.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoanAgreed".
 */
export interface LoanAgreed {
kind: "preventive.operation.loan_agreed"
operation: string
unit: string
callsign: string
lender: string
by_name: string
words?: string
}
/**
 * Its centre keeps it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoanDeclined".
 */
export interface LoanDeclined {
kind: "preventive.operation.loan_declined"
operation: string
unit: string
by_name: string
words?: string
}
/**
 * It goes home before the end, or is not wanted any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoanOver".
 */
export interface LoanOver {
kind: "preventive.operation.loan_over"
operation: string
unit: string
by_name: string
words?: string
}
/**
 * Say where help must go. After it was agreed, a change is a correction and is told to everybody concerned.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Locate".
 */
export interface Locate {
kind: "cases.locate"
case: string
location: Location
correction?: boolean
}
/**
 * This person opens this case, on a page or as a file.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LookAtCase".
 */
export interface LookAtCase {
kind: "identity.look_at_case"
case: string
how?: string
}
/**
 * Somebody who saw it; `reason` when they forced a reserved case open.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Looked".
 */
export interface Looked {
at: string
who: string
desk: (string | null)
how: string
reason?: (string | null)
}
/**
 * The desk's line is gone in the middle of a call: the caller returns to the head of the queue, the desk to pause.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoseDesk".
 */
export interface LoseDesk {
kind: "calls.lose_desk"
call: string
desk: string
}
/**
 * It is gone: nothing is heard and nothing goes out by it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoseLink".
 */
export interface LoseLink {
kind: "radio.lose_link"
gateway: string
why: string
}
/**
 * Help was sent, or acknowledged by a crew (process/coordinated.py).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MarkHelp".
 */
export interface MarkHelp {
kind: "cases.mark_help"
case: string
acknowledged?: boolean
}
/**
 * The file of this case is sealed (process/closed.py).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MarkSealed".
 */
export interface MarkSealed {
kind: "cases.mark_sealed"
case: string
}
/**
 * This case is the same as another: its calls go there, its own story stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Merge".
 */
export interface Merge {
kind: "cases.merge"
case: string
into: string
}
/**
 * Nobody could be reached by ringing: tell the caller's telephone in writing, once (console.md 6).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessageCaller".
 */
export interface MessageCaller {
kind: "calls.message_caller"
call: string
}
/**
 * They stand under another case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessageMoved".
 */
export interface MessageMoved {
kind: "followup.message.moved"
message: string
case: string
}
/**
 * Somebody has read them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessageRead".
 */
export interface MessageRead {
kind: "followup.message.read"
message: string
by: string
by_name: string
party?: (Party | null)
}
/**
 * A desk, a centre or a unit: who is concerned by a watch, who gets a message. Exactly one is set.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Party".
 */
export interface Party {
desk?: (string | null)
centre?: (string | null)
unit?: (string | null)
}
/**
 * One message of a case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessageRow".
 */
export interface MessageRow {
id: string
case: string
mode: Mode
by: string
by_name: string
sender: (Party | null)
to: Party[]
words: string
sent_at: string
read: FollowupReading[]
}
/**
 * One reader of a message.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FollowupReading".
 */
export interface FollowupReading {
person: string
name: string
at: string
party?: (Party | null)
}
/**
 * Words went to these.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessageSent".
 */
export interface MessageSent {
kind: "followup.message.sent"
message: string
case: string
mode: Mode
by: string
by_name: string
sender: (Party | null)
to: Party[]
words: string
}
/**
 * Who hears the beat from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MetronomeSet".
 */
export interface MetronomeSet {
kind: "instructions.metronome.set"
run: string
metronome: Metronome
by: string
}
/**
 * A moment that counts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MomentMarked".
 */
export interface MomentMarked {
kind: "instructions.moment.marked"
run: string
mark: string
next: (string | null)
by: string
}
/**
 * Whom these words are for works on another case now. Says nothing once somebody has read them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MoveMessage".
 */
export interface MoveMessage {
kind: "followup.move_message"
message: string
case: string
}
/**
 * This patient is of `case`, and goes to the case in which that one lives on; with `left` as `MoveTask` has it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MovePatient".
 */
export interface MovePatient {
kind: "dispatch.move_patient"
patient: string
case: string
left?: (string | null)
}
/**
 * This task is of `case`: with its crews it goes to the case in which that one lives on.
 * 
 * With `left` only as long as it is still there: what was parted meanwhile stays where it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MoveTask".
 */
export interface MoveTask {
kind: "dispatch.move_task"
task: string
case: string
left?: (string | null)
}
/**
 * What is waited for is of another case now; `to` are those who are concerned by it there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MoveWatch".
 */
export interface MoveWatch {
kind: "followup.move_watch"
watch: string
case: string
/**
 * @maxItems 50
 */
to?: Party[]
}
/**
 * One thing that sealing asks for: `closed`, `disposition`, `tasks`, `units`, `calls`; `which` names what is not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Must".
 */
export interface Must {
code: string
done: boolean
which?: string
}
/**
 * Their own call as the caller's page shows it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MyCallRow".
 */
export interface MyCallRow {
id: string
state: CallState
answered_at: (string | null)
ended_at: (string | null)
located: boolean
lines: number
voice_fails?: boolean
}
/**
 * Where everybody who works on one case speaks. Its `id` is the case's.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NetRow".
 */
export interface NetRow {
id: string
case: string
mode: Mode
tasks: {
[k: string]: OnGroup
}
command: (OnGroup | null)
}
/**
 * One line that everybody at work should know: a closed road, a helicopter that cannot fly.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "News".
 */
export interface News {
id: string
at: string
by_name: string
words: string
}
/**
 * A line of the shift.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NewsPosted".
 */
export interface NewsPosted {
kind: "followup.room.news_posted"
room: string
mode: Mode
news: string
by_name: string
words: string
}
/**
 * That line holds no longer.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NewsWithdrawn".
 */
export interface NewsWithdrawn {
kind: "followup.room.news_withdrawn"
room: string
mode: Mode
news: string
}
/**
 * What the operator writes down.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Note".
 */
export interface Note {
kind: "calls.note"
call: string
words: string
}
/**
 * Who called whom, and the words, as a person heard it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NoteCall".
 */
export interface NoteCall {
kind: "radio.note_call"
entry: string
who: string
words: string
to?: (string | null)
unit?: (string | null)
case?: (string | null)
group?: (string | null)
}
/**
 * Words for everybody who works on this case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NoteCase".
 */
export interface NoteCase {
kind: "cases.note"
case: string
words: string
}
/**
 * What may hurt those who go there: told at once to every centre and crew.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NoteHazard".
 */
export interface NoteHazard {
kind: "cases.note_hazard"
case: string
hazard: Hazard
}
/**
 * The queue offers a call to a ready desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Offer".
 */
export interface Offer {
kind: "calls.offer"
call: string
desk: string
}
/**
 * Ask one centre, by hand. `instead_of` is a task of this case that nobody took: its alarm ends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OfferTask".
 */
export interface OfferTask {
kind: "dispatch.offer_task"
task: string
case: string
mode: Mode
centre: string
agency: string
service: string
/**
 * @maxItems 40
 */
capabilities?: string[]
priority: Priority
place?: (Point | null)
by_telephone?: boolean
reflex?: boolean
/**
 * @maxItems 20
 */
fallbacks?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
reasons?: DispatchReason[]
instead_of?: (string | null)
}
/**
 * Put a card on screen, in the caller's language.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpenCard".
 */
export interface OpenCard {
kind: "instructions.open_card"
run: string
case: string
card: string
language?: string
}
/**
 * Something is happening. No case is refused for want of an address, a type or a caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpenCase".
 */
export interface OpenCase {
kind: "cases.open"
case: string
call?: (string | null)
location?: (Location | null)
summary?: (string | null)
type?: (string | null)
priority?: (Priority | null)
}
/**
 * This person must see a reserved case, and says why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpenReserved".
 */
export interface OpenReserved {
kind: "identity.open_reserved"
case: string
reason: string
}
/**
 * The caller's telephone reads and writes real-time text. Told by whoever carries media.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpenText".
 */
export interface OpenText {
kind: "calls.open_text"
call: string
}
/**
 * Its area, its units and its plan count from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationBegan".
 */
export interface OperationBegan {
kind: "preventive.operation.began"
operation: string
}
/**
 * It does not take place.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationCancelled".
 */
export interface OperationCancelled {
kind: "preventive.operation.cancelled"
operation: string
by_name: (string | null)
reason: string
}
/**
 * How it is from now on, whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationChanged".
 */
export interface OperationChanged {
kind: "preventive.operation.changed"
operation: string
details: Details
by_name: string
}
/**
 * Nothing of it is left.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationEnded".
 */
export interface OperationEnded {
kind: "preventive.operation.ended"
operation: string
}
/**
 * Its time came, or a person ended it (`by_name`): units come home, nothing new is sent to it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationEnding".
 */
export interface OperationEnding {
kind: "preventive.operation.ending"
operation: string
by_name?: (string | null)
reason?: string
}
/**
 * It ends at another moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationExtended".
 */
export interface OperationExtended {
kind: "preventive.operation.extended"
operation: string
ends_at: string
by_name: string
reason: string
}
/**
 * There will be one.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationPlanned".
 */
export interface OperationPlanned {
kind: "preventive.operation.planned"
operation: string
mode: Mode
details: Details
by: string
by_name: string
}
/**
 * One operation on a map, in its list, and for whoever lends to it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationRow".
 */
export interface OperationRow {
id: string
mode: Mode
state: OperationState
details: Details
planned_by_name: string
planned_at: string
changed_at: string
changed_by: string
loans: Loan[]
began_at: (string | null)
ending_at: (string | null)
over_by: (string | null)
reason: string
}
/**
 * The crew knows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OrderAcknowledged".
 */
export interface OrderAcknowledged {
kind: "dispatch.unit.order_acknowledged"
unit: string
change: string
acknowledgement: Acknowledgement
}
/**
 * A crew without work goes to this place and waits there. `gain`: what the proposal that is followed was reckoned to give.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OrderStandBy".
 */
export interface OrderStandBy {
kind: "dispatch.order_stand_by"
unit: string
change: string
place: Point
name: string
gain?: (Gain | null)
}
/**
 * What stands, what comes, and every release.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Overview".
 */
export interface Overview {
ground: string
top: string
now: (PublishingStanding | null)
held: (string | null)
coming: PublishingStanding[]
releases: Release[]
}
/**
 * One approved set and the moment from which it counts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PublishingStanding".
 */
export interface PublishingStanding {
release: string
number: number
content: string
stands_from: string
}
/**
 * A proposal to put a set in force.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Release".
 */
export interface Release {
id: string
number: number
title: string
reason: string
author: string
author_name: string
proposed_at: string
content: string
base: string
changed: Changed[]
effective_from: string
state?: ReleaseState
signatures?: Signature[]
remarks?: Remark[]
stands_from?: (string | null)
ended_by?: string
ended_because?: string
}
/**
 * One office's yes to this very set, signed with the centre's key in the name of the person.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Signature".
 */
export interface Signature {
office: Office
person: string
name: string
at: string
key: string
signature: string
}
/**
 * What a reader says of it, of one document or of all.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Remark".
 */
export interface Remark {
at: string
by: string
words: string
document?: string
}
/**
 * A factor is in force, with all that it was learnt from.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PaceAdopted".
 */
export interface PaceAdopted {
kind: "dispatch.pace.adopted"
pace: string
agency: string
mode: Mode
version: number
factor: number
learnt: Learnt
by: string
words?: (string | null)
}
/**
 * None is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PaceDropped".
 */
export interface PaceDropped {
kind: "dispatch.pace.dropped"
pace: string
version: number
by: string
words?: (string | null)
}
/**
 * Some of what was found, and the case to go on after; None when this was all.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Page".
 */
export interface Page {
cases: FoundCase[]
next: (string | null)
}
/**
 * It was another one after all: a merged case goes on by itself, with everything that was known of it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartCase".
 */
export interface PartCase {
kind: "cases.part"
case: string
}
/**
 * The line of a party is over, or never came to be.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartyGone".
 */
export interface PartyGone {
kind: "calls.party_gone"
call: string
party: string
reason: PartyEnd
}
/**
 * They are on the line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartyJoined".
 */
export interface PartyJoined {
kind: "calls.call.party_joined"
call: string
party: string
name: string
desk?: (string | null)
person?: (string | null)
person_name?: (string | null)
}
/**
 * They are not, or never came.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartyLeft".
 */
export interface PartyLeft {
kind: "calls.call.party_left"
call: string
party: string
name: string
reason: PartyEnd
}
/**
 * Somebody is asked into the call: it rings at that desk, or at that number.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartyRang".
 */
export interface PartyRang {
kind: "calls.call.party_rang"
call: string
party: string
name: string
desk?: (string | null)
number?: (string | null)
}
/**
 * Somebody answered at the number that was rung.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartyUp".
 */
export interface PartyUp {
kind: "calls.party_up"
call: string
party: string
}
/**
 * What interviews of the past would have been decided now, for those who ask whether it matters.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Past".
 */
export interface Past {
runs: number
lowered: number
raised: number
otherwise: number
examples: Example[]
}
/**
 * In other hands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientHandedOver".
 */
export interface PatientHandedOver {
kind: "dispatch.patient.handed_over"
patient: string
to: string
}
/**
 * The case was the same as another, or was not after all. The number is another only where somebody had it there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientMoved".
 */
export interface PatientMoved {
kind: "dispatch.patient.moved"
patient: string
case: string
was_in: string
number: number
was_number: number
}
/**
 * A person of the case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientRecorded".
 */
export interface PatientRecorded {
kind: "dispatch.patient.recorded"
patient: string
case: string
mode: Mode
number: number
age?: AgeBand1
words?: (string | null)
triage?: (Triage | null)
priority?: (Priority | null)
}
/**
 * One patient. `clinical` is false where the clinical cells were taken out: unknown is then not the same as none.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientRow".
 */
export interface PatientRow {
id: string
case: string
mode: Mode
number: number
state: PatientState
recorded_at: string
age: (AgeBand | null)
words: (string | null)
triage: (Triage | null)
priority: (Priority | null)
unit: (string | null)
hospital: (Hospital | null)
handed_over_at: (string | null)
handed_over_to: (string | null)
outcome: (PatientOutcome | null)
clinical?: boolean
}
/**
 * Said before something newer was known, and heard after it: it stays in the record and changes nothing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientSaidLate".
 */
export interface PatientSaidLate {
kind: "dispatch.patient.said_late"
patient: string
age?: (AgeBand | null)
words?: (string | null)
triage?: (Triage | null)
priority?: (Priority | null)
unit?: (string | null)
state?: (PatientState | null)
outcome?: (PatientOutcome | null)
hospital?: (string | null)
}
/**
 * What is known better; None means not said now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientUpdated".
 */
export interface PatientUpdated {
kind: "dispatch.patient.updated"
patient: string
age?: (AgeBand | null)
words?: (string | null)
triage?: (Triage | null)
priority?: (Priority | null)
unit?: (string | null)
state?: (PatientState | null)
outcome?: (PatientOutcome | null)
}
/**
 * This desk takes none, and why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Pause".
 */
export interface Pause {
kind: "calls.pause"
reason: string
}
/**
 * Somebody did. The envelope says who and from where.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PhoneSearched".
 */
export interface PhoneSearched {
kind: "archive.search.made"
search: string
phone: string
by: string
}
/**
 * A document that came in the course of the case; `digest` is what it is asked for by.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Picture".
 */
export interface Picture {
digest: string
title: string
media_type: string
size: number
at: string
since: number
lost?: boolean
}
/**
 * There will be an operation. It begins and ends by itself.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanOperation".
 */
export interface PlanOperation {
kind: "preventive.plan"
operation: string
planned: Planned
}
/**
 * The response plan in force: whom it asks, for what, and where.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanRead".
 */
export interface PlanRead {
id: string
version: string
digest: string
draft: boolean
area: string
centres: Centre[]
zones: Zone[]
usual: {
[k: string]: string[][]
}
stands_in: {
[k: string]: string
}
support_up_to: Priority
capabilities: string[]
}
/**
 * Which centres answer for a service in these municipalities, in the order in which they are asked; with `hours`
 * or `days` only then, by the clock of the area, and before those who always do.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Zone".
 */
export interface Zone {
municipalities: string[]
service: string
/**
 * @minItems 1
 */
centres: [string, ...(string)[]]
hours?: (string | null)
days?: ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")[]
}
/**
 * A recording of a step begins to be played into the call. The screen does not move.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlayStep".
 */
export interface PlayStep {
kind: "instructions.play_step"
run: string
step: string
call: string
recording: string
}
/**
 * A recording was cut off: that step was not said to its end, and no longer counts as said by it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlayingStopped".
 */
export interface PlayingStopped {
kind: "instructions.step.play_stopped"
run: string
step: string
by: string
recording: string
after_s: number
}
/**
 * One fix; every one is kept.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PositionReported".
 */
export interface PositionReported {
kind: "calls.call.position_reported"
call: string
position: Position
}
/**
 * One line that everybody at work should know.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PostNews".
 */
export interface PostNews {
kind: "followup.post_news"
news: string
words: string
}
/**
 * The caller pressed a key of their telephone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PressKey".
 */
export interface PressKey {
kind: "calls.press_key"
call: string
key: string
pressed_at: string
}
/**
 * Less severe, by a person, with a reason. No unit is recalled by it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PriorityLowered".
 */
export interface PriorityLowered {
kind: "cases.case.priority_lowered"
case: string
priority: Priority
before: Priority
reason: string
}
/**
 * More severe than thought. Everybody on the case is interrupted.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PriorityRaised".
 */
export interface PriorityRaised {
kind: "cases.case.priority_raised"
case: string
priority: Priority
before?: (Priority | null)
by: string
}
/**
 * A bundle written this moment and checked as a stranger would, with our public key.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Proof".
 */
export interface Proof {
verdict: string
sealed: boolean
at: string
facts: number
facts_digest: string
redacted: number
documents: number
log_size: number
log_root: string
head_at: string
key: string
first_leaf: number
last_leaf: number
findings?: string[]
}
/**
 * Put this set, which was checked, in force from that moment, in place of the one that stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProposeRelease".
 */
export interface ProposeRelease {
kind: "publishing.propose_release"
release: string
content: string
title: string
reason: string
effective_from: string
}
/**
 * A rule of a plan holds. Only a person declares.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProposeSituation".
 */
export interface ProposeSituation {
kind: "major.propose_situation"
plan: string
phase: string
ground: Ground
}
/**
 * The interview has proved at least this priority, and what must be sent.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProveFloor".
 */
export interface ProveFloor {
kind: "cases.prove_floor"
case: string
priority: Priority
rule: string
send?: string[]
}
/**
 * Somebody else may; what I had scored is not kept in it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PutBackReview".
 */
export interface PutBackReview {
kind: "review.put_back"
review: string
}
/**
 * One line of the radio log.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioEntryRow".
 */
export interface RadioEntryRow {
id: string
mode: Mode
kind: RadioKind
at: string
until: (string | null)
gateway: (string | null)
who: string
who_radio: (string | null)
to: string
to_radio: (string | null)
group: (string | null)
unit: (string | null)
case: (string | null)
agency: (string | null)
centre: (string | null)
shared: boolean
words: (string | null)
code: (number | null)
means: (CodeMeans | null)
point: (Point | null)
by: string
verdict: (RadioVerdict | null)
sent: (SendOutcome | null)
why: (string | null)
seen_by: (string | null)
seen_at: (string | null)
}
/**
 * Talk groups, and each agency's status codes. A centre without radio has an empty one.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioPlan".
 */
export interface RadioPlan {
version?: string
draft?: boolean
groups?: TalkGroup[]
codes?: {
[k: string]: Coded[]
}
}
/**
 * One talk group of the networks that this centre is on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TalkGroup".
 */
export interface TalkGroup {
gssi: string
name: string
use: Use
agency?: (string | null)
}
/**
 * Something critical changed. Interrupts the centre and every assigned unit in one transaction.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RaiseChange".
 */
export interface RaiseChange {
kind: "dispatch.raise_change"
task: string
change: string
change_kind: ChangeKind
new: string
old?: (string | null)
priority?: (Priority | null)
place?: (Point | null)
}
/**
 * The crew's own emergency button, held 1.5 seconds; or the same, said by radio to its centre.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RaiseEmergency".
 */
export interface RaiseEmergency {
kind: "dispatch.emergency"
unit: string
point?: (Point | null)
at?: (string | null)
group?: (string | null)
}
/**
 * How far, in metres; None is *not known here*, never nought.
 * 
 * `isolation_m` is a radius all round; `day_m` and `night_m` reach downwind from the place.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Reach".
 */
export interface Reach2 {
isolation_m?: (number | null)
day_m?: (number | null)
night_m?: (number | null)
}
/**
 * A sentence of a card that was read aloud.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Read".
 */
export interface Read {
at: string
card: string
words: string
since: number
}
/**
 * It was on somebody's screen, and they said so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReadMessage".
 */
export interface ReadMessage {
kind: "followup.read_message"
message: string
}
/**
 * An operator enters a call taken on another line; it is answered from its first moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordCall".
 */
export interface RecordCall {
kind: "calls.record"
call: string
phone?: (string | null)
caller_name?: (string | null)
language?: (string | null)
line?: (string | null)
}
/**
 * There is a person who is hurt or ill. Nothing but the case is needed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordPatient".
 */
export interface RecordPatient {
kind: "dispatch.record_patient"
patient: string
case: string
mode: Mode
age?: AgeBand2
words?: (string | null)
triage?: (Triage | null)
priority?: (Priority | null)
at?: (string | null)
}
/**
 * What was heard in a call, or in a part of it; its bytes are asked for at the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Recorded".
 */
export interface Recorded {
call: string
digest: string
parties: string[]
began_at: string
duration_s: number
since: number
}
/**
 * Somebody listened. The envelope says who; `reason` is theirs, where the call was not their own.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordingHeard".
 */
export interface RecordingHeard {
kind: "calls.call.recording_heard"
call: string
digest: string
reason?: (string | null)
}
/**
 * What was heard is kept under its digest.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordingKept".
 */
export interface RecordingKept {
kind: "calls.call.recorded"
call: string
recording: Recording
}
/**
 * It rang, and nobody can speak with its telephone: there are no media, or none that it understands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Refuse".
 */
export interface Refuse {
kind: "calls.refuse"
call: string
reason: CallRefusalReason
code: number
}
/**
 * The command post keeps it, and says why. A yes is `preventive.return_unit`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RefuseBack".
 */
export interface RefuseBack {
kind: "preventive.refuse_back"
operation: string
unit: string
words: string
}
/**
 * The centre does not take it, also after it had accepted and found no unit. The next centre is asked at once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RefuseTask".
 */
export interface RefuseTask {
kind: "dispatch.refuse_task"
task: string
reason: RefusalReason
words?: (string | null)
}
/**
 * A unit exists, or its fixed data changed. Its status, crew and work stay as they are.
 * 
 * `retired`: it is given no work and stands on no board; its name stays beside what it did.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RegisterUnit".
 */
export interface RegisterUnit {
kind: "dispatch.register_unit"
unit: string
callsign: string
agency: string
centre: string
/**
 * @minItems 1
 * @maxItems 20
 */
capabilities: [string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
home: Point
mode?: Mode2
talk_group?: (string | null)
phone?: (string | null)
/**
 * @maxItems 20
 */
radios?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
retired?: boolean
}
/**
 * Two cases have to do with one another and stay two.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Relate".
 */
export interface Relate {
kind: "cases.relate"
case: string
other: string
}
/**
 * Both have.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseApproved".
 */
export interface ReleaseApproved {
kind: "publishing.release.approved"
release: string
stands_from: string
}
/**
 * Somebody proposes a set.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseProposed".
 */
export interface ReleaseProposed {
kind: "publishing.release.proposed"
release: string
number: number
title: string
reason: string
author: string
by: string
content: string
base: string
changed: Changed[]
effective_from: string
}
/**
 * A reader said something.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseRemarked".
 */
export interface ReleaseRemarked {
kind: "publishing.release.remarked"
release: string
words: string
document: string
by: string
}
/**
 * An approver said no.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseReturned".
 */
export interface ReleaseReturned {
kind: "publishing.release.returned"
release: string
reason: string
by: string
}
/**
 * One office said yes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseSigned".
 */
export interface ReleaseSigned {
kind: "publishing.release.signed"
release: string
content: string
office: Office
person: string
by: string
key: string
signature: string
}
/**
 * It stands no more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseTakenBack".
 */
export interface ReleaseTakenBack {
kind: "publishing.release.taken_back"
release: string
reason: string
by: string
}
/**
 * Give it to its agency, which follows it from here: to whom, and why. Units go on with their work.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseTask".
 */
export interface ReleaseTask {
kind: "dispatch.release_task"
task: string
to: string
reason: string
}
/**
 * Let it go from its work. What the crew reported stays, until they report otherwise.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseUnit".
 */
export interface ReleaseUnit {
kind: "dispatch.release_unit"
unit: string
reason?: (string | null)
}
/**
 * Its author did.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseWithdrawn".
 */
export interface ReleaseWithdrawn {
kind: "publishing.release.withdrawn"
release: string
reason: string
by: string
}
/**
 * Say something of it, of one document or of all.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RemarkOnRelease".
 */
export interface RemarkOnRelease {
kind: "publishing.remark"
release: string
words: string
document?: string
}
/**
 * It was not over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReopenCase".
 */
export interface ReopenCase {
kind: "cases.reopen"
case: string
reason: string
}
/**
 * The case goes on. What was sealed stays sealed; a new seal follows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReopenFile".
 */
export interface ReopenFile {
kind: "archive.reopen"
case: string
reason: string
}
/**
 * A step was said again: the one named, or the one on screen. The screen does not move.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Repeat".
 */
export interface Repeat {
kind: "instructions.repeat"
run: string
step?: (string | null)
language?: (string | null)
}
/**
 * Past cases by both plans. `cases` are the gravest first, not more than `DIFFERENCES_MAX`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Replay".
 */
export interface Replay {
tried: number
otherwise: number
worse: number
since: string
by: {
[k: string]: number
}
cases: CaseDifference[]
names: {
[k: string]: string
}
}
/**
 * What became of the past month's cases; None while the draft cannot be read.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReplayAnswer".
 */
export interface ReplayAnswer {
faults: Fault[]
replay?: (Replay | null)
}
/**
 * The operator's own words to it, once, within the days that the card gives.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReplyToReview".
 */
export interface ReplyToReview {
kind: "review.reply"
review: string
words: string
}
/**
 * That a report was made: what it said is in the letters and in the log.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Report".
 */
export interface Report {
number: number
at: string
by: string
given_by: (string | null)
letters: Letter[]
changed: Letter[]
read_back: boolean
late?: Letter[]
}
/**
 * One direction of a line is dead, or sound gets through again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportAudio".
 */
export interface ReportAudio {
kind: "calls.report_audio"
call: string
way: Way
dead: boolean
desk?: (string | null)
party?: (string | null)
}
/**
 * Whoever this crew brought is in other hands: all its patients, and the moment between arrived and clear (T15).
 * 
 * By the crew, with the moment of its press; or by its centre, for a crew that says it by voice.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportHandover".
 */
export interface ReportHandover {
kind: "dispatch.report_handover"
unit: string
to: string
at?: (string | null)
assignment?: (string | null)
}
/**
 * The leg of a desk stands, or does not any more. Told by whoever carries media.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportLine".
 */
export interface ReportLine {
kind: "calls.report_line"
desk: string
up: boolean
}
/**
 * A new fix of the caller's device.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportPosition".
 */
export interface ReportPosition {
kind: "calls.report_position"
call: string
position: Position
}
/**
 * A METHANE report, or as many letters of one as are known. What it leaves out stays as it was said before.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportScene".
 */
export interface ReportScene {
kind: "major.report_scene"
case: string
said: {
[k: string]: Value
}
given_by?: (string | null)
read_back?: boolean
at?: (string | null)
}
/**
 * What one letter says. `declared` belongs to the first, `number` and `how` to the casualties, words to all but the first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Value".
 */
export interface Value {
source: Source
words?: string
declared?: (Declared | null)
number?: (HowMany | null)
how?: (How | null)
}
/**
 * The caller's line is well and nothing has been said on it since then; None: they speak again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportSilence".
 */
export interface ReportSilence {
kind: "calls.report_silence"
call: string
since: (string | null)
}
/**
 * One press of the crew. `at` is when it was pressed, if it waited for the network.
 * 
 * A transport that says where it goes warns that hospital of whom the crew has, in the same moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportStatus".
 */
export interface ReportStatus {
kind: "dispatch.report_status"
unit: string
status: UnitStatus
at?: (string | null)
assignment?: (string | null)
destination?: (string | null)
heard?: (string | null)
hospital?: (string | null)
/**
 * @maxItems 40
 */
shown?: ShownHospital[]
}
/**
 * Only named people see it from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Reserve".
 */
export interface Reserve {
kind: "cases.reserve"
case: string
reason: string
}
/**
 * Somebody who is not named opened a reserved case, with a reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReservedOpened".
 */
export interface ReservedOpened {
kind: "identity.case.reserved_opened"
case: string
reason: string
person: string
by: string
mode?: Mode3
}
/**
 * How it last came to rest.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Rest".
 */
export interface Rest {
at: string
by: string
reason: string
dismissed: boolean
}
/**
 * Back to the caller, from hold or consultation.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Resume".
 */
export interface Resume {
kind: "calls.resume"
call: string
}
/**
 * Nobody is taken there any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RetireHospital".
 */
export interface RetireHospital {
kind: "hospitals.retire"
hospital: string
}
/**
 * This person is now waiting in another call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RetryJoined".
 */
export interface RetryJoined {
kind: "calls.call.retry_joined"
call: string
by: string
}
/**
 * No, and what must be mended.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReturnRelease".
 */
export interface ReturnRelease {
kind: "publishing.return"
release: string
reason: string
}
/**
 * The command post gives it back before the end; or what was asked for is not wanted any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReturnUnit".
 */
export interface ReturnUnit {
kind: "preventive.return_unit"
operation: string
unit: string
words?: string
}
/**
 * One person's look at one call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Review".
 */
export interface Review {
id: string
subject: Subject
whys: Why[]
chosen_at: string
second_of?: (string | null)
state?: ReviewState1
reviewer?: (string | null)
reviewer_name?: string
taken_at?: (string | null)
card?: (string | null)
card_version?: string
findings?: Finding[]
scores?: ItemScore[]
submitted?: ItemScore[]
submitted_at?: (string | null)
words?: string
score?: (number | null)
reply_until?: (string | null)
reply?: (ReviewReply | null)
corrections?: Correction[]
safety?: (SafetyFlag | null)
}
/**
 * What the operator says to it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewReply".
 */
export interface ReviewReply {
at: string
words: string
}
/**
 * Somebody may have been harmed. The reviewer opens it and cannot close it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SafetyFlag".
 */
export interface SafetyFlag {
raised_at: string
items: string[]
closed_at?: (string | null)
closed_by?: string
words?: string
}
/**
 * A call is to be looked at again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewChosen".
 */
export interface ReviewChosen {
kind: "review.review.chosen"
review: string
subject: Subject
why: Why[]
second_of?: (string | null)
}
/**
 * The reviewer takes one item back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewCorrected".
 */
export interface ReviewCorrected {
kind: "review.review.corrected"
review: string
before: ItemScore
after: ItemScore
reason: string
score: (number | null)
by: string
}
/**
 * It waits for somebody else.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewPutBack".
 */
export interface ReviewPutBack {
kind: "review.review.put_back"
review: string
by: string
}
/**
 * One review with the card that it is, or would be, written by.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewRead".
 */
export interface ReviewRead {
review: Review
card: (ScoreCard | null)
readable: boolean
}
/**
 * The card in force. A version never changes: `digest` names it, and each review keeps the one it was begun with.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ScoreCard".
 */
export interface ScoreCard {
id: string
version: string
levels: CardLevel[]
sections: Section[]
sampling: Sampling
reply_days: number
digest?: string
}
/**
 * Items that share a weight.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Section".
 */
export interface Section {
id: string
words: {
[k: string]: string
}
weight: number
items: Item[]
}
/**
 * There is one more reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewReasonAdded".
 */
export interface ReviewReasonAdded {
kind: "review.review.reason_added"
review: string
why: Why
}
/**
 * The operator answered.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewReplied".
 */
export interface ReviewReplied {
kind: "review.review.replied"
review: string
words: string
by: string
}
/**
 * It is written: every item, and what it comes to by the weights of the card.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewSubmitted".
 */
export interface ReviewSubmitted {
kind: "review.review.submitted"
review: string
scores: ItemScore[]
score: (number | null)
words: string
reply_until: string
by: string
}
/**
 * Somebody writes it, by this card; and what the log tells.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewTaken".
 */
export interface ReviewTaken {
kind: "review.review.taken"
review: string
reviewer: string
by: string
card: string
card_version: string
findings: Finding[]
}
/**
 * A person tries to reach us. From the caller's page, a line, a standard; never refused for what it lacks.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Ring".
 */
export interface Ring {
kind: "calls.ring"
call: string
channel: Channel
phone?: (string | null)
caller_name?: (string | null)
language?: (string | null)
cannot_speak?: boolean
line?: (string | null)
position?: (Position | null)
words?: (string | null)
user_agent?: (string | null)
refused?: (Refusal | null)
}
/**
 * Ring an unanswered caller from this desk. The desk's line stands already: it hears the ringing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RingBack".
 */
export interface RingBack {
kind: "calls.ring_back"
call: string
}
/**
 * A desk rings the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RingingBack".
 */
export interface RingingBack {
kind: "calls.call.ringing_back"
call: string
desk: string
operator: string
operator_name: string
}
/**
 * What holds for the whole room of one mode.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RoomRow".
 */
export interface RoomRow {
id: string
mode: Mode
surge: (Surge | null)
news: News[]
}
/**
 * More calls than hands: since when, who said so, and why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Surge".
 */
export interface Surge {
since: string
by_name: string
reason: string
}
/**
 * A question was answered. `corrects` is the answer it replaces.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunAnswered".
 */
export interface RunAnswered {
kind: "triage.run.answered"
run: string
question: string
answer: string
words: (string | null)
corrects: (string | null)
by: string
}
/**
 * The interview is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunClosed".
 */
export interface RunClosed {
kind: "triage.run.closed"
run: string
by: string
}
/**
 * Its end has come: the house's own clock says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunOut".
 */
export interface RunOut {
kind: "preventive.run_out"
operation: string
}
/**
 * The interview goes on with another protocol; `facts` are what was carried over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunProtocolChanged".
 */
export interface RunProtocolChanged {
kind: "triage.run.protocol_changed"
run: string
previous: string
protocol: string
version: string
digest: string
draft: boolean
facts: {
[k: string]: string
}
by: string
}
/**
 * What is proved by now, whole: it replaces what was proved before, and its priority is never milder.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunProved".
 */
export interface RunProved {
kind: "triage.run.proved"
run: string
case: string
protocol: string
standing: TriageStanding
}
/**
 * What a run has proved so far and keeps: the part of a proof that is a fact.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TriageStanding".
 */
export interface TriageStanding {
priority?: (Priority | null)
rule?: (string | null)
type?: (string | null)
dispatch?: Dispatch1
send?: string[]
say?: string[]
notify?: string[]
}
/**
 * A person said what is happening; `before` is the type it replaces.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunReclassified".
 */
export interface RunReclassified {
kind: "triage.run.reclassified"
run: string
case: string
type: string
before: (string | null)
reason: (string | null)
by: string
}
/**
 * A run as the desk shows it. The console proves the rest itself from `digest` and `answers`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunRow".
 */
export interface RunRow {
run: string
case: string
protocol: string
version: string
digest: string
answers: {
[k: string]: string
}
priority: (Priority | null)
rule: (string | null)
type: (string | null)
chosen: boolean
send: string[]
say: string[]
last_at: (string | null)
call: (string | null)
}
/**
 * An interview began with this very version of a protocol.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunStarted".
 */
export interface RunStarted {
kind: "triage.run.started"
run: string
case: string
mode: Mode
language: string
protocol: string
version: string
digest: string
draft: boolean
facts: {
[k: string]: string
}
by: string
call?: (string | null)
}
/**
 * The last answer was taken back; `restored` is the one before it, `standing` what stood then.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunUndone".
 */
export interface RunUndone {
kind: "triage.run.undone"
run: string
question: string
answer: string
restored: (string | null)
standing: TriageStanding
by: string
}
/**
 * A person who did not write the review has looked at it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SafetyFlagClosed".
 */
export interface SafetyFlagClosed {
kind: "review.review.safety_closed"
review: string
words: string
by: string
}
/**
 * A critical deviation: somebody may have been harmed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SafetyFlagRaised".
 */
export interface SafetyFlagRaised {
kind: "review.review.safety_raised"
review: string
items: string[]
}
/**
 * A letter as it stands: the newest that was said of it, and what it replaced.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Said".
 */
export interface Said {
value: Value
at: string
by: string
given_by: (string | null)
report: number
before?: (Value | null)
before_at?: (string | null)
}
/**
 * A line of chat or real-time text from the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Say".
 */
export interface Say {
kind: "calls.say"
call: string
words: string
}
/**
 * A step has been said (and done, where it waits for a yes); the next one comes up.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SayStep".
 */
export interface SayStep {
kind: "instructions.say_step"
run: string
step: string
language?: (string | null)
}
/**
 * Where the wind blows from at the place, as somebody there says it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SayWind".
 */
export interface SayWind {
kind: "cases.say_wind"
case: string
blows_from: WindFrom
}
/**
 * Somebody said how it is there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SceneReported".
 */
export interface SceneReported {
kind: "major.scene.reported"
case: string
mode: Mode
number: number
said: {
[k: string]: Value
}
by: string
given_by?: (string | null)
read_back?: boolean
}
/**
 * What was reported of one case. Its `id` is the case's.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SceneRow".
 */
export interface SceneRow {
id: string
case: string
mode: Mode
letters: {
[k: string]: Said
}
reports: Report[]
sweeps: Sweep[]
situations: {
[k: string]: MajorTold
}
hospitals: {
[k: string]: Alerted
}
}
/**
 * One count of the injured. A colour that is not in it was not counted this time, which is not the same as none.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Sweep".
 */
export interface Sweep {
number: number
at: string
by: string
given_by: (string | null)
how: How
colours: {
[k: string]: HowMany
}
places?: {
[k: string]: HowMany
}
words?: (string | null)
}
/**
 * What became of a plan that this case was a reason for.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MajorTold".
 */
export interface MajorTold {
plan: string
name: string
what: Became
phase: string
at: string
by: string
}
/**
 * A plan that this case was a reason for was proposed, declared, changed or ended.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SceneTold".
 */
export interface SceneTold {
kind: "major.scene.situation_told"
case: string
mode: Mode
plan: string
name: string
what: Became
phase: string
by: string
}
/**
 * What I find of one item; None: it does not apply. Said again, it counts as said last.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ScoreItem".
 */
export interface ScoreItem {
kind: "review.score"
review: string
item: string
level: (ReviewLevel | null)
remark?: string
}
/**
 * Seal what is known. `mark` is of a bundle that has been written from the facts up to now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SealCase".
 */
export interface SealCase {
kind: "archive.seal_case"
case: string
number: number
mark: SealMark
}
/**
 * This person looks for the cases of one telephone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SearchByPhone".
 */
export interface SearchByPhone {
kind: "archive.search_by_phone"
search: string
phone: string
}
/**
 * A person has seen what changed nothing by itself.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SeeEntry".
 */
export interface SeeEntry {
kind: "radio.see_entry"
entry: string
}
/**
 * Where a unit was last seen, as maps and lists show it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Seen".
 */
export interface Seen {
unit: string
point: Point
at: string
accuracy_m?: (number | null)
speed_m_s?: (number | null)
course_deg?: (number | null)
road?: (Point | null)
on_road?: (OnRoad | null)
}
/**
 * F9. Offer a task to every centre that the plan names for what is known, in one transaction.
 * 
 * Pressed again it is «AMPLIAR»: centres that have the task are asked for what is new, others are offered one,
 * and nobody is asked twice. The facts are those that the person saw when they pressed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendHelp".
 */
export interface SendHelp {
kind: "dispatch.send_help"
case: string
mode: Mode
priority: Priority
type?: (string | null)
/**
 * @maxItems 40
 */
send?: string[]
municipality?: (string | null)
place?: (Point | null)
level?: number
}
/**
 * Words to a desk, a centre or a crew about one case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendMessage".
 */
export interface SendMessage {
kind: "followup.send_message"
message: string
case: string
/**
 * @minItems 1
 * @maxItems 50
 */
to: [Party, ...(Party)[]]
words: string
}
/**
 * An order to one crew at work, such as to wait for the police. It stands above the address until acknowledged.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendOrder".
 */
export interface SendOrder {
kind: "dispatch.send_order"
unit: string
change: string
change_kind: ChangeKind
words: string
}
/**
 * A text to the radio of a unit, or to a talk group; as a call-out it wakes the crew until they answer.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendRadio".
 */
export interface SendRadio {
kind: "radio.send"
entry: string
words: string
unit?: (string | null)
group?: (string | null)
call_out?: boolean
}
/**
 * One file of a set.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetFile".
 */
export interface SetFile {
path: string
digest: string
}
/**
 * Who hears the beat.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetMetronome".
 */
export interface SetMetronome {
kind: "instructions.set_metronome"
run: string
mode: Metronome
}
/**
 * A person raises it, or lowers it with a reason. P0 and P1 once offered need another permission.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetPriority".
 */
export interface SetPriority {
kind: "cases.set_priority"
case: string
priority: Priority
reason?: (string | null)
}
/**
 * A set was approved and follows the last.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetPut".
 */
export interface SetPut {
kind: "publishing.shelf.put"
release: string
number: number
content: string
stands_from: string
}
/**
 * The last one was taken back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetTaken".
 */
export interface SetTaken {
kind: "publishing.shelf.taken"
release: string
}
/**
 * What stands in one file of a set.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetText".
 */
export interface SetText {
path: string
text: string
}
/**
 * The agencies of a case have one command, and it has a talk group; the next free one where none is named.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetUpCommand".
 */
export interface SetUpCommand {
kind: "radio.set_up_command"
case: string
group?: (string | null)
}
/**
 * Begin to watch a promise. The id is derived from the fact that made it, so that a replay is a repeat.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetWatch".
 */
export interface SetWatch {
kind: "followup.set_watch"
watch: string
kind_of: WatchKind
subject: string
made?: Cursor1
about?: (string | null)
amber_at?: (string | null)
red_at?: (string | null)
case?: (string | null)
call?: (string | null)
priority?: (Priority | null)
/**
 * @maxItems 50
 */
to?: Party[]
first?: FollowupLevel
top?: FollowupLevel1
climb_s?: number
}
/**
 * Nobody sits here any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignOff".
 */
export interface SignOff {
kind: "calls.sign_off"
}
/**
 * Nobody crews it. Refused while it is assigned.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignOffCrew".
 */
export interface SignOffCrew {
kind: "dispatch.sign_off_crew"
unit: string
}
/**
 * These people crew it from now on. A unit out of service becomes available.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignOnCrew".
 */
export interface SignOnCrew {
kind: "dispatch.sign_on_crew"
unit: string
/**
 * @minItems 1
 * @maxItems 12
 */
crew: [CrewMember]|[CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]
}
/**
 * Yes to this very set, in the name of an office that the person holds.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignRelease".
 */
export interface SignRelease {
kind: "publishing.sign"
release: string
office: Office
content: string
}
/**
 * A person declared a phase; `before` is the one that it replaced.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationDeclared".
 */
export interface SituationDeclared {
kind: "major.situation.declared"
situation: string
plan: string
name: string
phase: string
phase_name: string
before: (string | null)
cases: string[]
mode: Mode
draft: boolean
version: string
by: string
area: string
act: string
words?: (string | null)
since: string
}
/**
 * A person did not follow a proposal.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationDismissed".
 */
export interface SituationDismissed {
kind: "major.situation.dismissed"
situation: string
plan: string
name: string
phase: string
phase_name: string
cases: string[]
by: string
reason: string
}
/**
 * The plan rests.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationEnded".
 */
export interface SituationEnded {
kind: "major.situation.ended"
situation: string
plan: string
name: string
phase: string
phase_name: string
cases: string[]
by: string
act: string
reason: string
}
/**
 * One more reason while a proposal waits; the phase is the gravest of all. Its clock goes on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationGroundAdded".
 */
export interface SituationGroundAdded {
kind: "major.situation.ground_added"
situation: string
plan: string
name: string
phase: string
phase_name: string
ground: Ground
}
/**
 * A rule holds and nobody has answered it yet.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationProposed".
 */
export interface SituationProposed {
kind: "major.situation.proposed"
situation: string
plan: string
name: string
phase: string
phase_name: string
mode: Mode
draft: boolean
version: string
ground: Ground
}
/**
 * Where one plan stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationRow".
 */
export interface SituationRow {
id: string
plan: string
name: string
mode: Mode
draft: boolean
version: string
cases: string[]
proposal: (MajorProposal | null)
standing: (MajorStanding | null)
last: (Rest | null)
}
/**
 * A phase that is proposed, and since when nobody has answered.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MajorProposal".
 */
export interface MajorProposal {
phase: string
phase_name: string
since: string
grounds: Ground[]
}
/**
 * A phase that was declared: by whom, for where, by which act.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MajorStanding".
 */
export interface MajorStanding {
phase: string
phase_name: string
before: (string | null)
since: string
declared_at: string
by: string
area: string
act: string
words?: (string | null)
}
/**
 * A line that was written or noted.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Spoken".
 */
export interface Spoken {
at: string
who: string
words: string
since: number
}
/**
 * Where a unit without work was told to wait, so that fewer people are far from help.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StandBy".
 */
export interface StandBy {
place: Point
name: string
at: string
by_name: string
gain?: (Gain | null)
}
/**
 * A move of this unit was proposed and not made.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StandByDeclined".
 */
export interface StandByDeclined {
kind: "dispatch.unit.stand_by_declined"
unit: string
place: Point
name: string
by: string
why: string
gain: Gain
}
/**
 * It was told where to wait. The order that interrupts its crew is a fact of its own.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StandByOrdered".
 */
export interface StandByOrdered {
kind: "dispatch.unit.stand_by_ordered"
unit: string
place: Point
name: string
by: string
gain?: (Gain | null)
}
/**
 * It waits there no longer: the centre withdrew it, or its crew goes back. Work and the end of a shift end it too.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StandByOver".
 */
export interface StandByOver {
kind: "dispatch.unit.stand_by_over"
unit: string
by: string
why?: (string | null)
}
/**
 * This desk can take a call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StandReady".
 */
export interface StandReady {
kind: "calls.stand_ready"
languages?: string[]
}
/**
 * Begin an interview of a case. `facts` are shared facts already known; anything else in it is left out.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StartRun".
 */
export interface StartRun {
kind: "triage.start_run"
run: string
case: string
protocol: string
language?: string
facts?: {
[k: string]: string
}
call?: (string | null)
}
/**
 * Dangerous goods: as read or told, never refused for being unknown. The house looks them up and keeps what it found.
 * 
 * `replaces` corrects what was put down before; the old stays, struck through.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StateGoods".
 */
export interface StateGoods {
kind: "cases.state_goods"
case: string
goods: string
top?: (string | null)
bottom?: (string | null)
un?: (string | null)
hazard_class?: (string | null)
spill?: Spill2
told_by?: Teller1
replaces?: (string | null)
}
/**
 * A clinician allowed a medication step.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepAuthorised".
 */
export interface StepAuthorised {
kind: "instructions.step.authorised"
run: string
step: string
by: string
}
/**
 * A step was said by a recording, which began at this moment; what was on screen stayed there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepPlayed".
 */
export interface StepPlayed {
kind: "instructions.step.played"
run: string
step: string
by: string
language: string
call: string
recording: string
seconds: number
draft: boolean
}
/**
 * A step was said again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepRepeated".
 */
export interface StepRepeated {
kind: "instructions.step.repeated"
run: string
step: string
by: string
language?: (string | null)
}
/**
 * A step was said; `next` is what came on screen, `mark` the moment it made.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepSaid".
 */
export interface StepSaid {
kind: "instructions.step.said"
run: string
step: string
next: (string | null)
mark: (string | null)
by: string
language?: (string | null)
}
/**
 * The supervisor goes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StopListening".
 */
export interface StopListening {
kind: "calls.stop_listening"
call: string
}
/**
 * The recording that plays was cut off before its end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StopPlaying".
 */
export interface StopPlaying {
kind: "instructions.stop_playing"
run: string
recording: string
after_s: number
}
/**
 * One fact, for the story of a case. The console words it from `kind` and `body`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StoryRow".
 */
export interface StoryRow {
id: string
kind: string
at: string
recorded_at: string
by: string
desk: (string | null)
stream: string
cause: string
body: unknown
}
/**
 * All that those who sign are shown, the gravest first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Study".
 */
export interface Study {
documents: DocumentChange[]
files: string[]
past: Past
plan?: (Replay | null)
paths: number
warnings: number
}
/**
 * It is written. From here on there are only corrections.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SubmitReview".
 */
export interface SubmitReview {
kind: "review.submit"
review: string
words?: string
}
/**
 * The room is in surge.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SurgeDeclared".
 */
export interface SurgeDeclared {
kind: "followup.room.surge_declared"
room: string
mode: Mode
by_name: string
reason: string
}
/**
 * It is not any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SurgeEnded".
 */
export interface SurgeEnded {
kind: "followup.room.surge_ended"
room: string
mode: Mode
by_name: string
}
/**
 * It takes them again, before the diversion's end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TakeAgain".
 */
export interface TakeAgain {
kind: "hospitals.take_again"
hospital: string
diversion: string
by_there: string
}
/**
 * Whatever stood before the newest release stands again, at once. One approver is enough: it was in force before.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TakeBackRelease".
 */
export interface TakeBackRelease {
kind: "publishing.take_back"
release: string
reason: string
}
/**
 * This desk owns the case now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TakeOver".
 */
export interface TakeOver {
kind: "cases.take_over"
case: string
}
/**
 * I write this one.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TakeReview".
 */
export interface TakeReview {
kind: "review.take"
review: string
}
/**
 * The centre has it (T7). `by_rule` when its agency delegated the first alert and no person has answered yet.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskAccepted".
 */
export interface TaskAccepted {
kind: "dispatch.task.accepted"
task: string
by: string
soon_s: number
due_s: number
by_rule?: boolean
}
/**
 * A neighbour was asked for a part of this task, which stays where it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskAidAsked".
 */
export interface TaskAidAsked {
kind: "dispatch.task.aid_asked"
task: string
aid: string
centre: string
/**
 * @maxItems 40
 */
capabilities: string[]
by: string
reason: AidReason
words?: (string | null)
}
/**
 * Not needed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskCancelled".
 */
export interface TaskCancelled {
kind: "dispatch.task.cancelled"
task: string
by: string
reason: string
}
/**
 * The centre knows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskChangeAcknowledged".
 */
export interface TaskChangeAcknowledged {
kind: "dispatch.task.change_acknowledged"
task: string
change: string
acknowledgement: Acknowledgement
}
/**
 * A critical change interrupts the centre.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskChangeRaised".
 */
export interface TaskChangeRaised {
kind: "dispatch.task.change_raised"
task: string
change: Change
priority?: (Priority | null)
place?: (Point | null)
soon_s?: (number | null)
due_s?: (number | null)
}
/**
 * Somebody tried to learn how it goes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskContactTried".
 */
export interface TaskContactTried {
kind: "dispatch.task.contact_tried"
task: string
by: string
whom: string
reached: boolean
}
/**
 * This service's work is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskEnded".
 */
export interface TaskEnded {
kind: "dispatch.task.ended"
task: string
by: string
outcome: TaskOutcome
words?: (string | null)
}
/**
 * It is asked for more than it was offered.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskExtended".
 */
export interface TaskExtended {
kind: "dispatch.task.extended"
task: string
/**
 * @maxItems 40
 */
capabilities: string[]
}
/**
 * Its case was the same as another, or was not after all: it is work of that one now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskMoved".
 */
export interface TaskMoved {
kind: "dispatch.task.moved"
task: string
case: string
was_in: string
centre: string
}
/**
 * No centre of the plan is left to ask: an alarm of the room.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskNobodyHasIt".
 */
export interface TaskNobodyHasIt {
kind: "dispatch.task.nobody_has_it"
task: string
}
/**
 * A centre is asked (T6), by voice where it has no console. `follows` is the task that nobody took.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskOffered".
 */
export interface TaskOffered {
kind: "dispatch.task.offered"
task: string
case: string
mode: Mode
centre: string
agency: string
service: string
/**
 * @maxItems 40
 */
capabilities: string[]
priority: Priority
by: string
soon_s: number
due_s: number
place?: (Point | null)
by_telephone?: boolean
reflex?: boolean
fallbacks?: string[]
reasons?: DispatchReason[]
follows?: (string | null)
aid_of?: (string | null)
aid_for?: (string | null)
}
/**
 * Another centre was asked in its place.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskPassedOn".
 */
export interface TaskPassedOn {
kind: "dispatch.task.passed_on"
task: string
to: string
centre: string
}
/**
 * Not taken. `next_centre` is who the plan asks now; None when nobody is left.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskRefused".
 */
export interface TaskRefused {
kind: "dispatch.task.refused"
task: string
by: string
reason: RefusalReason
words?: (string | null)
next_centre?: (string | null)
}
/**
 * Its agency follows it from here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskReleased".
 */
export interface TaskReleased {
kind: "dispatch.task.released"
task: string
by: string
to: string
reason: string
}
/**
 * One task as desk, centre and room show it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskRow".
 */
export interface TaskRow {
id: string
case: string
mode: Mode
state: TaskState
centre: string
agency: string
service: string
capabilities: string[]
priority: Priority
offered_at: string
offered_by: string
reasons: DispatchReason[]
place: (Point | null)
by_telephone: boolean
reflex: boolean
fallbacks: string[]
since: string
soon_at: (string | null)
due_at: (string | null)
accepted_at: (string | null)
accepted_by: (string | null)
accepted_by_rule: boolean
told: (DispatchTold | null)
refusal: (RefusalReason | null)
words: (string | null)
assignments: string[]
units: number
first_unit_at: (string | null)
changes: Change[]
contact_attempts: number
aid_of: (string | null)
aid_for: (string | null)
aids: string[]
passed_to: (string | null)
nobody_since: (string | null)
unowned: boolean
outcome: (TaskOutcome | null)
over_at: (string | null)
over_by: (string | null)
released_to: (string | null)
}
/**
 * A task told by telephone: who told whom, and what was read back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DispatchTold".
 */
export interface DispatchTold {
by: string
by_name: string
to: string
read_back: string
at: string
}
/**
 * Nobody answered in time.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskTimedOut".
 */
export interface TaskTimedOut {
kind: "dispatch.task.timed_out"
task: string
next_centre?: (string | null)
}
/**
 * Told by telephone and read back (T7).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskTold".
 */
export interface TaskTold {
kind: "dispatch.task.told"
task: string
told: DispatchTold
soon_s: number
due_s: number
}
/**
 * A unit works on it; the first one is T8.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskUnitGiven".
 */
export interface TaskUnitGiven {
kind: "dispatch.task.unit_given"
task: string
assignment: string
}
/**
 * That unit no longer does. Unless its work was `finished`, a task without any runs the clock of the first unit again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskUnitGone".
 */
export interface TaskUnitGone {
kind: "dispatch.task.unit_gone"
task: string
assignment: string
finished: boolean
/**
 * @maxItems 40
 */
did?: string[]
soon_s: number
due_s: number
}
/**
 * The house: what became of a plan that this case was a reason for, so that its story tells it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TellScene".
 */
export interface TellScene {
kind: "major.tell_scene"
case: string
plan: string
name: string
what: Became
phase: string
by: string
}
/**
 * Told by telephone: to whom, and what they read back. Counts as accepted, unless they said no.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TellTask".
 */
export interface TellTask {
kind: "dispatch.tell_task"
task: string
to: string
read_back: string
refused?: (RefusalReason | null)
}
/**
 * A unit's radio is on its network.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TerminalFound".
 */
export interface TerminalFound {
kind: "radio.terminal.found"
radio: string
mode: Mode
gateway: string
unit?: (string | null)
}
/**
 * A unit's radio is out of reach.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TerminalLost".
 */
export interface TerminalLost {
kind: "radio.terminal.lost"
radio: string
mode: Mode
gateway: string
unit?: (string | null)
}
/**
 * One radio of a unit.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TerminalRow".
 */
export interface TerminalRow {
id: string
mode: Mode
unit: (string | null)
reachable: boolean
since: string
gateway: string
}
/**
 * From now on the caller can read what the desk writes, and write, beside the voice or instead of it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TextOpened".
 */
export interface TextOpened {
kind: "calls.call.text_opened"
call: string
}
/**
 * The accept clock ran out. Says nothing when the task was answered meanwhile or its clock was set anew.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TimeOutTask".
 */
export interface TimeOutTask {
kind: "dispatch.time_out_task"
task: string
}
/**
 * Hand the caller on to a party: who speaks already takes the desk's place, who is still rung takes it on answering.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Transfer".
 */
export interface Transfer {
kind: "calls.transfer"
call: string
party: string
}
/**
 * One question to both plans.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Trial".
 */
export interface Trial {
draft: Draft
facts: Facts
}
/**
 * What both answer; `tried` is None while the draft cannot be read.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrialAnswer".
 */
export interface TrialAnswer {
faults: Fault[]
tried?: (Tried | null)
versions?: (never[] | null)
levels?: number[]
places?: string[]
names?: {
[k: string]: string
}
}
/**
 * Both proposals side by side, and what differs.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Tried".
 */
export interface Tried {
now: DispatchProposal
draft: DispatchProposal
differences: PlanDifference[]
unanswered: string[]
}
/**
 * What the plan proposes. `unanswered` are services for which this area has nobody to ask.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DispatchProposal".
 */
export interface DispatchProposal {
plan: string
version: string
digest: string
centres: Ask[]
unanswered: string[]
}
/**
 * An attempt to reach an unanswered caller: reached or not, it is a fact.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TryCallBack".
 */
export interface TryCallBack {
kind: "calls.try_call_back"
call: string
reached: boolean
}
/**
 * One recorded attempt to learn how a silent task goes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TryContact".
 */
export interface TryContact {
kind: "dispatch.try_contact"
task: string
whom: string
reached: boolean
}
/**
 * Take back the last answer: a key pressed by mistake.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UndoAnswer".
 */
export interface UndoAnswer {
kind: "triage.undo_answer"
run: string
}
/**
 * The unit was given work (T8, T9). Its position is the one that the decision used.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitAlerted".
 */
export interface UnitAlerted {
kind: "dispatch.unit.alerted"
unit: string
assignment: string
task: string
case: string
orders?: Change[]
}
/**
 * Its centre wants it back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitAskedBack".
 */
export interface UnitAskedBack {
kind: "preventive.operation.unit_asked_back"
operation: string
unit: string
by_name: string
words?: string
}
/**
 * A centre was asked for one of its units.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitAskedFor".
 */
export interface UnitAskedFor {
kind: "preventive.operation.unit_asked_for"
operation: string
unit: string
callsign: string
lender: string
by_name: string
words?: string
}
/**
 * Its run has ended: it is of the command post from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitAtPost".
 */
export interface UnitAtPost {
kind: "dispatch.unit.at_post"
unit: string
operation: string
post: string
}
/**
 * It is of its own centre again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitCameHome".
 */
export interface UnitCameHome {
kind: "dispatch.unit.came_home"
unit: string
operation: string
centre: string
}
/**
 * It has no work any more. The alert is taken back; what the crew reported stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitFreed".
 */
export interface UnitFreed {
kind: "dispatch.unit.freed"
unit: string
assignment: string
reason: ReleaseReason
by: string
words?: (string | null)
}
/**
 * It is wanted at home, and goes there when its run ends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitHomeward".
 */
export interface UnitHomeward {
kind: "dispatch.unit.homeward"
unit: string
operation: string
}
/**
 * It is lent to an operation. `waits`: at work, it goes to the command post when its run ends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitLent".
 */
export interface UnitLent {
kind: "dispatch.unit.lent"
unit: string
operation: string
name: string
post: string
lender: string
waits?: boolean
}
/**
 * Its work is the same, and belongs to another case now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitMoved".
 */
export interface UnitMoved {
kind: "dispatch.unit.moved"
unit: string
case: string
was_in: string
}
/**
 * An order or a critical change interrupts the crew.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitOrdered".
 */
export interface UnitOrdered {
kind: "dispatch.unit.ordered"
unit: string
order: Change
by: string
}
/**
 * A press that came too late to be the status. Nothing that a crew said is thrown away.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitPressKept".
 */
export interface UnitPressKept {
kind: "dispatch.unit.press_kept"
unit: string
status: UnitStatus
reason: PressReason
assignment?: (string | null)
heard?: (string | null)
}
/**
 * The fixed data of a unit. `out` when it is at work: then its centre and its callsign stay as they are.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitRecord".
 */
export interface UnitRecord {
id: string
callsign: string
agency: string
centre: string
capabilities: string[]
home: Point
mode: Mode
talk_group: (string | null)
phone: (string | null)
radios: string[]
retired: boolean
out: boolean
}
/**
 * Its fixed data.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitRegistered".
 */
export interface UnitRegistered {
kind: "dispatch.unit.registered"
unit: string
callsign: string
agency: string
centre: string
/**
 * @minItems 1
 * @maxItems 20
 */
capabilities: [string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
home: Point
mode: Mode
talk_group?: (string | null)
phone?: (string | null)
radios?: string[]
retired?: boolean
}
/**
 * One unit as centre, room, desk and its own crew show it. Its position comes apart: it is telemetry.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitRow".
 */
export interface UnitRow {
id: string
callsign: string
agency: string
centre: string
capabilities: string[]
home: Point
mode: Mode
talk_group: (string | null)
phone: (string | null)
radios: string[]
status: UnitStatus
status_at: string
status_by: (string | null)
crew: CrewMember[]
signed_on_at: (string | null)
assignment: (string | null)
task: (string | null)
case: (string | null)
assigned_at: (string | null)
orders: Change[]
emergency: (Emergency | null)
stand_by: (StandBy | null)
lent_by: (string | null)
lent: (Lent | null)
kept_presses: number
}
/**
 * What the crew says. `said_by` when it came by voice and a desk entered it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitStatusReported".
 */
export interface UnitStatusReported {
kind: "dispatch.unit.status_reported"
unit: string
status: UnitStatus
said_by?: (string | null)
entered_by?: (string | null)
heard?: (string | null)
}
/**
 * It did not after all.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnlinkCall".
 */
export interface UnlinkCall {
kind: "cases.unlink_call"
case: string
call: string
}
/**
 * What is known better now. What is left out stays as it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UpdatePatient".
 */
export interface UpdatePatient {
kind: "dispatch.update_patient"
patient: string
age?: (AgeBand | null)
words?: (string | null)
triage?: (Triage | null)
priority?: (Priority | null)
unit?: (string | null)
state?: (PatientState | null)
outcome?: (PatientOutcome | null)
at?: (string | null)
}
/**
 * Tell the hospital who comes. A clock runs until it says yes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WarnHospital".
 */
export interface WarnHospital {
kind: "dispatch.warn_hospital"
patient: string
hospital: string
to?: (string | null)
/**
 * @maxItems 40
 */
shown?: ShownHospital[]
words?: (string | null)
at?: (string | null)
}
/**
 * A person looked at the warning.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WarningAnswered".
 */
export interface WarningAnswered {
kind: "cases.case.warning_answered"
case: string
code: string
words?: (string | null)
}
/**
 * It will soon be late.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchAmber".
 */
export interface WatchAmber {
kind: "followup.watch.amber"
watch: string
}
/**
 * A person knows. `again_at` is when it fires again if the promise is still not kept; None ends it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchAnswered".
 */
export interface WatchAnswered {
kind: "followup.watch.answered"
watch: string
by: string
by_name: string
words?: (string | null)
again_at?: (string | null)
}
/**
 * Nothing left to promise.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchCancelled".
 */
export interface WatchCancelled {
kind: "followup.watch.cancelled"
watch: string
by: string
}
/**
 * Nobody answered below, so it climbed. `telephone` when the duty officer is being called.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchEscalated".
 */
export interface WatchEscalated {
kind: "followup.watch.escalated"
watch: string
level: FollowupLevel2
telephone?: boolean
}
/**
 * It is late.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchFired".
 */
export interface WatchFired {
kind: "followup.watch.fired"
watch: string
level: FollowupLevel2
}
/**
 * The promise was kept, in time or late.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchKept".
 */
export interface WatchKept {
kind: "followup.watch.kept"
watch: string
by: string
}
/**
 * It stands under another case, and says so to these.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchMoved".
 */
export interface WatchMoved {
kind: "followup.watch.moved"
watch: string
case: string
to?: Party[]
}
/**
 * One promise as desks, centre and room show it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchRow".
 */
export interface WatchRow {
id: string
kind: WatchKind
state: WatchState
mode: Mode
subject: string
about: (string | null)
case: (string | null)
call: (string | null)
priority: (Priority | null)
to: Party[]
level: FollowupLevel2
set_at: string
amber_at: (string | null)
red_at: (string | null)
fired_at: (string | null)
fired: number
answered_at: (string | null)
answered_by_name: (string | null)
words: (string | null)
over_at: (string | null)
over_by: (string | null)
}
/**
 * Somebody promised something, by a time.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchSet".
 */
export interface WatchSet {
kind: "followup.watch.set"
watch: string
kind_of: WatchKind
subject: string
mode: Mode
made?: Cursor2
about?: (string | null)
amber_at?: (string | null)
red_at?: (string | null)
case?: (string | null)
call?: (string | null)
priority?: (Priority | null)
to?: Party[]
first?: FollowupLevel3
top?: FollowupLevel4
climb_s?: number
}
/**
 * An earlier step came on screen again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WentBack".
 */
export interface WentBack {
kind: "instructions.step.went_back"
run: string
step: string
by: string
}
/**
 * The wind at the place; `turns` when dangerous goods are known and it did not blow from there before.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WindSaid".
 */
export interface WindSaid {
kind: "cases.case.wind_said"
case: string
blows_from: WindFrom
by: string
before?: (WindFrom | null)
turns?: boolean
}
/**
 * I stay.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WithdrawHandover".
 */
export interface WithdrawHandover {
kind: "followup.withdraw_handover"
handover: string
}
/**
 * It holds no longer.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WithdrawNews".
 */
export interface WithdrawNews {
kind: "followup.withdraw_news"
news: string
}
/**
 * Its author takes the proposal away.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WithdrawRelease".
 */
export interface WithdrawRelease {
kind: "publishing.withdraw"
release: string
reason: string
}
/**
 * Back to its base: the centre says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WithdrawStandBy".
 */
export interface WithdrawStandBy {
kind: "dispatch.withdraw_stand_by"
unit: string
change: string
why: string
}
/**
 * A line from the desk to the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Write".
 */
export interface Write {
kind: "calls.write"
call: string
words: string
}
/**
 * Something on the map. `kind`: `place`, `caller`, `unit`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ArchiveMark".
 */
export interface ArchiveMark {
kind: string
id: string
label: string
point: Point
radius_m?: (number | null)
status?: (string | null)
since: number
until?: (number | null)
}
/**
 * Everything that the page of a case shows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ArchiveReading".
 */
export interface ArchiveReading {
id: string
number: string
mode: Mode
state: string
reserved: boolean
priority: (Priority | null)
type: (string | null)
type_code: (string | null)
apco: (string | null)
place: (string | null)
municipality: (string | null)
opened_at: string
first_ring_at: string
closed_at: (string | null)
disposition: (string | null)
sealed_at: (string | null)
sealed_by: (string | null)
reopened: boolean
story: Line[]
known: KnownFact[]
spoken: Spoken[]
replies: ArchiveReply[]
read: Read[]
marks: ArchiveMark[]
pictures: Picture[]
recordings: Recorded[]
addenda: Added[]
musts: Must[]
looks: (Looked[] | null)
}
/**
 * A question and its answer, until it was corrected or taken back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ArchiveReply".
 */
export interface ArchiveReply {
at: string
question: string
answer: string
since: number
until?: (number | null)
}
/**
 * A human voice, or hand, takes the call at this actor's desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallsAnswer".
 */
export interface CallsAnswer {
kind: "calls.answer"
call: string
}
/**
 * The patient is in the hands of the hospital, or of another service: of whom there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DispatchHandOver".
 */
export interface DispatchHandOver {
kind: "dispatch.hand_over"
patient: string
to: string
at?: (string | null)
}
/**
 * This desk goes to somebody else, with what is open.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FollowupHandOver".
 */
export interface FollowupHandOver {
kind: "followup.hand_over"
handover: string
to?: (string | null)
/**
 * @maxItems 200
 */
items?: OpenItem[]
words?: (string | null)
}
/**
 * Keep a moment that counts, or note that the caller is unwilling.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "InstructionsMark".
 */
export interface InstructionsMark {
kind: "instructions.mark"
run: string
mark: string
}
/**
 * The answer to a question, in any order; `words` are the caller's own. An answer to an answered question corrects it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TriageAnswer".
 */
export interface TriageAnswer {
kind: "triage.answer"
run: string
question: string
answer: string
words?: (string | null)
}

/** Everything that can be asked of the server. */
export type AnyCommand =
  | AcceptHandover
  | AcceptTask
  | AcknowledgeChange
  | AcknowledgeOrder
  | AddAddendum
  | AddHospital
  | AdoptPace
  | AlertHospital
  | AlertUnit
  | AnswerEmergency
  | AnswerEntry
  | AnswerLoan
  | AnswerParty
  | AnswerWarning
  | AnswerWatch
  | AskForAid
  | AskForUnit
  | AskHelp
  | AskUnitBack
  | AssignGroup
  | Attach
  | AuthoriseStep
  | Back
  | BeginOperation
  | BringUnitHome
  | CallerNotReached
  | CallerReached
  | CancelTask
  | CancelWatch
  | ChangeClosure
  | ChangeHospital
  | ChangeOperation
  | ChangeProtocol
  | ChooseByRule
  | ChooseCall
  | ChooseSecond
  | ChooseType
  | Classify
  | CloseCard
  | CloseCase
  | CloseRun
  | CloseSafety
  | Consult
  | CorrectReview
  | CountCasualties
  | DeclareCapacity
  | DeclareSituation
  | DeclareSurge
  | DeclineStandBy
  | DismissSituation
  | Dispose
  | DivertHospital
  | DivertUnit
  | DrawClosure
  | DrawDay
  | DropPace
  | EndClosure
  | EndCommand
  | EndOperation
  | EndSituation
  | EndSurge
  | EndTask
  | EnterStatus
  | EnterUnit
  | EscalateTask
  | EscalateWatch
  | ExtendOperation
  | ExtendTask
  | FinishOperation
  | FireWatch
  | GiveGroup
  | GiveLink
  | GiveUnit
  | HangUp
  | HearRadio
  | HearRecording
  | Hold
  | HospitalAcknowledged
  | Identify
  | JoinCase
  | JoinRetry
  | JudgeEntry
  | KeepCallerTyped
  | KeepDeskTyped
  | KeepRecording
  | KeepTrack
  | KeepWatch
  | LapseOffer
  | Leave
  | LeaveCase
  | LeaveParty
  | LeaveStandBy
  | LendUnit
  | LiftClosure
  | LinkCall
  | LinkUp
  | Listen
  | ListenerGone
  | Locate
  | LookAtCase
  | LoseDesk
  | LoseLink
  | MarkHelp
  | MarkSealed
  | Merge
  | MessageCaller
  | MoveMessage
  | MovePatient
  | MoveTask
  | MoveWatch
  | Note
  | NoteCall
  | NoteCase
  | NoteHazard
  | Offer
  | OfferTask
  | OpenCard
  | OpenCase
  | OpenReserved
  | OpenText
  | OrderStandBy
  | PartCase
  | PartyGone
  | PartyUp
  | Pause
  | PlanOperation
  | PlayStep
  | PostNews
  | PressKey
  | ProposeRelease
  | ProposeSituation
  | ProveFloor
  | PutBackReview
  | RaiseChange
  | RaiseEmergency
  | ReadMessage
  | RecordCall
  | RecordPatient
  | Refuse
  | RefuseBack
  | RefuseTask
  | RegisterUnit
  | Relate
  | ReleaseTask
  | ReleaseUnit
  | RemarkOnRelease
  | ReopenCase
  | ReopenFile
  | Repeat
  | ReplyToReview
  | ReportAudio
  | ReportHandover
  | ReportLine
  | ReportPosition
  | ReportScene
  | ReportSilence
  | ReportStatus
  | Reserve
  | Resume
  | RetireHospital
  | ReturnRelease
  | ReturnUnit
  | Ring
  | RingBack
  | RunOut
  | Say
  | SayStep
  | SayWind
  | ScoreItem
  | SealCase
  | SearchByPhone
  | SeeEntry
  | SendHelp
  | SendMessage
  | SendOrder
  | SendRadio
  | SetMetronome
  | SetPriority
  | SetUpCommand
  | SetWatch
  | SignOff
  | SignOffCrew
  | SignOnCrew
  | SignRelease
  | StandReady
  | StartRun
  | StateGoods
  | StopListening
  | StopPlaying
  | SubmitReview
  | TakeAgain
  | TakeBackRelease
  | TakeOver
  | TakeReview
  | TellScene
  | TellTask
  | TimeOutTask
  | Transfer
  | TryCallBack
  | TryContact
  | UndoAnswer
  | UnlinkCall
  | UpdatePatient
  | WarnHospital
  | WithdrawHandover
  | WithdrawNews
  | WithdrawRelease
  | WithdrawStandBy
  | Write
  | CallsAnswer
  | DispatchHandOver
  | FollowupHandOver
  | InstructionsMark
  | TriageAnswer

/** Every kind of command and the permission that guards it. */
export const COMMANDS = {
  "archive.add_addendum": "archive:case_file:add",
  "archive.reopen": "archive:case_file:reopen",
  "archive.seal_case": "archive:case_file:seal",
  "archive.search_by_phone": "archive:case_file:search_phone",
  "calls.answer": "calls:call:answer",
  "calls.answer_party": "calls:call:talk",
  "calls.ask_help": "calls:desk:stand",
  "calls.attach": "calls:call:enter",
  "calls.caller_not_reached": "platform:system:act",
  "calls.caller_reached": "platform:system:act",
  "calls.consult": "calls:call:talk",
  "calls.dispose": "calls:call:close",
  "calls.give_link": "calls:call:answer",
  "calls.hang_up": "calls:call:talk",
  "calls.hear_recording": "cases:case:look",
  "calls.hold": "calls:call:talk",
  "calls.identify": "calls:call:answer",
  "calls.join_case": "cases:case:link",
  "calls.join_retry": "platform:system:act",
  "calls.keep_caller_typed": "calls:call:enter",
  "calls.keep_desk_typed": "calls:call:answer",
  "calls.keep_recording": "platform:system:act",
  "calls.lapse_offer": "platform:system:act",
  "calls.leave": "calls:call:enter",
  "calls.leave_case": "cases:case:link",
  "calls.leave_party": "calls:call:talk",
  "calls.listen": "calls:call:listen",
  "calls.listener_gone": "platform:system:act",
  "calls.lose_desk": "platform:system:act",
  "calls.message_caller": "platform:system:act",
  "calls.note": "calls:call:answer",
  "calls.offer": "platform:system:act",
  "calls.open_text": "platform:system:act",
  "calls.party_gone": "platform:system:act",
  "calls.party_up": "platform:system:act",
  "calls.pause": "calls:desk:stand",
  "calls.press_key": "platform:system:act",
  "calls.record": "calls:call:record",
  "calls.refuse": "platform:system:act",
  "calls.report_audio": "platform:system:act",
  "calls.report_line": "platform:system:act",
  "calls.report_position": "calls:call:enter",
  "calls.report_silence": "platform:system:act",
  "calls.resume": "calls:call:talk",
  "calls.ring": "calls:call:enter",
  "calls.ring_back": "calls:call:answer",
  "calls.say": "calls:call:enter",
  "calls.sign_off": "calls:desk:stand",
  "calls.stand_ready": "calls:desk:stand",
  "calls.stop_listening": "calls:call:listen",
  "calls.transfer": "calls:call:talk",
  "calls.try_call_back": "calls:call:answer",
  "calls.write": "calls:call:answer",
  "cases.answer_warning": "cases:case:locate",
  "cases.classify": "triage:run:reclassify",
  "cases.close": "cases:case:close",
  "cases.link_call": "cases:case:link",
  "cases.locate": "cases:case:locate",
  "cases.mark_help": "platform:system:act",
  "cases.mark_sealed": "platform:system:act",
  "cases.merge": "cases:case:link",
  "cases.note": "cases:case:describe",
  "cases.note_hazard": "cases:case:describe",
  "cases.open": "cases:case:open",
  "cases.part": "cases:case:link",
  "cases.prove_floor": "platform:system:act",
  "cases.relate": "cases:case:link",
  "cases.reopen": "cases:case:close",
  "cases.reserve": "cases:case:describe",
  "cases.say_wind": "cases:case:describe",
  "cases.set_priority": "cases:case:describe",
  "cases.state_goods": "cases:case:describe",
  "cases.take_over": "cases:case:describe",
  "cases.unlink_call": "cases:case:link",
  "closures.change": "closures:closure:draw",
  "closures.draw": "closures:closure:draw",
  "closures.end": "platform:system:act",
  "closures.lift": "closures:closure:draw",
  "dispatch.accept_task": "dispatch:task:answer",
  "dispatch.acknowledge_change": "dispatch:change:acknowledge",
  "dispatch.acknowledge_order": "dispatch:change:acknowledge",
  "dispatch.adopt_pace": "dispatch:pace:adopt",
  "dispatch.alert_unit": "dispatch:unit:alert",
  "dispatch.answer_emergency": "followup:watch:answer",
  "dispatch.ask_for_aid": "dispatch:task:offer",
  "dispatch.bring_unit_home": "platform:system:act",
  "dispatch.cancel_task": "dispatch:task:offer",
  "dispatch.decline_stand_by": "dispatch:unit:alert",
  "dispatch.divert_unit": "dispatch:unit:alert",
  "dispatch.drop_pace": "dispatch:pace:adopt",
  "dispatch.emergency": "dispatch:unit:emergency",
  "dispatch.end_task": "dispatch:task:end",
  "dispatch.enter_status": "dispatch:unit:status_for",
  "dispatch.enter_unit": "dispatch:task:tell",
  "dispatch.escalate_task": "platform:system:act",
  "dispatch.extend_task": "dispatch:task:offer",
  "dispatch.hand_over": "dispatch:patient:record",
  "dispatch.hospital_acknowledged": "dispatch:patient:record",
  "dispatch.keep_track": "platform:system:act",
  "dispatch.leave_stand_by": "dispatch:unit:status",
  "dispatch.lend_unit": "platform:system:act",
  "dispatch.move_patient": "platform:system:act",
  "dispatch.move_task": "platform:system:act",
  "dispatch.offer_task": "dispatch:task:offer",
  "dispatch.order_stand_by": "dispatch:unit:alert",
  "dispatch.raise_change": "dispatch:task:offer",
  "dispatch.record_patient": "dispatch:patient:record",
  "dispatch.refuse_task": "dispatch:task:answer",
  "dispatch.register_unit": "dispatch:unit:administer",
  "dispatch.release_task": "dispatch:task:end",
  "dispatch.release_unit": "dispatch:unit:alert",
  "dispatch.report_handover": "dispatch:patient:record",
  "dispatch.report_status": "dispatch:unit:status",
  "dispatch.send_help": "dispatch:task:offer",
  "dispatch.send_order": "dispatch:unit:alert",
  "dispatch.sign_off_crew": "dispatch:unit:crew",
  "dispatch.sign_on_crew": "dispatch:unit:crew",
  "dispatch.tell_task": "dispatch:task:tell",
  "dispatch.time_out_task": "platform:system:act",
  "dispatch.try_contact": "dispatch:task:end",
  "dispatch.update_patient": "dispatch:patient:record",
  "dispatch.warn_hospital": "dispatch:patient:record",
  "dispatch.withdraw_stand_by": "dispatch:unit:alert",
  "followup.accept_handover": "followup:shift:hand_over",
  "followup.answer_watch": "followup:watch:answer",
  "followup.cancel_watch": "platform:system:act",
  "followup.declare_surge": "followup:room:lead",
  "followup.end_surge": "followup:room:lead",
  "followup.escalate_watch": "platform:system:act",
  "followup.fire_watch": "platform:system:act",
  "followup.hand_over": "followup:shift:hand_over",
  "followup.keep_watch": "platform:system:act",
  "followup.move_message": "platform:system:act",
  "followup.move_watch": "platform:system:act",
  "followup.post_news": "followup:room:lead",
  "followup.read_message": "followup:message:send",
  "followup.send_message": "followup:message:send",
  "followup.set_watch": "platform:system:act",
  "followup.withdraw_handover": "followup:shift:hand_over",
  "followup.withdraw_news": "followup:room:lead",
  "hospitals.add": "hospitals:hospital:administer",
  "hospitals.change": "hospitals:hospital:administer",
  "hospitals.declare_capacity": "hospitals:hospital:declare",
  "hospitals.divert": "hospitals:hospital:declare",
  "hospitals.retire": "hospitals:hospital:administer",
  "hospitals.take_again": "hospitals:hospital:declare",
  "identity.look_at_case": "cases:case:look",
  "identity.open_reserved": "cases:case:open_reserved",
  "instructions.authorise_step": "instructions:medication:authorise",
  "instructions.back": "instructions:card:dictate",
  "instructions.close_card": "instructions:card:dictate",
  "instructions.mark": "instructions:card:dictate",
  "instructions.open_card": "instructions:card:dictate",
  "instructions.play_step": "instructions:card:dictate",
  "instructions.repeat": "instructions:card:dictate",
  "instructions.say_step": "instructions:card:dictate",
  "instructions.set_metronome": "instructions:card:dictate",
  "instructions.stop_playing": "instructions:card:dictate",
  "major.alert_hospital": "hospitals:hospital:declare",
  "major.count_casualties": "major:scene:report",
  "major.declare_situation": "major:situation:declare",
  "major.dismiss_situation": "major:situation:declare",
  "major.end_situation": "major:situation:declare",
  "major.propose_situation": "platform:system:act",
  "major.report_scene": "major:scene:report",
  "major.tell_scene": "platform:system:act",
  "preventive.answer_loan": "preventive:unit:lend",
  "preventive.ask_back": "preventive:unit:lend",
  "preventive.ask_for_unit": "preventive:operation:plan",
  "preventive.begin": "platform:system:act",
  "preventive.change": "preventive:operation:plan",
  "preventive.end": "preventive:operation:plan",
  "preventive.extend": "preventive:operation:plan",
  "preventive.finish": "platform:system:act",
  "preventive.give_unit": "preventive:unit:lend",
  "preventive.plan": "preventive:operation:plan",
  "preventive.refuse_back": "preventive:unit:return",
  "preventive.return_unit": "preventive:unit:return",
  "preventive.run_out": "platform:system:act",
  "publishing.propose_release": "triage:content:write",
  "publishing.remark": "publishing:content:review",
  "publishing.return": "triage:content:approve",
  "publishing.sign": "triage:content:approve",
  "publishing.take_back": "triage:content:approve",
  "publishing.withdraw": "triage:content:write",
  "radio.answer": "platform:system:act",
  "radio.assign_group": "radio:group:assign",
  "radio.end_command": "radio:group:assign",
  "radio.give_group": "platform:system:act",
  "radio.hear": "platform:system:act",
  "radio.judge": "platform:system:act",
  "radio.link_up": "platform:system:act",
  "radio.lose_link": "platform:system:act",
  "radio.note_call": "radio:log:write",
  "radio.see_entry": "radio:log:write",
  "radio.send": "radio:text:send",
  "radio.set_up_command": "radio:group:assign",
  "review.choose": "review:review:choose",
  "review.choose_by_rule": "platform:system:act",
  "review.choose_second": "review:review:choose",
  "review.close_safety": "review:safety:close",
  "review.correct": "review:review:write",
  "review.draw_day": "platform:system:act",
  "review.put_back": "review:review:write",
  "review.reply": "review:review:answer",
  "review.score": "review:review:write",
  "review.submit": "review:review:write",
  "review.take": "review:review:write",
  "triage.answer": "triage:run:ask",
  "triage.change_protocol": "triage:run:ask",
  "triage.choose_type": "triage:run:reclassify",
  "triage.close_run": "triage:run:ask",
  "triage.start_run": "triage:run:ask",
  "triage.undo_answer": "triage:run:ask",
} as const
export type CommandKind = keyof typeof COMMANDS

/** The rows that stand on each board, by table. */
export interface Boards {
  call: { calls: MyCallRow; help: HelpRow; story: StoryRow }
  case: { calls: CallRow; cases: CaseRow; runs: RunRow; dictations: DictationRow; watches: WatchRow; messages: MessageRow; files: CaseFileRow; tasks: TaskRow; assignments: AssignmentRow; patients: PatientRow; scenes: SceneRow; story: StoryRow }
  centre: { calls: CallRow; tasks: TaskRow; units: UnitRow; assignments: AssignmentRow; patients: PatientRow; cases: CaseRow; watches: WatchRow; messages: MessageRow; rooms: RoomRow; closures: ClosureRow; hospitals: HospitalRow; situations: SituationRow; operations: OperationRow; scenes: SceneRow; nets: NetRow; radio: RadioEntryRow; links: LinkRow; terminals: TerminalRow }
  desk: { calls: CallRow; desks: DeskRow; cases: CaseRow; watches: WatchRow; messages: MessageRow; handovers: HandoverRow; rooms: RoomRow; closures: ClosureRow; hospitals: HospitalRow; situations: SituationRow; operations: OperationRow; tasks: TaskRow; units: UnitRow; assignments: AssignmentRow; nets: NetRow; links: LinkRow; terminals: TerminalRow }
  preventive: { operations: OperationRow; tasks: TaskRow; units: UnitRow; cases: CaseRow }
  room: { calls: CallRow; desks: DeskRow; cases: CaseRow; watches: WatchRow; messages: MessageRow; handovers: HandoverRow; rooms: RoomRow; closures: ClosureRow; hospitals: HospitalRow; situations: SituationRow; operations: OperationRow; tasks: TaskRow; units: UnitRow; assignments: AssignmentRow; nets: NetRow; links: LinkRow; terminals: TerminalRow; radio: RadioEntryRow; scenes: SceneRow }
  talk: { calls: CallRow; story: StoryRow }
  unit: { units: UnitRow; assignments: AssignmentRow; tasks: TaskRow; cases: CaseRow; patients: PatientRow; messages: MessageRow; scenes: SceneRow; nets: NetRow; links: LinkRow; terminals: TerminalRow; closures: ClosureRow; hospitals: HospitalRow; operations: OperationRow }
}
