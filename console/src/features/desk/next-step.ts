/** What a call taker does next, in the order of a call: answer, where, what, help, the end once help has arrived, until then questions and the card. Pure. */

import { functionKey, type KeyBinding, singleKey } from "../../commands/keys.ts"
import type { NextStep } from "../../commands/next-step.svelte.ts"
import type { UnitRow } from "../../protocol/generated.ts"
import type { Desk } from "./desk.svelte.ts"

/** What is on the desk. */
export interface DeskFacts {
  readonly ready: boolean
  readonly rings: boolean
  /** A call is in hand. */
  readonly talks: boolean
  /** The call of the case in hand has ended. */
  readonly over: boolean
  readonly place: "none" | "given" | "agreed"
  readonly type: boolean
  /** No help has been sent to the case. */
  readonly helpUnsent: boolean
  /** A unit is with the caller. */
  readonly arrived: boolean
  readonly question: boolean
  /** The caller reads what is sent. */
  readonly reads: boolean
  readonly card: boolean
  /** A card is being told: it has the room, and the interview is its title. */
  readonly dictates: boolean
  /** Compressions are proved, and nobody has said their first step. */
  readonly presses: boolean
  /** The hands are at a card that was told to its end. */
  readonly atEndedCard: boolean
  /** The session is one of training, in which this person may practise alone. */
  readonly practises: boolean
  /** Somebody sits at a desk: without one nobody can be rung. */
  readonly seated: boolean
  /** A practice alone has begun; it rings as soon as the desk is ready. */
  readonly begun: boolean
}

/** The region of the card. */
const CARD = 6

/** A crew is with the caller, or has taken the patient. */
export function hasArrived(units: readonly Pick<UnitRow, "status">[]): boolean {
  return units.some(({ status }) => status === "on_scene" || status === "transporting")
}

/** `keyOf`: the key of a command of the page, by its id. */
export function nextStep(desk: DeskFacts, keyOf: (id: string) => KeyBinding | undefined): NextStep {
  if (desk.rings) return { key: keyOf("desk.answer"), words: "desk.next.answer" }
  if (!desk.talks) return idle(desk, keyOf)
  if (desk.place === "none") return { key: functionKey(2), words: "desk.next.place" }
  if (desk.place === "given") return { key: singleKey("Enter"), words: "desk.next.read_back" }
  if (!desk.type) return { key: functionKey(3), words: "desk.next.type" }
  if (desk.helpUnsent) return { key: keyOf("desk.send"), words: "desk.next.send" }
  if (desk.arrived) return { key: keyOf("desk.hang_up"), words: "desk.next.arrived" }
  if (desk.atEndedCard) return { words: "desk.next.card_ended" }
  if (desk.question && !desk.dictates && !desk.presses)
    return { key: functionKey(4), words: desk.reads ? "desk.next.question_written" : "desk.next.question" }
  if (desk.card)
    return { key: functionKey(6), words: desk.reads ? "desk.next.card_written" : "desk.next.card" }
  return { key: keyOf("desk.hang_up"), words: "desk.next.stay" }
}

function idle(desk: DeskFacts, keyOf: (id: string) => KeyBinding | undefined): NextStep {
  if (desk.over && desk.practises) return { key: keyOf("shell.go/training"), words: "desk.next.result" }
  if (desk.practises && !desk.seated) return { words: "desk.next.take_desk" }
  if (desk.practises && !desk.begun) return { key: keyOf("practice.begin"), words: "desk.next.practise" }
  if (desk.ready) return { words: "desk.next.wait" }
  return { key: keyOf("desk.ready"), words: "desk.next.ready" }
}

/** `practice`: whether a trainer leads one with this person, and whether an own one has begun and has not rung; `region`: where the hands are. */
export function factsOf(
  { view, guidance }: Desk,
  practice: { readonly led: boolean; readonly waits: boolean },
  region: number,
): DeskFacts {
  const { place } = view
  return {
    ready: view.me?.stand === "ready",
    rings: view.offered !== undefined || view.talks.rings,
    talks: view.call !== undefined,
    over: view.over,
    place: place === null ? "none" : place.degree === "agreed" ? "agreed" : "given",
    type: Boolean(view.case?.type),
    helpUnsent: view.case !== undefined && !view.case.help_sent_at,
    arrived: hasArrived(view.assigned),
    question: view.question !== undefined,
    reads: guidance.only,
    card: view.dictation ? view.dictation.current !== null : view.offeredCards.length > 0,
    dictates: Boolean(view.dictation?.current),
    presses: view.cards.awaitsPresses,
    atEndedCard: region === CARD && view.dictation !== undefined && view.dictation.current === null,
    practises: view.practises && !practice.led,
    seated: view.id !== "",
    begun: practice.waits,
  }
}
