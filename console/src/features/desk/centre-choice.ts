/**
 * Which registered centre a person can ask for help where no plan does it: there is none, or it names nobody that is
 * registered here. Pure.
 */

import type { OfferTask, Point, Priority, TaskRow } from "../../protocol/generated.ts"
import type { AskableCentre } from "../../state/directory.svelte.ts"

/** What is still wanted of nobody: parts of the case that nobody has, and capabilities by their service. */
export interface Wanted {
  readonly unheld: readonly TaskRow[]
  readonly missing: readonly { readonly code: string; readonly service: string | undefined }[]
}

/** Those whose service is wanted first, then by name. */
export function centresToAsk(centres: readonly AskableCentre[], wanted: Wanted): readonly AskableCentre[] {
  const services = new Set([
    ...wanted.unheld.map((task) => task.service),
    ...wanted.missing.map((each) => each.service),
  ])
  const rank = (centre: AskableCentre) => (services.has(centre.service) ? 0 : 1)
  return [...centres].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}

/**
 * The part that nobody has and that this centre would take over: the one that was chosen, whatever its service. Of several nothing
 * is chosen by the centre: of another service it takes over none.
 */
export function unheldFor(centre: AskableCentre, unheld: readonly TaskRow[]): TaskRow | undefined {
  return unheld.length === 1 ? unheld[0] : unheld.find((task) => task.service === centre.service)
}

export interface CaseInHand {
  readonly id: string
  readonly mode: OfferTask["mode"]
  readonly priority: Priority
  readonly place: Point | null
}

/** The offer to the chosen centre: for what nobody has, else for what is wanted of its service. */
export function offerTo(centre: AskableCentre, wanted: Wanted, it: CaseInHand, task: string): OfferTask {
  const instead = unheldFor(centre, wanted.unheld)
  const asked = wanted.missing.filter((each) => each.service === centre.service).map((each) => each.code)
  return {
    kind: "dispatch.offer_task",
    task,
    case: it.id,
    mode: it.mode,
    centre: centre.id,
    agency: centre.agency,
    service: centre.service,
    capabilities: instead ? [...instead.capabilities] : asked,
    priority: it.priority,
    place: it.place,
    by_telephone: !centre.console,
    ...(instead ? { instead_of: instead.id } : {}),
  }
}
