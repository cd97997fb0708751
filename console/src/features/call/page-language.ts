/** The languages of the caller's page: those of the console, and those in which only a part of the content is said (decision 0374). Pure. */

/** Each by its own name. */
export const PARTIAL_NAMES = { gl: "Galego", ro: "Română" } as const
export type PartialLanguage = keyof typeof PARTIAL_NAMES
export const PARTIAL_LANGUAGES = Object.keys(PARTIAL_NAMES) as readonly PartialLanguage[]

export function isPartial(tag: string | null | undefined): tag is PartialLanguage {
  return PARTIAL_LANGUAGES.includes(tag as PartialLanguage)
}

/** What was chosen on this phone counts; else the first of its own languages that the page speaks (`whole`: the console's). null: one of the console's. */
export function preferredPartial(
  kept: string | null,
  console: string | null,
  phone: readonly string[],
  whole: readonly string[],
): PartialLanguage | null {
  if (kept !== null || console !== null) return isPartial(kept) ? kept : null
  const first = phone.map((tag) => tag.slice(0, 2)).find((tag) => isPartial(tag) || whole.includes(tag))
  return isPartial(first) ? first : null
}
