/**
 * Plays a card: which steps are for this caller, and when to say one again. Time is given, in milliseconds.
 * The twin of `src/auxilio/instructions/core/card_steps.py`; `tests/vectors/cards.json` holds both to the same answers.
 */

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

/** The mark of the step with which compressions begin. */
const FIRST_COMPRESSION = "first_compression"

/**
 * The step that a card of compressions opens with in the place of another, `before`, which stands where `dictation` says: until the
 * first compression the first act that was not told there, after it the compressions of this card. The twin of `resumed_step`.
 */
export function resumedStep(
  card: Card,
  before: Pick<Card, "steps">,
  dictation: Dictation,
  facts: KnownAnswers,
): string | undefined {
  const at = before.steps.findIndex((step) => step.id === dictation.current)
  const told = before.steps.slice(0, at < 0 ? undefined : at).map((step) => step.id)
  const begun = dictation.marks.includes(FIRST_COMPRESSION)
  const start = begun ? card.steps.findIndex((step) => step.mark === FIRST_COMPRESSION) : 0
  const known = { ...dictation, authorised: [] }
  const opened = card.steps
    .slice(Math.max(0, start))
    .filter((step) => stepGate(step, facts, known) === "open")
    .map((step) => step.id)
  return (begun ? undefined : opened.find((id) => !told.includes(id))) ?? opened[0]
}
