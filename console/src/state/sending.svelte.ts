/** The outbox of this window, for components: `send(command)` and what is on its way. */

import { v7 } from "uuid"
import type { AnyCommand } from "../protocol/generated.ts"
import { api, isDoubt, knowsWho } from "./api.ts"
import {
  type Answer,
  type Attempt,
  type Handled,
  merged,
  Outbox,
  type Sending,
  type Waiting,
} from "./outbox.ts"

const STORED = "auxilio.outbox"

const known = new Set<string>()
function stored(): Waiting[] {
  return JSON.parse(localStorage.getItem(STORED) ?? "[]") as Waiting[]
}

interface Options {
  readonly lane?: string
  readonly id?: string
  readonly hold_ms?: number
}

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
      load: stored,
      save: (waiting) => {
        for (const { id } of waiting) known.add(id)
        localStorage.setItem(STORED, JSON.stringify(merged(stored(), waiting, known)))
      },
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
  /** The server is there and can keep nothing more: what was given here goes on waiting. */
  get diskFull(): boolean {
    return this.list.some((each) => each.doubt === "disk_full")
  }
  send(command: AnyCommand, options: Options = {}): Promise<Answer> {
    return this.#outbox.send(command, options)
  }
  release(id: string): void {
    this.#outbox.release(id)
  }
  withdraw(id: string): boolean {
    return this.#outbox.withdraw(id)
  }
}

async function post(waiting: Waiting): Promise<Attempt> {
  // Without the session's token the server would refuse it for good; what waits is not lost for that.
  if (!knowsWho()) return { doubt: "signed_out" }
  const reply = await api<Handled>("POST", "/api/commands", {
    body: { id: waiting.id, command: waiting.command },
  })
  if (reply.ok) return { ok: true, handled: reply.value }
  if (reply.problem.status === 401 || reply.problem.code === "csrf_missing") return { doubt: "signed_out" }
  if (reply.problem.code === "disk_full") return { doubt: "disk_full" }
  if (isDoubt(reply.problem)) return { doubt: "network" }
  return { ok: false, problem: reply.problem }
}

export const sending = new SendingState()

/** Sends a command; resolves with the server's answer and never rejects. Lanes keep order (outbox.ts). */
export function send(command: AnyCommand, options: Options = {}): Promise<Answer> {
  return sending.send(command, options)
}

export function newId(): string {
  return v7()
}
