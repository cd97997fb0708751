/** What comes next on the page: F1 says it before it lists every key. */

import type { MessageKey } from "../i18n/i18n.svelte.ts"
import type { KeyBinding } from "./keys.ts"

export interface NextStep {
  readonly key?: KeyBinding | undefined
  readonly words: MessageKey
}

class NextSteps {
  #told = $state.raw<((region: number) => NextStep | undefined) | null>(null)

  /** Call it while a page's component is being made. `told` is given the region in which the hands are, 0 for none. */
  provide(told: (region: number) => NextStep | undefined): void {
    $effect(() => {
      this.#told = told
      return () => {
        this.#told = null
      }
    })
  }
  at(region: number): NextStep | undefined {
    return this.#told?.(region)
  }
}

export const nextSteps = new NextSteps()
