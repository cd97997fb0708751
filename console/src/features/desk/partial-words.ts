/** A text of the content in the language of a caller who speaks one in which only a part is said (decision 0374). Pure. */

import type { LocalizedText } from "../../engine/content.ts"

/** The text with its words in that language, where there are any: they are known by the Spanish ones. */
export function withPartial(
  text: LocalizedText,
  language: string,
  strings: { readonly [spanish: string]: string },
): LocalizedText {
  const words = text[language] === undefined ? strings[text.es ?? ""] : undefined
  return words === undefined ? text : { ...text, [language]: words }
}
