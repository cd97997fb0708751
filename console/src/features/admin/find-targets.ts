/** People and units of the administration, for Ctrl+K: choosing one opens its form. */

import type { PageRow, PageTargets } from "../../find/page-targets.svelte.ts"
import type { Admin } from "./admin.svelte.ts"
import type { EditedSection } from "./sections.ts"

/** `open`: the form of a row of a section. */
export function adminTargets(admin: Admin, open: (section: EditedSection, id: string) => void): PageTargets {
  const people = (admin.people ?? []).map(
    ({ id, name, login }): PageRow => ({
      kind: "colleague",
      id,
      title: name,
      detail: login,
      open: () => open("people", id),
    }),
  )
  const units = (admin.units ?? []).map(
    ({ id, callsign, centre }): PageRow => ({
      kind: "unit",
      id,
      title: callsign,
      detail: admin.nameOf("centres", centre),
      open: () => open("units", id),
    }),
  )
  return { rows: [...people, ...units] }
}
