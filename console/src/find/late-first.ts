/** Whether the line that Enter would take has just taken the place of another, without a key: then Enter marks it and takes nothing. */

/** As long as a person needs to see that a line is another one, and to keep back a key. Our guess, not measured. */
export const SEEN_MS = 400

export class LateFirst {
  #text = ""
  #first: string | undefined
  #changed_ms = Number.NEGATIVE_INFINITY

  /** The first line is `first` now (undefined: nothing that Enter takes), for what is typed; at the moment `now_ms`. */
  see(text: string, first: string | undefined, now_ms: number): void {
    const replaced = text === this.#text && this.#first !== undefined && first !== undefined
    if (replaced && first !== this.#first) this.#changed_ms = now_ms
    if (text !== this.#text) this.#changed_ms = Number.NEGATIVE_INFINITY
    this.#text = text
    this.#first = first
  }
  isLate(now_ms: number): boolean {
    return now_ms - this.#changed_ms < SEEN_MS
  }
}
