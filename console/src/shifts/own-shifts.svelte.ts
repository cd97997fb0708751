/** One's own shifts: read, asked to be swapped, and swaps answered. */

import { i18n } from "../i18n/i18n.svelte.ts"
import type {
  AnswerShiftSwap,
  AskShiftSwap,
  ColleagueShifts,
  OwnShifts,
  PlannedShift,
  ShownSwap,
  WithdrawShiftSwap,
} from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { newId, sendCommand } from "../state/command-outbox.svelte.ts"
import type { Problem } from "../state/outbox.ts"
import { shiftNews } from "./shift-news.svelte.ts"

export const shiftKey = ({ shift }: PlannedShift): string => `${shift.day} ${shift.starts}`

export class OwnShiftList {
  own = $state.raw<OwnShifts | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** What was done last, in words. */
  done = $state("")
  busy = $state(false)
  /** The shift that is asked to be swapped. */
  chosen = $state.raw<PlannedShift | null>(null)
  colleague = $state("")
  /** The key of the shift that is wanted in return; empty: none. */
  back = $state("")
  #offered = $state.raw<readonly PlannedShift[]>([])

  readonly offered = $derived(this.#offered)
  readonly colleagues = $derived.by(() => {
    const chosen = this.chosen
    return chosen === null
      ? []
      : (this.own?.colleagues ?? []).filter((one) => one.functions.includes(chosen.shift.function))
  })

  async load(): Promise<void> {
    const found = await api<OwnShifts>("GET", "/api/rosters/own")
    if (found.ok) this.own = found.value
    else this.problem = found.problem
  }
  choose(shift: PlannedShift | null): void {
    this.chosen = shift
    this.colleague = this.colleagues[0]?.person ?? ""
    this.done = ""
    this.problem = null
    void this.lookAtColleague()
  }
  async lookAtColleague(): Promise<void> {
    this.back = ""
    this.#offered = []
    const asked = this.colleague
    if (asked === "") return
    const found = await api<ColleagueShifts>("GET", `/api/rosters/colleague/${asked}`)
    if (found.ok && this.colleague === asked) this.#offered = found.value.shifts
  }
  async ask(): Promise<void> {
    const { chosen, colleague } = this
    if (chosen === null || colleague === "" || this.busy) return
    const back = this.offered.find((one) => shiftKey(one) === this.back)
    const command: AskShiftSwap = {
      kind: "rosters.ask_swap",
      swap: newId(),
      day: chosen.shift.day,
      starts: chosen.shift.starts,
      colleague,
      ...(back ? { return_day: back.shift.day, return_starts: back.shift.starts } : {}),
    }
    if (!(await this.#send(command))) return
    this.chosen = null
    this.done = i18n.say("shifts.asked")
  }
  async answer(one: ShownSwap, accepts: boolean): Promise<void> {
    if (await this.#send({ kind: "rosters.answer_swap", swap: one.swap, accepts }))
      this.done = i18n.say(accepts ? "shifts.accepted" : "shifts.declined")
  }
  async withdraw(one: ShownSwap): Promise<void> {
    if (await this.#send({ kind: "rosters.withdraw_swap", swap: one.swap }))
      this.done = i18n.say("shifts.withdrawn")
  }
  async #send(command: AskShiftSwap | AnswerShiftSwap | WithdrawShiftSwap): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.done = ""
    const answer = await sendCommand(command, { lane: "swaps" })
    this.problem = answer.ok ? null : answer.problem
    await this.load()
    void shiftNews.load()
    this.busy = false
    return answer.ok
  }
}
