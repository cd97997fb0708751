/** Everything an administrator can do. */

import type { Command } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Section } from "./admin.svelte.ts"

export interface AdminActions {
  readonly section: Section
  readonly chosen: string | null
  readonly person: unknown
  readonly dirty: boolean
  go(section: Section): void
  fresh(): void
  save(): Promise<void>
  discard(): void
  putOut(): Promise<void>
}

const NEW: { readonly [section in Section]?: MessageKey } = {
  people: "admin.new_person",
  agencies: "admin.new_agency",
  centres: "admin.new_centre",
  desks: "admin.new_desk",
  units: "admin.new_unit",
}
const WORDS: { readonly [section in Section]: MessageKey } = {
  people: "admin.people",
  agencies: "admin.agencies",
  centres: "admin.centres",
  desks: "admin.desks",
  units: "admin.units",
  roles: "admin.roles",
  plan: "admin.plan",
  content: "admin.content",
}

export function adminCommands(admin: AdminActions): readonly Command[] {
  const permission = PERMISSION.PEOPLE_ADMIN
  const fresh = NEW[admin.section]
  const sections = (Object.keys(WORDS) as Section[]).filter((section) => section !== admin.section)
  return [
    ...(fresh ? [{ id: "admin.new", label: fresh, permission, run: () => admin.fresh() }] : []),
    {
      id: "admin.save",
      label: "admin.save",
      permission,
      sends: ["dispatch.register_unit"],
      when: () => (admin.chosen !== null && admin.dirty ? true : "admin.why_no_draft"),
      run: () => admin.save(),
    },
    {
      id: "admin.discard",
      label: "admin.discard",
      permission,
      when: () => (admin.dirty ? true : "admin.why_no_draft"),
      run: () => admin.discard(),
    },
    {
      id: "admin.put_out",
      label: "admin.put_out",
      permission,
      // What throws somebody out of their work is not a slip.
      twice: true,
      when: () =>
        admin.section !== "people"
          ? "admin.why_no_person"
          : admin.person
            ? true
            : admin.chosen
              ? "admin.why_new"
              : "admin.why_no_person",
      run: () => admin.putOut(),
    },
    ...sections.map(
      (section): Command => ({
        id: `admin.go_${section}`,
        label: WORDS[section],
        permission,
        run: () => admin.go(section),
      }),
    ),
  ]
}
