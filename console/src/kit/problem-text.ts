/** A refusal in words: the refusal's own, else that of any; places, roles and services by their names. */

import { lenientFacts, t, tOr } from "../i18n/i18n.svelte.ts"
import { directory } from "../state/directory.svelte.ts"
import type { Problem } from "../state/outbox.ts"
import { namedField } from "./refused-field.ts"
import { roleWords } from "./roles.ts"
import { seatGroups, seatNames } from "./seat-names.ts"

export function problemText(of: Problem): string {
  const field = of.code === "malformed" ? namedField(of) : null
  if (field !== null) return t("kit.refused_field", { field })
  // Our own code: nobody has refused anything.
  if (of.code === "network") return t("kit.no_network")
  return tOr(`refusal.${of.code}`, "kit.refused", lenientFacts({ ...speakable(of.facts), code: of.code }))
}

/** Facts that are texts or numbers can be spoken of in the words. */
function speakable(facts: Problem["facts"]): Record<string, string | number> {
  const entries = Object.entries(facts).filter(
    ([, fact]) => typeof fact === "string" || typeof fact === "number",
  )
  return Object.fromEntries(
    entries.map(([name, fact]) => [name, typeof fact === "string" ? named(name, fact) : fact]),
  ) as Record<string, string | number>
}
function named(name: string, fact: string): string {
  if (name === "centre") return directory.centreName(fact)
  if (name === "desk") return directory.deskName(fact)
  if (name === "seats") return seatWords(fact)
  if (name === "service") return tOr(`dispatch.service.${fact}`, "common.plain", { text: fact })
  if (name === "role" || name === "one" || name === "other") return roleWords(fact)
  return name === "roles" ? fact.split(", ").map(roleWords).join(", ") : fact
}
/** The desks where somebody may sit; who may sit at none works without one, as everybody may. */
function seatWords(fact: string): string {
  const none = t("login.desk_usual")
  const seats = seatGroups(seatNames(fact)).map(({ first, last }) =>
    first === last ? `«${first}»` : t("login.from_to", { first: `«${first}»`, last: `«${last}»` }),
  )
  return seats.length === 0 ? `«${none}»` : t("login.or", { seats: seats.join(", "), none })
}
