/** Whom the centre telephones: read from the directory and the plan, and found by name, organisation, purpose or language. */

import type { ConsoleCommand } from "../commands/registry.ts"
import { languageName, t } from "../i18n/i18n.svelte.ts"
import type { HospitalRow, TelephoneContact } from "../protocol/generated.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import { api } from "../state/api.ts"
import type { Problem } from "../state/outbox.ts"
import { findContacts } from "./find-contacts.ts"

export class Contacts {
  readonly #hospitals: () => readonly HospitalRow[]

  /** `hospitals`: of the board of the page; those with a telephone are found here too. */
  constructor(hospitals: () => readonly HospitalRow[] = () => []) {
    this.#hospitals = hospitals
  }

  open = $state(false)
  text = $state("")
  all = $state.raw<readonly TelephoneContact[] | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** Nobody before the contacts have come: who stands first would change under a hand that presses Enter. */
  readonly #reached = $derived.by(() =>
    this.all === null
      ? []
      : [
          ...this.all,
          ...this.#hospitals().flatMap(({ name, phone }) =>
            phone ? [{ name, number: phone, purpose: t("contacts.hospital") }] : [],
          ),
        ],
  )
  readonly found = $derived.by(() => findContacts(this.#reached, this.text, languageName))

  /** What stands in the directory now: an administrator may have changed it during the shift. */
  show(): void {
    this.open = true
    void this.load()
  }
  /** Opens with one of them found. */
  find(name: string): void {
    this.text = name
    this.show()
  }
  async load(): Promise<void> {
    const reply = await api<readonly TelephoneContact[]>("GET", "/api/dispatch/contacts")
    this.problem = reply.ok ? null : reply.problem
    if (reply.ok) this.all = reply.value
    else this.all ??= []
  }
  /** `page`: of which the command is one. */
  command(page: "desk" | "centre"): ConsoleCommand {
    return {
      id: `${page}.contacts`,
      label: "contacts.title",
      permission: PERMISSION.CALL_TALK,
      run: () => this.show(),
    }
  }
}
