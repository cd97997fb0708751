/** What is shown of the notifications of a case: which stand, and who was tried how. Pure. */

import type { NotificationRow, ReachableContact } from "../protocol/generated.ts"

/** Characters that a message carries of what its sender adds, as the server takes them. */
export const NOTIFIED_WORDS_MAX = 160
/** Characters of who was told by telephone or by radio, as the server takes them. */
export const TOLD_NAME_MAX = 120

/** Somebody can still acknowledge it. */
export function isOpenNotification(row: Pick<NotificationRow, "state">): boolean {
  return row.state === "standing" || row.state === "exhausted"
}

/** Those of a case, the open ones first, then the newest. */
export function notificationsOf(
  rows: readonly NotificationRow[],
  id: string | null | undefined,
): readonly NotificationRow[] {
  return rows
    .filter((row) => row.case === id)
    .sort(
      (a, b) =>
        Number(isOpenNotification(b)) - Number(isOpenNotification(a)) || b.asked_at.localeCompare(a.asked_at),
    )
}

export interface TriedContact {
  /** Its place in `contacts`, as the command names it. */
  readonly contact: number
  readonly name: string
}
/** Whom a message went to, each once: only they can say that they know. */
export function triedContacts(row: Pick<NotificationRow, "attempts" | "contacts">): readonly TriedContact[] {
  return [...new Set(row.attempts.map((attempt) => attempt.contact))].map((contact) => ({
    contact,
    name: row.contacts[contact] ?? "",
  }))
}

/** Whom Auxilio itself can reach; the others are telephoned. */
export function reachable(contacts: readonly ReachableContact[]): readonly ReachableContact[] {
  return contacts.filter((each) => each.ways.length > 0)
}
