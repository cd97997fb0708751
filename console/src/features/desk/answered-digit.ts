/**
 * A digit that answered «¿Está usted en el lugar?» and may have been the first of a house number: «12 calle Mayor», typed into the
 * cell while the question had the focus. It answers on screen at once, and is sent with the next key or when the moment is over.
 * A figure or a space right after it is no key of the desk: then it is taken for a number, nothing is sent, and the digit is given
 * back. That is wrong where a meant `1` is followed at once by «2 de Mayo»; both are seen on screen (decision 0381).
 */

/** Between two figures of one number, as they are typed. (ours) */
export const NUMBER_MS = 700

interface Waiting {
  readonly digit: string
  readonly send: () => void
  /** It was no answer. */
  readonly drop: () => void
  readonly forget: () => void
}
const later = (delay_ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, delay_ms)
  return () => clearTimeout(timer)
}

export class AnsweredDigit {
  readonly #after: typeof later
  #waiting: Waiting | null = null

  constructor(after: typeof later = later) {
    this.#after = after
  }

  answer(digit: string, send: () => void, drop: () => void): void {
    this.settle()
    this.#waiting = { digit, send, drop, forget: this.#after(NUMBER_MS, () => this.settle()) }
  }
  /** The key after it. The digit, where they are one number in the empty field; anything else sends the answer. */
  next(key: string, emptyField: boolean): string | undefined {
    const waiting = this.#waiting
    if (waiting === null) return undefined
    if (!emptyField || !/^[0-9 ]$/.test(key)) {
      this.settle()
      return undefined
    }
    this.#waiting = null
    waiting.forget()
    waiting.drop()
    return waiting.digit
  }
  settle(): void {
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.forget()
    waiting?.send()
  }
}
