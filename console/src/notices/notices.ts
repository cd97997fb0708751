/** Whom a protocol says to tell, until somebody told them. Pure: what is open, and what is said on the telephone. */

import { type LocalizedText, wording } from "../engine/content.ts"
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

/** Who takes what is passed on, as the content in force says. */
export interface Helpline {
  readonly name: string
  readonly number: string
  /** What is said after the first sentence. */
  readonly say: string
}
/** What the catalogue says of it. Absent in a set that was published before there were any. */
export interface HelplineCatalog {
  readonly capabilities: Readonly<Record<string, { readonly name: LocalizedText }>>
  readonly helplines?: Readonly<Record<string, { readonly number: string; readonly say: LocalizedText }>>
}
const TRANSFER = "transfer_"
/** To whose telephone a notice passes the caller or the case, as a capability; undefined for one that passes nothing on. The twin of
 * `transfer_notice` of `triage/core/model.py`. */
export function passedTo(code: string | null | undefined): string | undefined {
  return code?.startsWith(TRANSFER) ? code.slice(TRANSFER.length) : undefined
}

/** Who takes what a notice passes on, in the language of who telephones. */
export function helplineOf(
  catalog: HelplineCatalog | undefined,
  notice: string | null | undefined,
  language: string,
): Helpline | undefined {
  const to = passedTo(notice)
  const line = to === undefined ? undefined : catalog?.helplines?.[to]
  if (to === undefined || line === undefined) return undefined
  const name = catalog?.capabilities[to]?.name
  return {
    name: name ? wording(name, language).words : to,
    number: line.number,
    say: wording(line.say, language).words,
  }
}
