/** What desks and centres are called, and how a centre is reached: asked once for a shift. */

import { api } from "./api.ts"

export interface CentreContact {
  readonly id: string
  readonly agency: string
  readonly name: string
  readonly phone: string | null
}
/** A centre as one that can be asked for help. */
export interface AskableCentre extends CentreContact {
  /** What its agency does: `HEALTH`. */
  readonly service: string
  /** Without one it is told by telephone. */
  readonly console: boolean
}
interface AgencyContact {
  readonly id: string
  readonly name: string
  readonly service: string
  readonly phone: string | null
  readonly has_console: boolean
}
interface Named {
  readonly id: string
  readonly name: string
  readonly centre?: string | null
}
interface Sent {
  readonly agencies: readonly AgencyContact[]
  readonly centres: readonly CentreContact[]
  readonly desks: readonly Named[]
}

class Directory {
  #centres = $state.raw<ReadonlyMap<string, CentreContact>>(new Map())
  #desks = $state.raw<ReadonlyMap<string, Named>>(new Map())
  #agencies = $state.raw<ReadonlyMap<string, AgencyContact>>(new Map())

  async load(): Promise<void> {
    const reply = await api<Sent>("GET", "/api/directory")
    // Without it a centre and a desk are called by their ids: help does not wait for a name.
    if (!reply.ok) return
    this.#centres = new Map(reply.value.centres.map((each) => [each.id, each]))
    this.#agencies = new Map(reply.value.agencies.map((each) => [each.id, each]))
    this.#desks = new Map(reply.value.desks.map((each) => [each.id, each]))
  }
  /** As people call it: «Bombers». */
  agencyName(id: string): string {
    return this.#agencies.get(id)?.name ?? id
  }
  /** What an agency does: `HEALTH`. */
  serviceOf(agency: string | null | undefined): string | undefined {
    return this.#agencies.get(agency ?? "")?.service.toUpperCase()
  }
  /** Every registered centre, with how it is reached. */
  get askable(): readonly AskableCentre[] {
    return [...this.#centres.values()].map((centre) => {
      const agency = this.#agencies.get(centre.agency)
      return {
        ...centre,
        phone: centre.phone ?? agency?.phone ?? null,
        service: this.serviceOf(centre.agency) ?? "",
        console: agency?.has_console !== false,
      }
    })
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
