/** A CSV of premise notes: looked at, accepted, and undone. Each note is entered and ended by its own command. */

import { i18n } from "../i18n/i18n.svelte.ts"
import type { EnterPremiseNote, NoteFilePreview, NoteOfFile } from "../protocol/generated.ts"
import { download, sendFile } from "../state/api.ts"
import { sendCommand } from "../state/command-outbox.svelte.ts"
import type { Problem } from "../state/outbox.ts"

/** The command that enters a row of a file. Sent twice it is entered once: the row has an id. */
export function enterCommand(row: NoteOfFile): EnterPremiseNote {
  const { note, note_kind, text, address, municipality, detail, radius_m, expires_at, point } = row
  return {
    kind: "premise_notes.enter",
    note,
    note_kind,
    text,
    address,
    municipality,
    detail,
    radius_m,
    expires_at,
    point,
  }
}

export class NoteFile {
  name = $state("")
  preview = $state.raw<NoteFilePreview | null>(null)
  problem = $state.raw<Problem | null>(null)
  busy = $state(false)
  /** What was done last, in words. */
  done = $state("")
  /** What was entered last from a file: undoing it withdraws these. */
  entered = $state.raw<readonly string[]>([])
  readonly fresh = $derived(this.preview?.notes.filter((each) => !each.known) ?? [])
  readonly #changed: () => Promise<void>

  /** `changed`: the list is another one, and is to be read anew. */
  constructor(changed: () => Promise<void>) {
    this.#changed = changed
  }
  async look(file: File): Promise<void> {
    Object.assign(this, { name: file.name, preview: null, problem: null, done: "", busy: true })
    const answer = await sendFile<NoteFilePreview>("/api/premise-notes/preview", file)
    this.busy = false
    if (answer.ok) this.preview = answer.value
    else this.problem = answer.problem
  }
  async template(): Promise<void> {
    const path = `/api/premise-notes/template?${new URLSearchParams({ language: i18n.language })}`
    const answer = await download(path)
    this.problem = answer.ok ? null : answer.problem
  }
  /** One after another, until one is refused; what was entered before stays, and can be undone. */
  async accept(): Promise<void> {
    const rows = this.fresh
    if (this.busy || rows.length === 0) return
    this.busy = true
    const entered: string[] = []
    for (const row of rows) {
      if (!(await this.#sent(enterCommand(row)))) break
      entered.push(row.note)
    }
    this.entered = entered
    if (this.problem === null) this.preview = null
    this.done = i18n.say("premise.file_done", { count: entered.length, file: this.name })
    await this.#changed()
    this.busy = false
  }
  async undo(): Promise<void> {
    if (this.busy) return
    this.busy = true
    let ended = 0
    for (const note of this.entered) {
      if (!(await this.#sent({ kind: "premise_notes.end", note }))) break
      ended += 1
    }
    this.entered = this.entered.slice(ended)
    this.done = i18n.say("premise.file_undone", { count: ended })
    await this.#changed()
    this.busy = false
  }
  async #sent(command: Parameters<typeof sendCommand>[0]): Promise<boolean> {
    const answer = await sendCommand(command)
    this.problem = answer.ok ? null : answer.problem
    return answer.ok
  }
}
