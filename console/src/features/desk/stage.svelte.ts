/** What the desk is in the middle of, and so which of its regions has the room: the one in use grows, an empty one is its title. */

import { HeldStage } from "../../kit/held-stage.svelte.ts"
import type { Desk } from "./desk.svelte.ts"
import { type Stage, stageOf } from "./stage.ts"

type Roomy = 4 | 6 | 8

export class DeskStage {
  #desk: Desk
  #last = $state<4 | 6>(6)
  /** The region that has focus by a key: it is never only its title. */
  #focus = $state<Roomy | null>(null)
  readonly #hasCard = $derived.by(
    () => this.#desk.view.dictation !== undefined || this.#desk.view.offeredCards.length > 0,
  )
  readonly #wants = $derived.by(() => {
    const { view } = this.#desk
    const stage = stageOf({
      work: view.call !== undefined || view.case !== undefined,
      question: view.question !== undefined,
      card: this.#hasCard,
      // One that is proved and not begun is read as soon as a key has gone to it; one that was said to its end stays while it is there.
      step: view.dictation?.current != null || (this.#hasCard && this.#focus === 6),
      sent: view.case?.help_sent_at != null,
      last: this.#last,
    })
    // A message to a desk that has no call stands in the story.
    const read = this.#focus ?? (view.unread.length > 0 && stage === "idle" ? 8 : "")
    return `${stage} ${this.#hasCard ? "card" : ""} ${read}`
  })
  readonly held: HeldStage
  readonly now = $derived.by(() => this.held.shown.split(" ")[0] as Stage)
  /** The card has the room, or what the interview leaves of it. */
  readonly card = $derived.by(() => this.held.shown.split(" ")[1] === "card")
  readonly focus = $derived.by(() => Number(this.held.shown.split(" ")[2]) || null)

  constructor(desk: Desk) {
    this.#desk = desk
    this.held = new HeldStage(
      () => this.#wants,
      (region) => {
        if (region === 4 || region === 6) this.#last = region
        this.#focus = region === 4 || region === 6 || region === 8 ? region : null
      },
    )
  }
  /** Whether a region is its title now, or little more. */
  shrinks(region: Roomy): boolean {
    if (this.focus === region) return false
    if (region === 8) return this.now === "idle"
    return region === 4 ? this.now === "dictating" : this.now !== "dictating"
  }
}
