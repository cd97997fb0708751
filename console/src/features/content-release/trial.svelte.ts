/** A draft of the response plan, asked beside the plan in force: made-up facts, and the past month's cases. */

import type {
  DocumentFault,
  PlanFacts,
  PlanReplay,
  ReplayAnswer,
  TrialAnswer,
} from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"

export interface PlanTrialResult {
  /** A set that was checked; null: what stands last. */
  readonly content: string | null
  readonly files: Readonly<Record<string, string>>
}
export type TypeNames = Readonly<Record<string, Readonly<Record<string, string>>>>
let named: Promise<TypeNames> | undefined
/** What each type is called, asked for once; without an answer its code stands for it. */
export function loadTypeNames(): Promise<TypeNames> {
  named ??= api<TypeNames>("GET", "/api/types").then((reply) => {
    if (!reply.ok) named = undefined
    return reply.ok ? reply.value : {}
  })
  return named
}
const PRIORITIES = [0, 1, 2, 3, 4] as const
export type TrialPriority = (typeof PRIORITIES)[number]

export class PlanComparison {
  /** Code of the type; empty: nobody knows yet what it is. */
  type = $state("")
  priority = $state<TrialPriority>(0)
  municipality = $state("")
  /** As the field of a moment gives it; empty: now. */
  at = $state("")
  level = $state(1)
  types = $state.raw<TypeNames>({})
  answer = $state.raw<TrialAnswer | null>(null)
  month = $state.raw<PlanReplay | null>(null)
  faults = $state.raw<readonly DocumentFault[]>([])
  problem = $state.raw<Problem | null>(null)
  busy = $state<"trial" | "month" | null>(null)
  readonly #of: () => PlanTrialResult
  #asked = 0

  constructor(of: () => PlanTrialResult) {
    this.#of = of
    void loadTypeNames().then((names) => {
      this.types = names
    })
  }

  #draft(): { content?: string; files: Record<string, string> } {
    const { content, files } = this.#of()
    const plans = Object.entries(files).filter(
      ([path]) => path.startsWith("plans/") || path.startsWith("data/"),
    )
    return { ...(content ? { content } : {}), files: Object.fromEntries(plans) }
  }

  /** Late answers to older facts are dropped. */
  async ask(): Promise<void> {
    const nth = ++this.#asked
    this.busy = "trial"
    const facts: PlanFacts = {
      priority: this.priority,
      at: (this.at ? new Date(this.at) : new Date()).toISOString(),
      level: this.level,
      ...(this.type ? { type: this.type } : {}),
      ...(this.municipality.trim() ? { municipality: this.municipality.trim() } : {}),
    }
    const reply = await api<TrialAnswer>("POST", "/api/plan/trial", {
      body: { draft: this.#draft(), facts },
      timeout_ms: 20_000,
    })
    if (nth !== this.#asked) return
    this.busy = null
    this.problem = reply.ok ? null : reply.problem
    this.answer = reply.ok ? reply.value : null
    this.faults = reply.ok ? reply.value.faults : []
  }

  async replay(): Promise<void> {
    this.busy = "month"
    const reply = await api<ReplayAnswer>("POST", "/api/plan/replay", {
      body: this.#draft(),
      timeout_ms: 60_000,
    })
    this.busy = null
    this.problem = reply.ok ? null : reply.problem
    this.month = reply.ok ? (reply.value.replay ?? null) : null
    if (reply.ok) this.faults = reply.value.faults
  }
}
