/** How a row of a reserved case is said to somebody to whom it is not open: calm, and not as if something were missing. */

import { t } from "../i18n/i18n.svelte.ts"

/** The words of a row, or that it is reserved. */
export function unlessHidden(row: { readonly hidden?: boolean } | undefined, words: () => string): string {
  return row?.hidden ? t("kit.hidden") : words()
}
