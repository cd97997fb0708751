/**
 * What a desk may do with the tasks of its case. A case closes when each has ended, was cancelled or was
 * released to its agency by a named person (docs/nouns/task.md); the server decides, this only offers.
 */

import type { AnyCommand, Change, TaskRow, UnitRow } from "../../protocol/generated.ts"
import { OUTCOMES } from "../../state/outcomes.ts"

export const ACTS = ["release", "tell", "contact", "end", "no_report", "cancel", "unit", "status"] as const
export type Act = (typeof ACTS)[number]

/** Before a silent task may end without a report (dispatch.model.task). */
export const CONTACT_ATTEMPTS_MIN = 2
const HELD = new Set(["accepted", "told", "active"])
const ASKED = new Set(["offered", "timed_out"])

/** And `released`, for a service whose agency follows it. */
export const RESULTS = [...OUTCOMES, "no_report", "released"] as const

/** Whether the case may close over it. */
export function settled(task: TaskRow): boolean {
  if (task.passed_to !== null) return true
  if (task.state === "cancelled") return task.assignments.length === 0
  return task.state === "ended" || task.state === "released"
}

/** Told by voice: this desk speaks for a centre that has no screen. */
export function byVoice(task: TaskRow): boolean {
  return task.by_telephone || task.told !== null
}

/** What can be done with a task now, in the order of its keys. */
export function actsOf(task: TaskRow): readonly Act[] {
  if (settled(task) || task.state === "cancelled") return []
  const held = HELD.has(task.state)
  const possible: Record<Act, boolean> = {
    release: held,
    tell: task.by_telephone && ASKED.has(task.state),
    contact: held,
    end: held && byVoice(task) && task.assignments.length === 0,
    no_report: held && task.assignments.length === 0 && task.contact_attempts >= CONTACT_ATTEMPTS_MIN,
    cancel: true,
    unit: held && byVoice(task),
    status: held && byVoice(task) && task.assignments.length > 0,
  }
  return ACTS.filter((act) => possible[act])
}

/** The key of an act is its own, so that the hand learns it whatever else can be done. */
export function keyOf(act: Act): string {
  return String(ACTS.indexOf(act) + 1)
}

/** What each service that worked on the case did, as far as it is known: one outcome for each service. */
export function outcomesOf(
  tasks: readonly TaskRow[],
): readonly { service: string; centre: string; result: string }[] {
  const found = new Map<string, { service: string; centre: string; result: string }>()
  for (const task of tasks) {
    if (task.passed_to !== null || task.state === "cancelled") continue
    const result = task.outcome ?? (task.state === "released" ? "released" : "")
    found.set(task.service, { service: task.service, centre: task.centre, result })
  }
  return [...found.values()]
}

/** A task told by telephone: `no` when they said that they do not take it. */
export function telling(task: string, to: string, readBack: string, no: boolean): AnyCommand {
  return {
    kind: "dispatch.tell_task",
    task,
    to,
    read_back: readBack,
    ...(no ? { refused: "other" as const } : {}),
  }
}

/** A critical change that somebody concerned has not said «enterado» to. */
export interface Unheard {
  readonly change: Change
  readonly centres: readonly string[]
  readonly crews: readonly string[]
}

/** What is still unheard in a case, oldest first; each change once, with everybody it waits for. */
export function unheard(tasks: readonly TaskRow[], units: readonly UnitRow[]): readonly Unheard[] {
  const found = new Map<string, { change: Change; centres: string[]; crews: string[] }>()
  const ours = new Set(tasks.flatMap((task) => task.changes.map((change) => change.id)))
  // Each centre's task has its own change; to a person it is one thing that changed.
  const of = (change: Change) => {
    const key = `${change.kind} ${change.new}`
    const known = found.get(key) ?? { change, centres: [], crews: [] }
    found.set(key, known)
    return known
  }
  for (const task of tasks)
    for (const change of task.changes) if (!change.acknowledged) of(change).centres.push(task.centre)
  for (const unit of units)
    for (const order of unit.orders)
      if (!order.acknowledged && ours.has(order.id)) of(order).crews.push(unit.callsign)
  return [...found.values()].sort((a, b) => a.change.at.localeCompare(b.change.at))
}
