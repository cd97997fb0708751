/** A file that brings the directory: looked at, applied as a whole, taken back; and files of what is in use. */

import { i18n } from "../../i18n/i18n.svelte.ts"
import type { AppliedImport, ImportPreview, ImportSummary } from "../../protocol/generated.ts"
import { api, download, sendFile } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"

/** In the order in which they are brought: each names those before it. */
export const IMPORT_KINDS = [
  "agencies",
  "centres",
  "desks",
  "people",
  "units",
  "hospitals",
  "qualifications",
  "contacts",
  "rosters",
  "crews",
] as const
export type ImportKindName = (typeof IMPORT_KINDS)[number]
type FileForm = "csv" | "xlsx"

/** The steps of the set-up lead to the import of one kind. */
function kindOfAddress(): ImportKindName {
  const named = new URLSearchParams(location.search).get("kind")
  return IMPORT_KINDS.find((kind) => kind === named) ?? "agencies"
}

export class DirectoryImportForm {
  kind = $state<ImportKindName>(kindOfAddress())
  file = $state.raw<File | null>(null)
  preview = $state.raw<ImportPreview | null>(null)
  applied = $state.raw<AppliedImport | null>(null)
  history = $state.raw<readonly ImportSummary[] | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** An answer is awaited. */
  busy = $state(false)
  /** The import that the next press takes back. */
  confirming = $state<string | null>(null)
  readonly #changed: () => Promise<void>

  /** `changed`: the directory is another one, and is to be read anew. */
  constructor(changed: () => Promise<void>) {
    this.#changed = changed
  }
  async load(): Promise<void> {
    const found = await api<readonly ImportSummary[]>("GET", "/api/admin/imports")
    if (found.ok) this.history = found.value
    else this.problem = found.problem
  }
  chooseKind(kind: ImportKindName): void {
    this.kind = kind
    this.forget()
  }
  /** Nothing was chosen. */
  forget(): void {
    this.file = null
    this.preview = null
    this.applied = null
    this.problem = null
    this.confirming = null
  }
  async look(file: File): Promise<void> {
    this.forget()
    this.file = file
    this.busy = true
    const answer = await sendFile<ImportPreview>(`/api/admin/import/${this.kind}/preview`, file)
    this.busy = false
    if (answer.ok) this.preview = answer.value
    else this.problem = answer.problem
  }
  readonly ready = $derived(
    this.preview !== null &&
      this.preview.findings.length === 0 &&
      this.preview.new + this.preview.changed > 0,
  )
  async apply(): Promise<void> {
    const file = this.file
    if (file === null || !this.ready || this.busy) return
    this.busy = true
    const query = new URLSearchParams({ file: file.name.slice(0, 200), language: i18n.language })
    const answer = await sendFile<AppliedImport>(`/api/admin/import/${this.kind}?${query}`, file)
    this.busy = false
    if (!answer.ok) {
      this.problem = answer.problem
      return
    }
    this.applied = answer.value
    this.saveLetters() // at once: nobody can ask for them again
    this.preview = null
    this.file = null
    this.problem = null
    await Promise.all([this.load(), this.#changed()])
  }
  /** Asks the first time, acts the second. */
  async takeBack(id: string): Promise<void> {
    if (this.confirming !== id) {
      this.confirming = id
      return
    }
    this.confirming = null
    this.busy = true
    const answer = await api<ImportSummary>("POST", `/api/admin/imports/${id}/take-back`, {
      timeout_ms: LONG_MS,
    })
    this.busy = false
    this.problem = answer.ok ? null : answer.problem
    if (!answer.ok) return
    this.applied = null
    this.preview = null
    await Promise.all([this.load(), this.#changed()])
  }
  async fetchFile(what: "template" | "export", form: FileForm): Promise<void> {
    const query = new URLSearchParams({ form, language: i18n.language })
    const path =
      what === "template" ? `/api/admin/import/${this.kind}/template` : `/api/admin/export/${this.kind}`
    const answer = await download(`${path}?${query}`)
    this.problem = answer.ok ? null : answer.problem
  }
  /** The letters of this import, once: they are kept nowhere. */
  saveLetters(): void {
    const letters = this.applied?.letters
    if (!letters) return
    const bytes = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0))
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }))
    link.download = "auxilio-letters.pdf"
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }
}

/** A large file takes as long as its first passwords are hashed. */
const LONG_MS = 120_000
