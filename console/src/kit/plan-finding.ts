/** What differs between the response plan and the directory, in words. */

import { t, tOr } from "../i18n/i18n.svelte.ts"
import type { PlanFinding } from "../protocol/generated.ts"

export function planFindingText(finding: PlanFinding): string {
  const services = (finding.services ?? [])
    .map((code) => tOr(`dispatch.service.${code}`, "common.plain", { text: code }))
    .join(", ")
  return t(`plan.${finding.code}`, { services, name: finding.name ?? "", centre: finding.centre ?? "" })
}

/** What tells one finding from another. */
export function planFindingKey(finding: PlanFinding): string {
  return [finding.code, finding.centre, ...(finding.services ?? [])].join(" ")
}
