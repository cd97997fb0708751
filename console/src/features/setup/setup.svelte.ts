/** What the steps of the set-up are judged by: readiness, the settings of the centre, and who may sign content. */

import type { CentreIdentity, CentreIdentityView, SettingInForce } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"
import { session } from "../../state/session.svelte.ts"
import { missingSigners } from "./steps.ts"

/** Until the processes have started again with what was saved. */
const LOOK_AGAIN_MS = 2_000
type Holder = { readonly active: boolean; readonly roles: readonly string[] }

export class Setup {
  centre = $state.raw<CentreIdentityView | null>(null)
  /** Roles of those who write and sign content that nobody holds; null: not known yet. */
  missing = $state.raw<readonly string[] | null>(null)
  /** The folder of data, for commands. */
  data = $state("DATA")
  problem = $state.raw<Problem | null>(null)
  /** Something was saved on this page. */
  saved = $state(false)
  readonly pending = $derived(
    this.centre !== null && JSON.stringify(this.centre.saved) !== JSON.stringify(this.centre.in_force),
  )

  /** Made while a page is. `onrestarted`: the processes have what was saved. */
  constructor(onrestarted: () => void) {
    void this.load()
    $effect(() => {
      if (!this.pending) return
      const again = setInterval(() => void this.#look(onrestarted), LOOK_AGAIN_MS)
      return () => clearInterval(again)
    })
  }

  async load(): Promise<void> {
    const [centre, people, settings] = await Promise.all([
      api<CentreIdentityView>("GET", "/api/setup/centre"),
      api<readonly Holder[]>("GET", "/api/admin/people"),
      api<readonly SettingInForce[]>("GET", "/api/admin/settings"),
    ])
    const refused = [centre, people, settings].find((each) => !each.ok)
    this.problem = refused && !refused.ok ? refused.problem : null
    if (centre.ok) this.centre = centre.value
    if (people.ok) this.missing = missingSigners(people.value)
    if (settings.ok) this.data = settings.value.find((each) => each.name === "data")?.value ?? this.data
  }
  /** Why it was refused; null: saved. */
  async save(identity: CentreIdentity): Promise<Problem | null> {
    const reply = await api("PUT", "/api/setup/centre", { body: identity })
    if (!reply.ok) return reply.problem
    this.saved = true
    const centre = this.centre
    if (centre !== null) this.centre = { ...centre, saved: identity }
    return null
  }
  /** While the processes start nothing answers; it is asked again. */
  async #look(onrestarted: () => void): Promise<void> {
    const found = await api<CentreIdentityView>("GET", "/api/setup/centre")
    if (!found.ok) return
    const waited = this.pending
    this.centre = found.value
    if (waited && !this.pending) {
      await session.ask() // the clock may be of another zone
      onrestarted()
    }
  }
}
