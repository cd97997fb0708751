/** Where a card turns to when its patient has become worse, and which of its moments a key marks. Pure. */

import { ARREST_RECOGNISED, FIRST_COMPRESSION, isForArrest } from "../../engine/card-moments.ts"
import type { KnownAnswers } from "../../engine/condition.ts"
import type { Card, CardStep } from "../../engine/content.ts"
import { type Dictation, stepGate } from "../../engine/player.ts"
import type { DictationRow } from "../../protocol/generated.ts"

/** What of a row says whether the patient of its compressions breathes. */
type Breathing = Partial<Pick<DictationRow, "breathes" | "breathing_step">>

/** What of a card's row decides which of its steps are shown. */
export function dictationOf(
  row: Pick<DictationRow, "current" | "marks" | "authorised" | "metronome"> & Breathing,
): Dictation {
  return {
    current: row.current,
    said: {},
    marks: row.marks.map((each) => each.mark),
    authorised: row.authorised,
    metronome: row.metronome,
    closed: false,
    breathing: breathingStep(row),
  }
}

/** The step for a patient who breathes normally, while compressions have stopped. */
export function breathingStep(row: Breathing): string | undefined {
  return row.breathes ? (row.breathing_step ?? undefined) : undefined
}

/** A patient who breathes normally again: compressions stop with this mark. */
export const CIRCULATION_BACK = "rosc"
/** The question of every protocol that asks for it, the answer that stops compressions, and the one with which they go on. The first
 * two are the twins of those in `workflows/normal_breathing.py`. */
const BREATHING = "respira"
const BREATHES = "normal"
export const NOT_BREATHING = "N"

/** Whether the mark of circulation stops the compressions of a card. The twin of `Card.breathing_step`. */
export function stopsCompressions(
  mark: string | undefined,
  card: Pick<Card, "marks" | "pace"> | undefined,
): boolean {
  return mark === CIRCULATION_BACK && card?.pace !== undefined && isForArrest(card)
}

/** The interviews that ask for breathing and have heard that it is normal, each with that question. */
export function saidToBreathe(
  interviews: readonly {
    readonly run: string
    readonly row: { readonly answers: KnownAnswers }
    readonly questions: readonly string[]
  }[],
): readonly { readonly run: string; readonly question: string }[] {
  return interviews
    .filter(({ row, questions }) => questions.includes(BREATHING) && row.answers[BREATHING] === BREATHES)
    .map(({ run }) => ({ run, question: BREATHING }))
}

/** Moments that another one proves: who is being pressed on has been recognised. */
export function followedMoments(marked: readonly Moment[]): ReadonlySet<string> {
  return new Set(marked.some((each) => each.mark === FIRST_COMPRESSION) ? [ARREST_RECOGNISED] : [])
}

/**
 * What the last watched step leads to when its check turns out badly: of the steps that are shown to this caller, up to the one
 * on screen; after the last step, of all of them. Before the first that is watched, what that one leads to: who becomes worse
 * does not wait for it. A step for another patient leads nowhere.
 */
export function worseOf(
  card: Pick<Card, "steps"> | undefined,
  row: Parameters<typeof dictationOf>[0] | undefined,
  answers: KnownAnswers,
): NonNullable<CardStep["check"]>["worse"] | undefined {
  if (card === undefined || row === undefined) return undefined
  const at = card.steps.findIndex((each) => each.id === row.current)
  const dictation = dictationOf(row)
  const watched = (steps: readonly CardStep[]) =>
    steps.filter((each) => each.check && stepGate(each, answers, dictation) === "open")
  const passed = watched(card.steps.slice(0, at < 0 ? undefined : at + 1)).at(-1)
  return (passed ?? watched(card.steps)[0])?.check?.worse
}

/** Whether an interview that is held already asks what it leads to: then nothing is begun anew in the middle of a card. */
export function isHeld(
  worse: NonNullable<CardStep["check"]>["worse"] | undefined,
  held: readonly (string | undefined)[],
): boolean {
  return worse?.goto !== undefined && held.includes(worse.goto)
}

/**
 * The card that stands in the place of the one under way, if any: compressions come before every step of a card without them,
 * and those for this patient before those for another, as when the age turns out to be a baby's.
 *
 * `proved`: the cards that the interviews bring now; `unopened`: those of them that were not opened yet. Compressions for another
 * patient give way also to a card that was opened before: an answer may be put right twice. Who breathes after all is pressed on no
 * more: compressions that nothing proves give way to the card that turns the patient on the side, `turns`; not where a person has
 * said since that the patient does not breathe.
 */
