/** Contacts by what a person remembers of them. Pure. */

import type { TelephoneContact } from "../protocol/generated.ts"

/** Each word stands somewhere in a contact: in its name, organisation, purpose, hours, number or a language by its name. */
export function findContacts(
  contacts: readonly TelephoneContact[],
  typed: string,
  languageName: (tag: string) => string,
): readonly TelephoneContact[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  if (words.length === 0) return contacts
  return contacts.filter((each) => {
    const said = plain(
      [
        each.name,
        each.organisation,
        each.purpose,
        each.hours,
        each.number,
        ...(each.speaks ?? []).map(languageName),
      ]
        .filter(Boolean)
        .join(" "),
    )
    return words.every((word) => said.includes(word))
  })
}
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
}
