/** Where the refusal of a form stands: at the field that it is about where the form shows it, else at the form's head. */

import { getContext, setContext, untrack } from "svelte"
import { t } from "../i18n/i18n.svelte.ts"
import type { Problem } from "../state/outbox.ts"
import { problemText } from "./problem-text.ts"
import { shownField } from "./refused-field.ts"

const KEY = Symbol("form refusal")

class FormRefusal {
  #shown = $state.raw<readonly string[]>([])
  readonly #problem: () => Problem | null | undefined
  readonly #at = $derived.by(() => shownField(this.#problem(), this.#shown))

  constructor(problem: () => Problem | null | undefined) {
    this.#problem = problem
  }
  /** A field is in sight until the answer is called. */
  show(field: string): () => void {
    this.#shown = [...untrack(() => this.#shown), field]
    return () => {
      const at = this.#shown.indexOf(field)
      this.#shown = this.#shown.toSpliced(at, 1)
    }
  }
  /** What stands at the head. */
  get atHead(): Problem | null {
    return this.#at === null ? (this.#problem() ?? null) : null
  }
  textAt(field: string): string | undefined {
    const problem = this.#problem()
    if (!problem || this.#at !== field) return undefined
    return problem.code === "malformed" ? t("kit.refused_here") : problemText(problem)
  }
}

/** For a form, while it is being made. */
export function provideFormRefusal(problem: () => Problem | null | undefined): FormRefusal {
  return setContext(KEY, new FormRefusal(problem))
}

/** For a field, while it is being made: why the server refused it. `field`: what the server calls it; undefined: nothing. */
export function fieldRefusal(field: () => string | undefined): () => string | undefined {
  const form = getContext<FormRefusal | undefined>(KEY)
  $effect(() => {
    const name = field()
    return name === undefined ? undefined : form?.show(name)
  })
  return () => {
    const name = field()
    return name === undefined ? undefined : form?.textAt(name)
  }
}
