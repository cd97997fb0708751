/**
 * The conversation at the desk: what is being typed, how much of it nobody here has looked at, and whether it stands in the
 * room that an interview which has not begun leaves. It changes its place only while the hands are elsewhere.
 */

import { untrack } from "svelte"
import { t } from "../../i18n/i18n.svelte.ts"
import { isByCaller } from "../../state/live-text.ts"
import { regionWindows } from "../../state/region-windows.svelte.ts"
import type { Desk } from "./desk.svelte.ts"

export const CONVERSATION = "data-conversation"
/** Its word in the address of its own window. */
export const CONVERSATION_PANE = "conversation"
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

  /** What stands in this window is read here alone, and typed here alone. */
  readonly away = $derived.by(() => regionWindows.isAway(CONVERSATION_PANE))
  /** In the middle of the page; in its own window it stands also before anything was written. */
  readonly inMiddle = $derived.by(() => regionWindows.own === CONVERSATION_PANE || (this.large && !this.away))
  /** There is something to read or to write. */
  readonly stands = $derived.by(
    () => this.#desk.view.written || this.#desk.view.lines.length > 0 || this.#desk.view.typing !== "",
  )

  constructor(desk: Desk) {
    this.#desk = desk
    const pane = { id: CONVERSATION_PANE, title: () => t("desk.conversation") }
    // Beside the call it is no region of its own, and may leave all the same.
    $effect(() => {
      if (regionWindows.offers && !this.inMiddle && (this.away || this.stands))
        return regionWindows.register(pane)
    })
    // It is typed on in its window: here no line of it stays half said.
    $effect(() => {
      if (this.away) untrack(() => desk.leaveTyped())
    })
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

  /** Lines of the caller that somebody has looked at. */
  get seen(): number {
    return this.#seen
  }
  set seen(count: number) {
    this.#seen = count
  }
  entered(): void {
    this.#seen = this.#theirs
  }
  left(to: EventTarget | null): void {
    if (!(to instanceof Element && to.closest(`[${CONVERSATION}]`))) this.large = this.#wants
  }
}
