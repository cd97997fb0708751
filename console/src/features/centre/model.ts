/** What an operational centre makes of its rows: groups, clocks, alarms, what Alt+V means, voice. Pure. */

import type {
  CriticalChange,
  MessageRow,
  TaskRow,
  UnitRow,
  UnitStatus,
  WatchRow,
} from "../../protocol/generated.ts"
import { isKeptByCentre } from "../../state/centre-care.ts"

export const TASK_GROUPS = ["offered", "no_unit", "under_way"] as const
export type TaskGroup = (typeof TASK_GROUPS)[number]

/** Late help is help: until another centre has it, a task that timed out may still be taken. */
export function canAcceptTask(task: Pick<TaskRow, "state" | "passed_to">): boolean {
  return task.state === "offered" || (task.state === "timed_out" && task.passed_to === null)
}
export const ACCEPTED_STATES: ReadonlySet<string> = new Set(["accepted", "told", "active"])

export function taskGroupOf(
  task: Pick<TaskRow, "state" | "passed_to" | "capabilities" | "by_centre">,
): TaskGroup {
  if (canAcceptTask(task)) return "offered"
  if (isKeptByCentre(task)) return "under_way"
  return task.state === "accepted" || task.state === "told" ? "no_unit" : "under_way"
}

export function pendingChange(changes: readonly CriticalChange[]): CriticalChange | undefined {
  return changes.find((change) => !change.acknowledged)
}

/** What still concerns a centre. A cancellation that nobody has read stays until it is. */
export function isRelevantTask(task: Pick<TaskRow, "state" | "passed_to" | "changes">): boolean {
  return canAcceptTask(task) || ACCEPTED_STATES.has(task.state) || pendingChange(task.changes) !== undefined
}

/** Its time to accept has run out, and no other centre has taken it: it is late until somebody does. */
export const isOfferLate = (task: Pick<TaskRow, "state" | "passed_to">): boolean =>
  task.state === "timed_out" && canAcceptTask(task)

/** By group, then what is late already, the oldest first, then by the time left, then by severity. */
export function sortTasks(tasks: readonly TaskRow[]): readonly TaskRow[] {
  return [...tasks].sort(
    (a, b) =>
      TASK_GROUPS.indexOf(taskGroupOf(a)) - TASK_GROUPS.indexOf(taskGroupOf(b)) ||
      Number(isOfferLate(b)) - Number(isOfferLate(a)) ||
      (isOfferLate(a) ? a.since.localeCompare(b.since) : 0) ||
      (a.due_at ?? "~").localeCompare(b.due_at ?? "~") ||
      a.priority - b.priority ||
      a.offered_at.localeCompare(b.offered_at),
  )
}

const ALARM = new Set(["fired", "escalated"])
export const isFiredWatch = (watch: Pick<WatchRow, "state">): boolean => ALARM.has(watch.state)

export interface RunningClock {
  readonly since: string
  readonly soon_at: string | null
  readonly due_at: string | null
  /** What is awaited: a kind of watch, or null where nobody is waited for. */
  readonly kind: string | null
}

/** The clock to show for a task: its own while it is handed over, then the next promise of its units. */
export function clockOf(task: TaskRow, watches: readonly WatchRow[]): RunningClock {
  // What timed out has no promise left of its own, and is late since it did.
  if (isOfferLate(task)) return { ...own(task, "task_accept"), due_at: task.since }
  if (canAcceptTask(task)) return own(task, "task_accept")
  if (isKeptByCentre(task)) return { since: task.since, soon_at: null, due_at: null, kind: null }
  if (task.state === "accepted" || task.state === "told") return own(task, "no_unit")
  // Somebody goes, and a part of what is asked is nobody's: that promise comes before those of the units.
  if (task.uncovered.length > 0) return own(task, "uncovered")
  const subjects = new Set([`task:${task.id}`, ...task.assignments.map((id) => `assignment:${id}`)])
  const next = watches
    .filter((watch) => subjects.has(watch.subject) && !watch.over_at && watch.red_at)
    .sort((a, b) => (a.red_at ?? "").localeCompare(b.red_at ?? ""))[0]
  return next === undefined
    ? { since: task.since, soon_at: null, due_at: null, kind: null }
    : { since: next.set_at, soon_at: next.amber_at, due_at: next.red_at, kind: next.kind }
}
const own = (task: TaskRow, kind: string): RunningClock => ({
  since: task.since,
  soon_at: task.soon_at,
  due_at: task.due_at,
  kind,
})

