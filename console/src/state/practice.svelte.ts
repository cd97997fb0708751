/** A call that somebody practises alone: begun from any page in training mode, and rung at their own desk. */

import type { PracticeSession, TrainingView } from "../protocol/generated.ts"
import { api } from "./api.ts"
import { newId, sendCommand } from "./command-outbox.svelte.ts"
import type { Answer } from "./outbox.ts"
import { session } from "./session.svelte.ts"

/** The own practice without a trainer that has not ended, if any. */
export function ownPractice(
  sessions: readonly PracticeSession[],
  person: string | undefined,
): PracticeSession | undefined {
  return sessions.find(
    (one) =>
      one.trainer === null &&
      one.state !== "ended" &&
      one.trainees.some((trainee) => trainee.person === person),
  )
}

class Practice {
  /** Which story is told; the easiest first. */
  scenario = $state("arrest")
  /** One was begun here before: the next is another. */
  again = $state(false)

  /** Ends the own practice that goes on, begins another, and lets the desk wait for its call. `language`: of its caller. */
  async begin(language: string): Promise<Answer> {
    const known = await api<TrainingView>("GET", "/api/training")
    const before = known.ok ? ownPractice(known.value.sessions, session.current?.person.id) : undefined
    if (before !== undefined) await this.end(before.id)
    const training = newId()
    const answer = await sendCommand(
      { kind: "training.practise_alone", training, scenario: this.scenario, language },
      { lane: `training:${training}` },
    )
    if (!answer.ok) return answer
    this.again = true
    return sendCommand({ kind: "calls.stand_ready", languages: [] })
  }

  end(training: string): Promise<Answer> {
    return sendCommand({ kind: "training.end_practice", training }, { lane: `training:${training}` })
  }
}

export const practice = new Practice()
