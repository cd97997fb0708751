/** The desk asks the network where the telephone of its call is: whether this centre can, and whether an answer is awaited. */

import type { CallRow, LocationServerUse } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { sendCommand } from "../../state/command-outbox.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import { isPending } from "./location-request.ts"

export class LocationRequests {
  /** Whether a setting names a location server; until the server has said so there is no key. */
  available = $state(false)
  readonly #call: () => CallRow | undefined
  readonly pending = $derived.by(() => isPending(this.#call()))
  /** The number is one that a network asserts; about any other nobody is asked. */
  readonly asserted = $derived.by(() => this.#call()?.phone_known_by === "network_asserted")

  /** Made while a page is. */
  constructor(call: () => CallRow | undefined) {
    this.#call = call
    const id = $derived(call()?.id)
    let known = false
    // A question that got no answer is put again with the next call.
    $effect(() => {
      void id
      if (known) return
      void api<LocationServerUse>("GET", "/api/calls/location-server").then((found) => {
        if (!found.ok) return
        known = true
        this.available = found.value.asked
      })
    })
  }

  ask(): Promise<Answer> | undefined {
    const call = this.#call()
    return call && sendCommand({ kind: "calls.request_location", call: call.id })
  }
}
