/** Medicines that desks ask a clinician for, in the case in hand. Pure. */

import { type Card, type Protocol, wording } from "../../engine/content.ts"
import type { DictationRow, RunRow, StepRefusal } from "../../protocol/generated.ts"

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
  /** What a clinician answered when it was asked for before in this case. */
  readonly refused: StepRefusal | null
}

/** The first asked stands first. */
export function medicineRequests(
  rows: readonly DictationRow[],
  of: string | undefined,
): readonly MedicineRequest[] {
  const own = rows.filter((row) => row.case === of)
  // Also in another card of the case, as one that was opened anew.
  const before = (step: string) =>
    own.flatMap((row) => row.refusals ?? []).findLast((each) => each.step === step) ?? null
  return own
    .filter((row) => row.closed_at === null)
    .flatMap(({ run, case: it, card, digest, requests = [] }) =>
      requests.map((each) => ({
        ...{ run, case: it, card, digest },
        ...each,
        refused: each.refused ?? before(each.step),
      })),
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

/** What the caller would be told, in the version that is dictated; the code of the step while its card is on its way. */
export function wordsAsked(
  request: Pick<MedicineRequest, "step"> | undefined,
  card: Pick<Card, "steps"> | undefined,
  language: string,
): string {
  const step = card?.steps.find((each) => each.id === request?.step)
  return step ? wording(step.say, language).words : (request?.step ?? "")
}
