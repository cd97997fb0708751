/** What a document of a release is called: its title, or the words for a file of the plans. */

import { t } from "../../i18n/i18n.svelte.ts"

export function documentName(kind: string, id: string, title: string): string {
  if (title) return title
  if (kind === "file" && id.startsWith("plans/areas/")) return t("area.title")
  if (kind === "file" && id.startsWith("plans/radio/")) return t("radio.form.title")
  if (kind === "file" && id === "plans/situations.yaml") return t("confirm.civil_plans")
  return id
}
