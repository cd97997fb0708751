/** What an operational centre sees and does: offered tasks with their clocks, proposals by travel time, its units. */

import type {
  AnyCommand,
  AssignmentRow,
  CaseRow,
  Point,
  RefusalReason,
  StoryRow,
  TaskRow,
  UnitRow,
} from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { useBoard, useBoardOf } from "../../state/link.svelte.ts"
import { now } from "../../state/now.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import { newId, send } from "../../state/sending.svelte.ts"

interface Reason {
  readonly code: string
  readonly facts?: Readonly<Record<string, string>>
}
export interface Candidate {
  readonly unit: string
  readonly callsign: string
  readonly capability: string
  readonly travel_s: number | null
  readonly by: string | null
  readonly reasons: readonly Reason[]
  readonly flags: readonly Reason[]
}
interface Recommendation {
  readonly needs: readonly {
    readonly capability: string
    readonly proposed: readonly string[]
    readonly candidates: readonly Candidate[]
    readonly aside: readonly Candidate[]
  }[]
}
interface Seen {
  readonly unit: string
  readonly point: Point
  readonly at: string
}

export const GROUPS = ["offered", "no_unit", "under_way"] as const
export type Group = (typeof GROUPS)[number]
export function groupOf(task: TaskRow): Group {
  if (task.state === "offered") return "offered"
  return task.state === "active" ? "under_way" : "no_unit"
}
const OPEN = new Set(["offered", "accepted", "told", "active"])
const ASK_AGAIN_MS = 10_000

export class Centre {
  readonly board = useBoard("centre")
  current = $state<string | null>(null)
  marked = $state.raw<readonly string[]>([])
  refusing = $state(false)
  #recommended = $state.raw<Recommendation | null>(null)
  positions = $state.raw<readonly Seen[]>([])

  readonly tasks = $derived(
    this.board
      .rows<TaskRow>("tasks")
      .filter((task) => OPEN.has(task.state))
      .sort(
        (a, b) =>
          GROUPS.indexOf(groupOf(a)) - GROUPS.indexOf(groupOf(b)) ||
          (a.due_at ?? "~").localeCompare(b.due_at ?? "~") ||
          a.priority - b.priority,
      ),
  )
  readonly cases = $derived(new Map(this.board.rows<CaseRow>("cases").map((each) => [each.id, each])))
  readonly units = $derived(
    [...this.board.rows<UnitRow>("units")].sort((a, b) => a.callsign.localeCompare(b.callsign)),
  )
  readonly assignments = $derived(this.board.rows<AssignmentRow>("assignments"))
  readonly task = $derived(this.tasks.find((task) => task.id === this.current) ?? this.tasks[0])
  readonly case = $derived(this.task && this.cases.get(this.task.case))
  readonly change = $derived(this.task?.changes.find((change) => !change.acknowledged))
  readonly story = useBoardOf("case", () => (this.task ? { case: this.task.case } : null))
  readonly facts = $derived(this.story.board?.rows<StoryRow>("story") ?? [])
  readonly candidates = $derived(unique(this.#recommended?.needs.flatMap((need) => need.candidates) ?? []))
  readonly aside = $derived(
    unique(this.#recommended?.needs.flatMap((need) => need.aside) ?? []).filter(
      (each) => !this.candidates.some((other) => other.unit === each.unit),
    ),
  )

  constructor() {
    // Asked again when the task or its units change, and now and then, because units move.
    $effect(() => {
      const task = this.task
      if (task === undefined) {
        this.#recommended = null
        return
      }
      void [task.id, task.state, task.units, task.capabilities.length]
      let gone = false
      const ask = async () => {
        const [found, seen] = await Promise.all([
          api<Recommendation>("GET", `/api/dispatch/recommend?task=${task.id}`),
          api<readonly Seen[]>("GET", "/api/dispatch/positions"),
        ])
        if (gone) return
        if (found.ok) this.#recommended = found.value
        if (seen.ok) this.positions = seen.value
      }
      void ask()
      const again = setInterval(ask, ASK_AGAIN_MS)
      return () => {
        gone = true
        clearInterval(again)
      }
    })
    // The plan's own proposal is marked; a person takes marks away or adds.
    let proposedFor = ""
    $effect(() => {
      const task = this.task?.id ?? ""
      if (this.#recommended === null || proposedFor === task) return
      proposedFor = task
      this.marked =
        this.task?.state === "active"
          ? []
          : [...new Set(this.#recommended.needs.flatMap((need) => need.proposed))]
    })
  }

  stale(seen: Seen | undefined): boolean {
    return seen !== undefined && now.ms - Date.parse(seen.at) > 60_000
  }
  mark(unit: string): void {
    this.marked = this.marked.includes(unit)
      ? this.marked.filter((each) => each !== unit)
      : [...this.marked, unit]
  }
  #send(command: AnyCommand): Promise<Answer> {
    return send(command)
  }
  accept(): Promise<Answer> | undefined {
    return this.task && this.#send({ kind: "dispatch.accept_task", task: this.task.id })
  }
  refuse(reason: RefusalReason): Promise<Answer> | undefined {
    return this.task && this.#send({ kind: "dispatch.refuse_task", task: this.task.id, reason })
  }
  acknowledge(): Promise<Answer> | undefined {
    const { task, change } = this
    return (
      task && change && this.#send({ kind: "dispatch.acknowledge_change", task: task.id, change: change.id })
    )
  }
  /** Alerts every marked unit. The first refusal is the answer: one that is taken must not hide behind one that went. */
  async alert(): Promise<Answer | undefined> {
    const task = this.task
    if (task === undefined) return undefined
    const answers = await Promise.all(
      this.marked.map((unit) => {
        const candidate = this.candidates.find((each) => each.unit === unit)
        return this.#send({
          kind: "dispatch.alert_unit",
          assignment: newId(),
          unit,
          task: task.id,
          eta_s: candidate?.travel_s ?? null,
          eta_by: candidate?.by ?? null,
        })
      }),
    )
    this.marked = []
    return answers.find((answer) => !answer.ok) ?? answers[0]
  }
}

function unique(candidates: readonly Candidate[]): readonly Candidate[] {
  const best = new Map<string, Candidate>()
  for (const each of candidates) if (!best.has(each.unit)) best.set(each.unit, each)
  return [...best.values()].sort((a, b) => (a.travel_s ?? 1e9) - (b.travel_s ?? 1e9))
}
