/** What a form of one command goes through: sent once at a time, refused in words, or durable. */

import type { Answer, Problem } from "../state/outbox.ts"

/** What a form sends. `kept`: it is in the outbox of this telephone and will be sent. Undefined: nothing is sent. */
export type FormSubmission = Promise<Answer> | "kept" | undefined
/** `nothing`: nothing was sent. `busy`: the one before is still on its way. */
export type FormOutcome = "saved" | "kept" | "nothing" | "refused" | "busy"

export class FormState {
  /** Why it was refused; what was typed stays. */
  problem = $state.raw<Problem | null>(null)
  sending = $state(false)
  /** For the button. */
  readonly progress = $derived(this.sending ? ("sending" as const) : null)

  async submit(send: () => FormSubmission): Promise<FormOutcome> {
    if (this.sending) return "busy"
    const sent = send()
    if (sent === undefined) return "nothing"
    if (sent === "kept") return "kept"
    this.sending = true
    try {
      const answer = await sent
      this.problem = answer.ok ? null : answer.problem
      return answer.ok ? "saved" : "refused"
    } finally {
      this.sending = false
    }
  }
}
