/** The rows of one section, which of them is chosen, and what is typed in each and not yet saved. */

import type { FormErrors } from "./forms.ts"

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
  draftOf(row: Row | null): Draft
  errorsOf(draft: Draft, row: Row | null): FormErrors
  /** The id of the row that was saved; null when it was refused. */
  save(draft: Draft, row: Row | null): Promise<string | null>
}
/** What the page needs to know of a section, whatever its rows are. */
export interface SectionEditor {
  chosen: string | null
  readonly rows: readonly EditedRow[] | null
  readonly name: string | undefined
  readonly errors: FormErrors
  begin(): void
  dirty(id: string): boolean
  forget(id: string): void
  save(): Promise<string | null>
}

export class RowEditor<Row extends EditedRow, Draft extends object> implements SectionEditor {
  chosen = $state<string | null>(null)
  #drafts = $state<Record<string, Draft>>({})
  readonly #rules: RowRules<Row, Draft>
  constructor(rules: RowRules<Row, Draft>) {
    this.#rules = rules
  }

  readonly rows = $derived.by(() => this.#rules.rows())
  /** The saved row that is chosen; null for a new one. */
  readonly row = $derived.by(() => this.#find(this.chosen))
  get name(): string | undefined {
    return this.row === null ? undefined : this.#rules.nameOf(this.row)
  }
  /** The draft of the chosen row: kept while other rows are looked at, until it is saved or discarded. */
  get draft(): Draft | null {
    return this.chosen === null ? null : (this.#drafts[this.chosen] ?? null)
  }
  readonly errors = $derived.by<FormErrors>(() =>
    this.draft === null ? {} : this.#rules.errorsOf(this.draft, this.row),
  )

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
