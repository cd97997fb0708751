/**
 * Conditions of reviewed content: which answers count. Three values, no negation (decision 0011).
 * The twin of `src/auxilio/kernel/condition.py`; `tests/vectors/` holds both to the same answers.
 */

export type AnswerCondition = {
  readonly op: "is"
  readonly question: string
  readonly answers: readonly string[]
}
export type CombinedCondition = { readonly op: "all" | "any"; readonly of: readonly Condition[] }
export type Condition = AnswerCondition | CombinedCondition

/** What is known: each question's latest answer. */
export type KnownAnswers = Readonly<Record<string, string>>

/** True, false, or null: not known yet. What is not known is never taken for false. */
export type TruthValue = boolean | null

export function evaluateCondition(condition: Condition, facts: KnownAnswers): TruthValue {
  if (condition.op === "is") {
    const given = answerTo(condition.question, facts)
    return given === undefined ? null : condition.answers.includes(given)
  }
  const ends = condition.op === "any"
  let open = false
  for (const one of condition.of) {
    const value = evaluateCondition(one, facts)
    if (value === ends) return ends
    if (value === null) open = true
  }
  return open ? null : !ends
}

/** The answer that was given, and never something an object has by birth. */
export function answerTo(question: string, facts: KnownAnswers): string | undefined {
  return Object.hasOwn(facts, question) ? facts[question] : undefined
}

export function questionsOf(condition: Condition): Set<string> {
  if (condition.op === "is") return new Set([condition.question])
  return new Set(condition.of.flatMap((one) => [...questionsOf(one)]))
}
