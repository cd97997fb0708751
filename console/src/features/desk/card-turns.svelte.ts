/** Where the card under way turns: moments to mark, what the caller will not do, and what a check leads to when it is worse. */

import { cardViewOf, pressedAgain } from "../../engine/player.ts"
import { tOr } from "../../i18n/i18n.svelte.ts"
import { durationText, parseInstant } from "../../kit/deadline.ts"
import { speaker } from "../../kit/sounds.ts"
import type { DictationRow } from "../../protocol/generated.ts"
import { sendCommand } from "../../state/command-outbox.svelte.ts"
import { now } from "../../state/now.svelte.ts"
import { type Answer, allOf } from "../../state/outbox.ts"
import { expectChange, type FollowsProtocol, follow } from "./call-focus.svelte.ts"
import {
  besideMoment,
  CIRCULATION_BACK,
  dictationOf,
  isHeld,
  isMoment,
  justMarked,
  NOT_BREATHING,
  nextMoment,
  repeated,
  saidToBreathe,
  stepMoments,
  stopsCompressions,
  worseOf,
} from "./card-turns.ts"
import { activeContent, protocolTitle } from "./content.svelte.ts"
import type { DeskViewModel } from "./desk-view-model.svelte.ts"
import { medicinesOf } from "./medicines.ts"
import { PendingMetronome } from "./pending-answers.svelte.ts"
import { isHealthCentre } from "./tasks.ts"
import type { WrittenGuidance } from "./written.svelte.ts"

/** As in the cards: a mark that leaves out the steps that the caller will not do. */
const UNWILLING = "unwilling"

/** What the turns of a card need of the desk. */
interface CardDesk extends FollowsProtocol {
  readonly view: DeskViewModel
  readonly guidance: WrittenGuidance
  mark(mark: string): Promise<Answer> | undefined
  metronome(who: "off" | "me" | "both"): Promise<Answer> | undefined
  /** Sends a command about the card in hand. */
  ofCard(
    command: { readonly kind: string; readonly [field: string]: unknown },
    row?: DictationRow,
  ): Promise<Answer> | undefined
}

