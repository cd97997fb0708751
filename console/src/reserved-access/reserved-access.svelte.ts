/** To whom a reserved case is open: the list, a person more, a person less. Everything done is a command. */

import type { CaseRow, Colleague, NamedPerson } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { decidesWhoIsNamed } from "../state/authority.ts"
import { sendCommand } from "../state/command-outbox.svelte.ts"
import type { Answer, Problem } from "../state/outbox.ts"
import { session } from "../state/session.svelte.ts"

export class AccessList {
  open = $state(false)
  /** Why the person who was chosen last is not on the list. */
  problem = $state.raw<Problem | null>(null)
  readonly #subject: () => CaseRow | undefined
  readonly #rows: () => readonly CaseRow[]
  /** The case that the open list is about: another one may come into hand behind it. */
  #pinned = $state<string | null>(null)

  /** `subject`: the case in hand; `rows`: where it is found again while its list is open. */
  constructor(subject: () => CaseRow | undefined, rows: () => readonly CaseRow[]) {
    this.#subject = subject
    this.#rows = rows
  }

  readonly case = $derived.by(() =>
    this.open ? this.#rows().find((each) => each.id === this.#pinned) : this.#subject(),
  )
  readonly reserved = $derived.by(() => this.case?.reserved === true && !this.case.hidden)
  /** Whether the person here may make the list longer or shorter. */
  readonly decides = $derived.by(
    () => this.case !== undefined && this.reserved && decidesWhoIsNamed(session.current, this.case),
  )
  /** Its owner first, then by name. */
  readonly people = $derived.by<readonly NamedPerson[]>(() =>
    [...(this.case?.named ?? [])].sort(
      (a, b) => Number(this.owns(b)) - Number(this.owns(a)) || a.name.localeCompare(b.name),
    ),
  )
  owns(one: NamedPerson): boolean {
    return one.person === this.case?.owner_person
  }
  show(): void {
    this.problem = null
    this.#pinned = this.#subject()?.id ?? null
    this.open = this.#pinned !== null
  }

  /** People by name, without those who are on the list already. */
  async search(text: string, signal: AbortSignal): Promise<readonly Colleague[]> {
    const query = new URLSearchParams({ text: text.slice(0, 60) })
    const reply = await api<readonly Colleague[]>("GET", `/api/colleagues?${query}`, { signal })
    if (!reply.ok) throw new Error(reply.problem.code)
    const known = new Set(this.people.map((one) => one.person))
    return reply.value.filter((one) => !known.has(one.id))
  }
  async name(person: string): Promise<void> {
    if (this.case === undefined) return
    const answer = await sendCommand({ kind: "cases.name_person", case: this.case.id, person })
    this.problem = answer.ok ? null : answer.problem
  }
  remove(person: string): Promise<Answer> | undefined {
    return this.case && sendCommand({ kind: "cases.remove_person", case: this.case.id, person })
  }
}
