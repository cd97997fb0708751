/** What is still pending in a case that is handed over, the gravest first. Pure: the page words it. */

import type { CaseRow, TaskRow, WatchRow } from "../protocol/generated.ts"
import { isKeptByCentre } from "../state/centre-care.ts"

/** A pending matter: of a task of a service, of the case, or a watch that has fired. */
export interface Awaited {
  readonly what:
    | "unowned"
    | "no_place"
    | "help_not_sent"
    | "uncovered"
    | "no_unit"
    | "not_accepted"
    | "late"
    | "under_way"
  /** The service of a task, the kind of a watch, or nothing. */
  readonly of: string
}

const FIRED_STATES: ReadonlySet<string> = new Set(["fired", "escalated"])
/** Watches whose matter is already told by the case or its task. */
const TOLD_OTHERWISE: ReadonlySet<string> = new Set([
  "no_location",
  "offer",
  "first_unit",
  "task_accept",
  "no_unit",
  "nobody_has_it",
])
const UNDER_WAY_STATES: ReadonlySet<string> = new Set(["accepted", "told", "active"])

export function whatWaits(
  incident: CaseRow,
  tasks: readonly TaskRow[],
  watches: readonly WatchRow[],
): readonly Awaited[] {
  const own = tasks.filter((task) => task.case === incident.id)
  const pending = own.flatMap((task): Awaited[] => {
    const what = pendingOf(task)
    return what === null ? [] : [{ what, of: task.service }]
  })
  const late = watches.filter(
    (watch) => watch.case === incident.id && FIRED_STATES.has(watch.state) && !TOLD_OTHERWISE.has(watch.kind),
  )
  const waits: readonly Awaited[] = [
    ...pending.filter((each) => each.what === "unowned"),
    ...(incident.location === null ? [{ what: "no_place", of: "" } as const] : []),
    ...(incident.help_sent_at === null ? [{ what: "help_not_sent", of: "" } as const] : []),
    ...pending.filter((each) => each.what !== "unowned"),
    ...[...new Set(late.map((watch) => watch.kind))].map((kind) => ({ what: "late", of: kind }) as const),
  ]
  if (waits.length > 0) return waits
  return own
    .filter((task) => UNDER_WAY_STATES.has(task.state))
    .map((task) => ({ what: "under_way", of: task.service }))
}

function pendingOf(task: TaskRow): Awaited["what"] | null {
  if (task.unowned) return "unowned"
  if (task.state === "offered") return "not_accepted"
  if (!UNDER_WAY_STATES.has(task.state)) return null
  if (task.uncovered.length > 0) return "uncovered"
  if (isKeptByCentre(task)) return null
  return task.state !== "active" && task.assignments.length === 0 ? "no_unit" : null
}
