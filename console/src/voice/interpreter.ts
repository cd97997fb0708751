/** Whether somebody has to be asked who speaks the caller's language, and what is missing for it. Pure. */

import { primaryLanguage } from "../kit/primary-language.ts"
import type { TelephoneContact } from "../protocol/generated.ts"
import { speaksLanguage } from "./targets.ts"

/** The caller's language is none that the person at the desk speaks. Where it is not known, nothing is said. */
export function needsInterpreter(caller: string | null | undefined, own: readonly string[]): boolean {
  if (caller == null || caller === "" || own.length === 0) return false
  return !own.some((each) => primaryLanguage(each) === primaryLanguage(caller))
}

/** `none`: no interpreter is registered. `other`: none of this language. null: there is one. */
export function missingInterpreter(
  caller: string,
  contacts: readonly Pick<TelephoneContact, "speaks">[],
): "none" | "other" | null {
  if (!contacts.some(({ speaks }) => (speaks ?? []).length > 0)) return "none"
  return contacts.some((contact) => speaksLanguage(contact, caller)) ? null : "other"
}
