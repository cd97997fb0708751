/** Which centre stands first where a task that nobody has is offered. Pure. */

import type { TaskRow } from "../../protocol/generated.ts"

interface Centre {
  readonly id: string
  readonly agency: string
  readonly name: string
}
interface Wanted {
  readonly centre: string
  readonly service: TaskRow["service"]
}

/**
 * What is missing first: centres of its service, and among them the one that was asked already last; then every other,
 * by name. The keys of the list are its places, so 1 is never another service than the one that is missing.
 */
export function offerOrder<C extends Centre>(
  centres: readonly C[],
  task: Wanted,
  serviceOf: (agency: string) => string,
): readonly C[] {
  const other = (centre: C) => Number(serviceOf(centre.agency) !== task.service)
  const asked = (centre: C) => Number(centre.id === task.centre)
  return [...centres].sort(
    (a, b) => other(a) - other(b) || asked(a) - asked(b) || a.name.localeCompare(b.name),
  )
}
