/** The contacts of the directory in their section: read, written, copied, removed. */

import { i18n } from "../../i18n/i18n.svelte.ts"
import type { Contact } from "../../protocol/generated.ts"
import { api, type Reply } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"
import { type ContactDraft, contactBody, contactDraftOf, contactErrors, findRows } from "./contacts.ts"

export interface NamedAgency {
  readonly id: string
  readonly name: string
}

export class ContactRegister {
  rows = $state.raw<readonly Contact[] | null>(null)
  agencies = $state.raw<readonly NamedAgency[]>([])
  draft = $state<ContactDraft>(contactDraftOf(null))
  find = $state("")
  problem = $state.raw<Problem | null>(null)
  /** What was done last, in words. */
  done = $state("")
  busy = $state(false)
  /** A try to save has been made: from then on every field says what is wrong with it. */
  tried = $state(false)
  /** The contact that the next press removes. */
  confirming = $state<string | null>(null)

  readonly found = $derived(findRows(this.rows ?? [], this.find))
  readonly errors = $derived(contactErrors(this.draft))
  /** One that is there is in the form. */
  readonly changing = $derived(this.rows?.find((each) => each.id === this.draft.id) ?? null)

  async load(): Promise<void> {
    const [rows, directory] = await Promise.all([
      api<readonly Contact[]>("GET", "/api/admin/contacts"),
      api<{ readonly agencies: readonly NamedAgency[] }>("GET", "/api/directory"),
    ])
    this.problem = rows.ok ? null : rows.problem
    if (rows.ok) this.rows = rows.value
    if (directory.ok) this.agencies = directory.value.agencies
  }
  agencyName(id: string | null | undefined): string {
    return this.agencies.find((each) => each.id === id)?.name ?? id ?? ""
  }
  errorAt(field: "name" | "phone"): string | undefined {
    const ours = this.tried ? this.errors[field] : undefined
    return ours && i18n.say(ours)
  }
  change(contact: Contact): void {
    this.#begin(contactDraftOf(contact))
  }
  /** A new one like this, without its number. */
  copy(contact: Contact): void {
    this.#begin({ ...contactDraftOf(contact), id: null, phone: "" })
  }
  /** As it is, with the former values of some fields: saved as any other change. */
  restore(contact: Contact, former: Readonly<Record<string, unknown>>): void {
    this.#begin(contactDraftOf({ ...contact, ...former }))
  }
  fresh(): void {
    this.#begin(contactDraftOf(null))
  }
  #begin(draft: ContactDraft): void {
    this.draft = draft
    this.tried = false
    this.problem = null
    this.done = ""
    this.confirming = null
  }
  async save(): Promise<void> {
    this.tried = true
    if (this.busy || Object.keys(this.errors).length > 0) return
    const body = contactBody(this.draft, new Set(this.rows?.map((each) => each.id)))
    if (!(await this.#ask(() => api("PUT", `/api/admin/contacts/${body.id}`, { body })))) return
    this.fresh()
    this.done = i18n.say("contacts.saved", { name: body.name })
  }
  /** Asks the first time, acts the second. */
  async remove(contact: Contact): Promise<void> {
    if (this.busy) return
    if (this.confirming !== contact.id) {
      this.confirming = contact.id
      return
    }
    this.confirming = null
    if (!(await this.#ask(() => api("DELETE", `/api/admin/contacts/${contact.id}`)))) return
    if (this.draft.id === contact.id) this.fresh()
    this.done = i18n.say("contacts.removed", { name: contact.name })
  }
  async #ask(send: () => Promise<Reply<unknown>>): Promise<boolean> {
    this.busy = true
    this.done = ""
    const reply = await send()
    if (reply.ok) await this.load()
    else this.problem = reply.problem
    this.busy = false
    return reply.ok
  }
}
