/** The cards of the case in hand: the one under way, those that are proved and not opened, and the compressions that go on beside it. */

import { isForArrest } from "../../engine/card-moments.ts"
import type { KnownAnswers } from "../../engine/condition.ts"
import type { Card } from "../../engine/content.ts"
import { breathesFirst, resumedStep } from "../../engine/player.ts"
import type { DictationRow } from "../../protocol/generated.ts"
import { afterHelpCards } from "./after-help.ts"
import { dictationOf, isForAed, takesOver } from "./card-turns.ts"
import { activeContent } from "./content.svelte.ts"
import { cardInHand } from "./medicines.ts"
import { firstStep } from "./written-steps.ts"

/** What they hang on. */
interface CardsOfCase {
  readonly dictations: readonly DictationRow[]
  /** The cards that the interviews prove. */
  readonly proved: readonly string[]
  readonly domains: readonly string[]
  readonly helpSent: boolean
  /** A critical question is on screen. */
  readonly asking: boolean
  readonly answers: KnownAnswers
}

const cardOf = (row: DictationRow | undefined) => activeContent.card(row?.card, row?.digest)
const beats = (row: DictationRow | undefined) => cardOf(row)?.pace !== undefined

export class DeskCards {
  readonly #of: () => CardsOfCase
  readonly #open = $derived.by(() => this.#of().dictations.filter((each) => each.closed_at === null))
  readonly #last = $derived(cardInHand(this.#open))
  /** The one that a person went back to, while no other is opened. */
  #returned = $state.raw<{ readonly run: string; readonly last: string | undefined } | null>(null)
  readonly #opened = $derived.by(() => {
    const back = this.#returned?.last === this.#last?.run ? this.#returned?.run : undefined
    return this.#open.find((each) => each.run === back) ?? this.#last
  })
  readonly #unopened = $derived.by(() => {
    const { dictations, proved } = this.#of()
    return proved.filter((id) => !dictations.some((each) => each.card === id))
  })
  /** What takes the place of the card under way: no further step of that one is said before it. */
  readonly #taking = $derived.by(() =>
    takesOver(
      this.#opened?.card,
      this.#of().proved,
      this.#unopened,
      (id) => {
        const digest = id === this.#opened?.card ? this.#opened.digest : undefined
        return activeContent.card(id, digest)?.pace !== undefined
      },
      (id) => this.#opened?.breathes !== false && (activeContent.cardGroups.side?.includes(id) ?? false),
    ),
  )
  /** The card whose place another one has taken. */
  readonly replaced = $derived.by(() =>
    this.#taking === undefined ? undefined : (this.#pressing ?? this.#opened)?.card,
  )
  readonly dictation = $derived(this.#taking === undefined ? this.#opened : undefined)
  /** The compressions that were dictated last. */
  readonly #pressing = $derived(this.#open.findLast(beats))
  /** Those of them that have stopped, because the patient breathes normally. */
  readonly stopped = $derived(this.#pressing?.breathes ? this.#pressing : undefined)
  /**
   * The dictation whose beat and moments count now: compressions go on while a defibrillator is fetched, and until a card of
   * compressions that takes their place is begun. They stop where the patient is to be turned on the side.
   */
  readonly counting = $derived.by(() => {
    if (this.dictation === undefined)
      return activeContent.card(this.#taking)?.pace === undefined ? undefined : this.#pressing
    return isForAed(cardOf(this.dictation)) ? (this.#pressing ?? this.dictation) : this.dictation
  })
  /** The dictations whose moments count for the patient in hand: compressions and the defibrillator beside them are one. */
  readonly together = $derived.by(() => {
    const inHand = [this.dictation, this.counting].flatMap((row) => row ?? [])
    const arrest = (row: DictationRow) => beats(row) || isForAed(cardOf(row))
    return inHand.some(arrest) ? this.#open.filter((row) => arrest(row) || inHand.includes(row)) : inHand
  })
  /** The card of the defibrillator beside compressions, and the compressions beside it: where the one key between them leads. */
  readonly beside = $derived.by<{ readonly card: string; readonly run?: string } | undefined>(() => {
    const now = cardOf(this.dictation)
    if (isForAed(now)) return this.#pressing && { card: this.#pressing.card, run: this.#pressing.run }
    if (now?.pace === undefined) return undefined
    if (this.stopped !== undefined) return undefined
    const row = this.#open.findLast((each) => isForAed(cardOf(each)))
    const card = this.offered.find((id) => isForAed(activeContent.card(id))) ?? this.#aed
    return row ? { card: row.card, run: row.run } : card === undefined ? undefined : { card }
  })
  /** A patient in cardiac arrest needs a defibrillator, whichever interview has led there. */
  readonly #aed = $derived.by(() =>
    isForArrest(cardOf(this.#opened)) ? activeContent.cards.find((each) => isForAed(each))?.id : undefined,
  )
  /** Proved and not opened yet, the one to be opened next first; after all of them what is done while help is under way. */
  readonly offered = $derived.by<readonly string[]>(() => {
    const { dictations, proved, domains, helpSent, asking } = this.#of()
    const opened = dictations.map((each) => each.card)
    const afterHelp = afterHelpCards({
      groups: activeContent.cardGroups,
      domains,
      cards: [...proved, ...opened],
      helpSent,
      asking,
      unopened: this.#unopened,
      open: this.#opened && {
        current: this.#opened.current ?? this.#opened.requests?.[0]?.step ?? null,
        pace: cardOf(this.#opened)?.pace,
      },
      opened,
    })
    return [...new Set([this.#taking ?? [], this.#unopened, afterHelp].flat())]
  })

  /** Compressions are proved, and nobody has said their first step. */
  readonly awaitsPresses = $derived.by(
    () => this.dictation === undefined && activeContent.card(this.offered[0])?.pace !== undefined,
  )

  constructor(of: () => CardsOfCase) {
    this.#of = of
  }
  /** Back to a card that stands open: it stands where it stood. */
  goTo(run: string): void {
    this.#returned = { run, last: this.#last?.run }
  }
  /** The dictation whose place a card takes, if what holds for the patient goes on in it. */
  before(card: string): DictationRow | undefined {
    return activeContent.card(card)?.pace ? this.#pressing : undefined
  }
  /** The step with which a card would be opened. */
  first(card: Card, reads: boolean): string | undefined {
    const { answers } = this.#of()
    const row = this.before(card.id)
    const from = cardOf(row)
    if (!row || !from) return firstStep(card, answers, reads)
    const dictation = dictationOf(row)
    return firstStep(card, answers, reads, {
      marks: dictation.marks,
      from: resumedStep(card, from, dictation, answers) ?? null,
    })
  }
  /** Whether a card would be opened at the breaths of a patient who is being pressed. */
  breathesFirst(card: Card, reads: boolean): boolean {
    const row = this.before(card.id)
    const from = cardOf(row)
    return (
      row !== undefined &&
      from !== undefined &&
      breathesFirst(card, this.first(card, reads), from, dictationOf(row))
    )
  }
}
