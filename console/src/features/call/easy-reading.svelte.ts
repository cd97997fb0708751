/**
 * Easy language on the caller's page (decision 0370): chosen here or by the desk, the last choice counts. This phone keeps what was
 * chosen on it; this tab keeps what the call said last, so that it stays without network and after the call.
 */

import { sendCommand } from "../../state/command-outbox.svelte.ts"
import { isEasy } from "./easy-reading.ts"

const KEPT = "auxilio.caller.easy"

interface CallView {
  readonly call: string | null
  readonly voice: boolean
  /** Of the row of the call; undefined: the row is not there. */
  readonly told: boolean | null | undefined
  /** The version of that row. */
  readonly version: number
}

interface ToldChoice {
  readonly call: string
  readonly easy: boolean
}

export class EasyReading {
  #view: CallView
  /** The version of the call that has the choice made here: from it on, what the call says counts. */
  #landed = $state<number | null>(null)
  #tapped = $state<boolean | null>(null)
  /** The call that was told of a choice made here. */
  #reported: string | null = null
  #kept = $state<boolean | null>(read<boolean>(localStorage))
  #told = $state.raw<ToldChoice | null>(read<ToldChoice>(sessionStorage))
  readonly on = $derived.by(() =>
    isEasy({
      tapped: this.#tapped,
      told: this.#told?.call === this.#view.call ? (this.#told?.easy ?? null) : null,
      kept: this.#kept,
      voice: this.#view.voice,
    }),
  )

  constructor(view: CallView) {
    this.#view = view
    $effect(() => {
      const { call, told } = this.#view
      if (call === null || told === undefined) return
      if (told === null) {
        // What was chosen in an earlier call, or before the centre was reached, is told once, so that the desk knows what is shown.
        if (this.#kept === this.#view.voice && this.#reported !== call) this.#choose(this.#kept)
        return
      }
      if (this.#landed !== null && this.#view.version >= this.#landed) {
        this.#tapped = null
        this.#landed = null
      }
      if (this.#told?.call === call && this.#told.easy === told) return
      this.#told = { call, easy: told }
      sessionStorage.setItem(KEPT, JSON.stringify(this.#told))
    })
  }

  toggle(): void {
    const easy = !this.on
    this.#kept = easy
    localStorage.setItem(KEPT, JSON.stringify(easy))
    this.#choose(easy)
  }

  #choose(easy: boolean): void {
    this.#tapped = easy
    this.#landed = null
    const { call } = this.#view
    if (call === null) return
    this.#reported = call
    void this.#tell(call, easy)
  }

  async #tell(call: string, easy: boolean): Promise<void> {
    const answer = await sendCommand({ kind: "calls.choose_easy_reading", call, easy }, { lane: "easy" })
    // A later tap waits for its own answer.
    if (answer.ok && this.#tapped === easy) this.#landed = answer.handled.versions[`call:${call}`] ?? 0
  }
}

function read<T>(store: Storage): T | null {
  const text = store.getItem(KEPT)
  return text === null ? null : (JSON.parse(text) as T)
}
