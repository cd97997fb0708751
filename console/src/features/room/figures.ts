/** The six figures of the room, and which of them is late. Pure. */

import { isKeptByCentre } from "../../state/centre-care.ts"
import { ANSWER_TARGET } from "../../state/response-targets.ts"
import {
  isFired,
  isUnanswered,
  isWaiting,
  isWithoutUnit,
  type RoomBoard,
  sortableTime,
  standOf,
} from "./room-board.ts"

const HOUR_MS = 3_600_000

export interface RoomFigures {
  readonly queued: number
  readonly longest_s: number | null
  readonly longest_late: boolean
  readonly longest_soon: boolean
  /** Unanswered and not called back: lost within the hour, and before it. */
  readonly unanswered: number
  readonly unanswered_before: number
  /** Beyond what we hold, and taken by somebody else: within the hour. */
  readonly diverted: number
  readonly unanswered_late: boolean
  readonly p0: readonly number[]
  readonly p0_late: boolean
  /** Incidents that lack a resource: of a part that was accepted, that units do not cover, that no centre has, or of all of it. */
  readonly without_unit: number
  readonly without_unit_oldest_s: number | null
  readonly without_unit_late: boolean
  readonly ready: number
  readonly open: number
  /** Somebody waits and no desk can take them. */
  readonly ready_late: boolean
}

/** Something of an incident that has no resource. */
interface Lack {
  /** Its case, or the task itself where the board names none. */
  readonly of: string
  readonly since: string
  readonly late: boolean
}

/** All that «Me necesita» tells in red of a lacking resource, and what was accepted and has no unit yet. */
function lacking(of: RoomBoard, now_ms: number): readonly Lack[] {
  const closed = new Set(of.cases.filter((each) => each.state !== "open").map((each) => each.id))
  const tasks = new Map(of.tasks.map((task) => [`task:${task.id}`, task]))
  const idle = of.tasks
    .filter(isWithoutUnit)
    .map((task) => ({ of: task.case, since: task.since, late: sortableTime(task.due_at) <= now_ms }))
  const unowned = of.tasks
    .filter((task) => task.unowned && !closed.has(task.case))
    .map((task) => ({ of: task.case, since: task.nobody_since ?? task.since, late: true }))
  const uncovered = of.watches
    .filter((watch) => watch.kind === "no_unit" && isFired(watch))
    .filter((watch) => (tasks.get(watch.subject)?.uncovered.length ?? 0) > 0)
    .map((watch) => ({ of: watch.case ?? watch.subject, since: watch.set_at, late: true }))
  return [...idle, ...unowned, ...uncovered, ...withoutAnybody(of, now_ms)]
}

/** The late promise of a first unit in open incidents of which no centre has accepted a task. */
function withoutAnybody(of: RoomBoard, now_ms: number): readonly Lack[] {
  const followed = new Set(
    of.tasks
      .filter((task) => task.assignments.length > 0 || isWithoutUnit(task) || isKeptByCentre(task))
      .map((task) => task.case),
  )
  const open = new Set(of.cases.filter((each) => each.state === "open").map((each) => each.id))
  return of.watches
    .filter((watch) => watch.kind === "first_unit" && sortableTime(watch.red_at) <= now_ms)
    .flatMap((watch) =>
      watch.case !== null && open.has(watch.case) && !followed.has(watch.case)
        ? [{ of: watch.case, since: watch.set_at, late: true }]
        : [],
    )
}

/** «4823 · 4822 +2»: every number, or how many more there are; three have room. */
export function numbersText(numbers: readonly number[]): string {
  const shown = numbers.length > 3 ? 2 : 3
  const more = numbers.length > shown ? ` +${numbers.length - shown}` : ""
  return numbers.slice(0, shown).join(" · ") + more
}

export function roomFigures(of: RoomBoard, now_ms: number, diverted = 0): RoomFigures {
  const age_s = (at: number) => Math.max(0, (now_ms - at) / 1000)
  const oldest = (moments: readonly number[]) => (moments.length === 0 ? null : age_s(Math.min(...moments)))
  const waiting = of.calls.filter(isWaiting)
  const longest_s = oldest(waiting.map((call) => sortableTime(call.rang_at)))
  const lost = of.calls.filter(isUnanswered)
  const recent = lost.filter((call) => now_ms - sortableTime(call.ended_at ?? call.rang_at) < HOUR_MS)
  const p0 = of.cases.filter((each) => each.state === "open" && each.priority === 0)
  const worst = new Set(p0.map((each) => each.id))
  const lacks = lacking(of, now_ms)
  const ready = of.desks.filter((desk) => standOf(desk) === "ready").length
  return {
    queued: waiting.length,
    longest_s,
    longest_late: longest_s !== null && longest_s >= ANSWER_TARGET.red_s,
    longest_soon: longest_s !== null && longest_s >= ANSWER_TARGET.amber_s && longest_s < ANSWER_TARGET.red_s,
    unanswered: recent.length,
    unanswered_before: lost.length - recent.length,
    diverted,
    unanswered_late: of.watches.some((watch) => watch.kind === "call_back" && isFired(watch)),
    p0: p0.map((each) => each.number).sort((a, b) => b - a),
    p0_late: of.watches.some((watch) => isFired(watch) && watch.case !== null && worst.has(watch.case)),
    without_unit: new Set(lacks.map((each) => each.of)).size,
    without_unit_oldest_s: oldest(lacks.map((each) => sortableTime(each.since))),
    without_unit_late: lacks.some((each) => each.late),
    ready,
    open: of.desks.filter((desk) => standOf(desk) !== "off").length,
    ready_late: ready === 0 && waiting.length > 0,
  }
}
