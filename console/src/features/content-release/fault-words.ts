/** What is wrong with content, in words: codes of services, centres, languages and hours are told by what they are called. */

import { i18n, languageName, lenientFacts, t, tOr } from "../../i18n/i18n.svelte.ts"
import type { DocumentFault } from "../../protocol/generated.ts"
import { planTimeText } from "./plan.ts"

export function faultText(fault: DocumentFault, nameOf: (id: string) => string = (id) => id): string {
  const named = (code: string) => tOr(`dispatch.service.${code}`, "common.plain", { text: nameOf(code) })
  const facts: Record<string, string | number> = { ...fault.facts, text: fault.code }
  for (const key of ["name", "service"]) if (facts[key]) facts[key] = named(String(facts[key]))
  if (facts.others) facts.others = String(facts.others).split(", ").map(named).join(", ")
  if (facts.when) facts.when = planTimeText(String(facts.when), i18n.language)
  if (facts.language) facts.language = languageName(String(facts.language)).toLowerCase()
  if (fault.code === "languages_differ") return difference(facts)
  return tOr(`content.fault.${fault.code}`, "common.plain", lenientFacts(facts))
}

/** «En inglés falta la negación «sin»: …»: by the words that are missing or too many, and not by the codes of the table. */
function difference(facts: Record<string, string | number>): string {
  const group = tOr(`content.concept.${facts.group}`, "common.plain", { text: String(facts.group) })
  const missing = facts.missing === "-" ? "" : String(facts.missing_words || facts.missing)
  const added = facts.added === "-" ? "" : String(facts.added_words || facts.added)
  const said = lenientFacts({ ...facts, group, missing, added })
  if (added === "") return t("content.differs.lacks", said)
  return t(missing === "" ? "content.differs.adds" : "content.differs.both", said)
}
