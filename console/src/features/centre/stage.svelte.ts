/** Which regions of a centre's middle column have the room: the one in use grows, an empty one is its title (decision 0344). */

import { HeldStage } from "../../kit/held-stage.svelte.ts"
import type { CentreDesk } from "./centre.svelte.ts"
import { type CentreStage, centreStage } from "./stage.ts"

export class CentreStages {
  /** The region that has focus by a key: it is never only its title. */
  #focus = $state<number | null>(null)
  readonly held: HeldStage
  readonly now = $derived.by(() => this.held.shown.split(" ")[0] as CentreStage)
  readonly focus = $derived.by(() => Number(this.held.shown.split(" ")[1]) || null)

  constructor(centre: CentreDesk) {
    this.held = new HeldStage(
      () => {
        const { marked, diversion } = centre.proposals
        const stage = centreStage({
          task: centre.task,
          marked: marked.length,
          diversion: diversion !== undefined,
        })
        // A message about no task in hand stands in the story.
        return `${stage} ${this.#focus ?? (stage === "idle" && centre.unread.length > 0 ? 8 : "")}`
      },
      (region) => {
        this.#focus = region === 4 || region === 8 ? region : null
      },
    )
  }
  /** Whether a region is its title now. */
  shrinks(region: 4 | 8): boolean {
    if (this.focus === region) return false
    return this.now === "idle" || (region === 4 && this.now === "following")
  }
}
