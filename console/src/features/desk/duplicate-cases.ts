/**
 * Whether the call in hand may tell of a case that is here already: what the desk asks the server, which of the answers
 * it shows, and the words of each reason. Pure. Nothing here joins anything (decision 0203).
 */

import type { Location } from "../../protocol/generated.ts"

export interface DuplicateReason {
  readonly code: string
  readonly points: number
  readonly facts: Readonly<Record<string, string>>
}
/** As `auxilio.cases.core.duplicate_incidents.DuplicateCandidate`. */
export interface DuplicateCandidate {
  readonly case: string
  readonly number: number
  readonly score: number
  readonly reasons: readonly DuplicateReason[]
}
/** What stands in the fields and is no fact yet. */
export interface TypedFields {
  readonly words: readonly string[]
  readonly location?: Location
  readonly type?: string
}

/** What is worth telling beside place, moment and kind, which are always told. */
const POINTS_MIN = 3
const ALWAYS = new Set(["place_near", "street_same", "time", "type_same", "type_near"])

/** The reasons of a line, in the order in which a person weighs them: where, when, what, who, for and against. */
export function sortedReasons(candidate: DuplicateCandidate): readonly DuplicateReason[] {
  return candidate.reasons.filter(({ code, points }) => ALWAYS.has(code) || Math.abs(points) >= POINTS_MIN)
}

/** The likeliest that nobody has put aside for this call. */
export function likeliestDuplicate(
  candidates: readonly DuplicateCandidate[],
  aside: ReadonlySet<string>,
): DuplicateCandidate | undefined {
  return candidates.find((each) => !aside.has(each.case))
}

/** The fields that say something, each once. */
export function typedFieldsOf(fields: readonly string[]): TypedFields {
  return { words: fields.map((each) => each.trim()).filter((each) => each !== "") }
}

interface PreviousCaseFact {
  readonly kind: string
  readonly cause: string
  readonly body: unknown
}
/**
 * The case out of which a call came into this one: left and joined by the same command, it was joined with its own
 * case, and both are parted again together.
 */
export function previousCaseOf(facts: readonly PreviousCaseFact[], call: string, it: string): string | null {
  const moves = facts.map(({ kind, cause, body }) => ({
    kind,
    cause,
    ...(body as { call?: string; case?: string } | null),
  }))
  const mine = moves.filter((move) => move.call === call)
  const joined = mine.findLast((move) => move.kind === "calls.call.joined_case" && move.case === it)
  const left = mine.find((move) => move.kind === "calls.call.left_case" && move.cause === joined?.cause)
  return left?.case ?? null
}
