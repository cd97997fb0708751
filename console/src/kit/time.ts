/**
 * Times as they are written on a desk: seconds always, the centre's zone. A page whose browser stands in another zone
 * still shows the clock on the wall; a citizen's page, which knows no centre, shows the telephone's own.
 */

let place: string | undefined
let clock = format()

function format(): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("es", {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone: place,
  })
}

/** From here on times are of this zone (IANA). A name that this browser does not know leaves its own. */
export function useZone(name: string | undefined): void {
  place = name
  try {
    clock = format()
  } catch {
    place = undefined
    clock = format()
  }
}

/** `03:12:45`. */
export function timeText(at: string | number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? "–" : clock.format(date)
}

/** `+01:00`, so that nobody has to guess which time it is. */
export function utcOffsetText(at_ms: number): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: place, timeZoneName: "longOffset" }).formatToParts(
    at_ms,
  )
  const offset = parts.find((part) => part.type === "timeZoneName")?.value.slice("GMT".length)
  return offset?.replace("-", "−") || "+00:00"
}

/** `sáb, 15 ago, 18:00`: for what is planned by the day, in the language of whoever reads. */
export function dayTime(at: string | number, language: string): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return "–"
  return new Intl.DateTimeFormat(language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: place,
  }).format(date)
}

/** `2026-03-14`: the day on the calendar on the wall, as fields of dates have it. */
export function dayText(at: string | number): string {
  const parts = new Intl.DateTimeFormat("sv", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    timeZone: place,
  })
  return parts.format(new Date(at))
}

/** `14 mar 2026, 04:02:19`, in the language of whoever reads. */
export function dateTimeText(at: string | number, language: string): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return "–"
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone: place,
  }).format(date)
}

/** `29 nov 2026`, of a day on the calendar as `2026-11-29`. */
export function calendarDay(day: string, language: string): string {
  const noon = Date.parse(`${day}T12:00:00Z`)
  if (Number.isNaN(noon)) return day
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(noon)
}
