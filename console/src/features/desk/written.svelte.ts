/** What a desk sends of interview and card to a caller who reads, and what their page says of it. */

import { untrack } from "svelte"
import type { Question } from "../../engine/content.ts"
import { cardViewOf } from "../../engine/player.ts"
import type { AnyCommand } from "../../protocol/generated.ts"
import { newId, sendCommand } from "../../state/command-outbox.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import {
  callerMarks,
  type SentQuestion,
  type SentStep,
  sentItems,
  waitingTaps,
} from "../../state/sent-items.ts"
import { isSpoken, isWritten } from "./call-channel.ts"
import { dictationOf } from "./card-turns.ts"
import { activeContent } from "./content.svelte.ts"
import type { DeskViewModel } from "./desk-view-model.svelte.ts"
import { stepsFor } from "./written-steps.ts"

/** Channels whose telephones confirm nothing: whether what was sent was shown is never known. */
const UNCONFIRMED = new Set(["rtt", "sms"])

export class WrittenGuidance {
  #view: DeskViewModel
  constructor(view: DeskViewModel) {
    this.#view = view
    $effect(() => this.#followLanguage(view.call?.id, view.language))
  }

  /** Whether the caller reads what is sent, beside a voice or instead of it. */
  readonly reads = $derived.by(() => isWritten(this.#view.told))
  /** Whether reading is all that they have: then the step on screen is sent, and not said. */
  readonly only = $derived.by(() => this.reads && !isSpoken(this.#view.told))
  /** Whether they are on a page of ours, and whether it shows steps in easy language: who only reads has it from the first step. */
  readonly page = $derived.by(() => this.#view.call?.page ?? false)
  readonly easy = $derived.by(() => this.page && (this.#view.call?.easy ?? this.only))
  readonly confirms = $derived.by(() => !UNCONFIRMED.has(this.#view.told?.channel ?? ""))
  readonly items = $derived.by(() => sentItems(this.#view.facts, this.#view.told?.id ?? ""))
  readonly marks = $derived.by(() => callerMarks(this.#view.facts, this.#view.told?.id ?? ""))
  /** The question on screen, as it was sent last. One that has its answer already is asked again: that sending is over. */
  readonly question = $derived.by(() => {
    const { run, question } = this.#view
    const sent = this.#lastSent(run?.run, question?.id)
    return sent?.settled && !sent.waits ? undefined : sent
  })
  /** Taps of other questions than that on screen, which say something else than what stands recorded. */
  readonly #elsewhere = $derived.by(() => {
    const rows = this.#view.runs.map((row) => [row.run, this.#view.given.with(row)] as const)
    return waitingTaps(this.items, Object.fromEntries(rows)).filter(
      ({ item }) => item !== this.question?.item,
    )
  })
  /** The question whose tap waits for the operator: that on screen, else the first of another. */
  readonly tappedQuestion = $derived.by(() => (this.question?.answer ? this.question : this.#elsewhere[0]))
  /** Whether it is not the one on screen: then it is told with its words. */
  readonly tappedElsewhere = $derived.by(() => this.tappedQuestion !== this.question)
  /** What the caller tapped of it. */
  readonly tapped = $derived.by(() => {
    const sent = this.tappedQuestion
    return sent?.answer ? { item: sent.item, code: sent.answer.code } : undefined
  })
  readonly lastStep = $derived.by(() => {
    const run = this.#view.dictation?.run
    return this.items.filter((each): each is SentStep => each.kind === "step" && each.run === run).at(-1)
  })
  /** The step that would be sent now. */
  readonly nextStep = $derived.by(() => {
    const row = this.#view.dictation
    const card = activeContent.card(row?.card, row?.digest)
    if (!row || !card || row.current === null) return undefined
    const { gates } = cardViewOf(card, dictationOf(row), this.#view.caseAnswers, 0)
    const open = card.steps.filter((step) => gates[step.id] === "open")
    const { steps, at } = stepsFor(card.steps, open, row.current, true)
    return steps[at]
  })

  sendQuestion(): Promise<Answer> | undefined {
    const { run, question, call } = this.#view
    if (!run || !question || !call) return undefined
    return this.#send(
      {
        kind: "triage.send_question",
        run: run.run,
        question: question.id,
        call: call.id,
        language: this.#view.language,
      },
      `run:${run.run}`,
    )
  }
  sendStep(
    step: string | undefined = this.nextStep?.id,
    dictation = this.#view.dictation,
  ): Promise<Answer> | undefined {
    const { call } = this.#view
    if (!dictation || !call || step === undefined) return undefined
    return this.#send(
      {
        kind: "instructions.send_step",
        run: dictation.run,
        step,
        call: call.id,
        language: this.#view.language,
      },
      `cards:${dictation.case}`,
    )
  }
  /** With what holds for the patient, where it takes the place of the card under way. */
  async openCard(card: string, run = newId()): Promise<Answer | undefined> {
    const { case: it, language, cards } = this.#view
    if (!it) return undefined
    const after = cards.before(card)?.run
    const opens = { kind: "instructions.open_card", run, case: it.id, card, language } as const
    return this.#send({ ...opens, ...(after ? { after } : {}) }, `cards:${it.id}`)
  }
  /** The sentence that stood there before its card was opened is sent, or told to who hears, by the press that opens it. */
  async openCardAt(card: string, step: string): Promise<Answer | undefined> {
    const { case: it, call, language } = this.#view
    const run = newId()
    const opened = await this.openCard(card, run)
    if (!it || !opened?.ok) return opened
    return this.#send(
      this.only && call
        ? { kind: "instructions.send_step", run, step, call: call.id, language }
        : { kind: "instructions.say_step", run, step, language },
      `cards:${it.id}`,
    )
  }
  setEasy(easy: boolean): Promise<Answer> | undefined {
    const { call } = this.#view
    return call && this.#send({ kind: "calls.set_easy_reading", call: call.id, easy }, `call:${call.id}`)
  }
  /** What was sent last goes once more: nothing of it is said. */
  sendAgain(): Promise<Answer> | undefined {
    return this.sendStep(this.lastStep?.step)
  }
  /** The language in which the call in hand was read last. */
  #reading: { readonly call: string; readonly language: string } | undefined
  /** A caller who reads another language from now on: the step on their page, and the question that has no answer, go once more. */
  #followLanguage(call: string | undefined, language: string): void {
    const before = this.#reading
    this.#reading = call === undefined ? undefined : { call, language }
    if (before?.call !== call || before?.language === language) return
    untrack(() => {
      const { question } = this
      const step = this.items.findLast((each): each is SentStep => each.kind === "step")
      const dictation = this.#view.dictations.find(({ run, closed_at }) => run === step?.run && !closed_at)
      if (dictation && step && !step.superseded && step.language !== language)
        void this.sendStep(step.step, dictation)
      if (question && !question.answer && question.language !== language) void this.sendQuestion()
    })
  }
  /** What the caller tapped becomes the answer, in their own word. */
  confirmTap(): Promise<Answer> | undefined {
    const sent = this.tappedQuestion
    if (!sent?.answer) return undefined
    const { run, question, answer } = sent
    if (!this.tappedElsewhere) this.#view.askedNext = null
    const command: AnyCommand = {
      kind: "triage.answer",
      run,
      question,
      answer: answer.code,
      words: answer.label,
      ...this.shownTo(run, question),
    }
    return this.#view.given.put(run, question, answer.code, this.#send(command, `run:${run}`))
  }
  /** The call whose page has this question or a step, for the command that answers it: it is told the answer, and that a step changes. */
  shownTo(run: string, question: string): { readonly call?: string } {
    const { call } = this.#view
    const told = this.#lastSent(run, question) ?? this.items.find((each) => each.kind === "step")
    return call && told ? { call: call.id } : {}
  }
  #lastSent(run: string | undefined, question: string | undefined): SentQuestion | undefined {
    return this.items.findLast(
      (each): each is SentQuestion =>
        each.kind === "question" && each.run === run && each.question === question,
    )
  }

  #send(command: AnyCommand, lane: string): Promise<Answer> {
    return sendCommand(command, { lane, id: newId() })
  }
}

/** A question that only the caller can answer is sent to them. */
export function isForCaller(question: Question | undefined): boolean {
  return question !== undefined && (question.ask_to ?? "caller") === "caller"
}
