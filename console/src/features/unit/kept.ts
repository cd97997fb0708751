/**
 * What the crew was last told, kept on this telephone so that the page opens with it where there is no network: the
 * address matters most just there. It belongs to the session and is removed with it (`auxilio.kept.`, state/session).
 */

import type {
  AssignmentRow,
  CaseRow,
  MessageRow,
  PatientRow,
  TaskRow,
  UnitRow,
} from "../../protocol/generated.ts"

export interface Job {
  readonly unit: UnitRow & { readonly v: number }
  readonly case: CaseRow | null
  readonly task: TaskRow | null
  readonly assignment: AssignmentRow | null
  readonly patients: readonly (PatientRow & { readonly v: number })[]
  readonly messages: readonly MessageRow[]
  /** Where it speaks by radio; not there in what an older page kept. */
  readonly air?: string
}
export interface Kept {
  readonly person: string
  readonly at_ms: number
  /** How far this telephone's clock is behind the centre's: presses made without network are timed by it. */
  readonly behind_ms: number
  readonly job: Job
}

const STORED = "auxilio.kept.unit"
/** Older than a long shift it is nobody's work any more. */
export const KEPT_MS = 16 * 3600 * 1000

export function keep(storage: Storage, kept: Kept): void {
  storage.setItem(STORED, JSON.stringify(kept))
}

export function kept(storage: Storage, person: string, now_ms: number): Kept | null {
  const found = JSON.parse(storage.getItem(STORED) ?? "null") as Kept | null
  return found !== null && found.person === person && now_ms - found.at_ms < KEPT_MS ? found : null
}

/** Lists of no one's data, such as hospitals and type names, for when they cannot be asked for. */
export function keepList<T>(storage: Storage, name: string, list: T): void {
  storage.setItem(`auxilio.kept.${name}`, JSON.stringify(list))
}
export function keptList<T>(storage: Storage, name: string): T | null {
  return JSON.parse(storage.getItem(`auxilio.kept.${name}`) ?? "null") as T | null
}

/**
 * The messages of the work: what the board shows, and what it has shown before somebody read it. Of another case only
 * what was written to this crew and is unread: it must not be lost, and the crew's own old words are no news.
 */
export function thread(
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
