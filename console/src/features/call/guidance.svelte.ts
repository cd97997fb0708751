/**
 * What was sent of interview and card, as the caller's page holds it. It is kept in this tab, so that the card goes on without
 * network; what the page says of it waits in the outbox and arrives with its own moment.
 */

import type { AnyCommand, StoryRow } from "../../protocol/generated.ts"
import { newId, sendCommand } from "../../state/command-outbox.svelte.ts"
import { now } from "../../state/now.svelte.ts"
import { type CallerMark, callerMarks, type SentItem, sentItems } from "../../state/sent-items.ts"
import { serverLink } from "../../state/server-link.svelte.ts"
import {
  ALONE_AFTER_S,
  beatOf,
  cardOnPage,
  cardThatStays,
  isBeatPaused,
  isStepFirst,
  joined,
  keepsPushing,
  lastStep,
  type OwnMark,
  openQuestion,
  pushingOf,
} from "./guidance.ts"

const STORED = "auxilio.caller.guidance"

interface StoredGuidance {
  readonly call: string
  readonly items: readonly SentItem[]
  readonly marks: readonly OwnMark[]
}

interface CallView {
  readonly call: string | null
  readonly story: readonly StoryRow[]
  readonly up: boolean
  /** The call has ended: nobody asks, and what is done of a card is known to this phone alone. */
  readonly over: boolean
}

export class Guidance {
  #view: CallView
  #kept = $state.raw<StoredGuidance | null>(stored())
  #reported = new Set<string>()
  /** What was tapped here and may not have arrived, by item. */
  #taps = $state.raw<Readonly<Record<string, string>>>({})
  readonly #opened_ms = performance.now()

  constructor(view: CallView) {
    this.#view = view
    $effect(() => {
      const { call } = this.#view
      if (call === null || (this.#told.length === 0 && this.#own === null)) return
      this.#keep({ call, items: this.items, marks: this.#own?.marks ?? [] })
    })
    $effect(() => {
      if (this.beat === null && !isBeatPaused(this.items)) this.beats = false
    })
  }

  readonly #own = $derived.by(() => (this.#kept?.call === this.#view.call ? this.#kept : null))
  readonly #told = $derived.by(() => sentItems(this.#view.story, this.#view.call ?? ""))
  readonly items = $derived.by(() => joined(this.#own?.items ?? [], this.#told))
  readonly #arrived = $derived.by(() => callerMarks(this.#view.story, this.#view.call ?? ""))
  readonly marks = $derived.by<readonly (CallerMark | OwnMark)[]>(() => {
    const arrived = new Set(this.#arrived.map(({ id }) => id))
    return [...this.#arrived, ...(this.#own?.marks ?? []).filter(({ id }) => !arrived.has(id))]
  })
  /** Marks that the centre does not have yet. */
  readonly waiting = $derived.by(() => (this.over ? 0 : this.marks.length - this.#arrived.length))
  readonly question = $derived.by(() => (this.over ? null : openQuestion(this.items)))
  readonly tapped = $derived.by(() => {
    const it = this.question
    if (it === null) return null
    const code = this.#taps[it.item] ?? it.answer?.code
    const label = it.choices.find((each) => each.code === code)?.label
    return code !== undefined && label !== undefined
      ? { code, label, arrived: it.answer?.code === code }
      : null
  })
  readonly sent = $derived.by(() => cardThatStays(lastStep(this.items), this.over))
  /** What was asked and told before what is on the page. */
  readonly earlier = $derived.by(() =>
    this.items.filter(({ item }) => item !== this.question?.item && item !== this.sent?.item),
  )
  /** The call has ended: a card that was sent stays, and the caller goes on with it. */
  readonly over = $derived.by(() => this.#view.over)
  /** No word from the centre for a while. */
  readonly alone = $derived.by(() => {
    void now.ms
    if (this.#view.up || this.over) return false
    return (serverLink.age_s ?? (performance.now() - this.#opened_ms) / 1000) >= ALONE_AFTER_S
  })
  /** Marks of the card on the page: another may have a step of the same name. */
  readonly #ofCard = $derived.by(() => {
    const run = this.sent?.run
    const items = new Set(this.items.filter((it) => it.run === run).map(({ item }) => item))
    return this.marks.filter((each) => items.has(each.item))
  })
  readonly card = $derived.by(() => this.sent && cardOnPage(this.sent, this.#ofCard, this.alone || this.over))
  readonly keepsPushing = $derived.by(
    () => this.sent !== null && this.card !== null && keepsPushing(this.sent, this.card),
  )
  readonly pushing = $derived.by(() => this.sent && pushingOf(this.items, this.sent.run))
  /** The beat that can be had, and whether it was asked for: it outlives the step, and goes with the compressions. */
  readonly beat = $derived.by(() => (this.sent ? beatOf(this.items) : null))
  beats = $state(false)
  readonly stepFirst = $derived.by(() => isStepFirst(this.items, this.alone || this.over))

  /** It is in sight: only now is it shown. */
  seen(item: string): void {
    const it = this.items.find((each) => each.item === item)
    if (it === undefined || it.shownAt !== null || this.#reported.has(item)) return
    this.#reported.add(item)
    void this.#send((call) => ({ kind: "calls.report_shown", call, item, at: moment() }))
  }

  tap(code: string): void {
    const it = this.question
    if (it === null || it.settled || this.tapped?.code === code) return
    this.#taps = { ...this.#taps, [it.item]: code }
    void this.#send((call) => ({
      kind: "calls.propose_answer",
      call,
      item: it.item,
      answer: code,
      at: moment(),
    }))
  }

  has(mark: string): boolean {
    return this.#ofCard.some((each) => each.mark === mark)
  }

  mark(mark: string): void {
    const { card } = this
    const { call } = this.#view
    if (!card || call === null || card.answered === mark) return
    const made: OwnMark = { id: newId(), item: card.item, mark, step: card.now.step, at: moment() }
    this.#keep({ call, items: this.items, marks: [...(this.#own?.marks ?? []), made] })
    void this.#send(
      (of) => ({ kind: "calls.report_mark", call: of, item: made.item, mark, step: made.step, at: made.at }),
      made.id,
    )
  }

  #keep(kept: StoredGuidance): void {
    const text = JSON.stringify(kept)
    if (text === sessionStorage.getItem(STORED)) return
    this.#kept = kept
    sessionStorage.setItem(STORED, text)
  }

  async #send(command: (call: string) => AnyCommand, id: string = newId()): Promise<void> {
    const { call } = this.#view
    if (call !== null) await sendCommand(command(call), { lane: "guidance", id })
  }
}

function moment(): string {
  return new Date(now.exact_ms()).toISOString()
}

function stored(): StoredGuidance | null {
  const text = sessionStorage.getItem(STORED)
  return text === null ? null : (JSON.parse(text) as StoredGuidance)
}
