/** What a centre can do for patients, and report of the scene. */

import { singleKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenBoth, whenPresent } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { type CentreActions, taskConditions } from "./actions.ts"

export function patientCommands(centre: CentreActions): readonly ConsoleCommand[] {
  const { inTask } = taskConditions(centre)
  const clinical = () => whenBoth(inTask(), whenPresent(centre.clinical, "centre.why_not_clinical"))
  const medicine = () => whenBoth(inTask(), whenPresent(centre.medicine, "centre.why_no_medicine"))
  return [
    {
      id: "centre.authorise",
      label: "centre.authorise",
      key: singleKey("KeyA"),
      region: 3,
      permission: PERMISSION.MEDICATION_AUTHORISE,
      sends: ["instructions.authorise_step"],
      when: medicine,
      about: () => `${centre.medicine?.run} ${centre.medicine?.step}`,
      asks: true,
      // The caller is told at once: the dose is read before the second press.
      twice: true,
      again: "centre.authorise_again",
      facts: () => ({ words: centre.medicine?.words ?? "" }),
      run: () => centre.authorise(),
    },
    {
      id: "centre.refuse_medicine",
      label: "centre.refuse_medicine",
      key: singleKey("KeyN"),
      region: 3,
      permission: PERMISSION.MEDICATION_AUTHORISE,
      sends: ["instructions.refuse_step"],
      when: medicine,
      about: () => `${centre.medicine?.run} ${centre.medicine?.step}`,
      run: () => centre.ask("refuseMedicine"),
    },
    {
      id: "centre.report",
      label: "major.report",
      key: singleKey("KeyM"),
      region: 3,
      permission: PERMISSION.SCENE_REPORT,
      sends: ["major.report_scene"],
      when: inTask,
      run: () => centre.report("report"),
    },
    {
      id: "centre.count",
      label: "major.count",
      key: singleKey("KeyR"),
      region: 3,
      permission: PERMISSION.SCENE_REPORT,
      sends: ["major.count_casualties"],
      when: inTask,
      run: () => centre.report("count"),
    },
    {
      id: "centre.patient_new",
      label: "centre.patient_new",
      key: singleKey("KeyP"),
      region: 3,
      permission: PERMISSION.PATIENT_RECORD,
      sends: ["dispatch.record_patient"],
      when: clinical,
      run: () => centre.ask("newPatient"),
    },
    {
      id: "centre.patient",
      label: "centre.patient",
      key: singleKey("KeyE"),
      region: 3,
      permission: PERMISSION.PATIENT_RECORD,
      sends: [
        "dispatch.update_patient",
        "dispatch.warn_hospital",
        "dispatch.hospital_acknowledged",
        "dispatch.hand_over",
      ],
      when: () =>
        whenBoth(
          whenBoth(clinical(), whenPresent(centre.patient, "centre.why_no_patient")),
          whenPresent(centre.treats, "centre.why_not_treating"),
        ),
      run: () => centre.ask("patient"),
    },
  ]
}
