/** A patient in words, as the job and the list of patients say it. */

import { t } from "../../i18n/i18n.svelte.ts"
import type { PatientRow } from "../../protocol/generated.ts"

/** Without a number until the server has given one. */
export function patientName(patient: Pick<PatientRow, "number">): string {
  return patient.number ? t("dispatch.patient.number", { number: patient.number }) : t("unit.patient_new")
}

export function patientText(patient: PatientRow): string {
  const where = patient.state === "waiting" ? "" : t(`dispatch.patient.state.${patient.state}`)
  if (patient.clinical === false) return [t("dispatch.patient.hidden"), where].filter(Boolean).join(" · ")
  const known = [
    patient.age && patient.age !== "unknown" ? t(`dispatch.patient.age.${patient.age}`) : "",
    patient.words ?? "",
    patient.triage ? t(`dispatch.patient.triage.${patient.triage}`) : "",
    where,
  ].filter(Boolean)
  return known.length > 0 ? known.join(" · ") : t("dispatch.patient.age.unknown")
}