export class CardTurns {
  readonly #desk: CardDesk
  readonly #row = $derived.by(() => this.#desk.view.dictation)
  readonly #card = $derived.by(() => activeContent.card(this.#row?.card, this.#row?.digest))
  /** The dictation whose beat and moments count, and its card. */
  readonly #counting = $derived.by(() => this.#desk.view.cards.counting)
  readonly #counted = $derived.by(() => activeContent.card(this.#counting?.card, this.#counting?.digest))
  readonly #done = $derived.by(() => new Set(this.#row?.marks.map((each) => each.mark)))
  readonly #worse = $derived.by(() => {
    const { case: it, caseAnswers, interviews, following } = this.#desk.view
    const found = worseOf(this.#card, this.#row, caseAnswers)
    const held = interviews.map((each) => each.interview?.protocol.id)
    const known = [following, activeContent.type(it?.type)?.protocol ?? undefined]
    return isHeld(found, [...held, ...known]) ? undefined : found
  })
  /** What it leads to, by its title. */
  readonly worse = $derived.by(() => {
    const { card, goto } = this.#worse ?? {}
    return card ? activeContent.cardTitle(card) : protocolTitle(goto)
  })
  /** Where the key between compressions and defibrillator leads, by its title. */
  readonly beside = $derived.by(() => {
    const card = this.#desk.view.cards.beside?.card
    return card && activeContent.cardTitle(card)
  })
  readonly mayRefuse = $derived.by(
    () =>
      !this.#done.has(UNWILLING) && (this.#card?.steps.some((each) => each.skip_if === UNWILLING) ?? false),
  )

  /** The steps to say again now, the longest overdue first. */
  readonly due = $derived.by(() => {
    const [card, row] = [this.#card, this.#row]
    if (!card || !row || this.#desk.guidance.only) return []
    const said = Object.fromEntries(Object.entries(row.said).map(([step, at]) => [step, Date.parse(at)]))
    return cardViewOf(card, { ...dictationOf(row), said }, this.#desk.view.caseAnswers, now.ms).due
  })
  /** Medicines of the card in hand that a clinician must authorise. */
  readonly medicines = $derived.by(() => {
    const [card, row] = [this.#card, this.#row]
    if (!card || !row) return []
    const { gates } = cardViewOf(card, dictationOf(row), this.#desk.view.caseAnswers, 0)
    return medicinesOf(card, row, gates)
  })
  /** The one that the key asks for, or asks for no more. */
  readonly medicine = $derived.by(() => {
    const found =
      this.medicines.find((each) => each.stands === "locked" || each.stands === "refused") ??
      this.medicines.find((each) => each.stands === "asked")
    const heard = this.#desk.view.allTasks.some(isHealthCentre)
    return found && { step: found.step.id, asked: found.stands === "asked", heard }
  })

  /** Moments that are marked: of the cards in hand, and of the caller's page. */
  readonly marked = $derived.by(() => [
    ...this.#desk.view.cards.together.flatMap((row) => row.marks),
    ...this.told.filter((each) => isMoment(each.mark)),
  ])
  /** What the caller's page has marked of the cards in hand, whichever of them is on screen. */
  readonly told = $derived.by(() =>
    this.#desk.guidance.marks.filter((each) =>
      this.#desk.view.cards.together.some(({ run }) => run === each.run),
    ),
  )
  /** The moment that the arrows went to, while the same step stands. */
  #chosen = $state.raw<{ readonly mark: string; readonly at: string } | null>(null)
  readonly #at = $derived.by(() => `${this.#row?.run} ${this.#row?.current}`)
  /** What the key of the marks would mark. */
  readonly nextMark = $derived.by(() => {
    const [card, row] = [this.#card, this.#row]
    const steps = card && row ? stepMoments(card.steps, row) : []
    const chosen = this.#chosen?.at === this.#at ? this.#chosen.mark : null
    return nextMoment(this.#counted?.marks ?? [], this.marked, { chosen, steps })
  })
  /** What was marked a moment ago, in words, beside what the key would mark now: it asks first. */
  readonly #justMarked = $derived.by(() => {
    const last = justMarked(this.marked, now.ms)
    if (last === undefined || this.nextMark === undefined) return undefined
    const start = this.#desk.view.since ?? this.#counting?.opened_at ?? last.at
    const time = durationText(((parseInstant(last.at) ?? 0) - (parseInstant(start) ?? 0)) / 1000)
    return { mark: momentName(last.mark), time, next: momentName(this.nextMark) }
  })
  readonly moments = $derived.by(() => ({
    next: this.nextMark,
    just: this.#justMarked,
    stops: stopsCompressions(this.nextMark, this.#counted),
  }))
  /** Whether compressions have stopped because the patient breathes; pressed: they go on after that, and may stop once more, which
   * the mark cannot tell a second time. */
  readonly breathing = $derived.by(() => {
    if (this.#desk.view.cards.stopped) return "stopped" as const
    const again = this.marked.some((each) => each.mark === CIRCULATION_BACK)
    return again && stopsCompressions(CIRCULATION_BACK, this.#counted) ? ("pressed" as const) : undefined
  })
  /** Whether the mark that stopped compressions was the last that was said of this patient: taken back, they go on. */
  readonly stoppedLast = $derived.by(() => {
    const { cards, answeredLast } = this.#desk.view
    const at = cards.stopped?.marks.findLast((each) => each.mark === CIRCULATION_BACK)?.at
    return at !== undefined && at > (answeredLast?.row.last_at ?? "")
  })

  readonly #pending = new PendingMetronome()
  /** For whom it beats, or is about to. */
  readonly metronome = $derived.by(() => this.#pending.of(this.#counting))

  constructor(desk: CardDesk) {
    this.#desk = desk
  }
  markNext(): Promise<Answer> | undefined {
    const next = this.nextMark
    return next === undefined ? undefined : this.#mark(next)
  }
  #mark(mark: string): Promise<Answer> | undefined {
    const { run, marks } = this.#counting ?? {}
    const sent = this.#desk.mark(mark)
    // What is told to who breathes stands on the card of the compressions, and goes to who reads it at once.
    if (run && stopsCompressions(mark, this.#counted)) {
      this.#desk.view.cards.goTo(run)
      this.#sendToReader(this.#counted?.steps.at(-1)?.id, this.#counting)
    }
    void expectChange(6, sent, () => [this.#counting?.marks.length ?? marks?.length, this.breathing].join())
    return sent
  }
  /** To a caller who reads the step that this card now stands at: the phone would go on with the one before. */
  #sendToReader(step: string | undefined, row: DictationRow | undefined): void {
    if (row && this.#desk.guidance.items.some((each) => each.kind === "step"))
      void this.#desk.guidance.sendStep(step, row)
  }
  /** Compressions stop, or go on at once: then the interviews no longer say that the patient breathes. */
  turnBreathing(): Promise<Answer> | undefined {
    const row = this.#desk.view.cards.stopped
    if (row === undefined) return this.#mark(CIRCULATION_BACK)
    this.#desk.view.cards.goTo(row.run)
    const sent = this.#desk.ofCard({ kind: "instructions.resume_compressions" }, row)
    const card = activeContent.card(row.card, row.digest)
    const { caseAnswers } = this.#desk.view
    const step = card && pressedAgain(card, dictationOf(row), row.stood_at ?? null, caseAnswers)
    this.#sendToReader(step, row)
    void sent?.then((answer) => answer.ok && this.#sayNotBreathing())
    void expectChange(6, sent, () => this.breathing)
    return sent
  }
  /** In each interview of this caller that has heard the contrary: type and header follow the answer. */
  #sayNotBreathing(): void {
    const { given, interviews } = this.#desk.view
    for (const { run, question } of saidToBreathe(interviews)) {
      const shown = this.#desk.guidance.shownTo(run, question)
      const command = { kind: "triage.answer", run, question, answer: NOT_BREATHING, ...shown } as const
      void given.put(run, question, NOT_BREATHING, sendCommand(command, { lane: `run:${run}` }))
    }
  }
  /** Asks the health centres for it; asked already, it is asked for no more. */
  askClinician(): Promise<Answer> | undefined {
    const { medicine } = this
    const kind = medicine?.asked ? "withdraw_request" : "request_authorisation"
    return medicine && this.#desk.ofCard({ kind: `instructions.${kind}`, step: medicine.step })
  }
  /** The moment under the hand is the one that the key would mark. */
  choose(mark: string): void {
    this.#chosen = { mark, at: this.#at }
  }
  /** Another moment is the one that the key would mark. */
  chooseMark(by: 1 | -1): void {
    const mark = besideMoment(this.#counted?.marks ?? [], this.marked, this.nextMark, by)
    this.#chosen = mark === undefined ? null : { mark, at: this.#at }
  }
  /** The step on screen, if nobody has said it yet and nothing is due again. */
  readonly unsaid = $derived.by(() => {
    const { current, said } = this.#row ?? {}
    return current != null && said?.[current] === undefined && this.due.length === 0
  })
  /** What stands on the screen is said again: each sentence of it is a fact of its own. */
  repeat(): Promise<Answer> | undefined {
    const { language } = this.#desk.view
    const sent = repeated(this.due, this.#desk.guidance.only).map((step) =>
      this.#desk.ofCard({ kind: "instructions.repeat", language, ...(step === undefined ? {} : { step }) }),
    )
    return allOf(sent)
  }
  refuse(): Promise<Answer> | undefined {
    const sent = this.#desk.mark(UNWILLING)
    void expectChange(6, sent, () => this.#row?.marks.length)
    return sent
  }
  /** `openCard`: as the desk opens a card that does not stand on screen yet. */
  takeWorse(openCard: (id: string) => Promise<Answer | undefined>): Promise<Answer | undefined> | undefined {
    const { card, goto } = this.#worse ?? {}
    return card ? openCard(card) : goto ? follow(this.#desk, goto, true) : undefined
  }
  /** To the card of the defibrillator and back to the compressions; `openCard` as above. */
  goBeside(openCard: (id: string) => Promise<Answer | undefined>): Promise<Answer | undefined> | undefined {
    const { card, run } = this.#desk.view.cards.beside ?? {}
    if (run !== undefined) {
      this.#desk.view.cards.goTo(run)
      const row = this.#desk.view.dictation
      this.#sendToReader(row?.current ?? undefined, row)
    } else if (card !== undefined) return openCard(card)
    return undefined
  }
  nextMetronome(): Promise<Answer> | undefined {
    const next = { off: "me", me: "both", both: "off" } as const
    void speaker.wake()
    const row = this.#counting
    const mode = next[this.metronome]
    const sent = this.#desk.metronome(mode)
    return row && sent && this.#pending.put(row, mode, sent)
  }
}

function momentName(mark: string): string {
  return tOr(`instructions.mark.${mark}`, "common.plain", { text: mark })
}
