/** What the page in sight can do with what was found: it says so while it is there, and the search box falls back on addresses. */

export interface PageTargets {
  /** Opens a case where this person works; "there" when it is open already, false when this page cannot. */
  readonly openCase?: (id: string) => boolean | "there"
  /** Whether `openCase` would open it, or has it open: without this a page opens what it can. */
  readonly opensCase?: (id: string) => boolean
  /** Marks a unit in the list of this page. */
  readonly showUnit?: (id: string) => void
  /** Opens the contacts with this one found: one more Enter dials, or asks them into the call. */
  readonly openContact?: (name: string) => void
  /** Leaving would hurt: somebody is spoken to. What has a page of its own opens beside this one. */
  readonly busy?: () => boolean
  /** Asks a colleague into the call in hand; undefined while there is none. */
  readonly askColleague?: (() => void) | undefined
}

class Targets {
  #source = $state.raw<(() => PageTargets) | null>(null)
  get current(): PageTargets {
    return this.#source?.() ?? {}
  }
  /** Call it while the page's component is being made. */
  provide(source: () => PageTargets): void {
    $effect(() => {
      this.#source = source
      return () => {
        if (this.#source === source) this.#source = null
      }
    })
  }
}

export const pageTargets = new Targets()
