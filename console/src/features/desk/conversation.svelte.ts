/**
 * The conversation at the desk: what is being typed, how much of it nobody here has looked at, and whether it stands in the
 * room that an interview which has not begun leaves. It changes its place only while the hands are elsewhere.
 */

import { isByCaller } from "../../state/live-text.ts"
import type { Desk } from "./desk.svelte.ts"

export const CONVERSATION = "data-conversation"
const handsIn = () => document.activeElement?.closest(`[${CONVERSATION}]`) != null

export class DeskConversation {
  #desk: Desk
  reply = $state("")
  large = $state(false)
  #call: string | undefined
  #seen = $state(0)
  readonly #id = $derived.by(() => this.#desk.view.call?.id)
  readonly #theirs = $derived.by(() => this.#desk.view.lines.filter(isByCaller).length)
  /** Lines of the caller since somebody here had the conversation in hand. */
  readonly unread = $derived(Math.max(0, this.#theirs - this.#seen))
  /** A call by text alone, and no interview yet. */
  readonly #wants = $derived.by(
    () => this.#desk.view.written && !this.#desk.view.spoken && this.#desk.view.run === undefined,
  )

  constructor(desk: Desk) {
    this.#desk = desk
    $effect(() => {
      const wants = this.#wants
      if (!handsIn()) this.large = wants
    })
    $effect(() => {
      const call = this.#id
      const ready = desk.view.talk.board?.ready ?? false
      const theirs = this.#theirs
      // What stood there when the call was answered is read with it.
      if (call === undefined || !ready) return
      if (call !== this.#call || handsIn()) this.#seen = theirs
      this.#call = call
    })
    // What was begun for one caller is never shown to the next.
    $effect(() => {
      if (this.#id !== undefined)
        return () => {
          this.reply = ""
          desk.leaveTyped()
        }
    })
  }

  entered(): void {
    this.#seen = this.#theirs
  }
  left(to: EventTarget | null): void {
    if (!(to instanceof Element && to.closest(`[${CONVERSATION}]`))) this.large = this.#wants
  }
}
