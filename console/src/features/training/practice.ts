/** What the page says of a practice session: pure, from what the server answered. */

import type {
  IncidentScore,
  PossibleTrainee,
  PracticeMeasure,
  StartTraining,
  TraineeRole,
} from "../../protocol/generated.ts"

export const ROLES: readonly TraineeRole[] = ["operator", "dispatcher", "crew"]
/** Minutes after which a session ends by itself. */
export const LIMITS: readonly number[] = [15, 30, 60, 120, 240, 480]
/** The first lesson of each role, in the order in which it is done: every step is a time that the log tells. */
export const LESSONS: Record<TraineeRole, readonly PracticeMeasure[]> = {
  operator: ["answer", "address", "priority", "help", "instruction", "compression"],
  dispatcher: ["accept", "alert"],
  crew: ["acknowledge"],
}

export interface LessonStep {
  readonly measure: PracticeMeasure
  readonly done: boolean
}

/** The steps of a role, ticked where any incident has the time of it. */
export function lessonOf(
  role: TraineeRole,
  person: string,
  scores: readonly IncidentScore[],
): readonly LessonStep[] {
  const done = new Set(
    scores.filter((one) => one.person === person).flatMap((one) => one.times.map((time) => time.measure)),
  )
  return LESSONS[role].map((measure) => ({ measure, done: done.has(measure) }))
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
