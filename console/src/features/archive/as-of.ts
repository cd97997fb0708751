/** What was known at one fact: everything carries from which fact to which it was so. Pure. */

interface Spell {
  readonly since: number
  readonly until?: number | null
}

/** Those that stood when fact `n` had happened and the next had not. */
export function validAt<T extends Spell>(things: readonly T[], n: number): readonly T[] {
  return things.filter((thing) => thing.since <= n && (thing.until == null || n < thing.until))
}

/** Those that had been and were replaced, the last of each key: they stay readable, struck through. */
export function supersededAt<T extends Spell>(
  things: readonly T[],
  n: number,
  keyOf: (thing: T) => string,
): ReadonlyMap<string, T> {
  const gone = new Map<string, T>()
  for (const thing of things) if (thing.until != null && thing.until <= n) gone.set(keyOf(thing), thing)
  return gone
}

/** A digest as people compare it aloud: sixteen blocks of four. */
export function digestBlocks(digest: string): readonly string[] {
  return (digest.toUpperCase().match(/.{4}/g) ?? []).slice(0, 16)
}

export type ProofPart = "digest" | "inclusion" | "head" | "signature"
const PARTS: readonly ProofPart[] = ["digest", "inclusion", "head", "signature"]
/** How the codes of the verifier (`verify.*`) begin, and which part of a proof each speaks against. */
const AGAINST: readonly (readonly [string, readonly ProofPart[]])[] = [
  ["event_not_in_log", ["inclusion"]],
  ["head_", ["head"]],
  ["seal_signature", ["signature"]],
  ["signer_", ["signature"]],
  ["seal_mismatch", ["digest", "signature"]],
  ["entry_", ["digest"]],
  ["event_", ["digest"]],
  ["document_", ["digest"]],
  ["container_", ["digest"]],
]

/** The parts of a proof that do not hold. A finding that we cannot place speaks against them all. */
export function brokenParts(findings: readonly string[]): ReadonlySet<ProofPart> {
  return new Set(
    findings.flatMap((finding) => AGAINST.find(([code]) => finding.startsWith(code))?.[1] ?? PARTS),
  )
}
