/** Whether the line stays open until help has come, by what the interviews of the case prove (`keep_line`). Pure. */

import type { LocalizedText } from "../../engine/content.ts"
import type { ProvenOutcome } from "../../engine/interview.ts"

interface AskedRun {
  readonly interview:
    | {
        readonly protocol: {
          readonly title: LocalizedText
          readonly rules: readonly {
            readonly id: string
            readonly label: LocalizedText
            readonly keep_line?: boolean
          }[]
          readonly additions: readonly {
            readonly id: string
            readonly label: LocalizedText
            readonly keep_line?: boolean
          }[]
        }
      }
    | undefined
  readonly proof: Pick<ProvenOutcome, "keep_line" | "rule" | "additions"> | null
}

/** What keeps it open, as its rule or addition is called; several rules that may still decide: the protocol. `arrived`: a crew is there. */
export function keepsLine(runs: readonly AskedRun[], arrived: boolean): LocalizedText | undefined {
  const run = arrived ? undefined : runs.find((each) => each.proof?.keep_line)
  if (!run?.interview || !run.proof) return undefined
  const { rules, additions, title } = run.interview.protocol
  const { rule, additions: added } = run.proof
  const said =
    rules.find((each) => each.id === rule && each.keep_line) ??
    additions.find((each) => each.keep_line && added.includes(each.id))
  return said?.label ?? title
}
