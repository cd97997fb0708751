/** The callers of a case: each call is a caller of its own, unless a later call is of the same person (decision 0340). Pure. */

/** A fact of the story, as far as it tells who calls. */
interface CallFact {
  readonly id: string
  readonly kind: string
  readonly at: string
  readonly stream?: string
  readonly body: unknown
}
interface CallOfCase {
  readonly id: string
  readonly rang_at: string
}
export interface CaseCaller<T> {
  readonly number: number
  readonly call: T
}

/** The call that a fact is of; undefined for a fact of none. */
export function callOf(fact: Pick<CallFact, "stream">): string | undefined {
  return fact.stream?.startsWith("call:") ? fact.stream.slice("call:".length) : undefined
}

/** Which caller each call is of, from 1 by when their first call came to the case, as the file numbers them (`reporting.case_callers`). */
export function callerNumbers(facts: readonly CallFact[]): ReadonlyMap<string, number> {
  const known = new Map<string, number>()
  const came = new Map<string, number>()
  const same = new Map<string, string>()
  const inOrder = facts.toSorted((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id))
  for (const [nth, fact] of inOrder.entries()) {
    const call = callOf(fact)
    if (call === undefined) continue
    if (!known.has(call)) known.set(call, nth)
    if (fact.kind === "calls.call.joined_case" && !came.has(call)) came.set(call, nth)
    const { earlier, by } = (fact.body ?? {}) as { earlier?: string | null; by?: string }
    if (fact.kind === "calls.call.rang" && earlier) same.set(call, earlier)
    if (fact.kind === "calls.call.retry_joined" && by) same.set(by, call)
  }
  const since = (call: string) => came.get(call) ?? known.get(call) ?? 0
  const numbers = new Map<string, number>()
  let last = 0
  for (const call of [...known.keys()].sort((a, b) => since(a) - since(b))) {
    const seen = new Set([call])
    let person = call
    for (let next = same.get(person); next && known.has(next) && !seen.has(next); next = same.get(person)) {
      seen.add(next)
      person = next
    }
    if (!numbers.has(person)) numbers.set(person, ++last)
    numbers.set(call, numbers.get(person) ?? last)
  }
  return numbers
}

export function severalCallers(numbers: ReadonlyMap<string, number>): boolean {
  return new Set(numbers.values()).size > 1
}

/** Each caller once, by their latest call, the one in hand first: `inHand` is the call that somebody speaks with. */
export function caseCallers<T extends CallOfCase>(
  calls: readonly T[],
  numbers: ReadonlyMap<string, number>,
  inHand?: string,
): readonly CaseCaller<T>[] {
  const callers = new Map<number, CaseCaller<T>>()
  const byRing = calls.toSorted((a, b) => a.rang_at.localeCompare(b.rang_at) || a.id.localeCompare(b.id))
  for (const [nth, call] of byRing.entries()) {
    const number = numbers.get(call.id) ?? nth + 1
    if (callers.get(number)?.call.id !== inHand || inHand === undefined) callers.set(number, { number, call })
  }
  const isInHand = (one: CaseCaller<T>) => Number(one.call.id === inHand)
  return [...callers.values()].sort((a, b) => isInHand(b) - isInHand(a) || a.number - b.number)
}

/**
 * From when the clocks of a case count, whichever page looks and whether a call is still in hand: the first of its calls was
 * answered. A case that no call opened counts from its opening.
 */
export function clockStart(
  calls: readonly ({ readonly answered_at: string | null } | undefined)[],
  opened_at: string | undefined,
): string | null {
  const answered = calls.flatMap((call) => call?.answered_at ?? []).sort()
  return answered[0] ?? opened_at ?? null
}
