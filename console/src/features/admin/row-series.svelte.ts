/** A series of rows like the chosen one: looked at, then made as one import, whole or not at all. */

import { DirectoryImportForm } from "./directory-import.svelte.ts"
import { type SeriesDraft, type SeriesKind, seriesErrors } from "./series.ts"

export class RowSeries {
  open = $state(false)
  kind = $state<SeriesKind>("desks")
  draft = $state<SeriesDraft>({ key: "", name: "", from: "", to: "" })
  tried = $state(false)
  readonly form: DirectoryImportForm
  #file: (series: SeriesDraft) => string = () => ""

  /** `changed`: the directory is another one, and is to be read anew. */
  constructor(changed: () => Promise<void>) {
    this.form = new DirectoryImportForm(changed)
  }
  readonly errors = $derived.by(() => seriesErrors(this.kind, this.draft))
  /** Rows that are there already: a series makes new ones, and changes none. */
  readonly taken = $derived.by(() => this.form.preview?.entries.filter((each) => each.change !== "new") ?? [])
  readonly ready = $derived.by(() => this.form.ready && this.taken.length === 0)

  begin(kind: SeriesKind, key: string, name: string, file: (series: SeriesDraft) => string): void {
    this.form.chooseKind(kind)
    this.kind = kind
    this.#file = file
    this.draft = { key: numbered(key), name: numbered(name), from: "01", to: "" }
    this.tried = false
    this.open = true
  }
  /** What was looked at is no longer what is typed. */
  typed(): void {
    this.form.forget()
  }
  async look(): Promise<void> {
    this.tried = true
    if (Object.keys(this.errors).length > 0) return
    await this.form.look(new File([this.#file(this.draft)], `${this.draft.key}.csv`))
  }
  async make(): Promise<void> {
    if (this.ready) await this.form.apply()
  }
}

/** A pattern of a name that ends in a number: `desk-01` is `desk-#`. */
function numbered(text: string): string {
  return text === "" ? "" : /[0-9]+$/.test(text) ? text.replace(/[0-9]+$/, "#") : `${text}-#`
}
