/**
 * On whose objects a person may act, as the server decides it (src/auxilio/access): what it would refuse to this person in
 * any case is not offered to them. The server judges each command again. Pure.
 */

import type { CaseRow, TaskRow, WatchRow } from "../protocol/generated.ts"
import { PERMISSION } from "../protocol/permissions.ts"

/** Who sits here, as far as it decides that. */
export interface SeatedPerson {
  readonly person: { readonly id: string }
  readonly desk: string | null
  readonly agency: string | null
  readonly centre: string | null
  readonly permissions: readonly string[]
}

/** Somebody of the 112 room itself: of no agency and at no operational centre. */
export function inRoom(sitter: SeatedPerson | null): boolean {
  return sitter !== null && sitter.agency === null && sitter.centre === null
}

/** A supervisor or room chief of the 112 room: may act for every desk and every centre. */
export function leadsRoom(sitter: SeatedPerson | null): boolean {
  return inRoom(sitter) && (sitter?.permissions.includes(PERMISSION.ROOM_LEAD) ?? false)
}

/** Whether somebody may answer this watch: of their desk or centre, or of nobody in particular (access/watches.py). */
export function mayAnswerWatch(sitter: SeatedPerson | null, watch: Pick<WatchRow, "to">): boolean {
  if (sitter === null) return false
  if (leadsRoom(sitter)) return true
  const desks = watch.to.flatMap((party) => party.desk ?? [])
  const centres = watch.to.flatMap((party) => party.centre ?? [])
  if (sitter.desk !== null && desks.includes(sitter.desk)) return true
  if (sitter.centre !== null && centres.includes(sitter.centre)) return true
  return desks.length === 0 && (inRoom(sitter) || centres.length === 0)
}

/** Whether somebody decides to whom a reserved case is open: its owner, or the room lead (access/cases.py). */
export function decidesWhoIsNamed(
  sitter: SeatedPerson | null,
  it: Pick<CaseRow, "owner_person" | "hidden">,
): boolean {
  if (sitter === null || it.hidden) return false
  return it.owner_person === sitter.person.id || leadsRoom(sitter)
}

/** Whether somebody asked for this work, and may cancel it: the room, or the centre that asked for aid (access/tasks.py). */
export function hasSent(sitter: SeatedPerson | null, task: Pick<TaskRow, "aid_for">): boolean {
  return inRoom(sitter) || (sitter?.centre != null && task.aid_for === sitter.centre)
}

/** The services that are health (as in dispatch/core/boards.py). */
const HEALTH: ReadonlySet<string> = new Set([
  "HEALTH",
  "FIRST_RESPONDER",
  "POISON",
  "CRISIS_LINE",
  "PUBLIC_HEALTH",
])

export function isHealthService(service: string): boolean {
  return HEALTH.has(service.toUpperCase())
}

/** Whether somebody may write clinical facts: the room, or a health agency, by its service (access/patients.py). */
export function writesClinical(sitter: SeatedPerson | null, service: string | undefined): boolean {
  return inRoom(sitter) || (service !== undefined && isHealthService(service))
}

/** Whether a task is told by telephone: its centre has no console, or was told of it by voice (access/tasks.py). */
export function receivesMessage(task: Pick<TaskRow, "by_telephone" | "told">): boolean {
  return task.by_telephone || task.told !== null
}
