/** How many keys of other systems wait for a second person, for the list of sections and for the room. */

import type { PartnerRegister } from "../protocol/generated.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import { api } from "../state/api.ts"
import { session } from "../state/session.svelte.ts"
import { PARTNERS_PATH, waitingCount } from "./partners.ts"

const LOOK_AGAIN_MS = 30_000

class WaitingKeys {
  count = $state(0)

  take(register: PartnerRegister): void {
    this.count = waitingCount(register)
  }
  /** Reads now and then until the answer is called, where the person may see keys; call it in an effect. */
  follow(): (() => void) | undefined {
    if (!session.may(PERMISSION.PEOPLE_CONFIRM) && !session.may(PERMISSION.PARTNER_KEY_MANAGE)) return
    void this.#load()
    const again = setInterval(() => void this.#load(), LOOK_AGAIN_MS)
    return () => clearInterval(again)
  }
  async #load(): Promise<void> {
    const found = await api<PartnerRegister>("GET", PARTNERS_PATH)
    if (found.ok) this.take(found.value)
  }
}

export const waitingKeys = new WaitingKeys()
