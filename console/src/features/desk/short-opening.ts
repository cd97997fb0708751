/** The short opening that a rule of the room offers: the protocol of the silent or false call. What it proves, it proves as ever. */

import type { EarlierSummary } from "../../protocol/generated.ts"
import type { Answer } from "../../state/outbox.ts"
import { goToRegion, interviewThere } from "./call-focus.svelte.ts"
import { activeContent } from "./content.svelte.ts"
import type { Desk } from "./desk.svelte.ts"

/** A silent call, in the types of incident (`content/data/typology.csv`). */
const SILENT_CALL = "GES-03"

/** What the rule says, while the call has no type and the content in force has the protocol. */
export function shortOpening(desk: Desk): EarlierSummary["opening"] {
  const { view } = desk
  const known = view.case?.type ?? view.provenType
  if (!view.call || view.shut || known || activeContent.type(SILENT_CALL) === undefined) return null
  return view.earlier.summary?.opening ?? null
}

/** The type is chosen, and the next key is about the first question of its protocol. */
export function openShort(desk: Desk): Promise<Answer> {
  const protocol = activeContent.type(SILENT_CALL)?.protocol
  const sent = desk.classify(SILENT_CALL)
  goToRegion(4, sent, () => !protocol || interviewThere(desk, (each) => each.protocol === protocol))
  return sent
}
