/** What stands in the fields of the desk and has not been sent, and which of them is being changed: of the caller in hand alone. */

import { goesOn, type UnderHand } from "./call-fields.ts"

class Fields {
  place = $state("")
  type = $state("")
  note = $state("")
  editingPlace = $state(false)
  editingType = $state(false)

  get texts(): readonly string[] {
    return [this.place, this.type, this.note]
  }
}

export class CallFields {
  readonly #now: () => UnderHand
  #before: UnderHand = { call: undefined, case: undefined }
  #kept = new Fields()

  constructor(now: () => UnderHand) {
    this.#now = now
  }

  /** Those of the caller in hand; empty once it is another. */
  readonly of = $derived.by(() => {
    const now = this.#now()
    if (!goesOn(this.#before, now)) this.#kept = new Fields()
    this.#before = now
    return this.#kept
  })
}
