/** The radio plan of an area as a form: what each act of a person makes of it. Pure. */

import { hasEachWord } from "../../kit/plain-text.ts"
import type { FieldFault, FormCode, FormGroup, RadioForm, StatusMeaning } from "../../protocol/generated.ts"

export const USES = ["working", "command", "emergency", "other"] as const
export const MEANINGS: readonly StatusMeaning[] = [
  "acknowledged",
  "en_route",
  "on_scene",
  "transporting",
  "at_destination",
  "available",
  "out_of_service",
  "asks_to_speak",
  "emergency",
]
/** Of the network's own codes the first (ETSI EN 300 392-2). */
export const FIRST_CODE = 32_768
const CODE_MAX = 999_999

/** An entry and its position among all of its kind, from 0: its faults name it. */
export interface Numbered<T> {
  readonly nth: number
  readonly entry: T
}

export const groupsOf = (form: RadioForm): readonly FormGroup[] => form.groups ?? []
export const codesOf = (form: RadioForm): readonly FormCode[] => form.codes ?? []

/** Groups in which each word stands, of this agency and this use; an empty choice is none. */
export function findGroups(
  form: RadioForm,
  asked: { readonly text: string; readonly agency: string; readonly use: string },
  agencyName: (id: string) => string,
): readonly Numbered<FormGroup>[] {
  return groupsOf(form)
    .map((entry, nth) => ({ entry, nth }))
    .filter(({ entry }) => {
      const said = `${entry.gssi} ${entry.name} ${entry.agency ?? ""} ${agencyName(entry.agency ?? "")}`
      return (
        (asked.agency === "" || (entry.agency ?? "") === asked.agency) &&
        (asked.use === "" || (entry.use ?? "working") === asked.use) &&
        hasEachWord(said, asked.text)
      )
    })
}

export function changeGroup(form: RadioForm, nth: number, change: Partial<FormGroup>): RadioForm {
  return { ...form, groups: groupsOf(form).map((each, at) => (at === nth ? { ...each, ...change } : each)) }
}
export function addGroup(form: RadioForm, agency: string): RadioForm {
  return { ...form, groups: [...groupsOf(form), { gssi: "", name: "", use: "working", agency }] }
}
/** After the one that it is like, without its address, which only one can have. */
export function copyGroup(form: RadioForm, nth: number): RadioForm {
  return {
    ...form,
    groups: groupsOf(form).flatMap((each, at) => (at === nth ? [each, { ...each, gssi: "" }] : [each])),
  }
}
export function removeGroup(form: RadioForm, nth: number): RadioForm {
  return { ...form, groups: groupsOf(form).filter((_, at) => at !== nth) }
}

/** The codes of each agency that has some, in the order of the plan. */
export function codesByAgency(
  form: RadioForm,
): readonly { readonly agency: string; readonly codes: readonly Numbered<FormCode>[] }[] {
  const numbered = codesOf(form).map((entry, nth) => ({ entry, nth }))
  return [...new Set(numbered.map(({ entry }) => entry.agency))].map((agency) => ({
    agency,
    codes: numbered.filter(({ entry }) => entry.agency === agency),
  }))
}
/** Null when it is no number. */
export function changeCode(form: RadioForm, nth: number, typed: string): RadioForm | null {
  if (!/^\d{1,6}$/.test(typed.trim())) return null
  const code = Math.min(Number(typed), CODE_MAX)
  return { ...form, codes: codesOf(form).map((each, at) => (at === nth ? { ...each, code } : each)) }
}
export function changeMeaning(form: RadioForm, nth: number, means: StatusMeaning): RadioForm {
  return { ...form, codes: codesOf(form).map((each, at) => (at === nth ? { ...each, means } : each)) }
}
export function removeCode(form: RadioForm, nth: number): RadioForm {
  return { ...form, codes: codesOf(form).filter((_, at) => at !== nth) }
}
/** The next code of an agency, with the first meaning that it does not have yet. */
export function addCode(form: RadioForm, agency: string): RadioForm {
  const own = codesOf(form).filter((each) => each.agency === agency)
  const code = own.reduce((highest, each) => Math.max(highest, each.code), FIRST_CODE) + 1
  const means = MEANINGS.find((each) => !own.some(({ means }) => means === each)) ?? "available"
  return { ...form, codes: [...codesOf(form), { agency, code, means }] }
}
/** The table of an agency that has none: that of the first that has one, else a first line. */
export function beginCodes(form: RadioForm, agency: string): RadioForm {
  const model = codesByAgency(form)[0]
  if (model === undefined) return addCode(form, agency)
  return { ...form, codes: [...codesOf(form), ...model.codes.map(({ entry }) => ({ ...entry, agency }))] }
}

/** What a file of talk groups would do to the form: by address new, changed or as it is. */
export interface FileChanges {
  readonly new: number
  readonly changed: number
  readonly unchanged: number
}
export function fileChanges(form: RadioForm, read: readonly FormGroup[]): FileChanges {
  const known = new Map(groupsOf(form).map((each) => [each.gssi, each]))
  const fresh = read.filter((each) => !known.has(each.gssi)).length
  const changed = read.filter((each) => {
    const had = known.get(each.gssi)
    return had !== undefined && !same(had, each)
  }).length
  return { new: fresh, changed, unchanged: read.length - fresh - changed }
}
/** Groups that the file does not name stay; new ones come last, in the order of the file. */
export function mergeGroups(form: RadioForm, read: readonly FormGroup[]): RadioForm {
  const stated = new Map(read.map((each) => [each.gssi, each]))
  const known = new Set(groupsOf(form).map((each) => each.gssi))
  return {
    ...form,
    groups: [
      ...groupsOf(form).map((each) => stated.get(each.gssi) ?? each),
      ...read.filter((each) => !known.has(each.gssi)),
    ],
  }
}

/** What no row shows. */
export function restOfFaults(faults: readonly FieldFault[], form: RadioForm | null): readonly FieldFault[] {
  if (form === null) return faults
  const shown = new Set([
    ...groupsOf(form).map((_, nth) => `groups/${nth}`),
    ...codesOf(form).map((_, nth) => `codes/${nth}`),
  ])
  return faults.filter((each) => !shown.has(each.field))
}
function same(one: FormGroup, other: FormGroup): boolean {
  return (
    one.name === other.name &&
    (one.use ?? "working") === (other.use ?? "working") &&
    (one.agency ?? "") === (other.agency ?? "")
  )
}
