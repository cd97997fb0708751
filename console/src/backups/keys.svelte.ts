/** The keys of the installation, without their secrets, and a copy of those of cases. */

import type { KeyCopy, KeysView } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import type { Problem } from "../state/outbox.ts"
import { saveFile } from "../state/save-file.ts"

const PATH = "/api/admin/keys"
/** scrypt takes a second or more, and many keys as long as they are. */
const COPY_MS = 120_000

export class Keys {
  view = $state.raw<KeysView | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** The copy that was made here. */
  made = $state.raw<{ readonly name: string; readonly count: number } | null>(null)

  constructor() {
    void this.load()
  }
  async load(): Promise<void> {
    const found = await api<KeysView>("GET", PATH)
    this.problem = found.ok ? null : found.problem
    if (found.ok) this.view = found.value
  }
  /** Why it was refused; null: the browser has it. */
  async copy(passphrase: string): Promise<Problem | null> {
    const reply = await api<KeyCopy>("POST", `${PATH}/copy`, { body: { passphrase }, timeout_ms: COPY_MS })
    if (!reply.ok) return reply.problem
    const { name, file, count } = reply.value
    saveFile(
      name,
      Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)),
    )
    this.made = { name, count }
    await this.load()
    return null
  }
}
