/**
 * What is being typed at either end of a call, letter by letter (decision 0187). The whole unfinished line goes each
 * time; it becomes a fact under the id of its line when it is finished. Pure: the clock and the line are handed in.
 */

import type { StoryRow, TextDelivery } from "../protocol/generated.ts"

export type TextSide = "caller" | "desk"

/** A line as it stands; `line` is the id of the command that will finish it. */
export interface TypedLine {
  readonly line: string
  readonly text: string
}
/** A line that was written; of an answer by short message how far it came. */
export type WrittenLine = StoryRow & { readonly delivery?: TextDelivery }
export type LiveText = { readonly [side in TextSide]?: TypedLine }

/** T.140 asks for no more than 500 ms from hand to eye: this, 50 between processes, and 300 of a telephone's packets. */
export const PACE_MS = 150

export const CALLER_SAID = "calls.call.caller_said"
export const DESK_WROTE = "calls.call.desk_wrote"
const DELIVERY_REPORTED = "calls.call.text_delivery_reported"
const HALF_SAID = "calls.call.caller_typed"
const HALF_WROTE = "calls.call.desk_typed"

export function isByCaller(fact: StoryRow): boolean {
  return fact.kind === CALLER_SAID || fact.kind === HALF_SAID
}
/** Kept because nothing more came of it. */
export function isUnfinishedLine(fact: StoryRow): boolean {
  return fact.kind === HALF_SAID || fact.kind === HALF_WROTE
}
export function lineText({ body }: StoryRow): string {
  return typeof body === "object" && body !== null && "words" in body ? String(body.words) : ""
}
function lineOf({ body }: StoryRow): string {
  return typeof body === "object" && body !== null && "line" in body ? String(body.line) : ""
}

function stateOf({ body }: StoryRow): TextDelivery | undefined {
  return typeof body === "object" && body !== null && "state" in body
    ? (body.state as TextDelivery)
    : undefined
}

/** What was written, in order: whole lines, and of those that nobody finished or still types the last that was kept. */
export function writtenLines(
  story: readonly StoryRow[],
  typing: ReadonlySet<string>,
): readonly WrittenLine[] {
  const inOrder = [...story].sort(
    (a, b) => a.recorded_at.localeCompare(b.recorded_at) || a.id.localeCompare(b.id),
  )
  const finished = new Set(inOrder.filter((fact) => isWhole(fact)).map(({ cause }) => cause))
  const last = new Map(inOrder.filter(isUnfinishedLine).map((fact) => [lineOf(fact), fact.id]))
  const written = inOrder.filter((fact) => {
    if (isWhole(fact)) return true
    const line = lineOf(fact)
    return isUnfinishedLine(fact) && !finished.has(line) && !typing.has(line) && last.get(line) === fact.id
  })
  const deliveries = textDeliveries(inOrder)
  return written.map((fact) => {
    const delivery = deliveries.get(fact.cause)
    return delivery === undefined ? fact : { ...fact, delivery }
  })
}
function isWhole({ kind }: StoryRow): boolean {
  return kind === CALLER_SAID || kind === DESK_WROTE
}

/** By the command that wrote it. What is final stays, whatever is told later. */
function textDeliveries(story: readonly StoryRow[]): ReadonlyMap<string, TextDelivery> {
  const states = new Map<string, TextDelivery>()
  for (const fact of story) {
    const state = fact.kind === DELIVERY_REPORTED ? stateOf(fact) : undefined
    const line = lineOf(fact)
    if (state !== undefined && (states.get(line) ?? "sent") === "sent") states.set(line, state)
  }
  return states
}

/** What somebody is typing; nothing once the line has become a fact, whichever of the two came first. */
export function textBeingTyped(side: TextSide, live: LiveText, story: readonly StoryRow[]): string {
  const typed = live[side]
  if (typed === undefined || story.some((fact) => isWhole(fact) && fact.cause === typed.line)) return ""
  return typed.text
}

interface World {
  newId(): string
  after(delay_ms: number, run: () => void): () => void
  /** To whoever reads it; null: the line is finished, and there is nothing to say again after a break. */
  show(typed: TypedLine | null): void
}

/** The hands at one field: letters go out at a pace, and each line has its id from the first of them. */
export class LiveTextSender {
  line: string
  #text = ""
  #shown = ""
  #resting: (() => void) | null = null
  #world: World

  constructor(world: World, line: string = world.newId()) {
    this.#world = world
    this.line = line
  }

  typed(text: string): void {
    this.#text = text
    if (this.#resting === null) this.#show()
  }

  /** The id under which this line becomes a fact; the next letter begins another. */
  finish(): string {
    if (this.#text !== this.#shown) this.#world.show({ line: this.line, text: this.#text })
    const finished = this.line
    this.#begin()
    this.#world.show(null)
    return finished
  }

  /** Somebody else is written to from now on: what stood here was for the one before. */
  leave(): void {
    if (this.#shown !== "") this.#world.show({ line: this.line, text: "" })
    this.#begin()
  }

  #begin(): void {
    this.#resting?.()
    this.#resting = null
    this.#text = this.#shown = ""
    this.line = this.#world.newId()
  }

  #show(): void {
    if (this.#text === this.#shown) return
    this.#shown = this.#text
    this.#world.show({ line: this.line, text: this.#text })
    this.#resting = this.#world.after(PACE_MS, () => {
      this.#resting = null
      this.#show()
    })
  }
}
