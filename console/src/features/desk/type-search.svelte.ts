/** F3's question to the server, and whether it answered. What a caller said stands in a body, never in an address. */

import { api } from "../../state/api.ts"
import { activeContent } from "./content.svelte.ts"
import { byCode, byName, isCode, type RankedType, ranked, SHOWN_MAX, type TypeOption } from "./type-search.ts"

/**
 * Then the desk goes on with the names that it knows. They find little of what callers say, and what is not found sends no help: a
 * slow server is waited for before them. (ours)
 */
const TIMEOUT_MS = 4_000
/** As the server bounds it (`auxilio.triage.api.SuggestionRequest`). */
const LETTERS_MAX = 4_000

export class TypeSearch {
  /** The server did not answer the last question: only codes and names are matched. */
  unreached = $state(false)

  /** `typed`: the incident has a type already. Throws nothing but what aborted it. */
  async search(text: string, typed: boolean, signal: AbortSignal): Promise<readonly TypeOption[]> {
    await activeContent.listed
    if (isCode(text)) return byCode(text, activeContent.types)
    const reply = await api<readonly RankedType[]>("POST", "/api/triage/suggest", {
      body: { text: text.slice(-LETTERS_MAX), limit: SHOWN_MAX },
      signal,
      timeout_ms: TIMEOUT_MS,
    })
    if (signal.aborted) return []
    this.unreached = !reply.ok
    if (!reply.ok) return byName(text, activeContent.types)
    return ranked(reply.value, (code) => activeContent.type(code), typed)
  }
}
