/** What is said to the caller in hand in a language that protocols and cards do not have: asked for when somebody calls who speaks it. */

import type { LocalizedText } from "../../engine/content.ts"
import { isLanguage } from "../../i18n/i18n.svelte.ts"
import { primaryLanguage } from "../../kit/primary-language.ts"
import type { PartialLanguage } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { withPartial } from "./partial-words.ts"

class PartialWords {
  #come = $state.raw<PartialLanguage | null>(null)
  #wanted = ""

  /** `tag`: what the caller speaks. Asked again with each call: a release may have changed it. */
  async want(tag: string): Promise<void> {
    const language = primaryLanguage(tag)
    this.#wanted = language
    if (isLanguage(language)) return
    const reply = await api<PartialLanguage>("GET", `/api/content/partial/${language}`, { kept: true })
    if (reply.ok && this.#wanted === language) this.#come = reply.value
  }
  /** A text with the words of the language that came last. */
  in(text: LocalizedText): LocalizedText {
    return this.#come === null ? text : withPartial(text, this.#come.language, this.#come.strings)
  }
}

export const partialWords = new PartialWords()
