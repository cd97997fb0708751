/** Steps as a caller reads them: what needs a voice has other words or is left out. Pure. */

import { type Card, type CardStep, type LocalizedText, writtenWords } from "../../engine/content.ts"
import { cardViewOf } from "../../engine/player.ts"

/** What is read or said of a step; undefined where it cannot be read. */
export function stepWords(step: CardStep, reads: boolean): LocalizedText | undefined {
  return reads ? writtenWords(step) : step.say
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

interface WithAnswers {
  readonly answers?: readonly { readonly code: string }[]
}
/** The open questions for who cannot speak: those that yes or no answers, then those with other answers to tap, then those in words. */
export function yesNoFirst<Q extends WithAnswers>(questions: readonly Q[]): readonly Q[] {
  const rank = (each: Q) => (isYesNo(each) ? 0 : isTapped(each) ? 1 : 2)
  return questions.toSorted((one, other) => rank(one) - rank(other))
}
/** The one that they are asked now: the first in its turn, but what is answered in words waits until nothing else is left. */
export function firstToTap<Q extends WithAnswers>(questions: readonly Q[]): Q | undefined {
  return questions.find(isTapped) ?? questions[0]
}
function isTapped({ answers }: WithAnswers): boolean {
  return (answers?.length ?? 0) > 0
}
const YES_NO = new Set(["Y", "N", "U"])
export function isYesNo(question: WithAnswers): boolean {
  const codes = question.answers?.map(({ code }) => code) ?? []
  return codes.includes("Y") && codes.includes("N") && codes.every((code) => YES_NO.has(code))
}
