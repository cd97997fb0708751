/** Hospitals as the page's board has them, and what somebody there says by telephone, written down in this window. */

import { t } from "../i18n/i18n.svelte.ts"
import { durationText } from "../kit/deadline.ts"
import { timeText } from "../kit/time.ts"
import type {
  CapacityColour,
  HospitalCapability,
  HospitalDiversion,
  HospitalRow,
} from "../protocol/generated.ts"
import { PERMISSION } from "../protocol/permissions.ts"
import { api } from "../state/api.ts"
import { newId, sendCommand } from "../state/command-outbox.svelte.ts"
import { now } from "../state/now.svelte.ts"
import type { Answer, Problem } from "../state/outbox.ts"
import { session } from "../state/session.svelte.ts"
import { activeDiversions, CAPACITY_COLOURS, capacityReportOf, parseCount } from "./capacity.ts"

export const DIVERSION_HOURS = [1, 2, 4, 8, 24] as const
const HOUR_MS = 3_600_000
const NOTHING: Record<CapacityColour, string> = { red: "", yellow: "", green: "" }

export const FIGURE_DAYS = 30
/** How long crews waited at one hospital's door. */
export interface HandoverTimes {
  readonly hospital: string | null
  readonly arrivals: number
  readonly handovers: number
  readonly median_s: number | null
  readonly p90_s: number | null
  readonly longest_s: number | null
  readonly late: number
  readonly wrap_up_s: number | null
}

export class Hospitals {
  open = $state(false)
  /** The one that is spoken with; none: the list. */
  chosen = $state<string | null>(null)
  free = $state<Record<CapacityColour, string>>({ ...NOTHING })
  by = $state("")
  what = $state("")
  why = $state("")
  lasts_h = $state("2")
  problem = $state.raw<Problem | null>(null)
  /** What was not a number, or a name that is missing. */
  wrong = $state.raw<readonly string[]>([])
  #rows: () => readonly HospitalRow[]

  constructor(rows: () => readonly HospitalRow[]) {
    this.#rows = rows
  }

  readonly rows = $derived.by(() => [...this.#rows()].sort((a, b) => a.name.localeCompare(b.name)))
  /** Handover times of the last month, as far as this person may know them. */
  handovers = $state.raw<readonly HandoverTimes[]>([])
  readonly waited = $derived.by(() => this.handovers.find((each) => each.hospital === this.chosen))
  readonly row = $derived.by(() => this.rows.find((each) => each.id === this.chosen))
  readonly diverted = $derived.by(
    () => this.rows.filter((each) => activeDiversions(each, now.minute_ms).length > 0).length,
  )

  show(): void {
    this.open = true
    this.back()
    void this.#figures()
  }
  async #figures(): Promise<void> {
    if (!session.may(PERMISSION.HOSPITAL_DECLARE)) return
    const found = await api<{ hospitals: readonly HandoverTimes[] }>(
      "GET",
      `/api/hospitals/handovers?days=${FIGURE_DAYS}`,
    )
    if (found.ok) this.handovers = found.value.hospitals
  }
  back(): void {
    this.chosen = null
    this.#clear()
  }
  choose(row: HospitalRow): void {
    this.chosen = row.id
    this.#clear()
    this.by = ""
  }
  #clear(): void {
    Object.assign(this, { free: { ...NOTHING }, what: "", why: "", problem: null, wrong: [] })
  }

  /** How many of each colour it can take: only what was said now, by whom. */
  async declare(): Promise<void> {
    const said = CAPACITY_COLOURS.map((colour) => [colour, parseCount(this.free[colour])] as const)
    const free: Record<string, number> = {}
    for (const [colour, count] of said) if (count != null) free[colour] = count
    const wrong = said.filter(([, count]) => count === undefined).map(([colour]) => colour as string)
    if (Object.keys(free).length === 0 && wrong.length === 0) wrong.push("red")
    if (this.by.trim() === "") wrong.push("by")
    this.wrong = wrong
    if (wrong.length > 0 || this.chosen === null) return
    const answer = await this.#send({
      kind: "hospitals.declare_capacity",
      hospital: this.chosen,
      free,
      by_there: this.by.trim(),
    })
    if (answer.ok) this.free = { ...NOTHING }
  }
  async divert(): Promise<void> {
    this.wrong = [...(this.why.trim() === "" ? ["why"] : []), ...(this.by.trim() === "" ? ["by"] : [])]
    if (this.wrong.length > 0 || this.chosen === null) return
    const answer = await this.#send({
      kind: "hospitals.divert",
      hospital: this.chosen,
      diversion: newId(),
      what: this.what === "" ? [] : [this.what as HospitalCapability],
      why: this.why.trim(),
      by_there: this.by.trim(),
      until: new Date(now.ms + Number(this.lasts_h) * HOUR_MS).toISOString(),
    })
    if (answer.ok) Object.assign(this, { what: "", why: "" })
  }
  async takeAgain(diversion: HospitalDiversion): Promise<void> {
    this.wrong = this.by.trim() === "" ? ["by"] : []
    if (this.wrong.length > 0 || this.chosen === null) return
    await this.#send({
      kind: "hospitals.take_again",
      hospital: this.chosen,
      diversion: diversion.id,
      by_there: this.by.trim(),
    })
  }
  async #send(command: Parameters<typeof sendCommand>[0]): Promise<Answer> {
    const answer = await sendCommand(command, { lane: `hospital:${this.chosen}` })
    this.problem = answer.ok ? null : answer.problem
    return answer
  }
}

export const capabilityLabel = (code: HospitalCapability): string => t(`hospitals.can.${code}`)
export const ageText = (at: string): string =>
  t("common.ago", { time: durationText(Math.max(0, now.ms - Date.parse(at)) / 1000) })

/** «12 llegadas · mediana 18 min · 9 de 10 en 41 min · 3 de más de lo fijado · libre 9 min después». */
export function handoverTimesText(of: HandoverTimes | undefined): string {
  if (!of) return t("hospitals.handovers_none", { days: FIGURE_DAYS })
  const min = (s: number) => Math.round(s / 60)
  const words = [t("hospitals.handovers", { n: of.arrivals, said: of.handovers, days: FIGURE_DAYS })]
  if (of.median_s !== null && of.p90_s !== null)
    words.push(t("hospitals.handovers_wait", { median: min(of.median_s), p90: min(of.p90_s) }))
  if (of.longest_s !== null)
    words.push(t("hospitals.handovers_longest", { longest: min(of.longest_s), late: of.late }))
  if (of.wrap_up_s !== null) words.push(t("hospitals.handovers_clear", { clear: min(of.wrap_up_s) }))
  return words.join(" · ")
}

/** «Ictus desviado hasta 5:00 · sin TAC · Dra. Soler». */
export function diversionLine(each: HospitalDiversion): string {
  const what = each.what.length === 0 ? t("hospitals.everybody") : each.what.map(capabilityLabel).join(", ")
  return t("hospitals.diversion", {
    what,
    until: timeText(each.until),
    why: each.why,
    by: each.by_there,
  })
}

/** What a hospital said of one colour, in words: «2 · hace 12:05», «no se sabe». */
export function capacityText(row: HospitalRow, colour: CapacityColour): string {
  const word = capacityReportOf(row, colour, now.minute_ms)
  if (word === null) return t("hospitals.unknown")
  if (word.old) return t("hospitals.unknown_old", { free: word.free, age: ageText(word.at) })
  return t("hospitals.said", { free: word.free, age: ageText(word.at) })
}
