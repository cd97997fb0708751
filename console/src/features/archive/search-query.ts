/** What is asked of the archive, between the fields of the page, its address, and the server. Pure. */

export interface SearchQuery {
  readonly text: string
  readonly since: string
  readonly until: string
  readonly type: string
  readonly priority: string
  readonly state: string
  readonly disposition: string
}
export const EMPTY_QUERY: SearchQuery = {
  text: "",
  since: "",
  until: "",
  type: "",
  priority: "",
  state: "",
  disposition: "",
}
const FIELDS = Object.keys(EMPTY_QUERY) as (keyof SearchQuery)[]

/** A figure alone is the number of an incident, with or without its year; anything else are words. */
export function searchParameters(asked: SearchQuery): Record<string, string> {
  const text = asked.text.trim()
  const number = /^(\d{1,9})(?:\/\d{4})?$/.exec(text)?.[1]
  const by = number !== undefined ? { number } : /[\p{L}\p{N}]/u.test(text) ? { words: text } : {}
  const rest = FIELDS.filter((field) => field !== "text" && asked[field] !== "").map((field) => [
    field,
    asked[field],
  ])
  return { ...by, ...Object.fromEntries(rest) }
}

/** Whether anything but the text narrows the search. */
export function hasFilters(asked: SearchQuery): boolean {
  return FIELDS.some((field) => field !== "text" && asked[field] !== "")
}

/** The address that comes back to this search. */
export function queryAddress(asked: SearchQuery): string {
  const query = new URLSearchParams(
    FIELDS.filter((field) => asked[field]).map((field) => [field, asked[field]]),
  )
  return query.size > 0 ? `/archive?${query}` : "/archive"
}

export function queryFromAddress(query: URLSearchParams): SearchQuery {
  return Object.fromEntries(FIELDS.map((field) => [field, query.get(field) ?? ""])) as unknown as SearchQuery
}
