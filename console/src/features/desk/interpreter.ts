/** Whether somebody has to be asked who speaks the caller's language, and what is missing for it. Pure. */

import type { TelephoneContact } from "../../protocol/generated.ts"

const base = (language: string) => language.split("-")[0] ?? ""

/** The caller's language is none that the person at the desk speaks. Where it is not known, nothing is said. */
export function needsInterpreter(caller: string | null | undefined, own: readonly string[]): boolean {
  return caller != null && caller !== "" && own.length > 0 && !own.some((each) => base(each) === base(caller))
}

/** `none`: no interpreter is registered. `other`: none of this language. null: there is one. */
export function missingInterpreter(
  caller: string,
  contacts: readonly Pick<TelephoneContact, "speaks">[],
): "none" | "other" | null {
  const spoken = contacts.flatMap((contact) => contact.speaks ?? [])
  if (spoken.length === 0) return "none"
  return spoken.some((each) => base(each) === base(caller)) ? null : "other"
}
