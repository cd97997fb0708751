/** Backups of the installation: what is set, the last ones, and the one that was asked for. */

import type { BackupKey, BackupPlan, BackupsView } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { now } from "../state/now.svelte.ts"
import type { Problem } from "../state/outbox.ts"
import { saveFile } from "../state/save-file.ts"

const PATH = "/api/admin/backups"
/** While one is awaited. */
const LOOK_AGAIN_MS = 2_000
/** Longer than `up` takes to begin one, and than a small database takes. */
const SOON_MS = 120_000
/** scrypt takes a second or more. */
const KEY_MS = 60_000

export class Backups {
  view = $state.raw<BackupsView | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** Something was saved on this page. */
  saved = $state(false)
  /** The file that holds the key that was made here. */
  keyFile = $state<string | null>(null)
  readonly pending = $derived(this.view !== null && this.view.request !== null)
  /** One is to be made by itself just now. */
  readonly due = $derived.by(() => {
    const next = this.view?.next_at
    return next ? Date.parse(next) <= now.ms : false
  })
  /** One was asked for, and should have ended. */
  readonly late = $derived.by(() => {
    const asked = this.view?.request
    return asked ? now.ms - Date.parse(asked.at) > SOON_MS : false
  })

  readonly #changed: () => void

  /** Made while a page is. `changed`: what is set, or the last one, is another. */
  constructor(changed: () => void = () => {}) {
    this.#changed = changed
    void this.load()
    $effect(() => {
      if (!this.pending && !this.due) return
      const again = setInterval(() => void this.load(), LOOK_AGAIN_MS)
      return () => clearInterval(again)
    })
  }
  async load(): Promise<void> {
    const found = await api<BackupsView>("GET", PATH)
    this.problem = found.ok ? null : found.problem
    if (!found.ok) return
    const before = this.view
    this.view = found.value
    if (before && before.runs[0]?.ended_at !== found.value.runs[0]?.ended_at) this.#changed()
  }
  /** Why it was refused; null: saved. */
  async save(plan: BackupPlan): Promise<Problem | null> {
    const reply = await api("PUT", PATH, { body: plan })
    if (!reply.ok) return reply.problem
    this.saved = true
    await this.load()
    this.#changed()
    return null
  }
  async run(): Promise<void> {
    const reply = await api("POST", `${PATH}/run`)
    await this.load()
    if (!reply.ok) this.problem = reply.problem
  }
  /** Its public part; a refusal, where none was made. The private part goes to the browser at once, and nowhere else. */
  async makeKey(passphrase: string): Promise<string | Problem> {
    const reply = await api<BackupKey>("POST", `${PATH}/key`, { body: { passphrase }, timeout_ms: KEY_MS })
    if (!reply.ok) return reply.problem
    saveFile(reply.value.name, reply.value.file)
    this.keyFile = reply.value.name
    return reply.value.recipient
  }
}
