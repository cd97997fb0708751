/** Which ways were asked of the server: each once, and once more some seconds after a request that failed. */

/** Shorter than the time between two positions, so that the next of them asks again. */
const AGAIN_MS = 4_000

interface WayRequest {
  readonly key: string
  readonly failed_ms: number | null
}

export class WayRequests {
  readonly #last = new Map<string, WayRequest>()

  /** Whether the way of a unit is to be asked for now; if so, it counts as asked. */
  begin(unit: string, key: string, now_ms: number): boolean {
    const last = this.#last.get(unit)
    const failedBefore = last !== undefined && last.failed_ms !== null && now_ms - last.failed_ms >= AGAIN_MS
    if (last?.key === key && !failedBefore) return false
    this.#last.set(unit, { key, failed_ms: null })
    return true
  }

  fail(unit: string, key: string, now_ms: number): void {
    if (this.isLast(unit, key)) this.#last.set(unit, { key, failed_ms: now_ms })
  }

  /** Of two answers that come out of order, only the one to the last request counts. */
  isLast(unit: string, key: string): boolean {
    return this.#last.get(unit)?.key === key
  }

  clear(): void {
    this.#last.clear()
  }
}
