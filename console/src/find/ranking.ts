/** The order in which what was found is read. Pure. */

/** What was found, and how it is chosen. */
export interface FoundItem {
  readonly id: string
  readonly kind:
    | "command"
    | "case"
    | "unit"
    | "section"
    | "contact"
    | "colleague"
    | "place"
    | "phone"
    | "archive"
  readonly title: string
  readonly detail?: string
  /** How well it fits what was typed (`query.fitOf`). */
  readonly fit: number
  /** It can be done now. */
  readonly possible: boolean
  /** Of this page rather than of every page. */
  readonly here?: boolean
  /** Its name among what was chosen last. */
  readonly recent?: string
}

/** By the moment: what can be done now, then what fits best, what was chosen last, and what is of this page; else as they came. */
export function inOrder<T extends FoundItem>(items: readonly T[], recents: readonly string[]): readonly T[] {
  const turn = (item: T) => {
    const at = item.recent === undefined ? -1 : recents.indexOf(item.recent)
    return at < 0 ? recents.length : at
  }
  return items
    .map((item, came) => ({
      item,
      keys: [item.possible ? 0 : 1, item.fit, turn(item), item.here === false ? 1 : 0, came],
    }))
    .sort((a, b) => {
      const at = a.keys.findIndex((key, index) => key !== b.keys[index])
      return at < 0 ? 0 : (a.keys[at] ?? 0) - (b.keys[at] ?? 0)
    })
    .map(({ item }) => item)
}
