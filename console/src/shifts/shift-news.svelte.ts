/** What is new about swaps of shifts for whoever sits here: asked now and again, until it is read. */

import type { SwapNews } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { decisionKey, newsKeys, readStill, stepKey } from "./shift-news.ts"

const LOOK_AGAIN_MS = 60_000
const STORED = "auxilio.swaps-read"
const NONE: SwapNews = { swaps: [], decisions: [] }

class ShiftNews {
  #news = $state.raw<SwapNews>(NONE)
  #read = $state.raw<readonly string[]>([])

  readonly swaps = $derived(this.#news.swaps.filter((one) => !this.#read.includes(stepKey(one))))
  readonly decisions = $derived(
    this.#news.decisions.filter((swap) => !this.#read.includes(decisionKey(swap))),
  )

  async load(): Promise<void> {
    const found = await api<SwapNews>("GET", "/api/rosters/news")
    if (found.ok) this.#news = found.value
  }
  read(person: string): void {
    this.#read = newsKeys(this.#news)
    try {
      localStorage.setItem(`${STORED}.${person}`, JSON.stringify(this.#read))
    } catch {
      // Told again after the next sign-in.
    }
  }
  /** For an effect: looks now and again, until it is told to stop. */
  follow(person: string): () => void {
    this.#read = stored(person)
    void this.load().then(() => {
      this.#read = readStill(this.#read, this.#news)
    })
    const again = setInterval(() => void this.load(), LOOK_AGAIN_MS)
    return () => {
      clearInterval(again)
      this.#news = NONE
    }
  }
}

function stored(person: string): readonly string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(`${STORED}.${person}`) ?? "[]")
    return Array.isArray(found) ? found.filter((each) => typeof each === "string") : []
  } catch {
    return []
  }
}

export const shiftNews = new ShiftNews()
