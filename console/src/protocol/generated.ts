// Written by tools/generate_protocol.py from the server's types. Change those, then `make generate`.

/**
 * Why a call is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndReason".
 */
export type EndReason = ("caller" | "desk" | "joined" | "lost" | "refused")
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
 * What kind of world a fact belongs to, from its first moment and for ever (product.md, Mode).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Mode".
 */
export type Mode = ("exercise" | "real" | "test" | "training")
/**
 * Every state of a call, media or not, from the first schema on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallState".
 */
export type CallState = ("abandoned" | "answered" | "called_back" | "consulting" | "ended" | "held" | "offered" | "queued" | "ringing")
/**
 * How a device's position was learnt; AML as in ETSI TS 103 625.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PositionSource".
 */
export type PositionSource = ("aml" | "browser" | "cell" | "ecall" | "said" | "sip")
/**
 * How sure the location is, from least to most.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Degree".
 */
export type Degree = ("agreed" | "area" | "matched" | "said")
/**
 * A case is open, closed, or its file is sealed; merged ones point to the case that lives on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseState".
 */
export type CaseState = ("closed" | "merged" | "open" | "sealed")
/**
 * P0 immediate life threat … P4 advice (protocols.md 2). Lower number is more severe.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Priority".
 */
export type Priority = (0 | 1 | 2 | 3 | 4)
/**
 * How a desk stands towards the queue.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Stand".
 */
export type Stand = ("busy" | "off" | "offered" | "pause" | "ready" | "wrap_up")

/**
 * A human voice, or hand, takes the call at this actor's desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Answer".
 */
export interface Answer {
kind: "calls.answer"
call: string
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
 * The silent key: the supervisor is told, the caller hears nothing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AskHelp".
 */
export interface AskHelp {
kind: "calls.ask_help"
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
disposition: string
outcomes?: Outcome[]
words?: (string | null)
}
/**
 * What one service did in the end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Outcome".
 */
export interface Outcome {
service: string
result: string
words?: (string | null)
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
warnings?: Warning[]
}
/**
 * Something wrong with a location; it stays until a person answers it. `code` is `far_from_caller` or `same_name_elsewhere`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Warning".
 */
export interface Warning {
code: string
facts?: {
[k: string]: string | undefined
}
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
 * Speak with somebody else while the caller waits.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Consult".
 */
export interface Consult {
kind: "calls.consult"
call: string
whom: string
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
 * The answer to a command: which streams it changed, at which version they now stand.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Handled".
 */
export interface Handled {
command: string
versions?: {
[k: string]: number | undefined
}
facts?: {
[k: string]: string | undefined
}
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
 * Nobody sits here any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignOff".
 */
export interface SignOff {
kind: "calls.sign_off"
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
body: unknown
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

/** Everything that can be asked of the server. */
export type AnyCommand =
  | Answer
  | AnswerWarning
  | AskHelp
  | Attach
  | Classify
  | CloseCase
  | Consult
  | Dispose
  | HangUp
  | Hold
  | Identify
  | JoinCase
  | JoinRetry
  | LapseOffer
  | Leave
  | LeaveCase
  | LinkCall
  | Locate
  | MarkHelp
  | MarkSealed
  | Merge
  | Note
  | NoteCase
  | NoteHazard
  | Offer
  | OpenCase
  | Pause
  | ProveFloor
  | RecordCall
  | Relate
  | ReopenCase
  | ReportPosition
  | Reserve
  | Resume
  | Ring
  | Say
  | SetPriority
  | SignOff
  | StandReady
  | TakeOver
  | TryCallBack
  | UnlinkCall
  | Write

/** Every kind of command and the permission that guards it. */
export const COMMANDS = {
  "calls.answer": "calls:call:answer",
  "calls.ask_help": "calls:desk:stand",
  "calls.attach": "calls:call:enter",
  "calls.consult": "calls:call:answer",
  "calls.dispose": "calls:call:close",
  "calls.hang_up": "calls:call:close",
  "calls.hold": "calls:call:answer",
  "calls.identify": "calls:call:answer",
  "calls.join_case": "cases:case:link",
  "calls.join_retry": "platform:system:act",
  "calls.lapse_offer": "platform:system:act",
  "calls.leave": "calls:call:enter",
  "calls.leave_case": "cases:case:link",
  "calls.note": "calls:call:answer",
  "calls.offer": "platform:system:act",
  "calls.pause": "calls:desk:stand",
  "calls.record": "calls:call:record",
  "calls.report_position": "calls:call:enter",
  "calls.resume": "calls:call:answer",
  "calls.ring": "calls:call:enter",
  "calls.say": "calls:call:enter",
  "calls.sign_off": "calls:desk:stand",
  "calls.stand_ready": "calls:desk:stand",
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
  "cases.prove_floor": "platform:system:act",
  "cases.relate": "cases:case:link",
  "cases.reopen": "cases:case:close",
  "cases.reserve": "cases:case:describe",
  "cases.set_priority": "cases:case:describe",
  "cases.take_over": "cases:case:describe",
  "cases.unlink_call": "cases:case:link",
} as const
export type CommandKind = keyof typeof COMMANDS

/** The rows that stand on each board, by table. */
export interface Boards {
  call: { calls: MyCallRow; help: HelpRow; story: StoryRow }
  case: { calls: CallRow; cases: CaseRow; story: StoryRow }
  desk: { calls: CallRow; desks: DeskRow; cases: CaseRow }
  room: { calls: CallRow; desks: DeskRow; cases: CaseRow }
  talk: { story: StoryRow }
}
