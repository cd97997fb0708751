/** What crews that signed in lack of qualifications today, as the server counts it: asked again when a crew changes, and now and again. */

import type { CrewWarning, CrewWarnings, UnitRow } from "../protocol/generated.ts"
import { api } from "./api.ts"

/** A qualification ends at midnight, or is written down elsewhere. */
const LOOK_AGAIN_MS = 60_000

class CrewWarningBook {
  #known = $state.raw<CrewWarnings>({ warnings: [], kinds: [] })

  get all(): readonly CrewWarning[] {
    return this.#known.warnings
  }
  of(unit: string): readonly CrewWarning[] {
    return this.#known.warnings.filter((each) => each.unit === unit)
  }
  /** What a qualification is called; one that is not known by its code. */
  nameOf(code: string, language: string): string {
    const words = this.#known.kinds.find((each) => each.code === code)?.words
    return words?.[language] ?? words?.es ?? code
  }
  async #load(): Promise<void> {
    const found = await api<CrewWarnings>("GET", "/api/crew-warnings")
    if (found.ok) this.#known = found.value
  }
  /** For an effect of a page: looks now and again, until it is told to stop. `crews`: what tells one set of crews from another. */
  follow(crews: string): () => void {
    if (crews === "") this.#known = { warnings: [], kinds: [] }
    else void this.#load()
    const again = setInterval(() => {
      if (crews !== "") void this.#load()
    }, LOOK_AGAIN_MS)
    return () => clearInterval(again)
  }
}

export const crewWarnings = new CrewWarningBook()

/** Empty where nobody signed in. */
export function crewsKey(
  units: readonly Pick<UnitRow, "id" | "crew" | "signed_on_at" | "capabilities">[],
): string {
  return units
    .filter((unit) => unit.crew.length > 0)
    .map((unit) => [unit.id, unit.signed_on_at, ...unit.capabilities].join(" "))
    .sort()
    .join("\n")
}
