/** What an alarm says of the promise that was not kept. */

import { t, tOr } from "../i18n/i18n.svelte.ts"
import type { TaskRow, WatchRow } from "../protocol/generated.ts"

/** «SIN RECURSO»; «NADIE LO CUBRE» where a unit goes and a part of what was asked is nobody's. */
export function watchWords(
  watch: Pick<WatchRow, "kind" | "subject" | "about">,
  tasks: readonly TaskRow[],
): string {
  const code = watch.kind === "notice" ? watch.about : null
  if (code) return `${t("watch.notice")}: ${tOr(`triage.notify.${code}`, "common.plain", { text: code })}`
  const task = watch.kind === "no_unit" && tasks.find((each) => watch.subject === `task:${each.id}`)
  if (task && task.uncovered.length > 0) return t("kit.alarm_uncovered")
  return tOr(`watch.${watch.kind}`, "common.plain", { text: watch.kind })
}
