/** A plate while it is typed: the server is asked at each pause, and nothing is recorded before it is put down. */

import type { CaseHazmat, HazmatInformant, HazmatSheet, Spill } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"

/** What was read or told, without what was left empty. */
export interface GoodsDraft {
  readonly top?: string
  readonly bottom?: string
  readonly un?: string
  readonly hazard_class?: string
}
export interface GoodsLookup {
  readonly un: string
  readonly name: string
  readonly names: { readonly [language: string]: string }
  readonly classes: readonly string[]
}

const PAUSE_MS = 180

export class HazmatEntry {
  open = $state(false)
  top = $state("")
  bottom = $state("")
  un = $state("")
  hazard_class = $state("")
  words = $state("")
  spill = $state<Spill>("unknown")
  told_by = $state<HazmatInformant>("caller")
  replaces = $state.raw<CaseHazmat | null>(null)
  sheet = $state.raw<HazmatSheet | null>(null)
  found = $state.raw<readonly GoodsLookup[]>([])
  /** The server has not answered, or could not be asked. */
  unanswered = $state(false)
  /** Words were looked for, and nothing is called that. */
  nothing = $state(false)

  readonly said = $derived.by<GoodsDraft>(() => {
    const every = {
      top: this.top.trim(),
      bottom: this.bottom.trim(),
      un: this.un,
      hazard_class: this.hazard_class,
    }
    return Object.fromEntries(Object.entries(every).filter(([, value]) => value !== "")) as GoodsDraft
  })
  readonly empty = $derived(Object.keys(this.said).length === 0)

  /** A plate that the interview has heard already stands in the fields. */
  begin(heard: GoodsDraft): void {
    this.clear()
    this.top = heard.top ?? ""
    this.bottom = heard.bottom ?? ""
    this.open = true
  }
  correct(of: CaseHazmat): void {
    this.clear()
    this.top = of.top ?? ""
    this.bottom = of.bottom ?? ""
    this.un = of.un ?? ""
    this.hazard_class = of.hazard_class ?? ""
    this.spill = of.spill ?? "unknown"
    this.told_by = of.told_by ?? "caller"
    this.replaces = of
  }
  clear(): void {
    this.top = this.bottom = this.un = this.hazard_class = this.words = ""
    this.spill = "unknown"
    this.told_by = "caller"
    this.replaces = null
    this.sheet = null
    this.found = []
    this.nothing = this.unanswered = false
  }
  choose(of: GoodsLookup): void {
    this.un = of.un
    this.words = ""
    this.found = []
  }

  /** Asks what the fields say, a moment after the last key; the answer to an older question is dropped. For `$effect`. */
  look(): (() => void) | undefined {
    const { said } = this
    if (this.empty) {
      this.sheet = null
      return undefined
    }
    return later(async (still) => {
      const reply = await api<HazmatSheet>("POST", "/api/goods/look", { body: said })
      if (!still()) return
      this.unanswered = !reply.ok
      this.sheet = reply.ok ? reply.value : null
    })
  }
  search(): (() => void) | undefined {
    const text = this.words.trim()
    if (text.length < 2) {
      this.found = []
      this.nothing = false
      return undefined
    }
    return later(async (still) => {
      const reply = await api<readonly GoodsLookup[]>("POST", "/api/goods/find", { body: { text } })
      if (!still()) return
      this.unanswered = !reply.ok
      this.found = reply.ok ? reply.value : []
      this.nothing = reply.ok && reply.value.length === 0
    })
  }
}

function later(run: (still: () => boolean) => Promise<void>): () => void {
  let gone = false
  const timer = setTimeout(() => void run(() => !gone), PAUSE_MS)
  return () => {
    gone = true
    clearTimeout(timer)
  }
}
