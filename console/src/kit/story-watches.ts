/** Which watches a story tells as an alarm, and which as a promise that is late. Pure. */

interface Fact {
  readonly kind: string
  readonly at: string
  readonly body: unknown
}

/** Those that were due when they were set, as an alarm is: nothing was promised that could be late. As `reporting/story.py`. */
export function dueAtOnce(facts: readonly Fact[]): ReadonlySet<string> {
  const found = facts.flatMap(({ kind, at, body }) => {
    if (kind !== "followup.watch.set") return []
    const { watch, amber_at, red_at } = body as Readonly<Record<string, string | null | undefined>>
    return watch && !amber_at && red_at && Date.parse(red_at) <= Date.parse(at) ? [watch] : []
  })
  return new Set(found)
}
