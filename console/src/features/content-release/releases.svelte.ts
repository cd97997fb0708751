/** Releases as the server holds them, and an author's draft: what is typed here and proposed to nobody yet. */

import type {
  ConfirmedDocument,
  DocumentFault,
  FieldFault,
  Office,
  Overview,
  ProtocolSpecificationDraft,
  Release,
  SetFile,
  SetText,
  Study,
  UnsignedContent,
} from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { api } from "../../state/api.ts"
import { newId, sendCommand } from "../../state/command-outbox.svelte.ts"
import type { Answer, Problem } from "../../state/outbox.ts"
import { session } from "../../state/session.svelte.ts"
import { DocumentEditor, hasForm } from "./document-form.svelte.ts"
import { fieldFaults } from "./document-form.ts"
import { type DocumentWords, documentWords, type KnownDocuments } from "./document-search.ts"
import { specificationPath, specifiedProtocol } from "./impact.ts"

/** A server that is loaded proves a set of content in minutes; one that cannot be reached is told at once. (ours) */
const WORKS_MS = 600_000

const KEPT = "auxilio.content-draft"
const LOOK_EVERY_MS = 5_000

export interface ReleaseRead {
  readonly release: Release
  readonly study: Study | null
}
interface Checked {
  readonly content: string | null
  readonly faults: readonly DocumentFault[]
  readonly study: Study | null
}
interface KeptDraft {
  readonly base: string
  readonly files: Readonly<Record<string, string>>
  readonly title: string
  readonly reason: string
}

/** A change that is being written. It is kept in this window, so that a reload takes nothing of it. */
export class ReleaseDraft {
  paths = $state.raw<readonly string[] | null>(null)
  path = $state<string | null>(null)
  /** What was changed, by path. */
  files = $state.raw<Readonly<Record<string, string>>>({})
  title = $state("")
  reason = $state("")
  /** As the field of a date gives it; empty: as soon as it is signed. */
  from = $state("")
  checked = $state.raw<Checked | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** What the server is at for this draft: it takes its time, and a second press begins no other. */
  busy = $state<"check" | "specification" | null>(null)
  /** It was begun on other content than what stands now: what it undoes of that is seen in the study. */
  moved = $state(false)
  text = $state("")
  /** The open document as a form; null where it is seen as its file. */
  form = $state.raw<DocumentEditor | null>(null)
  #asFile = false
  #originals = new Map<string, string>()
  /** Comes to its end when the list of documents has come, or cannot. */
  readonly listed: Promise<void>
  /** What documents are found by besides the names of their files: those in force. Without it they are found by these. */
  words = $state.raw<DocumentWords>(new Map())
  readonly read: Promise<void>
  readonly base: string
  /** The set on which it was begun. What another has changed in its files since then refuses the check. */
  began: string

  constructor(base: string) {
    this.base = base
    this.began = base
    const kept = keptDraft()
    if (kept !== null) {
      this.moved = kept.base !== base
      this.began = kept.base
      this.files = kept.files
      this.title = kept.title
      this.reason = kept.reason
    }
    this.listed = this.#list()
    this.read = this.#readWords()
  }

  async #list(): Promise<void> {
    const reply = await api<readonly SetFile[]>("GET", `/api/releases/sets/${this.base}`)
    if (reply.ok) this.paths = reply.value.map((each) => each.path)
    else this.problem = reply.problem
  }

  async #readWords(): Promise<void> {
    const reply = await api<KnownDocuments>("GET", "/api/content", { timeout_ms: 30_000, kept: true })
    if (reply.ok) this.words = documentWords(reply.value)
  }

  async open(path: string): Promise<void> {
    await this.form?.flush()
    const original = await this.#original(path)
    if (original === null) return
    this.path = path
    this.text = this.files[path] ?? original
    if (!hasForm(path) || this.#asFile) this.form = null
    else if (this.form?.path !== path) this.form = new DocumentEditor(this, path)
    await this.form?.opened
  }

  /** The same document as its file, or as a form again; so are those that are opened next. */
  async turn(): Promise<void> {
    if (this.path === null) return
    this.#asFile = this.form !== null
    await this.form?.flush()
    this.form = null
    await this.open(this.path)
  }

  async #original(path: string): Promise<string | null> {
    const known = this.#originals.get(path)
    if (known !== undefined) return known
    await this.listed
    // Nobody has written this file yet: all of it is new.
    if (this.paths !== null && !this.paths.includes(path)) return ""
    const reply = await api<SetText>(
      "GET",
      `/api/releases/sets/${this.base}/file?path=${encodeURIComponent(path)}`,
    )
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) return null
    this.#originals.set(path, reply.value.text)
    return reply.value.text
  }

  /** Something was typed, or came from a file. What is as it was is no change. */
  async put(path: string, text: string): Promise<void> {
    const original = await this.#original(path)
    const { [path]: _, ...others } = this.files
    this.files = text === original ? others : { ...others, [path]: text }
    if (this.path === path) this.text = text
    this.checked = null
    this.keep()
  }

  /** The specification that the open protocol follows as it stands here, written into its file and opened: its author reads it (decision 0382). */
  async draftSpecification(): Promise<boolean> {
    await this.form?.flush()
    const name = specifiedProtocol(this.path)
    if (name === null || this.busy !== null) return false
    this.busy = "specification"
    const reply = await api<ProtocolSpecificationDraft>("POST", "/api/content/protocol-specification", {
      body: { draft: { began: this.began, files: this.files }, protocol: name },
      timeout_ms: WORKS_MS,
    })
    this.busy = null
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) return false
    await this.put(reply.value.path, reply.value.text)
    await this.open(reply.value.path)
    return true
  }

  /** A file is as it was; undefined: as it stands, so that it is no change. */
  putBack(path: string, text: string | undefined): void {
    const { [path]: _, ...others } = this.files
    this.files = text === undefined ? others : { ...others, [path]: text }
    if (this.path === path) this.text = text ?? this.#originals.get(path) ?? ""
    this.checked = null
    this.keep()
  }

  /** Its author has seen that other content stands now, and means these files all the same. */
  accept(top: string): void {
    this.began = top
    this.moved = false
    this.problem = null
    this.keep()
  }

  keep(): void {
    const kept: KeptDraft = { base: this.began, files: this.files, title: this.title, reason: this.reason }
    sessionStorage.setItem(KEPT, JSON.stringify(kept))
  }
  drop(): void {
    sessionStorage.removeItem(KEPT)
  }

  async check(): Promise<void> {
    await this.form?.flush()
    if (this.busy !== null) return
    this.busy = "check"
    this.problem = null
    const reply = await api<Checked>("POST", "/api/releases/check", {
      body: { files: this.files, began: this.began },
      timeout_ms: WORKS_MS,
    })
    this.busy = null
    this.checked = reply.ok ? reply.value : null
    this.problem = reply.ok ? null : reply.problem
  }
  /** The protocol that is open, or whose specification is, and whether the draft has a specification of it. */
  readonly specification = $derived.by(() => {
    const protocol = specifiedProtocol(this.path)
    return protocol === null ? null : { protocol, written: specificationPath(protocol) in this.files }
  })
  /** Of what the check found, what is about a field of this file. */
  faultsIn(path: string): readonly FieldFault[] {
    return fieldFaults(this.checked?.faults ?? [], path)
  }
  readonly changes = $derived(Object.keys(this.files).sort())
  readonly errors = $derived((this.checked?.faults ?? []).filter((fault) => fault.severity === "error"))
  /** The error that has the focus after a check: the first of what is open, else of what was written, before what follows from it elsewhere. */
  readonly first = $derived(
    this.errors.find((fault) => fault.file === this.path) ??
      this.errors.find((fault) => fault.file in this.files) ??
      this.errors[0],
  )
  /** Why it cannot be proposed yet; null when it can. */
  readonly missing = $derived(
    this.checked?.content == null
      ? ("publish.why_unchecked" as const)
      : this.title.trim().length < 3 || this.reason.trim().length < 3
        ? ("publish.why_unnamed" as const)
        : null,
  )
}

