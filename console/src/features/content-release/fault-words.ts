/** What is wrong with content, in words: codes of services, centres and hours are told by what they are called. */

import { i18n, lenientFacts, tOr } from "../../i18n/i18n.svelte.ts"
import type { DocumentFault } from "../../protocol/generated.ts"
import { planTimeText } from "./plan.ts"

export function faultText(fault: DocumentFault, nameOf: (id: string) => string = (id) => id): string {
  const named = (code: string) => tOr(`dispatch.service.${code}`, "common.plain", { text: nameOf(code) })
  const facts: Record<string, string | number> = { ...fault.facts, text: fault.code }
  for (const key of ["name", "service"]) if (facts[key]) facts[key] = named(String(facts[key]))
  if (facts.others) facts.others = String(facts.others).split(", ").map(named).join(", ")
  if (facts.when) facts.when = planTimeText(String(facts.when), i18n.language)
  return tOr(`content.fault.${fault.code}`, "common.plain", lenientFacts(facts))
}
