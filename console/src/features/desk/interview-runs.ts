/**
 * The interviews of one caller: that of the case, and those to which its answers have led. Each keeps its own answers, so that
 * what it proved stands, and what it had still to ask is asked once the other has ended. Pure.
 */

export interface InterviewRun {
  readonly run: string
  readonly protocol: string
  /** Protocols that its answers lead to, the most severe rule's first. */
  readonly goto: readonly string[]
  /** Something is left to ask. */
  readonly asks: boolean
}

/** The one that asks now: the last that has something left to ask, else the last. */
export function asksNow<Run extends InterviewRun>(runs: readonly Run[]): Run | undefined {
  return runs.findLast((each) => each.asks) ?? runs.at(-1)
}

/** The protocol to which the answers lead, and that nobody has begun: of the latest interview first. */
export function leadsTo(runs: readonly InterviewRun[]): string | undefined {
  const begun = new Set(runs.map((each) => each.protocol))
  return runs
    .toReversed()
    .flatMap((each) => each.goto)
    .find((each) => !begun.has(each))
}
