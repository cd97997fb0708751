/** What the page in sight can do with what was found: it says so while it is there, and the search box falls back on addresses. */

/** A person or a unit that stands on this page alone. */
export interface PageRow {
  readonly kind: "colleague" | "unit"
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly open: () => void
}
export interface PageTargets {
  /** What the page has and no board tells: the search box finds it by title and detail. */
  readonly rows?: readonly PageRow[]
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
