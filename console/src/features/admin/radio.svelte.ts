/** The radio plan in force beside the radios of units, read for their section. */

import type { RadioOverview } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"
import { codeLines, findIn, groupsOf, radioLines } from "./radio.ts"

export class RadioRegister {
  overview = $state.raw<RadioOverview | null>(null)
  problem = $state.raw<Problem | null>(null)
  text = $state("")
  #agencies = $state.raw<ReadonlyMap<string, string>>(new Map())

  readonly radios = $derived(
    this.overview === null
      ? []
      : findIn(radioLines(this.overview), this.text, (one) => [
          one.radio,
          one.callsign,
          one.talk_group,
          this.agencyName(one.agency),
        ]),
  )
  readonly groups = $derived(
    this.overview === null
      ? []
      : findIn(groupsOf(this.overview), this.text, (one) => [
          one.gssi,
          one.name,
          this.agencyName(one.agency),
        ]),
  )
  readonly codes = $derived(
    this.overview === null
      ? []
      : findIn(codeLines(this.overview), this.text, (one) => [String(one.code), this.agencyName(one.agency)]),
  )

  agencyName(id: string | null | undefined): string {
    return this.#agencies.get(id ?? "") ?? id ?? ""
  }
  async load(): Promise<void> {
    const [overview, directory] = await Promise.all([
      api<RadioOverview>("GET", "/api/admin/radio"),
      api<{ readonly agencies: readonly { readonly id: string; readonly name: string }[] }>(
        "GET",
        "/api/directory",
      ),
    ])
    this.problem = overview.ok ? null : overview.problem
    if (overview.ok) this.overview = overview.value
    if (directory.ok) this.#agencies = new Map(directory.value.agencies.map((each) => [each.id, each.name]))
  }
}
