/** What of interview and card stands on the caller's page, with network and without. Pure. */

import type { CardText, Pictogram } from "../../protocol/generated.ts"
import type { CallerMark, SentItem, SentQuestion, SentStep } from "../../state/sent-items.ts"

/** Without a beat for so long the caller is told that they are alone (ours): longer than a lift, shorter than two rounds of breath. */
export const ALONE_AFTER_S = 15

/** A mark that was made here and may not have arrived. */
export interface OwnMark {
  readonly id: string
  readonly item: string
  readonly mark: string
  readonly step: string
  readonly at: string
}

/** The question of the page: the last that was sent, unless something came after its answer. One that the desk recorded is only told. */
export function openQuestion(items: readonly SentItem[]): SentQuestion | null {
  const last = items.findLast((each): each is SentQuestion => each.kind === "question")
  if (last === undefined) return null
  if (last.settled) return (items.at(-1)?.sentAt ?? "") > last.settled.at ? null : last
  return last.answer !== null && items.at(-1) !== last ? null : last
}

/** The card in hand: the step that was sent last. */
export function lastStep(items: readonly SentItem[]): SentStep | null {
  return items.findLast((each): each is SentStep => each.kind === "step") ?? null
}

/** The card that stays on the page: one that is of the conversation ends with the call. */
export function cardThatStays(sent: SentStep | null, over: boolean): SentStep | null {
  return over && sent?.of_call ? null : sent
}

/** Whether the step stands above the question: it was sent after it, the question has its answer, or nobody is there who asks. */
export function isStepFirst(items: readonly SentItem[], byThemselves: boolean): boolean {
  const last = items.at(-1)
  return byThemselves || last?.kind === "step" || Boolean(last?.settled)
}

/** What a step that asks is answered. */
export type StepAnswer = "yes" | "no"
export interface CardOnPage {
  readonly item: string
  readonly now: CardText
  readonly next: CardText | null
  /** Whether the step on the page is done. */
  readonly done: boolean
  /** What is answered to what it asks. */
  readonly answered: StepAnswer | null
}

/**
 * The step to read now. With network the operator leads: it is the step that was sent. Alone, and when the call has ended, the
 * caller goes on: after what is marked as done comes the next, until the card ends.
 */
export function cardOnPage(
  sent: SentStep,
  marks: readonly (CallerMark | OwnMark)[],
  byThemselves: boolean,
): CardOnPage {
  const first: CardText = {
    step: sent.step,
    words: sent.words,
    easy: sent.easy ?? null,
    asks: sent.asks ?? false,
    only_asks: sent.only_asks ?? false,
  }
  const steps: readonly CardText[] = [first, ...sent.rest]
  const done = new Set(marks.filter((each) => each.mark === "done").map((each) => each.step))
  // One that only asks is done once it is answered.
  const isDone = (each: CardText) =>
    done.has(each.step) || (each.only_asks === true && answerOf(each.step, marks) !== null)
  const open = byThemselves ? steps.findIndex((each) => !isDone(each)) : 0
  const at = open < 0 ? steps.length - 1 : open
  const now = steps[at] ?? first
  return {
    item: sent.item,
    now,
    next: steps[at + 1] ?? null,
    done: done.has(now.step),
    answered: answerOf(now.step, marks),
  }
}

function isAnswer(mark: string): mark is StepAnswer {
  return mark === "yes" || mark === "no"
}
/** Of two the later one counts. */
function answerOf(step: string, marks: readonly (CallerMark | OwnMark)[]): StepAnswer | null {
  const given = marks.flatMap(({ mark, at, ...each }) =>
    each.step === step && isAnswer(mark) ? { mark, at } : [],
  )
  return given.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)).at(-1)?.mark ?? null
}

/**
 * Whether the order to go on pushing stands above the step: the last one of compressions tells what to do if the patient breathes,
 * and by itself it would be read as an order to stop.
 */
export function keepsPushing(sent: Pick<SentStep, "bpm" | "stops">, card: Pick<CardOnPage, "next">): boolean {
  return sent.bpm !== null && !sent.stops && card.next === null
}

const PUSHING: readonly Pictogram[] = ["press_chest", "press_baby"]
/** What is drawn of that order on the card in hand, where it has a drawing of it. */
export function pushingOf(items: readonly SentItem[], run: string): Pictogram | undefined {
  const steps = items.flatMap((each) =>
    each.kind === "step" && each.run === run ? [each, ...each.rest] : [],
  )
  return steps.map((each) => each.easy?.pictogram).find((each) => each && PUSHING.includes(each))
}

/** Whether the beat waits for compressions that have stopped because the patient breathes: it comes back with them. */
export function isBeatPaused(items: readonly SentItem[]): boolean {
  const steps = items.filter((each): each is SentStep => each.kind === "step")
  const last = steps.at(-1)
  return steps.some((each) => each.run === last?.run && each.bpm !== null)
}

/**
 * The beat of the compressions in hand: of the step that was sent last, and beside the card of a defibrillator that of the
 * compressions which go on. None once they have stopped because the patient breathes.
 */
export function beatOf(items: readonly SentItem[]): number | null {
  const steps = items.filter((each): each is SentStep => each.kind === "step")
  const sent = steps.at(-1)
  const pressed = sent?.marks.includes("aed_attached")
    ? steps.findLast((each) => !each.marks.includes("aed_attached"))
    : sent
  return pressed?.stops ? null : (pressed?.bpm ?? null)
}

/** What was kept of an earlier load, and what the board tells now: what it tells wins, item by item. */
export function joined(kept: readonly SentItem[], told: readonly SentItem[]): readonly SentItem[] {
  const known = new Set(told.map(({ item }) => item))
  return [...kept.filter(({ item }) => !known.has(item)), ...told]
}
