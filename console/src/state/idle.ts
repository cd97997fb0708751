/** When the page is idle: the moment to load what is large and can wait, such as the map's program. */

import { inFlight } from "./api.ts"

/** Nobody waits longer than this for a map, however busy the page is (ours). */
const AT_MOST_MS = 3_000
/** Of a frame, so much must be free. */
const FREE_MS = 8

/** Resolves when nothing is asked of the server and the processor rests, and after `AT_MOST_MS` at the latest. */
export function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    const until = performance.now() + AT_MOST_MS
    // Safari has no such moment; there it is enough that nothing is asked of the server.
    const rests = typeof requestIdleCallback === "function"
    const again = () => {
      if (rests) requestIdleCallback(look, { timeout: AT_MOST_MS })
      else setTimeout(() => look({ didTimeout: false, timeRemaining: () => FREE_MS + 1 }), 50)
    }
    function look(idle: IdleDeadline): void {
      if (performance.now() >= until || (inFlight() === 0 && idle.timeRemaining() > FREE_MS)) resolve()
      else again()
    }
    again()
  })
}
