/**
 * What was sent to a caller who reads (`auxilio.calls.core.messages.guidance`), folded from the facts of the call. Desk and caller's
 * page read the same facts. Pure.
 */

import type { AnswerChoice, CardText, EasyText, StoryRow } from "../protocol/generated.ts"

interface Sent {
  readonly item: string
  readonly run: string
  readonly words: string
  readonly language: string
  readonly sentAt: string
  /** When the page had it in sight; null: it has not said so. */
  readonly shownAt: string | null
}
export interface SentQuestion extends Sent {
  readonly kind: "question"
  readonly question: string
  readonly choices: readonly AnswerChoice[]
  /** What was tapped last, by the time of the taps. */
  readonly answer: (AnswerChoice & { readonly at: string }) | null
  /** Whether that came after what the desk recorded last: nobody has dealt with it. */
  readonly waits?: boolean
  /** What the desk recorded of it; `label` is null where it was answered in words. */
  readonly settled?: { readonly code: string; readonly label: string | null; readonly at: string } | null
}
export interface SentStep extends Sent {
  readonly kind: "step"
  readonly card: string
  readonly step: string
  /** What is left of the card after it. */
  readonly rest: readonly CardText[]
  /** The step in easy language; absent where its card has none. */
  readonly easy?: EasyText | null
  readonly bpm: number | null
  /** The card is of the conversation: it ends with the call. */
  readonly of_call?: boolean
  /** It asks what yes or no answers. */
  readonly asks?: boolean
  /** Nothing of it is to be done beside that answer. */
  readonly only_asks?: boolean
  /** Answers put another card in its place, of which nothing was sent yet. */
  readonly superseded?: boolean
  /** Compressions stop with that: the patient breathes normally. */
  readonly stops?: boolean
  readonly marks: readonly string[]
}
export type SentItem = SentQuestion | SentStep
/** What the caller marked of a card. */
export interface CallerMark {
  readonly id: string
  readonly item: string
  readonly run: string
  readonly mark: string
  readonly step: string
  readonly at: string
}

const QUESTION = "calls.call.question_sent"
const STEP = "calls.call.step_sent"
const SHOWN = "calls.call.sent_shown"
const TAPPED = "calls.call.answer_tapped"
const SETTLED = "calls.call.question_settled"
const SUPERSEDED = "calls.call.step_superseded"
const MARKED = "calls.call.caller_marked"

type Body = { readonly [field: string]: unknown }
function inOrder(story: readonly StoryRow[], call: string): { fact: StoryRow; body: Body }[] {
  return story
    .map((fact) => ({ fact, body: (fact.body ?? {}) as Body }))
    .filter(({ body }) => body.call === call)
    .sort(
      (a, b) => a.fact.recorded_at.localeCompare(b.fact.recorded_at) || a.fact.id.localeCompare(b.fact.id),
    )
}

/** Nobody reads a tap and answers otherwise within so long: the two crossed, and it still waits for the operator. (ours) */
const UNREAD_MS = 1_000
function isUnread(tap: string | undefined, answer: StoryRow): boolean {
  return tap !== undefined && Date.parse(answer.recorded_at) - Date.parse(tap) < UNREAD_MS
}

/** Oldest first. */
export function sentItems(story: readonly StoryRow[], call: string): readonly SentItem[] {
  const items = new Map<string, SentItem>()
  const came = new Map<string, string>()
  for (const { fact, body } of inOrder(story, call)) {
    const item = String(body.item)
    const known = items.get(item)
    const sent = { ...body, item, sentAt: fact.at, shownAt: null }
    if (fact.kind === QUESTION)
      items.set(item, { ...sent, kind: "question", answer: null } as unknown as SentItem)
    else if (fact.kind === STEP) items.set(item, { ...sent, kind: "step" } as unknown as SentItem)
    else if (fact.kind === SHOWN && known) items.set(item, { ...known, shownAt: known.shownAt ?? fact.at })
    else if (fact.kind === SUPERSEDED && known?.kind === "step")
      items.set(item, { ...known, superseded: true, stops: body.stops === true })
    else if (fact.kind === TAPPED && known?.kind === "question") {
      // One that was kept without network comes late: the newest by its own time stands.
      if (known.answer && known.answer.at > fact.at) continue
      const answer = { code: String(body.answer), label: String(body.label), at: fact.at }
      items.set(item, { ...known, answer, waits: true })
      came.set(item, fact.recorded_at)
    } else if (fact.kind === SETTLED && known?.kind === "question") {
      const label = (body.label as string | null | undefined) ?? null
      const settled = { code: String(body.answer), label, at: fact.at }
      const waits = known.waits && known.answer?.code !== settled.code && isUnread(came.get(item), fact)
      items.set(item, { ...known, settled, waits })
    }
  }
  return [...items.values()]
}

/** What stands recorded of the interviews, by run and question. */
export type Recorded = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>

/** The last sending of each question whose tap nobody has dealt with and that says something else than what stands recorded. */
export function waitingTaps(items: readonly SentItem[], recorded: Recorded): readonly SentQuestion[] {
  const last = new Map<string, SentQuestion>()
  for (const each of items) if (each.kind === "question") last.set(`${each.run} ${each.question}`, each)
  return [...last.values()]
    .filter(({ answer, waits, run, question }) => waits && answer?.code !== recorded[run]?.[question])
    .sort((a, b) => (a.answer?.at ?? "").localeCompare(b.answer?.at ?? ""))
}

/** Oldest first. */
export function callerMarks(story: readonly StoryRow[], call: string): readonly CallerMark[] {
  return inOrder(story, call).flatMap(({ fact, body }) =>
    fact.kind === MARKED ? [{ ...body, id: fact.cause, at: fact.at } as unknown as CallerMark] : [],
  )
}

/** Longer than a page on a bad network needs (issue 15); then the desk says that it is not shown yet. */
const SHOWN_DUE_MS = 3_000
export type DeliveryState = "sent" | "not_shown" | "shown"
export function deliveryState(item: SentItem, now_ms: number): DeliveryState {
  if (item.shownAt !== null) return "shown"
  return now_ms - Date.parse(item.sentAt) > SHOWN_DUE_MS ? "not_shown" : "sent"
}
