/** The outbox of this window, for components: `send(command)` and what is on its way. */

import { v7 } from "uuid"
import type { AnyCommand } from "../protocol/generated.ts"
import { api, isDoubt } from "./api.ts"
import { type Answer, type Attempt, type Handled, Outbox, type Sending, type Waiting } from "./outbox.ts"

const STORED = "auxilio.outbox"

class SendingState {
  list = $state.raw<readonly Sending[]>([])
  /** Refusals of commands whose sender is gone (a reload): shown until read. */
  late = $state.raw<readonly { waiting: Waiting; answer: Answer }[]>([])
  onSignedOut: () => void = () => {}
  #outbox = new Outbox(
    {
      newId: () => v7(),
      post,
      after(delay_ms, run) {
        const timer = setTimeout(run, delay_ms)
        return () => clearTimeout(timer)
      },
      load: () => JSON.parse(localStorage.getItem(STORED) ?? "[]") as Waiting[],
      save: (waiting) => localStorage.setItem(STORED, JSON.stringify(waiting)),
    },
    {
      changed: (sending) => {
        this.list = sending
      },
      late: (waiting, answer) => {
        if (!answer.ok) this.late = [...this.late, { waiting, answer }]
      },
      signedOut: () => this.onSignedOut(),
    },
  )

  begin(person: string): void {
    this.#outbox.begin(person)
  }
  end(): void {
    this.#outbox.end()
  }
  retryNow(): void {
    this.#outbox.retryNow()
  }
  read(id: string): void {
    this.late = this.late.filter((each) => each.waiting.id !== id)
  }
  get unconfirmed(): number {
    return this.list.filter((each) => each.progress === "unconfirmed").length
  }
  send(command: AnyCommand, options: { lane?: string; id?: string } = {}): Promise<Answer> {
    return this.#outbox.send(command, options)
  }
}

async function post(waiting: Waiting): Promise<Attempt> {
  const reply = await api<Handled>("POST", "/api/commands", {
    body: { id: waiting.id, command: waiting.command },
  })
  if (reply.ok) return { ok: true, handled: reply.value }
  if (reply.problem.status === 401) return { doubt: "signed_out" }
  if (isDoubt(reply.problem)) return { doubt: "network" }
  return { ok: false, problem: reply.problem }
}

export const sending = new SendingState()

/** Sends a command; resolves with the server's answer and never rejects. Lanes keep order (outbox.ts). */
export function send(command: AnyCommand, options: { lane?: string; id?: string } = {}): Promise<Answer> {
  return sending.send(command, options)
}

export function newId(): string {
  return v7()
}
