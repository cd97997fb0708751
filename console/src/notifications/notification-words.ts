/** Who is told, how far a message came, and why it came to nothing, in words. */

import { i18n, t, tOr } from "../i18n/i18n.svelte.ts"
import type { NotificationAttemptRow, NotificationRow } from "../protocol/generated.ts"
import { directory } from "../state/directory.svelte.ts"

/** The party of a plan, the notice, the station of which centre, or the function. */
export function partyWords({
  function: code,
  notice,
  centre,
  party,
}: Pick<NotificationRow, "function" | "notice" | "centre" | "party">): string {
  if (party) return party[i18n.language] ?? party.es ?? t(`rosters.function.${code}`)
  if (notice) return tOr(`triage.notify.${notice}`, "common.plain", { text: notice })
  const name = t(`rosters.function.${code}`)
  return centre ? `${name} · ${directory.centreName(centre)}` : name
}

/** A call is answered where a message is sent, and confirmed by a key where one is delivered. */
export function attemptWords({ way, state }: Pick<NotificationAttemptRow, "way" | "state">): string {
  return way === "voice" ? t(`notification.call.${state}`) : t(`notification.attempt.${state}`)
}

/** A way's own code of a failure: a gateway's has no words of ours. */
export function codeWords(code: string): string {
  const smtp = /^smtp_(\d{3})$/.exec(code)
  if (smtp?.[1] !== undefined) return t("notification.code.smtp", { status: smtp[1] })
  return tOr(`notification.code.${code}`, "common.plain", { text: code })
}
