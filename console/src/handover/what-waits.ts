/** What is waited for of a case when its desk changes hands, the gravest first. Pure: the words are the page's. */

import type { CaseRow, TaskRow, WatchRow } from "../protocol/generated.ts"

/** A service that owes something, or a promise that was not kept. */
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
  /** Of a task its service, of a promise its kind. */
  readonly of: string
}

const LATE: ReadonlySet<string> = new Set(["fired", "escalated"])
/** Said of the case or of its task already. */
const SAID_ANYWAY: ReadonlySet<string> = new Set([
  "no_location",
  "offer",
  "first_unit",
  "task_accept",
  "no_unit",
  "nobody_has_it",
])
const GOES_ON: ReadonlySet<string> = new Set(["accepted", "told", "active"])

export function whatWaits(
  incident: CaseRow,
  tasks: readonly TaskRow[],
  watches: readonly WatchRow[],
): readonly Awaited[] {
  const own = tasks.filter((task) => task.case === incident.id)
  const owed = own.flatMap((task): Awaited[] => {
    const what = owedOf(task)
    return what === null ? [] : [{ what, of: task.service }]
  })
  const late = watches.filter(
    (watch) => watch.case === incident.id && LATE.has(watch.state) && !SAID_ANYWAY.has(watch.kind),
  )
  const waits: readonly Awaited[] = [
    ...owed.filter((each) => each.what === "unowned"),
    ...(incident.location === null ? [{ what: "no_place", of: "" } as const] : []),
    ...(incident.help_sent_at === null ? [{ what: "help_not_sent", of: "" } as const] : []),
    ...owed.filter((each) => each.what !== "unowned"),
    ...[...new Set(late.map((watch) => watch.kind))].map((kind) => ({ what: "late", of: kind }) as const),
  ]
  if (waits.length > 0) return waits
  return own
    .filter((task) => GOES_ON.has(task.state))
    .map((task) => ({ what: "under_way", of: task.service }))
}

function owedOf(task: TaskRow): Awaited["what"] | null {
  if (task.unowned) return "unowned"
  if (task.state === "offered") return "not_accepted"
  if (!GOES_ON.has(task.state)) return null
  if (task.uncovered.length > 0) return "uncovered"
  return task.state !== "active" && task.assignments.length === 0 ? "no_unit" : null
}
