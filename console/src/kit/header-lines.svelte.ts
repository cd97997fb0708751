/** How many lines stand below address, type and name in the header of a case: as many whatever is said there, so that news moves nothing. */

import { pageSize } from "./page-size.svelte.ts"

/** On a telephone as many as it takes. */
export function headerLines(): number {
  if (pageSize.width <= 760) return Number.POSITIVE_INFINITY
  return pageSize.width <= 1679 ? 2 : 1
}
