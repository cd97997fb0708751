/** Keys that are pressed while a document is on its way wait until it stands (decision 0328): elsewhere letters are commands. */

import { typedAhead } from "../../kit/typed-ahead.svelte.ts"
import { DRAFT_REGION } from "./commands.ts"

/** Comes to the end of `opens`; where that says false, nothing came, and the keys are not used. */
export async function heldUntil(opens: Promise<boolean>): Promise<void> {
  let stands = false
  const refuse = typedAhead.expect({ region: DRAFT_REGION, ready: () => stands })
  try {
    stands = await opens
  } finally {
    if (!stands) refuse()
  }
}