function keptDraft(): KeptDraft | null {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as KeptDraft | null
}

export class Releases {
  overview = $state.raw<Overview | null>(null)
  chosen = $state<string | null>(null)
  read = $state.raw<ReleaseRead | null>(null)
  draft = $state.raw<ReleaseDraft | null>(null)
  problem = $state.raw<Problem | null>(null)
  #timer: ReturnType<typeof setInterval> | undefined

  /** Look, and go on looking: others sign meanwhile. Returns what ends it. */
  begin(): () => void {
    void this.load()
    this.#timer = setInterval(() => void this.load(), LOOK_EVERY_MS)
    return () => clearInterval(this.#timer)
  }

  async load(): Promise<void> {
    const reply = await api<Overview>("GET", "/api/releases")
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) return
    const first = this.overview === null
    this.overview = reply.value
    if (first && session.may(PERMISSION.CONTENT_WRITE) && keptDraft() !== null) this.write()
    if (this.draft && this.draft.began !== reply.value.top) this.draft.moved = true
    const told = reply.value.releases.find((each) => each.id === this.chosen)
    if (told && this.read?.release.id === told.id) this.read = { ...this.read, release: told }
  }

  readonly release = $derived(this.read?.release.id === this.chosen ? (this.read?.release ?? null) : null)

  async choose(id: string): Promise<void> {
    this.chosen = id
    this.draft = null
    if (this.read?.release.id === id) return
    const reply = await api<ReleaseRead>("GET", `/api/releases/${id}`)
    if (this.chosen !== id) return
    this.read = reply.ok ? reply.value : null
    this.problem = reply.ok ? null : reply.problem
  }

  write(): void {
    if (this.overview === null) return
    this.chosen = null
    this.draft = new ReleaseDraft(this.overview.top)
  }
  discard(): void {
    this.draft?.drop()
    this.draft = null
  }

  async propose(): Promise<Answer | undefined> {
    const draft = this.draft
    if (draft?.checked?.content == null) return undefined
    const id = newId()
    const answer = await sendCommand({
      kind: "publishing.propose_release",
      release: id,
      content: draft.checked.content,
      title: draft.title.trim(),
      reason: draft.reason.trim(),
      effective_from: (draft.from ? new Date(draft.from) : new Date()).toISOString(),
    })
    if (!answer.ok) return answer
    draft.drop()
    await this.load()
    await this.choose(id)
    return answer
  }

  /** What is in force is signed as it is, by the first of the two offices. */
  async confirm(
    unsigned: UnsignedContent,
    documents: readonly ConfirmedDocument[],
    office: Office,
    words: { readonly title: string; readonly reason: string },
  ): Promise<Answer> {
    const [first, ...others] = documents.map((one) => ({ kind: one.kind, id: one.id }))
    if (first === undefined) throw new Error("offered only where one is chosen")
    const id = newId()
    const answer = await sendCommand({
      kind: "publishing.confirm",
      release: id,
      office,
      content: unsigned.content,
      documents: [first, ...others],
      ...words,
    })
    if (!answer.ok) return answer
    await this.load()
    await this.choose(id)
    return answer
  }

  /** What is asked of the chosen release; it is read anew when it was done. */
  async ask(command: Parameters<typeof sendCommand>[0]): Promise<Answer> {
    const answer = await sendCommand(command)
    await this.load()
    return answer
  }
}
