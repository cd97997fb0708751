/**
 * The patients of the work by the crew's own word: what the board shows, and over it what was said and has not reached
 * the server yet. Pure. The table of lawful steps is the server's (`dispatch/patients/core/machine.py`; a test there
 * compares them), so that the page works when nobody can be asked.
 */

import type {
  PatientRow,
  PatientState,
  RecordPatient,
  TransferPatientCare,
  UpdatePatient,
  WarnHospital,
} from "../../protocol/generated.ts"
import steps from "./patient-steps.json" with { type: "json" }

export const NEXT_PATIENT_STATES = steps as { readonly [state in PatientState]: readonly PatientState[] }
export const AGE_BANDS = ["infant", "child", "adult", "elderly", "unknown"] as const
export const PATIENT_COLOURS = ["red", "yellow", "green", "black"] as const
/** Why somebody is taken nowhere. */
export const NOT_TRANSPORTED_REASONS = ["advice", "care_refused", "left", "deceased", "other"] as const

export type ShownPatient = PatientRow & {
  /** Said here, and not durable yet. */
  readonly waits: boolean
}
export type QueuedPatientCommand = RecordPatient | UpdatePatient | WarnHospital | TransferPatientCare
interface OnItsWay {
  readonly command: { readonly kind: string }
}

const KINDS = new Set([
  "dispatch.record_patient",
  "dispatch.update_patient",
  "dispatch.warn_hospital",
  "dispatch.hand_over",
])

/** What the server has answered and the board may not show yet: between the two the page must not jump back. */
export interface AnsweredPatientCommand {
  readonly command: QueuedPatientCommand
  readonly version: number
}
export type VersionedPatientRow = PatientRow & { readonly v: number }

export function isAheadOfBoard(
  { command, version }: AnsweredPatientCommand,
  rows: readonly VersionedPatientRow[],
): boolean {
  return version > (rows.find((row) => row.id === command.patient)?.v ?? 0)
}

/** Of one case, by number; those without one yet come last, in the order in which they were said. */
export function shownPatients(
  rows: readonly VersionedPatientRow[],
  answered: readonly AnsweredPatientCommand[],
  sending: readonly OnItsWay[],
  of: string | null,
): readonly ShownPatient[] {
  const all = new Map<string, ShownPatient>(rows.map((row) => [row.id, { ...row, waits: false }]))
  const say = (said: QueuedPatientCommand, waits: boolean) => {
    const before = all.get(said.patient)
    const after = before ? said_of(before, said) : said.kind === "dispatch.record_patient" ? born(said) : null
    if (after) all.set(said.patient, { ...after, waits })
  }
  for (const each of answered) if (isAheadOfBoard(each, rows)) say(each.command, false)
  for (const { command } of sending) if (KINDS.has(command.kind)) say(command as QueuedPatientCommand, true)
  return [...all.values()]
    .filter((each) => each.case === of)
    .sort((a, b) => (a.number || Number.MAX_SAFE_INTEGER) - (b.number || Number.MAX_SAFE_INTEGER))
}

function born(said: RecordPatient): ShownPatient {
  return {
    id: said.patient,
    case: said.case,
    mode: said.mode,
    number: 0,
    state: "waiting",
    recorded_at: said.at ?? "",
    age: said.age ?? null,
    words: said.words ?? null,
    triage: said.triage ?? null,
    priority: null,
    unit: null,
    hospital: null,
    handed_over_at: null,
    handed_over_to: null,
    outcome: null,
    clinical: true,
    waits: true,
  }
}

function said_of(before: ShownPatient, said: QueuedPatientCommand): ShownPatient {
  switch (said.kind) {
    case "dispatch.record_patient":
      return before // durable already, and its answer on the way
    case "dispatch.update_patient": {
      const { kind: _kind, patient: _patient, at: _at, ...more } = said
      const known = Object.entries(more).filter(([, value]) => value != null)
      return { ...before, ...Object.fromEntries(known) }
    }
    case "dispatch.warn_hospital":
      return { ...before, hospital: { name: said.hospital, words: said.words ?? null } }
    case "dispatch.hand_over":
      return { ...before, state: "handed_over", handed_over_to: said.to }
  }
}
