/** The conversation as the caller reads it: what is durable first, then what is still on its way. Pure. */

import type { StoryRow } from "../../protocol/generated.ts"
import { isByCaller, isUnfinishedLine, lineText, writtenLines } from "../../state/live-text.ts"
import type { SentItem } from "../../state/sent-items.ts"

export interface ConversationLine {
  readonly id: string
  readonly mine: boolean
  readonly words: string
  /** Absent until the centre has it. */
  readonly at: string | null
  /**
   * `sent`: the centre has it. `sending`: on its way. `kept`: no connection; it goes by itself. `refused`: it will not.
   * `half`: the centre has as much of it as was typed, and nothing more came.
   */
  readonly state: "sent" | "sending" | "kept" | "refused" | "half"
  /** Of what was asked or told: it was said when it came, and is not said again when it goes up. */
  readonly language?: string
}

/** A line of ours that the board may not show yet. */
export interface PendingLine {
  /** Of the command that said it: the fact that it becomes names it as its cause. */
  readonly id: string
  readonly words: string
  /** The call's version once the centre has it; a board at this version shows it. */
  readonly version: number | null
  readonly refused: boolean
}

export function conversationLines(
  story: readonly StoryRow[],
  mine: readonly PendingLine[],
  shown: { readonly version: number; readonly up: boolean; readonly typing?: readonly string[] },
): readonly ConversationLine[] {
  const typing = new Set([...(shown.typing ?? []), ...mine.map(({ id }) => id)])
  const durable = writtenLines(story, typing).map(
    (fact): ConversationLine => ({
      id: fact.id,
      mine: isByCaller(fact),
      words: lineText(fact),
      at: fact.at,
      state: isUnfinishedLine(fact) ? "half" : "sent",
    }),
  )
  const causes = new Set(story.map(({ cause }) => cause))
  const coming = mine
    .filter(({ id, version }) => !causes.has(id) && (version === null || version > shown.version))
    .map(
      (line): ConversationLine => ({
        id: line.id,
        mine: true,
        words: line.words,
        at: null,
        state: line.refused ? "refused" : line.version !== null ? "sent" : shown.up ? "sending" : "kept",
      }),
    )
  return [...durable, ...coming]
}

/** What the desk said last, when nothing of ours has answered it yet: that is what taps answer. Half a line asks nothing. */
export function openQuestion(lines: readonly ConversationLine[]): ConversationLine | null {
  const last = lines.filter(({ state }) => state !== "half").at(-1)
  return last !== undefined && !last.mine ? last : null
}

export type HelpState = "none" | "sending" | "on_its_way" | "over"
const FURTHEST: readonly HelpState[] = ["on_its_way", "sending", "none", "over"]

/** Of several incidents the one whose help has come furthest; without any, nothing is known of help. */
export function helpOf(rows: readonly { readonly help: HelpState }[]): HelpState {
  return FURTHEST.find((help) => rows.some((row) => row.help === help)) ?? "none"
}

/** What was asked, tapped and told before what is on the page now, where it belongs among what was written. */
export function withEarlier(
  lines: readonly ConversationLine[],
  earlier: readonly SentItem[],
): readonly ConversationLine[] {
  const told = earlier.flatMap((each): ConversationLine[] => {
    const { item: id, words, language, sentAt: at } = each
    const asked: ConversationLine = { id, mine: false, words, at, state: "sent", language }
    if (each.kind === "step" || each.answer === null) return [asked]
    const tapped = { ...asked, id: `${id}:answer`, mine: true, words: each.answer.label, at: each.answer.at }
    return [asked, tapped]
  })
  const durable = [...lines.filter((each) => each.at !== null), ...told]
  return [
    ...durable.toSorted((one, other) => Date.parse(one.at ?? "") - Date.parse(other.at ?? "")),
    ...lines.filter((each) => each.at === null),
  ]
}
