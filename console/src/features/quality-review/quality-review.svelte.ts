/** Reviews as the server holds them, the one in hand, and the story of its call. */

import { untrack } from "svelte"
import { i18n } from "../../i18n/i18n.svelte.ts"
import type {
  Agreement,
  CasePage,
  NumberedCall,
  ProtocolFiguresRead,
  ReviewFinding,
  ReviewLists,
  ReviewRead,
  ReviewRow,
} from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { api } from "../../state/api.ts"
import { sendCommand } from "../../state/command-outbox.svelte.ts"
import type { Answer, Problem } from "../../state/outbox.ts"
import { session } from "../../state/session.svelte.ts"
import type { ReviewPrompt } from "./commands.ts"
import { findingOf, itemsOf, needsRemark, nextItem, type ScoreLevel, scoreOf } from "./scoring.ts"

export type ReviewView = "queue" | "done" | "mine" | "agreement" | "figures"
type Cause = "complaint" | "legal_request" | "caller_died" | "learning" | "other"

const LOOK_EVERY_MS = 10_000

export class QualityReview {
  view = $state<ReviewView>("queue")
  lists = $state.raw<ReviewLists | null>(null)
  own = $state.raw<readonly ReviewRow[] | null>(null)
  agreement = $state.raw<Agreement | null>(null)
  figures = $state.raw<ProtocolFiguresRead | null>(null)
  since = $state("")
  until = $state("")
  chosen = $state<string | null>(null)
  read = $state.raw<ReviewRead | null>(null)
  story = $state.raw<CasePage | null>(null)
  storyProblem = $state.raw<Problem | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** The item of the card in hand. */
  item = $state<string | null>(null)
  /** The fact of the story in hand. */
  line = $state<string | null>(null)
  asked = $state<ReviewPrompt | null>(null)
  asking = $state(false)
  choosing = $state(false)
  /** The reading of the review that is chosen. */
  #reading: Promise<void> = Promise.resolve()
  /** The word that a correction would say. */
  #said: ScoreLevel = null

  readonly views: readonly ReviewView[] = [
    ...(session.may(PERMISSION.REVIEW_READ) ? (["queue", "done"] as const) : []),
    ...(session.may(PERMISSION.REVIEW_ANSWER) ? (["mine"] as const) : []),
    ...(session.may(PERMISSION.REVIEW_READ) ? (["agreement", "figures"] as const) : []),
  ]
  readonly rows = $derived<readonly ReviewRow[] | null>(
    this.view === "mine"
      ? this.own
      : this.lists && (this.view === "done" ? this.lists.submitted : this.lists.open),
  )
  readonly review = $derived(this.read?.review.id === this.chosen ? (this.read?.review ?? null) : null)
  readonly finding = $derived<ReviewFinding | undefined>(
    this.review && this.item ? findingOf(this.review, this.item) : undefined,
  )

  get opening(): boolean {
    return this.chosen !== null && this.review === null && this.problem === null
  }

  constructor() {
    this.view = this.views[0] ?? "mine"
    // The server words the story: in another language it is asked for again.
    let before = i18n.language
    $effect(() => {
      const { language } = i18n
      const id = untrack(() => this.chosen)
      if (language !== before && id !== null) void this.#tell(id)
      before = language
    })
  }

  /** Look, and go on looking: others take and submit meanwhile. Returns what ends it. */
  begin(): () => void {
    void this.load()
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void this.load()
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }

  async show(view: ReviewView): Promise<void> {
    this.view = view
    this.chosen = null
    this.problem = null
    await this.load()
  }

