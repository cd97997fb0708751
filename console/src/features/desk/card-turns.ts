/** Where a card turns to when its patient has become worse. Pure. */

import type { KnownAnswers } from "../../engine/condition.ts"
import type { Card, CardStep } from "../../engine/content.ts"
import { type Dictation, stepGate } from "../../engine/player.ts"
import type { DictationRow } from "../../protocol/generated.ts"

/** What of a card's row decides which of its steps are shown. */
export function dictationOf(
  row: Pick<DictationRow, "current" | "marks" | "authorised" | "metronome">,
): Dictation {
  return {
    current: row.current,
    said: {},
    marks: row.marks.map((each) => each.mark),
    authorised: row.authorised,
    metronome: row.metronome,
    closed: false,
  }
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
