/** Region 6: every open task and every watch, the latest first. Pure. */

import type { TaskRow, WatchRow } from "../../protocol/generated.ts"
import {
  isFired,
  parseStream,
  type RoomBoard,
  RoomIndex,
  secondsBetween,
  sortableTime,
} from "./room-board.ts"

export interface WorkItem {
  readonly id: string
  readonly priority: number | null
  readonly provisional: boolean
  readonly case: string | null
  /** Whose work it is, where an agency has it: its id. */
  readonly agency: string
  /** Whom it is about, in the shortest words: a callsign, or the id of a desk, a centre or an agency. */
  readonly who: string
  readonly task: TaskRow | null
  readonly watch: WatchRow | null
  /** What «Enterado» answers here: the watch, or of a task the promise that runs about it, one that is late first. */
  readonly answers: WatchRow | null
  readonly since: string
  readonly amber_s: number | null
  readonly red_s: number | null
  /** Late and nobody has said that they know. */
  readonly unheard: boolean
}

/** Watches that say again what the clock of their task says. */
const TOLD_BY_TASK: ReadonlySet<string> = new Set(["task_accept", "no_unit", "nobody_has_it"])
const OPEN: ReadonlySet<string> = new Set(["offered", "accepted", "told", "active"])

export function workItems(of: RoomBoard): readonly WorkItem[] {
  const index = new RoomIndex(of)
  // What nobody has of a case that is over needs nobody any more, as in «Me necesita».
  const isOpenCase = (id: string) => (index.case.get(id)?.state ?? "open") === "open"
  const tasks = of.tasks.filter((task) => OPEN.has(task.state) || (task.unowned && isOpenCase(task.case)))
  const known = new Set(
    of.watches.filter((watch) => watch.state === "answered").map((watch) => watch.subject),
  )
  // The last of a subject stays: those that are late come behind those that are not yet.
  const open = of.watches.filter((watch) => watch.state !== "answered")
  const promised = new Map(
    open.sort((a, b) => Number(isFired(a)) - Number(isFired(b))).map((watch) => [watch.subject, watch]),
  )
  const shown = new Set(tasks.map((task) => `task:${task.id}`))
  const watches = of.watches.filter((watch) => !(TOLD_BY_TASK.has(watch.kind) && shown.has(watch.subject)))
  return [
    ...tasks.map((task) =>
      ofTask(task, index, known.has(`task:${task.id}`), promised.get(`task:${task.id}`)),
    ),
    ...watches.map((watch) => ofWatch(watch, index)),
  ].sort(
    (a, b) =>
      due_ms(a) - due_ms(b) ||
      (a.priority ?? 9) - (b.priority ?? 9) ||
      sortableTime(a.since) - sortableTime(b.since) ||
      a.id.localeCompare(b.id),
  )
}
function due_ms(each: WorkItem): number {
  return each.red_s === null ? Number.POSITIVE_INFINITY : sortableTime(each.since) + each.red_s * 1000
}

export function isLate(each: WorkItem, now_ms: number): boolean {
  return due_ms(each) <= now_ms
}

/** `known`: somebody said that they see to it. Until it fires again it is theirs, and no red that teaches to overlook reds. */
function ofTask(task: TaskRow, index: RoomIndex, known: boolean, promise: WatchRow | undefined): WorkItem {
  const since = task.unowned ? (task.nobody_since ?? task.since) : task.since
  return {
    id: `task:${task.id}`,
    ...index.priority(task),
    case: task.case,
    agency: task.agency,
    who: task.agency,
    task,
    watch: null,
    answers: promise ?? null,
    since,
    amber_s: task.unowned ? null : secondsBetween(since, task.soon_at),
    red_s: known ? null : task.unowned ? 0 : secondsBetween(since, task.due_at),
    unheard: !known && (task.state === "offered" || task.unowned),
  }
}

function ofWatch(watch: WatchRow, index: RoomIndex): WorkItem {
  return {
    id: watch.id,
    ...index.priority(watch),
    case: watch.case,
    agency: agencyOf(watch, index),
    who: watchSubject(watch, index),
    task: null,
    watch,
    answers: watch,
    since: watch.set_at,
    amber_s: secondsBetween(watch.set_at, watch.amber_at),
    red_s: watch.state === "answered" ? null : secondsBetween(watch.set_at, watch.red_at),
    unheard: isFired(watch),
  }
}

function agencyOf(watch: WatchRow, index: RoomIndex): string {
  const [aggregate, key] = parseStream(watch.subject)
  const unit =
    aggregate === "unit"
      ? key
      : (index.work.get(key)?.unit ?? watch.to.find((party) => party.unit != null)?.unit)
  return index.task.get(key)?.agency ?? index.unit.get(unit ?? "")?.agency ?? ""
}

/** Whom a watch is about, in the shortest words that name them, or their id. */
export function watchSubject(watch: WatchRow, index: RoomIndex): string {
  const [aggregate, key] = parseStream(watch.subject)
  if (aggregate === "desk") return key
  const unit = aggregate === "unit" ? index.unit.get(key) : index.unit.get(index.work.get(key)?.unit ?? "")
  if (unit) return unit.callsign
  const task = index.task.get(key)
  if (task) return task.agency
  const party = watch.to[0]
  const callsign = party?.unit == null ? undefined : index.unit.get(party.unit)?.callsign
  return callsign ?? party?.desk ?? party?.centre ?? ""
}
