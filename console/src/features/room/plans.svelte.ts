/** The civil protection plans of this centre, and where each stands. Rules propose; whoever may declares. */

import type { NotificationRow, SituationRow, WatchRow } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { sendCommand } from "../../state/command-outbox.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import { session } from "../../state/session.svelte.ts"

type Text = Readonly<Record<string, string>>
export interface PlanPhase {
  readonly code: string
  readonly name: Text
}
/** Whom the plan tells from a phase on. */
export interface PlanParty {
  readonly code: string
  readonly name: Text
  readonly phase: string
}
export interface EmergencyPlan {
  readonly id: string
  readonly name: Text
  readonly phases: readonly PlanPhase[]
  readonly tell: readonly PlanParty[]
}
interface Sent {
  readonly draft: boolean
  readonly version: string
  readonly plans: readonly EmergencyPlan[]
}
export interface PlanStanding {
  readonly plan: EmergencyPlan
  readonly state: SituationRow | undefined
  /** Who was told that it stands so, in the order of the plan. */
  readonly told: readonly NotificationRow[]
}
/** Those whom declaring a phase tells. */
export function partiesOf({ phases, tell }: EmergencyPlan, phase: string | null): readonly PlanParty[] {
  const rank = (code: string | null) => phases.findIndex((each) => each.code === code)
  return tell.filter((each) => rank(each.phase) <= rank(phase))
}

export class Plans {
  #sent = $state.raw<Sent | null>(null)
  /** The row in turn. */
  inTurn = $state<string | null>(null)
  readonly #rows: () => readonly SituationRow[]
  readonly #told: () => readonly NotificationRow[]

  constructor(board: { rows<T>(table: string): readonly T[] }) {
    this.#rows = () => board.rows<SituationRow>("situations")
    this.#told = () => board.rows<NotificationRow>("notifications")
    $effect(() => {
      let gone = false
      void api<Sent>("GET", "/api/major/plans").then((found) => {
        if (found.ok && !gone) this.#sent = found.value
      })
      return () => {
        gone = true
      }
    })
  }

  readonly draft = $derived.by(() => this.#sent?.draft ?? false)
  /** Of the mode we work in: proposed first, then declared, then those at rest. One that left the content stays while it stands. */
  readonly rows = $derived.by<readonly PlanStanding[]>(() => {
    const states = new Map(
      this.#rows()
        .filter((each) => each.mode === (session.current?.mode ?? "real"))
        .map((each) => [each.plan, each]),
    )
    const known = this.#sent?.plans ?? []
    const gone = [...states.values()]
      .filter((each) => !known.some((plan) => plan.id === each.plan))
      .map((each) => ({ id: each.plan, name: { es: each.name }, phases: [], tell: [] }))
    const rank = ({ state }: PlanStanding) => (state?.proposal ? 0 : state?.standing ? 1 : 2)
    return [...known, ...gone]
      .map((plan) => ({ plan, state: states.get(plan.id), told: this.#toldOf(plan, states.get(plan.id)) }))
      .sort((a, b) => rank(a) - rank(b))
  })
  readonly current = $derived.by(() => this.rows.find((each) => each.plan.id === this.inTurn) ?? this.rows[0])
  readonly standing = $derived.by(() => this.rows.flatMap(({ state }) => (state?.standing ? [state] : [])))

  #toldOf(plan: EmergencyPlan, state: SituationRow | undefined): readonly NotificationRow[] {
    const place = ({ notice }: NotificationRow) => plan.tell.findIndex((each) => each.code === notice)
    return this.#told()
      .filter((row) => state !== undefined && row.situation === state.id)
      .sort((a, b) => place(a) - place(b))
  }
  /** The plan of which a party did not answer takes the turn; false: the alarm is of no plan. */
  turnTo(alarm: string | null, watches: readonly Pick<WatchRow, "id" | "subject">[]): boolean {
    const subject = watches.find((each) => each.id === alarm)?.subject
    const found = this.rows.find(({ told }) => told.some((row) => subject === `notification:${row.id}`))
    if (found) this.inTurn = found.plan.id
    return found !== undefined
  }

  declare(plan: string, phase: string, area: string, act: string, words: string): Promise<Answer> {
    return sendCommand({
      kind: "major.declare_situation",
      plan,
      phase,
      area,
      act,
      ...(words ? { words } : {}),
    })
  }
  dismiss(plan: string, reason: string): Promise<Answer> {
    return sendCommand({ kind: "major.dismiss_situation", plan, reason })
  }
  end(plan: string, act: string, reason: string): Promise<Answer> {
    return sendCommand({ kind: "major.end_situation", plan, act, reason })
  }
}
