/** Shifts and swaps in words. */

import { i18n, type MessageKey } from "../i18n/i18n.svelte.ts"
import { roleWords } from "../kit/roles.ts"
import { calendarDay } from "../kit/time.ts"
import type { PlannedShift, ShiftWarning, ShownSwap } from "../protocol/generated.ts"

/** What somebody does in a shift; of a crew, on which unit. */
export function functionWords({ shift, callsign }: PlannedShift): string {
  return callsign ? `${roleWords(shift.function)} · ${callsign}` : roleWords(shift.function)
}

/** `lun, 30 nov`, of a day on the calendar. */
export function weekDay(day: string): string {
  const noon = Date.parse(`${day}T12:00:00Z`)
  if (Number.isNaN(noon)) return calendarDay(day, i18n.language)
  return new Intl.DateTimeFormat(i18n.language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(noon)
}

/** `08:00–20:00`. */
export const hoursWords = ({ shift }: PlannedShift): string => `${shift.starts}–${shift.ends}`

export const shiftWords = (one: PlannedShift): string => `${weekDay(one.shift.day)}, ${hoursWords(one)}`

export function warningWords(one: ShiftWarning): string {
  return i18n.say(`shifts.warning.${one.kind}`, { name: one.name, hours: one.hours })
}

/** «Ana pide a Joan su turno…», with what is given in return. */
export function swapWords(one: ShownSwap): string {
  const key: MessageKey = one.in_return ? "shifts.swap_both" : "shifts.swap_one"
  return i18n.say(key, {
    name: one.given.name,
    colleague: one.colleague_name,
    shift: shiftWords(one.given),
    back: one.in_return ? shiftWords(one.in_return) : "",
  })
}

/** How far it is, and by whom. */
export function swapStateWords(one: ShownSwap): string {
  if (!one.waits && (one.state === "asked" || one.state === "accepted"))
    return i18n.say("shifts.swap.overtaken")
  return i18n.say(`shifts.swap.${one.state}`, { name: one.by_name, colleague: one.colleague_name })
}
