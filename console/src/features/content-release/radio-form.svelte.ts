/** The radio plan in the form: each change is written into the author's draft by the server; talk groups come from a file. */

import { i18n } from "../../i18n/i18n.svelte.ts"
import type { RadioAnswer, RadioForm, ReadTalkGroups } from "../../protocol/generated.ts"
import { api, download, sendFile } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"
import { FormWriter } from "./form-writer.ts"
import { type FileChanges, fileChanges, mergeGroups } from "./radio-form.ts"
import type { ReleaseDraft } from "./releases.svelte.ts"

const ANSWER_MS = 20_000

export class RadioEditor {
  plan = $state.raw<RadioForm | null>(null)
  answer = $state.raw<RadioAnswer | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** What a file says, until the form takes it or another is chosen. */
  read = $state.raw<ReadTalkGroups | null>(null)
  readonly changes = $derived<FileChanges | null>(
    this.read && this.plan && this.read.findings.length === 0
      ? fileChanges(this.plan, this.read.groups)
      : null,
  )
  /** The form as it was before a file filled it. */
  before = $state.raw<RadioForm | null>(null)
  busy = $state(false)
  readonly draft: ReleaseDraft
  #asked = 0
  readonly #writer = new FormWriter(
    () => this.plan,
    () => this.#unwritten,
    (plan) => this.#ask(plan),
  )
  /** What is typed and not yet in the draft. */
  #unwritten = false

  constructor(draft: ReleaseDraft) {
    this.draft = draft
    void this.#ask(null)
  }

  /** A person changed something: it is seen at once, and written when the hand rests. */
  change(plan: RadioForm): void {
    this.plan = plan
    this.#unwritten = true
    this.#writer.later()
  }
  /** All that was typed is in the draft when it ends. */
  flush(): Promise<void> {
    return this.#writer.flush()
  }

  async look(file: File): Promise<void> {
    this.busy = true
    this.read = null
    this.before = null
    const reply = await sendFile<ReadTalkGroups>("/api/plan/radio/talk-groups", file)
    this.busy = false
    this.problem = reply.ok ? null : reply.problem
    if (reply.ok) this.read = reply.value
  }
  /** The form takes the file as a whole. */
  take(): void {
    if (this.plan === null || this.read === null || this.changes === null) return
    this.before = this.plan
    this.change(mergeGroups(this.plan, this.read.groups))
    this.read = null
  }
  /** The form is as it was before the file. */
  takeBack(): void {
    if (this.before) this.change(this.before)
    this.before = null
  }
  async fetchFile(what: "template" | "export", form: "csv" | "xlsx"): Promise<void> {
    const query = new URLSearchParams({ form, language: i18n.language })
    const end = what === "template" ? "/template" : ""
    const answer = await download(`/api/plan/radio/talk-groups${end}?${query}`)
    this.problem = answer.ok ? null : answer.problem
  }

  /** Late answers to older forms are dropped. */
  async #ask(plan: RadioForm | null): Promise<boolean> {
    const nth = ++this.#asked
    const plans = Object.entries(this.draft.files).filter(([path]) => path.startsWith("plans/radio/"))
    const reply = await api<RadioAnswer>("POST", "/api/plan/radio", {
      body: { draft: { content: this.draft.began, files: Object.fromEntries(plans) }, plan },
      timeout_ms: ANSWER_MS,
    })
    if (nth !== this.#asked) return true
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) return false
    this.answer = reply.value
    if (plan === null) this.plan = reply.value.plan
    else if (this.plan === plan) this.#unwritten = false
    if (plan !== null) await this.draft.put(reply.value.path, reply.value.text)
    return true
  }
}
