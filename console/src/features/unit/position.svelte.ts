/** Where the vehicle is, by this telephone: watched, thinned out, reported. Telemetry: the newest counts. */

import { api } from "../../state/api.ts"
import { shouldReportUnitFix, type UnitFix } from "./position-filter.ts"

export type VehicleSharingState = "off" | "asking" | "on" | "denied" | "failed" | "insecure"
const FIX_WITHIN_MS = 30_000
const ANSWER_WITHIN_MS = 8_000

export class VehiclePosition {
  sharing = $state<VehicleSharingState>("off")
  /** The newest fix, reported or not. */
  fix = $state.raw<UnitFix | null>(null)
  /** The server's code, when it will not have it. */
  refused = $state<string | null>(null)
  #watch: number | null = null
  #reported: UnitFix | null = null
  #busy = false
  #unit: () => string | undefined

  constructor(unit: () => string | undefined) {
    this.#unit = unit
  }

  /** Begins without a question when the person has said yes before; otherwise waits for `start`. */
  async begin(): Promise<void> {
    if (!window.isSecureContext || !("geolocation" in navigator)) {
      this.sharing = "insecure"
      return
    }
    const known = await navigator.permissions?.query({ name: "geolocation" })
    if (known?.state === "granted") this.start()
    if (known?.state === "denied") this.sharing = "denied"
  }

  start(): void {
    if (this.#watch !== null) return
    this.sharing = "asking"
    this.#watch = navigator.geolocation.watchPosition(
      (seen) => this.#seen(seen),
      (error) => this.#failed(error),
      { enableHighAccuracy: true, maximumAge: 2_000, timeout: FIX_WITHIN_MS },
    )
  }

  stop(): void {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch)
    this.#watch = null
  }

  #seen(seen: GeolocationPosition): void {
    const { latitude: lat, longitude: lon, accuracy } = seen.coords
    this.sharing = "on"
    this.fix = { point: { lat, lon }, at_ms: seen.timestamp, accuracy_m: accuracy }
    void this.#report()
  }

  async #report(): Promise<void> {
    const { fix } = this
    const unit = this.#unit()
    if (fix === null || unit === undefined || this.#busy || !shouldReportUnitFix(this.#reported, fix)) return
    this.#busy = true
    const body = { unit, point: fix.point, at: new Date(fix.at_ms).toISOString(), accuracy_m: fix.accuracy_m }
    const reply = await api("POST", "/api/unit/position", { body, timeout_ms: ANSWER_WITHIN_MS })
    this.#busy = false
    // One that did not arrive is not sent again: by then there is a newer one.
    if (reply.ok) this.#reported = fix
    this.refused = reply.ok || reply.problem.status === 0 ? null : reply.problem.code
  }

  #failed(error: GeolocationPositionError): void {
    if (error.code !== error.PERMISSION_DENIED) {
      if (this.sharing === "asking") this.sharing = "failed" // it may come later: the watch goes on
      return
    }
    this.stop()
    this.sharing = "denied"
  }
}
