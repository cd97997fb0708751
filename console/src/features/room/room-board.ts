/** What the room's board holds, as the pure parts of this page read it, and the few questions that all of them ask. */

import { parseInstant } from "../../kit/deadline.ts"
import { type ShownPriority, shownPriority } from "../../kit/priority.ts"
import type {
  AgentState,
  AssignmentRow,
  CallRow,
  CaseRow,
  DeskRow,
  HandoverRow,
  TaskRow,
  UnitRow,
  WatchRow,
} from "../../protocol/generated.ts"
import { isKeptByCentre } from "../../state/centre-care.ts"

export interface RoomBoard {
  readonly calls: readonly CallRow[]
  readonly desks: readonly DeskRow[]
  readonly cases: readonly CaseRow[]
  readonly tasks: readonly TaskRow[]
  readonly units: readonly UnitRow[]
  readonly assignments: readonly AssignmentRow[]
  readonly watches: readonly WatchRow[]
  readonly handovers: readonly HandoverRow[]
}

const WAITING: ReadonlySet<string> = new Set(["ringing", "queued", "offered"])
const FIRED: ReadonlySet<string> = new Set(["fired", "escalated"])

export function isWaiting(call: CallRow): boolean {
  return WAITING.has(call.state)
}
/** Over before a human answered, and nobody has said what it was. */
export function isUnanswered(call: CallRow): boolean {
  return call.state === "abandoned" && call.disposition === null
}
/** Late, and nobody has said that they know. */
export function isFired(watch: WatchRow): boolean {
  return FIRED.has(watch.state)
}
export function isWithoutUnit(task: TaskRow): boolean {
  return (
    (task.state === "accepted" || task.state === "told") &&
    task.assignments.length === 0 &&
    !isKeptByCentre(task)
  )
}
/** How a desk stands to the room: one that has joined somebody's call takes no other, whatever it said before. */
export function standOf(desk: DeskRow): AgentState {
  return desk.joined === null ? desk.stand : "busy"
}
/** The aggregate of a stream, `unit:0194…` → `["unit", "0194…"]`. */
export function parseStream(stream: string): readonly [aggregate: string, key: string] {
  const at = stream.indexOf(":")
  return [stream.slice(0, at), stream.slice(at + 1)]
}
/** Seconds between two moments; null when either is missing. */
export function secondsBetween(from: string, to: string | null | undefined): number | null {
  const [start, end] = [parseInstant(from), parseInstant(to)]
  return start === null || end === null ? null : (end - start) / 1000
}
/** For sorting: what has no moment comes last. */
export function sortableTime(moment: string | null | undefined): number {
  return parseInstant(moment) ?? Number.POSITIVE_INFINITY
}

/** Names and rows by id, made once for each change of the board. */
export class RoomIndex {
  readonly case: ReadonlyMap<string, CaseRow>
  readonly call: ReadonlyMap<string, CallRow>
  readonly task: ReadonlyMap<string, TaskRow>
  readonly unit: ReadonlyMap<string, UnitRow>
  readonly work: ReadonlyMap<string, AssignmentRow>
  readonly desk: ReadonlyMap<string, DeskRow>

  constructor(of: RoomBoard) {
    const by = <T extends { readonly id: string }>(rows: readonly T[]) =>
      new Map(rows.map((row) => [row.id, row]))
    this.case = by(of.cases)
    this.call = by(of.calls)
    this.task = by(of.tasks)
    this.unit = by(of.units)
    this.work = by(of.assignments)
    this.desk = by(of.desks)
  }

  /** What a task or a watch shows: as every page shows its case. */
  priority(of: Pick<WatchRow, "case" | "priority"> | TaskRow): ShownPriority {
    return shownPriority(this.case.get(of.case ?? ""), of.priority)
  }
}
