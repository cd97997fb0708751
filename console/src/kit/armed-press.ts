/** A button that acts at its second press: the first arms it. Escape, leaving it and some seconds take the first back. */

/** A second press sooner than this belongs to the first: a key that bounced. */
export const BOUNCE_MS = 400
/** The words of the armed button are to be read. */
export const ARMED_MS = 10_000

export class ArmedPress {
  #armed: {
    readonly id: string
    readonly since_ms: number
    readonly timer: ReturnType<typeof setTimeout>
  } | null = null
  readonly #changed: (id: string | null) => void
  readonly #clock_ms: () => number

  /** `changed`: which button is armed now; `clock_ms`: monotonic. */
  constructor(changed: (id: string | null) => void, clock_ms: () => number = () => performance.now()) {
    this.#changed = changed
    this.#clock_ms = clock_ms
  }

  /** Whether this press acts. If not it arms, or is part of the press that armed. */
  press(id: string): boolean {
    const armed = this.#armed
    const now_ms = this.#clock_ms()
    if (armed?.id === id) {
      if (now_ms - armed.since_ms < BOUNCE_MS) return false
      this.disarm()
      return true
    }
    this.disarm()
    this.#armed = { id, since_ms: now_ms, timer: setTimeout(() => this.disarm(), ARMED_MS) }
    this.#changed(id)
    return false
  }
  disarm(): void {
    if (this.#armed === null) return
    clearTimeout(this.#armed.timer)
    this.#armed = null
    this.#changed(null)
  }
}
