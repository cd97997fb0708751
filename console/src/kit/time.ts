/** Times as they are written on a desk: seconds always, the centre's zone. */

const TIME = new Intl.DateTimeFormat("es", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
})

/** `03:12:45`. */
export function time(at: string | number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? "–" : TIME.format(date)
}

/** `+01:00`, so that nobody has to guess which time it is. */
export function zone(at_ms: number): string {
  const minutes = -new Date(at_ms).getTimezoneOffset()
  const sign = minutes < 0 ? "−" : "+"
  const whole = Math.abs(minutes)
  return `${sign}${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`
}
