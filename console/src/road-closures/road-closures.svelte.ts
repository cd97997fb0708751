/** Closing roads on a map, and opening them: what stands comes from the page's board, what is drawn is only in this window. */

import { t } from "../i18n/i18n.svelte.ts"
import type { MapArea } from "../kit/map-shapes.ts"
import { timeText } from "../kit/time.ts"
import type { AnyCommand, ClosureReason, ClosureRow, Point } from "../protocol/generated.ts"
import { newId, sendCommand } from "../state/command-outbox.svelte.ts"
import { ringMiddle } from "../state/earth.ts"
import { now } from "../state/now.svelte.ts"
import type { Answer, Problem } from "../state/outbox.ts"
import { CLOSURE_WIDTH_M, closureRing, closuresVersion } from "./closure-shapes.ts"

export const CLOSURE_REASONS = [
  "flood",
  "fire",
  "snow",
  "accident",
  "collapse",
  "works",
  "event",
  "police",
  "other",
] as const satisfies readonly ClosureReason[]
export const SLOWED_KM_H = 20
export const CLOSURE_HOURS = [1, 2, 4, 8, 24, 72, 168] as const
const HOUR_MS = 3_600_000
type ClosureRing = Extract<AnyCommand, { kind: "closures.draw" }>["ring"]

export class RoadClosures {
  /** The panel under the map is open. */
  open = $state(false)
  drawing = $state(false)
  points = $state.raw<readonly Point[]>([])
  wide_m = $state(String(CLOSURE_WIDTH_M))
  reason = $state<string>("flood")
  km_h = $state("0")
  lasts_h = $state("2")
  words = $state("")
  problem = $state.raw<Problem | null>(null)
  /** How often the map was sent to what is being drawn. */
  looked = $state(0)
  #rows: () => readonly ClosureRow[]

  constructor(rows: () => readonly ClosureRow[]) {
    this.#rows = rows
  }

  readonly rows = $derived.by(() => [...this.#rows()].sort((a, b) => a.until.localeCompare(b.until)))
  /** Whoever asks for a way asks again when this changes. */
  readonly standing = $derived.by(() => closuresVersion(this.rows))
  readonly ring = $derived.by(() => closureRing(this.points, Number(this.wide_m) || CLOSURE_WIDTH_M))
  readonly areas = $derived.by<readonly MapArea[]>(() => [
    ...this.rows.map((row) => ({
      id: row.id,
      ring: row.ring,
      at: ringMiddle(row.ring),
      label: closureEffectText(row),
      detail: closureText(row),
    })),
    ...(this.drawing && this.ring
      ? [
          {
            id: "draft",
            ring: this.ring,
            at: ringMiddle(this.ring),
            label: t("closures.drawing"),
            detail: t("closures.drawing"),
            draft: true,
          },
        ]
      : []),
  ])

  show(): void {
    this.open = true
  }
  begin(): void {
    Object.assign(this, { open: true, drawing: true, points: [], words: "", problem: null })
  }
  cancel(): void {
    Object.assign(this, { drawing: false, points: [], problem: null })
  }
  close(): void {
    this.cancel()
    this.open = false
  }
  add(point: Point): void {
    this.points = [...this.points, { lat: point.lat, lon: point.lon }]
  }
  /** A point that was said and not shown: the map goes there. */
  typed(point: Point): void {
    this.add(point)
    this.looked += 1
  }
  undo(): void {
    this.points = this.points.slice(0, -1)
  }
  async save(): Promise<void> {
    if (this.ring === null) return
    const answer = await this.#send({
      kind: "closures.draw",
      closure: newId(),
      ring: [...this.ring] as unknown as ClosureRing,
      reason: this.reason as ClosureReason,
      km_h: Number(this.km_h),
      until: new Date(now.ms + Number(this.lasts_h) * HOUR_MS).toISOString(),
      words: this.words.trim(),
    })
    if (answer.ok) this.cancel()
  }
  lift(row: ClosureRow): Promise<Answer> {
    return this.#send({ kind: "closures.lift", closure: row.id })
  }
  extend(row: ClosureRow): Promise<Answer> {
    const until = new Date(Math.max(Date.parse(row.until), now.ms) + HOUR_MS).toISOString()
    return this.#send({ kind: "closures.change", closure: row.id, until })
  }
  async #send(command: Parameters<typeof sendCommand>[0]): Promise<Answer> {
    const answer = await sendCommand(command, { lane: "closures" })
    this.problem = answer.ok ? null : answer.problem
    return answer
  }
}

/** «Inundación · cortado». */
export function closureEffectText(row: Pick<ClosureRow, "reason" | "km_h">): string {
  const how = row.km_h === 0 ? t("closures.closed") : t("closures.slow", { km_h: row.km_h })
  return `${t(`closures.reason.${row.reason}`)} · ${how}`
}

/** A closure in one line, for a list. */
export function closureText(row: ClosureRow): string {
  const line = `${closureEffectText(row)} · ${t("closures.until", { time: timeText(row.until) })} · ${row.by_name}`
  return row.words ? `${line} · ${row.words}` : line
}
