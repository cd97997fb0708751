/** The questions of this page, by the name that `commands.ts` gives them. */

import { newPatientPrompt } from "./patient-prompts.ts"
import { jointCommandPrompt, radioTextPrompt, talkGroupPrompt } from "./radio-prompts.ts"
import {
  cancelTaskPrompt,
  contactAttemptPrompt,
  endTaskPrompt,
  hazardPrompt,
  mutualAidPrompt,
  refuseMedicinePrompt,
  refusePrompt,
  releaseTaskPrompt,
  telephoneTaskPrompt,
} from "./task-prompts.ts"
import {
  crewPrompt,
  crewSafePrompt,
  orderPrompt,
  radioReadBackPrompt,
  releaseUnitPrompt,
} from "./unit-prompts.ts"

export const UNIT_PROMPTS = {
  order: orderPrompt,
  letGo: releaseUnitPrompt,
  heardByRadio: radioReadBackPrompt,
  safe: crewSafePrompt,
  crew: crewPrompt,
  radioText: radioTextPrompt,
} as const
export const TASK_PROMPTS = {
  refuse: refusePrompt,
  refuseMedicine: refuseMedicinePrompt,
  end: endTaskPrompt,
  release: releaseTaskPrompt,
  cancel: cancelTaskPrompt,
  attempt: contactAttemptPrompt,
  tell: telephoneTaskPrompt,
  aid: mutualAidPrompt,
  hazard: hazardPrompt,
  newPatient: newPatientPrompt,
  radioGroup: talkGroupPrompt,
  radioCommand: jointCommandPrompt,
} as const
