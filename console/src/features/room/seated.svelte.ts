/**
 * Who sits at a desk that has not opened: signed in and never ready, on no board. Without it their chair would be told as empty.
 */

import { PERMISSION } from "../../protocol/permissions.ts"
import { api } from "../../state/api.ts"
import { session } from "../../state/session.svelte.ts"

/** What is read of `identity.core.model.PresentPerson`. */
interface PresentPerson {
  readonly desk: string
  readonly name: string
}

const LOOK_AGAIN_MS = 10_000

export class SeatedPeople {
  #people = $state.raw<ReadonlyMap<string, string>>(new Map())

  /** Made while a page is: it asks as long as that page lives. */
  constructor() {
    $effect(() => {
      if (!session.may(PERMISSION.CENTRE_WATCH)) return
      void this.#look()
      const again = setInterval(() => void this.#look(), LOOK_AGAIN_MS)
      return () => clearInterval(again)
    })
  }
  /** The name of the person at this desk. */
  at(desk: string): string | undefined {
    return this.#people.get(desk)
  }
  async #look(): Promise<void> {
    const reply = await api<readonly PresentPerson[]>("GET", "/api/present")
    // Without an answer the names of before stay: nobody has left because the line is cut.
    if (reply.ok) this.#people = new Map(reply.value.map(({ desk, name }) => [desk, name]))
  }
}
