/** Planning operations and watching them: what stands comes from the page's board, what is being stated is only in this window. */

import { type LocalizedText, wording } from "../../engine/content.ts"
import { i18n } from "../../i18n/i18n.svelte.ts"
import { loanRequests } from "../../planned-events/loan-requests.ts"
import { sortOperations } from "../../planned-events/operations.ts"
import type { CaseRow, NamedPlace, OperationRow, Point, TaskRow, UnitRow } from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { api } from "../../state/api.ts"
import { newId, sendCommand } from "../../state/command-outbox.svelte.ts"
import { now } from "../../state/now.svelte.ts"
import type { Answer, Problem } from "../../state/outbox.ts"
import { useBoard } from "../../state/server-link.svelte.ts"
import { session } from "../../state/session.svelte.ts"
import {
  invalidFields,
  newOperationDraft,
  type OperationDraft,
  operationDraftOf,
  placeDraft,
  plannedOf,
} from "./draft.ts"

export interface Agency {
  readonly id: string
  readonly name: string
}
/** What over operations have in common with those of the board. */
export type OperationSummary = Pick<
  OperationRow,
  | "id"
  | "state"
  | "details"
  | "loans"
  | "began_at"
  | "ending_at"
  | "over_by"
  | "reason"
  | "planned_by_name"
  | "planned_at"
  | "mode"
> & { readonly over_at?: string | null }
type Sent = Parameters<typeof sendCommand>[0]

export class Operations {
  readonly board = useBoard("preventive")
  chosen = $state<string | null>(null)
  draft = $state<OperationDraft | null>(null)
  /** The operation that the draft changes; null while it is a new one. */
  changes = $state<string | null>(null)
  /** What the next point on the map means. */
  pointing = $state<"corner" | "place">("corner")
  tried = $state(false)
  problem = $state.raw<Problem | null>(null)
  agencies = $state.raw<readonly Agency[]>([])
  over = $state.raw<readonly OperationSummary[]>([])
  /** Names of incident types, in force; without them the code is shown. */
  types = $state.raw<Readonly<Record<string, { readonly name: LocalizedText }>>>({})
  /** How often the map was sent to what is being drawn. */
  looked = $state(0)

  readonly may = {
    plan: session.may(PERMISSION.PREVENTIVE_PLAN),
    lend: session.may(PERMISSION.PREVENTIVE_LEND),
    back: session.may(PERMISSION.PREVENTIVE_RETURN),
    /** Speaks for every centre. */
    room: session.may(PERMISSION.ROOM_WATCH),
  }
  readonly centre = session.current?.centre ?? null
  readonly live = $derived(this.board.rows<OperationRow>("operations"))
  readonly rows = $derived.by<readonly OperationSummary[]>(() => {
    const known = new Set(this.live.map((each) => each.id))
    return sortOperations<OperationSummary>([
      ...this.live,
      ...this.over.filter((each) => !known.has(each.id)),
    ])
  })
  /** What waits for an answer of this centre. */
  readonly waiting = $derived(loanRequests(this.live, this.centre))
  /** The one in hand: what was chosen, else what waits for an answer here, else the first. */
  readonly row = $derived(
    this.rows.find((each) => each.id === (this.chosen ?? this.waiting[0]?.operation.id)) ?? this.rows[0],
  )
  readonly units = $derived(
    [...this.board.rows<UnitRow>("units")].sort((a, b) => a.callsign.localeCompare(b.callsign)),
  )
  readonly unitOf = $derived(new Map(this.units.map((unit) => [unit.id, unit])))
  readonly tasks = $derived(
    this.board
      .rows<TaskRow>("tasks")
      .filter((task) => task.centre === this.row?.details.post.centre)
      .sort((a, b) => a.priority - b.priority || a.offered_at.localeCompare(b.offered_at)),
  )
  readonly caseOf = $derived(new Map(this.board.rows<CaseRow>("cases").map((each) => [each.id, each])))
  readonly wrong = $derived(this.draft ? invalidFields(this.draft) : [])
  /** Units that can still be asked for, or given. */
  readonly lendable = $derived.by(() => {
    const taken = new Set(
      this.row?.loans.filter(({ state }) => state === "asked" || state === "agreed").map((each) => each.unit),
    )
    return this.units.filter((unit) => !taken.has(unit.id) && unit.centre !== this.row?.details.post.centre)
  })

