/** Which field of a form a refusal is about, by `facts.field` (`$.radios[1]`). Pure. */

import type { Problem } from "../state/outbox.ts"

/** The names on the way to the field, the innermost last: `$.home.lat` is `home`, `lat`. */
function namesOf(problem: Problem): readonly string[] {
  const { field } = problem.facts
  return typeof field === "string" ? (field.match(/(?<=\.)[A-Za-z_]\w*/g) ?? []) : []
}

/** The field as the server names it; null where the refusal is about no single one. */
export function namedField(problem: Problem): string | null {
  return namesOf(problem).at(-1) ?? null
}

/** The field among those that a form shows at which the refusal stands; null where it stands at the form's head. */
export function shownField(problem: Problem | null | undefined, shown: readonly string[]): string | null {
  return problem ? (namesOf(problem).findLast((name) => shown.includes(name)) ?? null) : null
}
