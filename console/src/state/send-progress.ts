/** How a sending goes, for whoever pressed. */

import { type Progress, SLOW_MS, UNCONFIRMED_MS } from "./outbox.ts"

/**
 * Waits for what was sent and tells how it goes: on its way, slow, not confirmed; null when it has ended, also by an error.
 */
export async function trackProgress<T>(
  sent: Promise<T>,
  told: (progress: Progress | null) => void,
): Promise<T> {
  told("sending")
  const timers = [
    setTimeout(() => told("slow"), SLOW_MS),
    setTimeout(() => told("unconfirmed"), UNCONFIRMED_MS),
  ]
  try {
    return await sent
  } finally {
    for (const timer of timers) clearTimeout(timer)
    told(null)
  }
}
