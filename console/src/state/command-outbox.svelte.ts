/** The outbox of this window, for components: `sendCommand(command)` and what is on its way. */

import { v7 } from "uuid"
import type { AnyCommand } from "../protocol/generated.ts"
import { api, isAuthenticated, isDoubt } from "./api.ts"
import {
  type Answer,
  type CommandInFlight,
  type HandledCommand,
  Outbox,
  type QueuedCommand,
  type SendAttempt,
} from "./outbox.ts"
import { outboxStore } from "./outbox-store.ts"

const store = outboxStore()

interface Options {
  readonly lane?: string
  readonly id?: string
  readonly hold_ms?: number
}

class CommandOutbox {
  list = $state.raw<readonly CommandInFlight[]>([])
  /** Refusals of commands whose sender is gone (a reload): shown until read. */
  late = $state.raw<readonly { waiting: QueuedCommand; answer: Answer }[]>([])
  onSignedOut: () => void = () => {}
  #outbox = new Outbox(
    {
      newId: () => v7(),
      post,
      after(delay_ms, run) {
        const timer = setTimeout(run, delay_ms)
        return () => clearTimeout(timer)
      },
      store,
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
    void this.#outbox.begin(person)
  }
  end(): void {
    this.#outbox.end()
  }
  /** Before somebody leaves: what they gave goes now, where the server can be reached within this time. */
  flush(within_ms: number): Promise<void> {
    return this.#outbox.flush(within_ms)
  }
  /** Nobody is signed in here. */
  tidy(): void {
    void store.tidy()
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

async function post(waiting: QueuedCommand): Promise<SendAttempt> {
  // Without the session's token the server would refuse it for good; what waits is not lost for that.
  if (!isAuthenticated()) return { doubt: "signed_out" }
  const reply = await api<HandledCommand>("POST", "/api/commands", {
    body: { id: waiting.id, command: waiting.command },
  })
  if (reply.ok) return { ok: true, handled: reply.value }
  if (reply.problem.status === 401 || reply.problem.code === "csrf_missing") return { doubt: "signed_out" }
  if (reply.problem.code === "disk_full") return { doubt: "disk_full" }
  if (isDoubt(reply.problem)) return { doubt: "network" }
  return { ok: false, problem: reply.problem }
}

export const commandOutbox = new CommandOutbox()

/** Sends a command; resolves with the server's answer and never rejects. Lanes keep order (outbox.ts). */
export function sendCommand(command: AnyCommand, options: Options = {}): Promise<Answer> {
  return commandOutbox.send(command, options)
}

export function newId(): string {
  return v7()
}
