/**
 * What the crew was last told, kept on this telephone so that the page opens with it where there is no network: the
 * address matters most just there. It belongs to the session, and its key is destroyed with it (state/local-store.ts).
 */

import type { FoundNotes } from "../../premise-notes/premise-notes.svelte.ts"
import type {
  AssignmentRow,
  CallerWordsRow,
  CaseRow,
  MessageRow,
  PatientRow,
  TaskRow,
  UnitRow,
  VehicleRow,
} from "../../protocol/generated.ts"

export interface CachedJob {
  readonly unit: UnitRow & { readonly v: number }
  readonly case: CaseRow | null
  readonly task: TaskRow | null
  readonly assignment: AssignmentRow | null
  readonly patients: readonly (PatientRow & { readonly v: number })[]
  readonly messages: readonly MessageRow[]
  /** Where it speaks by radio; not there in what an older page kept. */
  readonly air?: string
  /** What callers wrote; as above. */
  readonly words?: readonly CallerWordsRow[]
  /** What is known of the address; as above. */
  readonly premises?: FoundNotes | null
  /** Absent in what an older version kept. */
  readonly vehicles?: readonly VehicleRow[]
}
export interface CachedWork {
  readonly person: string
  readonly at_ms: number
  /** How far this telephone's clock is behind the centre's: presses made without network are timed by it. */
  readonly behind_ms: number
  readonly job: CachedJob
}

const STORED = "unit"
/** `LocalStore`, as far as it is needed here. */
type Store = Pick<Storage, "getItem" | "setItem">
/** Older than a long shift it is nobody's work any more. */
export const CACHE_LIFETIME_MS = 16 * 3600 * 1000

export function saveWork(storage: Store, kept: CachedWork): void {
  storage.setItem(STORED, JSON.stringify(kept))
}

export function loadWork(storage: Store, person: string, now_ms: number): CachedWork | null {
  const found = JSON.parse(storage.getItem(STORED) ?? "null") as CachedWork | null
  return found !== null && found.person === person && now_ms - found.at_ms < CACHE_LIFETIME_MS ? found : null
}

/** Lists of no one's data, such as hospitals and type names, for when they cannot be asked for. */
export function saveList<T>(storage: Store, name: string, list: T): void {
  storage.setItem(name, JSON.stringify(list))
}
export function loadList<T>(storage: Store, name: string): T | null {
  return JSON.parse(storage.getItem(name) ?? "null") as T | null
}

/**
 * The messages of the work: what the board shows, and what it has shown before somebody read it. Of another case only
 * what was written to this crew and is unread: it must not be lost, and the crew's own old words are no news.
 */
export function messageThread(
  before: readonly MessageRow[],
  now: readonly MessageRow[],
  work: string | null,
  me: string,
): readonly MessageRow[] {
  const all = new Map([...before, ...now].map((each) => [each.id, each]))
  return [...all.values()]
    .filter((each) => each.case === work || (each.by !== me && now.some((other) => other.id === each.id)))
    .sort((a, b) => a.sent_at.localeCompare(b.sent_at))
}
