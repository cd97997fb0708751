/** Whom a protocol says to tell, until somebody told them. Pure: what is open, and what is said on the telephone. */

import type { WatchRow } from "../protocol/generated.ts"

/** When it was last tried without reaching anybody; "": never. */
const lastTried = (watch: WatchRow): string => watch.attempts.at(-1)?.at ?? ""

/** Notices of a case that nobody has given yet: first those that nobody has tried, by when they are due, then the one that was
 * tried longest ago. */
export function openNotices(watches: readonly WatchRow[], id: string | undefined): readonly WatchRow[] {
  return watches
    .filter((watch) => watch.kind === "notice" && watch.case !== null && watch.case === id)
    .filter((watch) => watch.over_at === null && watch.about !== null)
    .sort(
      (a, b) =>
        Number(b.stands) - Number(a.stands) ||
        lastTried(a).localeCompare(lastTried(b)) ||
        (a.red_at ?? "").localeCompare(b.red_at ?? "") ||
        (a.about ?? "").localeCompare(b.about ?? ""),
    )
}

/** After how many seconds it is late. */
export function redAfter_s({ set_at, red_at }: Pick<WatchRow, "set_at" | "red_at">): number | null {
  return red_at === null ? null : (Date.parse(red_at) - Date.parse(set_at)) / 1000
}

/** What a case knows, as far as it is said on the telephone. */
export interface NoticeIncident {
  readonly number: number
  readonly type: string | null
  readonly location: { readonly words: string } | null
}
export interface NoticeScript {
  readonly opening: "notice.opening" | "notice.opening_untyped"
  readonly number: number
  readonly type: string
  /** Null: the case has no place yet, and that is said. */
  readonly place: string | null
}
/** The first sentence; what the case does not know is not made up. */
export function noticeScript(incident: NoticeIncident): NoticeScript {
  return {
    opening: incident.type === null ? "notice.opening_untyped" : "notice.opening",
    number: incident.number,
    type: incident.type ?? "",
    place: incident.location?.words || null,
  }
}
