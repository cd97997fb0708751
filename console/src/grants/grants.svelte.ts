/** Roles that wait for a second person: which, by whom, and that the one here confirms or refuses them. */

import { api } from "../state/api.ts"
import type { Answer, Problem } from "../state/outbox.ts"
import { session } from "../state/session.svelte.ts"

/** As the board of the room and the list of the administration give it (`identity.core.boards.GrantRow`). */
export interface GrantAsk {
  readonly id: string
  readonly person: string
  readonly name: string
  readonly login: string
  readonly roles: readonly string[]
  readonly by: string
  readonly by_name: string
  readonly at: string
}
const DONE: Answer = { ok: true, handled: { command: "", versions: {}, facts: {} } }

export class Grants {
  open = $state(false)
  current = $state<string | null>(null)
  #marked = $state.raw<readonly string[]>([])
  readonly #rows: () => readonly GrantAsk[]
  readonly #changed: () => Promise<void> | void

  /** `changed`: called when something was decided, where the rows do not come by themselves. */
  constructor(rows: () => readonly GrantAsk[], changed: () => Promise<void> | void = () => undefined) {
    this.#rows = rows
    this.#changed = changed
  }

  /** The oldest first. */
  readonly rows = $derived.by(() => [...this.#rows()].sort((a, b) => a.at.localeCompare(b.at)))
  readonly marked = $derived.by(() => this.#marked.filter((id) => this.rows.some((each) => each.id === id)))
  /**
   * What the keys are about: those that are marked, else the one in turn. Once that one is decided nothing, so that a second
   * press never does to the next what was meant for it.
   */
  readonly chosen = $derived.by<readonly GrantAsk[]>(() => {
    const inTurn = this.current === null ? this.rows[0] : this.rows.find((each) => each.id === this.current)
    const marked = this.rows.filter((each) => this.marked.includes(each.id))
    return marked.length > 0 ? marked : inTurn ? [inTurn] : []
  })
  /** Nobody confirms what they asked for, or what is for themselves. */
  own(grant: GrantAsk): boolean {
    const me = session.current?.person.id
    return grant.by === me || grant.person === me
  }
  mark(grant: GrantAsk): void {
    if (this.own(grant)) return
    this.#marked = this.marked.includes(grant.id)
      ? this.marked.filter((id) => id !== grant.id)
      : [...this.marked, grant.id]
  }

  /** One after the other; at the first that is refused it ends, and those that are left stay marked. */
  async decide(verb: "confirm" | "refuse"): Promise<Answer> {
    let problem: Problem | null = null
    this.current = this.chosen[0]?.id ?? this.current
    for (const grant of this.chosen) {
      const reply = await api("POST", `/api/admin/grants/${grant.id}/${verb}`)
      if (!reply.ok) {
        problem = reply.problem
        break
      }
      this.#marked = this.#marked.filter((id) => id !== grant.id)
    }
    await this.#changed()
    return problem === null ? DONE : { ok: false, problem }
  }
}
