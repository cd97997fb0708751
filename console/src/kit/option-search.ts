/** What is typed in a closed list, found within its words where no option begins with it. Pure but for what was typed last. */

interface Option {
  readonly value: string
  readonly label: string
}

/** As browsers do: what is typed after a rest begins anew (ours: theirs are not written down, about a second). */
const REST_MS = 1_000

export class OptionSearch {
  #typed = ""
  #at_ms = Number.NEGATIVE_INFINITY

  /** The option within which the keys are found; none where the browser itself finds one that begins with them. */
  add<T extends Option>(key: string, options: readonly T[], at_ms: number): T | undefined {
    this.#typed = at_ms - this.#at_ms > REST_MS ? key : this.#typed + key
    this.#at_ms = at_ms
    const text = this.#typed.toLocaleLowerCase()
    if (text.trim() === "") return undefined
    const words = options.map((option) => option.label.toLocaleLowerCase())
    if (words.some((label) => label.startsWith(text))) return undefined
    return (
      options.find((_, n) => words[n]?.split(/[^\p{L}\d]+/u).some((word) => word.startsWith(text))) ??
      options.find((_, n) => words[n]?.includes(text))
    )
  }
}
