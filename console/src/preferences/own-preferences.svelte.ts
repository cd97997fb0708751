/** The preferences of who is signed in: in force at once, kept by the server, and taken back one by one. */

import { pageSize } from "../kit/page-size.svelte.ts"
import { speaker } from "../kit/sounds.ts"
import type { Preferences } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import type { Problem } from "../state/outbox.ts"
import { type OwnPreferences, STANDARD, whole } from "./preferences.ts"

const PATH = "/api/session/preferences"
/** For a reload of this window: the page is drawn in its size before the server is asked. It ends with the session. */
const STORED = "auxilio.preferences"
/** Steps that can be taken back. */
const STEPS_MAX = 100

class Own {
  current = $state.raw<OwnPreferences>(STANDARD)
  problem = $state.raw<Problem | null>(null)
  /** Of what is in force: whether the server has it. */
  state = $state<"kept" | "saving" | "failed">("kept")
  #before = $state.raw<readonly OwnPreferences[]>([])
  readonly undoes = $derived(this.#before.length > 0)
  #person: string | null = null
  #changed = false

  /** As this window was before it was loaded anew. */
  recall(): void {
    const stored = sessionStorage.getItem(STORED)
    if (stored !== null) this.#apply(whole(JSON.parse(stored) as Preferences))
  }
  async begin(person: string): Promise<void> {
    this.#person = person
    this.#changed = false
    const found = await api<Preferences>("GET", PATH)
    // Whoever was quicker than the answer has said what they want.
    if (!found.ok || this.#person !== person || this.#changed) return
    this.#apply(whole(found.value))
    this.#remember()
  }
  end(): void {
    this.#person = null
    this.#before = []
    this.problem = null
    this.state = "kept"
    sessionStorage.removeItem(STORED)
    this.#apply(STANDARD)
  }
  set(wanted: OwnPreferences): void {
    this.#before = [...this.#before, this.current].slice(-STEPS_MAX)
    this.#take(wanted)
  }
  undo(): void {
    const before = this.#before.at(-1)
    if (before === undefined) return
    this.#before = this.#before.slice(0, -1)
    this.#take(before)
  }
  #take(wanted: OwnPreferences): void {
    this.#changed = true
    this.#apply(wanted)
    this.#remember()
    void this.#save()
  }
  /** One at a time, and then what is in force by then: the last one said is the one that is kept. */
  async #save(): Promise<void> {
    if (this.state === "saving") return
    this.state = "saving"
    let sent: OwnPreferences
    let kept: boolean
    do {
      sent = this.current
      const reply = await api("PUT", PATH, { body: sent })
      kept = reply.ok
      this.problem = reply.ok ? null : reply.problem
    } while (sent !== this.current && this.#person !== null)
    this.state = kept ? "kept" : "failed"
  }
  #remember(): void {
    sessionStorage.setItem(STORED, JSON.stringify(this.current))
  }
  #apply(wanted: OwnPreferences): void {
    this.current = wanted
    const { dataset } = document.documentElement
    dataset.palette = wanted.palette
    dataset.hand = wanted.hand
    pageSize.use(wanted.type_size)
    speaker.volumes = wanted.volumes
  }
}

export const ownPreferences = new Own()
