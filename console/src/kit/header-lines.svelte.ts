/** How many lines stand below address, type and name in the header of a case: as many whatever is said there, so that news moves nothing. */

import { MediaQuery } from "svelte/reactivity"

const narrow = new MediaQuery("max-width: 1679px")
const telephone = new MediaQuery("max-width: 760px")

/** On a telephone as many as it takes. */
export function headerLines(): number {
  if (telephone.current) return Number.POSITIVE_INFINITY
  return narrow.current ? 2 : 1
}