  async load(): Promise<void> {
    if (this.view === "agreement")
      await this.#get<Agreement>("/api/reviews/agreement", (it) => {
        this.agreement = it
      })
    else if (this.view === "figures") {
      if (this.figures === null) await this.count()
    } else if (this.view === "mine")
      await this.#get<readonly ReviewRow[]>("/api/reviews/mine", (it) => {
        this.own = it
      })
    else
      await this.#get<ReviewLists>("/api/reviews", (it) => {
        this.lists = it
      })
  }

  /** Reckon the figures of the days that are asked for. */
  async count(): Promise<void> {
    const days = new URLSearchParams()
    if (this.since) days.set("since", this.since)
    if (this.until) days.set("until", this.until)
    await this.#get<ProtocolFiguresRead>(`/api/reviews/figures?${days}`, (it) => {
      this.figures = it
    })
  }

  async #get<T>(path: string, keep: (value: T) => void): Promise<void> {
    const reply = await api<T>("GET", path, { timeout_ms: 60_000 })
    this.problem = reply.ok ? null : reply.problem
    if (reply.ok) keep(reply.value)
  }

  async open(id: string): Promise<void> {
    this.chosen = id
    if (this.read?.review.id !== id) {
      this.read = null
      this.story = null
      this.item = null
    }
    this.storyProblem = null
    this.#reading = this.#again(id)
    await this.#reading
    if (this.chosen === id && this.story === null) await this.#tell(id)
  }
  /** The story of the call, in the reader's language. */
  async #tell(id: string): Promise<void> {
    const { language } = i18n
    const told = await api<CasePage>("GET", `/api/reviews/${id}/call?language=${language}`, {
      timeout_ms: 30_000,
    })
    if (this.chosen !== id || i18n.language !== language) return
    this.storyProblem = told.ok ? null : told.problem
    this.story = told.ok ? told.value : null
  }

  async #again(id: string): Promise<void> {
    const reply = await api<ReviewRead>("GET", `/api/reviews/${id}`)
    if (this.chosen !== id) return
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) return
    this.read = reply.value
    this.item ??= reply.value.card ? (itemsOf(reply.value.card)[0]?.id ?? null) : null
  }

  async #send(command: Parameters<typeof sendCommand>[0]): Promise<Answer> {
    const answer = await sendCommand(command)
    if (this.chosen) await this.#again(this.chosen)
    void this.load()
    return answer
  }

  /** Waits while the review is being read: what was read before must not be shown after the answer. */
  async take(): Promise<Answer> {
    const review = this.#id // another may be chosen meanwhile
    await this.#reading
    return this.#send({ kind: "review.take", review })
  }
  putBack(): Promise<Answer> {
    return this.#send({ kind: "review.put_back", review: this.#id })
  }

  get #id(): string {
    if (this.chosen === null) throw new Error("offered only where one is chosen")
    return this.chosen
  }

  /** One key: it is said, and the next item comes; a word that needs its reason asks for it at once. */
  async score(level: ScoreLevel): Promise<Answer | undefined> {
    const { review, item, read } = this
    if (review === null || item === null || !read?.card) return undefined
    if (review.state === "submitted") {
      this.#said = level
      this.ask("correct")
      return undefined
    }
    const before = scoreOf(review, item)
    const remark = before?.remark ?? ""
    const answer = await this.#send({ kind: "review.score", review: review.id, item, level, remark })
    if (!answer.ok) return answer
    if (needsRemark(findingOf(review, item), level) && remark === "") this.ask("remark")
    else this.next()
    return answer
  }

  next(): void {
    if (this.read?.card) this.item = nextItem(this.read.card, this.item)
  }

  ask(what: ReviewPrompt): void {
    this.asked = what
    this.asking = true
  }

  async answer(words: string): Promise<Answer> {
    const review = this.#id
    const item = this.item ?? ""
    switch (this.asked) {
      case "remark": {
        const level = this.review ? (scoreOf(this.review, item)?.level ?? null) : null
        const said = await this.#send({ kind: "review.score", review, item, level, remark: words })
        if (said.ok) this.next()
        return said
      }
      case "correct":
        return this.#send({
          kind: "review.correct",
          review,
          item,
          level: this.#said,
          remark: words,
          reason: words,
        })
      case "submit":
        return this.#send({ kind: "review.submit", review, words })
      case "second":
        return this.#send({ kind: "review.choose_second", review, reason: words })
      case "reply":
        return this.#send({ kind: "review.reply", review, words })
      case "close_safety":
        return this.#send({ kind: "review.close_safety", review, words })
      case null:
        throw new Error("nothing was asked")
    }
  }

  /** The next of the moments that the item in hand was read from; after the last, the first again. */
  moment(): void {
    const moments = this.finding?.moments ?? []
    const at = moments.findIndex((one) => one.event === this.line)
    this.line = moments[(at + 1) % moments.length]?.event ?? null
  }

  /** The story moves along with what is heard. */
  heard(at_ms: number): void {
    this.line = this.story?.story.findLast((each) => Date.parse(each.at) <= at_ms)?.id ?? this.line
  }

  /** A person chooses a call, by the number that people say. */
  async choose(number: number, cause: Cause, reason: string): Promise<Answer> {
    const known = await api<NumberedCall>("GET", `/api/reviews/calls/${number}`)
    if (!known.ok) return { ok: false, problem: known.problem }
    const answer = await this.#send({ kind: "review.choose", call: known.value.call, cause, reason })
    if (answer.ok && this.view !== "queue") await this.show("queue")
    return answer
  }
}
