/** Calls and waiting of the last hours, against the usual, and the room's figures of yesterday: asked again each half minute. */

import type { CallLoad } from "../protocol/generated.ts"
import { api } from "./api.ts"

const AGAIN_MS = 30_000

export class CallLoads {
  /** The last answer; null before it. */
  load = $state.raw<CallLoad | null>(null)
  /** Whether the last asking had no answer: what stands is then older than it looks. */
  failed = $state(false)

  /** Asks until the returned function is called. */
  follow(): () => void {
    let gone = false
    const look = async () => {
      const found = await api<CallLoad>("GET", "/api/figures/calls")
      if (gone) return
      this.failed = !found.ok
      if (found.ok) this.load = found.value
    }
    void look()
    const again = setInterval(look, AGAIN_MS)
    return () => {
      gone = true
      clearInterval(again)
    }
  }
}
