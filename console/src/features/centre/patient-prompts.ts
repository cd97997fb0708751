/** The questions of a patient: colour, age, hospital, hand-over. */

import {
  COMMON_NEEDS,
  fetchOptions,
  type HospitalOption,
  optionText,
  shownHospitals,
} from "../../hospitals/options.ts"
import { t } from "../../i18n/i18n.svelte.ts"
import type {
  AgeBand,
  HospitalCapability,
  PatientOutcome,
  PatientRow,
  PatientState,
  TaskRow,
  TriageColour,
  WarnHospital,
} from "../../protocol/generated.ts"
import { newId } from "../../state/command-outbox.svelte.ts"
import type { CentreDesk } from "./centre.svelte.ts"
import { digitChoices, type Prompt } from "./prompt.ts"

const AGES = ["infant", "child", "adult", "elderly", "unknown"] as const
const COLOURS = ["red", "yellow", "green", "black"] as const
export function newPatientPrompt(centre: CentreDesk, task: TaskRow): Prompt {
  return {
    title: t("centre.patient_new"),
    choices: digitChoices(AGES.map((id) => [id, t(`dispatch.patient.age.${id}`)])),
    fields: [{ id: "words", label: t("centre.patient_words") }],
    does: t("centre.patient_add"),
    run: ({ choice, words = "" }) =>
      centre.send(
        {
          kind: "dispatch.record_patient",
          patient: newId(),
          case: task.case,
          mode: task.mode,
          age: choice as AgeBand,
          ...(words ? { words } : {}),
        },
        `patients:${task.case}`,
      ),
  }
}

const SHOWN_MAX = 8

/** Hospitals by the road with what they can take, then those set aside with their reason; a person decides. */
async function hospital(
  centre: CentreDesk,
  of: PatientRow,
  need: HospitalCapability | null,
): Promise<Prompt> {
  const colour = of.triage == null || of.triage === "black" ? null : of.triage
  const options = await fetchOptions(centre.case?.location?.point, colour, need)
  const all = [...(options?.proposed ?? []), ...(options?.aside ?? [])].slice(0, SHOWN_MAX)
  const title = `${t("dispatch.patient.number", { number: of.number })} · ${t("centre.patient_hospital")}`
  const does = t("centre.patient_hospital")
  const warn = (name: string, words: string, to?: HospitalOption) =>
    centre.send(
      {
        kind: "dispatch.warn_hospital",
        patient: of.id,
        hospital: name,
        ...(to ? { to: to.hospital } : {}),
        shown: shownHospitals(options, colour) as unknown as NonNullable<WarnHospital["shown"]>,
        ...(words ? { words } : {}),
      },
      `patients:${of.case}`,
    )
  const named: Prompt = {
    title,
    fields: [
      {
        id: "hospital",
        label: t("centre.patient_hospital_name"),
        required: true,
        value: of.hospital?.name ?? "",
      },
      { id: "words", label: t("centre.patient_words") },
    ],
    does,
    run: ({ hospital: name = "", words = "" }) => warn(name, words),
  }
  if (all.length === 0) return named
  const choices = all.map((each, nth) => ({
    id: each.hospital,
    key: String(nth + 1),
    label: each.name,
    detail: optionText(each, colour),
  }))
  return {
    title,
    choices: [...choices, { id: "other", key: "9", label: t("hospitals.other") }],
    fields: [{ id: "words", label: t("centre.patient_words") }],
    does,
    run: ({ choice, words = "" }) => {
      const to = all.find((each) => each.hospital === choice)
      return to ? warn(to.name, words, to) : named
    },
  }
}

/** What can be said of one patient, a digit each. */
export function patientPrompt(centre: CentreDesk, of: PatientRow): Prompt {
  const send = (more: object) => centre.send({ patient: of.id, ...more } as never, `patients:${of.case}`)
  const update = (more: object) => send({ kind: "dispatch.update_patient", ...more })
  const title = t("dispatch.patient.number", { number: of.number })
  const next: Record<string, () => Prompt> = {
    triage: () => ({
      title: `${title} · ${t("centre.patient_triage")}`,
      choices: digitChoices(COLOURS.map((id) => [id, t(`dispatch.patient.triage.${id}`)])),
      does: t("common.save"),
      run: ({ choice }) => update({ triage: choice as TriageColour }),
    }),
    unit: () => ({
      title: `${title} · ${t("centre.patient_unit")}`,
      choices: digitChoices(
        centre.units
          .filter((unit) => unit.case === of.case)
          .slice(0, 8)
          .map((unit) => [unit.id, unit.callsign]),
      ),
      does: t("common.save"),
      run: ({ choice }) => update({ unit: choice, state: "with_unit" }),
    }),
    state: () => ({
      title: `${title} · ${t("centre.patient_state")}`,
      choices: digitChoices(
        (["waiting", "with_unit", "on_the_way", "stayed"] as const).map((id) => [
          id,
          t(`dispatch.patient.state.${id}`),
        ]),
      ),
      does: t("common.save"),
      run: ({ choice }) => update({ state: choice as PatientState }),
    }),
    hospital: () => ({
      title: `${title} · ${t("hospitals.need")}`,
      choices: digitChoices([
        ["", t("hospitals.need.none")],
        ...COMMON_NEEDS.map((id) => [id, t(`hospitals.can.${id}`)] as const),
      ]),
      does: "",
      run: ({ choice }) => hospital(centre, of, (choice || null) as HospitalCapability | null),
    }),
    knows: () => ({
      title: `${title} · ${t("centre.patient_knows")}`,
      fields: [{ id: "by", label: t("centre.patient_knows_who"), required: true }],
      does: t("centre.patient_knows"),
      run: ({ by = "" }) => send({ kind: "dispatch.hospital_acknowledged", by }),
    }),
    handed: () => ({
      title: `${title} · ${t("centre.patient_handed")}`,
      fields: [
        { id: "to", label: t("centre.patient_handed_to"), required: true, value: of.hospital?.name ?? "" },
      ],
      does: t("centre.patient_handed"),
      run: ({ to = "" }) => send({ kind: "dispatch.hand_over", to }),
    }),
    outcome: () => ({
      title: `${title} · ${t("centre.patient_outcome")}`,
      choices: digitChoices(
        (["hospital", "advice", "care_refused", "left", "deceased", "other"] as const).map((id) => [
          id,
          t(`dispatch.patient.outcome.${id}`),
        ]),
      ),
      does: t("common.save"),
      run: ({ choice }) => update({ outcome: choice as PatientOutcome }),
    }),
    facts: () => ({
      title: `${title} · ${t("centre.patient_facts")}`,
      choices: digitChoices(AGES.map((id) => [id, t(`dispatch.patient.age.${id}`)])),
      ...(of.age ? { chosen: of.age } : {}),
      fields: [{ id: "words", label: t("centre.patient_words"), value: of.words ?? "" }],
      does: t("common.save"),
      run: ({ choice, words = "" }) => update({ age: choice as AgeBand, ...(words ? { words } : {}) }),
    }),
  }
  return {
    title,
    choices: digitChoices([
      ["triage", t("centre.patient_triage")],
      ["unit", t("centre.patient_unit")],
      ["state", t("centre.patient_state")],
      ["hospital", t("centre.patient_hospital")],
      ["knows", t("centre.patient_knows")],
      ["handed", t("centre.patient_handed")],
      ["outcome", t("centre.patient_outcome")],
      ["facts", t("centre.patient_facts")],
    ]),
    does: "",
    run: ({ choice }) => next[choice]?.(),
  }
}
