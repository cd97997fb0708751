/** The order of the lines of a story. Pure. */

/** Newest first. Of facts of one moment, as of a call that leaves one incident for another, the one that was recorded last leads. */
export function newestFirst<Line extends { readonly at: string | number }>(inLog: readonly Line[]): Line[] {
  return inLog.toReversed().sort((a, b) => String(b.at).localeCompare(String(a.at)))
}
