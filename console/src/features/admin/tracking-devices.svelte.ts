/** The phones that say where a unit is: who they are, when each last spoke, a new one with its token, and the end of a lost one. */

import type { Device, DeviceCredentials, DeviceKind } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"

export const DEVICE_KINDS: readonly DeviceKind[] = ["traccar", "owntracks", "geojson"]
const LOOK_AGAIN_MS = 10_000

export class TrackingDevices {
  list = $state.raw<readonly Device[]>([])
  /** Told once: gone when another unit is looked at, or another phone made. */
  given = $state.raw<DeviceCredentials | null>(null)
  problem = $state.raw<Problem | null>(null)
  name = $state("")
  kind = $state<DeviceKind>("traccar")
  inTurn = $state<string | null>(null)
  #unit: string | null = null
  #busy = false

  readonly chosen = $derived(this.list.find((each) => each.id === this.inTurn) ?? this.list[0] ?? null)

  /** Looks at this unit's phones until the answer is called; call it in an effect. */
  look(unit: string | null): () => void {
    this.#unit = unit
    this.list = []
    this.given = null
    this.problem = null
    this.name = ""
    this.inTurn = null
    if (unit === null) return () => undefined
    void this.#load(unit)
    const again = setInterval(() => void this.#load(unit), LOOK_AGAIN_MS)
    return () => clearInterval(again)
  }
  async #load(unit: string): Promise<void> {
    const found = await api<readonly Device[]>("GET", `/api/admin/units/${unit}/devices`)
    if (unit !== this.#unit) return
    if (found.ok) this.list = found.value
    else this.problem = found.problem
  }

  get ready(): boolean {
    return this.#unit !== null && this.name.trim() !== ""
  }
  async add(): Promise<void> {
    const unit = this.#unit
    if (unit === null || this.#busy || !this.ready) return
    this.#busy = true
    const body = { name: this.name.trim(), kind: this.kind, address: location.origin }
    const answer = await api<DeviceCredentials>("POST", `/api/admin/units/${unit}/devices`, { body })
    this.#busy = false
    if (unit !== this.#unit) return
    this.problem = answer.ok ? null : answer.problem
    if (!answer.ok) return
    this.given = answer.value
    this.name = ""
    await this.#load(unit)
  }
  async revoke(): Promise<void> {
    const [unit, phone] = [this.#unit, this.chosen]
    if (unit === null || phone === null) return
    const answer = await api<Device>("DELETE", `/api/admin/devices/${phone.id}`)
    this.problem = answer.ok ? null : answer.problem
    if (!answer.ok) return
    if (this.given?.device.id === phone.id) this.given = null
    await this.#load(unit)
  }
}
