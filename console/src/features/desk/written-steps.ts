/** Steps as a caller reads them: what needs a voice has other words or is left out. Pure. */

import type { Card, CardStep, LocalizedText } from "../../engine/content.ts"
import { cardViewOf } from "../../engine/player.ts"

/** What is read or said of a step; undefined where it cannot be read. */
export function stepWords(step: CardStep, reads: boolean): LocalizedText | undefined {
  return reads && step.by_voice ? step.write : step.say
}

/** Which of the open steps are given, and which of them is on screen: where the card stands at one that cannot be read, the next. */
export function stepsFor(
  all: readonly CardStep[],
  open: readonly CardStep[],
  current: string | null,
  reads: boolean,
): { readonly steps: readonly CardStep[]; readonly at: number } {
  const steps = open.filter((step) => stepWords(step, reads) !== undefined)
  const place = (id: string) => all.findIndex((step) => step.id === id)
  const from = current === null ? 0 : place(current)
  const at = steps.findIndex((step) => place(step.id) >= from)
  return { steps, at: at < 0 ? steps.length : at }
}

/** The step that stands on screen before its card is opened. `taken`: in the place of another, from which step on. */
export function firstStep(
  card: Card,
  answers: Parameters<typeof cardViewOf>[2],
  reads: boolean,
  taken: { readonly marks: readonly string[]; readonly from: string | null } = { marks: [], from: null },
): string | undefined {
  const unopened = {
    current: null,
    said: {},
    marks: taken.marks,
    authorised: [],
    metronome: "off",
    closed: false,
  } as const
  const { gates } = cardViewOf(card, unopened, answers, 0)
  const open = card.steps.filter((step) => gates[step.id] === "open")
  const { steps, at } = stepsFor(card.steps, open, taken.from, reads)
  return steps[at]?.id
}

/** Of the open questions those that a tap or a key answers with yes or no. */
export function yesNoFirst<Q extends { readonly answers?: readonly { readonly code: string }[] }>(
  questions: readonly Q[],
): readonly Q[] {
  return [...questions.filter(isYesNo), ...questions.filter((each) => !isYesNo(each))]
}
const YES_NO = new Set(["Y", "N", "U"])
export function isYesNo(question: { readonly answers?: readonly { readonly code: string }[] }): boolean {
  const codes = question.answers?.map(({ code }) => code) ?? []
  return codes.includes("Y") && codes.includes("N") && codes.every((code) => YES_NO.has(code))
}
