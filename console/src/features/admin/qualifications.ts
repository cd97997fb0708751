/** Qualifications of people as an administrator types and finds them. Pure: the server judges again. */

import type { HeldQualification, QualificationTable, RecordQualification } from "../../protocol/generated.ts"

export interface QualificationDraft {
  person: string
  code: string
  since: string
  until: string
}
export type QualificationState = "in_force" | "ends_soon" | "ended" | "not_begun"
export interface QualificationLine {
  readonly id: string
  readonly person: string
  readonly name: string
  readonly code: string
  readonly since: string
  readonly until: string | null
  readonly state: QualificationState
}

/** One line for each that somebody holds, by name. */
export function qualificationLines(table: QualificationTable): readonly QualificationLine[] {
  const soon = new Set(table.ending.map((each) => `${each.person} ${each.code}`))
  return table.people.flatMap((person) =>
    person.held.map((one) => ({
      id: `${person.person} ${one.code}`,
      person: person.person,
      name: person.name,
      code: one.code,
      since: one.since,
      until: one.until ?? null,
      state: stateOf(one, table.today, soon.has(`${person.person} ${one.code}`)),
    })),
  )
}
/** Days as text compare as days. */
function stateOf(one: HeldQualification, today: string, soon: boolean): QualificationState {
  if (one.until && one.until < today) return "ended"
  if (one.since > today) return "not_begun"
  return soon ? "ends_soon" : "in_force"
}

export function draftFault(draft: QualificationDraft) {
  if (draft.person === "") return "qualifications.why_person"
  if (draft.code === "") return "qualifications.why_kind"
  if (draft.since === "") return "qualifications.why_since"
  return draft.until !== "" && draft.until < draft.since ? "qualifications.why_reversed" : null
}

export function recordCommand(draft: QualificationDraft): RecordQualification {
  const { person, code, since, until } = draft
  return { kind: "rosters.record_qualification", person, code, since, until: until || null }
}
