/** What a centre does itself, without a unit: the doctor on line, the poison centre (decision 0380). Pure. */

import type { TaskRow } from "../protocol/generated.ts"

type Asked = Pick<TaskRow, "capabilities" | "by_centre">

/** What it is asked for and does itself. */
export const doneByCentre = (task: Asked): readonly string[] =>
  task.capabilities.filter((code) => task.by_centre.includes(code))

/** Whether the centre does all of it: no unit is missing. */
export const isDoneByCentre = (task: Asked): boolean =>
  task.capabilities.length > 0 && doneByCentre(task).length === task.capabilities.length

/** Whether it is accepted and the centre sees to it: it waits for no unit, and the centre ends it. */
export const isKeptByCentre = (task: Asked & Pick<TaskRow, "state">): boolean =>
  (task.state === "accepted" || task.state === "told") && isDoneByCentre(task)
