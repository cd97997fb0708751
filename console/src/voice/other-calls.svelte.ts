/**
 * What this desk's line is in besides the calls of the queue: calls it is asked into, takes part in or listens to; and
 * who else is in the call that it has. Everything shown is read from the board; everything done is a command.
 */

import type { CallRow } from "../protocol/generated.ts"
import { newId, sendCommand } from "../state/command-outbox.svelte.ts"
import type { Answer } from "../state/outbox.ts"
import type { CallTarget } from "./targets.ts"

type Party = CallRow["parties"][number]
type Way = CallRow["listeners"][number]["way"]

const HAS = new Set(["answered", "held", "consulting"])
const WAYS: readonly Way[] = ["listen", "whisper", "join"]

export class OtherCalls {
  readonly #calls: () => readonly CallRow[]
  readonly #desk: () => string

  constructor(calls: () => readonly CallRow[], desk: () => string) {
    this.#calls = calls
    this.#desk = desk
  }

  /** The call that this desk has. */
  readonly own = $derived.by(() =>
    this.#calls().find((call) => call.desk === this.#desk() && HAS.has(call.state)),
  )
  /** The call into which this desk is asked, or in which it takes part without having it. */
  readonly guest = $derived.by(() => this.#calls().find((call) => this.#mine(call) !== undefined))
  readonly seat = $derived(this.guest && this.#mine(this.guest))
  /** It rings here, and nobody has answered yet. */
  readonly rings = $derived(this.seat !== undefined && this.seat.joined_at === null)
  readonly heard = $derived.by(() =>
    this.#calls().find((call) => call.listeners.some((each) => each.desk === this.#desk())),
  )

  #mine(call: CallRow): Party | undefined {
    return call.parties.find((each) => each.desk === this.#desk())
  }

  answer(): Promise<Answer> | undefined {
    const { guest, seat } = this
    return guest && seat && sendCommand({ kind: "calls.answer_party", call: guest.id, party: seat.id })
  }
  /** Out of a call that is another's, or not into it at all. */
  leave(): Promise<Answer> | undefined {
    const { guest, seat } = this
    return guest && seat && sendCommand({ kind: "calls.leave_party", call: guest.id, party: seat.id })
  }
  hold(): Promise<Answer> | undefined {
    const call = this.own
    return (
      call && sendCommand({ kind: call.state === "answered" ? "calls.hold" : "calls.resume", call: call.id })
    )
  }
  hangUp(): Promise<Answer> | undefined {
    return this.own && sendCommand({ kind: "calls.hang_up", call: this.own.id })
  }

  consult(call: CallRow, whom: string, at: CallTarget["at"]): Promise<Answer> {
    return sendCommand({ kind: "calls.consult", call: call.id, whom, party: newId(), ...at })
  }
  transfer(call: CallRow, party: Party): Promise<Answer> {
    return sendCommand({ kind: "calls.transfer", call: call.id, party: party.id })
  }
  letGo(call: CallRow, party: Party): Promise<Answer> {
    return sendCommand({ kind: "calls.leave_party", call: call.id, party: party.id })
  }

  /** Listening, then whispering, then in the call: each press goes a step further, the last begins again. */
  listen(call: CallRow): Promise<Answer> {
    const now = call.listeners.find((each) => each.desk === this.#desk())?.way
    const way = WAYS[now === undefined ? 0 : (WAYS.indexOf(now) + 1) % WAYS.length] ?? "listen"
    return sendCommand({ kind: "calls.listen", call: call.id, way })
  }
  stopListening(): Promise<Answer> | undefined {
    return this.heard && sendCommand({ kind: "calls.stop_listening", call: this.heard.id })
  }
}
