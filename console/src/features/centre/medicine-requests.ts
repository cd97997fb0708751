/** Medicines that desks ask a clinician for, in the case in hand. Pure. */

import type { Card, CardStep, Protocol } from "../../engine/content.ts"
import type { DictationRow, RunRow } from "../../protocol/generated.ts"

export interface MedicineRequest {
  readonly run: string
  readonly case: string
  readonly card: string
  /** The version that is dictated. */
  readonly digest: string
  readonly step: string
  readonly by: string
  readonly at: string
  readonly proof: Readonly<Record<string, string>>
}

/** The first asked stands first. */
export function medicineRequests(
  rows: readonly DictationRow[],
  of: string | undefined,
): readonly MedicineRequest[] {
  return rows
    .filter((row) => row.case === of && row.closed_at === null)
    .flatMap(({ run, case: it, card, digest, requests = [] }) =>
      requests.map((each) => ({ run, case: it, card, digest, ...each })),
    )
    .toSorted((a, b) => a.at.localeCompare(b.at))
}

/** What was asked and answered, in the order of the card's condition; a question that is not known stands as its code. */
export interface ProofLine {
  readonly question: string
  readonly ask: Protocol["questions"][number]["ask"] | undefined
  readonly answer: string
  readonly label: Protocol["questions"][number]["ask"] | undefined
}

export function proofLines(
  proof: MedicineRequest["proof"],
  runs: readonly Pick<RunRow, "protocol" | "answers">[],
  protocol: (id: string) => Pick<Protocol, "questions"> | undefined,
): readonly ProofLine[] {
  return Object.entries(proof).map(([question, answer]) => {
    const asked = runs
      .filter((run) => run.answers[question] !== undefined)
      .map((run) => protocol(run.protocol))
    const found = asked.flatMap((each) => each?.questions.find((one) => one.id === question) ?? [])[0]
    const label = found?.answers?.find((each) => each.code === answer)?.label
    return { question, ask: found?.ask, answer, label }
  })
}

/** The step that is asked for, in the version that is dictated. */
export const stepAsked = (
  request: MedicineRequest | undefined,
  card: Card | undefined,
): CardStep | undefined => card?.steps.find((each) => each.id === request?.step)
