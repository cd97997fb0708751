/** The questions of this page, by the name that `commands.ts` gives them. */

import { newPatient } from "./patient-asks.ts"
import { radioCommand, radioGroup, radioText } from "./radio-asks.ts"
import { aid, attempt, cancel, end, hazard, refuse, release, tell } from "./task-asks.ts"
import { crew, heardByRadio, letGo, order, safe } from "./unit-asks.ts"

export const OF_UNIT = { order, letGo, heardByRadio, safe, crew, radioText } as const
export const OF_TASK = {
  refuse,
  end,
  release,
  cancel,
  attempt,
  tell,
  aid,
  hazard,
  newPatient,
  radioGroup,
  radioCommand,
} as const