/** Whose promises this centre hears of: its own, and its units'. A supervisor without a centre hears all. */
export function isOwnWatch(watch: WatchRow, centre: string | null, units: ReadonlySet<string>): boolean {
  if (centre === null) return true
  return watch.to.some((party) => party.centre === centre || (party.unit ? units.has(party.unit) : false))
}

/** What Alt+V answers now. One key, one order: lives of our own first, then what changes the work in hand. */
export type PendingAcknowledgement =
  | { readonly kind: "emergency"; readonly unit: UnitRow }
  | { readonly kind: "change"; readonly task: TaskRow; readonly change: CriticalChange }
  /** A change of a task that is not in hand: it is shown first, and acknowledged by the next press. */
  | { readonly kind: "look"; readonly task: TaskRow; readonly change: CriticalChange }
  | { readonly kind: "watch"; readonly watch: WatchRow }
  | { readonly kind: "message"; readonly message: MessageRow }
  /** What callers wrote is read: known here, and nothing is recorded of it (decision 0304). */
  | { readonly kind: "words"; readonly case: string; readonly count: number }

export function nextAcknowledgement(seen: {
  readonly units: readonly UnitRow[]
  readonly task: TaskRow | undefined
  readonly tasks: readonly TaskRow[]
  readonly alarms: readonly WatchRow[]
  readonly unread: readonly MessageRow[]
  /** How many lines callers have written since somebody here read them, and of which case. */
  readonly words?: { readonly case: string; readonly count: number }
}): PendingAcknowledgement | undefined {
  const unit = seen.units.find((each) => each.emergency && !each.emergency.answered_at)
  if (unit) return { kind: "emergency", unit }
  const change = seen.task && pendingChange(seen.task.changes)
  if (seen.task && change) return { kind: "change", task: seen.task, change }
  for (const task of seen.tasks) {
    const other = pendingChange(task.changes)
    if (other) return { kind: "look", task, change: other }
  }
  const watch = seen.alarms[0]
  if (watch) return { kind: "watch", watch }
  const message = seen.unread[0]
  if (message) return { kind: "message", message }
  return seen.words && seen.words.count > 0 ? { kind: "words", ...seen.words } : undefined
}

/** The id of the one thing that «Enterado» would answer. */
export function acknowledgedId(next: PendingAcknowledgement): string {
  switch (next.kind) {
    case "emergency":
      return next.unit.id
    case "change":
    case "look":
      return next.change.id
    case "watch":
      return next.watch.id
    case "message":
      return next.message.id
    case "words":
      return `${next.case} ${next.count}`
  }
}

/** Fired and unanswered, the gravest first; a change has its own band, an emergency its own word. */
export function alarmsOf(watches: readonly WatchRow[]): readonly WatchRow[] {
  return watches
    .filter((watch) => isFiredWatch(watch) && watch.kind !== "change_acknowledge")
    .sort(
      (a, b) =>
        Number(b.kind === "crew_emergency") - Number(a.kind === "crew_emergency") ||
        (a.priority ?? 4) - (b.priority ?? 4) ||
        (a.fired_at ?? "").localeCompare(b.fired_at ?? ""),
    )
}

export type CentreAlarm = "crew_emergency" | "offered_p0" | "offered_p1" | "no_answer"
/** What sounds again and again, by what makes it sound. P2 to P4 sound once, as they arrive. */
export function centreAlarms(
  tasks: readonly TaskRow[],
  units: readonly UnitRow[],
  alarms: readonly WatchRow[],
): ReadonlyMap<string, CentreAlarm> {
  const found = new Map<string, CentreAlarm>()
  for (const unit of units)
    if (unit.emergency && !unit.emergency.answered_at) found.set(unit.id, "crew_emergency")
  for (const task of tasks)
    if (canAcceptTask(task) && task.priority <= 1)
      found.set(task.id, task.priority === 0 ? "offered_p0" : "offered_p1")
  for (const watch of alarms) if (watch.kind !== "crew_emergency") found.set(watch.id, "no_answer")
  return found
}

