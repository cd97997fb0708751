/** What desks and centres are called, and how a centre is reached: asked once for a shift. */

import { api } from "./api.ts"

export interface CentreContact {
  readonly id: string
  readonly agency: string
  readonly name: string
  readonly phone: string | null
}
interface Named {
  readonly id: string
  readonly name: string
  readonly centre?: string | null
}
interface Sent {
  readonly agencies: readonly { readonly id: string; readonly service: string }[]
  readonly centres: readonly CentreContact[]
  readonly desks: readonly Named[]
}

class Directory {
  #centres = $state.raw<ReadonlyMap<string, CentreContact>>(new Map())
  #desks = $state.raw<ReadonlyMap<string, Named>>(new Map())
  #services = $state.raw<ReadonlyMap<string, string>>(new Map())

  async load(): Promise<void> {
    const reply = await api<Sent>("GET", "/api/directory")
    // Without it a centre and a desk are called by their ids: help does not wait for a name.
    if (!reply.ok) return
    this.#centres = new Map(reply.value.centres.map((each) => [each.id, each]))
    this.#services = new Map(reply.value.agencies.map((each) => [each.id, each.service]))
    this.#desks = new Map(reply.value.desks.map((each) => [each.id, each]))
  }
  /** What an agency does: `HEALTH`. */
  serviceOf(agency: string | null | undefined): string | undefined {
    return this.#services.get(agency ?? "")
  }
  centre(id: string): CentreContact | undefined {
    return this.#centres.get(id)
  }
  /** What is painted on the chair: «Puesto 07». */
  deskName(id: string): string {
    return this.#desks.get(id)?.name ?? id
  }
  centreOfDesk(id: string): string | null {
    return this.#desks.get(id)?.centre ?? null
  }
  /** Who sits or drives there, as people say it: a desk by its name, a crew by its callsign. */
  seatName(id: string): string {
    return this.#desks.get(id)?.name ?? (/^[a-z]+-\d+$/.test(id) ? id.toUpperCase() : id)
  }
  centreName(id: string): string {
    return this.#centres.get(id)?.name ?? id
  }
}

export const directory = new Directory()