  constructor() {
    // What leaves the board is over, by a person or by its clock: it is among those from then on.
    let before: readonly string[] = []
    $effect(() => {
      const there = this.live.map((each) => each.id)
      if (before.some((id) => !there.includes(id))) void this.#refresh()
      before = there
    })
  }

  typeName(code: string): string {
    const name = this.types[code]?.name
    return name ? wording(name, i18n.language).words : code
  }

  async load(): Promise<void> {
    // Nothing waits for the names: they come when they come.
    void api<{ types: Operations["types"] }>("GET", "/api/content", { timeout_ms: 30_000, kept: true }).then(
      (content) => {
        if (content.ok) this.types = content.value.types
      },
    )
    const [directory, over] = await Promise.all([
      api<{ agencies: readonly Agency[] }>("GET", "/api/directory"),
      api<readonly OperationSummary[]>("GET", "/api/preventive/operations"),
    ])
    if (directory.ok) this.agencies = directory.value.agencies
    if (over.ok) this.over = over.value
    const failed = [directory, over].find((reply) => !reply.ok)
    if (failed && !failed.ok) this.problem = failed.problem
  }

  choose(id: string): void {
    if (this.draft !== null) return
    this.chosen = id
    this.problem = null
  }
  begin(): void {
    const agency = session.current?.agency ?? this.agencies[0]?.id ?? ""
    this.#open(newOperationDraft(session.current?.zone ?? "UTC", now.ms, agency), null)
  }
  change(): void {
    if (this.row) this.#open(operationDraftOf(this.row), this.row.id)
  }
  #open(draft: OperationDraft, changes: string | null): void {
    Object.assign(this, { draft, changes, tried: false, problem: null, pointing: "corner" })
    if (draft.ring.length > 0) this.looked += 1
  }
  discard(): void {
    Object.assign(this, { draft: null, changes: null, problem: null, tried: false })
  }

  point(at: Point): void {
    if (this.draft === null) return
    const point = { lat: at.lat, lon: at.lon }
    if (this.pointing === "corner") this.draft.ring = [...this.draft.ring, point]
    else this.draft.places.push({ name: "", kind: "gate", said: "", point })
  }
  /** A point that was said and not shown: the map goes there. */
  typed(at: Point): void {
    this.point(at)
    this.looked += 1
  }
  undo(): void {
    if (this.draft) this.draft.ring = this.draft.ring.slice(0, -1)
  }

  /** A file of places, or of the area. Nothing of what stands is lost when it cannot be read. */
  async read(text: string, what: "area" | "places"): Promise<boolean> {
    if (this.draft === null) return false
    const reply = await api<{ ring?: readonly Point[]; places?: readonly NamedPlace[] }>(
      "POST",
      `/api/preventive/${what}`,
      { body: { text } },
    )
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok || this.draft === null) return false
    if (reply.value.ring) this.draft.ring = reply.value.ring
    if (reply.value.places) this.draft.places.push(...reply.value.places.map(placeDraft))
    this.looked += 1
    return true
  }

  async save(): Promise<Answer | undefined> {
    this.tried = true
    if (this.draft === null || this.wrong.length > 0) return undefined
    const planned = plannedOf($state.snapshot(this.draft) as OperationDraft)
    const operation = this.changes ?? newId()
    const answer = await this.send({
      kind: this.changes ? "preventive.change" : "preventive.plan",
      operation,
      planned,
    })
    if (answer.ok) {
      this.discard()
      this.chosen = operation
    }
    return answer
  }
  /** About the operation in hand, or about one of its units. */
  async send(command: Sent): Promise<Answer> {
    const answer = await sendCommand(command, { lane: "preventive" })
    this.problem = answer.ok ? null : answer.problem
    if (answer.ok) void this.#refresh()
    return answer
  }
  async #refresh(): Promise<void> {
    const over = await api<readonly OperationSummary[]>("GET", "/api/preventive/operations")
    if (over.ok) this.over = over.value
  }
}
