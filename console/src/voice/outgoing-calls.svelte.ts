/** Calls that this desk makes for the case in hand (docs/nouns/outgoing-call.md). What is shown is read from boards; what is done is a command. */

import { type ConsoleCommand, whenBoth, whenPresent } from "../commands/registry.ts"
import type { MessageKey } from "../i18n/i18n.svelte.ts"
import type { OutgoingCallRow } from "../protocol/generated.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import { newId, sendCommand } from "../state/command-outbox.svelte.ts"
import { now } from "../state/now.svelte.ts"
import type { Answer } from "../state/outbox.ts"

/** How long what became of a call stands on the page: time to read it and to call again. (ours) */
const SHOWN_MS = 60_000

/** What is needed of the page. */
export interface OutgoingCallPage {
  readonly desk: string
  /** The open case in hand. */
  readonly case: string | null
  /** A caller is on the line of this desk, or rings here. */
  readonly taken: boolean
  readonly line: { readonly state: string }
  /** Of all cases, while they last. */
  readonly calls: readonly OutgoingCallRow[]
  /** Of the case in hand, also those that are over. */
  readonly ofCase: readonly OutgoingCallRow[]
  /** Opens the layer in which it is chosen whom to call. */
  choose(): void
}

export class OutgoingCalls {
  readonly #page: OutgoingCallPage

  constructor(page: OutgoingCallPage) {
    this.#page = page
  }

  /** The call that goes on at this desk; whole, as the board of its case tells it. */
  readonly own = $derived.by(() => {
    const mine = this.#page.calls.find((each) => each.desk === this.#page.desk && each.state !== "over")
    return mine && (this.#page.ofCase.find((each) => each.id === mine.id) ?? mine)
  })
  /** The last one of the case in hand that this desk made, for as long as what became of it is news. */
  readonly last = $derived.by(() =>
    this.#page.ofCase
      .filter((each) => each.desk === this.#page.desk && each.ended_at !== null)
      .filter((each) => now.ms - Date.parse(each.ended_at ?? "") < SHOWN_MS)
      .sort((a, b) => (b.ended_at ?? "").localeCompare(a.ended_at ?? ""))
      .at(0),
  )

  /** Whether somebody can be called for the case in hand now, or why not. */
  why(): true | MessageKey {
    const { taken, line } = this.#page
    const up = line.state === "up" || line.state === "apart"
    return whenBoth(
      whenPresent(this.#page.case, "desk.why_no_case"),
      whenBoth(
        whenPresent(!this.own, "outgoing.why_calling"),
        taken ? "outgoing.why_taken" : whenPresent(up, "desk.why_no_line"),
      ),
    )
  }
  dial(whom: string, number: string): Promise<Answer> | undefined {
    const it = this.#page.case
    return it === null
      ? undefined
      : sendCommand({ kind: "calls.dial_for_case", call: newId(), case: it, whom, number })
  }
  hangUp(): Promise<Answer> | undefined {
    return this.own && sendCommand({ kind: "calls.hang_up_outgoing", call: this.own.id })
  }
  /** `page`: of which the commands are some. The second is there while what became of the last call is shown. */
  commands(page: "desk" | "centre"): ConsoleCommand[] {
    const { last } = this
    const dials = {
      also: "find.also.dial",
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.dial_for_case"],
      when: () => this.why(),
    } as const
    const dial: ConsoleCommand = {
      ...dials,
      id: `${page}.dial`,
      label: "outgoing.dial",
      run: () => this.#page.choose(),
    }
    if (!last || this.own) return [dial]
    const again: ConsoleCommand = {
      ...dials,
      id: `${page}.dial_again`,
      label: "outgoing.again",
      about: () => last.id,
      run: () => this.dial(last.whom, last.number),
    }
    return [dial, again]
  }
}
