/** How a case is proposed to end, by what its interviews prove (`close_as`). Pure: a person chooses. */

import type { LocalizedText } from "../../engine/content.ts"
import type { ProvenOutcome } from "../../engine/interview.ts"
import type { CaseEnding } from "../../protocol/generated.ts"

/** By the dispositions of the catalogue. A new incident ends as its work does, and a repeated call says nothing of its case. */
const ENDINGS: Readonly<Record<string, CaseEnding>> = {
  "OP-INF": "no_help_needed",
  "OP-CLM": "no_help_needed",
  "OP-RSP": "no_help_needed",
  "OP-ALR": "false_alarm",
  "NO-EMP": "no_help_needed",
  "NO-SIL": "no_help_needed",
  "NO-ABN": "no_help_needed",
  "NO-ERR": "no_help_needed",
  "NO-JOK": "false_alarm",
  "NO-FLS": "false_alarm",
  "NO-TST": "no_help_needed",
}
/** A repeated call: its interview is about the call. */
const OF_THE_CALL: ReadonlySet<string> = new Set(["OP-DUP", "OP-UPD"])

interface EndedRun {
  readonly interview:
    | {
        readonly protocol: {
          readonly rules: readonly { readonly id: string; readonly label: LocalizedText }[]
        }
      }
    | undefined
  readonly proof: Pick<ProvenOutcome, "close_as" | "rule"> | null
}

/** Where all interviews of the case agree and nobody was sent; with the label of the rule that says so. */
export function proposedEnding(
  runs: readonly EndedRun[],
  sent: boolean,
): { readonly ending: CaseEnding; readonly why: LocalizedText | undefined } | undefined {
  const about = runs.filter((run) => !OF_THE_CALL.has(run.proof?.close_as ?? ""))
  const endings = new Set(about.map((run) => ENDINGS[run.proof?.close_as ?? ""]))
  const [ending] = endings
  if (sent || endings.size !== 1 || !ending) return undefined
  const [first] = about
  return {
    ending,
    why: first?.interview?.protocol.rules.find((rule) => rule.id === first.proof?.rule)?.label,
  }
}
