/** The roster of a place, week by week: read, planned, copied, and its swaps decided. */

import { i18n } from "../../i18n/i18n.svelte.ts"
import { plainText } from "../../kit/plain-text.ts"
import type {
  CopyRosterWeek,
  DecideShiftSwap,
  PlannablePerson,
  PlannedShift,
  PlanShift,
  RemoveShift,
  RosterWeek,
  ShownSwap,
} from "../../protocol/generated.ts"
import { shiftNews } from "../../shifts/shift-news.svelte.ts"
import { shiftWords, weekDay } from "../../shifts/shift-words.ts"
import { api } from "../../state/api.ts"
import { sendCommand } from "../../state/command-outbox.svelte.ts"
import type { Problem } from "../../state/outbox.ts"
import {
  addDays,
  copiedPeople,
  draftFault,
  emptyDraft,
  mondayOf,
  planCommand,
  type ShiftDraft,
  shiftId,
  weekAddress,
} from "./shifts.ts"

const FOUND_MAX = 12
type RosterCommand = PlanShift | RemoveShift | CopyRosterWeek | DecideShiftSwap

export class Shifts {
  week = $state.raw<RosterWeek | null>(null)
  place = $state("")
  problem = $state.raw<Problem | null>(null)
  /** What was done last, in words. */
  done = $state("")
  busy = $state(false)
  draft = $state<ShiftDraft>(emptyDraft())
  /** What stands in the field of the person. */
  typed = $state("")
  /** The shift that the fields change; none: they are of a new one. */
  changing = $state.raw<PlannedShift | null>(null)
  /** The shift that the next press removes. */
  confirming = $state<string | null>(null)

  /** A day of the week that was asked for last. */
  #wanted = ""

  readonly chosen = $derived(this.week?.people.find((one) => one.person === this.draft.person) ?? null)
  readonly fault = $derived(draftFault(this.draft))

  constructor(place: string) {
    this.place = place
  }
  /** `day`: in the week that is wanted; none: of now. An answer to what is wanted no more is dropped. */
  async load(day = this.#wanted): Promise<void> {
    this.#wanted = day
    const asked = weekAddress(this.place, day)
    const found = await api<RosterWeek>("GET", asked)
    if (asked !== weekAddress(this.place, this.#wanted)) return
    if (!found.ok) {
      this.problem = found.problem
      return
    }
    this.week = found.value
    this.#wanted = found.value.first
    if (this.draft.day === "") this.draft.day = found.value.today
  }
  async goTo(place: string): Promise<void> {
    this.place = place
    this.#fresh()
    await this.load()
  }
  /** So many weeks on from the one that was asked for last; 0: to the one of now. */
  async goWeeks(weeks: number): Promise<void> {
    if (this.week === null) return
    const { today } = this.week
    const first = weeks === 0 ? today : addDays(mondayOf(this.#wanted || today), 7 * weeks)
    this.draft.day = first
    this.changing = null
    this.confirming = null
    this.done = ""
    this.problem = null
    await this.load(first)
  }
  #fresh(): void {
    this.draft = emptyDraft(this.week?.today ?? "")
    this.typed = ""
    this.changing = null
    this.confirming = null
    this.done = ""
    this.problem = null
  }
  people(text: string): readonly (PlannablePerson & { readonly id: string })[] {
    const wanted = plainText(text.trim())
    return (this.week?.people ?? [])
      .filter((each) => plainText(each.name).includes(wanted))
      .slice(0, FOUND_MAX)
      .map((each) => ({ ...each, id: each.person }))
  }
  choose(person: PlannablePerson): void {
    // Of somebody else it is another shift, not this one changed.
    if (this.changing?.person !== person.person) this.changing = null
    this.draft.person = person.person
    this.typed = person.name
    if (!person.functions.some((each) => each === this.draft.function))
      this.draft.function = person.functions[0] ?? ""
  }
  /** The fields hold what is there, until it is saved or left. */
  take(one: PlannedShift): void {
    const { person, name, shift } = one
    const { day, starts, ends, unit } = shift
    this.changing = one
    this.done = ""
    this.problem = null
    this.draft = { person, function: shift.function, unit: unit ?? "", day, starts, ends }
    this.typed = name
    this.confirming = null
  }
  async plan(): Promise<void> {
    if (this.fault !== null || this.busy) return
    const { changing } = this
    const command = planCommand(
      this.draft,
      changing && { day: changing.shift.day, starts: changing.shift.starts },
    )
    const name = this.chosen?.name ?? this.typed
    // Shows the week of what was planned, also where another one was looked at.
    if (!(await this.#send(command, command.day))) return
    this.done = i18n.say(changing ? "shifts.changed" : "shifts.planned", {
      name,
      shift: `${weekDay(command.day)}, ${command.starts}–${command.ends}`,
    })
    this.changing = null
    // The next one is mostly of the same person, a day later.
    this.draft.day = addDays(command.day, 1)
  }
  /** The fields are of a new shift again. */
  leave(): void {
    this.#fresh()
  }
  /** Asks the first time, acts the second. */
  async remove(one: PlannedShift): Promise<void> {
    if (this.busy) return
    if (this.confirming !== shiftId(one)) {
      this.confirming = shiftId(one)
      return
    }
    this.confirming = null
    if (this.changing !== null && shiftId(this.changing) === shiftId(one)) this.#fresh()
    const { day, starts } = one.shift
    if (await this.#send({ kind: "rosters.remove_shift", person: one.person, day, starts }))
      this.done = i18n.say("shifts.removed", { name: one.name, shift: shiftWords(one) })
  }
  async copy(): Promise<void> {
    const week = this.week
    if (week === null || this.busy) return
    const [first, ...others] = copiedPeople(week)
    if (first === undefined) return
    const answer = await this.#send({
      kind: "rosters.copy_week",
      first: week.first,
      people: [first, ...others],
    })
    if (answer)
      this.done = i18n.say("shifts.copied", { copied: answer["copied"] ?? "0", left: answer["left"] ?? "0" })
  }
  async decide(one: ShownSwap, confirms: boolean): Promise<void> {
    if (await this.#send({ kind: "rosters.decide_swap", swap: one.swap, confirms }))
      this.done = i18n.say(confirms ? "shifts.confirmed" : "shifts.refused")
  }
  /** `day`: in the week that is shown once it is done; none: the one that is shown. */
  async #send(command: RosterCommand, day?: string): Promise<Readonly<Record<string, string>> | null> {
    this.busy = true
    this.done = ""
    const answer = await sendCommand(command, { lane: "shifts" })
    this.problem = answer.ok ? null : answer.problem
    await this.load(answer.ok ? day : undefined)
    void shiftNews.load()
    this.busy = false
    return answer.ok ? (answer.handled.facts ?? {}) : null
  }
}
