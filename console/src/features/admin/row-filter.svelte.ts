/** What is asked for in one list, and the rows that answer to it. */

import { i18n } from "../../i18n/i18n.svelte.ts"
import { plainText } from "../../kit/plain-text.ts"
import { countEach, findRows, type IndexedRow } from "./list-filter.ts"

/** By what the rows of one list are found. */
export interface FilterRules<Row> {
  /** Null until the server has answered. */
  rows(): readonly Row[] | null
  /** Everything by which a row is found. */
  wordsOf(row: Row): readonly (string | null | undefined)[]
  /** Of which agency it is. */
  agencyOf?(row: Row): string | null | undefined
  agencyName?(agency: string): string
  /** Words of `admin.state.…`. */
  statesOf?(row: Row): readonly string[]
}
/** Those of most rows: two lines of the bar (ours). The words of the box find the others. */
const AGENCIES_OFFERED = 8

interface Choice {
  readonly value: string
  readonly label: string
}
/** What the bar above a list needs, whatever the rows are. */
export interface ListFilter {
  text: string
  agency: string
  state: string
  readonly agencies: readonly Choice[]
  readonly states: readonly Choice[]
  readonly asks: boolean
  readonly count: string
  clear(): void
}

export class RowFilter<Row> implements ListFilter {
  text = $state("")
  agency = $state("")
  state = $state("")
  readonly #rules: FilterRules<Row>
  constructor(rules: FilterRules<Row>) {
    this.#rules = rules
  }

  readonly #index = $derived.by<readonly IndexedRow<Row>[] | null>(
    () =>
      this.#rules.rows()?.map((row) => ({
        row,
        words: plainText(this.#rules.wordsOf(row).filter(Boolean).join(" ")),
        agency: this.#rules.agencyOf?.(row) ?? null,
        states: this.#rules.statesOf?.(row) ?? [],
      })) ?? null,
  )
  /** Null until the server has answered. */
  readonly found = $derived.by(() => this.#index && findRows(this.#index, this))
  readonly agencies = $derived.by<readonly Choice[]>(() =>
    [...countEach(this.#index ?? [], (each) => [each.agency], this.agency)]
      .sort(
        ([a, some], [b, others]) => Number(b === this.agency) - Number(a === this.agency) || others - some,
      )
      .slice(0, AGENCIES_OFFERED)
      .map(([value, count]) => ({ value, label: `${this.#rules.agencyName?.(value) ?? value} ${count}` }))
      .sort((a, b) => a.label.localeCompare(b.label, i18n.language)),
  )
  readonly states = $derived.by<readonly Choice[]>(() =>
    [...countEach(this.#index ?? [], (each) => each.states, this.state)]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([value, count]) => ({ value, label: `${i18n.say(`admin.state.${value}`)} ${count}` })),
  )
  readonly asks = $derived.by(() => this.text.trim() !== "" || this.agency !== "" || this.state !== "")
  /** «600», or «12 de 600» when something is asked for. */
  readonly count = $derived.by(() => {
    const all = this.#index?.length
    if (all === undefined) return ""
    return this.asks ? i18n.say("admin.count_of", { count: this.found?.length ?? 0, all }) : String(all)
  })
  clear(): void {
    this.text = ""
    this.agency = ""
    this.state = ""
  }
}
