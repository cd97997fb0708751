/**
 * What a person chose last in the search box of this machine: names of commands, numbers of incidents, call signs, sections and
 * contacts. Never an address, a telephone or anything else of a caller, for a browser keeps it in the clear (decision 0330).
 */

/** Before the person's id, in the browser's store. */
export const STORED_RECENTS = "auxilio.recents."
export const RECENT_KINDS = ["command", "case", "unit", "section", "contact"] as const
export type RecentKind = (typeof RECENT_KINDS)[number]
export interface Recent {
  readonly kind: RecentKind
  readonly id: string
}
/** As many as are seen at once. */
export const RECENTS_MAX = 8
const ID_MAX = 100

/** The newest first, each once. */
export function withRecent(before: readonly Recent[], { kind, id }: Recent): readonly Recent[] {
  const rest = before.filter((each) => each.kind !== kind || each.id !== id)
  return [{ kind, id }, ...rest].slice(0, RECENTS_MAX)
}

/** At the sign-out, of whoever sat here: the next person at this machine learns nothing of what was looked for. */
export function forgetRecents(store: Pick<Storage, "key" | "length" | "removeItem">): void {
  const kept = Array.from({ length: store.length }, (_, n) => store.key(n))
  for (const key of kept) if (key?.startsWith(STORED_RECENTS)) store.removeItem(key)
}

/** What a browser kept, as far as it is what we wrote. */
export function readRecents(kept: string | null): readonly Recent[] {
  let read: unknown
  try {
    read = JSON.parse(kept ?? "[]")
  } catch {
    return []
  }
  return Array.isArray(read) ? read.flatMap(recentOf).slice(0, RECENTS_MAX) : []
}
function recentOf(one: unknown): readonly Recent[] {
  if (typeof one !== "object" || one === null || !("kind" in one) || !("id" in one)) return []
  const kind = RECENT_KINDS.find((each) => each === one.kind)
  return kind !== undefined && typeof one.id === "string" && one.id.length <= ID_MAX
    ? [{ kind, id: one.id }]
    : []
}
