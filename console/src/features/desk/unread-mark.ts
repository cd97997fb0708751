/** That the words on screen are a translation which no reviewer has read: beside the title of the document, where nothing moves. */

import { languageName, t } from "../../i18n/i18n.svelte.ts"
import { activeContent } from "./content.svelte.ts"

/** `digest`: of the card or protocol. `language`: of the words on screen. "" where somebody has read them. */
export function unreadMark(digest: string, language: string): string {
  return activeContent.unread(digest, language)
    ? ` · ${t("desk.card_unread", { language: languageName(language) })}`
    : ""
}
