/**
 * The call taker's first lesson: one invented call, shown where the desk shows a real one, and done with the desk's own keys on
 * nothing. Pure.
 */

import {
  functionKey,
  isPageKey,
  isSingle,
  type KeyBinding,
  type KeyStroke,
  matchesKey,
  singleKey,
} from "../../commands/keys.ts"
import type { ConsoleCommand } from "../../commands/registry.ts"
import { assignAnswerKeys } from "../../kit/answer-keys.ts"

/** A region of the desk; a number is that of its F key. */
export type LessonPlace = "call" | "where" | "what" | "send" | "interview" | "card"

interface Plan {
  readonly id: string
  /** The region that is in turn. */
  readonly at: LessonPlace
  /** What the caller says meanwhile. */
  readonly says: "call" | "there" | "yes" | "breath" | "awake" | "coming" | "presses" | "here" | null
  /** The key: a command of the desk, the region whose F key it is, an answer of the interview, or Enter. */
  readonly by:
    | { readonly command: string }
    | { readonly region: 2 | 3 | 6 }
    | { readonly answer: "Y" | "N" }
    | "enter"
  /** Words are typed first; the key takes them. */
  readonly types?: true
}

const PLAN = [
  { id: "answer", at: "call", says: null, by: { command: "desk.answer" } },
  { id: "place", at: "where", says: "call", by: { region: 2 } },
  { id: "at_place", at: "where", says: "there", by: { answer: "Y" } },
  { id: "address", at: "where", says: "call", by: "enter", types: true },
  { id: "read_back", at: "where", says: "yes", by: "enter" },
  { id: "type", at: "what", says: "breath", by: { region: 3 } },
  { id: "words", at: "what", says: "breath", by: "enter", types: true },
  { id: "question", at: "interview", says: "awake", by: { answer: "N" } },
  { id: "help", at: "send", says: "awake", by: { command: "desk.send" } },
  { id: "card", at: "card", says: "coming", by: { region: 6 } },
  { id: "step", at: "card", says: "coming", by: { command: "desk.card_said" } },
  { id: "mark", at: "card", says: "presses", by: { command: "desk.card_mark" } },
  { id: "hang_up", at: "call", says: "here", by: { command: "desk.hang_up" } },
] as const satisfies readonly Plan[]

export type LessonId = (typeof PLAN)[number]["id"]

export interface LessonStep extends Omit<Plan, "id" | "by"> {
  readonly id: LessonId
  readonly key: KeyBinding
  /** Pressed twice within a moment, as at the desk. */
  readonly twice: boolean
}

const ANSWERS = assignAnswerKeys(["Y", "N", "U"])
export const answerKey = (code: "Y" | "N" | "U"): string =>
  ANSWERS.find((each) => each.code === code)?.key ?? ""

/** The steps with the keys that the desk has now. */
export function lessonSteps(desk: readonly ConsoleCommand[]): readonly LessonStep[] {
  return PLAN.flatMap(({ by, ...step }: Plan) => {
    const command =
      by !== "enter" && "command" in by ? desk.find((each) => each.id === by.command) : undefined
    const key = keyOf(by, command)
    if (key === undefined) return []
    return [{ ...step, id: step.id as LessonId, key, twice: command?.twice === true }]
  })
}
function keyOf(by: Plan["by"], command: ConsoleCommand | undefined): KeyBinding | undefined {
  if (by === "enter") return singleKey("Enter")
  if ("region" in by) return functionKey(by.region)
  if ("answer" in by) return singleKey(`Digit${answerKey(by.answer)}`)
  return command?.key
}

/** How the fingers press it: the words `desk.lesson.press.*`. */
export type Press = "alt" | "fn" | "enter" | "space" | "digit" | "letter"
export function pressOf({ code, alt }: KeyBinding): Press {
  if (alt) return "alt"
  if (/^F\d/.test(code)) return "fn"
  if (code === "Enter") return "enter"
  if (code === "Space") return "space"
  return code.startsWith("Digit") ? "digit" : "letter"
}

/** Keys that go about in a layer or only hold others, what the layer itself takes, and what is the browser's. */
const NONE =
  /^(Tab|Escape|F1|F5|F1[0-2]|Arrow\w+|Page\w+|Home|End|(Shift|Control|Alt|Meta|OS)(Left|Right)|CapsLock|NumLock|ContextMenu)$/

/** What a press means at a step: it is done, it was another key, it is text, or none of the lesson's. */
export function pressed(step: LessonStep | undefined, event: KeyStroke): "done" | "other" | "text" | "none" {
  if (step === undefined || NONE.test(event.code)) return "none"
  if (matchesKey(event, step.key)) return "done"
  const held = event.altKey || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")
  if (step.types && !isPageKey(event) && (!held || event.getModifierState("AltGraph"))) return "text"
  return held && !isPageKey(event) ? "none" : "other"
}

const fold = (words: string) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
const HEARD_MIN = 4

/** Whether what was typed has a word of what was heard. Short words are in every address. */
export function hasHeard(typed: string, heard: string): boolean {
  const said = fold(typed)
  return fold(heard)
    .split(/[^\p{L}\d]+/u)
    .some((word) => word.length >= HEARD_MIN && said.includes(word))
}

/** What a key that was not in turn is for at the desk, if anything: an F key names its region. */
export function meaningOf(desk: readonly ConsoleCommand[], event: KeyStroke): ConsoleCommand | undefined {
  return desk.find(
    (command) => command.key !== undefined && !isSingle(command.key) && matchesKey(event, command.key),
  )
}

/** Keys that were pressed out of turn, each with how often, the most frequent first. */
export function countSlips(
  caps: readonly string[],
): readonly { readonly cap: string; readonly count: number }[] {
  const counts = new Map<string, number>()
  for (const cap of caps) counts.set(cap, (counts.get(cap) ?? 0) + 1)
  return [...counts].map(([cap, count]) => ({ cap, count })).sort((a, b) => b.count - a.count)
}
