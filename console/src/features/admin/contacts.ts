/** A contact as an administrator types it, and whether it can be so. Pure: the server judges again. */

import { hasEachWord, plainText } from "../../kit/plain-text.ts"
import type { Contact } from "../../protocol/generated.ts"
import { compact, type FormErrors, PHONE } from "./forms.ts"

export interface ContactDraft {
  /** Null: not there yet. */
  id: string | null
  name: string
  phone: string
  organisation: string
  purpose: string
  hours: string
  languages: string[]
  agency: string
}

export function contactDraftOf(contact: Contact | null): ContactDraft {
  return {
    id: contact?.id ?? null,
    name: contact?.name ?? "",
    phone: contact?.phone ?? "",
    organisation: contact?.organisation ?? "",
    purpose: contact?.purpose ?? "",
    hours: contact?.hours ?? "",
    languages: [...(contact?.languages ?? [])],
    agency: contact?.agency ?? "",
  }
}
export function contactErrors(draft: ContactDraft): FormErrors {
  return {
    ...(draft.name.trim() === "" ? { name: "admin.error.required" } : {}),
    ...(compact(draft.phone) === ""
      ? { phone: "admin.error.required" }
      : PHONE.test(compact(draft.phone))
        ? {}
        : { phone: "admin.error.phone" }),
  }
}
/** What is sent; a new one is kept under a key that is made of its name. */
export function contactBody(draft: ContactDraft, taken: ReadonlySet<string>): Contact {
  return {
    id: draft.id ?? contactKey(draft.name, taken),
    name: draft.name.trim(),
    phone: compact(draft.phone),
    organisation: draft.organisation.trim() || null,
    purpose: draft.purpose.trim() || null,
    hours: draft.hours.trim() || null,
    languages: draft.languages as NonNullable<Contact["languages"]>,
    agency: draft.agency || null,
  }
}
/** «Gas, averías» is `gas-averias`; a second one `gas-averias-2`. */
export function contactKey(name: string, taken: ReadonlySet<string>): string {
  const base =
    plainText(name)
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 36)
      .replace(/-$/, "") || "contact"
  let key = base
  for (let nth = 2; taken.has(key); nth++) key = `${base}-${nth}`
  return key
}
export function findRows(contacts: readonly Contact[], typed: string): readonly Contact[] {
  return contacts.filter(({ id, name, phone, organisation, purpose, hours }) =>
    hasEachWord([id, name, phone, organisation, purpose, hours].filter(Boolean).join(" "), typed),
  )
}
