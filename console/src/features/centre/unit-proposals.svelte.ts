/** Which units the server proposes for the task in hand, and which of them are marked to be alerted. */

import type { TaskRow } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { now } from "../../state/now.svelte.ts"
import { regionWindows } from "../../state/region-windows.svelte.ts"
import {
  canAcceptTask,
  differingProposals,
  type JointAssignment,
  proposedUnits,
  type Recommendation,
  recommendedUnits,
  unitsSetAside,
} from "./model.ts"

const ASK_AGAIN_MS = 10_000

interface ProposalSubject {
  readonly task: TaskRow | undefined
  /** The task is of a reserved case that is not open to the person here. */
  readonly shut: boolean
  readonly centre: string | null
  /** Neighbours that were asked for a part of the task. */
  readonly aids: readonly TaskRow[]
  readonly roads: { readonly standing: unknown }
}

export class UnitProposals {
  marked = $state.raw<readonly string[]>([])
  /** The last question was not answered. */
  failed = $state(false)
  answeredAt = $state<number | null>(null)
  #answer = $state.raw<Recommendation | null>(null)
  #joint = $state.raw<JointAssignment>({ shared: [], diversions: [] })
  readonly #centre: ProposalSubject

  readonly recommendation = $derived.by(() =>
    this.#answer?.task === this.#centre.task?.id ? this.#answer : null,
  )
  readonly candidates = $derived(proposedUnits(this.recommendation?.needs ?? [], "candidates"))
  readonly aside = $derived(unitsSetAside(this.recommendation))
  /** Where looking at all cases together says something else than this one alone. */
  readonly shared = $derived.by(() => differingProposals(this.#centre.task?.id, this.#joint.shared))
  /** A run to something milder that could come here much sooner. */
  readonly diversion = $derived.by(() =>
    this.#joint.diversions.find((each) => each.task === this.#centre.task?.id),
  )
  readonly neighbours = $derived(this.recommendation?.neighbours ?? [])
  /** What no free unit can do, and nobody that already goes does. */
  readonly missing = $derived(this.recommendation?.missing ?? [])
  readonly #aidStates = $derived.by(() => this.#centre.aids.map((aid) => aid.state).join())

  constructor(centre: ProposalSubject) {
    this.#centre = centre
    this.#keepAsking()
    this.#forget()
  }

  mark(unit: string): void {
    this.marked = this.marked.includes(unit)
      ? this.marked.filter((each) => each !== unit)
      : [...this.marked, unit]
  }

  /** Asked again when the task or its units change, and now and then, because units move. */
  #keepAsking(): void {
    let proposedFor = ""
    let byServer = ""
    $effect(() => {
      const task = this.#centre.task
      if (task === undefined || task.hidden) return
      void [task.id, task.state, task.units, task.capabilities.length, task.assignments.length, task.place]
      void this.#aidStates
      void this.#centre.roads.standing
      let gone = false
      const ask = async () => {
        const [found, together] = await Promise.all([
          api<Recommendation>("GET", `/api/dispatch/recommend?task=${task.id}`),
          this.#centre.centre && !canAcceptTask(task)
            ? api<JointAssignment>("GET", "/api/dispatch/sharing")
            : null,
        ])
        if (gone) return
        this.#joint = together?.ok ? together.value : { shared: [], diversions: [] }
        this.failed = !found.ok
        if (!found.ok) return
        this.#answer = found.value
        this.answeredAt = now.ms
        // In the window of a region the marks are those of its desk.
        if (regionWindows.own !== null) return
        // The server marks once, and once more when the task was accepted and is looked at with the others; after that, and
        // as soon as a person has marked, the marks are theirs.
        const about = `${task.id} ${canAcceptTask(task)}`
        const theirs = proposedFor.startsWith(task.id) && this.marked.join() !== byServer
        if (proposedFor === about || theirs) return
        proposedFor = about
        this.marked =
          task.assignments.length > 0 ? [] : recommendedUnits(task.id, found.value.needs, this.#joint.shared)
        byServer = this.marked.join()
      }
      void ask()
      const again = setInterval(ask, ASK_AGAIN_MS)
      return () => {
        gone = true
        clearInterval(again)
      }
    })
  }

  /** Marks, and a question without an answer, are of one task; of a case that is shut nothing is kept. */
  #forget(): void {
    $effect(() => {
      if (!this.#centre.shut) return
      this.marked = []
      this.#answer = null
      this.failed = false
    })
    let markedFor: string | undefined
    $effect(() => {
      const task = this.#centre.task?.id
      if (markedFor !== undefined && markedFor !== task) {
        if (regionWindows.own === null) this.marked = []
        this.failed = false
      }
      markedFor = task
    })
  }
}
