/** Whether something begins, or the last of it ends, between two looks: what sounds once must not sound for what stood there before. Pure. */

export class Onset {
  #known: ReadonlySet<string> | null = null

  /** The first look tells nothing: it was so before anybody looked. */
  look(now: Iterable<string>): "began" | "ended" | null {
    const seen = new Set(now)
    const known = this.#known
    this.#known = seen
    if (known === null) return null
    if ([...seen].some((each) => !known.has(each))) return "began"
    return known.size > 0 && seen.size === 0 ? "ended" : null
  }
}
