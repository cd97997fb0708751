/** What the page says of a practice session: pure, from what the server answered. */

import type {
  IncidentScore,
  PossibleTrainee,
  PracticeMeasure,
  PracticeSession,
  StartTraining,
  TraineeRole,
} from "../../protocol/generated.ts"

export const ROLES: readonly TraineeRole[] = ["operator", "dispatcher", "crew", "supervisor", "records"]
/** Minutes after which a session ends by itself. */
export const LIMITS: readonly number[] = [15, 30, 60, 120, 240, 480]
/** The steps of each role, in the order in which they are done: every one is a time that the log tells. */
export const LESSONS: Record<TraineeRole, readonly PracticeMeasure[]> = {
  operator: ["answer", "question", "address", "priority", "help", "instruction", "compression"],
  dispatcher: ["accept", "alert"],
  crew: ["acknowledge"],
  supervisor: ["look", "message"],
  records: ["look", "seal", "addendum"],
}

export type SessionState = NonNullable<PracticeSession["state"]> | "call_over"

/** `callsOver`: practices alone in which nobody calls any more. */
export function stateOf(session: PracticeSession, callsOver: readonly string[]): SessionState {
  const state = session.state ?? "running"
  return state === "running" && callsOver.includes(session.id) ? "call_over" : state
}

export interface LessonStep {
  readonly measure: PracticeMeasure
  readonly done: boolean
}

/** Who reads began it alone: they read it as a trainee, whatever they may lead. */
export function isOwnPractice(session: PracticeSession | null, person: string | undefined): boolean {
  return (
    session !== null &&
    session.trainer === null &&
    session.trainees.some((trainee) => trainee.person === person)
  )
}

/** The words of a step: the caller of a practice alone writes, and is written to. */
const WRITTEN: ReadonlySet<PracticeMeasure> = new Set(["address", "priority", "instruction"])
export function stepWords<M extends PracticeMeasure>(
  measure: M,
  session: PracticeSession,
): `training.step.${M}` | `training.step_written.${"address" | "priority" | "instruction"}` {
  return session.trainer === null && WRITTEN.has(measure)
    ? `training.step_written.${measure as "address" | "priority" | "instruction"}`
    : `training.step.${measure}`
}

/** A practice alone is one incident, and only in an arrest has a heart stopped. */
const mayCompress = (session: PracticeSession) => session.trainer !== null || session.scenario === "arrest"

/** The steps of a role in this session, ticked where any incident has the time of it. */
export function lessonOf(
  session: PracticeSession,
  role: TraineeRole,
  person: string,
  scores: readonly IncidentScore[],
): readonly LessonStep[] {
  const done = new Set(
    scores.filter((one) => one.person === person).flatMap((one) => one.times.map((time) => time.measure)),
  )
  // The caller of a practice alone writes; elsewhere the question is spoken, and no log tells it.
  const steps = LESSONS[role].filter((measure) =>
    measure === "compression" ? mayCompress(session) : measure !== "question" || session.trainer === null,
  )
  return steps.map((measure) => ({ measure, done: done.has(measure) }))
}

/** The command; null while nobody is chosen. `chosen`: a role for each person who trains, empty for who does not. */
export function startCommand(
  id: string,
  scenario: string,
  people: readonly PossibleTrainee[],
  chosen: Readonly<Record<string, string>>,
  limit: number,
): StartTraining | null {
  const [first, ...others] = people.flatMap(({ person }) => {
    const role = ROLES.find((one) => one === chosen[person])
    return role === undefined ? [] : [{ person, role }]
  })
  if (first === undefined || scenario === "") return null
  return { kind: "training.start", training: id, scenario, trainees: [first, ...others], limit_min: limit }
}

/** What happened, in order: an incident began, a trainee did something that is timed, the trainer remarked something. */
export interface PracticeMoment {
  readonly id: string
  readonly at: string
  readonly incident: number | null
  readonly person: string | null
  readonly measure: PracticeMeasure | null
  readonly met: boolean
  /** A remark, and who made it. */
  readonly words: string
  readonly by: string
}

/** The course of a session, as far as the reader may know it. `person`: of one trainee; empty: of all. */
export function timelineOf(
  practice: PracticeSession,
  scores: readonly IncidentScore[],
  person = "",
): readonly PracticeMoment[] {
  const nothing = { incident: null, person: null, measure: null, met: false, words: "", by: "" }
  const begun = (practice.incidents ?? []).map((one, incident) => ({
    ...nothing,
    id: `incident.${incident}`,
    at: one.begun_at,
    incident,
  }))
  const done = scores.flatMap((score) =>
    score.times.map((time) => ({
      ...nothing,
      id: `${score.person}.${score.incident}.${time.measure}`,
      at: time.at,
      incident: score.incident,
      person: score.person,
      measure: time.measure,
      met: time.met,
    })),
  )
  const said = (practice.comments ?? []).map((comment) => ({
    ...nothing,
    id: comment.id,
    at: comment.moment ?? comment.at,
    incident: comment.incident ?? null,
    person: comment.person,
    words: comment.words,
    by: comment.by_name,
  }))
  const all: readonly PracticeMoment[] = [...begun, ...done, ...said]
  return all
    .filter((one) => person === "" || one.person === null || one.person === person)
    .toSorted((a, b) => a.at.localeCompare(b.at))
}

/** Whether every step of the lesson is done. */
export function isLearnt(steps: readonly LessonStep[]): boolean {
  return steps.length > 0 && steps.every((step) => step.done)
}
