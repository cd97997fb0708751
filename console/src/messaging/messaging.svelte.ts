/** How people are told and where callers are asked for: what is set, secrets, keys of AML, and test messages. */

import { i18n } from "../i18n/i18n.svelte.ts"
import type {
  AmlKeyMade,
  MessageTrialReport,
  MessagingView,
  SecretName,
  TrialWay,
} from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import type { Problem } from "../state/outbox.ts"
import type { AuthorityName } from "./ways.ts"

const PATH = "/api/setup/messaging"
/** Processes start again with what was saved. */
const LOOK_AGAIN_MS = 4_000
/** A mail server may take twelve seconds. */
const TRIAL_MS = 30_000

export class Messaging {
  view = $state.raw<MessagingView | null>(null)
  problem = $state.raw<Problem | null>(null)

  /** Made while a page is. */
  constructor() {
    void this.load()
    $effect(() => {
      const again = setInterval(() => void this.#look(), LOOK_AGAIN_MS)
      return () => clearInterval(again)
    })
  }
  async load(): Promise<void> {
    const found = await api<MessagingView>("GET", PATH)
    this.problem = found.ok ? null : found.problem
    if (found.ok) this.view = found.value
  }
  /** While the processes start nothing answers; it is asked again. */
  async #look(): Promise<void> {
    const found = await api<MessagingView>("GET", PATH)
    if (found.ok) this.view = found.value
  }
  async #change(method: "PUT" | "DELETE", path: string, body?: object): Promise<Problem | null> {
    const reply = await api(method, `${PATH}${path}`, body ? { body } : {})
    if (!reply.ok) return reply.problem
    await this.#look()
    return null
  }
  /** Why it was refused; null: saved. */
  async save(values: Readonly<Record<string, string>>): Promise<Problem | null> {
    const problem = await this.#change("PUT", "/", { values })
    // At once: until the processes have it, it is not in force.
    if (problem === null && this.view !== null) {
      this.view = { ...this.view, saved: { ...this.view.saved, ...values } }
    }
    return problem
  }
  saveSecret = (name: SecretName, secret: string) => this.#change("PUT", `/secrets/${name}`, { secret })
  saveAuthority = (name: AuthorityName, certificates: string) =>
    this.#change("PUT", `/authorities/${name}`, { certificates })
  removeAmlKey = (name: string) => this.#change("DELETE", `/aml-keys/${encodeURIComponent(name)}`)
  /** The key, told once, or why it was refused. */
  async addAmlKey(name: string, secret: string): Promise<AmlKeyMade | { readonly problem: Problem }> {
    const reply = await api<AmlKeyMade>("POST", `${PATH}/aml-keys`, { body: { name, secret } })
    if (!reply.ok) return { problem: reply.problem }
    await this.#look()
    return reply.value
  }
  /** What became of a test message, or why none was sent. */
  async tryOut(way: TrialWay, to: string): Promise<MessageTrialReport | { readonly problem: Problem }> {
    const body = { way, to, language: i18n.language }
    const reply = await api<MessageTrialReport>("POST", `${PATH}/trial`, { body, timeout_ms: TRIAL_MS })
    return reply.ok ? reply.value : { problem: reply.problem }
  }
}