// --- status by voice: U, callsign, digit -----------------------------------------------------------

/** 8 and 9 are no statuses: handed over at the hospital, and the crew's emergency, said by radio. */
export const VOICE_STATUSES = [
  { key: "1", status: "acknowledged" },
  { key: "2", status: "en_route" },
  { key: "3", status: "on_scene" },
  { key: "4", status: "transporting" },
  { key: "5", status: "at_destination" },
  { key: "6", status: "available" },
  { key: "7", status: "out_of_service" },
  { key: "8", status: "handed_over" },
  { key: "9", status: "emergency" },
] as const satisfies readonly { key: string; status: UnitStatus | "handed_over" | "emergency" }[]
export type VoiceStatus = (typeof VOICE_STATUSES)[number]["status"]

/** Letters and digits only, zeros in front of a number dropped: «b1» and «B 01» are both B-01. */
function plain(callsign: string): string {
  return callsign
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .replace(/(^|[A-Z])0+(?=\d)/g, "$1")
}

/** The units that what was typed may mean: the one it names, else those that begin with it. */
export function voiceStatusCommand<T extends { readonly callsign: string }>(
  text: string,
  units: readonly T[],
): readonly T[] {
  const said = plain(text)
  if (said === "") return []
  const exact = units.filter((unit) => plain(unit.callsign) === said)
  return exact.length > 0 ? exact : units.filter((unit) => plain(unit.callsign).startsWith(said))
}

// --- proposals --------------------------------------------------------------------------------------

export interface CandidateReason {
  readonly code: string
  readonly facts?: Readonly<Record<string, string>>
}
export interface UnitCandidate {
  readonly unit: string
  readonly callsign: string
  readonly capability: string
  readonly travel_s: number | null
  readonly by: string | null
  readonly reasons: readonly CandidateReason[]
  readonly flags: readonly CandidateReason[]
}
export interface OpenRequirement {
  readonly capability: string
  readonly count: number
  readonly proposed: readonly string[]
  readonly candidates: readonly UnitCandidate[]
  readonly aside: readonly UnitCandidate[]
}
export interface UnsuitedUnit {
  readonly unit: string
  readonly callsign: string
  readonly capabilities: readonly string[]
  readonly reasons: readonly CandidateReason[]
}
export interface Recommendation {
  readonly task: string
  readonly needs: readonly OpenRequirement[]
  readonly missing: readonly string[]
  /** Units of the centre that can do nothing of what is asked. */
  readonly unsuited: readonly UnsuitedUnit[]
  /** Whom the plan has this centre ask for mutual aid. */
  readonly neighbours: readonly string[]
}

// --- several cases at once ---------------------------------------------------------------------------

/** Who goes to one want of a task when all tasks of the centre are looked at together. */
export interface JointProposal {
  readonly task: string
  readonly capability: string
  readonly unit: string | null
  readonly callsign: string | null
  readonly travel_s: number | null
  readonly reason: CandidateReason
}
/** A run to something milder that could come here instead; a person decides. */
export interface DiversionProposal {
  readonly task: string
  readonly unit: string
  readonly callsign: string
  readonly travel_s: number
  readonly by: string
  readonly instead_s: number | null
  readonly leaves: string
  readonly leaves_case: string
  readonly leaves_priority: number
  readonly leaves_s: number | null
  readonly next_callsign: string | null
  readonly next_s: number | null
}
export interface JointAssignment {
  readonly shared: readonly JointProposal[]
  readonly diversions: readonly DiversionProposal[]
}

/** Whom the server marks for a task: together with the others where it is among them, else taken alone. */
export function recommendedUnits(
  task: string,
  needs: readonly OpenRequirement[],
  shared: readonly JointProposal[],
): readonly string[] {
  const of = shared.filter((each) => each.task === task)
  if (of.length === 0) return needs.flatMap((need) => [...need.proposed])
  return of.flatMap((each) => (each.unit === null ? [] : [each.unit]))
}
/** What is said beside the list: only where together differs from alone. */
export const differingProposals = (
  task: string | undefined,
  shared: readonly JointProposal[],
): readonly JointProposal[] =>
  shared.filter(
    (each) => each.task === task && each.reason.code !== "nearest" && each.reason.code !== "none_free",
  )

