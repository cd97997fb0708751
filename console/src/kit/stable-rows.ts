/**
 * Rows never move under a hand. While somebody works in a list, what arrives waits and is counted
 * («3 nuevos»), and what left stays in its place, marked; when the person asks, or nobody's hand is
 * there, the list settles into its true order.
 *
 * What left hides nothing: each row that arrives takes the place of one that left, and what is kept because
 * the hand is on it stands below everything new.
 */

export interface ArrangedRows<T> {
  readonly rows: readonly { readonly key: string; readonly item: T; readonly left: boolean }[]
  readonly news: number
}

/**
 * The rows to draw: `held` is the order last seen (null: settled), `last` the items as last seen; `inTurn` whether the
 * hand is on a row: it is not taken away under it.
 */
export function arrangeRows<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  held: readonly string[] | null,
  last: ReadonlyMap<string, T>,
  inTurn: (key: string) => boolean = () => false,
): ArrangedRows<T> {
  if (held === null) {
    return { rows: items.map((item) => ({ key: keyOf(item), item, left: false })), news: 0 }
  }
  const present = new Map(items.map((item) => [keyOf(item), item]))
  const known = new Set(held)
  const news = items
    .filter((item) => !known.has(keyOf(item)))
    .map((item) => ({ key: keyOf(item), item, left: false }))
  const gone = held.filter((key) => !present.has(key) && !inTurn(key)).length
  const inPlaces = news.splice(0, gone)
  const rows = held.flatMap((key) => {
    const item = present.get(key)
    if (item !== undefined) return [{ key, item, left: false }]
    const was = last.get(key)
    const left = was === undefined ? [] : [{ key, item: was, left: true }]
    return inTurn(key) ? [...news.splice(0), ...left] : inPlaces.length > 0 ? inPlaces.splice(0, 1) : left
  })
  return { rows, news: news.length }
}
