/**
 * Plays a card: which steps are for this caller, and when to say one again. Time is given, in milliseconds.
 * The twin of `src/auxilio/instructions/core/card_steps.py`; `tests/vectors/cards.json` holds both to the same answers.
 */

import { FIRST_COMPRESSION } from "./card-moments.ts"
import { evaluateCondition, type KnownAnswers } from "./condition.ts"
import type { Card, CardStep } from "./content.ts"

/**
 * `open`: to be said. `hidden`: known not to fit, or skipped. `unproved`: a medicine whose questions are not all
 * answered. `locked`: a medicine that is proved to fit and waits for a clinician.
 */
export type Gate = "open" | "hidden" | "unproved" | "locked"

/** What of a dictation decides the screen; the row of the board has all of it. */
export interface Dictation {
  readonly current: string | null
  /** When each step was last said, in milliseconds since 1970. */
  readonly said: Readonly<Record<string, number>>
  readonly marks: readonly string[]
  readonly authorised: readonly string[]
  readonly metronome: "off" | "me" | "both"
  readonly closed: boolean
  /** The step for a patient who breathes normally, while compressions have stopped: no other is shown. */
  readonly breathing?: string | undefined
}

export interface CardView {
  readonly current: string | null
  readonly gates: Readonly<Record<string, Gate>>
  /** Steps to say again now, the longest overdue first. */
  readonly due: readonly string[]
  readonly nextDueMs: number | null
  /** The beat to sound now; null while the metronome is off. */
  readonly bpm: number | null
}

export function stepGate(step: CardStep, facts: KnownAnswers, dictation: Dictation): Gate {
  if (step.skip_if !== undefined && dictation.marks.includes(step.skip_if)) return "hidden"
  if (dictation.breathing !== undefined && step.id !== dictation.breathing) return "hidden"
  const fits = step.show_if === undefined ? true : evaluateCondition(step.show_if, facts)
  if (fits === false) return "hidden"
  if (fits === null && (step.needs_proof || step.requires !== undefined)) return "unproved"
  if (step.requires === undefined) return "open"
  return dictation.authorised.includes(step.id) ? "open" : "locked"
}

export function cardViewOf(card: Card, dictation: Dictation, facts: KnownAnswers, nowMs: number): CardView {
  const gates: Record<string, Gate> = {}
  const waiting: { at: number; step: string }[] = []
  for (const step of card.steps) {
    const opened = stepGate(step, facts, dictation)
    gates[step.id] = opened
    const last = dictation.said[step.id]
    if (opened === "open" && step.repeat_s !== undefined && last !== undefined && !dictation.closed) {
      waiting.push({ at: last + step.repeat_s * 1000, step: step.id })
    }
  }
  waiting.sort((a, b) => a.at - b.at || (a.step < b.step ? -1 : 1))
  return {
    current: dictation.current,
    gates,
    due: waiting.filter(({ at }) => at <= nowMs).map(({ step }) => step),
    nextDueMs: waiting[0]?.at ?? null,
    bpm: card.pace !== undefined && dictation.metronome !== "off" ? card.pace.bpm : null,
  }
}

/** The mark of the step with which breaths begin. */
const FIRST_BREATH = "first_breath"
/** So many steps before the first breath open the airway for it, at most. */
const OPENS_AIRWAY = 2

/**
 * The step that a card of compressions opens with in the place of another, `before`, which stands where `dictation` says: until
 * compressions begin the first act that was not told there, after it what `pressedFrom` says. The twin of `resumed_step`.
 */
export function resumedStep(
  card: Card,
  before: Pick<Card, "steps">,
  dictation: Dictation,
  facts: KnownAnswers,
): string | undefined {
  const passed = passedIn(before, dictation)
  const known = { ...dictation, authorised: [], breathing: undefined }
  const opened = card.steps.filter((step) => stepGate(step, facts, known) === "open")
  const happened = happenedIn(before, dictation)
  if (happened.has(FIRST_COMPRESSION)) return pressedFrom(opened, happened)
  return (opened.find((step) => !passed.some(({ id }) => id === step.id)) ?? opened[0])?.id
}

/** Where a card goes on whose compressions had stopped at this step because the patient breathed. The twin of `resumed_compression_step`. */
export function pressedAgain(
  card: Card,
  dictation: Dictation,
  stoodAt: string | null,
  facts: KnownAnswers,
): string | undefined {
  return resumedStep(card, card, { ...dictation, current: stoodAt }, facts)
}

/**
 * Where a card goes on with a patient who is being pressed: at its own compressions; where breaths come before them and none were
 * told, at what opens the airway. A step that needs a voice sets up the telephone.
 */
function pressedFrom(
  opened: readonly CardStep[],
  happened: ReadonlySet<string | undefined>,
): string | undefined {
  const pressing = Math.max(
    0,
    opened.findIndex((step) => step.mark === FIRST_COMPRESSION),
  )
  const breath = happened.has(FIRST_BREATH) ? -1 : opened.findIndex((step) => step.mark === FIRST_BREATH)
  if (breath < 0 || breath > pressing) return opened[pressing]?.id
  const way = opened.slice(Math.max(0, breath - OPENS_AIRWAY), breath).filter((step) => !step.by_voice)
  return (way[0] ?? opened[breath])?.id
}

/**
 * Whether a card that takes the place of `before` stands, with a patient who is being pressed, at the breaths that come before its
 * compressions.
 */
export function breathesFirst(
  card: Pick<Card, "steps">,
  step: string | undefined,
  before: Pick<Card, "steps">,
  dictation: Dictation,
): boolean {
  const of = (mark: string) => card.steps.findIndex((each) => each.mark === mark)
  const at = card.steps.findIndex((each) => each.id === step)
  const pressed = happenedIn(before, dictation).has(FIRST_COMPRESSION)
  return pressed && at >= 0 && at <= of(FIRST_BREATH) && of(FIRST_BREATH) < of(FIRST_COMPRESSION)
}

/** The steps that were passed, and the moments that were marked or whose step was told. */
function passedIn(before: Pick<Card, "steps">, dictation: Dictation): readonly CardStep[] {
  const at = before.steps.findIndex((step) => step.id === dictation.current)
  return before.steps.slice(0, at < 0 ? undefined : at)
}
function happenedIn(before: Pick<Card, "steps">, dictation: Dictation): ReadonlySet<string | undefined> {
  return new Set([...dictation.marks, ...passedIn(before, dictation).map((step) => step.mark)])
}
