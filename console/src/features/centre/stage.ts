/** What a centre is in the middle of. Pure. */

import type { TaskRow } from "../../protocol/generated.ts"
import { isKeptByCentre } from "../../state/centre-care.ts"
import { canAcceptTask } from "./model.ts"

/** No task in hand · it is decided who goes · they go, and the story is followed. */
export type CentreStage = "idle" | "choosing" | "following"

interface InHand {
  readonly task: Pick<TaskRow, "state" | "passed_to" | "uncovered" | "capabilities" | "by_centre"> | undefined
  /** Units that somebody has marked to be alerted. */
  readonly marked: number
  /** A run to something milder could come here sooner. */
  readonly diversion: boolean
}

export function centreStage({ task, marked, diversion }: InHand): CentreStage {
  if (task === undefined) return "idle"
  if (isKeptByCentre(task)) return marked > 0 ? "choosing" : "following"
  if (canAcceptTask(task) || task.state === "accepted" || task.state === "told") return "choosing"
  return task.uncovered.length > 0 || marked > 0 || diversion ? "choosing" : "following"
}
