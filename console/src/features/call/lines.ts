/** The conversation as the caller reads it: what is durable first, then what is still on its way. Pure. */

import type { StoryRow } from "../../protocol/generated.ts"

export interface Line {
  readonly id: string
  readonly mine: boolean
  readonly words: string
  /** Absent until the centre has it. */
  readonly at: string | null
  /** `sent`: the centre has it. `sending`: on its way. `kept`: no connection; it goes by itself. `refused`: it will not. */
  readonly state: "sent" | "sending" | "kept" | "refused"
}

/** A line of ours that the board may not show yet. */
export interface Mine {
  readonly id: string
  readonly words: string
  /** The call's version once the centre has it; a board at this version shows it. */
  readonly version: number | null
  readonly refused: boolean
}

const SAID = "calls.call.caller_said"
const WROTE = "calls.call.desk_wrote"

export function conversation(
  story: readonly StoryRow[],
  mine: readonly Mine[],
  shown: { readonly version: number; readonly up: boolean },
): readonly Line[] {
  const durable = story
    .filter(({ kind }) => kind === SAID || kind === WROTE)
    .sort((a, b) => a.recorded_at.localeCompare(b.recorded_at) || a.id.localeCompare(b.id))
    .map(
      (fact): Line => ({
        id: fact.id,
        mine: fact.kind === SAID,
        words: wordsOf(fact.body),
        at: fact.at,
        state: "sent",
      }),
    )
  const coming = mine
    .filter(({ version }) => version === null || version > shown.version)
    .map(
      (line): Line => ({
        id: line.id,
        mine: true,
        words: line.words,
        at: null,
        state: line.refused ? "refused" : line.version !== null ? "sent" : shown.up ? "sending" : "kept",
      }),
    )
  return [...durable, ...coming]
}

/** What the desk said last, when nothing of ours has answered it yet: that is what taps answer. */
export function openQuestion(lines: readonly Line[]): Line | null {
  const last = lines.at(-1)
  return last !== undefined && !last.mine ? last : null
}

export type Help = "none" | "sending" | "on_its_way" | "over"
const FURTHEST: readonly Help[] = ["on_its_way", "sending", "none", "over"]

/** Of several incidents the one whose help has come furthest; without any, nothing is known of help. */
export function helpOf(rows: readonly { readonly help: Help }[]): Help {
  return FURTHEST.find((help) => rows.some((row) => row.help === help)) ?? "none"
}

function wordsOf(body: unknown): string {
  return typeof body === "object" && body !== null && "words" in body ? String(body.words) : ""
}
