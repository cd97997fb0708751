/** Contacts by what a person remembers of them. Pure. */

import { hasEachWord } from "../kit/plain-text.ts"
import type { TelephoneContact } from "../protocol/generated.ts"

/** Each word stands somewhere in a contact: in its name, organisation, purpose, hours, number or a language by its name. */
export function findContacts(
  contacts: readonly TelephoneContact[],
  typed: string,
  languageName: (tag: string) => string,
): readonly TelephoneContact[] {
  return contacts.filter(({ name, organisation, purpose, hours, number, speaks = [] }) => {
    const said = [name, organisation, purpose, hours, number, ...speaks.map(languageName)]
    return hasEachWord(said.filter(Boolean).join(" "), typed)
  })
}

/** A number as somebody tells it, of this country or with the code of its own; null for what is none. */
export function typedNumber(typed: string): string | null {
  const compact = typed.replaceAll(/[\s().-]/g, "").replace(/^00/, "+")
  return /^\+?[0-9]{3,15}$/.test(compact) ? compact : null
}
