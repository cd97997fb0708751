/** The phone's position, as long as its owner shares it. Every fix that says something new is reported. */

import type { Position } from "../../protocol/generated.ts"
import { shouldReportPhoneFix } from "./position-filter.ts"

export type PhoneSharingState = "off" | "asking" | "on" | "denied" | "failed" | "insecure"

const FIX_WITHIN_MS = 30_000

/** Height above the ellipsoid and movement, where the telephone knows them (W3C Geolocation); a figure that cannot be is left out. */
function measured(coords: GeolocationCoordinates): Pick<Position, "altitude" | "movement"> {
  const { altitude, altitudeAccuracy, speed, heading } = coords
  const high = altitude !== null && altitude > -12_000 && altitude < 100_000
  const uncertainty_m = altitudeAccuracy !== null && altitudeAccuracy < 100_000 ? altitudeAccuracy : null
  const moves = speed !== null && speed > 0 && speed < 12_000
  // Without a speed a heading is not a number.
  const bearing_deg = moves && heading !== null && Number.isFinite(heading) ? heading : null
  return {
    ...(high ? { altitude: { metres: altitude, above: "ellipsoid", uncertainty_m } } : {}),
    ...(moves ? { movement: { speed_m_s: speed, bearing_deg } } : {}),
  }
}

export class Locator {
  sharing = $state<PhoneSharingState>("off")
  #watch: number | null = null
  #last: Position | null = null
  #report: (position: Position) => void

  constructor(report: (position: Position) => void) {
    this.#report = report
  }

  start(): void {
    if (this.#watch !== null) return
    // Over plain HTTP a browser has no position to give; to ask and be refused would look like a person's no.
    if (!window.isSecureContext || !("geolocation" in navigator)) {
      this.sharing = "insecure"
      return
    }
    this.sharing = "asking"
    this.#watch = navigator.geolocation.watchPosition(
      (fix) => this.#fixed(fix),
      (error) => this.#failed(error),
      { enableHighAccuracy: true, maximumAge: 0, timeout: FIX_WITHIN_MS },
    )
  }

  stop(): void {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch)
    this.#watch = null
    this.#last = null
    this.sharing = "off"
  }

  #fixed(fix: GeolocationPosition): void {
    this.sharing = "on"
    const position: Position = {
      point: { lat: fix.coords.latitude, lon: fix.coords.longitude },
      source: "browser",
      uncertainty_m: Math.min(fix.coords.accuracy, 1_000_000),
      at: new Date(fix.timestamp).toISOString(),
      ...measured(fix.coords),
    }
    if (!shouldReportPhoneFix(this.#last, position)) return
    this.#last = position
    this.#report(position)
  }

  #failed(error: GeolocationPositionError): void {
    // A fix that does not come may come later: the watch goes on. A no is a no.
    if (error.code !== error.PERMISSION_DENIED) {
      if (this.sharing === "asking") this.sharing = "failed"
      return
    }
    this.stop()
    this.sharing = "denied"
  }
}
