/** What the server found out about a change of content, and how it is put for those who sign. Pure. */

import type { ChangedDocument, Office, Release } from "../../protocol/generated.ts"

export const APPROVING_OFFICES: readonly Office[] = ["medical_director", "operations"]

/** How many sets of answers would get a milder priority: the first thing that somebody who signs must see. */
export function countLoweredPriorities(changed: readonly ChangedDocument[]): number {
  return changed.reduce((sum, one) => sum + (one.lowered ?? 0), 0)
}

/** What this person may do with a release now: true, or the key of why not. */
export function checkSignature(
  release: Release | null,
  office: Office,
  me: string,
): true | "publish.why_none" | SignatureRefusal {
  if (release === null) return "publish.why_none"
  if (release.state !== "proposed") return "publish.why_not_proposed"
  // Who confirms what is in force has written nothing of it.
  if (release.author === me && release.content !== release.base) return "publish.why_own"
  const signed = release.signatures ?? []
  if (signed.some((one) => one.office === office)) return "publish.why_signed"
  if (signed.some((one) => one.person === me)) return "publish.why_once"
  return true
}

/** The documents of a change with a translation that nobody has read: signed it is in force, and stays a draft. */
export function unreadDocuments(changed: readonly ChangedDocument[]): readonly ChangedDocument[] {
  return changed.filter((one) => (one.unread ?? []).length > 0)
}

export type SignatureRefusal =
  | "publish.why_not_proposed"
  | "publish.why_own"
  | "publish.why_signed"
  | "publish.why_once"

/** The one path of a set that a file from an author's own machine stands for, by its name; none when two could be meant. */
export function pathFor(name: string, paths: readonly string[]): string | undefined {
  const found = paths.filter((path) => path.split("/").at(-1) === name)
  return found.length === 1 ? found[0] : undefined
}

/** Where a line of a text begins and ends, for the caret. */
export function lineSpan(text: string, line: number): readonly [number, number] {
  const lines = text.split("\n")
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  return [start, start + (lines[line - 1]?.length ?? 0)]
}

export const SPECIFICATIONS = "data/protocol_specifications/"
const SPECIFIED = new RegExp(`^(?:protocols/|${SPECIFICATIONS})([a-z0-9-]+)\\.yaml$`)

/** The file of what a protocol is to decide. */
export function specificationPath(protocol: string): string {
  return `${SPECIFICATIONS}${protocol}.yaml`
}

/** The protocol whose specification belongs to a file: its own, or the specification's; null: neither. */
export function specifiedProtocol(path: string | null): string | null {
  return SPECIFIED.exec(path ?? "")?.[1] ?? null
}
