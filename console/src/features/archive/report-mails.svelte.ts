/** Reports of one case that were sent by e-mail: sent from here, and watched until each is settled. */

import { untrack } from "svelte"
import { i18n } from "../../i18n/i18n.svelte.ts"
import type { MailedReport, ReportMailRow, ReportOrder } from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { api, type Reply } from "../../state/api.ts"
import { newId } from "../../state/command-outbox.svelte.ts"
import { session } from "../../state/session.svelte.ts"

const LOOK_MS = 2_000

export class ReportMails {
  open = $state(false)
  rows = $state.raw<readonly ReportMailRow[]>([])
  readonly #case: () => string | null

  constructor(of: () => string | null) {
    this.#case = of
    $effect(() => {
      if (of() !== null) untrack(() => void this.read())
    })
    $effect(() => {
      if (!this.rows.some((row) => row.state === "queued")) return
      const again = setInterval(() => document.visibilityState === "visible" && void this.read(), LOOK_MS)
      return () => clearInterval(again)
    })
  }

  async read(): Promise<void> {
    const id = this.#case()
    if (id === null || !session.may(PERMISSION.CASE_FILE_EXPORT)) return
    const reply = await api<ReportMailRow[]>("GET", `/api/case-files/${id}/mails`)
    if (reply.ok && id === this.#case()) this.rows = reply.value
  }

  /** The answer alone has the password: it is shown, and kept nowhere. With it, whether the page still shows this case. */
  async send(to: string, reason: string, working_copy: boolean): Promise<[Reply<MailedReport>, boolean]> {
    const id = this.#case()
    const body: ReportOrder = { to, reason, language: i18n.language, working_copy }
    const reply = await api<MailedReport>("POST", `/api/case-files/${id}/mails`, {
      body,
      command: newId(),
      timeout_ms: 60_000,
    })
    void this.read()
    return [reply, id === this.#case()]
  }
}
