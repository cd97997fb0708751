/** Recordings of card steps at the desk: which there are, fetched before they are wanted, and the one that plays. */

import { api } from "../../state/api.ts"
import { now } from "../../state/now.svelte.ts"
import type { AudioMix } from "../../voice/mix.ts"
import type { PhoneLine } from "../../voice/phone-line.svelte.ts"
import type { CardRecording, CardRecordings } from "./recordings.ts"

interface Playing {
  readonly recording: CardRecording
  readonly run: string
  readonly ends_ms: number
  readonly mixing: AudioMix
}

export class Playback {
  readonly #line: PhoneLine
  #known = $state.raw<Readonly<Record<string, CardRecordings>>>({})
  readonly #asked = new Set<string>()
  readonly #sounds = new Map<string, ArrayBuffer>()
  playing = $state.raw<Playing | null>(null)
  readonly left_s = $derived(
    this.playing ? Math.max(0, Math.ceil((this.playing.ends_ms - now.ms) / 1000)) : 0,
  )

  constructor(line: PhoneLine) {
    this.#line = line
  }

  /** What can be played of this version of a card; undefined until it is known. */
  of(card: string | undefined): CardRecordings | undefined {
    return card === undefined ? undefined : this.#known[card]
  }

  /** A card came on screen: what can be played of it is asked once. */
  async ask(card: string): Promise<void> {
    if (this.#asked.has(card)) return
    this.#asked.add(card)
    const found = await api<CardRecordings>("GET", `/api/recordings/${card}`)
    if (found.ok) this.#known = { ...this.#known, [card]: found.value }
    else this.#asked.delete(card)
  }

  /** So that the key plays it at once, and also while the server is away. */
  async fetch(recording: CardRecording): Promise<ArrayBuffer | undefined> {
    const had = this.#sounds.get(recording.digest)
    if (had !== undefined) return had
    try {
      const response = await fetch(`/api/recordings/sounds/${recording.digest}`, {
        credentials: "same-origin",
      })
      if (!response.ok) return undefined
      const sound = await response.arrayBuffer()
      this.#sounds.set(recording.digest, sound)
      return sound
    } catch {
      return undefined // the network; it is asked for again when it is wanted
    }
  }

  /** Begins; false when there is nothing to play or no line to play it into. */
  async play(recording: CardRecording, run: string): Promise<boolean> {
    const sound = await this.fetch(recording)
    if (sound === undefined || this.playing !== null) return false
    const mixing = await this.#line.play(sound, () => {
      this.playing = null
    })
    if (mixing === null) return false
    this.playing = { recording, run, ends_ms: now.exact_ms() + mixing.seconds * 1000, mixing }
    return true
  }

  /** Cuts it off; what it was, and how much of it was heard. */
  stop(): { readonly run: string; readonly recording: string; readonly after_s: number } | null {
    const it = this.playing
    if (it === null) return null
    const after_s = Math.round(it.mixing.heard_s() * 10) / 10
    it.mixing.stop()
    return { run: it.run, recording: it.recording.digest, after_s }
  }
}
