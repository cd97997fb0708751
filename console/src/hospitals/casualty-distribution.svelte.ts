/** Victims of one scene over hospitals: proposed by the server, told by a person to each hospital by telephone. */

import type { AlertHospital, CapacityColour, CaseRow, SceneRow } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { sendCommand } from "../state/command-outbox.svelte.ts"
import type { Problem } from "../state/outbox.ts"
import { CAPACITY_COLOURS, parseCount } from "./capacity.ts"
import { unplacedCasualties } from "./distribution-counts.ts"
import type { OptionCapacity, OptionReason } from "./options.ts"

export interface HospitalReach {
  readonly hospital: string
  readonly name: string
  readonly phone: string | null
  readonly travel_s: number | null
  readonly by: string | null
  readonly room: { readonly [colour in CapacityColour]: OptionCapacity }
  readonly aside: readonly OptionReason[]
}
export interface DistributionPlan {
  readonly at: string
  readonly shares: readonly {
    readonly hospital: string
    readonly colour: CapacityColour
    readonly count: number
  }[]
  readonly unplaced: { readonly [colour in CapacityColour]?: number }
  readonly ask: readonly string[]
  readonly hospitals: readonly HospitalReach[]
}
type Typed = Record<CapacityColour, string>
const EMPTY: Typed = { red: "", yellow: "", green: "" }

interface Boards {
  readonly cases: () => readonly CaseRow[]
  readonly scenes: () => readonly SceneRow[]
}

export class CasualtyDistribution {
  open = $state(false)
  case = $state<string>("")
  victims = $state<Typed>({ ...EMPTY })
  plan = $state.raw<DistributionPlan | null>(null)
  failed = $state.raw<Problem | null>(null)
  asking = $state(false)
  /** The one that is telephoned; none: the list. */
  chosen = $state<string | null>(null)
  by = $state("")
  words = $state("")
  share = $state<Typed>({ ...EMPTY })
  problem = $state.raw<Problem | null>(null)
  wrong = $state.raw<readonly string[]>([])
  #of: Boards

  constructor(of: Boards) {
    this.#of = of
  }

  /** Cases of which anybody counted or reported, the newest first. */
  readonly cases = $derived.by(() => {
    const scenes = new Set(this.#of.scenes().map((each) => each.case))
    return this.#of
      .cases()
      .filter((each) => each.state === "open" && scenes.has(each.id))
      .sort((a, b) => b.number - a.number)
  })
  readonly scene = $derived.by(() => this.#of.scenes().find((each) => each.case === this.case))
  readonly it = $derived.by(() => this.#of.cases().find((each) => each.id === this.case))
  readonly row = $derived.by(() => this.plan?.hospitals.find((each) => each.hospital === this.chosen))

  show(of?: string): void {
    this.open = true
    this.about(of ?? this.cases[0]?.id ?? "")
  }
  /** Another scene: whom nobody was told of stands in the fields. */
  about(of: string): void {
    Object.assign(this, { case: of, chosen: null, plan: null, failed: null, problem: null, wrong: [] })
    const left = this.scene ? unplacedCasualties(this.scene) : null
    this.victims = left
      ? { red: `${left.red}`, yellow: `${left.yellow}`, green: `${left.green}` }
      : { ...EMPTY }
    if (of !== "") void this.propose()
  }

  async propose(): Promise<void> {
    this.wrong = CAPACITY_COLOURS.filter((colour) => parseCount(this.victims[colour]) === undefined)
    if (this.wrong.length > 0) return
    const point = this.it?.location?.point
    const query = new URLSearchParams(point ? { lat: `${point.lat}`, lon: `${point.lon}` } : {})
    for (const colour of CAPACITY_COLOURS) query.set(colour, `${parseCount(this.victims[colour]) ?? 0}`)
    this.asking = true
    const found = await api<DistributionPlan>("GET", `/api/hospitals/distribution?${query}`)
    this.asking = false
    this.failed = found.ok ? null : found.problem
    if (found.ok) this.plan = found.value
  }
  proposed(hospital: string, colour: CapacityColour): number {
    return this.plan?.shares.find((each) => each.hospital === hospital && each.colour === colour)?.count ?? 0
  }

  /** It is telephoned: what was told before and what is proposed now stand in the fields, for a person to change. */
  choose(hospital: string): void {
    const told = this.scene?.hospitals[hospital]?.share ?? {}
    const of = (colour: CapacityColour) => `${(told[colour] ?? 0) + this.proposed(hospital, colour)}`
    this.share = { red: of("red"), yellow: of("yellow"), green: of("green") }
    Object.assign(this, { chosen: hospital, by: "", words: "", problem: null, wrong: [] })
  }
  back(): void {
    this.chosen = null
  }

  async tell(): Promise<void> {
    const { row } = this
    if (!row) return
    const said = CAPACITY_COLOURS.map((colour) => [colour, parseCount(this.share[colour])] as const)
    this.wrong = [
      ...said.filter(([, count]) => count === undefined).map(([colour]) => colour as string),
      ...(this.by.trim() === "" ? ["by"] : []),
    ]
    if (this.wrong.length > 0) return
    // The board may show what is told now before the answer is here.
    const before = { ...(this.scene?.hospitals[row.hospital]?.share ?? {}) }
    const share = Object.fromEntries(said.filter(([, count]) => count)) as AlertHospital["share"]
    const answer = await sendCommand(
      {
        kind: "major.alert_hospital",
        case: this.case,
        hospital: row.hospital,
        name: row.name,
        by_there: this.by.trim(),
        share,
        ...(this.words.trim() ? { words: this.words.trim() } : {}),
      },
      { lane: `scene:${this.case}` },
    )
    this.problem = answer.ok ? null : answer.problem
    if (!answer.ok) return
    this.chosen = null
    // What was just told is no longer to be placed.
    for (const [colour, count] of said) {
      const more = Math.max(0, (count ?? 0) - (before[colour] ?? 0))
      this.victims[colour] = `${Math.max(0, (parseCount(this.victims[colour]) ?? 0) - more)}`
    }
    await this.propose()
  }
}
