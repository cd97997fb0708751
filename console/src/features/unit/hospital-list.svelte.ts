/** The crew's list of hospitals: asked when it is opened and for each need, kept for when nobody can be asked. */

import {
  fetchOptions,
  type HospitalOption,
  type HospitalOptions,
  shownHospitals,
} from "../../hospitals/options.ts"
import type { CapacityColour, HospitalCapability, Point, ShownHospital } from "../../protocol/generated.ts"
import { now } from "../../state/now.svelte.ts"
import { localStore } from "../../state/session.svelte.ts"
import {
  type CachedOptions,
  type KnownHospital,
  optionsByDistance,
  optionsFromCache,
} from "./hospital-list.ts"
import { loadList, saveList } from "./work-cache.ts"

/** Longer than this a list that is open is asked again: roads and words change. */
const FRESH_MS = 60_000

interface Chooser {
  readonly hospitals: readonly KnownHospital[]
  readonly here: { readonly point: Point } | null
  readonly online: boolean
}

export class HospitalList {
  need = $state<HospitalCapability | null>(null)
  asking = $state(false)
  #last = $state.raw<CachedOptions | null>(loadList<CachedOptions>(localStore, "options"))
  /** For what this page asked last and was answered. */
  #answered = $state.raw<{
    readonly need: HospitalCapability | null
    readonly colour: CapacityColour | null
    readonly at_ms: number
  } | null>(null)
  #of: Chooser

  constructor(of: Chooser) {
    this.#of = of
  }

  /** When the list was made, where it is not the server's answer to what is asked now; null when it is. */
  readonly told_ms = $derived.by<number | null>(() => {
    const fresh =
      this.#answered !== null &&
      this.#answered.need === this.need &&
      now.ms - this.#answered.at_ms < 2 * FRESH_MS
    return fresh || this.#last === null ? null : this.#last.at_ms
  })
  readonly none = $derived(this.#last === null)
  readonly options = $derived.by<HospitalOptions>(() => {
    const last = this.#last
    const { hospitals, here } = this.#of
    if (last === null) return optionsByDistance(hospitals, here?.point ?? null, this.need, now.minute_ms)
    return this.told_ms === null ? last.options : optionsFromCache(last, hospitals, this.need, now.minute_ms)
  })

  async ask(colour: CapacityColour | null): Promise<void> {
    const { need } = this
    const before = this.#answered
    const same = before?.need === need && before.colour === colour && Date.now() - before.at_ms < FRESH_MS
    if (same || !this.#of.online) return
    this.asking = true
    const found = await fetchOptions(this.#of.here?.point, colour, need)
    this.asking = false
    if (found === null || need !== this.need) return
    const at_ms = now.ms
    this.#last = { at_ms, need, options: found }
    this.#answered = { need, colour, at_ms: Date.now() }
    saveList(localStore, "options", this.#last)
  }

  /** What stood before the crew when it chose. */
  shown(colour: CapacityColour | null): readonly ShownHospital[] {
    return shownHospitals(this.options, colour)
  }
  place(of: HospitalOption): Point | null {
    return this.#of.hospitals.find((each) => each.id === of.hospital)?.place ?? null
  }
}
