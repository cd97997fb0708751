/**
 * Rows never move under a hand. While somebody works in a list, what arrives waits and is counted
 * («3 nuevos»), and what left stays in its place, marked; when the person asks, or nobody's hand is
 * there, the list settles into its true order.
 */

export interface ArrangedRows<T> {
  readonly rows: readonly { readonly key: string; readonly item: T; readonly left: boolean }[]
  readonly news: number
}

/** The rows to draw: `held` is the order last seen (null: settled), `last` the items as last seen. */
export function arrangeRows<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  held: readonly string[] | null,
  last: ReadonlyMap<string, T>,
): ArrangedRows<T> {
  if (held === null) {
    return { rows: items.map((item) => ({ key: keyOf(item), item, left: false })), news: 0 }
  }
  const present = new Map(items.map((item) => [keyOf(item), item]))
  const rows = held.flatMap((key) => {
    const item = present.get(key)
    if (item !== undefined) return [{ key, item, left: false }]
    const was = last.get(key)
    return was === undefined ? [] : [{ key, item: was, left: true }]
  })
  const known = new Set(held)
  return { rows, news: items.filter((item) => !known.has(keyOf(item))).length }
}
