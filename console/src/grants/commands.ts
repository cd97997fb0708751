/** Roles that wait for a second person: confirmed or refused, one or several. */

import { type ConsoleCommand, whenPresent } from "../commands/registry.ts"
import type { MessageKey } from "../i18n/i18n.svelte.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import type { Answer } from "../state/outbox.ts"

interface Grant {
  readonly id: string
}
export interface GrantActions<G extends Grant> {
  readonly rows: readonly G[]
  readonly chosen: readonly G[]
  own(grant: G): boolean
  decide(verb: "confirm" | "refuse"): Promise<Answer>
}

export function grantCommands<G extends Grant>(grants: GrantActions<G>): readonly ConsoleCommand[] {
  const permission = PERMISSION.PEOPLE_CONFIRM
  const theirs = (): true | MessageKey => {
    if (grants.chosen.length === 0) return "grants.why_none"
    return whenPresent(!grants.chosen.some((each) => grants.own(each)), "grants.why_own")
  }
  const common = {
    permission,
    facts: () => ({ count: grants.chosen.length }),
    when: theirs,
    about: () => grants.chosen.map((each) => each.id).join(),
  }
  return [
    { ...common, id: "grants.confirm", label: "grants.confirm", run: () => grants.decide("confirm") },
    { ...common, id: "grants.refuse", label: "grants.refuse", run: () => grants.decide("refuse") },
  ]
}
