/** What a desk has in hand in the browser alone, for the windows of its regions: the rest they have from the server's boards. */

import { regionWindows } from "../../state/region-windows.svelte.ts"
import type { PhoneLineState } from "../../voice/phone-line.svelte.ts"
import type { DeskConversation } from "./conversation.svelte.ts"
import type { Desk } from "./desk.svelte.ts"
import type { ChosenQuestion } from "./interview-runs.ts"

interface Choice<T> {
  get(): T
  set(value: T): void
}

/** Call it while the page is being made. */
export function shareDesk({ view }: Desk, conversation: DeskConversation, near: Choice<string | null>): void {
  regionWindows.share<readonly (string | null)[]>(
    "desk.case",
    () => [view.keptCase, view.keptFor],
    ([kept = null, call = null]) => {
      view.keptCase = kept
      view.keptFor = call
    },
  )
  regionWindows.share<ChosenQuestion | null>(
    "desk.question",
    () => view.askedNext,
    (question) => {
      view.askedNext = question
    },
  )
  regionWindows.share("desk.near", near.get, near.set)
  regionWindows.share<string>(
    "desk.reply",
    () => conversation.reply,
    (words) => {
      conversation.reply = words
    },
  )
  regionWindows.share<number>(
    "desk.read",
    () => conversation.seen,
    (count) => {
      conversation.seen = count
    },
  )
  shareLine(view.line, "desk.line")
}

interface Line {
  state: PhoneLineState
  muted: boolean
}
/** A window of a region has no line, and says why a key of the line does not act as its desk would. */
function shareLine(line: Line, name: string): void {
  regionWindows.share<{ readonly state: PhoneLineState; readonly muted: boolean }>(
    name,
    () => ({ state: line.state, muted: line.muted }),
    ({ state, muted }) => {
      if (regionWindows.own !== null) Object.assign(line, { state, muted })
    },
  )
}
