/** The last whole hour, of the quarters that the server counted. Pure. */

import type { CallLoad } from "../../protocol/generated.ts"

const QUARTERS = 4

export interface LastHour {
  /** When it ended: the quarter that runs has begun then. */
  readonly until: string
  readonly calls: number
  /** What is usual in the same hour; null where no earlier week is known. */
  readonly usual: number | null
  /** Mean of those who waited; null where nobody did. */
  readonly wait_s: number | null
}

/** The quarter that runs is no part of it. */
export function lastHour(load: CallLoad): LastHour {
  const slots = load.slots.slice(-1 - QUARTERS, -1)
  const waited = slots.filter((slot) => slot.wait_s !== null && slot.calls > 0)
  const callers = waited.reduce((sum, slot) => sum + slot.calls, 0)
  return {
    until: load.slots.at(-1)?.since ?? load.at,
    calls: slots.reduce((sum, slot) => sum + slot.calls, 0),
    usual:
      load.weeks === 0
        ? null
        : load.usual.slice(-1 - QUARTERS, -1).reduce((sum, slot) => sum + slot.calls, 0),
    wait_s:
      callers === 0 ? null : waited.reduce((sum, slot) => sum + (slot.wait_s ?? 0) * slot.calls, 0) / callers,
  }
}
