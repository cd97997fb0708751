/** A response plan in words: what is asked for, and why. Pure. */

export interface PlanVocabulary {
  readonly service: (code: string) => string
  readonly can: (code: string) => string
  readonly type: (code: string) => string
  readonly centre: (id: string) => string
}

/** `2 × Ambulancia, Bomba`: one asked for twice is two vehicles. */
export function requirementsText(codes: readonly string[], can: (code: string) => string): string {
  const count = (code: string) => codes.filter((each) => each === code).length
  return [...new Set(codes)]
    .map((code) => (count(code) > 1 ? `${count(code)} × ${can(code)}` : can(code)))
    .join(", ")
}

/** The facts of a reason with words for their codes: no code is said to a person. */
export function reasonFacts(
  facts: Readonly<Record<string, string>>,
  words: PlanVocabulary,
): Readonly<Record<string, string>> {
  const by: Readonly<Record<string, (code: string) => string>> = {
    type: words.type,
    service: words.service,
    by: words.service,
    capability: words.can,
    capabilities: (codes) => requirementsText(codes.split(" "), words.can),
    centre: words.centre,
  }
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, by[name]?.(value) ?? value]))
}

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
/** `sat 07:00` as people say it: `sábado 07:00`. */
export function planTimeText(when: string, language: string): string {
  const [day = "", clock = ""] = when.split(" ")
  const nth = DAYS.indexOf(day)
  if (nth < 0) return when
  // The first of January 2024 was a Monday.
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(
    Date.UTC(2024, 0, 1 + nth),
  )
  return `${name} ${clock}`
}
