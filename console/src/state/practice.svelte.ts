/** A call that somebody practises alone: begun from any page in training mode, and rung at their own desk. */

import type { PracticeSession, TrainingView } from "../protocol/generated.ts"
import { api } from "./api.ts"
import { newId, sendCommand } from "./command-outbox.svelte.ts"
import type { Answer, Problem } from "./outbox.ts"
import { type KnownCall, ownPractices, type PracticePhase, phaseOf } from "./practice-phase.ts"
import { session } from "./session.svelte.ts"

class Practice {
  /** Which story is told; the easiest first. */
  scenario = $state("arrest")
  /** What the server said last of all practices, whichever page asked: the only copy of it. */
  view = $state.raw<TrainingView | null>(null)
  readonly #sessions: readonly PracticeSession[] = $derived(this.view?.sessions ?? [])
  readonly #mine = $derived(ownPractices(this.#sessions, session.current?.person.id))
  /** The own practice that began last. */
  readonly newest = $derived(this.#mine[0])
  /** The own practice that has not ended, if any. */
  readonly own = $derived(this.#mine.find((one) => one.state !== "ended"))
  /** A trainer has a session with this person, who begins none beside it. */
  readonly led = $derived(
    this.#sessions.some(
      (one) =>
        one.trainer !== null &&
        one.state !== "ended" &&
        one.trainees.some((trainee) => trainee.person === session.current?.person.id),
    ),
  )
  /** The own practice has not rung yet. */
  readonly waits = $derived(this.phase([]) === "waits")
  /** One was begun before: the next is another, and there is a result. */
  readonly again = $derived(this.newest !== undefined)

  /** Where the newest stands, by the calls that this page knows of. */
  phase(known: readonly KnownCall[]): PracticePhase {
    return phaseOf(this.newest, known, this.view?.calls_over ?? [])
  }

  /** Why it could not be read, or null. */
  async look(): Promise<Problem | null> {
    const found = await api<TrainingView>("GET", "/api/training")
    if (found.ok) this.view = found.value
    return found.ok ? null : found.problem
  }

  /** Ends the own practice that goes on, begins another, and lets the desk wait for its call. `language`: of its caller. */
  async begin(language: string): Promise<Answer> {
    await this.look()
    if (this.own !== undefined) {
      const ended = await this.end(this.own.id, true)
      if (!ended.ok) {
        await this.look() // it may have ended by itself meanwhile
        if (this.own !== undefined) return ended
      }
    }
    const training = newId()
    const answer = await sendCommand(
      { kind: "training.practise_alone", training, scenario: this.scenario, language },
      { lane: `training:${training}` },
    )
    if (!answer.ok) return answer
    await this.look()
    return sendCommand({ kind: "calls.stand_ready", languages: session.spoken })
  }

  /** `another`: the next begins at once. */
  async end(training: string, another = false): Promise<Answer> {
    const answer = await sendCommand(
      { kind: "training.end_practice", training, another },
      { lane: `training:${training}` },
    )
    if (!another) await this.look()
    return answer
  }
}

export const practice = new Practice()