// --- mutual aid -------------------------------------------------------------------------------------

/** What this centre asked of its neighbours for a task: each as it stands now, with whoever has it after passing on. */
export function aidTasksOf<T extends Pick<TaskRow, "aid_of" | "passed_to" | "offered_at">>(
  task: Pick<TaskRow, "id"> | undefined,
  others: readonly T[],
): readonly T[] {
  return others
    .filter((other) => task && other.aid_of === task.id && other.passed_to === null)
    .toSorted((a, b) => a.offered_at.localeCompare(b.offered_at))
}
const GONE = new Set(["refused", "timed_out", "cancelled"])
/** Somebody has it, has done it, or may still answer. */
export const isAidAlive = (aid: Pick<TaskRow, "state">): boolean => !GONE.has(aid.state)

/** Centres that have a task of the same case, each once: one that was asked twice is one to write to, and we write not to ourselves. */
export const otherCentres = (others: readonly Pick<TaskRow, "centre">[], own: string): readonly string[] => [
  ...new Set(others.map((other) => other.centre).filter((centre) => centre !== own)),
]

/** Of a list with repeats, what is left once another has been taken out of it, one for one. */
export function subtractList(all: readonly string[], taken: readonly string[]): readonly string[] {
  const left = [...taken]
  return all.filter((each) => {
    const at = left.indexOf(each)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** What a neighbour is to be asked for, of what is `open` (asked of no neighbour yet): what no unit of ours can do; else what no
 * unit on its way covers; else nothing in particular. */
export function toBorrow(
  open: readonly string[],
  missing: readonly string[],
  uncovered: readonly string[],
): readonly string[] {
  const wanted = (codes: readonly string[]) => codes.filter((code) => open.includes(code))
  return [wanted(missing), wanted(uncovered)].find((codes) => codes.length > 0) ?? []
}

/** One unit of the list: everything it could do for this task, and whether the server proposes it. */
export interface ProposedUnit extends UnitCandidate {
  readonly capabilities: readonly string[]
  readonly proposed: boolean
}

/** Each unit once, those proposed first, then by travel time; a unit that can do two things says both. */
export function proposedUnits(
  needs: readonly OpenRequirement[],
  of: "candidates" | "aside",
): readonly ProposedUnit[] {
  const proposed = new Set(needs.flatMap((need) => need.proposed))
  const found = new Map<string, ProposedUnit>()
  for (const need of needs) {
    for (const each of need[of]) {
      const known = found.get(each.unit)
      found.set(each.unit, {
        ...(known ?? each),
        proposed: proposed.has(each.unit),
        capabilities: [...(known?.capabilities ?? []), need.capability],
      })
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      Number(b.proposed) - Number(a.proposed) ||
      sureness(a) - sureness(b) ||
      (a.travel_s ?? 1e9) - (b.travel_s ?? 1e9),
  )
}
/** Everybody of the centre who is not proposed, each once: whoever goes already first, then those who could, then the others. */
export function unitsSetAside(of: Recommendation | null): readonly ProposedUnit[] {
  if (of === null) return []
  const candidates = new Set(of.needs.flatMap((need) => need.candidates.map((each) => each.unit)))
  const able = proposedUnits(of.needs, "aside").filter((each) => !candidates.has(each.unit))
  const unsuited = of.unsuited.map((each) => ({
    ...each,
    capability: "",
    travel_s: null,
    by: null,
    flags: [],
    proposed: false,
  }))
  const going = (each: ProposedUnit) => each.reasons.some((why) => why.code === "on_this_task")
  return [...able, ...unsuited].sort((a, b) => Number(going(b)) - Number(going(a)))
}
/** An open road before none that is open, and a mere estimate after both (dispatch/recommendation/core/policy.py orders alike). */
const SURENESS: Readonly<Record<string, number>> = {
  road: 0,
  through_closure: 1,
  straight_line: 1,
  estimate: 2,
}
const sureness = (one: ProposedUnit) => SURENESS[one.by ?? ""] ?? 3

/** Whole minutes to be read at a glance; never nought. */
export const wholeMinutes = (seconds: number | null): number | null =>
  seconds === null ? null : Math.max(1, Math.round(seconds / 60))
