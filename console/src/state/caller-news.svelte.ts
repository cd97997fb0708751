/** Callers' words of the case in hand, and which of them are news here. What stood there when the work came is none. */

import type { CallerWordsRow } from "../protocol/generated.ts"
import {
  allSeen,
  callerWords,
  linesLeftOut,
  liveLanguages,
  newLines,
  type SeenLines,
} from "./caller-words.ts"

interface Seen {
  readonly case: string
  readonly lines: SeenLines
}
interface Source {
  case(): string | null
  rows(): readonly CallerWordsRow[]
  /** Whether the rows of this case have come. */
  ready(): boolean
  /** Which caller each call is of, where the page knows it of every call of the case. */
  numbers?(): ReadonlyMap<string, number>
  /** What this machine remembers, where it does: a reload makes no old word new. */
  readonly remembers?: { load(): Seen | null; save(seen: Seen): void }
}

export class CallerNews {
  #source: Source
  #seen = $state.raw<Seen | null>(null)
  readonly rows = $derived.by(() => this.#source.rows())
  readonly #lines = $derived.by<SeenLines>(() =>
    this.#seen !== null && this.#seen.case === this.#source.case() ? this.#seen.lines : allSeen(this.rows),
  )
  readonly words = $derived.by(() => callerWords(this.rows, this.#lines, this.#source.numbers?.()))
  /** Languages that callers on the line speak. */
  readonly languages = $derived(liveLanguages(this.rows))
  readonly more = $derived(linesLeftOut(this.rows))
  readonly news = $derived(newLines(this.rows, this.#lines))

  constructor(source: Source) {
    this.#source = source
    this.#seen = source.remembers?.load() ?? null
    $effect(() => {
      const of = source.case()
      if (of !== null && source.ready() && this.#seen?.case !== of)
        this.#keep({ case: of, lines: allSeen(this.rows) })
    })
  }

  /** Somebody here has read them. */
  acknowledge(): void {
    const of = this.#source.case()
    if (of !== null) this.#keep({ case: of, lines: allSeen(this.rows) })
  }
  #keep(seen: Seen): void {
    this.#seen = seen
    this.#source.remembers?.save(seen)
  }
}
