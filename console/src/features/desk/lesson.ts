/** The call taker's first lesson: the keys of one call, pressed in order on nothing. Pure. */

import {
  altKey,
  functionKey,
  type KeyBinding,
  type KeyStroke,
  matchesKey,
  singleKey,
} from "../../commands/keys.ts"

export const LESSON = [
  { id: "answer", key: altKey("A") },
  { id: "place", key: functionKey(2) },
  { id: "read_back", key: singleKey("Enter") },
  { id: "type", key: functionKey(3) },
  { id: "question", key: singleKey("Digit9") },
  { id: "help", key: functionKey(9) },
  { id: "card", key: functionKey(6) },
  { id: "step", key: singleKey("Space") },
  { id: "mark", key: singleKey("KeyM") },
  { id: "hang_up", key: altKey("X") },
] as const satisfies readonly { readonly id: string; readonly key: KeyBinding }[]

/** Keys that go about in a layer or only hold others, and what the layer itself takes. */
const NONE = /^(Tab|Escape|F1|(Shift|Control|Alt|Meta)(Left|Right)|CapsLock|NumLock)$/

/** What a press means at step `at`: the step is done, it was another key, or it is none of the lesson's. */
export function pressed(at: number, event: KeyStroke): "done" | "other" | "none" {
  const step = LESSON[at]
  if (step === undefined || NONE.test(event.code)) return "none"
  return matchesKey(event, step.key) ? "done" : "other"
}
