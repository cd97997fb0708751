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
