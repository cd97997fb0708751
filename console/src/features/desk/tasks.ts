/**
 * What a desk may do with the tasks of its case. A case closes when each has ended, was cancelled or was
 * released to its agency by a named person (docs/nouns/task.md); the server decides, this only offers.
 */

import type { AnyCommand, CriticalChange, TaskRow, UnitRow, UnitStatus } from "../../protocol/generated.ts"
import { isHealthService, receivesMessage } from "../../state/authority.ts"
import { OUTCOMES } from "../../state/outcomes.ts"

export const TASK_ACTIONS = [
  "release",
  "tell",
  "contact",
  "end",
  "no_report",
  "cancel",
  "unit",
  "status",
] as const
export type TaskAction = (typeof TASK_ACTIONS)[number]

/** Before a silent task may end without a report (dispatch.tasks.core.model). */
export const CONTACT_ATTEMPTS_MIN = 2
const HELD = new Set(["accepted", "told", "active"])
const ASKED = new Set(["offered", "timed_out"])

/** And `released`, for a service whose agency follows it. */
export const TASK_RESULTS = [...OUTCOMES, "no_report", "released"] as const

/** Whether the case may close over it. */
export function isSettledTask(task: TaskRow): boolean {
  if (task.passed_to !== null) return true
  if (task.state === "cancelled") return task.assignments.length === 0
  return task.state === "ended" || task.state === "released"
}

/** Whether it is of a health centre that has it or is asked, in time or late: there a medicine can be authorised. */
export function isHealthCentre(task: Pick<TaskRow, "service" | "state" | "passed_to">): boolean {
  return (
    isHealthService(task.service) &&
    task.passed_to === null &&
    (HELD.has(task.state) || ASKED.has(task.state))
  )
}

/** What can be done with a task now, in the order of its keys. */
export function taskActionsOf(task: TaskRow): readonly TaskAction[] {
  if (isSettledTask(task) || task.state === "cancelled") return []
  const held = HELD.has(task.state)
  const possible: Record<TaskAction, boolean> = {
    release: held,
    tell: task.by_telephone && ASKED.has(task.state),
    contact: held,
    end: held && receivesMessage(task) && task.assignments.length === 0,
    no_report: held && task.assignments.length === 0 && task.contact_attempts >= CONTACT_ATTEMPTS_MIN,
    cancel: true,
    // For a centre with a console its own desk enters what it does: the server refuses it to another.
    unit: held && receivesMessage(task),
    status: held && receivesMessage(task) && task.assignments.length > 0,
  }
  return TASK_ACTIONS.filter((act) => possible[act])
}

/** The key of an act is its own, so that the hand learns it whatever else can be done. */
export function taskActionKey(act: TaskAction): string {
  return String(TASK_ACTIONS.indexOf(act) + 1)
}

/**
 * Whether nobody has what this task asks for: no centre took it, and no other task of its service that asks for the same
 * has been accepted meanwhile.
 */
export function isHeldByNobody(task: TaskRow, tasks: readonly TaskRow[]): boolean {
  if (task.nobody_since === null || task.passed_to !== null || HELD.has(task.state) || isSettledTask(task))
    return false
  return !tasks.some(
    (other) =>
      other.id !== task.id &&
      other.service === task.service &&
      HELD.has(other.state) &&
      task.capabilities.every((capability) => other.capabilities.includes(capability)),
  )
}

/** As a desk must see them: what nobody has, then what is under way, then what is over; each as they were asked. */
export function inSendOrder(tasks: readonly TaskRow[]): readonly TaskRow[] {
  const rank = (task: TaskRow) => (isHeldByNobody(task, tasks) ? 0 : isOver(task) ? 2 : 1)
  return tasks.toSorted((a, b) => rank(a) - rank(b))
}
/** No centre has it and none is asked: it has ended, or went to another one. */
export function isOver(task: TaskRow): boolean {
  return task.passed_to !== null || !(task.state === "offered" || HELD.has(task.state))
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

/** The unit that a centre sends, or what it says of one: told by voice, entered here, and it says for which centre. */
export function enterStatusCommand(
  task: TaskRow,
  act: "unit" | "status",
  said: { readonly unit: string; readonly status: UnitStatus; readonly said_by: string },
  assignment: string,
): AnyCommand {
  const common = { unit: said.unit, said_by: said.said_by, for_centre: task.centre }
  return act === "unit"
    ? { kind: "dispatch.enter_unit", ...common, assignment, task: task.id }
    : { kind: "dispatch.enter_status", ...common, status: said.status }
}

/** A task told by telephone: `no` when they said that they do not take it. */
export function telephoneTaskCommand(task: string, to: string, readBack: string, no: boolean): AnyCommand {
  return {
    kind: "dispatch.tell_task",
    task,
    to,
    read_back: readBack,
    ...(no ? { refused: "other" as const } : {}),
  }
}

/** A critical change that somebody concerned has not said «enterado» to. */
export interface UnacknowledgedChange {
  readonly change: CriticalChange
  readonly centres: readonly string[]
  readonly crews: readonly string[]
}

/** What is still unheard in a case, oldest first; each change once, with everybody it waits for. */
export function unacknowledgedChanges(
  tasks: readonly TaskRow[],
  units: readonly UnitRow[],
): readonly UnacknowledgedChange[] {
  const found = new Map<string, { change: CriticalChange; centres: string[]; crews: string[] }>()
  const ours = new Set(tasks.flatMap((task) => task.changes.map((change) => change.id)))
  // Each centre's task has its own change; to a person it is one thing that changed.
  const of = (change: CriticalChange) => {
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

/** Who has not said «enterado», the crews first: they drive. */
export function unheardNames(
  { crews, centres }: Pick<UnacknowledgedChange, "centres" | "crews">,
  centreName: (id: string) => string,
): readonly string[] {
  return [...crews, ...centres.map(centreName)]
}
