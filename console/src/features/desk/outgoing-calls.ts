/** What a call for the case in hand needs to know of the desk. */

import type { OutgoingCallRow } from "../../protocol/generated.ts"
import { OutgoingCalls } from "../../voice/outgoing-calls.svelte.ts"
import type { Desk } from "./desk.svelte.ts"

/** `choose`: opens the layer in which it is chosen whom to call. */
export function outgoingCalls({ view }: Desk, choose: () => void): OutgoingCalls {
  return new OutgoingCalls({
    get desk() {
      return view.id
    },
    get case() {
      return view.case?.state === "open" ? view.case.id : null
    },
    get taken() {
      return view.call !== undefined || view.offered !== undefined || view.talks.guest !== undefined
    },
    get line() {
      return view.line
    },
    get calls() {
      return view.board.rows<OutgoingCallRow>("outgoing_calls")
    },
    get ofCase() {
      return view.story.board?.rows<OutgoingCallRow>("outgoing_calls") ?? []
    },
    choose,
  })
}
