/** Refused attempts at a reserved case, as its owner reads them in the story. Pure. */

export interface AccessAttempt {
  readonly id: string
  readonly at: string
  /** Who tried. */
  readonly by: string
  /** What they wanted, by its code (identity.core.messages.AccessAct). */
  readonly act: string
}

interface Fact {
  readonly id: string
  readonly kind: string
  readonly at: string
  readonly body: unknown
}

/** The newest first. Only the owner and the room lead are told of them: others find none. */
export function accessAttempts(facts: readonly Fact[]): readonly AccessAttempt[] {
  return facts
    .filter((fact) => fact.kind === "identity.case.access_refused")
    .map((fact) => {
      const body = (fact.body ?? {}) as { by?: string; act?: string }
      return { id: fact.id, at: fact.at, by: body.by ?? "", act: body.act ?? "other" }
    })
    .sort((a, b) => b.at.localeCompare(a.at))
}
