/** What the steps of the set-up are judged by: readiness, the settings of the centre, and who may sign content. */

import type { GrantAsk } from "../../grants/grants.svelte.ts"
import type {
  CentreIdentity,
  CentreIdentityView,
  ContentSigners,
  FirstPassword,
  HospitalRegister,
  SettingInForce,
} from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"
import { session } from "../../state/session.svelte.ts"
import type { BroughtKind, DirectoryPlaces } from "./bring.ts"
import { missingSigners, waitingSigners } from "./steps.ts"

/** Until the processes have started again with what was saved. */
const LOOK_AGAIN_MS = 2_000
interface SetupPerson {
  readonly id: string
  readonly name: string
  readonly active: boolean
  readonly roles: readonly string[]
}

export class Setup {
  centre = $state.raw<CentreIdentityView | null>(null)
  people = $state.raw<readonly SetupPerson[] | null>(null)
  /** Roles that wait for a second person. */
  asked = $state.raw<readonly GrantAsk[]>([])
  /** First passwords of people that were registered here, shown this once. */
  handed = $state.raw<readonly FirstPassword[]>([])
  /** Roles of those who write and sign content that nobody holds; null: not known yet. */
  readonly missing = $derived(this.people === null ? null : missingSigners(this.people))
  /** Those of them for whom nobody was named yet. */
  readonly unnamed = $derived(
    (this.missing ?? []).filter((role) => !this.waiting.some((each) => each.role === role)),
  )
  directory = $state.raw<DirectoryPlaces | null>(null)
  #hospitals = $state.raw<number | null>(null)
  readonly waiting = $derived(waitingSigners(this.people ?? [], this.asked))
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
    const [centre, people, asked, settings, directory, hospitals] = await Promise.all([
      api<CentreIdentityView>("GET", "/api/setup/centre"),
      api<readonly SetupPerson[]>("GET", "/api/admin/people"),
      api<readonly GrantAsk[]>("GET", "/api/admin/grants"),
      api<readonly SettingInForce[]>("GET", "/api/admin/settings"),
      api<DirectoryPlaces>("GET", "/api/directory"),
      api<HospitalRegister>("GET", "/api/admin/hospitals"),
    ])
    const refused = [centre, people, asked, settings, directory, hospitals].find((each) => !each.ok)
    this.problem = refused && !refused.ok ? refused.problem : null
    if (centre.ok) this.centre = centre.value
    if (people.ok) this.people = people.value
    if (asked.ok) this.asked = asked.value
    if (directory.ok) this.directory = directory.value
    if (hospitals.ok) this.#hospitals = hospitals.value.hospitals.length
    if (settings.ok) this.data = settings.value.find((each) => each.name === "data")?.value ?? this.data
  }
  /** How many there are; null: not known yet. */
  countOf(kind: BroughtKind): number | null {
    if (kind === "hospitals") return this.#hospitals
    if (kind === "people") return this.people?.filter((each) => each.active).length ?? null
    return this.directory?.[kind].length ?? null
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
  /** Why it was refused; null: they are registered. */
  async appoint(signers: ContentSigners): Promise<Problem | null> {
    const reply = await api<readonly FirstPassword[]>("POST", "/api/setup/signers", {
      body: signers,
      timeout_ms: 30_000,
    })
    if (!reply.ok) return reply.problem
    this.handed = [...this.handed, ...reply.value]
    await this.load()
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
