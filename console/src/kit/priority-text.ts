/** A priority where it is written and not drawn. */

import { t } from "../i18n/i18n.svelte.ts"
import type { ShownPriority } from "./priority.ts"

/** «P0 provisional», where it is written and not drawn. */
export function priorityText(of: ShownPriority): string {
  if (of.priority === null) return t("kit.priority_unknown")
  return of.provisional ? t("kit.priority_provisional_text", { priority: of.priority }) : `P${of.priority}`
}
