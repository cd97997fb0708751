/** A protocol or card in the form: each change is written into the author's draft by the server, and can be taken back. */

import { i18n } from "../../i18n/i18n.svelte.ts"
import type { DocumentAnswer, DocumentChoices, FieldFault } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"
import {
  addPart,
  copyPart,
  type FormDocument,
  fieldAtLine,
  firstError,
  type Moved,
  movePart,
  type Part,
  type PartList,
  partsOf,
  removePart,
} from "./document-form.ts"
import { FormWriter } from "./form-writer.ts"

/** The author's draft, as far as a form writes in it. */
export interface DraftFiles {
  readonly began: string
  readonly files: Readonly<Record<string, string>>
  put(path: string, text: string): Promise<void>
  /** What the last check found in fields of this file, while nothing was changed since. */
  faultsIn?(path: string): readonly FieldFault[]
}

const ANSWER_MS = 30_000
/** Changes that can be taken back (ours). */
const UNDO_MAX = 200

interface Change {
  readonly before: FormDocument
  /** The field: what is typed in one is one change. */
  readonly field: string
  /** The part that the hand was on. */
  readonly part: string
}

/** Documents that have a form. */
export const hasForm = (path: string): boolean => /^(protocols|cards)\/[a-z0-9][a-z0-9_.-]*\.yaml$/.test(path)

export class DocumentEditor {
  document = $state.raw<FormDocument | null>(null)
  answer = $state.raw<DocumentAnswer | null>(null)
  choices = $state.raw<DocumentChoices | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** The part in hand, by its field. */
  part = $state("")
  /** A change that takes a comment with it waits for the author's word. */
  waits = $state(false)
  readonly path: string
  readonly draft: DraftFiles
  readonly parts = $derived.by(() => this.#read())
  readonly faults = $derived.by(() => [
    ...(this.answer?.faults ?? []),
    ...(this.draft.faultsIn?.(this.path) ?? []),
  ])
  /** Comes to its end when the document was read, or could not be. */
  readonly opened: Promise<unknown>
  #changes = $state.raw<readonly Change[]>([])
  #asked = 0
  #unwritten = false
  #comments = false
  readonly #writer = new FormWriter(
    () => this.document,
    () => this.#unwritten,
    (document) => this.#ask(document),
  )

  constructor(draft: DraftFiles, path: string) {
    this.draft = draft
    this.path = path
    this.opened = this.#ask(null)
  }

  #read(): readonly Part[] {
    return this.document ? partsOf(this.document, this.path, i18n.language) : []
  }
  get undoable(): boolean {
    return this.#changes.length > 0
  }

  /** A person changed something: it is seen at once, and written when the hand rests. */
  change(document: FormDocument, field: string): void {
    if (this.document === null) return
    if (this.#changes.at(-1)?.field !== field || field === "")
      this.#changes = [...this.#changes, { before: this.document, field, part: this.part }].slice(-UNDO_MAX)
    this.#show(document)
  }
  #show(document: FormDocument): void {
    this.document = document
    this.#unwritten = true
    this.#writer.later()
  }
  undo(): void {
    const last = this.#changes.at(-1)
    if (last === undefined) return
    this.#changes = this.#changes.slice(0, -1)
    this.waits = false
    this.part = last.part
    this.#show(last.before)
  }
  #moved(moved: Moved | null): boolean {
    if (moved === null) return false
    this.change(moved.document, "")
    this.part = moved.at
    return true
  }
  add(into?: PartList): boolean {
    return this.document !== null && this.#moved(addPart(this.document, this.path, this.part, into))
  }
  copy(): boolean {
    return this.document !== null && this.#moved(copyPart(this.document, this.part))
  }
  move(by: -1 | 1): boolean {
    return this.document !== null && this.#moved(movePart(this.document, this.part, by))
  }
  remove(): boolean {
    return this.document !== null && this.#moved(removePart(this.document, this.part))
  }

  /** Its comment may go. */
  async writeAnyway(): Promise<void> {
    this.#comments = true
    this.waits = false
    if (this.answer) await this.draft.put(this.path, this.answer.text)
  }
  /** Both changes become the draft's. */
  async takeTheirs(): Promise<void> {
    const meanwhile = this.answer?.meanwhile
    if (!meanwhile) return
    await this.flush()
    this.#changes = []
    await this.draft.put(this.path, meanwhile.text)
    await this.#ask(null)
  }
  /** All that was typed is in the draft when it ends. */
  flush(): Promise<void> {
    return this.#writer.flush()
  }

  /** The field of the first error here, or of this line of the file; the part that shows it is then in hand. `told`: it is known. */
  goToError(line?: number, told?: string): string | null {
    const own = firstError(this.faults, this.parts)
    const atLine = this.faults.find((each) => each.fault.line === line)?.field
    const field =
      told ??
      (line === undefined
        ? own?.field
        : (atLine ?? (this.answer ? fieldAtLine(this.answer.lines, line) : undefined)))
    if (field === undefined) return null
    const part = this.parts.findLast((each) => field === each.at || field.startsWith(`${each.at}/`))
    this.part = part?.at ?? ""
    return field
  }

  /** Late answers to older forms are dropped. */
  async #ask(document: FormDocument | null): Promise<boolean> {
    const nth = ++this.#asked
    const others = Object.entries(this.draft.files).filter(([path]) =>
      /^(protocols|cards|i18n|data)\//.test(path),
    )
    const reply = await api<DocumentAnswer>("POST", "/api/content/form", {
      body: {
        draft: { began: this.draft.began, files: Object.fromEntries(others) },
        path: this.path,
        document,
        choices: this.choices === null,
      },
      timeout_ms: ANSWER_MS,
    })
    if (nth !== this.#asked) return true
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) return false
    this.answer = reply.value
    this.choices = reply.value.choices ?? this.choices
    if (document === null) this.document = reply.value.document as FormDocument | null
    else if (this.document === document) this.#unwritten = false
    if (document !== null && reply.value.comments_lost && !this.#comments) this.waits = true
    else if (document !== null) await this.draft.put(this.path, reply.value.text)
    return true
  }
}