export function takesOver(
  opened: string | undefined,
  proved: readonly string[],
  unopened: readonly string[],
  compresses: (card: string) => boolean,
  turns: (card: string) => boolean,
): string | undefined {
  if (opened === undefined || (compresses(opened) && proved.includes(opened))) return undefined
  const pressed = compresses(opened)
  return unopened.find(compresses) ?? (pressed ? (proved.find(compresses) ?? proved.find(turns)) : undefined)
}

/** The card of a defibrillator: it goes beside compressions, which go on. */
export function isForAed(card: Pick<Card, "steps" | "pace"> | undefined): boolean {
  return (
    card !== undefined && card.pace === undefined && card.steps.some((step) => step.mark === "aed_attached")
  )
}

/** A moment of a card and when it was, marked at the desk or on the caller's page. */
export interface Moment {
  readonly mark: string
  readonly at: string
}

/** What the page says of a step alone, that it was done or what was answered, is no moment. */
const OF_A_STEP: ReadonlySet<string> = new Set(["done", "yes", "no"])
export function isMoment(mark: string): boolean {
  return !OF_A_STEP.has(mark)
}

/**
 * The moment that the key would mark, of those that neither the desk nor the caller's page has marked: the one that a person went
 * to, else that of the steps, the one told last before the one on screen, else the first.
 */
export function nextMoment(
  marks: readonly string[],
  marked: readonly Moment[],
  {
    chosen,
    steps = [],
  }: { readonly chosen?: string | null; readonly steps?: readonly (string | undefined)[] } = {},
): string | undefined {
  const left = unmarked(marks, marked)
  const known = (mark: string | null | undefined) => left.find((each) => each === mark)
  return known(chosen) ?? known(steps.find((each) => known(each))) ?? left[0]
}

/** The moments of the step that was told last and of the one on screen: what was told is what the caller does now. */
export function stepMoments(
  steps: readonly { readonly id: string; readonly mark?: string }[],
  { current, said }: { readonly current: string | null; readonly said: Readonly<Record<string, unknown>> },
): readonly (string | undefined)[] {
  const at = current === null ? steps.length : steps.findIndex((each) => each.id === current)
  const told = steps.slice(0, at).findLast((each) => each.mark !== undefined && said[each.id] !== undefined)
  return [told?.mark, steps[at]?.mark]
}

/**
 * What the key says again: what stands on the screen to be repeated, the longest overdue first, else the step on screen (undefined).
 * What is sent in writing is not said, and falls due no more.
 */
export function repeated(due: readonly string[], reads: boolean): readonly (string | undefined)[] {
  return reads || due.length === 0 ? [undefined] : due
}

/** The moment before or after this one, of those that are not marked: round, so that each can be reached. */
export function besideMoment(
  marks: readonly string[],
  marked: readonly Moment[],
  from: string | undefined,
  by: 1 | -1,
): string | undefined {
  const left = unmarked(marks, marked)
  return left[(left.indexOf(from ?? "") + by + left.length) % left.length]
}

function unmarked(marks: readonly string[], marked: readonly Moment[]): readonly string[] {
  const followed = followedMoments(marked)
  return marks.filter((mark) => !followed.has(mark) && !marked.some((each) => each.mark === mark))
}

/** When a moment was: of two marks of the same one the earlier counts. */
export function momentOf(mark: string, marked: readonly Moment[]): string | null {
  const times = marked.filter((each) => each.mark === mark).map((each) => each.at)
  return times.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null
}

/** For how long after a mark the key asks before it marks another moment (ours): a second press is mostly for the same one. */
export const MARK_AGAIN_S = 10

/** The moment that was marked just now, by whom ever: what a press of the key may still be meant for. */
export function justMarked(marked: readonly Moment[], now_ms: number): Moment | undefined {
  const last = marked.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)).at(-1)
  return last && now_ms - Date.parse(last.at) < MARK_AGAIN_S * 1000 ? last : undefined
}

/**
 * The step with which a card is opened and recorded as said. One that was not on screen has been said by nobody: then the card
 * only opens. To who reads, the press that opens it sends it.
 */
export function openedAt(
  first: string | undefined,
  { onScreen, reads }: { readonly onScreen: boolean; readonly reads: boolean },
): string | undefined {
  return onScreen || reads ? first : undefined
}
