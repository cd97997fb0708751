/** What must be pressed twice within a moment: what ends a conversation is not a slip. */

export const DOUBLE_PRESS_MS = 2_000
/** Where the first press says words that are to be read. */
export const READ_PRESS_MS = 10_000

interface First {
  readonly about: unknown
  readonly timer: ReturnType<typeof setTimeout>
}

export class DoublePress {
  readonly #firsts = new Map<string, First>()
  readonly #over: (id: string) => void

  /** `over`: the moment of a first press has gone by without a second. */
  constructor(over: (id: string) => void) {
    this.#over = over
  }

  /** Whether this press is the second about the same. If not it is the first, and its own moment begins. */
  second(id: string, about: unknown, within_ms: number = DOUBLE_PRESS_MS): boolean {
    const first = this.#firsts.get(id)
    clearTimeout(first?.timer)
    this.#firsts.delete(id)
    if (first !== undefined && first.about === about) return true
    const timer = setTimeout(() => {
      this.#firsts.delete(id)
      this.#over(id)
    }, within_ms)
    this.#firsts.set(id, { about, timer })
    return false
  }
}
