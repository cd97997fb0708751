/** Where who reads a case file goes back to: the page that they came from, or one that they may open. Pure. */

/** The path; `archive` is whether they may open the archive, `room` whether they may open the room. */
export function wayBack(
  from: string | null,
  may: { readonly archive: boolean; readonly room: boolean },
): string {
  if (from !== null && from !== "/" && from !== "/login") return from
  if (may.archive) return "/archive"
  return may.room ? "/room" : "/desk"
}
