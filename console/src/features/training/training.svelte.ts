/** Practice sessions as the page has them: asked again while it is open, because a score is told from the log each time. */

import type { PracticeSession, TrainingScoreSheet, TrainingView } from "../../protocol/generated.ts"
import { api, download } from "../../state/api.ts"
import { newId, sendCommand } from "../../state/command-outbox.svelte.ts"
import type { Problem } from "../../state/outbox.ts"
import { practice } from "../../state/practice.svelte.ts"
import { type SessionState, startCommand, stateOf, timelineOf } from "./practice.ts"

const LOOK_AGAIN_MS = 3_000

export class Training {
  sheet = $state.raw<TrainingScoreSheet | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** The session that is looked at; empty: the own practice that goes on, else the newest. */
  chosen = $state("")
  scenario = $state("arrest")
  /** Minutes after which it ends by itself. */
  limit = $state("120")
  /** What each person is to train; a person who is not in it trains what their roles suggest. */
  roles = $state<Record<string, string>>({})
  to = $state("")
  words = $state("")
  /** What a remark is about, as the time of what the trainee did; empty: now. */
  moment = $state("")
  readonly session: PracticeSession | null = $derived(
    this.view?.sessions.find((one) => one.id === this.chosen) ??
      practice.own ??
      this.view?.sessions[0] ??
      null,
  )

  /** Null until it was read. */
  get view(): TrainingView | null {
    return practice.view
  }

  /** Asks now and then again, until the page closes. */
  begin(): () => void {
    void this.look()
    const again = setInterval(() => void this.look(), LOOK_AGAIN_MS)
    return () => clearInterval(again)
  }

  async look(): Promise<void> {
    const problem = await practice.look()
    if (problem !== null) {
      this.problem = problem
      return
    }
    const training = this.session?.id
    if (training === undefined) return
    const scores = await api<TrainingScoreSheet>("GET", `/api/training/${training}/scores`)
    if (scores.ok) this.sheet = scores.value
  }

  /** How it stands for who reads: a practice alone whose call is over is not going on any more. */
  stateOf(session: PracticeSession): SessionState {
    return stateOf(session, this.view?.calls_over ?? [])
  }

  roleOf(person: string): string {
    return this.roles[person] ?? this.view?.people.find((one) => one.person === person)?.role ?? ""
  }

  async start(): Promise<void> {
    const people = this.view?.people ?? []
    const chosen = Object.fromEntries(people.map(({ person }) => [person, this.roleOf(person)]))
    const id = newId()
    const command = startCommand(id, this.scenario, people, chosen, Number(this.limit))
    if (command !== null && (await this.#send(command))) this.chosen = id
  }

  async act(kind: "training.pause" | "training.resume" | "training.end"): Promise<void> {
    if (this.session !== null) await this.#send({ kind, training: this.session.id })
  }

  async repeat(incident: number): Promise<void> {
    if (this.session !== null)
      await this.#send({ kind: "training.repeat", training: this.session.id, incident })
  }

  async comment(): Promise<void> {
    const session = this.session
    if (session === null || this.words.trim() === "") return
    const person = this.to || (session.trainees[0]?.person ?? "")
    const about = timelineOf(session, this.sheet?.scores ?? [], person).find(
      (one) => one.measure !== null && one.at === this.moment,
    )
    const last = (session.incidents?.length ?? 0) - 1
    const sent = await this.#send({
      kind: "training.comment",
      training: session.id,
      comment: newId(),
      person,
      words: this.words.trim(),
      incident: about?.incident ?? (last < 0 ? null : last),
      moment: about?.at ?? null,
    })
    if (!sent) return
    this.words = ""
    this.moment = ""
  }

  /** The scores that this person may read, as a file for a spreadsheet. */
  async saveTable(): Promise<void> {
    if (this.session === null) return
    const reply = await download(`/api/training/${this.session.id}/scores.csv`)
    this.problem = reply.ok ? null : reply.problem
  }

  async #send(command: Parameters<typeof sendCommand>[0] & { training: string }): Promise<boolean> {
    const answer = await sendCommand(command, { lane: `training:${command.training}` })
    this.problem = answer.ok ? null : answer.problem
    await this.look()
    return answer.ok
  }
}
