/** Which centre stands first where a task that nobody has is offered. Pure. */

import { serviceIconPath } from "../../kit/service-forms.ts"
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
 * What is missing first: centres of its service, and among them the one that was asked already last; then those of a service with
 * the same sign (another police), then every other, by name. The keys of the list are its places.
 */
export function offerOrder<C extends Centre>(
  centres: readonly C[],
  task: Wanted,
  serviceOf: (agency: string) => string,
): readonly C[] {
  const other = (centre: C) => distance(serviceOf(centre.agency), task.service)
  const asked = (centre: C) => Number(centre.id === task.centre)
  return [...centres].sort(
    (a, b) => other(a) - other(b) || asked(a) - asked(b) || a.name.localeCompare(b.name),
  )
}

/** None is the service itself, 1 another one with its sign, 2 any other. */
function distance(service: string, wanted: string): number {
  if (service === wanted) return 0
  const sign = serviceIconPath(wanted)
  return sign !== undefined && serviceIconPath(service) === sign ? 1 : 2
}
