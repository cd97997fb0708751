/** The preferences of who is signed in: in force at once, kept by the server, and taken back one by one. */

import { mapGround } from "../kit/map-ground.svelte.ts"
import { pageSize } from "../kit/page-size.svelte.ts"
import { speaker } from "../kit/sounds.ts"
import type { Preferences } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import type { Problem } from "../state/outbox.ts"
import {
  changesSomething,
  inverse,
  merged,
  type OwnPreferences,
  type PreferenceChange,
  STANDARD,
  withDefaults,
} from "./preferences.ts"

const PATH = "/api/session/preferences"
/** For a reload of this window: the page is drawn in its size before the server is asked. It ends with the session. */
const STORED = "auxilio.preferences"
/** Other windows of this person in the same browser follow at once. */
const CHANNEL = "auxilio.preferences"
/** Steps that can be taken back. */
const STEPS_MAX = 100

class PreferencesStore {
  current = $state.raw<OwnPreferences>(STANDARD)
  problem = $state.raw<Problem | null>(null)
  /** `unread`: what the server has is not known yet, and nothing can be changed. */
  state = $state<"unread" | "kept" | "saving" | "failed">("unread")
  /** What undoes each step, the last one last. */
  #before = $state.raw<readonly PreferenceChange[]>([])
  readonly undoes = $derived(this.#before.length > 0)
  #person: string | null = null
  /** What the server has not confirmed. */
  #unsent: PreferenceChange = {}
  readonly #others = new BroadcastChannel(CHANNEL)

  constructor() {
    this.#others.onmessage = ({
      data,
    }: MessageEvent<{ person: string | null; change: PreferenceChange }>) => {
      if (data.person !== null && data.person === this.#person && this.state !== "unread")
        this.#show(data.change)
    }
  }
  /** As this window was before it was loaded anew. */
  recall(): void {
    try {
      const stored = sessionStorage.getItem(STORED)
      if (stored !== null) this.#apply(withDefaults(JSON.parse(stored) as Preferences))
    } catch {
      sessionStorage.removeItem(STORED) // Written by another version.
    }
  }
  async begin(person: string): Promise<void> {
    this.#forget()
    this.#person = person
    await this.read()
  }
  /** Once more, where it failed. */
  async read(): Promise<void> {
    const person = this.#person
    if (person === null || this.state !== "unread") return
    const found = await api<Preferences>("GET", PATH)
    if (this.#person !== person || this.state !== "unread") return
    this.problem = found.ok ? null : found.problem
    if (!found.ok) return
    this.state = "kept"
    this.#apply(withDefaults(found.value))
    this.#remember()
  }
  /** As another window of the same person has them: nothing to be kept anew. */
  show(kept: OwnPreferences): void {
    this.#apply(withDefaults(kept))
  }
  end(): void {
    this.#forget()
    sessionStorage.removeItem(STORED)
    this.#apply(STANDARD)
  }
  set(change: PreferenceChange): void {
    if (this.state === "unread" || !changesSomething(this.current, change)) return
    this.#before = [...this.#before, inverse(this.current, change)].slice(-STEPS_MAX)
    this.#take(change)
  }
  undo(): void {
    const before = this.#before.at(-1)
    if (before === undefined) return
    this.#before = this.#before.slice(0, -1)
    this.#take(before)
  }
  #take(change: PreferenceChange): void {
    this.#show(change)
    this.#others.postMessage({ person: this.#person, change })
    this.#unsent = merged(this.#unsent, change)
    void this.#save()
  }
  #show(change: PreferenceChange): void {
    this.#apply(merged(this.current, change))
    this.#remember()
  }
  /** The server can be reached again: what it has not confirmed is sent. */
  retry(): void {
    if (this.state === "failed") void this.#save()
    else if (this.state === "unread") void this.read()
  }
  /** One request at a time, with all that was changed by then. What fails is sent again with the next change, or by `retry`. */
  async #save(): Promise<void> {
    if (this.state === "saving") return
    const person = this.#person
    this.state = "saving"
    while (Object.keys(this.#unsent).length > 0) {
      const sent = this.#unsent
      this.#unsent = {}
      const reply = await api("PATCH", PATH, { body: sent })
      if (this.#person !== person) return // Somebody else is signed in: what they set is not this person's.
      this.problem = reply.ok ? null : reply.problem
      if (reply.ok) continue
      this.#unsent = merged(sent, this.#unsent)
      this.state = "failed"
      return
    }
    this.state = "kept"
  }
  #forget(): void {
    this.#person = null
    this.#before = []
    this.#unsent = {}
    this.problem = null
    this.state = "unread"
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
    mapGround.imagery = wanted.imagery
    speaker.volumes = wanted.volumes
  }
}

export const ownPreferences = new PreferencesStore()
