/** Who can be asked into a call. Pure. */

import { primaryLanguage } from "../kit/primary-language.ts"
import type { CallRow, DeskRow, TelephoneContact } from "../protocol/generated.ts"

/** Somebody who can be asked into a call: a desk that can hear and is in no other, or a number. */
export interface CallTarget {
  readonly id: string
  readonly name: string
  readonly detail: string
  readonly at: { readonly desk: string } | { readonly number: string }
}

/** What desks and centres are called (state/directory.svelte.ts). */
export interface DirectoryNames {
  deskName(id: string): string
  centreOfDesk(id: string): string | null
  centreName(id: string): string
}

/** Whom a call can be handed to: desks that can hear, first of centres that work on its case; then who has a number. */
export function callTargets(
  desks: readonly DeskRow[],
  call: CallRow,
  working: ReadonlySet<string>,
  contacts: readonly TelephoneContact[],
  names: DirectoryNames,
): readonly CallTarget[] {
  const rank = (centre: string | null) => (centre === null ? 2 : working.has(centre) ? 0 : 1)
  const asked = new Set(call.parties.map((each) => each.desk))
  const seated = desks
    .filter((desk) => desk.line && desk.joined === null && desk.stand !== "busy")
    .filter((desk) => desk.id !== call.desk && !asked.has(desk.id))
    .map(({ id }) => ({ id, name: names.deskName(id), centre: names.centreOfDesk(id) }))
    .sort(
      (a, b) => rank(a.centre) - rank(b.centre) || a.name.localeCompare(b.name, undefined, { numeric: true }),
    )
    .map(({ id, name, centre }) => ({
      id,
      name,
      detail: centre === null ? "" : names.centreName(centre),
      at: { desk: id },
    }))
  // Interpreters have a key and a list of their own.
  return [...seated, ...contacts.filter((each) => spoken(each).length === 0).map(numbered)]
}
/** Whether a contact interprets a language, whatever its region. */
export function speaksLanguage(contact: Pick<TelephoneContact, "speaks">, language: string): boolean {
  return (contact.speaks ?? []).some((each) => primaryLanguage(each) === primaryLanguage(language))
}
/** Who interprets: those of this language first. */
export function interpreters(contacts: readonly TelephoneContact[], language: string): readonly CallTarget[] {
  const speaks = (contact: TelephoneContact) => speaksLanguage(contact, language)
  return contacts
    .filter((contact) => spoken(contact).length > 0)
    .sort((a, b) => Number(speaks(b)) - Number(speaks(a)))
    .map(numbered)
}
const spoken = (contact: TelephoneContact): readonly string[] => contact.speaks ?? []
const numbered = (contact: TelephoneContact): CallTarget => ({
  id: contact.number,
  name: contact.name,
  detail: [
    contact.organisation,
    contact.purpose,
    contact.hours,
    spoken(contact).length > 0 ? spoken(contact).join(" ") : contact.number,
  ]
    .filter(Boolean)
    .join(" · "),
  at: { number: contact.number },
})

/** A number as it is rung: E.164, or nothing when it is none. */
export function dialledNumber(typed: string): string | null {
  const compact = typed.replaceAll(/[\s().-]/g, "").replace(/^00/, "+")
  return /^\+[1-9][0-9]{3,14}$/.test(compact) ? compact : null
}
