/**
 * What time it is at the centre. Screens never show the browser's own clock: a desk that is eight
 * seconds fast would call a promise late that is not. Each beat says the server's time; the beat that
 * travelled fastest tells it best, so the offset is the greatest seen in the last minute.
 */

const REMEMBERED_MS = 60_000

export class ServerClock {
  #beats: { offset_ms: number; heard_ms: number }[] = []

  /** A beat said `server_ms` (milliseconds since 1970), heard at `elapsed_ms` of a steady clock. */
  heard(server_ms: number, elapsed_ms: number): void {
    if (!Number.isFinite(server_ms)) return
    this.#beats = this.#beats.filter((beat) => elapsed_ms - beat.heard_ms < REMEMBERED_MS)
    this.#beats.push({ offset_ms: server_ms - elapsed_ms, heard_ms: elapsed_ms })
  }

  /** The server's time at `elapsed_ms`, or null while nothing was heard. */
  at(elapsed_ms: number): number | null {
    if (this.#beats.length === 0) return null
    return elapsed_ms + Math.max(...this.#beats.map((beat) => beat.offset_ms))
  }
}
