/** What is missing for somebody to interpret the call in hand, and how it is set up. */

import { languageName, t } from "../../i18n/i18n.svelte.ts"
import { missingInterpreter } from "../../voice/interpreter.ts"
import type { DeskViewModel } from "./desk-view-model.svelte.ts"

export function interpreterNotice({
  language,
  contacts,
  spoken,
}: Pick<DeskViewModel, "language" | "contacts" | "spoken">): string[] {
  const facts = { language: languageName(language) }
  const missing = missingInterpreter(language, contacts)
  return [
    t("desk.interpreter_for", facts),
    ...(missing
      ? [
          t(missing === "none" ? "desk.interpreter_none" : "desk.interpreter_other", facts),
          t("desk.interpreter_setup"),
        ]
      : []),
    ...(spoken ? [] : [t("desk.interpreter_written")]),
  ]
}
