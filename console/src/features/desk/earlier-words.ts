/** What the line of earlier calls and cases says, in its order. Pure. */

import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import type { EarlierSummary } from "../../protocol/generated.ts"

interface Part {
  readonly key: MessageKey
  readonly facts: Readonly<Record<string, number>>
}

/** What is none is not said. How often a telephone rang is said where its number does not say it, or where a call was closed as false. */
export function earlierParts(of: EarlierSummary): readonly Part[] {
  const parts: (Part | false)[] = [
    of.without_sim && { key: "desk.without_sim", facts: {} },
    of.calls > 0 && { key: "desk.earlier_calls_count", facts: { count: of.calls } },
    of.repeated.month > 0 &&
      (of.without_sim || of.closed_false.month > 0) && {
        key: "desk.repeated_count",
        facts: { ...of.repeated },
      },
    of.closed_false.month > 0 && { key: "desk.closed_false_count", facts: { ...of.closed_false } },
    of.open_here > 0 && { key: "desk.earlier_open_count", facts: { count: of.open_here } },
    of.cases_here > of.open_here && {
      key: "desk.earlier_over_count",
      facts: { count: of.cases_here - of.open_here },
    },
  ]
  return parts.filter((each) => each !== false)
}
