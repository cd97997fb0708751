/** The rows of one section, which of them is chosen, and what is typed in each and not yet saved. */

import type { FormErrors } from "./forms.ts"
import { type ListFilter, RowFilter } from "./row-filter.svelte.ts"
import type { SeriesDraft, SeriesKind } from "./series.ts"

/** The row that is being made. */
export const NEW_ROW = "+"

export interface EditedRow {
  readonly id: string
}
/** What is particular to the rows of one section. */
export interface RowRules<Row extends EditedRow, Draft extends object> {
  /** Null until the server has answered. */
  rows(): readonly Row[] | null
  /** Heads the form. */
  nameOf(row: Row): string
  /** Stands below the name in the list; the row is found by it too. */
  detailOf(row: Row): string
  /** What else it is found by. */
  wordsOf?(row: Row): readonly (string | null | undefined)[]
  agencyOf?(row: Row): string | null | undefined
  agencyName?(agency: string): string
  /** Words of `admin.state.…`. */
  statesOf?(row: Row): readonly string[]
  draftOf(row: Row | null): Draft
  errorsOf(draft: Draft, row: Row | null): FormErrors
  /** A new row like this one, without what only one row can have. */
  copyOf(draft: Draft): Draft
  /** How many rows like this one are made at once, where that makes sense. */
  seriesOf?(draft: Draft): SeriesSource
  /** The id of the row that was saved; null when it was refused. */
  save(draft: Draft, row: Row | null): Promise<string | null>
}
/** What a series of rows begins with: the key and the name of one, and the file of them all. */
export interface SeriesSource {
  readonly kind: SeriesKind
  readonly key: string
  readonly name: string
  file(series: SeriesDraft): string
}
/** What the page needs to know of a section, whatever its rows are. */
export interface SectionEditor {
  chosen: string | null
  readonly filter: ListFilter
  readonly name: string | undefined
  readonly errors: FormErrors
  /** There is a saved row that is chosen. */
  readonly saved: boolean
  /** Null where nothing is chosen, or no series makes sense. */
  readonly series: SeriesSource | null
  copy(): void
  /** The form of the chosen row states these fields as they were; nothing is saved. */
  restore(former: Readonly<Record<string, unknown>>): void
  begin(): void
  dirty(id: string): boolean
  forget(id: string): void
  save(): Promise<string | null>
}

export class RowEditor<Row extends EditedRow, Draft extends object> implements SectionEditor {
  chosen = $state<string | null>(null)
  #drafts = $state<Record<string, Draft>>({})
  readonly filter: RowFilter<Row>
  readonly #rules: RowRules<Row, Draft>
  constructor(rules: RowRules<Row, Draft>) {
    this.#rules = rules
    this.filter = new RowFilter({
      rows: () => this.rows,
      wordsOf: (row) => [rules.nameOf(row), rules.detailOf(row), ...(rules.wordsOf?.(row) ?? [])],
      agencyOf: (row) => rules.agencyOf?.(row),
      agencyName: (agency) => rules.agencyName?.(agency) ?? agency,
      statesOf: (row) => rules.statesOf?.(row) ?? [],
    })
  }

  readonly rows = $derived.by(() => this.#rules.rows())
  /** The saved row that is chosen; null for a new one. */
  readonly row = $derived.by(() => this.#find(this.chosen))
  get name(): string | undefined {
    return this.row === null ? undefined : this.#rules.nameOf(this.row)
  }
  detailOf(row: Row): string {
    return this.#rules.detailOf(row)
  }
  /** The draft of the chosen row: kept while other rows are looked at, until it is saved or discarded. */
  get draft(): Draft | null {
    return this.chosen === null ? null : (this.#drafts[this.chosen] ?? null)
  }
  readonly errors = $derived.by<FormErrors>(() =>
    this.draft === null ? {} : this.#rules.errorsOf(this.draft, this.row),
  )

  get saved(): boolean {
    return this.row !== null
  }
  get series(): SeriesSource | null {
    return (this.draft && this.#rules.seriesOf?.($state.snapshot(this.draft) as Draft)) ?? null
  }
  /** A new row begins like the chosen one. */
  copy(): void {
    if (this.row === null) return
    this.#drafts[NEW_ROW] = this.#rules.copyOf(this.#rules.draftOf(this.row))
    this.chosen = NEW_ROW
  }
  restore(former: Readonly<Record<string, unknown>>): void {
    if (this.row === null || this.chosen === null) return
    this.#drafts[this.chosen] = this.#rules.draftOf({ ...this.row, ...former })
  }
  /** Begins a draft of what is chosen, when there is none. Called before it is drawn: reading never writes. */
  begin(): void {
    if (this.chosen !== null) this.#drafts[this.chosen] ??= this.#rules.draftOf(this.row)
  }
  dirty(id: string): boolean {
    const draft = this.#drafts[id]
    return (
      draft !== undefined && JSON.stringify(draft) !== JSON.stringify(this.#rules.draftOf(this.#find(id)))
    )
  }
  forget(id: string): void {
    delete this.#drafts[id]
  }
  /** The row is gone: nothing is chosen in its place. */
  drop(id: string): void {
    this.forget(id)
    if (this.chosen === id) this.chosen = null
  }
  /** What came anew is no change of a draft that nobody has touched: it begins again with it. */
  keepClean(come: () => void): void {
    const clean = Object.keys(this.#drafts).filter((id) => !this.dirty(id))
    come()
    for (const id of clean) this.#drafts[id] = this.#rules.draftOf(this.#find(id))
  }
  async save(): Promise<string | null> {
    return this.draft === null ? null : this.#rules.save(this.draft, this.row)
  }
  #find(id: string | null): Row | null {
    return this.rows?.find((each) => each.id === id) ?? null
  }
}
